"""A given label as a chip that can be taken off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen

from annotator.ui.theme.qt_colours import Tones, label_tones, sized
from annotator.ui.widgets.claimed_keys import PRESSES
from annotator.ui.widgets.label_button import Given, LabelFace
from annotator.ui.widgets.painted_button import PaintedButton, cross_mark, key_cap

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_HEIGHT = 29
_CROSS = 16
_PAD = 9
_GAP = 6


class Chip(PaintedButton):
    """A small pill with a name and a ×; clicking it, Delete and Backspace take the label off.

    A chip that only some of the selected turns have is outlined instead of filled and says
    how many; clicking that one gives the label to the rest first (see the tag panel).
    """

    own_keys = PRESSES | {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}

    def __init__(self, face: LabelFace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face = face
        self.setText(face.name.replace("&", "&&"))
        self.setToolTip(face.tooltip)
        self.setAccessibleName(face.name)
        self.setAccessibleDescription(face.spoken)

    def sizeHint(self) -> QSize:
        """Room for name, remark, key and ×."""
        width = 2 * _PAD + QFontMetricsF(self.font()).horizontalAdvance(self.face.name) + _CROSS + 2
        if self.face.remark:
            width += _GAP + self._small().horizontalAdvance(self.face.remark)
        if self.face.key:
            width += _GAP + 16
        return QSize(int(width) + 6, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace press the chip, as Space does."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.click()
        else:
            super().keyPressEvent(event)

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint the pill."""
        frame = self.frame()
        own = label_tones(self.face.colour, tones.theme)
        partial = self.face.given is Given.SOME
        painter.setBrush(self.background(tones) if partial else own.fill)
        hot = self.underMouse() and self.isEnabled()
        pen = QPen(
            own.ink if hot else own.outline, 1, Qt.PenStyle.DashLine if partial else Qt.PenStyle.SolidLine
        )
        painter.setPen(pen)
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
        right = frame.right() - _PAD
        if self.isEnabled():
            cross_mark(painter, right - 4, frame.center().y(), tones.muted)
        right -= _CROSS
        right = self._asides(painter, frame, right, tones)
        left = frame.left() + _PAD + 1
        painter.setFont(self.font())
        painter.setPen(tones.text)
        name = QFontMetricsF(self.font()).elidedText(
            self.face.name, Qt.TextElideMode.ElideRight, right - left
        )
        rect = QRectF(left, frame.top(), right - left, frame.height())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _asides(self, painter: QPainter, frame: QRectF, right: float, tones: Tones) -> float:
        painter.setFont(sized(self.font(), 0.82))
        if self.face.key:
            cap = QRectF(right - 16, frame.center().y() - 8, 16, 16)
            key_cap(painter, cap, self.face.key, tones, enabled=self.isEnabled())
            right = cap.left() - _GAP
        if self.face.remark:
            width = self._small().horizontalAdvance(self.face.remark)
            painter.setPen(tones.muted)
            rect = QRectF(right - width - 1, frame.top(), width + 2, frame.height())
            painter.drawText(
                rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.face.remark
            )
            right = rect.left() - _GAP
        return right

    def _small(self) -> QFontMetricsF:
        return QFontMetricsF(sized(self.font(), 0.82))
