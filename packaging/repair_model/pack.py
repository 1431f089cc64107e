"""Lays the n-grams out as the table that ``annotator.repair.table`` reads in place."""

from __future__ import annotations

import numpy as np

from annotator.repair.table import BACKOFF_STEP, LOG_STEP, SCRAMBLE


def entries(key: np.ndarray, p: np.ndarray, backoff: np.ndarray) -> np.ndarray:
    scrambled = scramble(key)
    log = np.clip(np.rint(-np.log(p) / LOG_STEP), 0, 255).astype(np.uint32)
    bow = np.clip(np.rint(-backoff / BACKOFF_STEP) + 20, 0, 255).astype(np.uint32)
    return ((scrambled & np.uint64(0xFFFF)).astype(np.uint32) << np.uint32(16)) | (log << np.uint32(8)) | bow


def scramble(key: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        product = key * np.uint64(SCRAMBLE)
    return product ^ (product >> np.uint64(32))


def places(key: np.ndarray, size: int) -> np.ndarray:
    z = scramble(key)
    low = np.uint64(0xFFFFFFFF)
    parts = [(((z >> np.uint64(s)) & low) * np.uint64(size)) >> np.uint64(32) for s in (0, 16, 32)]
    return np.stack([(p + np.uint64(i * size)).astype(np.int64) for i, p in enumerate(parts)])


def table(key: np.ndarray, entry: np.ndarray) -> np.ndarray:
    """Cells such that the three of each key together give its entry. Raises ValueError on bad luck."""
    size = int(len(key) * 1.235 / 3) + 32
    where = places(key, size)
    cells = np.zeros(3 * size, dtype=np.uint32)
    degree = np.bincount(where.ravel(), minlength=3 * size)
    # The exclusive or of the numbers of the keys at a place names the key where only one is left.
    mixed = np.zeros(3 * size, dtype=np.int64)
    for row in where:
        np.bitwise_xor.at(mixed, row, np.arange(len(key)))
    waves: list[tuple[np.ndarray, np.ndarray]] = []
    done = np.zeros(len(key), dtype=bool)
    while True:
        single = np.flatnonzero(degree == 1)
        if not len(single):
            break
        names, first = np.unique(mixed[single], return_index=True)
        waves.append((names, single[first]))
        done[names] = True
        for row in where[:, names]:
            np.subtract.at(degree, row, 1)
            np.bitwise_xor.at(mixed, row, names)
    if not done.all():
        raise ValueError("the table cannot be laid out; give it a little more room")
    for names, own in reversed(waves):
        others = cells[where[0, names]] ^ cells[where[1, names]] ^ cells[where[2, names]]
        cells[own] = entry[names] ^ others
    return cells
