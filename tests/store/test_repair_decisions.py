"""Decisions about repair steps: what they write, what follows them, how they are taken back."""

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
from annotator.model import Gap, PreparedDialogue, PreparedTurn, RepairStep, Turn, TurnLanguage
from annotator.store import Project
from annotator.store.repair_decisions import Difference, Engine, Repaired
from tests.in_words import in_words
from tests.store.building import ADA, BEN, CODEBOOK, doubts_of, fill, source_of

LOST = RepairStep(2, 4, "æŸ", "损", "lost", "gone", 0.4, (("损", 0.4), ("束", 0.3)))
SURE = RepairStep(6, 8, "è¿", "运", "lost", "gone", 0.97, (("运", 0.97),))
MARK = RepairStep(9, 10, "?", "?", "damage", "unknown", 0.9, (("A", 0.1),))
JOINER = RepairStep(5, 5, "", "\u200d", "joiner", "cut", 0.85)
RECEIVED = "abæŸcdè¿ ?xyz"
STEPS = (LOST, JOINER, SURE, MARK)


def with_steps(*turns: tuple[str, tuple[RepairStep, ...]], name: str = "one") -> PreparedDialogue:
    return PreparedDialogue(
        name,
        tuple(
            PreparedTurn("A", f"[{n}] ", received, replayed(received, steps) or "", steps=steps)
            for n, (received, steps) in enumerate(turns)
        ),
        rule="brackets", chain=("windows-1254",), engine="engine 1", model="old",
    )  # fmt: skip


def new_project(path: Path) -> Project:
    return Project.create(path, codebook=CODEBOOK, annotator=ADA)


@pytest.fixture
def damaged(path: Path) -> Iterator[Project]:
    """Turns 1 and 2 (dialogue 1) and 3 (dialogue 2) were damaged in the same way."""
    with new_project(path) as made:
        fill(
            made,
            [
                source_of("one", (with_steps((RECEIVED, STEPS), (RECEIVED, STEPS)),)),
                source_of("two", (with_steps((RECEIVED + "!", STEPS), name="two"),)),
            ],
        )
        yield made
        assert made.check() == []


TURN, SECOND, THIRD = 1, 2, 3


def turn_of(project: Project, turn: int = TURN) -> Turn:
    return project.turns.page([turn])[0]


def step_id(project: Project, before: str, turn: int = TURN) -> int:
    found = (x for x in project.doubts.page(2, 99, which="all") if x.turn == turn and x.step.before == before)
    return next(found).id


def spans(project: Project, turn: int = TURN) -> list[str]:
    it = turn_of(project, turn)
    return [it.text[tag.start : tag.end] for tag in it.tags if tag.start is not None]


# --- deciding -----------------------------------------------------------------------------


def test_an_alternative_takes_the_place_and_keeps_what_the_engine_said(damaged: Project) -> None:
    changes = damaged.repairs.replace([step_id(damaged, "æŸ")], "束")
    turn = turn_of(damaged)
    step = turn.steps[0]
    assert turn.text == "ab束cd".replace("cd", "c\u200dd") + "运 ?xyz"
    assert (step.after, step.proposal, step.annotator) == ("束", "损", ADA.key)
    assert (step.confidence, step.alternatives, step.kind) == (0.4, LOST.alternatives, "lost")
    assert step.at
    assert changes.turns == {TURN}
    assert changes.dialogues == {1}
    assert in_words(changes) == "changing 1 repair"
    assert turn.received == RECEIVED


def test_accepting_changes_no_text(damaged: Project) -> None:
    before = turn_of(damaged).text
    damaged.repairs.accept([step_id(damaged, "æŸ")])
    turn = turn_of(damaged)
    assert turn.text == before
    assert (turn.steps[0].annotator, turn.steps[0].proposal) == (ADA.key, None)
    assert damaged.repairs.accept([step_id(damaged, "æŸ")]).edit is None


