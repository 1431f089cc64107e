"""When texts count as the same: what those have in common that differ in width, case, or spacing.

:func:`folded` is for names that must not look alike, :func:`loosely` for what a person types to find
something, and :func:`fold` for a search in texts, which keeps the way back to the text's own characters.
"""

from __future__ import annotations

import re
import unicodedata

# Characters that belong to the one before them, where a font and a person see one character.
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f\u3099\u309a"
_HAS_MARK = re.compile(f"[{_MARKS}]")
_CLUSTER = re.compile(f"[^{_MARKS}]?[{_MARKS}]*", re.DOTALL)


class _Folded(dict[int, str]):
    """What each character is folded to, found when it is first met."""

    def __missing__(self, char: int) -> str:
        found = self[char] = plain(chr(char))
        return found


def plain(text: str) -> str:
    """The text without differences of width and case: Unicode NFKC and case folding, as a whole."""
    return unicodedata.normalize("NFKC", text).casefold()


def folded(text: str) -> str:
    """What names that look alike have in common: width, case and outer space apart."""
    return plain(text).strip()


def loosely(text: str) -> str:
    """Text without differences of width, case and spacing: ``ＡＩ  Art`` and ``ai art`` are one."""
    return " ".join(plain(text).split())


_FOLDED = _Folded()


def fold(text: str) -> str:
    """What texts have in common that differ in width, case, or in how an accent is written.

    Unicode NFKC and case folding, character by character (a base character with its combining marks
    counts as one), so that every folded character comes from a place in the text.
    """
    if text.isascii():
        return text.lower()
    if _HAS_MARK.search(text) is None:
        return text.translate(_FOLDED)
    return "".join(plain(piece) for piece in _CLUSTER.findall(text))


def fold_with_places(text: str) -> tuple[str, list[int], list[int]]:
    """The folded text, and for each of its characters where what it came from begins and ends."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(text):
        piece = plain(match[0])
        folded.append(piece)
        starts += [match.start()] * len(piece)
        ends += [match.end()] * len(piece)
    return "".join(folded), starts, ends
