"""What most annotators said, as tags of an adjudicator of its own; everybody's own tags stay.

A vote is counted by the program, so its tags are those of a program and never of a person. They
are no annotator's answers and stay out of agreement.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from annotator.errors import UserError
from annotator.model import Annotator, Changes, Facet, Tag
from annotator.reliability.annotator_roles import deciders_of, majority_of
from annotator.store import Project, later


@dataclass(frozen=True, slots=True)
class Votes:
    """What a vote on one facet comes to, in units (a turn toward one target, or a dialogue).

    ``tied`` units have no majority and get no tag; ``alone`` were answered by one annotator only.
    ``new``, ``changed`` and ``gone`` are tags of the adjudicator.
    """

    facet: str
    unanimous: int
    majority: int
    tied: int
    alone: int
    new: int
    changed: int
    gone: int
    edits: tuple[Callable[[Project], object], ...] = field(repr=False, default=())


_Unit = tuple[int, int | None, str | None]


def plan_majority(project: Project, facet: str, annotators: Sequence[str] = ()) -> Votes:
    """Count the votes of annotators (keys; none for everybody) on a facet; writes nothing.

    In a facet of several labels each label is voted on: it stands where more than half of those who
    answered the unit gave it. Spans are not voted on. Raises UserError for a facet that is not there or
    holds free text.
    """
    book = project.codebook.read()
    found = next((one for one in book.facets if one.key == facet), None)
    if found is None or found.kind == "text":
        known = ", ".join(one.key for one in book.facets if one.kind != "text")
        raise UserError(
            "There is nothing to vote on in {facet}", "", "Choose one of {known}", facet=facet, known=known
        )
    judge = majority_of(project.key)
    apart = deciders_of(project)
    given: defaultdict[_Unit, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    standing: dict[tuple[_Unit, str], Tag] = {}
    for tag in project.comparison.every_tag():
        if tag.facet != facet or tag.start is not None:
            continue
        unit = (tag.dialogue_id, tag.turn_id, tag.target)
        if tag.annotator == judge.key:
            standing[unit, tag.label] = tag
        elif tag.annotator in annotators if annotators else tag.annotator not in apart:
            given[unit][tag.annotator].add(tag.label)
    return _votes(found, judge, given, standing)


def apply_majority(project: Project, votes: Iterable[Votes]) -> Changes:
    """Write what votes came to as one edit, which one undo takes back."""
    edits = [edit for each in votes for edit in each.edits]
    return project.together(edits) if edits else Changes()


def _votes(
    facet: Facet,
    judge: Annotator,
    given: dict[_Unit, dict[str, set[str]]],
    standing: dict[tuple[_Unit, str], Tag],
) -> Votes:
    kinds: Counter[str] = Counter()
    wanted: dict[tuple[_Unit, str], float] = {}
    for unit, answers in given.items():
        kind, labels = decided(facet, list(answers.values()))
        kinds[kind] += 1
        wanted |= {(unit, label): share for label, share in labels}
    gone = [tag for place, tag in standing.items() if wanted.get(place) != tag.score]
    kept = {place for place, tag in standing.items() if wanted.get(place) == tag.score}
    fresh = [_tag(facet, judge, place, share) for place, share in wanted.items() if place not in kept]
    moved = {(tag.dialogue_id, tag.turn_id, tag.target) for tag in gone}
    changed = sum((tag.dialogue_id, tag.turn_id, tag.target) in moved for tag in fresh)
    edits: list[Callable[[Project], object]] = []
    if gone:
        edits.append(later("tags", "remove", keys=[tag.key for tag in gone]))
    if fresh:
        edits.append(later("people", "add", annotator=judge))
        edits.append(later("tags", "take_in", tags=fresh, code="tags.adjudicate"))
    return Votes(
        facet.key, kinds["unanimous"], kinds["majority"], kinds["tied"], kinds["alone"],
        len(fresh) - changed, changed, max(0, len(gone) - changed), tuple(edits),
    )  # fmt: skip


def decided(facet: Facet, answers: list[set[str]]) -> tuple[str, list[tuple[str, float]]]:
    """How a unit was decided ("alone", "unanimous", "majority" or "tied"), and its labels with the share of
    annotators who gave each; ``answers`` are the labels of each annotator."""
    if len(answers) < 2:
        return "alone", []
    counts = Counter(label for labels in answers for label in labels)
    shares = [(label, count / len(answers)) for label, count in sorted(counts.items())]
    if all(labels == answers[0] for labels in answers):
        return "unanimous", shares
    if facet.kind == "several":
        most = [(label, share) for label, share in shares if share > 0.5]
        return ("majority" if most else "tied"), most
    best = max(share for _, share in shares)
    most = [(label, share) for label, share in shares if share == best]
    return ("majority", most) if len(most) == 1 else ("tied", [])


def _tag(facet: Facet, judge: Annotator, place: tuple[_Unit, str], share: float) -> Tag:
    (dialogue, turn, target), label = place
    return Tag(
        str(uuid.uuid4()), dialogue, turn, facet.key, label, judge.key, "imported", target=target, score=share
    )


def votable(project: Project) -> Iterator[str]:
    """Keys of the facets that can be voted on."""
    return (one.key for one in project.codebook.read().facets if one.kind != "text" and one.scope != "span")
