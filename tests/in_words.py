"""What an edit did, in English."""

from __future__ import annotations

from annotator.core.edit_sentences import sentence
from annotator.model import Changes, Edit, EditSummary


def in_words(what: Edit | Changes | EditSummary | None) -> str:
    """The sentence of an edit, of what an operation changed, or of a summary; "" for nothing."""
    summary = what.summary if isinstance(what, Edit | Changes) else what
    return "" if summary is None else sentence(summary)
