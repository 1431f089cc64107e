"""Quantiles of Student's t distribution, for whole degrees of freedom.

The distribution function is the finite sum of Abramowitz and Stegun (1964), 26.7.3 and 26.7.4;
its inverse is found by Newton's method from the normal quantile. Above ``_SERIES_LIMIT`` degrees
of freedom the expansion 26.7.5 is exact to more digits than a float of a table needs.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

_SERIES_LIMIT = 400
_STEPS = 60


def t_distribution(t: float, freedom: int) -> float:
    """The probability that Student's t with ``freedom`` (1 or more) degrees of freedom is at most ``t``."""
    angle = math.atan(t / math.sqrt(freedom))
    cosine = math.cos(angle)
    odd = freedom % 2 == 1
    term = cosine if odd else 1.0
    total = term if freedom > 1 else 0.0
    for step in range(3 if odd else 2, freedom - 1, 2):
        term *= cosine * cosine * (step - 1) / step
        total += term
    within = 2 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total
    return 0.5 + within / 2


def t_density(t: float, freedom: int) -> float:
    """The density of Student's t at ``t``."""
    half = (freedom + 1) / 2
    constant = math.lgamma(half) - math.lgamma(freedom / 2) - 0.5 * math.log(freedom * math.pi)
    return math.exp(constant - half * math.log1p(t * t / freedom))


@lru_cache(maxsize=4096)
def t_quantile(probability: float, freedom: int) -> float:
    """The value that Student's t stays below with this probability.

    Args:
        probability: above 0 and below 1.
        freedom: degrees of freedom, 1 or more.

    Raises:
        ValueError: outside these ranges.
    """
    if not 0 < probability < 1 or freedom < 1:
        raise ValueError(f"no t quantile for probability {probability} and {freedom} degrees of freedom")
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    normal = NormalDist().inv_cdf(probability)
    if freedom == 1:
        return math.tan(math.pi * (probability - 0.5))
    if freedom > _SERIES_LIMIT:
        return _expansion(normal, freedom)
    return _newton(normal, probability, freedom)


def _newton(start: float, probability: float, freedom: int) -> float:
    """Newton's method from below: the distribution is concave there, so no step goes past the root."""
    t = start
    for _ in range(_STEPS):
        step = (probability - t_distribution(t, freedom)) / t_density(t, freedom)
        t += step
        if abs(step) <= 1e-13 * max(1.0, abs(t)):
            break
    return t


def _expansion(x: float, freedom: int) -> float:
    """Abramowitz and Stegun 26.7.5, four terms."""
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + math.fsum(term / float(freedom) ** power for power, term in enumerate(terms, 1))
