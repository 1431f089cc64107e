"""Backups in the window: made beside the work, looked into, put back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QDialog, QListWidget

from annotator.errors import UserError
from annotator.store import Project, backups
from annotator.ui.backups import backup_schedule as keeper_module
from annotator.ui.backups.backup_dialog import BackupsDialog
from annotator.ui.settings.settings import Settings
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.messages import Message
from tests.store.building import rename_project

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(Settings())
    qtbot.addWidget(made)
    made.show()
    assert made.files.open_samples()
    qtbot.waitUntil(lambda: not made.jobs.running, timeout=20_000)
    return made


def path_of(window: MainWindow) -> Path:
    project = window.workspace.project
    assert project is not None
    return Path(project.path)


def back_up(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.backups.made, timeout=20_000):
        window.backups.back_up()


def said(window: MainWindow) -> list[Message]:
    messages: list[Message] = []
    window.workspace.message.connect(messages.append)
    return messages


def name_of(window: MainWindow) -> str:
    project = window.workspace.project
    assert project is not None
    return project.name


def test_a_backup_comes_by_itself_where_something_changed(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "FIRST", 1)
    path = path_of(window)
    with qtbot.waitSignal(window.backups.made, timeout=20_000):
        assert window.files.open_project(path, read_only=True)
        assert window.files.open_project(path)
    assert len(backups.backups(path)) == 1
    back_up(qtbot, window)
    assert len(backups.backups(path)) == 1, "nothing has changed"


def test_backing_up_now_says_what_was_done(qtbot: QtBot, window: MainWindow) -> None:
    messages = said(window)
    for expected in ("The project was backed up.", "Nothing has changed since the last backup."):
        window.commands.backups.now()
        qtbot.waitUntil(lambda: bool(messages), timeout=20_000)
        assert messages.pop().text == expected
    window.settings.backups = False
    window.commands.backups.now()
    assert "switched off" in messages.pop().text


def test_a_failure_is_said_once(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise UserError("It could not be backed up", "the disk is full", "Make room")

    monkeypatch.setattr(backups, "back_up", fail)
    messages = said(window)
    for _ in range(2):
        window.backups.back_up()
        qtbot.waitUntil(lambda: not window.backups.running, timeout=20_000)
    assert [(message.kind, message.text) for message in messages] == [
        ("warning", "It could not be backed up.")
    ]


def test_a_defect_is_reported(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, *_: caught.append(kind))
    monkeypatch.setattr(backups, "back_up", lambda *_, **__: 1 / 0)
    window.backups.back_up()
    qtbot.waitUntil(lambda: not window.backups.running, timeout=20_000)
    assert caught == [ZeroDivisionError]


def answer(monkeypatch: pytest.MonkeyPatch, *, look: bool, row: int = 0) -> None:
    """Let the person choose a row of the dialog and press one of its buttons."""

    def execute(dialog: BackupsDialog) -> int:
        dialog.list.setCurrentRow(row)
        (dialog.look_button if look else dialog.restore_button).click()
        return dialog.result()

    monkeypatch.setattr(BackupsDialog, "exec", execute)


def test_a_backup_is_put_back(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(qtbot, window)
    before = name_of(window)
    window.workspace.do(lambda project: rename_project(project, "Spoilt"))
    answer(monkeypatch, look=False)
    messages = said(window)
    window.commands.backups.restore()
    qtbot.waitUntil(lambda: bool(messages) and not window.jobs.running, timeout=20_000)
    assert messages[-1].text == "The backup was restored."
    assert name_of(window) == before
    assert window.workspace.writable
    path = path_of(window)
    names = set()
    for backup in backups.backups(path):
        with Project.open(backup.path, read_only=True) as project:
            names.add(project.name)
    assert names == {before, "Spoilt"}, "what was there is kept"


def test_a_backup_can_be_looked_into(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(qtbot, window)
    path = path_of(window)
    answer(monkeypatch, look=True)
    messages = said(window)
    window.commands.backups.restore()
    assert path_of(window).parent == backups.folder_of(path)
    assert not window.workspace.writable
    messages[-1].actions[0].run()
    assert path_of(window) == path
    assert window.workspace.writable


def test_what_cannot_be_put_back_leaves_the_project(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(qtbot, window)
    path = path_of(window)

    def fail(*_: object) -> None:
        raise UserError("No", "the disk is full", "Make room")

    monkeypatch.setattr(backups, "restore", fail)
    answer(monkeypatch, look=False)
    messages = said(window)
    window.commands.backups.restore()
    qtbot.waitUntil(lambda: bool(messages) and not window.jobs.running, timeout=20_000)
    assert messages[-1].kind == "error"
    assert path_of(window) == path


class TestDialog:
    def test_it_says_what_is_in_a_backup(self, qtbot: QtBot, window: MainWindow) -> None:
        back_up(qtbot, window)
        dialog = BackupsDialog(path_of(window), window)
        qtbot.addWidget(dialog)
        assert dialog.list.count() == 1
        assert dialog.details.text() == "5 dialogues, 100 turns, 0 tags"
        assert dialog.restore_button.isEnabled()
        dialog.reject()
        assert dialog.result() == QDialog.DialogCode.Rejected
        assert dialog.chosen is None

    def test_without_backups_it_says_when_they_come(self, qtbot: QtBot, window: MainWindow) -> None:
        dialog = BackupsDialog(path_of(window), window)
        qtbot.addWidget(dialog)
        assert not isinstance(dialog.pages.currentWidget(), QListWidget)
        assert not dialog.restore_button.isEnabled()
        assert not dialog.look_button.isEnabled()

    def test_a_damaged_backup_cannot_be_chosen(self, qtbot: QtBot, window: MainWindow) -> None:
        back_up(qtbot, window)
        backups.backups(path_of(window))[0].path.write_text("no project")
        dialog = BackupsDialog(path_of(window), window)
        qtbot.addWidget(dialog)
        assert "not a project" in dialog.details.text() or "damaged" in dialog.details.text()
        assert not dialog.restore_button.isEnabled()
