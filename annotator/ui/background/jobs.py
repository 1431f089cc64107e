"""Long work, one piece at a time, off the UI thread.

A piece of work is a function that takes a :class:`Handle`, reports through it how far it
is, asks it between batches whether to stop, and returns a result. It opens its own
database connection (``background.companion``): nothing of the window's
may be touched from its thread. What becomes of it arrives on the UI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.ui.background.background_thread import BackgroundThread, Handle, raised
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace_state import Busy, WorkspaceState

__all__ = ["Handle", "Job", "Jobs"]


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


class Jobs(QObject):
    """Starts background jobs for one window and reports through its workspace."""

    idle = Signal()  # a job has ended and what comes after it is done

    def __init__(self, workspace: WorkspaceState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._job: Job | None = None
        self._next: Job | None = None  # for which the one under way was stopped
        self._thread = BackgroundThread(self, "job")

    @property
    def running(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def start(self, job: Job) -> bool:
        """Start a job; False, and a word to the person, while another one is under way.

        One that gives way is stopped for it.
        """
        if self._job is not None and self._job.gives_way and self._next is None:
            self._next = job
            self._thread.cancel()
            return True
        if self._job is not None:
            self._workspace.say(
                Message(
                    "warning",
                    self.tr("“{job}” is still running.").format(job=self._job.title),
                    self.tr("Wait until it has finished or cancel it in the status line, then try again."),
                )
            )
            return False
        self._job = job
        self._workspace.set_busy(Busy(job.title, cancellable=job.cancellable))
        self._thread.start(
            job.work,
            partial(self._settle, job, job.done),
            failed=partial(self._settle, job, self._workspace.say_error),
            cancelled=partial(self._settle, job, self._on_cancelled, job),
            crashed=partial(self._settle, job, raised),
            progressed=self._on_report,
        )
        return True

    def cancel(self) -> None:
        """Ask the running job to stop; it does so between two batches."""
        if self._job is None or not self._job.cancellable:
            return
        self._thread.cancel()
        self._workspace.set_busy(Busy(self._job.title, detail=self.tr("stopping…"), cancellable=False))

    def finish(self) -> None:
        """Stop the running job and wait for it; for closing the window. Nothing is called back."""
        if self._job is None:
            return
        self._thread.stop()
        self._job = self._next = None
        self._workspace.set_busy(None)

    def _on_report(self, done: int, total: int, detail: str) -> None:
        if self._job is not None and not self._thread.cancelling:
            job = self._job
            self._workspace.set_busy(Busy(job.title, done, total, detail, job.cancellable))

    def _on_cancelled(self, job: Job) -> None:
        if self._next is not None and job.gives_way:
            job.gives_way()
            return
        self._workspace.inform(job.cancelled or self.tr("“{job}” was cancelled.").format(job=job.title))

    def _settle(self, job: Job, told: Callable[..., object], *values: Any) -> None:
        """What ended is told; then comes what follows in every case."""
        self._job = None
        self._workspace.set_busy(None)
        try:
            told(*values)
        finally:
            if job.ended is not None:
                job.ended()
            following, self._next = self._next, None
            if following is None or not self.start(following):
                self.idle.emit()
