"""A small switch of one word: on, off, or on for a part of the selection."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.theme.qt_colours import Tones, sized
from annotator.ui.widgets.label_button import Given, LabelFace
from annotator.ui.widgets.painted_button import RADIUS, PaintedButton, check_mark, key_cap

_HEIGHT = 28
_PAD = 8
_MARK = 14


class Toggle(PaintedButton):
    """Shows a :class:`LabelFace` quietly: outlined and checked when on, without a frame when off.

    It never switches by itself: whoever owns the state does.
    """

    def __init__(self, face: LabelFace, parent: QWidget | None = None, *, framed: bool = False) -> None:
        super().__init__(parent)
        self._framed = framed
        self.setCheckable(True)
        self.face = LabelFace("")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_face(face)

    def set_face(self, face: LabelFace) -> None:
        """Show something else."""
        if face == self.face:
            return
        self.face = face
        self.setChecked(face.given is Given.YES)
        self.setText(face.name.replace("&", "&&"))
        self.setToolTip(face.tooltip)
        self.setAccessibleName(face.name)
        self.setAccessibleDescription(face.spoken)
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """A click does not switch."""

    def sizeHint(self) -> QSize:
        """Room for mark, word and key, whether they show or not."""
        small = QFontMetricsF(sized(self.font(), 0.92))
        return QSize(
            int(small.horizontalAdvance(self.face.name)) + 2 * _PAD + _MARK + 5 + self._cap(), _HEIGHT
        )

    def _cap(self) -> int:
        return 22 if self.face.key else 0

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint mark, word and key."""
        on = self.face.given is not Given.NO
        frame = self.frame()
        ground = tones.current if on else self.background(tones)
        plain = not on and not self._framed and not (self.underMouse() and self.isEnabled())
        line = tones.accent if on else tones.line
        style = Qt.PenStyle.DashLine if self.face.given is Given.SOME else Qt.PenStyle.SolidLine
        painter.setPen(Qt.PenStyle.NoPen if plain else QPen(line, 1, style))
        painter.setBrush(Qt.BrushStyle.NoBrush if plain else ground)
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        ink = tones.text if on else tones.muted if self.isEnabled() else tones.disabled
        box = QRectF(frame.left() + _PAD - 1, frame.center().y() - 6, 12, 12)
        if on:
            check_mark(painter, box.center().x(), box.center().y(), tones.accent)
        else:
            painter.setPen(QPen(ink, 1.1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 3, 3)
        painter.setFont(sized(self.font(), 0.92))
        painter.setPen(ink)
        left = box.right() + 6
        word = QRectF(left, frame.top(), frame.right() - left - _PAD + 3 - self._cap(), frame.height())
        elided = painter.fontMetrics().elidedText(
            self.face.name, Qt.TextElideMode.ElideRight, int(word.width()) + 1
        )
        painter.drawText(word, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        if self.face.key:
            painter.setFont(sized(self.font(), 0.82))
            cap = QRectF(frame.right() - _PAD - 13, frame.center().y() - 8, 16, 16)
            key_cap(painter, cap, self.face.key, tones, enabled=self.isEnabled())
