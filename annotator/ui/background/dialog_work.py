"""Work beside a dialog: one piece at a time, the newest wins, and a dialog that closes waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.errors import Cancelled, UserError

Work = Callable[[Callable[[int, int, str], None], Callable[[], bool]], Any]


class Background(QObject):
    """Runs work on a thread. Work gets a function for progress (done, total, what) and one that says whether
    to stop; it opens its own connection to the project.

    ``finished`` carries what it returned, ``failed`` its UserError, ``progressed`` how far it is. What
    earlier work still says after newer has begun is dropped.
    """

    finished = Signal(object)
    failed = Signal(object)
    crashed = Signal(object)
    progressed = Signal(int, int, str)
    _said = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._said.connect(self._on_said)

    @property
    def running(self) -> bool:
        """Whether work is under way."""
        return self._thread is not None

    def start(self, work: Work) -> None:
        """Begin work; what is under way is stopped first."""
        self.stop()
        self._number += 1
        number, stop = self._number, threading.Event()
        self._stop = stop

        def run() -> None:
            def tell(done: int, total: int, what: str) -> None:
                self._said.emit(number, "progress", (done, total, what))

            try:
                self._said.emit(number, "finished", work(tell, stop.is_set))
            except Cancelled:
                return
            except UserError as error:
                self._said.emit(number, "failed", error)
            except Exception as error:  # noqa: BLE001 - carried to the window's thread, judged there
                self._said.emit(number, "crashed", error)

        self._thread = threading.Thread(target=run, name="study", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End what is under way, and wait for it."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._number += 1

    def _on_said(self, number: int, kind: str, what: Any) -> None:
        if number != self._number:
            return
        if kind == "progress":
            self.progressed.emit(*what)
            return
        self._thread = None
        if kind == "crashed":
            raise what
        (self.finished if kind == "finished" else self.failed).emit(what)
