from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from annotator.ui.background.jobs import Job
from annotator.ui.settings.settings import Settings
from annotator.ui.settings.settings_dialog import SettingsDialog
from annotator.ui.texts import error_texts
from annotator.ui.texts.translation import wanted, window_language
from annotator.ui.window.language_switch import LanguageSwitch
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.startup import Start, StartRequest
from tests.ui.answers import Answers

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def switch(qtbot: QtBot, qapp: QApplication) -> Iterator[LanguageSwitch]:
    settings = Settings()
    settings.language = "en"
    made = LanguageSwitch(qapp, settings, lambda kept: MainWindow(kept, Answers()))
    yield made
    made.window.close()
    settings.changed.disconnect(made._on_setting)
    settings.language = "en"
    made.speak()
    error_texts.use(None)


def begin(qtbot: QtBot, switch: LanguageSwitch, request: StartRequest) -> None:
    Start(switch.window, request)
    with qtbot.waitSignal(switch.window.first_painted):
        switch.window.show()


def titles(window: MainWindow) -> list[str]:
    return [action.text() for action in window.menuBar().actions()]


def test_another_language_comes_at_once_and_with_the_same_turn(
    qtbot: QtBot, switch: LanguageSwitch, project_file: Path
) -> None:
    begin(qtbot, switch, StartRequest((project_file,)))
    workspace = switch.window.workspace
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    workspace.moving.step(1)
    place = (workspace.cursor.dialogue_id, workspace.cursor.turn_id)
    old, size = switch.window, switch.window.size()
    switch.window.settings.language = "zh_CN"
    qtbot.waitUntil(lambda: switch.window is not old)
    qtbot.waitUntil(lambda: switch.window.workspace.project is not None)
    new = switch.window
    assert titles(new)[0] == "文件(&F)"
    assert new.windowTitle() == "study — 对话标注器"
    assert QApplication.applicationDisplayName() == "对话标注器", (
        "what Qt writes behind the titles of dialogs"
    )
    assert (new.workspace.cursor.dialogue_id, new.workspace.cursor.turn_id) == place
    assert new.workspace.writable, "the lock of the window before is gone"
    assert new.size() == size
    assert window_language() == "zh_CN"
    new.settings.language = "en"
    qtbot.waitUntil(lambda: switch.window is not new)
    assert titles(switch.window)[0] == "&File"
    assert QApplication.applicationDisplayName() == "Dialogue Annotator"
    assert window_language() == "en"


def test_whoever_changes_it_in_the_settings_finds_them_open_again(
    qtbot: QtBot, switch: LanguageSwitch
) -> None:
    begin(qtbot, switch, StartRequest())
    old = switch.window
    old.commands.dialogs.edit_settings()
    old.settings.language = "zh_CN"
    qtbot.waitUntil(lambda: switch.window is not old)
    qtbot.waitUntil(lambda: switch.window.findChild(SettingsDialog) is not None)
    dialog = switch.window.findChild(SettingsDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "设置"
    assert switch.window.pages.currentWidget() is switch.window.welcome, "no project was open before"
    dialog.close()


def test_the_welcome_page_offers_the_other_language(qtbot: QtBot, switch: LanguageSwitch) -> None:
    begin(qtbot, switch, StartRequest())
    old = switch.window
    buttons = {button.text(): button for button in old.welcome.findChildren(type(old.welcome.drop))}
    buttons["简体中文"].click()
    qtbot.waitUntil(lambda: switch.window is not old)
    assert titles(switch.window)[0] == "文件(&F)"


def test_a_job_that_is_not_to_be_stopped_keeps_its_window(
    qtbot: QtBot, switch: LanguageSwitch, project_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(qtbot, switch, StartRequest((project_file,)))
    window = switch.window
    monkeypatch.setattr(window.dialogs, "stop_job", lambda _title: False)
    enough = threading.Event()
    window.jobs.start(Job("Counting", lambda _: enough.wait(), lambda _: None))
    window.settings.language = "zh_CN"
    try:
        qtbot.waitUntil(lambda: bool(window.messages.cards()))
        assert switch.window is window
        assert "started again" in window.messages.cards()[-1].message.text
    finally:
        enough.set()
        qtbot.waitUntil(lambda: not window.jobs.running)


@pytest.mark.parametrize(
    ("setting", "code"), [("en", "en"), ("zh_CN", "zh_CN"), ("zh_TW", "zh_CN"), ("fr", "en")]
)
def test_what_a_setting_means(setting: str, code: str) -> None:
    assert wanted(setting) == code
