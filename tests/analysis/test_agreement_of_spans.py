"""Spans, boundaries, Dawid-Skene and soft labels: properties, and what is undefined."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.agreement import (
    Costs,
    Span,
    boundary_agreement,
    boundary_similarity,
    dawid_skene,
    exact_f1,
    from_labels,
    gamma,
    majority,
    manhattan,
    observed_disorder,
    overlap_f1,
    pk,
    segmentation_similarity,
    soft_labels,
    unitizing_alpha,
    unitizing_alpha_of_labels,
    wasserstein,
    window_diff,
)

_ends = st.lists(st.integers(0, 12), min_size=2, max_size=2, unique=True).map(sorted)
_spans = st.lists(
    st.builds(lambda ends, label: Span(ends[0], ends[1], label), _ends, st.sampled_from("ab")), max_size=3
)
_masses = st.lists(st.integers(1, 6), min_size=1, max_size=8)


def _same_length(masses: list[int], other: list[int]) -> tuple[list[int], list[int]]:
    apart = sum(masses) - sum(other)
    return (
        (masses, [*other, apart]) if apart > 0 else (([*masses, -apart], other) if apart else (masses, other))
    )


def test_f1_of_spans() -> None:
    first = [Span(0, 5, "a"), Span(6, 9, "a"), Span(10, 12, "b")]
    second = [Span(0, 5, "a"), Span(4, 7, "a"), Span(10, 12, "a")]
    assert exact_f1(first, second).value == pytest.approx(1 / 3)
    assert overlap_f1(first, second).value == pytest.approx(2 / 3)
    assert overlap_f1([Span(0, 3, "a")], [Span(3, 5, "a")]).value == 0
    twice = [Span(0, 5, "a"), Span(0, 5, "a")]
    assert exact_f1(twice, twice[:1]).value == pytest.approx(2 / 3)


def test_overlaps_are_matched_one_to_one_and_as_many_as_can_be() -> None:
    long, short = Span(0, 10, "a"), Span(8, 12, "a")
    assert overlap_f1([long, short], [Span(9, 11, "a"), Span(0, 2, "a")]).value == 1
    assert overlap_f1([long], [Span(0, 2, "a"), Span(3, 4, "a")]).value == pytest.approx(2 / 3)


def test_no_spans_at_all_have_no_value() -> None:
    for found in (exact_f1([], []), overlap_f1([], [])):
        assert found.value is None
        assert found.undefined is not None
        assert found.undefined.code == "no_spans"
    assert exact_f1([], [Span(0, 1)]).value == 0


def test_unitizing_alpha_says_what_it_cannot_do() -> None:
    nothing = unitizing_alpha([[], []], 0, 10)
    assert nothing.undefined is not None
    assert nothing.undefined.code == "no_spans"
    alone = unitizing_alpha([[Span(0, 3)]], 0, 10)
    assert alone.undefined is not None
    assert alone.undefined.code == "no_pairs"
    for spans in ([Span(0, 3), Span(2, 4)], [Span(8, 11)], [Span(3, 3)]):
        with pytest.raises(ValueError, match="overlap"):
            unitizing_alpha([spans, []], 0, 10)
    own = [Span(0, 3, "a"), Span(2, 5, "b")]
    assert unitizing_alpha_of_labels([own, own], 0, 10).value == 1


@given(_spans, _spans)
def test_disorder_of_two_is_that_of_the_best_of_all_alignments(first: list[Span], second: list[Span]) -> None:
    costs = Costs()
    found = observed_disorder([first, second], costs)
    if not first and not second:
        assert found.undefined is not None
        return
    short, long = sorted((first, second), key=len)
    best = min(
        sum(min(2.0, gamma.dissimilarity(one, two, costs)) for one, two in zip(short, order, strict=False))
        + (len(long) - len(short))
        for order in permutations(long)
    )
    assert found.value == pytest.approx(best / ((len(first) + len(second)) / 2))


@given(_spans, _spans, _spans)
def test_disorder_is_0_for_equal_spans_and_does_not_care_who_is_who(
    one: list[Span], two: list[Span], three: list[Span]
) -> None:
    if one:
        assert observed_disorder([one, one, one]).value == pytest.approx(0, abs=1e-12)
    found = observed_disorder([one, two, three])
    assert found.value == pytest.approx(observed_disorder([three, one, two]).value)
    placed = [unit for alignment in found.alignments for unit in alignment]
    assert len(placed) == len(set(placed)) == len(one) + len(two) + len(three)


def test_spans_in_a_tangle_have_no_disorder_but_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gamma, "_MOST_STATES", 10)
    tangle = [Span(start, start + 50, "a") for start in range(12)]
    found = observed_disorder([tangle, tangle, tangle])
    assert found.undefined is not None
    assert found.undefined.code == "tangled"
    alone = observed_disorder([tangle])
    assert alone.undefined is not None
    assert alone.undefined.code == "no_pairs"


@given(_masses, _masses)
def test_boundary_measures_are_1_or_0_for_equal_segments_and_stay_in_range(
    masses: list[int], other: list[int]
) -> None:
    one, two = _same_length(masses, other)
    for measure in (boundary_similarity, segmentation_similarity):
        found = measure(one, two)
        assert found.value is None or 0 <= found.value <= 1
        assert found.value == measure(two, one).value
        assert measure(one, one).value in (None, 1)
    for windows in (pk, window_diff):
        assert windows(one, one).value in (None, 0)
        assert (windows(one, two).value is None) == (sum(one) <= (windows(one, two).window or 0))


def test_near_misses_cost_their_distance() -> None:
    assert boundary_similarity([5, 5], [6, 4]).value == 0.5
    assert boundary_similarity([5, 5], [7, 3]).value == 0
    assert boundary_similarity([5, 5], [7, 3], reach=4).value == 0.5


def test_boundaries_that_nobody_set_are_undefined() -> None:
    assert boundary_similarity([7], [7]).undefined is not None
    assert segmentation_similarity([1], [1]).undefined is not None
    for masses, code in (([[7], [7]], "no_boundaries"), ([[7]], "no_pairs"), ([[1, 1], [1, 1]], "one_label")):
        found = boundary_agreement(masses)
        assert found.undefined is not None
        assert found.undefined.code == code
        assert found.kappa is None
    with pytest.raises(ValueError, match="cannot be compared"):
        pk([3], [4])
    with pytest.raises(ValueError, match="at least one unit"):
        pk([3, 0], [3])


def test_dawid_skene_finds_the_annotator_who_answers_at_random() -> None:
    random = np.random.default_rng(5)
    true = random.integers(0, 3, 400)
    good = [np.where(random.random(400) < 0.9, true, random.integers(0, 3, 400)) for _ in range(3)]
    found = dawid_skene(np.stack([*good, random.integers(0, 3, 400)]), 3)
    assert found.converged
    assert (found.posterior.argmax(axis=1) == true).mean() > 0.95
    sure = [float(np.diag(confusion).mean()) for confusion in found.confusion]
    assert min(sure[:3]) > 0.85
    assert sure[3] < 0.5


def test_units_without_an_answer_have_no_opinion() -> None:
    found = dawid_skene(np.array([[0, -1, 1], [0, -1, 1]]), 2)
    assert np.isnan(found.posterior[1]).all()
    assert found.posterior[[0, 2]].sum(axis=1) == pytest.approx(1)
    assert not dawid_skene(np.array([[0, 1, 1, 0], [0, 1, 0, 1]]), 2, steps=1).converged
    with pytest.raises(ValueError, match="at least one answer"):
        dawid_skene(np.full((2, 3), -1), 2)


def test_soft_labels_majority_and_their_distances() -> None:
    ratings = from_labels([["a", "a", None], ["a", "b", None], ["b", None, None]])
    shares = soft_labels(ratings)
    assert shares[0] == pytest.approx([2 / 3, 1 / 3])
    assert np.isnan(shares[2]).all()
    assert majority(ratings).tolist() == [0, -1, -1]
    assert majority(from_labels([[], []], labels=["a"])).size == 0
    assert manhattan([1, 0, 0], [0, 0, 1]) == 2
    assert wasserstein([1, 0, 0], [0, 0, 1]) == 2
    assert wasserstein([1, 0, 0], [0, 1, 0], [0, 5, 6]) == 5
    with pytest.raises(ValueError, match="ascending"):
        wasserstein([1, 0], [0, 1], [2, 1])
