"""What the usual marks are missing from: pinyin without tones, Japanese without kana."""

from __future__ import annotations

import pytest

from annotator.language import LanguageOptions, detect

BOTH = LanguageOptions(languages=("zh", "en"))
JAPANESE = LanguageOptions(languages=("zh", "en", "ja"))


@pytest.mark.parametrize(
    "text", ["wo xiang chi fan", "ni zhidao ma, wo hen xihuan zhe ge", "women qunian xiatian qu de zhongguo"]
)
def test_pinyin_without_tones(text: str) -> None:
    assert detect(text, BOTH).primary == "zh"
    assert detect(text, LanguageOptions(languages=("en", "fr"))).primary == "zh"  # none of theirs


@pytest.mark.parametrize(
    "text",
    [
        "He can sing a long song",
        "I went to Xi'an and Chongqing with zhang wei",
        "we said qi is energy in tai chi",
        "the men can fan one pan",
        "hhh so funny",
    ],
)
def test_english_with_words_that_could_be_pinyin(text: str) -> None:
    assert detect(text, BOTH).primary == "en"


@pytest.mark.parametrize("text", ["東京駅前図書館", "気持良好", "沖縄旅行"])
def test_japanese_without_kana(text: str) -> None:
    assert detect(text, JAPANESE).primary == "ja"
    assert detect(text, BOTH).primary == "zh"


@pytest.mark.parametrize("text", ["我去東京駅了", "日本語", "我们在东京玩", "經濟發展很快"])
def test_chinese_stays_chinese_where_japanese_is_declared(text: str) -> None:
    assert detect(text, JAPANESE).primary == "zh"
