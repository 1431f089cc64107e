"""How far two labels are apart: the weights of weighted coefficients and the metrics of Krippendorff's alpha.

A weight of agreement ``w`` is here the distance ``1 - w``: linear weights of kappa are the distance
``linear``, quadratic ones the distance ``interval``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotator.analysis.agreement.ratings import Label

Array = NDArray[Any]
Metric = Callable[[Sequence[Label], Array], Array]


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance of labels.

    ``metric`` takes the labels and how often each was given (..., labels), and returns distances
    (..., labels, labels), symmetric, 0 between a label and itself. Only ratios of distances matter.
    """

    key: str
    name: str
    source: str
    metric: Metric


def _nominal(labels: Sequence[Label], _given: Array) -> Array:
    return 1.0 - np.eye(len(labels))


def _linear(labels: Sequence[Label], _given: Array) -> Array:
    values = numbers(labels)
    return np.asarray(np.abs(values[:, None] - values[None, :]))


def _interval(labels: Sequence[Label], _given: Array) -> Array:
    values = numbers(labels)
    return np.asarray((values[:, None] - values[None, :]) ** 2)


def _ratio(labels: Sequence[Label], _given: Array) -> Array:
    values = numbers(labels)
    if (values < 0).any():
        raise ValueError("a ratio scale has no values below 0")
    sums = values[:, None] + values[None, :]
    return np.asarray(((values[:, None] - values[None, :]) / np.where(sums == 0, 1, sums)) ** 2)


def _ordinal(_labels: Sequence[Label], given: Array) -> Array:
    """The labels given from one rank to the other, the ends counting half (Krippendorff 2004, ch. 11)."""
    middle = np.cumsum(given, axis=-1) - given / 2
    return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)


def _masi(labels: Sequence[Label], _given: Array) -> Array:
    return _of_sets(labels, masi_distance)


def _jaccard(labels: Sequence[Label], _given: Array) -> Array:
    return _of_sets(labels, jaccard_distance)


def jaccard_distance(one: frozenset[Any], two: frozenset[Any]) -> float:
    """1 minus the shared part of two sets of labels; two empty sets are equal."""
    union = one | two
    return 1 - len(one & two) / len(union) if union else 0.0


def masi_distance(one: frozenset[Any], two: frozenset[Any]) -> float:
    """1 minus Jaccard's index times monotonicity: 1 for equal sets, 2/3 where one holds the other, 1/3, 0.

    Passonneau (2006), Measuring agreement on set-valued items (MASI) for semantic and pragmatic
    annotation. Two empty sets are equal.
    """
    if one == two:
        return 0.0
    shared = one & two
    monotone = 2 / 3 if one <= two or two <= one else 1 / 3 if shared else 0.0
    return 1 - (1 - jaccard_distance(one, two)) * monotone


def _of_sets(labels: Sequence[Label], distance: Callable[[frozenset[Any], frozenset[Any]], float]) -> Array:
    sets = [label if isinstance(label, frozenset) else frozenset([label]) for label in labels]
    return np.array([[distance(one, two) for two in sets] for one in sets]).reshape(len(sets), len(sets))


def numbers(labels: Sequence[Label]) -> Array:
    """The labels as numbers: themselves where all are numbers, else their ranks from 1."""
    if all(isinstance(label, int | float) for label in labels):
        return np.asarray(labels, dtype=np.float64)
    return np.arange(1.0, len(labels) + 1)


def own_distance(distances: ArrayLike, *, name: str = "own weights") -> Distance:
    """A distance of one's own: labels x labels, symmetric, not negative, 0 on the diagonal.

    Raises:
        ValueError: it is not that.
    """
    table = np.array(distances, dtype=np.float64)
    square = table.ndim == 2 and table.shape[0] == table.shape[1]
    if not square or not (table == table.T).all() or (table < 0).any() or np.diag(table).any():
        raise ValueError(
            "distances must be a square, symmetric table without negative values, 0 on the diagonal"
        )

    def metric(labels: Sequence[Label], _given: Array) -> Array:
        if len(labels) != len(table):
            raise ValueError(f"distances of {len(table)} labels for a scale of {len(labels)}")
        return table

    return Distance("own", name, "", metric)


_KRIPPENDORFF = "Krippendorff 2004, Content Analysis, 2nd ed., ch. 11"
_DISTANCES = (
    Distance("nominal", "nominal", _KRIPPENDORFF, _nominal),
    Distance("ordinal", "ordinal", _KRIPPENDORFF, _ordinal),
    Distance("interval", "interval (quadratic weights)", _KRIPPENDORFF, _interval),
    Distance("ratio", "ratio", _KRIPPENDORFF, _ratio),
    Distance("linear", "linear weights", "Cicchetti & Allison 1971", _linear),
    Distance("masi", "MASI", "Passonneau 2006", _masi),
    Distance("jaccard", "Jaccard", "Jaccard 1901", _jaccard),
)
DISTANCES = {distance.key: distance for distance in _DISTANCES}
NOMINAL = DISTANCES["nominal"]
