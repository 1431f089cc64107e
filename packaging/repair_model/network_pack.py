"""Lays the network out behind the table of n-grams: matrices as bytes with a scale for every column."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from network_texts import material

from annotator.repair import tokenizer

#: The parts attention is divided into.
HEADS = 4


def trained(texts: Mapping[str, str], file: Path | None) -> tuple[dict[str, np.ndarray], list[str]]:
    """Arrays of the network and its characters; trained on the texts, or read from a file of arrays."""
    learnt_from = material(texts)
    if file is None:
        from train_network import STEPS, train  # noqa: PLC0415  (torch is large)

        return train(learnt_from, STEPS), learnt_from.characters
    with np.load(file) as stored:
        arrays = dict(stored)
    if arrays["embedding"].shape[1] != len(learnt_from.characters):
        raise ValueError(f"{file} holds a network for other texts")
    return arrays, learnt_from.characters


def taken_from(model: Path, texts: Mapping[str, str]) -> tuple[dict[str, Any], bytes]:
    """What the header of a model says about its network, and the network's bytes.

    Raises ValueError where that network reads other characters than those of the texts.
    """
    data = model.read_bytes()
    end = 16 + int.from_bytes(data[8:16], "little")
    header = json.loads(data[16:end])
    if header["network"]["characters"] != "".join(material(texts).characters[tokenizer.FIRST_CHARACTER :]):
        raise ValueError(f"{model} holds a network for other texts")
    return header["network"], data[end + header["cells"] :]


def laid_out(arrays: Mapping[str, np.ndarray], characters: Sequence[str]) -> tuple[dict[str, Any], bytes]:
    """What the header of the file says about the network, and its bytes.

    They are read by ``annotator.repair.network_weights``.

    Matrices are rounded to 8 bits: the largest number of each column becomes 127. Vectors
    stay as they are.
    """
    places: dict[str, list[int]] = {}
    out = bytearray()
    for name, array in arrays.items():
        places[name] = [len(out), *array.shape]
        if array.ndim == 2:
            scale = np.maximum(np.abs(array).max(axis=0), 1e-8).astype("<f4") / np.float32(127)
            out += scale.astype("<f4").tobytes() + np.rint(array / scale).astype("i1").tobytes()
        else:
            out += array.astype("<f4").tobytes()
        out += bytes(-len(out) % 64)
    layers = sum(name.startswith("mixing") for name in arrays)
    header = {
        "arrays": places,
        "layers": layers,
        "heads": HEADS,
        "characters": "".join(characters[tokenizer.FIRST_CHARACTER :]),
    }
    return header, bytes(out)
