"""Measured rows and heights, kept only as long as they are likely to be asked for again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from annotator.model import Turn
from annotator.ui.turn_list.language_lines import LanguageSource
from annotator.ui.turn_list.measured_row import Row, RowContent
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.tag_chips import Labels, TagChip
from annotator.ui.turn_list.text_marks import spans_of
from annotator.ui.turn_list.turn_model import TurnModel

ROWS_KEPT = 96  # laid-out rows: a tall screen full of short turns, twice
HEIGHTS_KEPT = 20_000


class RowCache:
    """Makes rows of the model's turns at the list's width. Heights outlive the rows they came from:
    they are remembered by turn, width and style."""

    def __init__(self, model: TurnModel, labels: Labels, style: RowStyle) -> None:
        self.model = model
        self.labels = labels
        self.style = style
        self.width = 0
        self.title_of: Callable[[int], str] | None = None  # where turns of many dialogues are shown
        self.doubts = 0  # percent below which a repair is doubtful; 0 is the engine's own
        self.underline_repairs = False  # all of them, not only what needs a look or had one
        self.chips_of: Callable[[Turn], tuple[TagChip, ...]] | None = None  # else the codebook's
        # The words before and behind a turn that somebody said are no turn.
        self.remarks_of: Callable[[Turn], tuple[str, str]] = lambda _turn: ("", "")
        self._languages: LanguageSource | None = None
        self._opened: dict[int, int] = {}
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._heights: OrderedDict[tuple[int, int, int], int] = OrderedDict()

    def row(self, number: int) -> Row | None:
        """The measured row; None where its turn cannot be read."""
        turn = self.model.turn(number)
        if turn is None:
            return None
        found = self._rows.get(turn.id)
        if found is not None and found.width == self.width and found.style is self.style:
            self._rows.move_to_end(turn.id)
            return found
        made = self._rows[turn.id] = self._make(number, turn)
        self._rows.move_to_end(turn.id)
        if len(self._rows) > ROWS_KEPT:
            self._rows.popitem(last=False)
        self._heights[self._key(turn.id)] = made.height
        if len(self._heights) > HEIGHTS_KEPT:
            self._heights.popitem(last=False)
        return made

    def height(self, number: int) -> int:
        """The height of a row in pixels."""
        known = self._heights.get(self._key(self.model.ids[number]))
        if known is not None:
            return known
        row = self.row(number)
        return row.height if row is not None else self.style.line_height

    def _key(self, turn_id: int) -> tuple[int, int, int]:
        return turn_id, self.width, self.style.serial

    def _make(self, number: int, turn: Turn) -> Row:
        heading = ""
        if self.title_of is not None:
            before = self.model.turn(number - 1)
            if before is None or before.dialogue_id != turn.dialogue_id:
                heading = self.title_of(turn.dialogue_id)
        opened = self._opened.get(turn.id, 0)
        content = RowContent(
            turn,
            self.chips(turn),
            opened,
            heading,
            self.doubts,
            self.underline_repairs,
            *self.remarks_of(turn),
        )
        looks = [self.labels.look(tag) for tag in spans_of(turn)]
        row = Row(content, self.width, self.style, looks)
        row.mark_languages(self._languages)
        return row

    def chips(self, turn: Turn) -> tuple[TagChip, ...]:
        """The chips under a turn."""
        return self.labels.chips(turn) if self.chips_of is None else self.chips_of(turn)

    def mark_languages(self, source: LanguageSource | None) -> None:
        """Mark the languages that ``source`` knows in all rows, or none."""
        self._languages = source
        for row in self._rows.values():
            row.mark_languages(source)

    # --- what changes ----------------------------------------------------------------------

    def forget(self, ids: Iterable[int] | None = None) -> None:
        """These turns have changed; None means that everything has."""
        if ids is None:
            self._rows.clear()
            self._heights.clear()
            return
        gone = frozenset(ids)
        for turn_id in gone & self._rows.keys():
            del self._rows[turn_id]
        for key in [key for key in self._heights if key[0] in gone]:
            del self._heights[key]

    def restart(self) -> None:
        """Another list of turns: nothing is measured, nothing unfolded."""
        self.forget()
        self._opened.clear()

    def opened(self, turn_id: int) -> int:
        """How often a turn was unfolded."""
        return self._opened.get(turn_id, 0)

    def open(self, turn_id: int, times: int) -> None:
        """Unfold a turn so often; 0 folds it."""
        self._opened[turn_id] = times
        self.forget([turn_id])
