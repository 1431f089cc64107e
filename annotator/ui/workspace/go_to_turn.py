"""Going to a turn wherever it is in the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model import RepairStep
    from annotator.ui.workspace.workspace_state import WorkspaceState


def go_to_turn(workspace: WorkspaceState, turn_id: int) -> bool:
    """Make a turn the current one, in its dialogue; returns whether it is there.

    A filter that hides it is taken off.
    """
    if workspace.project is None:
        return False
    if turn_id not in workspace.cursor.turn_ids:
        found = workspace.project.turns.page([turn_id])
        if not found or workspace.cursor.row_of_dialogue(found[0].dialogue_id) is None:
            return False
        if workspace.cursor.filter is not None:
            workspace.cursor.set_filter(None)
        if found[0].dialogue_id != workspace.cursor.dialogue_id:
            workspace.cursor.select_dialogue(found[0].dialogue_id)
    workspace.cursor.select_turn(turn_id)
    return workspace.cursor.turn_id == turn_id


def number_of(workspace: WorkspaceState, turn_id: int) -> int | None:
    """The number that a turn has in its dialogue, from 1, whatever part of it the list shows."""
    found = workspace.project.turns.page([turn_id]) if workspace.project is not None else ()
    return found[0].position + 1 if found else None


def go_to_repair(workspace: WorkspaceState, turn_id: int, wanted: Callable[[RepairStep], bool]) -> bool:
    """Make a turn the current one and bring the first repair of its text that is ``wanted`` into sight,
    unfolding the turn as far as that takes; returns whether the turn is there."""
    if turn_id != workspace.cursor.turn_id and not go_to_turn(workspace, turn_id):
        return False
    from annotator.ui.turn_list.text_marks import marks_of  # noqa: PLC0415 - after the first paint
    from annotator.ui.workspace.cursor import TextRange  # noqa: PLC0415

    turn = workspace.cursor.turn()
    for mark in marks_of(turn) if turn is not None else ():
        if mark.step is not None and wanted(mark.step):
            workspace.cursor.place_wanted.emit(TextRange(turn_id, mark.start, mark.end))
            break
    return True
