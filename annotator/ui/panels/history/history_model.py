"""The log as a Qt model, newest edit first, read a page at a time."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model import Edit
from annotator.ui.panels.history.change_texts import day_and_time, exact, present, relative
from annotator.ui.panels.history.edit_details import EditDetails
from annotator.ui.workspace.workspace import Workspace

PAGE = 100  # edits read at a time
_FEW = 5  # changes of an edit that are read for its sentence

EDIT = Qt.ItemDataRole.UserRole  # -> Line

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What one row of the history shows."""

    edit: Edit
    words: str
    dialogue: str  # the title of the dialogue, "" for none or several
    heading: str  # over the line where other dialogues, or another sitting, begin; else ""
    sitting: str  # who sat there when, beside the heading
    who: str
    when: str
    exact: str
    mark: str  # "undone", "takes back …", or ""
    undone: bool
    count: str  # "3 changes"


@dataclass(frozen=True, slots=True)
class _EditSentence:
    """An edit in a sentence, the title of its dialogue, and the turns that this was read from."""

    words: str
    dialogue: str
    turns: frozenset[int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which edits are shown; None means no restriction. As :meth:`annotator.store.history.EditLog.edits`."""

    annotator: str | None = None
    turn_id: int | None = None
    dialogue_id: int | None = None
    facet: str | None = None
    since: str | None = None
    until: str | None = None


class HistoryModel(QAbstractListModel):
    """Edits of the project, or those that are wanted."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._edits: list[Edit] = []
        self._names: dict[str, str] = {}
        self._more = False
        self._wanted = Wanted()
        self._details: dict[tuple[int, bool], _EditSentence] = {}  # by edit

    def load(self, wanted: Wanted) -> None:
        """Show the newest page of the edits that are wanted."""
        self.beginResetModel()
        self._wanted = wanted
        self._details.clear()
        project = self._workspace.project
        self._names = {} if project is None else {one.key: one.name for one in project.people.all()}
        self._edits = self._page(None)
        self.endResetModel()

    def renew(self, turns: frozenset[int] | None = None) -> None:
        """Read the newest page again; edits further down stay as they are where they still fit.

        Nothing but these turns has changed since; None for anything. What edits of other turns say stays.
        """
        said = self._details.items() if turns is not None else ()
        self._details = {edit: one for edit, one in said if one.turns.isdisjoint(turns or ())}
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
            page = project.history.edits(PAGE, before=before, **asdict(self._wanted))
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
            return self._line(index.row(), edit)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._said(edit).words
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            line = self._line(index.row(), edit)
            parts = (line.dialogue, line.words, line.mark, line.who, line.exact, line.count)
            return ", ".join(part for part in parts if part)
        return None

    def _said(self, edit: Edit) -> _EditSentence:
        key = (edit.id, self._workspace.writable)
        if key not in self._details:
            details = EditDetails(self._workspace, edit, _FEW)
            self._details[key] = _EditSentence(details.sentence(), details.title(), details.turns)
        return self._details[key]

    def _heading(self, row: int, edit: Edit) -> tuple[str, str]:
        """What stands over an edit whose dialogue or sitting is not that of the one above it."""
        title = self._said(edit).dialogue
        above = self.edit_at(row - 1)
        if above is not None and (above.session, self._said(above).dialogue) == (edit.session, title):
            return "", ""
        who = self._names.get(edit.annotator, edit.annotator)
        return title or self.tr("The project"), f"{who}, {day_and_time(edit.at, present())}"

    def _line(self, row: int, edit: Edit) -> HistoryLine:
        count = edit.change_count
        undone = edit.reverted_by is not None
        mark = ""
        if undone:
            mark = self.tr("undone")
        elif edit.reverts is not None:
            mark = self.tr("undoes an earlier edit")
        said = self._said(edit)
        heading, sitting = self._heading(row, edit)
        return HistoryLine(
            edit=edit,
            words=said.words,
            dialogue=said.dialogue,
            heading=heading,
            sitting=sitting,
            who=self._names.get(edit.annotator, edit.annotator),
            when=relative(edit.at, present()),
            exact=exact(edit.at),
            mark=mark,
            undone=undone,
            count=self.tr("1 change") if count == 1 else self.tr("{n} changes").format(n=f"{count:,}"),
        )
