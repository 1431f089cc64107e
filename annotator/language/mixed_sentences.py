"""Sentences that change between declared languages in Latin letters: which of their words are in which.

What each word costs in each language is known; a change costs something, too, and the cheapest way through
the sentence is taken. A stretch counts where a word in it carries grammar in its language and in no other of
the declared ones: loans and words of all Europe (*hospital*, *commit*) are in the language around them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from annotator.language.common_words import common_words, is_english
from annotator.language.undeclared_languages import cost_of_word, in_small_letters

#: What a change of language costs in nats, and what the changes have to save at least.
_CHANGE, _SAVED = 3.0, 1.0
#: Of so many languages the lists of words leave too few words that only one has.
_MOST = 4
#: So few words do not change.
_FEWEST = 3


@lru_cache(maxsize=4096)
def languages_of_words(words: tuple[str, ...], candidates: tuple[str, ...]) -> tuple[str, ...]:
    """The language of each word of a sentence in Latin letters; empty where all seem to be in one."""
    if len(words) < _FEWEST or not 1 < len(candidates) <= _MOST:
        return ()
    known = common_words("Latn")
    lists = {one: known.get(one, frozenset()) for one in candidates}
    plain = [in_small_letters(word) for word in words]
    if sum(any(map(own.__contains__, plain)) for own in lists.values()) < 2:
        return ()
    costs = [
        [0.0 if _is_name(i, words[i], word, lists) else cost_of_word(word, one, "Latn") for one in candidates]
        for i, word in enumerate(plain)
    ]
    best, cheapest = _cheapest(costs)
    if min(map(sum, zip(*costs, strict=True))) - cheapest < _SAVED:
        return ()
    found = _merged([candidates[i] for i in best], plain, lists)
    return tuple(found) if len(set(found)) > 1 else ()


def _is_name(i: int, word: str, plain: str, lists: Mapping[str, frozenset[str]]) -> bool:
    """Whether a word says nothing: an acronym, or a capital inside the sentence that no list has."""
    if word.isupper() and len(word) > 1:
        return True
    return i > 0 and word[:1].isupper() and not any(plain in own for own in lists.values())


def _cheapest(costs: Sequence[Sequence[float]]) -> tuple[list[int], float]:
    """The cheapest way through the words, as places among the languages, and what it costs."""
    places = range(len(costs[0]))
    total, ways = list(costs[0]), []
    for row in costs[1:]:
        best = min(places, key=total.__getitem__)
        changed = total[best] + _CHANGE
        way = [i if total[i] <= changed else best for i in places]
        total = [min(total[i], changed) + row[i] for i in places]
        ways.append(way)
    at = min(places, key=total.__getitem__)
    cheapest, found = total[at], [at]
    for way in reversed(ways):
        at = way[at]
        found.append(at)
    return found[::-1], cheapest


def _merged(languages: Sequence[str], plain: Sequence[str], lists: dict[str, frozenset[str]]) -> list[str]:
    """The languages of the words; stretches without a word that tells go to the one before, else after."""
    runs: list[tuple[str, int]] = []
    at = 0
    for language, same in groupby(languages):
        end = at + len(list(same))
        runs.append((language if _tells(language, plain[at:end], lists) else "", end - at))
        at = end
    found: list[str] = []
    last = next((language for language, _ in runs if language), "")
    for language, length in runs:
        last = language or last
        found += [last] * length
    return found


def _tells(language: str, words: Sequence[str], lists: dict[str, frozenset[str]]) -> bool:
    others = [own for one, own in lists.items() if one != language]
    telling = [
        word
        for word in words
        if word in lists[language]
        and not any(word in own for own in others)
        and not (language != "en" and "en" in lists and is_english(word))
    ]
    return bool(telling) and (len(words) > 1 or len(words[0]) >= _LONG_ENOUGH)


#: A word alone tells from so many letters on.
_LONG_ENOUGH = 4
