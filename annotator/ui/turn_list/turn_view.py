"""The turn list itself: rich rows, cursor and selection, keys, folding, place in a dialogue."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
)

from annotator.model import Codebook, Tag, Turn
from annotator.ui.theme import theme_of
from annotator.ui.turn_list.anchored_rows import Placed
from annotator.ui.turn_list.anchored_view import Anchor
from annotator.ui.turn_list.caret import Caret
from annotator.ui.turn_list.cursor_view import CursorListView
from annotator.ui.turn_list.label_drop import LabelDrop
from annotator.ui.turn_list.list_keys import Verb
from annotator.ui.turn_list.measured_row import remark_line
from annotator.ui.turn_list.mouse import Pointer
from annotator.ui.turn_list.row_cache import Folding, RowCache, RowLooks
from annotator.ui.turn_list.row_painter import RowState, paint_row, paint_sticky
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.tag_chips import Labels
from annotator.ui.turn_list.text_selection import SelectedText, selected_text
from annotator.ui.turn_list.turn_model import PageSource, TurnModel
from annotator.ui.turn_list.turn_texts import copied, spoken
from annotator.ui.workspace.cursor import TextRange
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.errors import UserError
    from annotator.ui.workspace.typed_signals import Carries


class TurnListView(CursorListView):
    """Turns from any source of pages. Ids are the project's row numbers.

    ``text_selected`` carries the selected text, None for none; ``text_entered`` and ``text_left`` say that
    the keyboard went into the text of a turn and came out again; ``span_resized`` carries a tag's key with
    the new start and end of its span; ``label_dropped`` a label's key and the words it was dropped on (None:
    the selected turns); ``failed`` why a page could not be read.
    """

    text_selected: Carries[TextRange | None] = carrying()
    span_resized = Signal(str, int, int)
    label_dropped: Carries[str, TextRange | None] = carrying(2)
    text_entered = Signal()
    text_left = Signal()
    failed: Carries[UserError] = carrying()

    def __init__(self, parent: QWidget | None = None) -> None:
        style = RowStyle(theme_of(QGuiApplication.palette()), QGuiApplication.font())
        self.turns = TurnModel(self._spoken)
        self.cache = RowCache(self.turns, Labels(Codebook("", ())), style)
        self.name_of: Callable[[str], str] | None = None  # people by their keys, who decided on repairs
        super().__init__(parent)
        self.looks = RowLooks(self.cache, self, lambda: self._changed(None))
        self.folding = Folding(self.cache, self)
        self.turns.setParent(self)
        self.selected = SelectedText()
        self.pointer = Pointer(self)
        self.caret = Caret(self)
        self.label_drop = LabelDrop(self, self.pointer.spot, self)
        self.may_resize: Callable[[Tag], bool] = lambda _: False
        self.turns.failed.connect(self.failed)
        self.setModel(self.turns)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        # Labels are given with letter keys; an input method would swallow them.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName(self.tr("Turns"))
        self.looks.restyle()

    # --- what is shown -----------------------------------------------------------------------

    def set_turns(self, ids: Sequence[int], source: PageSource) -> None:
        """Show these turns from the first one on; ``source`` gives turns for ids, in any order."""
        self.pointer.release_text()
        self.cache.restart()
        self._anchor = Anchor()
        self._from = 0
        self.turns.set_turns(ids, source)
        self.doItemsLayout()

    def resizable(self, tag: Tag) -> bool:
        """Whether the mouse may draw the ends of a tag's span to other places."""
        return tag.start is not None and self.may_resize(tag)

    def refresh(self, ids: Iterable[int] | None = None) -> None:
        """These turns have changed (None: all): read and measure them anew, in place."""
        changed = None if ids is None else frozenset(ids)
        words = selected_text(self)
        self.turns.refresh(changed)
        self._changed(changed)
        if selected_text(self) != words:
            self.caret.collapse()  # the text under the selection is another one now
        if changed is None or self.current_id in changed:
            self.tell_row(QAccessible.Event.NameChanged)

    def _changed(self, ids: frozenset[int] | None) -> None:
        """Measure anew; a current turn that was wholly in sight stays so, with its new chips."""
        current = self.currentIndex().row()
        before = self.placed(current)
        whole = before is not None and before.y >= 0 and before.y + before.height <= self.rows.viewport
        self.cache.forget(ids)
        rows = None if ids is None else {row for turn in ids if (row := self.turns.row_of(turn)) is not None}
        self.relayout(rows)
        if whole:
            self.reveal_row(current)

    # --- keys and text ---------------------------------------------------------------------------

    def other_verb(self, verb: Verb, row: int) -> bool:
        """Copy, fold; Escape lets go of selected text."""
        if verb == "copy":
            self.copy()
        elif verb == "release":
            return self.pointer.release_text()
        else:
            return self.folding.set_folded(row, folded=verb == "fold")
        return True

    def cursor_left(self, turn_id: int) -> None:
        """Text stays selected only in the current turn."""
        if self.pointer.selection is not None and self.pointer.selection.turn_id != turn_id:
            self.pointer.release_text()

    def copy(self) -> None:
        """Put the selected text on the clipboard, or the selected turns where none is."""
        text = selected_text(self)
        if not text:
            rows = (row for top, bottom in self.selected_rows() for row in range(top, bottom + 1))
            found = (self.turns.turn(row) for row in rows)
            text = copied(turn for turn in found if turn is not None)
        QGuiApplication.clipboard().setText(text)

    # --- for the anchored list -----------------------------------------------------------------------

    def row_count(self) -> int:
        """The number of turns."""
        return len(self.turns.ids)

    def row_height(self, row: int) -> int:
        """The height of a row in pixels."""
        return self.cache.height(row)

    def place_at(self, row: int, y: int) -> int | None:
        """The text offset of the line at ``y``."""
        found = self.cache.row(row)
        return found.text_at(y) if found is not None else None

    def y_of_place(self, row: int, place: int) -> int:
        """Where the line with that offset is."""
        found = self.cache.row(row)
        return round(found.y_of(place)) if found is not None else 0

    @property
    def line_step(self) -> int:
        """Pixels of one line."""
        return self.cache.style.line_height

    def relayout(self, changed: Container[int] | None = None) -> None:
        """Measure at the width there is now."""
        self.cache.width = self.viewport().width()
        super().relayout(changed)

    @property
    def fixed_band(self) -> int:
        """The strip with the speaker of the row that began above."""
        return self.cache.style.sticky_height

    def paint_rows(self, painter: QPainter, clip: QRectF) -> None:
        """Paint the rows that meet a rectangle, and the strip over a row that began above."""
        wide = self.viewport().width()
        style = self.cache.style
        painter.fillRect(clip, style.colour("base"))
        shown = self.rows.visible()
        if not shown:
            return
        current, focused = self.currentIndex().row(), self.hasFocus()
        for placed in shown:
            rect = QRectF(0, placed.y, wide, placed.height)
            row = self.cache.row(placed.row) if rect.intersects(clip) else None
            if row is not None:
                state = self._row_state(placed.row, row.turn, current=placed.row == current, focused=focused)
                paint_row(painter, rect, row, state, clip)
        self._paint_sticky(painter, shown[0], clip)

    def _paint_sticky(self, painter: QPainter, first: Placed, clip: QRectF) -> None:
        """The strip with the speaker of the top row, where its own header is out of sight."""
        row, high = self.cache.row(first.row), self.cache.style.sticky_height
        if row is None or first.y + row.header.top() >= 0 or clip.top() >= high:
            return
        if row.compact and row.height <= 2 * high:
            return  # a line or two need no reminder
        titles = self.looks.titles
        title = titles(row.turn.dialogue_id) if titles is not None else ""
        paint_sticky(painter, (self.viewport().width(), first.y + first.height), row, title)

    def _row_state(self, number: int, turn: Turn, *, current: bool, focused: bool) -> RowState:
        selection = self.pointer.selection
        row = self.cache.row(number)
        points = self.looks.hits(turn) if self.looks.hits is not None else ()
        hits = [(row.offsets.unit(start), row.offsets.unit(end)) for start, end in points] if row else []
        here = self.looks.current_hit
        mine = selection is not None and selection.turn_id == turn.id
        words = selection.range if mine and selection is not None else None
        span, landing = self.pointer.span, self.label_drop.landing
        resized = span.shown() if span is not None and span.turn_id == turn.id else None
        if resized is not None:
            words = resized.start, resized.end
        elif landing is not None and landing.words is not None and landing.number == number:
            words = landing.words.range
        return RowState(
            current=current,
            selected=self.is_selected(number),
            focused=focused,
            link_hovered=self.pointer.hovered_link == turn.id,
            text_selection=words,
            resized=resized,
            landing=self.label_drop.lands_on(number),
            caret=selection.head if mine and selection is not None and self.caret.active else None,
            hits=hits,
            current_hit=here[1] if here is not None and here[0] == turn.id else None,
        )

    def _spoken(self, turn: Turn) -> str:
        said = spoken(turn, self.cache.chips(turn), self.cache.doubts)
        return ", ".join((said, *(remark_line(words) for words in self.cache.remarks_of(turn) if words)))

    # --- events ------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme, font and language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Turns"))
            self._changed(None)
        kinds = {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}
        if event.type() in kinds and hasattr(self, "pointer"):
            self.looks.restyle()

    def event(self, event: QEvent) -> bool:
        """Copying selected text comes before the window's own copy command."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.pointer.give_up():
                event.accept()
                return True
            mine = event.matches(QKeySequence.StandardKey.Copy) or event.key() == Qt.Key.Key_Escape
            if (mine and self.pointer.selection is not None) or self.caret.claims(event):
                event.accept()
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tool tips are made of what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.pointer.show_tip(event)
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """See :class:`Pointer`."""
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """See :class:`Pointer`."""
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """See :class:`Pointer`."""
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """See :class:`Pointer`."""
        self.pointer.double_click(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """See :class:`LabelDrop`."""
        self.label_drop.drag(event)
        if not event.isAccepted() and self.label_drop.knows(event):
            event.accept()  # there is no room for it here, but it may be drawn on to where there is

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """See :class:`LabelDrop`."""
        self.label_drop.drag(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """See :class:`LabelDrop`."""
        self.label_drop.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """Select the turn that a label was dropped on, where it is none of the selected ones, and say so."""
        landing = self.label_drop.drop(event)
        if landing is None:
            return
        row = self.cache.row(landing.number)
        if landing.words is not None or not self.is_selected(landing.number):
            self.go_to(landing.number, reveal=False)
        words = landing.words
        if words is not None and row is not None:
            start, end = (row.offsets.point(unit) for unit in words.range)
            self.label_dropped.emit(landing.label, TextRange(words.turn_id, start, end))
        else:
            self.label_dropped.emit(landing.label, None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Inside a text the keys are the caret's."""
        if self.caret.press(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is not."""
        super().focusOutEvent(event)
        self.viewport().update()

    def keyboardSearch(self, _search: str) -> None:
        """Letters give labels here; they never search."""
