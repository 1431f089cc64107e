"""The answers of several annotators to one facet, from one project or several, as arrays.

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
from annotator.store import Project

Array = NDArray[Any]

_ANSWER_COLUMNS = 9
_MOST_LABELS = 62  # of a facet of several labels: one bit each


@dataclass(frozen=True, slots=True)
class Material:
    """Answers of one facet.

    A unit is a turn toward one target; in a facet of dialogues a dialogue. Every array has an entry a
    unit, in the order of ``ratings``. ``speakers`` and ``targets`` are indexes into their names;
    ``halves`` say whether most tags of the unit were among the later half of their annotators'.
    ``spans`` are the tags on spans, as rows of unit, annotator, label, start, end; their units have no
    rating. ``clashes`` counts answers that another answer of the same annotator has replaced.
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
    clashes: int = 0


@dataclass(slots=True)
class _Names:
    """Keys numbered as they come."""

    index: dict[str, int] = field(default_factory=dict)

    def number(self, key: str) -> int:
        return self.index.setdefault(key, len(self.index))

    def table(self, keys: dict[int, str]) -> Array:
        """The number of each row of a project; row 0 is none."""
        found = np.zeros(max(keys, default=0) + 1, dtype=np.int64)
        for row, key in keys.items():
            found[row] = self.number(key)
        return found


def gather(projects: Sequence[Project], facet: str, annotators: Sequence[str] = ()) -> Material:
    """The answers of people and programs to a facet; only some annotators (keys) where they are named.

    Raises UserError where no project has the facet, or where it holds free text, which is not compared.
    """
    return _Gathering(facet, annotators).gather(projects)


class _Gathering:
    """Puts the rows of the projects together."""

    def __init__(self, facet: str, annotators: Sequence[str]) -> None:
        self._facet = facet
        self._wanted = frozenset(annotators)
        self._dialogues, self._targets, self._speakers = _Names(), _Names(), _Names()
        self._targets.number("")
        self._labels = _Names()
        self._people: dict[str, Annotator] = {}
        self._answers: list[Array] = []
        self._turns: list[Array] = []

    def gather(self, projects: Sequence[Project]) -> Material:
        book = self._codebook(projects)
        for label in book.labels:
            self._labels.number(label.key)
        for project in projects:
            self._read(project)
        answers = np.concatenate(self._answers)
        dialogue_wide = book.scope == "dialogue"
        turns = np.unique(np.concatenate(self._turns), axis=0) if not dialogue_wide else np.zeros((0, 6), int)
        return _material(book, answers, turns, self)

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

    def _read(self, project: Project) -> None:
        keys = project.comparison.keys()
        dialogues, targets = self._dialogues.table(keys.dialogues), self._targets.table(keys.targets)
        labels = self._labels.table(
            {row: key for row, key in keys.labels.items() if key in self._labels.index}
        )
        rows = np.array(list(project.comparison.answers(self._facet)), dtype=np.int64).reshape(
            -1, _ANSWER_COLUMNS
        )
        apart = deciders_of(project)
        people = np.full(max(keys.annotators, default=0) + 1, MISSING)
        for row, annotator in keys.annotators.items():
            # Votes and decisions are nobody's answers; who wants them compared has to name them.
            if annotator.key in self._wanted or not (self._wanted or annotator.key in apart):
                self._people.setdefault(annotator.key, annotator)
                people[row] = list(self._people).index(annotator.key)
        turns = list(project.comparison.turns())
        positions = np.full(max((turn[0] for turn in turns), default=0) + 1, MISSING, dtype=np.int64)
        numbers = np.array(
            [(turn[0], turn[1], turn[2], self._speakers.number(turn[3]), *turn[4:]) for turn in turns],
            dtype=np.int64,
        ).reshape(-1, 7)
        positions[numbers[:, 0]] = numbers[:, 2]
        positions[0] = 0
        rows = rows[people[rows[:, 3]] != MISSING]
        rows[:, 0] = dialogues[rows[:, 0]]
        rows[:, 1] = positions[rows[:, 1]]
        rows[:, 2] = np.where(rows[:, 2] > 0, targets[rows[:, 2]], 0)
        rows[:, 3] = people[rows[:, 3]]
        rows[:, 4] = labels[rows[:, 4]]
        self._answers.append(rows)
        numbers[:, 1] = dialogues[numbers[:, 1]]
        self._turns.append(numbers[:, 1:])

    @property
    def people(self) -> tuple[Annotator, ...]:
        return tuple(self._people.values())

    @property
    def speaker_names(self) -> tuple[str, ...]:
        return tuple(self._speakers.index)

    @property
    def target_names(self) -> tuple[str, ...]:
        return tuple(self._targets.index)


