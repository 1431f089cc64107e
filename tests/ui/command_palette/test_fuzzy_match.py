from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.command_palette.fuzzy_match import fit


def best(wanted: str, *texts: str) -> str:
    """The text that fits best."""
    scores = {text: score for text in texts if (score := fit(wanted, text)) is not None}
    return max(scores, key=lambda text: scores[text])


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        ("nt", ("next turn", "intent", "count")),
        ("exp", ("export…", "next paint")),
        ("fav", ("favor stance", "full average view")),
        ("go turn", ("go to the turn", "tag, or go: turning")),
        ("立场", ("立场 facet", "立即上场")),
    ],
)
def test_the_first_fits_best(wanted: str, texts: tuple[str, ...]) -> None:
    assert best(wanted, *texts) == texts[0]


def test_letters_must_be_there_in_their_order() -> None:
    assert fit("zz", "zebra") is None
    assert fit("ba", "ab") is None
    assert fit("turn nowhere", "next turn") is None
    assert fit("", "anything") == 0
    assert fit("xt", "next") is not None


@given(st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=12), st.data())
def test_what_is_left_after_leaving_letters_out_fits(text: str, data: st.DataObject) -> None:
    kept = "".join(letter for letter in text if data.draw(st.booleans()))
    assert fit(kept, text) is not None
