"""Misread text that was then written with escapes: ``\\u00c3\\u00a9`` in JSON, ``&Atilde;&copy;`` in HTML.

Escapes of characters that were never misread are left as they are: they may be what somebody wrote.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache

from annotator.core.offset_mapping import Replacement, replaced
from annotator.model import RepairStep
from annotator.plausibility import line_cost
from annotator.repair.code_pages import needs, page
from annotator.repair.misread_units import RARE

#: What escaped text was read as before.
PAGE = "windows-1252"
_JSON = r"\\u[0-9A-Fa-f]{4}"
_ENTITY = "&(?:#[0-9]{2,4}|#[xX][0-9A-Fa-f]{2,4}|[A-Za-z]{2,6}[0-9]{0,2});"
_UNIT = re.compile(f"{_JSON}|{_ENTITY}|[^\x00-\x7f]")
_RUN = re.compile(f"(?:{_JSON}|{_ENTITY}|[^\x00-\x7f]){{2,}}")
_FORMS = (("\\u", "JSON escapes", re.compile(_JSON)), ("&", "HTML entities", re.compile(_ENTITY)))
_QUOTES = "\"'`“”‘’«»"
#: So much more plausible must a line become by all of its escapes, in nats.
_GAIN = 6.0

#: Characters ``[start, end)`` of a line, and what they were written for.


def repair_escapes(text: str) -> list[RepairStep]:
    """The steps for all sequences of UTF-8 that were misread and then escaped, in order.

    Takes any text; most is done with after one search in it.
    """
    out: list[RepairStep] = []
    for sign, form, escape in _FORMS:
        at = text.find(sign)
        while at >= 0:
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            reason = f"utf-8 read as {PAGE}, then written as {form}"
            out += [
                RepairStep(start + a, start + b, text[start + a : start + b], after, "encoding", reason, 0.98)
                for a, b, after in (_believed(text[start:end], sign) if escape.search(text, at, end) else ())
            ]
            at = text.find(sign, end)
    return sorted(out, key=lambda step: step.start)


def _believed(line: str, sign: str) -> list[Replacement]:
    """The sequences of a line that hold an escape of that form, where the line gains by them."""
    found = [each for each in _sequences(line) if sign in line[each[0] : each[1]]]
    if all(in_quotes(line, start, end) for start, end, _ in found):
        return []
    before = [Replacement(start, end, _unescaped(line[start:end])) for start, end, _ in found]
    gain = line_cost(replaced(line, before)) - line_cost(replaced(line, found))
    return found if gain >= _GAIN else []


def in_quotes(line: str, start: int, end: int) -> bool:
    """Whether nothing else stands in the same quotes: then it is talked about."""
    return (
        line[start - 1 : start] in _QUOTES and line[end : end + 1] in _QUOTES and 0 < start < end < len(line)
    )


def _sequences(line: str) -> Iterator[Replacement]:
    for run in _RUN.finditer(line):
        parts = [
            (run.start() + m.start(), run.start() + m.end(), _byte(m.group()))
            for m in _UNIT.finditer(run.group())
        ]
        at = 0
        while at < len(parts):
            wanted = needs(parts[at][2])
            taken = parts[at : at + 1 + wanted]
            char = bytes(byte for *_, byte in taken).decode("utf-8", "ignore") if wanted else ""
            if len(char) == 1 and not RARE.search(char):
                yield Replacement(taken[0][0], taken[-1][1], char)
                at += len(taken)
            else:
                at += 1


@cache
def _byte(unit: str) -> int:
    """The byte that was read as this character or escape; 0 for none."""
    char = _unescaped(unit)
    return page(PAGE).byte_of.get(char, ord(char) if "\x7f" < char <= "\xff" else 0) if len(char) == 1 else 0


def _unescaped(text: str) -> str:
    """The characters that escapes stand for; entities of C1 controls are those of Windows, as in HTML."""
    plain = re.sub(_JSON, _of_escape, text)
    return html.unescape(plain)


def _of_escape(match: re.Match[str]) -> str:
    digits = match.group()[2:]
    return chr(int(digits, base=16))
