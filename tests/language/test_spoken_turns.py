"""Short spoken turns of 55 languages: none is called a language of the study that it is not in."""

from __future__ import annotations

import pytest

from annotator.language import detect
from annotator.language.common_words import is_english
from tests.language.spoken import verdicts

KABYLE = ("Azul, amek telliḍ ass-a?", "Acu tebɣiḍ ad teččeḍ?", "Ur ssineɣ ara.")
NA = ("njɤ˧ ʈʂʰɯ˧ ʐwɤ˩ mɤ˧ ɖo˧.", "tʰi˩˥, le˧-wo˥ tsʰɯ˩ ŋv˩.")


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


@pytest.mark.parametrize(
    ("declared", "wrong", "test_wrong", "third_wrong"),
    [
        (("es", "en"), 0, 6, 7),
        (("zh", "en", "de"), 0, 1, 2),
        (("ar", "fr"), 1, 0, 2),
        (("zh", "it"), 1, 1, 1),
    ],
)
def test_between_languages_in_latin_letters_the_detector_helps(
    declared: tuple[str, ...], wrong: int, test_wrong: int, third_wrong: int
) -> None:
    pytest.importorskip("py3langid")
    for name, most in (("spoken", wrong), ("spoken_test", test_wrong), ("spoken_third", third_wrong)):
        found = verdicts(declared, name)
        assert found["undeclared called declared"] <= most
        assert found["declared called open"] + found["declared called other"] <= 1


@pytest.mark.parametrize("text", KABYLE + NA)
def test_a_language_that_nothing_here_knows_is_not_english(text: str) -> None:
    assert "en" not in dict(detect(text).words)


@pytest.mark.parametrize(
    "word", ["stopped", "loving", "tried", "boxes", "dog's", "make-up", "wouldn't", "dishes"]
)
def test_english_words_have_endings(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize("word", ["helles", "nicht", "make-nicht", "zzing"])
def test_other_words_are_not_english(word: str) -> None:
    assert not is_english(word)
