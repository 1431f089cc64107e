from __future__ import annotations

from annotator.ui.command_palette.palette_entries import bookmarks
from annotator.ui.workspace.workspace import Workspace


def test_bookmarked_turns_are_found_and_gone_to(workspace: Workspace) -> None:
    assert list(bookmarks(workspace)) == []
    workspace.do(lambda project: project.marks.set([2, 6], "bookmark", on=True))
    first, second = bookmarks(workspace)
    assert (first.text, first.detail) == ("2 · B · I think so.", "Bookmark in Robots")
    assert first.key.startswith("bookmark:")
    second.run()
    assert (workspace.cursor.dialogue_id, workspace.cursor.turn_id) == (3, 6)
