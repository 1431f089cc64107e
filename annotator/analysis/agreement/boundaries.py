"""Agreement on boundaries, of topics or of turns: Pk, WindowDiff, and boundary similarity.

A segmentation is given as masses: how many units each segment has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from annotator.analysis.agreement.results import AgreementRemark

Masses = Sequence[int]


@dataclass(frozen=True, slots=True)
class BoundaryValue:
    """A value, or why there is none; ``window`` for the measures that have one."""

    value: float | None
    undefined: AgreementRemark | None = None
    window: int | None = None


@dataclass(frozen=True, slots=True)
class BoundaryEdits:
    """How one segmentation becomes the other.

    Boundaries in both, boundaries in one only, and near misses with the distance of each.
    """

    matches: int
    additions: int
    near_misses: tuple[int, ...]

    def penalty(self, reach: int) -> float:
        """Additions count 1, a near miss its distance over the reach (Fournier 2013)."""
        return self.additions + sum(self.near_misses) / reach


@dataclass(frozen=True, slots=True)
class BoundaryAgreement:
    """Agreement of several annotators on boundaries, corrected for chance (Fournier & Inkpen 2012)."""

    observed: float | None
    kappa: float | None
    pi: float | None
    bias: float | None
    undefined: AgreementRemark | None = None


def window_of(reference: Masses) -> int:
    """Half the mean length of the reference's segments, at least 2, as its measures are usually given."""
    return max(2, round(sum(reference) / len(reference) / 2))


def pk(reference: Masses, hypothesis: Masses, window: int | None = None) -> BoundaryValue:
    """The share of windows whose ends only one segmentation puts into one segment (0 is best).

    Beeferman, Berger & Lafferty 1999, Machine Learning 34. There are ``n - k`` windows; NLTK divides
    by one more.
    """
    return _windows(reference, hypothesis, window, same=True)


def window_diff(reference: Masses, hypothesis: Masses, window: int | None = None) -> BoundaryValue:
    """The share of windows in which the numbers of boundaries differ (0 is best): Pevzner & Hearst 2002."""
    return _windows(reference, hypothesis, window, same=False)


def _windows(reference: Masses, hypothesis: Masses, window: int | None, *, same: bool) -> BoundaryValue:
    total = _total(reference, hypothesis)
    reach = window or (window_of(reference) if len(reference) else 2)
    if total <= reach:
        return BoundaryValue(
            None, AgreementRemark("short", f"{total} units are not more than a window of {reach}"), reach
        )
    inside = [np.repeat(np.arange(len(masses)), masses) for masses in (reference, hypothesis)]
    crossed = [numbers[reach:] - numbers[:-reach] for numbers in inside]
    wrong = (crossed[0] > 0) != (crossed[1] > 0) if same else crossed[0] != crossed[1]
    return BoundaryValue(float(wrong.mean()), None, reach)


def boundary_similarity(one: Masses, two: Masses, reach: int = 2) -> BoundaryValue:
    """B of Fournier (2013), Evaluating text segmentation using boundary edit distance, ACL: 1 is best.

    Boundaries less than ``reach`` units apart are near misses.
    """
    edits = boundary_edits(one, two, reach)
    counted = edits.matches + edits.additions + len(edits.near_misses)
    if not counted:
        return BoundaryValue(None, AgreementRemark("no_boundaries", "neither annotator set a boundary"))
    return BoundaryValue(1 - edits.penalty(reach) / counted)


def segmentation_similarity(one: Masses, two: Masses, reach: int = 2) -> BoundaryValue:
    """S of Fournier & Inkpen (2012), NAACL: the share of places for a boundary that need no edit."""
    places = _total(one, two) - 1
    if places < 1:
        return BoundaryValue(None, AgreementRemark("no_boundaries", "there is no place for a boundary"))
    return BoundaryValue(1 - boundary_edits(one, two, reach).penalty(reach) / places)


def boundary_edits(one: Masses, two: Masses, reach: int = 2) -> BoundaryEdits:
    """The cheapest edits from one segmentation to the other; near misses do not cross each other."""
    _total(one, two)
    first, second = (set(np.cumsum(masses)[:-1].tolist()) for masses in (one, two))
    left, right = sorted(first - second), sorted(second - first)
    near = _near_misses(left, right, reach)
    return BoundaryEdits(len(first & second), len(left) + len(right) - 2 * len(near), near)


def _near_misses(left: list[int], right: list[int], reach: int) -> tuple[int, ...]:
    """Pairs of boundaries that differ by less than the reach, chosen so that the edits cost least."""
    best: list[tuple[float, tuple[int, ...]]] = [(float(place), ()) for place in range(len(right) + 1)]
    for one in left:
        row = [(best[0][0] + 1, best[0][1])]
        for place, two in enumerate(right):
            options = [(best[place + 1][0] + 1, best[place + 1][1]), (row[place][0] + 1, row[place][1])]
            apart = abs(one - two)
            if apart < reach:
                options.append((best[place][0] + apart / reach, (*best[place][1], apart)))
            row.append(min(options, key=lambda option: option[0]))
        best = row
    return best[-1][1]


def boundary_agreement(annotators: Sequence[Masses], reach: int = 2) -> BoundaryAgreement:
    """Observed agreement by boundary similarity, and kappa and pi of setting a boundary at all.

    ``bias`` is what the two chance agreements differ by (Artstein & Poesio 2008).
    """
    if len(annotators) < 2:
        return BoundaryAgreement(
            None, None, None, None, AgreementRemark("no_pairs", "two annotators are needed")
        )
    penalty, counted = 0.0, 0
    for one, two in combinations(annotators, 2):
        edits = boundary_edits(one, two, reach)
        penalty += edits.penalty(reach)
        counted += edits.matches + edits.additions + len(edits.near_misses)
    places = sum(annotators[0]) - 1
    if not counted or places < 1:
        return BoundaryAgreement(
            None, None, None, None, AgreementRemark("no_boundaries", "no annotator set a boundary")
        )
    rates = [(len(masses) - 1) / places for masses in annotators]
    observed = 1 - penalty / counted
    products = [one * two for one, two in combinations(rates, 2)]
    by_kappa, by_pi = sum(products) / len(products), (sum(rates) / len(rates)) ** 2
    if by_kappa == 1:
        everywhere = AgreementRemark(
            "one_label", "all annotators set a boundary everywhere, so agreement by chance is certain"
        )
        return BoundaryAgreement(observed, None, None, None, everywhere)
    kappa, pi = ((observed - chance) / (1 - chance) for chance in (by_kappa, by_pi))
    return BoundaryAgreement(observed, kappa, pi, by_pi - by_kappa)


def _total(one: Masses, two: Masses) -> int:
    for masses in (one, two):
        if not all(mass > 0 for mass in masses):
            raise ValueError("a segment has at least one unit")
    if sum(one) != sum(two):
        raise ValueError(f"segmentations of {sum(one)} and {sum(two)} units cannot be compared")
    return sum(one)
