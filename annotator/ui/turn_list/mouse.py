"""The mouse in the turn list: rows, text within a turn, links, tool tips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QToolTip

from annotator.ui.turn_list.span_ends import SpanDrag, end_at
from annotator.ui.turn_list.text_selection import TextSelection, announce_text, release_text
from annotator.ui.turn_list.turn_marks import mark_words
from annotator.ui.turn_list.turn_texts import mark_tip
from annotator.ui.turn_list.word_boundaries import word_around
from annotator.ui.widgets.plain_text import show_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent, QMouseEvent

    from annotator.ui.turn_list.measured_row import Row
    from annotator.ui.turn_list.text_selection import RowsOnScreen

_FASTEST = 48  # pixels the list scrolls at once while text is selected beyond its edge
_EDGE = 20  # pixels of the list's upper and lower edge where it scrolls while the end of a span is drawn


@dataclass(frozen=True, slots=True)
class Spot:
    """A place under the mouse: the row's number, the row, the point within it."""

    number: int
    row: Row
    point: QPointF


def _paragraph(row: Row, unit: int) -> tuple[int, int]:
    point = row.offsets.point(unit)
    start = row.text.rfind("\n", 0, point) + 1
    end = row.text.find("\n", point)
    return row.offsets.unit(start), row.offsets.unit(len(row.text) if end < 0 else end)


