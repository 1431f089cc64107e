"""How unlikely a text is when nothing is known about its languages, and it may hold several scripts.

Each stretch of one script costs what it costs in the likeliest language of that script; scripts that run into
each other without a space, as misread text has them, cost more. The unit is nats, as in ``cost``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from math import inf

from annotator.plausibility.page_cost import (
    ASCII_SIGN_COST,
    EAST_ASIAN_LOOKS,
    LANGUAGES,
    character_cost,
    sign_cost,
    word_cost,
)

#: The letters of each script with counted pairs, as the inside of a regex class, and its looks.
_SPELT = {
    "latin": (
        "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u0300-\u036f",
        "western central turkish baltic vietnamese",
    ),
    "cyrillic": ("\u0400-\u052f", "cyrillic"),
    "greek": ("\u0370-\u0373\u0376-\u037d\u0386\u0388-\u03ff\u1f00-\u1fff", "greek"),
    "hebrew": ("\u0591-\u05f2\ufb1d-\ufb4f", "hebrew"),
    "arabic": ("\u0620-\u0669\u066e-\u06d3\u06d5-\u06ff\u200c", "arabic"),
    "thai": ("\u0e01-\u0e3a\u0e40-\u0e4e", "thai"),
}
#: Scripts in daily use without counted pairs: what a letter of them costs where others stand beside it.
_LIVING = (
    "\u0531-\u0587\u0900-\u0dff\u0e80-\u0fff\u1000-\u137f\u13a0-\u167f\u1780-\u18af"
    "\u2c00-\u2dff\u2d30-\u2d7f\uab70-\uabbf"
)
_EAST_ASIAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f"
_RUNS = re.compile(
    "|".join(
        [
            *(f"(?P<{name}>[{letters}]+)" for name, (letters, _) in _SPELT.items()),
            f"(?P<east>[{_EAST_ASIAN}]+)",
            f"(?P<living>[{_LIVING}]+)",
            r"(?P<letters>[^\W\d_]+)",
            r"(?P<signs>[^\w\s]+|_)",
        ]
    )
)
_LANGUAGES = {
    name: tuple(dict.fromkeys(language for look in looks.split() for language in LANGUAGES[look]))
    for name, (_, looks) in _SPELT.items()
}
_LETTER, _RARE_LETTER = 5.0, 12.0
#: Letters of one script right behind those of another: sometimes meant, or never.
_CHANGE, _ALIEN = 8.0, 16.0
_BESIDE_EAST_ASIAN = {"latin", "greek", "cyrillic"}
#: No word costs more for each of its letters: it may be one of a language without counted pairs.
_FOREIGN_LETTER = 6.5
_SIGN_BETWEEN_LETTERS = 4.0
_JOINING = frozenset("’‘'·\u00ad—–…-/.:,&@_")
_ASCII_SIGNS = frozenset("@[\\]^_`{|}~")


@lru_cache(maxsize=4_000)
def line_cost(text: str) -> float:
    """What a line costs in nats, at least 0: the less, the more it looks like text people write."""
    words: dict[str, Counter[str]] = {}
    east: list[str] = []
    total = 0.0
    kind_before, end_before = "", -1
    for match in _RUNS.finditer(text):
        kind = match.lastgroup or ""
        run = match.group()
        if kind == "signs":
            total += sum(sign_cost(char) + ASCII_SIGN_COST * (char in _ASCII_SIGNS) for char in run)
            if (
                match.start() == end_before
                and not (run[0] in _JOINING or run[0].isascii())
                and text[match.end() : match.end() + 1].isalpha()
                and kind_before != "east"
            ):
                total += _SIGN_BETWEEN_LETTERS
        elif kind == "east":
            east.append(run)
        elif kind == "living":
            total += _LETTER * len(run)
        elif kind == "letters":
            total += _RARE_LETTER * len(run)
        else:
            words.setdefault(kind, Counter())[run] += 1
        if match.start() == end_before:
            total += _meeting(kind_before, kind)
        kind_before, end_before = kind, match.end()
    total += sum(_spelt(kind, found) for kind, found in words.items())
    return total + (_east_asian(east) if east else 0.0)


@cache
def _meeting(before: str, kind: str) -> float:
    """What it costs that a stretch of one kind stands right behind one of another."""
    kinds = {before, kind}
    if "signs" in kinds:
        return 0.0
    if kinds & {"living", "letters"} or ("east" in kinds and not kinds & _BESIDE_EAST_ASIAN):
        return _ALIEN
    return 0.0 if "east" in kinds else _CHANGE


def _spelt(kind: str, words: Counter[str]) -> float:
    """What words cost in the language in which they cost least."""
    english = {word: word_cost(word, "en") for word in words if word.isascii()}
    if len(english) == len(words):
        return sum(english[word] * count for word, count in words.items())
    most = [
        (word, count, english.get(word, _FOREIGN_LETTER * (len(word) + 1))) for word, count in words.items()
    ]
    best = inf
    for language in _LANGUAGES[kind]:
        total = 0.0
        for word, count, least in most:
            total += count * min(least, word_cost(word, language))
            if total >= best:
                break
        else:
            best = total
    return best


def _east_asian(runs: Iterable[str]) -> float:
    counts = Counter("".join(runs))
    return min(
        sum(count * character_cost(char, look) for char, count in counts.items()) for look in EAST_ASIAN_LOOKS
    )
