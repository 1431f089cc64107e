"""Where the person stands: the dialogue, the turns shown, the current turn, what is selected."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.errors import UserError
from annotator.ui.workspace.turn_order import ascends, row_in
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from annotator.model import Dialogue, Turn, TurnFilter
    from annotator.store import Project
    from annotator.ui.workspace.typed_signals import Carries


@dataclass(frozen=True, slots=True)
class TextRange:
    """Text selected in a turn, in code points of its text; an empty one is where the caret stands."""

    turn_id: int
    start: int
    end: int


class Cursor(QObject):
    """The place in a project, and the lists it moves among.

    Ids are the project's row numbers. ``turn_id`` is None when nothing is selected;
    ``selection`` always contains ``turn_id`` when there is one, in the order of the dialogue.
    """

    dialogue_changed = Signal()  # another dialogue is in hand
    turn_changed = Signal()  # the current turn or the selection is another
    filter_changed = Signal()  # other turns are shown, or all of the dialogue again
    text_changed = Signal()  # other text within a turn is selected, or none
    text_wanted: Carries[TextRange] = carrying()  # what is to be selected in the list
    place_wanted: Carries[TextRange] = carrying()  # what is to be brought into sight in the list

    def __init__(self, refused: Callable[[UserError], None], parent: QObject | None = None) -> None:
        """``refused`` tells the person why a filter found nothing."""
        super().__init__(parent)
        self._refused = refused
        self._project: Project | None = None
        self.dialogue_ids: Sequence[int] = array("q")
        self.turn_ids: Sequence[int] = array("q")  # of the dialogue in hand, or those that fit the filter
        self.filter: TurnFilter | None = None
        self.everywhere = False  # whether the turns shown are those of the whole project that fit
        self.dialogue_id: int | None = None
        self.turn_id: int | None = None
        self.selection: tuple[int, ...] = ()
        self.text: TextRange | None = None  # selected within the current turn
        self._left_at: dict[int, int] = {}  # dialogue -> the turn it was left at

    # --- the project it is in ------------------------------------------------------------

    def attach(self, project: Project) -> None:
        """Stand nowhere yet in a project that was opened."""
        self._project = project
        self.dialogue_ids = project.dialogues.ids()

    def release(self) -> None:
        """Stand nowhere: the project is closed."""
        self._project = None
        self.dialogue_ids = array("q")
        self.turn_ids = array("q")
        self.dialogue_id = self.turn_id = None
        self.selection = ()
        self._left_at.clear()
        if self.filter is not None:
            self.filter, self.everywhere = None, False
            self.filter_changed.emit()

    def go_to(self, dialogue: int, turn: int) -> None:
        """Go to a place, by row numbers; where one of them is not there, the first is gone to."""
        if self.row_of_dialogue(dialogue) is not None:
            self._left_at[dialogue] = turn
            self.select_dialogue(dialogue)
        else:
            self.select_dialogue(self.dialogue_ids[0] if len(self.dialogue_ids) else None)

    def read_dialogues(self) -> None:
        """Dialogues came or went: read which there are. :meth:`settle` then stands on one of them."""
        if self._project is not None:
            self.dialogue_ids = self._project.dialogues.ids()

    def settle(self) -> None:
        """Dialogues or turns came or went: stand on one that exists."""
        if self.row_of_dialogue(self.dialogue_id) is None:
            self.turn_id = None
            if self.everywhere:
                self.everywhere = False  # its list may name what is gone; whoever searches does so anew
                self.filter_changed.emit()
            self.select_dialogue(self.dialogue_ids[0] if len(self.dialogue_ids) else None)
            return
        row, before = self.row_of(self.turn_id), self.turn_ids
        self._load_turns()
        if not self.everywhere and self.turn_ids != before:
            self.filter_changed.emit()
        if self.row_of(self.turn_id) is None:  # it is part of another turn now, or none any more
            near = min(row or 0, len(self.turn_ids) - 1)
            self._put(self.turn_ids[near] if near >= 0 else None)

    # --- reading -----------------------------------------------------------------------

    def dialogue(self) -> Dialogue | None:
        """The dialogue in hand."""
        if self._project is None or self.dialogue_id is None:
            return None
        page = self._project.dialogues.page([self.dialogue_id])
        return page[0] if page else None

    def turn(self) -> Turn | None:
        """The current turn, with the tags of the current annotator and the machine's."""
        if self._project is None or self.turn_id is None:
            return None
        page = self._project.turns.page([self.turn_id])
        return page[0] if page else None

    def selected_turns(self) -> list[Turn]:
        """The selected turns, in the order of the dialogue."""
        if self._project is None or not self.selection:
            return []
        return self._project.turns.page(self.selection)

    def in_several_dialogues(self) -> bool:
        """Whether the selected turns are of more than one dialogue."""
        if not self.everywhere or len(self.selection) < 2 or self._project is None:
            return False
        # They are in the order of the project, so the dialogues of the ends tell.
        ends = self._project.turns.page([self.selection[0], self.selection[-1]])
        return len({turn.dialogue_id for turn in ends}) > 1

    def row_of(self, turn_id: int | None) -> int | None:
        """The row of a turn in the list; None where it is not there. Quick among a million, too."""
        if turn_id is None:
            return None
        return row_in(self.turn_ids, turn_id)

    def row_of_dialogue(self, dialogue_id: int | None) -> int | None:
        """The place of a dialogue among all, None where it is not there. Quick among 50,000, too."""
        row = 0 if dialogue_id is None else bisect_left(self.dialogue_ids, dialogue_id)  # they ascend
        return row if row < len(self.dialogue_ids) and self.dialogue_ids[row] == dialogue_id else None

    # --- dialogues and filters ------------------------------------------------------------

    def select_dialogue(self, dialogue_id: int | None) -> None:
        """Go to a dialogue, to the turn it was left at, or to its first. None shows nothing.

        Among the turns of the whole project that goes to the first that fits; where none does,
        the filter is then one on the dialogue.
        """
        if self.everywhere and self._go_among(dialogue_id):
            return
        if self.dialogue_id is not None and self.turn_id is not None:
            self._left_at[self.dialogue_id] = self.turn_id
        self.dialogue_id = dialogue_id
        self._load_turns()
        self.dialogue_changed.emit()
        remembered = self._left_at.get(dialogue_id) if dialogue_id is not None else None
        self._put(remembered)

    def _go_among(self, dialogue_id: int | None) -> bool:
        """Stand on the dialogue's first turn in the list of all that fit; False where it has none there."""
        if (
            self._project is not None
            and dialogue_id is not None
            and self.row_of_dialogue(dialogue_id) is not None
        ):
            rows = [
                row for turn in self._project.turns.ids(dialogue_id) if (row := self.row_of(turn)) is not None
            ]
            if rows:
                self.select_turn(self.turn_ids[min(rows)])
                return True
        self.everywhere = False
        self.filter_changed.emit()
        return False

    def _load_turns(self) -> None:
        if self._project is None or self.dialogue_id is None:
            self.turn_ids = array("q")
        elif self.filter is None:
            self.turn_ids = self._project.turns.ids(self.dialogue_id)
        elif not self.everywhere:
            try:
                self.turn_ids = self._project.search.find(self.filter, self.dialogue_id)
            except UserError as error:
                self.turn_ids = array("q")
                self._refused(error)

    def set_filter(self, wanted: TurnFilter | None, found: Sequence[int] | None = None) -> None:
        """Show only turns that fit: of the dialogue in hand, or, where they are given, those ``found``
        in the whole project. None shows all turns of the dialogue again. The cursor stays where it can.
        """
        if self._project is None:
            return
        before = self.turn_id
        self.filter = wanted
        self.everywhere = wanted is not None and found is not None
        if self.everywhere and found is not None:
            self.turn_ids = found
        else:
            self._load_turns()
        self.filter_changed.emit()
        self._put(before)

    # --- turns -------------------------------------------------------------------------

    def select_turn(self, turn_id: int | None) -> None:
        """Make a turn of the dialogue in hand the current and only selected one."""
        self._select(turn_id, () if turn_id is None else (turn_id,))

    def select_turns(self, turn_ids: Iterable[int], current: int | None = None) -> None:
        """Select several turns; the current one is ``current``, or the last of them."""
        wanted = set(turn_ids)
        if current is not None:
            wanted.add(current)
        if self.everywhere and ascends(self.turn_ids):
            selection = tuple(sorted(wanted))
        else:
            selection = tuple(turn for turn in self.turn_ids if turn in wanted)
        self._select(current if current is not None else (selection[-1] if selection else None), selection)

    def _select(self, turn_id: int | None, selection: tuple[int, ...]) -> None:
        if (turn_id, selection) != (self.turn_id, self.selection):
            self._stand(turn_id, selection)

    def _put(self, turn_id: int | None) -> None:
        """Stand on a turn, or on the first of the list where it is not there."""
        if self.row_of(turn_id) is None:
            turn_id = self.turn_ids[0] if len(self.turn_ids) else None
        self._stand(turn_id, () if turn_id is None else (turn_id,))

    def _stand(self, turn_id: int | None, selection: tuple[int, ...]) -> None:
        self.turn_id, self.selection = turn_id, selection
        if self.everywhere:
            self._follow()
        self.turn_changed.emit()

    def _follow(self) -> None:
        """The current turn is of another dialogue than the one before it was: that is in hand now."""
        turn = self.turn()
        if turn is not None and turn.dialogue_id != self.dialogue_id:
            self.dialogue_id = turn.dialogue_id
            self.dialogue_changed.emit()

    def set_text(self, text: TextRange | None) -> None:
        """Say which text of a turn is selected in the list."""
        if text != self.text:
            self.text = text
            self.text_changed.emit()
