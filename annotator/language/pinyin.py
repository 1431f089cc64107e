"""Is a Latin word Mandarin written in pinyin, with tone marks (wǒ, nǐ hǎo, Zhōngguó) or tone digits (ni3)?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INITIALS = "zh|ch|sh|b|p|m|f|d|t|n|l|g|k|h|j|q|x|r|z|c|s|y|w|"
_FINALS = (
    "iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|er|in|un|vn|"
    "ia|ie|iu|io|ua|uo|ui|ue|ve|a|o|e|i|u|v"
)
_SYLLABLE = f"(?:{_INITIALS})(?:{_FINALS})"
_WORD = re.compile(f"(?![iuv]){_SYLLABLE}(?:'?{_SYLLABLE}){{0,5}}r?")
_NUMBERED = re.compile(f"(?:{_SYLLABLE}[1-5]){{1,6}}")
_ONE = re.compile(_SYLLABLE)
_TONES = frozenset("\u0304\u0301\u030c\u0300")
# Acute and grave accents are everywhere in Europe; macron and caron on a vowel are not.
_TELLING = frozenset("\u0304\u030c")
_PARTICLES = frozenset({"ma", "ne", "ba", "de", "le", "zi", "men", "ge", "zhe"})
_LONGEST = 40

# Languages that write macrons or carons on vowels themselves: where one of them is declared,
# pinyin is not looked for.
OWN_MACRONS = frozenset({"cs", "lv", "lt", "mi", "haw", "la", "sk", "sm", "to", "yo"})


def _without_tones(word: str) -> tuple[str, frozenset[str]]:
    """The letters with ü as v, and the tone marks; no letters where a mark is not one of pinyin."""
    letters: list[str] = []
    marks: set[str] = set()
    for character in unicodedata.normalize("NFD", word.lower().replace("’", "'")):
        if character in _TONES:
            marks.add(character)
        elif character == "\u0308" and letters and letters[-1] == "u":
            letters[-1] = "v"
        elif character.isascii():
            letters.append(character)
        else:
            return "", frozenset()
    return "".join(letters), frozenset(marks)


@lru_cache(maxsize=4096)
def _reading(word: str) -> tuple[bool, bool]:
    """Whether the word could be pinyin with tones, and whether it can hardly be anything else."""
    if len(word) > _LONGEST:
        return False, False
    letters, marks = _without_tones(word)
    if marks:
        could = _WORD.fullmatch(letters) is not None
        return could, could and not marks.isdisjoint(_TELLING)
    return _NUMBERED.fullmatch(letters) is not None, False


def is_pinyin(word: str) -> bool:
    """Whether the word is made of syllables of Mandarin, one of them with a macron or caron."""
    return _reading(word)[1]


def is_toned(word: str) -> bool:
    """Whether the word could be pinyin with some tone mark or digit, so that its neighbours must decide."""
    return _reading(word)[0]


def is_particle(word: str) -> bool:
    """Whether the word is a syllable that goes without a tone at the end of a phrase (nǐ hǎo ma)."""
    return word in _PARTICLES


def could_be(word: str) -> bool:
    """Whether the word could be a syllable without a tone between two that have one."""
    return len(word) <= _LONGEST and _ONE.fullmatch(word.lower()) is not None
