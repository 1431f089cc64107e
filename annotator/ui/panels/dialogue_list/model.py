"""The dialogues of the project as a Qt model: ids, and a few pages of what is on screen."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model import Changes, Dialogue
from annotator.ui.plain_text import wrapped
from annotator.ui.workspace import Workspace

PAGE = 64  # dialogues read at a time
PAGES = 24  # pages kept

ROW = Qt.ItemDataRole.UserRole  # -> Row
ID = Qt.ItemDataRole.UserRole + 1  # -> int

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """What one line of the list shows: a dialogue, and how many of its turns are tagged."""

    dialogue: Dialogue
    tagged: int  # turns with a tag of the active facet


class DialogueModel(QAbstractListModel):
    """Dialogue ids in order of import, or those of them that a filter keeps.

    Nothing is read before a view asks for it; then a page of 64 is read at once and the
    24 pages used last are kept.
    """

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._ids: Sequence[int] = array("q")
        self._places: dict[int, int] | None = None
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()

    # --- contents -----------------------------------------------------------------------

    def ids(self) -> Sequence[int]:
        """The ids shown, in order."""
        return self._ids

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show these dialogues."""
        self.beginResetModel()
        self._ids = ids
        self._places = None
        self._pages.clear()
        self.endResetModel()

    def append(self, ids: Sequence[int]) -> None:
        """Show these dialogues too, below."""
        if not ids:
            return
        first = len(self._ids)
        self.beginInsertRows(_ROOT, first, first + len(ids) - 1)
        self._ids = array("q", [*self._ids, *ids])
        self._places = None
        if first % PAGE:
            self._pages.pop(first // PAGE, None)
        self.endInsertRows()

    def row_of(self, dialogue_id: int | None) -> int | None:
        """Where a dialogue stands, None where it is not shown."""
        if dialogue_id is None:
            return None
        if self._places is None:
            self._places = {number: row for row, number in enumerate(self._ids)}
        return self._places.get(dialogue_id)

    def refresh(self, changes: Changes) -> None:
        """Read again what a change concerns, as far as it has been read."""
        touched = set(changes.dialogues)
        here = self._workspace.dialogue_id
        if changes.turns and here is not None:
            touched.add(here)
        # A list of the whole project's turns may be a million long, and says nothing about dialogues.
        elsewhere = self._workspace.everywhere or changes.turns - set(self._workspace.turn_ids)
        if (changes.turns and elsewhere) or changes.everything or changes.codebook:
            self.forget()
        else:
            self._reread(touched)

    def forget(self) -> None:
        """Read everything again when it is asked for (another facet is active, say)."""
        self._pages.clear()
        if len(self._ids):
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))

    def _reread(self, dialogues: Iterable[int]) -> None:
        for dialogue in dialogues:
            row = self.row_of(dialogue)
            if row is not None:
                self._pages.pop(row // PAGE, None)
                self.dataChanged.emit(self.index(row), self.index(row))

    # --- what Qt asks for ---------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """How many dialogues are shown."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, row, id, and the texts for tooltips and screen readers."""
        row = index.row()
        if not 0 <= row < len(self._ids):
            return None
        if role == ID:
            return self._ids[row]
        readers: dict[int, Callable[[Row], Any]] = {
            ROW: lambda shown: shown,
            Qt.ItemDataRole.DisplayRole: lambda shown: shown.dialogue.title,
            Qt.ItemDataRole.ToolTipRole: lambda shown: wrapped("\n".join(self._words(shown))),
            Qt.ItemDataRole.AccessibleTextRole: lambda shown: ", ".join(self._words(shown)),
        }
        shown = self._row(row) if role in readers else None
        return None if shown is None else readers[role](shown)

    def _row(self, row: int) -> Row | None:
        number, offset = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._read(self._ids[number * PAGE : (number + 1) * PAGE])
            self._pages[number] = page
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return page[offset] if offset < len(page) else None

    def _read(self, ids: Sequence[int]) -> list[Row]:
        project = self._workspace.project
        if project is None:
            return []
        tagged = project.progress.of_dialogues(ids, self._workspace.facet) if self._workspace.facet else {}
        return [Row(one, tagged.get(one.id, 0)) for one in project.dialogues.page(ids)]

    # --- words --------------------------------------------------------------------------

    def _words(self, row: Row) -> list[str]:
        return [row.dialogue.title, self._progress(row), *self._marks(row)]

    def _progress(self, row: Row) -> str:
        facet = self._workspace.active_facet()
        if facet is None:
            return self.tr("{count} turns").format(count=row.dialogue.turn_count)
        return self.tr("{tagged} of {count} turns tagged for {facet}").format(
            tagged=row.tagged, count=row.dialogue.turn_count, facet=facet.name
        )

    def _marks(self, row: Row) -> list[str]:
        marks = []
        if row.dialogue.damage_count:
            marks.append(self.tr("damaged places: {count}").format(count=row.dialogue.damage_count))
        repaired = row.dialogue.repair_count - row.dialogue.damage_count
        if repaired > 0:
            marks.append(self.tr("repairs: {count}").format(count=repaired))
        return marks
