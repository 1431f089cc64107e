"""Quotes, dashes and accents read as GBK or Shift-JIS in text of Latin letters."""

from __future__ import annotations

import pytest

from annotator.core.repair_steps import replay
from annotator.repair import repair
from annotator.repair.western_signs import repair_signs


def read_as(text: str, codec: str) -> str:
    return text.encode().decode(codec, "replace").replace("\ufffd", "?")


@pytest.mark.parametrize("codec", ["gb18030", "cp932"])
@pytest.mark.parametrize(
    "text",
    [
        "He waited — nobody came — and left.",
        "She said “Hello there” and “Good night”.",
        "That’s John’s café, isn’t it?",
        "— Well, it’s late",
    ],
)
def test_they_come_back(text: str, codec: str) -> None:
    received = read_as(text, codec)
    found = repair(received)
    assert found.text == text
    assert replay(received, found.steps) == text
    assert found.chain == ({"cp932": "shift_jis"}.get(codec, codec),)


def test_a_sign_that_lost_a_byte_is_a_doubt_with_alternatives() -> None:
    steps = repair_signs("one 鈥? two\nthe end鈥?")
    assert [(step.kind, step.after) for step in steps] == [("lost", "—"), ("lost", "…")]
    assert steps[0].alternatives[1][0] == "–"
    assert all(step.confidence == step.alternatives[0][1] < 0.85 for step in steps)


@pytest.mark.parametrize(
    "text",
    [
        "我们的鈥字",
        "窶 is a kanji",
        "it is shown as “鈥” here",
        'it is shown as "鈥檚" here',
        "the price: 鈧? or 猫?",
        "a 鈥\u7487 b",
        "鈥? 漢字",
        "茅鈥檚 q茅zx鈥檚",
        "鈥",
    ],
)
def test_what_is_no_such_sign_stays(text: str) -> None:
    assert repair_signs(text) == []


@pytest.mark.parametrize(
    "text", ["Über die Straße läuft ein großer, weißer Hund.", "Où étaient les élèves ? Ils étaient là."]
)
def test_letters_in_words_come_back(text: str) -> None:
    received = read_as(text, "gb18030")
    assert repair(received).text == text


@pytest.mark.parametrize("text", ["我家的dog和cat猫都很乖", "Loading模块！ 🙏", "用Python猫写眉毛"])
def test_chinese_beside_latin_words_stays(text: str) -> None:
    assert repair_signs(text) == []
