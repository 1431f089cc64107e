"""Repairs text damaged as public reports say, and counts what is right, ftfy beside it.

    python tests/benchmarks/eval_reports.py [--show]

The reports are those of ``tests/repair/reports.py``. *Right*: the whole line is as it was written. *Doubt*:
it is not, and every step that is wrong is less sure than the threshold. *Marked*: it stays, and says that it
is damaged. *Untouched*: it stays, and says nothing. *Wrong*: some step is wrong and sure.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.model import Repair
from annotator.repair import RepairConfig, repair
from tests.benchmarks.eval_lossless import peer
from tests.repair.reports import Report, reports

THRESHOLD = RepairConfig().threshold


def outcome(report: Report, found: Repair) -> str:
    """What became of one report."""
    if found.text == report.text:
        return "right"
    if found.text == report.received:
        return "marked" if found.steps else "untouched"
    return "wrong" if wrong_and_sure(report, found) else "doubt"


def wrong_and_sure(report: Report, found: Repair) -> bool:
    """Whether a step that is at least as sure as the threshold makes something that was not written."""
    moved = 0
    behind = len(report.text) - len(found.text)
    for step in found.steps:
        start = step.start + moved
        moved += len(step.after) - len(step.before)
        written = (report.text[at : at + len(step.after)] for at in (start, start + behind))
        if step.before != step.after and step.confidence >= THRESHOLD and step.after not in written:
            return True
    return not found.steps


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", action="store_true", help="print what is not right")
    given = parser.parse_args()
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for report in reports():
        found = repair(report.received)
        ours[outcome(report, found)] += 1
        other = peer(report.received)
        kept = "untouched" if other == report.received else "wrong"
        theirs["right" if other == report.text else kept] += 1
        if given.show and found.text != report.text:
            print(f"{outcome(report, found)}: {report.source}: {report.how}")
            print(f"    {report.received[:100]}\n    {found.text[:100]}\n    {report.text[:100]}")
    print(f"{len(reports())} reports: {dict(ours)}; ftfy: {dict(theirs)}")


if __name__ == "__main__":
    main()
