"""Somebody opens a study of several dialogues, sees where it stands, and goes where work is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import TurnFilter
from tests.journeys.conftest import Person
from tests.ui.conftest import make_project

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.ui.overview.overview_bars import Bar
    from annotator.ui.overview.overview_page import OverviewPage

pytestmark = pytest.mark.overview


def overview(person: Person) -> OverviewPage:
    """The overview, when all of it has been counted."""
    page = person.window.overview.page
    person.wait(lambda: page.isVisible() and not page.reader.counting)
    return page


def bar(bars: list[Bar], name: str) -> Bar:
    (found,) = [one for one in bars if name in {one.face.name, one.face.lead}]
    return found


def click_name(row: Bar) -> None:
    """Click where the row's name stands, and not on a dialogue's part of its bar."""
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(16, row.height() // 2))


def test_from_a_bar_to_its_turns_and_back(person: Person, tmp_path: Path) -> None:
    window = person.window
    assert window.files.open_project(make_project(tmp_path / "study.dap"))
    workspace, page = window.workspace, overview(person)
    assert page.name.text() == "study"
    assert page.size_words.text() == "3 dialogues  ·  7 turns"
    stance = bar(page.progress.bars, "Stance")
    assert stance.face.figures == ("0 / 7", "0 %", "0 / 3")
    assert page.next_words.text() == "Stance  ·  Robots  ·  turn 1"

    # A letter tags no turn that is not to be seen.
    before = workspace.cursor.turn_id
    person.press("1")
    assert person.labels("stance") == ["", "", ""]
    assert workspace.cursor.turn_id == before

    # By the bar to all turns without a stance, which are tagged there.
    click_name(stance)
    person.wait(lambda: workspace.cursor.everywhere and len(workspace.cursor.turn_ids) == 7)
    assert workspace.cursor.filter == TurnFilter(untagged="stance")
    person.wait(window.turns.hasFocus)
    person.press("1", "2", "1")
    assert person.labels("stance")[:3] == ["stance.favor", "stance.against", "stance.favor"]

    # Back: the figures have followed.
    person.press("F5")
    page = overview(person)
    stance = bar(page.progress.bars, "Stance")
    assert stance.face.figures == ("3 / 7", "43 %", "1 / 3")
    assert [cell.share for cell in stance.face.cells] == [1.0, 0.0, 0.0]
    favor = bar(page.labels["stance"].bars, "favor")
    assert favor.face.figures == ("2", "67 %")
    assert page.next_words.text() == "Stance  ·  Art  ·  turn 1"
    person.press("Ctrl+Z")
    person.wait(lambda: not window.overview.shown)
    assert workspace.cursor.turn_id == person.turns()[2].id, "what was taken back is shown"

    # A label's bar opens the turns with it.
    person.press("F5")
    page = overview(person)
    click_name(bar(page.labels["stance"].bars, "favor"))
    person.wait(
        lambda: (
            workspace.cursor.filter == TurnFilter(labels=("stance.favor",))
            and len(workspace.cursor.turn_ids) == 1
        )
    )


def test_escape_leads_back_to_where_one_was(person: Person, tmp_path: Path) -> None:
    window = person.window
    assert window.files.open_project(make_project(tmp_path / "study.dap"))
    workspace = window.workspace
    overview(person)
    person.press("Escape")
    person.wait(window.turns.hasFocus)
    assert workspace.cursor.turn_id == workspace.cursor.turn_ids[0]
    person.press("Ctrl+PgDown", "J")
    here = (workspace.cursor.dialogue_id, workspace.cursor.turn_id)
    assert here == (workspace.cursor.dialogue_ids[1], workspace.cursor.turn_ids[1])
    for back in ("Escape", "F5"):
        person.press("F5")
        overview(person)
        person.press(back)
        person.wait(window.turns.hasFocus)
        assert (workspace.cursor.dialogue_id, workspace.cursor.turn_id) == here


def test_by_keys_alone(person: Person, tmp_path: Path) -> None:
    window = person.window
    assert window.files.open_project(make_project(tmp_path / "study.dap"))
    page = overview(person)
    person.wait(page.next.hasFocus)
    person.press("Tab")
    assert QApplication.focusWidget() is page.progress.bars[0]
    person.press("Down", "Up", "Return")
    person.wait(lambda: window.workspace.cursor.everywhere)
    person.press("F5")
    page = overview(person)
    page.next.setFocus()
    person.press("Space")
    person.wait(window.turns.hasFocus)
    assert not window.workspace.cursor.everywhere
    assert window.workspace.cursor.turn_id == person.turns()[0].id


def test_a_cell_leads_to_its_dialogue(person: Person, tmp_path: Path) -> None:
    window = person.window
    assert window.files.open_project(make_project(tmp_path / "study.dap"))
    page = overview(person)
    workspace = window.workspace
    stance = bar(page.progress.bars, "Topic")
    places = {cell.words: (left + right) / 2 for cell, left, right in stance._places()}
    x = places["Dialogue 2: 0 of 2 turns answered"]
    QTest.mouseMove(stance, QPoint(round(x), stance.height() // 2))
    QTest.mouseClick(stance, Qt.MouseButton.LeftButton, pos=QPoint(round(x), stance.height() // 2))
    person.wait(window.turns.hasFocus)
    assert workspace.cursor.dialogue_id == workspace.cursor.dialogue_ids[1]
    assert workspace.facet == "topic"
    assert workspace.cursor.filter is None


def test_one_dialogue_begins_with_its_turns(person: Person, tmp_path: Path) -> None:
    window = person.window
    talk = (("Alone", (("A", "Hello.", "en"), ("B", "Hi.", "en"))),)
    assert window.files.open_project(make_project(tmp_path / "one.dap", talk))
    person.wait(window.turns.hasFocus)
    person.press("F5")
    page = overview(person)
    assert page.size_words.text() == "1 dialogue  ·  2 turns"


def test_who_does_not_want_it_first_has_the_turns_first(person: Person, tmp_path: Path) -> None:
    window = person.window
    window.settings.overview_first = False
    assert window.files.open_project(make_project(tmp_path / "study.dap"))
    person.wait(window.turns.hasFocus)


def test_what_is_searched_is_seen(person: Person, tmp_path: Path) -> None:
    window = person.window
    assert window.files.open_project(make_project(tmp_path / "study.dap"))
    for key in ("Ctrl+F", "Ctrl+R", "Ctrl+PgDown"):
        overview(person)
        person.press(key)
        person.wait(lambda: not window.overview.shown)
        window.overview.toggle()
