"""Everything that asks the person something in a window of its own.

:class:`Dialogs` is the one door: each question is a method that returns the answer, or
None where the person thought better of it. Tests hand in their own answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.paths import is_there
from annotator.ui.dialogs.dialog_parts import file_name_of, footer
from annotator.ui.settings.user_folders import PROJECT_SUFFIX
from annotator.ui.texts.translation import window_language
from annotator.ui.widgets.ranked_labels import Muted, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model import Study
    from annotator.reliability.disagreements import Case
    from annotator.store import Project
    from annotator.ui.adjudicating.disagreement_list import DisagreementListing
    from annotator.ui.exporting.export_plan import ExportPlan, TagsPlan
    from annotator.ui.importing.import_plan import ImportPlan
    from annotator.ui.reliability.merge_dialog import MergeAnswer
    from annotator.ui.reliability.packets_dialog import PacketsPlan
    from annotator.ui.reliability.report_dialog import ReportPlan
    from annotator.ui.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NewProject:
    """Where a new project shall lie, what it is called, and who begins it."""

    path: Path
    name: str
    annotator: str
    codebook: str = "default"  # name of a starter codebook


def person_at_this_computer() -> str:
    """The name the system knows the person by, as a first guess."""
    import getpass  # noqa: PLC0415 - after the first paint

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no account for this user id, as in some containers
        return ""


def _endings() -> str:
    """The endings of files that can be imported, as file dialogs want them."""
    from annotator.importers import TRANSCRIPTS  # noqa: PLC0415 - brings the readers along

    return " ".join(f"*{ending}" for ending in sorted(TRANSCRIPTS))


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


class Dialogs(QObject):
    """Asks the person; one method for each question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = parent

    def open_paths(self, folder: str) -> list[Path]:
        """Which project to open, or which transcripts."""
        patterns = ";;".join(
            (
                self.tr("Projects and transcripts (*{suffix} {endings})").format(
                    endings=_endings(), suffix=PROJECT_SUFFIX
                ),
                self.tr("Projects (*{suffix})").format(suffix=PROJECT_SUFFIX),
                self.tr("All files (*)"),
            )
        )
        return self._files(self.tr("Open"), folder, patterns)

    def import_files(self, folder: str) -> list[Path]:
        """Which transcripts to import."""
        known = self.tr("Transcripts ({endings})").format(endings=_endings())
        patterns = ";;".join((known, self.tr("All files (*)")))
        return self._files(self.tr("Import files"), folder, patterns)

    def _files(self, title: str, folder: str, patterns: str) -> list[Path]:
        chosen, _ = QFileDialog.getOpenFileNames(self._window, title, folder, patterns)
        return [Path(path) for path in chosen]

    def import_folder(self, folder: str) -> Path | None:
        """Which folder of transcripts to import."""
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Import folder"), folder)
        return Path(chosen) if chosen else None

    def save_path(self, title: str, suggested: Path, pattern: str) -> Path | None:
        """Where to write a file; an existing one has then been agreed to be replaced."""
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(suggested), pattern)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(suggested.suffix)

    def new_project(self, folder: Path, annotator: str) -> NewProject | None:
        """Name and place of a new project."""
        dialog = NewProjectDialog(folder, annotator, self._window)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def annotator_name(self, current: str) -> str | None:
        """The name of the person who tags."""
        text = self.tr("Your name is stored with every tag you give, so that others see who decided what.")
        name, agreed = QInputDialog.getText(
            self._window, self.tr("Your name"), text, QLineEdit.EchoMode.Normal, current
        )
        return name.strip() if agreed and name.strip() else None

    def study(self, study: Study) -> Study | None:
        """What holds for the whole study."""
        from annotator.ui.study.study_dialog import StudyDialog  # noqa: PLC0415 - brings the engines along

        dialog = StudyDialog(study, self._window)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def many(self, question: str) -> bool:
        """Whether to make an edit of more turns than anybody sees at once."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Many turns"))
        box.setText(question)
        box.setInformativeText(self.tr("This is a single edit: one Undo reverts it."))
        agree = box.addButton(self.tr("Continue"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(agree)
        box.exec()
        return box.clickedButton() is agree

    def decision_note(self, kind: str, text: str) -> str | None:
        """A line of a note on an adjudicator's decision; "" takes it away."""
        from annotator.ui.adjudicating.decision_note import NoteDialog  # noqa: PLC0415 - rarely needed

        dialog = NoteDialog(kind, text, self._window)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def settle_alike(self, mode: DisagreementListing, case: Case, rest: Sequence[Case]) -> list[Case]:
        """Which of the disagreements of a kind to settle like one of them; none where it is not wanted."""
        from annotator.ui.adjudicating.settle_alike import AlikeDialog  # noqa: PLC0415 - rarely needed

        dialog = AlikeDialog(mode, case, rest, self._window)
        return dialog.chosen() if dialog.exec() == QDialog.DialogCode.Accepted else []

    def merge(self, workspace: Workspace, paths: Sequence[Path]) -> MergeAnswer | None:
        """Which packets to merge, and how."""
        from annotator.ui.reliability.merge_dialog import MergeDialog  # noqa: PLC0415 - only needed here

        dialog = MergeDialog(workspace, paths, self._window)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def packets(self, workspace: Workspace, folder: Path) -> PacketsPlan | None:
        """Who annotates what, and where the packets go."""
        from annotator.ui.reliability.packets_dialog import PacketsDialog  # noqa: PLC0415 - only needed here

        dialog = PacketsDialog(workspace, folder, self._window)
        return dialog.plan() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def packet_files(self, folder: str) -> list[Path]:
        """Which packets' turns to compare."""
        pattern = self.tr("Packets (*{suffix})").format(suffix=PROJECT_SUFFIX)
        return self._files(self.tr("Compare the turns of packets"), folder, pattern)

    def instructions(self, text: str, owner: str, *, editable: bool) -> str | None:
        """The instructions, to be read or written."""
        from annotator.ui.reliability.study_instructions import InstructionsDialog  # noqa: PLC0415 - rarely needed

        dialog = InstructionsDialog(text, owner=owner, editable=editable, parent=self._window)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def report(self, folder: Path) -> ReportPlan | None:
        """Which files of the report to write, and where."""
        from annotator.ui.reliability.report_dialog import ReportDialog  # noqa: PLC0415 - only needed here

        dialog = ReportDialog(folder, self._window)
        return dialog.plan() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def stop_job(self, title: str) -> bool:
        """Whether to stop the background job and close the window."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Still working"))
        box.setText(self.tr("“{job}” is still running.").format(job=title))
        box.setInformativeText(self.tr("If you stop it, nothing is left half done."))
        stop = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(self.tr("Keep working"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is stop

    def import_plan(self, paths: Sequence[Path], workspace: Workspace) -> ImportPlan | None:
        """How to read the transcripts: encoding and marker rule of each."""
        from annotator.ui.importing.import_dialog import ImportDialog  # noqa: PLC0415 - brings the engines along

        dialog = ImportDialog(paths, workspace, self._window)
        return dialog.plan() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def export_plan(self, workspace: Workspace, folder: Path, last: str) -> ExportPlan | None:
        """What to export, in which format, and where to."""
        from annotator.ui.exporting.export_dialog import ExportDialog  # noqa: PLC0415 - brings the exporters along

        dialog = ExportDialog(workspace, folder, last, self._window)
        return dialog.plan() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def tags_plan(self, project: Project, folder: str) -> TagsPlan | None:
        """Which file has tags, and whose they are."""
        from annotator.ui.exporting.import_tags_dialog import TagsDialog  # noqa: PLC0415 - only needed here

        patterns = ";;".join((self.tr("Tags (*.json *.jsonl *.csv *.tsv *.zip)"), self.tr("All files (*)")))
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Import tags"), folder, patterns)
        if not path:
            return None
        dialog = TagsDialog(Path(path), project.people.all(), self._window)
        return dialog.plan() if dialog.exec() == QDialog.DialogCode.Accepted else None
