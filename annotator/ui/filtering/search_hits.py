"""The hits of a search in the list: marked in the texts, and gone to one by one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from annotator.errors import UserError
from annotator.ui.background.background_thread import BackgroundThread, Handle
from annotator.ui.tagging.turns_from import outward

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model import Turn, TurnFilter
    from annotator.ui.turn_list import TurnList
    from annotator.ui.workspace.workspace import Workspace

_COUNTED = 300  # turns in which hits are counted


class HitWalk(QObject):
    """Marks what a filter's words hit in the list, and knows which hit one stands on.

    Words are counted at once. A regular expression may take seconds on a single turn, so its hits are
    counted beside the window; ``counted`` says that they have been.
    """

    counted = Signal()

    def __init__(self, workspace: Workspace, turns: TurnList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._turns = turns
        self._wanted: TurnFilter | None = None
        self._at: tuple[int, int] | None = None
        self._counted: tuple[object, int | None] = (None, None)  # a list of turns, and the hits in it
        self._thread = BackgroundThread(self, "hits")

    def show_hits(self, wanted: TurnFilter | None) -> None:
        """Mark the hits of this filter from now on; none for None."""
        self._wanted = wanted if wanted is not None and wanted.text else None
        self._at = None
        self._counted = (None, None)
        self._thread.let_go()
        self._mark()

    @property
    def at(self) -> tuple[int, int] | None:
        """The turn and the number of the hit one stands on."""
        return self._at

    def _mark(self) -> None:
        self._turns.view.looks.set_hits(self._hits if self._wanted is not None else None, self._at)

    def _hits(self, turn: Turn) -> tuple[tuple[int, int], ...]:
        from annotator.filters import hits  # noqa: PLC0415 - after the first paint

        if self._wanted is None:
            return ()
        try:
            return hits(self._wanted, turn.text)
        except UserError:  # a pattern that takes too long on this turn; the search has said so
            return ()

    def count(self) -> int | None:
        """How many hits there are in the turns shown; None where nobody knows (yet), for they are many."""
        workspace, wanted = self._workspace, self._wanted
        turns = workspace.cursor.turn_ids
        if wanted is None or workspace.project is None or len(turns) > _COUNTED:
            return None
        if self._counted[0] is not turns:
            texts = workspace.project.turns.texts(turns)
            self._counted = turns, None if wanted.regex else _hits_in(wanted, texts)
            if wanted.regex:
                self._thread.start(
                    lambda handle: _hits_in(wanted, texts, handle), lambda hits: self._on_counted(turns, hits)
                )
        return self._counted[1]

    def _on_counted(self, turns: Sequence[int], hits: int) -> None:
        self._counted = turns, hits
        self.counted.emit()

    def go(self, step: int) -> bool:
        """Go to the next hit (step 1) or the one before (-1), round the end of the list once.

        Returns whether there was one; says so where there was none. Without words, the next turn shown.
        """
        workspace = self._workspace
        if self._wanted is None:
            workspace.moving.step(step)
            return True
        here = workspace.cursor.turn()
        if here is None:
            return False
        found = self._hits(here)
        if found:
            standing = self._at is not None and self._at[0] == here.id
            number = (
                self._at[1] + step if standing and self._at is not None else 0 if step > 0 else len(found) - 1
            )
            if 0 <= number < len(found):
                return self._stand_on(here, number)
        for turn in outward(workspace, here.id, backwards=step < 0):
            if self._hits(turn):
                return self._stand_on(turn, 0 if step > 0 else len(self._hits(turn)) - 1)
        return self._start_over(step)

    def _start_over(self, step: int) -> bool:
        workspace = self._workspace
        if workspace.project is None or not len(workspace.cursor.turn_ids):
            return False
        edge = workspace.cursor.turn_ids[0 if step > 0 else -1]
        (first,) = workspace.project.turns.page([edge])
        for turn in (first, *outward(workspace, edge, backwards=step < 0)):
            found = self._hits(turn)
            if found:
                workspace.inform(
                    QCoreApplication.translate("Filter", "Search continued from the first turn.")
                    if step > 0
                    else QCoreApplication.translate("Filter", "Search continued from the last turn.")
                )
                return self._stand_on(turn, 0 if step > 0 else len(found) - 1)
        workspace.inform(QCoreApplication.translate("Filter", "No matches here."))
        return False

    def _stand_on(self, turn: Turn, number: int) -> bool:
        self._at = (turn.id, number)
        self._workspace.cursor.select_turn(turn.id)
        start, end = self._hits(turn)[number]
        self._mark()
        self._turns.view.caret.reveal(turn.id, start, end)
        return True


def _hits_in(wanted: TurnFilter, texts: Sequence[str], handle: Handle | None = None) -> int:
    """How many hits there are in some texts; of those before it was said to stop."""
    from annotator.filters import hit_counter  # noqa: PLC0415 - after the first paint

    count, hits = hit_counter(wanted), 0
    for text in texts:
        if handle is not None and handle.cancelled():
            break
        with suppress(UserError):  # as for HitWalk._hits
            hits += count(text)
    return hits
