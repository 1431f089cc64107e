"""Agreement: properties of any ratings, references worked out unit by unit, and what is undefined."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.agreement import (
    COEFFICIENTS,
    DISTANCES,
    Ratings,
    from_codes,
    from_labels,
    from_table,
    measure,
    measure_against_rest,
    measure_all,
    measure_labels,
    measure_pairs,
    own_distance,
    unit_standard_error,
)
from annotator.analysis.agreement import counts as counting
from annotator.analysis.agreement.distances import jaccard_distance, masi_distance
from tests.benchmarks import eval_agreement

EVERY = [(coefficient, DISTANCES["nominal"]) for coefficient in COEFFICIENTS.values()]
LABELS = ("a", "b", "c")


@st.composite
def rated(draw: st.DrawFn, most: int = 4, gaps: bool = True) -> Ratings:
    """Some annotators, units in dialogues, three labels, gaps."""
    annotators = draw(st.integers(2, most))
    units = draw(st.integers(2, 12))
    code = st.integers(-1 if gaps else 0, 2)
    codes = draw(
        st.lists(st.lists(code, min_size=units, max_size=units), min_size=annotators, max_size=annotators)
    )
    dialogues = draw(st.lists(st.integers(0, 3), min_size=units, max_size=units))
    return from_codes(codes, LABELS, dialogues=dialogues)


def values(ratings: Ratings) -> dict[str, float | None]:
    return {found.coefficient: found.value for found in measure_all(ratings)}


def close(one: dict[str, float | None], two: dict[str, float | None]) -> bool:
    return all(
        (one[key] is None) == (two[key] is None)
        and (one[key] is None or math.isclose(one[key], two[key], abs_tol=1e-9))  # type: ignore[arg-type]
        for key in one
    )


# Properties


@given(rated())
def test_annotators_can_change_places(ratings: Ratings) -> None:
    turned = from_codes(ratings.codes[::-1], LABELS, dialogues=ratings.dialogues)
    assert close(values(ratings), values(turned))


@given(rated(), st.permutations([0, 1, 2]))
def test_labels_can_be_renamed(ratings: Ratings, order: list[int]) -> None:
    renamed = np.where(ratings.codes < 0, -1, np.asarray(order)[ratings.codes])
    assert close(values(ratings), values(from_codes(renamed, LABELS, dialogues=ratings.dialogues)))


@given(st.lists(st.integers(0, 2), min_size=2, max_size=20).filter(lambda codes: len(set(codes)) > 1))
def test_annotators_who_always_agree_have_1_in_every_coefficient(codes: list[int]) -> None:
    for found in measure_all(from_codes([codes, codes], LABELS)):
        assert found.value == pytest.approx(1)


@given(rated())
def test_there_is_a_value_or_a_reason_and_never_a_nan(ratings: Ratings) -> None:
    for found in measure_all(ratings):
        assert (found.value is None) != (found.undefined is None)
        assert found.value is None or (math.isfinite(found.value) and found.value <= 1 + 1e-12)
        if found.value is not None:
            assert (found.interval is None) != (found.no_interval is None)


@given(rated())
def test_nothing_is_above_1_and_observed_agreement_is_a_share(ratings: Ratings) -> None:
    found = measure(ratings, "observed")
    assert found.value is None or -1e-12 <= found.value <= 1 + 1e-12


def test_labels_given_at_random_have_no_agreement_beyond_chance() -> None:
    random = np.random.default_rng(3)
    ratings = from_codes(random.choice(3, size=(3, 60_000), p=[0.6, 0.3, 0.1]), LABELS)
    for found in measure_all(ratings):
        if found.coefficient in (
            "cohen_kappa",
            "scott_pi",
            "observed",
            "brennan_prediger",
            "randolph_kappa",
            "gwet_ac",
        ):
            continue  # the first two need two annotators, the others do not look at how common labels are
        assert found.value == pytest.approx(0, abs=0.01), found


@given(rated(most=2))
def test_two_annotators_have_one_kappa_and_one_pi(ratings: Ratings) -> None:
    both = ratings.pair(0, 1)
    found = values(both)
    assert close({"": found["cohen_kappa"]}, {"": found["conger_kappa"]})
    assert close({"": found["scott_pi"]}, {"": found["fleiss_kappa"]})
    assert close({"": found["fleiss_kappa"]}, {"": found["fleiss_kappa_by_unit"]})


# References worked out unit by unit


def reference_alpha(ratings: Ratings, distance: str) -> float | None:
    """Krippendorff's alpha by pairs of values, as the definition says."""
    units = [[code for code in column if code >= 0] for column in ratings.codes.T.tolist()]
    units = [unit for unit in units if len(unit) > 1]
    pool = [code for unit in units for code in unit]
    if len(units) < 2 or len(set(pool)) < 2:
        return None
    apart = DISTANCES[distance].metric((1, 2, 3), np.bincount(pool, minlength=3))
    observed = sum(
        sum(apart[pair] for pair in permutations(unit, 2)) / (len(unit) - 1) for unit in units
    ) / len(pool)
    expected = sum(apart[pair] for pair in permutations(pool, 2)) / (len(pool) * (len(pool) - 1))
    return float(1 - observed / expected)


