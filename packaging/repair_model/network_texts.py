"""What the network learns from: the texts of the model, and sentences drawn from its word model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from annotator.repair import tokenizer

#: A character needs so many occurrences to be known.
_RARE, _RARE_SIGN = 4, 200
#: What a character of the corpora counts beside the others; those drawn from the word model, least.
WEIGHTS = {"news": 1.5, "reviews": 1.5, "sampled": 0.3, "office": 0.6, "dictionary": 0.7, "game-ja": 0.3}


@dataclass(frozen=True)
class Material:
    """What the network learns from: its tokens, the special ones first, and streams of their numbers."""

    characters: list[str]
    common: np.ndarray  # how often each occurs
    streams: list[np.ndarray]
    weights: list[float]


def material(texts: Mapping[str, str]) -> Material:
    """The material of tokenized texts by name (see ``counts.tokenized``), lines without Chinese left out."""
    kept = {
        name: "\ue000".join(line for line in text.split("\ue000") if tokenizer.HAN_OR_KANA.search(line))
        for name, text in texts.items()
    }
    counts: Counter[str] = Counter()
    for name, text in kept.items():
        weight = 0.25 if name == "sampled" else 1.0
        counts.update({char: weight * n for char, n in Counter(text).items()})  # type: ignore[arg-type]
    ranked = sorted(counts, key=lambda char: (-counts[char], char))
    special = ["\0", *sorted(tokenizer.SPECIAL, key=lambda char: tokenizer.SPECIAL[char])]
    known = [c for c in ranked if c not in tokenizer.SPECIAL and counts[c] >= _enough(c)]
    characters = special + known
    number = {char: at for at, char in enumerate(characters)}
    streams = [
        np.array([number.get(char, tokenizer.UNKNOWN) for char in text], dtype=np.int64)
        for text in kept.values()
    ]
    common = np.array([counts[char] + 1 for char in characters], dtype=np.float32)
    names = list(kept)
    weights = [
        len(stream) * next((w for begin, w in WEIGHTS.items() if name.startswith(begin)), 1.0)
        for name, stream in zip(names, streams, strict=True)
    ]
    return Material(characters, common, streams, weights)


def _enough(char: str) -> int:
    return _RARE if "\u2e80" <= char <= "\u9fff" or char >= "\uf900" else _RARE_SIGN
