"""What the panels' own buttons share: hover, focus ring, rounded frame, and reading aloud."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.ui.theme.qt_colours import Tones, tones_of
from annotator.ui.widgets.claimed_keys import PRESSES, claims

RADIUS = 6.0


class PaintedButton(QAbstractButton):
    """A button that draws itself; subclasses implement :meth:`draw` and ``sizeHint``."""

    own_keys: frozenset[Qt.Key] = PRESSES  # not the window's while the button has the focus

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard in the list
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._showing = False
        self.toggled.connect(self._switched)

    def nextCheckState(self) -> None:
        """A click does not switch by itself: the project decides what holds."""

    def setChecked(self, checked: bool) -> None:
        """Show that it is on, or off."""
        self._showing = True
        super().setChecked(checked)
        self._showing = False

    def _switched(self, checked: bool) -> None:
        """Screen readers switch a button instead of pressing it, which has to do what a click does."""
        if not self._showing:
            self.setChecked(not checked)
            self.click()

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Space for the button that has the focus."""
        return claims(event, self.own_keys) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button as Space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to be elided, as high as it wants."""
        return QSize(min(self.sizeHint().width(), 48), self.sizeHint().height())

    def paintEvent(self, _event: object) -> None:
        """Paint the button and, around it, where the keyboard is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones = tones_of(self)
        self.draw(painter, tones)
        if self.hasFocus():
            self._focus_ring(painter, tones)
        painter.end()

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint the button itself."""
        raise NotImplementedError

    def background(self, tones: Tones) -> QColor:
        """The resting, hovered or pressed ground of an unchecked button."""
        if not self.isEnabled():
            return tones.raised
        if self.isDown():
            return tones.press
        return tones.hover if self.underMouse() else tones.raised

    def frame(self) -> QRectF:
        """The rounded rectangle inside the room kept for the focus ring."""
        return QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)

    def _focus_ring(self, painter: QPainter, tones: Tones) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tones.accent, 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS + 1.5, RADIUS + 1.5)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the hover away."""
        super().leaveEvent(event)
        self.update()


def key_cap(painter: QPainter, rect: QRectF, text: str, tones: Tones, *, enabled: bool = True) -> None:
    """Draw a key's name quietly: a small rounded outline with the key in it."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(tones.line, 1))
    painter.drawRoundedRect(rect, 3.5, 3.5)
    painter.setPen(tones.muted if enabled else tones.disabled)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def filled_cap(painter: QPainter, rect: QRectF, text: str, tones: Tones, *, enabled: bool = True) -> None:
    """Draw a key's name on a filled ground: a digit that does something else than give a label."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tones.accent if enabled else tones.disabled)
    painter.drawRoundedRect(rect, 3.5, 3.5)
    painter.setPen(tones.on_accent)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def check_mark(painter: QPainter, centre_x: float, centre_y: float, colour: QColor) -> None:
    """Draw a check mark about ten pixels wide."""
    painter.save()
    pen = QPen(colour, 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        [
            QPointF(centre_x - 4, centre_y + 0.5),
            QPointF(centre_x - 1.2, centre_y + 3.2),
            QPointF(centre_x + 4, centre_y - 3),
        ]
    )
    painter.restore()


def cross_mark(painter: QPainter, centre_x: float, centre_y: float, colour: QColor) -> None:
    """Draw a small × about seven pixels wide."""
    painter.save()
    pen = QPen(colour, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    reach = 3.2
    for sign in (1, -1):
        painter.drawLine(
            QPointF(centre_x - reach, centre_y - reach * sign),
            QPointF(centre_x + reach, centre_y + reach * sign),
        )
    painter.restore()
