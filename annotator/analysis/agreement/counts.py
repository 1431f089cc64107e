"""What coefficients are made of: counts that add up over units, so that a dialogue can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement.ratings import MISSING, Ratings

Array = NDArray[Any]

# Cells of all counts together that are kept between passes: 8 bytes each.
_KEPT = 10_000_000
# Cells of the largest array of counts at a time: 8 bytes each, half a dozen of them alive at once.
_CELLS = 1_000_000
_UNITS = 200_000


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over units, for one set of units or, along leading axes, for many at once.

    With ``r[k]`` labels ``k`` on a unit and ``r`` labels on it in all:

    - ``units``: units with a label at all; ``pairable``: with two or more (arrays without label axes);
    - ``agreement[k, l]``: sum over pairable units of ``r[k] * (r[l] - (k == l)) / (r * (r - 1))``,
      each unit weighing the same;
    - ``coincidences[k, l]``: the same divided by ``r - 1`` only, each label weighing the same
      (Krippendorff 2004, ch. 11);
    - ``shares[k]``: sum over ``units`` of ``r[k] / r``;
    - ``by_annotator[annotator, k]``: labels each annotator gave on ``units``.
    """

    units: Array
    pairable: Array
    agreement: Array
    coincidences: Array
    shares: Array
    by_annotator: Array

    @property
    def pooled(self) -> Array:
        """Labels on pairable units by label, over all annotators."""
        return over_labels(self.coincidences)

    def minus(self, other: Counts) -> Counts:
        """These without the others, which may have more leading axes."""
        return Counts(*(mine - theirs for mine, theirs in zip(self._arrays(), other._arrays(), strict=True)))

    def plus(self, other: Counts, factor: complex = 1) -> Counts:
        """These and ``factor`` times the others."""
        pairs = zip(self._arrays(), other._arrays(), strict=True)
        return Counts(*(mine + factor * theirs for mine, theirs in pairs))

    def summed(self) -> Counts:
        """The sum along the first axis."""
        return Counts(*(np.einsum("d...->...", array) for array in self._arrays()))

    def at(self, wanted: Array) -> Counts:
        """Some of the sets along the first axis."""
        return Counts(*(array[wanted] for array in self._arrays()))

    def against_rest(self, label: int) -> Counts:
        """Two labels left: this one (0) and all others together (1)."""

        def fold(array: Array) -> Array:
            folded = np.empty((*array.shape[:-1], 2), dtype=array.dtype)
            folded[..., 0] = array[..., label]
            folded[..., 1] = over_labels(array[..., :label]) + over_labels(array[..., label + 1 :])
            return folded

        def fold_both(array: Array) -> Array:
            return np.swapaxes(fold(np.swapaxes(fold(array), -1, -2)), -1, -2)

        return Counts(
            self.units,
            self.pairable,
            fold_both(self.agreement),
            fold_both(self.coincidences),
            fold(self.shares),
            fold(self.by_annotator),
        )

    def _arrays(self) -> tuple[Array, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))


def over_labels(array: Array) -> Array:
    """The sum along the last axis, of a few labels: a quarter of the time that `sum` takes there."""
    return np.asarray(np.einsum("...k->...", array))


def from_tables(tables: Array) -> Counts:
    """Counts of contingency tables (..., labels, labels) of two annotators, rows the first."""
    swapped = np.swapaxes(tables, -1, -2)
    both = tables + swapped
    rows, columns = over_labels(tables), over_labels(swapped)
    total = over_labels(rows)
    return Counts(total, total, both / 2, both, (rows + columns) / 2, np.stack([rows, columns], axis=-2))


def passes(ratings: Ratings) -> Callable[[], Iterable[Counts]]:
    """The counts of each dialogue for any number of passes: kept if they are small, else counted anew."""
    size = len(ratings.labels)
    dialogues = len(_starts(ratings.dialogues)) if ratings.units else 0
    if dialogues * size * (2 * size + 1 + len(ratings.annotators)) > _KEPT:
        return lambda: by_dialogue(ratings)
    kept = list(by_dialogue(ratings))
    return lambda: kept


def by_dialogue(ratings: Ratings) -> Iterator[Counts]:
    """The counts of each dialogue, in slices of dialogues that together fit in memory."""
    for part in slices(ratings):
        yield _count(part)


def total(ratings: Ratings) -> Counts:
    """The counts of all units together."""
    return reduce(Counts.plus, (counts.summed() for counts in by_dialogue(ratings)))


