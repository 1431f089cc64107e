"""Shows a finished picture; in those of a dialogue turns are pointed at, gone to and selected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from annotator.ui import theme
from annotator.ui.widgets.plain_text import wrapped

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from annotator.pictures.make_picture import Panel
    from annotator.ui.pictures.background_drawing import Seen

_PAGE = 10  # turns that Page Up and Page Down go


class PictureView(QWidget):
    """A picture as large as the widget. Turns are positions from 0.

    The pointer shows a turn, a click goes there, a drag selects; so do the arrow keys, Enter, and the
    arrow keys with Shift.
    """

    turn_wanted = Signal(int)
    turns_wanted = Signal(int, int)  # from, to, both included
    resized = Signal()

    def __init__(self, describe: Callable[[int], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self._seen: Seen | None = None
        self._image = QImage()
        self.current: int | None = None  # the turn in hand, where this dialogue is
        self.pointed: int | None = None
        self._anchor: int | None = None  # where a drag, or a selection by keys, began
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """A picture as it would stand in a paper, twice as large."""
        return QSize(760, 440)

    # --- what is shown ---------------------------------------------------------------------

    @property
    def turns(self) -> int:
        """How many turns the horizontal axis has; 0 where it is something else."""
        return len(self._seen.drawn.data.turns) if self._seen is not None and self._seen.panels else 0

    def show_picture(self, seen: Seen | None) -> None:
        """Show a picture, or none."""
        self._seen = seen
        self.pointed = self._anchor = None
        if seen is None:
            self._image = QImage()
        else:
            image = QImage(
                seen.pixels, seen.width, seen.height, 4 * seen.width, QImage.Format.Format_RGBA8888
            )
            self._image = image.copy()  # of its own, whatever becomes of the bytes
            self.setAccessibleDescription(seen.drawn.caption)
        self.update()

    def set_current(self, position: int | None) -> None:
        """Mark the turn in hand."""
        if position != self.current:
            self.current = position
            self.update()

    # --- where things are ------------------------------------------------------------------

    def place(self) -> QRectF:
        """Where the picture stands: as large as fits, never distorted."""
        whole = QRectF(self.rect())
        if self._seen is None:
            return whole
        scale = min(whole.width() / self._seen.width, whole.height() / self._seen.height)
        width, height = self._seen.width * scale, self._seen.height * scale
        return QRectF((whole.width() - width) / 2, (whole.height() - height) / 2, width, height)

    def panels(self) -> list[tuple[QRectF, Panel]]:
        """The axes of turns, as places of this widget."""
        if self._seen is None:
            return []
        place = self.place()
        scale = place.width() / self._seen.width
        return [
            (
                QRectF(
                    place.left() + panel.box[0] * scale,
                    place.top() + panel.box[1] * scale,
                    (panel.box[2] - panel.box[0]) * scale,
                    (panel.box[3] - panel.box[1]) * scale,
                ),
                panel,
            )
            for panel in self._seen.panels
        ]

    def turn_at(self, point: QPoint, *, anywhere: bool = False) -> int | None:
        """The turn under a point; with ``anywhere`` the nearest one, wherever the point is."""
        for box, panel in self.panels():
            if anywhere or box.contains(point):
                low, high = panel.across
                value = low + (point.x() - box.left()) / max(1.0, box.width()) * (high - low)
                return max(0, min(self.turns - 1, round(value) - 1))
        return None

    def place_of(self, turn: int, box: QRectF, panel: Panel) -> QRectF:
        """The column of a turn within axes."""
        low, high = panel.across
        width = box.width() / (high - low)
        return QRectF(box.left() + (turn + 0.5 - low) * width, box.top(), max(1.0, width), box.height())

    # --- the pointer and keys ------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what turn is under the pointer; with the button held, select from where it went down."""
        dragging = self._anchor is not None and bool(event.buttons() & Qt.MouseButton.LeftButton)
        turn = self.turn_at(event.position().toPoint(), anywhere=dragging)
        self._point_at(turn)
        self.setCursor(Qt.CursorShape.PointingHandCursor if turn is not None else Qt.CursorShape.ArrowCursor)
        if turn is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), wrapped(self._describe(turn)), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a selection."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._anchor = self.turn_at(event.position().toPoint())
            self._point_at(self._anchor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the turn that was clicked, or select those that were dragged over."""
        if event.button() != Qt.MouseButton.LeftButton or self._anchor is None:
            return
        turn = self.turn_at(event.position().toPoint(), anywhere=True)
        first, self._anchor = self._anchor, None
        if turn is None or turn == first:
            self.turn_wanted.emit(first)
        else:
            self.turns_wanted.emit(min(first, turn), max(first, turn))
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is pointed at any more."""
        if self._anchor is None:
            self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Point at turns by keys: arrows, pages, Home and End; Enter goes there, Shift selects."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageUp: -_PAGE,
            Qt.Key.Key_PageDown: _PAGE,
            Qt.Key.Key_Home: -self.turns,
            Qt.Key.Key_End: self.turns,
        }
        key = Qt.Key(event.key())
        if not self.turns or (key not in steps and key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)
            return
        here = self.pointed if self.pointed is not None else self.current if self.current is not None else 0
        if key not in steps:
            self.turn_wanted.emit(here)
            return
        turn = max(0, min(self.turns - 1, here + steps[key]))
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = here if self._anchor is None else self._anchor
            self._point_at(turn)
            self.turns_wanted.emit(min(self._anchor, turn), max(self._anchor, turn))
        else:
            self._anchor = None
            self._point_at(turn)
        boxes = self.panels()
        if boxes:
            place = self.place_of(turn, *boxes[0]).center().toPoint()
            QToolTip.showText(self.mapToGlobal(place), wrapped(self._describe(turn)), self)

    def _point_at(self, turn: int | None) -> None:
        if turn != self.pointed:
            self.pointed = turn
            self.update()

    # --- Qt's calls ------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have it drawn anew in the new size, soon."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, the turn in hand, what is pointed at."""
        painter = QPainter(self)
        colours = theme.theme_of(self.palette())
        painter.fillRect(self.rect(), QColor(colours.base))
        if self._image.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.place(), self._image)
        for box, panel in self.panels():
            if self.current is not None and self.current < self.turns:
                self._band(painter, self.place_of(self.current, box, panel), colours.accent, 46)
            if self.pointed is not None:
                place = self.place_of(self.pointed, box, panel)
                if self._anchor is not None:
                    place = place.united(self.place_of(self._anchor, box, panel))
                self._band(painter, place, colours.text, 30)
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _band(self, painter: QPainter, place: QRectF, colour: str, alpha: int) -> None:
        shade = QColor(colour)
        shade.setAlpha(alpha)
        painter.fillRect(place, shade)
