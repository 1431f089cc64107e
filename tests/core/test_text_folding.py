"""When texts count as the same."""

from __future__ import annotations

import re
import sys
from unicodedata import is_normalized

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.core import text_folding as folding
from annotator.core.text_folding import as_it_stands, finder, fold, fold_with_places, folded, loosely, plain


def test_names_that_look_alike_are_one() -> None:
    assert folded(" ＡＢ c ") == folded("ab C") == "ab c"
    assert folded("a  b") != folded("a b")


def test_what_is_typed_is_found_whatever_its_spacing() -> None:
    assert loosely("ＡＩ \u3000 Art\n") == loosely("ai art") == "ai art"


@pytest.mark.parametrize("text", ["", "Straße", "e\u0301A", "ＡＢ"])
def test_a_search_folds_whole_characters(text: str) -> None:
    assert fold(text) == fold_with_places(text)[0]


_PIECES = re.compile(r"[^\u0300-\u036f]?[\u0300-\u036f]*", re.DOTALL)


@given(st.text(st.sampled_from("aÅß\u0301\u0345，ｶﾞ한\u1112\u1161\u11abΣσςİ机 ½")))
def test_every_way_folds_character_by_character(text: str) -> None:
    pieces = [(match, plain(match[0])) for match in _PIECES.finditer(text)]
    made, starts, ends = fold_with_places(text)
    assert fold(text) == made == "".join(piece for _, piece in pieces)
    assert list(starts) == [match.start() for match, piece in pieces for _ in piece]
    assert list(ends) == [match.end() for match, piece in pieces for _ in piece]


@pytest.mark.no_cover
def test_no_character_is_folded_to_none_and_each_is_folded_alone() -> None:
    odd = [one for one in map(chr, range(sys.maxunicode + 1)) if not plain(one) or fold(one) != plain(one)]
    assert odd == []
    changed = {one for one in map(chr, range(sys.maxunicode + 1)) if not is_normalized("NFKC", one)}
    assert changed == {chr(code) for low, high in folding._CHANGING for code in range(low, high)} & changed


_ALIKE = st.text(
    st.sampled_from("aAａª가각\u1100\u1161\u0301\u0345éÉıİißẞŉʼnﬁfi…..⼀一㈠(，,机Σς"), max_size=12
)


@given(_ALIKE, _ALIKE)
@example("ﬁ", "xﬁ")
@example("ŉ", "ʼN")
@example("ι", "ͅ")
@example("가", "\u1100\u1161")
@example("一机", "⼀机\u0301")
@example("一)", "㈠")
def test_a_text_is_looked_through_as_if_it_had_been_folded(wanted: str, text: str) -> None:
    needle = fold(wanted)
    for hay in (text, text + wanted, wanted[:2] + text):
        assert finder(needle)(hay) == (needle in fold(hay))
        if as_it_stands(needle)(hay):
            made, starts, ends = fold_with_places(hay)
            assert spans(needle, hay) == [(starts[a], ends[b - 1]) for a, b in spans(needle, made)]


def spans(needle: str, hay: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(needle), hay)]


def test_han_characters_stand_as_they_are_among_all_but_other_forms_and_marks() -> None:
    holds = as_it_stands("机一")
    assert holds("（机一……ＡＢ）")
    assert not any(map(holds, ("机⼀", "机一\u0301")))
    assert not as_it_stands("a")("a")


@given(st.text())
def test_places_lead_back_to_what_was_folded(text: str) -> None:
    made, starts, ends = fold_with_places(text)
    assert len(made) == len(starts) == len(ends)
    assert all(low < high <= len(text) for low, high in zip(starts, ends, strict=True))
    assert made == fold(text)


def test_another_form_of_one_character_is_not_the_whole_word() -> None:
    holds = finder("豈有")
    assert holds("\uf900有此理")  # the first character as a compatibility ideograph
    assert not holds("\uf900無")
