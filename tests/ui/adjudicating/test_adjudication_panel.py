"""Deciding with the mouse, on facets of every kind, and every state of the panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit

from annotator.core.decision_notes import ERROR, WORD
from annotator.model import Annotator, Facet, Label
from annotator.reliability.disagreements import disputes_of
from annotator.store import Project
from annotator.ui.adjudicating.adjudication_mode import Adjudication
from annotator.ui.adjudicating.adjudication_panel import AdjudicationPanel
from annotator.ui.adjudicating.codebook_proposals import CodebookWordsDialog
from annotator.ui.adjudicating.decision_note import NoteDialog
from annotator.ui.settings.settings import Settings
from annotator.ui.widgets.label_button import LabelButton
from annotator.ui.window.main_window import MainWindow
from tests.ui.answers import Answers
from tests.ui.conftest import ME

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

BEN = Annotator("bbbbbbbb-0000-4000-8000-000000000002", "Ben")
CYD = Annotator("cccccccc-0000-4000-8000-000000000003", "Cyd")
KIND = Facet(
    "kind", "Kind", "single", "dialogue", position=9,
    labels=(Label("kind.talk", "kind", "talk"), Label("kind.quarrel", "kind", "quarrel", position=1)),
)  # fmt: skip


class Deciding(Answers):
    """Notes are answered from the table."""

    def decision_note(self, kind: str, text: str) -> str | None:
        self.asked.append(f"{kind}: {text}")
        found: str | None = self.given.get(kind)
        return found


def tag(path: Path, who: Annotator, *labels: str) -> None:
    """Labels on the turns of the first dialogue; a facet of several takes them with +."""
    with Project.open(path, annotator=who) as project:
        turns = project.turns.ids(project.dialogues.ids()[0])
        for turn, said in zip(turns, labels, strict=False):
            for label in said.split("+"):
                if label:
                    project.tags.add([turn], label)


@pytest.fixture
def begun(qtbot: QtBot, project_file: Path) -> Iterator[Callable[..., MainWindow]]:
    """A window that decides on a facet of the project."""
    made: list[MainWindow] = []

    def start(facet: str = "stance", *, read_only: bool = False, **given: object) -> MainWindow:
        window = MainWindow(Settings(), Deciding(**given))
        made.append(window)
        window.resize(1280, 800)
        window.show()
        assert window.files.open_project(project_file, read_only=read_only)
        qtbot.waitUntil(lambda: not window.jobs.running)
        window.commands.adjudication.begin(facet)
        qtbot.waitUntil(lambda: not window.jobs.running)
        return window

    yield start
    for window in made:
        window.jobs.finish()
        window.close()


def parts(window: MainWindow) -> tuple[Adjudication, AdjudicationPanel]:
    return window.commands.adjudication.mode, window.commands.adjudication.panel


def answers(panel: AdjudicationPanel) -> list[str]:
    items = (panel.answers.itemAt(at) for at in range(panel.answers.count()))
    found = [item.widget() for item in items if item is not None]
    return [one.face.name for one in found if isinstance(one, LabelButton)]


def press(panel: AdjudicationPanel, layout: str, name: str) -> None:
    box = getattr(panel, layout)
    items = (box.itemAt(at) for at in range(box.count()))
    next(one.widget() for one in items if one.widget().face.name == name).click()


def test_everything_can_be_done_with_the_mouse(project_file: Path, begun: Callable[..., MainWindow]) -> None:
    tag(project_file, ME, "stance.favor", "stance.favor", "stance.favor")
    tag(project_file, BEN, "stance.against", "stance.none", "stance.favor")
    tag(project_file, CYD, "stance.favor", "stance.unclear", "stance.favor")
    window = begun()
    mode, panel = parts(window)
    assert panel.progress_words.text() == "0 of 2 decided  ·  3 turns with several annotators"
    assert answers(panel) == ["Mei: favor", "Ben: against", "Cyd: favor"]
    assert panel.place.text() == "Toward: Robots"
    panel.majority.click()
    assert panel.progress.value() == 1
    assert answers(panel)[1] == "Ben: none", "on to the next"
    assert not panel.majority.isEnabled()
    assert panel.majority.text() == "No majority"
    press(panel, "labels", "mixed")
    assert mode.open_in("stance") == 0
    assert panel.progress.value() == 2
    mode.withdraw()
    assert mode.open_in("stance") == 1
    panel.kinds.itemClicked.emit(panel.kinds.item(1))
    assert mode.kind == mode.kinds()[0].kind
    assert len(window.workspace.cursor.turn_ids) == 1
    panel.whole.setChecked(True)
    assert len(window.workspace.cursor.turn_ids) == 3, "all turns of the dialogue"
    window.workspace.cursor.select_turn(window.workspace.cursor.turn_ids[2])
    assert panel.place.text() == "Annotators agree on this turn."
    mode.take(1)
    assert window.messages.cards()[0].message.text == "There is nothing to decide on this turn."
    panel.leave_button.click()
    assert not mode.active
    assert window.columns.side.indexOf(panel) < 0


def test_a_facet_of_several_labels_toggles_and_waits(
    project_file: Path, begun: Callable[..., MainWindow]
) -> None:
    tag(project_file, ME, "topic.target+topic.drift", "topic.drift")
    tag(project_file, BEN, "topic.drift", "topic.target")
    window = begun("topic")
    mode, panel = parts(window)
    first = mode.case
    assert first is not None
    assert answers(panel) == ["Mei: the target, drift", "Ben: drift"]
    press(panel, "labels", "drift")
    assert mode.case is not None
    assert mode.case.unit == first.unit, "more labels may follow"
    press(panel, "labels", "the target")
    assert mode.case.decision is not None
    assert mode.case.decision.labels == ("topic.target", "topic.drift")
    press(panel, "labels", "drift")
    mode.leave_open()
    mode.take(2)
    project = window.workspace.project
    assert project is not None
    decided = [case.decision for case in disputes_of(project, "topic").cases]
    assert [one.labels for one in decided if one] == [("topic.target",), ("topic.target",)]


def test_dialogues_as_a_whole_are_decided_at_their_first_turn(
    project_file: Path, begun: Callable[..., MainWindow]
) -> None:
    with Project.open(project_file, annotator=ME) as mine:
        mine.codebook.add_facet(KIND)
        mine.tags.add_to_dialogue(mine.dialogues.ids()[1], "kind.talk")
    with Project.open(project_file, annotator=BEN) as theirs:
        theirs.tags.add_to_dialogue(theirs.dialogues.ids()[1], "kind.quarrel")
    window = begun("kind")
    mode, _ = parts(window)
    project = window.workspace.project
    assert project is not None
    assert list(window.workspace.cursor.turn_ids) == [project.turns.ids(mode.cases[0].dialogue)[0]]
    mode.take(2)
    assert mode.cases[0].decision is not None
    assert mode.cases[0].decision.labels == ("kind.quarrel",)


@pytest.mark.parametrize(
    ("labels", "title"),
    [
        ((), "Nobody has answered Stance yet"),
        (((ME, "stance.favor"),), "One annotator only"),
        (((ME, "stance.favor"), (BEN, "")), "One annotator only"),
        (((ME, "stance.favor"), (BEN, "stance.favor")), "They agree"),
    ],
)
def test_every_state_without_anything_to_decide_says_what_to_do(
    project_file: Path,
    begun: Callable[..., MainWindow],
    labels: tuple[tuple[Annotator, str], ...],
    title: str,
) -> None:
    for who, label in labels:
        tag(project_file, who, label)
    mode, panel = parts(begun())
    assert panel.notice.title.text() == title
    assert panel.pages.currentWidget() is panel.empty
    assert panel.merge_button.isVisible() == (title != "They agree")
    assert mode.workspace.cursor.filter is None, "all turns are shown"


def test_no_turn_in_common(project_file: Path, begun: Callable[..., MainWindow]) -> None:
    tag(project_file, ME, "stance.favor", "")
    tag(project_file, BEN, "", "stance.favor")
    _, panel = parts(begun())
    assert panel.notice.title.text() == "No turn in common"


def test_a_project_open_for_reading_is_looked_at_and_not_changed(
    project_file: Path, begun: Callable[..., MainWindow]
) -> None:
    tag(project_file, ME, "stance.favor")
    tag(project_file, BEN, "stance.none")
    window = begun(read_only=True)
    mode, _ = parts(window)
    mode.take(1)
    assert window.messages.cards()[0].message.text == "This project is open read-only."
    assert mode.case is not None
    assert mode.case.decision is None


def test_notes_are_collected_beside_the_definition(
    qtbot: QtBot, project_file: Path, begun: Callable[..., MainWindow]
) -> None:
    tag(project_file, ME, "stance.favor", "stance.favor")
    tag(project_file, BEN, "stance.none", "stance.none")
    window = begun(codebook="What of irony?")
    mode, panel = parts(window)
    mode.note_word()
    assert window.messages.cards()[0].message.text == "Decide first: this belongs to a decision."
    mode.take(1)
    mode.note_word()
    mode.change_intensity(-1)
    mode.toggle_uncertain()
    last = mode.decided()
    assert last is not None
    assert last.decision is not None
    assert (last.decision.note, last.decision.intensity, last.decision.uncertain) == (
        "codebook: What of irony?", 1, True
    )  # fmt: skip
    assert panel.words.text() == "Notes for the codebook (1)…"
    dialog = CodebookWordsDialog(mode)
    qtbot.addWidget(dialog)
    field = dialog.fields["stance.favor"]
    field.setPlainText("Also where it is said ironically.")
    dialog.saves["stance.favor"].click()
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert window.workspace.codebook.label("stance.favor").definition == "Also where it is said ironically."


def test_kinds_of_error_are_offered_and_can_be_written(qtbot: QtBot) -> None:
    for kind, text, shown, answer in (
        (ERROR, "", "slip of the hand", "slip-of-the-hand"),
        (ERROR, "definition-gap", "definition has a gap", "definition-gap"),
        (ERROR, "mine", "mine", "mine"),
        (WORD, "x", "x", "x"),
    ):
        dialog = NoteDialog(kind, text)
        qtbot.addWidget(dialog)
        field = dialog.field
        assert (field.text() if isinstance(field, QLineEdit) else field.currentText()) == shown
        assert dialog.answer() == answer
