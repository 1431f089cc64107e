from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox, QWidget

from annotator.store import Project
from annotator.ui.background.jobs import Job
from annotator.ui.help.about import AboutDialog
from annotator.ui.keys.key_sheet_dialog import KeySheet
from annotator.ui.settings.settings import Settings
from annotator.ui.window.main_window import MainWindow, takes_text
from annotator.ui.window.startup import Start, StartRequest
from annotator.ui.workspace.workspace_state import Busy
from tests.ui.answers import Answers
from tests.ui.conftest import ME, make_project

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot, project_file: Path) -> MainWindow:
    made = MainWindow(Settings(), Answers())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.workspace.attach(Project.open(project_file, annotator=ME))
    return made


def test_it_says_once_that_it_was_painted(qtbot: QtBot) -> None:
    window = MainWindow(Settings(), Answers())
    qtbot.addWidget(window)
    painted: list[int] = []
    window.first_painted.connect(lambda: painted.append(1))
    with qtbot.waitSignal(window.first_painted):
        window.show()
    window.repaint()
    assert painted == [1]


def test_without_a_project_there_is_a_welcome(qtbot: QtBot) -> None:
    window = MainWindow(Settings(), Answers())
    qtbot.addWidget(window)
    window.show()
    assert window.pages.currentWidget() is window.welcome
    assert window.windowTitle() == "Dialogue Annotator"
    window.wait_for_project()
    assert window.pages.currentWidget() is window.waiting
    window.stop_waiting()
    assert window.pages.currentWidget() is window.welcome


def test_a_project_that_is_about_to_be_opened_is_named(qtbot: QtBot, project_file: Path) -> None:
    window = MainWindow(Settings(), Answers())
    qtbot.addWidget(window)
    start = Start(window, StartRequest((project_file,)))
    assert window.windowTitle() == "study — Dialogue Annotator"
    assert window.status.place.text() == "Opening study…"
    assert start.open()
    assert window.status.place.text() != "Opening study…"
    window.workspace.close()
    assert window.status.place.text() == "No project open"
    Start(window, StartRequest((project_file.with_name("talk.txt"),)))
    assert window.windowTitle() == "talk — Dialogue Annotator", "the project that the transcript will go to"


def test_with_a_project_there_are_its_turns(window: MainWindow) -> None:
    assert window.pages.currentWidget() is window.columns
    assert window.columns.middle.currentWidget() is window.columns.listing
    assert window.windowTitle().startswith("study")
    window.workspace.close()
    assert window.pages.currentWidget() is window.welcome


def test_empty_states(window: MainWindow, tmp_path: Path) -> None:
    window.workspace.attach(Project.open(make_project(tmp_path / "none.dap", ()), annotator=ME))
    assert window.pages.currentWidget() is window.no_dialogues
    assert window.no_dialogues.isEnabled()
    window.workspace.set_busy(Busy("Importing", 0, 3))
    assert window.pages.currentWidget() is window.reading
    window.workspace.set_busy(None)
    assert window.pages.currentWidget() is window.no_dialogues
    mute = make_project(tmp_path / "mute.dap", (("Silence", ()),))
    window.workspace.attach(Project.open(mute, annotator=ME))
    assert window.pages.currentWidget() is window.columns
    assert window.columns.middle.currentWidget() is window.columns.no_turns


def test_nothing_can_be_imported_into_what_is_read_only(window: MainWindow, tmp_path: Path) -> None:
    empty = make_project(tmp_path / "none.dap", ())
    window.workspace.attach(Project.open(empty, read_only=True, annotator=ME))
    assert not window.no_dialogues.isEnabled()


def test_panes_come_and_go_and_that_is_remembered(window: MainWindow, qtbot: QtBot) -> None:
    assert window.columns.dialogues.isVisible()
    assert window.columns.tags.isVisible()
    assert not window.columns.history.isVisible()
    window.action_set.by_id["show-dialogues"].trigger()
    assert not window.columns.dialogues.isVisible()
    window.action_set.by_id["show-history"].trigger()
    assert window.columns.history.isVisible()
    window.action_set.by_id["show-tags"].trigger()
    assert window.columns.tags.isVisible(), "it was behind the history, and comes to the front first"
    window.action_set.by_id["show-tags"].trigger()
    assert window.columns.history.isVisible()
    assert not window.columns.tags.isVisible()
    window.action_set.by_id["show-history"].trigger()
    assert not window.columns.side.isVisible()
    window.close()
    again = MainWindow(Settings(), Answers())
    qtbot.addWidget(again)
    assert again.columns.left.isHidden()
    assert again.columns.right.isHidden()


def test_sizes_are_remembered(window: MainWindow, qtbot: QtBot, project_file: Path) -> None:
    window.resize(790, 600)  # no larger than the screen that tests have
    window.columns.setSizes([200, 320, 270])
    sizes = window.columns.sizes()
    window.close()
    again = MainWindow(Settings(), Answers())
    qtbot.addWidget(again)
    again.show()
    again.workspace.attach(Project.open(project_file, annotator=ME))
    assert again.size() == QSize(790, 600)
    assert again.columns.sizes() == sizes


