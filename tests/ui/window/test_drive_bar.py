"""An edit waits for a drive that stands still: the window lives, takes nothing, shows only what is saved."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QTimerEvent
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout

from annotator.errors import UserError
from annotator.model import Changes
from annotator.store import Project, ProjectWaits
from annotator.ui.background import drive_wait
from annotator.ui.background.background_thread import BackgroundThread
from annotator.ui.panels.dialogue_list.dialogue_model import DialogueModel
from annotator.ui.settings.settings import Settings
from annotator.ui.window import drive_bar
from annotator.ui.window.drive_bar import DriveBar, Stilled
from annotator.ui.window.main_window import MainWindow
from tests.ui.answers import Answers
from tests.ui.conftest import ME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


class Standing(QObject):
    """A drive that answers when what a test does meanwhile has been done."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.answers = threading.Event()
        self.meanwhile: Callable[[], object] = lambda: None
        self.seen: list[Any] = []
        window.drive.wait.began.connect(lambda: self.startTimer(1))

    def tag(self, turn: int, meanwhile: Callable[[], object], label: str = "stance.favor") -> Changes | None:
        """Give a label to a turn; the drive stands still meanwhile."""
        self.meanwhile = meanwhile
        self.answers.clear()

        def edit(project: Project) -> Changes:
            assert self.answers.wait(60)
            return project.tags.add([turn], label)

        return self.window.workspace.do(edit)

    def read(self, meanwhile: Callable[[], object], ask: Callable[[], object]) -> object:
        """Ask something; the drive stands still at the first read of it."""
        self.meanwhile = meanwhile
        self.answers.clear()
        project = self.window.workspace.project
        assert project is not None

        def beside(work: Callable[[], object]) -> object:
            def standing() -> object:
                with project.alone():
                    assert self.answers.wait(60)
                    return work()

            project.read_beside(wait.read)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(drive_wait, "READING", 0.01)
                return wait.read(standing)

        wait = self.window.drive.wait
        project.read_beside(beside)
        return ask()

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802 - Qt's name
        self.killTimer(event.timerId())
        try:
            self.seen.append(self.meanwhile())
        except UserError as error:
            self.seen.append(error)
        finally:
            self.answers.set()


@pytest.fixture
def window(qtbot: QtBot, project_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(drive_wait, "MOMENT", 0.01)
    made = MainWindow(Settings(), Answers())
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.workspace.attach(Project.open(project_file, annotator=ME))
    made.columns.furnish()  # which it does by itself soon after it was painted
    qtbot.waitExposed(made)
    for _ in range(20):
        QApplication.processEvents()
    yield made
    made.workspace.close()


@pytest.fixture
def standing(window: MainWindow) -> Standing:
    return Standing(window)


def _bars(window: MainWindow) -> list[DriveBar]:
    return [bar for bar in window.findChildren(DriveBar) if bar.isVisible()]


def _labels(window: MainWindow, turn: int) -> list[str | None]:
    project = window.workspace.project
    assert project is not None
    return [tag.label for tag in project.turns.page([turn], [ME.key])[0].tags]


def test_it_is_said_and_what_is_shown_is_saved(qtbot: QtBot, window: MainWindow, standing: Standing) -> None:
    def look() -> tuple[str, str, str]:
        bar = _bars(window)[0]
        window.repaint()
        window.resize(700, 500)
        QApplication.processEvents()
        around = bar.parentWidget()
        assert around is not None
        assert around.rect().contains(bar.geometry())
        ground = window.findChildren(Stilled)[0].ground
        assert ground.isVisible(), "what was painted fits no more"
        assert ground.geometry() == window.pages.geometry()
        return bar.head.text(), bar.body.text(), window.status.saved.text()

    changes = standing.tag(1, look)
    assert changes is not None
    assert changes.turns == {1}
    head, body, saved = standing.seen[0]
    assert head == "The drive of study.dap has not answered for 1 s."
    assert "What you see is saved." in body
    assert saved == "Saving…"
    assert not _bars(window)
    assert window.pages.updatesEnabled()
    assert _labels(window, 1) == ["stance.favor"]
    assert [card.message.kind for card in window.messages.cards()] == ["info"]


def test_afterwards_all_is_read_again(qtbot: QtBot, window: MainWindow, standing: Standing) -> None:
    with qtbot.waitSignal(window.workspace.changed, check_params_cb=lambda changes: changes.everything):
        standing.tag(1, lambda: None)
    qtbot.waitUntil(lambda: window.status.saved.text() == "✓ All changes saved")


def test_keys_and_clicks_do_nothing_and_that_is_said(
    qtbot: QtBot, window: MainWindow, standing: Standing
) -> None:
    window.activateWindow()
    window.turns.setFocus()
    qtbot.waitUntil(window.turns.hasFocus)
    handle = window.windowHandle()

    def press() -> None:
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Down):
            QTest.keyClick(handle, key)
        QTest.mouseClick(
            handle, Qt.MouseButton.LeftButton, pos=window.turns.mapTo(window, window.turns.rect().center())
        )

    here = window.workspace.cursor.turn_id
    project = window.workspace.project
    assert project is not None
    before = len(project.history.edits(10))
    standing.tag(3, press)
    QApplication.processEvents()
    assert window.workspace.cursor.turn_id == here
    assert len(project.history.edits(10)) == before + 1
    card = window.messages.cards()[0]
    assert (card.message.kind, card.message.detail) == (
        "warning",
        "3 keys that were pressed meanwhile were not taken.",
    )
    QTest.keyClick(handle, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(project.history.edits(10)) == before + 2)


