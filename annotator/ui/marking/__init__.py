"""Flags and bookmarks in the window: set, taken off, found again."""

from annotator.ui.marking.mark_commands import Bookmark, MarkCommands

__all__ = ["Bookmark", "MarkCommands"]
