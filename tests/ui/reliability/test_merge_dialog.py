"""Packets in the window: looked at before anything is written, merged beside it, taken back at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.store import Project
from annotator.ui.dialogs.dialogs import Dialogs
from annotator.ui.reliability.merge_dialog import MergeDialog
from annotator.ui.window.main_window import MainWindow
from annotator.ui.workspace.workspace import Workspace
from tests.reliability.studies import ADA, BEN, study
from tests.ui.answers import Answers

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Start = Callable[[Path, Dialogs], MainWindow]


def looked(qtbot: QtBot, dialog: MergeDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.look.running and (dialog.plan is not None or not dialog.paths))


def cells(dialog: MergeDialog) -> list[list[str]]:
    return [[item.text(at) for at in range(7)] for item in dialog.table.rows()]


def lines(dialog: MergeDialog, row: int) -> list[str]:
    item = dialog.table.rows()[row]
    found = (item.child(at) for at in range(item.childCount()))
    return [one.text(0) for one in found if one is not None]


@pytest.fixture
def dialog(qtbot: QtBot, coordinated: tuple[Path, list[Path]]) -> Iterator[MergeDialog]:
    path, packets = coordinated
    workspace = Workspace()
    workspace.attach(Project.open(path, annotator=ADA))
    made = MergeDialog(workspace, [packets[0].parent])
    qtbot.addWidget(made)
    looked(qtbot, made)
    yield made
    made.look.stop()
    workspace.close()


def test_a_folder_is_looked_at_and_nothing_is_written(dialog: MergeDialog) -> None:
    assert cells(dialog) == [
        [f"{name}.dap", name, "24", "–", "–", "–", "–"] for name in ("Ada", "Ben", "Cyd")
    ]
    assert dialog.summary.text() == "72 new tags and 0 changed ones would come in."
    assert dialog.merge_button.isEnabled()
    assert dialog._project.counts().tags == 0


def test_copies_strangers_and_half_a_file_are_named(
    qtbot: QtBot, dialog: MergeDialog, coordinated: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    packets = coordinated[1]
    copy = packets[0].with_name("Ada (conflicted copy 2026-11-30).dap")
    shutil.copy(packets[0], copy)
    half = tmp_path / "half.dap"
    half.write_bytes(packets[1].read_bytes()[:5000])
    stranger = study(tmp_path / "talks", name="stranger.dap")
    dialog.add([copy, half, stranger])
    looked(qtbot, dialog)
    found = {row[0]: row[1:] for row in cells(dialog)}
    assert found[copy.name][:3] == ["Ada", "–", "24"]
    assert lines(dialog, 3) == ["it is another copy of the packet of Ada, beside Ada.dap"]
    assert found["half.dap"][0] == found["stranger.dap"][0] == "cannot be merged"
    assert "belongs to another project" in lines(dialog, 5)[0]
    assert dialog.merge_button.isEnabled(), "the others can be"


def test_a_label_that_the_codebook_lacks_is_mapped_in_the_dialog(
    qtbot: QtBot, dialog: MergeDialog, coordinated: tuple[Path, list[Path]]
) -> None:
    packet = coordinated[1][1]
    with Project.open(packet, annotator=BEN) as project:
        label, _ = project.codebook.add_label("stance", "unsure", key="stance.unsure")
        project.tags.add([project.turns.ids(project.dialogues.ids()[0])[0]], label.key)
    dialog.refresh()
    looked(qtbot, dialog)
    assert "Stance: unsure" in lines(dialog, 1)[0]
    assert not dialog.merge_button.isEnabled()
    dialog.leave.setChecked(True)
    assert dialog.merge_button.isEnabled()
    dialog.leave.setChecked(False)
    box = dialog.mapping["stance.unsure"]
    box.setCurrentIndex(box.findData("stance.unclear"))
    box.activated.emit(box.currentIndex())
    looked(qtbot, dialog)
    assert dialog.choices().labels == {"stance.unsure": "stance.unclear"}
    assert dialog.merge_button.isEnabled()
    assert cells(dialog)[1][2] == "24"


def test_two_answers_of_one_person_wait_for_a_decision(
    qtbot: QtBot, dialog: MergeDialog, coordinated: tuple[Path, list[Path]]
) -> None:
    packet = coordinated[1][0]
    with Project.open(packet, read_only=True) as project:
        turn = project.turns.page([project.turns.ids(project.dialogues.ids()[0])[0]])[0]
        key = project.dialogues.page([turn.dialogue_id])[0].key
    here = dialog._project
    place = next(one.id for one in here.dialogues.page(here.dialogues.ids()) if one.key == key)
    here.tags.add([here.turns.ids(place)[0]], "stance.unclear")
    dialog.refresh()
    looked(qtbot, dialog)
    assert cells(dialog)[0][5] == "1"
    assert "Ada answers" in lines(dialog, 0)[0]
    assert not dialog.merge_button.isEnabled()
    dialog.conflicts.setCurrentIndex(dialog.conflicts.findData("packet"))
    dialog.conflicts.activated.emit(0)
    looked(qtbot, dialog)
    assert cells(dialog)[0][2:6] == ["23", "–", "1", "–"]
    assert dialog.merge_button.isEnabled()


def test_taking_packets_off_the_list(qtbot: QtBot, dialog: MergeDialog) -> None:
    dialog.table.selectAll()
    dialog.remove_button.click()
    assert dialog.pages.currentWidget() is dialog.empty
    assert not dialog.merge_button.isEnabled()
    assert dialog.paths == []


def test_merged_beside_the_window_and_taken_back_by_one_undo(
    qtbot: QtBot, coordinated: tuple[Path, list[Path]], window: Start
) -> None:
    path, packets = coordinated

    class Agreeing(Answers):
        said: str = ""

        def merge(self, workspace: Workspace, paths: object) -> object:  # type: ignore[override]
            dialog = MergeDialog(workspace, [packets[0].parent])
            qtbot.addWidget(dialog)
            looked(qtbot, dialog)
            self.said = dialog.summary.text()
            return dialog.answer() if dialog.merge_button.isEnabled() else None

    answers = Agreeing()
    made = window(path, answers)
    qtbot.waitUntil(lambda: not made.jobs.running)
    made.action_set.by_id["merge"].trigger()
    qtbot.waitUntil(lambda: not made.jobs.running)
    project = made.workspace.project
    assert project is not None
    assert project.counts().tags == 72
    assert made.messages.cards()[0].message.text == "72 tags were merged."
    made.action_set.by_id["merge"].trigger()
    assert answers.said == "The project has it all: there is nothing to merge."
    made.workspace.history.undo()
    assert project.counts().tags == 0
