"""Small files, each for a kind of damage or of clean text, with what they must become.

In ``cases`` each has a folder with the bytes of its ``input`` and what is ``expected``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.cli.repair_files import repair_bytes
from annotator.repair import RepairConfig, repair
from tests.benchmarks.eval_reports import outcome
from tests.repair.reports import SERIES, reports

CASES = sorted(Path(__file__).with_name("cases").iterdir())
#: What is left allows more than one text, or too little is left: these must be shown as doubts or damage.
UNSURE = {"crash-iie-cp932", "ftfy217"}
#: Where nothing is left to repair, and only a mark says so.
MARKED = {"kun"}
#: Of all reports, so many come out whole.
RIGHT = 436
#: Damage that leaves nothing to repair; in a row of question marks nothing says that letters stood there.
GONE = {"gone", "question", "question/iso-8859-1", "middle", "eaten", "bytes/?", "bytes/fffd"}
SILENT = {"foldynl/QLog 542", "huginn/huginn 3521", "helldivers2fixes/HellbombScript 34"}


def plain(data: bytes) -> str:
    return data.decode().replace("\r\n", "\n").rstrip("\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    done = repair_bytes(case.name, (case / "input").read_bytes(), None, RepairConfig())
    same = plain(done.data) == plain((case / "expected").read_bytes())
    if case.name in UNSURE:
        assert same or done.report.doubts or done.report.damage
    else:
        assert same
    if case.name in MARKED:
        assert done.report.damage


def test_reports() -> None:
    outcomes = {report.source: outcome(report, repair(report.received)) for report in reports()}
    assert [source for source, found in outcomes.items() if found == "wrong"] == []
    assert sum(found == "right" for found in outcomes.values()) >= RIGHT
    assert len(outcomes) > 400
    mended = reports(SERIES[:-1])  # the last is a forecast
    gone = {report.source for report in mended if report.how in GONE or report.how.endswith(">utf-8")}
    assert {outcomes[source] for source in gone - SILENT} == {"marked"}


def test_what_came_back_stays() -> None:
    for report in reports():
        assert repair(report.text).text == report.text, report.source