def test_the_project_is_left_alone_meanwhile(window: MainWindow, standing: Standing) -> None:
    project = window.workspace.project
    assert project is not None
    meanwhile: list[Callable[[], object]] = [
        lambda: project.counts(),  # noqa: PLW0108 - one that is called later
        window.workspace.close,
        lambda: window.workspace.run_edit(lambda: None),
    ]
    for turn, function in enumerate(meanwhile, 1):
        standing.tag(turn, function)
        for _ in range(20):
            QApplication.processEvents()
    waits, closing, edit = standing.seen
    assert isinstance(waits, ProjectWaits)
    assert isinstance(closing, ProjectWaits)
    assert edit.what == "Nothing can be changed now"
    assert window.workspace.project is project
    assert project.counts().tags == 3


def test_what_could_not_be_read_meanwhile_is_not_said(window: MainWindow, standing: Standing) -> None:
    error = ProjectWaits(Path("study.dap"))

    def say() -> int:
        window.workspace.say_error(error)
        return len(window.messages.cards())

    standing.tag(1, say)
    assert standing.seen == [0]
    window.workspace.say_error(error)
    assert "cannot be read" in window.messages.cards()[0].message.text


def test_an_edit_that_fails_in_the_end_is_refused_as_always(window: MainWindow, standing: Standing) -> None:
    assert standing.tag(1, lambda: None, label="no.such") is None
    assert window.messages.cards()[0].message.kind == "error"
    assert _labels(window, 1) == []


def test_timers_and_work_beside_the_window_are_told_afterwards(
    qtbot: QtBot, window: MainWindow, standing: Standing
) -> None:
    told: list[str] = []
    timer = QTimer(window, interval=0, singleShot=True)
    timer.timeout.connect(lambda: told.append("timer"))
    thread = BackgroundThread(window)
    ended = threading.Event()

    def meanwhile() -> list[str]:
        timer.start()
        thread.start(lambda _: ended.set(), lambda _: told.append("work"))
        assert ended.wait(60)
        for _ in range(20):
            QApplication.processEvents()
        return list(told)

    standing.tag(1, meanwhile)
    assert standing.seen == [[]]
    qtbot.waitUntil(lambda: sorted(told) == ["timer", "work"])
    thread.stop()


def test_a_field_that_loses_the_focus_meanwhile_keeps_what_was_typed(
    window: MainWindow, standing: Standing
) -> None:
    lost = QFocusEvent(QEvent.Type.FocusOut)
    left: list[object] = []
    field = QLabel(window)
    field.focusOutEvent = left.append  # type: ignore[method-assign]
    standing.tag(1, lambda: QApplication.sendEvent(field, lost))
    assert left == []
    QApplication.sendEvent(field, lost)
    assert left == [lost]


def test_closing_waits_and_closing_again_ends_the_program(
    qtbot: QtBot, window: MainWindow, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(drive_bar, "TWICE", 3_600)  # seconds: a busy machine is no reason to end

    def close() -> tuple[str, list[int]]:
        window.close()
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        at_once, said = list(ended), _bars(window)[0].body.text()
        monkeypatch.setattr(drive_bar, "TWICE", -1)
        window.close()
        return said, at_once

    standing.tag(1, close)
    said, at_once = standing.seen[0]
    assert "closes as soon as it answers" in said
    assert at_once == [], "who holds the key down does not mean it"
    assert ended == [1]
    window.show()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.workspace.project is None
    assert window.workspace.run_edit(lambda: None) is None


def test_the_bar_stands_over_a_dialog_that_is_open(
    qtbot: QtBot, window: MainWindow, standing: Standing
) -> None:
    dialog = QDialog(window)
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog).addWidget(QLabel("a dialog", dialog))
    dialog.setModal(True)
    dialog.resize(400, 300)
    dialog.show()
    standing.tag(1, lambda: len([bar for bar in dialog.findChildren(DriveBar) if bar.isVisible()]))
    assert standing.seen == [1]
    dialog.close()


def test_an_edit_within_an_edit_is_a_part_of_it(window: MainWindow) -> None:
    run = window.workspace.run_edit
    inner = Changes(skipped=7)
    assert run(lambda: run(lambda: inner)) is inner


