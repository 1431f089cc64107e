"""What the window says while an edit or a read waits for a drive that does not answer, and afterwards."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.background.drive_wait import DriveWait
from annotator.ui.background.local_drives import is_local
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from annotator.ui.settings.settings import Settings
    from annotator.ui.window.window_base import WindowBase
    from annotator.ui.workspace.workspace import Workspace

Result = TypeVar("Result")

_WIDE, _MARGIN = 560, 12  # pixels
TWICE = 1  # seconds after which closing again means it


class DriveBar(QFrame):
    """A frame over the top of a window: the drive does not answer, what that means, what can be done."""

    def __init__(self, over: QWidget, drive: str) -> None:
        super().__init__(over)
        self.setObjectName("drive-bar")
        self._over = over
        self._drive = drive
        self.head = QLabel(self)
        self.body = QLabel(self)
        font = QFont(self.head.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.head.setFont(font)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(3)
        for label in (self.head, self.body):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)
        colours = theme.theme_of(self.palette())
        back = theme.blend(colours.warning, colours.raised, 0.10)
        self.setStyleSheet(
            f"#drive-bar {{ background: {back}; border: 1px solid {colours.warning};"
            f" border-left: 4px solid {colours.warning}; border-radius: 6px; }}"
        )
        over.installEventFilter(self)

    def say(self, seconds: int, *, closing: bool, reading: bool) -> None:
        """Say how long it has been, what is waited for, and what closing the window would do."""
        self.head.setText(
            self.tr("The drive of {name} has not answered for {seconds} s.").format(
                name=self._drive, seconds=seconds
            )
        )
        self.body.setText(self._reading(closing=closing) if reading else self._saving(closing=closing))
        self._place()

    def _saving(self, *, closing: bool) -> str:
        if closing:
            return self.tr(
                "The window closes as soon as it answers. Close it once more to end the program now: all but "
                "the last change is saved, and that one may be missing."
            )
        return self.tr(
            "What you see is saved. The last change follows as soon as the drive answers; until then "
            "keys and clicks do nothing. Check the network or the cable."
        )

    def _reading(self, *, closing: bool) -> str:
        if closing:
            return self.tr(
                "The window closes as soon as it answers. Close it once more to end the program now: "
                "everything is saved."
            )
        return self.tr(
            "Everything is saved. What you asked for is shown as soon as the drive answers; until then "
            "keys and clicks do nothing. Check the network or the cable."
        )

    def announce(self) -> None:
        """Tell screen readers what is said."""
        if QAccessible.isActive():
            said = f"{self.head.text()} {self.body.text()}"
            event = QAccessibleAnnouncementEvent(self, said)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)

    def _place(self) -> None:
        around = self._over
        wide = min(_WIDE, around.width() - 2 * _MARGIN)
        layout = self.layout()
        high = layout.totalHeightForWidth(wide) if layout is not None else 0
        self.setGeometry((around.width() - wide) // 2, _MARGIN, wide, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the top."""
        if event.type() == QEvent.Type.Resize and watched is self._over:
            self._place()
        return super().eventFilter(watched, event)


