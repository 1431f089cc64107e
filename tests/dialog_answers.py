"""Answers to modal dialogs: a test says beforehand what a person does; a dialog without an answer fails it.

:func:`refuse_unanswered` puts itself before everything in Qt that waits for a person. A test either
declares an answer with :func:`answer`, or puts its own function in the place of Qt's (a file dialog's, say).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QWidget,
)

D = TypeVar("D", bound=QDialog)
PATIENCE = 60_000  # milliseconds a dialog may stand although an answer was declared
# Static functions that show a dialog of Qt's own and wait.
STATIC: tuple[tuple[type, tuple[str, ...]], ...] = (
    (QMessageBox, ("about", "aboutQt", "critical", "information", "question", "warning")),
    (QInputDialog, ("getDouble", "getInt", "getItem", "getMultiLineText", "getText")),
    (QFileDialog, ("getExistingDirectory", "getOpenFileName", "getOpenFileNames", "getSaveFileName")),
)


class UnansweredDialogError(AssertionError):
    """A test met a dialog that nobody answers."""


_declared: dict[QTimer, type[QDialog]] = {}  # what looks for a dialog, and of which kind
_unanswered: list[str] = []


def answer(kind: type[D], act: Callable[[D], object], ready: Callable[[D], bool] | None = None) -> None:
    """Answer the next modal dialog of a kind as soon as it is there, and ready."""
    timer = QTimer(QApplication.instance(), interval=5)

    def look() -> None:
        shown = QApplication.activeModalWidget()
        if timer not in _declared or not isinstance(shown, kind) or not (ready is None or ready(shown)):
            return
        timer.stop()
        del _declared[timer]
        try:
            act(shown)
        except BaseException:
            shown.close()  # else the test would wait in it
            raise

    timer.timeout.connect(look)
    timer.start()
    _declared[timer] = kind


def forget() -> list[str]:
    """What dialogs without an answer said since the last time; what was declared and not met is forgotten."""
    said = list(_unanswered)
    _unanswered.clear()
    for timer in _declared:
        timer.stop()
        timer.deleteLater()
    _declared.clear()
    return said


def words(dialog: QWidget) -> str:
    """All that a dialog says, on one line."""
    parts = [type(dialog).__name__, dialog.windowTitle()]
    parts += [label.text() for label in dialog.findChildren(QLabel)]
    parts += [f"[{button.text()}]" for button in dialog.findChildren(QAbstractButton)]
    return " ".join(" ".join(part.split()) for part in parts if part)


def _refused(said: str) -> UnansweredDialogError:
    _unanswered.append(said)
    return UnansweredDialogError(f"a dialog without an answer: {said}")


def _answered(execute: Callable[[QDialog], int]) -> Callable[[QDialog], int]:
    """QDialog.exec, which waits, only for dialogs whose answer was declared."""

    def run(dialog: QDialog) -> int:
        if not any(isinstance(dialog, kind) for kind in _declared.values()):
            raise _refused(words(dialog))

        def give_up() -> None:
            _refused(f"{words(dialog)} (the declared answer never came)")
            dialog.close()

        patience = QTimer(dialog, interval=PATIENCE, singleShot=True)
        patience.timeout.connect(give_up)
        patience.start()
        try:
            return execute(dialog)
        finally:
            patience.stop()

    return run


def _refusing(kind: type, name: str) -> Callable[..., Any]:
    def refuse(*arguments: Any, **named: Any) -> Any:
        said = [str(one) for one in (*arguments, *named.values()) if isinstance(one, str) and one]
        raise _refused(f"{kind.__name__}.{name} {' '.join(said)}")

    return refuse


def refuse_unanswered() -> None:
    """Put all this before Qt's functions, for the rest of the process."""
    QDialog.exec = _answered(QDialog.exec)  # type: ignore[method-assign]
    for kind, names in STATIC:
        for name in names:
            setattr(kind, name, staticmethod(_refusing(kind, name)))