def test_typing_switches_the_single_keys_off(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    field = window.columns.dialogues.findChildren(QLineEdit)[0]
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert not window.action_set.by_id["clear"].isEnabled()
    window.turns.setFocus()
    qtbot.waitUntil(window.action_set.by_id["clear"].isEnabled)


def test_what_takes_text(qtbot: QtBot) -> None:
    reader = QPlainTextEdit()
    reader.setReadOnly(True)
    editable = QComboBox()
    editable.setEditable(True)
    taking: list[QWidget] = [QLineEdit(), QPlainTextEdit(), QSpinBox(), editable]
    others: list[QWidget] = [QComboBox(), QWidget(), reader]
    for widget, expected in [(x, True) for x in taking] + [(x, False) for x in others]:
        qtbot.addWidget(widget)
        assert takes_text(widget) is expected
    assert not takes_text(None)


def test_copy_puts_speaker_and_text_on_the_clipboard(window: MainWindow) -> None:
    window.commands.list.select_all()
    assert len(window.workspace.cursor.selection) == 3
    window.commands.list.copy_turns()
    assert QGuiApplication.clipboard().text().splitlines()[1:] == ["B: I think so.", "A: 我也是。"]


def test_full_screen_and_theme_are_switches(window: MainWindow) -> None:
    full = window.action_set.by_id["full-screen"]
    full.trigger()
    assert window.isFullScreen()
    assert full.isChecked()
    full.trigger()
    assert not window.isFullScreen()
    assert window.action_set.by_id["theme-system"].isChecked()
    window.action_set.by_id["theme-dark"].trigger()
    assert window.settings.theme == "dark"
    assert window.action_set.by_id["theme-dark"].isChecked()
    assert not window.action_set.by_id["theme-system"].isChecked()
    window.action_set.by_id["theme-light"].trigger()
    assert window.action_set.by_id["theme-light"].isChecked()
    window.action_set.by_id["font-larger"].trigger()
    assert window.settings.font_step == 1


def test_going_about_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.turns.setFocus()
    qtbot.waitUntil(window.turns.hasFocus)
    QTest.keyClick(window.turns, Qt.Key.Key_J)
    assert window.workspace.cursor.turn_id == window.workspace.cursor.turn_ids[1]
    QTest.keyClick(window.turns, Qt.Key.Key_1)
    assert window.workspace.cursor.turn_id == window.workspace.cursor.turn_ids[2]
    QTest.keyClick(window.turns, Qt.Key.Key_G)
    assert window.workspace.cursor.dialogue_id == window.workspace.cursor.dialogue_ids[1]
    QTest.keyClick(window.turns, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert window.workspace.cursor.dialogue_id == window.workspace.cursor.dialogue_ids[0]
    window.columns.dialogues.findChildren(QLineEdit)[0].setFocus()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.turns.hasFocus)


def test_the_recent_menu_lists_projects(window: MainWindow, project_file: Path) -> None:
    window.settings.remember_project(project_file)
    window.action_set.menus["recent"].aboutToShow.emit()
    entries = window.action_set.menus["recent"].actions()
    assert [entry.text() for entry in entries] == ["study"]
    window.workspace.close()
    entries[0].trigger()
    assert window.workspace.project is not None


def test_closing_while_a_job_runs_asks(window: MainWindow, qtbot: QtBot) -> None:
    answers = window.dialogs
    assert isinstance(answers, Answers)
    started = threading.Event()

    def work(handle: object) -> None:
        started.set()
        while not handle.cancelled():  # type: ignore[attr-defined]
            pause.wait(0.01)  # leave the interpreter to the window's thread

    pause = threading.Event()
    window.jobs.start(Job("Importing", work, lambda _: None))
    qtbot.waitUntil(started.is_set)
    assert not window.close()
    assert answers.asked == ["stop_job"]
    assert window.workspace.busy is not None
    answers.given["stop_job"] = True
    assert window.close()
    assert not window.jobs.running
    assert window.workspace.project is None


def test_help_windows_open(window: MainWindow) -> None:
    window.action_set.by_id["keys"].trigger()
    window.action_set.by_id["about"].trigger()
    keys = window.findChildren(KeySheet)[0]
    about = window.findChildren(AboutDialog)[0]
    assert "SQLAlchemy" in about.details.text()
    keys.close()
    about.close()


def test_the_keyboard_never_belongs_to_nobody(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    button = QPushButton("gone soon", window.columns.tags)
    button.show()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    button.hide()
    button.deleteLater()
    qtbot.waitUntil(window.turns.view.hasFocus)


def test_the_view_menu_underlines_all_repairs_or_those_in_doubt(window: MainWindow) -> None:
    def on() -> bool:
        return window.turns.view.cache.underline_repairs

    action = window.action_set.by_id["underline-repairs"]
    assert not on()
    assert not action.isChecked()
    action.trigger()
    assert on()
    assert window.settings.underline_repairs
    action.trigger()
    assert not on()


def test_the_view_menu_chooses_how_turns_are_laid_out(window: MainWindow) -> None:
    actions, view = window.action_set.by_id, window.turns.view
    for density in ("compact", "reading", "comfortable"):
        actions[f"density-{density}"].trigger()
        window.action_set.refresh()
        assert view.cache.style.layout.density == density
        checked = [
            key for key, action in actions.items() if key.startswith("density-") and action.isChecked()
        ]
        assert checked == [f"density-{density}"]
    assert not view.cache.style.layout.right
    actions["speaker-sides"].trigger()
    assert view.cache.style.layout.right == {"B"}
    window.settings.line_length = 60
    assert view.cache.style.layout.line == 60