@given(rated(), st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_is_what_all_pairs_of_labels_give(ratings: Ratings, distance: str) -> None:
    numbered = from_codes(ratings.codes, (1, 2, 3), dialogues=ratings.dialogues)
    found = measure(numbered, "krippendorff_alpha", DISTANCES[distance]).value
    assert close({"": found}, {"": reference_alpha(numbered, distance)})


def reference_kappa(pairs: Sequence[tuple[int, int]], weight: str) -> float | None:
    """Weighted kappa by all pairs of units."""
    if len(pairs) < 2 or len({code for pair in pairs for code in pair}) < 2:
        return None

    def apart(one: int, two: int) -> float:
        return {"nominal": float(one != two), "linear": abs(one - two), "interval": (one - two) ** 2}[weight]

    observed = sum(apart(*pair) for pair in pairs) / len(pairs)
    expected = sum(apart(one, two) for one, _ in pairs for _, two in pairs) / len(pairs) ** 2
    return 1 - observed / expected


@given(rated(most=2), st.sampled_from(["nominal", "linear", "interval"]))
def test_kappa_is_what_all_pairs_of_units_give(ratings: Ratings, weight: str) -> None:
    pairs = [(one, two) for one, two in ratings.codes.T.tolist() if one >= 0 and two >= 0]
    found = measure(ratings, "cohen_kappa", DISTANCES[weight]).value
    assert close({"": found}, {"": reference_kappa(pairs, weight)})


@given(rated(most=4, gaps=False))
def test_fleiss_is_what_is_counted_by_hand(ratings: Ratings) -> None:
    units = ratings.codes.T.tolist()
    pool = Counter(code for unit in units for code in unit)
    if len(pool) < 2:
        return
    agreeing = [np.mean([one == two for one, two in combinations(unit, 2)]) for unit in units]
    chance = sum((count / sum(pool.values())) ** 2 for count in pool.values())
    wanted = float((np.mean(agreeing) - chance) / (1 - chance))
    assert measure(ratings, "fleiss_kappa").value == pytest.approx(wanted, abs=1e-9)


@given(rated())
def test_the_interval_is_that_of_leaving_out_each_dialogue(ratings: Ratings) -> None:
    many = from_codes(
        np.concatenate([ratings.codes] * 3, axis=1), LABELS, dialogues=np.arange(3 * ratings.units) % 6
    )
    found = measure(many, "krippendorff_alpha")
    if found.interval is None:
        return
    pairable = (many.codes >= 0).sum(axis=0) > 1
    left = [
        measure(many.select(many.dialogues != dialogue), "krippendorff_alpha").value
        for dialogue in np.unique(many.dialogues[pairable])
    ]
    parts = np.array(left, dtype=float)
    error = math.sqrt((len(parts) - 1) / len(parts) * ((parts - parts.mean()) ** 2).sum())
    assert found.interval.standard_error == pytest.approx(error, abs=1e-9)
    assert found.interval.dialogues == len(parts)


@given(rated())
def test_slices_of_dialogues_count_the_same(ratings: Ratings) -> None:
    whole = measure_all(ratings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_CELLS", 9)
        patch.setattr(counting, "_KEPT", 0)
        assert len(list(counting.slices(ratings))) == len(set(ratings.dialogues.tolist()))
        for one, two in zip(whole, measure_all(ratings), strict=True):
            assert close({"": one.value}, {"": two.value})
            assert (one.interval is None) == (two.interval is None)


@given(rated())
def test_one_against_the_rest_of_two_is_the_pair(ratings: Ratings) -> None:
    two = ratings.pair(0, 1)
    first, _ = measure_against_rest(two, 0, EVERY[1:3])
    pair = measure_pairs(two, EVERY[1:3])["1", "2"][0]
    assert close({"": first.value}, {"": pair.value})


@given(rated())
def test_a_label_against_the_others_is_two_labels(ratings: Ratings) -> None:
    found = measure_labels(ratings)
    for number, label in enumerate(LABELS):
        folded = np.where(ratings.codes < 0, -1, (ratings.codes != number).astype(int))
        again = measure(from_codes(folded, ("it", "not"), dialogues=ratings.dialogues), "krippendorff_alpha")
        alpha = next(one for one in found[label] if one.coefficient == "krippendorff_alpha")
        assert close({"": alpha.value}, {"": again.value})


def test_a_pair_looks_only_at_units_both_labelled() -> None:
    ratings = from_labels([["a", "b", None, "a"], ["a", "b", "b", None], ["b", "b", "b", "b"]])
    pairs = measure_pairs(ratings)
    assert set(pairs) == {("1", "2"), ("1", "3"), ("2", "3")}
    assert pairs["1", "2"][0].pairable == 2
    assert pairs["1", "2"][0].value == 1


# What is undefined, and what is said


def test_one_label_only_is_undefined_and_says_so() -> None:
    found = measure(from_labels([["a"] * 6] * 3, labels=["a", "b"]))
    assert found.value is None
    assert found.undefined is not None
    assert found.undefined.code == "one_label"
    assert "one label only, a" in found.undefined.sentence
    assert "undefined, because" in str(found)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["a", None], [None, "b"]], "no_pairs"),
        ([["a", "b"], ["b", None]], "one_unit"),
        ([[frozenset(), frozenset()]] * 2, "empty_sets"),
        ([[], []], "no_pairs"),
    ],
)
def test_reasons_for_no_value(rows: list[list[str | None]], code: str) -> None:
    found = measure(from_labels(rows, labels=[frozenset()] if code == "empty_sets" else ["a", "b"]))
    assert found.undefined is not None
    assert found.undefined.code == code


