"""Reads a text as misread UTF-8 under one code page: which characters belong together as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from annotator.repair.pages import MARKERS, Page, needs

UnitKind = Literal["intact", "lossy", "lone", "orphan"]

#: Signs that stand for continuation bytes but are common in clean text too.
_EVERYDAY = frozenset("‘’‚‛“”„–—…•·°§©®™€£«»¡¿ \u00a0")

#: How much a unit speaks for the page. A lone lead is what clean accented text is made of.
_WEIGHTS = {("intact", 1): 2.0, ("intact", 2): 4.0, ("intact", 3): 6.0}
_LOSSY, _LONE, _ORPHAN, _EVERYDAY_ORPHAN = 0.5, -1.5, -2.0, -0.5


@dataclass(frozen=True, slots=True)
class Unit:
    """Characters ``[start, end)`` of the text that were one character, or remains of one."""

    start: int
    end: int
    kind: UnitKind
    known: bytes  # the bytes that are there, in order, lead first
    decoded: str  # for an intact unit


def units(text: str, page: Page, start: int = 0, end: int | None = None) -> Iterator[Unit]:
    """The units of a stretch of text, in order; characters in no unit are clean under this page."""
    for match in page.unit.finditer(text, start, len(text) if end is None else end):
        yield from _classified(match, page)


def _classified(match: re.Match[str], page: Page) -> Iterator[Unit]:
    known = bytes([page.byte_of[c] for c in match.group()])
    wanted = needs(known[0])
    first, last = match.span()
    if not wanted:
        yield Unit(first, last, "orphan", known, "")
    elif len(known) == 1:
        yield Unit(first, last, "lone", known, "")
    elif len(known) <= wanted:
        yield Unit(first, last, "lossy", known, "")
    else:
        try:
            yield Unit(first, last, "intact", known, known.decode())
        except UnicodeDecodeError:
            yield Unit(first, last, "orphan", known, "")


def weight(unit: Unit, text: str) -> float:
    """How much one unit speaks for (positive) or against (negative) its page."""
    if unit.kind == "intact":
        return _WEIGHTS["intact", len(unit.known) - 1]
    if unit.kind == "lossy":
        return _LOSSY
    if unit.kind == "lone":
        return _LONE
    return sum(_EVERYDAY_ORPHAN if c in _EVERYDAY else _ORPHAN for c in text[unit.start : unit.end])


#: Runs of what replaced bytes nobody can name.
MARKED = re.compile(f"[{MARKERS}]+")
