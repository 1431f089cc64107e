"""How one edit looks in the history: what in words, then who and when."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.ui.panels.history.history_model import EDIT, AnyIndex, HistoryLine
from annotator.ui.theme.qt_colours import Tones, sized, tones_of

_PAD_X, _PAD_Y = 14, 7


class HistoryDelegate(QStyledItemDelegate):
    """Paints a ``HistoryLine``; undone edits are struck through."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """One height for all rows, and more for one with a heading."""
        font = option.font
        small = QFontMetricsF(sized(font, 0.87)).height()
        line = index.data(EDIT)
        above = self._above(font) if isinstance(line, HistoryLine) and line.heading else 0.0
        return QSize(80, round(QFontMetricsF(font).height() + small + 2 + 2 * _PAD_Y + above))

    def _above(self, font: QFont) -> float:
        """The height of a heading."""
        return QFontMetricsF(sized(font, 0.93, bold=True)).height() + 12

    def _heading(self, painter: QPainter, rect: QRectF, line: HistoryLine, tones: Tones, font: QFont) -> None:
        """The dialogue, and who sat there when."""
        painter.fillRect(rect, tones.surface)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), tones.line)
        room = rect.adjusted(_PAD_X, 0, -_PAD_X, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        small = sized(font, 0.82)
        painter.setFont(small)
        painter.setPen(tones.muted)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, line.sitting)
        left = room.width() - QFontMetricsF(small).horizontalAdvance(line.sitting) - 10
        bold = sized(font, 0.93, bold=True)
        painter.setFont(bold)
        painter.setPen(tones.text)
        name = QFontMetricsF(bold).elidedText(line.heading, Qt.TextElideMode.ElideMiddle, max(left, 0))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, name)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint the row."""
        line = index.data(EDIT)
        widget = option.widget
        if not isinstance(line, HistoryLine) or not isinstance(widget, QWidget):
            return
        painter.save()
        tones = tones_of(widget)
        rect = QRectF(option.rect)
        if line.heading:
            above = self._above(option.font)
            top = QRectF(rect.left(), rect.top(), rect.width(), above)
            self._heading(painter, top, line, tones, option.font)
            rect.setTop(rect.top() + above)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tones.current)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tones.hover)
        if state & QStyle.StateFlag.State_Selected:
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            painter.fillRect(
                QRectF(rect.left(), rect.top(), 3, rect.height()), tones.accent if focused else tones.border
            )
            if focused:
                painter.setPen(QPen(tones.accent, 1.5))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        inner = rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
        font, small = sized(option.font, 1.0), sized(option.font, 0.87)
        high, low = QFontMetricsF(font), QFontMetricsF(small)
        first = QRectF(inner.left(), inner.top(), inner.width(), high.height())
        second = QRectF(inner.left(), first.bottom() + 2, inner.width(), low.height())
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setFont(small)
        painter.setPen(tones.muted)
        painter.drawText(second, right | Qt.AlignmentFlag.AlignVCenter, line.when)
        below = " · ".join(part for part in (line.who, line.count, line.mark) if part)
        room = second.width() - low.horizontalAdvance(line.when) - 10
        below = low.elidedText(below, Qt.TextElideMode.ElideRight, max(room, 0))
        painter.drawText(second, left | Qt.AlignmentFlag.AlignVCenter, below)
        font.setStrikeOut(line.undone)
        painter.setFont(font)
        painter.setPen(tones.muted if line.undone else tones.text)
        words = high.elidedText(line.words, Qt.TextElideMode.ElideRight, first.width())
        painter.drawText(first, left | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()
