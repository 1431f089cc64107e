"""Sentences drawn from the word model: they teach the network words that the texts do not hold."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from math import exp

from word_model import WordModel  # noqa: TC002  (plain scripts, no cycle to avoid)

#: The longest sentence, in words. The model has no punctuation, so sentences end there or at its marks.
_LONGEST = 40

#: What can come next: words, and their probabilities added up.
_Next = tuple[list[str], list[float]]


def _followers(grams: dict[tuple[str, ...], float]) -> dict[tuple[str, ...], _Next]:
    out: dict[tuple[str, ...], _Next] = {}
    for words, p in grams.items():
        names, sums = out.setdefault(words[:-1], ([], []))
        names.append(words[-1])
        sums.append((sums[-1] if sums else 0.0) + exp(p))
    return out


def sentences(model: WordModel, characters: int, seed: int) -> Iterator[str]:
    """Sentences of about so many characters in all.

    A word is drawn from the triples that begin with the two before it; where the draw falls
    into what they leave over, from the pairs, and then from all words.
    """
    rng = random.Random(seed)
    after_two = _followers(dict(model.three))
    after_one = _followers({pair: p for pair, (p, _) in model.two.items()})
    names = list(model.one)
    sums = list(accumulate(exp(p) for p, _ in model.one.values()))
    drawn = 0
    while drawn < characters:
        before: tuple[str, ...] = ()
        sentence: list[str] = []
        for _ in range(_LONGEST):
            word = _draw(rng, after_two.get(before[-2:]) if len(before) > 1 else None)
            word = word or _draw(rng, after_one.get(before[-1:]))
            word = word or names[min(bisect(sums, rng.random() * sums[-1]), len(names) - 1)]
            sentence.append(word)
            before = (*before[-1:], word)
        text = "".join(sentence)
        drawn += len(text)
        yield text


def _draw(rng: random.Random, following: _Next | None) -> str:
    """A word, "" where the draw falls into what is left over."""
    if following is None:
        return ""
    words, sums = following
    place = rng.random() * max(1.0, sums[-1])
    return words[bisect(sums, place)] if place < sums[-1] else ""
