"""What the File menu does about backups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.background.jobs import Job
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from annotator.ui.background.jobs import Jobs
    from annotator.ui.backups.backup_schedule import BackupKeeper
    from annotator.ui.window.file_commands import FileCommands
    from annotator.ui.workspace.workspace import Workspace

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Waiting:
    """Shows an empty page while a project is about to be opened, and what there is where none came."""

    begin: Callable[[], None]
    end: Callable[[], None]


class BackupCommands:
    """Back up now; look at the backups and put one back."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: Jobs,
        keeper: BackupKeeper,
        files: FileCommands,
        *,
        waiting: Waiting,
        parent: QWidget,
    ) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._keeper = keeper
        self._files = files
        self._waiting = waiting
        self._parent = parent

    def now(self) -> None:
        """Make a backup at once, and say that it is there."""
        self._keeper.back_up(self._on_made)
        if not self._keeper.running:
            self._workspace.inform(translate("Backups", "Backups are switched off in the settings."))

    def _on_made(self, backup: object) -> None:
        text = (
            translate("Backups", "Nothing has changed since the last backup.")
            if backup is None
            else translate("Backups", "The project was backed up.")
        )
        self._workspace.inform(text)

    def restore(self) -> None:
        """Ask which backup; open it to look at it, or put it in the project's place."""
        from annotator.ui.backups.backup_dialog import BackupsDialog  # noqa: PLC0415 - rarely needed

        project = self._workspace.project
        if project is None:
            return
        path = Path(project.path)
        dialog = BackupsDialog(path, self._parent)
        if not dialog.exec() or dialog.chosen is None:
            return
        if dialog.look:
            self._files.open_project(dialog.chosen, read_only=True)
            back = MessageAction(
                translate("Backups", "Back to the project"), lambda: self._files.open_project(path)
            )
            text = translate("Backups", "This is a backup, open for reading.")
            self._workspace.say(Message("info", text, dialog.chosen.name, (back,)))
            return
        self._put_back(path, dialog.chosen)

    def _put_back(self, path: Path, backup: Path) -> None:
        name = self._files.annotator().name
        self._files.leaving.emit()
        if self._jobs.running:
            self._workspace.inform(translate("Backups", "Wait until the job has finished, then try again."))
            return
        self._keeper.stop()
        self._workspace.close()
        self._waiting.begin()

        def work(_: object) -> Path | None:
            from annotator.store import backups  # noqa: PLC0415 - after the first paint

            return backups.restore(path, backup, name)

        kept: list[Path | None] = []

        def ended() -> None:
            if not self._files.open_project(path):
                self._waiting.end()
            for aside in kept:
                detail = translate("Backups", "What was there before is kept as {name}.")
                self._workspace.say(
                    Message(
                        "info",
                        translate("Backups", "The backup was restored."),
                        detail.format(name=aside.name) if aside is not None else "",
                    )
                )

        self._jobs.start(Job(translate("Backups", "Restoring"), work, kept.append, ended=ended))
