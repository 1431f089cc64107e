"""Code points to scripts: one compiled pattern that cuts a text into words and runs of one script."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

HAN = "\u3005-\u3007\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7ff"
LATIN = (
    r"A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1d00-\u1d7f\u1e00-\u1eff"
    r"\u2c60-\u2c7f\ua722-\ua7ff\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7cb"
)
MARKS = r"\u0300-\u036f"

# script: (usual language, code points of its letters, signs and joiners). As escapes, because
# editors normalise or reorder some of these characters.
OTHER_SCRIPTS: dict[str, tuple[str, str]] = {
    "Grek": ("el", r"\u0370-\u037d\u037f-\u03ff\u1f00-\u1fff"),
    "Cyrl": ("ru", r"\u0400-\u052f\u1c80-\u1c88\u2de0-\u2dff\ua640-\ua69f"),
    "Armn": ("hy", r"\u0531-\u0588"),
    "Hebr": ("he", r"\u0591-\u05f4\ufb1d-\ufb4f"),
    "Arab": (
        "ar",
        r"\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdc7\ufdf0-\ufdfb\ufe70-\ufefc",
    ),
    "Deva": ("hi", r"\u0900-\u0963\u0971-\u097f\ua8e0-\ua8ff"),
    "Beng": ("bn", r"\u0980-\u09e3\u09f0\u09f1\u09fe"),
    "Guru": ("pa", r"\u0a01-\u0a5e\u0a70-\u0a75"),
    "Gujr": ("gu", r"\u0a81-\u0ae3\u0af9-\u0aff"),
    "Taml": ("ta", r"\u0b82-\u0bd7"),
    "Telu": ("te", r"\u0c00-\u0c63"),
    "Knda": ("kn", r"\u0c80-\u0ce3"),
    "Mlym": ("ml", r"\u0d00-\u0d63\u0d7a-\u0d7f"),
    "Sinh": ("si", r"\u0d81-\u0ddf"),
    "Thai": ("th", r"\u0e01-\u0e3a\u0e40-\u0e4e"),
    "Laoo": ("lo", r"\u0e81-\u0ecd\u0edc-\u0edf"),
    "Tibt": ("bo", r"\u0f00\u0f40-\u0fbc"),
    "Mymr": ("my", r"\u1000-\u103f\u1050-\u109f"),
    "Geor": ("ka", r"\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2d"),
    "Ethi": ("am", r"\u1200-\u135f\u1380-\u139f"),
    "Khmr": ("km", r"\u1780-\u17d3"),
    "Mong": ("mn", r"\u1820-\u18aa"),
    "Bopo": ("zh", r"\u3105-\u312f\u31a0-\u31bf"),
}

# Scripts written without spaces, for which no segmenter ships: each run counts as one word.
UNSPACED = frozenset({"ja", "th", "lo", "km", "my", "bo"})

GROUP_HAN, GROUP_LATIN, GROUP_KANA, GROUP_HANGUL, GROUP_NUMBER, GROUP_OTHER = 1, 2, 3, 4, 5, 6

_WORD_END = f"[{LATIN}{MARKS}0-9０-９]*"
_TONES = r"\u02ca\u02cb\u02c7\u02d9"  # of Bopomofo
_HYPHENS = r"'’\u02bc＇\u2010\u2011-"
_LATIN_REST = f"{_WORD_END}(?:[{_HYPHENS}][{LATIN}]{_WORD_END})*"
_LATIN_WORD = f"[{LATIN}]{_LATIN_REST}"
# Neighbouring words are one match: a turn in English is then a handful of matches, not a hundred.
_MORE_LATIN_WORDS = f"(?:[ ,'’-]{{1,3}}{_LATIN_WORD})*"
_NUMBER_REST = rf"\d*(?:[.,:/]\d+)*(?:(?:st|nd|rd|th|[A-Za-zＡ-Ｚａ-ｚ]{{1,2}})(?![{LATIN}]))?"
_OTHERS = "|".join(f"(?<=[{letters}])[{letters}{MARKS}{_TONES}]*" for _, letters in OTHER_SCRIPTS.values())
_ANY_OTHER = "".join(letters for _, letters in OTHER_SCRIPTS.values())
_UNLISTED = r"[^\W\d_\u02b0-\u02ff]"

WORD = re.compile(_LATIN_WORD)
# What may stand within a word or between two, where it is not between two letters.
_LOOSE = re.compile("['’-](?:[ ,'’-]|(?<=[ ,].))")


def has_loose_signs(text: str) -> bool:
    """Whether such signs are anywhere; of a text without them no run of words has any."""
    return _LOOSE.search(text) is not None


def latin_words(run: str) -> list[str]:
    """The words of a run of neighbouring Latin words, as ``WORD`` finds them."""
    # Most runs have nothing but blanks and commas between words: cutting there is four times as fast.
    return WORD.findall(run) if _LOOSE.search(run) else run.replace(",", " ").split()


@lru_cache(maxsize=1)
def scan_pattern() -> re.Pattern[str]:
    """The pattern that finds runs of Han, neighbouring Latin words, and so on; its group says which.

    The group holds what follows the first character. Compiled on first use: that takes longer than
    importing all the rest of this package.
    """
    # All that can begin a run is one class in front: signs and blanks are then passed over at once,
    # where each alternative would look at them.
    return re.compile(
        rf"[\w{HAN}{LATIN}{KANA}{HANGUL}{_ANY_OTHER}]"
        rf"(?:(?<=[{HAN}])([{HAN}]*)|(?<=[{LATIN}])({_LATIN_REST}{_MORE_LATIN_WORDS})"
        rf"|(?<=[{KANA}])([{KANA}]*)|(?<=[{HANGUL}])([{HANGUL}]*)|(?<=\d)({_NUMBER_REST})"
        rf"|({_OTHERS}|(?<={_UNLISTED}){_UNLISTED}*))"
    )


def _ranges() -> tuple[list[int], list[tuple[int, str]]]:
    found: list[tuple[int, int, str]] = []
    for script, (_, letters) in OTHER_SCRIPTS.items():
        for low, high in re.findall(r"\\u(....)(?:-\\u(....))?", letters):
            found.append((int(low, 16), int(high or low, 16), script))
    found.sort()
    return [low for low, _, _ in found], [(high, script) for _, high, script in found]


_STARTS, _ENDS = _ranges()


def other_script(character: str) -> str:
    """ISO 15924 code of a letter that is neither Han, Latin, kana nor Hangul; ``Zzzz`` if unknown."""
    index = bisect_right(_STARTS, ord(character)) - 1
    if index >= 0 and ord(character) <= _ENDS[index][0]:
        return _ENDS[index][1]
    return "Zzzz"
