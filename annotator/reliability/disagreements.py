"""Where annotators differ, and what an adjudicator decides about it.

A decision is a tag of the adjudicator, who is an annotator of their own even where the same person
has tagged, too: their answers as a annotator stay what they were. Decisions and votes given while
deciding are nobody's answers when agreement is measured.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.errors import UserError
from annotator.model import Annotator, Facet, Tag
from annotator.reliability.annotator_roles import adjudicator_of, deciders_of, voter_of
from annotator.reliability.majority_vote import decided
from annotator.store import Project, later

Kind = tuple[tuple[str, ...], ...]
Edit = Callable[[Project], object]
_Unit = tuple[int, int | None, str | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one annotator says about a unit: ``labels`` in the order of the codebook, one of them in a
    facet of one label. ``keys`` are those of the tags."""

    annotator: str
    labels: tuple[str, ...]
    intensity: int | None = None
    uncertain: bool = False
    note: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A unit that two or more annotators answered differently: a turn (None: the dialogue as a whole)
    toward one target.

    ``stop`` is the turn to show it at. ``kind`` is which answers met, each once, in the order of the
    codebook. ``vote`` is what the adjudicator said before they saw the others.
    """

    dialogue: int
    turn: int | None
    target: str | None
    stop: int
    answers: tuple[Answer, ...]
    kind: Kind
    vote: Answer | None = None
    decision: Answer | None = None

    @property
    def unit(self) -> _Unit:
        """What tells it from others of its facet."""
        return (self.dialogue, self.turn, self.target)


@dataclass(frozen=True, slots=True)
class Disputes:
    """The disagreements on one facet, in the order of the project.

    ``annotators`` are those who answered anything, ``shared`` the units that two or more answered.
    """

    facet: str
    annotators: tuple[Annotator, ...]
    shared: int
    cases: tuple[Case, ...]


def disputes_of(project: Project, facet: str, turns: Iterable[int] | None = None) -> Disputes:
    """Where annotators differ on a facet; only on some turns where these are given.

    Tags on spans are left out, and so is free text. Raises UserError for a facet that is not there
    or holds free text.
    """
    found = _facet(project, facet)
    people = {one.key: one for one in project.people.all()}
    apart = deciders_of(project)
    given: defaultdict[_Unit, dict[str, list[Tag]]] = defaultdict(lambda: defaultdict(list))
    for tag in _tags(project, facet, turns, list(people)):
        if tag.start is None and tag.origin != "suggested":
            given[tag.dialogue_id, tag.turn_id, tag.target][tag.annotator].append(tag)
    annotators = {key for answers in given.values() for key in answers} - apart
    shared = sum(len(answers.keys() - apart) > 1 for answers in given.values())
    roles = _Roles(project, people, apart)
    order = {label.key: place for place, label in enumerate(found.labels)}
    cases = [case for unit, answers in given.items() if (case := roles.case(unit, answers, order))]
    targets = _target_places(project, cases)
    cases.sort(key=lambda case: (case.stop, case.turn or 0, targets.get((case.dialogue, case.target), -1)))
    return Disputes(
        facet,
        tuple(people[key] for key in people if key in annotators),
        shared,
        tuple(_stopped(project, cases)),
    )


def _facet(project: Project, key: str) -> Facet:
    facet = next((one for one in project.codebook.read().facets if one.key == key), None)
    if facet is None or facet.kind == "text":
        raise UserError("There is nothing to decide in {key}", "", "Choose a facet with labels", key=key)
    return facet


def _tags(project: Project, facet: str, turns: Iterable[int] | None, people: Sequence[str]) -> Iterator[Tag]:
    if turns is None:
        yield from project.comparison.every_tag(facet)
        return
    for turn in project.turns.page(turns, people, refuse_damaged=True):
        yield from (tag for tag in turn.tags if tag.facet == facet)


class _Roles:
    """Tells the answers of annotators from those of whoever decides."""

    def __init__(self, project: Project, people: Mapping[str, Annotator], apart: frozenset[str]) -> None:
        self._order = {key: place for place, key in enumerate(people)}
        self._apart = apart
        self._judge = adjudicator_of(project.key, project.annotator).key
        self._voter = voter_of(project.key, project.annotator).key

    def case(
        self, unit: _Unit, answers: Mapping[str, Sequence[Tag]], order: Mapping[str, int]
    ) -> Case | None:
        """The unit as a disagreement; None where its annotators agree."""
        said = [
            answer_of_tags(key, answers[key], order)
            for key in sorted(answers.keys() - self._apart, key=self._order.__getitem__)
        ]
        kinds = {one.labels for one in said}
        if len(kinds) < 2:
            return None
        kind = sorted(kinds, key=lambda labels: [order.get(label, len(order)) for label in labels])
        vote, decision = (
            answer_of_tags(key, answers[key], order) if key in answers else None
            for key in (self._voter, self._judge)
        )
        dialogue, turn, target = unit
        return Case(dialogue, turn, target, turn or 0, tuple(said), tuple(kind), vote, decision)


def answer_of_tags(annotator: str, tags: Sequence[Tag], order: Mapping[str, int]) -> Answer:
    """Tags of one annotator on one unit as an answer; ``order`` is that of the labels."""
    tags = sorted(tags, key=lambda tag: order.get(tag.label, len(order)))
    first = tags[0]
    notes = dict.fromkeys(tag.note for tag in tags if tag.note)
    return Answer(
        annotator,
        tuple(dict.fromkeys(tag.label for tag in tags)),
        first.intensity,
        any(tag.uncertain for tag in tags),
        "\n".join(notes),
        tuple(tag.key for tag in tags),
    )


def _target_places(project: Project, cases: Sequence[Case]) -> dict[tuple[int, str | None], int]:
    dialogues = {case.dialogue for case in cases if case.target is not None}
    return {
        (one.id, target.key): place
        for one in project.dialogues.page(sorted(dialogues))
        for place, target in enumerate(one.targets)
    }


def _stopped(project: Project, cases: Sequence[Case]) -> Iterator[Case]:
    """Disagreements about dialogues as a whole are shown at the first turn; those of no turn at none."""
    whole = [case for case in cases if case.turn is None]
    if not whole:
        yield from cases
        return
    first = {case.dialogue: project.turns.ids(case.dialogue) for case in whole}
    stopped = [
        replace(case, stop=first[case.dialogue][0]) if case.turn is None else case
        for case in cases
        if case.turn is not None or len(first[case.dialogue])
    ]
    yield from sorted(stopped, key=lambda case: case.stop)


# --- deciding ---------------------------------------------------------------------------------


def majority(case: Case, facet: Facet) -> Answer | None:
    """What most said, the adjudicator's own vote included; None where there is no majority.

    The intensity is the commonest of those who said so, None where several are equally common.
    """
    said = [*case.answers, case.vote] if case.vote is not None else list(case.answers)
    kind, labels = decided(facet, [set(one.labels) for one in said])
    if kind not in ("majority", "unanimous"):
        return None
    wanted = tuple(label for label, _ in labels)
    strengths = Counter(one.intensity for one in said if set(one.labels) == set(wanted)).most_common(2)
    even = len(strengths) > 1 and strengths[0][1] == strengths[1][1]
    return Answer("", wanted, strengths[0][0] if strengths and not even else None)


def deciding(case: Case, facet: str, answer: Answer, by: Annotator) -> tuple[Edit, ...]:
    """The edits that make an answer the decision on a case, or a vote; ``by`` is who holds it.

    A tag takes the place of what they said before and keeps its note where the answer has none.
    """
    return settling([case], facet, lambda _: answer, by)


def settling(
    cases: Sequence[Case], facet: str, wanted: Callable[[Case], Answer], by: Annotator
) -> tuple[Edit, ...]:
    """The edits that decide several cases, to be made together."""
    gone: list[str] = []
    fresh: list[Tag] = []
    for case in cases:
        before = _standing(case, by)
        answer = wanted(case)
        gone += before.keys if before is not None else ()
        kept = replace(answer, note=answer.note or (before.note if before is not None else ""))
        fresh += _tags_of(case, facet, kept, by)
    edits: list[Edit] = [later("people", "add", annotator=by)] if fresh else []
    if gone:
        edits.append(later("tags", "remove", keys=gone))
    if fresh:
        edits.append(later("tags", "take_in", tags=fresh, code="tags.adjudicate"))
    return tuple(edits)


def _standing(case: Case, by: Annotator) -> Answer | None:
    return next(
        (one for one in (case.decision, case.vote) if one is not None and one.annotator == by.key), None
    )


def _tags_of(case: Case, facet: str, answer: Answer, by: Annotator) -> Iterator[Tag]:
    for label in answer.labels:
        yield Tag(
            str(uuid.uuid4()), case.dialogue, case.turn, facet, label, by.key, target=case.target,
            intensity=answer.intensity, uncertain=answer.uncertain, note=answer.note,
        )  # fmt: skip
