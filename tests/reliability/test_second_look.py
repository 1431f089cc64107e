"""Dialogues that come again: for recoding, with the annotator's other tags, and as a blind retest."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.errors import UserError
from annotator.reliability import compare
from annotator.reliability.annotator_roles import adjudicator_of, came_along, deciders_of, retested
from annotator.reliability.assignment_design import Design
from annotator.reliability.disagreements import disputes_of, majority, settling
from annotator.reliability.make_packets import MANIFEST, write_packets
from annotator.reliability.merge_packets import apply_merge, plan_merge
from annotator.reliability.project_after_merge import Choices
from annotator.store import Project
from tests.reliability.studies import ADA, BEN, CYD, annotate, study

LATER = "2100-01-01T00:00:00Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = study(tmp_path, 3)
    annotate(made, ADA)
    with Project.open(made, annotator=ADA) as project:
        for dialogue in project.dialogues.ids():
            project.tags.add(project.turns.ids(dialogue)[:1], "language.zh")
    return made


def labels(project: Project) -> Counter[str]:
    return Counter(tag.label for tag in project.comparison.every_tag())


def test_a_recoding_packet_has_the_annotators_other_tags(path: Path, tmp_path: Path) -> None:
    with Project.open(path, read_only=True) as project:
        before = labels(project)
        (packet,) = write_packets(project, tmp_path / "out", Design(("Ada",), recode=("stance.favor",)))
        with Project.open(packet.path, read_only=True) as made:
            after = labels(made)
            assert made.check(lambda data, encoding: data.decode(encoding)) == []
            assert {tag.key for tag in made.comparison.every_tag()} < {
                tag.key for tag in project.comparison.every_tag()
            }
    assert before["stance.favor"] > 0
    assert after == before - Counter({"stance.favor": before["stance.favor"]})
    assert json.loads((tmp_path / "out" / MANIFEST).read_text())["design"]["recode"] == ["stance.favor"]


def test_new_answers_take_the_place_of_those_asked_again(path: Path, tmp_path: Path) -> None:
    with Project.open(path, annotator=ADA) as project:
        (packet,) = write_packets(project, tmp_path / "out", Design(("Ada",), recode=("stance.favor",)))
        before = labels(project)
        with Project.open(packet.path, annotator=ADA) as made:
            turns = [turn for dialogue in made.dialogues.ids() for turn in made.turns.ids(dialogue)]
            open_ = [
                one.id for one in made.turns.page(turns) if not any(t.facet == "stance" for t in one.tags)
            ]
            assert len(open_) == before["stance.favor"]
            made.tags.add(open_, "stance.against")
        plan = plan_merge(project, [packet.path], Choices(conflicts="packet"))
        assert not plan.troubles
        apply_merge(project, plan)
        after = labels(project)
        assert after["stance.favor"] == 0
        assert after["stance.against"] == before["stance.against"] + before["stance.favor"]
        project.history.undo()
        assert labels(project) == before


def test_a_facet_stands_for_all_its_labels(path: Path, tmp_path: Path) -> None:
    with Project.open(path, read_only=True) as project:
        (packet,) = write_packets(project, tmp_path / "out", Design(("Ada",), recode=("stance",)))
        with Project.open(packet.path, read_only=True) as made:
            assert set(labels(made)) == {"language.zh"}
            assert came_along(made) == frozenset(), "nothing was decided"


def test_a_retest_is_blind_and_its_answers_are_of_an_annotator_of_its_own(path: Path, tmp_path: Path) -> None:
    with Project.open(path, annotator=ADA) as project:
        (packet,) = write_packets(
            project, tmp_path / "out", Design(("Ada",), seed=4, sample=2, retest_before=LATER)
        )
        assert (packet.annotator.name, len(packet.dialogues)) == ("Ada (retest)", 2)
        with Project.open(packet.path) as made:
            assert not list(made.comparison.every_tag())
            turns = [turn for dialogue in made.dialogues.ids() for turn in made.turns.ids(dialogue)]
            made.tags.add(turns, "stance.favor")
            made.tags.add(turns[:1], "stance.against")
        apply_merge(project, plan_merge(project, [packet.path]))
        again = retested(project.key, ADA).key
        (found,) = compare([project], ["stance"], [ADA.key, again])
        assert found.annotators == ("Ada", "Ada (retest)")
        with pytest.raises(UserError, match="no agreement to measure"):
            compare([project], annotators=())  # nobody's first answers but Ada's
        (third,) = write_packets(
            project, tmp_path / "more", Design(("Ada",), sample=2, retest_before=LATER, shuffled=False)
        )
        assert not set(third.dialogues) & set(packet.dialogues), (
            "what was answered again does not come a third time"
        )


@pytest.fixture
def decided(path: Path) -> Path:
    """Ada and Ben differ; Cyd, who tagged nothing, decided all of it in the first two dialogues."""
    annotate(path, BEN, 1)
    with Project.open(path, annotator=CYD) as project:
        facet = project.codebook.read().facet("stance")
        known = project.dialogues.ids()[:2]
        cases = [case for case in disputes_of(project, "stance").cases if case.dialogue in known]
        assert cases
        judge = adjudicator_of(project.key, CYD)
        for edit in settling(cases, "stance", lambda case: majority(case, facet) or case.answers[0], judge):
            edit(project)
    return path


def test_annotators_see_what_was_decided_beside_what_they_said(decided: Path, tmp_path: Path) -> None:
    with Project.open(decided, read_only=True) as project:
        made = write_packets(project, tmp_path / "out", Design(("Ada", "Ben"), decided=True))
        known = {one.key for one in project.dialogues.page(project.dialogues.ids()[:2])}
        every = {tag.key: tag for tag in project.comparison.every_tag()}
        judge = adjudicator_of(project.key, CYD)
    assert [(packet.annotator.name, set(packet.dialogues)) for packet in made] == [
        ("Ada", known),
        ("Ben", known),
    ]
    for packet in made:
        with Project.open(packet.path, read_only=True) as opened:
            assert opened.check(lambda data, encoding: data.decode(encoding)) == []
            tags = list(opened.comparison.every_tag())
            assert {tag.annotator for tag in tags} == {packet.annotator.key, judge.key}, "nobody else's"
            assert all(tag.label == every[tag.key].label for tag in tags)
            (found,) = compare([opened], ["stance"], [packet.annotator.key, judge.key])
            assert found.annotators == (packet.annotator.name, "Cyd (adjudication)")
            assert deciders_of(opened) >= {judge.key}, "told apart in the packet, too"


def test_decisions_that_came_along_are_not_brought_back(decided: Path, tmp_path: Path) -> None:
    with Project.open(decided, annotator=CYD) as project:
        (packet,) = write_packets(project, tmp_path / "out", Design(("Ada",), decided=True))
        judge = adjudicator_of(project.key, CYD)
        gone = [tag.key for tag in project.comparison.every_tag() if tag.annotator == judge.key]
        project.tags.remove(gone)
        with Project.open(packet.path) as opened:
            turns = opened.turns.ids(opened.dialogues.ids()[0])
            opened.tags.add(turns[1:2], "language.en")
        plan = plan_merge(project, [packet.path])
        assert (plan.packets[0].annotators, plan.packets[0].changed) == (("Ada",), 0)
        assert not plan.troubles
        apply_merge(project, plan)
        assert not any(tag.annotator == judge.key for tag in project.comparison.every_tag())


@pytest.mark.parametrize(
    ("design", "what"),
    [
        (Design(("Ada", "ada"), recode=("stance",)), "Two annotators are called"),
        (Design(("Zoe",), recode=("stance",)), "Zoe has not tagged this project"),
        (Design(("Ada",), recode=("nothing",)), "no label or facet nothing"),
        (Design(("Ada",), recode=("topic",)), "nothing to hand out"),
        (Design(("Ada",), retest_before="2000-01-01T00:00:00Z"), "nothing to hand out"),
        (Design(("Ada",), recode=("stance",), retest_before=LATER), "for one purpose"),
        (Design(("Ada",), recode=("stance",), decided=True), "for one purpose"),
        (Design(("Ada",), decided=True), "nothing has been decided"),
        (Design(("Ada",), decided=True, sample=1), "not dealt out anew"),
        (Design(("Ada",), recode=("stance",), sample=1), "not dealt out anew"),
        (Design(("Ada",), retest_before=LATER, each=1), "not dealt out anew"),
        (Design(("Ada",), retest_before=LATER, strata="length"), "not dealt out anew"),
    ],
)
def test_what_cannot_come_again(path: Path, tmp_path: Path, design: Design, what: str) -> None:
    with Project.open(path, read_only=True) as project, pytest.raises(UserError) as caught:
        write_packets(project, tmp_path / "out", design)
    assert what in f"{caught.value} {caught.value.why}"
    assert not (tmp_path / "out").exists()


def test_who_gave_no_such_label_gets_no_packet(path: Path, tmp_path: Path) -> None:
    with Project.open(path, annotator=BEN) as project:
        made = write_packets(project, tmp_path / "out", Design(("Ada", "Ben"), recode=("stance",)))
    assert [packet.annotator.name for packet in made] == ["Ada"]


def test_the_command_line(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["packets", str(path), str(tmp_path / "a"), "--annotator", "Ada", "--recode", "stance.none"])
        == 0
    )
    assert "--conflicts packet" in capsys.readouterr().out
    assert main(["packets", str(path), str(tmp_path / "d"), "--annotator", "Ada", "--decided"]) == 1
    assert "nothing has been decided" in capsys.readouterr().err
    assert main(["packets", str(path), str(tmp_path / "c"), "--annotator", "Ada", "--retest", "30"]) == 1
    assert "nothing to hand out" in capsys.readouterr().err