def _answered(book: Codebook) -> str:
    return ", ".join(facet.key for facet in book.facets if facet.kind != "text")


def _material(facet: Facet, answers: Array, turns: Array, read: _Gathering) -> Material:
    """Units, ratings and what is known about each unit."""
    on_span = answers[:, 7] >= 0
    places, unit = np.unique(answers[:, :3], axis=0, return_inverse=True)
    unit = unit.reshape(-1)
    who, label = answers[:, 3], answers[:, 4]
    active = np.unique(who)
    who = np.searchsorted(active, who)
    people = tuple(read.people[index] for index in active)
    whole = ~on_span
    codes, scale, clashes = _codes(facet, unit[whole], who[whole], label[whole], (len(people), len(places)))
    about = _about(places, turns)
    ratings = from_codes(codes, scale, dialogues=places[:, 0], annotators=_distinct(people))
    uncertain = np.bincount(unit, weights=answers[:, 5], minlength=len(places)) > 0
    spans = np.column_stack([unit, who, label, answers[:, 7], answers[:, 8]])[on_span]
    return Material(
        facet, ratings, people,
        speakers=about[:, 0], speaker_names=read.speaker_names, targets=places[:, 2],
        target_names=read.target_names, switched=about[:, 1] > 0, repaired=about[:, 2] > 0,
        second_half=about[:, 3] > 0, uncertain=uncertain,
        late=_late(unit, who, answers[:, 6], len(places)), spans=spans, clashes=clashes,
    )  # fmt: skip


def _codes(
    facet: Facet, unit: Array, who: Array, label: Array, shape: tuple[int, int]
) -> tuple[Array, tuple[Any, ...], int]:
    """Codes of annotators x units, what they stand for, and how many answers replaced another one."""
    names = tuple(one.key for one in facet.labels)
    if facet.kind != "several":
        codes = np.full(shape, MISSING, dtype=np.int64)
        codes[who, unit] = label  # the last one stays: answers come in the order of their time
        return codes, names, int((codes[who, unit] != label).sum())
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
    np.bitwise_or.at(sets, (who, unit), np.int64(1) << label)
    values, codes = np.unique(sets, return_inverse=True)
    codes = codes.reshape(shape)
    if len(values) and values[0] == 0:
        codes, values = codes - 1, values[1:]
    scale = tuple(
        frozenset(name for bit, name in enumerate(names) if int(value) >> bit & 1) for value in values
    )
    return codes, scale, 0


def _about(places: Array, turns: Array) -> Array:
    """Speaker and three truth values of the turn of each unit; 0 for dialogues as a whole."""
    found = np.zeros((len(places), 4), dtype=np.int64)
    if not len(turns) or not len(places):
        return found
    width = int(max(turns[:, 1].max(), places[:, 1].max())) + 1
    key, wanted = turns[:, 0] * width + turns[:, 1], places[:, 0] * width + places[:, 1]
    order = np.argsort(key, kind="stable")
    at = np.minimum(np.searchsorted(key[order], wanted), len(key) - 1)
    rows = turns[order[at]]
    return np.where((key[order[at]] == wanted)[:, None], rows[:, 2:6], 0)


def _late(unit: Array, who: Array, at: Array, units: int) -> Array:
    """Whether most tags of a unit were given in the later half of their annotators' work."""
    half = np.zeros(len(at))
    for person in np.unique(who):
        own = np.flatnonzero(who == person)
        half[own[np.argsort(at[own], kind="stable")][len(own) // 2 :]] = 1
    tags = np.bincount(unit, minlength=units)
    return np.bincount(unit, weights=half, minlength=units) * 2 > tags


def _distinct(people: Sequence[Annotator]) -> tuple[str, ...]:
    """Their names, numbered where several have the same one."""
    names = [person.name for person in people]
    return tuple(
        f"{name} ({names[: place + 1].count(name)})" if names.count(name) > 1 else name
        for place, name in enumerate(names)
    )
