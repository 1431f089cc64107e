"""Somebody tags a whole transcript without a mouse, and with few keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from annotator.codebooks import default
from annotator.model import TurnFilter
from annotator.pipeline import import_files
from annotator.store import Project
from tests.journeys.conftest import Person
from tests.ui.conftest import ME, make_project

SEED = Path(__file__).parents[2] / "seeds" / "003_8e638013a0f68aa0.txt"
MOST = 30  # key presses for 20 turns and three facets


class Counting:
    """Presses keys of a person and counts them."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self.count = 0

    def press(self, *keys: str) -> None:
        self._person.press(*keys)
        self.count += len(keys)


def opened(person: Person, tmp_path: Path) -> None:
    """The seed in a new project, the keyboard in the list of turns."""
    path = tmp_path / "study.dap"
    with Project.create(path, name="study", codebook=default(), annotator=ME) as project:
        import_files.import_paths(project, [SEED])
    assert person.window.files.open_project(path)
    person.wait(person.window.turns.hasFocus)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_twenty_turns_and_three_facets_with_few_keys(person: Person, tmp_path: Path) -> None:
    opened(person, tmp_path)
    keys = Counting(person)
    turns = person.turns()
    assert len(turns) == 20

    # Stance: the first turn only asks. A is for it from the third turn on, B against it from the
    # second; both change their minds once.
    keys.press("0")
    keys.press("2", "Shift+A")  # B, and all later turns of B
    keys.press("1", "Shift+A")  # A, and all later turns of A
    assert all(person.labels("stance"))
    keys.press("Home", "]", "]", "]", "]", "3")  # A weighs both sides in the ninth turn
    keys.press("J", "4")  # and B takes no side in the tenth
    # Topic: all of it is about the target; the last two turns drift.
    keys.press("T", "Ctrl+A", "1")
    keys.press("End", "2", "K", "2")
    # Language: what the machine found is right.
    keys.press("Ctrl+Return")

    stances = [label.partition(".")[2] for label in person.labels("stance")]
    assert stances[0] == "not-applicable"
    assert stances[1:8] == ["against", "favor"] * 3 + ["against"]
    assert stances[8:10] == ["mixed", "neutral"]
    assert stances[10:] == ["favor", "against"] * 5
    for facet in ("stance", "topic", "language"):
        assert all(person.labels(facet)), facet
    topics = [{tag.label for tag in turn.tags if tag.facet == "topic"} for turn in person.turns()]
    assert topics[:18] == [{"topic.target"}] * 18
    assert topics[18:] == [{"topic.target", "topic.drift"}] * 2
    assert keys.count <= MOST, keys.count

    # Nothing of it is more than some steps of undo away.
    person.press(*["Ctrl+Z"] * 11)
    assert not any(any(turn.tags) for turn in person.turns())


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_turn_by_turn(person: Person, tmp_path: Path) -> None:
    opened(person, tmp_path)
    window = person.window
    window.action_set.by_id["advance-turn"].trigger()
    for _ in range(3):
        person.press("1", "1", "Space", "Return")
    assert person.row() == 3
    for facet in ("stance", "topic", "language"):
        assert [bool(label) for label in person.labels(facet)] == [True] * 3 + [False] * 17
    assert window.workspace.facet == "stance"
    # Off the path: leave stance open, answer the language alone, and go to what is open with G.
    person.press("Space", "Space", "Return")
    assert (person.row(), window.workspace.facet) == (4, "stance")
    person.press("Shift+G")
    assert person.row() == 3


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_all_turns_of_a_filter(person: Person, tmp_path: Path) -> None:
    talk = ("Long", tuple(("AB"[n % 2], f"Turn {n}.", "en") for n in range(130)))
    window = person.window
    assert window.files.open_project(make_project(tmp_path / "long.dap", (talk,)))
    person.wait(window.turns.hasFocus)
    window.workspace.cursor.set_filter(TurnFilter(speakers=("B",)))
    asked: list[str] = []

    def agree(box: QMessageBox) -> None:
        asked.append(box.text())
        button = box.defaultButton()
        assert button is not None
        button.click()

    person.answer(QMessageBox, agree)
    person.press("Ctrl+A", "2")
    person.idle()
    assert asked == ["Tag 65 turns “against”?"]
    assert person.labels("stance") == ["stance.against"] * 65
    window.workspace.cursor.set_filter(None)
    assert person.labels("stance") == ["", "stance.against"] * 65
    window.turns.setFocus()
    person.press("Ctrl+Z")
    assert not any(person.labels("stance"))


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_focused_button_keeps_space_and_return(person: Person, tmp_path: Path) -> None:
    assert person.window.files.open_project(make_project(tmp_path / "study.dap"))
    person.wait(person.window.turns.hasFocus)
    person.press("L", "X")  # language has no "not applicable": a message offers it
    button = next(x for x in person.window.messages.findChildren(QPushButton) if x.text() == "Add and tag")
    button.setFocus()
    person.wait(button.hasFocus)
    person.press("Space")
    assert person.labels("language") == ["language.not-applicable", "", ""]
    codebook = person.window.workspace.codebook
    assert codebook.label("language.not-applicable").shortcut == "0"
