"""Puts dialogues in order beside the window, on a connection of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.background.background_thread import BackgroundThread, Handle
from annotator.ui.background.companion import companion_of
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.store.dialogue_listing import Group, ListWish
    from annotator.ui.workspace.typed_signals import Carries
    from annotator.ui.workspace.workspace import Workspace


class Lister(QObject):
    """One list at a time; what was asked for before is given up."""

    found: Carries[tuple[Group, ...]] = carrying()
    failed: Carries[UserError] = carrying()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._thread = BackgroundThread(self, "dialogues")

    @property
    def running(self) -> bool:
        """Whether a list is on its way."""
        return self._thread.running

    def start(self, wish: ListWish) -> None:
        """Begin to put dialogues in order."""
        project = self._workspace.project
        if project is None:
            self._thread.stop()
            return
        companion = companion_of(project)

        def work(handle: Handle) -> tuple[Group, ...]:
            with companion() as opened:
                return opened.listing.groups(wish, handle.cancelled)

        self._thread.start(work, self.found.emit, failed=self.failed.emit)

    def stop(self) -> None:
        """Give up what was asked for, and wait for it, some milliseconds mostly."""
        self._thread.stop()
