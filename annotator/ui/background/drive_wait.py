"""Edits and reads while the drive may stand still: the window goes on, and shows only what is on the disk.

Both are made on a thread of their own, and the window waits for them, as it always did: the next key is
handled when the edit is on the disk, the read there. Where that takes longer than a moment, the window begins
to handle events again, so that it is painted and can be moved, but takes no keys and clicks, and nothing else
of the program runs (decisions 88 and 92).
"""

from __future__ import annotations

import gc
import inspect
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QTimer,
    QTimerEvent,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QWidget

from annotator.errors import UserError
from annotator.ui.background import background_thread
from annotator.ui.background.background_thread import FunctionThread
from annotator.ui.background.cycle_collector import CollectHere

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.background.background_thread import FunctionCall

Result = TypeVar("Result")

MOMENT = 1.0  # seconds that the window waits without a word; keys pressed by then are handled afterwards
READING = 1.0  # the same for a read
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

#: What Qt asks for while it paints and lays out: no event may be handled from within these.
_ASKED_BY_QT = frozenset({
    "paintEvent", "paint", "data", "headerData", "rowCount", "columnCount", "index", "parent", "flags",
    "hasChildren", "sizeHint", "minimumSizeHint", "heightForWidth",
})  # fmt: skip
_ASKED = (QWidget, QAbstractItemModel, QAbstractItemDelegate)

_EDITS = FunctionThread("edits")  # of all windows, one after the other; reads, too


def _within_qt() -> bool:
    """Whether Qt is painting or laying out just now, and has asked the program for something."""
    frame = inspect.currentframe()
    while frame is not None:
        if frame.f_code.co_name in _ASKED_BY_QT and isinstance(frame.f_locals.get("self"), _ASKED):
            return True
        frame = frame.f_back
    return False


class DriveWait(QObject):
    """Makes edits and reads, and keeps the window alive while one waits for its drive."""

    began = Signal()
    went_on = Signal(int)  # so many seconds have gone by
    asked_to_close = Signal()  # meanwhile
    ended = Signal(float, int)  # after so many seconds, with so many keys that were not taken

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collecting = CollectHere(self)
        self._tick = QTimer(self, interval=_LOOK)
        self.waiting = False
        self.stood_still = False  # ever, for longer than a moment
        self.reading = False  # what is waited for changes nothing
        self._waited: FunctionCall | None = None  # while ``waiting``
        self._missed: list[FunctionCall] = []  # reads that whoever asked could not wait for
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
            if not call.wait(MOMENT):
                self._wait(call)
            result: Result = call.outcome()
            return result
        finally:
            self._collecting.end()

    def read(self, ask: Callable[[], Result]) -> Result:
        """Ask the project something beside the window, and return what it answers, or raise what it raises.

        Raises TimeoutError where the drive does not answer and Qt is painting just now: nothing can be waited
        for then. Once it has painted, the window waits, and reads everything anew.
        """
        if _EDITS.is_this():
            return ask()
        standing = self.waiting and self._waited is not None and not self._waited.done
        if standing or (self._missed and _within_qt()):
            raise TimeoutError
        collects = gc.isenabled()
        gc.disable()  # as CollectHere does, which takes longer
        try:
            call = _EDITS.start(ask)
            there = call.wait(READING)
        finally:
            if collects:
                gc.enable()
        if not there:
            self._wait_for_read(call)
        result: Result = call.outcome()
        return result

    def _wait_for_read(self, call: FunctionCall) -> None:
        self._collecting.begin()
        if self.waiting or _within_qt():
            self._missed.append(call)
            QTimer.singleShot(0, self, partial(self._wait_for_missed, call))
            raise TimeoutError
        try:
            self._wait(call, reading=True)
        finally:
            self._collecting.end()

    def _wait_for_missed(self, call: FunctionCall) -> None:
        try:
            if not self.waiting:  # else for something that is made behind it
                self._wait(call, reading=True)
        finally:
            self._missed.remove(call)
            self._collecting.end()

    @property
    def refuses(self) -> bool:
        """Whether what is asked of the project is refused now, and will be asked again afterwards."""
        return self.waiting or bool(self._missed)

    def _wait(self, call: FunctionCall, *, reading: bool = False) -> None:
        """Handle what does not touch the project, until the edit is done or the answer there."""
        application = QCoreApplication.instance()
        assert application is not None  # noqa: S101 - there is a window
        began = time.monotonic() - MOMENT
        self.waiting, self.reading, self.keys = True, reading, 0
        self.stood_still = True
        self._waited = call
        self._closing.clear()
        loop = QEventLoop()

        def look() -> None:
            if call.done:
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
            while not call.done:
                with suppress(UserError):  # PySide raises here what was refused in Qt's calls
                    # Other programs may hand over files meanwhile: they wait, too.
                    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeSocketNotifiers)
        finally:
            self._tick.stop()
            self._tick.timeout.disconnect(look)
            application.removeEventFilter(self)
            self.waiting, self._waited = False, None
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
        """Take keys, clicks and timers away from everybody meanwhile."""
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
