"""Repairs text damaged as public reports say, and counts what is right, ftfy beside it.

    python tests/benchmarks/eval_reports.py [--show] [--series N ...] [--among english|chinese|files]

The reports are those of ``tests/repair/reports.py``, in six series, each repaired alone, or as a turn among
clean English or Chinese ones, or as bytes of such a file that is imported. *Right*: the whole line is as it
was written. *Doubt*: it is not, and every step that is wrong is less sure than the threshold. *Marked*: it
stays, and says that it is damaged. *Untouched*: it stays, and says nothing. *Wrong*: some step is wrong and
sure.
*Refused*: the file is called no text.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.errors import UserError
from annotator.importers.encodings import decode
from annotator.model import Repair
from annotator.repair import repair
from tests.benchmarks.eval_kinds import is_wrong_and_sure
from tests.benchmarks.eval_lossless import peer
from tests.repair.reports import SERIES, Report, reports

_TURNS = {
    "english": (
        "A: So where did you grow up, exactly?",
        "B: In a small town by the river, nothing special.",
        "A: And your parents, were they from there as well?",
        "B: My father was. My mother came later.",
    ),
    "chinese": (
        "甲：你小时候住在哪里？",
        "乙：在河边的一个小镇上，没什么特别的。",
        "甲：你父母也是那里人吗？",
        "乙：我父亲是，母亲是后来搬过去的。",
    ),
}


def among(report: Report, turns: str) -> Report:
    """The report as the third turn of a talk."""
    before, behind = _TURNS[turns][:2], _TURNS[turns][2:]
    text, received = ("\n".join([*before, f"C: {one}", *behind]) for one in (report.text, report.received))
    return Report(report.source, report.how, text, received)


#: Codecs of pages that Python calls otherwise.
_CODECS = {"windows-874": "cp874", "euc_kr": "cp949", "shift_jis": "cp932", "mac-roman": "mac_roman"}
_NO_PAGES = {"utf-8", "cesu-8", "tcvn3", "vni", "utf-16"}


def _bytes(report: Report) -> bytes:
    """The bytes of a file: of the page it was written in, where that alone was misread, or else UTF-8."""
    written, misread, _ = report.how.partition(">")
    if misread and "|" not in report.how and written not in _NO_PAGES:
        return report.text.encode(_CODECS.get(written, written))
    return report.received.encode("utf-8", "surrogatepass")


def repaired(report: Report, *, of_file: bool) -> Repair:
    """What is made of a report as text, or as bytes that are decoded first."""
    if not of_file:
        return repair(report.received)
    decoded = decode(_bytes(report))
    return repair(decoded.text, found=decoded.steps)


def outcome(report: Report, found: Repair) -> str:
    """What became of one report."""
    if found.text == report.text:
        return "right"
    if found.text == report.received:
        return "marked" if found.steps else "untouched"
    # Without a step nothing says that a file was decoded wrong.
    return "wrong" if not found.steps or is_wrong_and_sure(report.text, found) else "doubt"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", action="store_true", help="print what is not right")
    parser.add_argument("--series", type=int, action="append", choices=SERIES)
    parser.add_argument("--among", choices=(*_TURNS, "files"), help="repair each as a turn of a talk")
    given = parser.parse_args()
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    found_reports = reports(tuple(given.series or SERIES))
    if given.among:
        turns = "english" if given.among == "files" else given.among
        found_reports = [among(report, turns) for report in found_reports]
    for report in found_reports:
        try:
            found = repaired(report, of_file=given.among == "files")
        except UserError:
            found = Repair(report.received, report.received, ())
            ours["refused"] += 1
        else:
            ours[outcome(report, found)] += 1
        other = peer(report.received)
        kept = "untouched" if other == report.received else "wrong"
        theirs["right" if other == report.text else kept] += 1
        if given.show and found.text != report.text:
            print(f"{outcome(report, found)}: {report.source}: {report.how}")
            for lines in zip(
                *(text.split("\n") for text in (report.received, found.text, report.text)), strict=False
            ):
                if len(set(lines)) > 1:
                    print(*(f"    {line[:110]}" for line in lines), sep="\n")
    print(f"{len(found_reports)} reports: {dict(ours)}; ftfy: {dict(theirs)}")


if __name__ == "__main__":
    main()
