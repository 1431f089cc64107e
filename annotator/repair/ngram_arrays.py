"""Looks many n-grams of a table up at once, and sums runs of numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from annotator.repair.ngram_table import SCRAMBLE, NgramTable

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Found = NDArray[np.bool_]

_LOW, _HALF = np.uint64(0xFFFF), np.uint64(32)
_SECOND, _THIRD, _LOWER, _UPPER = np.uint64(14), np.uint64(28), np.uint32(0xFFFF), np.uint32(16)


class NgramArrays:
    """The table of n-grams as ``annotator.repair.ngram_table`` describes it."""

    def __init__(self, table: NgramTable) -> None:
        self._cells = np.frombuffer(table.cells, "<u4")
        self._segment, self._segments = np.uint64(table.segment), np.uint64(2 * table.segment)
        self._mask = np.uint64(table.segment - 1)
        self._reach = np.uint64(len(self._cells) - 2 * table.segment)

    def look(self, keys: Keys) -> tuple[NDArray[np.uint32], Found]:
        """The entries of those numbers of n-grams, and which of them are there."""
        z = keys * np.uint64(SCRAMBLE)
        z ^= z >> _HALF
        first = ((z >> _HALF) * self._reach) >> _HALF
        second = (first + self._segment) ^ ((z >> _SECOND) & self._mask)
        third = (first + self._segments) ^ ((z >> _THIRD) & self._mask)
        take = self._cells.take
        found = take(first.view(np.int64))
        found ^= take(second.view(np.int64))
        found ^= take(third.view(np.int64))
        return found & _LOWER, (found >> _UPPER) == (z & _LOW)


def run_starts(of: NDArray[np.int64] | Keys) -> Numbers:
    """Places where another number begins."""
    new = np.empty(len(of), dtype=np.bool_)
    new[:1] = True
    np.not_equal(of[1:], of[:-1], out=new[1:])
    return new.nonzero()[0]


def run_sizes(first: Numbers, count: int) -> Numbers:
    """How long runs are that begin there."""
    out = np.empty_like(first)
    np.subtract(first[1:], first[:-1], out=out[:-1])
    out[-1:] = count - first[-1:]
    return out


def run_log_sums(values: Floats, first: Numbers) -> Floats:
    """Logarithms of the sums of runs of values that begin there."""
    top = np.maximum.reduceat(values, first)
    each = run_sizes(first, len(values))
    out: Floats = top + np.log(np.add.reduceat(np.exp(values - np.repeat(top, each)), first))
    return out
