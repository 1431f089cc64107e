"""How sure a lost character may be called."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest

from annotator.repair import repair
from annotator.repair.confidence import Grounds, confidence, is_chinese, of_chinese, trusted
from tests.repair.damage import misread

SURE = Grounds("的", 0.999999, 16, letter=False, heard=log(0.999), rival=-12.0, alone=-3.5, text=-4.0)


def test_a_common_character_that_all_speaks_for_is_sure() -> None:
    assert 0.99 < confidence(SURE) <= SURE.share


@pytest.mark.parametrize(
    ("rival", "counted"), [(-1.0, (0.0, 0.0)), (-3.0, (-1.0, 0.0)), (-12.0, (-10.0, -7.0))]
)
def test_how_far_the_others_are_behind_counts_from_two_and_from_five_on(
    rival: float, counted: tuple[float, float]
) -> None:
    assert of_chinese(replace(SURE, rival=rival))[5:7] == counted


def test_nothing_is_surer_than_the_search_was() -> None:
    assert confidence(replace(SURE, share=0.3)) <= 0.3


@pytest.mark.parametrize(
    "change",
    [
        {"share": 0.9},
        {"text": -7.0},
        {"heard": -3.0, "rival": -0.1},
        {"rival": -1.0},
        {"char": "的", "heard": None},
    ],
)
def test_whatever_speaks_against_it_makes_it_less_sure(change: dict[str, float]) -> None:
    assert confidence(replace(SURE, **change)) < confidence(SURE)  # type: ignore[arg-type]


def test_letters_kana_and_hangul_are_never_called_surer_than_99_in_100() -> None:
    others = (("й", True, None), ("ロ", False, -0.001), ("큰", False, -0.001), ("，", False, None))
    for char, letter, heard in others:
        given = replace(SURE, char=char, letter=letter, heard=heard)
        assert not is_chinese(given)
        assert 0.5 < confidence(given) <= 0.99
    assert is_chinese(replace(SURE, char="、"))


def test_traditional_chinese_and_signs_of_japanese_are_given_less() -> None:
    comma = replace(SURE, char="、", bracket=True)
    assert confidence(replace(SURE, written="traditional")) == 0.99
    assert confidence(replace(SURE, written="japanese")) == confidence(SURE)
    assert confidence(replace(comma, bracket=False, written="japanese")) == 0.99
    assert confidence(comma) == confidence(replace(comma, bracket=False)) > 0.95
    assert (
        confidence(replace(comma, written="traditional"))
        == confidence(replace(comma, written="japanese"))
        == 0.95
    )


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("我们明天下午一起去图书馆看书，好不好？", True),
        ("我們明天下午一起去圖書館看書，好不好？", False),
        ("この曲の歌詞がとても好きです。", False),
    ],
)
def test_what_is_given_depends_on_what_the_text_is_written_in(text: str, sure: bool) -> None:
    steps = [step for step in repair(misread(text, "windows-1254")).steps if step.kind == "lost"]
    assert any(step.confidence > 0.99 for step in steps) == sure


def test_other_candidates_follow_and_none_comes_to_lie_before_the_best() -> None:
    assert trusted([0.2, 0.8, 0.0], 1, 0.6) == pytest.approx([0.4, 0.6, 0.0])
    assert trusted([0.45, 0.55], 1, 0.3) == pytest.approx([0.297, 0.3])
    assert trusted([1.0, 0.0], 0, 0.97) == [0.97, 0.0]
    assert trusted([1.0], 0, 0.97) == [0.97]


def test_text_that_the_model_knows_little_of_is_given_less() -> None:
    def mean(text: str) -> float:
        steps = [step for step in repair(misread(text, "windows-1254")).steps if step.kind == "lost"]
        return sum(step.confidence for step in steps) / len(steps)

    assert mean("我们明天下午一起去图书馆看书，好不好？") > mean("佢哋聽日下晝一齊去圖書館睇書，好唔好呀？")