def test_what_was_received_can_be_kept(damaged: Project) -> None:
    everything = [doubt.id for doubt in damaged.doubts.page(2, 99, which="all") if doubt.turn == TURN]
    damaged.repairs.keep_received(everything)
    turn = turn_of(damaged)
    assert turn.text == turn.received == RECEIVED
    assert [step.proposal for step in turn.steps] == ["损", "\u200d", "运", None]


def test_the_proposal_outlives_several_decisions(damaged: Project) -> None:
    step = step_id(damaged, "æŸ")
    for text in ("束", "某", "longer"):
        damaged.repairs.replace([step], text)
    assert turn_of(damaged).steps[0].proposal == "损"
    damaged.repairs.replace([step], "损")
    assert turn_of(damaged).steps[0].proposal is None
    damaged.repairs.replace([step], "某")
    damaged.repairs.reopen([step])
    assert turn_of(damaged).steps[0] == LOST


def test_damage_that_somebody_repaired_is_no_damage_any_more(damaged: Project) -> None:
    assert damaged.dialogues.page([1])[0].damage_count == 2
    damaged.repairs.replace([step_id(damaged, "?")], "A")
    assert damaged.dialogues.page([1])[0].damage_count == 1
    assert damaged.counts().damage == 2
    damaged.history.undo()
    assert damaged.dialogues.page([1])[0].damage_count == 2
    damaged.repairs.accept([step_id(damaged, "?")])
    assert damaged.dialogues.page([1])[0].damage_count == 2


def test_an_unknown_step_is_refused_and_nothing_changes(damaged: Project) -> None:
    with pytest.raises(KeyError):
        damaged.repairs.accept([step_id(damaged, "æŸ"), 999])
    assert damaged.doubts.counts(0.9).decided == 0


def test_a_turn_that_reads_as_received_stores_its_text_once(damaged: Project) -> None:
    kept = [step.id for step in damaged.doubts.page(2, 99, which="all") if step.turn == TURN]
    damaged.repairs.keep_received(kept)
    assert damaged.history.undo() is not None
    assert turn_of(damaged).text == replayed(RECEIVED, STEPS)


def test_lone_surrogates_are_not_stored(damaged: Project) -> None:
    damaged.repairs.replace([step_id(damaged, "æŸ")], "\ud800")
    assert turn_of(damaged).steps[0].after == "\ufffd"


# --- what hangs on the text ---------------------------------------------------------------


def test_gaps_and_language_are_found_anew(damaged: Project) -> None:
    language = TurnLanguage("zh", "zh", "Hans", (("zh", 3),))
    damaged.finder = lambda text: ((Gap(0, len(text), "double space"),), language)
    damaged.repairs.replace([step_id(damaged, "æŸ")], "")
    turn = turn_of(damaged)
    assert turn.gaps == (Gap(0, len(turn.text), "double space"),)
    assert turn.language == language
    assert damaged.dialogues.page([1])[0].gap_count == 1
    damaged.finder = lambda _: ((), None)
    damaged.history.undo()
    assert turn_of(damaged).gaps == ()
    assert turn_of(damaged).language is None
    assert damaged.dialogues.page([1])[0].gap_count == 0


def test_without_a_finder_gaps_stay_on_their_characters(path: Path) -> None:
    turn = PreparedTurn(
        "A", "", "æŸa  b", "损a  b", steps=(RepairStep(0, 2, "æŸ", "损", "lost", "", 0.5),),
        gaps=(Gap(2, 4, "double space"), Gap(0, 1, "double space")), language=TurnLanguage("zh"),
    )  # fmt: skip
    with new_project(path) as project:
        fill(project, [source_of("x", (PreparedDialogue("x", (turn,)),))])
        project.repairs.replace([1], "")
        found = turn_of(project)
        assert [(gap.start, gap.end) for gap in found.gaps] == [(1, 3), (0, 0)]
        assert found.language == TurnLanguage("zh")
        assert project.check() == []


