"""Short spoken turns of 55 languages: none is called a language of the study that it is not in."""

from __future__ import annotations

import pytest

from annotator.language.common_words import is_english
from tests.language.spoken import verdicts


@pytest.mark.parametrize(
    ("declared", "wrong", "test_wrong"),
    [
        (("zh", "en"), 0, 1),
        (("ja", "en"), 0, 1),
        (("hi", "en"), 4, 2),
        (("ru", "uk"), 6, 4),
    ],
)
def test_hardly_a_turn_is_called_a_declared_language(
    declared: tuple[str, ...], wrong: int, test_wrong: int
) -> None:
    tuned, test = verdicts(declared, "spoken"), verdicts(declared, "spoken_test")
    assert tuned["undeclared called declared"] <= wrong
    assert test["undeclared called declared"] <= test_wrong
    assert tuned["undeclared called other"] > 300
    assert tuned["undeclared called open"] <= 5
    for found in (tuned, test):
        assert found["declared called other"] == 0


def test_between_languages_that_need_the_detector() -> None:
    pytest.importorskip("py3langid")
    found = verdicts(("es", "en"), "spoken", latin=True)
    assert found["undeclared called declared"] == 0
    assert found["declared called other"] == 0


@pytest.mark.parametrize(
    "word", ["stopped", "loving", "tried", "boxes", "dog's", "make-up", "wouldn't", "dishes"]
)
def test_english_words_have_endings(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize("word", ["helles", "nicht", "make-nicht", "zzing"])
def test_other_words_are_not_english(word: str) -> None:
    assert not is_english(word)
