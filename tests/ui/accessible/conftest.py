"""A window on a project, in the program's own style."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.ui.settings.settings import Settings
from annotator.ui.theme import ThemeManager
from annotator.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def look(qapp: QApplication) -> Iterator[ThemeManager]:
    """The program's own style sheet: it is what shows the focus."""
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    manager = ThemeManager(qapp, mode="light")
    yield manager
    qapp.styleHints().colorSchemeChanged.disconnect(manager._on_system)
    manager.setParent(None)
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
    qapp.setStyleSheet(before[2])


@pytest.fixture
def window(qtbot: QtBot, project_file: Path) -> Iterator[MainWindow]:
    made_window = MainWindow(Settings())
    qtbot.addWidget(made_window)
    made_window.resize(1280, 900)
    made_window.show()
    assert made_window.files.open_project(project_file)
    made_window.settings.show_history = True
    made_window.settings.show_repairs = True
    made_window.columns.furnish()
    qtbot.waitUntil(lambda: made_window.turns.view.rows.visible() != [])
    yield made_window
    made_window.jobs.finish()
    made_window.close()
