"""Whatever people or files wrote is shown as text: no view takes it for markup or opens what it names."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QMessageBox,
    QTextEdit,
    QToolTip,
    QWidget,
)

from annotator.codebooks import default
from annotator.model import Annotator, Target
from annotator.store import Project
from annotator.ui.settings.settings import Settings
from annotator.ui.theme import ThemeManager
from annotator.ui.widgets.closed_browser import ClosedBrowser
from annotator.ui.widgets.plain_text import wrapped
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.messages import Message
from tests.ui.accessible.looking import dialogs, made
from tests.ui.conftest import prepared
from tests.ui.quick_tags import write_note

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="opened files are counted by inotify")

_IN_OPEN = 0x20


class Watch:
    """Counts how often a file is opened by anybody, and whether a port of this machine is called."""

    def __init__(self, path: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._queue = libc.inotify_init1(os.O_NONBLOCK)
        assert libc.inotify_add_watch(self._queue, os.fsencode(path), _IN_OPEN) >= 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0)
        self.port: int = self._server.getsockname()[1]

    def opened(self) -> int:
        """How often since the last call."""
        try:
            data = os.read(self._queue, 65_536)
        except BlockingIOError:
            return 0
        found = at = 0
        while at < len(data):
            found += 1
            at += 16 + struct.unpack_from("iIII", data, at)[3]
        return found

    def called(self) -> bool:
        """Whether anybody has called the port."""
        try:
            self._server.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        os.close(self._queue)
        self._server.close()


@pytest.fixture
def picture(tmp_path: Path, qapp: QApplication) -> Path:
    path = tmp_path / "canary.png"
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(path))
    return path


@pytest.fixture
def watch(picture: Path) -> Iterator[Watch]:
    made_watch = Watch(picture)
    yield made_watch
    made_watch.close()


@pytest.fixture
def canary(picture: Path, watch: Watch) -> str:
    """A text that Qt takes for HTML with two pictures."""
    return f'<img src="{picture}"><b>bold</b><img src="http://127.0.0.1:{watch.port}/x.png">'


@pytest.fixture
def look(qapp: QApplication) -> Iterator[None]:
    """The program's own style sheet, as it always is where the window is."""
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    manager = ThemeManager(qapp, mode="light")
    yield
    qapp.styleHints().colorSchemeChanged.disconnect(manager._on_system)
    manager.setParent(None)
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
    qapp.setStyleSheet(before[2])


@pytest.fixture
def project_file(tmp_path: Path, canary: str) -> Path:
    """A project in which everything that people write is the canary."""
    book = default()
    facets = tuple(
        replace(
            facet,
            name=f"{canary}{number}",
            question=canary,
            labels=tuple(replace(label, definition=canary, examples=canary) for label in facet.labels),
        )
        for number, facet in enumerate(book.facets)
    )
    path = tmp_path / "study.dap"
    me = Annotator("9d5c4c0a-0000-4000-8000-000000000001", canary)
    turns = (("A", canary, "en"), ("B", f"{canary} {canary}", "en"), ("A", "Plain.", "en"))
    with (
        Project.create(path, name="study", codebook=replace(book, facets=facets), annotator=me) as project,
        project.sources.importer() as importer,
    ):
        importer.add(prepared(canary, turns))
        importer.finish()
    return path