def slices(ratings: Ratings) -> Iterator[Ratings]:
    """Whole dialogues at a time; one empty slice where there are no units."""
    if ratings.units == 0:
        yield ratings
        return
    starts = _starts(ratings.dialogues)
    ends = np.append(starts[1:], ratings.units)
    at_most = max(1, _CELLS // max(1, len(ratings.labels) ** 2))
    first = 0
    while first < len(starts):
        by_units = int(np.searchsorted(ends, starts[first] + _UNITS, side="right"))
        last = max(first + 1, min(first + at_most, by_units))
        part = slice(int(starts[first]), int(ends[last - 1]))
        yield Ratings(ratings.codes[:, part], ratings.labels, ratings.dialogues[part], ratings.annotators)
        first = last


def pair_tables(ratings: Ratings, first: int, second: int) -> Array:
    """Contingency tables (dialogues, labels, labels) of two annotators, of the units both gave a label."""
    size = len(ratings.labels)
    one, two = ratings.codes[first], ratings.codes[second]
    both = (one != MISSING) & (two != MISSING)
    number = _numbers(ratings.dialogues)
    cell = (number[both] * size + one[both]) * size + two[both]
    return np.bincount(cell, minlength=_count_of(number) * size * size).reshape(-1, size, size)


def rest_tables(ratings: Ratings, annotator: int) -> Array:
    """Tables (dialogues, labels, labels) of one annotator (rows) against all others on the same units.

    The others of a unit share its weight of 1, so that a unit with many annotators counts as one.
    """
    size = len(ratings.labels)
    own = ratings.codes[annotator]
    number = _numbers(ratings.dialogues)
    given = _given(ratings)
    others = np.sum(given, axis=0) - 1
    pairable = (own != MISSING) & (others > 0)
    row = (number * size + own)[pairable]
    tables = np.zeros((_count_of(number) * size, size))
    for label in range(size):
        weight = (given[label] - (own == label))[pairable] / others[pairable]
        tables[:, label] = np.bincount(row, weights=weight, minlength=len(tables))
    return tables.reshape(-1, size, size)


def _starts(dialogues: Array) -> Array:
    return np.flatnonzero(np.diff(dialogues, prepend=dialogues[0] - 1))


def _numbers(dialogues: Array) -> Array:
    """The dialogues numbered from 0 without gaps."""
    if not dialogues.size:
        return dialogues
    return np.cumsum(np.diff(dialogues, prepend=dialogues[0]) != 0)


def _count_of(numbers: Array) -> int:
    return int(numbers[-1]) + 1 if numbers.size else 0


def _count(ratings: Ratings) -> Counts:
    """Counts (dialogues, ...) of one slice."""
    size, raters = len(ratings.labels), ratings.codes.shape[0]
    if ratings.units == 0:
        zeros = [(0,), (0,), (0, size, size), (0, size, size), (0, size), (0, raters, size)]
        return Counts(*(np.zeros(shape) for shape in zeros))
    if raters == 2 and (ratings.codes != MISSING).all():  # a table of each dialogue says it all
        return from_tables(pair_tables(ratings, 0, 1).astype(np.float64))
    starts = _starts(ratings.dialogues)

    def added(values: Array) -> Array:
        return np.add.reduceat(values, starts, dtype=np.float64)

    given = _given(ratings)
    labels = np.sum(given, axis=0)
    pairable = labels > 1
    per_label = np.where(pairable, 1 / np.maximum(labels - 1, 1), 0.0)
    per_unit = per_label / np.maximum(labels, 1)
    coincidences = np.zeros((len(starts), size, size))
    agreement = np.zeros_like(coincidences)
    used = [label for label in range(size) if given[label].any()]
    for place, one in enumerate(used):
        for two in used[place:]:
            together = given[one] * (given[two] - (one == two))
            coincidences[:, one, two] = coincidences[:, two, one] = added(together * per_label)
            agreement[:, one, two] = agreement[:, two, one] = added(together * per_unit)
    shares = np.zeros((len(starts), size))
    for label in used:
        shares[:, label] = added(given[label] / np.maximum(labels, 1))
    return Counts(
        added(labels > 0),
        added(pairable),
        agreement,
        coincidences,
        shares,
        _by_annotator(ratings, len(starts)),
    )


def _given(ratings: Ratings) -> list[Array]:
    """For each label how often it was given to each unit; added up in bytes where they are enough."""
    few = ratings.codes.shape[0] <= 127
    return [
        (ratings.codes == label)
        .view(np.int8)
        .sum(axis=0, dtype=np.int8 if few else np.int32)
        .astype(np.int32)
        for label in range(len(ratings.labels))
    ]


def _by_annotator(ratings: Ratings, dialogues: int) -> Array:
    size = len(ratings.labels)
    cells = _numbers(ratings.dialogues) * (size + 1) + 1
    found = [np.bincount(cells + row, minlength=dialogues * (size + 1)) for row in ratings.codes]
    return np.stack(found, axis=0).reshape(len(found), dialogues, size + 1)[:, :, 1:].transpose(1, 0, 2)
