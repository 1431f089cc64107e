"""Finds dialogues by a part of their title, a slice at a time, so that the window never waits."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.text_folding import loosely
from annotator.model import Changes
from annotator.ui.workspace.typed_signals import carrying
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from annotator.ui.workspace.typed_signals import Carries

_SLICE = 1000  # dialogues read between two looks at the event queue


class TitleSearch(QObject):
    """Looks through the titles of dialogues in their order and hands over what it finds.

    ``found`` carries a list of ids, in order, as they are come by; ``finished`` says that
    all were looked at. Width and case do not count. Titles read once are remembered.
    """

    found: Carries[list[int]] = carrying()
    finished = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._titles: dict[int, str] = {}
        self._ids: Sequence[int] = array("q")
        self._at = 0
        self._wanted = ""
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._look)

    @property
    def running(self) -> bool:
        """Whether there are titles left to look at."""
        return self._next.isActive()

    def start(self, text: str, ids: Sequence[int]) -> None:
        """Look among these dialogues for titles with the text, giving up what was looked for before."""
        self._wanted = loosely(text)
        self._ids = ids
        self._at = 0
        self._next.start()
        self._look()

    def stop(self) -> None:
        """Give up."""
        self._next.stop()

    def forget(self, changes: Changes | None = None) -> None:
        """Read titles again: all, or those that a change concerns."""
        if changes is None or changes.everything:
            self._titles.clear()
            return
        for dialogue in changes.dialogues:
            self._titles.pop(dialogue, None)

    def _look(self) -> None:
        project = self._workspace.project
        page = self._ids[self._at : self._at + _SLICE]
        self._at += len(page)
        unknown = [number for number in page if number not in self._titles]
        if unknown and project is not None:
            self._titles.update((one.id, loosely(one.title)) for one in project.dialogues.page(unknown))
        hits = [number for number in page if self._wanted in self._titles.get(number, "")]
        if hits:
            self.found.emit(hits)
        if self._at >= len(self._ids):
            self._next.stop()
            self.finished.emit()
