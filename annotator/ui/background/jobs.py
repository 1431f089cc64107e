"""Long work, one piece at a time, off the UI thread.

A piece of work is a function that takes a :class:`Handle`, reports through it how far it
is, asks it between batches whether to stop, and returns a result. It opens its own
database connection (``Project.open(path, companion=True)``): nothing of the window's
may be touched from its thread. What becomes of it arrives on the UI thread.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from annotator.errors import Cancelled, UserError
from annotator.ui.background.cycle_collector import CollectHere
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace_state import Busy, WorkspaceState

_REPORT_EVERY = 0.05  # seconds between two reports of progress that reach the window


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of long work and what to do afterwards (on the UI thread).

    ``done`` gets what ``work`` returned. ``ended`` is called in every case, after it. Work that anybody may
    interrupt names in ``gives_way`` what is called where it was stopped because another job begins.
    """

    title: str
    work: Callable[[Handle], Any]
    done: Callable[[Any], object]
    ended: Callable[[], object] | None = None
    cancellable: bool = True  # off for work that never asks whether to stop
    cancelled: str = ""  # what to say when the person stopped it
    gives_way: Callable[[], object] | None = None


class Handle:
    """What work is given: a way to report progress and to learn that it should stop."""

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        self._report = report
        self._stop = threading.Event()
        self._last = 0.0

    def progress(self, done: int, total: int, detail: str = "") -> None:
        """Say how far the work is; cheap enough to call for every item."""
        now = time.monotonic()
        if now - self._last >= _REPORT_EVERY or done == total:
            self._last = now
            self._report(done, total, detail)

    def cancelled(self) -> bool:
        """Whether the person asked to stop. The work then raises Cancelled or returns early."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to stop."""
        self._stop.set()


@dataclass(frozen=True, slots=True)
class _Outcome:
    result: Any = None
    error: BaseException | None = None


class _Worker(QThread):
    """Runs one job; its signals are delivered on the thread that made it."""

    reported = Signal(int, int, str)
    ended = Signal(object)  # _Outcome

    def __init__(self, job: Job, parent: QObject) -> None:
        super().__init__(parent)
        self.job = job
        self.handle = Handle(self.reported.emit)

    def run(self) -> None:
        try:
            outcome = _Outcome(self.job.work(self.handle))
        except BaseException as error:  # noqa: BLE001 - carried to the UI thread, judged there
            outcome = _Outcome(error=error)
        self.ended.emit(outcome)


class Jobs(QObject):
    """Starts background jobs for one window and reports through its workspace."""

    idle = Signal()  # a job has ended and what comes after it is done

    def __init__(self, workspace: WorkspaceState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._worker: _Worker | None = None
        self._next: Job | None = None  # for which the one under way was stopped
        self._collecting = CollectHere(self)

    @property
    def running(self) -> bool:
        """Whether a job is under way."""
        return self._worker is not None

    def start(self, job: Job) -> bool:
        """Start a job; False, and a word to the person, while another one is under way.

        One that gives way is stopped for it.
        """
        if self._worker is not None and self._worker.job.gives_way and self._next is None:
            self._next = job
            self._worker.handle.stop()
            return True
        if self._worker is not None:
            self._workspace.say(
                Message(
                    "warning",
                    self.tr("“{job}” is still running.").format(job=self._worker.job.title),
                    self.tr("Wait until it has finished or cancel it in the status line, then try again."),
                )
            )
            return False
        worker = _Worker(job, self)
        worker.reported.connect(self._on_report)
        worker.ended.connect(self._on_ended)
        self._worker = worker
        self._workspace.set_busy(Busy(job.title, cancellable=job.cancellable))
        self._collecting.begin()
        worker.start()
        return True

    def cancel(self) -> None:
        """Ask the running job to stop; it does so between two batches."""
        if self._worker is None or not self._worker.job.cancellable:
            return
        self._worker.handle.stop()
        self._workspace.set_busy(Busy(self._worker.job.title, detail=self.tr("stopping…"), cancellable=False))

    def finish(self) -> None:
        """Stop the running job and wait for it; for closing the window. Nothing is called back."""
        worker = self._worker
        if worker is None:
            return
        worker.ended.disconnect(self._on_ended)
        worker.handle.stop()
        worker.wait()
        self._collecting.end()
        self._worker = self._next = None
        self._workspace.set_busy(None)

    def _on_report(self, done: int, total: int, detail: str) -> None:
        if self._worker is not None and not self._worker.handle.cancelled():
            job = self._worker.job
            self._workspace.set_busy(Busy(job.title, done, total, detail, job.cancellable))

    def _on_ended(self, outcome: _Outcome) -> None:
        worker = self._worker
        assert worker is not None  # noqa: S101 - only a running worker can end
        worker.wait()
        self._collecting.end()
        worker.deleteLater()
        self._worker = None
        self._workspace.set_busy(None)
        following, self._next = self._next, None
        try:
            if following is not None and worker.job.gives_way and isinstance(outcome.error, Cancelled):
                worker.job.gives_way()
            else:
                self._settle(worker.job, outcome)
        finally:
            if worker.job.ended is not None:
                worker.job.ended()
            if following is None or not self.start(following):
                self.idle.emit()

    def _settle(self, job: Job, outcome: _Outcome) -> None:
        error = outcome.error
        if error is None:
            job.done(outcome.result)
        elif isinstance(error, Cancelled):
            self._workspace.inform(job.cancelled or self.tr("“{job}” was cancelled.").format(job=job.title))
        elif isinstance(error, UserError):
            self._workspace.say_error(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)
