"""Agreement is what was published, for every golden row."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from tests.analysis.golden.__main__ import all_rows, main
from tests.analysis.golden.rows import Check, Row

ROWS = list(all_rows())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_value_of_a_row_is_the_published_one(row: Row) -> None:
    assert row.checks
    assert [check for check in row.checks if not check.holds] == []


def test_there_are_as_many_rows_as_there_are_sets_of_data() -> None:
    assert len(ROWS) == 53
    assert len({row.name for row in ROWS}) == 53


def test_a_value_that_is_off_by_its_last_digit_does_not_hold() -> None:
    assert Check("", ".348P", 0.3484).holds
    assert not Check("", ".348P", 0.3486).holds
    assert not Check("", ".347826", 0.347824).holds
    assert not Check("", None, 1.0).holds
    assert not Check("", ".5", None).holds


def test_the_command_prints_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    printed = capsys.readouterr().out
    assert "53 rows" in printed
    assert "trap: Potato calls this alpha_U" in printed
    assert " 0 wrong" in printed


def test_the_examples_of_the_page() -> None:
    page = Path(__file__).parents[2] / "docs" / "agreement.md"
    done = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert done.attempted >= 5
    assert done.failed == 0
