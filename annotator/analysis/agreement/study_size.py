"""From a pilot: how many dialogues and annotators an interval of a wanted width takes.

Studies are simulated by dialogue, because turns of one dialogue depend on each other: a study of ``n``
dialogues draws ``n`` of the pilot's, with replacement, and its interval is the one that the study would
report (delete-one-dialogue jackknife with Student's t, see :mod:`.measuring`). Drawing from ``p`` dialogues
makes their spread look smaller by the factor ``(p - 1) / p`` (Efron & Tibshirani 1993, ch. 5), so the error
is enlarged by the square root of its inverse. For fewer annotators than the pilot had, teams of that size
are tried in turn; for more than that a pilot can say nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import combinations, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement.coefficients import COEFFICIENTS, NOMINAL, values
from annotator.analysis.agreement.counts import Counts, by_dialogue
from annotator.analysis.agreement.distances import Distance
from annotator.analysis.agreement.measuring import LEAST_DIALOGUES, LEVEL, NOTHING, interval_ends
from annotator.analysis.agreement.ratings import Ratings
from annotator.analysis.agreement.student_t import t_quantile
from annotator.errors import Sentence

Array = NDArray[Any]

SIZES = (5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 130, 160, 200, 250, 300, 400, 500)
STUDIES = 400  # simulated for each size
ENOUGH = 0.8  # share of studies whose interval has to be as narrow as wanted
_TEAMS = 12  # of one size, at most


@dataclass(frozen=True, slots=True)
class PlannedSize:
    """What studies of so many dialogues and annotators give.

    ``value`` is the median coefficient, ``width`` the median width of its interval, ``enough`` the share
    of studies whose interval is at most as wide as wanted; one that has no interval counts as not enough.
    None where no study has an interval.
    """

    annotators: int
    dialogues: int
    value: float | None
    width: float | None
    enough: float


@dataclass(frozen=True, slots=True)
class StudySize:
    """What a pilot says about a study.

    ``needed`` goes from each number of annotators to the smallest number of dialogues that is enough, None
    where none of those tried is.
    """

    coefficient: str
    distance: str
    level: float
    wanted: float
    pilot_dialogues: int
    sizes: tuple[PlannedSize, ...]
    needed: tuple[tuple[int, int | None], ...]


def plan(
    pilot: Ratings,
    wanted: float,
    *,
    coefficient: str = "krippendorff_alpha",
    distance: Distance = NOMINAL,
    level: float = LEVEL,
    sizes: Sequence[int] = SIZES,
    seed: int = 1,
) -> StudySize:
    """How wide intervals of a coefficient become, by the number of dialogues and of annotators.

    Args:
        pilot: ratings of at least five dialogues by at least two annotators.
        wanted: the width of the interval, from end to end, above 0 and below 2.
        coefficient: a key of ``COEFFICIENTS``.
        sizes: numbers of dialogues to try, each at least five.
        seed: of the simulation; the same seed gives the same plan.

    Raises:
        ValueError: the pilot has fewer than five dialogues that two annotators labelled, or the width or a
            size is none.
    """
    if not 0 < wanted < 2:
        raise ValueError(Sentence("a width lies between 0 and 2, not at {width:g}", width=wanted))
    if min(sizes, default=0) < LEAST_DIALOGUES:
        raise ValueError(f"studies have at least {LEAST_DIALOGUES} dialogues")
    teams = dict(_teams(pilot))
    most = max((len(dialogues.pairable) for found in teams.values() for dialogues in found), default=0)
    if most < LEAST_DIALOGUES:
        raise ValueError(
            Sentence(
                "the pilot has {n} dialogue that two annotators labelled; {least} are needed"
                if most == 1
                else "the pilot has {n} dialogues that two annotators labelled; {least} are needed",
                n=most,
                least=LEAST_DIALOGUES,
            )
        )
    random = np.random.default_rng(seed)
    chosen = _Chosen(coefficient, distance, pilot.labels, level, wanted)
    found = [
        chosen.planned(annotators, size, dialogues, random)
        for annotators, dialogues in teams.items()
        for size in sizes
    ]
    needed = [
        (number, next((x.dialogues for x in found if x.annotators == number and x.enough >= ENOUGH), None))
        for number in teams
    ]
    return StudySize(coefficient, distance.key, level, wanted, most, tuple(found), tuple(needed))


def _teams(pilot: Ratings) -> Iterator[tuple[int, list[Counts]]]:
    """For each number of annotators the counts of the pilot's dialogues, one for each team that is tried."""
    people = len(pilot.annotators)
    for size in range(2, people + 1):
        found = []
        for team in islice(combinations(range(people), size), _TEAMS):
            names = tuple(pilot.annotators[number] for number in team)
            part = Ratings(pilot.codes[list(team)], pilot.labels, pilot.dialogues, names)
            counts = _joined(list(by_dialogue(part)))
            counts = counts.at(counts.pairable > 0)
            if len(counts.pairable) >= LEAST_DIALOGUES:
                found.append(counts)
        if found:
            yield size, found


