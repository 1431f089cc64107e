"""The one way of work beside the window: a function on a thread, called back on the window's thread.

Nothing else in the window starts a thread. Work that opens the project takes a connection of its own
(``background.companion``): nothing of the window's may be touched from its thread.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject

from annotator.errors import Cancelled, UserError
from annotator.ui.background.cycle_collector import CollectHere
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.workspace.typed_signals import Carries

Result = TypeVar("Result")
Value = TypeVar("Value")

_REPORT_EVERY = 0.05  # seconds between two reports of progress that reach the window


def raised(error: BaseException) -> None:
    """A defect of work beside the window is a defect of the program: it goes where all of them go."""
    sys.excepthook(type(error), error, error.__traceback__)


@dataclass(frozen=True, slots=True)
class _WindowCall:
    """What is to be called on the window's thread, while the work that asks for it is the newest."""

    number: int  # of the work
    function: Callable[..., object]
    values: tuple[Any, ...]
    last: bool = False  # the work has ended


class Handle:
    """What work is given: how to report progress and what it has so far, and whether it should stop."""

    def __init__(
        self, call: Callable[..., None], report: Callable[[int, int, str], object] | None = None
    ) -> None:
        self._call = call
        self._report = report
        self._stop = threading.Event()
        self._last = 0.0

    def progress(self, done: int, total: int, detail: str = "") -> None:
        """Say how far the work is; cheap enough to call for every item."""
        now = time.monotonic()
        if self._report is not None and (now - self._last >= _REPORT_EVERY or done == total):
            self._last = now
            self._call(self._report, done, total, detail)

    def hand_over(self, value: Value, to: Callable[[Value], object]) -> None:
        """Have a function of the window called with what there is so far, unless newer work has begun."""
        self._call(to, value)

    def cancelled(self) -> bool:
        """Whether the work should stop. It then raises Cancelled or returns early."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to stop."""
        self._stop.set()


class BackgroundThread(QObject):
    """One piece of work at a time; newer work takes the place of older, of which nothing more is heard."""

    _called: Carries[_WindowCall] = carrying()

    def __init__(self, parent: QObject | None = None, name: str = "background") -> None:
        super().__init__(parent)
        self._name = name
        self._number = 0
        self._handle: Handle | None = None
        self._threads: dict[int, threading.Thread] = {}
        self._collecting = CollectHere(self)
        self._called.connect(self._on_called)

    @property
    def running(self) -> bool:
        """Whether work is under way whose end will be told."""
        return self._number in self._threads

    def start(
        self,
        work: Callable[[Handle], Result],
        done: Callable[[Result], object],
        *,
        failed: Callable[[UserError], object] = raised,
        cancelled: Callable[[], object] | None = None,
        crashed: Callable[[BaseException], object] = raised,
        progressed: Callable[[int, int, str], object] | None = None,
    ) -> None:
        """Begin work. One of ``done``, ``failed``, ``cancelled`` and ``crashed`` is called when it ends.

        Older work is asked to stop and waited for, but not by the window: the new thread waits.
        """
        self.let_go()
        number, before = self._number, tuple(self._threads.values())
        handle = Handle(partial(self._call, number), progressed)

        def run() -> None:
            for thread in before:
                thread.join()
            end: partial[object]
            try:
                end = partial(done, work(handle))
            except Cancelled:
                end = partial(cancelled or _nothing)
            except UserError as error:
                end = partial(failed, error)
            except BaseException as error:  # noqa: BLE001 - carried to the window's thread, judged there
                end = partial(crashed, error)
            self._send(_WindowCall(number, end, (), last=True))

        self._handle = handle
        self._collecting.begin()
        self._threads[number] = thread = threading.Thread(target=run, name=self._name, daemon=True)
        thread.start()

    @property
    def cancelling(self) -> bool:
        """Whether the work was asked to stop and has not ended yet."""
        return self.running and self._handle is not None and self._handle.cancelled()

    def cancel(self) -> None:
        """Ask the work to stop; what becomes of it is told."""
        if self._handle is not None:
            self._handle.stop()

    def let_go(self) -> bool:
        """Ask the work to stop and hear no more of it; returns at once. Whether it was under way."""
        under_way = self.running
        self.cancel()
        self._number += 1
        return under_way

    def stop(self) -> bool:
        """Let the work go and wait until it has stopped: the project is about to be left, or written to."""
        under_way = self.let_go()
        for thread in self._threads.values():
            thread.join()
        self._threads.clear()
        self._collecting.end()
        return under_way

    def leave(self) -> None:
        """Let the work go as its owner is about to be deleted; this object stays until it has stopped.

        For work that cannot be asked to stop soon: the window must not wait for it.
        """
        self.let_go()
        if self._threads:
            self.setParent(QCoreApplication.instance())
            _LEFT.add(self)

    def _call(self, number: int, function: Callable[..., object], *values: object) -> None:
        self._send(_WindowCall(number, function, values))

    def _send(self, call: _WindowCall) -> None:
        with suppress(RuntimeError):  # the window is gone
            self._called.emit(call)

    def _on_called(self, call: _WindowCall) -> None:
        newest = call.number == self._number
        if call.last:
            thread = self._threads.pop(call.number, None)
            if thread is not None:
                thread.join()
            if not self._threads:
                self._collecting.end()
                if self in _LEFT:
                    _LEFT.discard(self)
                    self.deleteLater()
        if newest:
            call.function(*call.values)


_LEFT: set[BackgroundThread] = set()  # their owners are gone, their threads are not


def _nothing() -> None:
    """What follows where work was stopped and nobody wants to know."""
