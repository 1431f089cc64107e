"""A list of rows of one height whose keys are its own while it has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from annotator.ui.widgets.claimed_keys import claims
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint
    from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from annotator.ui.workspace.typed_signals import Carries

_MOVES = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


class RowView(QListView):
    """``keys`` says what else than moving a key does here; all other keys are the window's.

    ``menu_wanted`` carries a point of the viewport in a row: a right click, or the menu key.
    """

    menu_wanted: Carries[QPoint] = carrying()

    def __init__(self, parent: QWidget, keys: Mapping[int, Callable[[], object]]) -> None:
        super().__init__(parent)
        self._keys: dict[int, Callable[[], object]] = dict(keys)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def event(self, event: QEvent) -> bool:
        """Keep the window's one-key actions from taking this list's keys."""
        return claims(event, _MOVES | self._keys.keys()) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key means here; leave letters to the window instead of searching rows."""
        run = self._keys.get(event.key())
        if run is not None:
            run()
        elif event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select a row, so that one sees where the keyboard is; Qt only makes one current."""
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(max(0, self.currentIndex().row()), 0))

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paint what has changed. Rows keep their height, yet Qt would lay all of them out for it."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu where the mouse is, or at the current row for the menu key."""
        where = event.pos()
        if event.reason() == event.Reason.Keyboard:
            where = self.visualRect(self.currentIndex()).center()
        if self.indexAt(where).isValid():
            self.menu_wanted.emit(where)
