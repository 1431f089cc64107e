"""Going to a turn wherever it is in the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.ui.workspace import Workspace


def go_to_turn(workspace: Workspace, turn_id: int) -> bool:
    """Make a turn the current one, in its dialogue; returns whether it is there.

    A filter that hides it is taken off.
    """
    if workspace.project is None:
        return False
    if turn_id not in workspace.turn_ids:
        found = workspace.project.turn_page([turn_id])
        if not found or found[0].dialogue_id not in workspace.dialogue_ids:
            return False
        if workspace.filter is not None:
            workspace.set_filter(None)
        if found[0].dialogue_id != workspace.dialogue_id:
            workspace.select_dialogue(found[0].dialogue_id)
    workspace.select_turn(turn_id)
    return workspace.turn_id == turn_id
