"""Names before signs that words have, too: ``HAMLET. Words.``, ``Anna – words``, ``太郎「…」``.

A sentence may begin so as well. They are speakers where names come back and a text keeps to it throughout;
where it does so less than that, it is asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.importers.import_questions import Remarks
from annotator.importers.marker_look import LINE, PART, USUAL, Marker, full_lines
from annotator.importers.person_names import looks_like_name

_LEAST, _OFTEN = 4, 3  # markers, and how often the names come back, on average
_THROUGHOUT = 0.95  # share of the lines that needs no question
_MANY, _SPARSE = 10, 8  # names in capital letters, and lines for each of them, that may be a play in verse
_QUOTED = 0.4  # share of the lines that makes names before quotations a habit
_HEADINGS = frozenset(
    ("act", "scene", "chapter", "part", "exit", "exeunt", "enter", "akt", "szene", "acte", "scène")
)
_ROMAN = re.compile(r"[IVXLC]+\Z")
_BETWEEN = re.compile(r"[\[(（][^\[\]()（）]*[\])）]|_[^_\n]+_")
_OPEN, _CLOSE = "「『", "」』"


@dataclass(frozen=True, slots=True)
class _Habit:
    """How far a text keeps to names before a sign: shares from 0 to 1."""

    lines: float
    parts: float
    capital: bool
    often: bool  # the names come back again and again

    @property
    def share(self) -> float:
        return max(self.lines, self.parts)


def names_before_signs(
    text: str, found: Sequence[Marker], answers: Mapping[str, str], remarks: Remarks
) -> list[Marker]:
    """Markers before such signs, where the text keeps to them; asked about where it does so less."""
    if answers.get("sign-names") == "no":
        return []
    named = [one for one in found if _may_speak(one.speaker)]
    counts = Counter(marker.speaker for marker in named)
    back = [marker for marker in named if counts[marker.speaker] > 1]
    if len(back) < _LEAST or len({marker.speaker for marker in back}) < 2:
        return []
    quoted = text[named[0].end] in _OPEN
    habit = _habit(text, named, back)
    if not _is_habit(habit, named, quoted=quoted):
        return []
    kept = named if habit.capital or quoted or habit.share >= USUAL else back
    sign = text[named[0].end] if quoted else text[named[0].start : named[0].end].rstrip()[-1]
    if not _is_clear(habit, sign):
        example = ", ".join(dict.fromkeys(marker.speaker for marker in kept))
        remarks.ask("sign-names", count=len(kept), example=example, figure=sign, taken="yes")
    beside = [place for one in kept if (place := _BETWEEN.search(text, one.start, one.end)) is not None]
    remarks.leave_out("asides", len(beside), *dict.fromkeys(place[0] for place in beside))
    return _with_lines_of_nobody(text, kept, remarks) if quoted else kept


def _may_speak(name: str) -> bool:
    """Whether a name may be somebody’s: no number of an act, and no word that heads one."""
    words = name.casefold().split()
    return looks_like_name(name) and not _ROMAN.match(name) and words[0] not in _HEADINGS


def _habit(text: str, named: Sequence[Marker], back: Sequence[Marker]) -> _Habit:
    first, last = named[0].start, named[-1].end
    starts = {marker.start for marker in named}
    parts = [at for match in PART.finditer(text, first, last) if text[at := match.start()] not in "[(（_"]
    names = Counter(marker.speaker for marker in back)
    return _Habit(
        len(named) / max(1, full_lines(text[first:])),
        sum(at in starts for at in parts) / len(parts) if len(parts) >= _LEAST else 0.0,
        all(name.isupper() and len(name) > 1 for name in names),
        len(names) * _OFTEN <= len(back),
    )


def _is_habit(habit: _Habit, named: Sequence[Marker], *, quoted: bool) -> bool:
    """Whether a text keeps to names before a sign well enough to ask about it."""
    if habit.capital and len(named) >= _MANY and habit.lines * _SPARSE >= 1:
        return True
    return habit.share >= (_QUOTED if quoted else USUAL)


def _is_clear(habit: _Habit, sign: str) -> bool:
    """Whether nothing but names stands there: in capital letters, before quotations, or throughout."""
    if sign in _OPEN:
        return habit.share >= USUAL
    if habit.capital:
        return habit.often and habit.share >= USUAL
    return sign != "." and habit.often and habit.share >= _THROUGHOUT


def _with_lines_of_nobody(text: str, kept: Sequence[Marker], remarks: Remarks) -> list[Marker]:
    """Markers with the lines below a quotation that has ended, which are no words of the speaker."""
    made: list[Marker] = []
    ends = [*(marker.start for marker in kept[1:]), len(text)]
    for marker, end in zip(kept, ends, strict=True):
        made.append(marker)
        depth = 0
        for line in LINE.finditer(text, marker.end, end):
            if depth <= 0 and line.start() > marker.end and line[0].strip():
                made.append(Marker(line.start(), line.start(), ""))
                break
            depth += sum(map(line[0].count, _OPEN)) - sum(map(line[0].count, _CLOSE))
    remarks.leave_out("unsaid", len(made) - len(kept))
    return made
