"""Labels that are dragged over the list: which turn, or which words, would get one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer

from annotator.ui.turn_list.text_selection import TextSelection
from annotator.ui.turn_list.word_boundaries import word_around
from annotator.ui.widgets.label_drag import dragged_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QDropEvent

    from annotator.ui.turn_list.mouse import Spot
    from annotator.ui.turn_list.text_selection import RowsOnScreen

LabelScope = Literal["turn", "span", ""]
_EDGE = 36  # pixels of the list's upper and lower edge where it scrolls while a label is held there
_STEP = 14  # pixels that it scrolls then, every so many milliseconds:
_EVERY = 30


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a label would land: the turn under the mouse, and its words for a label about words."""

    label: str
    number: int  # the row
    words: TextSelection | None = None


class LabelDrop(QObject):
    """Follows a dragged label over one list; ``landing`` is where it would land now.

    ``scope_of`` says what a label is given to, "" for none that can be given here.
    """

    def __init__(self, view: RowsOnScreen, spot: Callable[[QPointF], Spot | None], parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._spot = spot
        self.scope_of: Callable[[str], LabelScope] = lambda _: ""
        self.landing: Landing | None = None
        self._step = 0
        self._scrolling = QTimer(self, interval=_EVERY)
        self._scrolling.timeout.connect(self._scroll)

    def drag(self, event: QDropEvent) -> None:
        """Show where the label would land; whatever else is dragged is left to the window."""
        where = event.position()
        self._show(self._landing(dragged_label(event.mimeData()), where))
        self._hold(where if self.landing is not None else None)
        event.setAccepted(self.landing is not None)

    def knows(self, event: QDropEvent) -> bool:
        """Whether it is a label that can be given here."""
        label = dragged_label(event.mimeData())
        return bool(label and self.scope_of(label))

    def drop(self, event: QDropEvent) -> Landing | None:
        """Where the label was dropped; None for nowhere."""
        landing = self._landing(dragged_label(event.mimeData()), event.position())
        self.leave()
        event.setAccepted(landing is not None)
        return landing

    def leave(self) -> None:
        """The label went away again."""
        self._hold(None)
        self._show(None)

    def lands_on(self, number: int) -> bool:
        """Whether a row would get the label: with one of several selected rows all of them do."""
        landing = self.landing
        if landing is None or landing.words is not None:
            return False
        view = self._view
        return number == landing.number or (view.is_selected(landing.number) and view.is_selected(number))

    # --- how -------------------------------------------------------------------------------

    def _landing(self, label: str, where: QPointF) -> Landing | None:
        scope = self.scope_of(label) if label else ""
        spot = self._spot(where) if scope else None
        if spot is None:
            return None
        if scope == "turn":
            return Landing(label, spot.number)
        row, selected = spot.row, self._view.selected.selection
        under = row.body.over(spot.point - row.body_rect.topLeft())
        if under is None:
            return None
        mine = selected is not None and selected.turn_id == row.turn.id
        if selected is not None and mine and selected.range[0] <= under < selected.range[1]:
            return Landing(label, spot.number, selected)
        return Landing(label, spot.number, TextSelection(row.turn.id, *word_around(row.text, under)))

    def _show(self, landing: Landing | None) -> None:
        if landing != self.landing:
            self.landing = landing
            self._view.viewport().update()

    def _hold(self, where: QPointF | None) -> None:
        """Scroll while the label is held at the upper or the lower edge."""
        high = self._view.viewport().height()
        up = where is not None and where.y() < _EDGE
        down = where is not None and where.y() > high - _EDGE
        self._step = -_STEP if up else _STEP if down else 0
        if self._step and not self._scrolling.isActive():
            self._scrolling.start()
        elif not self._step:
            self._scrolling.stop()

    def _scroll(self) -> None:
        self._view.scroll_by(self._step)
