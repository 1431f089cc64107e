"""A word model counted in texts that are cut into words, for builds that may not use one made by others.

Words are cut by jieba, whose dictionary also tells words that the texts do not hold. Probabilities are
discounted by a constant and interpolated with those of shorter contexts.
"""

from __future__ import annotations

import importlib
import math
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from word_model import WordModel

_RUN = re.compile("[\u3400-\u9fff]+")
#: What is taken from every count, and how often pairs and triples must occur to be kept.
_DISCOUNT, _PAIRS, _TRIPLES = 0.7, 2, 3
#: The share of the dictionary in the probabilities of single words.
_DICTIONARY = 0.1
#: Parts of running text that the counts are gathered from, in words.
_PART = 4_000_000


def jieba(unpacked: Path) -> Any:
    """The unpacked package, with its dictionary loaded."""
    sys.path.insert(0, str(next((unpacked / "jieba").rglob("jieba/__init__.py")).parents[1]))
    module = importlib.import_module("jieba")
    module.setLogLevel(40)
    module.initialize()
    return module


class Counted:
    """Numbers of words, and how often one, two and three of them stand in a row; a weight for each text."""

    def __init__(self, cut: Any) -> None:
        self._cut = cut
        self.names: list[str] = [""]  # the border of a stretch of Chinese
        self._numbers: dict[str, int] = {"": 0}
        self._found: list[list[tuple[np.ndarray, np.ndarray]]] = [[], [], []]

    def add(self, lines: Iterable[str], weight: float) -> None:
        """Count the words of lines."""
        row: list[int] = [0]
        for line in lines:
            for run in _RUN.findall(line):
                for word in self._cut(run, HMM=False):
                    number = self._numbers.get(word)
                    if number is None:
                        number = self._numbers[word] = len(self.names)
                        self.names.append(word)
                    row.append(number)
                row.append(0)
            if len(row) > _PART:
                self._gather(row, weight)
                row = [0]
        self._gather(row, weight)

    def _gather(self, row: list[int], weight: float) -> None:
        ids = np.array(row, dtype=np.uint64)
        keys = ids
        for order in range(3):
            if order:
                keys = (keys[:-1] << np.uint64(20)) | ids[order:]
            inside = np.ones(len(keys), dtype=bool)
            for place in range(order + 1):
                inside &= ids[place : place + len(keys)] > 0
            key, count = np.unique(keys[inside], return_counts=True)
            self._found[order].append((key, count * weight))

    def totals(self, order: int) -> tuple[np.ndarray, np.ndarray]:
        """Keys of so many words in a row, rising, and how often each occurs."""
        key = np.concatenate([k for k, _ in self._found[order - 1]])
        count = np.concatenate([c for _, c in self._found[order - 1]])
        names, where = np.unique(key, return_inverse=True)
        return names, np.bincount(where, count)


def word_model(counted: Counted, dictionary: dict[str, float], simplified: dict[int, str]) -> WordModel:
    """The model of counted words; ``dictionary`` holds shares of words that the texts may lack."""
    names = [name.translate(simplified) for name in counted.names]
    one, one_count = counted.totals(1)
    two, two_count = counted.totals(2)
    three, three_count = counted.totals(3)
    share = np.zeros(len(names))
    share[one.astype(np.int64)] = one_count / one_count.sum()
    share *= 1 - _DICTIONARY
    for at, name in enumerate(names):
        share[at] += _DICTIONARY * dictionary.get(name, 0.0)
    first, last = _split(two)
    left_one = _left_over(first, two_count, len(names))
    p_two = _interpolated(two_count, first, len(names), left_one[first] * share[last])
    head = np.searchsorted(two, three >> np.uint64(20))
    mask = np.uint64((1 << 20) - 1)
    tail = np.searchsorted(two, (((three >> np.uint64(20)) & mask) << np.uint64(20)) | (three & mask))
    left_two = _left_over(head, three_count, len(two))
    p_three = _interpolated(three_count, head, len(two), left_two[head] * p_two[tail])
    out = WordModel()
    for at in np.flatnonzero(share > 0):
        out.one[names[at]] = math.log(share[at]), math.log(left_one[at])
    kept = np.flatnonzero(two_count >= _PAIRS)
    for at in kept:
        out.two[names[first[at]], names[last[at]]] = math.log(p_two[at]), math.log(left_two[at])
    enough = set(kept.tolist())
    for at in np.flatnonzero(three_count >= _TRIPLES):
        pair = head[at]
        if int(pair) in enough:
            words = names[first[pair]], names[last[pair]], names[int(three[at] & mask)]
            out.three[words] = math.log(p_three[at])
    for name, p in dictionary.items():
        out.one.setdefault(name, (math.log(_DICTIONARY * p), 0.0))
    return out


def _split(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    mask = np.uint64((1 << 20) - 1)
    return (pairs >> np.uint64(20)).astype(np.int64), (pairs & mask).astype(np.int64)


def _left_over(context: np.ndarray, count: np.ndarray, size: int) -> np.ndarray:
    """The share of each context that discounting leaves for what was not seen after it."""
    whole = np.bincount(context, count, minlength=size)
    taken = np.bincount(context, np.minimum(count, _DISCOUNT), minlength=size)
    return np.where(whole > 0, np.clip(taken / np.maximum(whole, 1e-12), 1e-4, 1.0), 1.0)


def _interpolated(count: np.ndarray, context: np.ndarray, size: int, lower: np.ndarray) -> np.ndarray:
    whole = np.bincount(context, count, minlength=size)
    return np.maximum(count - _DISCOUNT, 0.0) / whole[context] + lower
