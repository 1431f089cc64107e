"""What a test says in a word where a person presses a key of the label menu, or types a note."""

from __future__ import annotations

from annotator.model import Changes
from annotator.ui.workspace.workspace import Workspace


def press_label(workspace: Workspace, key: str) -> bool:
    """Give the active facet's label that has this one-character key; False where none has."""
    facet = workspace.active_facet()
    found = [one for one in (facet.labels if facet is not None else ()) if one.shortcut == key]
    for label in found:
        workspace.tagging.apply_label(label.key)
    return bool(found)


def write_note(workspace: Workspace, text: str) -> Changes | None:
    """Write the note of the selected turns; an empty text removes it."""
    ids = list(workspace.cursor.selection)
    return workspace.do(lambda project: project.tags.write(ids, "note", text.strip())) if ids else None
