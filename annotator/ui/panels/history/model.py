"""The log as a Qt model, newest edit first, read a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model import Edit
from annotator.ui.panels.history.words import edit_words, exact, present, relative
from annotator.ui.workspace import Workspace

PAGE = 100  # edits read at a time

EDIT = Qt.ItemDataRole.UserRole  # -> Line

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Line:
    """What one row of the history shows."""

    edit: Edit
    words: str
    who: str
    when: str
    exact: str
    mark: str  # "undone", "takes back …", or ""
    undone: bool
    count: str  # "3 changes"


class HistoryModel(QAbstractListModel):
    """Edits of the project, all or one annotator's or those that concern a turn."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._edits: list[Edit] = []
        self._names: dict[str, str] = {}
        self._more = False
        self._annotator: str | None = None
        self._turn: int | None = None

    def load(self, *, annotator: str | None, turn_id: int | None) -> None:
        """Show the newest page of the edits that concern this annotator and turn (None: all)."""
        self.beginResetModel()
        self._annotator, self._turn = annotator, turn_id
        project = self._workspace.project
        self._names = {} if project is None else {one.key: one.name for one in project.people.all()}
        self._edits = self._page(None)
        self.endResetModel()

    def renew(self) -> None:
        """Read the newest page again; edits further down stay as they are where they still fit."""
        fresh = self._page(None)
        oldest = fresh[-1].id if fresh else None
        kept = [edit for edit in self._edits if oldest is not None and edit.id < oldest]
        more = self._more
        self.beginResetModel()
        self._edits = [*fresh, *kept]
        self._more = more
        self.endResetModel()

    def edit_at(self, row: int) -> Edit | None:
        """The edit in a row, None outside."""
        return self._edits[row] if 0 <= row < len(self._edits) else None

    def row_of(self, edit_id: int) -> int | None:
        """The row of an edit that has been read, else None."""
        return next((row for row, edit in enumerate(self._edits) if edit.id == edit_id), None)

    def _page(self, before: int | None) -> list[Edit]:
        project = self._workspace.project
        page: list[Edit] = []
        if project is not None:
            page = project.history.edits(PAGE, before=before, annotator=self._annotator, turn_id=self._turn)
        self._more = len(page) == PAGE
        return page

    # --- what Qt asks for ---------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """How many edits have been read."""
        return 0 if parent.isValid() else len(self._edits)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether older edits remain."""
        return not parent.isValid() and self._more

    def fetchMore(self, _parent: AnyIndex) -> None:
        """Read the next older page."""
        page = self._page(self._edits[-1].id if self._edits else None)
        if page:
            first = len(self._edits)
            self.beginInsertRows(_ROOT, first, first + len(page) - 1)
            self._edits.extend(page)
            self.endInsertRows()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line, and its texts for tooltips and screen readers."""
        edit = self.edit_at(index.row())
        if edit is None:
            return None
        if role == EDIT:
            return self._line(edit)
        if role == Qt.ItemDataRole.DisplayRole:
            return edit_words(edit.summary)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            line = self._line(edit)
            parts = (line.words, line.mark, line.who, line.exact, line.count)
            return ", ".join(part for part in parts if part)
        return None

    def _line(self, edit: Edit) -> Line:
        count = edit.change_count
        undone = edit.reverted_by is not None
        mark = ""
        if undone:
            mark = self.tr("undone")
        elif edit.reverts is not None:
            mark = self.tr("undoes an earlier edit")
        return Line(
            edit=edit,
            words=edit_words(edit.summary),
            who=self._names.get(edit.annotator, edit.annotator),
            when=relative(edit.at, present()),
            exact=exact(edit.at),
            mark=mark,
            undone=undone,
            count=self.tr("1 change") if count == 1 else self.tr("{n} changes").format(n=f"{count:,}"),
        )
