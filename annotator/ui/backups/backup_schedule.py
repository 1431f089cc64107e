"""Makes backups of an open project: soon after opening or a large change, every half hour with a change."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.ui.background.background_thread import BackgroundThread, Handle, raised
from annotator.ui.window.messages import Message, from_error
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.store.backups import Backup
    from annotator.ui.settings.settings import Settings
    from annotator.ui.workspace.typed_signals import Carries
    from annotator.ui.workspace.workspace import Workspace

_LOG = logging.getLogger(__name__)
FIRST = 20_000  # milliseconds after opening: what the window loads first comes first
EVERY = 30 * 60 * 1000


class BackupKeeper(QObject):
    """Watches the project in hand. A backup that fails is said once for each project; work goes on."""

    made: Carries[Backup | None] = carrying()  # None where nothing had changed

    def __init__(self, workspace: Workspace, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self._failed: set[Path] = set()
        self._thread = BackgroundThread(self, "backup")
        self._then: Callable[[Backup | None], object] | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.back_up)
        self._remembered = 0
        workspace.project_changed.connect(self._on_project)
        workspace.changed.connect(self._on_changed)

    def _on_project(self) -> None:
        self.stop()
        project = self._workspace.project
        if project is None or project.read_only:
            self._timer.stop()
        else:
            self._remembered = project.remembered_from
            self._timer.start(FIRST)

    def _on_changed(self) -> None:
        """Make a backup soon after an import, or an edit too large to be remembered (see Project.save_as)."""
        project = self._workspace.project
        if project is None or project.remembered_from == self._remembered:
            return
        self._remembered = project.remembered_from
        if self._timer.remainingTime() > FIRST:
            self._timer.start(FIRST)

    def stop(self) -> None:
        """End a backup that is being made; what there was of it is removed."""
        self._then = None
        self._thread.stop()

    @property
    def running(self) -> bool:
        """Whether a backup is being made."""
        return self._thread.running

    def back_up(self, then: Callable[[Backup | None], object] | None = None) -> None:
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
        path = Path(project.path)

        def work(handle: Handle) -> Backup | None:
            from annotator.store import backups  # noqa: PLC0415 - after the first paint

            return backups.back_up(path, cancelled=handle.cancelled)

        self._thread.start(
            work, self._on_made, failed=partial(self._on_failed, path), crashed=self._on_crashed
        )

    def _on_made(self, backup: Backup | None) -> None:
        self.made.emit(backup)
        then, self._then = self._then, None
        if then is not None:
            then(backup)

    def _on_crashed(self, error: BaseException) -> None:
        self._then = None
        raised(error)

    def _on_failed(self, path: Path, error: UserError) -> None:
        from annotator.store.backups import BackupPostponed  # noqa: PLC0415 - after the first paint

        if isinstance(error, BackupPostponed):
            self._timer.start(FIRST)
            return
        self._then = None
        _LOG.warning("no backup: %s", error.why)
        if path not in self._failed:
            self._failed.add(path)
            message = from_error(error)
            self._workspace.say(Message("warning", message.text, message.detail))
