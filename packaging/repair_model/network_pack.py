"""Lays the network out behind the table of n-grams: matrices as bytes with a scale for every column."""

from __future__ import annotations

from typing import Any

import numpy as np


def laid_out(arrays: dict[str, np.ndarray]) -> tuple[dict[str, Any], bytes]:
    """Where each array begins and its shape, for the header of the file, and the bytes.

    Matrices are rounded to 8 bits: the largest number of each column becomes 127. Vectors
    stay as they are.
    """
    places: dict[str, Any] = {}
    out = bytearray()
    for name, array in arrays.items():
        places[name] = [len(out), *array.shape]
        if array.ndim == 2:
            scale = np.maximum(np.abs(array).max(axis=0), 1e-8).astype("<f4") / np.float32(127)
            out += scale.astype("<f4").tobytes() + np.rint(array / scale).astype("i1").tobytes()
        else:
            out += array.astype("<f4").tobytes()
        out += bytes(-len(out) % 64)
    return places, bytes(out)
