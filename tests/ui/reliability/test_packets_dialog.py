"""Packets in the window: who would get what before anything is made, instructions inside, whose each is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from annotator.store import Project
from annotator.ui.dialogs.dialogs import Dialogs
from annotator.ui.reliability.packets_dialog import PacketsDialog, PacketsPlan
from annotator.ui.reliability.study_instructions import InstructionsDialog
from annotator.ui.window.main_window import MainWindow
from annotator.ui.workspace.workspace import Workspace
from tests.reliability.studies import ADA, annotate, study
from tests.ui.answers import Answers

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Start = Callable[[Path, Dialogs], MainWindow]


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> Iterator[PacketsDialog]:
    workspace = Workspace()
    workspace.attach(Project.open(study(tmp_path), annotator=ADA))
    made = PacketsDialog(workspace, tmp_path / "packets")
    qtbot.addWidget(made)
    yield made
    workspace.close()


def shares(dialog: PacketsDialog) -> list[tuple[str, str, str]]:
    dialog.refresh()
    items = [dialog.table.topLevelItem(row) for row in range(dialog.table.topLevelItemCount())]
    return [(item.text(0), item.text(1), item.text(2)) for item in items if item is not None]


def test_nothing_can_be_made_before_annotators_are_named(dialog: PacketsDialog) -> None:
    assert dialog.note.text() == "Name the annotators: one in each line."
    assert dialog.problem.text() == "", "nobody has made a mistake yet"
    assert dialog.each.text() == "1", "of no annotator would be odd"
    assert not dialog.make_button.isEnabled()
    dialog.names.setPlainText("Ada\n\n  Ben  \n")
    assert shares(dialog) == [("Ada", "6", "24"), ("Ben", "6", "24")]
    assert dialog.make_button.isEnabled()
    assert dialog.plan().design.annotators == ("Ada", "Ben")
    assert dialog.each.text() == "2 of 2 annotators"
    assert dialog.plan().design.each == 0, "all of them"


def test_blocks_samples_and_strata_are_shown_before_they_are_made(dialog: PacketsDialog) -> None:
    dialog.names.setPlainText("Ada\nBen\nCyd")
    shares(dialog)
    dialog.each.setValue(2)
    assert shares(dialog) == [(name, "4", "16") for name in ("Ada", "Ben", "Cyd")]
    dialog.sampled.setChecked(True)
    dialog.sample.setValue(3)
    dialog.strata.setCurrentIndex(dialog.strata.findData("source"))
    assert [row[1] for row in shares(dialog)] == ["2", "2", "2"]
    assert dialog.note.text() == "3 dialogues are handed out."
    design = dialog.plan().design
    assert (design.each, design.sample, design.strata) == (2, 3, "source")
    dialog.each.setValue(1)
    shares(dialog)
    assert "no agreement can be measured" in dialog.note.text()
    dialog.names.setPlainText("Ada")
    shares(dialog)
    assert "With one annotator only" in dialog.note.text()


def test_what_cannot_be_is_said(dialog: PacketsDialog, tmp_path: Path) -> None:
    dialog.names.setPlainText("Ada\nada")
    shares(dialog)
    assert "Two annotators are called" in dialog.problem.text()
    dialog.names.setPlainText("Ada")
    (tmp_path / "packets").mkdir()
    (tmp_path / "packets" / "Ada.dap").touch()
    shares(dialog)
    assert "There is Ada.dap in that folder already" in dialog.problem.text()
    dialog.folder.setText("  ")
    shares(dialog)
    assert dialog.problem.text() == "The packets need a folder."
    assert not dialog.make_button.isEnabled()


def test_a_retest_and_a_recoding_are_of_those_who_answered(qtbot: QtBot, tmp_path: Path) -> None:
    path = study(tmp_path)
    annotate(path, ADA)
    workspace = Workspace()
    workspace.attach(Project.open(path, annotator=ADA))
    dialog = PacketsDialog(workspace, tmp_path / "packets")
    qtbot.addWidget(dialog)
    dialog.purpose.setCurrentIndex(dialog.purpose.findData("retest"))
    dialog.purpose.activated.emit(dialog.purpose.currentIndex())
    assert dialog.annotators == ("Ada",)
    assert "dialogues that old" in dialog.problem.text()
    dialog.days.setValue(0)
    before = "2100-01-01T00:00:00Z"
    assert dialog.design().retest_before < before
    dialog.purpose.setCurrentIndex(dialog.purpose.findData("recode"))
    dialog.refresh()
    assert dialog.problem.text() == "Check the labels whose answers are to be asked again."
    (item,) = dialog.labels.findItems("Stance: favor", Qt.MatchFlag.MatchExactly)
    item.setCheckState(Qt.CheckState.Checked)
    assert shares(dialog) == [("Ada", "6", "24")]
    assert dialog.plan().design.recode == ("stance.favor",)
    assert dialog.make_button.isEnabled()
    workspace.close()


class Making(Answers):
    """Makes packets of Ada and Ben into a folder."""

    def __init__(self, folder: Path, **given: object) -> None:
        super().__init__(**given)
        self.folder = folder

    def packets(self, workspace: Workspace, folder: Path) -> PacketsPlan:
        dialog = PacketsDialog(workspace, self.folder)
        dialog.names.setPlainText("Ada\nBen")
        dialog.instructions.setPlainText("Tag what is said.")
        dialog.refresh()
        plan = dialog.plan()
        dialog.deleteLater()
        return plan

    def instructions(self, text: str, owner: str, *, editable: bool) -> str | None:
        self.asked.append(f"instructions {owner} {editable}: {text}")
        found: str | None = self.given.get("instructions")
        return found


def test_packets_are_made_beside_the_window_with_the_instructions_inside(
    qtbot: QtBot, tmp_path: Path, window: Start
) -> None:
    path, folder = study(tmp_path), tmp_path / "packets"
    answers = Making(folder)
    made = window(path, answers)
    qtbot.waitUntil(lambda: not made.jobs.running)
    made.action_set.by_id["packets"].trigger()
    qtbot.waitUntil(lambda: not made.jobs.running)
    assert made.messages.cards()[0].message.text == "2 packets were made."
    project = made.workspace.project
    assert project is not None
    assert project.study.read().instructions == "Tag what is said.", "kept with the project"
    manifest = json.loads((folder / "packets.json").read_text(encoding="utf-8"))
    assert manifest["design"]["annotators"] == ["Ada", "Ben"]

    assert made.files.open_project(folder / "Ben.dap")
    opened = made.workspace.project
    assert opened is not None
    assert opened.annotator.name == "Ben"
    card = made.messages.cards()[0].message
    assert card.text == "This packet is for Ben."
    made.action_set.by_id["instructions"].trigger()
    assert answers.asked[-1] == "instructions Ben False: Tag what is said."
    not_me = next(one for one in card.actions if one.text == "That is not me")
    not_me.run()
    assert made.workspace.project is None


def test_instructions_are_changed_as_an_edit(qtbot: QtBot, tmp_path: Path, window: Start) -> None:
    made = window(study(tmp_path), Making(tmp_path / "packets", instructions="Anew."))
    qtbot.waitUntil(lambda: not made.jobs.running)
    made.action_set.by_id["instructions"].trigger()
    project = made.workspace.project
    assert project is not None
    assert project.study.read().instructions == "Anew."
    made.workspace.history.undo()
    assert project.study.read().instructions == ""


def test_the_dialog_of_instructions_is_for_reading_or_writing(qtbot: QtBot) -> None:
    reading = InstructionsDialog("Read.", owner="Ada", editable=False)
    writing = InstructionsDialog("", editable=True)
    for one in (reading, writing):
        qtbot.addWidget(one)
    assert reading.text.isReadOnly()
    writing.text.setPlainText(" Words. \n")
    assert writing.answer() == "Words."
