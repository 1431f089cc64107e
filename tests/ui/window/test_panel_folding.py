from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QComboBox

from annotator.ui.settings.settings import Settings
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.panel_folding import BOTH, ONE, shown
from tests.ui.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

ENLARGED = (640, 340)  # a screen of 1280 × 720 at 200 %, less a title bar


@pytest.fixture
def window(qtbot: QtBot, project_file: Path) -> Iterator[MainWindow]:
    made = MainWindow(Settings(), Answers())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    assert made.files.open_project(project_file)
    made.columns.furnish()
    yield made
    made.close()


def sides(window: MainWindow) -> tuple[bool, bool]:
    return window.columns.left.isVisible(), window.columns.right.isVisible()


@pytest.mark.parametrize(
    ("width", "left", "right", "favourite", "seen"),
    [
        (BOTH, True, True, "right", (True, True)),
        (BOTH - 1, True, True, "right", (False, True)),
        (BOTH - 1, True, True, "left", (True, False)),
        (BOTH - 1, True, False, "right", (True, False)),
        (ONE, False, True, "left", (False, True)),
        (ONE - 1, True, True, "left", (False, False)),
    ],
)
def test_what_has_room(width: int, left: bool, right: bool, favourite: str, seen: tuple[bool, bool]) -> None:
    assert shown(width, left=left, right=right, favourite=favourite) == seen  # type: ignore[arg-type]


def test_the_window_fits_an_enlarged_screen_and_its_panels_fold(qtbot: QtBot, window: MainWindow) -> None:
    window.settings.show_repairs = True
    window.settings.show_history = True
    assert sides(window) == (True, True)
    window.resize(*ENLARGED)
    qtbot.waitUntil(lambda: sides(window) == (False, True))
    assert (window.width(), window.height()) == ENLARGED, "nothing in it wants more"
    assert window.turns.view.viewport().width() > 200
    toggle = window.commands.view.toggle
    toggle("show_dialogues")
    assert sides(window) == (True, False), "what is asked for takes the place of the other"
    assert window.settings.show_dialogues
    toggle("show_tags")
    assert sides(window) == (False, True)
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: sides(window) == (True, True))


def test_the_welcome_page_fits_and_scrolls(qtbot: QtBot) -> None:
    made = MainWindow(Settings(), Answers())
    qtbot.addWidget(made)
    made.resize(*ENLARGED)
    made.show()
    assert (made.width(), made.height()) == ENLARGED


def test_a_panel_behind_another_comes_to_the_front_before_it_goes(window: MainWindow) -> None:
    toggle, columns = window.commands.view.toggle, window.columns
    toggle("show_history")
    assert columns.side.currentWidget() is columns.history
    columns.side.setCurrentWidget(columns.tags)
    toggle("show_history")
    assert columns.side.currentWidget() is columns.history
    assert window.settings.show_history
    toggle("show_history")
    assert not window.settings.show_history


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_list_that_drops_down_shows_its_last_entry_whole(qtbot: QtBot, window: MainWindow) -> None:
    window.commands.dialogs.edit_settings()
    for box in window.findChildren(QComboBox):
        if not box.isVisible() or box.count() > box.maxVisibleItems():
            continue
        box.showPopup()
        view = box.view()
        qtbot.waitUntil(view.isVisible)
        last = view.visualRect(box.model().index(box.count() - 1, 0))
        assert last.bottom() < view.viewport().height(), box.accessibleName()
        box.hidePopup()
