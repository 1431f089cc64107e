"""The word model as entries of the table: which words, pairs and triples are worth their room."""

from __future__ import annotations

import math

import numpy as np
from counts import Vocabulary  # noqa: TC002  (plain scripts, no cycle to avoid)
from word_model import WordModel  # noqa: TC002

from annotator.repair.ngram_table import MASK, MULTIPLIER, WORD_SEED, word_pair

#: The longest word that is looked up.
LONGEST = 4


def keys(model: WordModel, vocab: Vocabulary) -> dict[str, int]:
    """The number of every word whose characters all have numbers."""
    out = {}
    for word in model.one:
        numbers = [vocab.number.get(char) for char in word]
        if len(word) <= LONGEST and None not in numbers:
            key = WORD_SEED
            for number in numbers:
                key = (key * MULTIPLIER + int(number or 0) + 1) & MASK
            out[word] = key
    return out


def word_grams(model: WordModel, vocab: Vocabulary, most: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Keys, probabilities and logarithms of back-off weights of at most ``most`` words, pairs and triples.

    All words stay; of pairs and triples those whose loss would cost most: their share of
    running text times how much backing off would misjudge them. A pair that a triple begins
    with stays with it.
    """
    number = keys(model, vocab)
    worth: list[tuple[float, tuple[str, ...]]] = []
    for (a, b), (p, _) in model.two.items():
        if a in number and b in number:
            gain = p - model.one[a][1] - model.one[b][0]
            worth.append((math.exp(model.one[a][0] + p) * abs(gain), (a, b)))
    for (a, b, c), p in model.three.items():
        if a in number and b in number and c in number and (a, b) in model.two:
            first = model.two[a, b]
            shorter = model.two.get((b, c), (model.one[b][1] + model.one[c][0], 0.0))[0]
            share = math.exp(model.one[a][0] + first[0] + p)
            worth.append((share * abs(p - first[1] - shorter), (a, b, c)))
    worth.sort(key=lambda pair: (-pair[0], pair[1]))
    kept: dict[tuple[str, ...], None] = {(word,): None for word in number}
    for _, words in worth:
        if len(kept) >= most:
            break
        if len(words) == 3:
            kept[words[:2]] = None
        kept[words] = None
    rows = [_row(model, number, words) for words in kept]
    return (
        np.array([r[0] for r in rows], dtype=np.uint64),
        np.exp(np.array([r[1] for r in rows])),
        np.array([r[2] for r in rows]),
    )


def _row(model: WordModel, number: dict[str, int], words: tuple[str, ...]) -> tuple[int, float, float]:
    if len(words) == 1:
        return (number[words[0]], *model.one[words[0]])
    key = word_pair(number[words[0]], number[words[1]])
    if len(words) == 2:
        return (key, *model.two[words[0], words[1]])
    return word_pair(key, number[words[2]]), model.three[words[0], words[1], words[2]], 0.0
