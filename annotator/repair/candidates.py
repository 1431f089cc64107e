"""What a damaged character can have been: its known bytes with every way to fill in the lost ones."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import combinations, product

from annotator.repair.code_pages import needs

#: Kinds of characters that no text holds on purpose.
_UNLIKELY = frozenset({"Cn", "Co", "Cs", "Cc"})
_FORMAT = "\u200d\u200b\u200e\u200f\u2060"


@lru_cache(maxsize=20_000)
def candidates(known: bytes, lost: tuple[int, ...]) -> tuple[str, ...]:
    """Characters whose UTF-8 begins with the first of the ``known`` bytes and holds the others in order.

    The bytes between or behind them come from ``lost``.
    """
    wanted = needs(known[0])
    rest = known[1:]
    found = {}
    for places in combinations(range(wanted), len(rest)):
        filled = dict(zip(places, rest, strict=True))
        for tail in product(*[(filled[i],) if i in filled else lost for i in range(wanted)]):
            try:
                char = bytes([known[0], *tail]).decode()
            except UnicodeDecodeError:
                continue
            if char not in found and plausible(char):
                found[char] = True
    return tuple(found)


def plausible(char: str) -> bool:
    """Whether the character is one that texts are made of."""
    kind = unicodedata.category(char)
    return kind not in _UNLIKELY and (kind != "Cf" or char in _FORMAT)
