"""The table of speakers: a row a name, a column for each thing that is known about them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from annotator.ui.dialogs.dialog_parts import dialog_column
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.widgets.ranked_labels import Muted, Title

if TYPE_CHECKING:
    from annotator.exchange.speakers_from_table import SpeakerReport
    from annotator.model import Changes
    from annotator.store import Project
    from annotator.ui.workspace.workspace import Workspace

_FIXED = 2  # columns before the attributes: name, turns
_BETWEEN = " / "  # values that differ between dialogues
_PAUSE = 30  # milliseconds between two looks at whether a cell is still being written in


class SpeakersDialog(QDialog):
    """Shows and changes who speaks and what is known about them; each change is an edit of its own."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Speakers"))
        self.setMinimumSize(640, 420)
        self._workspace = workspace
        self._filling = False
        self._attributes: list[str] = []
        self._people: list[str] = []
        self._new: list[str] = []  # attributes that nobody has a value of yet
        self.scope = QComboBox(self)
        self.scope.addItems([self.tr("Of this dialogue"), self.tr("Of the whole project")])
        self.scope.setAccessibleName(self.tr("Which speakers"))
        self.table = QTableWidget(self)
        self.table.setAccessibleName(self.tr("Speakers and what is known about them"))
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().setVisible(False)
        self.attribute = QLineEdit(self)
        self.attribute.setPlaceholderText(self.tr("New attribute, such as age"))
        self.attribute.setAccessibleName(self.tr("Name of the new attribute"))
        self.add = QPushButton(self.tr("&Add attribute"), self)
        self.rename = QPushButton(self.tr("&Rename attribute"), self)
        self.rename.setToolTip(self.tr("Calls the attribute of the selected column by the name in the field"))
        self.take_in = QPushButton(self.tr("&Import from CSV…"), self)
        self.undo = QPushButton(self.tr("&Undo"), self)
        self.note = Muted(parent=self)
        self._build()
        self.scope.currentIndexChanged.connect(self.refresh)
        self.table.itemChanged.connect(self._on_changed)
        self.add.clicked.connect(self.add_attribute)
        self.attribute.returnPressed.connect(self.add_attribute)
        self.attribute.textChanged.connect(self._enable)
        self.table.currentCellChanged.connect(self._enable)
        self.rename.clicked.connect(self.rename_attribute)
        self.take_in.clicked.connect(self._choose_file)
        self.undo.clicked.connect(self._take_back)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self.refresh)
        workspace.changed.connect(self.refresh)
        self.refresh()
        self.table.setFocus()

    def _build(self) -> None:
        box = dialog_column(self, 12)
        top = QHBoxLayout()
        top.addWidget(Title(self.windowTitle(), 1.15, self), 1)
        label = QLabel(self.tr("&Show:"), self)
        label.setBuddy(self.scope)
        top.addWidget(label)
        top.addWidget(self.scope)
        box.addLayout(top)
        box.addWidget(
            Muted(
                self.tr(
                    "Change a name to give all its turns another one; two speakers of one name become one. "
                    "Turns are found by what is known: about:age=31."
                ),
                self,
            )
        )
        box.addWidget(self.table, 1)
        box.addWidget(self.note)
        row = QHBoxLayout()
        row.addWidget(self.attribute, 1)
        below = QHBoxLayout()
        for button, where in ((self.add, row), (self.rename, row), (self.take_in, below), (self.undo, below)):
            button.setAutoDefault(False)
            where.addWidget(button)
        box.addLayout(row)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        below.addStretch(1)
        below.addWidget(buttons)
        box.addLayout(below)

    def _where(self) -> list[int] | None:
        """The dialogues in question; None for all."""
        dialogue = self._workspace.cursor.dialogue_id
        return [dialogue] if self.scope.currentIndex() == 0 and dialogue is not None else None

    def refresh(self, _changes: object = None) -> None:
        """Show what is known now; where a cell is being written in, once its field has gone."""
        if self.table.state() == QAbstractItemView.State.EditingState:
            self._soon.start()
            return
        project = self._workspace.project
        people = [one for one in project.speakers.table(self._where()) if one.name] if project else []
        found = {name: None for one in people for name in one.values}
        names = [*found, *(name for name in self._new if name not in found)]
        writable = self._workspace.writable
        self._attributes, self._people = names, [one.name for one in people]
        self._filling = True
        self.table.clear()
        self.table.setRowCount(len(people))
        self.table.setColumnCount(_FIXED + len(names))
        self.table.setHorizontalHeaderLabels([self.tr("Speaker"), self.tr("Turns"), *names])
        for row, one in enumerate(people):
            cells = [one.name, f"{one.turns:,}", *(_BETWEEN.join(one.values.get(name, ())) for name in names)]
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, text)
                if column == 1 or not writable:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                if column >= _FIXED and len(one.values.get(names[column - _FIXED], ())) > 1:
                    item.setToolTip(
                        self.tr("Differs between dialogues; what you type holds for all of them.")
                    )
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        self._filling = False
        self.note.setText("" if people else self.tr("Nobody speaks here."))
        self.note.setVisible(not people)
        for button in (self.add, self.take_in, self.attribute):
            button.setEnabled(writable)
        self.undo.setEnabled(writable and self._workspace.history.to_undo() is not None)
        self._enable()

    def _enable(self) -> None:
        named = bool(self.attribute.text().strip())
        self.rename.setEnabled(self._workspace.writable and named and self._column() is not None)

    def _column(self) -> str | None:
        """The attribute of the selected cell; None where it is of none."""
        at = self.table.currentColumn() - _FIXED
        return self._attributes[at] if 0 <= at < len(self._attributes) else None

    def add_attribute(self) -> None:
        """Add a column for the attribute whose name was typed, and go to its first cell."""
        name = " ".join(self.attribute.text().split())
        if not name:
            return
        if name not in self._new:
            self._new.append(name)
        self.attribute.clear()
        self.refresh()
        self.table.setCurrentCell(0, _FIXED + self._attributes.index(name))
        self.table.setFocus()

    def rename_attribute(self) -> None:
        """Call the attribute of the selected column by the name that was typed."""
        old, new = self._column(), " ".join(self.attribute.text().split())
        if old is None or not new:
            return
        at = self.table.currentRow(), self.table.currentColumn()
        if self._workspace.do(lambda project: project.speakers.rename_attribute(old, new)) is not None:
            self._new = [new if name == old else name for name in self._new]
            self.attribute.clear()
            self.refresh()
            self.table.setCurrentCell(*at)

    def read_file(self, path: Path) -> SpeakerReport | None:
        """Take over what a table says; None where it cannot be read, which has then been said."""
        from annotator.exchange.speakers_from_table import import_speakers  # noqa: PLC0415 - after the first paint

        report: SpeakerReport | None = None

        def edit(project: Project) -> Changes:
            nonlocal report
            report = import_speakers(project, path)
            return report.changes

        self._workspace.do(edit)
        if report is not None:
            text = counted(
                report.speakers,
                QT_TRANSLATE_NOOP("Counted", "1 speaker has been described."),
                QT_TRANSLATE_NOOP("Counted", "{n} speakers have been described."),
            )
            if report.unknown:
                text += " " + self.tr("Nobody here is called {names}.").format(
                    names=", ".join(report.unknown[:5])
                )
            self.note.setText(text)
            self.note.setVisible(True)
        return report

    def _take_back(self) -> None:
        self._workspace.history.undo()

    def _choose_file(self) -> None:
        filters = self.tr("Tables (*.csv *.tsv *.txt)")
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import what is known about speakers"), "", filters
        )
        if name:
            self.read_file(Path(name))

    def _on_changed(self, item: QTableWidgetItem) -> None:
        """A cell was edited: rename, or say something about a speaker."""
        old = str(item.data(Qt.ItemDataRole.UserRole))
        new = " ".join(item.text().split())
        if self._filling or new == old:
            return
        row, column = item.row(), item.column()
        name = self._people[row]
        where = self._where()
        attribute = self._attributes[column - _FIXED] if column >= _FIXED else ""

        def edit(project: Project) -> Changes:
            if column == 0:
                return project.speakers.rename(name, new, where)
            return project.speakers.set(name, attribute, new, where)

        if self._workspace.do(edit) is None:
            self.refresh()
        else:
            self.table.setCurrentCell(min(row, self.table.rowCount() - 1), column)
