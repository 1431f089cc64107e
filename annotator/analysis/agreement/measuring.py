"""Coefficients of ratings, each with its interval over dialogues, its warnings, or why it is undefined."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement import counts as counting
from annotator.analysis.agreement.cautions import warnings_about
from annotator.analysis.agreement.coefficients import (
    COEFFICIENTS,
    MISSING_POLICIES,
    NOMINAL,
    PER_LABEL,
    Coefficient,
    disagreements,
    values,
)
from annotator.analysis.agreement.counts import Counts
from annotator.analysis.agreement.distances import Distance
from annotator.analysis.agreement.ratings import Label, Ratings
from annotator.analysis.agreement.results import Agreement, AgreementRemark, Interval
from annotator.analysis.agreement.student_t import t_quantile

Array = NDArray[Any]
Wanted = tuple[Coefficient, Distance]
# Counts by dialogue, in slices; called anew for each pass, so that not all of them need be kept.
ByDialogue = Callable[[], Iterable[Counts]]

LEVEL = 0.95
LEAST_DIALOGUES = 5
# Disagreement that is none but for rounding.
NOTHING = 1e-12
# Dialogues that are left out in turn: few enough that their counts stay in the processor's cache.
_AT_A_TIME = 1_000


def measure(
    ratings: Ratings,
    coefficient: str = "krippendorff_alpha",
    distance: Distance = NOMINAL,
    *,
    level: float = LEVEL,
) -> Agreement:
    """One coefficient (a key of ``COEFFICIENTS``) of all the ratings."""
    return measure_all(ratings, [(COEFFICIENTS[coefficient], distance)], level=level)[0]


def measure_all(
    ratings: Ratings, wanted: Sequence[Wanted] = (), *, level: float = LEVEL
) -> tuple[Agreement, ...]:
    """Several coefficients of the same ratings, counted once; without ``wanted`` every nominal one."""
    chosen = wanted or [(coefficient, NOMINAL) for coefficient in COEFFICIENTS.values()]
    two = len(ratings.annotators) == 2
    complete = ratings.pair(0, 1) if two else ratings
    both = [pair for pair in chosen if pair[0].policy == "both"]
    other = [pair for pair in chosen if pair[0].policy != "both"]
    found = dict(zip(map(_key, other), _measured(ratings, other, level), strict=True))
    found.update(zip(map(_key, both), _measured(complete, both, level), strict=True))
    return tuple(found[_key(pair)] for pair in chosen)


def _key(pair: Wanted) -> tuple[str, str, int]:
    return (pair[0].key, pair[1].key, id(pair[1]))


def _measured(ratings: Ratings, wanted: Sequence[Wanted], level: float) -> tuple[Agreement, ...]:
    if not wanted:
        return ()
    return agreements(counting.passes(ratings), ratings.labels, wanted, ratings.annotators, level=level)


def measure_labels(
    ratings: Ratings, wanted: Sequence[Coefficient] = PER_LABEL, *, level: float = LEVEL
) -> dict[Label, tuple[Agreement, ...]]:
    """Coefficients of each label against all others together."""
    by_dialogue = counting.passes(ratings)
    found = {}
    for number, label in enumerate(ratings.labels):

        def folded(number: int = number) -> Iterator[Counts]:
            return (counts.against_rest(number) for counts in by_dialogue())

        pairs = [(coefficient, NOMINAL) for coefficient in wanted]
        found[label] = agreements(folded, (label, "(others)"), pairs, ratings.annotators, level=level)
    return found


def measure_against_rest(
    ratings: Ratings, annotator: int, wanted: Sequence[Wanted] = (), *, level: float = LEVEL
) -> tuple[Agreement, ...]:
    """One annotator against all others on the same units, each unit weighing the same."""
    chosen = wanted or [(coefficient, NOMINAL) for coefficient in PER_LABEL]

    def by_dialogue() -> Iterator[Counts]:
        for part in counting.slices(ratings):
            yield counting.from_tables(counting.rest_tables(part, annotator))

    names = (ratings.annotators[annotator], "the others")
    return agreements(by_dialogue, ratings.labels, chosen, names, level=level)


def measure_pairs(
    ratings: Ratings, wanted: Sequence[Wanted] = (), *, level: float = LEVEL
) -> dict[tuple[str, str], tuple[Agreement, ...]]:
    """Coefficients of every two annotators, on the units both gave a label."""
    chosen = wanted or [(COEFFICIENTS["cohen_kappa"], NOMINAL)]
    found = {}
    for first in range(len(ratings.annotators)):
        for second in range(first + 1, len(ratings.annotators)):

            def by_dialogue(first: int = first, second: int = second) -> Iterator[Counts]:
                for part in counting.slices(ratings):
                    yield counting.from_tables(counting.pair_tables(part, first, second))

            names = (ratings.annotators[first], ratings.annotators[second])
            found[names] = agreements(by_dialogue, ratings.labels, chosen, names, level=level)
    return found


def agreements(
    by_dialogue: ByDialogue,
    labels: tuple[Label, ...],
    wanted: Sequence[Wanted],
    annotators: tuple[str, ...],
    *,
    level: float = LEVEL,
) -> tuple[Agreement, ...]:
    """Coefficients of counts that come dialogue by dialogue."""
    if not 0 < level < 1:
        raise ValueError(f"a level of confidence lies between 0 and 1, not {level}")
    sample = _sample(by_dialogue, labels, annotators)
    defined = [pair for pair in wanted if _undefined(*pair, sample) is None]
    left_out = dict(zip(map(_key, defined), _left_out(by_dialogue, sample, defined), strict=True))
    return tuple(_agreement(pair, sample, left_out.get(_key(pair)), level) for pair in wanted)


@dataclass(frozen=True, slots=True)
class _Sample:
    """All counts together, whose they are, and how many dialogues have pairable units."""

    whole: Counts
    labels: tuple[Label, ...]
    annotators: tuple[str, ...]
    dialogues: int


def _sample(by_dialogue: ByDialogue, labels: tuple[Label, ...], annotators: tuple[str, ...]) -> _Sample:
    parts = [(counts.summed(), int((counts.pairable > 0).sum())) for counts in by_dialogue()]
    whole = reduce(Counts.plus, (part for part, _ in parts))
    return _Sample(whole, labels, annotators, sum(dialogues for _, dialogues in parts))


def _left_out(by_dialogue: ByDialogue, sample: _Sample, wanted: Sequence[Wanted]) -> list[Array]:
    """Each coefficient without each dialogue in turn; nothing where there are too few dialogues."""
    if not wanted or sample.dialogues < LEAST_DIALOGUES:
        return [np.empty(0) for _ in wanted]
    found: list[list[Array]] = [[] for _ in wanted]
    for counts in by_dialogue():
        paired = np.flatnonzero(counts.pairable > 0)
        for first in range(0, len(paired), _AT_A_TIME):
            without = sample.whole.minus(counts.at(paired[first : first + _AT_A_TIME]))
            for place, pair in enumerate(wanted):
                found[place].append(values(*pair, without, sample.labels))
    return [np.concatenate(parts) for parts in found]


def _agreement(pair: Wanted, sample: _Sample, left_out: Array | None, level: float) -> Agreement:
    coefficient, distance = pair
    whole = sample.whole
    undefined = _undefined(coefficient, distance, sample)
    value = observed = expected = None
    interval: Interval | AgreementRemark | None = None
    if undefined is None:
        observed, expected = map(float, disagreements(coefficient, distance, whole, sample.labels))
        value = 1 - observed / expected
        interval = interval_over_dialogues(value, left_out, sample.dialogues, level)
    return Agreement(
        coefficient=coefficient.key,
        name=coefficient.name,
        distance=distance.key,
        value=value,
        undefined=undefined,
        interval=interval if isinstance(interval, Interval) else None,
        no_interval=interval if isinstance(interval, AgreementRemark) else None,
        observed_disagreement=observed,
        expected_disagreement=expected,
        units=round(float(whole.units)),
        pairable=round(float(whole.pairable)),
        dialogues=sample.dialogues,
        annotators=int((whole.by_annotator.sum(axis=-1) > 0).sum()),
        missing=MISSING_POLICIES[coefficient.policy],
        warnings=warnings_about(
            whole, sample.labels, sample.annotators, value, observed, corrected=coefficient.corrected
        ),
    )


def interval_over_dialogues(
    value: float, left_out: Array | None, dialogues: int, level: float
) -> Interval | AgreementRemark:
    """The delete-one-dialogue jackknife with Student's t (Efron & Tibshirani 1993, ch. 11).

    The ends are found for ``log(1 - value)``, the logarithm of a ratio of two disagreements, whose
    distribution is nearly symmetric; that of a coefficient close to 1 is not, and its plain interval
    holds the true value too seldom. The standard error is that of the coefficient itself.
    """
    if dialogues < LEAST_DIALOGUES or left_out is None:
        return AgreementRemark(
            "few_dialogues",
            f"turns of one dialogue depend on each other, so only dialogues can be resampled, and "
            f"{dialogues} are too few: {LEAST_DIALOGUES} are needed",
        )
    if 1 - value < NOTHING:
        return AgreementRemark("no_disagreement", "nobody disagreed, so how much that varies cannot be told")
    if not (np.isfinite(left_out) & (1 - left_out > NOTHING)).all():
        return AgreementRemark(
            "one_dialogue",
            "without one of the dialogues there is no disagreement to measure: it rests on that one",
        )
    if np.ptp(left_out) < NOTHING:
        return AgreementRemark(
            "no_spread", "every dialogue has the same value, so how much that varies cannot be told"
        )
    reach = t_quantile((1 + level) / 2, dialogues - 1) * _jackknife_error(np.log(1 - left_out))
    low, high = interval_ends(value, reach)
    return Interval(float(low), float(high), level, _jackknife_error(left_out), dialogues)


def interval_ends(value: float | Array, reach: float | Array) -> tuple[Array, Array]:
    """The ends of intervals that reach so far to both sides of ``log(1 - value)``, none below -1."""
    return np.maximum(-1.0, 1 - (1 - value) * np.exp(reach)), 1 - (1 - value) * np.exp(-np.asarray(reach))


def _jackknife_error(left_out: Array) -> float:
    count = len(left_out)
    return math.sqrt((count - 1) / count * float(((left_out - left_out.mean()) ** 2).sum()))


def _undefined(coefficient: Coefficient, distance: Distance, sample: _Sample) -> AgreementRemark | None:
    """Why the coefficient has no value, or None."""
    pairable = round(float(sample.whole.pairable))
    if coefficient.two_only and len(sample.annotators) != 2:
        count = len(sample.annotators)
        return AgreementRemark(
            "two_annotators", f"{coefficient.name} compares two annotators, and there are {count}"
        )
    if pairable == 0:
        return AgreementRemark("no_pairs", "no turn was labelled by two annotators")
    return _no_chance(coefficient, distance, sample, pairable) if coefficient.corrected else None


def _no_chance(
    coefficient: Coefficient, distance: Distance, sample: _Sample, pairable: int
) -> AgreementRemark | None:
    """Why chance agreement cannot be told, or None."""
    if pairable == 1:
        return AgreementRemark(
            "one_unit", "only one turn was labelled by two annotators, so nothing can be said about chance"
        )
    used = np.flatnonzero(sample.whole.pooled)
    if len(used) == 1:
        return _one_label(sample.labels[int(used[0])])
    if not np.isfinite(disagreements(coefficient, distance, sample.whole, sample.labels)[1]):
        return AgreementRemark(
            "no_expected", "no disagreement can be expected by chance: the labels used are not apart at all"
        )
    return None


def _one_label(label: Label) -> AgreementRemark:
    if label == frozenset():
        return AgreementRemark(
            "empty_sets", "all annotators gave empty sets only, so agreement by chance is certain"
        )
    return AgreementRemark(
        "one_label", f"all annotators used one label only, {label}, so agreement by chance is certain"
    )
