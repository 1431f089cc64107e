"""Lines that hold a time, or two, and nothing else: how many there are, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.importers.line_breaks import LINE_BREAKS
from annotator.importers.line_times import CLOCK

_RANGE = rf"(?:[ \t]*(?:--?>|[-–—→,])[ \t]*{CLOCK})?"
_ALONE = re.compile(rf"[ \t]*[\[(]?(?P<clock>{CLOCK}){_RANGE}[\])]?[ \t]*\Z")
# A pattern that begins with a line break is searched faster than one that looks for the start of a line.
_LINE = re.compile(rf"\n(?=(?P<line>[ \t]*[\[(]?(?P<clock>{CLOCK}){_RANGE}[\])]?[ \t]*)(?:\n|\Z))")
_RARE_BREAKS = LINE_BREAKS.replace("\n", "")
_TO_USUAL = str.maketrans(dict.fromkeys(_RARE_BREAKS, "\n"))


@dataclass(frozen=True, slots=True)
class LoneClock:
    """A line with a time alone: where it starts and ends, and the time."""

    start: int
    end: int
    clock: str


def is_lone_clock(line: str) -> bool:
    """Whether a line holds a time, or two, and nothing else."""
    return _ALONE.match(line) is not None


def lone_clocks(text: str, start: int = 0, end: int | None = None) -> Iterator[LoneClock]:
    """The lines of a part of a text that hold a time alone; the part begins where a line does."""
    part = "\n" + text[start:end]
    if any(sign in part for sign in _RARE_BREAKS):
        part = part.translate(_TO_USUAL)
    for match in _LINE.finditer(part):
        at = start + match.start("line") - 1
        yield LoneClock(at, at + len(match["line"]), match["clock"])


def count_lone_clocks(text: str) -> int:
    """How many lines of a text hold a time, or two, and nothing else."""
    return sum(1 for _ in lone_clocks(text))


def is_between(clock: str, before: str, after: str) -> bool:
    """Whether a clock of the same form as those on both sides shows a time between theirs.

    After 12:59 PM comes 1:00 PM.
    """
    if not _form(clock) == _form(before) == _form(after):
        return False
    first, at, last = map(_minutes, (before, clock, after))
    return first <= at <= last or (first > last and (at >= first or at <= last))


def _form(clock: str) -> str:
    """What a clock looks like without its numbers, and without AM and PM, which chats do not repeat."""
    return re.sub(r"\d+", "0", re.sub(r"[^\d:.,]+", "", clock))


def _minutes(clock: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", clock))
