"""The code pages under which UTF-8 gets misread, as maps from characters back to bytes.

A page gives each byte 0x80-0xFF a character. Bytes without one are kept as C1 controls by
some programs, dropped by others, and replaced by ``?``, U+FFFD or U+001A by the rest; so a
C1 control always maps to its own byte here, and which bytes were lost is read off the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

#: Names as chains show them, likeliest first: where two pages explain a text equally, the earlier wins.
PAGE_NAMES: tuple[str, ...] = (
    "windows-1252",
    "windows-1254",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1257",
    "windows-1258",
    "windows-1255",
    "windows-1256",
    "windows-874",
    "latin-1",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-9",
    "iso-8859-10",
    "iso-8859-11",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "mac-roman",
    "cp437",
    "cp850",
    "koi8-r",
    "cp866",
)

_CODECS = {"windows-874": "cp874"}

#: What stands where a byte was replaced instead of dropped.
MARKERS = "\ufffd\x1a"
_LOST = "?" + MARKERS

#: Lead bytes of UTF-8 by the number of continuation bytes they ask for.
LEADS: dict[int, range] = {1: range(0xC2, 0xE0), 2: range(0xE0, 0xF0), 3: range(0xF0, 0xF5)}

CONTINUATION = range(0x80, 0xC0)
SOFT_HYPHEN = 0xAD
WIDE_SPACE = 0xA0


UnitKind = Literal["intact", "lossy", "lone", "orphan"]
#: The kind of a unit of misread text, its bytes, and the character that it is where it is intact.
KnownUnit = tuple[UnitKind, bytes, str]


@dataclass(frozen=True, slots=True)
class CodePage:
    """One single-byte code page.

    ``byte_of`` maps every character that stands for a byte 0x80-0xFF to that byte; ``fragile``
    holds the continuation bytes that may have been lost: those without a character of their
    own (or with only a control), and the invisible soft hyphen.
    """

    name: str
    byte_of: dict[str, int]
    fragile: tuple[int, ...]
    tail: str  # every character that stands for a continuation byte, for a regex class
    unit: re.Pattern[str]  # a lead and the continuation characters that follow it, or orphans
    #: What units are under the page, as far as they were met: most are met again.
    known: dict[str, KnownUnit] = field(default_factory=dict, compare=False, repr=False)


def needs(byte: int) -> int:
    """How many continuation bytes a UTF-8 lead byte asks for, 0 where it is none."""
    for count, leads in LEADS.items():
        if byte in leads:
            return count
    return 0


def char_class(characters: str) -> str:
    """The inside of a regex class that matches exactly these characters."""
    return "".join(re.escape(c) for c in sorted(set(characters)))


def unit_pattern(byte_of: dict[str, int], extra: str = "", signs: str = "") -> re.Pattern[str]:
    """Matches a lead with up to as many continuations as it asks for, or continuations without a lead.

    Behind a lead the characters of ``extra`` count as continuations, those of ``signs`` before another one.
    """
    by_count = {
        count: char_class("".join(c for c, b in byte_of.items() if b in leads))
        for count, leads in LEADS.items()
    }
    tail = char_class("".join(c for c, b in byte_of.items() if b in CONTINUATION))
    more = f"(?:[{tail}]|[{signs}](?=[{tail}]))" if signs else f"[{tail}{re.escape(extra)}]"
    parts = [f"[{by_count[count]}]{more}{{0,{count}}}" for count in (3, 2, 1) if by_count[count]]
    return re.compile("|".join([*parts, f"[{tail}]+"]))


def character_table(name: str) -> list[str]:
    """The characters of bytes 0x80-0xFF under the page, "" where it has none."""
    codec = _CODECS.get(name, name)
    return [bytes([byte]).decode(codec, "ignore") for byte in range(0x80, 0x100)]


@cache
def page(name: str) -> CodePage:
    """The page of that name. Raises LookupError for a name Python does not know."""
    table = character_table(name)
    byte_of: dict[str, int] = {}
    fragile = []
    for byte, char in enumerate(table, 0x80):
        if char:
            byte_of[char] = byte
        if byte in CONTINUATION and (not char or char <= "\x9f" or char == "\xad"):
            fragile.append(byte)
    for byte, char in enumerate(table, 0x80):
        # A byte without a character is kept as the sign of its number, unless that stands for another.
        if not char:
            byte_of.setdefault(chr(byte), byte)
    tail = "".join(c for c, b in byte_of.items() if b in CONTINUATION)
    return CodePage(name, byte_of, tuple(fragile), tail, unit_pattern(byte_of))


@cache
def with_signs(name: str, signs: str) -> CodePage:
    """The page of that name as it reads text in which plain signs stand for continuation bytes.

    A space is the wide one; no byte is given for the others, which may stand for several.
    """
    of = page(name)
    wide = {" ": WIDE_SPACE} if " " in signs else {}
    return replace(of, byte_of=of.byte_of | wide, unit=unit_pattern(of.byte_of, signs=signs), known={})


@cache
def leads_and_tails() -> tuple[str, str]:
    """Characters that are a lead under some page, and what may be its first continuation or stand for it."""
    leads, tails = set(), set()
    for name in PAGE_NAMES:
        for char, byte in page(name).byte_of.items():
            if byte in CONTINUATION:
                tails.add(char)
            elif needs(byte):
                leads.add(char)
    return "".join(sorted(leads)), "".join(sorted(tails)) + _LOST


@cache
def screen() -> re.Pattern[str]:
    """Finds a lead and what may be its first continuation, under any page: the cheap first look."""
    leads, tails = leads_and_tails()
    return re.compile(f"[{char_class(leads)}][{char_class(tails)}]|[\ufffd\x1a]")


@cache
def _pairs() -> tuple[re.Pattern[str], Mapping[str, frozenset[str]]]:
    """Finds a lead and what stands behind it; which continuations each lead has, under any one page."""
    tails: dict[str, set[str]] = {}
    for name in PAGE_NAMES:
        own = page(name)
        for char, byte in own.byte_of.items():
            if byte not in CONTINUATION and needs(byte):
                tails.setdefault(char, set()).update(own.tail)
    found = re.compile(f"[{char_class(''.join(tails))}](?=(.))", re.DOTALL)
    return found, {lead: frozenset(own) for lead, own in tails.items()}


def may_follow(lead: str, tail: str) -> bool:
    """Whether a character stands for a byte behind a lead under any one page, or for one that was lost."""
    return tail in _LOST or tail in _pairs()[1].get(lead, "")


def may_be_whole(text: str) -> bool:
    """Whether a lead stands before a continuation of the same page, as it does in every whole sequence."""
    pattern, tails = _pairs()
    return any(match.group(1) in tails[match.group()] for match in pattern.finditer(text))
