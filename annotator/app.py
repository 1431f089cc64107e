"""Where the window starts: logging, crash reports, settings, the look, the main window.

What to open, and in which order things are loaded, is :mod:`annotator.ui.window.startup`'s business.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from annotator.core import private_files
from annotator.core.resources import resource
from annotator.core.version import VERSION
from annotator.ui.background.cycle_collector import growing
from annotator.ui.settings import user_folders
from annotator.ui.settings.settings import Settings
from annotator.ui.single_instance.starting import handed_over
from annotator.ui.theme import ThemeManager
from annotator.ui.theme.manager import styled_application
from annotator.ui.window.crash_report import CrashHandler
from annotator.ui.window.language_switch import LanguageSwitch
from annotator.ui.window.startup import Start, StartRequest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import TextIOWrapper

_LOG_BYTES = 1_000_000
_LOGS_KEPT = 3  # full ones


def has_display() -> bool:
    """Whether there is a screen to open a window on."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def main(paths: Sequence[Path] = (), *, picture: Path | None = None, samples: bool = False) -> int:
    """Open the window on what was asked for, and run it until it is closed.

    ``paths`` are a project, or transcripts and folders of them. With none the samples are
    opened where asked for, else the project of the last time. With ``picture``, or where
    there is no display, nothing is shown and nothing asked: a summary of what was loaded goes
    to stdout, a picture of the window to that file, and the program ends. Where a window has
    the project already, it comes to the front instead. Returns the exit status: 0, or 1 where
    ``picture`` was asked for and something that was to be in it could not be opened or read.
    """
    if not has_display():
        # Qt aborts the process where it finds no display, so this must come before QApplication.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        picture = picture or user_folders.data_folder() / "window.png"
    log = Log()
    application = make_application()
    crashes = CrashHandler(application)
    crashes.install()
    try:
        settings = Settings()
        if picture is None and handed_over(paths, settings, samples=samples):
            return 0
        with growing():
            follow(ThemeManager(application, settings.theme, settings.font_step), settings)
            switch = LanguageSwitch(application, settings)
            window = switch.window
            # The window of the moment: another language makes another one.
            crashes.told.connect(lambda error: switch.window.workspace.say_error(error))  # noqa: PLW0108
            window.first_painted.connect(log.start)
            start = Start(window, StartRequest(tuple(paths), samples))
        if picture is not None:
            return start.photograph(picture)
        window.show()
        return application.exec()
    finally:
        crashes.remove()
        log.close()


def follow(look: ThemeManager, settings: Settings) -> None:
    """Let the look follow the settings from now on."""

    def on_change(key: str) -> None:
        if key.startswith("look/"):
            look.set_mode(settings.theme)
            look.set_steps(settings.font_step)
            look.set_family(settings.font_family)

    on_change("look/")
    settings.changed.connect(on_change)


class LogFile(logging.FileHandler):
    """A log that its owner alone can read. Full, it gets ``.1`` behind its name, and those before it move on.

    As ``logging.handlers`` has it, which takes longer to load than the window to be shown.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; after the last that there is room for the next one begins a new file."""
        super().emit(record)
        if self.stream is not None and self.stream.tell() >= _LOG_BYTES:
            self.stream.close()
            self.stream = None  # the next line opens it again
            path = Path(self.baseFilename)
            names = [path, *(path.with_name(f"{path.name}.{number}") for number in range(1, _LOGS_KEPT + 1))]
            for newer, older in reversed([*pairwise(names)]):
                with contextlib.suppress(OSError):  # there are not so many yet, or it is being read
                    newer.replace(older)

    def _open(self) -> TextIOWrapper:
        private_files.make_if_missing(Path(self.baseFilename))
        return super()._open()


class Log:
    """The file for the stack where Qt or Python itself dies, and the rotating log.

    The log is opened by :meth:`start`, after the first paint. At INFO and above no text of a transcript
    is ever logged.
    """

    def __init__(self) -> None:
        self._path = user_folders.log_file()
        self._logger = logging.getLogger("annotator")
        self._handler: logging.Handler | None = None
        fatal = self._path.with_name("fatal.log")
        private_files.make_if_missing(fatal)
        self._fatal = fatal.open("a", encoding="utf-8")
        self._had_fault_handler = faulthandler.is_enabled()
        faulthandler.enable(self._fatal)

    def start(self) -> None:
        """Begin to write the log."""
        self._handler = LogFile(self._path, encoding="utf-8", delay=True)
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self._logger.addHandler(self._handler)
        self._logger.setLevel(logging.INFO)
        python = ".".join(map(str, sys.version_info[:3]))
        self._logger.info("%s %s on Python %s", user_folders.APPLICATION, VERSION, python)

    def close(self) -> None:
        """Let go of both files; for a process that goes on after the window."""
        faulthandler.disable()
        if self._had_fault_handler and sys.__stderr__ is not None:
            faulthandler.enable(sys.__stderr__)
        self._fatal.close()
        if self._handler is not None:
            self._logger.removeHandler(self._handler)
            self._handler.close()


def make_application() -> QApplication:
    """The Qt application with its name and icon; the running one where there is one."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else styled_application(sys.argv[0])
    application.setApplicationName(user_folders.APPLICATION)
    application.setApplicationDisplayName(user_folders.APPLICATION)
    application.setApplicationVersion(VERSION)
    application.setDesktopFileName("dialogue-annotator")
    application.setWindowIcon(QIcon(str(resource("icons", "dialogue-annotator.svg"))))
    return application
