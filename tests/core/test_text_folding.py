"""When texts count as the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.text_folding import fold, fold_with_places, folded, loosely


def test_names_that_look_alike_are_one() -> None:
    assert folded(" ＡＢ c ") == folded("ab C") == "ab c"
    assert folded("a  b") != folded("a b")


def test_what_is_typed_is_found_whatever_its_spacing() -> None:
    assert loosely("ＡＩ \u3000 Art\n") == loosely("ai art") == "ai art"


@pytest.mark.parametrize("text", ["", "Straße", "e\u0301A", "ＡＢ"])
def test_a_search_folds_whole_characters(text: str) -> None:
    assert fold(text) == fold_with_places(text)[0]


@given(st.text())
def test_places_lead_back_to_what_was_folded(text: str) -> None:
    made, starts, ends = fold_with_places(text)
    assert len(made) == len(starts) == len(ends)
    assert all(low < high <= len(text) for low, high in zip(starts, ends, strict=True))
    assert made == fold(text)
