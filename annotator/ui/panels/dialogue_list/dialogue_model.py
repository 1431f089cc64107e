"""The dialogues of the project as a Qt model: ids, and a few pages of what is on screen."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from annotator.model import Changes, Dialogue
from annotator.ui.texts.counted_texts import turns_words
from annotator.ui.turn_list.text_marks import threshold
from annotator.ui.widgets.plain_text import wrapped
from annotator.ui.workspace.workspace import Workspace

PAGE = 64  # dialogues read at a time
PAGES = 24  # pages kept

ROW = Qt.ItemDataRole.UserRole  # -> Row
ID = Qt.ItemDataRole.UserRole + 1  # -> int

AnyIndex = QModelIndex | QPersistentModelIndex
_CHOSEN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True, slots=True)
class ListedDialogue:
    """What one line of the list shows: a dialogue, and how many of its turns are tagged in each facet
    that is asked of every turn, by the facet's name; how many repairs are doubts, how many turns flagged."""

    dialogue: Dialogue
    answered: tuple[tuple[str, int], ...]
    doubts: int = 0
    flags: int = 0

    @property
    def share(self) -> float:
        """How much of all answers there is, 0 to 1; 1 where nothing is asked."""
        whole = len(self.answered) * self.dialogue.turn_count
        return (
            sum(min(turns, self.dialogue.turn_count) for _, turns in self.answered) / whole if whole else 1.0
        )


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """A line over dialogues that stand together."""

    name: str
    count: int


