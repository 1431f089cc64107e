"""The answers of several annotators to one facet, from one project or several: ratings, and what is known
of their units.

Projects are put together by keys: dialogue, position of the turn, target, label, annotator. Nothing is
merged or written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement import Ratings, from_codes
from annotator.analysis.agreement.ratings import MISSING
from annotator.errors import UserError
from annotator.model import Annotator, Codebook, Facet
from annotator.reliability.annotator_roles import deciders_of
from annotator.reliability.answer_arrays import (
    UNKNOWN,
    Names,
    NumberedTurns,
    looked_up,
    table,
    turns_of,
    united,
    unpacked,
)
from annotator.store import Keys, Project

Array = NDArray[Any]

_MOST_LABELS = 62  # of a facet of several labels: one bit each


@dataclass(frozen=True, slots=True)
class Material:
    """Answers of one facet.

    A unit is a turn toward one target; in a facet of dialogues a dialogue. Every array has an entry a
    unit, in the order of ``ratings``. ``speakers`` and ``targets`` are indexes into their names;
    ``late`` says whether most tags of the unit were among the later half of their annotators'.

    ``spans`` are the tags on spans, as rows of turn, annotator, label, start, end; they are no ratings.
    ``span_turns`` are the turns they may stand on, as rows of dialogue and length, and ``worked`` says for
    annotators x dialogues who has given any tag where; none where there are no spans. ``turn_counts`` has how
    many turns each dialogue has. ``units`` counts the units with ratings and the turns with spans,
    ``clashes`` the answers that another answer of the same annotator has replaced.
    """

    facet: Facet
    ratings: Ratings
    people: tuple[Annotator, ...]
    speakers: Array
    speaker_names: tuple[str, ...]
    targets: Array
    target_names: tuple[str, ...]
    switched: Array
    repaired: Array
    second_half: Array
    uncertain: Array
    late: Array
    spans: Array
    span_turns: Array
    worked: Array
    turn_counts: Array
    units: int
    clashes: int = 0


def gather(projects: Sequence[Project], facet: str, annotators: Sequence[str] = ()) -> Material:
    """The answers of people and programs to a facet; only some annotators (keys) where they are named.

    Raises UserError where no project has the facet, or where it holds free text, which is not compared.
    """
    return _Gathering(facet, annotators).gather(projects)


@dataclass(slots=True)
class _Answers:
    """Answers in pieces: each array has an entry an answer, in the order in which the projects have them."""

    unit: list[Array] = field(default_factory=list)
    target: list[Array] = field(default_factory=list)
    who: list[Array] = field(default_factory=list)
    label: list[Array] = field(default_factory=list)
    uncertain: list[Array] = field(default_factory=list)
    second: list[Array] = field(default_factory=list)

    def take(self, name: str, dtype: type) -> Array:
        """All of one, which is not kept any longer."""
        pieces: list[Array] = getattr(self, name)
        found = np.concatenate([np.empty(0, dtype), *pieces])
        pieces.clear()
        return found


class _Gathering:
    """Puts the rows of the projects together."""

    def __init__(self, facet: str, annotators: Sequence[str]) -> None:
        self._facet = facet
        self._wanted = frozenset(annotators)
        self._dialogues, self._targets, self._speakers, self._labels = Names(), Names(), Names(), Names()
        self._targets.number("")
        self._people: dict[str, Annotator] = {}
        self._answers = _Answers()
        self._spans: list[tuple[int, ...]] = []
        self._lengths: dict[int, int] = {}
        self._worked: set[tuple[int, int]] = set()

    def gather(self, projects: Sequence[Project]) -> Material:
        book = self._codebook(projects)
        for label in book.labels:
            self._labels.number(label.key)
        keys = [project.comparison.keys() for project in projects]
        dialogues = [self._dialogues.table(each.dialogues) for each in keys]
        parts = [
            turns_of(project, numbers, self._speakers)
            for project, numbers in zip(projects, dialogues, strict=True)
        ]
        turns, numbers = united(parts)
        for place, project in enumerate(projects):
            turn_numbers = table(parts[place].rows, numbers[place])
            units = dialogues[place] if book.scope == "dialogue" else turn_numbers
            people, labels = self._person_numbers(project, keys[place]), self._label_numbers(keys[place])
            targets = self._targets.table(keys[place].targets)
            targets[0] = 0
            self._read(
                project, {"unit": units, "annotator": people, "label": labels, "target": targets}, book
            )
            self._read_spans(project, people, labels, turn_numbers)
            self._read_worked(project, people, dialogues[place])
        return self._material(book, turns)

    def _codebook(self, projects: Sequence[Project]) -> Facet:
        facets = [
            facet
            for project in projects
            for facet in project.codebook.read().facets
            if facet.key == self._facet
        ]
        if not facets:
            known = _answered(projects[0].codebook.read()) if projects else ""
            raise UserError(
                "There is no facet {facet}", "", "Choose one of {known}", facet=self._facet, known=known
            )
        if facets[0].kind == "text":
            raise UserError(
                "{facet} cannot be compared",
                "it holds free text",
                "Choose another facet",
                facet=facets[0].name,
            )
        if len({(facet.kind, facet.scope) for facet in facets}) > 1:
            raise UserError(
                "{facet} cannot be compared",
                "the projects ask it in different ways",
                "Give the projects the same codebook",
                facet=facets[0].name,
            )
        labels = {label.key: label for facet in facets for label in facet.labels}
        used = sorted(labels.values(), key=lambda label: (label.position, label.key))
        first = facets[0]
        return Facet(
            first.key,
            first.name,
            first.kind,
            first.scope,
            first.question,
            targeted=first.targeted,
            labels=tuple(used),
        )

    def _person_numbers(self, project: Project, keys: Keys) -> Array:
        apart = deciders_of(project)
        wanted = {}
        for row, annotator in keys.annotators.items():
            # Votes and decisions are nobody's answers; who wants them compared has to name them.
            if annotator.key in self._wanted or not (self._wanted or annotator.key in apart):
                self._people.setdefault(annotator.key, annotator)
                wanted[row] = list(self._people).index(annotator.key)
        return table(wanted.keys(), wanted.values())

    def _label_numbers(self, keys: Keys) -> Array:
        index = self._labels.index
        known = {row: index[key] for row, key in keys.labels.items() if key in index}
        return table(known.keys(), known.values())

    def _read(self, project: Project, numbers: dict[str, Array], facet: Facet) -> None:
        whole = facet.scope == "dialogue"
        mine = self._answers
        for found in unpacked(project.comparison.answers(self._facet, whole=whole)):
            unit = looked_up(numbers["unit"], found["dialogue" if whole else "turn"])
            who = looked_up(numbers["annotator"], found["annotator"])
            wanted = (unit != UNKNOWN) & (who != UNKNOWN)
            kept = slice(None) if wanted.all() else wanted
            mine.unit.append(unit[kept])
            mine.who.append(who[kept].astype(np.int16))
            mine.target.append(looked_up(numbers["target"], found["target"][kept]))
            mine.label.append(looked_up(numbers["label"], found["label"][kept]).astype(np.int16))
            mine.uncertain.append(found["uncertain"][kept] > 0)
            mine.second.append(found["second"][kept])

    def _read_spans(self, project: Project, people: Array, labels: Array, turns: Array) -> None:
        found = [
            (int(turns[turn]), int(people[who]), int(labels[label]), start, end)
            for turn, who, label, start, end in project.comparison.spans(self._facet)
            if people[who] != UNKNOWN
        ]
        self._spans += found
        if found:
            for row, length in project.comparison.lengths():
                turn = int(turns[row])
                self._lengths[turn] = max(length, self._lengths.get(turn, 0))

    def _read_worked(self, project: Project, people: Array, dialogues: Array) -> None:
        for dialogue, who in project.comparison.worked() if self._spans else ():
            self._worked.add((int(people[who]), int(looked_up(dialogues, np.array(dialogue)))))

    def _material(self, facet: Facet, turns: NumberedTurns) -> Material:
        """Units, ratings and what is known about each unit."""
        spans = np.array(self._spans, dtype=np.int64).reshape(-1, 5)
        unit, places, targets = _units(
            self._answers.take("unit", np.int32), self._answers.take("target", np.int32)
        )
        who = self._answers.take("who", np.int16)
        counts = np.bincount(who, minlength=1), np.bincount(spans[:, 1], minlength=1)
        active = np.union1d(*map(np.flatnonzero, counts))
        everybody = tuple(self._people.values())
        people = tuple(everybody[index] for index in active.tolist())
        who = np.searchsorted(active, np.arange(len(everybody))).astype(np.int16)[who]
        spans[:, 1] = np.searchsorted(active, spans[:, 1])
        label, second = self._answers.take("label", np.int16), self._answers.take("second", np.int64)
        codes, scale, clashes = _codes(facet, (who, unit), label, second, (len(people), len(places)))
        uncertain = np.zeros(len(places), dtype=bool)
        uncertain[unit[self._answers.take("uncertain", np.bool_)]] = True
        if facet.scope == "dialogue":
            about = NumberedTurns(*(np.zeros(len(places), dtype=np.int32) for _ in range(7)))
            dialogues = places
        else:
            about = turns.at(places)
            dialogues = about.dialogue
        return Material(
            facet, from_codes(codes, scale, dialogues=dialogues, annotators=_distinct(people)), people,
            speakers=about.speaker, speaker_names=tuple(self._speakers.index), targets=targets,
            target_names=tuple(self._targets.index), switched=about.switched > 0,
            repaired=about.repaired > 0, second_half=about.second_half > 0, uncertain=uncertain,
            late=_late(unit, who, second, len(places)), spans=spans, span_turns=self._span_turns(turns),
            worked=self._worked_by(active), turn_counts=np.bincount(turns.dialogue, minlength=1),
            units=len(places) + sum(turn not in places for turn in set(spans[:, 0].tolist())),
            clashes=clashes,
        )  # fmt: skip

    def _span_turns(self, turns: NumberedTurns) -> Array:
        if not self._spans:
            return np.empty((0, 2), dtype=np.int64)
        lengths = np.array([self._lengths.get(turn, 0) for turn in range(len(turns.rows))], dtype=np.int64)
        return np.column_stack([turns.dialogue, lengths])

    def _worked_by(self, active: Array) -> Array:
        found = np.zeros((len(self._people) + 1, len(self._dialogues.index) + 1), dtype=bool)
        for who, dialogue in self._worked:
            found[who, dialogue] = True  # what is unknown goes into the last ones
        return found[active, :-1]


def _units(turn: Array, target: Array) -> tuple[Array, Array, Array]:
    """The unit of each answer, and the turn and target of each unit, in the order of both."""
    width = int(turn.max(initial=-1)) + 1
    toward = np.zeros(width, dtype=np.int32)
    toward[turn] = target
    if (toward[turn] == target).all():  # each turn has one only, and nothing need be sorted
        present = np.zeros(width, dtype=bool)
        present[turn] = True
        places = np.flatnonzero(present)
        return (np.cumsum(present, dtype=np.int32) - 1)[turn], places, toward[places]
    most = int(target.max()) + 1
    both, unit = np.unique(turn.astype(np.int64) * most + target, return_inverse=True)
    return unit.reshape(-1).astype(np.int32), both // most, both % most


def _codes(
    facet: Facet, cell: tuple[Array, Array], label: Array, second: Array, shape: tuple[int, int]
) -> tuple[Array, tuple[Any, ...], int]:
    """Codes of annotators x units, what they stand for, and how many answers replaced another one.

    ``cell`` is the annotator and the unit of each answer.
    """
    names = tuple(one.key for one in facet.labels)
    if facet.kind != "several":
        codes = np.full(shape, MISSING, dtype=np.int16)
        codes[cell] = label
        if (codes[cell] != label).any():
            order = np.argsort(second, kind="stable")
            codes[cell[0][order], cell[1][order]] = label[order]  # the last one stays
        return codes, names, int((codes[cell] != label).sum())
    if len(names) > _MOST_LABELS:
        raise UserError(
            "{facet} cannot be compared",
            "it has {number} labels, and {most} of several are the most",
            "Merge labels first",
            facet=facet.name,
            number=len(names),
            most=_MOST_LABELS,
        )
    sets = np.zeros(shape, dtype=np.int64)
    np.bitwise_or.at(sets, cell, np.int64(1) << label.astype(np.int64))
    values, places = np.unique(sets, return_inverse=True)
    places = places.reshape(shape)
    if len(values) and values[0] == 0:
        places, values = places - 1, values[1:]
    scale = tuple(
        frozenset(name for bit, name in enumerate(names) if int(value) >> bit & 1) for value in values
    )
    return places, scale, 0


def _late(unit: Array, who: Array, second: Array, units: int) -> Array:
    """Whether most tags of a unit were given in the later half of their annotators' work."""
    late = np.zeros(len(second), dtype=bool)
    for person in range(int(who.max(initial=-1)) + 1):
        own = np.flatnonzero(who == person)
        late[own[np.argsort(second[own], kind="stable")][len(own) // 2 :]] = True
    return np.asarray(np.bincount(unit[late], minlength=units) * 2 > np.bincount(unit, minlength=units))


def _answered(book: Codebook) -> str:
    return ", ".join(facet.key for facet in book.facets if facet.kind != "text")


def _distinct(people: Sequence[Annotator]) -> tuple[str, ...]:
    """Their names, numbered where several have the same one."""
    names = [person.name for person in people]
    return tuple(
        f"{name} ({names[: place + 1].count(name)})" if names.count(name) > 1 else name
        for place, name in enumerate(names)
    )
