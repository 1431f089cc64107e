"""Times and metadata as people read them."""

from __future__ import annotations

import pytest

from annotator.ui.texts.recording_times import clock, spoken_at
from annotator.ui.texts.source_metadata import brief, full, pairs


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0:00"), (1.5, "0:01.5"), (59.9996, "1:00"), (723, "12:03"), (3600, "1:00:00"),
        (3661.25, "1:01:01.25"), (-1.5, "−0:01.5"),
    ],
)  # fmt: skip
def test_clock(seconds: float, words: str) -> None:
    assert clock(seconds) == words


@pytest.mark.parametrize(
    ("meta", "words"),
    [
        ({}, ""),
        ({"start": 1.0, "end": 2.5}, "0:01–0:02.5"),
        ({"start": 1.0, "end": 1.0}, "0:01"),
        ({"end": 2}, "0:02"),
        ({"start": "noon"}, "noon"),
        ({"time": 1700000000}, "1700000000"),
    ],
)
def test_when_a_turn_was_said(meta: dict[str, object], words: str) -> None:
    assert spoken_at(meta) == words


def test_what_a_file_said_about_a_turn() -> None:
    meta = {
        "place": "row 5", "start": 1.0, "id": "u1", "reply_to": "u0",
        "fields": {"mood": "good", "list": [1, 2]}, "tiers": {"mor": "x" * 400},
    }  # fmt: skip
    assert brief(meta) == "0:01 · id u1 · reply to u0 · row 5"
    assert brief({}) == ""
    assert dict(pairs(meta))["list"] == "[1, 2]"
    assert full(meta).splitlines()[4:6] == ["mood: good", "list: [1, 2]"]
    assert full(meta).endswith("x…")
    assert full({"fields": {str(n): "x" for n in range(30)}}).splitlines()[-1] == "…"
