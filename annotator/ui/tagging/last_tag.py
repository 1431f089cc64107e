"""The tag that was given last: what "the same again" means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model import Tag
    from annotator.ui.workspace.workspace_state import WorkspaceState


@dataclass(frozen=True, slots=True)
class Last:
    """A label, its facet, and the turn it was given to (the last one, of several)."""

    facet: str
    label: str
    turn_id: int


def tag_of(workspace: WorkspaceState, last: Last) -> Tag | None:
    """The tag as it is now: how strong it is and how sure may have been said after it was given."""
    project = workspace.project
    if project is None:
        return None
    me = project.annotator.key
    for turn in project.turns.page([last.turn_id]):
        for tag in turn.tags:
            if (tag.facet, tag.label, tag.annotator, tag.start) == (last.facet, last.label, me, None):
                return tag
    return None
