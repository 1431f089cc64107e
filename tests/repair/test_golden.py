"""The two damaged samples, proofread to the last character.

``golden/*.txt`` is what a fluent reader would write. Damaging it again as the samples were
damaged gives them back byte for byte, so nothing in it is invented. What the engine reads
otherwise stands here, and every such place must be shown as a doubt, but for those named.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.resources import samples
from annotator.repair import RepairConfig, repair
from tests.repair.damage import misread

GOLDEN = Path(__file__).parent / "golden"

#: What stands before the character, what the engine reads, what is right.
STILL_WRONG = {
    "000": {
        ("人和一", "小", "台"),
        ("了，片", "子", "名"),
        ("作曲家", "中", "与"),
        ("m. ", "🥐", "🎥"),
        (". 🎬", "🥐", "🎥"),
        ("时间、", "不", "与"),
        ("整结构", "向", "发"),
    },
    "002": set(),
}
#: Wrong and not shown as a doubt.
UNNOTICED = {("时间、", "不", "与"), ("整结构", "向", "发")}


def received(number: str) -> str:
    return next(p for p in samples() if p.name.startswith(number)).read_bytes().decode()


@pytest.mark.parametrize("number", ["000", "002"])
def test_the_golden_text_explains_every_byte(number: str) -> None:
    golden = (GOLDEN / f"{number}.txt").read_bytes().decode()
    assert misread(golden, "windows-1254") == received(number)


@pytest.mark.no_cover
@pytest.mark.parametrize("number", ["000", "002"])
def test_samples_read_as_a_fluent_reader_would_write_them(number: str) -> None:
    golden = (GOLDEN / f"{number}.txt").read_bytes().decode()
    result = repair(received(number))
    text = result.text
    assert len(text) == len(golden)
    wrong = {
        (text[max(0, i - 3) : i], a, b) for i, (a, b) in enumerate(zip(text, golden, strict=True)) if a != b
    }
    assert wrong <= STILL_WRONG[number]

    places = {}
    shift = 0
    for step in result.steps:
        places[step.start + shift] = step
        shift += len(step.after) - len(step.before)
    unnoticed = {
        (text[max(0, i - 3) : i], a, b)
        for i, (a, b) in enumerate(zip(text, golden, strict=True))
        if a != b and places[i].confidence >= RepairConfig().threshold
    }
    assert unnoticed <= UNNOTICED