@pytest.mark.parametrize("text", ["束", "", "much longer", "æŸ"])
def test_span_tags_stay_on_their_characters(damaged: Project, text: str) -> None:
    ends = turn_of(damaged).text
    damaged.tags.add_span(TURN, 0, 2, "passage.joke")
    damaged.tags.add_span(TURN, ends.index("x"), len(ends), "passage.joke")
    damaged.tags.add_span(TURN, 1, 4, "passage.joke")
    before = spans(damaged)
    damaged.repairs.replace([step_id(damaged, "æŸ")], text)
    assert sorted(spans(damaged)) == sorted(["ab", "xyz", f"b{text}c"])
    damaged.history.undo()
    assert spans(damaged) == before


def test_a_span_over_part_of_a_step_comes_back_exactly(path: Path) -> None:
    step = RepairStep(1, 4, "Ã©Ã", "two", "encoding", "", 0.5)
    with new_project(path) as project:
        fill(project, [source_of("x", (with_steps(("aÃ©Ãb", (step,))),))])
        project.tags.add_span(TURN, 1, 2, "passage.joke")
        project.tags.add_span(TURN, 2, 4, "passage.joke")
        with pytest.raises(UserError, match="cannot be changed"):
            project.repairs.replace([1], "!")
        assert spans(project, 1) == ["t", "wo"]
        project.history.undo()
        project.repairs.replace([1], "!")
        assert spans(project, 1) == ["!"]
        project.repairs.replace([1], "!?")
        project.history.undo()
        project.history.undo()
        assert spans(project, 1) == ["t"]
        assert project.check() == []


def test_a_tag_keeps_some_text_or_the_decision_is_refused(path: Path) -> None:
    step = RepairStep(0, 2, "Ã©", "é", "encoding", "", 0.5)
    with new_project(path) as project:
        fill(project, [source_of("x", (with_steps(("Ã©", (step,)), ("Ã©b", (step,))),))])
        project.tags.add_span(1, 0, 1, "passage.joke")
        project.tags.add_span(2, 0, 1, "passage.joke")
        with pytest.raises(UserError):
            project.repairs.replace([1], "")
        project.repairs.replace([2], "")
        assert spans(project, 2) == ["b"]
        project.history.undo()
        assert spans(project, 2) == ["é"]


# --- taking back --------------------------------------------------------------------------


def test_undo_redo_and_revert(damaged: Project) -> None:
    first = step_id(damaged, "æŸ")
    edit = damaged.repairs.replace([first], "束").edit
    assert in_words(damaged.history.can_undo) == "changing 1 repair"
    damaged.history.undo()
    assert turn_of(damaged).steps[0] == LOST
    damaged.history.redo()
    assert turn_of(damaged).steps[0].after == "束"
    assert edit is not None
    damaged.repairs.replace([step_id(damaged, "è¿")], "连")
    damaged.history.revert(edit)
    assert turn_of(damaged).text == "ab损c\u200dd连 ?xyz"


def test_a_decision_that_was_changed_since_is_left_alone(damaged: Project) -> None:
    step = step_id(damaged, "æŸ")
    edit = damaged.repairs.replace([step], "束").edit
    damaged.tags.add_span(TURN, 2, 3, "passage.joke")
    damaged.repairs.replace([step], "other")
    assert edit is not None
    assert damaged.history.revert(edit).skipped == 1
    assert turn_of(damaged).steps[0].after == "other"
    assert spans(damaged) == ["other"]


def test_a_span_tag_given_before_a_decision_can_still_be_taken_back(damaged: Project) -> None:
    text = turn_of(damaged).text
    edit = damaged.tags.add_span(TURN, text.index("x"), len(text), "passage.joke").edit
    damaged.repairs.replace([step_id(damaged, "æŸ")], "longer")
    assert edit is not None
    assert damaged.history.revert(edit).skipped == 0
    assert spans(damaged) == []


def test_a_span_tag_comes_back_to_where_its_characters_are_now(damaged: Project) -> None:
    text = turn_of(damaged).text
    damaged.tags.add_span(TURN, text.index("x"), len(text), "passage.joke")
    removed = damaged.tags.clear([TURN], "passage").edit
    damaged.repairs.replace([step_id(damaged, "æŸ")], "longer")
    new = Repaired(TURN, (replace(LOST, confidence=0.5), replace(SURE, after="连")))
    damaged.repairs.apply([new], {})
    assert removed is not None
    damaged.history.revert(removed)
    assert spans(damaged) == ["xyz"]