class DialogueModel(QStringListModel):
    """Dialogue ids in order of import, or those of them that a filter keeps.

    Nothing is read before a view asks for it; then a page of 64 is read at once and the
    24 pages used last are kept. The strings are empty ones: a view asks twice for the number of rows for each
    row that it lays out, and is told it by Qt itself in a tenth of the time.
    """

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._ids: Sequence[int] = array("q")
        self._headings: dict[int, GroupHeading] = {}  # by row
        self._places: dict[int, int] | None = None
        self._pages: OrderedDict[int, dict[int, ListedDialogue]] = OrderedDict()

    # --- contents -----------------------------------------------------------------------

    def ids(self) -> Sequence[int]:
        """The ids shown, in order; 0 is a heading."""
        return self._ids

    @property
    def dialogues(self) -> int:
        """How many dialogues are shown."""
        return len(self._ids) - len(self._headings)

    def neighbour(self, dialogue_id: int) -> int | None:
        """The dialogue after this one, or else before it; None where it is alone."""
        row = self.row_of(dialogue_id)
        around = () if row is None else (*self._ids[row + 1 :], *reversed(self._ids[:row]))
        return next((one for one in around if one), None)

    def set_groups(self, groups: Iterable[tuple[GroupHeading, Sequence[int]]]) -> None:
        """Show dialogues under headings."""
        ids: array[int] = array("q")
        headings = {}
        for heading, members in groups:
            headings[len(ids)] = heading
            ids.append(0)
            ids.extend(members)
        self.set_ids(ids, headings)

    def set_ids(self, ids: Sequence[int], headings: dict[int, GroupHeading] | None = None) -> None:
        """Show these dialogues; ``headings`` are by the row of their 0."""
        self._ids = ids
        self._headings = headings or {}
        self._places = None
        self._pages.clear()
        self.setStringList([""] * len(ids))

    def append(self, ids: Sequence[int]) -> None:
        """Show these dialogues too, below."""
        if not ids:
            return
        first = len(self._ids)
        self._ids = array("q", [*self._ids, *ids])
        self._places = None
        if first % PAGE:
            self._pages.pop(first // PAGE, None)
        self.insertRows(first, len(ids))

    def row_of(self, dialogue_id: int | None) -> int | None:
        """Where a dialogue stands, None where it is not shown."""
        if dialogue_id is None:
            return None
        row = bisect_left(self._ids, dialogue_id)  # mostly they stand in the order of import
        if row < len(self._ids) and self._ids[row] == dialogue_id:
            return row
        if self._places is None:
            self._places = {number: row for row, number in enumerate(self._ids)}
        return self._places.get(dialogue_id)

    def refresh(self, changes: Changes) -> None:
        """Read again what a change concerns, as far as it has been read."""
        touched = set(changes.dialogues)
        here = self._workspace.cursor.dialogue_id
        if changes.turns and here is not None:
            touched.add(here)
        # A list of the whole project's turns may be a million long, and says nothing about dialogues.
        elsewhere = self._workspace.cursor.everywhere or changes.turns - set(self._workspace.cursor.turn_ids)
        if (changes.turns and elsewhere) or changes.everything or changes.codebook:
            self.forget()
        else:
            self._reread(touched)

    def forget(self) -> None:
        """Read everything again when it is asked for."""
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

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """A heading can be neither chosen nor stood on."""
        return Qt.ItemFlag.NoItemFlags if index.row() in self._headings else _CHOSEN

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, row, id, and the texts for tooltips and screen readers."""
        row = index.row()
        if not 0 <= row < len(self._ids):
            return None
        heading = self._headings.get(row)
        if heading is not None:
            said = {ROW: heading, int(Qt.ItemDataRole.DisplayRole): heading.name}
            return said.get(role)
        if role == ID:
            return self._ids[row]
        readers: dict[int, Callable[[ListedDialogue], Any]] = {
            ROW: lambda shown: shown,
            Qt.ItemDataRole.DisplayRole: lambda shown: shown.dialogue.title,
            Qt.ItemDataRole.ToolTipRole: lambda shown: wrapped("\n".join(self._words(shown))),
            Qt.ItemDataRole.AccessibleTextRole: lambda shown: ", ".join(self._words(shown)),
        }
        shown = self._row(row) if role in readers else None
        return None if shown is None else readers[role](shown)

    def _row(self, row: int) -> ListedDialogue | None:
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            from annotator.store import ProjectWaits  # noqa: PLC0415 - after the first paint

            try:
                page = self._read(self._ids[number * PAGE : (number + 1) * PAGE])
            except ProjectWaits:  # painted below something; everything is painted anew afterwards
                return None
            self._pages[number] = page
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return page.get(self._ids[row])

    def _read(self, ids: Sequence[int]) -> dict[int, ListedDialogue]:
        project = self._workspace.project
        if project is None:
            return {}
        wanted = [one for one in ids if one]
        tagged = project.progress.of_facets(wanted)
        facets = [
            (facet.key, facet.name)
            for facet in self._workspace.codebook.facets
            if facet.scope == "turn" and facet.kind != "text" and not facet.retired
        ]
        doubts = project.listing.doubts(wanted, threshold(self._workspace.preferences.repair_threshold))
        flags = project.listing.flags(wanted)
        return {
            one.id: ListedDialogue(
                one,
                tuple((name, tagged[one.id].get(key, 0)) for key, name in facets),
                doubts.get(one.id, 0),
                flags.get(one.id, 0),
            )
            for one in project.dialogues.page(wanted)
        }

    # --- words --------------------------------------------------------------------------

    def _words(self, row: ListedDialogue) -> list[str]:
        return [row.dialogue.title, *self._progress(row), *self._marks(row)]

    def _progress(self, row: ListedDialogue) -> list[str]:
        return [
            self.tr("{facet}: {tagged} of {count} turns").format(
                facet=name, tagged=f"{turns:,}", count=f"{row.dialogue.turn_count:,}"
            )
            for name, turns in row.answered
        ] or [turns_words(row.dialogue.turn_count)]

    def _marks(self, row: ListedDialogue) -> list[str]:
        marks = []
        if row.dialogue.damage_count:
            marks.append(self.tr("damaged places: {count}").format(count=row.dialogue.damage_count))
        repaired = row.dialogue.repair_count - row.dialogue.damage_count
        if repaired > 0:
            marks.append(self.tr("repairs: {count}").format(count=repaired))
        if row.doubts:
            marks.append(self.tr("doubts: {count}").format(count=row.doubts))
        if row.flags:
            marks.append(self.tr("flags: {count}").format(count=row.flags))
        return marks
