"""Offsets that count UTF-16 code units, as Java, JavaScript, .NET and Qt do, to code points."""

from __future__ import annotations

import bisect
import re

_BEYOND = re.compile("[\U00010000-\U0010ffff]")


class Units:
    """The places of a text in UTF-16 units.

    ``breaks``: the offsets count ``\\r\\n`` as two, and the code points that are asked for are of the text
    with ``\\n`` for every line break.
    """

    def __init__(self, text: str, *, breaks: bool = False) -> None:
        self._size = len(text)
        # In each list the unit behind which every place is one less in the text that is asked for.
        shifts: list[int] = []
        for more, match in enumerate(_BEYOND.finditer(text)):
            shifts.append(match.start() + more + 1)
        if breaks and "\r\n" in text:
            lost = [self._unit(shifts, match.end()) for match in re.finditer("\r\n", text)]
            self._size -= len(lost)
            shifts = sorted([*shifts, *(unit - 1 for unit in lost)])
        self._shifts = shifts

    @staticmethod
    def _unit(shifts: list[int], point: int) -> int:
        """The unit at a code point: one more for each character beyond before it."""
        low, high = 0, len(shifts)
        while low < high:
            middle = (low + high) // 2
            if shifts[middle] - middle - 1 < point:
                low = middle + 1
            else:
                high = middle
        return point + low

    def point(self, unit: int) -> int:
        """The code point at a unit; within a pair, that of the character; within the text in any case."""
        return max(0, min(self._size, unit - bisect.bisect_right(self._shifts, unit)))
