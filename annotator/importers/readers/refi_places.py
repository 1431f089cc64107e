"""How a program that wrote a REFI-QDA project counts characters: it does not say, and programs differ.

Some count code points and some UTF-16 units; for some a line break of two characters is one, and
the byte order mark none. That way is taken by which the most selections begin and end where words do and
hold what the file says of them.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotator.importers.utf16_offsets import Units

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Counting:
    """A way to count: UTF-16 units or code points, ``\\r\\n`` as two or one, with the mark or without."""

    utf16: bool
    pairs: bool
    mark: bool

    def text(self, raw: str) -> str:
        """The text without the mark, with ``\\n`` for every line break."""
        return raw.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")

    def point(self, raw: str, place: int) -> int:
        """The code point of :meth:`text` at a place that is counted so in the raw one."""
        counted = _counted(raw, self)
        if self.utf16:
            return _units(counted, self.pairs).point(place)
        place = max(0, min(place, len(counted)))
        # Between the two characters of a line break nothing can begin.
        shift = bisect.bisect_right(_breaks(counted), place) if self.pairs else 0
        return max(0, place - shift - counted.startswith(_MARK))


@lru_cache(maxsize=64)
def _counted(raw: str, how: Counting) -> str:
    text = raw if how.mark else raw.removeprefix(_MARK)
    return text if how.pairs else text.replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=64)
def _breaks(text: str) -> list[int]:
    """Where each line break of two characters is in its middle."""
    return [match.start() + 1 for match in re.finditer("\r\n", text)]


@lru_cache(maxsize=16)
def _units(text: str, pairs: bool) -> Units:
    return Units(text, breaks=pairs)


@dataclass(frozen=True, slots=True)
class Coded:
    """A raw text and the selections in it: from, to, and what the file says stands there."""

    raw: str
    places: Sequence[tuple[int, int, str]]


# Likeliest first: where nothing tells, all are the same for plain texts.
WAYS = tuple(
    Counting(utf16, pairs, mark)
    for mark in (False, True)
    for utf16 in (False, True)
    for pairs in (True, False)
)


def counting(texts: Sequence[Coded]) -> Counting:
    """The way by which selections fit best, the first of those that are equally good."""
    return max(WAYS, key=lambda way: sum(_fit(way, text) for text in texts))


def _fit(way: Counting, text: Coded) -> int:
    plain = way.text(text.raw)
    score = 0
    for start, end, name in text.places:
        first, last = way.point(text.raw, start), way.point(text.raw, end)
        said = plain[first:last]
        if name.strip() and _same(said, name):
            score += 8
        score += _edge(plain, first) + _edge(plain, last) + 2 * (said.strip() == said and bool(said))
    return score


def _same(said: str, name: str) -> bool:
    """Whether a selection holds what its name quotes, which may be cut short."""
    one, other = " ".join(said.split()), " ".join(name.rstrip(".… ").split())
    return bool(other) and (one == other or (len(other) > 3 and one.startswith(other)))


def _edge(text: str, place: int) -> int:
    """Whether a word begins or ends at a place."""
    before, after = text[max(0, place - 1) : place], text[place : place + 1]
    return int(before.isalnum() != after.isalnum())
