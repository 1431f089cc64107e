"""Standard errors that take units as independent: what other programs print, for comparison only.

They are the delta method: the spread of what a little more weight of one unit does to the
coefficient. For Cohen's kappa that is the standard error of Fleiss, Cohen & Everitt (1969), for
the coefficients with more annotators that of Gwet (2014). Turns of a dialogue depend on each
other, so these errors are too small for turns; intervals here come from leaving out dialogues.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement import counts as counting
from annotator.analysis.agreement.coefficients import COEFFICIENTS, values
from annotator.analysis.agreement.counts import Counts
from annotator.analysis.agreement.distances import NOMINAL, Distance
from annotator.analysis.agreement.ratings import MISSING, Ratings

Array = NDArray[Any]

# The complex step of Squire & Trapp (1998): derivatives exact to the last digit.
_STEP = 1e-30


def unit_standard_error(
    ratings: Ratings,
    coefficient: str,
    distance: Distance = NOMINAL,
    *,
    divisor: Literal["n", "n-1"] = "n-1",
) -> float | None:
    """The standard error of a coefficient if units were independent; None where it has no value.

    As in Gwet (2014) the share of pairable units is taken as fixed, and alpha without its factor
    ``n / (n - 1)``. ``divisor`` is ``n`` for the asymptotic errors of tables of two annotators
    (Fleiss, Cohen & Everitt 1969), ``n-1`` for the others.
    """
    row = COEFFICIENTS[coefficient]
    row = replace(row, disagreement=_alpha_of_a_large_sample) if coefficient == "krippendorff_alpha" else row
    chosen = ratings.pair(0, 1) if row.two_only else ratings
    rated = (chosen.codes != MISSING).sum(axis=0) > (1 if coefficient == "krippendorff_alpha" else 0)
    chosen = chosen.select(rated)
    alone = Ratings(chosen.codes, chosen.labels, np.arange(chosen.units), chosen.annotators)
    whole = counting.total(alone)
    value = float(values(row, distance, whole, alone.labels))
    if chosen.units < 2 or not math.isfinite(value):
        return None
    squares = 0.0
    for counts in counting.by_dialogue(alone):
        more = whole.plus(counts, _STEP * 1j)
        influence = np.imag(values(row, distance, more, alone.labels)) / _STEP
        influence += value * (counts.pairable / whole.pairable - counts.units / whole.units)
        squares += float((influence**2).sum())
    return math.sqrt(squares * (1 if divisor == "n" else chosen.units / (chosen.units - 1)))


def _alpha_of_a_large_sample(counts: Counts, distances: Array) -> tuple[Array, Array]:
    pooled = counts.pooled
    shares = pooled / pooled.sum(axis=-1, keepdims=True)
    observed = (counts.coincidences * distances).sum(axis=(-1, -2)) / pooled.sum(axis=-1)
    return observed, (shares[..., :, None] * shares[..., None, :] * distances).sum(axis=(-1, -2))