def _joined(parts: Sequence[Counts]) -> Counts:
    names = [field.name for field in fields(Counts)]
    return Counts(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is measured, and how narrow it has to be."""

    coefficient: str
    distance: Distance
    labels: tuple[Any, ...]
    level: float
    wanted: float

    def planned(
        self, annotators: int, size: int, teams: Sequence[Counts], random: np.random.Generator
    ) -> PlannedSize:
        """Studies of so many dialogues, shared out among the teams."""
        each = math.ceil(STUDIES / len(teams))
        pairs = [self._studies(dialogues, size, each, random) for dialogues in teams]
        found, widths = (np.concatenate(part) for part in zip(*pairs, strict=True))
        defined = np.isfinite(widths)
        if not defined.any():
            return PlannedSize(annotators, size, None, None, 0.0)
        enough = float((widths[defined] <= self.wanted).sum() / len(widths))
        value, width = float(np.median(found[defined])), float(np.median(widths[defined]))
        return PlannedSize(annotators, size, value, width, enough)

    def _studies(
        self, pilot: Counts, size: int, studies: int, random: np.random.Generator
    ) -> tuple[Array, Array]:
        """The coefficient and the width of its interval of each study; not a number where there is none."""
        count = len(pilot.pairable)
        drawn = random.multinomial(size, np.full(count, 1 / count), studies).astype(np.float64)
        whole = _weighted(pilot, drawn)
        kind = COEFFICIENTS[self.coefficient]
        with np.errstate(all="ignore"):
            found = values(kind, self.distance, whole, self.labels)
            without = _expanded(whole).minus(pilot)
            left_out = values(kind, self.distance, without, self.labels)
            usable = np.isfinite(left_out) & (1 - left_out > NOTHING) | (drawn == 0)
            logs = np.where(drawn > 0, np.log(1 - left_out), 0.0)
            middle = (drawn * logs).sum(axis=1, keepdims=True) / size
            spread = (drawn * (logs - middle) ** 2).sum(axis=1) * (size - 1) / size
            error = np.sqrt(spread * count / (count - 1))
            reach = t_quantile((1 + self.level) / 2, size - 1) * error
            low, high = interval_ends(found, reach)
            widths = high - low
        sound = usable.all(axis=1) & np.isfinite(found) & (1 - found > NOTHING)
        return np.where(sound, found, np.nan), np.where(sound, widths, np.nan)


def _weighted(pilot: Counts, drawn: Array) -> Counts:
    """The sums of dialogues, each as often as it was drawn: a set a study."""
    return Counts(*(np.tensordot(drawn, getattr(pilot, field.name), axes=(1, 0)) for field in fields(Counts)))


def _expanded(counts: Counts) -> Counts:
    """With an axis for the dialogue that is left out, behind that of the studies."""
    return Counts(*(getattr(counts, field.name)[:, None] for field in fields(Counts)))
