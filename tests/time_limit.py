"""Ends a test process that stands still, with the test's name and the stacks of all its threads.

No signal would do: Python's handlers do not run while Qt waits for a click in C++. A thread of Python's
says the name and the stacks; where even that one cannot run, faulthandler's own thread ends the process.
With pytest-xdist the controller then reports the test as crashed and goes on with a new worker.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from collections.abc import Generator
from time import monotonic  # by name: tests put other clocks in its place

import pytest

SECONDS = float(os.environ.get("ANNOTATOR_TEST_SECONDS", "300"))  # for each of setup, call and teardown
GRACE = 10.0  # seconds that the thread has for its report
STATUS = 70


class TimeLimit:
    """A pytest plugin that gives every phase of every test so many seconds."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._error = os.dup(_standard_error())  # the real one: pytest puts another in its place
        self._changed = threading.Condition()
        self._running: tuple[str, float] | None = None  # what runs, and when its time is over
        threading.Thread(target=self._watch, name="time limit of tests", daemon=True).start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, object, object]:
        return (yield from self._limited(item, "setup"))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        return (yield from self._limited(item, "call"))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, object, object]:
        return (yield from self._limited(item, "teardown"))

    def pytest_enter_pdb(self) -> None:
        """A person who looks around has all the time there is."""
        self._set(None)

    def _limited(self, item: pytest.Item, phase: str) -> Generator[None, object, object]:
        self._set((f"{item.nodeid} ({phase})", monotonic() + self._seconds))
        try:
            return (yield)
        finally:
            self._set(None)

    def _set(self, running: tuple[str, float] | None) -> None:
        with self._changed:
            self._running = running
            self._changed.notify()
        if running is None:
            faulthandler.cancel_dump_traceback_later()
        else:
            faulthandler.dump_traceback_later(self._seconds + GRACE, exit=True, file=self._error)

    def _watch(self) -> None:
        with self._changed:
            while True:
                left = self._running[1] - monotonic() if self._running is not None else None
                if self._running is not None and left is not None and left <= 0:
                    self._end(self._running[0])
                self._changed.wait(left)

    def _end(self, name: str) -> None:
        said = f"\n{name} stood for {self._seconds:.0f} seconds; its threads were here:\n"
        os.write(self._error, said.encode())
        faulthandler.dump_traceback(self._error)
        os._exit(STATUS)


def _standard_error() -> int:
    """The file descriptor of standard error; pytest-xdist's stand-in for sys.stderr has none."""
    try:
        return sys.stderr.fileno()
    except (AttributeError, OSError, ValueError):
        return 2
