"""Agreement on spans in a project: F1, Krippendorff's alpha for unitizing, the observed disorder of gamma.

The turns of a dialogue are laid end to end, and the dialogues that all of the compared annotators worked on
make one continuum, in code points. A span never leaves its turn, so that aligning is done turn by turn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement import (
    AgreementRemark,
    Continuum,
    Span,
    exact_f1,
    observed_disorder,
    overlap_f1,
    unitizing_over_dialogues,
)
from annotator.analysis.agreement.measuring import interval_over_dialogues
from annotator.reliability.annotator_answers import Material
from annotator.reliability.figures_of_agreement import AgreementFigure, figure

Array = NDArray[Any]

_OVERLAPPING = AgreementRemark("overlapping", "somebody marked spans of one label that overlap")


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """Figures on the spans of two annotators, or of all where there are more; of one label or of all.

    ``label`` is its name, "" for all. ``spans`` counts those of each annotator, ``dialogues`` are those that
    all of them worked on, which is where they have given any tag.
    """

    annotators: tuple[str, ...]
    label: str
    spans: tuple[int, ...]
    dialogues: int
    figures: tuple[AgreementFigure, ...]


def span_agreements(material: Material, level: float) -> Iterator[SpanAgreement]:
    """Every two annotators, all of them where there are more, and each label that was used."""
    if not len(material.spans):
        return
    people = range(len(material.people))
    names = {number: label.name for number, label in enumerate(material.facet.labels)}
    laid = _SpansLaid(material)
    for pair in combinations(people, 2):
        yield laid.agreement(pair, "", None, level)
    if len(people) > 2:
        yield laid.agreement(tuple(people), "", None, level)
    used = np.unique(material.spans[:, 2]).tolist()
    if len(used) > 1 and len(people) > 1:
        for label in used:
            yield laid.agreement(tuple(people), names[label], label, level)


class _SpansLaid:
    """The spans of each annotator by dialogue, where the turns of the dialogue are laid end to end."""

    def __init__(self, material: Material) -> None:
        self._names = material.ratings.annotators
        self._worked = material.worked
        dialogue, length = material.span_turns[:, 0], material.span_turns[:, 1]
        order = np.argsort(dialogue, kind="stable")
        begins = np.cumsum(length[order]) - length[order]
        first = np.r_[True, np.diff(dialogue[order]) != 0]
        offset = np.empty(len(length), dtype=np.int64)
        offset[order] = begins - np.maximum.accumulate(np.where(first, begins, 0))
        self._length = np.bincount(dialogue, weights=length, minlength=self._worked.shape[1])
        self._spans: dict[int, dict[int, list[tuple[int, Span]]]] = defaultdict(lambda: defaultdict(list))
        for turn, who, label, start, end in material.spans.tolist():
            span = Span(int(offset[turn]) + start, int(offset[turn]) + end, str(label))
            self._spans[int(dialogue[turn])][who].append((turn, span))

    def agreement(self, who: tuple[int, ...], name: str, label: int | None, level: float) -> SpanAgreement:
        """The figures of some annotators, on one label or on all."""
        shared = np.flatnonzero(self._worked[list(who)].all(axis=0) & (self._length > 0)).tolist()
        given = [
            [
                [
                    (turn, span)
                    for turn, span in self._spans[place][one]
                    if label is None or span.label == str(label)
                ]
                for one in who
            ]
            for place in shared
        ]
        spans = [[[span for _, span in own] for own in each] for each in given]
        figures = list(_pair_figures(spans, level)) if len(who) == 2 else []
        figures.append(self._unitizing(spans, shared, level))
        figures.append(_disorder(given, len(who)))
        counts = tuple(sum(len(each[place]) for each in spans) for place in range(len(who)))
        return SpanAgreement(
            tuple(self._names[one] for one in who), name, counts, len(shared), tuple(figures)
        )

    def _unitizing(
        self, spans: Sequence[Sequence[Sequence[Span]]], places: Sequence[int], level: float
    ) -> AgreementFigure:
        continua = [
            Continuum(float(self._length[place]), tuple(map(tuple, each)))
            for place, each in zip(places, spans, strict=True)
        ]
        try:
            found, without = unitizing_over_dialogues(continua)
        except ValueError:
            return figure("unitizing_alpha", None, _OVERLAPPING)
        if found.value is None:
            return figure("unitizing_alpha", None, found.undefined)
        interval = interval_over_dialogues(found.value, without, len(continua), level)
        return figure("unitizing_alpha", found.value, None, interval)


def _pair_figures(spans: Sequence[Sequence[Sequence[Span]]], level: float) -> Iterator[AgreementFigure]:
    """F1 of two annotators, with what it is without each dialogue."""
    for key, measure in (("exact_f1", exact_f1), ("overlap_f1", overlap_f1)):
        found = [measure(*each) for each in spans]
        matched = np.array([one.matched for one in found])
        marked = np.array([one.first + one.second for one in found])
        if not marked.sum():
            yield figure(key, None, AgreementRemark("no_spans", "neither annotator marked a span"))
            continue
        value = float(2 * matched.sum() / marked.sum())
        kept = marked > 0  # a dialogue without spans is no evidence
        with np.errstate(divide="ignore", invalid="ignore"):
            without = 2 * (matched.sum() - matched[kept]) / (marked.sum() - marked[kept])
        yield figure(key, value, None, interval_over_dialogues(value, without, int(kept.sum()), level))


def _disorder(given: Sequence[Sequence[Sequence[tuple[int, Span]]]], annotators: int) -> AgreementFigure:
    """The observed disorder over all turns; spans of different turns are never aligned."""
    by_turn: dict[int, list[list[Span]]] = defaultdict(lambda: [[] for _ in range(annotators)])
    for each in given:
        for who, own in enumerate(each):
            for turn, span in own:
                by_turn[turn][who].append(span)
    total, units = 0.0, 0
    for spans in by_turn.values():
        found, count = observed_disorder(spans), sum(map(len, spans))
        if found.value is None:
            return figure("observed_disorder", None, found.undefined)
        total += found.value * count
        units += count
    if not units:
        return figure("observed_disorder", None, AgreementRemark("no_spans", "no annotator marked a span"))
    return figure("observed_disorder", total / units, None)
