"""Fail where a package is covered less than it must be. Silent when all is well.

The layers that could lose a person's data are covered to the last branch, the rest to nine tenths, by tests
with the same inputs in every run (``tests/conftest.py``). Run after the tests, on the data they left.
"""

from __future__ import annotations

import io
import sys

import coverage

FLOORS = {  # part of the package: branch coverage in percent
    "annotator/core": 100.0,
    "annotator/repair": 100.0,
    "annotator/store": 100.0,
    "annotator/exporters": 100.0,
    "annotator/importers": 90.0,
    "annotator/language": 90.0,
    "annotator/analysis": 90.0,
    "annotator/reliability": 90.0,
    "annotator/ui": 90.0,
    "annotator": 90.0,
}


def main() -> int:
    # pytest-cov has combined the data already; what a process left that a test killed is no data.
    data = coverage.Coverage()
    data.load()
    status = 0
    for part, floor in FLOORS.items():
        report = io.StringIO()
        try:
            reached = data.report(include=[f"{part}/*"], file=report, skip_covered=True, show_missing=True)
        except coverage.exceptions.NoDataError:
            continue
        if round(reached, 2) < floor:
            sys.stdout.write(f"{report.getvalue()}\n{part}: {reached:.2f} % covered, {floor:g} % wanted\n")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
