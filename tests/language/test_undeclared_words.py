"""Words that may speak for a language that is not declared: without any, a sentence is not looked at."""

from __future__ import annotations

import random

import pytest

from annotator.language import undeclared_languages
from annotator.language.function_words import FUNCTION_WORDS
from annotator.language.undeclared_languages import telling_words, undeclared_language

OTHERS = (
    "café",
    "don’t",
    "schön",
    "größer",
    "covid19",
    "post-think",
    "naïve",
    "Paris",
    "HELLO",
    "życie",
    "l’été",
)


@pytest.mark.parametrize("declared", [("zh", "en"), ("zh", "fr"), ("en", "de"), ("zh", "sw")])
def test_no_sentence_of_another_language_is_without_one(declared: tuple[str, ...]) -> None:
    chance = random.Random(4)
    found = 0
    for _ in range(1_500):
        words = sorted(FUNCTION_WORDS[chance.choice(["en", "de", "fr", "es", "it", "sv", "pl"])])
        sentence = [chance.choice(words if chance.random() < 0.7 else OTHERS) for _ in range(8)]
        if undeclared_language(tuple(sentence), declared):
            found += 1
            assert telling_words(sentence, declared)
    assert found


def test_words_that_say_nothing_are_remembered_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undeclared_languages, "_KEPT", 3)
    for words in (
        ["one", "two", "three", "four", "und"],
        ["five", "DAS", "nicht"],
        ["one", "und", "ich", "wir"],
    ):
        assert telling_words(words, ("zh", "en")) == set(words) & {"und", "nicht", "ich", "wir"}
