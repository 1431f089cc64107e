"""Where characters of a turn's text come to lie when its repair steps change. Pure functions.

Offsets are code points. A step replaces ``received[start:end]`` by its text; a stretch says
that ``[old_start, old_end)`` of the former text has become ``[start, end)`` of the new one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple


class Replacement(NamedTuple):
    """The part of a repair step that makes the text."""

    start: int
    end: int
    text: str


class ChangedStretch(NamedTuple):
    """A changed part of the text, before and after."""

    old_start: int
    old_end: int
    start: int
    end: int


class Places:
    """Stretches that do not overlap, in any order; answers whether another one has room among them."""

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        self._places = sorted(places)

    def free(self, start: int, end: int) -> bool:
        """Whether none shares a character with ``[start, end)`` or is that same empty place."""
        at = bisect_left(self._places, (start, end))
        near = self._places[max(at - 1, 0) : at + 1]
        return not any((start < high and low < end) or (start, end) == (low, high) for low, high in near)


def replaced(received: str, steps: Iterable[Replacement], start: int = 0, end: int | None = None) -> str:
    """The text that ordered steps make of ``received[start:end]``, in which they lie."""
    parts = []
    for step in steps:
        parts += [received[start : step.start], step.text]
        start = step.end
    parts.append(received[start:end])
    return "".join(parts)


def changed(
    received: str, before: Sequence[Replacement], after: Sequence[Replacement]
) -> list[ChangedStretch]:
    """What differs between the texts that two lists of ordered steps make, in order."""
    stretches: list[ChangedStretch] = []
    old_shift = shift = 0
    for low, high, old_steps, steps in _clusters(before, after):
        old, new = (replaced(received, each, low, high) for each in (old_steps, steps))
        if old != new:
            head, tail = _alike(old, new)
            stretches.append(
                ChangedStretch(
                    low + old_shift + head,
                    low + old_shift + len(old) - tail,
                    low + shift + head,
                    low + shift + len(new) - tail,
                )
            )
        old_shift += len(old) - (high - low)
        shift += len(new) - (high - low)
    return stretches


def _alike(one: str, other: str) -> tuple[int, int]:
    """How many characters two texts share at their beginning, and at the rest's end."""
    most = min(len(one), len(other))
    head = next((at for at in range(most) if one[at] != other[at]), most)
    most -= head
    return head, next((at for at in range(most) if one[-1 - at] != other[-1 - at]), most)


def back(stretches: Iterable[ChangedStretch]) -> list[ChangedStretch]:
    """The way from the new text to the former one."""
    return [ChangedStretch(start, end, old_start, old_end) for old_start, old_end, start, end in stretches]


def _clusters(
    before: Sequence[Replacement], after: Sequence[Replacement]
) -> list[tuple[int, int, list[Replacement], list[Replacement]]]:
    """The steps of both lists that share received characters, together, with where they lie."""
    found: list[tuple[int, int, list[Replacement], list[Replacement]]] = []
    ranked = chain(((step, False) for step in before), ((step, True) for step in after))
    for step, later in sorted(ranked, key=lambda each: (each[0].start, each[0].end, each[1])):
        low, high = found[-1][:2] if found else (-1, -1)
        if step.start < high or (step.start == step.end == low == high):
            *_, old_steps, steps = found.pop()
        else:
            low, high, old_steps, steps = step.start, step.end, [], []
        (steps if later else old_steps).append(step)
        found.append((low, max(high, step.end), old_steps, steps))
    return found


class Moves:
    """Takes spans of the former text to the new one."""

    def __init__(self, stretches: Sequence[ChangedStretch], length: int) -> None:
        self._stretches = stretches
        self._starts = [stretch.old_start for stretch in stretches]
        self._length = length  # of the new text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters of a span are now.

        A span that ends inside of a changed stretch takes all of it. One whose characters are
        all gone takes the character that follows, or the one before, and is only empty where
        the text is.
        """
        low, high = self._start(start), self._end(end)
        if low >= high:
            high = min(low + 1, self._length)
            low = min(low, max(high - 1, 0))
        return low, high

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Like :meth:`span` for a place that may be empty."""
        low = self._start(start)
        return low, max(low, self._end(end))

    def _last(self, offset: int) -> ChangedStretch | None:
        """The last stretch that begins at an offset or before it."""
        at = bisect_right(self._starts, offset)
        return self._stretches[at - 1] if at else None

    def _start(self, offset: int) -> int:
        stretch = self._last(offset)
        if stretch is None:
            return offset
        if offset >= stretch.old_end:
            return offset - stretch.old_end + stretch.end
        return self._inside(stretch, offset, stretch.start)

    def _end(self, offset: int) -> int:
        at = bisect_left(self._starts, offset)
        if not at:
            return offset
        stretch = self._stretches[at - 1]
        if offset >= stretch.old_end:
            return offset - stretch.old_end + stretch.end
        return self._inside(stretch, offset, stretch.end)

    @staticmethod
    def _inside(stretch: ChangedStretch, offset: int, otherwise: int) -> int:
        """Character by character where there are as many as before."""
        if stretch.end - stretch.start == stretch.old_end - stretch.old_start:
            return offset - stretch.old_start + stretch.start
        return otherwise


_AROUND_NAMES = " \t\n\u3000[]【】［］()（）<>＜＞:：*_#-•–—"


def renamed(name: str, before: str, after: str, stretches: Sequence[ChangedStretch]) -> str:
    """A speaker's name after the marker it stands in has changed by these stretches.

    The new name is what stands between the signs that the old one stood between; where they
    changed too, it is what its characters have become. A marker that does not hold the name, or
    would name nobody, leaves it as it is.
    """
    words = r"\s+".join(map(re.escape, name.split()))
    found = list(re.finditer(rf"(?<![A-Za-z0-9_]){words}(?![A-Za-z0-9_])", before)) if words else []
    if not found:
        return name
    start, end = found[-1].span()
    behind = len(before) - end
    if start + behind <= len(after) and after[:start] == before[:start] and after.endswith(before[end:]):
        new = after[start : len(after) - behind]
    else:
        low, high = Moves(stretches, len(after)).place(start, end)
        new = after[low:high].strip(_AROUND_NAMES)
    return " ".join(new.split()) or name
