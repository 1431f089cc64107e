"""The answers of several annotators to one facet, from one project or several: ratings, and what is known
of their units.

Projects are put together by keys: dialogue, position of the turn, target, label, annotator. Nothing is
merged or written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    NumberedKeys,
    NumberedTurns,
    looked_up,
    table,
    turns_of,
    united,
    unpacked,
)
from annotator.reliability.answers_by_unit import AnswersByUnit, scale_of
from annotator.store import Keys, Project

Array = NDArray[Any]

_MOST_LABELS = 62  # of a facet of several labels: one bit each
_FEW = 4  # of so many turns one: they are looked up one by one, and not all are read


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

    def select(self, wanted: Array) -> Material:
        """Some of the units: truth values, or places in the order wanted."""
        of_units = {name: getattr(self, name)[wanted] for name in _OF_UNITS}
        return replace(self, ratings=self.ratings.select(wanted), **of_units)


_OF_UNITS = ("speakers", "targets", "switched", "repaired", "second_half", "uncertain", "late")


def gather(projects: Sequence[Project], facet: str, annotators: Sequence[str] = ()) -> Material:
    """The answers of people and programs to a facet; only some annotators (keys) where they are named.

    Raises UserError where no project has the facet, or where it holds free text, which is not compared.
    """
    return _Gathering(facet, annotators).gather(projects)


def gather_shared(
    project: Project, facet: str, annotators: Sequence[str] = (), *, contexts: bool = True
) -> Material:
    """The same of one project and a facet of turns, without what one annotator alone answered.

    Turns are read only where that is needed: of a study of which a part was answered twice, that part.
    Without ``contexts`` nothing is known about the units but their targets. Raises as :func:`gather` does.
    """
    found = _Gathering(facet, annotators).gather_shared(project, contexts=contexts)
    if found is not None:
        return found
    material = gather([project], facet, annotators)
    return material.select((material.ratings.codes >= 0).sum(axis=0) > 1)


class _Gathering:
    """Puts the rows of the projects together."""

    def __init__(self, facet: str, annotators: Sequence[str]) -> None:
        self._facet = facet
        self._wanted = frozenset(annotators)
        self._dialogues, self._targets, self._speakers, self._labels = (
            NumberedKeys(),
            NumberedKeys(),
            NumberedKeys(),
            NumberedKeys(),
        )
        self._targets.number("")
        self._people: dict[str, Annotator] = {}
        self._answers = AnswersByUnit()
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
        people = [self._person_numbers(*each) for each in zip(projects, keys, strict=True)]
        for place, project in enumerate(projects):
            turn_numbers = table(parts[place].rows, numbers[place])
            places = dialogues[place] if book.scope == "dialogue" else turn_numbers
            labels = self._label_numbers(keys[place])
            targets = self._targets.table(keys[place].targets)
            targets[0] = 0
            tables = {"place": places, "annotator": people[place], "label": labels, "target": targets}
            if self._read(project, tables, book):
                self._read_spans(project, people[place], labels, turn_numbers)
        if self._spans:  # whoever marked none may have worked there all the same
            for each in zip(projects, people, dialogues, strict=True):
                self._read_worked(*each)
        return self._material(book, turns)

    def gather_shared(self, project: Project, *, contexts: bool) -> Material | None:
        """What two annotators or more answered; None where that takes all turns: tags stand on spans, or
        dialogues have been removed."""
        book = self._codebook([project])
        if project.comparison.any_removed():
            return None
        for label in book.labels:
            self._labels.number(label.key)
        keys = project.comparison.keys(dialogues=False)
        targets = self._targets.table(keys.targets)
        targets[0] = 0
        dialogues, rows = (
            np.append(np.arange(last + 1, dtype=np.int32), UNKNOWN) for last in project.comparison.last_rows()
        )
        tables = {
            "place": rows, "annotator": self._person_numbers(project, keys),
            "label": self._label_numbers(keys), "target": targets,
        }  # fmt: skip
        if self._read(project, tables, book):
            return None
        places, toward = self._answers.units(shared=True)
        only = list(dict.fromkeys(places.tolist())) if len(places) * _FEW < len(rows) else None
        turns = turns_of(project, dialogues, self._speakers, only, contexts=contexts)
        order, about = _by_dialogue(places, turns)
        codes, scale, clashes = _codes(book, self._answers, len(places))
        people = tuple(list(self._people.values())[index] for index in self._answers.people())
        none = np.empty((0, 5), dtype=np.int64)
        return Material(
            book,
            from_codes(codes[:, order], scale, dialogues=about.dialogue, annotators=distinct_names(people)),
            people, speakers=about.speaker, speaker_names=tuple(self._speakers.index), targets=toward[order],
            target_names=tuple(self._targets.index), switched=about.switched > 0,
            repaired=about.repaired > 0, second_half=about.second_half > 0,
            uncertain=self._answers.uncertain(len(places))[order],
            late=self._answers.late(len(places))[order], spans=none, span_turns=none[:, :2],
            worked=none[:, :0], turn_counts=np.bincount(turns.dialogue, minlength=1), units=len(order),
            clashes=clashes,
        )  # fmt: skip

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

    def _read(self, project: Project, numbers: dict[str, Array], facet: Facet) -> bool:
        """Read the answers; whether there are any on spans, which are left out."""
        whole, spans = facet.scope == "dialogue", False
        for found in unpacked(project.comparison.answers(self._facet, whole=whole)):
            place = looked_up(numbers["place"], found["dialogue" if whole else "turn"])
            who = looked_up(numbers["annotator"], found["annotator"])
            wanted = (place != UNKNOWN) & (who != UNKNOWN)
            if found["on_span"].any():
                spans = True
                wanted &= found["on_span"] == 0
            kept = slice(None) if wanted.all() else wanted
            parts = {
                "place": place,
                "target": looked_up(numbers["target"], found["target"]),
                "label": looked_up(numbers["label"], found["label"]),
                "second": found["second"],
                "uncertain": found["uncertain"],
            }
            self._answers.add(who[kept], {name: part[kept] for name, part in parts.items()})
        return spans

    def _read_spans(self, project: Project, people: Array, labels: Array, turns: Array) -> None:
        found = [
            (int(turns[turn]), person, int(labels[label]), start, end)
            for turn, who, label, start, end in project.comparison.spans(self._facet)
            if (person := int(looked_up(people, who))) != UNKNOWN
        ]
        self._spans += found
        if found:
            for row, length in project.comparison.lengths():
                turn = int(turns[row])
                self._lengths[turn] = max(length, self._lengths.get(turn, 0))

    def _read_worked(self, project: Project, people: Array, dialogues: Array) -> None:
        for dialogue, who in project.comparison.worked():
            self._worked.add((int(looked_up(people, who)), int(looked_up(dialogues, dialogue))))

    def _material(self, facet: Facet, turns: NumberedTurns) -> Material:
        """Units, ratings and what is known about each unit."""
        spans = np.array(self._spans, dtype=np.int64).reshape(-1, 5)
        places, targets = self._answers.units()
        raters = self._answers.people()
        active = np.union1d(raters, spans[:, 1]).astype(np.int64)
        everybody = tuple(self._people.values())
        people = tuple(everybody[index] for index in active.tolist())
        spans[:, 1] = np.searchsorted(active, spans[:, 1])
        given, scale, clashes = _codes(facet, self._answers, len(places))
        codes = given
        if len(raters) < len(active):  # some marked spans only
            codes = np.full((len(active), len(places)), MISSING, dtype=given.dtype)
            codes[np.searchsorted(active, raters)] = given
        if facet.scope == "dialogue":
            about = NumberedTurns(*(np.zeros(len(places), dtype=np.int32) for _ in range(7)))
            dialogues = places
        else:
            about = turns if len(places) == len(turns.rows) else turns.at(places)
            dialogues = about.dialogue
        return Material(
            facet, from_codes(codes, scale, dialogues=dialogues, annotators=distinct_names(people)), people,
            speakers=about.speaker, speaker_names=tuple(self._speakers.index), targets=targets,
            target_names=tuple(self._targets.index), switched=about.switched > 0,
            repaired=about.repaired > 0, second_half=about.second_half > 0,
            uncertain=self._answers.uncertain(len(places)),
            late=self._answers.late(len(places)), spans=spans, span_turns=self._span_turns(turns),
            worked=self._worked_by(active), turn_counts=np.bincount(turns.dialogue, minlength=1),
            units=len(places) + len(np.setdiff1d(spans[:, 0], places)),
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


def _by_dialogue(rows: Array, turns: NumberedTurns) -> tuple[Array, NumberedTurns]:
    """Units on these turns (row numbers) in an order in which those of a dialogue stand together, without
    those on turns that are not among ``turns``; and the turn of each."""
    order = np.argsort(turns.rows)
    sorted_rows = np.append(turns.rows[order], np.iinfo(np.int32).max)
    at = np.searchsorted(sorted_rows, rows)
    there = np.flatnonzero(sorted_rows[at] == rows)
    numbers = order[at[there]]
    by_dialogue = np.lexsort((turns.rows[numbers], turns.dialogue[numbers]))
    return there[by_dialogue], turns.at(numbers[by_dialogue])


def _codes(facet: Facet, answers: AnswersByUnit, units: int) -> tuple[Array, tuple[Any, ...], int]:
    """Codes of annotators x units, what they stand for, and how many answers replaced another one."""
    names = tuple(one.key for one in facet.labels)
    if facet.kind != "several":
        codes, clashes = answers.codes(units, len(names))
        return codes, names, clashes
    if len(names) > _MOST_LABELS:
        raise UserError(
            "{facet} cannot be compared",
            "it has {number} labels, and {most} of several are the most",
            "Merge labels first",
            facet=facet.name,
            number=len(names),
            most=_MOST_LABELS,
        )
    return (*scale_of(answers.sets(units), names), 0)


def _answered(book: Codebook) -> str:
    return ", ".join(facet.key for facet in book.facets if facet.kind != "text")


def distinct_names(people: Sequence[Annotator]) -> tuple[str, ...]:
    """Their names, numbered where several have the same one."""
    names = [person.name for person in people]
    return tuple(
        f"{name} ({names[: place + 1].count(name)})" if names.count(name) > 1 else name
        for place, name in enumerate(names)
    )
