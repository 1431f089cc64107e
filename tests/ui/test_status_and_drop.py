from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model import TurnFilter
from annotator.store import Project
from annotator.ui.window.drop_zone import DropHint, dropped_paths
from annotator.ui.window.status_line import StatusLine
from annotator.ui.workspace.workspace import Workspace
from annotator.ui.workspace.workspace_state import Busy
from tests.ui.conftest import ME
from tests.ui.quick_tags import press_label

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

_COPY = Qt.DropAction.CopyAction
_BUTTON = Qt.MouseButton.LeftButton
_PLAIN = Qt.KeyboardModifier.NoModifier


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_the_line_follows_the_workspace(qtbot: QtBot, workspace: Workspace) -> None:
    line = StatusLine(workspace)
    qtbot.addWidget(line)
    line.show()
    assert line.place.text() == "Dialogue 1 of 3  ·  Turn 1 of 3"
    assert line.tagged.text() == "Stance: 0 of 3 tagged"
    assert line.person.text() == "Mei"
    assert line.saved.isVisible()
    assert not line.badge.isVisible()
    press_label(workspace, "1")
    qtbot.waitUntil(lambda: line.tagged.text() == "Stance: 1 of 3 tagged")
    assert line.place.text() == "Dialogue 1 of 3  ·  Turn 2 of 3"
    workspace.cursor.select_turns(workspace.cursor.turn_ids)
    qtbot.waitUntil(lambda: line.place.text().endswith("3 selected"))
    workspace.cursor.select_dialogue(None)
    qtbot.waitUntil(lambda: "3 dialogues" in line.place.text())
    workspace.close()
    qtbot.waitUntil(lambda: line.place.text() == "No project open")
    assert (line.tagged.text(), line.person.text()) == ("", "")


def test_in_a_filtered_list_a_turn_keeps_its_number(qtbot: QtBot, workspace: Workspace) -> None:
    line = StatusLine(workspace)
    qtbot.addWidget(line)
    workspace.cursor.set_filter(TurnFilter(speakers=("B",)))
    qtbot.waitUntil(lambda: line.place.text() == "Dialogue 1 of 3  ·  Turn 2 of 3")
    assert line.tagged.text() == "Stance: 0 of 3 tagged"


def test_read_only_is_said(qtbot: QtBot, project_file: Path) -> None:
    workspace = Workspace()
    line = StatusLine(workspace)
    qtbot.addWidget(line)
    line.show()
    workspace.attach(Project.open(project_file, read_only=True, annotator=ME))
    qtbot.waitUntil(line.badge.isVisible)
    assert not line.saved.isVisible()
    workspace.close()


def test_a_job_is_shown_and_can_be_cancelled(qtbot: QtBot) -> None:
    workspace = Workspace()
    line = StatusLine(workspace)
    qtbot.addWidget(line)
    line.show()
    assert not line.job.isVisible()
    workspace.set_busy(Busy("Importing", detail="a.txt"))
    assert line.job.title.text() == "Importing  a.txt"
    workspace.set_busy(Busy("Importing", 1200, 3400, "a.txt"))
    assert line.job.title.text() == "Importing  1,200 / 3,400"
    with qtbot.waitSignal(line.job.cancel_asked):
        QTest.mouseClick(line.job.cancel, _BUTTON)
    workspace.set_busy(Busy("Importing", cancellable=False))
    assert not line.job.cancel.isEnabled()
    workspace.set_busy(None)
    assert not line.job.isVisible()


def test_only_local_files_count() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.txt"), QUrl.fromLocalFile("/tmp/b.txt")])
    assert dropped_paths(mime) == [Path("/tmp/b.txt")]


def test_the_hint_covers_the_window_and_takes_the_drop(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    window.resize(600, 400)
    hint = DropHint(window)
    qtbot.addWidget(window)
    window.show()
    mime = files(tmp_path / "a.txt")
    enter = QDragEnterEvent(QPoint(5, 5), _COPY, mime, _BUTTON, _PLAIN)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert hint.isVisible()
    window.resize(700, 500)
    assert hint.size() == window.size()
    hint.grab()
    for covered in (window, hint):  # Qt sends what follows to the one that took the entering
        QApplication.sendEvent(covered, enter)
        QApplication.sendEvent(covered, QDragLeaveEvent())
        assert hint.isHidden()
    QApplication.sendEvent(hint, enter)
    QApplication.sendEvent(hint, QDragMoveEvent(QPoint(6, 6), _COPY, mime, _BUTTON, _PLAIN))
    assert not hint.isHidden()
    with qtbot.waitSignal(hint.dropped) as dropped:
        QApplication.sendEvent(hint, QDropEvent(QPointF(5, 5), _COPY, mime, _BUTTON, _PLAIN))
    assert dropped.args == [[tmp_path / "a.txt"]]
    assert not hint.isVisible()


def test_a_drop_without_a_hint_is_taken_too_and_text_is_left_alone(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    hint = DropHint(window)
    qtbot.addWidget(window)
    mime = files(tmp_path)  # the events do not keep it alive
    enter = QDragEnterEvent(QPoint(5, 5), _COPY, mime, _BUTTON, _PLAIN)
    QApplication.sendEvent(window, enter)
    with qtbot.waitSignal(hint.dropped):
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), _COPY, mime, _BUTTON, _PLAIN))
    text = QMimeData()
    text.setText("words")
    enter = QDragEnterEvent(QPoint(5, 5), _COPY, text, _BUTTON, _PLAIN)
    QApplication.sendEvent(window, enter)
    assert hint.isHidden()
    assert not enter.isAccepted()
