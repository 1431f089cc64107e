"""Makes backups while a project is open: soon after opening, and every half hour with a change in it."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import UserError
from annotator.ui.window.messages import Message, from_error

if TYPE_CHECKING:
    from annotator.ui.settings.settings import Settings
    from annotator.ui.workspace.workspace import Workspace

_LOG = logging.getLogger(__name__)
FIRST = 20_000  # milliseconds after opening: what the window loads first comes first
EVERY = 30 * 60 * 1000


class BackupKeeper(QObject):
    """Watches the project in hand. A backup that fails is said once for each project; work goes on."""

    made = Signal(object)  # a Backup, None where nothing had changed
    _ended = Signal(object, object)  # the project's path, what became of it

    def __init__(self, workspace: Workspace, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self._failed: set[Path] = set()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.back_up)
        self._ended.connect(self._on_ended)
        workspace.project_changed.connect(self._on_project)

    def _on_project(self) -> None:
        self.stop()
        project = self._workspace.project
        if project is None or project.read_only:
            self._timer.stop()
        else:
            self._timer.start(FIRST)

    def stop(self) -> None:
        """End a backup that is being made; what there was of it is removed."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    @property
    def running(self) -> bool:
        """Whether a backup is being made."""
        return self._thread is not None

    def back_up(self) -> None:
        """Make a backup now, where something has changed and they are switched on."""
        self._timer.start(EVERY)
        project = self._workspace.project
        if project is None or project.read_only or self.running or not self._settings.backups:
            return
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._work, args=(Path(project.path), self._stop), name="backup", daemon=True
        )
        self._thread.start()

    def _work(self, path: Path, stop: threading.Event) -> None:
        from annotator.store import backups  # noqa: PLC0415 - after the first paint

        try:
            self._ended.emit(path, backups.back_up(path, cancelled=stop.is_set))
        except Exception as error:  # noqa: BLE001 - carried to the window's thread, judged there
            self._ended.emit(path, error)

    def _on_ended(self, path: Path, outcome: object) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if isinstance(outcome, UserError):
            _LOG.warning("no backup: %s", outcome.why)
            if path not in self._failed:
                self._failed.add(path)
                message = from_error(outcome)
                self._workspace.say(Message("warning", message.text, message.detail))
        elif isinstance(outcome, Exception):
            sys.excepthook(type(outcome), outcome, outcome.__traceback__)
        else:
            self.made.emit(outcome)
