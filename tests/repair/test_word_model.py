"""The second opinion: words that candidates make, and how they follow each other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from copy import deepcopy

import pytest

from annotator.repair.language_model import LanguageModel, load
from annotator.repair.word_model import Shares, Words, weigh_again

Line = tuple[list[int | Sequence[int | None]], Shares]


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
    weigh_again(words, [([*text, (right, wrong), *model.numbers("，很安静")], shares)], on_arrays=False)
    assert shares[0][0] > 0.8
    assert sum(shares[0]) == pytest.approx(1)
    sure = [[0.9999, 0.0001], [0.5, 0.5], [0.7, 0.2, 0.1]]
    line: list[int | Sequence[int | None]] = [
        (right, wrong),
        text[0],
        (right, None),
        (right, other, wrong),
        3,
    ]
    weigh_again(words, [(line, sure)], on_arrays=False)
    assert sure[:2] == [[0.9999, 0.0001], [0.5, 0.5]]
    assert sum(sure[2]) == pytest.approx(1)


def test_long_rows_of_doubts_are_taken_in_turns(
    words: Words, model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.repair.word_model._MEMORY", 10)
    pair = tuple(model.numbers("书号"))
    shares = [[0.5, 0.5] for _ in range(40)]
    line = [pair] * 20 + model.numbers("，，，，，，") + [pair] * 20
    weigh_again(words, [(line, shares)], on_arrays=False)
    assert all(sum(s) == pytest.approx(1) for s in shares)


def doubtful_lines(model: LanguageModel, count: int) -> list[Line]:
    """Lines in which one character of three is in doubt, also beside each other, some before signs."""
    rng = random.Random(7)
    text = model.numbers("我们早上去图书馆看书，他的朋友不在家里，时间和地点都没有说。因为下雨，明天再来？")
    lines: list[Line] = []
    for _ in range(count):
        start = rng.randrange(20)
        places: list[int | Sequence[int | None]] = []
        shares: Shares = []
        for number in text[start : start + rng.randrange(3, 22)]:
            if rng.random() < 2 / 3:
                places.append(number)
                continue
            options = (number, *rng.sample(text, rng.randrange(1, 7)))
            weights = [rng.random() + 0.01 for _ in options]
            places.append(options)
            shares.append([weight / sum(weights) for weight in weights])
        lines.append((places, shares))
    return lines


@pytest.mark.parametrize("together", [2_000, 25, 1])
def test_many_doubts_are_weighed_on_arrays_as_one_by_one(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr("annotator.repair.word_arrays._TOGETHER", together)
    received = doubtful_lines(model, 40)
    one_by_one, on_arrays = deepcopy(received), deepcopy(received)
    weigh_again(Words(model), one_by_one, on_arrays=False)
    weigh_again(Words(model), on_arrays, on_arrays=True)
    found, expected = ([share for _, line in lines for share in line] for lines in (on_arrays, one_by_one))
    assert found != [share for _, line in received for share in line]
    for shares, right in zip(found, expected, strict=True):
        assert shares == pytest.approx(right, abs=1e-9)


def test_few_doubts_are_weighed_without_arrays(model: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    words = Words(model)
    monkeypatch.setattr(Words, "on_arrays", None)  # would fail if it were called
    lines = doubtful_lines(model, 1)
    weigh_again(words, lines, on_arrays=True)
    assert all(sum(share) == pytest.approx(1) for share in lines[0][1])
