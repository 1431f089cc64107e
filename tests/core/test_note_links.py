from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.note_links import links_in, renumbered


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("see #12 and #3.", [12, 3]),
        ("见#12，＃4", [12, 4]),
        ("见 #12，＃4", [12, 4]),
        ("(#7) #7", [7, 7]),
        ("#0 ##5 a#5 &#39; #12a #1234567890", []),
        ("😀 #1", [1]),
        ("", []),
    ],
)
def test_which_texts_are_links(text: str, numbers: list[int]) -> None:
    assert [link.number for link in links_in(text)] == numbers


@given(st.text("#1２ a😀＃\n"))
def test_a_link_is_its_text(text: str) -> None:
    for link in links_in(text):
        assert int(text[link.start + 1 : link.end]) == link.number


def test_links_get_other_numbers_and_all_else_stays() -> None:
    assert (
        renumbered("see #9, ＃10 &#39; and #12a", lambda number: number + 1) == "see #10, ＃11 &#39; and #12a"
    )
    assert renumbered("#007 and #8", lambda number: min(number, 7)) == "#007 and #7", (
        "who wrote it, wrote it so"
    )
    assert renumbered("nothing", lambda number: number + 1) == "nothing"
