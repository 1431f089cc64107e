"""A person at the real window: keys, mouse, dropped files, and answers to dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from annotator.model import Turn
from annotator.ui.settings.settings import Settings
from annotator.ui.window.main_window import MainWindow
from tests import dialog_answers

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)


class Person:
    """Does what a person does, and looks at what a person sees."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = self.start()

    def start(self) -> MainWindow:
        """Start the program's window as the program does."""
        self.window = MainWindow(Settings())
        self.qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        return self.window

    def restart(self) -> MainWindow:
        """Close the window as soon as it is idle, and start anew with the project of the last time."""
        self.idle()
        self.window.close()
        self.start()
        assert self.window.files.open_project(Path(self.window.settings.last_project))
        return self.window

    def wait(self, condition: Callable[[], object]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(condition()))

    def idle(self) -> None:
        """Wait until no background job runs, and be at the window again.

        A window manager gives the focus back when a dialog closes; tests have none.
        """
        self.wait(lambda: not self.window.jobs.running)
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def press(self, *keys: str) -> None:
        """Press keys wherever the focus is: single characters, or names such as Ctrl+Z."""
        for key in keys:
            self.wait(self._focused)
            focused = QApplication.focusWidget()
            assert focused is not None
            QTest.keySequence(focused, key)
            QApplication.processEvents()  # between two keys of a person the window is idle

    def _focused(self) -> bool:
        """Whether keys go anywhere; a closing dialog leaves no window active where nobody manages them."""
        if QApplication.focusWidget() is None:
            self.window.activateWindow()
        return QApplication.focusWidget() is not None

    def click(self, widget: QWidget) -> None:
        """Click a widget with the left button."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def drop(self, *paths: Path) -> None:
        """Drag files over the window and drop them."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        button, none, copy = (
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.DropAction.CopyAction,
        )
        for target in (self.window, self.window.drop_hint):
            enter = QDragEnterEvent(QPoint(300, 300), copy, mime, button, none)
            QApplication.sendEvent(target, enter)
            assert enter.isAccepted()
        assert self.window.drop_hint.isVisible()
        QApplication.sendEvent(self.window.drop_hint, QDropEvent(QPointF(300, 300), copy, mime, button, none))
        assert not self.window.drop_hint.isVisible()

    def answer(
        self, kind: type[D], act: Callable[[D], object], ready: Callable[[D], bool] | None = None
    ) -> None:
        """Answer the next dialog of a kind as soon as it is there (and ready)."""
        dialog_answers.answer(kind, act, ready)

    # --- what there is to see -----------------------------------------------------------

    def said(self) -> list[str]:
        """The messages on show, newest first."""
        return [card.message.text for card in self.window.messages.cards()]

    def turns(self) -> list[Turn]:
        """The turns of the dialogue in hand."""
        project = self.window.workspace.project
        return project.turns.page(self.window.workspace.cursor.turn_ids) if project is not None else []

    def labels(self, facet: str) -> list[str]:
        """The first label of each turn in a facet, "" where it has none."""
        return [next((tag.label for tag in turn.tags if tag.facet == facet), "") for turn in self.turns()]

    def row(self) -> int:
        """The place of the current turn, from 0."""
        turn = self.window.workspace.cursor.turn_id
        assert turn is not None
        return self.window.workspace.cursor.turn_ids.index(turn)


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    made = Person(qtbot)
    yield made
    made.window.jobs.finish()
    made.window.close()


def write(folder: Path, texts: Sequence[tuple[str, bytes]]) -> list[Path]:
    """Files with these names and bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, data in texts:
        path = folder / name
        path.write_bytes(data)
        paths.append(path)
    return paths
