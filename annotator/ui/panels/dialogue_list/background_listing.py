"""Puts dialogues in order beside the window, on a connection of its own."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.errors import Cancelled, UserError
from annotator.ui.background.companion import companion_of
from annotator.ui.background.cycle_collector import CollectHere

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.store import Project
    from annotator.store.dialogue_listing import ListWish
    from annotator.ui.workspace.workspace import Workspace


class Lister(QObject):
    """One list at a time; what was asked for before is given up."""

    found = Signal(object)  # tuple[Group, ...], on the window's thread
    failed = Signal(object)  # UserError
    crashed = Signal(object)  # an exception that is a defect
    told = Signal(int, str, object)  # by the thread: number of the request, which signal, what it carries

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._number = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._collecting = CollectHere(self)
        self.told.connect(self._on_told)

    @property
    def running(self) -> bool:
        """Whether a list is on its way."""
        return self._thread is not None

    def start(self, wish: ListWish) -> None:
        """Begin to put dialogues in order."""
        self.stop()
        project = self._workspace.project
        if project is None:
            return
        self._stop = threading.Event()
        task = _ListTask(self, self._number, self._stop, wish, companion_of(project))
        self._collecting.begin()
        self._thread = threading.Thread(target=task.run, name="dialogues", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Give up what was asked for, and wait for it, some milliseconds mostly."""
        self._number += 1
        self._stop.set()
        self._end()

    def _end(self) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            self._collecting.end()

    def _on_told(self, number: int, signal: str, what: object) -> None:
        if number == self._number:
            self._end()
            getattr(self, signal).emit(what)


@dataclass(frozen=True, slots=True)
class _ListTask:
    """One list, on its own thread."""

    lister: Lister
    number: int
    stop: threading.Event
    wish: ListWish
    companion: Callable[[], Project]

    def run(self) -> None:
        try:
            with self.companion() as project:
                groups = project.listing.groups(self.wish, self.stop.is_set)
        except Cancelled:
            return
        except UserError as error:
            self.lister.told.emit(self.number, "failed", error)
        except Exception as error:  # noqa: BLE001 - carried to the window's thread, judged there
            self.lister.told.emit(self.number, "crashed", error)
        else:
            self.lister.told.emit(self.number, "found", groups)
