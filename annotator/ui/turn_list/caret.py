"""The keyboard inside a turn's text: a caret that goes by character, word and line, and selects."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence

from annotator.ui.turn_list.text_selection import TextSelection, announce_text, leave_text, release_text
from annotator.ui.turn_list.word_boundaries import (
    next_character,
    next_word,
    previous_character,
    previous_word,
)

if TYPE_CHECKING:
    from annotator.ui.turn_list.measured_row import Row
    from annotator.ui.turn_list.text_selection import RowsOnScreen

_BESIDE = 1e6  # pixels: surely left or right of every line
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_UPDOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENDS = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_MOVES = _SIDEWAYS.keys() | _UPDOWN.keys() | _ENDS.keys() | _PAGES.keys()
_SAID = 200  # characters of selected text that are said to a screen reader


class Caret:
    """Active between :meth:`enter` and :meth:`leave`; it shares its selection with the mouse."""

    def __init__(self, view: RowsOnScreen) -> None:
        self._view = view
        self._selected = view.selected
        self._goal: float | None = None  # where lines are entered when going up and down

    @property
    def active(self) -> bool:
        """Whether the keyboard is inside a text."""
        return self._selected.inside

    # --- in and out ------------------------------------------------------------------------

    def enter(self, start: int | None = None, end: int | None = None) -> bool:
        """Go into the current turn's text, to where text is selected, or select ``[start, end)`` of
        it (UTF-16); returns whether there is text."""
        row = self._row(self._view.current_id)
        if row is None or not row.text:
            return False
        selection = self._selected.selection
        if start is not None:
            self._put(row, start, start if end is None else end)
        elif selection is None or selection.turn_id != row.turn.id:
            self._put(row, 0, 0)
        if not self.active:
            self._selected.inside = True
            self._view.text_entered.emit()
        self._show(row)
        return True

    def select(self, turn_id: int, start: int, end: int) -> bool:
        """Go into the text of a turn in the list and select code points of it; False where it is not here."""
        row = self._unfolded(turn_id, end)
        return row is not None and self.enter(row.offsets.unit(start), row.offsets.unit(end))

    def reveal(self, turn_id: int, start: int, end: int) -> bool:
        """Go to a turn in the list, unfold it up to these code points and bring them into sight;
        False where it is not here."""
        row, view = self._unfolded(turn_id, end), self._view
        number = view.turns.row_of(turn_id)
        if row is None or number is None:
            return False
        placed = view.placed(number)
        if placed is not None:
            top = round(placed.y + row.y_of(row.offsets.unit(start)))
            high = view.viewport().height()
            if not view.fixed_band <= top <= high - 2 * row.style.line_height:
                view.scroll_by(top - high // 3)  # with what stands around it
        return True

    def _unfolded(self, turn_id: int, end: int) -> Row | None:
        """A turn of the list as the current one, unfolded up to a code point; None where it is not here."""
        view = self._view
        number = view.turns.row_of(turn_id)
        if number is None or view.cache.row(number) is None:
            return None
        if view.current_id != turn_id:
            view.go_to(number)
        return view.folding.unfold(number, end)

    def leave(self) -> None:
        """Come out of the text; nothing is selected then."""
        leave_text(self._view)

    def collapse(self) -> None:
        """Select nothing any more; the caret stays where the selection ended, as far as there is text."""
        selection = self._selected.selection
        row = self._row(selection.turn_id) if selection is not None else None
        if not self.active or row is None or selection is None:
            release_text(self._view)
            return
        self._put(row, selection.range[1], selection.range[1])
        self._show(row)

    # --- keys ------------------------------------------------------------------------------

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key that the window knows too is the caret's now."""
        return self.active and (event.key() in _MOVES or event.matches(QKeySequence.StandardKey.SelectAll))

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means inside the text; False where it means nothing here."""
        selection = self._selected.selection
        row = self._row(selection.turn_id) if selection is not None else None
        if not self.active or row is None or selection is None:
            return False
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._put(row, 0, row.body.shown)
        elif event.key() in _MOVES:
            self._move(row, selection, event)
        elif event.key() == Qt.Key.Key_F2:
            release_text(self._view)
            return True
        else:
            return False
        self._show(row)
        return True

    def _move(self, row: Row, selection: TextSelection, event: QKeyEvent) -> None:
        held = event.modifiers()
        extend = bool(held & Qt.KeyboardModifier.ShiftModifier)
        words = bool(held & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        if held & Qt.KeyboardModifier.AltModifier and key in _SIDEWAYS:
            self._next_span(row, selection, _SIDEWAYS[key])
            return
        goal = self._goal
        self._goal = None
        start, end = selection.range
        if key in _SIDEWAYS:
            step = _SIDEWAYS[key]
            if start != end and not extend and not words:
                head = end if step > 0 else start
            else:
                head = _sideways(row.text, selection.head, step, words=words)
        elif key in _ENDS:
            head = self._end(row, selection.head, _ENDS[key], whole=words)
        else:
            step = _UPDOWN.get(key, 0) or _PAGES[key] * self._page()
            head = self._down(row, selection.head, step, goal)
        self._put(row, selection.anchor if extend else head, head)

    def _page(self) -> int:
        return max(1, self._view.viewport().height() // self._view.line_step - 2)

    def _end(self, row: Row, head: int, step: int, *, whole: bool) -> int:
        if whole:
            return 0 if step < 0 else row.body.shown
        y = row.body.line_top(head) + row.style.line_height / 2
        return row.body.hit(QPointF(step * _BESIDE, y))

    def _down(self, row: Row, head: int, lines: int, goal: float | None) -> int:
        rects = row.body.rects(head, head)
        x = goal if goal is not None else rects[0].left() if rects else 0.0
        self._goal = x
        tops = row.body.line_tops()
        number = bisect_right(tops, row.body.line_top(head) + 0.5) - 1 + lines
        if number < 0:
            return 0
        return row.body.shown if number >= len(tops) else row.body.hit(QPointF(x, tops[number] + 0.5))

    def _next_span(self, row: Row, selection: TextSelection, step: int) -> None:
        """Select the next tagged span of the turn, or the one before."""
        ranges = sorted({(bar.start, bar.end) for bar in row.spans})
        if step > 0:
            found = [each for each in ranges if each > selection.range]
        else:
            found = [each for each in reversed(ranges) if each < selection.range]
        if found:
            self._put(row, *found[0])

    # --- where it is -------------------------------------------------------------------------

    def _row(self, turn_id: int | None) -> Row | None:
        number = self._view.turns.row_of(turn_id)
        return self._view.cache.row(number) if number is not None else None

    def _put(self, row: Row, anchor: int, head: int) -> None:
        last = row.body.shown
        self._selected.selection = TextSelection(row.turn.id, min(anchor, last), min(head, last))

    def _show(self, row: Row) -> None:
        """Bring the caret into sight, and say where it is."""
        view = self._view
        selection = view.selected.selection
        number = view.turns.row_of(row.turn.id)
        if selection is None or number is None:
            return
        if view.placed(number) is None:
            view.reveal_row(number)
        placed = view.placed(number)
        if placed is not None:
            top = round(placed.y + row.y_of(selection.head))
            above = top - view.fixed_band
            below = top + row.style.line_height - view.viewport().height()
            if above < 0 or below > 0:
                view.scroll_by(above if above < 0 else below)
        view.viewport().update()
        announce_text(view)
        self._say(row, selection)

    def _say(self, row: Row, selection: TextSelection) -> None:
        start, end = (row.offsets.point(unit) for unit in selection.range)
        words = row.turn.text[start:end] or row.turn.text[start : start + 1]
        if words and QAccessible.isActive():
            view = self._view.viewport().parentWidget()
            assert view is not None  # noqa: S101 - the list
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, words[:_SAID]))


def _sideways(text: str, head: int, step: int, *, words: bool) -> int:
    if step > 0:
        return next_word(text, head) if words else next_character(text, head)
    return previous_word(text, head) if words else previous_character(text, head)
