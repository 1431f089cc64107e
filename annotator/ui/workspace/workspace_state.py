"""What is in hand: which project, dialogue, turns and facet; the lower half of the workspace.

:class:`WorkspaceState` knows where the person stands, broadcasts it, and has the one door
through which edits go (:meth:`WorkspaceState.do`). The verbs a person has (apply a label,
undo, go to the next untagged turn) are built on it in :mod:`annotator.ui.workspace.workspace`.

This module imports no database library: the window is painted before one is loaded.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from annotator.errors import UserError
from annotator.ui.window.messages import Message, MessageAction, from_error
from annotator.ui.workspace.turn_order import ascends, row_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from annotator.model import (
        Changes,
        Codebook,
        Dialogue,
        EditSummary,
        Facet,
        Gap,
        Label,
        Target,
        Turn,
        TurnFilter,
        TurnLanguage,
    )
    from annotator.store import Project


@dataclass(frozen=True, slots=True)
class Busy:
    """The background job in hand. ``total`` is 0 while nobody knows how long it will be."""

    title: str
    done: int = 0
    total: int = 0
    detail: str = ""
    cancellable: bool = True


@dataclass(frozen=True, slots=True)
class TextRange:
    """Text selected in a turn, in code points of its text; an empty one is where the caret stands."""

    turn_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A label was given to turns by a key or a click: which one, and to which turns."""

    label: Label
    turns: tuple[int, ...]


class Preferences(Protocol):
    """The few settings that steer editing; the window hands in its settings object."""

    auto_advance: bool
    advance: str  # "facet": to the next turn lacking it; "turn": through a turn's facets, then on
    repair_threshold: int  # percent; 0 is the repair engine's own


class Defaults:
    """Preferences of a workspace nobody configured."""

    auto_advance = True
    advance = "facet"
    repair_threshold = 0


def _look_at(text: str, project: Project) -> tuple[tuple[Gap, ...], TurnLanguage | None]:
    """The gaps and the language of a turn's text, after a decision about its repair."""
    from annotator.pipeline.language_findings import look_at  # noqa: PLC0415 - after the first paint

    return look_at(text, project.study.read())


