"""Reads a text as misread UTF-8 under one code page: which characters belong together as bytes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from annotator.repair.code_pages import MARKERS, CodePage, KnownUnit, UnitKind, needs, page, unit_pattern

#: Letters for sounds, marks, and scripts that are seldom met: what signs give that pair by chance.
RARE = re.compile("[\u0180-\u019f\u01a2-\u01ae\u01b1-\u0217\u021c-\u036f\u0700-\u08ff\u2800-\u28ff]")
#: Signs that stand for continuation bytes but are common in clean text too.
_EVERYDAY = frozenset("‘’‚‛“”„–—…•·°§©®™€£¥«»¡¿±½¼¾²³µºª \u00a0")

#: How much a unit speaks for the page. A lone lead is what clean accented text is made of.
_WEIGHTS = {("intact", 1): 2.0, ("intact", 2): 4.0, ("intact", 3): 6.0}
_LOSSY, _LONE, _ORPHAN, _EVERYDAY_ORPHAN = 0.5, -1.5, -2.0, -0.5
#: Small Cyrillic letters are as much part of a word of some language, whatever bytes they stand for.
_PART_OF_A_WORD = re.compile("[\u0430-\u045f]+")
#: A question mark within a word, as no writer puts it: it stands for a byte.
_REPLACED = re.compile(r"\?[^\W\d_]")
#: Two small letters, none of which is part of what was misread itself.
_SMALL_BESIDE = re.compile("[a-z]{2}")
#: Of so many units a page remembers what they are.
_MOST_KNOWN = 20_000
#: A lone lead where half of all continuation bytes are lost: many characters have lost all of them.
_LONE_IF_MUCH_IS_LOST = -0.25


class MisreadUnit(NamedTuple):
    """Characters ``[start, end)`` of the text that were one character, or remains of one."""

    start: int
    end: int
    kind: UnitKind
    known: bytes  # the bytes that are there, in order, lead first
    decoded: str  # for an intact unit


def units(
    text: str, of: CodePage, start: int = 0, end: int | None = None, pattern: re.Pattern[str] | None = None
) -> Iterator[MisreadUnit]:
    """The units of a stretch of text, in order; characters in no unit are clean under this page.

    ``pattern`` replaces the page's own where markers stand for lost bytes (see ``with_markers``).
    """
    known = of.known
    before = -1
    if len(known) > _MOST_KNOWN:
        known.clear()
    for match in (pattern or of.unit).finditer(text, start, len(text) if end is None else end):
        group = match.group()
        found = known.get(group)
        if found is None:
            found = known[group] = _classified(group, of)
        first, last = match.span()
        # Where one begins at the end of another both share the number: a long text has hundreds of thousands.
        first = before if first == before else first
        kind, data, decoded = found
        yield MisreadUnit(first, last, kind, data, decoded)
        before = last


@cache
def with_markers(name: str, marker: str) -> re.Pattern[str]:
    """Matches the units of the page of that name where ``marker`` may stand for a continuation byte."""
    return unit_pattern(page(name).byte_of, marker)


def _classified(group: str, of: CodePage) -> KnownUnit:
    """The kind of a unit, its bytes, and what it is where it is intact."""
    known = bytes([of.byte_of.get(c, 0) for c in group])
    wanted = needs(known[0])
    if not wanted:
        return "orphan", known, ""
    if len(known) == 1:
        return "lone", known, ""
    if 0 in known or len(known) <= wanted:
        return "lossy", known, ""
    decoded = _decoded(known)
    return "intact" if decoded else "orphan", known, decoded


def _decoded(known: bytes) -> str:
    """The character that those bytes are; "" where they are none, or one that Unicode has not given out."""
    char = known.decode("utf-8", "ignore")
    return char if char and unicodedata.category(char) != "Cn" else ""


def weight(unit: MisreadUnit, text: str, *, much_lost: bool = False) -> float:
    """How much one unit speaks for (positive) or against (negative) its page.

    ``much_lost`` says that under the page so many bytes are lost that lone leads are no surprise.
    """
    if unit.kind == "intact" and _PART_OF_A_WORD.fullmatch(text, unit.start, unit.end):
        return _LONE
    if unit.kind == "intact":
        # Characters so rare say nothing: three letters in the order of an alphabet make one.
        rare = "\u3400" <= unit.decoded <= "\u4dbf"
        return 0.0 if rare else _WEIGHTS["intact", len(unit.known) - 1]
    if unit.kind == "lossy":
        return _LOSSY
    if unit.kind == "lone" and (before_a_marker(unit, text) or is_capital_within(unit, text)):
        return _LOSSY
    if unit.kind == "lone":
        return _LONE_IF_MUCH_IS_LOST if much_lost and not within_a_word(unit, text) else _LONE
    return sum(_EVERYDAY_ORPHAN if c in _EVERYDAY else _ORPHAN for c in text[unit.start : unit.end])


def in_capitals(unit: MisreadUnit, text: str, beside: Iterable[MisreadUnit]) -> bool:
    """Whether a unit ends a word in capitals, or stands in one: then it is a capital with an accent itself.

    Another such capital may stand before it, but no rest of something that was misread.
    """
    before, behind = text[max(0, unit.start - 1) : unit.start], text[unit.end : unit.end + 1]
    two = text[max(0, unit.start - 2) : unit.start]
    word = behind.isupper() or (len(two) == 2 and two.isalpha() and two.isupper())
    if not before.isupper() or not text[unit.start].isupper() or not word:
        return False
    return before.isascii() or any(each.end == unit.start and each.kind == "lone" for each in beside)


def before_a_marker(unit: MisreadUnit, text: str) -> bool:
    """Whether a question mark stands behind a unit within a word, in the place of a byte."""
    return bool(_REPLACED.match(text, unit.end))


def is_capital_within(unit: MisreadUnit, text: str) -> bool:
    """Whether a lone lead is a capital within a word in small letters, as no writer puts it."""
    start = unit.start
    return (
        text[start].isupper()
        and bool(_SMALL_BESIDE.match(text, max(0, start - 2), start))
        and (text[unit.end : unit.end + 1].islower())
    )


def within_a_word(unit: MisreadUnit, text: str) -> bool:
    """Whether a lone lead stands in a Latin word, where it is a letter with an accent."""
    beside = text[max(0, unit.start - 1) : unit.start] + text[unit.end : unit.end + 1]
    return beside.isascii() and any(map(str.isalpha, beside))


def family(lead: int) -> str:
    """What is written with leads like this one: scripts share them, and come in numbers.

    ``0xE3`` to ``0xE9`` is Chinese and Japanese, ``0xEA`` to ``0xED`` Korean; others stand for themselves.
    """
    if needs(lead) == 1:
        return "letters"
    if 0xE3 <= lead <= 0xED:
        return "Chinese" if lead <= 0xE9 else "Korean"
    return f"{lead:02X}"


def script(lead: int) -> str:
    """The script that letters of two bytes with this lead are of; Latin leads are those of signs, too."""
    return next(name for last, name in _SCRIPTS if lead <= last)


#: The last lead of two bytes of each script.
_SCRIPTS = (
    (0xC6, "Latin"),
    (0xCD, "sounds"),
    (0xCF, "Greek"),
    (0xD3, "Cyrillic"),
    (0xD5, "Armenian"),
    (0xD7, "Hebrew"),
    (0xDB, "Arabic"),
    (0xDF, "other"),
)


def scripts(found: Iterable[MisreadUnit]) -> frozenset[str]:
    """The scripts of the letters of two bytes among units of which more than the lead is left."""
    return frozenset(
        script(u.known[0])
        for u in found
        if u.kind != "orphan" and len(u.known) > 1 and needs(u.known[0]) == 1
    )


def families(found: Iterable[MisreadUnit]) -> frozenset[str]:
    """The families of units of which more than the lead is left."""
    return frozenset(family(u.known[0]) for u in found if u.kind != "orphan" and len(u.known) > 1)


#: Runs of what replaced bytes nobody can name.
MARKED = re.compile(f"[{MARKERS}][{MARKERS}]*")
