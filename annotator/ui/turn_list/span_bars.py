"""Bars under tagged spans of a turn's text: stacked where spans overlap, with their ends marked.

What a bar says is not said by its colour alone: labels differ in the pattern of their bars, a
label's name stands at the span that is current, and every span has its chip under the turn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.model import Turn
from annotator.ui.theme import chip_colours, label_ink
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.text_layout import BodyText
from annotator.ui.turn_list.text_marks import levels_of, spans_of
from annotator.ui.turn_list.utf16_offsets import Offsets

PATTERNS: tuple[tuple[float, ...], ...] = ((), (4, 2), (1, 1.2), (6, 1.5, 1, 1.5))
FREE_LEVELS = 1  # bars that fit between two lines as they are
STEP = 4.0  # pixels from one bar to the next below it
_THICK, _CURRENT = 2.0, 3.0
_BELOW = 0.42  # of a Chinese character: from the baseline to the first bar
_TICK = 3.0  # pixels that the ends of a bar reach upward
_MOST_LEVELS = 12  # what is deeper shares the last level


@dataclass(frozen=True, slots=True)
class SpanLook:
    """How the tag of a span looks: colour and name of its label, which of PATTERNS it has."""

    colour: str = ""
    name: str = ""
    pattern: int = 0


@dataclass(frozen=True, slots=True)
class SpanBar:
    """A bar under a stretch of text; ``level`` counts from the text downward."""

    start: int  # UTF-16
    end: int
    level: int
    colour: str
    name: str = ""
    pattern: int = 0
    key: str = ""  # of the tag


def bars_of(turn: Turn, offsets: Offsets, looks: Sequence[SpanLook] | None) -> tuple[SpanBar, ...]:
    """The bars of a turn; ``looks`` are in the order of ``spans_of``."""
    spans = spans_of(turn)
    how = looks if looks is not None else [SpanLook()] * len(spans)
    return tuple(
        SpanBar(
            offsets.unit(span.start or 0),
            offsets.unit(span.end or 0),
            min(level, _MOST_LEVELS - 1),
            look.colour,
            look.name,
            look.pattern,
            span.key,
        )
        for span, level, look in zip(spans, levels_of(spans), how, strict=True)
    )


def leading_of(bars: Sequence[SpanBar]) -> int:
    """The pixels by which lines stand further apart so that all bars find room between them."""
    levels = max((bar.level for bar in bars), default=-1) + 1
    return math.ceil(STEP * max(0, levels - FREE_LEVELS))


def bars_at(bars: Sequence[SpanBar], unit: int) -> list[SpanBar]:
    """The bars under a character, the shortest first."""
    found = [bar for bar in bars if bar.start <= unit < bar.end]
    return sorted(found, key=lambda bar: (bar.end - bar.start, bar.start))


def current_bars(bars: Sequence[SpanBar], selection: tuple[int, int] | None) -> list[SpanBar]:
    """The bars of exactly the selected text; where only a caret stands, the shortest one around it."""
    if selection is None:
        return []
    start, end = selection
    if start == end:
        around = [bar for bar in bars if bar.start <= start <= bar.end]
        return sorted(around, key=lambda bar: (bar.end - bar.start, bar.start))[:1]
    return [bar for bar in bars if (bar.start, bar.end) == selection]


class BarLines:
    """Where the bars of one laid-out text stand, found when it is first painted."""

    def __init__(self, bars: Sequence[SpanBar], body: BodyText) -> None:
        self.bars = bars
        self.body = body

    @cached_property
    def rects(self) -> tuple[list[QRectF], ...]:
        """For each bar the stretches of lines above it."""
        return tuple(self.body.rects(bar.start, bar.end) for bar in self.bars)

    def instead(self, resized: SpanBar) -> BarLines:
        """The same bars with another one for that of the same tag."""
        return BarLines([resized if bar.key == resized.key else bar for bar in self.bars], self.body)


def bar_height(line: QRectF, level: int, style: RowStyle) -> float:
    """How far down the bar of a level is, under a stretch of a line."""
    return round(line.top() + style.baseline + style.square * _BELOW) + level * STEP


def paint_bars(
    painter: QPainter,
    place: tuple[QPointF, QRectF],
    lines: BarLines,
    current: Sequence[SpanBar],
    style: RowStyle,
) -> None:
    """Paint the bars of a text that stands at a point, as far as they meet a rectangle; the current
    ones are thicker."""
    origin, clip = place
    for bar, rects in zip(lines.bars, lines.rects, strict=True):
        ink = QColor(label_ink(style.theme, bar.colour))
        thick = _CURRENT if bar in current else _THICK
        for number, rect in enumerate(rects):
            if not clip.top() - rect.height() < origin.y() + rect.top() < clip.bottom():
                continue
            y = bar_height(rect.translated(origin), bar.level, style)
            left, right = origin.x() + rect.left() + 0.5, origin.x() + rect.right() - 0.5
            pen = QPen(ink, thick)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pattern = PATTERNS[bar.pattern % len(PATTERNS)]
            if pattern:
                pen.setDashPattern(pattern)
            painter.setPen(pen)
            painter.drawLine(QLineF(left, y, right, y))
            painter.setPen(QPen(ink, 1.2))
            if number == 0:
                painter.drawLine(QLineF(left, y - _TICK, left, y + thick / 2))
            if number == len(rects) - 1:
                painter.drawLine(QLineF(right, y - _TICK, right, y + thick / 2))


def name_boxes(
    place: tuple[QPointF, BodyText],
    current: Sequence[SpanBar],
    within: tuple[QRectF, QRectF],
    style: RowStyle,
) -> list[tuple[SpanBar, QRectF]]:
    """Where the labels of the current spans are written: above their beginning, within the row and beside
    what stands there already, the speaker."""
    origin, body = place
    room, taken = within
    names = [bar for bar in current if bar.name]
    rects = body.rects(names[0].start, names[0].end) if names else []
    if not rects:
        return []
    tall = math.ceil(style.tiny_metrics.height()) + 2
    x = origin.x() + rects[0].left()
    top = max(room.top(), round(origin.y() + rects[0].top() - tall + style.square * 0.35))
    beside = taken.right() + style.square * 0.5
    if QRectF(x, top, 1, tall).intersects(QRectF(taken.topLeft(), QPointF(beside, taken.bottom()))):
        x = beside
    found = []
    for bar in names:
        wide = math.ceil(style.tiny_metrics.horizontalAdvance(bar.name)) + 10
        x = max(room.left(), min(x, room.right() - wide))
        box = QRectF(round(x) + 0.5, top + 0.5, wide - 1, tall - 1)
        found.append((bar, box))
        x = box.right() + 4
    return found


def paint_names(painter: QPainter, boxes: Sequence[tuple[SpanBar, QRectF]], style: RowStyle) -> None:
    """Write the labels of the current spans into their :func:`name_boxes`."""
    painter.setFont(style.tiny)
    for bar, box in boxes:
        colours = chip_colours(style.theme, bar.colour)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.setBrush(QColor(colours.fill))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, bar.name)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_caret(painter: QPainter, place: tuple[QPointF, BodyText], head: int, style: RowStyle) -> None:
    """Paint the caret: as high as the characters, in the accent colour."""
    origin, body = place
    rects = body.rects(head, head)
    x, top = (rects[0].left(), rects[0].top()) if rects else (0.0, body.line_top(head))
    tall = style.square * 1.25
    y = origin.y() + top + style.baseline - style.square * 0.98
    painter.fillRect(QRectF(round(origin.x() + x) - 1, round(y), 2, round(tall)), style.colour("accent"))
