"""The list of backups: when, how large, what is in it; look into one, or put it in the project's place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.ui.texts.error_texts import spoken
from annotator.ui.widgets.ranked_labels import Muted, Title
from annotator.ui.window.empty_states import EmptyState

if TYPE_CHECKING:
    from annotator.store.backups import Backup

_ROLE = Qt.ItemDataRole.UserRole


def when(backup: Backup) -> str:
    """The moment of a backup in the person's own time and language."""
    moment = QDateTime.fromSecsSinceEpoch(int(backup.at.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.LongFormat)


class BackupsDialog(QDialog):
    """Asks which backup, and what to do with it: ``chosen`` and ``look`` hold the answer."""

    def __init__(self, project: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from annotator.store import backups  # noqa: PLC0415 - after the first paint

        self.setWindowTitle(self.tr("Backups"))
        self.setMinimumSize(420, 280)
        self.chosen: Path | None = None
        self.look = False
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Backups, the newest first"))
        for backup in backups.backups(project):
            size = QLocale().formattedDataSize(backup.size)
            item = QListWidgetItem(f"{when(backup)}  ·  {size}")
            item.setData(_ROLE, str(backup.path))
            self.list.addItem(item)
        self.details = Muted(parent=self)
        nothing = EmptyState(
            self.tr("No backups yet"),
            self.tr(
                "Backups are made automatically: soon after a project is opened, "
                "then every half hour while something changes."
            ),
        )
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.list)
        self.pages.addWidget(nothing)
        self.pages.setCurrentIndex(0 if self.list.count() else 1)
        self._buttons()
        place = Muted(str(backups.folder_of(project)), self)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(Title(self.tr("Backups of {name}").format(name=project.stem), 1.2, self))
        column.addWidget(place)
        column.addWidget(self.pages, 1)
        column.addWidget(self.details)
        column.addWidget(Muted(self.tr("Restoring first backs up the current state; nothing is lost."), self))
        column.addWidget(self.buttons)
        self.list.currentItemChanged.connect(self._on_item)
        self.list.setCurrentRow(0)
        self._on_item()

    def _buttons(self) -> None:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.look_button = self.buttons.addButton(self.tr("Open read-&only"), role)
        self.restore_button = self.buttons.addButton(
            self.tr("&Restore"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.restore_button.setProperty("primary", "true")
        self.buttons.accepted.connect(lambda: self._answer(look=False))
        self.buttons.rejected.connect(self.reject)
        self.look_button.clicked.connect(lambda: self._answer(look=True))

    def _answer(self, *, look: bool) -> None:
        self.chosen, self.look = self._current(), look
        self.accept()

    def _current(self) -> Path | None:
        row = self.list.currentRow()
        return Path(self.list.item(row).data(_ROLE)) if row >= 0 else None

    def _on_item(self) -> None:
        path = self._current()
        problem = False
        text = ""
        if path is not None:
            from annotator.store import Project  # noqa: PLC0415 - after the first paint

            try:
                with Project.open(path, read_only=True) as project:
                    counts = project.counts()
                text = self.tr("{dialogues} dialogues, {turns} turns, {tags} tags").format(
                    dialogues=f"{counts.dialogues:,}", turns=f"{counts.turns:,}", tags=f"{counts.tags:,}"
                )
            except UserError as error:
                problem, text = True, str(spoken(error))
        self.details.setText(text)
        for button in (self.look_button, self.restore_button):
            button.setEnabled(path is not None and not problem)
