"""Which labels met on one turn, as a table whose cells lead to the turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from annotator.ui.theme import blend, readable, theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from annotator.reliability import FacetAgreement


class ConfusionMatrix(QTableWidget):
    """Rows are the earlier annotator's labels. ``opened`` carries the two labels' names of a cell in which
    annotators differ (double click, Enter)."""

    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: tuple[str, ...] = ()
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setCornerButtonEnabled(False)
        self.itemDoubleClicked.connect(self._open)

    def show_facet(self, facet: FacetAgreement) -> None:
        """Show the labels of a facet that were used at all."""
        used = [
            at
            for at in range(len(facet.labels))
            if any(facet.confusion[at]) or any(row[at] for row in facet.confusion)
        ]
        self._labels = tuple(facet.labels[at] for at in used)
        self.clear()
        self.setRowCount(len(used))
        self.setColumnCount(len(used))
        self.setHorizontalHeaderLabels(self._labels)
        self.setVerticalHeaderLabels(self._labels)
        cells = {(one, other): facet.confusion[one][other] for one in used for other in used}
        # Each has a scale of its own: where most agree, what they differ on would be too pale to see.
        most = {
            same: max((cell for place, cell in cells.items() if (place[0] == place[1]) is same), default=0)
            or 1
            for same in (True, False)
        }
        theme = theme_of(self.palette())
        for row, one in enumerate(used):
            for column, other in enumerate(used):
                count = cells[one, other]
                item = QTableWidgetItem(f"{count:,.0f}" if count else "·")
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                tint = theme.accent if one == other else theme.warning
                ground = blend(tint, theme.base, 0.5 * count / most[one == other]) if count else theme.base
                item.setBackground(QColor(ground))
                item.setForeground(QColor(readable(theme.text if count else theme.muted, ground)))
                item.setToolTip(self._tip(row, column, int(count)))
                self.setItem(row, column, item)

    def _tip(self, row: int, column: int, count: int) -> str:
        one, other = self._labels[row], self._labels[column]
        if row == column:
            return self.tr("Both said {label}: {count}").format(label=one, count=f"{count:,}")
        return self.tr("{one} and {other}: {count}. Enter shows the turns.").format(
            one=one, other=other, count=f"{count:,}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell."""
        item = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and item is not None:
            self._open(item)
        else:
            super().keyPressEvent(event)

    def _open(self, item: QTableWidgetItem) -> None:
        if item.row() != item.column() and item.text() != "·":
            self.opened.emit(self._labels[item.row()], self._labels[item.column()])
