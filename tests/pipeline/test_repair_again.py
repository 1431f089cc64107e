"""Repairing a project again: what it would change, what it may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import codebooks
from annotator.core.progress import Progress
from annotator.errors import Cancelled
from annotator.model import Annotator, PreparedSource
from annotator.pipeline.import_files import prepare
from annotator.pipeline.language_findings import look_at
from annotator.pipeline.repair_again import apply_plan, redo_repair
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
    with project.sources.importer() as importer:
        for source in sources:
            importer.add(source)
        importer.finish()


def texts(project: Project) -> list[str]:
    return [turn.text for turn in project.turns.page(project.turns.ids(1))]


def test_the_same_engine_changes_nothing(project: Project) -> None:
    fill(project, prepare("a.txt", damaged()))
    before = texts(project)
    plan = redo_repair(project, project.dialogues.ids())
    assert (plan.repaired, plan.engines, plan.differences) == ((), {}, ())
    assert apply_plan(project, plan).edit is None
    assert texts(project) == before


def test_a_newer_engine_is_shown_first_and_taken_over_as_one_edit(project: Project) -> None:
    source = prepare("a.txt", damaged())
    fill(project, older(source))
    seen: list[Progress] = []
    plan = redo_repair(project, project.dialogues.ids(), progress=seen.append)
    assert seen == [Progress(1, 1, "a")]
    expected = [turn.text for turn in source.dialogues[0].turns]
    assert [each.proposed for each in plan.texts] == expected
    assert texts(project) == [each.now for each in plan.texts] != expected
    edits = len(project.history.edits(99))
    apply_plan(project, plan)
    assert texts(project) == expected
    assert len(project.history.edits(99)) == edits + 1
    turn = project.turns.page(project.turns.ids(1))[0]
    assert (turn.gaps, turn.language) == look_at(turn.text, project.study.read())
    assert project.dialogues.page([1])[0].engine == source.dialogues[0].engine
    project.history.undo()
    assert project.dialogues.page([1])[0].engine == "engine 0"
    assert texts(project) != expected


def test_a_decision_stays(project: Project) -> None:
    fill(project, prepare("a.txt", damaged()))
    step = project.doubts.page(2, 1, which="all")[0]
    project.repairs.replace([step.id], "¿")
    assert redo_repair(project, [1]).differences == ()
    (decided,) = project.doubts.page(2, 9, which="decided")
    assert (decided.step.after, decided.proposal) == ("¿", step.step.after)


def test_it_can_be_stopped(project: Project) -> None:
    fill(project, prepare("a.txt", damaged()))
    with pytest.raises(Cancelled):
        redo_repair(project, [1], cancelled=lambda: True)


NAMED = "[张三]: 这个问题很有意思，我们来讨论一下。\n[李四]: 好的，没问题。谢谢！\n[张三]: 再见。\n"


def test_markers_and_the_tail_are_repaired_again_and_speakers_follow(project: Project) -> None:
    source = prepare("a.txt", damaged(NAMED + " 　\n"))
    (dialogue,) = source.dialogues
    names = [turn.speaker for turn in dialogue.turns]
    assert names == ["张三", "李四", "张三"]
    assert dialogue.tail_steps
    assert all(turn.lead_steps for turn in dialogue.turns)
    turns = tuple(replace(turn, speaker=turn.lead.strip("\n[]: "), lead_steps=()) for turn in dialogue.turns)
    fill(project, replace(source, dialogues=(replace(dialogue, turns=turns, tail_steps=()),)))
    before = [turn.speaker for turn in project.turns.page(project.turns.ids(1))]
    assert before[0] != "张三"
    plan = redo_repair(project, [1])
    assert {each.part for each in plan.differences} == {"lead", "tail"}
    apply_plan(project, plan)
    assert [turn.speaker for turn in project.turns.page(project.turns.ids(1))] == names
    record = project.records.one(1)
    assert [each.lead_steps for each in record.turns] == [turn.lead_steps for turn in dialogue.turns]
    assert record.tail_steps == dialogue.tail_steps
    assert redo_repair(project, [1]).differences == ()
    project.history.undo()
    assert [turn.speaker for turn in project.turns.page(project.turns.ids(1))] == before


def test_what_was_found_with_the_bytes_stays(project: Project) -> None:
    data = "A: 你好，今天的会议改到下午三点。\nB: Très bien, à l’été prochain, mère.\n".encode()
    data += "A: Déjà ? Ça me paraît drôle, bien sûr.\n".encode("cp1252")
    fill(project, prepare("a.txt", data))
    assert "\ufffd" not in "".join(texts(project))
    plan = redo_repair(project, project.dialogues.ids())
    assert (plan.repaired, plan.differences) == ((), ())
