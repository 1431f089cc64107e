"""Lines of many languages: clean ones stay; those misread without loss come back as often as with ftfy."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import pytest

from annotator.repair import repair
from tests.benchmarks.eval_lossless import in_twenty, own, peer, right
from tests.repair.damage import KEPT, misread

LINES: defaultdict[str, list[str]] = defaultdict(list)
for row in (Path(__file__).parent / "lines" / "languages.tsv").read_text("utf-8").splitlines():
    LINES[row.split("\t")[0]].append(row.split("\t")[1])
PAGES = (
    *(
        "windows-1252",
        "latin-1",
        "windows-1250",
        "windows-1251",
        "windows-1253",
        "windows-1254",
        "iso-8859-2",
    ),
    *("iso-8859-15", "mac-roman", "cp437", "cp850", "koi8-r"),
)
ENGLISH = ("Could you say that again?", "Sure – it’s this:", "Thank you.")


@pytest.mark.parametrize("language", LINES)
def test_clean_lines_stay_alone_and_among_english_turns(language: str) -> None:
    for line in LINES[language]:
        assert repair(line).steps == ()
        assert repair(f"A: {ENGLISH[0]}\nB: {line}\nA: {ENGLISH[2]}").steps == ()
    together = "\n".join(f"A: {ENGLISH[1]}\nB: {line}" for line in LINES[language])
    assert repair(together).steps == ()


@pytest.mark.parametrize("language", LINES)
def test_what_lost_nothing_comes_back_at_least_as_often_as_with_ftfy(language: str) -> None:
    # Three pages for each language; tests/benchmarks/eval_lossless.py tries all of them on more lines.
    lines = LINES[language]
    for page in random.Random(language).sample(PAGES, 3):
        damaged = [misread(line, page, KEPT) for line in lines]
        for way in (right, in_twenty):
            assert sum(way(lines, damaged, own)) >= sum(way(lines, damaged, peer)), (page, way.__name__)