class Pointer:
    """Turns mouse events of one list into what it should do."""

    def __init__(self, view: RowsOnScreen) -> None:
        self._view = view
        self._selected = view.selected
        self.hovered_link: int | None = None  # the id of the turn whose link is under the mouse
        self.span: SpanDrag | None = None  # the span of which an end is being drawn
        self._dragging = False
        self._last_double: tuple[QPoint, int] | None = None

    @property
    def selection(self) -> TextSelection | None:
        """The text that is selected, None for none."""
        return self._selected.selection

    @selection.setter
    def selection(self, selection: TextSelection | None) -> None:
        self._selected.selection = selection

    # --- finding -------------------------------------------------------------------------

    def spot(self, where: QPointF) -> Spot | None:
        """What is under a point of the viewport."""
        placed = self._view.placed_at(int(where.y()))
        row = self._view.cache.row(placed.row) if placed is not None else None
        if placed is None or row is None:
            return None
        return Spot(placed.row, row, where - QPointF(0, placed.y))

    # --- buttons -------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """Go to a row, extend the selection, follow a link, or begin to select text."""
        spot = self.spot(event.position())
        if spot is None:
            self.release_text()
            return
        view = self._view
        held = event.modifiers()
        if event.button() != Qt.MouseButton.LeftButton:
            if not view.is_selected(spot.number):
                view.go_to(spot.number, reveal=False)
            return
        if spot.row.link.contains(spot.point):
            view.go_to(spot.number, reveal=False)
            view.folding.toggle(spot.number)
            return
        if held & Qt.KeyboardModifier.ShiftModifier:
            view.extend_to(spot.number, reveal=False)
            return
        if held & Qt.KeyboardModifier.ControlModifier:
            view.toggle_row(spot.number)
            return
        span = self._end_at(spot)
        view.go_to(spot.number, reveal=False)
        if span is not None:
            self.release_text()
            self.span = span
            view.viewport().update()
            return
        self._begin_text(event, spot)

    def _end_at(self, spot: Spot) -> SpanDrag | None:
        """The end of a span under the mouse that may be drawn to another place."""
        found = end_at(spot.row, spot.point)
        tags = (tag for tag in spot.row.turn.tags if found is not None and tag.key == found.bar.key)
        return found if any(self._view.resizable(tag) for tag in tags) else None

    def _begin_text(self, event: QMouseEvent, spot: Spot) -> None:
        if not spot.row.body_rect.contains(spot.point):
            self.release_text()
            return
        unit = spot.row.unit_at(spot.point)
        if self._is_third_click(event):
            start, end = _paragraph(spot.row, unit)
            self.selection = TextSelection(spot.row.turn.id, start, end)
        else:
            self.selection = TextSelection(spot.row.turn.id, unit, unit)
            self._dragging = True
        self._view.viewport().update()

    def _is_third_click(self, event: QMouseEvent) -> bool:
        last, self._last_double = self._last_double, None
        if last is None:
            return False
        near = (event.position().toPoint() - last[0]).manhattanLength() <= QApplication.startDragDistance()
        return near and event.timestamp() - last[1] <= QApplication.doubleClickInterval()

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word; at the end of a folded turn, fold or unfold it."""
        spot = self.spot(event.position())
        if spot is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if spot.row.link.contains(spot.point):
            self._view.folding.toggle(spot.number)
        elif spot.row.body_rect.contains(spot.point):
            unit = spot.row.unit_at(spot.point)
            start, end = word_around(spot.row.text, unit)
            self.selection = TextSelection(spot.row.turn.id, start, end)
            self._last_double = (event.position().toPoint(), event.timestamp())
            self._view.viewport().update()
            announce_text(self._view)

    def move(self, event: QMouseEvent) -> None:
        """Select text or draw the end of a span while the button is down; else show what a click would do."""
        if self.span is not None:
            self._draw_end(self.span, event.position())
        elif self._dragging and self.selection is not None:
            self._drag(event.position())
        else:
            self._hover(event.position())

    def release(self, event: QMouseEvent) -> None:
        """End selecting text, or leave the end of a span where it is."""
        if event.button() == Qt.MouseButton.LeftButton and self.span is not None:
            span, self.span = self.span, None
            self._view.viewport().update()
            if span.moved:
                self._announce(span)
            self._hover(event.position())
        elif event.button() == Qt.MouseButton.LeftButton and self._dragging:
            self._dragging = False
            empty = self.selection is not None and self.selection.anchor == self.selection.head
            if empty and not self._selected.inside:
                self.selection = None
            announce_text(self._view)

    def _drag(self, where: QPointF) -> None:
        view = self._view
        assert self.selection is not None  # noqa: S101 - the caller looked
        below = where.y() - view.viewport().height()
        if where.y() < 0 or below > 0:
            view.scroll_by(int(max(-_FASTEST, where.y()) if where.y() < 0 else min(_FASTEST, below)))
        number = view.turns.row_of(self.selection.turn_id)
        placed = view.placed(number) if number is not None else None
        row = view.cache.row(number) if number is not None else None
        if placed is not None and row is not None:
            unit = row.unit_at(where - QPointF(0, placed.y))
            self.selection = TextSelection(self.selection.turn_id, self.selection.anchor, unit)
            view.viewport().update()

    def _draw_end(self, span: SpanDrag, where: QPointF) -> None:
        """Let the end of a span follow the mouse; beside the list the span is as it was."""
        view = self._view
        high = view.viewport().height()
        over = min(0.0, where.y() - _EDGE) or max(0.0, where.y() - (high - _EDGE))
        if over:
            view.scroll_by(int(max(-_FASTEST, min(_FASTEST, over))))
        number = view.turns.row_of(span.turn_id)
        placed = view.placed(number) if number is not None else None
        row = view.cache.row(number) if number is not None else None
        if placed is None or row is None or not view.viewport().rect().contains(where.toPoint()):
            self.span = span.back()
        else:
            self.span = span.to(row.unit_at(where - QPointF(0, placed.y + span.lift)))
        view.viewport().update()

    def _announce(self, span: SpanDrag) -> None:
        number = self._view.turns.row_of(span.turn_id)
        row = self._view.cache.row(number) if number is not None else None
        if row is not None:
            start, end = (row.offsets.point(unit) for unit in span.range)
            self._view.span_resized.emit(span.bar.key, start, end)

    def give_up(self) -> bool:
        """Let a span be as it was before its end was taken; returns whether one was being drawn."""
        drawing, self.span = self.span is not None, None
        if drawing:
            self._view.viewport().update()
        return drawing

    def _hover(self, where: QPointF) -> None:
        spot = self.spot(where)
        link = spot.row.turn.id if spot is not None and spot.row.link.contains(spot.point) else None
        shape = Qt.CursorShape.ArrowCursor
        if link is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif spot is not None and self._end_at(spot) is not None:
            shape = Qt.CursorShape.SizeHorCursor
        elif spot is not None and spot.row.body_rect.contains(spot.point):
            shape = Qt.CursorShape.IBeamCursor
        viewport = self._view.viewport()
        if viewport.cursor().shape() != shape:
            viewport.setCursor(shape)
        if link != self.hovered_link:
            self.hovered_link = link
            viewport.update()

    def release_text(self) -> bool:
        """Select no text any more; returns whether there was some."""
        self._dragging = False
        return release_text(self._view)

    # --- tool tips -----------------------------------------------------------------------

    def tip(self, where: QPointF) -> str:
        """What the tool tip at a point says; "" for none. Plain text."""
        spot = self.spot(where)
        if spot is None:
            return ""
        chip = spot.row.chip_at(spot.point)
        if chip is not None:
            return "\n".join(part for part in (chip.chip.spoken, chip.chip.tip) if part)
        if spot.row.header.contains(spot.point):
            flags = [flag.text for flag in spot.row.flags] if spot.row.compact else []
            if words := [*mark_words(spot.row.turn), *flags]:
                return ", ".join(words)
        mark = spot.row.mark_at(spot.point)
        names = [bar.name for bar in spot.row.spans_at(spot.point) if bar.name]
        rest = mark_tip(mark, self._view.name_of) if mark is not None else spot.row.language_tip(spot.point)
        return "\n".join(part for part in (" · ".join(names), rest) if part)

    def show_tip(self, event: QHelpEvent) -> None:
        """Show it."""
        words = self.tip(QPointF(event.pos()))
        if words:
            show_tip(event.globalPos(), words, self._view.viewport())
        else:
            QToolTip.hideText()
            event.ignore()
