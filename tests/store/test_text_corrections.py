"""Correcting a turn's text by hand: what becomes a step, what a decision, and how it is taken back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.repair_steps import replayed
from annotator.errors import UserError
from annotator.model import RepairStep
from annotator.store import Engine, Project, Repaired
from tests.in_words import in_words
from tests.store.building import ADA, BEN, fill, source_of
from tests.store.test_repair_decisions import (
    LOST,
    MARK,
    RECEIVED,
    STEPS,
    SURE,
    TURN,
    new_project,
    spans,
    step_id,
    turn_of,
    with_steps,
)

TEXT = "ab损c\u200dd运 ?xyz"  # what the steps make of RECEIVED


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with new_project(path) as made:
        fill(made, [source_of("one", (with_steps((RECEIVED, STEPS), ("plain words", ())),))])
        assert turn_of(made).text == TEXT
        yield made
        assert made.check() == []


PLAIN = 2


def typed(turn_steps: tuple[RepairStep, ...]) -> list[tuple[int, int, str, str, str | None]]:
    return [(x.start, x.end, x.before, x.after, x.proposal) for x in turn_steps if x.kind == "person"]


def test_where_nothing_was_found_a_step_of_a_person_appears(project: Project) -> None:
    changes = project.repairs.correct(PLAIN, "plein swords")
    turn = turn_of(project, PLAIN)
    assert (turn.text, turn.received) == ("plein swords", "plain words")
    assert typed(turn.steps) == [(2, 3, "a", "e", None), (6, 6, "", "s", None)]
    step = turn.steps[0]
    assert (step.kind, step.reason, step.confidence, step.annotator) == ("person", "typed", 1.0, ADA.key)
    assert step.at
    assert step.alternatives == ()
    assert in_words(changes) == "correcting the text of 1 turn"
    assert (changes.turns, changes.dialogues) == (frozenset({PLAIN}), frozenset({1}))
    assert project.dialogues.page([1])[0].repair_count == len(STEPS) + 2
    project.history.undo()
    assert turn_of(project, PLAIN).steps == ()
    project.history.redo()
    assert turn_of(project, PLAIN) == turn


def test_a_stretch_alone_can_be_given(project: Project) -> None:
    project.repairs.correct(PLAIN, "s", 11, 11)
    project.repairs.correct(PLAIN, "more", 0, 5)
    assert turn_of(project, PLAIN).text == "more wordss"
    with pytest.raises(ValueError, match="no part"):
        project.repairs.correct(PLAIN, "x", 3, 99)
    with pytest.raises(KeyError):
        project.repairs.correct(99, "x")


def test_the_same_text_is_no_edit(project: Project) -> None:
    assert project.repairs.correct(TURN, TEXT).edit is None
    assert project.repairs.correct(PLAIN, "words", 6).edit is None


def test_inside_of_a_step_it_is_a_decision_about_that_step(project: Project) -> None:
    project.repairs.correct(TURN, TEXT.replace("损", "某"))
    step = turn_of(project).steps[0]
    assert (step.kind, step.after, step.proposal, step.annotator) == ("lost", "某", "损", ADA.key)
    assert (step.alternatives, step.confidence) == (LOST.alternatives, LOST.confidence)
    project.repairs.correct(TURN, "损", 2, 3)
    assert turn_of(project).steps[0].proposal is None
    project.repairs.correct(TURN, TEXT.replace("?", "!"))
    assert (turn_of(project).steps[3].after, turn_of(project).steps[3].kind) == ("!", "damage")


def test_what_was_taken_out_can_be_put_back_by_typing(project: Project) -> None:
    project.repairs.replace([step_id(project, "æŸ")], "")
    project.repairs.correct(TURN, "损", 2, 2)
    step = turn_of(project).steps[0]
    assert (step.after, step.kind, step.proposal) == ("损", "lost", None)


def test_beside_a_step_nothing_happens_to_it(project: Project) -> None:
    project.repairs.correct(TURN, TEXT.replace("ab", "aX").replace("xyz", "Xyz"))
    turn = turn_of(project)
    assert [step for step in turn.steps if step.kind != "person"] == list(STEPS)
    assert typed(turn.steps) == [(1, 2, "b", "X", None), (10, 11, "x", "X", None)]


def test_a_stretch_over_steps_takes_their_place_and_remembers_what_they_made(project: Project) -> None:
    start = TEXT.index("损")
    project.repairs.correct(TURN, "全部", start, TEXT.index("运") + 1)
    turn = turn_of(project)
    assert turn.text == "ab全部 ?xyz"
    assert turn.received == RECEIVED
    assert typed(turn.steps) == [(2, 8, "æŸcdè¿", "全部", "损c\u200dd运")]
    assert turn.steps[1:] == (MARK,)
    project.history.undo()
    assert turn_of(project).steps == STEPS
    project.history.redo()
    (found,) = project.doubts.page(2, 9, which="decided")
    assert found.proposal == "损c\u200dd运"
    project.repairs.reopen([found.id])
    assert turn_of(project).text == TEXT
    assert project.doubts.counts(0.9).decided == 0


def test_a_stretch_that_begins_in_a_step_keeps_the_rest_of_it(project: Project) -> None:
    project.repairs.replace([step_id(project, "æŸ")], "longer")
    project.repairs.correct(TURN, "XY", 6, 9)  # from the end of "longer" into "cd"
    turn = turn_of(project)
    assert turn.text == "ablongXY\u200dd运 ?xyz"
    assert typed(turn.steps) == [(2, 5, "æŸc", "longXY", "损c")]
    project.history.undo()
    assert turn_of(project).text.startswith("ablonger")


def test_a_stretch_that_ends_in_a_step_keeps_the_rest_of_it(project: Project) -> None:
    project.repairs.replace([step_id(project, "æŸ")], "longer")
    project.repairs.correct(TURN, "XY", 1, 4)  # from "b" to the "lo" of "longer"
    turn = turn_of(project)
    assert turn.text == "aXYngerc\u200dd运 ?xyz"
    assert typed(turn.steps) == [(1, 4, "bæŸ", "XYnger", "b损")]
    project.history.undo()
    assert turn_of(project).text.startswith("ablonger")


def test_two_changes_about_one_step_are_one_decision(project: Project) -> None:
    project.repairs.replace([step_id(project, "æŸ")], "one and two")
    project.repairs.correct(TURN, turn_of(project).text.replace("one", "1").replace("two", "2"))
    turn = turn_of(project)
    assert (turn.steps[0].after, turn.steps[0].proposal) == ("1 and 2", "损")
    assert typed(turn.steps) == []


def test_taking_a_correction_back_by_hand_leaves_no_step(project: Project) -> None:
    project.repairs.correct(PLAIN, "plein words")
    project.repairs.correct(PLAIN, "plain words")
    assert turn_of(project, PLAIN).steps == ()
    project.repairs.correct(PLAIN, "plein words")
    (step,) = (x.id for x in project.doubts.page(2, 9, which="decided"))
    project.repairs.keep_received([step])
    assert turn_of(project, PLAIN).steps == ()
    project.history.undo()
    project.repairs.reopen([step])
    assert turn_of(project, PLAIN).steps == ()
    project.history.undo()
    assert turn_of(project, PLAIN).text == "plein words"
    project.repairs.correct(PLAIN, "plain wordings", 0, None)
    project.repairs.correct(PLAIN, "plain words")
    assert turn_of(project, PLAIN).steps == ()


def test_corrections_side_by_side_grow_together_where_they_are_changed_together(project: Project) -> None:
    project.repairs.correct(PLAIN, "XXain words")
    project.repairs.correct(PLAIN, "XXYYn words")
    assert typed(turn_of(project, PLAIN).steps) == [(0, 2, "pl", "XX", None), (2, 4, "ai", "YY", None)]
    project.repairs.correct(PLAIN, "plai", 0, 4)
    assert turn_of(project, PLAIN).steps == ()
    project.history.undo()
    project.repairs.correct(PLAIN, "Z", 0, 4)
    assert typed(turn_of(project, PLAIN).steps) == [(0, 4, "plai", "Z", None)]
    project.repairs.correct(PLAIN, "plai", 0, 1)
    assert turn_of(project, PLAIN).steps == ()


def test_repairing_again_never_overwrites_a_correction(project: Project) -> None:
    project.repairs.correct(PLAIN, "plein words")
    kept = turn_of(project, PLAIN).steps
    engine = RepairStep(1, 4, "lai", "LAI", "encoding", "", 1.0)
    other = RepairStep(6, 7, "w", "W", "encoding", "", 1.0)
    found = project.repairs.compare([Repaired(PLAIN, (engine, other))])
    assert [(x.proposed, x.kept) for x in found] == [("plein Words", 1)]
    project.repairs.apply([Repaired(PLAIN, (engine, other))], {1: Engine((), "engine 2", "")})
    assert turn_of(project, PLAIN).steps == (*kept, other)


def test_tags_stay_on_their_words_or_the_correction_is_refused(project: Project) -> None:
    project.tags.add_span(PLAIN, 6, 11, "passage.joke")
    project.repairs.correct(PLAIN, "a much longer beginning, ", 0, 0)
    assert spans(project, PLAIN) == ["words"]
    project.history.undo()
    project.repairs.correct(PLAIN, "plain Words")
    assert spans(project, PLAIN) == ["Words"]
    with pytest.raises(UserError):
        project.repairs.correct(PLAIN, "")
    assert turn_of(project, PLAIN).text == "plain Words"


def test_gaps_and_language_are_found_anew(project: Project) -> None:
    seen: list[str] = []
    project.finder = lambda text: (seen.append(text), ((), None))[1]  # type: ignore[func-returns-value]
    project.repairs.correct(PLAIN, "plain")
    assert seen == ["plain"]


def test_words_are_found_as_they_were_corrected(project: Project) -> None:
    from annotator.model import TurnFilter  # noqa: PLC0415 - only here

    project.repairs.correct(PLAIN, "plain swords")
    assert list(project.search.find(TurnFilter(text="swords"))) == [PLAIN]
    assert list(project.search.find(TurnFilter(text="words")))


def test_another_person_can_take_the_correction_back(path: Path) -> None:
    with new_project(path) as project:
        fill(project, [source_of("one", (with_steps(("plain words", ())),))])
        edit = project.repairs.correct(1, "plein words").edit
    assert edit is not None
    with Project.open(path, annotator=BEN) as project:
        project.repairs.accept([project.doubts.page(2, 9, which="decided")[0].id])
        assert turn_of(project, 1).steps[0].annotator == BEN.key
        assert project.history.revert(edit).skipped == 1
        project.history.undo()
        project.history.revert(edit)
        assert turn_of(project, 1).steps == ()
        assert project.check() == []


def test_corrections_survive_reading_an_export_back(project: Project, tmp_path: Path) -> None:
    project.repairs.correct(TURN, "全部", 2, 6)
    steps = turn_of(project).steps
    with new_project(tmp_path / "other.dap") as other:
        fill(other, [source_of("x", (with_steps((RECEIVED, steps)),))])
        assert turn_of(other, 1).steps == steps
        assert other.check() == []


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["correct", "correct", "correct", "undo", "redo", "keep", "reopen", "again", "span"]),
        st.integers(0, 15), st.integers(0, 8), st.text("ab损好 \u200d", max_size=4),
    ),
    max_size=10,
)  # fmt: skip
FIRST = "importing 1 file"
NEWER = (replace(LOST, after="束"), SURE)


def act(project: Project, name: str, at: int, length: int, text: str) -> None:
    now = turn_of(project).text
    start = min(at, len(now))
    end = min(start + length, len(now))
    ids = [doubt.id for doubt in project.doubts.page(2, 99, which="all")]
    one = [ids[at % len(ids)]] if ids else []
    verbs: dict[str, Callable[[], object]] = {
        "correct": lambda: project.repairs.correct(TURN, text, start, end),
        "keep": lambda: project.repairs.keep_received(one),
        "reopen": lambda: project.repairs.reopen(one),
        "again": lambda: project.repairs.apply([Repaired(TURN, NEWER)], {}),
        "span": lambda: start < end and project.tags.add_span(TURN, start, end, "passage.joke"),
        "undo": lambda: in_words(project.history.can_undo) != FIRST and project.history.undo(),
        "redo": project.history.redo,
    }
    try:
        verbs[name]()
    except UserError:  # a tag would lose its words
        assert name != "span"
    else:
        assert name != "correct" or turn_of(project).text == now[:start] + text + now[end:]


@settings(max_examples=80, deadline=None)
@given(EDITS)
def test_any_sequence_keeps_text_steps_and_log_true(edits: list[tuple[str, int, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, new_project(Path(folder) / "study.dap") as project:
        fill(project, [source_of("one", (with_steps((RECEIVED, STEPS)),))])
        for edit in edits:
            act(project, *edit)
            turn = turn_of(project)
            assert turn.received == RECEIVED
            assert replayed(RECEIVED, turn.steps) == turn.text
        assert project.check() == []
        while in_words(project.history.can_undo) != FIRST:
            project.history.undo()
        assert (turn_of(project).text, turn_of(project).steps) == (TEXT, STEPS)
