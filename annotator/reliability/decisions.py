"""What was decided in a project, beside what its person answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.core.roles import keys_in_role, majority_key
from annotator.model import Tag
from annotator.reliability.disagreements import Answer, answer_of_tags
from annotator.store import Project


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a facet (key) of a turn toward a target; None for the dialogue as a whole, which is shown
    at its first turn. ``own`` is what the person answered, None for nothing."""

    stop: int
    dialogue: int
    turn: int | None
    facet: str
    target: str | None
    decided: Answer
    own: Answer | None

    @property
    def otherwise(self) -> bool:
        """Whether the person answered something else."""
        return self.own is not None and set(self.own.labels) != set(self.decided.labels)


def decisions_in(project: Project) -> tuple[Decision, ...]:
    """The decisions of adjudicators, where none decided those of votes, in the order of turns."""
    judges = keys_in_role(project.key, project.people.all(), "adjudicator")
    vote, me = majority_key(project.key), project.annotator.key
    given: defaultdict[tuple[int, int | None, str, str | None], dict[str, list[Tag]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for tag in project.comparison.every_tag():
        if tag.start is None and tag.label and tag.annotator in {*judges, vote, me}:
            given[tag.dialogue_id, tag.turn_id, tag.facet, tag.target][tag.annotator].append(tag)
    return tuple(sorted(_decisions(project, given, [*sorted(judges), vote]), key=lambda one: one.stop))


def _decisions(
    project: Project,
    given: dict[tuple[int, int | None, str, str | None], dict[str, list[Tag]]],
    judges: list[str],
) -> Iterator[Decision]:
    order = {
        label.key: place
        for place, label in enumerate(
            label for facet in project.codebook.read().facets for label in facet.labels
        )
    }
    me = project.annotator.key
    for (dialogue, turn, facet, target), answers in given.items():
        judge = next((key for key in judges if key in answers), None)
        stops = [turn] if turn is not None else project.turns.ids(dialogue)[:1]
        if judge is None or not stops:
            continue
        own = answer_of_tags(me, answers[me], order) if me in answers else None
        decided = answer_of_tags(judge, answers[judge], order)
        yield Decision(stops[0], dialogue, turn, facet, target, decided, own)
