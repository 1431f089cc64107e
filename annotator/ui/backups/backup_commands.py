"""What the File menu does about backups."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.background.jobs import Job
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from annotator.ui.window.window_base import WindowBase

translate = QCoreApplication.translate


class BackupCommands:
    """Back up now; look at the backups and put one back."""

    def __init__(self, window: WindowBase) -> None:
        self._window = window

    def now(self) -> None:
        """Make a backup at once, and say that it is there."""
        keeper = self._window.backups
        keeper.made.connect(self._on_made)
        keeper.back_up()
        if not keeper.running:
            keeper.made.disconnect(self._on_made)
            self._window.workspace.inform(translate("Backups", "Backups are switched off in the settings."))

    def _on_made(self, backup: object) -> None:
        self._window.backups.made.disconnect(self._on_made)
        text = (
            translate("Backups", "Nothing has changed since the last backup.")
            if backup is None
            else translate("Backups", "The project was backed up.")
        )
        self._window.workspace.inform(text)

    def restore(self) -> None:
        """Ask which backup; open it to look at it, or put it in the project's place."""
        from annotator.ui.backups.backup_dialog import BackupsDialog  # noqa: PLC0415 - rarely needed

        window = self._window
        project = window.workspace.project
        if project is None:
            return
        path = Path(project.path)
        dialog = BackupsDialog(path, window)
        if not dialog.exec() or dialog.chosen is None:
            return
        if dialog.look:
            window.files.open_project(dialog.chosen, read_only=True)
            back = MessageAction(
                translate("Backups", "Back to the project"), lambda: window.files.open_project(path)
            )
            text = translate("Backups", "This is a backup, open for reading.")
            window.workspace.say(Message("info", text, dialog.chosen.name, (back,)))
            return
        self._put_back(path, dialog.chosen)

    def _put_back(self, path: Path, backup: Path) -> None:
        window = self._window
        name = window.files.annotator().name
        window.files.leaving.emit()
        if window.jobs.running:
            window.workspace.inform(translate("Backups", "Wait until the job has finished, then try again."))
            return
        window.backups.stop()
        window.workspace.close()
        window.wait_for_project()

        def work(_: object) -> Path | None:
            from annotator.store import backups  # noqa: PLC0415 - after the first paint

            return backups.restore(path, backup, name)

        kept: list[Path | None] = []

        def ended() -> None:
            if not window.files.open_project(path):
                window.stop_waiting()
            for aside in kept:
                detail = translate("Backups", "What was there before is kept as {name}.")
                window.workspace.say(
                    Message(
                        "info",
                        translate("Backups", "The backup was restored."),
                        detail.format(name=aside.name) if aside is not None else "",
                    )
                )

        window.jobs.start(Job(translate("Backups", "Restoring"), work, kept.append, ended=ended))
