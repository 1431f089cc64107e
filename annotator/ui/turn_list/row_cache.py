"""The rows of a list, measured and kept while they may be asked for again; their looks, and their folding."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.model import Codebook, Target, Turn
from annotator.ui.settings.turn_layout import Layout
from annotator.ui.theme import theme_of
from annotator.ui.turn_list.anchored_view import Anchor, AnchoredListView
from annotator.ui.turn_list.language_lines import LanguageSource
from annotator.ui.turn_list.measured_row import Row, RowContent
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.tag_chips import Labels, MachineLabel, TagChip
from annotator.ui.turn_list.text_marks import spans_of
from annotator.ui.turn_list.turn_model import TurnModel

Hits = Callable[[Turn], Sequence[tuple[int, int]]]

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


class RowLooks:
    """What the rows of a list look like beside what their turns say; where it must be, all are measured anew.

    ``titles`` says how dialogues are called, above the first turn in sight; ``hits`` which stretches of a
    turn's text are marked (code points), ``current_hit`` a turn's id and the number of its hit.
    """

    def __init__(self, cache: RowCache, view: AnchoredListView, changed: Callable[[], None]) -> None:
        self._cache = cache
        self._view = view
        self._changed = changed
        self._layout = Layout()
        self.slots: Mapping[str, int] = {}
        self.right: frozenset[str] = frozenset()
        self.titles: Callable[[int], str] | None = None
        self.hits: Hits | None = None
        self.current_hit: tuple[int, int] | None = None

    def set_codebook(self, codebook: Codebook, machine_label: MachineLabel | None = None) -> None:
        """Use the names and colours of this codebook; ``machine_label`` says what detection found."""
        targets = self._cache.labels.targets
        self._cache.labels = Labels(codebook, machine_label)
        self._cache.labels.set_targets(targets)
        self._changed()

    def set_chips(self, chips_of: Callable[[Turn], tuple[TagChip, ...]] | None) -> None:
        """Show these chips under the turns; None for those of their tags."""
        self._cache.chips_of = chips_of
        self._changed()

    def set_targets(self, targets: Sequence[Target]) -> None:
        """The targets stances can be toward; chips name them where there is more than one."""
        self._cache.labels.set_targets(targets)
        self._changed()

    def prepare(
        self, title_of: Callable[[int], str] | None, targets: Sequence[Target], *, across: bool
    ) -> None:
        """How dialogues are called, and their targets, for turns that are about to be set.

        ``across`` writes the title above the first turn of each dialogue. The turns that are shown still are
        not measured anew for it.
        """
        self.titles = title_of
        self._cache.title_of = title_of if across else None
        self._cache.labels.set_targets(targets)

    def set_hits(self, hits: Hits | None, current: tuple[int, int] | None = None) -> None:
        """Mark stretches of text, and one of them as the current one."""
        self.hits, self.current_hit = hits, current
        self._view.viewport().update()

    def set_languages(self, source: LanguageSource | None) -> None:
        """Underline languages as ``source`` knows them; None for not at all."""
        self._cache.mark_languages(source)
        self._view.viewport().update()

    def set_doubts(self, percent: int) -> None:
        """Draw repairs less sure than so many percent as doubtful; 0 is the engine's own measure."""
        if percent != self._cache.doubts:
            self._cache.doubts = percent
            self._changed()

    def underline_repairs(self, all_of_them: bool) -> None:
        """Underline every repair, or only those in doubt and those that somebody decided on."""
        if all_of_them != self._cache.underline_repairs:
            self._cache.underline_repairs = all_of_them
            self._changed()

    def set_layout(self, layout: Layout) -> None:
        """Show turns as somebody wants to read them; who stands where is :meth:`set_speakers`'s."""
        self._layout = layout
        self.restyle()

    def set_speakers(
        self, slots: Mapping[str, int], right: frozenset[str] = frozenset(), *, measure: bool = True
    ) -> None:
        """Which places in the palette speakers have, and which of them stand at the right.

        Without ``measure`` this is for turns that are about to be set.
        """
        if slots is self.slots and right == self.right:
            return
        self.slots, self.right = slots, right
        self.restyle(measure=measure)

    def restyle(self, *, measure: bool = True) -> None:
        """Follow theme, font, layout and speakers."""
        layout = replace(self._layout, right=self.right)
        view = self._view
        self._cache.style = RowStyle(theme_of(view.palette()), view.font(), layout=layout, slots=self.slots)
        if measure:
            self._changed()


class Folding:
    """Long turns of a list, shown in part or unfolded."""

    def __init__(self, cache: RowCache, view: AnchoredListView) -> None:
        self._cache = cache
        self._view = view

    def toggle(self, number: int) -> None:
        """Show more of a long turn, or less where all of it is shown."""
        row = self._cache.row(number)
        if row is not None and row.foldable:
            self.set_folded(number, folded=not row.body.truncated)

    def set_folded(self, number: int, *, folded: bool) -> bool:
        """Fold a turn, or show more of it; returns whether there was anything to do."""
        row = self._cache.row(number)
        if row is None or not row.foldable or (not folded and not row.body.truncated):
            return False
        opened = self._cache.opened(row.turn.id)
        if folded and not opened:
            return False
        placed = self._view.placed(number)
        self._cache.open(row.turn.id, 0 if folded else opened + 1)
        y = placed.y if placed is not None else 0
        self._view.set_anchor(Anchor(number, None, max(0, y) if folded else y))
        return True

    def unfold(self, number: int, end: int) -> Row:
        """A row of the list, unfolded so far that it shows the text up to a code point."""
        row = self._cache.row(number)
        assert row is not None  # noqa: S101 - the caller looked
        while row.body.truncated and row.body.shown < row.offsets.unit(end):
            if not self.set_folded(number, folded=False):
                break
            row = self._cache.row(number)
            assert row is not None  # noqa: S101 - it was there a moment ago
        return row
