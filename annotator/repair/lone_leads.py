"""``â`` that is left of quotes, dashes and dots in English text whose other bytes were dropped: ``Donât``.

Where a program drops the controls of Latin-1, two of the three bytes are gone, the last of a few signs is
not (``â¦``). What stood there is told by the letters around it; where that is no apostrophe, it is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.model import RepairStep, StepKind

_LEAD = "â"
_REASON = "utf-8 read as latin-1, bytes dropped"
#: English words that go on with an apostrophe; Welsh and Friulian have words in â, so a line must hold one.
_CONTRACTED = re.compile(
    r"(?<!\w)(?:(?:do|ca|wo|is|are|was|were|has|have|had|does|did|could|would|should|must|need)nâ(?=t\b)"
    r"|(?:it|he|she|that|there|what|who|let|here|where)â(?=s\b)"
    r"|(?:I|you|we|they|he|she|it|that|there|who)â(?=(?:d|m|ll|re|ve)\b))",
    re.IGNORECASE,
)
_APOSTROPHE = re.compile(r"(?:(?<=[A-Za-z]{2})|(?<=\bI))â(?=(?:s|t|d|m|ll|re|ve)(?![A-Za-z]))")
#: All of it that may stand in a line: by itself or with the last byte of three dots.
_LEFT = re.compile("â¦?")
#: Signs by where they stand, with the probability of each.
_OPENING = (("“", 0.7), ("‘", 0.15), ("–", 0.08), ("—", 0.07))
_CLOSING = (("”", 0.6), ("’", 0.2), ("…", 0.1), ("—", 0.1))
_DASH = (("–", 0.5), ("—", 0.48), ("…", 0.02))
_WITHIN = (("—", 0.5), ("–", 0.3), ("’", 0.2))
_SURE = 0.96


def repair_lone_leads(text: str) -> list[RepairStep]:
    """The steps for lines that hold such an apostrophe and nothing else beyond ASCII, in order."""
    if _LEAD not in text:
        return []
    out: list[RepairStep] = []
    at = 0
    for line in text.split("\n"):
        if _CONTRACTED.search(line) and _LEFT.sub("", line).isascii():
            out += [_step(line, match, at) for match in _LEFT.finditer(line)]
        at += len(line) + 1
    return out


def _step(line: str, match: re.Match[str], offset: int) -> RepairStep:
    start, end = match.span()
    kind: StepKind = "lost"
    others: Sequence[tuple[str, float]]
    if match.group() != _LEAD:
        others = (("…", _SURE),)
    elif _APOSTROPHE.match(line, start):
        others = (("’", _SURE), ("‘", 1 - _SURE))
    else:
        others = _by_place(line[:start][-1:], line[end : end + 1])
    after, sure = others[0]
    return RepairStep(offset + start, offset + end, match.group(), after, kind, _REASON, sure, tuple(others))


def _by_place(before: str, behind: str) -> Sequence[tuple[str, float]]:
    opens, closes = not before.strip(), not behind.strip()
    if opens and closes:
        return _DASH
    if opens:
        return _OPENING
    return _WITHIN if behind.isalnum() else _CLOSING
