"""Times that stand beside turns in a text: patterns, seconds, and whether a clock shows the time of day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.importers.plausibility_checks import count_words

# Marks of direction that chat programs put around names and times, and the blanks before AM and PM.
DIRECTIONS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_HALF_DAY = r"(?:[ \t\u202f\xa0]?(?:[AaPp]\.?[ \u202f\xa0]?[Mm]\b\.?|上午|下午|午前|午後|오전|오후))?"
DATE = r"(?:\d{1,2}-[A-Z][a-z]{2}-\d{2,4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4}年\d{1,2}月\d{1,2}日)"
CLOCK = rf"\d{{1,3}}:\d{{1,2}}(?::\d{{1,2}})?(?:[.,:]\d{{1,3}})?{_HALF_DAY}"
_DAY = r"(?:Today|Yesterday|Heute|Gestern|Hoy|Ayer|Hoje|Ontem|今天|昨天|今日|昨日|오늘|어제)"
STAMP = (
    rf"(?:(?P<date>{DATE}|{_DAY}),?(?:[ \t]+(?:at|um|às))?[ \tT]+)?(?P<clock>{CLOCK})(?:Z|[+-]\d\d:?\d\d)?"
)

_PARTS = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{1,2})(?:[.,](\d+))?\Z")
_SECONDS = re.compile(r"\d{1,9}\.\d+\Z")
_SLOWEST = 0.05  # words a second: slower than that, numbers without colons are milliseconds
_FRAMES = re.compile(r"(\d+):(\d{1,2}):(\d{1,2}):(\d{1,2})\Z")
_FRAMES_A_SECOND = 30  # what a frame is worth is in no text; it is at most a second
_EARLY_HOUR = 5  # a recording that begins later than this is a time of day
_EARLY_MINUTE = 5 * 60.0
_SPEECH = (1.0, 8.0)  # words a second that people say in all


@dataclass(frozen=True, slots=True)
class LineTime:
    """A date (or "") and a clock as they stand before or behind a name."""

    date: str
    clock: str

    @property
    def text(self) -> str:
        """Both as they stand there."""
        return f"{self.date}, {self.clock}" if self.date else self.clock


def elapsed(clock: str, *, days: bool = False) -> float | None:
    """A clock without AM and PM as seconds: ``m:ss``, ``h:mm:ss``, with a fraction or frames behind it.

    ``days``: four numbers are days, hours, minutes and seconds.
    """
    if frames := _FRAMES.match(clock):
        hours, minutes, rest, frame = map(int, frames.groups())
        if days:
            return float(((hours * 24 + minutes) * 60 + rest) * 60 + frame)
        return round(hours * 3600 + minutes * 60 + rest + frame / _FRAMES_A_SECOND, 3)
    match = _PARTS.match(clock)
    if match is None:
        return round(float(clock), 6) if _SECONDS.match(clock) else None
    first, minutes_, rest_, fraction = match.groups()
    whole = int(first or 0) * 3600 + int(minutes_) * 60 + int(rest_)
    return round(whole + float(f"0.{fraction}"), 6) if fraction else float(whole)


def count_days(clocks: Iterable[str]) -> bool:
    """Whether clocks of four numbers begin with days: no second has as many frames as the last ones say."""
    return any(match and int(match[4]) >= _FRAMES_A_SECOND for match in map(_FRAMES.match, clocks))


def show_time_of_day(stamps: Sequence[LineTime], texts: Sequence[str]) -> bool:
    """Whether the clocks of a text show the time of day, and not how long a recording has run.

    They do where there is a date, AM or PM, or where the first is late and what is said between the
    first and the last would not be speech if they counted from the beginning.
    """
    if any(stamp.date or elapsed(stamp.clock) is None for stamp in stamps):
        return True
    if not stamps or all(_SECONDS.match(stamp.clock) for stamp in stamps):
        return False
    first, last = elapsed(stamps[0].clock) or 0.0, elapsed(stamps[-1].clock) or 0.0
    if stamps[0].clock.count(":") == 2:
        return first >= _EARLY_HOUR * 3600
    if first <= _EARLY_MINUTE or last <= first:
        return first > _EARLY_MINUTE
    speed = sum(map(count_words, texts)) / (last - first)
    return not _SPEECH[0] <= speed <= _SPEECH[1]


def times_of(stamps: Sequence[LineTime | None], texts: Sequence[str]) -> list[dict[str, object]]:
    """What turns with these stamps and texts have as metadata: ``start`` in seconds, or ``time`` as it is."""
    known = [stamp for stamp in stamps if stamp is not None]
    scale = scale_of(stamps, texts)
    if show_time_of_day(known, texts):
        return [{} if stamp is None else {"time": stamp.text} for stamp in stamps]
    days = count_days(stamp.clock for stamp in known)
    return [
        {}
        if stamp is None or (at := elapsed(stamp.clock, days=days)) is None
        else {"start": round(at * scale, 6)}
        for stamp in stamps
    ]


def scale_of(stamps: Sequence[LineTime | None], texts: Sequence[str]) -> float:
    """What numbers without colons are to be multiplied with to be seconds: they may be milliseconds."""
    known = [stamp for stamp in stamps if stamp is not None]
    if not known or not all(_SECONDS.match(stamp.clock) for stamp in known):
        return 1.0
    lasts = float(known[-1].clock) - float(known[0].clock)
    return 0.001 if lasts > 0 and sum(map(count_words, texts)) < _SLOWEST * lasts else 1.0


def in_order(stamps: Sequence[LineTime]) -> bool:
    """Whether hardly any clock stands before an earlier one, as is so in transcripts."""
    at = [elapsed(stamp.clock) for stamp in stamps]
    known = [one for one in at if one is not None]
    back = sum(1 for before, after in pairwise(known) if after < before)
    return back * 10 <= len(known)
