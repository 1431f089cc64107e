"""How unlikely a decoded text is in the languages its encoding was made for.

A text costs the sum of what its parts cost: letters after letters from counted pairs, East
Asian characters from their rank, signs and accidents from small tables. The unit is nats, the
negative logarithm of a probability, so texts that different encodings make of the same bytes
can be compared: the encoding whose text costs least is the likeliest.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise, repeat
from string import ascii_lowercase, digits
from typing import Any

from annotator.core.cycle_pause import no_collection
from annotator.core.resources import resource
from annotator.plausibility import everyday_words, frequent_characters

LANGUAGES: dict[str, tuple[str, ...]] = {
    "western": ("en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "is", "ca"),
    "central": ("en", "pl", "cs", "sk", "hu", "ro", "hr", "sl", "de"),
    "turkish": ("tr",),
    "baltic": ("lt", "lv", "et"),
    "vietnamese": ("vi",),
    "cyrillic": ("ru", "uk", "bg", "sr", "mk", "be"),
    "greek": ("el",),
    "hebrew": ("he",),
    "arabic": ("ar", "fa"),
    "thai": ("th",),
}

# Looks: the frequent characters, and a charset with the lead byte where its rare ones begin.
_CHARACTERS = {
    "simplified": (frequent_characters.SIMPLIFIED, "gb2312", 0xD8),
    "traditional": (frequent_characters.TRADITIONAL, "big5", 0xC9),
    "japanese": (frequent_characters.JAPANESE, "euc_jp", 0xD0),
    "korean": (frequent_characters.KOREAN, "euc_kr", 0xCA),
}
EAST_ASIAN_LOOKS = tuple(_CHARACTERS)
ALL_LOOKS = (*EAST_ASIAN_LOOKS, *LANGUAGES)
_RANKS = {
    look: {c: r for r, c in enumerate(dict.fromkeys(chars))} for look, (chars, _, _) in _CHARACTERS.items()
}

_MARKS = "\u0300-\u036f\u05b0-\u05bd\u05bf\u05c1\u05c2\u064b-\u0655\u0e31-\u0e4e"
_COMBINING = frozenset(map(chr, range(0x300, 0x370)))
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")
_ASCII_WORD = re.compile(r"[A-Za-z]+")
_ASCII_SIGN = re.compile(r"[@\[\\\]^_`{|}~]")  # bytes that can be the second half of a character
_INSIDE = re.compile(r"[^\W\d_][^\w\s\x00-\x7f’‘'·\xad—–…\u0300-\u036f\u0e31-\u0e4e][^\W\d_]")

_FREQUENT_WORD = 4.5
STRANGER = 11.0  # a letter that the language does not use
_CASE = 5.0  # a capital behind a small letter
_SIGN_INSIDE = 4.0  # a sign between two letters, on top of its own cost
ASCII_SIGN_COST = 2.5
_COMMON_SIGN, _SIGN, _ODD_SIGN, _ACCIDENT = 4.0, 6.5, 9.5, 16.0
_ONE_CHARACTER = 2  # bytes of a character under the charsets above
_KANA, _LEVEL_1, _LEVEL_2, _BEYOND = 4.2, 10.5, 13.0, 15.0
_WORDS = {
    language: frozenset(f"{frequent_characters.WORDS.get(language, '')} {words}".split())
    for language, words in (frequent_characters.WORDS | everyday_words.WORDS).items()
}
_COMMON_SIGNS = frozenset(frequent_characters.COMMON_SIGNS)
_SIGNS = frozenset(frequent_characters.SIGNS)
_EAST_ASIAN_SIGNS = frozenset(frequent_characters.EAST_ASIAN_SIGNS)


def text_cost(text: str, looks: str) -> float:
    """The cost in nats of a text that should look like this, at least 0; the best of its languages counts."""
    if looks in _CHARACTERS:
        return _east_asian_cost(text, looks)
    words = Counter(_WORD.findall(text))
    plain = {word: n for word, n in words.items() if word.isascii()}
    english = {word: word_cost(word, "en") for word in plain}
    signs = sum(n * sign_cost(char) for char, n in Counter(_WORD.sub(" ", text)).items())
    signs += _SIGN_INSIDE * len(_INSIDE.findall(text)) + ASCII_SIGN_COST * len(_ASCII_SIGN.findall(text))
    best = math.inf
    for language in LANGUAGES[looks]:
        cost = sum(n * min(english[word], word_cost(word, language)) for word, n in plain.items())
        cost += sum(n * word_cost(word, language) for word, n in words.items() if word not in plain)
        best = min(best, cost)
    return best + signs


def is_frequent(word: str, language: str) -> bool:
    """Whether a word, in small letters, is one that every conversation in the language has."""
    return word in _WORDS.get(language, ())


def pair_cost(first: str, second: str, language: str) -> float:
    """The cost in nats of a letter behind another one; what is no letter begins or ends a word."""
    a, b = (char.lower() if char.isalpha() or char in _COMBINING else " " for char in (first, second))
    return 0.0 if a == b == " " else _pairs(language).get((a, b), STRANGER)


@cache
def _pairs(language: str) -> dict[tuple[str, str], float]:
    table = _table()
    rows = table["languages"][language]
    letters = rows["letters"]
    costs = {digit: int(digit, 36) * table["unit"] for digit in digits + ascii_lowercase}
    pairs: dict[tuple[str, str], float] = {}
    with no_collection():  # in the middle of a paint, perhaps
        for first, written in rows["costs"].items():
            pairs.update(zip(zip(repeat(first), letters), map(costs.__getitem__, written), strict=True))
    return pairs


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        resource("encodings", "letter_pairs.json").read_text(encoding="utf-8")
    )
    return loaded


@lru_cache(maxsize=50_000)
def word_cost(word: str, language: str) -> float:
    """The cost in nats of a word of letters in one of the languages."""
    small = word.lower().replace("i\u0307", "i")
    if small in _WORDS.get(language, ()):
        return _FREQUENT_WORD
    pairs = _pairs(language)
    cost = sum(pairs.get(pair, STRANGER) for pair in pairwise(f" {small} "))
    if not (word.islower() or word.isupper()):
        cost += _CASE * sum(a.islower() and b.isupper() for a, b in pairwise(word))
    return cost


def sign_cost(char: str) -> float:
    """The cost in nats of a sign; those of ASCII are free."""
    if char.isascii():
        return 0.0
    if char in _COMMON_SIGNS:
        return _COMMON_SIGN
    if char in _SIGNS:
        return _SIGN
    if char == "\ufffd" or unicodedata.category(char) in {"Cc", "Cn", "Co", "Mn"}:  # marks on nothing, too
        return _ACCIDENT
    return _ODD_SIGN


def _east_asian_cost(text: str, looks: str) -> float:
    cost = sum(n * word_cost(word, "en") for word, n in Counter(_ASCII_WORD.findall(text)).items())
    cost += ASCII_SIGN_COST * len(_ASCII_SIGN.findall(text))
    for char, n in Counter(text).items():
        if not char.isascii():
            cost += n * character_cost(char, looks)
    return cost


def _rank_cost(char: str, looks: str) -> float:
    """The cost of a character of a script by where its charset has it."""
    _, charset, rare = _CHARACTERS[looks]
    encoded = char.encode(charset, errors="ignore")
    if len(encoded) != _ONE_CHARACTER:  # Python spells out syllables that Korean does without
        return _BEYOND
    return _LEVEL_1 if encoded[0] < rare else _LEVEL_2


def character_cost(char: str, looks: str) -> float:
    """The cost in nats of a character in East Asian text that looks like this."""
    rank = _RANKS[looks].get(char)
    if rank is not None or char in _EAST_ASIAN_SIGNS:
        return _COMMON_SIGN if rank is None else 2.2 + math.log(rank + 8)
    code = ord(char)
    if frequent_characters.KANA[0] <= code <= frequent_characters.KANA[1]:
        return _KANA + 1 if looks == "japanese" else _LEVEL_2
    hangul = frequent_characters.HANGUL[0] <= code <= frequent_characters.HANGUL[1]
    if hangul or 0x4E00 <= code <= 0x9FFF:
        return _rank_cost(char, looks) if hangul == (looks == "korean") else _BEYOND
    if char == "\ufffd" or 0xFF61 <= code <= 0xFF9F or unicodedata.category(char) in {"Cc", "Cn", "Co"}:
        return _ACCIDENT
    return _ODD_SIGN
