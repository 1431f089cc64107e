"""The tight layout of the table: what is put in comes out, strangers do not."""

from __future__ import annotations

import random
from array import array

from annotator.repair.ngram_table import MASK, MULTIPLIER, SCRAMBLE, SEED, NgramTable

SEGMENT = 16
SIZE = 12 * SEGMENT


def scrambled(key: int) -> int:
    z = (key * SCRAMBLE) & MASK
    return z ^ (z >> 32)


def places(key: int) -> tuple[int, int, int]:
    z = scrambled(key)
    first = ((z >> 32) * (SIZE - 2 * SEGMENT)) >> 32
    within = SEGMENT - 1
    return (
        first,
        (first + SEGMENT) ^ ((z >> 14) & within),
        (first + 2 * SEGMENT) ^ ((z >> 28) & within),
    )


def laid_out(entries: dict[int, int]) -> NgramTable:
    """The table of these entries, cell by cell: last the keys that share none of theirs."""
    left = dict(entries)
    own: list[tuple[int, int]] = []
    while left:
        shared = [place for key in left for place in places(key)]
        key, place = next((k, p) for k in left for p in places(k) if shared.count(p) == 1)
        own.append((key, place))
        del left[key]
    cells = array("I", bytes(4 * SIZE))
    for key, place in reversed(own):
        value = (scrambled(key) & 0xFFFF) << 16 | entries[key]
        for other in places(key):
            value ^= cells[other]
        cells[place] = value
    return NgramTable(memoryview(cells), SEGMENT)


def test_what_is_put_in_comes_out() -> None:
    draw = random.Random(1)
    entries = {draw.getrandbits(64): draw.getrandbits(16) for _ in range(60)}
    table = laid_out(entries)
    assert {key: table.entry(key) for key in entries} == entries


def test_strangers_are_not_there() -> None:
    draw = random.Random(2)
    table = laid_out({draw.getrandbits(64): draw.getrandbits(16) for _ in range(60)})
    assert [key for key in range(1, 2000) if table.entry(key) >= 0] == []


def key_of(tokens: list[int]) -> int:
    """The number of an n-gram, last token first."""
    key = SEED
    for token in reversed(tokens):
        key = (key * MULTIPLIER + token + 1) & MASK
    return key


def test_entries_go_back_from_a_token_as_far_as_they_are_known() -> None:
    known = {key_of(gram): 7 * at for at, gram in enumerate([[3], [2, 3], [1, 2, 3], [5], [9, 1, 2, 4]], 1)}
    table = laid_out(known)
    assert table.entries(3, (2, 1, 9)) == [7, 14, 21]
    assert table.entries(3, (8, 1)) == [7]
    assert table.entries(3, ()) == [7]
    assert table.entries(5, (2,)) == [28]
    assert table.entries(4, (2, 1, 9)) == []
    assert all(table.entry(key_of([*reversed(context), 3])) >= 0 for context in ((), (2,), (2, 1)))
