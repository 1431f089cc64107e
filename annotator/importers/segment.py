"""Repaired text to turns: where each begins and ends, and who speaks. Nothing is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.importers.breaks import BLANKS, LINE_BREAKS, end_before_breaks
from annotator.importers.markers import Marker, MarkerRule, markers


@dataclass(frozen=True, slots=True)
class Piece:
    """A turn's place in a text: its lead is ``[lead_start, start)``, its text ``[start, end)``.

    ``meta`` is what the marker says beside the speaker.
    """

    speaker: str
    lead_start: int
    start: int
    end: int
    meta: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The turns of a text in order. Leads and texts touch; what is behind ``tail`` is the tail."""

    pieces: tuple[Piece, ...]
    tail: int

    def boundaries(self) -> list[int]:
        """Every place where a lead, a text or the tail begins, in order: 2 per turn, then the tail."""
        places: list[int] = []
        for piece in self.pieces:
            places += (piece.lead_start, piece.start)
        return [*places, self.tail]


def segment(text: str, rule: MarkerRule) -> Segmentation:
    """Divide a text into turns at the markers that a rule finds.

    - Text before the first marker is a turn without a speaker; blanks and line breaks alone are not.
    - A marker with nothing behind it is a turn with an empty text.
    - One blank behind a marker belongs to the lead, further ones to the text. Line breaks
      between a marker and its text belong to the lead.
    - Line breaks and empty lines before the next marker belong to its lead, those at the end to the tail.
    - A marker in the middle of a line is text. The same speaker twice in a row is two turns.

    Joined, leads, texts and tail are the text, for every text and every rule.
    """
    found = markers(text, rule)
    pieces: list[Piece] = []
    at = 0
    first = found[0].start if found else len(text)
    if text[:first].strip():
        start = _skip_breaks(text, 0, first)
        at = end_before_breaks(text, start, first)
        pieces.append(Piece("", 0, start, at))
    for index, marker in enumerate(found):
        following = found[index + 1].start if index + 1 < len(found) else len(text)
        start = _text_start(text, marker, following)
        end = end_before_breaks(text, start, following)
        pieces.append(Piece(marker.speaker, at, start, end))
        at = end
    return Segmentation(tuple(pieces), at)


def _text_start(text: str, marker: Marker, following: int) -> int:
    start = marker.end
    if marker.start == marker.end:  # a rule without markers
        return _skip_breaks(text, start, following)
    if start < following and text[start] in BLANKS:
        start += 1
    after = _skip_breaks(text, start, following)
    if after == following:  # nothing follows: the line breaks lead to the next turn
        return min(start, following)
    return after if text[start] in LINE_BREAKS else start


def _skip_breaks(text: str, start: int, stop: int) -> int:
    """The start of the first line in ``[start, stop)`` that holds anything; ``stop`` if none does."""
    at = line = start
    while at < stop and (text[at] in LINE_BREAKS or text[at].isspace()):
        at += 1
        if text[at - 1] in LINE_BREAKS:
            line = at
    return stop if at == stop else line
