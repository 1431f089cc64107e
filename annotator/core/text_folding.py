"""When texts count as the same: what those have in common that differ in width, case, or spacing.

:func:`folded` is for names that must not look alike, :func:`loosely` for what a person types to find
something, and :func:`fold` for a search in texts, which keeps the way back to the text's own characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

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
# What stands in nearly every Chinese text and would send it the slow way.
_WIDE = tuple((char, plain(char)) for char in "，？！：；（）～…\u3000")
_HAN = re.compile("[\u3400-\u9fff]+")
# Where characters lie that NFKC changes when they stand alone: none of the large blocks of Han and Hangul.
_CHANGING = ((0, 0x3400), (0xA000, 0xAC00), (0xF900, 0x20000), (0x2F800, 0x2FA20))


def fold(text: str) -> str:
    """What texts have in common that differ in width, case, or in how an accent is written.

    Unicode NFKC and case folding, character by character (a base character with its combining marks
    counts as one), so that every folded character comes from a place in the text.
    """
    if text.isascii():
        return text.lower()
    if _HAS_MARK.search(text) is None:
        narrow = text
        for wide, found in _WIDE:
            narrow = narrow.replace(wide, found)
        # What is NFKC as a whole is so in each character, and case folding looks at no neighbours.
        return narrow.casefold() if unicodedata.is_normalized("NFKC", narrow) else text.translate(_FOLDED)
    return "".join(plain(piece) for piece in _CLUSTER.findall(text))


def fold_with_places(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The folded text, and for each of its characters where what it came from begins and ends."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    if _HAS_MARK.search(text) is None:
        whole = fold(text)
        if len(whole) == len(text):
            # No character is folded to none, so each has become one.
            return unmoved(whole)
        for at, char in enumerate(text):
            size = len(_FOLDED[ord(char)])
            starts += [at] * size
            ends += [at + 1] * size
        return whole, starts, ends
    for match in _CLUSTER.finditer(text):
        piece = plain(match[0])
        folded.append(piece)
        starts += [match.start()] * len(piece)
        ends += [match.end()] * len(piece)
    return "".join(folded), starts, ends


def unmoved(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """What :func:`fold_with_places` says where each character of the folded text is in its own place."""
    return text, range(len(text)), range(1, len(text) + 1)


def finder(needle: str) -> Callable[[str], bool]:
    """Whether a text, folded, holds ``needle``, which is folded: as ``needle in fold(text)``, but faster.

    A character that NFKC leaves alone is folded by its case only. So a text whose lower case does not hold
    the needle need be folded only where one of its characters goes with the one before it, or is another
    form of one in the needle (full width, a ligature, a radical). Han characters know no case, and nothing
    goes with them.
    """
    others = _other_forms(needle)
    if _HAN.fullmatch(needle):
        return lambda text: needle in text or (any(char in text for char in others) and needle in fold(text))
    doubtful = re.compile(f"[{_MARKS}{re.escape(others)}]")
    return lambda text: (
        (needle in text.casefold() or doubtful.search(text) is not None) and needle in fold(text)
    )


@lru_cache(maxsize=32)
def as_it_stands(needle: str) -> Callable[[str], bool]:
    """Whether ``needle``, which is folded, stands just where it does in the folded text, for texts.

    That is so for Han characters where the text has neither another form of one of them nor a character that
    goes with the one before it; it need not be folded then.
    """
    if not _HAN.fullmatch(needle):
        return lambda _: False
    doubtful = re.compile(f"[{_MARKS}{re.escape(_other_forms(needle))}]")
    return lambda text: doubtful.search(text) is None


def _other_forms(needle: str) -> str:
    """Characters that are folded to something with another character in it, one of the needle's."""
    return "".join(sorted({char for part in needle for char in _forms().get(part, ())}))


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, Sequence[str]]:
    """For each folded character the other ones whose NFKC form, folded, has it in it."""
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for low, high in _CHANGING:
        for char in map(chr, range(low, high)):
            if not unicodedata.is_normalized("NFKC", char):
                for part in set(plain(char)):
                    forms[part].append(char)
    return forms
