"""Quiet lines under the languages of a turn: found for what is painted, kept with the row's layout."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.model import Turn
from annotator.ui.theme import label_ink
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.text_layout import BodyText, ParagraphLayout
from annotator.ui.turn_list.utf16_offsets import Offsets

_THICK = 1.2
_OPACITY = 0.8
# Lengths of dash and gap in the line's thickness: languages differ in more than their colour.
PATTERNS: tuple[tuple[float, ...], ...] = ((), (5, 3), (8, 3, 2, 3), (2, 3))


@dataclass(frozen=True, slots=True)
class MarkedLanguage:
    """Text in one language: code points ``[start, end)``, its colour, and which of PATTERNS it gets."""

    start: int
    end: int
    language: str
    colour: str
    pattern: int


class LanguageSource(Protocol):
    """Who knows the languages of a turn."""

    def stretches(self, turn: Turn, length: int) -> Sequence[MarkedLanguage]:
        """The stretches to mark in the first ``length`` code points, in order, without overlap."""

    def tip(self, turn: Turn, stretch: MarkedLanguage | None) -> str:
        """What a tool tip says over a stretch of a marked turn, or (None) between two."""


class LanguageLines:
    """The lines of one laid-out turn. Paragraphs that are never painted cost nothing."""

    def __init__(self, source: LanguageSource, turn: Turn, body: BodyText, offsets: Offsets) -> None:
        self._source = source
        self._turn = turn
        self._body = body
        self._offsets = offsets
        self._stretches: Sequence[MarkedLanguage] | None = None
        self._starts: list[int] = []
        self._lines: dict[int, list[tuple[QLineF, MarkedLanguage]]] = {}

    def stretches(self) -> Sequence[MarkedLanguage]:
        """All stretches of the text that is shown."""
        if self._stretches is None:
            self._stretches = self._source.stretches(self._turn, self._offsets.point(self._body.shown))
            self._starts = [each.start for each in self._stretches]
        return self._stretches

    def at(self, point: int) -> MarkedLanguage | None:
        """The stretch that holds a code point."""
        stretches = self.stretches()
        number = bisect_right(self._starts, point) - 1
        found = stretches[number] if number >= 0 else None
        return found if found is not None and point < found.end else None

    def tip(self, point: int) -> str:
        """What to say about a code point; "" where the turn has no lines."""
        return self._source.tip(self._turn, self.at(point)) if self.stretches() else ""

    def within(self, clip: QRectF) -> Iterator[tuple[QLineF, MarkedLanguage]]:
        """The lines of the paragraphs that meet a rectangle of the text."""
        if not self.stretches():
            return
        for block in self._body.blocks:
            if block.y > clip.bottom():
                return
            if block.layout is None or block.y + block.height < clip.top():
                continue
            if block.start not in self._lines:
                self._lines[block.start] = list(self._of(block))
            yield from self._lines[block.start]

    def _of(self, block: ParagraphLayout) -> Iterator[tuple[QLineF, MarkedLanguage]]:
        stretches = self.stretches()
        below = self._body.style.baseline + self._body.style.square * 0.30
        first, last = self._offsets.point(block.start), self._offsets.point(block.start + block.length)
        for stretch in stretches[max(0, bisect_right(self._starts, first) - 1) :]:
            if stretch.start >= last:
                return
            start, end = max(stretch.start, first), min(stretch.end, last)
            if start < end:
                for rect in self._body.rects(self._offsets.unit(start), self._offsets.unit(end)):
                    y = rect.top() + below
                    yield QLineF(rect.left() + 0.5, y, rect.right() - 0.5, y), stretch


def paint_languages(
    painter: QPainter, lines: LanguageLines | None, origin: QPointF, clip: QRectF, style: RowStyle
) -> None:
    """Paint the lines of a text that stands at ``origin``, as far as its paragraphs meet ``clip``."""
    for line, stretch in lines.within(clip.translated(-origin)) if lines is not None else ():
        painter.setPen(pen_of(stretch, style))
        painter.drawLine(line.translated(origin))


def pen_of(stretch: MarkedLanguage, style: RowStyle) -> QPen:
    """Thin, in the language's colour, dashed in its own way."""
    ink = QColor(label_ink(style.theme, stretch.colour))
    ink.setAlphaF(_OPACITY)
    pen = QPen(ink, _THICK)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pattern = PATTERNS[stretch.pattern % len(PATTERNS)]
    if pattern:
        pen.setDashPattern(pattern)
    return pen
