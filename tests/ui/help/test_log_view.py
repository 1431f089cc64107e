"""The log as the window shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from annotator.ui.help import log_view
from annotator.ui.help.log_view import LogView
from annotator.ui.settings import user_folders

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot


def test_the_end_of_the_log_is_shown_read_anew_and_copied(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = LogView()
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == "The log is empty."
    monkeypatch.setattr(log_view, "_TAIL", 12)
    user_folders.log_file().write_text("first line\nlast line\n", encoding="utf-8")
    dialog.refresh_button.click()
    assert dialog.text.toPlainText() == "e\nlast line\n"
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "e\nlast line\n"
