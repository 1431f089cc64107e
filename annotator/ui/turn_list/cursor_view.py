"""The cursor in the turn list: the current row, the selected rows, and the keys that move them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from annotator.ui.turn_list.anchored_view import Anchor, AnchoredListView
from annotator.ui.turn_list.list_keys import Verb, verb_of
from annotator.ui.turn_list.turn_model import TurnModel
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from annotator.ui.workspace.typed_signals import Carries

_NEIGHBOURS = 24  # pixels of the next row that stay visible while the cursor moves
_MANY = 500  # selected turns from which on a hole is looked for only by counting
_Flag = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class ListState:
    """Where a list stands, to be taken up again later: the anchored turn and what the cursor is on."""

    turn_id: int | None = None
    place: int | None = None
    y: int = 0
    current: int | None = None


class CursorListView(AnchoredListView):
    """Which turn is current and which are selected. Selections are ranges, so that a million
    selected rows cost what one costs.

    ``cursor_moved`` carries the current turn's id (or None) and the ids of all selected ones, in
    order, whenever the *person* moved.
    """

    cursor_moved: Carries[int | None, list[int]] = carrying(2)
    turns: TurnModel  # the subclass makes it
    _from = 0  # the row a selection grows from

    def other_verb(self, verb: Verb, row: int) -> bool:
        """Do what a key asks for that does not move the cursor; returns whether it was done."""
        raise NotImplementedError

    def cursor_left(self, turn_id: int) -> None:
        """The person moved to this turn; for subclasses that hold something of another one."""

    # --- cursor and selection ------------------------------------------------------------------

    @property
    def current_id(self) -> int | None:
        """The id of the current turn."""
        row = self.currentIndex().row()
        return self.turns.ids[row] if 0 <= row < len(self.turns.ids) else None

    def selected_ids(self) -> list[int]:
        """The ids of the selected turns, in order."""
        return [turn for top, bottom in self.selected_rows() for turn in self.turns.ids[top : bottom + 1]]

    def selected_rows(self) -> list[tuple[int, int]]:
        """The selected rows as ranges, both ends included, in order."""
        selection = self.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        return sorted((part.top(), part.bottom()) for part in parts)

    def is_selected(self, row: int) -> bool:
        """Whether a row is selected."""
        return self.selectionModel().isSelected(self.turns.index(row))

    def set_current(self, turn_id: int | None, selected: Sequence[int] = (), *, reveal: bool = True) -> None:
        """Put the cursor on a turn and select these, given in the list's order (it alone where none
        are given). Emits nothing."""
        row = self.turns.row_of(turn_id)
        if row is None:
            self.selectionModel().clear()
            return
        ranges = self._ranges_of(selected) or [(row, row)]
        if row == self.currentIndex().row() and ranges == self.selected_rows():
            return
        if len(selected) < 2:
            self._from = row
        self._select(row, ranges)
        if reveal:
            self.reveal_row(row, _NEIGHBOURS)

    def _ranges_of(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        if len(ids) > _MANY:
            first, last = self.turns.row_of(ids[0]), self.turns.row_of(ids[-1])
            if first is not None and last is not None and last - first == len(ids) - 1:
                return [(first, last)]  # without a hole, so there is no need to look at each
        found = (self.turns.row_of(turn) for turn in ids)
        return _ranges(sorted(number for number in found if number is not None))

    def _select(self, current: int, ranges: Iterable[tuple[int, int]]) -> None:
        selection = QItemSelection()
        for top, bottom in ranges:
            selection.select(self.turns.index(top), self.turns.index(bottom))
        model = self.selectionModel()
        model.select(selection, _Flag.ClearAndSelect)
        model.setCurrentIndex(self.turns.index(current), _Flag.NoUpdate)

    def _announce(self, *, row: int, reveal: bool) -> None:
        if reveal:
            self.reveal_row(row, _NEIGHBOURS)
        else:
            self.take_anchor()
        self.cursor_moved.emit(self.current_id, self.selected_ids())

    def go_to(self, row: int, *, reveal: bool = True) -> None:
        """Make a row the current and only selected one, as the person's wish."""
        self._from = row
        self.cursor_left(self.turns.ids[row])
        self._select(row, [(row, row)])
        self._announce(row=row, reveal=reveal)

    def extend_to(self, row: int, *, reveal: bool = True) -> None:
        """Select everything between the row the selection began at and this one."""
        self._select(row, [(min(self._from, row), max(self._from, row))])
        self._announce(row=row, reveal=reveal)

    def toggle_row(self, row: int) -> None:
        """Add a row to the selection or take it out; the last one stays in."""
        model = self.selectionModel()
        if not (self.is_selected(row) and len(self.selected_ids()) == 1):
            model.select(self.turns.index(row), _Flag.Toggle)
        self._from = row
        model.setCurrentIndex(self.turns.index(row), _Flag.NoUpdate)
        self._announce(row=row, reveal=False)

    def select_everything(self) -> None:
        """Select all turns; the current one stays."""
        if self.rows.count:
            row = max(0, self.currentIndex().row())
            self._select(row, [(0, self.rows.count - 1)])
            self._announce(row=row, reveal=False)

    # --- place in the dialogue ---------------------------------------------------------------------

    def saved_place(self) -> ListState:
        """Where the list stands."""
        if not self.rows.count:
            return ListState()
        anchor = self.anchor
        return ListState(self.turns.ids[anchor.row], anchor.place, anchor.y, self.current_id)

    def restore(self, state: ListState) -> None:
        """Stand there again, where the turns are still in the list."""
        if state.current is not None:
            self.set_current(state.current, reveal=False)
        row = self.turns.row_of(state.turn_id)
        if row is not None:
            self.set_anchor(Anchor(row, state.place, state.y))

    # --- keys ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the table says; all other keys are left to the window."""
        found = verb_of(event)
        if found is None or not self.rows.count:
            event.ignore()
            return
        verb, extend = found
        event.setAccepted(self._do(verb, extend=extend))

    def _do(self, verb: Verb, *, extend: bool) -> bool:
        row = self.currentIndex().row()
        last = self.rows.count - 1
        targets: dict[Verb, Callable[[], int]] = {
            "previous": lambda: max(0, row - 1),
            "next": lambda: min(last, row + 1),
            "first": lambda: 0,
            "last": lambda: last,
            "page_up": lambda: self._page(-1),
            "page_down": lambda: self._page(1),
        }
        if verb in targets:
            goal = targets[verb]()
            reveal = verb not in {"page_up", "page_down"}
            (self.extend_to if extend else self.go_to)(goal, reveal=reveal)
            return True
        if verb == "select_all":
            self.select_everything()
            return True
        return self.other_verb(verb, row)

    def _page(self, direction: int) -> int:
        """Scroll by a page; returns the first row whose header is then in sight."""
        step = direction * max(self.line_step, self.rows.viewport - 2 * self.line_step)
        if not self._move(lambda: self.rows.scroll(step)):
            return 0 if direction < 0 else self.rows.count - 1
        shown = self.rows.visible()
        return next((item.row for item in shown if item.y >= 0), shown[0].row)


def _ranges(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted rows as ranges without holes, both ends included."""
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and row <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], row)
        else:
            ranges.append((row, row))
    return ranges
