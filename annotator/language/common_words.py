"""Words that every conversation has, by language: they tell what few words are in."""

from __future__ import annotations

from functools import cache, lru_cache

from annotator.core.resources import resource
from annotator.language.declared_languages import script_of
from annotator.language.function_words import FUNCTION_WORDS

#: Endings of English words; the word without one may stand in the list.
_ENDINGS = ("s", "ed", "ing", "ly", "er", "est", "n't", "'ll", "'re", "'ve", "'d")
_BEFORE_ES = ("se", "xe", "ze", "che", "she", "oe")
_SHORTEST = 3  # letters in front of an ending


def _words(name: str) -> list[str]:
    text = resource("language", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def common_words(script: str) -> dict[str, frozenset[str]]:
    """By language the words that most of what is said in it has, in small letters and one script (ISO 15924).

    In Latin letters there are languages, too, that have other letters, as people type them (``ru-Latn``).
    """
    found: dict[str, frozenset[str]] = {}
    for line in _words("spoken_words.txt"):
        code, *words = line.split()
        language, _, typed = code.partition("-")
        if script == (typed or script_of(language)):
            found[language] = frozenset(words) | (
                frozenset() if typed else FUNCTION_WORDS.get(language, frozenset())
            )
    return found | ({"en": FUNCTION_WORDS["en"]} if script == "Latn" else {})


@cache
def _english() -> frozenset[str]:
    return frozenset(word for line in _words("english_words.txt") for word in line.split())


@lru_cache(maxsize=1 << 15)
def is_english(word: str) -> bool:
    """Whether a word, in small letters, is a common English one, with or without an ending."""
    listed = _english()
    plain = word.removesuffix("'s").removesuffix("'")
    if word in listed or plain in listed:
        return True
    if "-" in plain:
        return all(part in listed for part in plain.split("-") if part)
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST:
            stem = plain[: -len(ending)]
            if not listed.isdisjoint(_stems(stem, ending)):
                return True
    return False


def _stems(stem: str, ending: str) -> set[str]:
    """What a word may have been before it got an ending: stopped, loving, tried, boxes."""
    found = {stem, stem + "e"}
    if stem[-1] == stem[-2]:
        found.add(stem[:-1])
    if stem.endswith(("i", "ie")):
        found.add(stem.removesuffix("e").removesuffix("i") + "y")
    if ending == "s" and stem.endswith(_BEFORE_ES):
        found.add(stem[:-1])
    return found
