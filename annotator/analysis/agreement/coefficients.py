"""The coefficients of agreement, as a table: name, source, which annotators and units they take, formula.

Each function takes counts and distances and returns the observed and the expected disagreement, of
one set of units or of many at once; the coefficient is ``1 - observed / expected``. That is
``(po - pe) / (1 - pe)`` of the usual notation with ``po = 1 - observed`` and ``pe = 1 - expected``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement.counts import Counts, over_labels
from annotator.analysis.agreement.distances import DISTANCES, NOMINAL, Distance

Array = NDArray[Any]
Disagreement = Callable[[Counts, Array], tuple[Array, Array]]
Policy = Literal["both", "pairable", "all"]

MISSING_POLICIES: dict[Policy, str] = {
    "both": "only turns that both annotators labelled",
    "pairable": "turns that two or more annotators labelled; labels that are missing are left out",
    "all": "turns that two or more annotators labelled for the observed part, all labelled turns for the "
    "share of each label",
}


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One row of the table.

    ``two_only`` where it is defined for two annotators; ``distances`` are the keys of those it can
    weigh with (an own distance can always be used where there is more than the nominal one).
    ``corrected`` is False for what is not corrected for chance.
    """

    key: str
    name: str
    source: str
    formula: str
    policy: Policy
    disagreement: Disagreement
    distances: tuple[str, ...] = ("nominal",)
    two_only: bool = False
    corrected: bool = True


def values(coefficient: Coefficient, distance: Distance, counts: Counts, labels: tuple[Any, ...]) -> Array:
    """The coefficient of each set of counts; NaN where it is undefined."""
    observed, expected = disagreements(coefficient, distance, counts, labels)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 - observed / expected)


def disagreements(
    coefficient: Coefficient, distance: Distance, counts: Counts, labels: tuple[Any, ...]
) -> tuple[Array, Array]:
    """Observed and expected disagreement of each set of counts.

    Both are NaN without pairs of labels, and the expected one where it is 0 but for rounding.
    """
    table = distance.metric(labels, counts.pooled)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed, expected = coefficient.disagreement(counts, table)
    least = 1e-12 * np.abs(table).max(axis=(-1, -2), initial=0)
    return np.asarray(observed), np.where(np.abs(expected) <= least, np.nan, expected)


def _sum(table: Array, distances: Array) -> Array:
    """The sum over both label axes of a table times the distances."""
    return np.asarray(np.einsum("...kl,...kl->...", table, distances))


def _by_chance(one: Array, two: Array, distances: Array) -> Array:
    weighed = (one[..., None, :] @ distances)[..., 0, :]
    return np.asarray(np.einsum("...k,...k->...", weighed, two))


def _scaled(distances: Array) -> Array:
    """Distances from 0 to 1, where a coefficient depends on their size."""
    return np.asarray(distances / distances.max(axis=(-1, -2), keepdims=True, initial=1e-300))


def _observed(counts: Counts, distances: Array) -> Array:
    return _sum(counts.agreement, distances) / counts.pairable


def _percent(counts: Counts, distances: Array) -> tuple[Array, Array]:
    observed = _observed(counts, _scaled(distances))
    return observed, np.ones_like(observed)


def _cohen(counts: Counts, distances: Array) -> tuple[Array, Array]:
    shares = counts.by_annotator / over_labels(counts.by_annotator)[..., None]
    return _observed(counts, distances), _by_chance(shares[..., 0, :], shares[..., 1, :], distances)


def _conger(counts: Counts, distances: Array) -> tuple[Array, Array]:
    """Chance agreement of every two different annotators, each with their own distribution."""
    given = over_labels(counts.by_annotator)[..., None]
    active = np.real(given) > 0.5
    shares = np.where(active, counts.by_annotator / np.where(active, given, 1), 0)
    annotators = active.sum(axis=(-1, -2))
    together = np.einsum("...ak->...k", shares)
    alone = over_labels(_by_chance(shares, shares, distances[..., None, :, :]))
    return _observed(counts, distances), (_by_chance(together, together, distances) - alone) / (
        annotators * (annotators - 1)
    )


def _fleiss(counts: Counts, distances: Array) -> tuple[Array, Array]:
    pooled = counts.pooled
    shares = pooled / over_labels(pooled)[..., None]
    return _observed(counts, distances), _by_chance(shares, shares, distances)


