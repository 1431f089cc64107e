"""Where a tagged span comes to lie when the text under it changes."""

from __future__ import annotations

from annotator.store.follow_steps import _moved
from annotator.store.log_rows import TagRow


def row(start: int, end: int) -> TagRow:
    return TagRow(1, "passage", 1, "passage.joke", start=start, end=end, annotator="a")


def test_a_span_goes_back_to_where_it_was_if_the_text_reaches_so_far() -> None:
    assert _moved(row(0, 2), (), 9, {"end": (2, 7)}) == (0, 7, True)
    assert _moved(row(0, 2), (), 5, {"end": (2, 7)})[:2] == (0, 2), "the text is too short for that by now"
    assert _moved(row(0, 3), (), 9, {"end": (2, 7)})[:2] == (0, 3), "somebody moved it since"
    assert _moved(row(0, 2), (), 9, {})[:2] == (0, 2)
