"""The second opinion: words that candidates make, and how they follow each other."""

from __future__ import annotations

import pytest

from annotator.repair.language_model import LanguageModel, load
from annotator.repair.word_model import Words, weigh_again


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load()


@pytest.fixture(scope="module")
def words(model: LanguageModel) -> Words:
    return Words(model)


def key(words: Words, model: LanguageModel, text: str) -> int:
    return words.key(tuple(model.numbers(text)))


def test_the_shipped_model_knows_words(words: Words, model: LanguageModel) -> None:
    assert model.words
    assert key(words, model, "时间")
    assert key(words, model, "時間") == key(words, model, "时间")
    assert not key(words, model, "间吃")
    assert words.score(0, 0, 0) < words.score(0, 0, key(words, model, "时间"))


def test_words_are_judged_by_those_before_them(words: Words, model: LanguageModel) -> None:
    we, eat, law = (key(words, model, w) for w in ("我们", "吃饭", "法律"))
    go = key(words, model, "去")
    assert words.score(0, go, eat) > words.score(0, go, law)
    assert words.score(we, go, eat) == words.score(we, go, eat) < 0
    assert words.score(eat, law, we) < 0


def test_a_word_settles_a_doubt(words: Words, model: LanguageModel) -> None:
    text = model.numbers("早上我去图书馆看")
    right, wrong, other = model.numbers("书号本")
    shares = [[0.4, 0.6]]
    weigh_again(words, [*text, (right, wrong), *model.numbers("，很安静")], shares)
    assert shares[0][0] > 0.8
    assert sum(shares[0]) == pytest.approx(1)
    sure = [[0.9999, 0.0001], [0.5, 0.5], [0.7, 0.2, 0.1]]
    weigh_again(words, [(right, wrong), text[0], (right, None), (right, other, wrong), 3], sure)
    assert sure[:2] == [[0.9999, 0.0001], [0.5, 0.5]]
    assert sum(sure[2]) == pytest.approx(1)


def test_long_rows_of_doubts_are_taken_in_turns(
    words: Words, model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.repair.word_model._MEMORY", 10)
    pair = tuple(model.numbers("书号"))
    shares = [[0.5, 0.5] for _ in range(40)]
    weigh_again(words, [pair] * 20 + model.numbers("，，，，，，") + [pair] * 20, shares)
    assert all(sum(s) == pytest.approx(1) for s in shares)
