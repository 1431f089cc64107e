"""A table of n-grams that is one block of numbers: no objects, no parsing, looked up in place.

Every n-gram has a 64-bit number: from its last token to its first, the number so far times
``MULTIPLIER`` plus the token's plus one. Its entry is the exclusive or of three
cells at places that its number names; an entry holds 16 bits that tell it from strangers,
8 bits of log probability and 8 bits of back-off weight.
"""

from __future__ import annotations

from collections.abc import Sequence

MULTIPLIER = 0x9E3779B97F4A7C15
SEED = 0x51ED270B8D5F2A17
SCRAMBLE = 0xD6E8FEB86659FD93
MASK = 0xFFFFFFFFFFFFFFFF
#: Where the numbers of whole words start, which live in the same table.
WORD_SEED = 0x2545F4914F6CDD1D

#: Natural logarithms per step of the two stored bytes.
LOG_STEP = 0.1
BACKOFF_STEP = 0.05


def word_pair(first: int, second: int) -> int:
    """The number of two words, or of a pair and a third word."""
    return (first * SCRAMBLE + second * MULTIPLIER + WORD_SEED) & MASK


class NgramTable:
    """Looks n-grams up. ``cells`` are 32-bit numbers; the three of a key lie in neighbouring segments.

    ``segment`` is a power of two; there are two segments more than keys begin in, so that
    1.13 cells are enough for a key (a binary fuse filter, Graf and Lemire 2022).
    """

    __slots__ = ("_cells", "_mask", "_reach", "_segment", "cells", "segment")

    def __init__(self, cells: memoryview, segment: int) -> None:
        self.cells = self._cells = cells
        self.segment = self._segment = segment
        self._mask = segment - 1
        self._reach = len(cells) - 2 * segment

    def entry(self, key: int) -> int:
        """Log probability (upper byte) and back-off (lower byte) of an n-gram, -1 where it is not there."""
        z = (key * SCRAMBLE) & MASK
        z ^= z >> 32
        segment = self._segment
        mask = self._mask
        cells = self._cells
        first = ((z >> 32) * self._reach) >> 32
        found = (
            cells[first]
            ^ cells[(first + segment) ^ ((z >> 14) & mask)]
            ^ cells[(first + 2 * segment) ^ ((z >> 28) & mask)]
        )
        return found & 0xFFFF if found >> 16 == z & 0xFFFF else -1

    def entries(self, number: int, context: Sequence[int]) -> list[int]:
        """The entries of a token alone, and with ever more of what stands before it, while there are any.

        ``context`` holds token numbers, latest first. The same as asking :meth:`entry` for one
        after the other, which is done so often that the calls would take most of the time.
        """
        segment = self._segment
        mask = self._mask
        reach = self._reach
        cells = self._cells
        out = []
        key = (SEED * MULTIPLIER + number + 1) & MASK
        for earlier in (*context, -1):
            z = (key * SCRAMBLE) & MASK
            z ^= z >> 32
            first = ((z >> 32) * reach) >> 32
            found = (
                cells[first]
                ^ cells[(first + segment) ^ ((z >> 14) & mask)]
                ^ cells[(first + 2 * segment) ^ ((z >> 28) & mask)]
            )
            if found >> 16 != z & 0xFFFF:
                break
            out.append(found & 0xFFFF)
            key = (key * MULTIPLIER + earlier + 1) & MASK
        return out
