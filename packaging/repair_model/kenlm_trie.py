"""Reads the word model of a KenLM file: a trie with quantised values and array-compressed pointers.

That is what ``build_binary -a BITS -q BITS trie`` writes and what libime ships. The trie holds
n-grams from their last word to their first. Blocks of the file, one after the other: header,
hashes of the words, values of the quantised steps, unigrams, pairs, triples, words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_MAGIC = b"mmap lm http://kheafield.com/code format version 5\n\0"
#: The magic, numbers that show how the writing machine orders bytes, order and kind of the model.
_SANITY = (len(_MAGIC) + 1 + 7) // 8 * 8 + 6 * 4 + 8
_FIXED = 20
_QUANTISED_WITH_ARRAYS = 5


@dataclass(frozen=True)
class Trie:
    """Words, and for pairs and triples the numbers of their words, first to last.

    ``log`` are logarithms of probabilities and ``back`` of back-off weights, both to base 10.
    """

    words: list[str]
    log: tuple[np.ndarray, np.ndarray, np.ndarray]
    back: tuple[np.ndarray, np.ndarray]
    pairs: tuple[np.ndarray, np.ndarray]
    triples: tuple[np.ndarray, np.ndarray, np.ndarray]


def _bits(largest: int) -> int:
    return largest.bit_length()


def _field(block: np.ndarray, count: int, stride: int, offset: int, width: int) -> np.ndarray:
    """Numbers of ``width`` bits, one every ``stride`` bits."""
    at = np.arange(count, dtype=np.uint64) * np.uint64(stride) + np.uint64(offset)
    byte = (at >> np.uint64(3)).astype(np.int64)
    out = np.zeros(count, dtype=np.uint64)
    for i in range((width + 7 + 7) // 8):
        out |= block[np.minimum(byte + i, len(block) - 1)].astype(np.uint64) << np.uint64(8 * i)
    mask = np.uint64((1 << width) - 1)
    return ((out >> (at & np.uint64(7))) & mask).astype(np.int64)


def _chopped(entries: int, most: int, allowed: int) -> int:
    """How many upper bits of the pointers are kept apart: as many as save room."""
    required = _bits(most)
    return min(
        range(min(required, allowed) + 1),
        key=lambda chop: ((most >> (required - chop)) * 64 - entries * chop, chop),
    )


def _owners(starts: np.ndarray, count: int) -> np.ndarray:
    """Which parent each of ``count`` children has; ``starts`` holds the first child of each, and the end."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))[:count]


def read(path: Path) -> Trie:
    """The model of a file of order 3. Raises ValueError for any other kind of file."""
    block = np.fromfile(path, dtype=np.uint8)
    if block[: len(_MAGIC)].tobytes() != _MAGIC:
        raise ValueError(f"{path} is no KenLM file of version 5")
    fixed = block[_SANITY : _SANITY + _FIXED]
    order, kind = int(fixed[0]), int(fixed[8:12].view(np.uint32)[0])
    if order != 3 or kind != _QUANTISED_WITH_ARRAYS:
        raise ValueError(f"{path} has order {order} and kind {kind}, not a quantised trie of order 3")
    counts = block[_SANITY + _FIXED : _SANITY + _FIXED + 8 * order].copy().view(np.uint64)
    ones, twos, threes = (int(c) for c in counts)
    at = (_SANITY + _FIXED + 8 * order + 7) // 8 * 8
    at += 8 + 8 * ones  # how many hashes, and the hashes

    p_bits, b_bits = int(block[at + 1]), int(block[at + 2])
    steps = block[at + 8 : at + 8 + 4 * (2 * (1 << p_bits) + (1 << b_bits))].copy().view(np.float32)
    two_p, two_b, three_p = np.split(steps, [1 << p_bits, (1 << p_bits) + (1 << b_bits)])
    at += 8 + steps.nbytes

    records = np.frombuffer(
        block[at : at + 16 * (ones + 1)].tobytes(), dtype=[("p", "<f4"), ("b", "<f4"), ("next", "<u8")]
    )
    at += 16 * (ones + 2)
    last_of_pair = _owners(records["next"].astype(np.int64), twos)

    # Pairs: the lower bits of the pointers stand in the records, the upper ones in an array of
    # the places where they grow by one.
    word_bits = _bits(ones)
    chop = _chopped(twos + 1, threes, int(block[at + 1]))
    inline = _bits(threes) - chop
    growths = (threes >> inline) + 1
    array = (at + 7) // 8 * 8 + 8
    grow = block[array : array + 8 * growths].copy().view(np.uint64).astype(np.int64)
    at += 8 * (1 + growths) + 7
    stride = word_bits + b_bits + p_bits + inline
    size = ((1 + twos) * stride + 7) // 8 + 8
    middle = block[at : at + size]
    first_of_pair = _field(middle, twos, stride, 0, word_bits)
    pair_back = two_b[_field(middle, twos, stride, word_bits, b_bits)]
    pair_log = two_p[_field(middle, twos, stride, word_bits + b_bits, p_bits)]
    upper = np.searchsorted(grow, np.arange(twos + 1), side="right") - 1
    starts = (upper << inline) | _field(middle, twos + 1, stride, stride - inline, inline)
    at += size

    stride = word_bits + p_bits
    size = ((1 + threes) * stride + 7) // 8 + 8
    longest = block[at : at + size]
    first = _field(longest, threes, stride, 0, word_bits)
    triple_log = three_p[_field(longest, threes, stride, word_bits, p_bits)]
    pair = _owners(starts, threes)
    words = block[at + size :].tobytes().rstrip(b"\0").decode("utf-8").split("\0")
    if len(words) != ones or int(starts[-1]) != threes or len(last_of_pair) != twos or len(pair) != threes:
        raise ValueError(f"{path} is not laid out as expected")
    return Trie(
        words,
        (records["p"][:ones], pair_log, triple_log),
        (records["b"][:ones], pair_back),
        (first_of_pair, last_of_pair),
        (first, first_of_pair[pair], last_of_pair[pair]),
    )


def rows(trie: Trie) -> Iterator[tuple[tuple[str, ...], float, float]]:
    """Every n-gram, short ones first, with the logarithms of its probability and back-off weight."""
    words = trie.words
    for word, p, back in zip(words, trie.log[0].tolist(), trie.back[0].tolist(), strict=True):
        yield (word,), p, back
    places = zip(*(column.tolist() for column in trie.pairs), strict=True)
    for (a, b), p, back in zip(places, trie.log[1].tolist(), trie.back[1].tolist(), strict=True):
        yield (words[a], words[b]), p, back
    longer = zip(*(column.tolist() for column in trie.triples), strict=True)
    for (a, b, c), p in zip(longer, trie.log[2].tolist(), strict=True):
        yield (words[a], words[b], words[c]), p, 0.0
