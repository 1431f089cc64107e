"""Texts that are alike, and parts of which nothing is divided that belongs together."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.exporters.near_duplicates import likeness, near_duplicates, sketch
from annotator.exporters.split_assignment import DialogueUnit, dealt, joined, shared

CHANCE = random.Random(5)
TEXTS = ["".join(CHANCE.choices("abcdefghij 的是我你他", k=800)) for _ in range(200)]


def jaccard(one: str, other: str) -> float:
    first, second = (
        {x[i : i + 5] for i in range(len(x) - 4)} for x in ("".join(one.split()), "".join(other.split()))
    )
    return len(first & second) / len(first | second)


@pytest.mark.parametrize("share", [0, 20, 60, 150, 400])
def test_likeness_is_near_that_of_the_shingles(share: int) -> None:
    one = TEXTS[0]
    other = TEXTS[1][:share] + one[share:]
    assert likeness(sketch(one), sketch(other)) == pytest.approx(jaccard(one, other), abs=0.12)


def test_near_duplicates_are_found_and_no_others() -> None:
    texts = [*TEXTS, *(text[:-15] + "!" for text in TEXTS[:20]), TEXTS[0].upper(), "", "  ", "ab", "ab"]
    pairs = set(near_duplicates([sketch(text) for text in texts], 0.8))
    assert {(place, 200 + place) for place in range(20)} <= pairs
    assert (0, 220) in pairs
    assert pairs - {(place, 200 + place) for place in range(20)} == {(0, 220), (200, 220), (223, 224)}


def test_candidates_that_are_not_alike_enough() -> None:
    texts = [TEXTS[0], TEXTS[0][:700] + TEXTS[1][700:]]
    assert list(near_duplicates([sketch(text) for text in texts], 0.5)) == [(0, 1)]
    assert list(near_duplicates([sketch(text) for text in texts], 0.99)) == []


def test_many_alike_are_joined_without_comparing_all() -> None:
    sketches = [sketch("the same text in all of them")] * 120
    pairs = list(near_duplicates(sketches, 0.8))
    assert len(pairs) == 119
    assert joined(120, pairs) == [list(range(120))]


@given(st.integers(1, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11))))
def test_groups_hold_everything_once_and_both_of_every_pair(count: int, drawn: list[tuple[int, int]]) -> None:
    pairs = [(a % count, b % count) for a, b in drawn]
    groups = joined(count, pairs)
    assert sorted(place for group in groups for place in group) == list(range(count))
    of = {place: number for number, group in enumerate(groups) for place in group}
    assert all(of[a] == of[b] for a, b in pairs)


def test_what_shares_a_value_is_paired() -> None:
    assert joined(4, shared([["A", "B"], ["C"], ["B"], []])) == [[0, 2], [1], [3]]


def test_parts_have_their_shares_and_labels() -> None:
    units = [DialogueUnit(str(n), 20, {"favor": n % 4, "rare": int(n % 25 == 0)}) for n in range(200)]
    groups = [[n] for n in range(200)]
    shares = {"train": 8.0, "dev": 1.0, "test": 1.0}
    parts = dealt(units, groups, shares, 7)
    assert parts == dealt(units, groups, shares, 7)
    assert parts != dealt(units, groups, shares, 8)
    sizes = Counter(parts.values())
    assert sizes["train"] == pytest.approx(160, abs=4)
    for label, total in (("favor", 300), ("rare", 8)):
        have = Counter[str]()
        for unit in units:
            have[parts[unit.key]] += unit.labels[label]
        assert have["train"] == pytest.approx(total * 0.8, rel=0.05, abs=1)
        assert min(have.values()) > 0


def test_a_group_is_never_divided() -> None:
    units = [DialogueUnit(str(n), 5) for n in range(10)]
    parts = dealt(units, [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]], {"train": 0.8, "test": 0.2}, 0)
    assert len({parts[str(n)] for n in range(5)}) == len({parts[str(n)] for n in range(5, 10)}) == 1
    assert set(parts.values()) == {"train", "test"}
