"""Text selected in a turn, and what mouse and caret need of the list they are for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from annotator.ui.workspace.cursor import TextRange

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

    from annotator.model import Tag
    from annotator.ui.turn_list.anchored_rows import Placed
    from annotator.ui.turn_list.row_cache import Folding, RowCache
    from annotator.ui.turn_list.turn_model import TurnModel
    from annotator.ui.workspace.typed_signals import Carrying


@dataclass(frozen=True, slots=True)
class TextSelection:
    """Selected text of one turn, in UTF-16 offsets, in the order it was dragged."""

    turn_id: int
    anchor: int
    head: int

    @property
    def range(self) -> tuple[int, int]:
        """Start and end in reading order."""
        return min(self.anchor, self.head), max(self.anchor, self.head)


@dataclass(slots=True)
class SelectedText:
    """The one selection of text in a list, which mouse and caret share; ``inside``: the caret is in it."""

    selection: TextSelection | None = None
    inside: bool = False


class RowsOnScreen(Protocol):
    """A list of turns as mouse and caret see it; :class:`annotator.ui.turn_list.TurnListView` is one.

    Rows are numbers of turns in the list, places are pixels of the viewport.
    """

    turns: TurnModel
    cache: RowCache
    selected: SelectedText
    folding: Folding
    name_of: Callable[[str], str] | None

    @property
    def current_id(self) -> int | None:
        """The current turn."""
        ...

    @property
    def line_step(self) -> int:
        """The height of a line."""
        ...

    @property
    def fixed_band(self) -> int:
        """How much at the top is covered."""
        ...

    @property
    def text_selected(self) -> Carrying[TextRange | None]:
        """Says which text is selected now."""
        ...

    @property
    def span_resized(self) -> SignalInstance:
        """Says which span has other ends, by the key of its tag, and where they are."""
        ...

    @property
    def text_entered(self) -> SignalInstance:
        """Says that the keyboard went into a text."""
        ...

    @property
    def text_left(self) -> SignalInstance:
        """Says that it came out again."""
        ...

    def viewport(self) -> QWidget:
        """What the rows are painted on."""
        ...

    def placed(self, row: int, /) -> Placed | None:
        """Where a row is, None for out of sight."""
        ...

    def placed_at(self, y: int, /) -> Placed | None:
        """Which row is there."""
        ...

    def scroll_by(self, pixels: int, /) -> None:
        """Scroll."""
        ...

    def reveal_row(self, row: int, /) -> None:
        """Bring a row into sight."""
        ...

    def is_selected(self, row: int, /) -> bool:
        """Whether a row is selected."""
        ...

    def go_to(self, row: int, /, *, reveal: bool = True) -> None:
        """Make a row the current and only selected one."""
        ...

    def extend_to(self, row: int, /, *, reveal: bool = True) -> None:
        """Select everything up to a row."""
        ...

    def toggle_row(self, row: int, /) -> None:
        """Add a row to the selection or take it out."""
        ...

    def resizable(self, tag: Tag, /) -> bool:
        """Whether the ends of a tag's span may be drawn to other places."""
        ...


def selected_range(view: RowsOnScreen) -> TextRange | None:
    """The text that is selected, in code points of its turn; None for none."""
    selection = view.selected.selection
    number = view.turns.row_of(selection.turn_id) if selection is not None else None
    row = view.cache.row(number) if number is not None else None
    if selection is None or row is None:
        return None
    start, end = (row.offsets.point(unit) for unit in selection.range)
    return TextRange(selection.turn_id, start, end)


def selected_text(view: RowsOnScreen) -> str:
    """The words that are selected within a turn, "" for none."""
    text = selected_range(view)
    number = view.turns.row_of(text.turn_id) if text is not None else None
    turn = view.turns.turn(number) if number is not None else None
    return "" if text is None or turn is None else turn.text[text.start : text.end]


def announce_text(view: RowsOnScreen) -> None:
    """Say which text is selected now."""
    view.text_selected.emit(selected_range(view))


def release_text(view: RowsOnScreen) -> bool:
    """Select no text any more, and come out of it with the caret; returns whether there was some."""
    selected = view.selected
    had, selected.selection = selected.selection is not None, None
    leave_text(view)
    if had:
        view.viewport().update()
        announce_text(view)
    return had


def leave_text(view: RowsOnScreen) -> None:
    """Come out of the text with the caret; what is selected stays so."""
    if view.selected.inside:
        view.selected.inside = False
        view.text_left.emit()
