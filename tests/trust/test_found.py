"""What was found at first is held by tests that are there: the table in docs/security.md names each."""

from __future__ import annotations

import re
from pathlib import Path

from tests.trust.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def rows() -> list[list[str]]:
    """The cells of the table of what was found at first."""
    table = PAGE.partition("which test holds it")[2]
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_every_row_names_tests_that_are_there() -> None:
    assert len(rows()) > 15
    kinds = {kind.key for kind in KINDS}
    for what, _, held in rows():
        tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", held)
        for name, test in tests:
            assert f"\ndef {test}(" in (ROOT / name).read_text(encoding="utf-8"), f"{name}::{test}"
        called = re.findall(r"`\./dev trust (\w+)`", held)
        assert set(called) <= kinds, what
        assert tests or called, what
