"""Where characters and words end in a turn's text. Offsets are UTF-16 units, as Qt counts.

Qt knows the characters that people see and the words of most scripts; Chinese words come from
the program's own segmenter, because Qt ends a word at every Han character.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from PySide6.QtCore import QTextBoundaryFinder

from annotator.ui.turn_list.utf16_offsets import Offsets

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_FAR = 4_000  # characters around the place that are cut into words: a very long turn need not be cut whole


def next_character(text: str, unit: int) -> int:
    """The end of the character that begins at an offset; the end of the text stays."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    finder.setPosition(unit)
    found = finder.toNextBoundary()
    return unit if found < 0 else found


def previous_character(text: str, unit: int) -> int:
    """The start of the character that ends at an offset; the start of the text stays."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    finder.setPosition(unit)
    found = finder.toPreviousBoundary()
    return max(0, found)


def word_around(text: str, unit: int) -> tuple[int, int]:
    """Start and end of the word (or of the space or sign) that the character at an offset belongs to."""
    base, part, offsets = _part(text, unit)
    inside = min(unit - base, offsets.units)
    starts = _edges(part)
    at = max(0, bisect_right(starts, inside) - 1)
    end = starts[at + 1] if at + 1 < len(starts) else offsets.units
    return base + starts[at], base + end


def next_word(text: str, unit: int) -> int:
    """The end of the word in which or before which an offset stands."""
    base, part, offsets = _part(text, unit)
    edges = [*_edges(part), offsets.units]
    for start, end in itertools.pairwise(edges):
        if base + end > unit and _is_word(part, offsets, start, end):
            return base + end
    return base + offsets.units


def previous_word(text: str, unit: int) -> int:
    """The start of the word in which or after which an offset stands."""
    base, part, offsets = _part(text, unit)
    edges = [*_edges(part), offsets.units]
    for start, end in reversed(list(itertools.pairwise(edges))):
        if base + start < unit and _is_word(part, offsets, start, end):
            return base + start
    return base


def _is_word(part: str, offsets: Offsets, start: int, end: int) -> bool:
    return any(char.isalnum() for char in part[offsets.point(start) : offsets.point(end)])


def _part(text: str, unit: int) -> tuple[int, str, Offsets]:
    """The text around an offset: where it begins, and how it is counted."""
    if len(text) <= 2 * _FAR:
        return 0, text, Offsets(text)
    whole = Offsets(text)
    here = whole.point(unit)
    first = max(0, text.rfind("\n", 0, max(0, here - _FAR)) + 1, here - 2 * _FAR)
    part = text[first : here + _FAR]
    return whole.unit(first), part, Offsets(part)


@lru_cache(maxsize=8)
def _edges(text: str) -> tuple[int, ...]:
    """Where words begin (and what stands between them), in order, from 0."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    edges = {0}
    while (found := finder.toNextBoundary()) >= 0:
        edges.add(found)
    offsets = Offsets(text)
    edges.discard(offsets.units)
    ordered = sorted(edges | {0})
    runs = list(_HAN.finditer(text))
    if runs:
        from annotator.language.chinese_words import han_words  # noqa: PLC0415 - only where there is Chinese

        words = iter(han_words([run.group() for run in runs]))
        for run in runs:
            start, end = offsets.unit(run.start()), offsets.unit(run.end())
            kept = [*ordered[: bisect_left(ordered, start)], start]
            at = run.start()
            while (at := at + len(next(words))) < run.end():
                kept.append(offsets.unit(at))
            ordered = kept + ordered[bisect_left(ordered, end) :] if end < offsets.units else kept
            if end < offsets.units and ordered[len(kept) : len(kept) + 1] != [end]:
                ordered.insert(len(kept), end)
    return tuple(ordered)
