"""The figures of a whole project, held to what the filters and the tags themselves say."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.model import Annotator, PreparedDialogue, PreparedTurn, Tag, TurnFilter, TurnLanguage
from annotator.store import Project, project_part
from annotator.store.overview import Answered, DialogueStretch, Pace, Shared
from tests.store.building import ADA, BEN, ROBOT, fill, new_project, prepared, source_of

EVERYTHING = DialogueStretch(0, 0, 0, 1_000_000)
AT = "2026-03-01T12:00:00Z"


def test_a_project_without_anything(path: Path) -> None:
    with new_project(path, []) as project:
        overview = project.overview
        assert overview.annotators() == ()
        assert overview.stretches() == ()
        assert overview.answered(EVERYTHING) == {}
        assert overview.labels(EVERYTHING) == {}
        assert overview.shared(EVERYTHING) == {}
        assert overview.languages() == {}
        assert overview.pace() == ()


def test_dialogues_are_divided_in_their_order(path: Path) -> None:
    with new_project(path, [prepared(number, number + 1) for number in range(7)]) as project:
        assert project.overview.stretches() == tuple(
            DialogueStretch(1, n + 1, n + 1, n + 1) for n in range(7)
        )
        parts = project.overview.stretches(3)
        assert [(each.dialogues, each.turns) for each in parts] == [(2, 3), (2, 7), (3, 18)]
        assert [(each.first, each.last) for each in parts] == [(1, 2), (3, 4), (5, 7)]
        project.dialogues.remove([1])
        assert project.overview.stretches(1) == (DialogueStretch(6, 27, 2, 7),)


def test_how_far_each_is_in_each_facet(project: Project) -> None:
    project.tags.add([1, 2, 3], "stance.favor")
    project.tags.add([4], "stance.against")
    project.tags.add([4, 5], "topic.art")
    project.tags.add([4], "topic.music")
    project.tags.write([1], "note", "a text is no answer that every turn needs")
    project.tags.add_to_dialogue(2, "quality.good")
    project.tags.add_span(1, 0, 2, "passage.joke")
    assert project.overview.annotators() == (ADA.key,)
    assert project.overview.answered(EVERYTHING) == {
        ("stance", ADA.key): Answered(4, 1, 2),
        ("topic", ADA.key): Answered(2, 0, 1),
        ("quality", ADA.key): Answered(1, 0, 1),
    }
    first, second = project.overview.stretches()
    assert project.overview.answered(first) == {("stance", ADA.key): Answered(3, 1, 1)}
    assert project.overview.answered(second)["stance", ADA.key] == Answered(1, 0, 1)
    project.dialogues.remove([1])
    assert project.overview.answered(EVERYTHING)["stance", ADA.key] == Answered(1, 0, 1)
    assert project.overview.labels(EVERYTHING) == {
        (ADA.key, "stance.against"): (1,),
        (ADA.key, "topic.art"): (2,),
        (ADA.key, "topic.music"): (1,),
        (ADA.key, "quality.good"): (1,),
    }


def test_suggestions_and_programs_are_nobody(project: Project) -> None:
    project.people.add(ROBOT)
    project.tags.add([1], "stance.favor", origin="suggested")
    project.tags.take_in([Tag("robot", 1, 2, "stance", "stance.favor", ROBOT.key, "imported", at=AT)])
    assert project.overview.annotators() == ()
    assert project.overview.answered(EVERYTHING) == {}
    assert project.overview.labels(EVERYTHING) == {}


def take_in(project: Project, answers: Sequence[tuple[int, str, Annotator]]) -> None:
    """Store answers: turn, label, who gave it."""
    for one in {person.key: person for _, _, person in answers}.values():
        project.people.add(one)
    dialogues = {turn.id: turn.dialogue_id for turn in project.turns.page([turn for turn, _, _ in answers])}
    project.tags.take_in(
        Tag(
            f"{turn}-{label}-{person.name}",
            dialogues[turn],
            turn,
            label.split(".")[0],
            label,
            person.key,
            at=AT,
        )
        for turn, label, person in answers
    )


def test_what_several_answered_alike(project: Project) -> None:
    take_in(
        project,
        [
            (1, "stance.favor", ADA), (1, "stance.favor", BEN),
            (2, "stance.favor", ADA), (2, "stance.against", BEN),
            (3, "stance.favor", ADA),
            (4, "topic.art", ADA), (4, "topic.music", ADA), (4, "topic.art", BEN), (4, "topic.music", BEN),
            (5, "topic.art", ADA), (5, "topic.music", ADA), (5, "topic.art", BEN),
        ],
    )  # fmt: skip
    assert project.overview.shared(EVERYTHING) == {"stance": Shared(2, 1), "topic": Shared(2, 1)}
    assert project.overview.annotators() == (ADA.key, BEN.key)
    first, second = project.overview.stretches()
    assert project.overview.shared(first) == {"stance": Shared(2, 1)}
    assert project.overview.shared(second) == {"topic": Shared(2, 1)}


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_those_of_the_filters(path: Path, seed: int) -> None:
    """Every number of turns is the number of turns that the filter finds to which it leads."""
    chance = random.Random(seed)
    with new_project(path, [prepared(number, chance.randint(1, 5)) for number in range(6)]) as project:
        turns = [turn for one in project.dialogues.ids() for turn in project.turns.ids(one)]
        labels = ("stance.favor", "stance.against", "topic.art", "topic.music")
        given = {
            (turn, facet, person): [
                label for label in labels if label.startswith(facet) and chance.random() < 0.5
            ]
            for turn in turns
            for facet in ("stance", "topic")
            for person in (ADA, BEN)
        }
        answers = [
            (turn, label, person)
            for (turn, facet, person), chosen in given.items()
            for label in (chosen if facet == "topic" else chosen[:1])
        ]
        take_in(project, answers)
        project.dialogues.remove([chance.choice(project.dialogues.ids())])
        parts = project.overview.stretches(4)
        live = sum(each.turns for each in parts)
        find = project.search.find
        for person in (ADA, BEN):
            for facet in ("stance", "topic"):
                wanted = TurnFilter(untagged=facet, annotators=(person.key,))
                answered = sum(
                    project.overview.answered(each).get((facet, person.key), Answered(0, 0, 0)).units
                    for each in parts
                )
                assert answered == live - len(find(wanted)) == live - project.search.count(wanted)
            for label in labels:
                counted = sum(
                    project.overview.labels(each).get((person.key, label), (0,))[0] for each in parts
                )
                assert counted == len(find(TurnFilter(labels=(label,), annotators=(person.key,))))


def test_languages_are_counted_without_their_regions(path: Path) -> None:
    def turn(text: str, language: str | None) -> PreparedTurn:
        return PreparedTurn("A", "[A]: ", text, text, language=TurnLanguage(language) if language else None)

    many = [turn("a", "zh"), turn("b", "zh-Hant"), turn("c", "en"), turn("d", None), turn("e", "zh")]
    other = [turn("f", "fr"), turn("g", "en")]
    with new_project(path, []) as project:
        fill(project, [source_of("a.txt", (PreparedDialogue("a", tuple(many)),))])
        fill(project, [source_of("b.txt", (PreparedDialogue("b", tuple(other)),))])
        assert project.overview.languages() == {"zh": 3, "en": 2, "": 1, "fr": 1}
        assert project.search.count(TurnFilter(languages=("zh",))) == 3
        project.dialogues.remove([2])
        assert project.overview.languages() == {"zh": 3, "en": 1, "": 1}


def at_times(
    monkeypatch: pytest.MonkeyPatch, project: Project, edits: Sequence[tuple[int, Sequence[int]]]
) -> None:
    """Tag turns, each edit so many seconds after noon."""
    for number, (seconds, turns) in enumerate(edits):
        at = f"2026-03-01T12:{seconds // 60:02}:{seconds % 60:02}Z"
        monkeypatch.setattr(project_part, "now", lambda at=at: at)
        assert project.tags.add(turns, "stance.favor", intensity=1 + number % 3).edit is not None


def test_how_long_a_turn_takes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Visits of 10, 20 and 7 seconds; before the first, over a pause, and of many turns nothing is known."""
    at_times(
        monkeypatch,
        project,
        [(0, [1]), (4, [2]), (10, [2]), (30, [3]), (1000, [4]), (1002, [1, 2, 3, 4, 5]), (1009, [6])],
    )
    assert project.overview.pace() == (Pace(ADA.key, 3, 10.0),)
    at_times(monkeypatch, project, [(1010, [7]), (1012, [6]), (1099, [7])])
    assert project.overview.pace() == (Pace(ADA.key, 6, (7 + 10) / 2),)


def test_edits_of_another_sitting_are_no_neighbours(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_project(path) as project:
        at_times(monkeypatch, project, [(0, [1])])
    with Project.open(path, annotator=ADA) as project:
        at_times(monkeypatch, project, [(10, [2])])
        assert project.overview.pace() == ()


def test_counting_finds_as_many_as_finding(project: Project) -> None:
    project.tags.add([1, 2], "stance.favor", uncertain=True)
    for wanted in (
        TurnFilter(),
        TurnFilter(uncertain=True),
        TurnFilter(text="file 1"),
        TurnFilter(gaps=True),
    ):
        assert project.search.count(wanted) == len(project.search.find(wanted))
    assert project.search.count(TurnFilter(uncertain=True), whose=[BEN.key]) == 0
