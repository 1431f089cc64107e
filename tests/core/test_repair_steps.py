"""Replaying steps, taking them back, finding their places, sharing them among pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.repair_steps import place_in_text, placed, rebased, replay, replayed, shared, undo
from annotator.model import RepairStep


def step(start: int, before: str, after: str) -> RepairStep:
    return RepairStep(start, start + len(before), before, after, "encoding", "test", 0.9)


def test_replay_and_undo() -> None:
    steps = [step(1, "bc", "X"), step(3, "", "Y"), step(4, "e", "")]
    assert replay("abcdef", steps) == "aXYdf"
    assert undo("aXYdf", steps) == "abcdef"


def test_steps_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="received"):
        replay("abc", [step(1, "x", "y")])
    with pytest.raises(ValueError, match="received"):
        replay("abc", [step(1, "b", "y"), step(0, "a", "z")])
    with pytest.raises(ValueError, match="repaired"):
        undo("abc", [step(1, "x", "y")])
    with pytest.raises(ValueError, match="repaired"):
        undo("ayc", [step(1, "b", "y"), step(0, "a", "z")])


def test_what_does_not_fit_gives_nothing() -> None:
    assert replayed("abc", [step(1, "b", "y")]) == "ayc"
    assert replayed("abc", [step(1, "x", "y")]) is None
    assert replayed("abc", [RepairStep(2, 1, "", "", "lost", "", 1.0)]) is None, "it ends before it begins"


def test_steps_have_places_in_the_text_they_make() -> None:
    steps = [step(1, "bc", "X"), step(3, "", "YY"), step(4, "e", "")]
    assert [(start, end) for _, start, end in placed(steps)] == [(1, 2), (2, 4), (5, 5)]
    text = replay("abcdef", steps)
    assert [text[start:end] for _, start, end in placed(steps)] == ["X", "YY", ""]


def test_places_of_the_received_text_have_places_in_the_text() -> None:
    steps = (
        RepairStep(2, 4, "Ã©", "é", "lost", "", 0.9),
        RepairStep(8, 8, "", "!!", "person", "", 1.0),
    )
    places = {place: place_in_text(place, steps, end=False) for place in range(11)}
    assert places == {0: 0, 1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 7, 9: 10, 10: 11}
    assert place_in_text(3, steps, end=True) == 3, "within what was replaced: behind it"


PIECES = st.lists(st.tuples(st.text("ab", max_size=3), st.none() | st.text("abX", max_size=3)), max_size=8)


@given(PIECES)
def test_what_is_replayed_is_taken_back(pieces: list[tuple[str, str | None]]) -> None:
    received, steps = "", []
    for before, after in pieces:
        if after is not None:
            steps.append(step(len(received), before, after))
        received += before
    text = replay(received, steps)
    assert text == "".join(before if after is None else after for before, after in pieces)
    assert undo(text, steps) == received
    for made, start, end in placed(steps):
        assert text[start:end] == made.after


# Two turns with their markers, and what stands behind them.
BORDERS = [(0, 4), (4, 10), (10, 14), (14, 20), (20, 24)]


def places(*steps: tuple[int, int]) -> list[list[tuple[int, int]] | None]:
    made = [RepairStep(start, end, "", "", "lost", "", 1) for start, end in steps]
    found = zip(shared(made, BORDERS), BORDERS, strict=True)
    return [
        None if own is None else [(step.start, step.end) for step in rebased(own, start)]
        for own, (start, _) in found
    ]


def test_every_text_gets_its_own_steps() -> None:
    assert places() == [[], [], [], [], []]
    assert places((0, 2), (2, 4), (4, 6), (9, 10), (11, 12), (19, 20), (20, 21), (24, 24)) == [
        [(0, 2), (2, 4)], [(0, 2), (5, 6)], [(1, 2)], [(5, 6)], [(0, 1), (4, 4)],
    ]  # fmt: skip


def test_what_takes_nothing_away_belongs_to_the_text_that_begins_there() -> None:
    assert places((4, 4), (10, 10), (20, 20)) == [[], [(0, 0)], [(0, 0)], [], [(0, 0)]]


def test_texts_whose_border_a_step_crosses_are_left_alone() -> None:
    assert places((0, 2), (3, 5), (6, 7), (15, 16)) == [None, None, [], [(1, 2)], []]
    assert places((2, 22), (23, 24)) == [None, None, None, None, None]
