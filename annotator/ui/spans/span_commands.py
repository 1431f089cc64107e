"""What a person does with spans: the verbs of the active facet where that is about words inside a turn.

They act on the text that is selected in the list (``workspace.cursor.text``). Where only a caret
stands, changing acts on the shortest span around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from annotator.model import Changes, Facet, Label, Tag
    from annotator.store import Project
    from annotator.ui.workspace.workspace_state import WorkspaceState

_MODERATE = 2  # what an intensity nobody gave counts as when it is made weaker or stronger


def about_spans(workspace: WorkspaceState) -> bool:
    """Whether the active facet is about spans."""
    facet = workspace.active_facet()
    return facet is not None and facet.scope == "span"


def span_facets(workspace: WorkspaceState) -> tuple[Facet, ...]:
    """The facets of the codebook that are about spans and in use."""
    return tuple(x for x in workspace.codebook.facets if x.scope == "span" and not x.retired)


def own_spans(workspace: WorkspaceState, facet: str = "") -> list[Tag]:
    """The annotator's tags on spans of the current turn, of one facet or of all, in order."""
    turn = workspace.cursor.turn()
    if turn is None or workspace.project is None:
        return []
    me = workspace.project.annotator.key
    found = [
        tag for tag in turn.tags if tag.annotator == me and tag.start is not None and facet in {"", tag.facet}
    ]
    return sorted(found, key=lambda tag: (tag.start or 0, -(tag.end or 0), tag.key))


def give(workspace: WorkspaceState, label: Label) -> Changes | None:
    """Give a label to the selected text; where the text has it already, take it off."""
    text = workspace.cursor.text
    if text is None or text.start == text.end or text.turn_id != workspace.cursor.turn_id:
        say_how(workspace)
        return None
    facet = workspace.codebook.facet(label.facet)
    here = [
        tag.key
        for tag in own_spans(workspace, facet.key)
        if (tag.start, tag.end, tag.label) == (text.start, text.end, label.key)
    ]
    if here:
        return workspace.do(lambda project: project.tags.remove(here))
    target = workspace.target if facet.targeted else None
    return workspace.do(
        lambda project: project.tags.add_span(text.turn_id, text.start, text.end, label.key, target=target)
    )


def give_new(workspace: WorkspaceState, facet: str, name: str) -> Changes | None:
    """Add a label of that name (or take the one there is) and give it to the selected text."""
    text = workspace.cursor.text
    if text is None or text.start == text.end:
        return None
    added: list[str] = []

    def add(project: Project) -> object:
        label, changes = project.codebook.add_label(facet, name)
        added.append(label.key)
        return changes

    def tag(project: Project) -> object:
        return project.tags.add_span(text.turn_id, text.start, text.end, added[0])

    return workspace.do(lambda project: project.together([add, tag]))


def chosen(workspace: WorkspaceState) -> list[Tag]:
    """The tags of the active facet on exactly the selected text, or on the shortest span around the caret."""
    text = workspace.cursor.text
    if text is None:
        return []
    tags = own_spans(workspace, workspace.facet)
    if text.start < text.end:
        return [tag for tag in tags if (tag.start, tag.end) == (text.start, text.end)]
    around = [tag for tag in tags if (tag.start or 0) <= text.start <= (tag.end or 0)]
    return sorted(around, key=lambda tag: (tag.end or 0) - (tag.start or 0))[:1]


def clear(workspace: WorkspaceState) -> Changes | None:
    """Take the tags off the chosen span."""
    keys = [tag.key for tag in chosen(workspace)]
    if not keys:
        _say_none(workspace)
        return None
    return workspace.do(lambda project: project.tags.remove(keys))


def remove(workspace: WorkspaceState, key: str) -> Changes | None:
    """Take one tag off."""
    return workspace.do(lambda project: project.tags.remove([key]))


def may_resize(workspace: WorkspaceState, tag: Tag) -> bool:
    """Whether the ends of a span may be drawn to other places: those of the annotator's own."""
    return (
        workspace.writable
        and workspace.project is not None
        and tag.annotator == workspace.project.annotator.key
    )


def resize(workspace: WorkspaceState, key: str, start: int, end: int) -> Changes | None:
    """Let a span of the current turn begin and end elsewhere; where it is gone by now, nothing happens."""
    if key not in {tag.key for tag in own_spans(workspace)}:
        return None
    return workspace.do(lambda project: project.tags.move_span(key, start, end))


def relabel(workspace: WorkspaceState, key: str, label: str) -> Changes | None:
    """Give the tag of that key another label."""
    return workspace.do(lambda project: project.tags.relabel(key, label))


def toggle_uncertain(workspace: WorkspaceState) -> Changes | None:
    """Mark the tags of the chosen span as uncertain, or as certain again."""
    tags = chosen(workspace)
    if not tags:
        _say_none(workspace)
        return None
    uncertain = not all(tag.uncertain for tag in tags)
    return workspace.do(lambda project: project.tags.change([x.key for x in tags], uncertain=uncertain))


def change_intensity(workspace: WorkspaceState, steps: int) -> Changes | None:
    """Make the tags of the chosen span weaker (-1) or stronger (+1)."""
    facet = workspace.active_facet()
    tags = chosen(workspace)
    if not tags or facet is None:
        _say_none(workspace)
        return None
    if not facet.intensity:
        text = QCoreApplication.translate("Spans", "Tags of {facet} have no intensity.")
        workspace.inform(text.format(facet=facet.name))
        return None
    value = max(1, min((tags[0].intensity or _MODERATE) + steps, 3))
    return workspace.do(lambda project: project.tags.change([x.key for x in tags], intensity=value))


def say_how(workspace: WorkspaceState) -> None:
    """Say how words are selected."""
    workspace.inform(
        QCoreApplication.translate("Spans", "Select words in the turn first: with the mouse, or after F2.")
    )


def _say_none(workspace: WorkspaceState) -> None:
    workspace.inform(QCoreApplication.translate("Spans", "The selected words have no tag of this facet."))