# --- many at once -------------------------------------------------------------------------


def test_the_same_decision_everywhere(damaged: Project) -> None:
    step = step_id(damaged, "æŸ")
    damaged.repairs.accept([step_id(damaged, "æŸ", SECOND)])
    same = damaged.doubts.same(step)
    assert len(same) == 2
    assert len(damaged.doubts.same(step, 1)) == 1
    changes = damaged.repairs.replace(same, "束")
    assert changes.turns == {TURN, THIRD}
    assert len(damaged.history.edits(1)) == 1
    damaged.history.undo()
    assert {turn_of(damaged, turn).text[2] for turn in (TURN, SECOND, THIRD)} == {"损"}
    assert step_id(damaged, "æŸ", SECOND) in damaged.doubts.same(step_id(damaged, "æŸ", SECOND))
    assert list(damaged.doubts.same(999)) == []


def test_steps_within_a_range_of_confidence(damaged: Project) -> None:
    assert len(damaged.doubts.surer(0.8, 0.9)) == 3  # the joiners, and never a mark of damage
    assert len(damaged.doubts.surer(0.8)) == 6
    assert len(damaged.doubts.surer(0.8, dialogue_id=2)) == 2
    damaged.repairs.accept(damaged.doubts.surer(0.8))
    assert len(damaged.doubts.surer(0.8)) == 0


# --- the list of doubts -------------------------------------------------------------------


def test_doubts_come_least_sure_first_with_their_line(damaged: Project) -> None:
    found = damaged.doubts.page(0.9, 99)
    assert [x.step.before for x in found] == ["?"] * 3 + ["æŸ"] * 3 + [""] * 3
    mark = found[0]
    assert (mark.turn, mark.dialogue, mark.position, mark.speaker, mark.title) == (TURN, 1, 0, "A", "one")
    assert (mark.lead, mark.rest) == ("ab损c\u200dd运 ", "xyz")
    around = damaged.doubts.surroundings(mark.id)
    assert around is not None
    turn = turn_of(damaged)
    assert (around.received, around.text) == (turn.received, turn.text)
    assert (turn.received[slice(*around.received_at)], turn.text[slice(*around.text_at)]) == ("?", "?")
    assert damaged.doubts.surroundings(999) is None
    assert (mark.decided, mark.proposal) == (False, "?")
    assert len(damaged.doubts.page(0.9, 99, dialogue_id=2)) == 3


def test_doubts_come_in_pages(damaged: Project) -> None:
    whole = damaged.doubts.page(0.9, 99)
    pages = damaged.doubts.page(0.9, 4)
    while page := damaged.doubts.page(0.9, 4, pages[-1]):
        pages += page
    assert pages == whole
    assert damaged.doubts.page(0.9, 99, whole[5], dialogue_id=2) == [x for x in whole[6:] if x.dialogue == 2]


def test_decided_steps_leave_the_doubts(damaged: Project) -> None:
    step = step_id(damaged, "æŸ")
    damaged.repairs.replace([step], "束")
    counts = damaged.doubts.counts(0.9)
    assert (counts.doubts, counts.decided) == (8, 1)
    assert damaged.doubts.counts(0.9, 2).doubts == 3
    (decided,) = damaged.doubts.page(0.9, 9, which="decided")
    assert (decided.id, decided.decided, decided.proposal) == (step, True, "损")
    assert step not in [x.id for x in damaged.doubts.page(0.9, 99)]
    assert len(damaged.doubts.page(0.9, 99, which="damage")) == 3


def test_steps_are_found_again_by_their_number(damaged: Project) -> None:
    ids = [doubt.id for doubt in damaged.doubts.page(0.9, 99)][::-1]
    assert [doubt.id for doubt in doubts_of(damaged, [*ids, 999])] == ids


