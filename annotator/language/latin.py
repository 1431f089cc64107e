"""Latin words: acronyms, laughter, pinyin; everything else is a word of the language of its stretch."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from annotator.language import pinyin
from annotator.language.function_words import FUNCTION_WORDS

# What a Latin word is by its own looks.
WORD = ""
CAPITALS = "capitals"  # an acronym, unless its neighbours shout
TONED = "toned"  # could be pinyin
TONELESS = "toneless"  # spelt as pinyin alone is, and has no tone
PINYIN = "pinyin"
SYMBOL = "symbol"  # hhh, zzz, orz

_ACRONYM = re.compile(r"[A-Z]{1,5}\d*|[A-Z]{2,5}s\d*")
# Words beside other words, acronyms on their own (the I of I people, the A of plan A).
PRONOUN_OR_ARTICLE = frozenset({"I", "A", "Ｉ", "Ａ"})
_LAUGHTER = re.compile(r"([a-z])\1{2,}|[ou]w[ou]|qwq|twt|orz|qaq|tot", re.IGNORECASE)
# Function words that in capitals could be an acronym (IT, US, AM), a vitamin or a grade.
_AMBIGUOUS = frozenset({"a", "i", "it", "us", "am", "may", "or", "as", "he", "me", "no", "so", "do"})
#: So many words of a row of pinyin without tones are no English words that carry grammar.
_TELLING = 3
_SHOUTED = FUNCTION_WORDS["en"] - _AMBIGUOUS


@lru_cache(maxsize=1 << 16)
def look(word: str) -> str:
    """What one Latin word looks like without its neighbours; WORD ("") for nearly all.

    Full-width letters count as plain ones.
    """
    if not word.isascii():
        folded = unicodedata.normalize("NFKC", word)
        if folded.isascii():
            return look(folded)
        toned = TONED if pinyin.is_toned(word) else WORD
        return PINYIN if pinyin.is_pinyin(word) else toned
    if _ACRONYM.fullmatch(word):
        return WORD if word in PRONOUN_OR_ARTICLE else CAPITALS
    if word[-1].isdigit():
        return TONED if pinyin.is_toned(word) else WORD
    plain = TONELESS if pinyin.is_spelt_so(word) else WORD
    return SYMBOL if _LAUGHTER.fullmatch(word) else plain


_MOST_PLAIN = 1 << 16
_plain: set[str] = set()


def are_plain(words: Sequence[str]) -> bool:
    """Whether all of these words look like words (see :func:`look`)."""
    # A set answers for a whole run at once.
    if _plain.issuperset(words):
        return True
    if any(map(look, words)):
        return False
    if len(_plain) > _MOST_PLAIN:
        _plain.clear()
    _plain.update(words)
    return True


def settle(
    words: Sequence[str], *, acronyms: bool, with_pinyin: bool, among_pinyin: bool = False
) -> list[str]:
    """What Latin words are, each seen with its neighbours: WORD, PINYIN, SYMBOL, or CAPITALS for an acronym.

    ``acronyms`` false makes acronyms words; ``with_pinyin`` false makes pinyin words;
    ``among_pinyin`` says that the text has words elsewhere that are nothing but pinyin.
    """
    looks = list(map(look, words))
    if not with_pinyin:
        looks = [WORD if one == PINYIN else one for one in looks]
    elif PINYIN in looks or TONED in looks:
        if among_pinyin:
            looks = [
                PINYIN if one == TONED and not word.isascii() else one
                for word, one in zip(words, looks, strict=True)
            ]
        _spread_pinyin(words, looks)
    elif TONELESS in looks:
        _find_toneless(words, looks)
    if TONED in looks or TONELESS in looks:
        looks = [WORD if one in {TONED, TONELESS} else one for one in looks]
    if CAPITALS in looks or not PRONOUN_OR_ARTICLE.isdisjoint(words):
        _settle_capitals(words, looks, acronyms)
    return looks


def _find_toneless(words: Sequence[str], looks: list[str]) -> None:
    """Find rows of syllables without tones, one of them spelt as no other language spells, in place.

    Of short ones (wo, ni, hao) any may be a word of another language: so many in a row are not.
    """
    at = 0
    for could, row in groupby(_syllables(words, looks)):
        end = at + len(list(row))
        if could and TONELESS in looks[at:end]:
            telling = sum(word not in FUNCTION_WORDS["en"] for word in words[at:end])
            if telling >= _TELLING and 2 * telling >= end - at:
                looks[at:end] = [PINYIN] * (end - at)
        at = end


def _syllables(words: Sequence[str], looks: Sequence[str]) -> list[bool]:
    """Which words are syllables of Mandarin without tones, in small letters."""
    return [
        look in {WORD, TONELESS} and word.islower() and pinyin.could_be_word(word)
        for word, look in zip(words, looks, strict=True)
    ]


def _spread_pinyin(words: Sequence[str], looks: list[str]) -> None:
    """Spread pinyin from words that are nothing else to neighbours that could be, in place."""
    if PINYIN not in looks:
        numbered = [one == TONED and word.isascii() for word, one in zip(words, looks, strict=True)]
        if not any(first and second for first, second in pairwise(numbered)):
            return
        looks[:] = [PINYIN if digits else one for digits, one in zip(numbered, looks, strict=True)]
    for order in (range(1, len(looks)), range(len(looks) - 2, -1, -1)):
        for i in order:
            if looks[i] == TONED and looks[i - order.step] == PINYIN:
                looks[i] = PINYIN
    for i, word in enumerate(words):
        before = i > 0 and looks[i - 1] == PINYIN
        after = i + 1 < len(looks) and looks[i + 1] == PINYIN
        if looks[i] == WORD and (
            (before and pinyin.is_particle(word)) or (before and after and pinyin.could_be(word))
        ):
            looks[i] = PINYIN


def _settle_capitals(words: Sequence[str], looks: list[str], acronyms: bool) -> None:
    shouted, known_to = False, 0  # whether the last row of words in capitals is shouted, and where it ends
    for i, word in enumerate(words):
        if looks[i] != CAPITALS and word not in PRONOUN_OR_ARTICLE:
            continue
        if i >= known_to:
            shouted, known_to = _is_shouted(words, i)
        if looks[i] == CAPITALS:
            looks[i] = WORD if shouted or not acronyms else CAPITALS
        elif acronyms and not shouted and _stands_alone(looks, i):
            looks[i] = CAPITALS


def _is_shouted(words: Sequence[str], i: int) -> tuple[bool, int]:
    """Whether a word stands in a row in capitals that is shouted, and where what holds for it ends.

    THIS IS GREAT is a sentence, AI UX a row of acronyms.
    """
    start = end = i
    while start and words[start - 1].isupper():
        start -= 1
    while end < len(words) and words[end].isupper():
        end += 1
    if end == i:
        return False, i + 1
    return end - start > 1 and any(word.lower() in _SHOUTED for word in words[start:end]), end


def _stands_alone(looks: list[str], i: int) -> bool:
    return WORD not in looks[max(0, i - 1) : i] and WORD not in looks[i + 1 : i + 2]
