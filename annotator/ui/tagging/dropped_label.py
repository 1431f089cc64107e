"""Labels that are dropped on turns, or on words of one: given, and never taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from annotator.ui.tagging.bulk_edits import A_SCREEN
from annotator.ui.tagging.facet_answers import LabelGiven
from annotator.ui.tagging.last_tag import Last

if TYPE_CHECKING:
    from annotator.model import Changes
    from annotator.ui.workspace.cursor import TextRange
    from annotator.ui.workspace.workspace import Workspace


def scope_of_label(workspace: Workspace, key: str) -> Literal["turn", "span", ""]:
    """What a label can be dropped on; "" for one about dialogues or retired, and where nothing may change."""
    try:
        label = workspace.codebook.label(key)
        facet = workspace.codebook.facet(label.facet)
    except KeyError:
        return ""
    if label.retired or facet.retired or facet.scope == "dialogue" or not workspace.writable:
        return ""
    return facet.scope


def give_dropped(workspace: Workspace, key: str, words: TextRange | None = None) -> Changes | None:
    """Give a label to the selected turns, or to some words of one.

    Whoever drops a label has said on what, so there is no moving on: strength and doubt are the same turn's.
    """
    try:
        label = workspace.codebook.label(key)
        facet = workspace.codebook.facet(label.facet)
    except KeyError:
        return None
    workspace.set_facet(facet.key)
    if words is not None:
        toward = workspace.target if facet.targeted else None
        return workspace.do(
            lambda project: project.tags.add_span(words.turn_id, words.start, words.end, key, target=toward)
        )
    ids = list(workspace.cursor.selection)
    if len(ids) > A_SCREEN:
        return workspace.tagging.apply_label(key)  # which asks
    if not ids:
        return None
    target = workspace.target_in_hand() if facet.targeted else None
    changes = workspace.do(
        lambda project: project.tags.add(ids, key, target=target.key if target is not None else None)
    )
    if changes is not None:
        workspace.tagging.last = Last(
            facet.key, key, workspace.cursor.turn_id if workspace.cursor.turn_id is not None else ids[-1]
        )
        if changes.turns:
            workspace.tagging.answered.emit(LabelGiven(label, tuple(ids)))
    return changes
