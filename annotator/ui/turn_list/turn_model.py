"""The model behind the turn list: ids, and the pages that were looked at last. Nothing else."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.errors import UserError
from annotator.ui.workspace.turn_order import row_in
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from annotator.model import Turn
    from annotator.ui.workspace.typed_signals import Carries

PageSource = Callable[[Sequence[int]], "list[Turn]"]

PAGE = 32  # turns read at once
PAGES_KEPT = 64
_SHOWN_CHANGES = 64  # with more changed rows than this, one signal names them all


class TurnModel(QAbstractListModel):
    """Rows are turns, in the order of the ids given. Turns are read by page when somebody looks.

    ``failed`` carries the UserError of a page that could not be read; its rows are then empty
    until :meth:`refresh`.
    """

    failed: Carries[UserError] = carrying()

    def __init__(self, spoken: Callable[[Turn], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spoken = spoken
        self._source: PageSource = lambda _ids: []
        self._ids: Sequence[int] = array("q")
        self._pages: OrderedDict[int, dict[int, Turn]] = OrderedDict()

    # --- what Qt asks --------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """The number of turns."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The turn in words, for screen readers and for copying; painting does not come here."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        turn = self.turn(index.row()) if index.isValid() else None
        return self._spoken(turn) if turn is not None else ""

    # --- turns ---------------------------------------------------------------------------

    @property
    def ids(self) -> Sequence[int]:
        """The ids of the turns, by row."""
        return self._ids

    def set_turns(self, ids: Sequence[int], source: PageSource) -> None:
        """Show these turns, read from ``source`` when they are looked at."""
        self.beginResetModel()
        self._ids = ids
        self._source = source
        self._pages.clear()
        self.endResetModel()

    def turn(self, row: int) -> Turn | None:
        """The turn of a row; None outside of the list or where it could not be read."""
        if not 0 <= row < len(self._ids):
            return None
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._read(number)
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(self._ids[row])

    def _read(self, number: int) -> dict[int, Turn]:
        wanted = self._ids[number * PAGE : (number + 1) * PAGE]
        try:
            return {turn.id: turn for turn in self._source(wanted)}
        except UserError as error:
            self.failed.emit(error)
            return {}

    def row_of(self, turn_id: int | None) -> int | None:
        """The row of a turn; None where it is not in the list."""
        return None if turn_id is None else row_in(self._ids, turn_id)

    def refresh(self, ids: Iterable[int] | None = None) -> None:
        """Read the named turns anew when they are looked at next; all of them for None."""
        changed = None if ids is None else frozenset(ids)
        if changed is None:
            self._pages.clear()
            rows = []
        else:
            stale = {number: page.keys() & changed for number, page in self._pages.items()}
            rows = sorted(
                row for found in stale.values() for key in found if (row := self.row_of(key)) is not None
            )
            for number in [number for number, found in stale.items() if found or not self._pages[number]]:
                del self._pages[number]
        if changed is None or len(rows) > _SHOWN_CHANGES:
            rows = [0, len(self._ids) - 1]
            if len(self._ids):
                self.dataChanged.emit(self.index(0), self.index(rows[-1]))
            return
        for row in rows:
            self.dataChanged.emit(self.index(row), self.index(row))
