from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from annotator.ui.settings.settings import Settings
from annotator.ui.spans.span_mode import new_facet
from annotator.ui.spans.turn_menu import menu_point, turn_menu
from annotator.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot, project_file: Path) -> Iterator[MainWindow]:
    made = MainWindow(Settings())
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    assert made.files.open_project(project_file)
    qtbot.waitUntil(lambda: made.turns.view.rows.visible() != [])
    yield made
    made.jobs.finish()
    made.close()


def texts(menu: QMenu) -> list[str]:
    return [entry.text().replace("&", "") for entry in menu.actions() if not entry.isSeparator()]


def test_the_menu_of_a_turn_has_the_actions_of_the_window(window: MainWindow) -> None:
    menu = turn_menu(window.workspace, window.turns.view)
    found = texts(menu)
    assert found[:3] == ["Correct the text…", "Select words of the turn", "Copy turns"]
    assert {"Change the speaker…", "Flag", "Bookmark"} <= set(found)
    next(entry for entry in menu.actions() if entry.objectName() == "flag").trigger()
    turn = window.workspace.cursor.turn()
    assert turn is not None
    assert turn.marks == {"flag"}


def test_selected_words_can_be_copied_and_tagged_from_the_menu(window: MainWindow) -> None:
    workspace, view = window.workspace, window.turns.view
    workspace.do(lambda project: project.codebook.add_facet(new_facet(workspace)))
    assert view.caret.select(2, 2, 7)
    menu = turn_menu(workspace, view)
    assert texts(menu)[:2] == ["Copy the selected words", "Words"]
    copy, labels = menu.actions()[:2]
    copy.trigger()
    assert QGuiApplication.clipboard().text() == "think"
    submenu = labels.menu()
    assert isinstance(submenu, QMenu)
    submenu.actions()[1].trigger()
    turn = workspace.cursor.turn()
    assert turn is not None
    assert [(tag.label, tag.start, tag.end) for tag in turn.tags if tag.start is not None] == [
        ("span.reason", 2, 7)
    ]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_it_opens_by_mouse_and_by_key(window: MainWindow, qtbot: QtBot) -> None:
    view = window.turns.view
    place = view.visualRect(view.currentIndex()).center()
    assert menu_point(view, place) == view.viewport().mapToGlobal(place)
    by_key = menu_point(view, QPoint(5, view.viewport().height() - 2))
    assert view.viewport().rect().contains(view.viewport().mapFromGlobal(by_key))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in view.findChildren(QMenu)))
    for menu in view.findChildren(QMenu):
        menu.close()
    qtbot.waitUntil(lambda: view.findChildren(QMenu) == [])
    assert view.contextMenuPolicy() == Qt.ContextMenuPolicy.CustomContextMenu
