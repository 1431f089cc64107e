"""What markers of speakers look like in a text, and whether one that comes once is one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from annotator.importers.line_breaks import LINE_BREAKS
from annotator.importers.line_times import LineTime
from annotator.importers.lone_clocks import is_lone_clock
from annotator.importers.person_names import base_of, is_nick, looks_like_name

LINE = re.compile(rf"[^{LINE_BREAKS}]+")
USUAL = 0.8  # share of speakers who come back that makes a habit
HALF = 0.5
_MARKED = 0.7  # share of lines with a marker above which one more is likely to be one
_PARTS = 3  # paragraphs that show how they begin
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’)*_]*\s*\Z")
_CAPITALS = 3  # names that come back, all in capital letters, which make it a habit
# What scripts say of pictures, in capital letters as they write names.
_CUTS = frozenset(("cut to", "fade in", "fade out", "fade to", "dissolve to", "fun fact", "all caps"))


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker in a text: where it stands, whom it names, and the time beside it.

    ``until`` is the clock at which the turn ends, "" where it is not said. ``aside``: the lines from here to
    the next marker are no part of any turn. ``dashed``: the name stands before a dash, and not a colon.
    """

    start: int
    end: int
    speaker: str
    stamp: LineTime | None = None
    until: str = ""
    bold: bool = False
    aside: bool = False
    dashed: bool = False


def full_lines(text: str) -> int:
    """How many lines hold more than blanks and clocks."""
    return sum(1 for line in LINE.finditer(text) if not line[0].isspace() and not is_lone_clock(line[0]))


def next_line(text: str, at: int) -> re.Match[str] | None:
    """The first line from a place on that holds anything, from its start or from that place."""
    return next((line for line in LINE.finditer(text, at) if line[0].strip()), None)


def line_of(text: str, marker: Marker) -> str:
    """The line on which a marker stands, without blanks around it."""
    match = next_line(text, marker.start)
    return match[0].strip() if match else ""


@dataclass(frozen=True, slots=True)
class MarkerLook:
    """What markers of speakers look like in a text who come back: shares from 0 to 1."""

    stamped: float
    bold: float
    spaced: float  # behind an empty line
    parted: float  # of the lines behind an empty line, those that begin with a marker
    first: int  # where the first of them stands
    above: float  # of the lines before it, those that begin with a marker
    marked: float  # of the lines from there on
    small: float  # in lower case
    capital: bool  # several names, all in capital letters

    @classmethod
    def at(cls, text: str, found: Sequence[Marker], back: Sequence[Marker]) -> MarkerLook:
        """Look at a text."""
        starts = {marker.start for marker in found}
        parts = [at for match in PART.finditer(text) if not _is_remark(text, at := match.start(), starts)]
        number, first = len(back), back[0].start
        before = sum(marker.start < first for marker in found)
        names = {marker.speaker for marker in back}
        return cls(
            sum(marker.stamp is not None for marker in back) / number,
            sum(marker.bold for marker in back) / number,
            sum(is_spaced(text, marker) for marker in back) / number,
            sum(start in starts for start in parts) / len(parts) if len(parts) >= _PARTS else 0.0,
            first,
            before / max(1, full_lines(text[:first])),
            (len(found) - before) / max(1, full_lines(text[first:]) - _remarks(text, first, starts)),
            sum(not looks_like_name(marker.speaker) for marker in back) / number,
            len(names) >= _CAPITALS and all(base_of(name).isupper() for name in names),
        )

    def settle(self, text: str, marker: Marker, *, headed: bool) -> tuple[bool | None, bool]:
        """Whether a marker that comes once is one, None where nobody can say, and the better guess.

        Below the keys of a head, and above the first who comes back, what says no sentence may be a key, too.
        """
        if headed and marker.start < self.first:
            return None, _SENTENCE_END.search(line_of(text, marker)) is not None and self.likely(marker)
        return self.judge(text, marker), self.likely(marker)

    def judge(self, text: str, marker: Marker) -> bool | None:
        """Whether a marker that comes once is one, None where nobody can say."""
        name = marker.speaker
        shaped = looks_like_name(name) or (self.small > 0 and is_nick(name))
        if self.stamped >= USUAL:
            return False if marker.stamp is None else True if shaped else None
        if self.bold >= USUAL:
            return False if not marker.bold else True if shaped else None
        if f"({name})" in text[: self.first]:  # behind the full name in a list of those who were there
            return True
        marked = self.above if marker.start < self.first else self.marked
        throughout = marked >= 1 / 1.1
        if shaped and (throughout or (self.capital and _is_capital(name))):
            return True
        if (not shaped and not throughout) or (self.spaced >= USUAL and not is_spaced(text, marker)):
            return False
        return True if shaped and self.spaced >= USUAL and self.parted >= USUAL else None

    def likely(self, marker: Marker) -> bool:
        """The better guess about one of which nobody can say."""
        shaped = looks_like_name(marker.speaker)
        full = len(marker.speaker.split()) > 1  # hardly a word at the beginning of a line
        return shaped and max(self.marked, self.parted) >= (HALF if full else _MARKED)


def _is_capital(name: str) -> bool:
    """Whether a name is in capital letters, and no word by which scripts change from picture to picture."""
    return base_of(name).isupper() and name.casefold() not in _CUTS


def _is_remark(text: str, at: int, starts: AbstractSet[int]) -> bool:
    """Whether a line begins with a bracket that opens no marker: what is seen and heard stands there."""
    return at not in starts and text[at : at + 8].lstrip()[:1] in {"[", "(", "（", "［"}


def _remarks(text: str, first: int, starts: AbstractSet[int]) -> int:
    """How many such lines there are from some place on."""
    if not any(sign in text for sign in "[(（［"):
        return 0
    return sum(_is_remark(text, line.start(), starts) for line in LINE.finditer(text, first))


PART = re.compile(rf"(?:\A|(?<=[{LINE_BREAKS}]{{2}}))(?=[^{LINE_BREAKS}]*\S)")


def is_spaced(text: str, marker: Marker) -> bool:
    """Whether a marker stands at the beginning of a text or behind an empty line."""
    before = text[max(0, marker.start - 40) : marker.start]
    return not before.strip() or sum(char in LINE_BREAKS for char in before[len(before.rstrip()) :]) >= 2
