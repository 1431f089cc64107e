"""The dialog "Report": which formats, and which folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QWidget,
)

from annotator.core.paths import is_folder, is_there
from annotator.pictures import available
from annotator.reliability.report import CSV, ERRORS, FILES, NUMBERS
from annotator.ui.dialogs.dialog_parts import dialog_column, folder_row, footer
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.widgets.ranked_labels import Muted, Problem, Title

_NAMES = {
    "report.md": "Markdown",
    "report.html": "HTML",
    "report.tex": "LaTeX (booktabs, XeLaTeX)",
    CSV: "CSV",
    ERRORS: QT_TRANSLATE_NOOP("ReportDialog", "CSV of the kinds of error noted while deciding"),
}


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """Which files of a report go into which folder; the numbers always do. ``figures``: drawn, too."""

    folder: Path
    files: tuple[str, ...]
    figures: bool = False


class ReportDialog(QDialog):
    """Asks for formats and folder; files that would be replaced are said before. :meth:`plan` answers."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Report on agreement"))
        self.setMinimumWidth(560)
        column = dialog_column(self, 10)
        column.addWidget(Title(self.windowTitle(), 1.15, self))
        column.addWidget(
            Muted(
                self.tr(
                    "Methods in English and Chinese with formulas and sources, coefficients with intervals "
                    "by facet and context, and confusion matrices. All numbers go into {numbers}, from which "
                    "the texts can be made again."
                ).format(numbers=NUMBERS),
                self,
            )
        )
        self.boxes: dict[str, QCheckBox] = {}
        for file in FILES:
            if file != NUMBERS:
                box = QCheckBox(f"{self.tr(_NAMES[file])}  ({file})", self)
                box.setChecked(True)
                box.toggled.connect(self._check)
                self.boxes[file] = box
                column.addWidget(box)
        self.figures = QCheckBox(self.tr("&Figures: agreement and confusion by facet, as SVG and PDF"), self)
        self.figures.setChecked(available())
        if not available():
            self.figures.setEnabled(False)
            self.figures.setToolTip(self.tr("To draw them, matplotlib must be installed."))
        column.addWidget(self.figures)
        self.folder = QLineEdit(str(folder), self)
        self.folder.textChanged.connect(self._check)
        texts = self.tr("&Folder"), self.tr("Choose…")
        column.addLayout(folder_row(self, self.folder, texts, self._browse))
        self.note = Muted(parent=self)
        self.problem = Problem(self)
        column.addWidget(self.note)
        column.addWidget(self.problem)
        buttons, self.write_button = footer(self, self.tr("Write the report"))
        column.addWidget(buttons)
        self._check()

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for the report"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _check(self, *_: object) -> None:
        text = self.folder.text().strip()
        folder = Path(text)
        problem = ""
        if not text:
            problem = self.tr("The report needs a folder.")
        elif is_there(folder) and not is_folder(folder):
            problem = self.tr("{name} is a file, not a folder.").format(name=folder.name)
        taken = [name for name in self.plan().files if text and is_there(folder / name)]
        self.note.setText(
            counted(
                len(taken),
                QT_TRANSLATE_NOOP("Counted", "One file there is replaced."),
                QT_TRANSLATE_NOOP("Counted", "{n} files there are replaced."),
            )
            if taken
            else ""
        )
        self.problem.say(problem)
        self.write_button.setEnabled(not problem)

    def plan(self) -> ReportPlan:
        """What has been chosen."""
        files = [NUMBERS, *(file for file, box in self.boxes.items() if box.isChecked())]
        return ReportPlan(Path(self.folder.text().strip()), tuple(files), self.figures.isChecked())
