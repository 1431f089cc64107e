"""The turns of the list from one of them on, read a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.model import Turn
    from annotator.ui.workspace.workspace_state import WorkspaceState

_FIRST, _MOST = 32, 2_000  # turns read at once: few at first, because the next one is often near


def outward(workspace: WorkspaceState, turn_id: int, *, backwards: bool = False) -> Iterator[Turn]:
    """The turns of the list after this one, or before it from near to far."""
    ids = workspace.cursor.turn_ids
    row = workspace.cursor.row_of(turn_id)
    if workspace.project is None or row is None:
        return
    size = _FIRST
    while True:
        page = ids[max(0, row - size) : row] if backwards else ids[row + 1 : row + 1 + size]
        if not len(page):
            return
        found = workspace.project.turns.page(page)
        yield from reversed(found) if backwards else found
        row += -len(page) if backwards else len(page)
        size = min(size * 2, _MOST)
