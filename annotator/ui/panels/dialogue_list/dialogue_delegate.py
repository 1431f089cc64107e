"""How one dialogue looks in the list: title, progress, marks; all rows are equally high."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.ui.panels.dialogue_list.dialogue_model import ROW, AnyIndex, GroupHeading, ListedDialogue
from annotator.ui.panels.dialogue_list.list_options import Look
from annotator.ui.texts.counted_texts import turns_words
from annotator.ui.theme.qt_colours import Tones, sized, tones_of

_PAD_X, _PAD_Y = 14, 8
_BAR = 3
_MARK = 12
_LEAST = 44  # of the second line that its words keep

Drawer = Callable[[QPainter, QPointF, QColor], None]


class DialogueDelegate(QStyledItemDelegate):
    """Paints a ``ListedDialogue`` in the list's own tones."""

    figures = Look().figures  # what is shown beside the title, keys of FIGURES

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """One height for all rows, from the font alone."""
        font = option.font
        title = QFontMetricsF(font).height()
        small = QFontMetricsF(sized(font, 0.87)).height()
        return QSize(80, round(title + small + _BAR + 9 + 2 * _PAD_Y))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint the row."""
        row = index.data(ROW)
        widget = option.widget
        if isinstance(row, GroupHeading) and isinstance(widget, QWidget):
            self._heading(painter, option, row, tones_of(widget))
            return
        if not isinstance(row, ListedDialogue) or not isinstance(widget, QWidget):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones = tones_of(widget)
        rect = QRectF(option.rect)
        self._ground(painter, rect, option.state, tones)
        inner = rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        font = sized(option.font, 1.0, bold=current)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        painter.setPen(tones.text)
        title = metrics.elidedText(row.dialogue.title, Qt.TextElideMode.ElideMiddle, inner.width())
        line = QRectF(inner.left(), inner.top(), inner.width(), metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        small = sized(option.font, 0.87)
        painter.setFont(small)
        second = QRectF(inner.left(), line.bottom() + 2, inner.width(), QFontMetricsF(small).height())
        self._second_line(painter, second, row, tones)
        self._bar(painter, QRectF(inner.left(), second.bottom() + 5, inner.width(), _BAR), row, tones)
        painter.restore()

    def _heading(
        self, painter: QPainter, option: QStyleOptionViewItem, heading: GroupHeading, tones: Tones
    ) -> None:
        """The name of a group at the bottom of its row, with how many dialogues it has."""
        painter.save()
        rect = QRectF(option.rect).adjusted(_PAD_X, 0, -_PAD_X, -6)
        painter.setPen(tones.line)
        painter.drawLine(
            QPointF(option.rect.left(), option.rect.bottom()),
            QPointF(option.rect.right(), option.rect.bottom()),
        )
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.setFont(sized(option.font, 0.87))
        painter.setPen(tones.muted)
        count = f"{heading.count:,}"
        painter.drawText(rect, bottom | Qt.AlignmentFlag.AlignRight, count)
        room = rect.width() - QFontMetricsF(painter.font()).horizontalAdvance(count) - 8
        painter.setFont(sized(option.font, 0.93, bold=True))
        painter.setPen(tones.text)
        name = QFontMetricsF(painter.font()).elidedText(heading.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(rect, bottom | Qt.AlignmentFlag.AlignLeft, name)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag, tones: Tones) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tones.current)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tones.accent)
            painter.drawRoundedRect(QRectF(rect.left() - 3, rect.top() + 6, 6, rect.height() - 12), 3, 3)
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(tones.accent, 1.5))
                painter.drawRoundedRect(rect.adjusted(3.5, 1.5, -1.5, -1.5), 4, 4)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tones.hover)

    def _second_line(self, painter: QPainter, rect: QRectF, row: ListedDialogue, tones: Tones) -> None:
        """Length and progress at the left; at the right marks with counts."""
        right = rect.right()
        dialogue = row.dialogue
        marks = (
            ("repairs", dialogue.repair_count - dialogue.damage_count, (tones.muted, _patch)),
            ("damage", dialogue.damage_count, (tones.damage, _triangle)),
            ("gaps", dialogue.gap_count, (tones.muted, _gap)),
            ("doubts", row.doubts, (tones.warning, _question)),
            ("flags", row.flags, (tones.accent, _flag)),
        )
        for name, count, look in marks:
            if count > 0 and name in self.figures and right > rect.left() + _LEAST:
                right = _mark(painter, rect, right, count, look)
        metrics = QFontMetricsF(painter.font())
        text = self._words(row)
        if metrics.horizontalAdvance(text) > right - rect.left() and "length" in self.figures:
            text = f"{dialogue.turn_count:,}"
        painter.setPen(tones.muted)
        room = QRectF(rect.left(), rect.top(), max(right - rect.left(), 0), rect.height())
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()),
        )

    def _words(self, row: ListedDialogue) -> str:
        parts = []
        if "length" in self.figures:
            parts.append(turns_words(row.dialogue.turn_count))
        if "progress" in self.figures and row.answered:
            percent = int(100 * row.share) if row.share < 1 else 100  # only all of it is 100
            parts.append(self.tr("finished") if percent == 100 else f"{percent} %")
        return "  ·  ".join(parts)

    def _bar(self, painter: QPainter, rect: QRectF, row: ListedDialogue, tones: Tones) -> None:
        """One thin bar for each facet, side by side in the order of the codebook."""
        painter.setPen(Qt.PenStyle.NoPen)
        count = len(row.answered)
        gap = 4.0 if count < 8 else 2.0
        width = (rect.width() - gap * (count - 1)) / count if count else 0.0
        for number, (_, turns) in enumerate(row.answered):
            place = QRectF(rect.left() + number * (width + gap), rect.top(), width, _BAR)
            painter.setBrush(tones.line)
            painter.drawRoundedRect(place, _BAR / 2, _BAR / 2)
            if turns and row.dialogue.turn_count:
                share = min(turns / row.dialogue.turn_count, 1.0)
                painter.setBrush(tones.accent)
                filled = QRectF(place.left(), place.top(), max(width * share, _BAR), _BAR)
                painter.drawRoundedRect(filled, _BAR / 2, _BAR / 2)


def _mark(painter: QPainter, rect: QRectF, right: float, count: int, look: tuple[QColor, Drawer]) -> float:
    """Draw a mark and its count, right aligned; returns where the room ends now."""
    colour, draw = look
    width = QFontMetricsF(painter.font()).horizontalAdvance(str(count))
    painter.setPen(colour)
    where = QRectF(right - width - 1, rect.top(), width + 2, rect.height())
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, str(count))
    draw(painter, QPointF(where.left() - 4 - _MARK / 2, rect.center().y()), colour)
    return where.left() - _MARK - 12


def _question(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    """Doubts: a question mark in a ring."""
    painter.save()
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, 5.5, 5.5)
    painter.setFont(sized(painter.font(), 0.8, bold=True))
    painter.drawText(QRectF(centre.x() - 6, centre.y() - 6, 12, 12), Qt.AlignmentFlag.AlignCenter, "?")
    painter.restore()


def _flag(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    """Flags: a pole with a pennant."""
    painter.save()
    pen = QPen(colour, 1.3)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(colour)
    x, y = centre.x(), centre.y()
    painter.drawLine(QPointF(x - 3.5, y - 5), QPointF(x - 3.5, y + 5.5))
    painter.drawPolygon(
        QPolygonF([QPointF(x - 3.5, y - 5), QPointF(x + 4.5, y - 2), QPointF(x - 3.5, y + 1)])
    )
    painter.restore()


def _triangle(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    """Damage: a triangle with a stroke."""
    painter.save()
    pen = QPen(colour, 1.3)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = centre.x(), centre.y()
    painter.drawPolygon(QPolygonF([QPointF(x, y - 5), QPointF(x + 5.5, y + 4.5), QPointF(x - 5.5, y + 4.5)]))
    painter.drawLine(QPointF(x, y - 1.5), QPointF(x, y + 1))
    painter.drawPoint(QPointF(x, y + 3))
    painter.restore()


def _patch(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    """Repairs: a small plaster."""
    painter.save()
    painter.translate(centre)
    painter.rotate(-45)
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(-6, -3, 12, 6), 3, 3)
    painter.drawLine(QPointF(-2, -3), QPointF(-2, 3))
    painter.drawLine(QPointF(2, -3), QPointF(2, 3))
    painter.restore()


def _gap(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    """Gaps: two brackets that hold nothing."""
    painter.save()
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = centre.x(), centre.y()
    for side in (-1, 1):
        painter.drawPolyline(
            [
                QPointF(x + side * 2.5, y - 4),
                QPointF(x + side * 5, y - 4),
                QPointF(x + side * 5, y + 4),
                QPointF(x + side * 2.5, y + 4),
            ]
        )
    painter.restore()
