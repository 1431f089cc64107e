from dataclasses import replace

from annotator.model import Gap, RepairStep
from annotator.ui.turn_list.text_marks import (
    Flag,
    flags_of,
    is_doubt,
    kind_of,
    levels_of,
    mark_at,
    marks_of,
    spans_of,
)
from tests.ui.turn_list.conftest import make_tag, make_turn


def test_steps_are_placed_in_the_repaired_text() -> None:
    steps = (
        RepairStep(0, 3, "â€™", "’", "encoding", "r", 0.99),
        RepairStep(5, 6, "?", "好的", "lost", "r", 0.4),
        RepairStep(8, 9, "\ufffd", "\ufffd", "damage", "r", 1.0),
        RepairStep(9, 11, "xx", "", "encoding", "r", 1.0),
    )
    turn = make_turn(1, "’ab好的cd\ufffd", steps=steps, gaps=(Gap(2, 3, "double space"),))
    marks = marks_of(turn)
    assert [(mark.start, mark.end, mark.kind) for mark in marks] == [
        (0, 1, "repair"), (3, 5, "doubtful"), (7, 8, "damage"), (8, 8, "repair"), (2, 3, "gap"),
    ]  # fmt: skip
    assert [turn.text[mark.start : mark.end] for mark in marks[:3]] == ["’", "好的", "\ufffd"]


def test_flags_count_each_kind() -> None:
    one = (RepairStep(0, 1, "a", "b", "encoding", "r", 1.0),)
    assert [flag.text for flag in flags_of(make_turn(1, "b", steps=one))] == ["1 repair"]
    several = (
        RepairStep(0, 1, "a", "b", "encoding", "r", 1.0),
        RepairStep(1, 2, "a", "b", "lost", "r", 0.1),
        RepairStep(2, 3, "b", "b", "damage", "r", 1.0),
    )
    gaps = (Gap(0, 1, "double space"), Gap(1, 2, "double space"))
    flags = flags_of(make_turn(1, "bbb", steps=several, gaps=gaps))
    assert [flag.text for flag in flags] == ["2 repairs", "1 doubtful", "1 damaged place", "2 gaps"]
    assert [flag.warning for flag in flags] == [False, True, True, False]
    assert flags_of(make_turn(1, "clean")) == ()


def restored(text: str, *, confidence: float = 1.0, leave: str = "") -> tuple[RepairStep, ...]:
    return tuple(
        RepairStep(at, at + 1, "?", char, "encoding", "r", confidence)
        for at, char in enumerate(text)
        if not char.isascii() and char not in leave
    )


def test_a_turn_that_was_brought_back_as_a_whole_says_so_once() -> None:
    text = "嗯, 我们明天 OK 再说吧。"
    assert [flag.text for flag in flags_of(make_turn(1, text, steps=restored(text)))] == ["Repaired whole"]
    some = restored(text, leave="明")
    assert [flag.text for flag in flags_of(make_turn(1, text, steps=some))] == [f"{len(some)} repairs"]
    doubtful = restored(text, confidence=0.5)
    assert [flag.text for flag in flags_of(make_turn(1, text, steps=doubtful))] == ["9 repairs", "9 doubtful"]
    decided = (replace(doubtful[0], annotator="me"), *restored(text)[1:])
    flags = flags_of(make_turn(1, text, steps=decided))
    assert [flag.text for flag in flags] == ["9 repairs", "1 decided by a person"]
    few = "It’s a long English sentence with one sign."
    assert [flag.text for flag in flags_of(make_turn(1, few, steps=restored(few)))] == ["1 repair"]


def test_a_doubt_in_the_marker_is_said_until_it_is_decided() -> None:
    name = RepairStep(1, 3, "å¼", "张", "lost", "r", 0.6)
    turn = replace(make_turn(1, "clean"), lead_steps=(name,))
    assert flags_of(turn) == (Flag("Marker doubtful", warning=True),)
    assert flags_of(turn, 50) == ()
    assert flags_of(replace(turn, lead_steps=(replace(name, annotator="someone"),))) == ()


def test_overlapping_spans_lie_on_different_levels() -> None:
    tags = (
        make_tag(1, "topic", "topic.target", start=4, end=9),
        make_tag(1, "topic", "topic.drift", start=0, end=5),
        make_tag(1, "topic", "topic.drift", start=9, end=12),
        make_tag(1, "topic", "topic.target", start=0, end=9),
        make_tag(1, "stance", "stance.favor"),
    )
    spans = spans_of(make_turn(1, "twelve chars", tags=tags))
    assert [(span.start, span.end) for span in spans] == [(0, 9), (0, 5), (4, 9), (9, 12)]
    assert levels_of(spans) == (0, 1, 2, 0)


def test_how_sure_a_repair_must_be_can_be_set() -> None:
    step = RepairStep(0, 1, "a", "b", "encoding", "", 0.88)
    assert [kind_of(step, percent) for percent in (0, 88, 89, 101)] == [
        "repair",
        "repair",
        "doubtful",
        "repair",
    ]
    damage = RepairStep(0, 1, "a", "a", "damage", "", 0.0)
    assert is_doubt(damage)
    assert kind_of(damage) == "damage"
    assert not is_doubt(RepairStep(0, 1, "a", "b", "lost", "", 0.1, annotator="me"))
    turn = make_turn(1, "b", steps=(step,))
    assert [flag.text for flag in flags_of(turn, 95)] == ["1 repair", "1 doubtful"]


def test_what_a_person_decided_is_marked_as_that() -> None:
    steps = (
        RepairStep(0, 1, "a", "b", "lost", "r", 0.1, annotator="me"),
        RepairStep(1, 2, "c", "d", "person", "typed", 1.0, annotator="me"),
        RepairStep(2, 3, "e", "f", "encoding", "r", 1.0),
    )
    turn = make_turn(1, "bdf", steps=steps)
    assert [mark.kind for mark in marks_of(turn)] == ["decided", "decided", "repair"]
    assert [flag.text for flag in flags_of(turn)] == ["3 repairs", "2 decided by people"]
    assert [flag.text for flag in flags_of(make_turn(1, "b", steps=steps[:1]))][1] == "1 decided by a person"


def test_the_mark_under_a_selection() -> None:
    steps = (
        RepairStep(0, 1, "a", "bb", "lost", "r", 0.1),
        RepairStep(3, 4, "c", "d", "encoding", "r", 1.0),
        RepairStep(5, 5, "", "\u200d", "joiner", "r", 1.0),
    )
    marks = marks_of(make_turn(1, "bb__d_\u200d", steps=steps, gaps=(Gap(2, 3, "double space"),)))
    places = {(0, 0): 0, (1, 1): 0, (1, 2): 0, (2, 2): None, (2, 3): None, (0, 5): None, (3, 6): 1, (4, 4): 1}
    for (start, end), number in places.items():
        assert mark_at(marks, start, end) == (None if number is None else marks[number]), (start, end)
