"""One turn measured at one width: where its header, text, chips and links stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF

from annotator.model import Turn
from annotator.ui.turn_list import small_tags
from annotator.ui.turn_list import tag_chips as chip_row
from annotator.ui.turn_list.language_lines import LanguageLines, LanguageSource
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.span_bars import BarLines, SpanBar, SpanLook, bars_at, bars_of, leading_of
from annotator.ui.turn_list.tag_chips import PlacedChip, TagChip
from annotator.ui.turn_list.text_layout import BodyText
from annotator.ui.turn_list.text_marks import Flag, TextMark, flags_of, marks_of
from annotator.ui.turn_list.utf16_offsets import Offsets, drawable

FOLDED_FROM = 28  # lines; a longer turn is folded
FOLDED_TO = 18  # lines of a folded turn
STAGE = 100_000  # characters by which a very long turn is opened at a time
_SHIFT = 0.18  # of the column: by how much a turn at one side is narrower
_TAGS_OF_LINE = 0.38  # of the column, at most, for the tags of a turn in one line
_TAGS_OF_HEADER = 0.6
_LEAD = 0.25  # of the column, at most, for number and speaker before the text


@dataclass(frozen=True, slots=True)
class RowContent:
    """Everything that decides how a row looks, apart from width and style.

    ``opened`` is how often the turn was unfolded; ``heading`` names the dialogue where a
    new one begins; repairs less sure than ``doubts`` percent are doubtful, 0 is the engine's own.
    Repairs that are sure have a line under them only with ``underline_repairs``. ``before`` and ``behind``
    are the words beside the turn that somebody said are no turn.
    """

    turn: Turn
    chips: tuple[TagChip, ...] = ()
    opened: int = 0
    heading: str = ""
    doubts: int = 0
    underline_repairs: bool = False
    before: str = ""
    behind: str = ""


class Row:
    """A measured row. Rectangles are relative to the row's top left corner."""

    def __init__(
        self, content: RowContent, width: int, style: RowStyle, looks: Sequence[SpanLook] | None = None
    ) -> None:
        self.content = content
        self.turn = content.turn
        self.width = width
        self.style = style
        self.text = drawable(self.turn.text)
        self.offsets = Offsets(self.text)
        self.marks: tuple[TextMark, ...] = marks_of(self.turn, content.doubts)
        self.flags: tuple[Flag, ...] = flags_of(self.turn, content.doubts)
        self.compact = style.layout.density == "compact"
        self.small_tags = style.layout.density != "comfortable"
        self.left, self.column = self._column()
        self.spans: tuple[SpanBar, ...] = bars_of(self.turn, self.offsets, looks)
        self._measure()
        self.bar_lines = BarLines(self.spans, self.body)
        self.languages: LanguageLines | None = None

    def mark_languages(self, source: LanguageSource | None) -> None:
        """Mark the languages that ``source`` knows, or none."""
        found = source and LanguageLines(source, self.turn, self.body, self.offsets)
        self.languages = found or None

    def _column(self) -> tuple[float, float]:
        """Left edge and width of what is shown: all there is for one line, else a column for reading."""
        style = self.style
        if self.compact:
            return style.margin, max(style.square * 4, self.width - 2 * style.margin)
        left, column = column_of(self.width, style)
        if not style.layout.right:
            return left, column
        shift = math.floor(column * _SHIFT)
        return left + (shift if self.turn.speaker in style.layout.right else 0), column - shift

    def _measure(self) -> None:
        style = self.style
        y = style.gap * 0.25 if self.compact else float(style.gap)
        self.heading = QRectF(self.left, y, self.column, 0)
        if self.content.heading:
            self.heading.setHeight(style.header_height)
            y += style.header_height + style.gap * 0.5
        self.chips: list[PlacedChip] = []
        self.chip_origin = QPointF()
        self.remarks: list[tuple[QRectF, str]] = []
        y = self._place_remark(y, self.content.before)
        y = self._measure_line(y) if self.compact else self._measure_block(y)
        y = self._place_remark(y, self.content.behind)
        self.height = math.ceil(y + (style.gap * 0.25 if self.compact else style.gap))

    def _place_remark(self, y: float, words: str) -> float:
        """Leave a line for what is no turn; returns where it ends."""
        if not words:
            return y
        tall = self.style.line_height
        self.remarks.append((QRectF(self.left, y, self.column, tall), remark_line(words)))
        return y + tall + self.style.gap * 0.25

    def _measure_block(self, y: float) -> float:
        """Header, text, link and chips one below the other; returns where they end."""
        style = self.style
        self.header = QRectF(self.left, y, self.column, style.header_height)
        if self.small_tags:
            self._place_small(self.header, self.column * _TAGS_OF_HEADER)
        y += style.header_height + style.gap * 0.15
        self.body = self._body(self.column, FOLDED_FROM, FOLDED_TO)
        self.body_rect = QRectF(self.left, y, self.column, self.body.height)
        y = self._place_link(y + self.body.height)
        if self.content.chips and not self.small_tags:
            y += style.gap * 0.6
            self.chips, tall = chip_row.place(self.content.chips, self.column, style)
            self.chip_origin = QPointF(self.left, math.ceil(y))
            y = math.ceil(y) + tall
        return y

    def _measure_line(self, y: float) -> float:
        """Number, speaker, text and tags beside each other; returns where they end."""
        style = self.style
        lead = min(float(style.lead), max(self.column * _LEAD, style.square * 5.2))
        self.header = QRectF(self.left, y, lead, style.line_height)
        whole = QRectF(self.left, y, self.column, style.line_height)
        taken = self._place_small(whole, self.column * _TAGS_OF_LINE)
        room = max(style.square * 3, self.column - lead - taken - style.square * 1.5)
        self.body = self._body(room, 1, 1)
        self.body_rect = QRectF(self.left + lead, y, room, self.body.height)
        if self.folded:
            end = self.body_rect.right()
            self.link = QRectF(end, y, style.square * 1.5, style.line_height)
            return y + self.body.height
        return self._place_link(y + self.body.height)

    def _place_small(self, line: QRectF, most: float) -> float:
        """Put small tags at the end of a line; returns the width they take."""
        found = small_tags.place(self.content.chips, most, self.style)
        taken = small_tags.width_of(found)
        self.chips = small_tags.shifted(found, line.height())
        self.chip_origin = QPointF(math.floor(line.right() - taken), line.top())
        return taken

    def _place_link(self, y: float) -> float:
        """Put the link to more or less of the text below it; returns where it ends."""
        style = self.style
        self.link = QRectF()
        link_text = self.link_text
        if not link_text:
            return y
        wide = style.small_metrics.horizontalAdvance(link_text) + style.square
        self.link = QRectF(self.body_rect.left(), y + style.gap * 0.3, wide, style.chip_height)
        return self.link.bottom()

    def _body(self, column: float, longest: int, folded: int) -> BodyText:
        """The text; one of more lines than ``longest`` is ``folded`` to so many until somebody opens it."""
        self.foldable = False
        style = self.style.with_leading(leading_of(self.spans))
        opened = self.content.opened
        if not opened:
            whole = BodyText(self.text, column, style, longest)
            if not whole.truncated:
                return whole
            self.foldable = True
            return whole if folded == longest else BodyText(self.text, column, style, folded)
        self.foldable = True
        body = BodyText(self.text[: opened * STAGE], column, style)
        body.truncated = opened * STAGE < len(self.text)
        return body

    @property
    def folded(self) -> bool:
        """Whether the turn is one line of a longer text."""
        return self.compact and self.foldable and not self.content.opened

    @property
    def link_text(self) -> str:
        """What the link below a folded text says; "" where there is nothing to fold."""
        if not self.foldable:
            return ""
        if self.folded:
            return "…"
        translate = QCoreApplication.translate
        if self.body.truncated:
            more = len(self.text) > (self.content.opened + 1) * STAGE
            words = translate("TurnList", "Show more") if more else translate("TurnList", "Show all")
            length = translate("TurnList", "{count} characters").format(count=f"{len(self.text):,}")
            return f"{words}  ·  {length}"
        return translate("TurnList", "Show less")

    # --- places in the text --------------------------------------------------------------

    def unit_at(self, point: QPointF) -> int:
        """The UTF-16 offset nearest to a point of the row."""
        return self.body.hit(point - self.body_rect.topLeft())

    def mark_at(self, point: QPointF) -> TextMark | None:
        """The repair, damage or gap under a point of the row."""
        under = self.body.over(point - self.body_rect.topLeft())
        if under is None:
            return None
        at = self.offsets.point(under)
        for mark in self.marks:
            if mark.start <= at < max(mark.end, mark.start + 1):
                return mark
        return None

    def language_tip(self, point: QPointF) -> str:
        """What there is to say about the language under a point of the row; "" for nothing."""
        under = self.body.over(point - self.body_rect.topLeft()) if self.languages is not None else None
        return self.languages.tip(self.offsets.point(under)) if self.languages and under is not None else ""

    def spans_at(self, point: QPointF) -> list[SpanBar]:
        """The tagged spans under a point of the row, the shortest first."""
        under = self.body.over(point - self.body_rect.topLeft()) if self.spans else None
        return bars_at(self.spans, under) if under is not None else []

    def chip_at(self, point: QPointF) -> PlacedChip | None:
        """The chip under a point of the row."""
        if not self.chips:
            return None
        return next((chip for chip in self.chips if chip.rect.contains(point - self.chip_origin)), None)

    def text_at(self, y: float) -> int | None:
        """The UTF-16 offset of the line at ``y`` of the row; None beside the text."""
        if not self.body_rect.top() <= y < self.body_rect.bottom():
            return None
        return self.body.line_start(y - self.body_rect.top())

    def y_of(self, unit: int) -> float:
        """The top of the line with that UTF-16 offset, in the row."""
        return self.body_rect.top() + self.body.line_top(unit)


def remark_line(words: str) -> str:
    """What the list says about words that are no turn."""
    return QCoreApplication.translate("TurnList", "No turn: {words}").format(words=" ".join(words.split()))


def column_of(width: int, style: RowStyle) -> tuple[float, float]:
    """Left edge and width of the text in a list of a width: in the middle of a very wide one."""
    room = max(style.square * 4, width - 2 * style.margin)
    column = min(room, style.column)
    return math.floor(style.margin + (room - column) / 2), column
