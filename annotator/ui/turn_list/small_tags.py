"""Tags written small, at the end of a line: a dot in the label's colour and its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.ui.theme import label_ink
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.tag_chips import PlacedChip, TagChip, intensity_word

_DOT, _SPACE, _BETWEEN = 0.42, 0.3, 0.8  # of a Chinese character's width
_NARROWEST = 2.2  # of it: less of a name says nothing


def words_of(chip: TagChip) -> str:
    """What is written of a tag: the label, how strong, and whether there is a doubt."""
    strong = f" · {intensity_word(chip.intensity)}" if chip.intensity else ""
    return f"{chip.text}{strong}{' ?' if chip.uncertain else ''}"


def _width(chip: TagChip, style: RowStyle) -> float:
    return style.square * (_DOT + _SPACE) + style.tiny_metrics.horizontalAdvance(words_of(chip))


def place(chips: Sequence[TagChip], room: float, style: RowStyle) -> list[PlacedChip]:
    """Put tags in one line of at most ``room`` pixels, from its beginning; what has no place is counted in
    a last ``+2``, which says in its tip what it stands for."""
    gap = style.square * _BETWEEN
    placed: list[PlacedChip] = []
    x = 0.0
    for number, chip in enumerate(chips):
        left_over = len(chips) - number - 1
        more = style.tiny_metrics.horizontalAdvance(f"+{len(chips)}") + gap if left_over else 0.0
        wide = min(_width(chip, style), room - x - more)
        if wide < min(_width(chip, style), style.square * _NARROWEST):
            rest = chips[number:]
            tip = "\n".join(one.spoken for one in rest)
            text = f"+{len(rest)}"
            end = style.tiny_metrics.horizontalAdvance(text)
            placed.append(PlacedChip(TagChip("", text, tip=tip), QRectF(x, 0, end, style.header_height)))
            break
        placed.append(PlacedChip(chip, QRectF(x, 0, wide, style.header_height)))
        x += wide + gap
    return placed


def width_of(placed: Sequence[PlacedChip]) -> float:
    """How much of the line they take, in pixels."""
    return placed[-1].rect.right() if placed else 0.0


def shifted(placed: Sequence[PlacedChip], height: float) -> list[PlacedChip]:
    """The same with this height, for a line that is higher or lower."""
    return [replace(one, rect=QRectF(one.rect.x(), 0, one.rect.width(), height)) for one in placed]


def draw(painter: QPainter, placed: PlacedChip, origin: QPointF, style: RowStyle) -> None:
    """Paint one tag. A ring instead of a dot says that a machine has found it."""
    chip, rect = placed.chip, placed.rect.translated(origin)
    ink = QColor(label_ink(style.theme, chip.colour))
    left = rect.left()
    if chip.facet:
        size = style.square * _DOT
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush if chip.machine else ink)
        painter.drawEllipse(QRectF(left + 0.5, rect.center().y() - size / 2, size, size))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        left += style.square * (_DOT + _SPACE)
    painter.setFont(style.tiny)
    painter.setPen(style.colour("muted" if chip.machine or not chip.facet else "text"))
    words = style.tiny_metrics.elidedText(
        words_of(chip), Qt.TextElideMode.ElideRight, rect.right() - left + 1
    )
    baseline = rect.center().y() + style.tiny_metrics.capHeight() / 2
    painter.drawText(QPointF(left, baseline), words)
