"""Agreement on where turns begin and end: of the turns that annotators split, joined or took out.

Each annotator's turns are those of their own file. They are compared in words, because that is what a turn
is cut between: a run of letters and digits, in scripts of Han and kana a single character. The words that are
in a turn of any of those compared, one dialogue after the other, are one continuum
(docs/decisions/0081-turns-are-compared-where-somebody-drew-them.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement import LEVEL, AgreementRemark, Continuum, Span, unitizing_over_dialogues
from annotator.analysis.agreement.measuring import interval_over_dialogues
from annotator.language.scripts import HAN, KANA
from annotator.model import Annotator
from annotator.reliability.annotator_answers import distinct_names
from annotator.reliability.annotator_roles import deciders_of
from annotator.reliability.figures_of_agreement import AgreementFigure, figure
from annotator.reliability.segment_agreement import boundary_figures
from annotator.reliability.turn_matching import ImportedLayout
from annotator.store import Project

Array = NDArray[Any]
Turns = list[tuple[int, int]]  # the first word of each, and the one behind its last

_WORD = re.compile(rf"[{HAN}{KANA}]|[^\W{HAN}{KANA}]+")
_NONE = AgreementRemark("no_drawn_turns", "in no dialogue that they worked on did any of them correct a turn")


@dataclass(frozen=True, slots=True)
class TurnAgreement:
    """Figures on the turns of two annotators, or of all where there are more.

    ``dialogues`` are those that all of them worked on and any of them corrected; ``untouched`` those that all
    worked on and nobody corrected, which are in no figure. ``turns`` counts those of each annotator,
    ``words`` those in a turn of any.
    """

    annotators: tuple[str, ...]
    dialogues: int
    untouched: int
    turns: tuple[int, ...]
    words: int
    figures: tuple[AgreementFigure, ...]


def turn_agreements(
    projects: Sequence[Project], annotators: Sequence[str] = (), *, level: float = LEVEL
) -> tuple[TurnAgreement, ...]:
    """Every two annotators, and all of them where there are more; nothing where nobody corrected any turn.

    A packet is its annotator's. Files that belong to nobody are compared, by their names, where there are not
    two packets. ``annotators`` are keys of those to compare, none for everybody.
    """
    drawn = _drawings(projects, frozenset(annotators))
    if len(drawn) < 2 or not any(one.corrected for one in drawn):
        return ()
    names = distinct_names([one.who for one in drawn])
    groups: list[tuple[int, ...]] = list(combinations(range(len(drawn)), 2))
    if len(drawn) > 2:
        groups.append(tuple(range(len(drawn))))
    return tuple(
        _agreement([drawn[one] for one in group], tuple(names[one] for one in group), level)
        for group in groups
    )


class _Drawn:
    """One annotator's files: in which dialogues (keys) they worked, and which they corrected."""

    def __init__(self, who: Annotator) -> None:
        self.who = who
        self.worked: set[str] = set()
        self.corrected: set[str] = set()
        self._files: dict[str, tuple[Project, int]] = {}

    def add(self, project: Project) -> None:
        """Take another file; where both have a dialogue, the one in which it was corrected counts."""
        rows = project.comparison.keys()
        keys, owner = rows.dialogues, project.packet_of
        # What others said may have come along in a packet; it is nothing its annotator did.
        people = {row for row, one in rows.annotators.items() if owner is None or one.key == owner.key}
        corrected = {keys[row] for row in project.structure.corrected() if row in keys}
        tagged = {keys[row] for row, who in project.comparison.worked() if row in keys and who in people}
        for row, key in keys.items():
            if key not in self._files or key in corrected:
                self._files[key] = (project, row)
        self.worked |= corrected | tagged
        self.corrected |= corrected

    def layout(self, dialogue: str) -> tuple[str, ImportedLayout]:
        """What was received of a dialogue, and how it lies in turns here."""
        project, row = self._files[dialogue]
        record = project.records.one(row)
        pieces = (piece for each in record.turns for piece in (each.lead, each.turn.received))
        return "".join((*pieces, record.tail)), ImportedLayout(record)


def _drawings(projects: Sequence[Project], wanted: frozenset[str]) -> list[_Drawn]:
    """Whose turns there are, each with their files."""
    packets: dict[str, _Drawn] = {}
    others: list[_Drawn] = []
    for project in projects:
        owner = project.packet_of
        if owner is None:
            if not wanted:
                others.append(_Drawn(Annotator(str(project.path), project.path.stem)))
                others[-1].add(project)
        elif owner.key in wanted or not (wanted or owner.key in deciders_of(project)):
            packets.setdefault(owner.key, _Drawn(owner)).add(project)
    return list(packets.values()) if len(packets) > 1 else [*packets.values(), *others]


def _agreement(people: Sequence[_Drawn], names: tuple[str, ...], level: float) -> TurnAgreement:
    shared = sorted(set.intersection(*(one.worked for one in people)))
    corrected = [key for key in shared if any(key in one.corrected for one in people)]
    laid = [each for key in corrected if (each := _laid(people, key)) is not None]
    turns = tuple(sum(len(each.turns[place]) for each in laid) for place in range(len(people)))
    return TurnAgreement(
        names,
        len(laid),
        len(shared) - len(corrected),
        turns,
        sum(each.words for each in laid),
        tuple(_figures(laid, len(people), level)),
    )


@dataclass(frozen=True, slots=True)
class _Laid:
    """A dialogue as a continuum of words, and each annotator's turns on it."""

    words: int
    turns: tuple[Turns, ...]

    def masses(self, place: int) -> list[int]:
        """How many words there are from one beginning of an annotator's turns to the next."""
        begins = {start for start, _ in self.turns[place]} | {0}
        return [int(size) for size in np.diff([*sorted(begins), self.words])]

    def continuum(self) -> Continuum:
        """The turns as spans of one kind."""
        spans = (tuple(Span(start, end) for start, end in own) for own in self.turns)
        return Continuum(float(self.words), tuple(spans))


def _laid(people: Sequence[_Drawn], dialogue: str) -> _Laid | None:
    """A dialogue on the continuum; None where nobody's turns have a word."""
    found = [one.layout(dialogue) for one in people]
    begins = np.array([word.start() for word in _WORD.finditer(found[0][0])], dtype=np.int64)
    each = [
        [
            (int(low), int(high))
            for low, high in np.searchsorted(begins, [(one.start, one.end) for one in layout.turns])
            if low < high
        ]
        for _, layout in found
    ]
    said = np.zeros(len(begins), dtype=bool)
    for turns in each:
        for low, high in turns:
            said[low:high] = True
    number = np.r_[0, np.cumsum(said)]
    words = int(number[-1])
    if not words:
        return None
    return _Laid(words, tuple([(int(number[low]), int(number[high])) for low, high in own] for own in each))


def _figures(laid: Sequence[_Laid], annotators: int, level: float) -> Iterator[AgreementFigure]:
    if not laid:
        yield figure("drawn_turns", None, _NONE)
        return
    if annotators == 2:
        yield from boundary_figures([(each.masses(0), each.masses(1)) for each in laid], level)
    found, without = unitizing_over_dialogues([each.continuum() for each in laid])
    interval = None
    if found.value is not None:
        interval = interval_over_dialogues(found.value, without, len(laid), level)
    yield figure("unitizing_alpha_of_turns", found.value, found.undefined, interval)
