"""The planner: its intervals are those that studies report, and its answers are what simulation says."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.analysis.agreement import DISTANCES, Ratings, from_codes, measure
from annotator.analysis.agreement.study_size import ENOUGH, plan


def pilot(
    dialogues: int = 8, turns: int = 12, annotators: int = 3, errors: float = 0.2, seed: int = 0
) -> Ratings:
    """Annotators who see a truth of three labels, and differ in some dialogues more than in others."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, 3, dialogues * turns)
    hard = np.repeat(random.uniform(0, 2 * errors, dialogues), turns)
    codes = np.where(random.random((annotators, len(truth))) < hard, random.integers(0, 3, len(truth)), truth)
    return from_codes(codes, ("a", "b", "c"), dialogues=np.repeat(np.arange(dialogues), turns))


def test_more_dialogues_make_narrower_intervals() -> None:
    found = plan(pilot(), 0.25, sizes=(5, 10, 20, 40, 80, 160))
    for annotators in (2, 3):
        widths = [size.width for size in found.sizes if size.annotators == annotators]
        assert all(width is not None for width in widths)
        assert widths == sorted(widths, key=lambda width: -(width or 0))
        assert (widths[-2] or 0) / (widths[-1] or 1) == pytest.approx(2**0.5, rel=0.15)
    needed = dict(found.needed)
    assert needed[2] is not None
    assert needed[3] is not None
    assert needed[3] <= needed[2]


def test_the_smallest_size_is_enough_and_the_one_before_is_not() -> None:
    found = plan(pilot(), 0.3)
    for annotators, dialogues in found.needed:
        sizes = [size for size in found.sizes if size.annotators == annotators]
        at = next(number for number, size in enumerate(sizes) if size.dialogues == dialogues)
        assert sizes[at].enough >= ENOUGH
        assert all(size.enough < ENOUGH for size in sizes[:at])


def test_the_width_is_that_which_such_studies_report() -> None:
    """Studies of 40 dialogues, drawn anew from the population that the pilot is a sample of."""
    widths, planned = [], []
    for seed in range(12):
        interval = measure(pilot(40, seed=1_000 + seed)).interval
        assert interval is not None
        widths.append(interval.high - interval.low)
        found = plan(pilot(30, seed=seed), 0.2, sizes=(40,), seed=seed).sizes
        planned.append(next(size.width for size in found if size.annotators == 3) or 0)
    assert np.median(planned) == pytest.approx(np.median(widths), rel=0.2)


def test_the_same_seed_gives_the_same_plan() -> None:
    assert plan(pilot(), 0.2, sizes=(5, 10)) == plan(pilot(), 0.2, sizes=(5, 10))
    assert plan(pilot(), 0.2, sizes=(5, 10)) != plan(pilot(), 0.2, sizes=(5, 10), seed=2)


def test_a_width_that_is_never_reached_is_said() -> None:
    assert plan(pilot(), 0.001, sizes=(5, 10)).needed == ((2, None), (3, None))


def test_annotators_who_never_differ_give_no_interval() -> None:
    found = plan(pilot(errors=0.0), 0.2, sizes=(5,))
    assert [(size.width, size.enough) for size in found.sizes] == [(None, 0.0)] * 2


def test_other_distances_and_teams_without_shared_dialogues() -> None:
    ratings = pilot()
    codes = ratings.codes.copy()
    codes[2, ratings.dialogues > 2] = -1  # the third annotator shares three dialogues with the others
    part = Ratings(codes, ratings.labels, ratings.dialogues, ratings.annotators)
    found = plan(part, 0.3, distance=DISTANCES["ordinal"], sizes=(10,))
    assert [(size.annotators, size.dialogues) for size in found.sizes] == [(2, 10), (3, 10)]
    assert found.distance == "ordinal"


@pytest.mark.parametrize("wanted", [0.0, -1.0, 2.0])
def test_a_width_has_limits(wanted: float) -> None:
    with pytest.raises(ValueError, match="a width lies between 0 and 2"):
        plan(pilot(), wanted)


def test_a_pilot_can_be_too_small() -> None:
    with pytest.raises(ValueError, match="the pilot has 0 dialogues"):
        plan(pilot(4), 0.2)
    with pytest.raises(ValueError, match="at least 5 dialogues"):
        plan(pilot(), 0.2, sizes=(3,))
