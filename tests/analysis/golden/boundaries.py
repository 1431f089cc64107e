"""D: topic segments and turn boundaries, as masses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

from annotator.analysis.agreement import (
    boundary_agreement,
    boundary_similarity,
    pk,
    segmentation_similarity,
    window_diff,
)
from tests.analysis.golden.rows import Row, checks

_ROWS = """
D1|2 3 6|5 6|.5P|.9|.222222|.222222|
D2|2 3 6|2 3 3 3|.66667P|.9|.222222|.222222|
D3|2 3 6|2 2 7|.75P|.95|.222222|.222222|a near miss costs half a boundary
D4|2 3 6|1 1 3 1 5|.5P|.8|.111111|.333333|Pk does not see two boundaries in one window, WindowDiff does
D5|5 6|11|0|.9|.375|.375|
"""
STARGAZER = (
    (2, 3, 3, 1, 3, 6, 3),
    (2, 8, 2, 4, 2, 3),
    (2, 1, 2, 3, 1, 3, 1, 3, 2, 2, 1),
    (2, 1, 4, 1, 1, 3, 1, 4, 3, 1),
    (3, 2, 4, 3, 5, 4),
    (2, 3, 4, 2, 2, 5, 3),
    (2, 3, 2, 2, 3, 1, 3, 2, 3),
)


def rows() -> Iterator[Row]:
    for line in _ROWS.strip().splitlines():
        name, first, second, b, s, p, diff, trap = line.split("|")
        one, two = ([int(mass) for mass in masses.split()] for masses in (first, second))
        yield Row(
            name,
            "Fournier 2013; segeval 2.0.11",
            checks(
                [
                    ("B", b, boundary_similarity(one, two).value),
                    ("S", s, segmentation_similarity(one, two).value),
                    ("Pk", p, pk(one, two).value),
                    ("WindowDiff", diff, window_diff(one, two).value),
                ]
            ),
            trap,
        )
    yield _stargazer()


def _mean(found: list[float | None]) -> float:
    values = [value for value in found if value is not None]
    return sum(values) / len(values)


def _stargazer() -> Row:
    pairs, ordered = list(combinations(STARGAZER, 2)), list(permutations(STARGAZER, 2))
    together = boundary_agreement(STARGAZER)
    first, second, last = STARGAZER[0], STARGAZER[1], STARGAZER[6]
    return Row(
        "D6",
        "Hearst 1997, Stargazer, 7 annotators; segeval 2.0.11",
        checks(
            [
                ("mean pairwise B", ".533686", _mean([boundary_similarity(*pair).value for pair in pairs])),
                (
                    "mean pairwise S",
                    ".795238",
                    _mean([segmentation_similarity(*pair).value for pair in pairs]),
                ),
                ("mean Pk, both ways", ".325815", _mean([pk(*pair).value for pair in ordered])),
                (
                    "mean WindowDiff, both ways",
                    ".411028",
                    _mean([window_diff(*pair).value for pair in ordered]),
                ),
                ("observed agreement", ".530055", together.observed),
                ("κ", ".465320", together.kappa),
                ("π", ".464450", together.pi),
                ("bias", ".001429", together.bias),
                ("1-2 B", ".5", boundary_similarity(first, second).value),
                ("1-2 S", ".825", segmentation_similarity(first, second).value),
                ("1-2 Pk", ".368421", pk(first, second).value),
                ("1-2 WindowDiff", ".368421", window_diff(first, second).value),
                ("1-7 B", ".6875", boundary_similarity(first, last).value),
                ("1-7 S", ".875", segmentation_similarity(first, last).value),
                ("1-7 Pk", ".210526", pk(first, last).value),
                ("1-7 WindowDiff", ".315789", window_diff(first, last).value),
            ]
        ),
        "nltk divides Pk and WindowDiff by n - k + 1 windows; there are n - k",
    )
