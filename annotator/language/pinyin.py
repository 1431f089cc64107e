"""Is a Latin word Mandarin written in pinyin, with tone marks (wǒ, nǐ hǎo, Zhōngguó) or tone digits (ni3)?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The syllables of Standard Mandarin: initials and the finals each may take. ü is v.
_SYLLABLES = {
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng ong i ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan v ve",
    "l": "a e o ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ve",
    "[gkh]": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "[jqx]": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "[zcs]h": "a e i ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "r": "e i ao ou an en ang eng ong u uo ui uan un",
    "[zcs]": "a e i ai ei ao ou an en ang eng ong u uo ui uan un",
    "y": "a e ao ou an ang i in ing ong u ue uan un",
    "w": "a o ai ei an en ang eng u",
    "": "a o e ai ei ao ou an en ang er",
}
_SYLLABLE = "|".join(
    f"{initial}(?:{'|'.join(sorted(finals.split(), key=len, reverse=True))})"
    for initial, finals in _SYLLABLES.items()
)
_SYLLABLE = f"(?:{_SYLLABLE})"
_WORD = re.compile(f"{_SYLLABLE}(?:'?{_SYLLABLE}){{0,5}}r?")
_NUMBERED = re.compile(f"(?:{_SYLLABLE}[1-5]){{1,6}}")
_ONE = re.compile(_SYLLABLE)
_TONES = frozenset("\u0304\u0301\u030c\u0300")
# Acute and grave accents are everywhere in Europe; macron and caron on a vowel are not.
_TELLING = frozenset("\u0304\u030c")
_FOREIGN = re.compile("v|zh|x[iu]|q(?!u)")  # what European words with tone marks lack; v is ü
_PARTICLES = frozenset({"ma", "ne", "ba", "de", "le", "zi", "men", "ge", "zhe"})
# French words that could be pinyin by their spelling.
_FRENCH = frozenset({"à", "é", "là", "né", "née", "résumé", "resumé"})
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
    if len(word) > _LONGEST or word.lower() in _FRENCH:
        return False, False
    letters, marks = _without_tones(word)
    if marks:
        could = _WORD.fullmatch(letters) is not None
        return could, could and (not marks.isdisjoint(_TELLING) or _FOREIGN.search(letters) is not None)
    return _NUMBERED.fullmatch(letters) is not None, False


def is_pinyin(word: str) -> bool:
    """Whether the word is made of syllables of Mandarin, with tone marks that only pinyin has."""
    return _reading(word)[1]


def is_toned(word: str) -> bool:
    """Whether the word could be pinyin with some tone mark or digit, so that its neighbours must decide."""
    return _reading(word)[0]


def could_be_word(word: str) -> bool:
    """Whether the word is made of syllables of Mandarin, none of which has a tone."""
    return word.isascii() and len(word) <= _LONGEST and _WORD.fullmatch(word) is not None


def is_spelt_so(word: str) -> bool:
    """Whether such a word is spelt as words of European languages are not: xiang, zhong, qi."""
    return could_be_word(word) and _FOREIGN.search(word) is not None


def is_particle(word: str) -> bool:
    """Whether the word is a syllable that goes without a tone at the end of a phrase (nǐ hǎo ma)."""
    return word in _PARTICLES


def could_be(word: str) -> bool:
    """Whether the word could be a syllable without a tone between two that have one."""
    return len(word) <= _LONGEST and _ONE.fullmatch(word.lower()) is not None
