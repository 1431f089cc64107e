"""Edits while the drive may stand still: the window goes on, and what is not on the disk is not shown.

An edit is made on a thread of its own, and the window waits for it, as it always did: the next key is handled
when the edit is on the disk. Where that takes longer than a moment, the window begins to handle events again,
so that it is painted and can be moved, but takes no keys and clicks, and nothing else of the program runs
(decision 88).
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer, QTimerEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from annotator.errors import UserError
from annotator.ui.background import background_thread
from annotator.ui.background.background_thread import FunctionThread
from annotator.ui.background.cycle_collector import CollectHere

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

MOMENT = 1.0  # seconds that the window waits without a word; keys pressed by then are handled afterwards
_LOOK = 20  # milliseconds between two looks whether the edit is there
_TIMERS = ("QTimer", "QSingleShotTimer")
_INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut,
    QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.ContextMenu,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel,
    QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease, QEvent.Type.NativeGesture,
    QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop, QEvent.Type.ToolTip,
    # A field that loses the focus saves what was typed into it.
    QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.FocusAboutToChange,
})  # fmt: skip

_EDITS = FunctionThread("edits")  # of all windows, one after the other


class DriveWait(QObject):
    """Makes edits, and keeps the window alive while one waits for its drive."""

    began = Signal()
    went_on = Signal(int)  # so many seconds have gone by
    asked_to_close = Signal()  # meanwhile
    ended = Signal(float, int)  # after so many seconds, with so many keys that were not taken

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collecting = CollectHere(self)
        self._tick = QTimer(self, interval=_LOOK)
        self.waiting = False
        self.keys = 0  # that were pressed in vain
        self._seconds = 0
        self._closing: list[QObject] = []

    def run(self, edit: Callable[[], Result]) -> Result:
        """Make the edit, and return what it returns, or raise what it raises.

        Raises UserError where another one is still waiting.
        """
        if _EDITS.is_this():
            return edit()
        if self.waiting:
            raise UserError(
                self.tr("Nothing can be changed now"),
                self.tr("the drive with the project does not answer"),
                self.tr("Wait until it does, then try again"),
            )
        self._collecting.begin()
        try:
            call = _EDITS.start(edit)
            if not call.done.wait(MOMENT):
                self._wait(call.done)
            result: Result = call.outcome()
            return result
        finally:
            self._collecting.end()

    def _wait(self, done: threading.Event) -> None:
        """Handle what does not touch the project, until the edit is done."""
        application = QCoreApplication.instance()
        assert application is not None  # noqa: S101 - there is a window
        began = time.monotonic() - MOMENT
        self.waiting, self.keys = True, 0
        self._closing.clear()
        loop = QEventLoop()

        def look() -> None:
            if done.is_set():
                loop.quit()
            elif (seconds := int(time.monotonic() - began)) != self._seconds:
                self._seconds = seconds
                self.went_on.emit(seconds)

        self._tick.timeout.connect(look)
        application.installEventFilter(self)
        background_thread.hold()
        self._tick.start()
        self.began.emit()
        try:
            while not done.is_set():
                with suppress(UserError):  # PySide raises here what was refused in Qt's calls
                    # Other programs may hand over files meanwhile: they wait, too.
                    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeSocketNotifiers)
        finally:
            self._tick.stop()
            self._tick.timeout.disconnect(look)
            application.removeEventFilter(self)
            self.waiting = False
            background_thread.go_on()
            self.ended.emit(time.monotonic() - began, self.keys)
            self._close_later()

    def _close_later(self) -> None:
        """Close what was asked to close meanwhile, once the edit has been told."""
        for widget in QApplication.topLevelWidgets():
            if widget.windowHandle() in self._closing:
                QTimer.singleShot(0, widget, widget.close)
        self._closing.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys, clicks and timers away from everybody while the edit waits."""
        with suppress(UserError):  # as above: the event is looked at again
            return self._takes(watched, event)
        return self._takes(watched, event)

    def _takes(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QTimerEvent):
            return watched is not self._tick and watched.metaObject().className() in _TIMERS
        kind = event.type()
        if kind == QEvent.Type.Close and watched.isWindowType():  # else a part of a window goes
            event.ignore()
            self._note_close(watched)
            return True
        if kind not in _INPUT:
            return False
        if kind == QEvent.Type.KeyPress and watched.isWindowType():  # the first that hears of it
            self._note_key(watched, event)
        event.accept()
        return True

    def _note_key(self, watched: QObject, event: QEvent) -> None:
        if isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            if event.matches(QKeySequence.StandardKey.Quit):
                self._note_close(watched)
            else:
                self.keys += 1

    def _note_close(self, watched: QObject) -> None:
        self._closing.append(watched)
        self.asked_to_close.emit()
