"""The first rows of a table with, above each column, what it is: the text, the speaker, or simply kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from annotator.importers import ROLES, TOGETHER, columns_together
from annotator.ui.importing.chooser_parts import lay_out_chooser
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP
from annotator.ui.widgets.plain_text import wrapped
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.ui.importing.file_table import FileEntry
    from annotator.ui.workspace.typed_signals import Carries

_WIDTH = 132
_ROWS = 4  # of the sample that are in sight
_ROW_HEIGHT = 26

_ROLE_NAMES = {
    "text": QT_TRANSLATE_NOOP("ColumnRole", "Text"),
    "answer": QT_TRANSLATE_NOOP("ColumnRole", "Answer to the text"),
    "whole": QT_TRANSLATE_NOOP("ColumnRole", "Whole dialogue"),
    "speaker": QT_TRANSLATE_NOOP("ColumnRole", "Speaker"),
    "dialogue": QT_TRANSLATE_NOOP("ColumnRole", "Dialogue"),
    "id": QT_TRANSLATE_NOOP("ColumnRole", "Id of the turn"),
    "reply_to": QT_TRANSLATE_NOOP("ColumnRole", "Reply to"),
    "start": QT_TRANSLATE_NOOP("ColumnRole", "Starts at"),
    "end": QT_TRANSLATE_NOOP("ColumnRole", "Ends at"),
    "time": QT_TRANSLATE_NOOP("ColumnRole", "Date and time"),
    "order": QT_TRANSLATE_NOOP("ColumnRole", "Order of turns"),
}


class ColumnChooser(QWidget):
    """Shows how the columns of one file are understood, and lets a person say it differently."""

    # every role with a column or "", or None to guess
    mapping_chosen: Carries[dict[str, str] | None] = carrying()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mapping: dict[str, str] = {}
        self._columns: tuple[str, ...] = ()
        self.boxes: list[QComboBox] = []
        self.grid = QTableWidget(self)
        self.grid.setAccessibleName(self.tr("Columns, with their first values"))
        self.grid.setFrameShape(QFrame.Shape.NoFrame)
        self.grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.grid.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.grid.setWordWrap(False)
        self.grid.verticalHeader().hide()
        self.grid.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.grid.horizontalHeader().setDefaultSectionSize(_WIDTH)
        self.grid.horizontalHeader().setHighlightSections(False)
        self.grid.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.grid.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.grid.setFixedHeight((_ROWS + 2) * _ROW_HEIGHT + 34)
        self.guess = lay_out_chooser(self, self.tr("&Columns"), self.grid)
        self.guess.clicked.connect(lambda: self.mapping_chosen.emit(None))

    def show_entry(self, entry: FileEntry | None) -> None:
        """Show the columns of a file; nothing where it has none."""
        if entry is None or not entry.columns:
            self.hide()
            return
        self.guess.setEnabled(entry.mapping is not None)
        if entry.columns != self._columns:
            self._columns = entry.columns
            self._fill(entry)
        self._mark(entry.found_mapping)
        self.show()

    def _fill(self, entry: FileEntry) -> None:
        self.grid.clear()
        self.grid.setColumnCount(len(entry.columns))
        self.grid.setRowCount(1 + len(entry.sample))
        self.grid.setHorizontalHeaderLabels(list(entry.columns))
        self.grid.setRowHeight(0, _ROW_HEIGHT + 8)
        self.boxes = []
        for at, name in enumerate(entry.columns):
            self.boxes.append(self._box(name))
            self.grid.setCellWidget(0, at, self.boxes[-1])
            for row, values in enumerate(entry.sample, 1):
                item = QTableWidgetItem(" ".join(values[at].split()))
                item.setToolTip(wrapped(values[at]))
                self.grid.setItem(row, at, item)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self.grid)
        box.setAccessibleName(self.tr("What the column {name} is").format(name=name))
        box.addItem(self.tr("Kept"), "")
        for role in ROLES:
            box.addItem(QCoreApplication.translate("ColumnRole", _ROLE_NAMES[role]), role)
        box.activated.connect(lambda _: self._choose(name, str(box.currentData())))
        return box

    def _mark(self, mapping: Mapping[str, str]) -> None:
        """Show a mapping."""
        self._mapping = {role: column for role, column in mapping.items() if column}
        roles = {
            part: role
            for role, column in self._mapping.items()
            for part in columns_together(column, self._columns)
        }
        for box, name in zip(self.boxes, self._columns, strict=True):
            box.setCurrentIndex(box.findData(roles.get(name, "")))

    def _choose(self, name: str, role: str) -> None:
        """One column is something else from now on; only the dialogue can be told by several together."""
        parts = {own: columns_together(column, self._columns) for own, column in self._mapping.items()}
        left = {own: [part for part in each if part != name] for own, each in parts.items()}
        if role == "dialogue":
            left[role] = [*left.get(role, ()), name]
        elif role:
            left[role] = [name]
        mapping = {own: TOGETHER.join(each) for own, each in left.items()}
        self.mapping_chosen.emit({own: mapping.get(own, "") for own in ROLES})
