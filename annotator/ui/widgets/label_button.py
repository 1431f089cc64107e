"""One label of a facet as a toggle: colour, name, key, and how much of the selection has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication

from annotator.ui.theme.qt_colours import Tones, label_tones, sized
from annotator.ui.widgets.claimed_keys import PRESSES
from annotator.ui.widgets.label_drag import drag_label
from annotator.ui.widgets.painted_button import RADIUS, PaintedButton, check_mark, key_cap

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_HEIGHT = 31
_DOT = 9
_PAD = 8
_GAP = 6


class Given(Enum):
    """How much of the selection has a label."""

    NO = "no"
    SOME = "some"  # some of the selected turns
    FOUND = "found"  # nobody gave it, the machine did
    YES = "yes"


@dataclass(frozen=True, slots=True)
class LabelFace:
    """What a label button shows; ``remark`` is a short word after the name ("2 of 3", "detected")."""

    name: str
    key: str = ""
    colour: str = ""
    given: Given = Given.NO
    remark: str = ""
    tooltip: str = ""
    spoken: str = ""  # the state in words, for screen readers


class LabelButton(PaintedButton):
    """A toggle that shows a :class:`LabelFace`. It never toggles by itself: the project decides.

    The four states differ in more than colour: a dot, half a dot, a dashed frame, a check mark.
    """

    own_keys = PRESSES | {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}

    def __init__(self, face: LabelFace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.face = face
        self.label = ""  # the key of the label, where it can be dragged onto turns
        self._pressed: QPoint | None = None
        self._show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left and self.label else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the label, once the mouse has gone far enough that it is no click."""
        begun = self._pressed
        far = begun is not None and (event.position().toPoint() - begun).manhattanLength() >= (
            QApplication.startDragDistance()
        )
        if far and event.buttons() & Qt.MouseButton.LeftButton:
            self._pressed = None
            self.setDown(False)
            drag_label(self, self.label, self.face.name, self.face.colour)
        else:
            super().mouseMoveEvent(event)

    def set_face(self, face: LabelFace) -> None:
        """Show something else; does nothing where it is the same."""
        if face == self.face:
            return
        resized = (face.name, face.key) != (self.face.name, self.face.key)
        self.face = face
        self._show()
        if resized:
            self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """A click does not toggle."""

    def _show(self) -> None:
        self.setChecked(self.face.given is Given.YES)
        self.setText(self.face.name.replace("&", "&&"))
        self.setToolTip(self.face.tooltip)
        self.setAccessibleName(self.face.name)
        if self.face.spoken != self.accessibleDescription():
            self.setAccessibleDescription(self.face.spoken)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def sizeHint(self) -> QSize:
        """Room for dot, name and key; a remark takes what is left, so that nothing moves for it."""
        width = 2 * _PAD + _DOT + _GAP + QFontMetricsF(self.font()).horizontalAdvance(self.face.name)
        if self.face.key:
            width += _GAP + self._cap_width()
        return QSize(int(width) + 6, _HEIGHT)

    def _small(self) -> QFontMetricsF:
        return QFontMetricsF(sized(self.font(), 0.85))

    def _cap_width(self) -> float:
        return max(16.0, self._small().horizontalAdvance(self.face.key) + 8)

    # --- painting -----------------------------------------------------------------------

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint frame, mark, name, remark and key."""
        frame = self.frame()
        self._frame(painter, frame, tones)
        self._mark(painter, frame, tones)
        right = self._key(painter, frame, tones)
        left = frame.left() + _PAD + _DOT + _GAP
        metrics = QFontMetricsF(self.font())
        right = self._remark(painter, right, left + metrics.horizontalAdvance(self.face.name), tones)
        painter.setFont(self.font())
        painter.setPen(tones.text if self.isEnabled() or self.face.given is Given.YES else tones.disabled)
        name = metrics.elidedText(self.face.name, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(
            QRectF(left, frame.top(), right - left, frame.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            name,
        )

    def _frame(self, painter: QPainter, frame: QRectF, tones: Tones) -> None:
        own = label_tones(self.face.colour, tones.theme)
        ground = self.background(tones)
        pen = QPen(tones.line, 1)
        if self.face.given is Given.YES:
            ground = own.fill
            pen = QPen(own.ink, 1.5)
        elif self.face.given is Given.FOUND:
            pen = QPen(own.ink, 1.3, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 2.5])
        elif self.face.given is Given.SOME:
            pen = QPen(own.ink, 1)
        painter.setPen(pen)
        painter.setBrush(ground)
        painter.drawRoundedRect(frame, RADIUS, RADIUS)

    def _mark(self, painter: QPainter, frame: QRectF, tones: Tones) -> None:
        own = label_tones(self.face.colour, tones.theme).ink if self.isEnabled() else tones.disabled
        x, y = frame.left() + _PAD + _DOT / 2, frame.center().y()
        if self.face.given is Given.YES:
            check_mark(painter, x, y, own)
            return
        dot = QRectF(x - _DOT / 2, y - _DOT / 2, _DOT, _DOT)
        painter.setPen(QPen(own, 1.5))
        if self.face.given is Given.SOME:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot)
            painter.setBrush(own)
            painter.drawPie(dot, 90 * 16, 180 * 16)
        elif self.face.given is Given.FOUND:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(own)
            painter.drawEllipse(dot)

    def _key(self, painter: QPainter, frame: QRectF, tones: Tones) -> float:
        right = frame.right() - _PAD
        if not self.face.key:
            return right
        painter.setFont(sized(self.font(), 0.82))
        width = self._cap_width()
        cap = QRectF(right - width + 3, frame.center().y() - 8, width, 16)
        key_cap(painter, cap, self.face.key, tones, enabled=self.isEnabled())
        return cap.left() - _GAP

    def _remark(self, painter: QPainter, right: float, name_end: float, tones: Tones) -> float:
        """The remark, where there is room for it beside the whole name."""
        width = self._small().horizontalAdvance(self.face.remark)
        if not self.face.remark or right - width < name_end + _GAP:
            return right
        painter.setFont(sized(self.font(), 0.85))
        painter.setPen(tones.muted if self.isEnabled() else tones.disabled)
        rect = QRectF(right - width - 1, self.frame().top(), width + 2, self.frame().height())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.face.remark)
        return rect.left() - _GAP
