"""A button that leads through the files of an import that a person should look at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QTableView, QWidget

from annotator.ui.importing.file_table import FileTable


class NextToCheck(QPushButton):
    """Picks the next file with open questions, or that cannot be read; away where there is no other.

    ``pick`` selects a row of the table.
    """

    def __init__(
        self, table: FileTable, view: QTableView, pick: Callable[[int], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setText(self.tr("&Next to check"))
        self.setAutoDefault(False)
        self._table = table
        self._view = view
        self._pick = pick
        self.clicked.connect(self._go)
        self.refresh()

    def _next(self) -> int | None:
        return self._table.next_to_check(self._view.currentIndex().row())

    def refresh(self) -> None:
        """Be there as long as it leads somewhere."""
        self.setVisible(self._next() is not None)

    def _go(self) -> None:
        row = self._next()
        if row is not None:
            self._pick(row)