def test_labels_that_are_not_apart_expect_no_disagreement() -> None:
    found = measure(
        from_labels([["a", "b"], ["b", "b"]]), "krippendorff_alpha", own_distance(np.zeros((2, 2)))
    )
    assert found.undefined is not None
    assert found.undefined.code == "no_expected"


def test_three_annotators_have_no_cohen_kappa() -> None:
    found = measure(from_labels([["a", "b"], ["b", "b"], ["a", "a"]]), "cohen_kappa")
    assert found.undefined is not None
    assert found.undefined.code == "two_annotators"


def test_observed_agreement_of_one_label_is_a_fact() -> None:
    assert measure(from_labels([["a"] * 3] * 2), "observed").value == 1


def test_four_dialogues_have_no_interval_and_five_do() -> None:
    labels = ["a", "b", "b", "a", "b", "a", "a", "b"]
    other = ["a", "b", "a", "a", "b", "b", "a", "b"]
    few = measure(from_labels([labels, other], dialogues=[0, 0, 1, 1, 2, 2, 3, 3]))
    assert few.interval is None
    assert few.no_interval is not None
    assert few.no_interval.code == "few_dialogues"
    assert "4 are too few" in few.no_interval.sentence
    enough = measure(from_labels([labels, other], dialogues=[0, 0, 1, 1, 2, 2, 3, 4]))
    assert enough.interval is not None
    assert enough.interval.dialogues == 5
    assert "[" in str(enough)


