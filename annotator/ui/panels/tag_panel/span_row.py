"""One tagged span in the tag panel: its label and words, going there, another label, taking it off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from annotator.ui.theme.qt_colours import Tones, label_tones, sized
from annotator.ui.turn_list.span_bars import PATTERNS
from annotator.ui.widgets.claimed_keys import PRESSES, claims
from annotator.ui.widgets.painted_button import RADIUS, PaintedButton, cross_mark

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent

_HEIGHT = 29
_SAMPLE = 22  # pixels of the bar's sample
_PAD = 8


@dataclass(frozen=True, slots=True)
class SpanFace:
    """What a row shows. ``words`` is the tagged text; ``pattern`` that of its bar in the list."""

    key: str  # of the tag
    label: str
    words: str
    colour: str = ""
    pattern: int = 0
    uncertain: bool = False
    current: bool = False


class SpanButton(PaintedButton):
    """Goes to the span. Delete asks to take it off, F2 for another label."""

    own_keys = PRESSES | {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_F2}
    asked = Signal(str)  # "remove" or "relabel"

    def __init__(self, face: SpanFace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face = face
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("{label}: “{words}”").format(label=face.label, words=face.words))
        state = [self.tr("uncertain")] if face.uncertain else []
        state += [self.tr("selected in the text")] if face.current else []
        self.setAccessibleDescription(", ".join(state))
        self.setToolTip(
            "\n".join(
                (
                    face.words,
                    self.tr("Click to go there. Keys: Enter go there, F2 change label, Delete remove"),
                )
            )
        )

    def sizeHint(self) -> QSize:
        """A line."""
        return QSize(160, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space go there."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.asked.emit("remove")
        elif event.key() == Qt.Key.Key_F2:
            self.asked.emit("relabel")
        else:
            super().keyPressEvent(event)

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """A sample of the bar, the label, the words."""
        frame = self.frame()
        own = label_tones(self.face.colour, tones.theme)
        if self.face.current or self.underMouse():
            painter.setPen(QPen(own.outline, 1) if self.face.current else Qt.PenStyle.NoPen)
            painter.setBrush(own.fill if self.face.current else tones.hover)
            painter.drawRoundedRect(frame, RADIUS, RADIUS)
        middle = frame.center().y()
        left = frame.left() + _PAD
        pen = QPen(own.ink, 2.4)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pattern = PATTERNS[self.face.pattern % len(PATTERNS)]
        if pattern:
            pen.setDashPattern(pattern)
        painter.setPen(pen)
        painter.drawLine(QPointF(left, middle + 1), QPointF(left + _SAMPLE, middle + 1))
        left += _SAMPLE + _PAD
        name = self.face.label + (" ?" if self.face.uncertain else "")
        left = self._text(painter, left, name, tones, bold=True)
        self._text(painter, left + _PAD, f"“{self.face.words}”", tones)

    def _text(self, painter: QPainter, left: float, text: str, tones: Tones, *, bold: bool = False) -> float:
        font = sized(self.font(), 0.96, bold=bold)
        metrics = QFontMetricsF(font)
        room = max(0.0, self.frame().right() - _PAD - left)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room * (0.6 if bold else 1.0))
        painter.setFont(font)
        painter.setPen(tones.text if self.isEnabled() else tones.disabled)
        where = QRectF(left, self.frame().top(), room, self.frame().height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return left + metrics.horizontalAdvance(shown)


class MarkButton(PaintedButton):
    """A small square button with a × or an arrow down."""

    def __init__(self, name: str, *, cross: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cross = cross
        self.setFixedSize(26, _HEIGHT)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """As large as it is."""
        return QSize(26, _HEIGHT)

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint the mark."""
        frame = self.frame()
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tones.hover)
            painter.drawRoundedRect(frame, RADIUS, RADIUS)
        ink = tones.muted if self.isEnabled() else tones.disabled
        x, y = frame.center().x(), frame.center().y()
        if self._cross:
            cross_mark(painter, x, y, ink)
            return
        pen = QPen(ink, 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline([QPointF(x - 3.5, y - 1.5), QPointF(x, y + 2), QPointF(x + 3.5, y - 1.5)])


class SpanRow(QWidget):
    """One span with its buttons. ``act`` is called with "go", "relabel" or "remove" and the tag's key."""

    def __init__(self, face: SpanFace, act: Callable[[str, str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.face = face
        self._act = act
        self.button = SpanButton(face, self)
        self.other = MarkButton(
            self.tr("Change the label of “{words}”").format(words=face.words), cross=False, parent=self
        )
        self.take_off = MarkButton(
            self.tr("Remove {label} from “{words}”").format(label=face.label, words=face.words),
            cross=True,
            parent=self,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button, 1)
        row.addWidget(self.other)
        row.addWidget(self.take_off)
        self.button.clicked.connect(lambda: act("go", face.key))
        self.button.asked.connect(lambda what: act(what, face.key))
        self.other.clicked.connect(lambda: act("relabel", face.key))
        self.take_off.clicked.connect(lambda: act("remove", face.key))

    def set_writable(self, writable: bool) -> None:
        """Whether the tag may be changed."""
        self.other.setEnabled(writable)
        self.take_off.setEnabled(writable)

    def menu_point(self) -> QPoint:
        """Where a menu of labels opens, on the screen."""
        return self.other.mapToGlobal(self.other.rect().bottomLeft())

    def event(self, event: QEvent) -> bool:
        """The menu key asks for another label."""
        return claims(event, {Qt.Key.Key_Menu}) or super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click asks for another label too."""
        self._act("relabel", self.face.key)
        event.accept()
