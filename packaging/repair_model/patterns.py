"""What each code page makes of each character: which characters look alike once bytes are lost."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from annotator.repair.code_pages import CONTINUATION, SOFT_HYPHEN, character_table

#: The pages that programs misread UTF-8 under; those at the front are met most.
COMMON = ("windows-1252", "windows-1254", "windows-1250", "windows-1253", "windows-1257")
SELDOM = ("windows-1255", "windows-1256", "windows-1258", "windows-874")
#: Pages whose C1 controls some programs drop.
WITHOUT_CONTROLS = ("latin-1", "iso-8859-15", "iso-8859-2", "iso-8859-7")
#: Made-up pages, so that the network learns to work with any, and how many bytes they lose.
_MADE_UP, _SIZES = 120, (4, 6, 8, 10, 12, 16, 20, 24, 32)


def lost_bytes(page: str, *, controls: bool = False) -> frozenset[int]:
    """The continuation bytes that get lost under the page, with its C1 controls where they are dropped."""
    table = character_table(page)
    return frozenset(
        byte
        for byte in CONTINUATION
        if not table[byte - 0x80]
        or (byte == SOFT_HYPHEN and table[byte - 0x80] == "\xad")
        or (controls and table[byte - 0x80] <= "\x9f")
    )


def groups(characters: Sequence[str], lost: frozenset[int]) -> np.ndarray:
    """For each character the number of its group, -1 where it loses nothing.

    Characters are in one group if the bytes that are left of them are the same. Letters of
    two bytes are left out: they are judged as they are spelt.
    """
    numbers: dict[tuple[int, bytes], int] = {}
    out = np.full(len(characters), -1, dtype=np.int64)
    for at, char in enumerate(characters):
        lead, *rest = char.encode("utf-8", "surrogatepass")
        kept = bytes(byte for byte in rest if byte not in lost)
        if len(rest) > 1 and len(kept) < len(rest) and not "\ue000" <= char <= "\uf8ff":
            out[at] = numbers.setdefault((lead, kept), len(numbers))
    return out


def kinds(characters: Sequence[str], seed: int) -> tuple[list[np.ndarray], ...]:
    """The groups under common pages, seldom ones, pages without controls, and made-up ones."""
    rng = random.Random(seed)
    made_up = [frozenset(rng.sample(list(CONTINUATION), rng.choice(_SIZES))) for _ in range(_MADE_UP)]
    return (
        [groups(characters, lost_bytes(page)) for page in COMMON],
        [groups(characters, lost_bytes(page)) for page in SELDOM],
        [groups(characters, lost_bytes(page, controls=True)) for page in WITHOUT_CONTROLS],
        [groups(characters, lost) for lost in made_up],
    )
