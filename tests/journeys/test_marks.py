"""Somebody marks turns to come back to, goes from one to the next, and takes a mark back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.exchange import export_project
from annotator.ui.panels.tag_panel.text_section import TextSection
from tests.in_words import in_words
from tests.journeys.conftest import Person
from tests.ui.conftest import make_project

if TYPE_CHECKING:
    from pathlib import Path


def _marks(person: Person) -> list[list[str]]:
    return [sorted(turn.marks) for turn in person.turns()]


def _spoken(person: Person, row: int) -> str:
    turns = person.window.turns.view.turns
    return str(turns.data(turns.index(row), Qt.ItemDataRole.AccessibleTextRole))


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_flags_and_bookmarks_by_key(person: Person, tmp_path: Path) -> None:
    window = person.window
    assert window.files.open_project(make_project(tmp_path / "study.dap"))
    person.wait(window.turns.hasFocus)
    person.press("F", "J", "B", "F")
    assert _marks(person) == [["flag"], ["bookmark", "flag"], []]
    assert _spoken(person, 1).endswith("flagged, bookmarked")
    person.press("J", "Ctrl+Z")
    assert _marks(person) == [["flag"], ["bookmark"], []]
    person.press("Ctrl+Shift+Z")

    # From the last turn of another dialogue back to what was marked, by keys and from the menu.
    window.workspace.cursor.select_dialogue(window.workspace.cursor.dialogue_ids[2])
    person.press("B")
    person.press("Ctrl+B")
    menu = window.action_set.menus["bookmarks"]
    person.wait(menu.isVisible)
    assert [entry.text() for entry in menu.actions() if entry.isSeparator()] == ["Robots", "City"]
    active = menu.activeAction()
    assert active is not None
    active.trigger()
    menu.close()
    assert (window.workspace.cursor.dialogue_id, person.row()) == (window.workspace.cursor.dialogue_ids[0], 1)
    person.wait(window.turns.hasFocus)
    person.press("Shift+B")
    assert window.workspace.cursor.dialogue_id == window.workspace.cursor.dialogue_ids[2]

    # They are still there after a restart, and the history says who set them.
    window = person.restart()
    assert window.workspace.project is not None
    assert list(window.workspace.project.marks.turns("flag")) == [1, 2]
    assert in_words(window.workspace.project.history.edits(1)[0]) == "bookmarking 1 turn"
    assert window.workspace.project.check() == []


def test_a_note_leads_to_another_turn_and_is_exported_as_text(person: Person, tmp_path: Path) -> None:
    window = person.window
    assert window.files.open_project(make_project(tmp_path / "study.dap"))
    person.wait(window.turns.hasFocus)
    section = window.columns.tags.sections["note"]
    person.press("J", "J", "N")
    assert isinstance(section, TextSection)
    person.wait(section.edit.hasFocus)
    QTest.keyClicks(section.edit, "like #2")
    (button,) = section.links.buttons
    button.setFocus()
    person.press("Return")
    assert person.row() == 1
    person.wait(window.turns.hasFocus)
    assert window.workspace.project is not None
    out = tmp_path / "out.json"
    export_project(window.workspace.project, out)
    assert "like #2" in out.read_text(encoding="utf-8")
