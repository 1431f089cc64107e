"""The export dialog: in which format, what it cannot hold, which part, in which words, and where to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator import filters
from annotator.core.paths import is_file, is_folder
from annotator.exchange import key_beside
from annotator.exporters import FORMATS, Format
from annotator.ui.dialogs.dialog_parts import resize_within_screen
from annotator.ui.dialogs.new_project import file_name_of
from annotator.ui.exporting.export_options import DivisionBox, LossTable, NamesBox, PeopleBox, TurnsBox
from annotator.ui.exporting.export_plan import ExportPlan
from annotator.ui.exporting.format_texts import of_format
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.widgets.ranked_labels import FittedMuted, Problem, Title

if TYPE_CHECKING:
    from annotator.ui.workspace.workspace import Workspace


class ExportDialog(QDialog):
    """Asks for format, part and file. An existing file has been agreed to be replaced when it answers."""

    def __init__(self, workspace: Workspace, folder: Path, last: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        project = workspace.project
        assert project is not None  # noqa: S101 - the action needs one
        self.setWindowTitle(self.tr("Export"))
        self._folder = folder
        self._agreed: Path | None = None
        self._name = file_name_of(project.name)
        self.format = QComboBox(self)
        for row in FORMATS:
            self.format.addItem(of_format(row.name), row.key)
        self.format.setCurrentIndex(max(0, self.format.findData(last)))
        self.description = FittedMuted(parent=self)
        self.losses = LossTable(self)
        self.sources = QCheckBox(self.tr("Include the files as they were &received"), self)
        self.sources.setChecked(True)
        shown = "" if workspace.cursor.filter is None else filters.text_of(workspace.cursor.filter)
        self.turns = TurnsBox(shown, project.views.all(), project.search.names(), self)
        self.text = QComboBox(self)
        self.text.addItem(self.tr("Repaired"), "repaired")
        self.text.addItem(self.tr("As received"), "received")
        self.people = PeopleBox(project.people.all(), self)
        self.names = NamesBox(key_beside(Path(project.path)).name, self)
        self.division = DivisionBox(project.codebook.read(), self)
        self.file = QLineEdit(self)
        self.file.setAccessibleName(self.tr("File"))
        self.problem = Problem(self)
        self._build(self._what(workspace))
        self.format.currentIndexChanged.connect(self._on_format)
        self.division.on.toggled.connect(self._on_format)
        for signal in (self.file.textChanged, self.turns.currentTextChanged, self.names.changed,
                       self.division.changed, *(box.toggled for box in self.people.boxes())):  # fmt: skip
            signal.connect(self._check)
        self._on_format()
        self.format.setFocus()

    # --- how it looks -------------------------------------------------------------------

    def _build(self, title: str) -> None:
        form = QFormLayout()
        form.setContentsMargins(24, 4, 24, 4)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._format_row(form)
        form.addRow("", self.sources)
        self._row(form, self.tr("&Turns"), self.turns)
        self._row(form, self.tr("Te&xt"), self.text)
        form.addRow(self.tr("Tags by"), self.people)
        form.addRow("", self.names)
        form.addRow("", self.division)
        self._form = form
        body = QWidget(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(form)
        rows.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        heading = Title(title, 1.15, self)
        heading.setContentsMargins(24, 0, 24, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(scroll, 1)
        column.addLayout(self._bottom())
        self._align(form)
        resize_within_screen(self, 660, 620)

    def _align(self, form: QFormLayout) -> None:
        """The field of the file begins where those of the form above do."""
        labels = [form.itemAt(row, QFormLayout.ItemRole.LabelRole) for row in range(form.rowCount())]
        widest = max((item.sizeHint().width() for item in labels if item is not None), default=0)
        self.file_label.setMinimumWidth(widest + form.horizontalSpacing() - 8)

    def _format_row(self, form: QFormLayout) -> None:
        """The formats, and close below them what is to be known about the one that is chosen."""
        field = QWidget(self)
        column = QVBoxLayout(field)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.format, self.description, self.losses):
            column.addWidget(part)
        label = QLabel(self.tr("F&ormat"), self)
        label.setBuddy(self.format)
        self.format.setAccessibleName(label.text().replace("&", ""))
        form.addRow(label, field)

    def _row(self, form: QFormLayout, text: str, widget: QWidget) -> None:
        label = QLabel(text, self)
        label.setBuddy(widget)
        widget.setAccessibleName(text.replace("&", ""))
        form.addRow(label, widget)

    def _bottom(self) -> QVBoxLayout:
        """The file, what is wrong, and the buttons; they stay when the rest is scrolled."""
        browse = QPushButton(self.tr("&Choose…"), self)
        browse.clicked.connect(self._browse)
        self.file_label = QLabel(self.tr("&File"), self)
        self.file_label.setBuddy(self.file)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.file_label)
        place.addWidget(self.file, 1)
        place.addWidget(browse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.export_button = buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export_button.setProperty("primary", "true")
        self.export_button.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(24, 0, 24, 0)
        bottom.setSpacing(12)
        bottom.addLayout(place)
        bottom.addWidget(self.problem)
        bottom.addWidget(buttons)
        return bottom

    def _what(self, workspace: Workspace) -> str:
        dialogues = counted(
            len(workspace.cursor.dialogue_ids),
            QT_TRANSLATE_NOOP("Counted", "1 dialogue"),
            QT_TRANSLATE_NOOP("Counted", "{n} dialogues"),
        )
        return self.tr("{what} of {project}").format(what=dialogues, project=self._name)

    # --- what is entered ----------------------------------------------------------------

    def _chosen(self) -> Format:
        return FORMATS[max(0, self.format.currentIndex())]

    def _suffix(self) -> str:
        return self._chosen().extensions[0]

    def _on_format(self) -> None:
        chosen = self._chosen()
        divided = self.division.on.isChecked()
        self.description.setText(of_format(chosen.description))
        self.losses.show_losses([of_format(loss) for loss in chosen.limits.losses])
        self._form.setRowVisible(self.sources, chosen.read is not None)
        self.text.setEnabled(not chosen.received)
        self.text.setToolTip(self.tr("This format always holds both texts.") if chosen.received else "")
        self.file_label.setText(self.tr("&Folder") if divided else self.tr("&File"))
        path = Path(self.file.text()) if self.file.text() else self._folder / self._name
        known = {extension for row in FORMATS for extension in row.extensions}
        stem = path.stem if path.suffix in known else path.name
        self.file.setText(
            str(path.with_name((stem or self.tr("export")) + ("" if divided else self._suffix())))
        )
        self._check()

    def _browse(self) -> None:
        if self.division.on.isChecked():
            folder = QFileDialog.getExistingDirectory(self, self.tr("Export to"), str(self._path().parent))
            if folder:
                self.file.setText(str(Path(folder) / self._path().name))
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export to"), self.file.text(), f"{self._chosen().name} (*{self._suffix()})"
        )
        if chosen:
            path = Path(chosen)
            self._agreed = path = path if path.suffix else path.with_suffix(self._suffix())
            self.file.setText(str(path))

    def _check(self) -> None:
        problems = (
            self.turns.problem(),
            self.tr("Choose at least one person.") if self.people.none() else "",
            self.names.problem(),
            self.division.problem(),
            self._problem_of_file(),
        )
        self.problem.say(next((problem for problem in problems if problem), ""))

    def _problem_of_file(self) -> str:
        path = self._path()
        if self.division.on.isChecked():
            if not self.file.text().strip() or is_file(path) or (is_folder(path) and any(path.iterdir())):
                return self.tr("The parts need a folder that does not exist yet.")
        elif not self.file.text().strip() or is_folder(path):
            return self.tr("The export needs a file name.")
        if not is_folder(path.parent):
            return self.tr("There is no folder {name}.").format(name=path.parent)
        return ""

    def _path(self) -> Path:
        return Path(self.file.text().strip()).expanduser()

    def _accept(self) -> None:
        self._check()
        if self.problem.text():
            return
        path = self._path()
        if is_file(path) and self._agreed != path:
            self._agreed = path  # said below the field; the second press means it
            self.problem.say(self.tr("This file exists. Press Export again to replace it."))
            return
        self.accept()

    def plan(self) -> ExportPlan:
        """What has been entered."""
        chosen = self._chosen()
        return ExportPlan(
            self._path(),
            chosen.key,
            self.sources.isChecked(),
            self.turns.text(),
            "repaired" if chosen.received else self.text.currentData(),
            self.people.keys(),
            self.people.machine.isChecked(),
            self.names.text(),
            self.division.division(),
        )
