"""The ends of tagged spans, which the mouse takes and draws to other characters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.ui.turn_list.span_bars import SpanBar, bar_height

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QPointF, QRectF

    from annotator.ui.turn_list.measured_row import Row

_BESIDE = 5.0  # pixels to the left and right of an end where it can be taken
_ABOVE, _UNDER = 6.0, 4.0  # and above and below its bar
_DEPTH = 0.75  # of its line's height: where the hand counts as being that took a bar, which lies lower


@dataclass(frozen=True, slots=True)
class SpanDrag:
    """A span one end of which is being drawn, in UTF-16 offsets; ``head`` is where that end is now."""

    turn_id: int
    bar: SpanBar
    anchor: int  # the end that stays
    head: int
    lift: float = 0.0  # pixels by which the hand is too low for its line

    @property
    def range(self) -> tuple[int, int]:
        """Start and end in reading order."""
        return min(self.anchor, self.head), max(self.anchor, self.head)

    @property
    def moved(self) -> bool:
        """Whether the span would be another one."""
        return self.range != (self.bar.start, self.bar.end)

    def to(self, unit: int) -> SpanDrag:
        """The end drawn to another place; a span without a character stays as it was."""
        return self if unit == self.anchor else replace(self, head=unit)

    def back(self) -> SpanDrag:
        """The span as it was before."""
        return replace(self, head=self.bar.start if self.anchor == self.bar.end else self.bar.end)

    def shown(self) -> SpanBar:
        """The bar as it would be."""
        start, end = self.range
        return replace(self.bar, start=start, end=end)


def end_at(row: Row, point: QPointF) -> SpanDrag | None:
    """The end of a span that the mouse would take at a point of a row: the nearest one."""
    inside = point - row.body_rect.topLeft()
    if not row.spans or not -_BESIDE <= inside.y() < row.body.height + _UNDER:
        return None
    found = []
    for bar, rects in zip(row.spans, row.bar_lines.rects, strict=True):
        for unit, x, rect in _ends(row, bar, rects):
            above = bar_height(rect, bar.level, row.style) - inside.y()
            beside = abs(x - inside.x())
            if beside <= _BESIDE and -_UNDER <= above <= _ABOVE:
                anchor = bar.end if unit == bar.start else bar.start
                lift = max(0.0, inside.y() - (rect.top() + _DEPTH * rect.height()))
                drag = SpanDrag(row.turn.id, bar, anchor, unit, lift)
                found.append((abs(above), beside, bar.end - bar.start, drag))
    return min(found, key=lambda near: near[:3])[3] if found else None


def _ends(row: Row, bar: SpanBar, rects: list[QRectF]) -> Iterator[tuple[int, float, QRectF]]:
    """The ends of a bar that are in the text as shown: each with its place in the line it stands in."""
    if not rects:
        return
    yield bar.start, _edge(row, bar.start, rects[0], rects[0].left()), rects[0]
    if bar.end <= row.body.shown:
        yield bar.end, _edge(row, bar.end, rects[-1], rects[-1].right()), rects[-1]


def _edge(row: Row, unit: int, rect: QRectF, otherwise: float) -> float:
    """The edge of a stretch at which an offset is: in text from right to left a beginning is at the right."""
    for caret in row.body.rects(unit, unit):
        if caret.top() == rect.top():
            return min((rect.left(), rect.right()), key=lambda edge: abs(edge - caret.left()))
    return otherwise