def test_removed_dialogues_raise_no_doubts(damaged: Project) -> None:
    damaged.dialogues.remove([1])
    assert {doubt.dialogue for doubt in damaged.doubts.page(2, 99, which="all")} == {2}
    assert damaged.doubts.counts(0.9).doubts == 3
    assert damaged.doubts.counts(0.9, 1).doubts == 0
    assert len(damaged.doubts.surer(0)) == 3


# --- repairing again ----------------------------------------------------------------------

NEWER = (replace(LOST, after="束", confidence=0.99), replace(SURE, confidence=0.99), MARK)


def test_repairing_again_shows_first_what_it_would_change(damaged: Project) -> None:
    same = Repaired(THIRD, STEPS)
    assert damaged.repairs.compare([Repaired(TURN, NEWER), same]) == [
        Difference(TURN, 1, RECEIVED, "ab损c\u200dd运 ?xyz", "ab束cd运 ?xyz", 0)
    ]
    assert damaged.repairs.compare([]) == []


def test_repairing_again_never_overwrites_a_decision(damaged: Project) -> None:
    text = turn_of(damaged).text
    damaged.tags.add_span(TURN, text.index("x"), len(text), "passage.joke")
    damaged.repairs.replace([step_id(damaged, "æŸ")], "某")
    kept = turn_of(damaged).steps[0]
    assert damaged.repairs.compare([Repaired(TURN, NEWER)])[0].kept == 1
    engine = Engine(("windows-1254",), "engine 2", "new")
    changes = damaged.repairs.apply([Repaired(TURN, NEWER), Repaired(THIRD, STEPS)], {1: engine})
    turn = turn_of(damaged)
    assert turn.steps == (kept, NEWER[1], NEWER[2])
    assert turn.text == "ab某cd运 ?xyz"
    assert spans(damaged) == ["xyz"]
    assert changes.turns == {TURN}
    assert in_words(changes) == "repairing 1 turn again"
    dialogue = damaged.dialogues.page([1])[0]
    assert (dialogue.engine, dialogue.model, dialogue.repair_count) == ("engine 2", "new", 7)
    assert damaged.check() == []
    damaged.history.undo()
    dialogue = damaged.dialogues.page([1])[0]
    assert (dialogue.engine, dialogue.model, dialogue.repair_count) == ("engine 1", "old", 8)
    assert turn_of(damaged).steps == (kept, *STEPS[1:])
    damaged.history.redo()
    again = turn_of(damaged)
    assert replace(again, tags=()) == replace(turn, tags=())
    # A span that was moved there and back says when it was changed last: that second may be another one.
    assert [replace(tag, at="") for tag in again.tags] == [replace(tag, at="") for tag in turn.tags]


def test_the_chain_of_a_dialogue_comes_back_too(damaged: Project) -> None:
    damaged.repairs.apply([], {1: Engine(("a", "b"), "engine 1", "old")})
    assert damaged.dialogues.page([1])[0].chain == ("a", "b")
    damaged.history.undo()
    assert damaged.dialogues.page([1])[0].chain == ("windows-1254",)


def test_old_steps_do_not_come_back_under_a_newer_decision(damaged: Project) -> None:
    edit = damaged.repairs.apply([Repaired(TURN, NEWER)], {}).edit
    damaged.repairs.replace([step_id(damaged, "æŸ")], "某")
    assert edit is not None
    changes = damaged.history.revert(edit)
    assert changes.skipped == 2  # the decided step stays, and the old one has no room beside it
    assert turn_of(damaged).text == "ab某c\u200dd运 ?xyz"


def test_numbers_of_steps_never_come_twice(damaged: Project) -> None:
    damaged.repairs.apply([Repaired(TURN, NEWER)], {})
    used = {doubt.id for doubt in damaged.doubts.page(2, 99, which="all")}
    damaged.history.undo()
    fill(damaged, [source_of("three", (with_steps((RECEIVED + "?", STEPS), name="three"),))])
    new = {doubt.id for doubt in damaged.doubts.page(2, 99, which="all") if doubt.title == "three"}
    assert not new & used
    damaged.history.undo()
    assert damaged.check() == []


