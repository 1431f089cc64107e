"""Two layouts that wrap: :class:`FlowLayout` like words, :class:`CellLayout` on an even grid."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_ALIKE = 1.15  # widths up to this multiple of the typical one count as typical


class FlowLayout(QLayout):
    """Items at their preferred widths, left to right, in as many rows as it takes.

    An item wider than the layout gets the layout's width. ``gap`` is the space between
    items in both directions, in pixels.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = 6) -> None:
        super().__init__(parent)
        self.gap = gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins())

    # --- what QLayout asks for ----------------------------------------------------------

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at that place, None beyond the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at that place, None beyond the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Neither: the height follows from the width."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Yes: rows wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height in pixels that all rows need at that width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """The smallest size that is of use."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Room for the item with the largest minimum; widths shrink, so only that counts."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        left, top, right, bottom = self._margins()
        return size + QSize(left + right, top + bottom)

    # --- arranging ----------------------------------------------------------------------

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _margins(self) -> tuple[int, int, int, int]:
        margins = self.contentsMargins()
        return margins.left(), margins.top(), margins.right(), margins.bottom()

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items (or only measure) and return the height used, margins included."""
        left, top, right, bottom = self._margins()
        inner = rect.adjusted(left, top, -right, -bottom)
        x, y, row_height = inner.x(), inner.y(), 0
        for item, width in self._widths(inner.width()):
            height = item.sizeHint().height()
            if row_height and x + width > inner.x() + inner.width():
                x, y, row_height = inner.x(), y + row_height + self.gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, height)))
            x += width + self.gap
            row_height = max(row_height, height)
        return y + row_height - rect.y() + bottom

    def _widths(self, available: int) -> list[tuple[QLayoutItem, int]]:
        return [(item, min(item.sizeHint().width(), max(available, 0))) for item in self._shown()]


class CellLayout(FlowLayout):
    """Items on a grid of equal columns; one that needs more room takes several cells.

    The columns follow the typical (median) item, so that one long name does not turn a
    compact grid into a single column.
    """

    def _widths(self, available: int) -> list[tuple[QLayoutItem, int]]:
        from statistics import median  # noqa: PLC0415 - the turns are shown without any grid

        items = self._shown()
        if not items or available <= 0:
            return [(item, 0) for item in items]
        hints = [item.sizeHint().width() for item in items]
        # Names a little wider than the median fit, too: else each digit more costs a cell.
        typical = max(1, *(hint for hint in hints if hint <= median(hints) * _ALIKE))
        columns = max(1, min((available + self.gap) // (typical + self.gap), len(items)))
        cell = (available - (columns - 1) * self.gap) // columns
        widths = []
        for item, hint in zip(items, hints, strict=True):
            cells = min(columns, -(-(hint + self.gap) // (cell + self.gap)))
            widths.append((item, cells * cell + (cells - 1) * self.gap))
        return widths
