"""The arithmetic of a list that measures only what is on screen. No widget, no painting.

Where the list stands is a pair: the row at the top of the viewport, and how many pixels of it
are scrolled out above. Heights are asked for only of rows that are on screen or stepped over,
so a million rows cost no more than ten. The scroll bar counts rows, each divided into units so
that it moves smoothly; its range is exact for short lists and estimated for long ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

EXACT_ROWS = 2000  # up to here the scroll bar's end is measured and not estimated
_UNITS = 1024  # units of the scroll bar in one row
_LARGEST = 2**31 - 1  # what a scroll bar can count to


@dataclass(frozen=True, slots=True)
class Placed:
    """A row on screen: its top is at ``y`` of the viewport, negative where it begins above."""

    row: int
    y: int
    height: int


class AnchoredRows:
    """Position, scrolling and scroll bar of a list of rows of any height (pixels, at least 1)."""

    def __init__(self, height_of: Callable[[int], int]) -> None:
        self._height_of = height_of
        self.count = 0
        self.viewport = 0  # height in pixels
        self.top = 0
        self.offset = 0

    # --- where the list stands -----------------------------------------------------------

    def resize(self, count: int, viewport: int) -> None:
        """There are so many rows and pixels now; the position is kept as far as it exists."""
        self.count, self.viewport = count, viewport
        self.top = max(0, min(self.top, count - 1))

    def place(self, row: int, offset: int) -> None:
        """Put the given pixel of a row at the top of the viewport, stopping at both ends."""
        if not self.count:
            self.top = self.offset = 0
            return
        row = max(0, min(row, self.count - 1))
        while offset < 0 and row > 0:
            row -= 1
            offset += self._height_of(row)
        while row < self.count - 1 and offset >= (height := self._height_of(row)):
            offset -= height
            row += 1
        self.top, self.offset = row, max(0, offset)
        self._pull_to_end()

    def _pull_to_end(self) -> None:
        below = -self.offset
        for row in range(self.top, self.count):
            below += self._height_of(row)
            if below >= self.viewport:
                return
        self.top, self.offset = self.end()

    def end(self) -> tuple[int, int]:
        """The position with the last row's bottom at the bottom of the viewport."""
        room = self.viewport
        for row in range(self.count - 1, -1, -1):
            height = self._height_of(row)
            if height >= room:
                return row, height - room
            room -= height
        return 0, 0

    def scroll(self, pixels: int) -> None:
        """Move the content up by so many pixels (down where negative)."""
        self.place(self.top, self.offset + pixels)

    # --- what is on screen ---------------------------------------------------------------

    def visible(self) -> list[Placed]:
        """The rows on screen from top to bottom."""
        placed = []
        y = -self.offset
        for row in range(self.top, self.count):
            if y >= self.viewport:
                break
            height = self._height_of(row)
            placed.append(Placed(row, y, height))
            y += height
        return placed

    def reveal(self, row: int, margin: int = 0) -> None:
        """Scroll as little as needed to show a row whole; a taller one shows its beginning.

        ``margin`` pixels of the neighbours stay visible where there is room.
        """
        height = self._height_of(row)
        space = max(0, min(margin, (self.viewport - height) // 2))
        found = next((item for item in self.visible() if item.row == row), None)
        if found is None and row < self.top:
            self.place(row, -space)
        elif found is None:
            self.place(row, height + space - self.viewport if height <= self.viewport else 0)
        elif height > self.viewport:
            # Reading on inside a tall row must not throw the reader back to its beginning.
            if found.y > 0:
                self.place(row, 0)
        elif found.y < space:
            self.place(row, -space)
        elif found.y + height > self.viewport - space:
            self.place(row, height + space - self.viewport)

    # --- the scroll bar ------------------------------------------------------------------

    @property
    def units(self) -> int:
        """Units of the scroll bar in one row."""
        return max(1, min(_UNITS, _LARGEST // max(1, self.count)))

    def _value(self, row: int, offset: int) -> int:
        return row * self.units + offset * self.units // self._height_of(row)

    def bar(self) -> tuple[int, int]:
        """Maximum and page step of the scroll bar."""
        if not self.count:
            return 0, 1
        shown = sum(
            (min(item.y + item.height, self.viewport) - max(item.y, 0)) * self.units // item.height
            for item in self.visible()
        )
        if self.count <= EXACT_ROWS:
            return self._value(*self.end()), max(1, shown)
        return max(1, self.count * self.units - shown), max(1, shown)

    def value(self, maximum: int) -> int:
        """Where the scroll bar stands; at its maximum exactly when the list is at its end."""
        if not self.count:
            return 0
        here = self._value(self.top, self.offset)
        if here < maximum and self.top < self.count - 1 - self.viewport:
            return here  # further from the end than rows of one pixel would reach
        if (self.top, self.offset) == self.end():
            return maximum
        return min(here, max(0, maximum - 1))

    def jump(self, value: int, maximum: int) -> None:
        """Go where the scroll bar was put."""
        if not self.count:
            return
        if value >= maximum:
            self.place(*self.end())
            return
        row, part = divmod(value, self.units)
        row = min(row, self.count - 1)
        self.place(row, part * self._height_of(row) // self.units)
