"""The dialog for a new project: what it is called, where it lies, who begins it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.paths import is_there
from annotator.ui.dialogs.dialog_parts import footer
from annotator.ui.dialogs.new_project import NewProject, file_name_of
from annotator.ui.settings.user_folders import PROJECT_SUFFIX
from annotator.ui.texts.translation import window_language
from annotator.ui.widgets.ranked_labels import Muted, Problem


class NewProjectDialog(QDialog):
    """Asks for the name and the place of a new project, and for the person's name."""

    def __init__(self, folder: Path, annotator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New project"))
        self.setMinimumWidth(520)
        self._folder = folder
        self.name = QLineEdit(self.tr("My study"), self)
        self.name.selectAll()
        self.annotator = QLineEdit(annotator, self)
        self.codebook = self._codebooks()
        self.place = Muted(parent=self)
        self.problem = Problem(self)
        browse = QPushButton(self.tr("Choose folder…"), self)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(browse)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.addRow(self.tr("Project &name"), self.name)
        form.addRow(self.tr("Saved in"), row)
        form.addRow(self.tr("&Your name"), self.annotator)
        form.addRow(self.tr("&Codebook"), self.codebook)
        buttons, self.create_button = footer(self, self.tr("Create"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(buttons)
        self.name.textChanged.connect(self._check)
        self.annotator.textChanged.connect(self._check)
        self._check()

    def answer(self) -> NewProject:
        """What has been entered."""
        name = self.name.text().strip()
        path = self._folder / f"{file_name_of(name)}{PROJECT_SUFFIX}"
        return NewProject(path, name, self.annotator.text().strip(), str(self.codebook.currentData()))

    def _codebooks(self) -> QComboBox:
        """The starter codebooks to begin with; more of them can be added in the codebook's window."""
        from annotator.codebooks import STARTERS, starter  # noqa: PLC0415 - reads files

        box = QComboBox(self)
        box.setToolTip(self.tr("The questions asked of each turn. You can change the codebook at any time."))
        for name in STARTERS:
            book = starter(name, window_language())
            box.addItem(book.name, name)
            facets = ", ".join(facet.name for facet in book.facets)
            box.setItemData(box.count() - 1, facets, Qt.ItemDataRole.ToolTipRole)
        return box

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder for the project"), str(self._folder))
        if folder:
            self._folder = Path(folder)
            self._check()

    def _check(self) -> None:
        answer = self.answer()
        self.place.setText(str(answer.path.parent))
        problem = ""
        if not file_name_of(answer.name):
            problem = self.tr("The project needs a name.")
        elif is_there(answer.path):
            problem = self.tr("There is already a project of this name in that folder.")
        elif not answer.annotator:
            problem = self.tr("Your name is stored with every tag you give; it cannot be empty.")
        self.problem.say(problem)
        self.create_button.setEnabled(not problem)
