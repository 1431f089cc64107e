"""Turns in a language that the study did not declare: they must not be called one that it did.

Letters alone say nothing between languages that share them, so that all Latin text of a Chinese-English study
would be English. A sentence is given to another language where its letters are much likelier there, and
words that carry grammar, or letters outside ASCII, say so, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from annotator.language.declared_languages import primary_subtags, script_of
from annotator.language.function_words import FUNCTION_WORDS
from annotator.plausibility import LANGUAGES, word_cost

_TABLES = frozenset(language for of in LANGUAGES.values() for language in of)
#: Languages in Latin letters with a table of letter pairs and a list of words that carry grammar.
_KNOWN = tuple(
    dict.fromkeys(
        language
        for looks in ("western", "central", "turkish", "baltic", "vietnamese")
        for language in LANGUAGES[looks]
        if language in FUNCTION_WORDS
    )
)
#: So much likelier must the words be in the other language: in all, and for each word, in nats.
_GAIN, _GAIN_A_WORD = 8.0, 0.8
#: Letters that words borrowed into English have: déjà vu, São Paulo, smörgåsbord.
_BORROWED = frozenset("abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëíîïñóôöøúûü'’")
#: And so many words must say so by themselves: one of them by its grammar, or all by other letters.
_TELLING = 2
#: More than so many times as many as speak for a declared language: English has its naïve cafés.
_MORE_THAN_AGAINST = 2
#: So many words that carry the grammar of the other language, and none of a declared one, say enough.
_GRAMMAR_ALONE = 3
#: Names of places are two words, too.
_LEAST_WORDS = 3


#: Words that are remembered to say nothing, of which most texts are made.
_SILENT_KEPT = 1 << 16


class _Others(NamedTuple):
    declared: tuple[str, ...]  # those in Latin letters; none where one of them has no table of letter pairs
    own: frozenset[str]  # words that carry their grammar
    telling: frozenset[str]  # words that carry the grammar of another language, and not theirs
    never: frozenset[str]  # words that carry their grammar, and that of no other language
    silent: set[str]  # words that were looked at and speak for no other language


@lru_cache(maxsize=64)
def _others(languages: tuple[str, ...]) -> _Others:
    declared = tuple(one for one in primary_subtags(languages) if script_of(one) == "Latn") or ("en",)
    own = frozenset[str]().union(*(FUNCTION_WORDS.get(one, frozenset()) for one in declared))
    every = frozenset[str]().union(*(FUNCTION_WORDS[one] for one in _KNOWN if one not in declared))
    return _Others(declared if _TABLES.issuperset(declared) else (), own, every - own, own - every, set())


def silent_words(languages: tuple[str, ...]) -> set[str]:
    """Words of which it is known that they speak for no other language; it grows as texts are looked at."""
    return _others(languages).silent


def telling_words(words: Iterable[str], languages: tuple[str, ...]) -> frozenset[str]:
    """Those of some words that may speak for another language: a sentence without any is in none."""
    others = _others(languages)
    if not others.declared:
        return frozenset()
    different = set(words) - others.silent
    found = frozenset(word for word in different if _speaks(word, others))
    if len(others.silent) > _SILENT_KEPT:
        others.silent.clear()
    others.silent.update(different - found)
    return found


def _speaks(word: str, others: _Others) -> bool:
    small = word.lower()
    return not word.isupper() and (small in others.telling or not _BORROWED.issuperset(small))


def _may_be_other(told: Sequence[str], others: _Others) -> bool:
    """Whether any other language can have enough that speaks for it, whichever it is."""
    grammar = sum(word in others.telling for word in told)
    if not grammar and sum(not _BORROWED.issuperset(word) for word in told) < _TELLING:
        return False
    accents = sum(not word.isascii() for word in told)
    against = sum(word in others.never for word in told)
    return grammar + accents > max(_TELLING - 1, _MORE_THAN_AGAINST * against)


def undeclared_language(words: Sequence[str], languages: tuple[str, ...]) -> str:
    """The language that the words of one sentence are in, where it is clearly none of the declared ones.

    Args:
        words: words in Latin letters, in order.
        languages: the declared languages, BCP 47.

    Returns:
        A BCP 47 code; empty where nothing speaks against the declared languages. Of close kin (Danish and
        Norwegian, Spanish and Portuguese) it may be the wrong one: what it is not is certain.
    """
    others = _others(languages)
    together = " ".join(words).lower()
    small = together.split(" ")
    if not others.declared or (together.isascii() and others.telling.isdisjoint(small)):
        return ""
    if sum(word in others.telling or not word.isascii() for word in small) < _TELLING:
        return ""
    told = [word for word, written in zip(small, words, strict=True) if not written.isupper()]
    if len(told) < _LEAST_WORDS or not _may_be_other(told, others):
        return ""
    least = min(sum(word_cost(word, one) for word in told) for one in others.declared)
    cost, found = min(
        (sum(word_cost(word, one) for word in told), one) for one in _KNOWN if one not in others.declared
    )
    theirs = FUNCTION_WORDS[found]
    grammar = sum(word in theirs and word not in others.own for word in told)
    accents = sum(not word.isascii() for word in told if word not in theirs)
    against = sum(word in others.own and word not in theirs for word in told)
    foreign = sum(not _BORROWED.issuperset(word) for word in told)
    if not grammar and foreign < _TELLING:
        return ""
    if grammar + accents < _TELLING or grammar + accents <= _MORE_THAN_AGAINST * against:
        return ""
    enough = 0.0 if grammar >= _GRAMMAR_ALONE and not against else max(_GAIN, _GAIN_A_WORD * len(told))
    return found if least - cost > enough else ""