def test_decisions_survive_reading_an_export_back(damaged: Project, tmp_path: Path) -> None:
    damaged.repairs.replace([step_id(damaged, "æŸ"), step_id(damaged, "?")], "某")
    steps = turn_of(damaged).steps
    with new_project(tmp_path / "other.dap") as other:
        fill(other, [source_of("x", (with_steps((RECEIVED, steps)),))])
        assert turn_of(other, 1).steps == steps
        assert other.dialogues.page([1])[0].damage_count == 0
        assert other.check() == []


def test_a_project_without_steps_has_room_for_them(path: Path) -> None:
    with new_project(path) as project:
        fill(project, [source_of("plain", (with_steps(("plain", ())),))])
        project.repairs.apply([Repaired(1, (RepairStep(0, 1, "p", "P", "encoding", "", 1.0),))], {})
        assert turn_of(project, 1).text == "Plain"
        assert project.check() == []


def test_several_people_decide_on_one_text(path: Path) -> None:
    with new_project(path) as project:
        fill(project, [source_of("one", (with_steps((RECEIVED, STEPS)),))])
        project.repairs.accept([step_id(project, "æŸ")])
    with Project.open(path, annotator=BEN) as project:
        project.repairs.accept([step_id(project, "æŸ")])
        assert turn_of(project).steps[0].annotator == BEN.key


# --- any sequence -------------------------------------------------------------------------

TEXTS = st.sampled_from(["", "束", "损", "ab", "longer text", "æŸ"])
UNDOING = {"undo", "redo", "revert", "span"}
VERBS = ("replace", "keep", "accept", "reopen", "undo", "redo", "revert", "again", "span", "untag")
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(VERBS),
        st.integers(0, 11),
        TEXTS,
    ),
    max_size=12,
)  # fmt: skip


def act(project: Project, base: int, name: str, number: int, text: str) -> None:
    ids = [doubt.id for doubt in project.doubts.page(2, 99, which="all")]
    if not ids:  # the import was undone
        return
    one = [ids[number % len(ids)]]
    length = len(turn_of(project).text)
    edits = [edit.id for edit in project.history.edits(99) if edit.id > base]
    verbs: dict[str, Callable[[], object]] = {
        "replace": lambda: project.repairs.replace([*one, ids[-1]], text),
        "keep": lambda: project.repairs.keep_received(one),
        "accept": lambda: project.repairs.accept(one),
        "reopen": lambda: project.repairs.reopen(one),
        "undo": project.history.undo,
        "redo": project.history.redo,
        "revert": lambda: project.history.revert(edits[number % len(edits)]) if edits else None,
        "again": lambda: project.repairs.apply([Repaired(TURN, NEWER if number % 2 else STEPS)], {}),
        "span": lambda: project.tags.add_span(TURN, min(number, length - 1), length, "passage.joke"),
        "untag": lambda: project.tags.clear([TURN], "passage"),
    }
    try:
        verbs[name]()
    except UserError:
        assert name in {"replace", "keep", "reopen", "again", "undo", "redo", "revert"}


@settings(max_examples=60, deadline=None)
@given(ACTIONS)
def test_any_sequence_keeps_texts_spans_and_log_true(actions: list[tuple[str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, new_project(Path(folder) / "study.dap") as project:
        fill(project, [source_of("one", (with_steps((RECEIVED, STEPS), (RECEIVED, STEPS)),))])
        text = turn_of(project).text
        project.tags.add_span(TURN, 0, 2, "passage.joke")
        project.tags.add_span(TURN, text.index("x"), len(text), "passage.joke")
        base = project.history.edits(1)[0].id
        for action in actions:
            act(project, base, *action)
            turn = turn_of(project)
            assert turn.text == replayed(turn.received, turn.steps)
            assert turn.received == RECEIVED
            if (UNDOING | {"untag"}).isdisjoint(name for name, *_ in actions):
                assert spans(project) == ["ab", "xyz"]
        assert project.check() == []
        if UNDOING.isdisjoint(name for name, *_ in actions):
            while in_words(project.history.can_undo) != "tagging a span":
                project.history.undo()
            assert (turn_of(project).text, spans(project)) == (text, ["ab", "xyz"])
