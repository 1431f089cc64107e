"""Print every golden value beside the program's: `.venv/bin/python -m tests.analysis.golden`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tests.analysis.golden import boundaries, several, tables, unitizing, who_is_right
from tests.analysis.golden.rows import Check, Row


def all_rows() -> Iterator[Row]:
    for part in (tables, several, unitizing, boundaries, who_is_right):
        yield from part.rows()


def lines(row: Row) -> Iterator[str]:
    yield f"{row.name}  {row.source}"
    for check in row.checks:
        verdict = "ok" if check.holds else "WRONG"
        yield f"      {check.what:<42}{_number(check.found):>14}  {_expected(check):<22}{verdict}"
    if row.trap:
        yield f"      trap: {row.trap}"


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.7f}"


def _expected(check: Check) -> str:
    if check.expected is None:
        return "undefined"
    return f"{check.expected.rstrip('P')} printed" if check.printed else check.expected


def main() -> int:
    rows = list(all_rows())
    for row in rows:
        sys.stdout.write("\n".join(lines(row)) + "\n")
    checks = [check for row in rows for check in row.checks]
    wrong = sum(not check.holds for check in checks)
    printed = sum(check.printed for check in checks)
    sys.stdout.write(
        f"{len(rows)} rows, {len(checks)} values, {printed} of them printed in a source, {wrong} wrong\n"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
