"""Cutting repairs in pieces and merging steps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.core.repair_steps import replay
from annotator.model import Repair, RepairStep
from annotator.repair import cut
from annotator.repair.step_making import compose


def step(start: int, before: str, after: str, kind: str = "encoding", **more: object) -> RepairStep:
    return RepairStep(start, start + len(before), before, after, kind, "test", 0.9, **more)  # type: ignore[arg-type]


def made(received: str, *steps: RepairStep) -> Repair:
    return Repair(received, replay(received, steps), steps)


def test_a_cut_between_steps_rebases_them() -> None:
    whole = made("abcdef", step(1, "bc", "X"), step(4, "e", "YY"))
    left, right = cut(whole, [2])
    assert (left.received, left.text) == ("abc", "aX")
    assert (right.received, right.text) == ("def", "dYYf")
    assert right.steps == (step(1, "e", "YY"),)


def test_a_text_without_steps_is_cut_as_it_stands() -> None:
    whole = replace(made("abc"), engine="1", problem="p")
    pieces = cut(whole, [2, 2])
    assert [(piece.received, piece.text, piece.steps) for piece in pieces] == [
        ("ab", "ab", ()), ("", "", ()), ("c", "c", ()),
    ]  # fmt: skip
    assert {(piece.engine, piece.problem) for piece in pieces} == {("1", "p")}


def test_a_cut_inside_a_step_makes_an_insertion() -> None:
    whole = made("abc", step(1, "b", "XYZ", alternatives=(("XYZ", 1.0),)))
    left, middle, right = cut(whole, [2, 3])
    assert (left.received, left.text) == ("ab", "aX")
    assert (middle.received, middle.text) == ("", "Y")
    assert (right.received, right.text) == ("c", "Zc")
    assert middle.steps[0].before == ""
    assert middle.steps[0].alternatives == ()


def test_a_cut_inside_a_damage_mark_divides_it() -> None:
    whole = made("a???b", step(1, "???", "???", "damage"))
    left, right = cut(whole, [2])
    assert left.steps == (step(1, "?", "?", "damage"),)
    assert right.steps == (step(0, "??", "??", "damage"),)


def test_a_removal_at_the_cut_goes_to_the_next_piece_and_is_never_lost() -> None:
    whole = made("abc", step(2, "c", "", "person"))
    left, right = cut(whole, [2])
    assert (left.received, right.received) == ("ab", "c")
    assert [p.received for p in cut(whole, [])] == ["abc"]


@pytest.mark.parametrize("boundaries", [[2, 1], [-1], [9]])
def test_boundaries_must_rise_inside_the_text(boundaries: list[int]) -> None:
    with pytest.raises(ValueError, match="boundaries"):
        cut(made("abc"), boundaries)


def test_steps_of_two_passes_side_by_side() -> None:
    first = [step(0, "ab", "X"), step(4, "ef", "Y")]
    second = [step(1, "c", "Z"), step(4, "g", "W")]
    merged = compose(first, second, "abcdefg")
    assert replay("abcdefg", merged) == "XZdYW"
    assert [s.start for s in merged] == [0, 2, 4, 6]


def test_steps_of_two_passes_over_the_same_characters_become_one() -> None:
    first = [step(1, "bc", "X"), step(3, "de", "Y")]
    second = [step(0, "aXY", "Q", "lost", alternatives=(("Q", 0.8), ("R", 0.2)))]
    (merged,) = compose(first, second, "abcdef")
    assert (merged.before, merged.after, merged.kind) == ("abcde", "Q", "lost")
    assert merged.alternatives == (("Q", 0.8), ("R", 0.2))
    half = [step(1, "b", "XY")]
    (merged,) = compose(half, [step(2, "Y", "Z", alternatives=(("Z", 0.6),))], "abc")
    assert (merged.before, merged.after, merged.alternatives) == ("b", "XZ", (("XZ", 0.6),))


def test_two_second_steps_in_one_first_step() -> None:
    (merged,) = compose([step(0, "a", "XYZ")], [step(0, "X", "1"), step(2, "Z", "3")], "ab")
    assert (merged.before, merged.after, merged.alternatives) == ("a", "1Y3", ())


def test_a_way_there_and_back_leaves_no_step() -> None:
    assert compose([step(0, "a", "b")], [step(0, "b", "a")], "a") == []


def test_a_mark_does_not_hide_a_repair() -> None:
    first = [step(0, "ab", "X")]
    assert compose(first, [step(0, "X", "X", "damage")], "abc") == first
    both = compose(first, [step(1, "c", "c", "damage")], "abc")
    assert [s.kind for s in both] == ["encoding", "damage"]
