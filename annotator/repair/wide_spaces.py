"""``à`` whose second byte, a wide space, became a plain one, where nothing else in the line was misread.

A capital ``Ã`` behind a small letter, or by itself before two spaces, is no word of any language; a single
one before one space may be (``Ã la carte``, ``AMANHÃ``), and stays.
"""

from __future__ import annotations

import re

from annotator.model import RepairStep
from annotator.plausibility import word_cost
from annotator.repair.code_pages import MARKERS

_REASON = "utf-8 read as windows-1252"
_FOUND = re.compile(r"(?<=[a-z\u00df-\u00f6\u00f8-\u00ff])Ã  ?|(?<![^\s'’(«“\"-])Ã  (?=[a-z])")
_BEFORE = re.compile(r"[^\W\d_]+$")
#: Languages that have words in à, and those in which í ends one: its second byte may have been dropped.
_GRAVE, _ACUTE = ("fr", "it", "ca", "pt"), ("es", "pt", "cs", "sk", "is", "hu")
#: How much less plausible the other letter must be, in nats.
_LESS = 2.0
_LONGEST = 30
#: No space stands before these.
_CLOSES = frozenset(".,;:!?)")
_SURE, _LESS_SURE = 0.95, 0.88


def repair_wide_spaces(text: str) -> list[RepairStep]:
    """The steps for all such letters in a text, in order."""
    if "Ã " not in text or any(sign in text for sign in MARKERS):
        return []
    out = []
    for match in _FOUND.finditer(text):
        start, end = match.span()
        double = match.group().endswith("  ")
        if double or text[end : end + 1] not in _CLOSES:
            end -= 1  # the space is one between words
        if not double:
            head = "".join(_BEFORE.findall(text[max(0, start - _LONGEST) : start]))
            if _cost(f"{head}à", _GRAVE) + _LESS > _cost(f"{head}í", _ACUTE):
                continue
        out.append(
            RepairStep(start, end, text[start:end], "à", "encoding", _REASON, _SURE if double else _LESS_SURE)
        )
    return out


def _cost(word: str, languages: tuple[str, ...]) -> float:
    return min(word_cost(word, language) for language in languages)
