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
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from annotator.errors import Cancelled, UserError
from annotator.ui.background.cycle_collector import CollectHere
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.workspace.typed_signals import Carries

Result = TypeVar("Result")
Value = TypeVar("Value")

_REPORT_EVERY = 0.05  # seconds between two reports of progress that reach the window
_LOOK_EVERY = 0.01  # seconds between two looks at whether work that waits for the window should stop


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

    def hand_over(self, value: Value, to: Callable[[Value], object], *, patience: float = 0.0) -> None:
        """Have a function of the window called with what there is so far, unless newer work has begun.

        With ``patience`` the work waits, for so many seconds at most, until the window has dealt with it and
        painted: while both run each is slower than alone, and somebody looks at the window.
        """
        if not patience:
            self._call(to, value)
            return
        seen = threading.Event()

        def deal(value: Value) -> None:
            to(value)
            QTimer.singleShot(0, seen.set)  # behind what is to be painted now

        self._call(deal, value)
        until = time.monotonic() + patience
        while not (seen.wait(_LOOK_EVERY) or self.cancelled() or time.monotonic() > until):
            pass

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
        self._called.connect(self.call_back)

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

    def call_back(self, call: _WindowCall) -> None:
        """Call a function of the window, now or, while an edit waits for the drive, later."""
        if _Later.calls is not None:
            _Later.calls.append((self, call))
            return
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


class _Later:
    """What is called back when nothing waits for the drive any more; None where nothing does."""

    calls: list[tuple[BackgroundThread, _WindowCall]] | None = None


def hold() -> None:
    """Call nothing back until :func:`go_on`: it would touch the project while an edit waits for the drive."""
    _Later.calls = _Later.calls or []


def go_on() -> None:
    """Call back what was held, when whoever waits has gone on."""
    held, _Later.calls = _Later.calls or [], None
    for thread, call in held:
        QTimer.singleShot(0, thread, partial(thread.call_back, call))


class FunctionCall:
    """A function that runs on a :class:`FunctionThread`."""

    __slots__ = ("_ended", "_error", "_function", "_value")

    def __init__(self, function: Callable[[], Any]) -> None:
        self._function = function
        self._ended = threading.Lock()  # costs a third of an Event, and reads are many
        self._ended.acquire()
        self._value: Any = None
        self._error: BaseException | None = None

    def make(self) -> None:
        """Run it, whatever comes of it."""
        try:
            self._value = self._function()
        except BaseException as error:  # noqa: BLE001 - carried to who waits for it
            self._error = error
        del self._function  # what it holds belongs to who asked for it
        self._ended.release()

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return not self._ended.locked()

    def wait(self, seconds: float) -> bool:
        """Wait for its end, so long at most; whether it has ended."""
        if not self._ended.acquire(timeout=seconds):
            return False
        self._ended.release()
        return True

    def outcome(self) -> Any:
        """What the function returned. Raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._value


class FunctionThread:
    """A thread that runs one function after the other, for somebody who waits for each.

    It lives as long as the program does, and waits for work without using the processor.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: threading.Thread | None = None
        self._calls: SimpleQueue[FunctionCall] = SimpleQueue()

    def is_this(self) -> bool:
        """Whether the caller runs on it."""
        return threading.current_thread() is self._thread

    def start(self, function: Callable[[], Any]) -> FunctionCall:
        """Have a function run, behind those that were given before."""
        if self._thread is None or not self._thread.is_alive():  # a forked process has none
            self._calls = SimpleQueue()
            self._thread = threading.Thread(
                target=self._run, args=(self._calls,), name=self._name, daemon=True
            )
            self._thread.start()
        call = FunctionCall(function)
        self._calls.put(call)
        return call

    @staticmethod
    def _run(calls: SimpleQueue[FunctionCall]) -> None:
        while True:
            calls.get().make()


def _nothing() -> None:
    """What follows where work was stopped and nobody wants to know."""
