"""Agreement on where a new segment begins: at a turn with another label than the turn before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement import (
    AgreementRemark,
    Interval,
    boundary_similarity,
    pk,
    t_quantile,
    window_diff,
)
from annotator.analysis.agreement.measuring import LEAST_DIALOGUES
from annotator.reliability.annotator_answers import Material
from annotator.reliability.figures_of_agreement import AgreementFigure, figure

Array = NDArray[Any]

_NO_SEGMENTS = AgreementRemark("no_segments", "in no dialogue every turn was labelled by both")
_NOBODY = AgreementRemark("no_segments_at_all", "no two annotators labelled every turn of any dialogue")


@dataclass(frozen=True, slots=True)
class SegmentAgreement:
    """Figures on two annotators' boundaries; ``dialogues`` are those in which both labelled every turn.

    Where that is so for no two, one names all annotators, and says it with one figure.
    """

    annotators: tuple[str, ...]
    dialogues: int
    turns: int
    figures: tuple[AgreementFigure, ...]


def segment_agreements(material: Material, level: float) -> Iterator[SegmentAgreement]:
    """Every two annotators, or one for all who have nothing to compare; none for facets of targets, spans or
    whole dialogues, which divide nothing."""
    facet, ratings = material.facet, material.ratings
    if facet.targeted or facet.scope != "turn" or not ratings.units:
        return
    pairs = tuple(_pairs(material, level))
    if pairs and not any(pair.dialogues for pair in pairs):
        none = _NO_SEGMENTS if len(pairs) == 1 else _NOBODY
        yield SegmentAgreement(ratings.annotators, 0, 0, (figure("boundary_measures", None, none),))
        return
    yield from pairs


def _pairs(material: Material, level: float) -> Iterator[SegmentAgreement]:
    ratings = material.ratings
    starts = np.flatnonzero(np.diff(ratings.dialogues, prepend=ratings.dialogues[0] - 1))
    ends = np.append(starts[1:], ratings.units)
    whole = material.turn_counts[ratings.dialogues[starts]] == ends - starts
    for one, two in combinations(range(len(ratings.annotators)), 2):
        codes = ratings.codes[[one, two]]
        complete = [
            (int(start), int(end))
            for start, end, all_turns in zip(starts, ends, whole, strict=True)
            if all_turns and end - start > 1 and (codes[:, start:end] >= 0).all()
        ]
        masses = [tuple(_masses(row[start:end]) for row in codes) for start, end in complete]
        yield SegmentAgreement(
            (ratings.annotators[one], ratings.annotators[two]),
            len(complete),
            sum(end - start for start, end in complete),
            tuple(boundary_figures(masses, level)),
        )


def _masses(codes: Array) -> list[int]:
    """How many turns each segment has."""
    boundaries = np.flatnonzero(np.diff(codes)) + 1
    return [int(size) for size in np.diff(np.r_[0, boundaries, len(codes)])]


def boundary_figures(masses: Sequence[tuple[list[int], ...]], level: float) -> Iterator[AgreementFigure]:
    """Pk, WindowDiff and boundary similarity of two annotators' segments of the same dialogues."""
    if not masses:
        yield from (figure(key, None, _NO_SEGMENTS) for key in ("pk", "window_diff", "boundary_similarity"))
        return
    for key, measure in (("pk", pk), ("window_diff", window_diff)):
        both = [(measure(one, two).value, measure(two, one).value) for one, two in masses]
        values = [(one + two) / 2 for one, two in both if one is not None and two is not None]
        yield _mean(key, values, AgreementRemark("short", "no dialogue is longer than a window"), level)
    similar = [boundary_similarity(one, two).value for one, two in masses]
    none = AgreementRemark("no_boundaries", "neither annotator set a boundary")
    yield _mean("boundary_similarity", [value for value in similar if value is not None], none, level)


def _mean(key: str, values: list[float], none: AgreementRemark, level: float) -> AgreementFigure:
    """The mean over dialogues, which weigh the same, with Student's t of it; that is their jackknife, too."""
    count = len(values)
    if not count:
        return figure(key, None, none)
    mean = float(np.mean(values))
    if count < LEAST_DIALOGUES:
        why = AgreementRemark("few_dialogues", f"{count} dialogues are too few: {LEAST_DIALOGUES} are needed")
        return figure(key, mean, None, why)
    error = float(np.std(values, ddof=1)) / math.sqrt(count)
    if error == 0:
        return figure(
            key,
            mean,
            None,
            AgreementRemark(
                "no_spread", "every dialogue has the same value, so how much that varies cannot be told"
            ),
        )
    reach = t_quantile((1 + level) / 2, count - 1) * error
    interval = Interval(max(0.0, mean - reach), min(1.0, mean + reach), level, error, count)
    return figure(key, mean, None, interval)
