"""Links in a note's text. They are plain text and nothing else, so every export has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_LINK = re.compile(r"(?<![0-9A-Za-z_#&])[#＃]([0-9]{1,9})(?![0-9A-Za-z_])")


@dataclass(frozen=True, slots=True)
class Link:
    """``#12`` at ``[start, end)`` of a text (code points); ``number`` counts turns from 1."""

    start: int
    end: int
    number: int


def links_in(text: str) -> tuple[Link, ...]:
    """The links of a text, in order; numbers count from 1, so ``#0`` is none."""
    found = (Link(match.start(), match.end(), int(match[1])) for match in _LINK.finditer(text))
    return tuple(link for link in found if link.number > 0)


def renumbered(text: str, now: Callable[[int], int]) -> str:
    """A text with the numbers in its links that ``now`` makes of theirs; the same number stays as written."""
    parts, at = [], 0
    for link in links_in(text):
        number = now(link.number)
        if number != link.number:
            parts += [text[at : link.start + 1], str(number)]
            at = link.end
    return "".join([*parts, text[at:]])
