"""Reads what the strip shows, a part at a time, so that the window answers while a million turns are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import UserError
from annotator.ui.outline.outline_codes import FIRST, Codes
from annotator.ui.workspace.turn_order import row_in

if TYPE_CHECKING:
    from annotator.model import Changes, Facet, Label
    from annotator.ui.workspace.workspace import Workspace

PART = 2_000  # turns read at once: some 10 ms
_SHOWN_EVERY = 10  # parts between two repaints


class OutlineReader(QObject):
    """Knows the code of every row of the list for the active facet; ``changed`` asks for a repaint."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.ids: Sequence[int] = ()
        self.codes = Codes(0, ())
        self.facet: Facet | None = None
        self.labels: list[Label] = []
        self._next = 0
        self._awake = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._restart)
        self._more = QTimer(self, interval=0)
        self._more.timeout.connect(self._read_on)
        for signal in (
            workspace.project_changed,
            workspace.cursor.dialogue_changed,
            workspace.facet_changed,
            workspace.cursor.filter_changed,
        ):
            signal.connect(self.restart)
        workspace.changed.connect(self._on_changed)

    def wake(self, *, awake: bool) -> None:
        """Read only while somebody looks."""
        self._awake = awake
        if awake:
            self.restart()
        else:
            self._more.stop()

    def restart(self) -> None:
        """Read all of it anew, after what is going on now."""
        if self._awake:
            self._soon.start()

    @property
    def done(self) -> bool:
        """Whether every row has been read."""
        return not self._soon.isActive() and self._next >= len(self.ids)

    def label(self, row: int) -> Label | None:
        """The label a row has, None for none or a text."""
        number = self.codes[row] - FIRST
        return self.labels[number] if 0 <= number < len(self.labels) else None

    def _restart(self) -> None:
        workspace = self._workspace
        self.facet = workspace.active_facet()
        self.labels = list(self.facet.labels) if self.facet is not None else []
        self.ids = workspace.cursor.turn_ids if workspace.project is not None else ()
        self.codes = Codes(len(self.ids), (label.key for label in self.labels))
        self._next = 0
        self._read_on()
        if not self.done:
            self._more.start()
        self.changed.emit()

    def _read_on(self) -> None:
        self._read(self._next, self.ids[self._next : self._next + PART])
        self._next += PART
        if self._next >= len(self.ids):
            self._more.stop()
            self.changed.emit()
        elif self._next % (PART * _SHOWN_EVERY) == 0:
            self.changed.emit()

    def _read(self, first: int, ids: Sequence[int]) -> None:
        project = self._workspace.project
        if project is None or self.facet is None or not len(ids):
            return
        try:
            found = project.progress.first_labels(ids, self.facet.key)
        except UserError:  # the list says so when it cannot be read; the strip stays as it is
            self._next = len(self.ids)
            return
        self.codes.read(first, ids, found)

    def _on_changed(self, changes: Changes) -> None:
        if not self._awake:
            return
        if changes.codebook or changes.structure or changes.everything or len(changes.turns) > PART:
            self.restart()
            return
        if self._workspace.cursor.turn_ids is not self.ids:
            self.restart()
            return
        rows = [self.row_of(turn) for turn in changes.turns]
        for row in rows:
            if row is not None:
                self._read(row, self.ids[row : row + 1])
        if rows:
            self.changed.emit()

    def row_of(self, turn_id: int | None) -> int | None:
        """The row of a turn; None where it is not in the list."""
        return None if turn_id is None else row_in(self.ids, turn_id)
