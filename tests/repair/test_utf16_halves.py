"""UTF-16 whose bytes were swapped, or read one by one."""

from __future__ import annotations

import pytest

from annotator.core.repair_steps import replay
from annotator.repair import repair
from annotator.repair.utf16_halves import may_hold_halves, repair_halves
from tests.repair.reports import damaged

TEXTS = (
    "She said it’s done – at last",
    "Сервер запускается, подождите!",
    "Το σπίτι είναι μεγάλο",
)


@pytest.mark.parametrize("text", TEXTS)
def test_swapped_bytes(text: str) -> None:
    received = f"A: 你好，世界\nB: {damaged(text, 'utf-16-le>utf-16-be')}\nA: yes"
    found = repair(received)
    assert found.text == f"A: 你好，世界\nB: {text}\nA: yes"
    assert replay(received, found.steps) == found.text


@pytest.mark.parametrize("text", [*TEXTS[:3], "Az őrült erdő mélyén"])
@pytest.mark.parametrize("mark", ["", "ÿþ"])
def test_bytes_one_by_one(text: str, mark: str) -> None:
    received = mark + damaged(text, "utf-16>windows-1252").removeprefix("ÿþ")
    if all(ord(char) >> 8 < 7 for char in text):
        assert repair(received).text == text


@pytest.mark.parametrize(
    "text",
    [
        "昀 攀 are rare\u2000signs",
        "\u2000匀栀攀\u2000",
        "䔀\u2000\u2000\u2000\u2000\u2000",
        "戀戀戀戀\u2000戀戀戀",
        "one \x00 and \x00\x00\x00\x00",
        "þÿ\x00a\x00b\x00c\x00d\x00",
        "\x01\x00\x02\x00\x03\x00\x04\x00\x05\x00",
        "a\x00\x01\x06 b",
        "中\x00文\x00字\x00符\x00",
    ],
)
def test_chance_stays(text: str) -> None:
    assert may_hold_halves(text)
    assert repair_halves(text) == []


def test_halves_of_pairs_that_do_not_fit_stay() -> None:
    assert repair_halves("a\x00b\x00c\x00Ü\x00d\x00e\x00")[0].after == "abcÜde"
    assert not may_hold_halves("plain 好")
