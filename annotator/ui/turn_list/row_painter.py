"""Paints measured rows: ground, header, text with its marks, chips, the strip at the top."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from annotator.model import Turn
from annotator.ui.turn_list import small_tags
from annotator.ui.turn_list import tag_chips as chip_row
from annotator.ui.turn_list.language_lines import paint_languages
from annotator.ui.turn_list.measured_row import Row
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.span_bars import (
    SpanBar,
    current_bars,
    name_boxes,
    paint_bars,
    paint_caret,
    paint_names,
)
from annotator.ui.turn_list.text_marks import TextMark
from annotator.ui.turn_list.turn_marks import paint_marks

ACCENT_BAR = 4  # pixels at the left of the current turn
_HATCH = 3.5  # distance of the lines in a gap's box


@dataclass(frozen=True, slots=True)
class RowState:
    """What is true of a row for the moment. Ranges are UTF-16 offsets of its text."""

    current: bool = False
    selected: bool = False
    focused: bool = False  # the list has the keyboard
    landing: bool = False  # a label that is held over the list would be given here
    link_hovered: bool = False
    text_selection: tuple[int, int] | None = None
    resized: SpanBar | None = None  # a span as it is while an end of it is drawn
    caret: int | None = None
    hits: Sequence[tuple[int, int]] = ()
    current_hit: int | None = None  # which of the hits


def paint_row(painter: QPainter, rect: QRectF, row: Row, state: RowState, clip: QRectF) -> None:
    """Paint a row into its rectangle of the viewport, as far as it meets ``clip``."""
    _paint_ground(painter, rect, row.style, state)
    painter.translate(rect.topLeft())
    inner = clip.translated(-rect.topLeft())
    if row.content.heading and row.heading.intersects(inner):
        _paint_heading(painter, row)
    for line, words in row.remarks:
        if line.intersects(inner):
            _paint_remark(painter, line, words, row.style)
    if row.header.intersects(inner):
        (_paint_lead if row.compact else _paint_header)(painter, row)
    _paint_text(painter, row, state, inner)
    if row.link_text:
        _paint_link(painter, row, hovered=state.link_hovered)
    for placed in row.chips:
        if placed.rect.translated(row.chip_origin).intersects(inner):
            (small_tags if row.small_tags else chip_row).draw(painter, placed, row.chip_origin, row.style)
    painter.translate(-rect.topLeft())
    if state.landing:
        painter.setPen(QPen(row.style.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(3, 2, -3, -3), 5, 5)


def _paint_ground(painter: QPainter, rect: QRectF, style: RowStyle, state: RowState) -> None:
    if state.current or state.selected:
        painter.fillRect(rect, style.colour("current" if state.current else "selected"))
    line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
    painter.fillRect(line, style.colour("line", 0.7))
    if state.current:
        bar = style.colour("accent" if state.focused else "border")
        wide = ACCENT_BAR if state.focused else ACCENT_BAR / 2
        painter.fillRect(QRectF(rect.left(), rect.top(), wide, rect.height() - 1), bar)
    elif state.selected:
        painter.fillRect(
            QRectF(rect.left(), rect.top(), ACCENT_BAR / 2, rect.height() - 1), style.colour("accent", 0.6)
        )


def _paint_heading(painter: QPainter, row: Row) -> None:
    style = row.style
    painter.setFont(style.speaker)
    painter.setPen(style.colour("text"))
    text = style.speaker_metrics.elidedText(
        row.content.heading, Qt.TextElideMode.ElideRight, row.heading.width()
    )
    painter.drawText(row.heading, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _paint_remark(painter: QPainter, line: QRectF, words: str, style: RowStyle) -> None:
    """A line that was taken out, where it stood: small and quiet, as it is no turn."""
    painter.setFont(style.small)
    painter.setPen(style.colour("muted"))
    text = style.small_metrics.elidedText(words, Qt.TextElideMode.ElideRight, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def speaker_name(turn: Turn) -> str:
    """The speaker as shown; text before the first marker has none."""
    return turn.speaker or QCoreApplication.translate("TurnList", "no speaker")


def _paint_speaker(painter: QPainter, turn: Turn, at: QPointF, room: float, style: RowStyle) -> float:
    """Name and number on one baseline; returns where they end."""
    ink = style.ink_of(turn.speaker)
    number = f"{turn.position + 1:,}"
    painter.setFont(style.speaker)
    painter.setPen(ink)
    taken = style.small_metrics.horizontalAdvance(number) + style.square
    name = style.speaker_metrics.elidedText(speaker_name(turn), Qt.TextElideMode.ElideRight, room - taken)
    painter.drawText(at, name)
    x = at.x() + style.speaker_metrics.horizontalAdvance(name) + style.square * 0.55
    painter.setFont(style.small)
    painter.setPen(style.colour("muted"))
    painter.drawText(QPointF(x, at.y()), number)
    x += style.small_metrics.horizontalAdvance(number)
    return paint_marks(painter, turn, QPointF(x, at.y()), style) if turn.marks else x


def speaker_place(row: Row) -> QRectF:
    """Where name, number and marks stand above the text; nothing where they stand beside it."""
    if row.compact:
        return QRectF()
    style, turn = row.style, row.turn
    number = style.small_metrics.horizontalAdvance(f"{turn.position + 1:,}")
    name = style.speaker_metrics.horizontalAdvance(speaker_name(turn))
    wide = name + number + style.square * (0.55 + len(turn.marks) * 1.25)
    return QRectF(row.left, row.header.top(), min(wide, row.column), row.header.height())


def _paint_header(painter: QPainter, row: Row) -> None:
    style = row.style
    baseline = row.header.center().y() + style.speaker_metrics.capHeight() / 2
    left = _paint_speaker(painter, row.turn, QPointF(row.left, baseline), row.column, style)
    right = row.chip_origin.x() - style.square if row.small_tags and row.chips else row.header.right()
    painter.setFont(style.small)
    for flag in reversed(row.flags):
        wide = style.small_metrics.horizontalAdvance(flag.text)
        if right - wide < left + style.square:
            break
        painter.setPen(style.colour("warning" if flag.warning else "muted"))
        painter.drawText(QPointF(right - wide, baseline), flag.text)
        right -= wide + style.square


def _paint_lead(painter: QPainter, row: Row) -> None:
    """Number, speaker, marks and a sign of what needs a look, before a text on the same line."""
    style, turn = row.style, row.turn
    baseline = row.header.top() + style.baseline
    number = f"{turn.position + 1:,}"
    first = row.header.left() + style.square * 2.6
    painter.setFont(style.small)
    painter.setPen(style.colour("muted"))
    wide = style.small_metrics.horizontalAdvance(number)
    start = max(row.header.left(), first - wide)
    painter.drawText(QPointF(start, baseline), number)
    x = start + wide + style.square * 0.6
    warned = any(flag.warning for flag in row.flags)
    signs = len(turn.marks) * 1.25 + (0.7 if warned else 0)
    room = row.header.right() - x - style.square * (0.6 + signs)
    painter.setFont(style.speaker)
    painter.setPen(style.ink_of(turn.speaker))
    name = style.speaker_metrics.elidedText(speaker_name(turn), Qt.TextElideMode.ElideRight, room)
    painter.drawText(QPointF(x, baseline), name)
    x += style.speaker_metrics.horizontalAdvance(name)
    if turn.marks:
        x = paint_marks(painter, turn, QPointF(x, baseline), style)
    if warned:
        painter.setFont(style.speaker)
        painter.setPen(style.colour("warning"))
        painter.drawText(QPointF(x + style.square * 0.35, baseline), "!")


# --- the text and what is marked in it ------------------------------------------------------


def _paint_text(painter: QPainter, row: Row, state: RowState, clip: QRectF) -> None:
    style = row.style
    origin = row.body_rect.topLeft()
    for number, (start, end) in enumerate(state.hits):
        token = "hit_current" if number == state.current_hit else "hit"
        _fill(painter, row, start, end, style.colour(token))
    if state.text_selection is not None and state.text_selection[0] < state.text_selection[1]:
        _fill(painter, row, *state.text_selection, style.colour("selection"))
    _paint_grounds(painter, row)
    paint_languages(painter, row.languages, origin, clip, style)
    painter.setPen(style.colour("text"))
    row.body.draw(painter, origin, clip)
    for mark in row.marks:
        if mark.kind != "gap" and (mark.kind != "repair" or row.content.underline_repairs):
            _paint_mark(painter, row, mark)
    if row.spans:
        lines = row.bar_lines
        current = current_bars(row.spans, state.text_selection)
        if state.resized is not None:
            lines = lines.instead(state.resized)
            current = [state.resized]
        paint_bars(painter, (origin, clip), lines, current, style)
        within = (QRectF(0, 0, row.width, row.height), speaker_place(row))
        paint_names(painter, name_boxes((origin, row.body), current, within, style), style)
    if state.caret is not None:
        paint_caret(painter, (origin, row.body), state.caret, style)
    if not row.text:
        painter.setFont(style.small)
        painter.setPen(style.colour("muted"))
        painter.drawText(
            origin + QPointF(0, style.baseline), QCoreApplication.translate("TurnList", "(no words)")
        )


def _fill(painter: QPainter, row: Row, start: int, end: int, colour: QColor) -> None:
    for rect in row.body.rects(start, end):
        inset = rect.adjusted(-1, 2, 1, -2).translated(row.body_rect.topLeft())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(inset, 2, 2)


# Grounds of what needs a look, by kind: the colour, how strong it is in light and in dark.
_TINTS = {"doubtful": ("warning", 0.16, 0.22), "damage": ("damage", 0.20, 0.26)}
_UNSURE = 2.0  # times as strong where nothing is known for sure


def _paint_grounds(painter: QPainter, row: Row) -> None:
    for mark in row.marks:
        if mark.kind == "gap":
            _paint_gap(painter, row, mark)
        elif mark.kind in _TINTS:
            _tint(painter, row, mark)


def _tint(painter: QPainter, row: Row, mark: TextMark) -> None:
    """A ground under a doubt or damage, the stronger the less sure a repair is."""
    token, light, dark = _TINTS[mark.kind]
    strength = dark if row.style.theme.dark else light
    if mark.kind == "doubtful" and mark.step is not None:
        strength *= 1 + (_UNSURE - 1) * (1 - mark.step.confidence)
    units = (row.offsets.unit(mark.start), row.offsets.unit(mark.end))
    _fill(painter, row, *units, row.style.colour(token, strength))


def _mark_rects(row: Row, mark: TextMark) -> list[QRectF]:
    start, end = row.offsets.unit(mark.start), row.offsets.unit(mark.end)
    return [rect.translated(row.body_rect.topLeft()) for rect in row.body.rects(start, end)]


# The lines under repairs by kind: colour, width, ends, dashes (none: unbroken).
_LINES: dict[str, tuple[str, float, Qt.PenCapStyle, list[float]]] = {
    "repair": ("repair", 1.2, Qt.PenCapStyle.RoundCap, [0.1, 2.2]),
    "doubtful": ("warning", 2.0, Qt.PenCapStyle.FlatCap, [2.5, 1.2]),
    "decided": ("accent", 1.2, Qt.PenCapStyle.FlatCap, []),
}


def _paint_mark(painter: QPainter, row: Row, mark: TextMark) -> None:
    """Lines that differ by more than colour: dotted under a repair, dashed and strong under a doubtful one,
    unbroken under what a person decided, a wave under damage."""
    style = row.style
    for rect in _mark_rects(row, mark):
        y = rect.top() + style.baseline + max(2.0, style.square * 0.2)
        left, right = rect.left(), max(rect.right(), rect.left() + 3)
        if mark.kind == "damage":
            _wave(painter, left, right, y, style.colour("damage"))
            continue
        token, wide, cap, dashes = _LINES[mark.kind]
        pen = QPen(style.colour(token), wide)
        pen.setCapStyle(cap)
        if dashes:
            pen.setDashPattern(dashes)
        painter.setPen(pen)
        painter.drawLine(QLineF(left, y, right, y))


def _wave(painter: QPainter, left: float, right: float, y: float, colour: QColor) -> None:
    path = QPainterPath(QPointF(left, y))
    x, up = left, True
    while x < right:
        path.quadTo(QPointF(x + 1.5, y + (-2.0 if up else 2.0)), QPointF(x + 3, y))
        x, up = x + 3, not up
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.2))
    painter.drawPath(path)


def _paint_gap(painter: QPainter, row: Row, mark: TextMark) -> None:
    """A soft hatched box where words are missing, and a small insertion mark under it."""
    style = row.style
    for rect in _mark_rects(row, mark)[:1]:
        wide = max(rect.width(), style.square * 0.45)
        middle = round(rect.center().x())
        top = round(rect.top() + style.baseline - style.square * 0.85)
        box = QRectF(round(middle - wide / 2), top, math.ceil(wide), round(style.square * 1.05))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("gap", 0.30 if style.theme.dark else 0.14))
        painter.drawRoundedRect(box, 2, 2)
        painter.setPen(QPen(style.colour("gap", 0.6 if style.theme.dark else 0.4), 1))
        painter.drawLines(_hatching(box))
        tip = QPointF(middle, box.bottom() + 0.5)
        arm = style.square * 0.2
        path = QPainterPath(tip + QPointF(-arm, arm * 1.2))
        path.lineTo(tip)
        path.lineTo(tip + QPointF(arm, arm * 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(style.colour("gap"), 1.4))
        painter.drawPath(path)


def _hatching(box: QRectF) -> list[QLineF]:
    """Slanted lines across a box. A hatched brush would be fixed to the window and not to the box."""
    lines = []
    y = box.top() + _HATCH
    while y < box.bottom() + box.width():
        below, above = max(0.0, y - box.bottom()), max(0.0, box.top() - (y - box.width()))
        lines.append(QLineF(box.left() + below, y - below, box.right() - above, y - box.width() + above))
        y += _HATCH
    return lines


def _paint_link(painter: QPainter, row: Row, *, hovered: bool) -> None:
    style = row.style
    painter.setFont(style.small)
    painter.setPen(style.colour("link"))
    painter.drawText(row.link, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, row.link_text)
    if hovered:
        wide = style.small_metrics.horizontalAdvance(row.link_text)
        y = round(row.link.center().y() + style.small_metrics.capHeight() / 2) + 2.5
        painter.setPen(QPen(style.colour("link"), 1))
        painter.drawLine(QLineF(row.link.left(), y, row.link.left() + wide, y))


# --- the strip at the top, and nothing at all -------------------------------------------------


def paint_sticky(painter: QPainter, room: tuple[int, int], row: Row, title: str) -> None:
    """The strip that says whose turn it is while its own header is out of sight.

    ``room`` is the width of the list, and how much of the turn is left below its top: the next
    one pushes the strip out.
    """
    (width, below), style = room, row.style
    rect = QRectF(0, min(0.0, below - style.sticky_height), width, style.sticky_height)
    painter.fillRect(rect, style.colour("base"))
    painter.fillRect(QRectF(0, rect.bottom() - 1, width, 1), style.colour("line"))
    left, column = row.left, row.column
    baseline = rect.center().y() + style.speaker_metrics.capHeight() / 2
    end = _paint_speaker(painter, row.turn, QPointF(left, baseline), column, style)
    space = left + column - end - style.square
    if title and space > style.square * 3:
        painter.setPen(style.colour("muted"))
        text = style.small_metrics.elidedText(title, Qt.TextElideMode.ElideRight, space)
        at = left + column - style.small_metrics.horizontalAdvance(text)
        painter.drawText(QPointF(at, baseline), text)