def test_a_value_that_rests_on_one_dialogue_has_no_interval() -> None:
    labels = ["a", "b"] * 6
    other = [*labels[:-2], "b", "b"]
    found = measure(from_labels([labels, other], dialogues=np.arange(12) // 2))
    assert found.no_interval is not None
    assert found.no_interval.code == "one_dialogue"


def test_skewed_labels_are_warned_about() -> None:
    found = measure(from_table([[80, 10], [5, 5]], ["none", "favor"]), "cohen_kappa")
    assert [remark.code for remark in found.warnings] == ["prevalence"]
    assert "88% of all labels are none" in found.warnings[0].sentence
    assert "AC1" in found.warnings[0].sentence


def test_annotators_who_use_labels_differently_are_warned_about() -> None:
    found = measure(from_table([[20, 40], [5, 35]], ["none", "favor"]), "cohen_kappa")
    assert [remark.code for remark in found.warnings] == ["bias"]
    assert "1 gives none 60% of the time and the others 25%" in found.warnings[0].sentence


# Input that does not fit


def test_input_that_does_not_fit_is_refused() -> None:
    for wrong in (
        lambda: from_codes([0, 1], LABELS),
        lambda: from_codes([[0.5]], LABELS),
        lambda: from_codes([[3]], LABELS),
        lambda: from_codes([[-2]], LABELS),
        lambda: from_codes([[0]], ("a", "a")),
        lambda: from_codes([[0]], LABELS, dialogues=[0, 1]),
        lambda: from_codes([[0]], LABELS, annotators=["x", "y"]),
        lambda: from_labels([["x"]], labels=LABELS),
        lambda: from_table([[1, 2]]),
        lambda: own_distance([[0, 1], [2, 0]]),
        lambda: own_distance([[1, 1], [1, 0]]),
        lambda: measure(from_labels([["a"], ["b"]]), level=1.0),
        lambda: measure(from_labels([[-1, 1], [1, 1]]), distance=DISTANCES["ratio"]),
        lambda: measure(from_labels([["a", "b"], ["b", "b"]]), distance=own_distance(np.zeros((3, 3)))),
    ):
        with pytest.raises(ValueError, match=r"."):
            wrong()


def test_labels_without_a_scale_are_put_in_order() -> None:
    assert from_labels([[3, 1, 2]]).labels == (1, 2, 3)
    assert from_labels([["b", "a"]]).labels == ("a", "b")
    assert from_labels([[frozenset("ab"), frozenset("c")]]).labels == (frozenset("c"), frozenset("ab"))


def test_many_labels_are_counted_too() -> None:
    labels = [str(number) for number in range(200)]
    codes = np.arange(200)
    assert measure(from_codes([codes, codes], labels)).value == 1


def test_distances_of_sets() -> None:
    one, two, both = frozenset("a"), frozenset("b"), frozenset("ab")
    assert masi_distance(one, both) == pytest.approx(2 / 3)
    assert masi_distance(both, frozenset("ac")) == pytest.approx(8 / 9)
    assert masi_distance(one, two) == 1
    assert masi_distance(frozenset(), frozenset()) == 0
    assert jaccard_distance(one, both) == 0.5
    assert jaccard_distance(frozenset(), frozenset()) == 0
    plain = from_labels([["a", "b"], ["b", "b"]])
    assert measure(plain, distance=DISTANCES["masi"]).value == measure(plain).value


def test_errors_of_independent_units_need_two_of_them() -> None:
    assert unit_standard_error(from_labels([["a"], ["b"]]), "gwet_ac") is None
    assert unit_standard_error(from_labels([["a", "a"], ["a", "a"]]), "cohen_kappa") is None


def test_perfect_agreement_has_no_interval() -> None:
    labels = ["a", "b"] * 6
    found = measure(from_labels([labels, labels], dialogues=np.arange(12) // 2))
    assert found.value == 1
    assert found.no_interval is not None
    assert found.no_interval.code == "no_disagreement"


@pytest.mark.parametrize("kind", ["hard", "usual"])
def test_intervals_of_ten_dialogues_hold_the_true_value_as_often_as_they_say(kind: str) -> None:
    true = eval_agreement.true_value(kind)
    held = [eval_agreement.holds_left_out(study, true) for study, _ in eval_agreement.studies(600, 10, kind)]
    assert held.count(None) == 0
    assert 0.925 <= held.count(True) / len(held) <= 0.975


def test_few_dialogues_that_are_easy_to_agree_on_have_true_intervals_or_none() -> None:
    true = eval_agreement.true_value("easy")
    held = [eval_agreement.holds_left_out(study, true) for study, _ in eval_agreement.studies(600, 5, "easy")]
    assert 0.05 <= held.count(None) / len(held) <= 0.1, "all disagreement is in one dialogue"
    assert 0.93 <= held.count(True) / (len(held) - held.count(None)) <= 0.985
