"""A speaker's marker in the middle of a turn, where another one's words were swallowed: ``Bob: ``."""

from __future__ import annotations

import re
from typing import NamedTuple

_OPENS, _CLOSES = r"[\[(<（【]", r"[\])>）】]"
_MARKER = re.compile(
    rf"\s*{_OPENS}?\s*(?P<name>[^\W\d_][^:：,;.!?。！？，；\n\[\]()<>（）【】]{{0,39}}?)\s*{_CLOSES}?\s*[:：]\s*"
)
_MOST_WORDS = 3  # of a name


class Found(NamedTuple):
    """Whom a marker names, and how many characters it has."""

    name: str
    length: int


def marker_at(text: str, at: int) -> Found | None:
    """The marker that begins at a place of a text; None for none, or where nothing follows it."""
    found = _MARKER.match(text, at)
    if found is None or len(found["name"].split()) > _MOST_WORDS or not text[found.end() :].strip():
        return None
    return Found(" ".join(found["name"].split()), found.end() - at)


def likely_place(text: str) -> int:
    """Where a turn is probably to be split: before a marker, else behind a sentence."""
    for place in re.finditer(r"(?<=[.!?…”\"'])\s+|(?<=[。！？”])|\n+", text):
        if place.start() and marker_at(text, place.start()):
            return place.start()
    ends = [each.end() for each in re.finditer(r"[.!?…]+[”\"']?\s+|[。！？]+”?\s*|\n+", text)]
    inside = [end for end in ends if text[:end].strip() and text[end:].strip()]
    return min(inside, key=lambda end: abs(end - len(text) // 2)) if inside else len(text) // 2
