"""Counts character n-grams in texts and in sequences of words.

An n-gram is known by a 64-bit number made of its characters from the last to the first, so
that its number grows leftwards: the number of ``bc`` is a step on the way to that of ``abc``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from annotator.repair import tokenizer
from annotator.repair.ngram_table import MULTIPLIER, SEED

ORDER = 6
#: What a line of the heaviest texts weighs: what counts no more was met once.
HEAVIEST = 2.0


@dataclass
class Grams:
    """Arrays: number of each n-gram, of its context (all but the last), of its suffix, its counts."""

    key: np.ndarray
    context: np.ndarray
    suffix: np.ndarray
    text: np.ndarray
    words: np.ndarray


class Vocabulary:
    """Numbers of characters; the frequent ones have small numbers, rare ones none."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        self.number = {c: i for i, c in enumerate(characters, tokenizer.FIRST_CHARACTER)} | tokenizer.SPECIAL
        table = np.zeros(0x110000, dtype=np.uint64)
        for char, number in self.number.items():
            table[ord(char)] = number
        self._table = table

    def encode(self, text: str) -> np.ndarray:
        return self._table[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]


def tokenized(lines: Iterable[str], simplified: dict[int, str]) -> str:
    """The lines as one string of tokens."""
    out = []
    for line in lines:
        if tokenizer.HAN_OR_KANA.search(line):
            out.append(tokenizer.collapsed(line).translate(simplified))
        else:
            out.append(tokenizer.plain(line))
    return "\ue000" + "\ue000".join(out) + "\ue000"


def vocabulary(texts: list[str], words: Iterable[str], at_least: int) -> Vocabulary:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    for word in words:
        for char in word:
            counts[char] += 1
    special = set(tokenizer.SPECIAL)
    kept = [c for c, n in counts.items() if n >= at_least and c not in special]
    kept.sort(key=lambda c: (-counts[c], c))
    return Vocabulary("".join(kept[: 65535 - tokenizer.FIRST_CHARACTER]))


def extend(key: np.ndarray, char: np.ndarray) -> np.ndarray:
    """Numbers of the n-grams one character longer to the left."""
    with np.errstate(over="ignore"):
        return key * np.uint64(MULTIPLIER) + char + np.uint64(1)


def start(char: np.ndarray) -> np.ndarray:
    return extend(np.full(len(char), SEED, dtype=np.uint64), char)


def of_text(ids: np.ndarray, order: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Key, context and suffix of every n-gram of a token stream; none runs across a boundary."""
    key = start(ids[order - 1 :])
    suffix = np.zeros_like(key)
    for back in range(1, order):
        suffix = key
        key = extend(key, ids[order - 1 - back : len(ids) - back])
    context = np.zeros_like(key)
    if order > 1:
        context = start(ids[order - 2 : len(ids) - 1])
        for back in range(1, order - 1):
            context = extend(context, ids[order - 2 - back : len(ids) - 1 - back])
    inside = np.ones(len(key), dtype=bool)
    for place in range(1, order - 1):
        inside &= ids[place : place + len(key)] != tokenizer.BOUNDARY
    # Strangers are many different characters and say nothing about each other.
    for place in range(order):
        inside &= ids[place : place + len(key)] != tokenizer.UNKNOWN
    return key[inside], context[inside], suffix[inside]


def of_sequences(rows: np.ndarray, order: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same for rows of ``order`` tokens each."""
    key = start(rows[:, order - 1])
    suffix = np.zeros_like(key)
    for back in range(1, order):
        suffix = key
        key = extend(key, rows[:, order - 1 - back])
    context = np.zeros_like(key)
    if order > 1:
        context = start(rows[:, order - 2])
        for back in range(1, order - 1):
            context = extend(context, rows[:, order - 2 - back])
    return key, context, suffix


def gathered(parts: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]]) -> Grams:
    """Equal n-grams of all parts added up."""
    key = np.concatenate([p[0] for p in parts])
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    columns = [np.concatenate([p[i] for p in parts])[order] for i in range(1, 5)]
    return Grams(
        key[first],
        columns[0][first],
        columns[1][first],
        np.add.reduceat(columns[2], first),
        np.add.reduceat(columns[3], first),
    )


def seen_twice(grams: Grams) -> Grams:
    """The n-grams without those that the texts hold but once and no word does."""
    kept = (grams.text > HEAVIEST) | (grams.words > 0)
    return Grams(
        *(column[kept] for column in (grams.key, grams.context, grams.suffix, grams.text, grams.words))
    )


def spanning(words: tuple[str, ...]) -> Iterator[str]:
    """Every n-gram that begins in the first of the words and ends in the last."""
    whole = "".join(words)
    first, last = len(words[0]), len(words[-1])
    if len(words) == 1:
        for begin in range(len(whole)):
            for end in range(begin + 1, min(len(whole), begin + ORDER) + 1):
                yield whole[begin:end]
        return
    for begin in range(first):
        for end in range(len(whole) - last + 1, len(whole) + 1):
            if end - begin <= ORDER:
                yield whole[begin:end]
