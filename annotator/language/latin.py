"""Latin words: acronyms, laughter, pinyin; everything else is a word of the run's language."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import lru_cache

from annotator.language import pinyin
from annotator.language.function_words import FUNCTION_WORDS

_ACRONYM = re.compile(r"[A-Z]{1,5}s?\d*")
_LAUGHTER = re.compile(r"([a-z])\1{2,}|\d+", re.IGNORECASE)
# Function words that in capitals could be an acronym (IT, US, AM) or a name of a plan, a vitamin, a grade.
_AMBIGUOUS = frozenset({"a", "i", "it", "us", "am", "may", "or", "as", "is"} - {"is"})
_SHOUTED = FUNCTION_WORDS["en"] - _AMBIGUOUS


class Kind(Enum):
    """What a Latin word is by its own looks."""

    WORD = "word"
    CAPITALS = "capitals"  # an acronym, unless its neighbours shout
    TONED = "toned"  # could be pinyin
    PINYIN = "pinyin"
    SYMBOL = "symbol"  # hhh, zzz


@lru_cache(maxsize=1 << 16)
def kind(word: str) -> Kind:
    """What one Latin word looks like, without its neighbours. Full-width letters count as plain ones."""
    if not word.isascii():
        folded = unicodedata.normalize("NFKC", word)
        if folded.isascii():
            return kind(folded)
        if pinyin.is_pinyin(word):
            return Kind.PINYIN
        return Kind.TONED if pinyin.toned(word) else Kind.WORD
    if _ACRONYM.fullmatch(word):
        return Kind.CAPITALS
    if word[-1].isdigit() and pinyin.is_pinyin(word):
        return Kind.TONED
    return Kind.SYMBOL if _LAUGHTER.fullmatch(word) else Kind.WORD


def shouted(words: list[str]) -> bool:
    """Whether neighbouring words in capitals are a sentence (THIS IS GREAT), not a row of acronyms."""
    return len(words) > 1 and any(word.lower() in _SHOUTED for word in words)