def _fleiss_by_unit(counts: Counts, distances: Array) -> tuple[Array, Array]:
    shares = counts.shares / counts.units[..., None]
    return _observed(counts, distances), _by_chance(shares, shares, distances)


def _uniform(counts: Counts, distances: Array) -> tuple[Array, Array]:
    observed = _observed(counts, distances)
    return observed, distances.mean(axis=(-1, -2)) + np.zeros_like(observed)


def _gwet(counts: Counts, distances: Array) -> tuple[Array, Array]:
    scaled = _scaled(distances)
    size = scaled.shape[-1]
    shares = counts.shares / counts.units[..., None]
    weights = size * size - scaled.sum(axis=(-1, -2))
    agreement = weights / max(1, size * (size - 1)) * over_labels(shares * (1 - shares))
    return _observed(counts, scaled), 1 - agreement


def _alpha(counts: Counts, distances: Array) -> tuple[Array, Array]:
    pooled = counts.pooled
    given = over_labels(pooled)
    observed = _sum(counts.coincidences, distances) / given
    return observed, _by_chance(pooled, pooled, distances) / (given * (given - 1))


_WEIGHTS = ("nominal", "linear", "interval")
_COEFFICIENTS = (
    Coefficient(
        "observed", "observed agreement", "-", "po = share of pairs of labels that agree", "pairable",
        _percent, _WEIGHTS, corrected=False,
    ),
    Coefficient(
        "cohen_kappa", "Cohen's κ", "Cohen 1960, Educ. Psychol. Meas. 20(1), 37-46; weighted: Cohen 1968",
        "pe = Σ p1(k) p2(k), each annotator's own distribution", "both", _cohen, _WEIGHTS, two_only=True,
    ),
    Coefficient(
        "scott_pi", "Scott's π", "Scott 1955, Public Opin. Q. 19(3), 321-325",
        "pe = Σ p(k)², one distribution for both annotators", "both", _fleiss, _WEIGHTS, two_only=True,
    ),
    Coefficient(
        "brennan_prediger", "Bennett's S / Brennan-Prediger",
        "Bennett, Alpert & Goldstein 1954; Brennan & Prediger 1981",
        "pe = 1/K, all K labels of the scale equally likely", "pairable", _uniform, _WEIGHTS,
    ),
    Coefficient(
        "conger_kappa", "Conger's κ", "Conger 1980, Psychol. Bull. 88(2), 322-328; gaps: Gwet 2014",
        "pe = mean over pairs of annotators of Σ pi(k) pj(k)", "all", _conger, _WEIGHTS,
    ),
    Coefficient(
        "fleiss_kappa", "Fleiss' κ (labels pooled)", "Fleiss 1971, Psychol. Bull. 76(5), 378-382",
        "pe = Σ p(k)², p over all labels given", "pairable", _fleiss, _WEIGHTS,
    ),
    Coefficient(
        "fleiss_kappa_by_unit", "Fleiss' κ (shares averaged over units)",
        "Fleiss 1971; unequal numbers of annotators: Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed.",
        "pe = Σ p(k)², p the mean over units of the share of k", "all", _fleiss_by_unit, _WEIGHTS,
    ),
    Coefficient(
        "randolph_kappa", "Randolph's free-marginal κ", "Randolph 2005", "pe = 1/K, any number of annotators",
        "pairable", _uniform,
    ),
    Coefficient(
        "gwet_ac", "Gwet's AC1 (AC2 with weights)", "Gwet 2008, Br. J. Math. Stat. Psychol. 61(1), 29-48",
        "pe = Σw / (K(K-1)) · Σ p(k)(1 - p(k)), p the mean over units of the share of k",
        "all", _gwet, _WEIGHTS,
    ),
    Coefficient(
        "krippendorff_alpha", "Krippendorff's α", "Krippendorff 2004, Content Analysis, 2nd ed., ch. 11",
        "1 - Do/De over the coincidences of labels within units", "pairable", _alpha, tuple(DISTANCES),
    ),
)  # fmt: skip
COEFFICIENTS = {coefficient.key: coefficient for coefficient in _COEFFICIENTS}
# For a label against all others.
PER_LABEL = (COEFFICIENTS["cohen_kappa"], COEFFICIENTS["fleiss_kappa"], COEFFICIENTS["krippendorff_alpha"])

__all__ = [
    "COEFFICIENTS",
    "MISSING_POLICIES",
    "NOMINAL",
    "PER_LABEL",
    "Coefficient",
    "disagreements",
    "values",
]
