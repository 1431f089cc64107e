"""Quantiles of Student's t against printed tables and against themselves."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.agreement.student_t import t_distribution, t_quantile


@pytest.mark.parametrize(
    ("freedom", "table"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (10, 2.228), (19, 2.093),
     (30, 2.042), (60, 2.000), (120, 1.980)],
)  # fmt: skip
def test_quantiles_are_those_of_printed_tables(freedom: int, table: float) -> None:
    assert t_quantile(0.975, freedom) == pytest.approx(table, abs=5.1e-4)


@given(st.floats(0.001, 0.999), st.integers(1, 400))
def test_the_quantile_inverts_the_distribution(probability: float, freedom: int) -> None:
    assert t_distribution(t_quantile(probability, freedom), freedom) == pytest.approx(probability, abs=1e-10)


@given(st.floats(0.6, 0.995))
def test_the_expansion_goes_on_where_the_series_ends(probability: float) -> None:
    assert t_quantile(probability, 401) == pytest.approx(t_quantile(probability, 400), rel=1e-4)
    assert t_distribution(t_quantile(probability, 401), 401) == pytest.approx(probability, abs=1e-9)


def test_quantiles_are_odd_and_0_in_the_middle() -> None:
    assert t_quantile(0.5, 7) == pytest.approx(0, abs=1e-12)
    assert t_quantile(0.025, 7) == -t_quantile(0.975, 7)
    assert math.isclose(t_quantile(0.975, 10**7), 1.959964, abs_tol=1e-5)


@pytest.mark.parametrize(("probability", "freedom"), [(0.0, 5), (1.0, 5), (0.5, 0)])
def test_there_is_nothing_outside(probability: float, freedom: int) -> None:
    with pytest.raises(ValueError, match="no t quantile"):
        t_quantile(probability, freedom)
