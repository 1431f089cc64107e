"""Keeps Python's cycle collector on the UI thread while another thread runs Python code.

The collector runs on whichever thread happens to allocate. When it finds a dead dialog from
within a background thread, Qt destroys a widget on the wrong thread, and that ends the process.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

_EVERY = 500  # milliseconds between two collections on the UI thread
_FULL = 20  # every so many of them looks at old objects too

_holding: set[int] = set()  # the switch of the collector is the process's, and so is this


@contextlib.contextmanager
def growing() -> Iterator[None]:
    """While the program's own modules and first objects come into being, nothing is looked for among them.

    They stay as long as the program does, so afterwards they are left out of every collection.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was and not _holding:
            gc.enable()


class CollectHere(QObject):
    """From :meth:`begin` to :meth:`end` nothing is collected but on the thread of this object."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rounds = 0
        key = id(self)
        self.destroyed.connect(lambda: _release(key))  # with its window, while a thread goes on
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._collect)

    def begin(self) -> None:
        """A thread is about to start."""
        _holding.add(id(self))
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        """The thread has ended. Harmless when it never began."""
        self._timer.stop()
        _release(id(self))

    def _collect(self) -> None:
        self._rounds += 1
        gc.collect(2 if self._rounds % _FULL == 0 else 1)


def _release(key: int) -> None:
    """This one holds the collector no longer. Harmless when it never did."""
    if key in _holding:
        _holding.discard(key)
        if not _holding:
            gc.enable()
