"""What most annotators said: counted rightly, held by a program, taken back by one undo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.errors import UserError
from annotator.model import Annotator
from annotator.reliability import compare
from annotator.reliability.annotator_roles import majority_of
from annotator.reliability.majority_vote import apply_majority, plan_majority
from annotator.store import Project
from tests.in_words import in_words
from tests.reliability.studies import ADA, BEN, CYD, study


def answer(path: Path, who: Annotator, *labels: str) -> None:
    with Project.open(path, annotator=who) as project:
        turns = project.turns.ids(project.dialogues.ids()[0])
        for turn, label in zip(turns, labels, strict=False):
            if label:
                project.tags.add([turn], f"stance.{label}")


@pytest.fixture
def three(tmp_path: Path) -> Path:
    path = study(tmp_path)
    answer(path, ADA, "favor", "favor", "favor", "favor")
    answer(path, BEN, "favor", "favor", "against", "")
    answer(path, CYD, "favor", "against", "none", "")
    return path


def decided(project: Project) -> list[tuple[int | None, str, float | None]]:
    judge = majority_of(project.key)
    return [
        (tag.turn_id, tag.label, tag.score)
        for tag in project.comparison.every_tag()
        if tag.annotator == judge.key
    ]


def test_a_vote(three: Path) -> None:
    with Project.open(three, annotator=ADA) as project:
        before = len(list(project.comparison.every_tag()))
        votes = plan_majority(project, "stance")
        assert (votes.unanimous, votes.majority, votes.tied, votes.alone) == (1, 1, 1, 1)
        assert (votes.new, votes.changed, votes.gone) == (2, 0, 0)
        changes = apply_majority(project, [votes])
        assert in_words(changes) == "adjudicating 2 tags"
        first, second = project.turns.ids(project.dialogues.ids()[0])[:2]
        assert decided(project) == [
            (first, "stance.favor", 1.0),
            (second, "stance.favor", pytest.approx(2 / 3)),
        ]
        assert {one.kind for one in project.people.all() if one.key == majority_of(project.key).key} == {
            "machine"
        }
        assert len(list(project.comparison.every_tag())) == before + 2
        assert apply_majority(project, [plan_majority(project, "stance")]).edit is None
        project.history.undo()
        assert decided(project) == []
        assert len(list(project.comparison.every_tag())) == before


def test_a_vote_after_answers_changed(three: Path) -> None:
    with Project.open(three, annotator=ADA) as project:
        apply_majority(project, [plan_majority(project, "stance")])
    answer(three, BEN, "against", "against", "against")
    answer(three, CYD, "none", "against", "against")
    with Project.open(three, annotator=ADA) as project:
        votes = plan_majority(project, "stance")
        assert (votes.new, votes.changed, votes.gone) == (1, 1, 1)
        apply_majority(project, [votes])
        assert [label for _, label, _ in decided(project)] == ["stance.against", "stance.against"]


def test_the_result_of_a_vote_is_no_annotator(three: Path) -> None:
    with Project.open(three, annotator=ADA) as project:
        (before,) = compare([project], ["stance"])
        apply_majority(project, [plan_majority(project, "stance")])
        (after,) = compare([project], ["stance"])
        assert before == after
        (named,) = compare([project], ["stance"], [ADA.key, majority_of(project.key).key])
        assert len(named.annotators) == 2
        assert plan_majority(project, "stance", [ADA.key, BEN.key]).tied == 1


def test_labels_of_several_are_voted_on_one_by_one(tmp_path: Path) -> None:
    path = study(tmp_path)
    with Project.open(path, annotator=ADA) as project:
        project.codebook.add_label("topic", "weather")
    for who, places in ((ADA, (0, 1)), (BEN, (0, 2)), (CYD, (0,))):
        with Project.open(path, annotator=who) as project:
            topics = [label.key for label in project.codebook.read().facet("topic").labels]
            turn = project.turns.ids(project.dialogues.ids()[0])[0]
            for place in places:
                project.tags.add([turn], topics[place])
    with Project.open(path, annotator=ADA) as project:
        votes = plan_majority(project, "topic")
        assert (votes.majority, votes.tied, votes.new) == (1, 0, 1)
        apply_majority(project, [votes])
        assert [(label, score) for _, label, score in decided(project)] == [(topics[0], 1.0)]
        with pytest.raises(UserError, match="nothing to vote on in mood"):
            plan_majority(project, "mood")


def test_the_command(three: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["adjudicate", str(three)]) == 2
    capsys.readouterr()
    assert main(["adjudicate", str(three), "--majority", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "stance: 1 unanimous, 1 by majority, 1 tied, 1 answered by one annotator; 2 new tags" in said
    with Project.open(three, read_only=True) as project:
        assert decided(project) == []
    assert main(["adjudicate", str(three), "--majority", "--facet", "stance", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facets"][0]["new"] == 2
    with Project.open(three, read_only=True) as project:
        assert len(decided(project)) == 2
