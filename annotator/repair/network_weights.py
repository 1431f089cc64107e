"""Reads the network's weights from the model file: bytes with a scale for every column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from annotator.repair import tokenizer
from annotator.repair.language_model import LanguageModel, NetworkPart
from annotator.repair.network import Block, Floats, Network

_BLOCK = ("before", "mixing", "mixed", "between", "widening", "narrowing")


@cache
def network_of(model: LanguageModel) -> Network | None:
    """The network of a model, None where its file holds none. Read once, when first asked for."""
    return None if model.network is None else read(model.network)


def read(part: NetworkPart) -> Network:
    """The network in a part of a model file.

    The header tells its ``characters``, ``heads``, ``layers``, and of each array (``arrays``)
    where it begins and its shape.
    """
    header = part.header
    arrays = {name: _array(part.block, place) for name, place in header["arrays"].items()}
    layers = [Block(*(arrays[f"{name}{i}"] for name in _BLOCK)) for i in range(header["layers"])]
    numbers = {char: i for i, char in enumerate(header["characters"], tokenizer.FIRST_CHARACTER)}
    return Network(arrays["embedding"].T.copy(), layers, arrays, header["heads"], numbers | tokenizer.SPECIAL)


def _array(block: memoryview, place: Sequence[int]) -> Floats:
    start, *shape = place
    if len(shape) == 1:
        return np.frombuffer(block, "<f4", shape[0], start).astype(np.float32)
    rows, columns = shape
    scale = np.frombuffer(block, "<f4", columns, start)
    steps = np.frombuffer(block, "i1", rows * columns, start + 4 * columns).reshape(rows, columns)
    out: Floats = steps.astype(np.float32) * scale
    return out
