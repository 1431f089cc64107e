"""A QListView that measures only the rows on screen and keeps its place while they change.

QListView is the base because screen readers see its rows; none of its own layout is used. The
pure arithmetic is in :mod:`~annotator.ui.turn_list.anchored_rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from annotator.ui.turn_list.anchored_rows import AnchoredRows, Placed

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Anchor:
    """What stays where it is while the rest moves: a row's top, or a place within it, at ``y``."""

    row: int = 0
    place: int | None = None  # a place in the row that outlives its layout
    y: int = 0


class AnchoredListView(QListView):
    """Scrolling, geometry and Qt's questions about rows. Subclasses measure and paint them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = AnchoredRows(self.row_height)
        self._anchor = Anchor()
        self._syncing = False
        self._wheel_rest = 0.0
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self.tell_row)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Always there, so that its coming and going does not change the width of the rows.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAutoScroll(False)  # the base class would scroll to the current row by itself
        self.setTabKeyNavigation(False)
        # Every pixel is painted here, so a scroll may move them.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --- for subclasses ----------------------------------------------------------------------

    def row_count(self) -> int:
        """The number of rows."""
        raise NotImplementedError

    def row_height(self, row: int) -> int:
        """The height of a row in pixels."""
        raise NotImplementedError

    def place_at(self, row: int, y: int) -> int | None:
        """A place of the row at ``y`` that can be found again when it is laid out anew."""
        raise NotImplementedError

    def y_of_place(self, row: int, place: int) -> int:
        """Where that place is now, in pixels from the row's top."""
        raise NotImplementedError

    def paint_rows(self, painter: QPainter, clip: QRectF) -> None:
        """Paint what is on screen within a rectangle of the viewport, the ground included."""
        raise NotImplementedError

    @property
    def fixed_band(self) -> int:
        """Height of what is painted over the rows at the top and does not scroll with them."""
        return 0

    @property
    def line_step(self) -> int:
        """Pixels of one line, for the wheel."""
        raise NotImplementedError

    # --- the anchor --------------------------------------------------------------------------

    def take_anchor(self) -> None:
        """Remember where the list stands: by the current row if it is in sight, else by the top line."""
        shown = self.rows.visible()
        current = self.currentIndex().row()
        for placed in shown:
            if placed.row == current and placed.y >= 0:
                self._anchor = Anchor(current, None, placed.y)
                return
        if not shown:
            self._anchor = Anchor()
            return
        top = shown[0]
        place = self.place_at(top.row, -top.y)
        y = top.y if place is None else top.y + self.y_of_place(top.row, place)
        self._anchor = Anchor(top.row, place, y)

    def set_anchor(self, anchor: Anchor) -> None:
        """Stand so that this is where it says, as far as the ends allow."""
        self._anchor = anchor
        self.relayout()

    @property
    def anchor(self) -> Anchor:
        """What stays in place."""
        return self._anchor

    def relayout(self, changed: Container[int] | None = None) -> None:
        """Rows or width have changed: lay out anew around the anchor.

        Where only ``changed`` rows are others, the rows that stand where they stood are not painted.
        """
        before = None if changed is None else set(self.rows.visible())
        self.rows.resize(self.row_count(), self.viewport().height())
        if self.rows.count:
            row = min(self._anchor.row, self.rows.count - 1)
            within = 0
            if self._anchor.place is not None and row == self._anchor.row:
                within = self.y_of_place(row, self._anchor.place)
            self.rows.place(row, within - self._anchor.y)
        self._sync_bar(geometry=True)
        if before is None or changed is None:
            self.viewport().update()
            return
        after = self.rows.visible()
        for placed in after:
            if placed.row in changed or placed not in before:
                self.viewport().update(0, placed.y, self.viewport().width(), placed.height)
        below = after[-1].y + after[-1].height if after else 0
        self.viewport().update(0, below, self.viewport().width(), max(0, self.rows.viewport - below))

    def scroll_by(self, pixels: int) -> None:
        """Scroll the content up by so many pixels."""
        self._move(lambda: self.rows.scroll(pixels))

    def _move(self, move: Callable[[], None]) -> bool:
        """Go somewhere else; what stays on screen is shifted there and not painted again.

        Returns whether that was another place.
        """
        before = self.rows.visible()
        move()
        self.take_anchor()
        after = {placed.row: placed.y for placed in self.rows.visible()}
        shift = next((after[placed.row] - placed.y for placed in before if placed.row in after), None)
        self._sync_bar(geometry=False)
        if shift == 0:
            return False
        viewport = self.viewport()
        if shift is None or not self.devicePixelRatioF().is_integer():
            viewport.update()  # between two pixels of the screen a shift would blur
        else:
            fixed = min(self.fixed_band, viewport.height())
            viewport.scroll(0, shift, viewport.rect().adjusted(0, fixed, 0, 0))
            viewport.update(0, 0, viewport.width(), fixed)
        return True

    def reveal_row(self, row: int, margin: int = 0) -> None:
        """Scroll as little as needed to show a row."""
        self._move(lambda: self.rows.reveal(row, margin))

    def _sync_bar(self, *, geometry: bool) -> None:
        bar = self.verticalScrollBar()
        self._syncing = True
        if geometry:
            maximum, page = self.rows.bar()
            bar.setRange(0, maximum)
            bar.setPageStep(page)
            bar.setSingleStep(max(1, self.rows.units // 4))
            bar.setEnabled(maximum > 0)
        bar.setValue(self.rows.value(bar.maximum()))
        self._syncing = False

    # --- events ------------------------------------------------------------------------------

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """The person moved the scroll bar."""
        if not self._syncing:
            bar = self.verticalScrollBar()
            self._move(lambda: self.rows.jump(bar.value(), bar.maximum()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by pixels. Wheels with a modifier key are somebody else's."""
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
            return
        pixels = float(event.pixelDelta().y())
        if not pixels:
            lines = QGuiApplication.styleHints().wheelScrollLines()
            pixels = event.angleDelta().y() / 120 * lines * self.line_step
        self._wheel_rest += pixels
        whole = int(self._wheel_rest)
        self._wheel_rest -= whole
        self.scroll_by(-whole)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width or height; the base class of the base class then asks for geometries."""
        QAbstractItemView.resizeEvent(self, event)

    def updateGeometries(self) -> None:
        """Lay out anew around the anchor."""
        self.relayout()
        QAbstractItemView.updateGeometries(self)

    def doItemsLayout(self) -> None:
        """Lay out what is on screen, and nothing else."""
        QAbstractItemView.doItemsLayout(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is on screen."""
        self.executeDelayedItemsLayout()
        painter = QPainter(self.viewport())
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # A scroll leaves two stripes to paint, whose common rectangle is everything.
            stripes: Iterable[QRect] = event.region()  # type: ignore[assignment]
            for rect in stripes:
                painter.setClipRect(rect)
                self.paint_rows(painter, QRectF(rect))
        finally:  # of a file that cannot be read any more, too: Qt would end the program
            painter.end()

    # --- Qt's questions ----------------------------------------------------------------------

    def placed(self, row: int) -> Placed | None:
        """Where a row stands on screen; None where it does not."""
        return next((item for item in self.rows.visible() if item.row == row), None)

    def placed_at(self, y: int) -> Placed | None:
        """The row at a height of the viewport."""
        return next((item for item in self.rows.visible() if item.y <= y < item.y + item.height), None)

    def visualRect(self, index: AnyIndex) -> QRect:
        """Where a row is; rows out of sight lie just outside of the viewport."""
        if not index.isValid():
            return QRect()
        wide = self.viewport().width()
        found = self.placed(index.row())
        if found is not None:
            return QRect(0, found.y, wide, found.height)
        above = index.row() < self.rows.top
        return QRect(0, -2 if above else self.viewport().height() + 1, wide, 1)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row at a point of the viewport."""
        found = self.placed_at(point.y())
        return self.model().index(found.row, 0) if found is not None else QModelIndex()

    def scrollTo(
        self,
        index: AnyIndex,
        _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Show a row, as screen readers ask for."""
        if index.isValid():
            self.reveal_row(index.row())

    def horizontalOffset(self) -> int:
        """Nothing scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """Positions are those of the viewport."""
        return 0

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """The rows in sight that are selected."""
        region = QRegion()
        wide = self.viewport().width()
        for placed in self.rows.visible():
            if selection.contains(self.model().index(placed.row, 0)):
                region += QRect(0, placed.y, wide, placed.height)
        return region

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the rows a rectangle meets."""
        shown = [
            item.row
            for item in self.rows.visible()
            if item.y <= rect.bottom() and item.y + item.height > rect.top()
        ]
        selection = QItemSelection()
        if shown:
            selection.select(self.model().index(shown[0], 0), self.model().index(shown[-1], 0))
        self.selectionModel().select(selection, command)

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        """Repaint; whoever changed the rows lays out anew."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell screen readers; QListView would look the row up in a layout that is never made."""
        QAbstractItemView.currentChanged(self, current, previous)
        for index in (previous, current):
            self.viewport().update(self.visualRect(index))
        if QAccessible.isActive():
            self._telling.start()  # when the row is selected, too: else it is read as “not selected”

    def tell_row(self, what: QAccessible.Event = QAccessible.Event.Focus) -> None:
        """Let a screen reader read the current row: it got the focus, or its name has changed."""
        row = self.currentIndex().row()
        if QAccessible.isActive() and row >= 0 and self.hasFocus():
            event = QAccessibleEvent(self, what)
            event.setChild(row)
            QAccessible.updateAccessibility(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Repaint; QListView would go through every selected row for the screen reader's sake."""
        QAbstractItemView.selectionChanged(self, selected, deselected)

    def viewportSizeHint(self) -> QSize:
        """A size that asks nothing of the rows."""
        return QSize(480, 400)

    def sizeHint(self) -> QSize:
        """The same."""
        return self.viewportSizeHint()
