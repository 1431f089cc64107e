"""What somebody changed in a text, as the smallest stretches a reader would name. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from annotator.core.offset_mapping import Replacement

# Marks, joiners and tones of skin belong to the character before them, a joiner binds the next one too.
_BOUND = (
    "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
)
_WITHIN = re.compile(rf"[{_BOUND}]")
# Words of scripts that put blanks between them are one unit, everything else goes by character.
_UNIT = re.compile(
    rf"[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0010ffff]+[{_BOUND}]*|.(?:\u200d.|[{_BOUND}])*",
    re.DOTALL,
)
_MOST = 4_000_000  # pairs of units that are compared; beyond, one stretch covers all that differs


def differences(old: str, new: str) -> list[Replacement]:
    """The changes that lead from one text to another, in order, offset into the old one."""
    start, end, text = _trimmed(old, 0, len(old), new)
    if start == end and not text:
        return []
    one, other = _units(old[start:end]), _units(text)
    if len(one) * len(other) > _MOST:
        return [Replacement(start, end, text)]
    return list(_found(old, start, one, other))


def _found(old: str, at: int, one: list[str], other: list[str]) -> Iterator[Replacement]:
    places = [at]
    for unit in one:
        places.append(places[-1] + len(unit))
    for kind, low, high, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            text = "".join(other[first:last])
            yield Replacement(*_trimmed(old, places[low], places[high], text))


def _units(text: str) -> list[str]:
    return _UNIT.findall(text)


def _trimmed(old: str, start: int, end: int, text: str) -> tuple[int, int, str]:
    """Without what ``old[start:end]`` and the text share at their ends; characters stay whole."""
    before = old[start:end]
    most = min(len(before), len(text))
    head = next((at for at in range(most) if before[at] != text[at]), most)
    while head and any(_bound(each, head) for each in (before, text)):
        head -= 1
    most -= head
    tail = next((at for at in range(most) if before[-1 - at] != text[-1 - at]), most)
    while tail and any(_bound(each, len(each) - tail) for each in (before, text)):
        tail -= 1
    return start + head, end - tail, text[head : len(text) - tail]


def _bound(text: str, at: int) -> bool:
    """Whether the characters before and behind a place belong together."""
    if not 0 < at < len(text):
        return at < len(text) and _WITHIN.match(text[at]) is not None
    return _WITHIN.match(text[at]) is not None or text[at - 1] == "\u200d"
