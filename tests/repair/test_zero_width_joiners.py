"""Emoji joiners: put back where they were cut, nowhere else."""

from __future__ import annotations

import pytest

from annotator.repair import RepairConfig, repair


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("🧙♂️", "🧙\u200d♂️"),
        ("走吧🏃🏽♀️！", "走吧🏃🏽\u200d♀️！"),
        ("👩💻和👨‍🍳", "👩\u200d💻和👨\u200d🍳"),
        ("🕵️♀️", "🕵️\u200d♀️"),
    ],
)
def test_cut_joiners_come_back(cut: str, whole: str) -> None:
    result = repair(cut)
    assert result.text == whole
    assert {s.kind for s in result.steps} == {"joiner"}
    assert repair(whole).text == whole


@pytest.mark.parametrize("text", ["🧙\u200d♂️", "♂ 🧙", "👩👨👧", "❤️🔥", "💻👩", "🎉🎓"])
def test_other_emoji_stay(text: str) -> None:
    assert repair(text).text == text


def test_joiners_have_a_switch_of_their_own() -> None:
    assert repair("🧙♂️", RepairConfig(joiners=False)).text == "🧙♂️"
