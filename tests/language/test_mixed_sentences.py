"""Sentences that change between declared languages in Latin letters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotator.language import LanguageOptions, detect, tokens
from annotator.language.mixed_sentences import languages_of_words
from tests.language.spoken import turns

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def switched() -> list[tuple[tuple[str, ...], str, list[str]]]:
    """Declared languages, a sentence, the language of each word."""
    found = []
    path = Path(__file__).parent / "data" / "switched.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        declared, marked = line.split("\t")
        parts = [one.split(":", 1) for one in re.split(r"(?:^| )(?=[a-z]{2}:)", marked) if one]
        languages = [language for language, text in parts for _ in _WORD.findall(text)]
        found.append((tuple(declared.split(",")), " ".join(text for _, text in parts), languages))
    return found


def test_nearly_every_word_has_its_language() -> None:
    pytest.importorskip("py3langid")
    right = words = whole = 0
    for declared, text, wanted in switched():
        got = [one.language for one in tokens(text, LanguageOptions(declared)) if not one.neutral]
        assert len(got) == len(wanted)
        right += sum(map(str.__eq__, got, wanted))
        words += len(wanted)
        whole += got == wanted
    assert words == 348
    assert right >= 334
    assert whole >= 34


@pytest.mark.parametrize("other", ["es", "fr", "de", "it"])
def test_a_sentence_of_one_language_is_not_cut(other: str) -> None:
    for name in ("spoken", "spoken_test", "spoken_third"):
        for code, text in turns(name):
            if code in {"en", other}:
                assert not languages_of_words(tuple(_WORD.findall(text)), ("en", other)) or text in LOANS


#: What is written in two languages, or begins with a loan.
LOANS = (
    "Voilà, your croissants, mon ami!",
    "It's a fait accompli, I'm afraid.",
    "Alice, Bob und Carol met in der Nähe.",
)


@pytest.mark.parametrize(
    ("words", "candidates"),
    [
        ("je sais", ("en", "fr")),
        ("I said que je ne sais pas", ("en",)),
        ("I said que je ne sais pas", ("en", "fr", "de", "es", "it")),
        ("hospital central", ("en", "es")),
        ("store milk garage hotel", ("en", "es")),
    ],
)
def test_where_nothing_tells_nothing_is_cut(words: str, candidates: tuple[str, ...]) -> None:
    assert languages_of_words(tuple(words.split()), candidates) == ()


def test_numbers_and_other_scripts_may_stand_between() -> None:
    found = tokens("她说 I told him que je ne sais pas 3 对吧", LanguageOptions(("zh", "en", "fr")))
    latin = [(one.language, one.neutral) for one in found if one.language not in {"zh", "zxx"}]
    assert [language for language, _ in latin] == ["en"] * 3 + ["fr"] * 5
    assert detect("I told him que je ne sais pas", LanguageOptions(("en", "fr"))).primary == "mixed"
