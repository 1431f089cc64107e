"""Turns in a language that the study did not declare: they must not be called one that it did.

Letters alone say nothing between languages that share them, so that all Latin text of a Chinese-English study
would be English. What a sentence costs in each language is compared: words that all use cost little in
it, others what their letters cost. It is given to another language where that is much cheaper, and words that
are common there and in no declared language say so, too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from annotator.language import detector
from annotator.language.common_words import common_words, is_english
from annotator.language.declared_languages import primary_subtags, script_of, usual_language
from annotator.language.pinyin import could_be_word
from annotator.plausibility import LANGUAGES, STRANGER, pair_cost, word_cost

_TABLES = frozenset(language for of in LANGUAGES.values() for language in of)
#: What a word costs in nats that everybody uses, and one that is common in English.
_EVERYBODYS, _COMMON = 4.5, 7.0
#: What a letter costs in a language without a table of letter pairs.
_LETTER = 3.2
#: And one of a word that is made of syllables of Mandarin.
_SYLLABLES = 2.4
#: What a sentence costs on top that changes between declared languages.
_MIXED = 6.0
#: So much cheaper the words must be in the other language, in all and for each word.
_GAIN, _GAIN_A_WORD = 6.0, 1.5
#: Letters that words borrowed into English have: déjà vu, São Paulo, smörgåsbord.
_BORROWED = frozenset("abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëíîïñóôöøúûü'’-")
#: So many words are remembered to say nothing, of which most texts are made, and to say something.
_KEPT = 1 << 16
#: A word alone says what it is in from so many letters on.
_LONG_WORD = 4
#: Where so few of the words are English ones and so many are something else, it is not English.
_FEW_ENGLISH, _UNKNOWN, _UNKNOWN_ALONE = 0.2, 3, 2
#: So much cheaper words are in another language that are in none of several, and what letters cost there.
_LEANS, _STRANGE = 1.0, 3.1
#: English words that carry grammar and are no longer are words of many languages.
_SHORT = 2
#: So many words of another language outweigh one that everybody uses in a declared one.
_CLEARLY = 2
#: So many words of another language say enough where there is none of a declared one.
_SURE_HITS = 2
#: So many words the detector needs, so much likelier another language must be to it, in nats, and so
#: much dearer its words may be at most. No more than half of them may be words of the declared ones.
_DETECTED_WORDS, _LIKELIER, _DEARER = 3, 2.0, 5.0


class _Others(NamedTuple):
    script: str
    declared: tuple[str, ...]  # those in the script; where there is none, the usual one
    own: frozenset[str]  # words that everybody uses in them
    english: bool  # whether English is one of them
    detector: bool  # whether the optional detector may be asked
    every: frozenset[str]  # words that everybody uses in another language
    telling: frozenset[str]  # those of them that are not used in the declared ones
    silent: set[str]  # words that were looked at and speak for no other language
    loud: set[str]  # and those that may


@lru_cache(maxsize=64)
def _others(languages: tuple[str, ...], script: str = "Latn") -> _Others:
    written = tuple(one for one in primary_subtags(languages) if script_of(one) == script)
    declared = written or (usual_language(script),)
    known = common_words(script)
    own = frozenset[str]().union(*(known.get(one, ()) for one in declared))
    every = frozenset[str]().union(*(words for one, words in known.items() if one not in declared))
    asked = bool(written) and written != ("en",) and detector.uses_detector(languages)
    return _Others(script, declared, own, "en" in declared, asked, every, every - own, set(), set())


def silent_words(languages: tuple[str, ...]) -> set[str]:
    """Latin words of which it is known that they speak for no other language; it grows with each text."""
    return _others(languages).silent


def telling_words(words: Iterable[str], languages: tuple[str, ...]) -> frozenset[str]:
    """Those of some Latin words that may speak for another language: a sentence without any is in none."""
    others = _others(languages)
    different = set(words) - others.silent
    new = different - others.loud
    loud = {word for word in new if _speaks(word, others)}
    for kept, more in ((others.silent, new - loud), (others.loud, loud)):
        if len(kept) > _KEPT:
            kept.clear()
        kept.update(more)
    return frozenset((different - new) | loud)


def _speaks(word: str, others: _Others) -> bool:
    small = in_small_letters(word)
    if word.isupper() or small in others.own:
        return False
    if others.english or others.detector:
        return not is_english(small) or not others.english
    return small in others.telling or is_english(small) or not _BORROWED.issuperset(small)


def in_small_letters(word: str) -> str:
    """A word as the lists have it: full-width letters as plain ones, one kind of apostrophe."""
    plain = word if word.isascii() else unicodedata.normalize("NFKC", word)
    return plain.lower().replace("’", "'")


@lru_cache(maxsize=1 << 16)
def cost_of_word(word: str, language: str, script: str) -> float:
    """What a word in small letters costs in a language, in nats."""
    if word in common_words(script).get(language, ()):
        return _EVERYBODYS
    if language == "en" and is_english(word):
        return _COMMON
    if "'" in word or "-" in word:
        return sum(cost_of_word(part, language, script) for part in word.replace("-", "'").split("'") if part)
    if language in _TABLES and script_of(language) == script:
        return word_cost(word, language)
    if language == "zh" and could_be_word(word):
        return _SYLLABLES * (len(word) + 1)
    return _LETTER * (len(word) + 1)


@lru_cache(maxsize=4096)
def undeclared_language(
    words: tuple[str, ...], languages: tuple[str, ...], script: str = "Latn", *, alone: bool = True
) -> str:
    """The language that the words of one sentence are in, where it is clearly none of the declared ones.

    Args:
        words: words in letters of one script, in order.
        languages: the declared languages, BCP 47.
        script: ISO 15924.
        alone: whether they are all that the text says: among other words rare ones are likelier.

    Returns:
        A BCP 47 code, ``und`` where it is none that is known here; empty where nothing speaks against the
        declared languages. Of close kin (Danish and Norwegian, Spanish and Portuguese) it may be the wrong
        one: what it is not is certain.
    """
    others = _others(languages, script)
    told = _told(words, others)
    unknown = _are_unknown(told, others)
    likelier = _likelier(told, others)
    silent = script == "Latn" and not unknown and not any(_is_of_another(word, others) for word in told)
    if not told or (silent and not likelier):
        return ""  # what the words cost in sixty languages would not matter
    found, gain, hits, against = _best(told, others)
    if _decides(told, gain, hits, against) or (found in _tabled(script) and gain > _letters_alone(told)):
        return found
    sure = alone and others.declared == ("en",)
    if unknown and (sure or _looks_strange(told, gain, others)):
        return "und"
    return likelier if gain > -_DEARER else ""


def _likelier(told: Sequence[str], others: _Others) -> str:
    """The language that the optional detector takes the words for, ``und`` where none is known here.

    Empty where it is one of the declared ones, or may be, and where there is no detector.
    """
    if not others.detector or len(told) < _DETECTED_WORDS:
        return ""
    if 2 * sum(_is_own(word, others) for word in told) > len(told):
        return ""
    found, nats = detector.likeliest(tuple(told), others.declared)
    if nats < _LIKELIER:
        return ""
    return found if found in common_words(others.script) else "und"


@lru_cache(maxsize=8)
def _tabled(script: str) -> frozenset[str]:
    """Languages whose letters alone may speak for them: in Latin ones names of all the world are written."""
    return frozenset[str]() if script == "Latn" else _TABLES


def _letters_alone(told: Sequence[str]) -> float:
    return max(2 * _GAIN, 2 * len(told))


def _told(words: Sequence[str], others: _Others) -> list[str]:
    """The words that can speak, in small letters: names and acronyms cannot."""
    told = []
    for i, word in enumerate(words):
        small = in_small_letters(word)
        named = i and word[:1].isupper() and small not in others.telling and small not in others.own
        if not (word.isupper() and len(word) > 1) and not named:
            told.append(small)
    return told


def _best(told: Sequence[str], others: _Others) -> tuple[str, float, int, int]:
    """The cheapest other language, by how much it is cheaper, and the words that speak for it and against."""
    script = others.script
    costs = [[cost_of_word(word, one, script) for word in told] for one in others.declared]
    least = min(map(sum, costs))
    if len(costs) > 1:
        least = min(least, _MIXED + sum(map(min, zip(*costs, strict=True))))
    known = common_words(script)
    cost, found = min(
        (sum(cost_of_word(word, one, script) for word in told), one)
        for one in known
        if one not in others.declared
    )
    hits = against = 0
    for word in told:
        theirs = word in known[found] or (found == "en" and is_english(word))
        if _is_own(word, others):
            against += 0 if theirs else _CLEARLY if word in others.own else 1
        elif theirs or (script != "Latn" and _is_strange(word, others)):
            hits += 1
    return found, least - cost, hits, against


def _is_of_another(word: str, others: _Others) -> bool:
    """Whether a word in Latin letters is used in another language and in no declared one."""
    theirs = word in others.every or (not others.english and is_english(word))
    return theirs and not _is_own(word, others)


def _is_own(word: str, others: _Others) -> bool:
    return word in others.own or (others.english and is_english(word))


def _is_strange(word: str, others: _Others) -> bool:
    """Whether a word has a letter that no declared language has."""
    return all(
        one in _TABLES and any(pair_cost(char, char, one) == STRANGER for char in word)
        for one in others.declared
    )


def _decides(told: Sequence[str], gain: float, hits: int, against: int) -> bool:
    if len(told) == 1:
        return hits == 1 and len(told[0]) >= _LONG_WORD and gain > _GAIN
    if hits >= _SURE_HITS and not against:
        return gain > 0
    return hits >= 1 and hits > against and gain > max(_GAIN, _GAIN_A_WORD * len(told))


def _are_unknown(told: Sequence[str], others: _Others) -> bool:
    """Whether hardly a word is one of the declared languages.

    Of English most words are known. Of others those are that everybody uses, and letters have to speak, too.
    """
    if others.script != "Latn" or not _TABLES.issuperset(others.declared):
        return False
    known = sum(_is_own(word, others) and _is_english_alone(word, others) for word in told)
    strange = [word for word in told if not (_BORROWED.issuperset(word) or _is_own(word, others))]
    known = max(0, known - len(strange)) if others.english else known
    unknown = sum(not _is_own(word, others) for word in told)
    if unknown < (_UNKNOWN if known else _UNKNOWN_ALONE):
        return False
    return known <= _FEW_ENGLISH * len(told) and 2 * unknown > len(told)


def _looks_strange(told: Sequence[str], gain: float, others: _Others) -> bool:
    letters = sum(map(len, told)) + len(told)
    least = min(sum(cost_of_word(word, one, others.script) for word in told) for one in others.declared)
    return gain > _LEANS * len(told) or least > _STRANGE * letters


def _is_english_alone(word: str, others: _Others) -> bool:
    """Whether an English word is none of another language: not such as in, a, man; but was and the."""
    return word not in others.every or (word in others.own and len(word) > _SHORT)
