"""Japanese turns of one word come back as one of the answers that everybody gives, as doubts."""

from __future__ import annotations

import pytest

from annotator.repair import repair
from tests.repair.reports import damaged


@pytest.mark.parametrize("text", ["いいえ", "はい", "ううん", "うん、そうです", "A: いいえ\nB: ok"])
def test_an_answer_comes_back(text: str) -> None:
    found = repair(damaged(text, "utf-8>shift_jis"))
    assert found.text == text
    assert any(step.confidence < 0.85 for step in found.steps)


@pytest.mark.parametrize("text", ["いろはにほへと", "川のいいえ", "いまどこのいえ"])
def test_what_is_no_answer_is_made_into_none(text: str) -> None:
    found = repair(damaged(text, "utf-8>shift_jis"))
    assert "いいえ" not in found.text.replace(text, "")


def test_korean_whose_bytes_became_question_marks() -> None:
    text = "할머니는 매일 우리에게 이야기를 해 주셨어요."
    assert repair(damaged(text, "utf-8>euc_kr/?")).text == text
    question = "왜 진작 말하지 않았어?"
    assert repair(damaged(question, "utf-8>euc_kr/?")).text == question
