"""What happens on a defect of the program: a report that can be copied, and an entry in the log.

A report holds the version, the system, and where in the program it happened. It never holds
the message of the exception nor values of variables, because these may quote a transcript.
"""

from __future__ import annotations

import logging
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, qVersion

from annotator.core.version import VERSION
from annotator.errors import UserError, outline
from annotator.ui.settings import user_folders
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from annotator.ui.window.crash_dialog import CrashDialog
    from annotator.ui.workspace.typed_signals import Carries

_log = logging.getLogger(__name__)


def report(error: BaseException) -> str:
    """The text of a crash report: versions, kind of error, and the lines of code it went through."""
    import platform  # noqa: PLC0415 - rarely needed

    lines = [
        f"{user_folders.APPLICATION} {VERSION}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
        outline(error),
    ]
    return "\n".join(lines)


class CrashHandler(QObject):
    """Takes the place of ``sys.excepthook`` while the window is open.

    Errors on other threads arrive through the signal, so that the dialog is always made on
    the UI thread. One dialog at a time: a defect in painting would otherwise open hundreds.
    """

    happened = Signal(str)
    told: Carries[UserError] = carrying()  # which is no defect

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dialog: CrashDialog | None = None
        self._before = sys.excepthook
        self.happened.connect(self._show)

    def install(self) -> None:
        """Begin to catch what nothing else caught."""
        self._before = sys.excepthook
        sys.excepthook = self.handle

    def remove(self) -> None:
        """Put back what was there before."""
        sys.excepthook = self._before

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an uncaught exception and show its report."""
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        if isinstance(error, UserError):  # met where nobody asked, such as in painting
            self.told.emit(error)
            return
        text = report(error)
        _log.critical("uncaught exception\n%s", text)
        self.happened.emit(text)

    def _show(self, text: str) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            return
        from annotator.ui.window.crash_dialog import CrashDialog  # noqa: PLC0415 - rarely needed

        self._dialog = CrashDialog(text)
        self._dialog.open()
