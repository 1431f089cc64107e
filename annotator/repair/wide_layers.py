"""Scores every candidate of a place after every history at once: on arrays, where there are many of both.

The numbers are those that ``LanguageModel.score`` gives, to the last bit: the same sums in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.repair.language_model import UNSEEN, Costs
from annotator.repair.ngram_table import BACKOFF_STEP, LOG_STEP, MULTIPLIER, SCRAMBLE, SEED, Table

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]

_LOW = np.uint64(0xFFFF)
_HALF = np.uint64(32)


class Scorer:
    """Looks many n-grams up in a table at a time. ``order`` is that of the longest."""

    def __init__(self, table: Table, order: int) -> None:
        self._cells = np.frombuffer(table.cells, "<u4")
        self._segment = np.uint64(table.segment)
        self._mask = np.uint64(table.segment - 1)
        self._reach = np.uint64(len(self._cells) - 2 * table.segment)
        self._order = order

    def scores(
        self, contexts: Sequence[tuple[int, ...]], costs: Sequence[Costs], numbers: Sequence[int]
    ) -> Scores:
        """The log probability of each number after each context, whose costs are given.

        Contexts hold token numbers, latest first, and are shorter than the order.
        """
        rows, columns, order = len(contexts), len(numbers), self._order
        tokens = np.zeros((rows, order), dtype=np.uint64)
        owed = np.zeros((rows, order + 1))
        for row, (context, cost) in enumerate(zip(contexts, costs, strict=True)):
            tokens[row, : len(context)] = context
            owed[row, : len(cost)] = cost
        lengths = np.fromiter(map(len, contexts), dtype=np.int64, count=rows)
        key = np.uint64(SEED * MULTIPLIER % 2**64) + np.array(numbers, dtype=np.uint64) + np.uint64(1)
        entry, there = self._look(key)
        # The lanes that are left: all pairs of a context and a number, while longer n-grams are there.
        row, column = (part.ravel() for part in np.mgrid[:rows, :columns])
        lane = there[column]
        found = np.zeros((order, rows * columns), dtype=np.int64)
        depth = np.zeros(rows * columns, dtype=np.int64)  # how many tokens the longest n-gram has
        at = np.flatnonzero(lane)
        found[0, at], depth[at] = entry[column[at]], 1
        keys = key[column]
        for step in range(1, order):
            at = at[lengths[row[at]] >= step]
            if not len(at):
                break
            keys[at] = keys[at] * np.uint64(MULTIPLIER) + tokens[row[at], step - 1] + np.uint64(1)
            entry, there = self._look(keys[at])
            at, entry = at[there], entry[there]
            found[step, at], depth[at] = entry, step + 1
        last = found[np.maximum(depth - 1, 0), np.arange(rows * columns)]
        logs = -LOG_STEP * (last >> 8) + owed[row, np.maximum(depth - 1, 0)]
        logs[depth == 0] = UNSEEN
        return Scores(logs.reshape(rows, columns), found, depth)

    def _look(self, keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        z = keys * np.uint64(SCRAMBLE)
        z ^= z >> _HALF
        first = ((z >> _HALF) * self._reach) >> _HALF
        second = (first + self._segment) ^ ((z >> np.uint64(14)) & self._mask)
        third = (first + self._segment * np.uint64(2)) ^ ((z >> np.uint64(28)) & self._mask)
        cells = self._cells
        found = cells[first] ^ cells[second] ^ cells[third]
        return (found & np.uint32(0xFFFF)).astype(np.int64), (found >> np.uint32(16)) == (z & _LOW)


class Scores:
    """Log probabilities by context and number, and the costs of the histories they make."""

    __slots__ = ("_depth", "_found", "logs")

    def __init__(self, logs: Floats, found: NDArray[np.int64], depth: NDArray[np.int64]) -> None:
        self.logs = logs
        self._found = found
        self._depth = depth

    @staticmethod
    def places(chosen: NDArray[np.bool_]) -> list[list[int]]:
        """Row and column of what is true, row by row."""
        out: list[list[int]] = np.argwhere(chosen).tolist()
        return out

    def costs(self, row: int, column: int) -> Costs:
        """The costs of the history of a context and the number behind it."""
        lane = row * self.logs.shape[1] + column
        total = 0.0
        out = []
        for found in self._found[: self._depth[lane], lane].tolist()[::-1]:
            total -= BACKOFF_STEP * ((found & 0xFF) - 20)
            out.append(total)
        return tuple(out[::-1])
