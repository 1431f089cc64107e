from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.turn_list.utf16_offsets import Offsets
from annotator.ui.turn_list.word_boundaries import (
    next_character,
    next_word,
    previous_character,
    previous_word,
    word_around,
)


def words(text: str) -> list[str]:
    """The words that Ctrl+Right stops behind, from where Ctrl+Left would go back to."""
    units = text.encode("utf-16-le")
    at, found = 0, []
    while (end := next_word(text, at)) > at:
        start = previous_word(text, end)
        if start >= at:  # else only signs were left
            found.append(units[2 * start : 2 * end].decode("utf-16-le"))
        at = end
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I think so.", ["I", "think", "so"]),
        ("don't  stop", ["don't", "stop"]),
        ("机器人可以创作艺术。", ["机器人", "可以", "创作", "艺术"]),
        ("他说 Python 很好", ["他", "说", "Python", "很", "好"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_an_emoji_of_several_parts_is_one_character() -> None:
    family = "👨‍👩‍👧"
    text = f"a{family}b"
    units = len(family.encode("utf-16-le")) // 2
    assert next_character(text, 1) == 1 + units
    assert previous_character(text, 1 + units) == 1
    assert (previous_character(text, 0), next_character(text, units + 2)) == (0, units + 2)


def test_the_word_under_a_place() -> None:
    text = "😀 机器人 works"
    assert word_around(text, 4) == (3, 6)
    assert word_around(text, 8) == (7, 12)
    assert word_around(text, 2) == (2, 3)
    assert word_around(text, 12) == (7, 12)


def test_a_very_long_text_is_cut_around_the_place() -> None:
    text = "word 词语\n" * 20_000
    assert word_around(text, 80_000) == (80_000, 80_004)
    assert next_word(text, 80_000) == 80_004
    assert previous_word(text, 80_004) == 80_000


@given(st.text("ab 机器人可以，.\n😀👨‍\u0301", max_size=30), st.integers(0, 60))
def test_going_on_ends_at_the_ends(text: str, start: int) -> None:
    units = Offsets(text).units
    at = min(start, units)
    for step in (next_word, next_character):
        here = at
        for _ in range(units + 1):
            further = step(text, here)
            assert here <= further <= units
            here = further
        assert here == units
    for step in (previous_word, previous_character):
        here = at
        for _ in range(units + 1):
            before = step(text, here)
            assert 0 <= before <= here
            here = before
        assert here == 0
    low, high = word_around(text, at)
    assert 0 <= low <= at <= max(high, units)
