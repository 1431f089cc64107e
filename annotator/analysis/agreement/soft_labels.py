"""Labels with disagreement kept: distributions over labels, and how far two of them are apart.

The measures are those of the shared task on learning with disagreements (LeWiDi 2025).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotator.analysis.agreement.ratings import MISSING, Ratings

Array = NDArray[Any]


def soft_labels(ratings: Ratings) -> Array:
    """The share of each label on each unit (units x labels); a row of NaN where nobody gave one."""
    given = np.stack([(ratings.codes == label).sum(axis=0) for label in range(len(ratings.labels))], axis=1)
    total = given.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(given, total, out=np.full(given.shape, np.nan), where=total > 0))


def majority(ratings: Ratings) -> Array:
    """The code of the label that most annotators gave each unit; -1 on a tie or where nobody gave one."""
    shares = soft_labels(ratings)
    if not shares.size:
        return np.full(ratings.units, MISSING)
    most = np.nan_to_num(shares).max(axis=1, keepdims=True)
    alone = ((shares == most) & (most > 0)).sum(axis=1) == 1
    return np.where(alone, np.nan_to_num(shares).argmax(axis=1), MISSING)


def manhattan(one: ArrayLike, two: ArrayLike) -> Array:
    """The sum of absolute differences of distributions (..., labels): 0 equal, 2 without anything shared."""
    return np.asarray(np.abs(np.asarray(one) - np.asarray(two)).sum(axis=-1))


def wasserstein(one: ArrayLike, two: ArrayLike, positions: Sequence[float] = ()) -> Array:
    """The earth mover's distance of distributions over ordered labels (..., labels).

    ``positions`` are the labels' values in ascending order; 0, 1, 2… without them.
    """
    first, second = np.asarray(one, dtype=np.float64), np.asarray(two, dtype=np.float64)
    places = np.asarray(positions or range(first.shape[-1]), dtype=np.float64)
    if len(places) != first.shape[-1] or (np.diff(places) < 0).any():
        raise ValueError("positions must be ascending, one a label")
    apart = np.cumsum(first - second, axis=-1)[..., :-1]
    return np.asarray((np.abs(apart) * np.diff(places)).sum(axis=-1))