class Stilled(QObject):
    """Keeps pages as they were painted last: painting them anew may ask for the project.

    Where they become another size, nothing of that fits any more, and an empty ground lies over them.
    """

    def __init__(self, pages: QWidget) -> None:
        super().__init__(pages)
        self._pages = pages
        self.ground = QWidget(pages.parentWidget())
        self.ground.setAutoFillBackground(True)
        self.ground.hide()
        pages.setUpdatesEnabled(False)
        pages.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lay the ground over what has become another size."""
        if event.type() == QEvent.Type.Resize and watched is self._pages:
            self.ground.setGeometry(self._pages.geometry())
            self._pages.stackUnder(self.ground)
            self.ground.show()
        return super().eventFilter(watched, event)

    def end(self) -> None:
        """Let the pages be painted again."""
        self._pages.removeEventFilter(self)
        self._pages.setUpdatesEnabled(True)
        self.ground.hide()
        self.ground.deleteLater()
        self.deleteLater()


class DriveWatch(QObject):
    """Lets a window make its edits and reads beside it, and says where one waits for the drive."""

    def __init__(self, workspace: Workspace, settings: Settings, window: WindowBase, pages: QWidget) -> None:
        """``pages`` is what may ask for the project while it is painted: it stays as it is meanwhile."""
        super().__init__(window)
        self._pages = pages
        self._workspace = workspace
        self._settings = settings
        self._window = window
        self._bar: DriveBar | None = None
        self._stilled: Stilled | None = None
        self._seconds = 0
        self._closed_at: int | None = None
        # What was asked of the project meanwhile was refused.
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._refresh)
        self.wait = DriveWait(self)
        self.wait.began.connect(self._on_began)
        self.wait.went_on.connect(self._on_went_on)
        self.wait.asked_to_close.connect(self._on_asked_to_close)
        self.wait.ended.connect(self._on_ended)
        workspace.run_edit = self.wait.run
        workspace.run_read = self._read
        workspace.run_opening = self.open
        self._opening = ""  # the name of the file
        self._local: tuple[Path | None, bool] = (None, False)  # the project last asked about, and the answer

    def open(self, opening: Callable[[], Result], name: str) -> Result:
        """Open a file of that name, or look into it, while its drive may stand still."""
        self._opening = name
        try:
            return self.wait.read(opening)
        finally:
            self._opening = ""

    def _read(self, ask: Callable[[], Result]) -> Result:
        """Ask the project in hand something.

        A drive of this machine that has always answered is read here: each call beside the window costs
        several times as long while something else wants the interpreter.
        """
        project = self._workspace.project
        path = None if project is None else project.path
        if path is not None and self._local[0] != path:
            self._local = (path, self.wait.read(partial(is_local, path)))
        if self._local[1] and not self.wait.stood_still and not self.wait.refuses:
            return ask()
        return self.wait.read(ask)

    def _on_began(self) -> None:
        project = self._workspace.project
        name = self._opening or (project.path.name if project is not None else "")
        self._seconds, self._closed_at = 1, None
        self._stilled = Stilled(self._pages)
        over = QApplication.activeModalWidget() or self._pages.parentWidget() or self._window
        self._bar = DriveBar(over, name)
        self._say()
        self._bar.show()
        self._bar.raise_()
        self._bar.announce()

    def _on_went_on(self, seconds: int) -> None:
        self._seconds = seconds
        self._say()

    def _say(self) -> None:
        if self._bar is not None:
            self._bar.say(self._seconds, closing=self._closed_at is not None, reading=self.wait.reading)

    def _on_asked_to_close(self) -> None:
        if self._closed_at is None:
            self._closed_at = self._seconds
        elif self._seconds - self._closed_at > TWICE:
            self._end()
        self._say()

    def _end(self) -> None:
        """End the program; of an edit under way the next opening finds it done, or takes it back whole."""
        self._settings.store.sync()
        for widget in QApplication.topLevelWidgets():
            widget.hide()  # the system may keep the process until the drive answers
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        os._exit(1)

    def _on_ended(self, seconds: float, keys: int) -> None:
        if self._stilled is not None:
            self._stilled.end()
            self._stilled = None
        if self._bar is not None:
            self._bar.hide()
            self._bar.deleteLater()
            self._bar = None
        detail = counted(
            keys,
            QT_TRANSLATE_NOOP("Counted", "One key that was pressed meanwhile was not taken."),
            QT_TRANSLATE_NOOP("Counted", "{n} keys that were pressed meanwhile were not taken."),
        )
        text = self.tr("The drive answered after {seconds} s.").format(seconds=round(seconds))
        self._workspace.say(Message("warning" if keys else "info", text, detail if keys else ""))
        self._later.start()

    def _refresh(self) -> None:
        if self._workspace.project is not None:
            from annotator.model import Changes  # noqa: PLC0415 - after the first paint

            self._workspace.broadcast(Changes(everything=True))
