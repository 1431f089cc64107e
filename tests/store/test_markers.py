"""Repairs of speakers' markers and of the tail of a dialogue: listed, decided on, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.offset_mapping import Replacement, changed, renamed
from annotator.core.repair_steps import replayed
from annotator.model import PreparedDialogue, PreparedTurn, RepairStep, TurnFilter
from annotator.store import Engine, Project, Repaired
from annotator.store.text_differences import differences
from tests.in_words import in_words
from tests.store.building import ADA, doubts_of, fill, source_of
from tests.store.test_repair_decisions import new_project

NAME = RepairStep(2, 4, "å¼", "张", "lost", "gone", 0.6, (("张", 0.6), ("弓", 0.2)))
LEAD = "\n[å¼三]: "
END = RepairStep(1, 3, "ã€", "。", "lost", "gone", 0.5, (("。", 0.5), ("、", 0.4)))
TAIL = "\nã€ end"
PLAIN = RepairStep(0, 2, "ã€", "。", "lost", "gone", 0.7, (("。", 0.7),))


def dialogue(name: str = "one") -> PreparedDialogue:
    turns = (
        PreparedTurn("张三", LEAD, "first ã€", "first 。", lead_steps=(NAME,),
                     steps=(replace(PLAIN, start=6, end=8),)),
        PreparedTurn("李", "\n[李]: ", "second", "second"),
        PreparedTurn("张三", LEAD, "third", "third", lead_steps=(NAME,)),
    )  # fmt: skip
    return PreparedDialogue(
        name, turns, TAIL, (END,), rule="brackets", chain=("windows-1254",), engine="engine 1", model="m"
    )


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with new_project(path) as made:
        fill(made, [source_of("one", (dialogue(),))])
        yield made
        assert made.check() == []


def speakers(project: Project) -> list[str]:
    return [turn.speaker for turn in project.turns.page(project.turns.ids(1))]


def ids(project: Project, part: str) -> list[int]:
    return [doubt.id for doubt in project.doubts.page(2, 99, which="all") if doubt.part == part]


def tail(project: Project) -> str | None:
    record = project.records.one(1)
    return replayed(record.tail, record.tail_steps)


# --- listing ------------------------------------------------------------------------------


def test_they_are_listed_with_their_lines(project: Project) -> None:
    end, name, other, text = project.doubts.page(0.9, 99)
    assert (end.part, end.turn, end.position) == ("tail", 3, 2)
    assert (end.lead, end.rest) == ("third\n", " end")
    assert (name.part, name.turn, name.position, name.speaker) == ("lead", 1, 0, "张三")
    assert (name.lead, name.rest) == ("\n[", "三]: first 。")
    assert (other.part, other.turn) == ("lead", 3)
    assert text.part == "text"
    assert project.doubts.counts(0.9).doubts == 4
    assert project.doubts.counts(0.9, dialogue_id=1).doubts == 4
    assert doubts_of(project, [other.id, end.id]) == [other, end]
    assert list(project.doubts.surer(0.6)) == sorted([name.id, other.id, text.id])


def test_their_surroundings_are_the_turn_they_belong_to(project: Project) -> None:
    (end,), (name, _) = ids(project, "tail"), ids(project, "lead")
    around = project.doubts.surroundings(name)
    assert around is not None
    assert (around.received, around.received_at) == (LEAD + "first ã€", (2, 4))
    assert (around.text, around.text_at) == ("\n[张三]: first 。", (2, 3))
    around = project.doubts.surroundings(end)
    assert around is not None
    assert around.received[slice(*around.received_at)] == "ã€"
    assert (around.text, around.text_at) == ("third\n。 end", (6, 7))


def test_a_dialogue_without_turns_has_a_tail_too(path: Path) -> None:
    with new_project(path) as project:
        fill(project, [source_of("x", (replace(dialogue(), turns=()),))])
        (end,) = project.doubts.page(0.9, 9)
        assert (end.turn, end.position, end.speaker, end.title) == (None, 0, "", "one")
        assert (end.lead, end.rest) == ("\n", " end")
        project.repairs.replace([end.id], "!")
        assert tail(project) == "\n! end"
        assert project.check() == []


def test_a_turn_knows_the_repairs_in_its_marker(project: Project) -> None:
    turns = project.turns.page(project.turns.ids(1))
    assert [turn.lead_steps for turn in turns] == [(NAME,), (), (NAME,)]
    assert [len(turn.steps) for turn in turns] == [1, 0, 0]


def test_a_turn_is_found_by_a_doubt_in_its_marker(project: Project) -> None:
    def found() -> list[int]:
        return list(project.search.find(TurnFilter(doubts_below=NAME.confidence + 0.01)))

    assert found() == [1, 3], "what stands behind the last turn is in none"
    project.repairs.accept(ids(project, "lead")[1:])
    assert found() == [1]


# --- deciding -----------------------------------------------------------------------------


def test_the_speaker_follows_the_marker(project: Project) -> None:
    name, other = ids(project, "lead")
    changes = project.repairs.replace([name], "弓")
    assert speakers(project) == ["弓三", "李", "张三"]
    assert (changes.turns, in_words(changes)) == (frozenset({1}), "changing 1 repair")
    (step,) = project.records.one(1).turns[0].lead_steps
    assert (step.after, step.proposal, step.annotator) == ("弓", "张", ADA.key)
    assert (step.alternatives, step.confidence) == (NAME.alternatives, NAME.confidence)
    project.repairs.replace([other], "长")
    assert speakers(project) == ["弓三", "李", "长三"]
    project.history.undo()
    project.history.undo()
    assert speakers(project) == ["张三", "李", "张三"]
    assert project.records.one(1).turns[0].lead_steps == (NAME,)
    project.history.redo()
    assert speakers(project) == ["弓三", "李", "张三"]
    project.repairs.reopen([name])
    assert speakers(project) == ["张三", "李", "张三"]
    project.repairs.keep_received([name])
    assert speakers(project)[0] == "å¼三"


def test_a_decision_beside_the_name_leaves_it(path: Path) -> None:
    bracket = RepairStep(1, 3, "ã€", "【", "lost", "gone", 0.3, (("【", 0.3),))
    made = replace(dialogue(), turns=(PreparedTurn("李", "\nã€李】: ", "x", "x", lead_steps=(bracket,)),))
    with new_project(path) as project:
        fill(project, [source_of("x", (made,))])
        project.repairs.replace(ids(project, "lead"), "「")
        assert speakers(project) == ["李"]
        assert project.check() == []


def test_the_same_decision_holds_in_texts_markers_and_tails(project: Project) -> None:
    (end,) = ids(project, "tail")
    alike = project.doubts.same(end)
    assert sorted(alike) == sorted([end, *ids(project, "text")])
    project.repairs.replace(alike, "、")
    assert tail(project) == "\n、 end"
    assert project.turns.page([1])[0].text == "first 、"
    project.history.undo()
    assert tail(project) == "\n。 end"
    name, other = ids(project, "lead")
    assert sorted(project.doubts.same(name)) == [name, other]
    project.repairs.replace([name, other], "弓")
    assert speakers(project) == ["弓三", "李", "弓三"]


def test_the_tail_is_decided_on_and_taken_back(project: Project) -> None:
    (end,) = ids(project, "tail")
    changes = project.repairs.replace([end], "、")
    assert (changes.turns, changes.dialogues) == (frozenset(), frozenset({1}))
    assert tail(project) == "\n、 end"
    assert project.doubts.counts(0.9).decided == 1
    (change,) = (x for x in project.history.changes(changes.edit or 0) if x.field == "after")
    assert (change.old, change.new, change.turn_id) == ("。", "、", None)
    project.history.undo()
    assert tail(project) == "\n。 end"
    project.repairs.accept([end])
    assert project.records.one(1).tail_steps[0].annotator == ADA.key


def test_decisions_are_taken_back_in_another_sitting(path: Path) -> None:
    with new_project(path) as project:
        fill(project, [source_of("one", (dialogue(),))])
        edit = project.repairs.replace([ids(project, "lead")[0], *ids(project, "tail")], "弓").edit
    assert edit is not None
    with Project.open(path, annotator=ADA) as again:
        assert speakers(again)[0] == "弓三"
        again.history.revert(edit)
        assert speakers(again)[0] == "张三"
        assert tail(again) == "\n。 end"
        assert again.check() == []


def test_a_speaker_follows_where_another_decision_came_later(path: Path) -> None:
    first = replace(NAME, start=2, end=4)
    second = RepairStep(4, 6, "ä¸", "三", "lost", "gone", 0.5, (("三", 0.5),))
    lead = "\n[å¼ä¸]: "
    made = replace(dialogue(), turns=(PreparedTurn("张三", lead, "x", "x", lead_steps=(first, second)),))
    with new_project(path) as project:
        fill(project, [source_of("x", (made,))])
        two, one = ids(project, "lead")
        edit = project.repairs.replace([one], "弓").edit
        project.repairs.replace([two], "五")
        assert speakers(project) == ["弓五"]
        assert edit is not None
        project.history.revert(edit)
        assert speakers(project) == ["张五"]
        assert project.check() == []


def test_tags_given_before_a_decision_on_the_marker_come_back_where_they_were(project: Project) -> None:
    project.tags.add_span(1, 0, 5, "passage.joke")
    edit = project.tags.clear([1], "passage").edit
    project.repairs.replace([ids(project, "lead")[0]], "弓")
    project.repairs.apply([Repaired(1, (), "lead")], {})
    assert edit is not None
    project.history.revert(edit)
    (tag,) = project.turns.page([1])[0].tags
    assert (tag.start, tag.end) == (0, 5)


# --- repairing again ----------------------------------------------------------------------


def test_repairing_again_treats_them_as_it_treats_turns(project: Project) -> None:
    name, other = ids(project, "lead")
    project.repairs.replace([name], "弓")
    newer, end = replace(NAME, after="章", confidence=0.99), replace(END, after="！")
    runs = [
        Repaired(1, (newer,), "lead"), Repaired(3, (newer,), "lead"), Repaired(None, (end,), "tail", 1),
        Repaired(2, (), "lead"),
    ]  # fmt: skip
    found = project.repairs.compare(runs)
    assert [(x.part, x.turn, x.now, x.proposed, x.kept) for x in found] == [
        ("lead", 3, "\n[张三]: ", "\n[章三]: ", 0),
        ("tail", None, "\n。 end", "\n！ end", 0),
    ]
    changes = project.repairs.apply(runs, {1: Engine(("windows-1254",), "engine 2", "m")})
    assert in_words(changes) == "repairing 2 turns again"
    assert speakers(project) == ["弓三", "李", "章三"]
    assert tail(project) == "\n！ end"
    project.history.undo()
    assert speakers(project) == ["弓三", "李", "张三"]
    assert doubts_of(project, [other])


def test_figures_count_them(project: Project) -> None:
    before = project.dialogues.page([1])[0].repair_count
    project.repairs.apply([Repaired(1, (), "lead"), Repaired(None, (), "tail", 1)], {})
    assert project.dialogues.page([1])[0].repair_count == before - 2
    assert speakers(project)[0] == "å¼三"


# --- names --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "before", "after", "new"),
    [
        ("A", "\n[A]: ", "\n[B]: ", "B"),
        ("A", "\n[A 10:30 AM]: ", "\n[B 10:30 AM]: ", "B"),
        ("Ann Lee", "Ann  Lee: ", "Anna  Lee: ", "Anna Lee"),
        ("A", "\n[A]: ", "\n【B】： ", "B"),  # the signs around it changed as well
        ("A", "\n[A]: ", "\n[]: ", "A"),  # nobody
        ("A", "\n[A]: ", "\n[A]： ", "A"),
        ("A", "\nnobody here", "\nsomebody here", "A"),
        ("", "\n", "\n[A]: ", ""),
        ("甲", "甲甲：", "甲乙：", "乙"),
    ],
)
def test_a_name_follows_its_marker(name: str, before: str, after: str, new: str) -> None:
    steps = differences(before, after)
    stretches = changed(before, [], [Replacement(*step) for step in steps])
    assert renamed(name, before, after, stretches) == new
