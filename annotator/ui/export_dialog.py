"""The export dialog: in which format, what it cannot hold, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.exporters import FORMATS, Format
from annotator.ui.dialogs import file_name_of
from annotator.ui.labels import Muted, Problem, Title
from annotator.ui.words import QT_TRANSLATE_NOOP, counted

if TYPE_CHECKING:
    from annotator.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What the person decided: the file, the key of the format, and whether sources go along."""

    path: Path
    format: str
    source_bytes: bool = True


class ExportDialog(QDialog):
    """Asks for format and file. An existing file has been agreed to be replaced when it answers."""

    def __init__(self, workspace: Workspace, folder: Path, last: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(560)
        self._folder = folder
        self._agreed: Path | None = None
        project = workspace.project
        self._name = file_name_of(project.name) if project is not None else ""
        self.format = QComboBox(self)
        self.format.setAccessibleName(self.tr("Format"))
        for row in FORMATS:
            self.format.addItem(row.name, row.key)
        self.format.setCurrentIndex(max(0, self.format.findData(last)))
        self.description = Muted(parent=self)
        self.losses = Muted(parent=self)
        self.sources = QCheckBox(self.tr("Include the files as they were received"), self)
        self.sources.setChecked(True)
        self.file = QLineEdit(self)
        self.file.setAccessibleName(self.tr("File"))
        self.problem = Problem(self)
        self._build(workspace)
        self.format.currentIndexChanged.connect(self._on_format)
        self.file.textChanged.connect(self._check)
        self._on_format()

    def _build(self, workspace: Workspace) -> None:
        browse = QPushButton(self.tr("Choose…"), self)
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.file, 1)
        place.addWidget(browse)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("F&ormat"), self.format)
        about = QVBoxLayout()
        about.setSpacing(4)
        about.addWidget(self.description)
        about.addWidget(self.losses)
        form.addRow("", about)
        form.addRow("", self.sources)
        label = QLabel(self.tr("&File"), self)
        label.setBuddy(self.file)
        form.addRow(label, place)
        form.addRow("", self.problem)
        self._form = form
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.export_button = buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export_button.setProperty("primary", "true")
        self.export_button.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        column.addWidget(Title(self._what(workspace), 1.15, self))
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(buttons)

    def _what(self, workspace: Workspace) -> str:
        dialogues = counted(
            len(workspace.dialogue_ids),
            QT_TRANSLATE_NOOP("Counted", "1 dialogue"),
            QT_TRANSLATE_NOOP("Counted", "{n} dialogues"),
        )
        return self.tr("{what} of {project}").format(what=dialogues, project=self._name)

    def _chosen(self) -> Format:
        return FORMATS[max(0, self.format.currentIndex())]

    def _suffix(self) -> str:
        extension = self._chosen().extensions[0]
        return extension if extension.startswith(".") else f".{extension}"

    def _on_format(self) -> None:
        chosen = self._chosen()
        self.description.setText(chosen.description)
        lost = ", ".join(chosen.losses)
        self.losses.setText(self.tr("It cannot hold: {what}").format(what=lost) if lost else "")
        self.losses.setVisible(bool(lost))
        self._form.setRowVisible(self.sources, chosen.read is not None)
        path = Path(self.file.text()) if self.file.text() else self._folder / self._name
        known = {extension.lstrip(".") for row in FORMATS for extension in row.extensions}
        stem = path.stem if path.suffix.lstrip(".") in known else path.name
        self.file.setText(str(path.with_name((stem or self.tr("export")) + self._suffix())))

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export to"), self.file.text(), f"{self._chosen().name} (*{self._suffix()})"
        )
        if chosen:
            path = Path(chosen)
            self._agreed = path = path if path.suffix else path.with_suffix(self._suffix())
            self.file.setText(str(path))

    def _check(self) -> None:
        path = self._path()
        problem = ""
        if not self.file.text().strip() or path.is_dir():
            problem = self.tr("The export needs a file name.")
        elif not path.parent.is_dir():
            problem = self.tr("There is no folder {name}.").format(name=path.parent)
        self._say(problem)

    def _path(self) -> Path:
        return Path(self.file.text().strip()).expanduser()

    def _accept(self) -> None:
        path = self._path()
        if path.exists() and not path.is_dir() and self._agreed != path:
            self._agreed = path  # said below the field; the second press means it
            self._say(self.tr("This file exists. Press Export again to replace it."))
            return
        self._check()
        if not self.problem.text():
            self.accept()

    def _say(self, problem: str) -> None:
        self.problem.say(problem)
        self._form.setRowVisible(self.problem, bool(problem))

    def plan(self) -> ExportPlan:
        """What has been entered."""
        chosen = self._chosen()
        return ExportPlan(self._path(), chosen.key, self.sources.isChecked())
