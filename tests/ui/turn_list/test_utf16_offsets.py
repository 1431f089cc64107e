from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.turn_list.utf16_offsets import Offsets, drawable

TEXTS = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("a你👨\u200d🇨")))


@given(TEXTS, st.data())
def test_both_ways_agree_with_the_encoding(text: str, data: st.DataObject) -> None:
    offsets = Offsets(text)
    point = data.draw(st.integers(0, len(text)))
    unit = len(text[:point].encode("utf-16-le")) // 2
    assert offsets.unit(point) == unit
    assert offsets.point(unit) == point
    assert offsets.units == len(text.encode("utf-16-le")) // 2


def test_the_middle_of_a_pair_is_its_start() -> None:
    assert Offsets("a👨b").point(2) == 1


def test_offsets_outside_are_brought_to_the_ends() -> None:
    offsets = Offsets("a👨")
    assert (offsets.unit(-1), offsets.unit(99)) == (0, 3)
    assert (offsets.point(-1), offsets.point(99)) == (0, 2)


@given(st.text(st.characters()))
def test_what_is_drawn_has_no_lone_surrogates_and_keeps_every_place(text: str) -> None:
    shown = drawable(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")
    assert "\0" not in shown
