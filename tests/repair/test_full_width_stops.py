"""Full-width dots at the end of sentences, which look like exclamation marks once bytes are lost."""

from __future__ import annotations

import math

import pytest

from annotator.repair import RepairConfig, repair
from annotator.repair.damaged_line import Line
from annotator.repair.full_width_stops import Stops, stands_for
from annotator.repair.lost_characters import Slot
from tests.repair.damage import misread

SLOT = Slot(0, 1, (("．", 0.0), ("！", 0.0)), 0xEF)
PLAIN = "我昨天去了图书馆，借了两本关于历史的书，打算周末慢慢看"


def line(*parts: str) -> Line:
    return Line(parts, (SLOT,) * (len(parts) - 1))


def share(damaged: str, sign: str, at: int) -> float:
    step = [
        step for step in repair(damaged, RepairConfig(most_alternatives=9)).steps if step.after in "．！"
    ][at]
    return dict(step.alternatives)[sign]


@pytest.mark.parametrize(
    ("before", "behind", "option", "judged_as"),
    [
        ("很好", "但是", "．", "。"),
        ("很好", "", "．", "。"),
        ("254", "5亩", "．", "．"),
        ("第1", "但是", "．", "。"),
        ("弱点", "，", "＞", "》"),
        ("很好", "但是", "！", "！"),
    ],
)
def test_what_a_sign_is_judged_as(before: str, behind: str, option: str, judged_as: str) -> None:
    assert stands_for(line(before, behind), 0, option) == judged_as


def test_a_text_that_does_without_stops_may_end_its_sentences_otherwise() -> None:
    usual, without, seen = line("好，行，对。", "是"), line("好，行，对", "是"), line("好．行，对", "是")
    stops = Stops([usual, without, seen])
    assert stops.prior(usual) < stops.prior(without) < stops.prior(seen) < 0
    alone = Stops([without]).prior(without)
    assert alone < stops.prior(without), "another line of the text has a dot"
    digits = line("3．9，好，行", "是")
    assert Stops([digits]).prior(digits) == pytest.approx(alone)


def test_many_commas_without_a_stop_say_more_than_few() -> None:
    few, many = line("好，", "是"), line("好，" * 50, "是")
    assert Stops([many]).prior(many) - Stops([few]).prior(few) > math.log(10)


def test_a_stop_anywhere_counts_for_short_lines_but_a_line_can_differ() -> None:
    long, other = line("好，" * 20, "是"), line("不。", "是")
    stops = Stops([long, other])
    assert stops.prior(long) == Stops([long]).prior(long)
    assert stops.prior(other) < stops.prior(long)


def test_a_dot_is_not_taken_for_an_exclamation_mark_for_sure() -> None:
    dotted = misread(f"{PLAIN}．{PLAIN}．{PLAIN}．", "windows-1254")
    assert share(dotted, "．", 0) > 0.1
    usual = misread(f"{PLAIN}。{PLAIN}。太好了！{PLAIN}。", "windows-1254")
    assert share(usual, "！", 0) > 0.9
