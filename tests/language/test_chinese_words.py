"""Chinese words where the segmenter is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from annotator.language import chinese_words


@pytest.fixture
def without_segmenter(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    chinese_words._cut.cache_clear()
    chinese_words.segmenter.cache_clear()
    yield
    chinese_words._cut.cache_clear()
    chinese_words.segmenter.cache_clear()


@pytest.mark.usefixtures("without_segmenter")
def test_every_character_is_a_word_and_the_figures_say_so() -> None:
    assert chinese_words.han_words(["机器人", "你好"]) == ["机", "器", "人", "你", "好"]
    assert str(chinese_words.segmenter()) == "single characters"


def test_with_it_words_are_words() -> None:
    assert chinese_words.han_words(["机器人", "你好"]) == ["机器人", "你好"]
    assert str(chinese_words.segmenter()).startswith("rjieba ")
