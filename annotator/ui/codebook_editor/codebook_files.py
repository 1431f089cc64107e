"""Codebooks from files and starters into the project, and the project's to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from annotator.errors import UserError
from annotator.ui.codebook_editor.codebook_texts import LOSSES, NOTES, tr
from annotator.ui.texts.translation import window_language
from annotator.ui.window.messages import from_error, sentence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from annotator.model import Codebook
    from annotator.ui.codebook_editor.codebook_edits import Edits
    from annotator.ui.codebook_editor.codebook_questions import CodebookDialogs
    from annotator.ui.workspace.workspace import Workspace

translate = QCoreApplication.translate


class CodebookFiles(QObject):
    """What comes into the codebook and goes out of it; ``failed`` says why not ("" for nothing), ``noticed``
    what was done."""

    failed = Signal(str)
    noticed = Signal(str)

    def __init__(self, workspace: Workspace, edits: Edits, dialogs: CodebookDialogs, window: QDialog) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._edits = edits
        self._dialogs = dialogs
        self._window = window

    def import_file(self) -> None:
        """Take in a codebook from a file, after showing what would change."""
        path = self._dialogs.open_codebook(self._window)
        if path is None:
            return
        from annotator.exporters.codebook_files import read_codebook  # noqa: PLC0415 - brings the exporters along

        try:
            read = read_codebook(path, [self._workspace.codebook])
        except UserError as error:
            self._say(error)
            return
        notes = tuple(sentence(tr(note)) for note in read.notes if note in NOTES)
        self._ask_to_take_in((read.codebook,), notes)

    def add_from_starter(self) -> None:
        """Take in facets of a starter codebook."""
        from annotator.codebooks import starters  # noqa: PLC0415 - reads files

        self._ask_to_take_in(starters(window_language()), ())

    def _ask_to_take_in(self, offered: tuple[Codebook, ...], notes: tuple[str, ...]) -> None:
        chosen = self._dialogs.take_in(self._workspace.codebook, offered, notes, self._window)
        if chosen is not None:
            self._edits.take_in(chosen)

    def export_file(self) -> None:
        """Write the codebook to a file, and say what its form cannot hold."""
        from annotator.exporters.codebook_files import write_codebook  # noqa: PLC0415 - as above

        path = self._dialogs.save_codebook(self._workspace.codebook, self._window)
        if path is None:
            return
        try:
            lost = write_codebook(self._workspace.codebook, path)
        except UserError as error:
            self._say(error)
            return
        self.failed.emit("")
        said = translate("CodebookWindow", "Written to {file}.").format(file=Path(path).name)
        if lost:
            said += " " + translate("CodebookWindow", "Not included: {what}.").format(
                what="; ".join(tr(one) for one in lost if one in LOSSES)
            )
        self.noticed.emit(said)

    def _say(self, error: UserError) -> None:
        message = from_error(error)
        self.failed.emit(" ".join(part for part in (message.text, message.detail) if part))
