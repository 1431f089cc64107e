"""Somebody finds the untagged part of a long dialogue in the outline and goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.journeys.conftest import Person
from tests.ui.conftest import make_project

if TYPE_CHECKING:
    from pathlib import Path

LENGTH = 10_000


def test_the_outline_of_a_long_dialogue(person: Person, tmp_path: Path) -> None:
    window = person.window
    turns = tuple(("AB"[n % 2], f"Turn {n}.", "en") for n in range(LENGTH))
    assert window.files.open_project(make_project(tmp_path / "study.dap", (("Long", turns),)))
    person.wait(window.turns.hasFocus)
    workspace, outline = window.workspace, window.columns.outline
    ids = list(workspace.cursor.turn_ids)
    gap = range(6_000, 6_100)
    tagged = [turn for number, turn in enumerate(ids) if number not in gap]
    workspace.do(lambda project: project.tags.add(tagged, "stance.favor"))
    person.wait(lambda: outline.reader.done)
    bands = outline.reader.codes.bands(500)
    (first, *_) = [number for number, band in enumerate(bands) if band.gaps]
    assert first == gap[0] // 20

    QTest.mouseClick(outline, Qt.MouseButton.LeftButton, pos=QPoint(12, round(outline.y_of(gap[50]))))
    assert abs(person.row() - gap[50]) < 40
    person.wait(window.turns.hasFocus)
    person.press("1")
    assert person.row() in gap
    # By keyboard alone: Tab reaches it, keys move, Enter goes back to the list, F7 hides it.
    outline.setFocus()
    person.press("End")
    assert person.row() == LENGTH - 1
    person.press("Home", "PgDown")
    assert 0 < person.row() < 100
    person.press("Return")
    person.wait(window.turns.hasFocus)
    person.press("F7")
    assert not outline.isVisible()
    window = person.restart()
    assert not window.columns.outline.isVisible()
    person.wait(window.turns.hasFocus)
    person.press("F7")
    assert window.columns.outline.isVisible()
