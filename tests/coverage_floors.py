"""Fail where a package is covered less than it must be. Silent when all is well.

The layers that could lose a person's data are to be covered to the last branch, and nearly are in every
run: some branches are met by random inputs alone, and a run in which these did not come is no failure. The
rest is covered to nine tenths. Run after the tests, on the coverage data they left.
"""

from __future__ import annotations

import io
import sys

import coverage

FLOORS = {  # part of the package: branch coverage in percent
    "annotator/core": 99.5,
    "annotator/repair": 99.9,
    "annotator/store": 99.9,
    "annotator/exporters": 99.9,
    "annotator/importers": 90.0,
    "annotator/language": 90.0,
    "annotator/analysis": 90.0,
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
