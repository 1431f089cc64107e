"""Where annotators differ, and decisions: the adjudicator's own, undone by one step, nobody's answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model import Changes
from annotator.reliability import compare
from annotator.reliability.annotator_roles import adjudicator_of, deciders_of, voter_of
from annotator.reliability.disagreements import (
    Answer,
    Case,
    Disputes,
    deciding,
    disputes_of,
    majority,
    settling,
)
from annotator.reliability.majority_vote import plan_majority
from annotator.store import Project
from tests.in_words import in_words
from tests.reliability.studies import ADA, BEN, CYD, study
from tests.reliability.test_majority_vote import answer


@pytest.fixture
def three(tmp_path: Path) -> Path:
    path = study(tmp_path)
    answer(path, ADA, "favor", "favor", "favor", "favor")
    answer(path, BEN, "favor", "favor", "against", "")
    answer(path, CYD, "favor", "against", "none", "")
    return path


def kinds(found: Disputes) -> list[tuple[str, ...]]:
    every = [[label for labels in case.kind for label in labels] for case in found.cases]
    return [tuple(label.partition(".")[2] for label in labels) for labels in every]


def decide(project: Project, case: Case, *labels: str) -> Changes:
    judge = adjudicator_of(project.key, project.annotator)
    return project.together(deciding(case, "stance", Answer("", labels), judge))


def test_only_turns_where_annotators_differ_in_the_order_of_the_dialogue(three: Path) -> None:
    with Project.open(three, annotator=ADA) as project:
        found = disputes_of(project, "stance")
        turns = project.turns.ids(project.dialogues.ids()[0])
    assert kinds(found) == [("favor", "against"), ("favor", "against", "none")]
    assert [case.stop for case in found.cases] == list(turns[1:3])
    assert [one.name for one in found.annotators] == ["Ada", "Ben", "Cyd"]
    assert found.shared == 3
    assert [one.labels for one in found.cases[1].answers] == [
        ("stance.favor",), ("stance.against",), ("stance.none",)
    ]  # fmt: skip


def test_what_each_said_comes_along(three: Path) -> None:
    with Project.open(three, annotator=BEN) as project:
        turn = project.turns.ids(project.dialogues.ids()[0])[1]
        project.tags.set_fields([turn], "stance", intensity=3, uncertain=True, note="ironic?")
        ben = disputes_of(project, "stance").cases[0].answers[1]
    assert (ben.annotator, ben.intensity, ben.uncertain, ben.note) == (BEN.key, 3, True, "ironic?")


def test_a_majority_with_the_intensity_most_of_them_gave(three: Path) -> None:
    with Project.open(three, annotator=BEN) as project:
        turn = project.turns.ids(project.dialogues.ids()[0])[1]
        facet = project.codebook.read().facet("stance")
        first, tied = disputes_of(project, "stance").cases
        assert majority(first, facet) == Answer("", ("stance.favor",))
        assert majority(tied, facet) is None
        project.tags.set_fields([turn], "stance", intensity=3)
        (first,) = disputes_of(project, "stance", [turn]).cases
        found = majority(first, facet)
    assert found is not None
    assert found.intensity is None, "one said nothing, one said strong"


def test_a_decision_is_the_adjudicators_and_one_undo_takes_it_back(three: Path) -> None:
    with Project.open(three, annotator=ADA) as project:
        before = sorted(tag.key for tag in project.comparison.every_tag())
        case = disputes_of(project, "stance").cases[0]
        changes = decide(project, case, "stance.favor")
        assert in_words(changes) == "adjudicating 1 tag"
        assert changes.turns == {case.stop}
        again = disputes_of(project, "stance").cases[0]
        assert again.decision is not None
        assert again.decision.labels == ("stance.favor",)
        assert again.answers == case.answers, "the annotators' own tags stay"
        assert again.kind == case.kind
        project.history.undo()
        assert sorted(tag.key for tag in project.comparison.every_tag()) == before


def test_another_decision_takes_the_place_of_the_first_and_keeps_its_note(three: Path) -> None:
    with Project.open(three, annotator=ADA) as project:
        judge = adjudicator_of(project.key, project.annotator)
        case = disputes_of(project, "stance").cases[0]
        project.together(deciding(case, "stance", Answer("", ("stance.favor",), note="reason: irony"), judge))
        decide(project, disputes_of(project, "stance").cases[0], "stance.none")
        decision = disputes_of(project, "stance").cases[0].decision
        assert decision is not None
        assert (decision.labels, decision.note) == (("stance.none",), "reason: irony")
        assert len(decision.keys) == 1
        project.together(deciding(disputes_of(project, "stance").cases[0], "stance", Answer("", ()), judge))
        assert disputes_of(project, "stance").cases[0].decision is None, "no labels take it away"


def test_decisions_and_blind_votes_are_nobodys_answers(three: Path) -> None:
    with Project.open(three, annotator=ADA) as project:
        before = compare([project], ["stance"])
        votes = plan_majority(project, "stance")
        voter = voter_of(project.key, project.annotator)
        case = disputes_of(project, "stance").cases[1]
        project.together(deciding(case, "stance", Answer("", ("stance.none",)), voter))
        decide(project, case, "stance.favor")
        assert compare([project], ["stance"]) == before
        assert plan_majority(project, "stance").tied == votes.tied
        (found,) = (one for one in disputes_of(project, "stance").cases if one.unit == case.unit)
        assert found.vote is not None
        assert found.vote.labels == ("stance.none",)
        facet = project.codebook.read().facet("stance")
        assert majority(found, facet) == Answer("", ("stance.none",)), "the vote breaks the tie"
        assert deciders_of(project) >= {voter.key, found.decision.annotator}  # type: ignore[union-attr]


def test_one_edit_settles_many(three: Path) -> None:
    answer(three, ADA, "", "", "against", "")
    answer(three, CYD, "", "", "favor", "")
    with Project.open(three, annotator=ADA) as project:
        cases = disputes_of(project, "stance").cases
        assert len({case.kind for case in cases}) == 1
        judge = adjudicator_of(project.key, project.annotator)
        wanted = Answer("", ("stance.against",))
        changes = project.together(settling(cases, "stance", lambda _: wanted, judge))
        assert in_words(changes) == "adjudicating 2 tags"
        decisions = [case.decision for case in disputes_of(project, "stance").cases]
        assert [one.labels for one in decisions if one is not None] == [("stance.against",)] * 2
        project.history.undo()
        assert [case.decision for case in disputes_of(project, "stance").cases] == [None, None]


def test_a_facet_of_several_labels_is_compared_as_sets(three: Path) -> None:
    for who, labels in ((ADA, ("target", "drift")), (BEN, ("drift",)), (CYD, ("drift", "target"))):
        with Project.open(three, annotator=who) as project:
            turn = project.turns.ids(project.dialogues.ids()[0])[0]
            for label in labels:
                project.tags.add([turn], f"topic.{label}")
    with Project.open(three, annotator=ADA) as project:
        (case,) = disputes_of(project, "topic").cases
        assert case.kind == (("topic.target", "topic.drift"), ("topic.drift",))
        found = majority(case, project.codebook.read().facet("topic"))
        assert found is not None
        assert set(found.labels) == {"topic.target", "topic.drift"}


def test_no_second_coder_and_no_such_facet(tmp_path: Path) -> None:
    path = study(tmp_path)
    answer(path, ADA, "favor")
    with Project.open(path, annotator=ADA) as project:
        found = disputes_of(project, "stance")
        assert (len(found.annotators), found.shared, found.cases) == (1, 0, ())
        for facet in ("note", "nothing"):
            with pytest.raises(UserError, match="nothing to decide"):
                disputes_of(project, facet)