# --- reads ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("local", [True, False])
def test_a_drive_of_this_machine_is_read_here_until_it_stands_still(
    window: MainWindow, standing: Standing, monkeypatch: pytest.MonkeyPatch, project_file: Path, local: bool
) -> None:
    window.workspace.close()
    monkeypatch.setattr(drive_bar, "is_local", lambda path: local and path == project_file)
    asked: list[object] = []
    read = window.drive.wait.read

    def note(ask: Callable[[], object]) -> object:
        asked.append(ask)
        return read(ask)

    monkeypatch.setattr(window.drive.wait, "read", note)
    window.drive._local = (None, False)
    assert window.files.open_project(project_file)
    project = window.workspace.project
    assert project is not None
    asked.clear()
    assert project.counts().turns
    assert bool(asked) is not local
    asked.clear()
    standing.tag(1, lambda: None)
    assert window.drive.wait.stood_still
    assert project.counts().tags == 1
    assert asked


def test_going_to_a_dialogue_waits_beside_the_window(
    qtbot: QtBot, window: MainWindow, standing: Standing
) -> None:
    cursor, project = window.workspace.cursor, window.workspace.project
    assert project is not None
    before, wanted = cursor.turn_id, cursor.dialogue_ids[1]

    def look() -> tuple[str, str, int | None, type[Exception] | None]:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_1)
        try:
            project.counts()
        except ProjectWaits as error:
            refused: type[Exception] | None = type(error)
        else:
            refused = None
        return _bars(window)[0].body.text(), window.status.saved.text(), cursor.turn_id, refused

    with qtbot.waitSignal(window.workspace.changed, check_params_cb=lambda changes: changes.everything):
        standing.read(look, lambda: cursor.select_dialogue(wanted))
    body, saved, turn, refused = standing.seen[0]
    assert "Everything is saved. What you asked for is shown" in body
    assert saved == "Reading…"
    assert refused is ProjectWaits
    assert turn in {before, None}, "nothing is shown that was not read"
    assert not _bars(window)
    assert cursor.dialogue_id == wanted
    assert cursor.turn_id in project.turns.ids(wanted)
    assert project.counts().tags == 0, "the key was not taken"
    assert "One key" in window.messages.cards()[0].message.detail


def test_what_is_read_while_painting_is_painted_afterwards(
    qtbot: QtBot, window: MainWindow, standing: Standing
) -> None:
    model, project = window.turns.view.cache.model, window.workspace.project
    assert project is not None
    model.refresh()
    standing.read(lambda: len(_bars(window)), window.turns.view.viewport().repaint)
    assert window.drive.wait.refuses
    assert not window.drive.wait.waiting, "no events are handled while something is painted"
    assert [card.message for card in window.messages.cards()] == []
    assert project.counts().turns, "what is asked elsewhere waits"
    qtbot.waitUntil(lambda: not window.drive.wait.refuses)
    assert standing.seen == [1]
    qtbot.waitUntil(lambda: model.turn(0) is not None)


def test_a_project_is_opened_beside_the_window(
    window: MainWindow, standing: Standing, monkeypatch: pytest.MonkeyPatch, project_file: Path
) -> None:
    window.workspace.close()
    wanted, opened = Project.open, []

    def slowly(*given: Any, **named: Any) -> Project:
        opened.append(threading.get_ident())
        assert standing.answers.wait(60)
        return wanted(*given, **named)

    monkeypatch.setattr(Project, "open", slowly)
    monkeypatch.setattr(drive_wait, "READING", 0.01)
    standing.answers.clear()

    def look() -> str:
        monkeypatch.undo()
        return _bars(window)[0].head.text()

    standing.meanwhile = look
    assert window.files.open_project(project_file)
    assert standing.seen == ["The drive of study.dap has not answered for 1 s."]
    assert opened != [threading.get_ident()]
    assert window.workspace.writable


def test_nobody_reads_while_somebody_waits(window: MainWindow, standing: Standing) -> None:
    wait = window.drive.wait

    def ask() -> bool:
        with pytest.raises(TimeoutError):
            wait.read(lambda: None)
        return True

    standing.tag(1, ask)
    assert standing.seen == [True]
    assert wait.read(lambda: wait.read(lambda: 3)) == 3


def test_the_list_of_dialogues_is_not_remembered_as_empty(window: MainWindow, standing: Standing) -> None:
    model = window.findChildren(DialogueModel)[0]
    row = model.row_of(window.workspace.cursor.dialogue_id)
    assert row is not None
    first = model.index(row)
    model.refresh(Changes(everything=True))
    standing.tag(1, lambda: model.data(first, Qt.ItemDataRole.DisplayRole))
    assert standing.seen == [None]
    assert model.data(first, Qt.ItemDataRole.DisplayRole)
