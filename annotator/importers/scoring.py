"""How much a decoded text looks like text of the languages its encoding was made for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise

from annotator.importers import frequent

_CHARACTERS = {
    "simplified": frequent.SIMPLIFIED,
    "traditional": frequent.TRADITIONAL,
    "japanese": frequent.JAPANESE,
    "korean": frequent.KOREAN,
}
EAST_ASIAN_LOOKS = tuple(_CHARACTERS)
_TYPOGRAPHY = frozenset(frequent.TYPOGRAPHY)
_EAST_ASIAN_TYPOGRAPHY = frozenset(frequent.EAST_ASIAN_TYPOGRAPHY)
_HALF_KANA = (0xFF61, 0xFF9F)
_ALPHABETS = frozenset(("greek", "cyrillic", "hebrew", "arabic", "thai"))
_WORD = re.compile(r"[^\W\d_]+")
_SIGN_INSIDE = re.compile(r"[^\W\d_][^\w\s\x00-\x7f’‘'·\xad—–…\u0300-\u036f][^\W\d_]")
_OPENED = re.compile(r"(?<!\w)[¿¡]\w")  # Spanish: before a question or an exclamation
_APOSTROPHE = re.compile(r"(?<=[a-zA-Z])’(?=[a-z])")


def east_asian_score(text: str, looks: str) -> float:
    """From 0 to 1: the share of non-ASCII characters that are frequent ones, less what is odd."""
    frequent_ones = _CHARACTERS[looks]
    total = points = 0.0
    for char, count in Counter(text).items():
        code = ord(char)
        if code < 0x80:
            continue
        total += count
        points += count * _east_asian_points(char, code, looks, frequent_ones)
    return max(0.0, points / total) if total else 0.0


def _east_asian_points(char: str, code: int, looks: str, frequent_ones: frozenset[str]) -> float:  # noqa: PLR0911 - a table of cases
    if char in _EAST_ASIAN_TYPOGRAPHY:
        return 0.8
    if looks == "japanese" and frequent.KANA[0] <= code <= frequent.KANA[1]:
        return 1.0
    if char in frequent_ones:
        return 1.0
    if looks == "korean" and frequent.HANGUL[0] <= code <= frequent.HANGUL[1]:
        return 0.55
    if 0x4E00 <= code <= 0x9FFF:
        return 0.0 if looks == "korean" else 0.35
    if (
        char == "\ufffd"
        or _HALF_KANA[0] <= code <= _HALF_KANA[1]
        or unicodedata.category(char) in ("Cc", "Co", "Cn")
    ):
        return -3.0
    return -0.3


def single_byte_score(text: str, looks: str) -> float:
    """From 0 to 1: how natural the words with non-ASCII letters are, less what is odd.

    Of the languages of a code page the one that fits best counts: a text with letters of Polish
    here and of Czech there is in neither.
    """
    words = {word: count for word, count in Counter(_WORD.findall(text)).items() if not word.isascii()}
    signs = {char: count for char, count in Counter(text).items() if not (char.isascii() or char.isalpha())}
    total = sum(signs.values()) + sum(_foreign(word) * count for word, count in words.items())
    if not total:
        return 0.0
    points = sum(_sign_points(char) * count for char, count in signs.items())
    points -= 1.5 * len(_SIGN_INSIDE.findall(text))
    points += 0.3 * len(_OPENED.findall(text)) + 0.25 * len(_APOSTROPHE.findall(text))
    common = frequent.COMMON.get(looks, "")
    alphabet = looks in _ALPHABETS
    best = max(
        sum(
            _word_points(word, frozenset(letters), common, alphabet=alphabet) * n for word, n in words.items()
        )
        for letters in frequent.LETTERS[looks]
    )
    return max(0.0, min(1.0, (points + best) / total))


def _foreign(word: str) -> int:
    return sum(not char.isascii() for char in word)


def _word_points(word: str, letters: frozenset[str], common: str, *, alphabet: bool) -> float:
    foreign = [char for char in word if not char.isascii()]
    points = 0.0
    for char in foreign:
        lower = char.lower()
        if lower not in letters:
            points -= 1.0
        elif common:
            points += 1.0 - 0.9 * max(0, common.find(lower) if lower in common else len(common)) / len(common)
        else:
            points += 0.9 if alphabet else 0.85
    if alphabet and len(foreign) < len(word):  # one word in two scripts
        points -= 0.7 * len(foreign)
    if (
        not alphabet and len(word) == 1 and word not in "àáâéèíóôúyÀÁÉÈÍÓôåöøæ"
    ):  # a word of one letter is rare
        points -= 1.0
    upper_inside = sum(a.islower() and b.isupper() for a, b in pairwise(word))
    points -= 1.5 * upper_inside
    if len(word) > 1 and word[0].islower() and word[1:].isupper():
        points -= len(foreign)
    if not alphabet and len(foreign) == len(word) > 1:  # Latin words have plain letters, too
        points -= 0.8 * len(foreign)
    return points


def _sign_points(char: str) -> float:
    if char in _TYPOGRAPHY:
        return 0.6
    if char in "¿¡":
        return 0.5
    if char == "\ufffd":
        return -4.0
    return -3.0 if unicodedata.category(char) in ("Cc", "Cn", "Co") else -0.8
