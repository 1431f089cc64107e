from __future__ import annotations

import logging
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.errors import UserError
from annotator.ui.window.crash_dialog import CrashDialog
from annotator.ui.window.crash_report import CrashHandler, report

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

SECRET = "what the interviewed person said"


def _crash() -> tuple[type[BaseException], BaseException, TracebackType | None]:
    empty: dict[str, str] = {}
    try:
        empty[SECRET]
    except KeyError as error:
        return KeyError, error, error.__traceback__
    raise AssertionError


def test_a_report_says_where_and_never_quotes() -> None:
    _, error, _ = _crash()
    text = report(error)
    assert "builtins.KeyError" in text
    assert "test_crash_report.py" in text
    assert SECRET not in text


def test_a_defect_is_logged_and_shown_once(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    handler = CrashHandler()
    before = sys.excepthook
    handler.install()
    try:
        with caplog.at_level(logging.CRITICAL):
            sys.excepthook(*_crash())
            sys.excepthook(*_crash())
    finally:
        handler.remove()
    assert sys.excepthook is before
    dialogs = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, CrashDialog)]
    shown = [dialog for dialog in dialogs if dialog.isVisible()]
    assert len(shown) == 1
    assert SECRET not in shown[0].text.toPlainText()
    assert SECRET not in caplog.text
    QTest.mouseClick(shown[0].copy, Qt.MouseButton.LeftButton)
    assert "KeyError" in QGuiApplication.clipboard().text()
    shown[0].close()


def test_ctrl_c_in_the_terminal_is_no_defect(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *arguments: seen.append(arguments[0]))
    CrashHandler().handle(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert seen == [KeyboardInterrupt]


def test_an_error_in_words_is_no_defect_wherever_it_is_met(qtbot: QtBot) -> None:
    """Reading a damaged page while painting, say."""
    handler = CrashHandler()
    said: list[object] = []
    handler.told.connect(said.append)
    error = UserError("The file is damaged")
    handler.handle(UserError, error, None)
    assert said == [error]
    assert not [x for x in QApplication.topLevelWidgets() if isinstance(x, CrashDialog) and x.isVisible()]
