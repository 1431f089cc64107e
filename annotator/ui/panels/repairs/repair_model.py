"""The doubts of a project as a Qt model, least sure first, read a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.ui.panels.repairs.repair_texts import explained, spoken
from annotator.ui.widgets.plain_text import wrapped

if TYPE_CHECKING:
    from annotator.store import Doubt
    from annotator.store.doubts import Which
    from annotator.ui.workspace.workspace import Workspace

PAGE = 100  # steps read at a time

DOUBT = Qt.ItemDataRole.UserRole  # -> Doubt

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows; ``dialogue`` None is the whole project."""

    which: Which = "doubts"
    dialogue: int | None = None
    threshold: float = 0.9


class DoubtModel(QAbstractListModel):
    """The repair steps that a filter lets through."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._doubts: list[Doubt] = []
        self._filter = Filter()
        self._more = False

    def load(self, wanted: Filter) -> None:
        """Show what this filter lets through: its first page, or as much as was shown before."""
        most = max(PAGE, len(self._doubts)) if wanted == self._filter else PAGE
        self.beginResetModel()
        self._filter = wanted
        self._doubts = self._page(None, most)
        self.endResetModel()

    def doubt_at(self, row: int) -> Doubt | None:
        """The step in a row, None outside."""
        return self._doubts[row] if 0 <= row < len(self._doubts) else None

    def ids(self) -> list[int]:
        """The numbers of the steps that have been read, in order."""
        return [doubt.id for doubt in self._doubts]

    def _page(self, after: Doubt | None, limit: int) -> list[Doubt]:
        project = self._workspace.project
        page: list[Doubt] = []
        if project is not None:
            wanted = self._filter
            page = project.doubts.page(
                wanted.threshold, limit, after, which=wanted.which, dialogue_id=wanted.dialogue
            )
        self._more = len(page) == limit
        return page

    # --- what Qt asks for ---------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """How many steps have been read."""
        return 0 if parent.isValid() else len(self._doubts)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether surer steps remain."""
        return not parent.isValid() and self._more

    def fetchMore(self, _parent: AnyIndex) -> None:
        """Read the next page."""
        page = self._page(self._doubts[-1] if self._doubts else None, PAGE)
        if page:
            first = len(self._doubts)
            self.beginInsertRows(_ROOT, first, first + len(page) - 1)
            self._doubts.extend(page)
            self.endInsertRows()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The step, and its texts for tooltips and screen readers."""
        doubt = self.doubt_at(index.row())
        if doubt is None:
            return None
        if role == DOUBT:
            return doubt
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return spoken(doubt)
        return wrapped(explained(doubt)) if role == Qt.ItemDataRole.ToolTipRole else None
