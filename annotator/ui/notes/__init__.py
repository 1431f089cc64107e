"""Notes that point to other turns: ``#12`` is turn 12 of the same dialogue."""

from annotator.core.note_links import Link, links_in

__all__ = ["Link", "links_in"]
