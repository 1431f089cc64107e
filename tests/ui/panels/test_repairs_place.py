"""Where the review begins, and how it brings a place deep in a long turn into sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from annotator.codebooks import default
from annotator.model import PreparedDialogue, PreparedSource, PreparedTurn, RepairStep
from annotator.store import Project
from annotator.ui.panels.repairs import RepairPanel
from annotator.ui.tagging.find_turn import seek
from annotator.ui.turn_list import TurnList
from annotator.ui.workspace.workspace import Workspace
from tests.ui.conftest import ME
from tests.ui.panels.conftest import click

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


LINES = 120
LINE = "a line of a long turn\n"


def _source(name: str, *places: int) -> PreparedSource:
    """A dialogue of two turns; the second is long and has a doubtful repair at the start of these lines."""
    received = LINE * LINES
    steps = tuple(
        RepairStep(len(LINE) * line, len(LINE) * line + 1, "a", "a", "damage", "unknown", 0.4)
        for line in places
    )
    turns = (
        PreparedTurn("A", "[A] ", "Short.", "Short."),
        PreparedTurn("B", "\n[B] ", received, received, steps=steps),
    )
    return PreparedSource(
        name=name,
        data=name.encode(),
        sha256=f"{ord(name[0]):x}".ljust(64, "0"),
        decoded_as="utf-8",
        encoding_origin="detected",
        encoding_confidence=1.0,
        newline="\n",
        bom=False,
        undecodable=0,
        dialogues=(PreparedDialogue(name, turns, rule="brackets"),),
    )


@pytest.fixture
def workspace(qapp: object, tmp_path: Path) -> Iterator[Workspace]:
    """Three dialogues; the first has no doubt, the second two in one folded turn, the third one."""
    path = tmp_path / "long.dap"
    with (
        Project.create(path, codebook=default(), annotator=ME) as project,
        project.sources.importer() as importer,
    ):
        importer.add(_source("clean"))
        importer.add(_source("two", 3, LINES - 2))
        importer.add(_source("one", 5))
        importer.finish()
    made = Workspace()
    made.attach(Project.open(path, annotator=ME))
    yield made
    made.close()


def in_sight(turns: TurnList, turn: int, offset: int) -> bool:
    """Whether the line with this offset of a turn's text is painted inside the viewport."""
    view = turns.view
    number = view.turns.row_of(turn)
    placed = view.placed(number) if number is not None else None
    row = view.cache.row(number) if number is not None else None
    if placed is None or row is None or row.body.shown <= offset:
        return False
    top = placed.y + row.y_of(row.offsets.unit(offset))
    return 0 <= top <= view.viewport().height() - row.style.line_height


def only_here(panel: RepairPanel) -> bool:
    return panel.filters.only_here


def test_a_doubt_in_a_folded_turn_is_unfolded_and_scrolled_to(
    workspace: Workspace, show: Callable[[QWidget, int, int], None]
) -> None:
    turns = TurnList(workspace)
    show(turns, 600, 400)
    panel = RepairPanel(workspace)
    show(panel, 320, 700)
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    panel.begin()
    panel.refresh()
    assert panel.filters.only_here
    long_turn = workspace.cursor.turn_ids[1]
    seen = []
    for row in range(panel.model.rowCount()):
        panel.view.setCurrentIndex(panel.model.index(row, 0))
        doubt = panel.current()
        assert doubt is not None
        assert workspace.cursor.turn_id == long_turn
        assert in_sight(turns, long_turn, doubt.step.start)
        seen.append(doubt.step.start)
    assert sorted(seen) == [3 * len(LINE), (LINES - 2) * len(LINE)], "both were gone to"


def test_the_next_doubtful_turn_shows_its_doubt(
    workspace: Workspace, show: Callable[[QWidget, int, int], None]
) -> None:
    turns = TurnList(workspace)
    show(turns, 600, 400)
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    project = workspace.project
    assert project is not None
    long_turn = workspace.cursor.turn_ids[1]
    first = project.doubts.page(0.85, 10, dialogue_id=workspace.cursor.dialogue_id)
    project.repairs.accept([doubt.id for doubt in first if doubt.step.start == 3 * len(LINE)])
    assert seek(workspace, "doubt")
    assert workspace.cursor.turn_id == long_turn
    assert in_sight(turns, long_turn, (LINES - 2) * len(LINE))


def test_the_review_begins_with_the_dialogue_in_hand(
    workspace: Workspace, show: Callable[[QWidget, int, int], None]
) -> None:
    panel = RepairPanel(workspace)
    show(panel, 320, 700)
    panel.begin()
    assert not only_here(panel), "the first dialogue has no doubt"
    assert panel.model.rowCount() == 3
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    panel.begin()
    assert only_here(panel)
    assert panel.model.rowCount() == 2
    assert not panel.nothing.elsewhere.isVisibleTo(panel)
    panel.view.setFocus()
    panel.decisions.keep()
    panel.decisions.keep()
    assert panel.model.rowCount() == 0
    assert panel.nothing.elsewhere.isVisible()
    assert panel.nothing.elsewhere.text() == "1 doubt in another dialogue"
    assert panel.nothing.elsewhere.hasFocus()
    click(panel.nothing.elsewhere)
    assert panel.model.rowCount() == 1
    panel.decisions.keep()
    assert not panel.nothing.elsewhere.isVisibleTo(panel), "none is left"
