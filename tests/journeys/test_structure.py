"""Somebody corrects who spoke and where turns begin, comes back the next day, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from annotator.ui.structure.read_again_dialog import ReadAgainDialog
from annotator.ui.structure.speaker_chooser import SpeakerChooser
from annotator.ui.structure.split_dialog import SplitDialog
from tests.journeys.conftest import Person
from tests.ui.conftest import make_project

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.store import Project

TALK = (
    (
        "Robots",
        (
            ("A", "Do you like robots? Bob: I do. And you?", "en"),
            ("B", "So do I.", "en"),
            ("A", "(laughter)", "en"),
            ("B", "That is", "en"),
            ("B", "all.", "en"),
        ),
    ),
)


def _open(person: Person, path: Path) -> Project:
    window = person.window
    assert window.files.open_project(make_project(path, TALK))
    person.wait(window.turns.hasFocus)
    project = window.workspace.project
    assert project is not None
    return project


def _texts(person: Person) -> list[tuple[str, str]]:
    project = person.window.workspace.project
    assert project is not None
    return [(turn.speaker, turn.text) for turn in project.turns.page(project.turns.ids(1))]


BEFORE = [(speaker, text) for speaker, text, _ in TALK[0][1]]


def test_changing_the_speaker(person: Person, tmp_path: Path) -> None:
    _open(person, tmp_path / "study.dap")
    person.press("Down", "1")  # a tag on the second turn goes where the turn goes
    person.press("K")

    def choose(dialog: SpeakerChooser) -> None:
        QTest.keyClicks(dialog.field, "Bob")
        dialog.scopes.button(1).setChecked(True)
        assert dialog.scopes.button(1).text() == "All 3 turns of B in this dialogue"
        person.click(dialog.change)

    person.answer(SpeakerChooser, choose)
    person.press("F6")
    changed = [("Bob" if speaker == "B" else speaker, text) for speaker, text in BEFORE]
    person.wait(lambda: _texts(person) == changed)
    assert person.said()[0] == "The speaker of 3 turns is now Bob."

    window = person.restart()
    person.wait(window.turns.hasFocus)
    assert _texts(person) == changed
    person.press("Ctrl+Z")
    assert _texts(person) == BEFORE
    person.press("Ctrl+Y")
    assert _texts(person) == changed
    person.press("Ctrl+Z", "Ctrl+Z")
    assert person.labels("stance") == [""] * 5
    assert window.workspace.project is not None
    assert window.workspace.project.check() == []


def test_joining_two_names_in_the_table_of_speakers(person: Person, tmp_path: Path) -> None:
    _open(person, tmp_path / "study.dap")
    dialog = person.window.commands.structure.speakers()
    assert dialog is not None
    table = dialog.table

    def write(row: int, column: int, words: str) -> None:
        table.setCurrentCell(row, column)
        item = table.item(row, column)
        assert item is not None
        table.editItem(item)
        field = next(one for one in table.findChildren(QLineEdit) if one.isVisible())
        field.selectAll()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)

    QTest.keyClicks(dialog.attribute, "age")
    person.click(dialog.add)
    write(0, 2, "31")
    person.wait(lambda: table.state() == table.State.NoState)
    write(1, 0, "A")
    joined = [("A", text) for _, text in BEFORE]
    person.wait(lambda: _texts(person) == joined)
    person.wait(lambda: table.rowCount() == 1)
    dialog.reject()
    window = person.restart()
    person.wait(window.turns.hasFocus)
    project = window.workspace.project
    assert project is not None
    assert [one.name for one in project.speakers.table([1])] == ["A"]
    person.press("Ctrl+Z")
    person.wait(lambda: _texts(person) == BEFORE)
    person.press("Ctrl+Z")
    assert [dict(one.values) for one in project.speakers.table([1])] == [{}, {}]
    assert project.check() == []


def test_splitting_a_turn(person: Person, tmp_path: Path) -> None:
    _open(person, tmp_path / "study.dap")
    person.press("1", "K")

    def split(dialog: SplitDialog) -> None:
        assert dialog.first.text() == "1  A: Do you like robots?"
        assert dialog.second.text() == "2  Bob: I do. And you?", "the marker in the text says who speaks"
        QTest.keyClick(dialog.field, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        assert not dialog.split.isEnabled()
        assert "one of the two turns would be empty" in dialog.problem.text().lower()
        dialog.field.select(20, 20)
        person.click(dialog.split)

    person.answer(SplitDialog, split)
    person.press("Ctrl+D")
    after = [("A", "Do you like robots?"), ("Bob", "I do. And you?"), *BEFORE[1:]]
    person.wait(lambda: _texts(person) == after)
    assert person.said()[0] == "The turn was split in two."
    person.wait(lambda: len(person.window.workspace.cursor.turn_ids) == 6)
    person.window.activateWindow()
    person.window.turns.setFocus()
    person.wait(person.window.turns.hasFocus)
    person.press("J", "2")
    assert person.labels("stance") == ["stance.favor", "stance.against", "", "", "", ""]

    window = person.restart()
    person.wait(window.turns.hasFocus)
    assert _texts(person) == after
    person.press("Ctrl+Z", "Ctrl+Z")
    person.wait(lambda: _texts(person) == BEFORE)
    assert person.labels("stance") == ["stance.favor", "", "", "", ""]
    person.press("Ctrl+Y")
    person.wait(lambda: _texts(person) == after)
    assert window.workspace.project is not None
    assert window.workspace.project.check() == []


def test_joining_turns(person: Person, tmp_path: Path) -> None:
    project = _open(person, tmp_path / "study.dap")
    ids = project.turns.ids(1)
    project.tags.add([ids[3]], "stance.favor")
    project.tags.add([ids[4]], "stance.against")
    person.press("End", "Ctrl+Shift+D")
    person.wait(person.said)
    assert person.said()[0] == "The turn cannot be joined with the next one."
    person.press("K", "Ctrl+Shift+D")
    person.wait(lambda: len(person.said()) > 1)
    assert person.said()[0] == "1 tag would have no place any more."
    assert _texts(person) == BEFORE
    card = person.window.messages.cards()[0]
    person.click(next(x for x in card.findChildren(QPushButton) if x.text() == "Join anyway"))
    after = [*BEFORE[:3], ("B", "That is\nall.")]
    person.wait(lambda: _texts(person) == after)
    assert person.row() == 3
    window = person.restart()
    person.wait(window.turns.hasFocus)
    assert _texts(person) == after
    person.press("Ctrl+Z")
    person.wait(lambda: _texts(person) == BEFORE)
    assert person.labels("stance")[3:] == ["stance.favor", "stance.against"]
    assert window.workspace.project is not None
    assert window.workspace.project.check() == []


def test_a_line_that_is_no_turn(person: Person, tmp_path: Path) -> None:
    _open(person, tmp_path / "study.dap")
    person.press("J", "J", "Ctrl+Shift+X")
    after = [*BEFORE[:2], *BEFORE[3:]]
    person.wait(lambda: _texts(person) == after)
    assert person.row() == 2, "on the turn that follows"
    window = person.restart()
    person.wait(window.turns.hasFocus)
    person.press("Home", "J", "J")
    window.commands.structure.restore()
    person.wait(lambda: _texts(person) == BEFORE)
    assert person.said()[0] == "“(laughter)” is a turn again."
    person.press("Ctrl+Z")
    person.wait(lambda: _texts(person) == after)
    person.press("Ctrl+Z")
    person.wait(lambda: _texts(person) == BEFORE)
    assert window.workspace.project is not None
    assert window.workspace.project.check() == []


def test_reading_with_another_rule(person: Person, tmp_path: Path) -> None:
    _open(person, tmp_path / "study.dap")
    person.press("J", "1", "Up")
    assert person.labels("stance")[1] == "stance.favor"

    def choose(dialog: ReadAgainDialog) -> None:
        QTest.keyClick(dialog.rule, Qt.Key.Key_End)
        assert dialog.rule.currentText() == "Custom pattern"
        person.wait(dialog.pattern.hasFocus)
        QTest.keyClicks(dialog.pattern, r"\[(?P<speaker>B)\]: ")
        person.wait(lambda: dialog.summary.text().startswith("4 turns, now 5."))
        person.click(dialog.apply)

    person.answer(ReadAgainDialog, choose)
    person.window.commands.structure.read_again()
    after = [("", f"[A]: {BEFORE[0][1]}"), ("B", "So do I.\n[A]: (laughter)"), *BEFORE[3:]]
    person.wait(lambda: _texts(person) == after)
    assert person.said()[0] == "The dialogue has 4 turns now."
    assert person.labels("stance") == ["", "stance.favor", "", ""]
    window = person.restart()
    person.wait(window.turns.hasFocus)
    assert _texts(person) == after
    person.press("Ctrl+Z")
    person.wait(lambda: _texts(person) == BEFORE)
    assert person.labels("stance")[1] == "stance.favor"
    assert window.workspace.project is not None
    assert window.workspace.project.check() == []