def tips(widget: QWidget) -> Iterator[QPoint]:
    """Points of a widget that may have tool tips of their own."""
    if isinstance(widget.parent(), QAbstractItemView) and widget.parent().viewport() is widget:  # type: ignore[union-attr]
        view = widget.parent()
        assert isinstance(view, QAbstractItemView)
        model = view.model()
        for row in range(min(model.rowCount(), 8)):
            for column in range(8):
                yield view.visualRect(model.index(row, column)).center()
    for part in range(1, 8):
        yield QPoint(widget.width() // 3, widget.height() * part // 8)


def hover(root: QWidget) -> int:
    """Ask every widget for its tool tips; returns how many were shown, all of them as plain text."""
    shown = 0
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        for point in tips(widget):
            QToolTip.hideText()
            event = QHelpEvent(QEvent.Type.ToolTip, point, widget.mapToGlobal(point))
            QApplication.sendEvent(widget, event)
            for label in QApplication.topLevelWidgets():
                if isinstance(label, QLabel) and label.isVisible() and label.text() and label is not root:
                    shown += 1
                    assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
                    label.grab()
    QToolTip.hideText()
    return shown


def looked_at(root: QWidget) -> None:
    """Paint it, and see that all of its texts are plain."""
    root.grab()
    for label in root.findChildren(QLabel):
        if label.isVisible():
            assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    for text in root.findChildren(QTextEdit):
        assert isinstance(text, ClosedBrowser) or "\ufffc" not in text.toPlainText(), "no picture in a text"


@pytest.fixture
def bare(qapp: QApplication) -> Iterator[None]:
    """No style sheet, also where a test before has left the program's own."""
    before = qapp.styleSheet()
    qapp.setStyleSheet("")
    yield
    qapp.setStyleSheet(before)


@pytest.mark.usefixtures("bare")
def test_the_watch_sees_what_qt_opens(qtbot: QtBot, watch: Watch, canary: str) -> None:
    label = QLabel(canary)
    qtbot.addWidget(label)
    label.show()
    label.grab()
    assert watch.opened() > 0, "without the style sheet Qt opens the file"


@pytest.mark.usefixtures("look")
def test_no_view_of_the_window_opens_what_a_transcript_names(
    qtbot: QtBot, watch: Watch, project_file: Path, canary: str
) -> None:
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.resize(1400, 900)
    window.show()
    assert window.files.open_project(project_file)
    for name in ("show_history", "show_repairs", "show_outline", "show_tags", "show_dialogues"):
        setattr(window.settings, name, True)
    columns = window.columns
    columns.furnish()
    workspace = window.workspace
    workspace.tagging.apply_label("stance.favor")
    write_note(workspace, canary)
    dialogue = workspace.cursor.dialogue_id
    assert dialogue is not None
    workspace.do(lambda project: project.dialogues.set_target(dialogue, Target("t", "entity", canary)))
    workspace.say(Message("error", canary, canary, more=canary))
    shown = 0
    for tab in range(columns.side.count()):
        columns.side.setCurrentIndex(tab)
        QApplication.processEvents()
        looked_at(window)
        shown += hover(window)
    assert shown > 20, "the tool tips were looked at"
    assert watch.opened() == 0
    assert not watch.called()
    window.jobs.finish()
    window.close()


@pytest.mark.usefixtures("look")
@pytest.mark.parametrize("kind", dialogs(), ids=lambda kind: kind.__name__)
def test_no_dialog_opens_what_a_project_names(
    kind: type[QDialog], qtbot: QtBot, project_file: Path, watch: Watch, canary: str
) -> None:
    from annotator.ui.workspace.workspace import Workspace  # noqa: PLC0415 - with the other fixtures' application

    workspace = Workspace()
    workspace.attach(Project.open(project_file))
    given = project_file.parent / "given"
    given.mkdir()
    (given / f"{canary.replace('/', '_')[:200]}.txt").write_text(f"[A]: {canary}\n[B]: {canary}\n")
    dialog = made(kind, workspace, given)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    looked_at(dialog)
    hover(dialog)
    assert watch.opened() == 0
    assert not watch.called()
    dialog.close()
    workspace.close()


@pytest.mark.usefixtures("look")
def test_questions_are_plain_too(qtbot: QtBot, watch: Watch, canary: str) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setText(canary)
    box.setInformativeText(canary)
    box.show()
    looked_at(box)
    assert watch.opened() == 0


def test_the_browser_of_the_program_loads_nothing(qtbot: QtBot, watch: Watch, canary: str) -> None:
    browser = ClosedBrowser()
    qtbot.addWidget(browser)
    browser.setHtml(f"{canary}<a name='there'></a>")
    browser.resize(300, 200)
    browser.show()
    browser.grab()
    browser.setSource("file:///etc/hostname")
    browser.setSource("#there")
    assert "bold" in browser.toPlainText()
    assert watch.opened() == 0


def test_a_long_tool_tip_breaks_into_lines(qapp: QApplication) -> None:
    words = "one two three four five " * 20
    lines = wrapped(words).split("\n")
    assert len(lines) > 2
    assert " ".join(lines).split() == words.split()
    assert wrapped("a\n\nb") == "a\n\nb"
    chinese = "这是一个没有空格的很长的句子" * 20
    assert "".join(wrapped(chinese).split("\n")) == chinese
    assert len(wrapped("x" * 5000).replace("\n", "")) == 2000
    assert wrapped("x" * 5000).endswith("…")
