"""Finds places where words were cut out of a transcript. They are marked and never altered."""

from __future__ import annotations

import re
from itertools import pairwise

from annotator.importers.breaks import LINE_BREAKS
from annotator.model import Gap

# Two blanks or more inside a line, or at the very start of a turn before its first word.
_DOUBLE = re.compile(r"(?<=[^\s])(?P<mid> {2,})(?=[^\s])|\A(?P<first> +)(?=[^\s])")
# One blank before punctuation that in no script has one. An ellipsis, a decimal and an
# emoticon (" :)", " ;-)", " .NET") begin alike and are none.
_BEFORE = re.compile(
    r"(?<=[^\s])(?P<gap> )(?=(?:,|\.(?![.\w])|[?!](?![?!]*[\w=])|;(?![-^]?[)DPp(])|:(?![-^']?[)(DPpOo3/|*])))"
)
# Languages that put a blank before these signs do so throughout.
_FRENCH = frozenset("?!;:")
_ENDS = (".", "!", "?")
_LIST = re.compile(rf"(?:\A|[{LINE_BREAKS}])[ \t]*(?:[-*+•·>]|\d+[.)、]|[a-z][.)])(?P<blank> +)(?=\S)")
_TABLE_LINE = re.compile(rf"[^{LINE_BREAKS}]*(?:\S {{2,}}\S[^{LINE_BREAKS}]*){{3,}}")
_FENCE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)


def find_gaps(text: str) -> tuple[Gap, ...]:
    """The gaps of a turn's text, in order: each is the white space left where words were.

    Not gaps: blanks at the end of a line (a line break in Markdown), indentation, blanks after a
    list sign, aligned columns, code, ellipses, emoticons, and a blank before ``? ! ; :`` in a text
    that has one before each of them, as in French.
    """
    if "  " not in text and not text.startswith(" ") and not _BEFORE.search(text):
        return ()
    excused = [match.span("blank") for match in _LIST.finditer(text)]
    excused += [match.span() for match in _FENCE.finditer(text)] if "`" in text else []
    excused += [match.span() for match in _columns(text)]
    habit = _french(text)
    typist = _two_after_sentences(text)
    gaps = [
        Gap(*match.span(), "double space")
        for match in _DOUBLE.finditer(text)
        if not (typist and text[match.start() - 1 : match.start()] in _ENDS)
    ]
    gaps += [
        Gap(*match.span(), "space before punctuation")
        for match in _BEFORE.finditer(text)
        if text[match.end()] not in habit
    ]
    gaps = [gap for gap in gaps if not any(low <= gap.start and gap.end <= high for low, high in excused)]
    return tuple(sorted(gaps, key=lambda gap: gap.start))


def _columns(text: str) -> list[re.Match[str]]:
    """Neighbouring lines that are all divided by wide blanks: a table set by hand."""
    found = list(_TABLE_LINE.finditer(text)) if text.count("  ") >= 6 else []
    near = [b.start() - a.end() == 1 for a, b in pairwise(found)]
    return [m for i, m in enumerate(found) if (i < len(near) and near[i]) or (i and near[i - 1])]


def _two_after_sentences(text: str) -> bool:
    """Whether the writer puts two blanks after most sentences, as was taught for typewriters."""
    ends = re.findall(r"[.!?]( +)(?=[^\s])", text)
    return sum(len(blanks) == 2 for blanks in ends) * 2 > len(ends) >= 3


def _french(text: str) -> frozenset[str]:
    """The signs that always have a blank before them here, in at least two places."""
    habit = set()
    for sign in _FRENCH:
        spaced = len(re.findall(rf"\w[ \xa0]{re.escape(sign)}", text))
        close = len(re.findall(rf"\w{re.escape(sign)}(?=\s|\Z)", text))
        if spaced >= 2 and not close:
            habit.add(sign)
    return frozenset(habit)
