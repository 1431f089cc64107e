"""Columns as wide as what stands in them, as far as there is room.

Where there is too little, a long name of a file gives way first, to a part that tells files apart, then
others but the last: it says what to do.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

_NARROWEST, _WIDEST = 48, 220  # pixels of a column
_NAME, _TOLD_APART = 120, 200  # of the first at least; and if others can give way


class ElidedInTheMiddle(QStyledItemDelegate):
    """Paints a text that is too long with its beginning and its end: names of files often begin alike."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Put the dots in the middle."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


class FittedColumns(QObject):
    """Fits the columns of a table when it, or what stands in it, changes, until somebody drags one."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._dragged = False
        self._pending = QTimer(self, singleShot=True, interval=0)
        self._pending.timeout.connect(self.fit)
        model = view.model()
        for signal in (model.dataChanged, model.rowsInserted, model.modelReset):
            signal.connect(self._soon)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.sectionResized.connect(self._on_resized)
        view.viewport().installEventFilter(self)

    def _soon(self, *_: object) -> None:
        self._pending.start()

    def _on_resized(self, *_: object) -> None:
        held = QApplication.mouseButtons() & Qt.MouseButton.LeftButton
        self._dragged = self._dragged or bool(held)

    def fit(self) -> None:
        """Give every column its room: the first what the others leave, as far as it needs it."""
        view, header = self._view, self._view.horizontalHeader()
        if self._dragged:
            return
        wanted = [
            max(view.sizeHintForColumn(column), header.sectionSizeHint(column))
            for column in range(view.model().columnCount())
        ]
        others = [max(_NARROWEST, min(width, _WIDEST)) for width in wanted[1:]]
        least = [max(_NARROWEST, header.sectionSizeHint(column)) for column in range(1, len(wanted))]
        room = view.viewport().width() - sum(others)
        if room < (enough := max(_NAME, min(_TOLD_APART, wanted[0]))):
            _shrink(others, [*least[:-1], others[-1]], enough - room)
            room = view.viewport().width() - sum(others)
        header.resizeSection(0, max(_NAME, min(room, wanted[0])))
        for column, width in enumerate(others[:-1], 1):
            header.resizeSection(column, width)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Fit anew when the table has another size."""
        if event.type() == QEvent.Type.Resize:
            self._soon()
        return False


def _shrink(widths: list[int], least: list[int], by: int) -> None:
    """Take so many pixels off, as far as may be, from the column first that has most above its least."""
    for _ in range(by):
        spare, place = max(
            (width - low, place) for place, (width, low) in enumerate(zip(widths, least, strict=True))
        )
        if spare <= 0:
            return
        widths[place] -= 1
