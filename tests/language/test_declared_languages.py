"""Declared languages: with the optional detector, and without it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest

from annotator.errors import UserError
from annotator.language import LanguageOptions, detect, detector, tokens, undeclared_languages
from annotator.language.declared_languages import candidates, needs_detector, primary_subtags, usual_language
from annotator.language.function_words import FUNCTION_WORDS
from annotator.language.switching_report import report

FRENCH = LanguageOptions(languages=("zh", "en", "fr"))


@pytest.fixture(autouse=True)
def _fresh_detector() -> Iterator[None]:
    cached = (
        detector._identifier,
        detector.tell,
        detector.likeliest,
        undeclared_languages._others,
        undeclared_languages.undeclared_language,
    )
    for one in cached:
        one.cache_clear()
    yield
    for one in cached:
        one.cache_clear()


@pytest.fixture
def _no_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("py3langid", "py3langid.langid"):
        monkeypatch.setitem(sys.modules, name, None)


def test_only_the_primary_subtag_of_a_declared_language_counts() -> None:
    assert primary_subtags(("zh-Hans", "zh-Hant", "pt_BR", "EN")) == ("zh", "pt", "en")


def test_a_script_needs_candidates_only_where_its_usual_language_is_not_the_answer() -> None:
    assert candidates(("zh", "en", "ja")) == {}
    assert candidates(("fr",)) == {"Latn": ("fr",)}
    assert candidates(("ru", "uk", "en")) == {"Cyrl": ("ru", "uk")}
    assert not needs_detector(("zh", "fr"))
    assert needs_detector(("en", "fr"))
    assert (usual_language("Latn"), usual_language("Zzzz")) == ("en", "und")


def test_one_declared_latin_language_is_every_latin_word() -> None:
    assert detect("ordinateur 你好", LanguageOptions(languages=("zh", "fr"))).words == (("fr", 1), ("zh", 1))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Je ne sais pas", "fr"),
        ("Das ist ein sehr schönes Haus und ich mag es.", "de"),
        ("Não sei, talvez amanhã.", "pt"),
        ("Tôi không biết", "vi"),
        ("Nevím, co říct.", "cs"),
    ],
)
def test_a_sentence_in_an_undeclared_language_is_not_called_a_declared_one(text: str, language: str) -> None:
    assert detect(text).primary == language
    assert detect(text, LanguageOptions(languages=("zh", language))).primary == language
    mixed = detect(f"我觉得{text}")
    assert (mixed.primary, dict(mixed.words)["zh"]) == ("mixed", 2)


@pytest.mark.parametrize(
    "text",
    [
        "The naïve café-goers were très chic",
        "Los Angeles and San Jose",
        "That is so cool, de facto",
        "I like Pokémon GO and Beyoncé",
        "ICH WEISS NICHT",  # a row of capitals may be anything
        "die Tim die",
    ],
)
def test_words_of_other_languages_do_not_make_english_another_one(text: str) -> None:
    assert set(dict(detect(text).words)) <= {"en"}


def test_other_languages_are_told_from_those_without_tables_of_letters() -> None:
    indonesian = LanguageOptions(languages=("zh", "id"))
    assert detect("Je ne sais pas", indonesian).primary == "fr"
    assert detect("Aku nggak tahu kamu ngomong apa", indonesian).primary == "id"


@pytest.mark.usefixtures("_no_detector")
def test_without_the_detector_word_lists_decide_or_nobody_does(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert detect("je ne sais pas", FRENCH).primary == "fr"
        assert detect("I do not know why", FRENCH).primary == "en"
        assert detect("zut", FRENCH).primary == "und"
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.usefixtures("_no_detector")
def test_a_missing_detector_is_said_in_words() -> None:
    with pytest.raises(UserError, match=r"pip install .*languages"):
        detector.require_detector(("en", "fr"))
    detector.require_detector(("zh", "en"))
    assert detector.detector_name(("en", "fr")) == "word lists"
    assert detector.detector_name(("zh", "en")) == ""
    assert report([("d", "A", "bonjour tout le monde")], FRENCH).detector == "word lists"


@pytest.mark.usefixtures("_no_detector")
def test_without_the_detector_nothing_asks_it() -> None:
    assert not detector.uses_detector(("zh", "fr"))
    detector.load_detector()
    assert detector.likeliest(("hanno", "perso", "la", "partita"), ("fr",)) == ("", 0.0)
    assert detector.detector_name(("zh", "fr")) == ""
    assert detect("walishindwa mechi jumamosi", LanguageOptions(("zh", "fr"))).primary == "fr"


def test_the_detector_says_what_no_list_of_words_does() -> None:
    pytest.importorskip("py3langid")
    detector.load_detector()
    assert detector.uses_detector(("zh", "fr"))
    assert not detector.uses_detector(("zh", "en"))
    assert detector.detector_name(("zh", "fr")).startswith("py3langid 0.")
    found, nats = detector.likeliest(("hanno", "perso", "la", "partita"), ("fr", "en"))
    assert found == "it"
    assert nats > 2
    assert detector.likeliest(("hanno", "perso", "la", "partita"), ("it", "en")) == ("it", 0.0)
    assert detector.likeliest(("hanno", "perso"), ("sco",)) == ("it", 0.0), "it knows no Scots"
    assert detect("walishindwa mechi jumamosi", LanguageOptions(("zh", "fr"))).primary == "sw"
    assert detect("Setti ad d-tas azekka tameddit", LanguageOptions(("es", "en"))).primary == "und", "Kabyle"


def test_the_detector_has_a_name_and_a_version() -> None:
    pytest.importorskip("py3langid")
    detector.require_detector(("en", "fr"))
    assert detector.detector_name(("en", "fr")).startswith("py3langid 0.")


def test_sentences_of_two_latin_languages_stand_side_by_side() -> None:
    pytest.importorskip("py3langid")
    text = "Je suis désolé pour hier. I was really tired. 你呢"
    found = [one.language for one in tokens(text, FRENCH)]
    assert found == ["fr"] * 5 + ["en"] * 4 + ["zh"] * 2


def test_a_fragment_leans_on_the_sentences_around_it() -> None:
    pytest.importorskip("py3langid")
    options = LanguageOptions(languages=("en", "fr", "de", "es", "it"))
    assert detect("We all said it was over. Total drama. Nobody believed it then", options).primary == "en"


def test_languages_of_another_shared_script() -> None:
    pytest.importorskip("py3langid")
    options = LanguageOptions(languages=("ru", "uk"))
    assert detect("Я не знаю, що це таке", options).primary == "uk"
    assert detect("Я не знаю, что это такое", options).primary == "ru"


def test_a_language_the_detector_does_not_know_is_told_by_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FUNCTION_WORDS, "sco", frozenset({"ken", "wee", "aye", "nae", "dinnae", "tae"}))
    words = ("aye", "I", "dinnae", "ken", "the", "wee", "man", "nae", "mair", "tae", "say")
    assert detector.tell(words, ("de", "sco")) == "sco"
