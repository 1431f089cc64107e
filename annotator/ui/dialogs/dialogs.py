"""Everything that asks the person something in a window of its own.

:class:`Dialogs` is the one door: each question is a method that returns the answer, or
None where the person thought better of it. Tests hand in their own answers.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # whose classes are made when they are first asked for
from PySide6.QtCore import QObject

from annotator.ui.settings.user_folders import PROJECT_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model import Study
    from annotator.reliability.disagreements import Case
    from annotator.store import Project
    from annotator.ui.adjudicating.disagreement_list import DisagreementListing
    from annotator.ui.dialogs.new_project import NewProject
    from annotator.ui.exporting.export_plan import ExportPlan, TagsPlan
    from annotator.ui.importing.import_plan import ImportPlan
    from annotator.ui.reliability.merge_dialog import MergeAnswer
    from annotator.ui.reliability.packets_dialog import PacketsPlan
    from annotator.ui.reliability.report_dialog import ReportPlan
    from annotator.ui.workspace.workspace import Workspace


def _endings() -> str:
    """The endings of files that can be imported, as file dialogs want them."""
    from annotator.importers import TRANSCRIPTS  # noqa: PLC0415 - brings the readers along

    return " ".join(f"*{ending}" for ending in sorted(TRANSCRIPTS))


class Dialogs(QObject):
    """Asks the person; one method for each question."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
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
        chosen, _ = QtWidgets.QFileDialog.getOpenFileNames(self._window, title, folder, patterns)
        return [Path(path) for path in chosen]

    def import_folder(self, folder: str) -> Path | None:
        """Which folder of transcripts to import."""
        chosen = QtWidgets.QFileDialog.getExistingDirectory(self._window, self.tr("Import folder"), folder)
        return Path(chosen) if chosen else None

    def save_path(self, title: str, suggested: Path, pattern: str) -> Path | None:
        """Where to write a file; an existing one has then been agreed to be replaced."""
        chosen, _ = QtWidgets.QFileDialog.getSaveFileName(self._window, title, str(suggested), pattern)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(suggested.suffix)

    def new_project(self, folder: Path, annotator: str) -> NewProject | None:
        """Name and place of a new project."""
        from annotator.ui.dialogs.new_project_dialog import NewProjectDialog  # noqa: PLC0415 - rarely needed

        dialog = NewProjectDialog(folder, annotator, self._window)
        return dialog.answer() if dialog.exec() == QtWidgets.QDialog.DialogCode.Accepted else None

    def annotator_name(self, current: str) -> str | None:
        """The name of the person who tags."""
        text = self.tr("Your name is stored with every tag you give, so that others see who decided what.")
        name, agreed = QtWidgets.QInputDialog.getText(
            self._window, self.tr("Your name"), text, QtWidgets.QLineEdit.EchoMode.Normal, current
        )
        return name.strip() if agreed and name.strip() else None

    def study(self, study: Study) -> Study | None:
        """What holds for the whole study."""
        from annotator.ui.study.study_dialog import StudyDialog  # noqa: PLC0415 - brings the engines along

        dialog = StudyDialog(study, self._window)
        return dialog.answer() if dialog.exec() == QtWidgets.QDialog.DialogCode.Accepted else None

    def many(self, question: str) -> bool:
        """Whether to make an edit of more turns than anybody sees at once."""
        box = QtWidgets.QMessageBox(self._window)
        box.setIcon(QtWidgets.QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Many turns"))
        box.setText(question)
        box.setInformativeText(self.tr("This is a single edit: one Undo reverts it."))
        agree = box.addButton(self.tr("Continue"), QtWidgets.QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(agree)
        box.exec()
        return box.clickedButton() is agree

    def decision_note(self, kind: str, text: str) -> str | None:
        """A line of a note on an adjudicator's decision; "" takes it away."""
        from annotator.ui.adjudicating.decision_note import NoteDialog  # noqa: PLC0415 - rarely needed

        dialog = NoteDialog(kind, text, self._window)
        return dialog.answer() if dialog.exec() == QtWidgets.QDialog.DialogCode.Accepted else None

    def settle_alike(self, mode: DisagreementListing, case: Case, rest: Sequence[Case]) -> list[Case]:
        """Which of the disagreements of a kind to settle like one of them; none where it is not wanted."""
        from annotator.ui.adjudicating.settle_alike import AlikeDialog  # noqa: PLC0415 - rarely needed

        dialog = AlikeDialog(mode, case, rest, self._window)
        return dialog.chosen() if dialog.exec() == QtWidgets.QDialog.DialogCode.Accepted else []

    def merge(self, workspace: Workspace, paths: Sequence[Path]) -> MergeAnswer | None:
        """Which packets to merge, and how."""
        from annotator.ui.reliability.merge_dialog import MergeDialog  # noqa: PLC0415 - only needed here

        dialog = MergeDialog(workspace, paths, self._window)
        return dialog.answer() if dialog.exec() == QtWidgets.QDialog.DialogCode.Accepted else None

    def packets(self, workspace: Workspace, folder: Path) -> PacketsPlan | None:
        """Who annotates what, and where the packets go."""
        from annotator.ui.reliability.packets_dialog import PacketsDialog  # noqa: PLC0415 - only needed here

        dialog = PacketsDialog(workspace, folder, self._window)
        return dialog.plan() if dialog.exec() == QtWidgets.QDialog.DialogCode.Accepted else None

    def packet_files(self, folder: str) -> list[Path]:
        """Which packets' turns to compare."""
        pattern = self.tr("Packets (*{suffix})").format(suffix=PROJECT_SUFFIX)
        return self._files(self.tr("Compare the turns of packets"), folder, pattern)

    def instructions(self, text: str, owner: str, *, editable: bool) -> str | None:
        """The instructions, to be read or written."""
        from annotator.ui.reliability.study_instructions import InstructionsDialog  # noqa: PLC0415 - rarely needed

        dialog = InstructionsDialog(text, owner=owner, editable=editable, parent=self._window)
        return dialog.answer() if dialog.exec() == QtWidgets.QDialog.DialogCode.Accepted else None

    def report(self, folder: Path) -> ReportPlan | None:
        """Which files of the report to write, and where."""
        from annotator.ui.reliability.report_dialog import ReportDialog  # noqa: PLC0415 - only needed here

        dialog = ReportDialog(folder, self._window)
        return dialog.plan() if dialog.exec() == QtWidgets.QDialog.DialogCode.Accepted else None

    def stop_job(self, title: str) -> bool:
        """Whether to stop the background job and close the window."""
        box = QtWidgets.QMessageBox(self._window)
        box.setIcon(QtWidgets.QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Still working"))
        box.setText(self.tr("“{job}” is still running.").format(job=title))
        box.setInformativeText(self.tr("If you stop it, nothing is left half done."))
        stop = box.addButton(self.tr("Stop and close"), QtWidgets.QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(
            box.addButton(self.tr("Keep working"), QtWidgets.QMessageBox.ButtonRole.RejectRole)
        )
        box.exec()
        return box.clickedButton() is stop

    def import_plan(self, paths: Sequence[Path], workspace: Workspace) -> ImportPlan | None:
        """How to read the transcripts: encoding and marker rule of each."""
        from annotator.ui.importing.import_dialog import ImportDialog  # noqa: PLC0415 - brings the engines along

        dialog = ImportDialog(paths, workspace, self._window)
        return dialog.plan() if dialog.exec() == QtWidgets.QDialog.DialogCode.Accepted else None

    def export_plan(self, workspace: Workspace, folder: Path, last: str) -> ExportPlan | None:
        """What to export, in which format, and where to."""
        from annotator.ui.exporting.export_dialog import ExportDialog  # noqa: PLC0415 - brings the exporters along

        dialog = ExportDialog(workspace, folder, last, self._window)
        return dialog.plan() if dialog.exec() == QtWidgets.QDialog.DialogCode.Accepted else None

    def tags_plan(self, project: Project, folder: str) -> TagsPlan | None:
        """Which file has tags, and whose they are."""
        from annotator.ui.exporting.import_tags_dialog import TagsDialog  # noqa: PLC0415 - only needed here

        patterns = ";;".join((self.tr("Tags (*.json *.jsonl *.csv *.tsv *.zip)"), self.tr("All files (*)")))
        path, _ = QtWidgets.QFileDialog.getOpenFileName(
            self._window, self.tr("Import tags"), folder, patterns
        )
        if not path:
            return None
        dialog = TagsDialog(Path(path), project.people.all(), self._window)
        return dialog.plan() if dialog.exec() == QtWidgets.QDialog.DialogCode.Accepted else None
