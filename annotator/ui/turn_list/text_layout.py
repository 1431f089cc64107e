"""The text of one turn laid out in even lines: paragraphs, list items, any script.

Each paragraph is one QTextLayout, so that each finds its own direction and long texts are laid
out no further than they are shown. Lines are put on a grid by hand: whatever font a character
is taken from, baselines stand at the same distance. Offsets are UTF-16 units of the turn.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextLayout, QTextLine, QTextOption

from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.utf16_offsets import Offsets

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ITEM = re.compile(
    r"\s*(?:[-*•·–—]|[(（]?(?:\d{1,3}|[a-zA-Z])[.)]|[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、）])\s*(?=\S)"
)
_NARROWEST = 0.2  # of the font size: no line holds more characters than its width over this
_WIDEST_HANG = 0.3  # of the column: how far the lines below an item's first may be indented


@dataclass
class ParagraphLayout:
    """One paragraph: ``start`` and ``length`` in the turn (UTF-16), ``y`` and ``height`` in the text."""

    start: int
    length: int
    y: float
    height: float
    layout: QTextLayout | None  # None for an empty line
    rtl: bool = False
    tops: list[float] = field(default_factory=list)  # of each line, within the block

    def around(self, low: int, high: int) -> tuple[int, int]:
        """The stretch widened to whole characters as people see them: an emoji of several parts is one."""
        if self.layout is None:
            return low, high
        if not self.layout.isValidCursorPosition(low):
            low = self.layout.previousCursorPosition(low)
        if not self.layout.isValidCursorPosition(high):
            high = self.layout.nextCursorPosition(high)
        return low, high

    def lines(self) -> Iterator[tuple[QTextLine, float]]:
        """The lines, each with its top within the block."""
        if self.layout is not None:
            for number, top in enumerate(self.tops):
                yield self.layout.lineAt(number), top


def _option(text: str, *, rtl: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    strong = (direction for char in text if (direction := bidirectional(char)) in {"L", "R", "AL"})
    if rtl and next(strong, "L") != "L":
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    return option


class BodyText:
    """A turn's text at one width. With ``max_lines`` it ends after so many lines.

    ``truncated`` says whether something was left out, ``lines`` how many lines there are.
    """

    def __init__(self, text: str, width: float, style: RowStyle, max_lines: int | None = None) -> None:
        self.width = max(width, style.square)
        self.style = style
        self.blocks: list[ParagraphLayout] = []
        self.height = 0.0
        self.lines = 0
        self.truncated = False
        self.shown = 0  # UTF-16 length of what is laid out
        self._lay_out(text, max_lines)
        self._tops = [block.y for block in self.blocks]

    # --- building ------------------------------------------------------------------------

    def _lay_out(self, text: str, max_lines: int | None) -> None:
        per_line = math.ceil(self.width / (self.style.em * _NARROWEST)) + 1
        start = unit = 0
        while start <= len(text):
            left = None if max_lines is None else max_lines - self.lines
            if left is not None and left <= 0:
                self.truncated = True
                return
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            paragraph = text[start:end] if left is None else text[start : min(end, start + left * per_line)]
            cut = len(paragraph) < end - start
            self.lines += self._add(paragraph, unit, left)
            if cut or self.truncated:
                self.truncated = True
                return
            unit = self.shown + 1
            start = end + 1

    def _add(self, text: str, start: int, max_lines: int | None) -> int:
        """Lay out one paragraph below the others; returns how many lines it has."""
        y = self.height
        units = Offsets(text).units
        if not text.strip():
            height = self.style.paragraph_gap if text or self.blocks else self.style.line_height
            self.blocks.append(ParagraphLayout(start, units, y, height, None))
            self.height += height
            self.shown = start + units
            return 0
        rtl = _RTL.search(text) is not None
        layout = QTextLayout(text, self.style.body)
        layout.setCacheEnabled(True)
        layout.setTextOption(_option(text, rtl=rtl))
        block = ParagraphLayout(start, units, y, 0.0, layout, rtl)
        self._break_lines(block, text, max_lines)
        self.blocks.append(block)
        self.height += block.height
        self.shown = start + block.length
        return len(block.tops)

    def _break_lines(self, block: ParagraphLayout, text: str, max_lines: int | None) -> None:
        assert block.layout is not None  # noqa: S101 - the caller made it
        layout, style = block.layout, self.style
        hang, item = 0.0, None if block.rtl else _ITEM.match(text)
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            if max_lines is not None and len(block.tops) >= max_lines:
                # What was laid out so far stays; the rest of the paragraph is not shown.
                block.length = line.textStart()
                line.setLineWidth(self.width)
                line.setPosition(QPointF(0, 1e6))
                self.truncated = True
                break
            line.setLineWidth(self.width - hang)
            line.setPosition(QPointF(hang, block.height + style.baseline - line.ascent()))
            block.tops.append(block.height)
            block.height += style.line_height
            if item is not None:
                hang = min(_x(line, item.end()), self.width * _WIDEST_HANG)
                item = None
        layout.endLayout()

    # --- where things are ------------------------------------------------------------------

    def _blocks_in(self, start: int, end: int) -> Iterator[ParagraphLayout]:
        for block in self.blocks:
            if block.start > end:
                return
            if block.layout is not None and block.start + block.length >= start:
                yield block

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Where a stretch of text stands, a rectangle for each line (more for mixed directions).

        They are as high as a line. An empty stretch gives one of width 0.
        """
        found = []
        for block in self._blocks_in(start, end):
            low = max(0, start - block.start)
            high = min(block.length, end - block.start)
            if low > high or (low == high and start != end):
                continue
            if start != end:
                low, high = block.around(low, high)
            for line, top in block.lines():
                first, last = line.textStart(), line.textStart() + line.textLength()
                if low >= last and not (low == high == block.length == last):
                    continue
                if first >= high and not (low == high == first):
                    break
                for left, right in _spans(line, max(low, first), min(high, last), rtl=block.rtl):
                    found.append(QRectF(left, block.y + top, right - left, self.style.line_height))
                if start == end:
                    return found
        return found

    def _block_at(self, y: float) -> ParagraphLayout:
        return self.blocks[max(0, bisect_right(self._tops, y) - 1)]

    def hit(self, point: QPointF) -> int:
        """The offset of the place between two characters nearest to a point."""
        block = self._block_at(point.y())
        best = None
        for line, top in block.lines():
            if best is None or point.y() >= block.y + top:
                best = line
        if best is None:
            return block.start
        return block.start + min(_cursor(best, point.x()), block.length)

    def over(self, point: QPointF) -> int | None:
        """The offset of the character under a point; None where there is none."""
        if not 0 <= point.y() < self.height:
            return None
        near = self.hit(point)
        for start in (near, near - 1, near - 2):
            if start >= 0 and any(rect.contains(point) for rect in self.rects(start, start + 1)):
                return start
        return None

    def line_top(self, offset: int) -> float:
        """The top of the line an offset stands in."""
        number = max(0, bisect_right([block.start for block in self.blocks], offset) - 1)
        block = self.blocks[number]
        best = block.y
        for line, top in block.lines():
            if block.start + line.textStart() <= offset:
                best = block.y + top
        return best

    def line_tops(self) -> list[float]:
        """The top of every line, empty ones too, from the first on."""
        tops: list[float] = []
        for block in self.blocks:
            tops += [block.y + top for top in block.tops] or [block.y]
        return tops

    def line_start(self, y: float) -> int:
        """The offset at which the line at ``y`` begins, the next one where ``y`` is between two."""
        block = self._block_at(y)
        for line, top in block.lines():
            if block.y + top >= y:
                return block.start + line.textStart()
        following = next((later for later in self.blocks if later.y > block.y), None)
        return following.start if following is not None and block.y < y else block.start

    # --- painting --------------------------------------------------------------------------

    def draw(self, painter: QPainter, origin: QPointF, clip: QRectF) -> None:
        """Draw the text in the painter's pen, as far as it meets the clip rectangle."""
        for block in self.blocks:
            top = origin.y() + block.y
            if top > clip.bottom():
                return
            if block.layout is None or top + block.height < clip.top():
                continue
            visible = clip
            if self.truncated:
                visible = clip & QRectF(clip.left(), top, clip.width(), block.height)
            block.layout.draw(painter, QPointF(origin.x(), top), [], visible)


def _x(line: QTextLine, offset: int) -> float:
    found: object = line.cursorToX(offset)
    x = found[0] if isinstance(found, tuple) else found  # the binding returns the moved cursor too
    return float(x) if isinstance(x, int | float) else 0.0


def _cursor(line: QTextLine, x: float) -> int:
    return int(line.xToCursor(x))


def _spans(line: QTextLine, start: int, end: int, *, rtl: bool) -> list[tuple[float, float]]:
    """The stretches of a line that hold ``[start, end)``: one, unless directions mix."""
    if not rtl or start == end:
        left, right = sorted((_x(line, start), _x(line, end)))
        return [(left, right)]
    # Where directions meet, the edges of a cursor lie on either side; glyphs lie where they are.
    parts: list[tuple[float, float]] = []
    for rect in sorted((run.boundingRect() for run in line.glyphRuns(start, end - start)), key=QRectF.left):
        if parts and rect.left() - parts[-1][1] < 0.5:
            parts[-1] = (parts[-1][0], max(parts[-1][1], rect.right()))
        else:
            parts.append((rect.left(), rect.right()))
    return parts
