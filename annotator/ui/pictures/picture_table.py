"""The table behind a picture, for a view: what stands in the CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from annotator.pictures import Data

Index = QModelIndex | QPersistentModelIndex


class DataModel(QAbstractTableModel):
    """Rows and columns of a picture's data."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data: Data | None = None

    def show_data(self, data: Data | None) -> None:
        """Show another table, or none."""
        self.beginResetModel()
        self._data = data
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return len(self._data.rows) if self._data is not None and not parent.isValid() else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as above
        """How many columns there are."""
        return len(self._data.columns) if self._data is not None and not parent.isValid() else 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell as text; numbers stand at the right."""
        if self._data is None:
            return None
        cell = self._data.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(cell, int | float):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names, as in the CSV; rows are numbered."""
        if role != Qt.ItemDataRole.DisplayRole or self._data is None:
            return None
        return self._data.columns[section] if orientation == Qt.Orientation.Horizontal else section + 1
