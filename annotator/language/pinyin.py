"""Is a Latin word Mandarin written in pinyin with tone marks (wǒ, nǐ hǎo, Zhōngguó) or tone digits (ni3)?"""

from __future__ import annotations

import re
import unicodedata

_INITIALS = "zh|ch|sh|b|p|m|f|d|t|n|l|g|k|h|j|q|x|r|z|c|s|y|w|"
_FINALS = (
    "iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|er|in|un|vn|"
    "ia|ie|iu|io|ua|uo|ui|ue|ve|a|o|e|i|u|v"
)
_SYLLABLE = f"(?:{_INITIALS})(?:{_FINALS})"
_WORD = re.compile(f"(?:{_SYLLABLE})(?:'?{_SYLLABLE}){{0,5}}r?")
_NUMBERED = re.compile(f"(?:{_SYLLABLE})[1-5](?:{_SYLLABLE}[1-5]){{0,5}}")
_TONES = {"\u0304", "\u0301", "\u030c", "\u0300"}
# Acute and grave accents are everywhere in Europe; macron and caron on a vowel are not.
_TELLING = re.compile("[\u0304\u030c]")

# Languages that write macrons or carons on vowels themselves: declare one of them and pinyin is not looked for.
OWN_MACRONS = frozenset({"cs", "lv", "lt", "mi", "haw", "la", "sk", "sm", "to", "yo", "liv", "rom"})


def _plain(word: str) -> tuple[str, str] | None:
    """The letters without tone marks, and the marks; None where other marks or letters occur."""
    letters, marks = [], []
    for character in unicodedata.normalize("NFD", word.lower().replace("’", "'")):
        if character in _TONES:
            marks.append(character)
        elif character == "\u0308" and letters and letters[-1] == "u":
            letters[-1] = "v"
        elif character.isascii():
            letters.append(character)
        else:
            return None
    return "".join(letters), "".join(marks)


def is_pinyin(word: str) -> bool:
    """Whether the word is made of syllables of Mandarin and one of them has a macron or caron, or all have digits."""
    return toned(word) and (word[-1].isdigit() or bool(_TELLING.search((_plain(word) or ("", ""))[1])))


def toned(word: str) -> bool:
    """Whether the word could be pinyin with any tone mark or digit; its neighbours must decide."""
    if len(word) > 40:
        return False
    plain = _plain(word)
    if plain is None:
        return False
    letters, marks = plain
    if marks:
        return _WORD.fullmatch(letters) is not None and letters[0] not in "iuv"
    return _NUMBERED.fullmatch(letters) is not None


def could_be(word: str) -> bool:
    """Whether the word could be an unmarked syllable of Mandarin (ma, de, le) between marked ones."""
    return len(word) <= 40 and word.isascii() and re.fullmatch(_SYLLABLE, word.lower()) is not None
