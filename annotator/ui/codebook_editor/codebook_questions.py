"""What the codebook's window asks; tests hand in their own answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from annotator.ui.codebook_editor.merge_codebook import TakeInDialog
from annotator.ui.codebook_editor.remove_label import RemoveLabelDialog
from annotator.ui.dialogs.new_project import file_name_of
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model import Codebook, Facet, Label


@dataclass(frozen=True, slots=True)
class Removal:
    """What shall become of the tags of a label: they get another label, or (None) it is retired."""

    merge_into: str | None


class CodebookDialogs(QObject):
    """One method for each question; None is the answer of somebody who thought better of it."""

    folder = ""

    def remove_label(self, label: Label, facet: Facet, tags: int, parent: QWidget) -> Removal | None:
        """What shall become of the tags of a label that is to be deleted."""
        dialog = RemoveLabelDialog(label, facet, tags, parent)
        return Removal(dialog.merge_into()) if dialog.exec() == QDialog.DialogCode.Accepted else None

    def retire_facet(self, facet: Facet, tags: int, parent: QWidget) -> bool:
        """Whether to retire a facet that cannot be deleted because of its tags."""
        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Delete a facet"))
        number = counted(
            tags,
            QT_TRANSLATE_NOOP("Counted", "1 tag has been given"),
            QT_TRANSLATE_NOOP("Counted", "{n} tags have been given"),
        )
        box.setText(self.tr("“{name}” is in use: {number}.").format(name=facet.name, number=number))
        box.setInformativeText(
            self.tr(
                "It can be retired: nobody is asked it any more, its tags stay, and it can be brought back."
            )
        )
        retire = box.addButton(self.tr("Retire"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(retire)
        box.exec()
        return box.clickedButton() is retire

    def take_in(
        self, present: Codebook, offered: Sequence[Codebook], notes: Sequence[str], parent: QWidget
    ) -> Codebook | None:
        """Which facets of which codebook to take in."""
        dialog = TakeInDialog(present, offered, notes, parent)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def open_codebook(self, parent: QWidget) -> Path | None:
        """Which file to read a codebook from."""
        patterns = ";;".join((self.tr("Codebooks (*.json *.qdc)"), self.tr("All files (*)")))
        chosen, _ = QFileDialog.getOpenFileName(parent, self.tr("Import a codebook"), self.folder, patterns)
        return self._remembered(chosen)

    def save_codebook(self, codebook: Codebook, parent: QWidget) -> Path | None:
        """Which file to write the codebook to."""
        name = f"{file_name_of(codebook.name) or self.tr('codebook')}.json"
        own, refi = self.tr("Codebook (*.json)"), self.tr("REFI-QDA codebook (*.qdc)")
        suggested = str(Path(self.folder) / name)
        chosen, pattern = QFileDialog.getSaveFileName(
            parent, self.tr("Export the codebook"), suggested, f"{own};;{refi}"
        )
        path = self._remembered(chosen)
        if path is not None and not path.suffix:
            path = path.with_suffix(".qdc" if pattern == refi else ".json")
        return path

    def _remembered(self, chosen: str) -> Path | None:
        if not chosen:
            return None
        self.folder = str(Path(chosen).parent)
        return Path(chosen)
