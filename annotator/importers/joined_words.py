"""Words that came apart to text again: blanks where a script has them, none before a closing sign."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Scripts that are written without blanks between words; Korean has them.
_SOLID = (
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
    "BOPOMOFO",
    "FULLWIDTH",
    "IDEOGRAPHIC",
)
_CLOSING = frozenset(".,;:!?%)]}…’”»，。！？、；：」』）】》〉·．")
_OPENING = frozenset("([{“‘«¿¡「『（【《〈")
_TAIL = re.compile(r"(?:n't|n’t|['’](?:s|m|re|ve|ll|d|t|em|S|M|RE|VE|LL|D|T))\Z")


def solid(char: str) -> bool:
    """Whether a character is of a script without blanks between words."""
    return not char.isascii() and unicodedata.name(char, "").startswith(_SOLID)


def join_words(words: Iterable[str]) -> str:
    """Words and signs as one text. Words that bring their own blanks are put together as they are."""
    parts = [word for word in words if word]
    if any(part[0].isspace() for part in parts[1:]) or any(part[-1].isspace() for part in parts[:-1]):
        return "".join(parts).strip()
    return places_of_words(parts)[0]


def places_of_words(words: Iterable[str]) -> tuple[str, list[int]]:
    """Words without blanks of their own as one text, and where in it each begins."""
    text: list[str] = []
    places: list[int] = []
    at, last = 0, ""
    for word in words:
        if last and not _close(last, word):
            text.append(" ")
            at += 1
        places.append(at)
        text.append(word)
        at += len(word)
        last = word
    return "".join(text), places


def _close(before: str, after: str) -> bool:
    """Whether no blank stands between two words."""
    if after[0] in _CLOSING or before[-1] in _OPENING or _TAIL.fullmatch(after):
        return True
    if solid(before[-1]):
        return solid(after[0]) or not (before[-1].isalnum() and after[0].isalnum())
    return solid(after[0]) and not before[-1].isalnum() and not before[-1].isascii()
