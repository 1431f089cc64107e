"""Lays the n-grams out as the table that ``annotator.repair.ngram_table`` reads in place."""

from __future__ import annotations

import math

import numpy as np

from annotator.repair.ngram_table import BACKOFF_STEP, LOG_STEP, SCRAMBLE

#: Cells for every key; with less the layout fails.
ROOM = 1.127


def entries(key: np.ndarray, p: np.ndarray, backoff: np.ndarray) -> np.ndarray:
    scrambled = scramble(key)
    log = np.clip(np.rint(-np.log(p) / LOG_STEP), 0, 255).astype(np.uint32)
    bow = np.clip(np.rint(-backoff / BACKOFF_STEP) + 20, 0, 255).astype(np.uint32)
    return ((scrambled & np.uint64(0xFFFF)).astype(np.uint32) << np.uint32(16)) | (log << np.uint32(8)) | bow


def scramble(key: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        product = key * np.uint64(SCRAMBLE)
    return product ^ (product >> np.uint64(32))


def shape(count: int) -> tuple[int, int]:
    """Cells of a segment, a power of two, and of the whole table for so many keys."""
    segment = 1 << min(18, max(2, math.floor(math.log(count) / math.log(3.33) + 2.25)))
    return segment, (math.ceil(count * ROOM / segment) + 2) * segment


def places(key: np.ndarray, segment: int, size: int) -> np.ndarray:
    """The three cells of each key, as ``NgramTable`` finds them."""
    z = scramble(key)
    mask = np.uint64(segment - 1)
    first = ((z >> np.uint64(32)) * np.uint64(size - 2 * segment)) >> np.uint64(32)
    second = (first + np.uint64(segment)) ^ ((z >> np.uint64(14)) & mask)
    third = (first + np.uint64(2 * segment)) ^ ((z >> np.uint64(28)) & mask)
    return np.stack([first, second, third]).astype(np.int64)


def table(key: np.ndarray, entry: np.ndarray) -> tuple[int, np.ndarray]:
    """The segment's size, and cells such that the three of each key together give its entry.

    Raises ValueError on bad luck.
    """
    segment, size = shape(len(key))
    where = places(key, segment, size)
    cells = np.zeros(size, dtype=np.uint32)
    degree = np.bincount(where.ravel(), minlength=size)
    # The exclusive or of the numbers of the keys at a place names the key where only one is left.
    mixed = np.zeros(size, dtype=np.int64)
    for row in where:
        np.bitwise_xor.at(mixed, row, np.arange(len(key)))
    waves: list[tuple[np.ndarray, np.ndarray]] = []
    done = 0
    single = np.flatnonzero(degree == 1)
    while len(single):
        names, first = np.unique(mixed[single], return_index=True)
        waves.append((names, single[first]))
        done += len(names)
        touched = where[:, names]
        for row in touched:
            np.subtract.at(degree, row, 1)
            np.bitwise_xor.at(mixed, row, names)
        single = np.unique(touched[degree[touched] == 1])
    if done < len(key):
        raise ValueError("the table cannot be laid out; give it a little more room")
    for names, own in reversed(waves):
        others = cells[where[0, names]] ^ cells[where[1, names]] ^ cells[where[2, names]]
        cells[own] = entry[names] ^ others
    return segment, cells
