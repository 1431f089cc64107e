"""How one doubt looks in the list: its line with the place emphasised, then where and how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.ui.panels.repairs.repair_model import DOUBT, AnyIndex
from annotator.ui.panels.repairs.repair_texts import emphasised, flat, is_damage, place, standing
from annotator.ui.theme.qt_colours import Tones, blend, readable, sized, tones_of
from annotator.ui.widgets.painted_button import check_mark

if TYPE_CHECKING:
    from annotator.store import Doubt

_PAD_X, _PAD_Y = 14, 7
_BEFORE = 0.42  # share of the width that the text before the place may take
_CHECK = 14


class DoubtDelegate(QStyledItemDelegate):
    """Paints a repair step. ``sizeHint`` is one height for all rows."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Two lines."""
        small = QFontMetricsF(sized(option.font, 0.87)).height()
        return QSize(80, round(_line_height(option.font) + small + 3 + 2 * _PAD_Y))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint the row."""
        doubt = index.data(DOUBT)
        widget = option.widget
        if doubt is None or not isinstance(widget, QWidget):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones = tones_of(widget)
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tones.current)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), tones.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tones.hover)
        inner = rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
        high = _line_height(option.font)
        first = QRectF(inner.left(), inner.top(), inner.width(), high)
        _draw_line(painter, first, doubt, sized(option.font, 1.0), tones)
        second = QRectF(inner.left(), first.bottom() + 3, inner.width(), inner.bottom() - first.bottom() - 3)
        _draw_state(painter, second, doubt, sized(option.font, 0.87), tones)
        painter.restore()


def mark_ink(doubt: Doubt, tones: Tones) -> QColor:
    """The colour of the emphasised place: damage, a doubt, or settled."""
    if doubt.decided:
        return tones.accent
    return tones.damage if is_damage(doubt) else tones.warning


def _line_height(font: QFont) -> float:
    return QFontMetricsF(font).height() + 4  # Chinese characters stand a little higher


def _draw_line(painter: QPainter, rect: QRectF, doubt: Doubt, font: QFont, tones: Tones) -> None:
    metrics = QFontMetricsF(font)
    lead = metrics.elidedText(flat(doubt.lead), Qt.TextElideMode.ElideLeft, rect.width() * _BEFORE)
    middle = emphasised(doubt.step.after)
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    room = rect.width() - metrics.horizontalAdvance(lead) - QFontMetricsF(strong).horizontalAdvance(middle)
    rest = metrics.elidedText(flat(doubt.rest), Qt.TextElideMode.ElideRight, max(0.0, room - 2))
    layout = QTextLayout(f"{lead}{middle}{rest}", font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    plain, mark = QTextLayout.FormatRange(), QTextLayout.FormatRange()
    plain.format, mark.format = QTextCharFormat(), QTextCharFormat()
    plain.start, plain.length = 0, _units(layout.text())
    plain.format.setForeground(tones.muted if doubt.decided else tones.text)
    ink = mark_ink(doubt, tones)
    ground = blend(ink, tones.surface, 0.16)
    mark.start, mark.length = _units(lead), _units(middle)
    mark.format.setForeground(readable(ink, ground, 4.5))
    mark.format.setBackground(ground)
    mark.format.setFontWeight(QFont.Weight.DemiBold)
    if not doubt.decided:
        mark.format.setUnderlineStyle(
            QTextCharFormat.UnderlineStyle.WaveUnderline
            if is_damage(doubt)
            else QTextCharFormat.UnderlineStyle.DashUnderline
        )
        mark.format.setUnderlineColor(ink)
    layout.setFormats([plain, mark])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(100_000)
    layout.endLayout()
    painter.save()
    painter.setClipRect(rect)
    layout.draw(painter, QPointF(rect.left(), rect.bottom() - line.height()))
    painter.restore()


def _draw_state(painter: QPainter, rect: QRectF, doubt: Doubt, font: QFont, tones: Tones) -> None:
    metrics = QFontMetricsF(font)
    words = standing(doubt)
    wide = metrics.horizontalAdvance(words)
    painter.setFont(font)
    painter.setPen(tones.accent if doubt.decided else mark_ink(doubt, tones))
    painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
    if doubt.decided:
        check_mark(painter, rect.right() - wide - _CHECK / 2 - 2, rect.center().y(), tones.accent)
        wide += _CHECK
    painter.setPen(tones.muted)
    room = max(rect.width() - wide - 12, 0)
    text = metrics.elidedText(place(doubt), Qt.TextElideMode.ElideMiddle, room)
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _units(text: str) -> int:
    """UTF-16 units, which Qt counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