class WorkspaceState(QObject):
    """State of one window: the project in hand, where the cursor stands, what is active.

    Ids are the project's row numbers. ``turn_id`` is None when nothing is selected;
    ``selection`` always contains ``turn_id`` when there is one, in the order of the dialogue.
    """

    changed = Signal(object)  # model.Changes
    project_changed = Signal()  # opened, closed
    dialogue_changed = Signal()  # another dialogue is in hand
    turn_changed = Signal()  # the current turn or the selection is another
    facet_changed = Signal()  # another facet is active
    filter_changed = Signal()  # other turns are shown, or all of the dialogue again
    answered = Signal(Answered)  # a label was given to turns; ``changed`` has been sent before
    message = Signal(object)  # messages.Message
    busy_changed = Signal()  # the background job began, went on or ended
    target_changed = Signal()  # stances are toward another target
    text_changed = Signal()  # other text within a turn is selected, or none
    text_wanted = Signal(object)  # a TextRange that is to be selected in the list
    place_wanted = Signal(object)  # a TextRange that is to be brought into sight in the list
    entry_requested = Signal(str)  # a facet key: whoever has its text field takes the focus

    def __init__(self, preferences: Preferences | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preferences: Preferences = preferences if preferences is not None else Defaults()
        self.project: Project | None = None
        self.remedies: Callable[[UserError], tuple[MessageAction, ...]] = lambda _: ()  # the window has some
        self._codebook: Codebook | None = None
        self.dialogue_ids: Sequence[int] = array("q")
        self.turn_ids: Sequence[int] = array("q")  # of the dialogue in hand, or those that fit the filter
        self.filter: TurnFilter | None = None
        self.everywhere = False  # whether the turns shown are those of the whole project that fit
        self.dialogue_id: int | None = None
        self.turn_id: int | None = None
        self.selection: tuple[int, ...] = ()
        self.text: TextRange | None = None  # selected within the current turn
        self.facet: str = ""
        self.target: str | None = None  # key of the target stances are toward; None means the first
        self.busy: Busy | None = None
        self._cursors: dict[int, int] = {}  # dialogue -> the turn it was left at

    # --- project -----------------------------------------------------------------------

    def attach(self, project: Project, place: tuple[int, int] = (0, 0)) -> None:
        """Take an open project in hand (closing the one before) and go to a place in it.

        ``place`` is a dialogue and a turn of it, by row number; where one of them is not there, the first is
        gone to.
        """
        self._release()
        self.project = project
        project.finder = lambda text: _look_at(text, project)
        self._load_codebook()
        self.dialogue_ids = project.dialogues.ids()
        self.project_changed.emit()
        self.facet_changed.emit()
        dialogue, turn = place
        if dialogue in self.dialogue_ids:
            self._cursors[dialogue] = turn
            self.select_dialogue(dialogue)
        else:
            self.select_dialogue(self.dialogue_ids[0] if len(self.dialogue_ids) else None)

    def close(self) -> None:
        """Let go of the project; harmless when there is none."""
        if self.project is None:
            return
        self._release()
        self.project_changed.emit()
        self.facet_changed.emit()
        self.dialogue_changed.emit()
        self.turn_changed.emit()

    def _release(self) -> None:
        if self.project is not None:
            self.project.close()
        self.project = None
        self._codebook = None
        self.dialogue_ids = array("q")
        self.turn_ids = array("q")
        self.dialogue_id = self.turn_id = None
        self.selection = ()
        self.facet = ""
        self._cursors.clear()
        if self.filter is not None:
            self.filter, self.everywhere = None, False
            self.filter_changed.emit()

    @property
    def codebook(self) -> Codebook:
        """The codebook in hand, an empty one without a project."""
        if self._codebook is None:
            from annotator.model import Codebook  # noqa: PLC0415 - after the first paint

            self._codebook = Codebook("", ())
        return self._codebook

    @property
    def writable(self) -> bool:
        """Whether there is a project that may be changed."""
        return self.project is not None and not self.project.read_only

    def to_undo(self) -> EditSummary | None:
        """What undo would take back, in the log's words; None where there is nothing."""
        return self.project.history.can_undo if self.project is not None and self.writable else None

    def to_redo(self) -> EditSummary | None:
        """What redo would make again, in the log's words; None where there is nothing."""
        return self.project.history.can_redo if self.project is not None and self.writable else None

    # --- saying ------------------------------------------------------------------------

    def say(self, message: Message) -> None:
        """Show a message to the person."""
        self.message.emit(message)

    def say_error(self, error: UserError) -> None:
        """Show an error, with the buttons for what can be done about it."""
        self.say(from_error(error, *self.remedies(error)))

    def inform(self, text: str, detail: str = "") -> None:
        """Show a message that goes away by itself."""
        self.say(Message("info", text, detail))

    def inform_done(self, text: str, detail: str = "") -> None:
        """Show what was done to several turns at once, with a button that takes it back."""
        self.say(Message("info", text, detail, (MessageAction(self.tr("Undo"), self.undo),)))

    def undo(self) -> Changes | None:
        """Take back the last edit; the workspace that a window has knows how."""
        raise NotImplementedError

    def set_busy(self, busy: Busy | None) -> None:
        """Say which background job runs, and how far it is; None when it has ended."""
        self.busy = busy
        self.busy_changed.emit()

    # --- reading -----------------------------------------------------------------------

    def active_facet(self) -> Facet | None:
        """The facet that digits answer, None without a project."""
        if self.project is None:
            return None
        try:
            return self.codebook.facet(self.facet)
        except KeyError:
            return None

    def dialogue(self) -> Dialogue | None:
        """The dialogue in hand."""
        if self.project is None or self.dialogue_id is None:
            return None
        page = self.project.dialogues.page([self.dialogue_id])
        return page[0] if page else None

    def target_in_hand(self) -> Target | None:
        """What the next stance is toward: the target picked in the window, else the dialogue's first;
        None where the selected turns are of several dialogues, or the dialogue has no target."""
        dialogue = self.dialogue()
        targets = dialogue.targets if dialogue is not None else ()
        if not targets or self._several_dialogues():
            return None
        return next((target for target in targets if target.key == self.target), targets[0])

    def _several_dialogues(self) -> bool:
        """Whether the selected turns are of more than one dialogue."""
        if not self.everywhere or len(self.selection) < 2 or self.project is None:
            return False
        # They are in the order of the project, so the dialogues of the ends tell.
        ends = self.project.turns.page([self.selection[0], self.selection[-1]])
        return len({turn.dialogue_id for turn in ends}) > 1

    def turn(self) -> Turn | None:
        """The current turn, with the tags of the current annotator and the machine's."""
        if self.project is None or self.turn_id is None:
            return None
        page = self.project.turns.page([self.turn_id])
        return page[0] if page else None

    def selected_turns(self) -> list[Turn]:
        """The selected turns, in the order of the dialogue."""
        if self.project is None or not self.selection:
            return []
        return self.project.turns.page(self.selection)

    # --- where the cursor is -----------------------------------------------------------

    def row_of(self, turn_id: int | None) -> int | None:
        """The row of a turn in the list; None where it is not there. Quick among a million, too."""
        if turn_id is None:
            return None
        return row_in(self.turn_ids, turn_id)

    def select_dialogue(self, dialogue_id: int | None) -> None:
        """Go to a dialogue, to the turn it was left at, or to its first. None shows nothing.

        Among the turns of the whole project that goes to the first that fits; where none does,
        the filter is then one on the dialogue.
        """
        if self.everywhere and self._go_among(dialogue_id):
            return
        if self.dialogue_id is not None and self.turn_id is not None:
            self._cursors[self.dialogue_id] = self.turn_id
        self.dialogue_id = dialogue_id
        self.target = None
        self._load_turns()
        self.dialogue_changed.emit()
        remembered = self._cursors.get(dialogue_id) if dialogue_id is not None else None
        self._put_cursor(remembered)

    def _go_among(self, dialogue_id: int | None) -> bool:
        """Stand on the dialogue's first turn in the list of all that fit; False where it has none there."""
        if self.project is not None and dialogue_id is not None and dialogue_id in self.dialogue_ids:
            rows = [
                row for turn in self.project.turns.ids(dialogue_id) if (row := self.row_of(turn)) is not None
            ]
            if rows:
                self.select_turn(self.turn_ids[min(rows)])
                return True
        self.everywhere = False
        self.filter_changed.emit()
        return False

    def _load_turns(self) -> None:
        if self.project is None or self.dialogue_id is None:
            self.turn_ids = array("q")
        elif self.filter is None:
            self.turn_ids = self.project.turns.ids(self.dialogue_id)
        elif not self.everywhere:
            try:
                self.turn_ids = self.project.search.find(self.filter, self.dialogue_id)
            except UserError as error:
                self.turn_ids = array("q")
                self.say_error(error)

    def set_filter(self, wanted: TurnFilter | None, found: Sequence[int] | None = None) -> None:
        """Show only turns that fit: of the dialogue in hand, or, where they are given, those ``found``
        in the whole project. None shows all turns of the dialogue again. The cursor stays where it can.
        """
        if self.project is None:
            return
        before = self.turn_id
        self.filter = wanted
        self.everywhere = wanted is not None and found is not None
        if self.everywhere and found is not None:
            self.turn_ids = found
        else:
            self._load_turns()
        self.filter_changed.emit()
        self._put_cursor(before)

    def _follow(self) -> None:
        """The current turn is of another dialogue than the one before it was: that is in hand now."""
        turn = self.turn()
        if turn is not None and turn.dialogue_id != self.dialogue_id:
            self.dialogue_id = turn.dialogue_id
            self.target = None
            self.dialogue_changed.emit()

    def _put_cursor(self, turn_id: int | None) -> None:
        if self.row_of(turn_id) is None:
            turn_id = self.turn_ids[0] if len(self.turn_ids) else None
        self.turn_id = turn_id
        self.selection = () if turn_id is None else (turn_id,)
        if self.everywhere:
            self._follow()
        self.turn_changed.emit()

    def select_turn(self, turn_id: int | None) -> None:
        """Make a turn of the dialogue in hand the current and only selected one."""
        selection = () if turn_id is None else (turn_id,)
        if (turn_id, selection) != (self.turn_id, self.selection):
            self.turn_id, self.selection = turn_id, selection
            if self.everywhere:
                self._follow()
            self.turn_changed.emit()

    def select_turns(self, turn_ids: Iterable[int], current: int | None = None) -> None:
        """Select several turns; the current one is ``current``, or the last of them."""
        wanted = set(turn_ids)
        if current is not None:
            wanted.add(current)
        if self.everywhere and ascends(self.turn_ids):
            selection = tuple(sorted(wanted))
        else:
            selection = tuple(turn for turn in self.turn_ids if turn in wanted)
        turn_id = current if current is not None else (selection[-1] if selection else None)
        if (turn_id, selection) != (self.turn_id, self.selection):
            self.turn_id, self.selection = turn_id, selection
            if self.everywhere:
                self._follow()
            self.turn_changed.emit()

    def set_text(self, text: TextRange | None) -> None:
        """Say which text of a turn is selected in the list."""
        if text != self.text:
            self.text = text
            self.text_changed.emit()

    def set_facet(self, key: str) -> None:
        """Make a facet the one that digits answer. Unknown keys are ignored."""
        known = {facet.key for facet in self.codebook.facets}
        if key != self.facet and key in known:
            self.facet = key
            self.facet_changed.emit()

    def set_target(self, key: str | None) -> None:
        """Let stances be toward that target of the dialogue in hand; None is its first one."""
        if key != self.target:
            self.target = key
            self.target_changed.emit()

    # --- editing -----------------------------------------------------------------------

    def do(self, edit: Callable[[Project], Changes | None]) -> Changes | None:
        """Make one edit and tell everybody what it changed.

        Returns None when there is no project, when there was nothing to do, or when the
        edit was refused; a refusal has then been shown to the person.
        """
        if self.project is None:
            return None
        if self.project.read_only:
            self.say(
                Message(
                    "warning",
                    self.tr("This project is open read-only."),
                    self.tr("Use File > Save As to work in a copy of your own."),
                )
            )
            return None
        try:
            changes = edit(self.project)
        except UserError as error:
            self.say_error(error)
            return None
        if changes is not None:
            self.broadcast(changes)
        return changes

    def broadcast(self, changes: Changes) -> None:
        """Tell everybody what changed, after bringing this object's own caches up to date."""
        if changes.codebook or changes.everything:
            self._load_codebook()
        if (changes.structure or changes.everything) and self.project is not None:
            self.dialogue_ids = self.project.dialogues.ids()
        self.changed.emit(changes)
        if changes.structure or changes.everything:
            self._settle()

    def _settle(self) -> None:
        """Dialogues came or went: stand on one that exists."""
        if self.dialogue_id is None or self.dialogue_id not in self.dialogue_ids:
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
            self._put_cursor(self.turn_ids[near] if near >= 0 else None)

    def _load_codebook(self) -> None:
        if self.project is None:
            return
        self._codebook = self.project.codebook.read()
        live = [facet.key for facet in self._codebook.facets if not facet.retired]
        if self.facet not in live:
            self.facet = live[0] if live else ""
            self.facet_changed.emit()
