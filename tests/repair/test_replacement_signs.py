"""Signs that programs leave in the place of text."""

from __future__ import annotations

import pytest

from annotator.repair import repair


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("昨天锟斤拷下雨，路上锟斤拷锟斤拷很滑", ["锟斤拷", "锟斤拷锟斤拷"]),
        ("结果只打印出烫烫烫烫，后面是屯屯屯", ["烫烫烫烫", "屯屯屯"]),
        ("名字：锟斤拷锟", ["锟斤拷锟"]),
    ],
)
def test_they_are_marked_and_stay(text: str, marked: list[str]) -> None:
    found = repair(text)
    assert found.text == text
    assert [step.before for step in found.steps] == marked
    assert {step.kind for step in found.steps} == {"damage"}


@pytest.mark.parametrize("text", ["满屏都是“锟斤拷”怎么办？", "小心烫烫的汤", "斤拷贝", "屯里屯外"])
def test_what_is_quoted_or_written_on_purpose_is_not_marked(text: str) -> None:
    assert repair(text).steps == ()
