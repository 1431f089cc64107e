"""The keys of turns: where a turn begins in what was imported.

A turn that begins where one began when its dialogue was imported has that turn's number (from 0):
``0f3a….1:12``. One that begins elsewhere (its turn was split there) says how many code points of
received text lie between the two beginnings: ``0f3a….1:12+48``, or ``:0-5`` before the first. So a key
stays the same whatever happens to other turns, and two people who split the same turn at the same place
get the same key (docs/decisions/0034-keys-of-turns-say-where-they-begin.md).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_KEY = re.compile(
    r"(?P<dialogue>.*):(?P<number>[0-9]{1,9})(?P<offset>[+-][1-9][0-9]{0,17})?", re.DOTALL | re.ASCII
)


class TurnPlace(NamedTuple):
    """Where a turn begins: so many code points of received text behind the beginning of an imported turn."""

    dialogue: str  # key
    number: int  # of the imported turn, from 0
    offset: int = 0


def turn_key(dialogue: str, number: int, offset: int = 0) -> str:
    """The key of a turn of the dialogue with that key."""
    return f"{dialogue}:{number}{offset:+d}" if offset else f"{dialogue}:{number}"


def place_of_key(key: str) -> TurnPlace | None:
    """What a key says; None for what is no key of a turn."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    return TurnPlace(found["dialogue"], int(found["number"]), int(found["offset"] or 0))
