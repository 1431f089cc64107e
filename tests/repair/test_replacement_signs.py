"""Signs that programs leave in the place of text."""

from __future__ import annotations

import pytest

from annotator.repair import repair
from tests.repair.damage import misread


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


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("K?z?m, ?u kap?y? kapat?r m?s?n", 8),
        ("?? ????? ????? ???????? ? ???, ??? ?????.", 7),
        ("??sterreichische G??ste m??chten ??ber Nacht bleiben.", 4),
        ("O\u0301 no: ?bung, sch?n, gr??er", 3),
    ],
)
def test_question_marks_in_the_place_of_letters_are_marked(text: str, marked: int) -> None:
    found = repair(text)
    assert found.text == text
    assert {(step.kind, step.before.strip("?")) for step in found.steps} == {("damage", "")}
    assert len(found.steps) == marked


@pytest.mark.parametrize(
    "text",
    [
        "What?why? how?when? no",
        "colou?r or colour, https?://a.b/c?d=e&f?g=h?i=j",
        "?? ?? ?? ?? ??",
        "What ?? now ??? really ???? ",
        "?????????????????",
    ],
)
def test_other_question_marks_are_not(text: str) -> None:
    assert repair(text).steps == ()


@pytest.mark.parametrize("page", ["koi8-r", "windows-1252", "cp866"])
def test_signs_of_lost_bytes_that_were_misread_are_marked_and_stay(page: str) -> None:
    text = misread("\ufffd\ufffd\ufffd \ufffd\ufffd, \ufffd\ufffd\ufffd\ufffd.", page, "kept")
    found = repair(text)
    assert found.text == text
    assert {step.kind for step in found.steps} == {"damage"}
