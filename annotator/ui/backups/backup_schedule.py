"""Makes backups while a project is open: soon after opening, and every half hour with a change in it."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
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
    _ended = Signal(object, object, object)  # what stops it, the project's path, what became of it

    def __init__(self, workspace: Workspace, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self._failed: set[Path] = set()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._then: Callable[[object], object] | None = None
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
        self._then = None
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    @property
    def running(self) -> bool:
        """Whether a backup is being made."""
        return self._thread is not None

    def back_up(self, then: Callable[[object], object] | None = None) -> None:
        """Make a backup now, where something has changed and they are switched on.

        ``then`` gets what ``made`` tells, once it is made. Where it fails or the project is left, it is never
        called.
        """
        self._timer.start(EVERY)
        project = self._workspace.project
        if project is None or project.read_only or not self._settings.backups:
            return
        self._then = then or self._then
        if self.running:
            return
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._work, args=(Path(project.path), self._stop), name="backup", daemon=True
        )
        self._thread.start()

    def _work(self, path: Path, stop: threading.Event) -> None:
        from annotator.store import backups  # noqa: PLC0415 - after the first paint

        try:
            self._ended.emit(stop, path, backups.back_up(path, cancelled=stop.is_set))
        except Exception as error:  # noqa: BLE001 - carried to the window's thread, judged there
            self._ended.emit(stop, path, error)

    def _on_ended(self, stop: threading.Event, path: Path, outcome: object) -> None:
        if stop.is_set():  # of a project that has been left; another one may be under way
            return
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if isinstance(outcome, Exception):
            self._on_failed(path, outcome)
            return
        self.made.emit(outcome)
        then, self._then = self._then, None
        if then is not None:
            then(outcome)

    def _on_failed(self, path: Path, error: Exception) -> None:
        from annotator.store.backups import BackupPostponed  # noqa: PLC0415 - after the first paint

        if isinstance(error, BackupPostponed):
            self._timer.start(FIRST)
            return
        self._then = None
        if not isinstance(error, UserError):
            sys.excepthook(type(error), error, error.__traceback__)
            return
        _LOG.warning("no backup: %s", error.why)
        if path not in self._failed:
            self._failed.add(path)
            message = from_error(error)
            self._workspace.say(Message("warning", message.text, message.detail))
