"""Repairing a project again: what it would change, what it may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import codebooks, repairing
from annotator.errors import Cancelled
from annotator.findings import look_at
from annotator.model import Annotator, PreparedSource, RepairStep
from annotator.pipeline import Progress, prepare
from annotator.repairing import apply_plan, redo_repair
from annotator.store import Project

ADA = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")
TEXT = "A: 这个问题很有意思，我们来讨论一下。\nB: 好的，没问题。谢谢！\n"


def damaged(text: str = TEXT) -> bytes:
    return text.encode().decode("cp1252", "ignore").encode()


def older(source: PreparedSource) -> PreparedSource:
    """The file as an engine would have made it that repaired nothing in the turns."""
    dialogue = source.dialogues[0]
    turns = tuple(replace(turn, text=turn.received, steps=()) for turn in dialogue.turns)
    return replace(source, dialogues=(replace(dialogue, turns=turns, engine="engine 0"),))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.create(tmp_path / "x.dap", codebook=codebooks.default(), annotator=ADA)
    with made:
        yield made
        assert made.check() == []


def fill(project: Project, *sources: PreparedSource) -> None:
    with project.importer() as importer:
        for source in sources:
            importer.add(source)
        importer.finish()


def texts(project: Project) -> list[str]:
    return [turn.text for turn in project.turn_page(project.turn_ids(1))]


def test_the_same_engine_changes_nothing(project: Project) -> None:
    fill(project, prepare("a.txt", damaged()))
    before = texts(project)
    plan = redo_repair(project, project.dialogue_ids())
    assert (plan.repaired, plan.engines, plan.differences) == ((), {}, ())
    assert apply_plan(project, plan).edit is None
    assert texts(project) == before


def test_a_newer_engine_is_shown_first_and_taken_over_as_one_edit(project: Project) -> None:
    source = prepare("a.txt", damaged())
    fill(project, older(source))
    seen: list[Progress] = []
    plan = redo_repair(project, project.dialogue_ids(), progress=seen.append)
    assert seen == [Progress(1, 1, "a")]
    expected = [turn.text for turn in source.dialogues[0].turns]
    assert [each.proposed for each in plan.texts] == expected
    assert texts(project) == [each.now for each in plan.texts] != expected
    edits = len(project.history(99))
    apply_plan(project, plan)
    assert texts(project) == expected
    assert len(project.history(99)) == edits + 1
    turn = project.turn_page(project.turn_ids(1))[0]
    assert (turn.gaps, turn.language) == look_at(turn.text, project.study())
    assert project.dialogue_page([1])[0].engine == source.dialogues[0].engine
    project.undo()
    assert project.dialogue_page([1])[0].engine == "engine 0"
    assert texts(project) != expected


def test_a_decision_stays(project: Project) -> None:
    fill(project, prepare("a.txt", damaged()))
    step = project.doubts(2, 1, which="all")[0]
    project.replace_steps([step.id], "¿")
    assert redo_repair(project, [1]).differences == ()
    (decided,) = project.doubts(2, 9, which="decided")
    assert (decided.step.after, decided.proposal) == ("¿", step.step.after)


def test_it_can_be_stopped(project: Project) -> None:
    fill(project, prepare("a.txt", damaged()))
    with pytest.raises(Cancelled):
        redo_repair(project, [1], cancelled=lambda: True)


def test_a_turn_whose_border_a_step_crosses_is_left_alone() -> None:
    steps = (
        RepairStep(0, 2, "", "", "lost", "", 1),
        RepairStep(4, 6, "", "", "lost", "", 1),  # across the end of the first turn
        RepairStep(12, 12, "", "", "joiner", "", 1),
        RepairStep(13, 15, "", "", "lost", "", 1),
        RepairStep(19, 21, "", "", "lost", "", 1),  # across the beginning of the third turn
        RepairStep(22, 23, "", "", "lost", "", 1),
    )
    found = dict(repairing._by_turn([(1, 0, 5), (2, 12, 16), (3, 20, 24), (4, 30, 31)], steps))
    assert found[1] is None
    assert [(step.start, step.end) for step in found[2] or ()] == [(0, 0), (1, 3)]
    assert found[3] is None
    assert found[4] == ()


def test_a_step_over_several_turns_leaves_all_of_them_alone() -> None:
    steps = (RepairStep(2, 25, "", "", "lost", "", 1),)
    assert dict(repairing._by_turn([(1, 0, 5), (2, 10, 20), (3, 24, 30), (4, 31, 32)], steps)) == {
        1: None, 2: None, 3: None, 4: (),
    }  # fmt: skip
