"""Krippendorff's alpha for unitizing of dialogues laid end to end, and what it is without each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement.spans import Span, Unitizing, alpha_of, observed_differences

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Continuum:
    """One dialogue: its length in whole units, and the spans of each annotator, from 0 on."""

    length: float
    spans: tuple[tuple[Span, ...], ...]


def unitizing_over_dialogues(continua: Sequence[Continuum]) -> tuple[Unitizing, Array]:
    """Alpha of all labels over dialogues laid end to end, as if they were one continuum.

    Beside it, for the jackknife, what it is without each dialogue, NaN where it is undefined then.

    Raises:
        ValueError: spans of one annotator and label overlap, or lie outside.
    """
    labels = sorted({span.label for each in continua for own in each.spans for span in own})
    annotators = len(continua[0].spans) if continua else 0
    lengths = np.array([each.length for each in continua])
    observed, expected = np.zeros(len(continua) + 1), np.zeros(len(continua) + 1)
    for label in labels:
        rows = [[[span for span in own if span.label == label] for own in each.spans] for each in continua]
        apart = np.array(
            [observed_differences(each, one.length) for each, one in zip(rows, continua, strict=True)]
        )
        laid = _LaidSpans(rows, lengths)
        for place in range(len(continua) + 1):  # the last is with all of them
            left_out = np.arange(len(continua)) == place
            whole = lengths[~left_out].sum()
            if whole > 0 and annotators > 1:
                observed[place] += apart[~left_out].sum() / (annotators * (annotators - 1) * whole**2)
                expected[place] += laid.expected(place if place < len(continua) else None, whole)
    found = alpha_of(float(observed[-1]), float(expected[-1]), annotators)
    with np.errstate(divide="ignore", invalid="ignore"):
        return found, 1 - observed[:-1] / np.where(expected[:-1] > 0, expected[:-1], np.nan)


class _LaidSpans:
    """The spans of one label of each annotator, with their dialogues, one dialogue after the other."""

    def __init__(self, rows: Sequence[Sequence[Sequence[Span]]], lengths: Array) -> None:
        self._lengths = lengths
        begins = np.cumsum(lengths) - lengths
        annotators = len(rows[0]) if rows else 0
        self._own: list[tuple[Array, Array, Array]] = []
        for who in range(annotators):
            found = [
                (place, begins[place] + span.start, begins[place] + span.end)
                for place, each in enumerate(rows)
                for span in sorted(each[who])
            ]
            places, starts, ends = np.array(found, dtype=np.float64).reshape(-1, 3).T
            self._own.append((places, starts, ends))

    def expected(self, left_out: int | None, whole: float) -> float:
        """The expected disagreement, as in :func:`~annotator.analysis.agreement.spans.unitizing_alpha`."""
        sizes, gaps = [], []
        for places, starts, ends in self._own:
            begin, end = starts, ends
            if left_out is not None:
                kept = places != left_out
                moved = np.where(places[kept] > left_out, self._lengths[left_out], 0)
                begin, end = starts[kept] - moved, ends[kept] - moved
            sizes.append(end - begin)
            between = np.r_[begin, whole] - np.r_[0.0, end]
            gaps.append(between[between > 0])
        size, gap = np.concatenate(sizes), np.sort(np.concatenate(gaps))
        # For each unit the gaps at least as long, and the places in each where it could lie.
        at = np.searchsorted(gap, size)
        above = np.r_[np.cumsum(gap[::-1])[::-1], 0.0]
        count = len(gap) - at
        inside = above[at] - count * size + count
        total = ((len(size) - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * inside).sum()
        everything = len(self._own) * whole
        places_left = everything * (everything - 1) - (size * (size - 1)).sum()
        return float(2 / whole * total / places_left) if places_left > 0 else 0.0
