"""Texts that are nearly the same, found without comparing each with each.

A text is the set of its shingles (pieces of a few characters). Its sketch keeps, in each of a
number of bins, the smallest hash that falls in it; two sketches agree in about as many bins as their
sets have in common (one-permutation MinHash). Bands of bins lead to candidates.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

_SHINGLE = 5  # characters
_BINS, _BAND = 128, 4
_EMPTY = -1
_MANY = 50  # of one band; each is compared with the first alone

Sketch = tuple[int, ...]


def sketch(text: str) -> Sketch:
    """The sketch of a text; white space and case do not count."""
    plain = "".join(text.split()).casefold()
    bins = [_EMPTY] * _BINS
    for start in range(max(len(plain) - _SHINGLE + 1, 1 if plain else 0)):
        value = zlib.crc32(plain[start : start + _SHINGLE].encode("utf-8", "surrogatepass"))
        place, rest = value % _BINS, value // _BINS
        if bins[place] == _EMPTY or rest < bins[place]:
            bins[place] = rest
    return tuple(bins)


def likeness(one: Sketch, other: Sketch) -> float:
    """About which part of their shingles two texts share, 0 to 1; texts without any share nothing."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if not a == b == _EMPTY]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0


def near_duplicates(sketches: Sequence[Sketch], threshold: float) -> Iterator[tuple[int, int]]:
    """Pairs of places whose texts are at least so alike; of many in a row not every pair."""
    seen: set[tuple[int, int]] = set()
    for places in _bands(sketches):
        pairs: Iterable[tuple[int, int]] = combinations(places, 2)
        if len(places) > _MANY:
            pairs = ((places[0], place) for place in places[1:])
        for pair in pairs:
            if pair not in seen:
                seen.add(pair)
                if likeness(sketches[pair[0]], sketches[pair[1]]) >= threshold:
                    yield pair


def _bands(sketches: Sequence[Sketch]) -> Iterator[list[int]]:
    """Places whose sketches agree in a whole band."""
    for start in range(0, _BINS, _BAND):
        of: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
        for place, made in enumerate(sketches):
            band = made[start : start + _BAND]
            if set(band) != {_EMPTY}:
                of[band].append(place)
        yield from (places for places in of.values() if len(places) > 1)
