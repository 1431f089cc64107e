"""Somebody corrects who spoke and where turns begin, comes back the next day, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from annotator.ui.structure.chooser import SpeakerChooser
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
    assert person.said()[0] == "3 turns are Bob’s now."

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
