"""Keys of turns: written and read back."""

from __future__ import annotations

import pytest

from annotator.core.turn_keys import TurnPlace, place_of_key, turn_key


@pytest.mark.parametrize(
    ("place", "key"),
    [
        (TurnPlace("0f3a.1", 12), "0f3a.1:12"),
        (TurnPlace("0f3a.1", 12, 48), "0f3a.1:12+48"),
        (TurnPlace("0f3a.1", 0, -5), "0f3a.1:0-5"),
        (TurnPlace("a:b\nc", 3), "a:b\nc:3"),
    ],
)
def test_a_key_says_where_its_turn_begins(place: TurnPlace, key: str) -> None:
    assert turn_key(*place) == key
    assert place_of_key(key) == place


@pytest.mark.parametrize(
    "text", ["", "0f3a", "0f3a:", "0f3a:-1", "0f3a:1+0", "0f3a:1+048", "0f3a:1 ", "0f3a:١"]
)
def test_other_texts_are_no_keys(text: str) -> None:
    assert place_of_key(text) is None
