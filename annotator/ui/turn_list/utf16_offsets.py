"""Code points to UTF-16 units and back: the project counts the first, Qt counts the second."""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Offsets:
    """The two ways to count one text. Offsets outside of it are brought to its ends."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self._points = [] if text.isascii() else [found.start() for found in _ASTRAL.finditer(text)]
        self._units = [point + before for before, point in enumerate(self._points)]
        self.units = self.length + len(self._points)

    def unit(self, point: int) -> int:
        """The UTF-16 offset of a code point offset."""
        point = max(0, min(point, self.length))
        return point + bisect_left(self._points, point)

    def point(self, unit: int) -> int:
        """The code point offset of a UTF-16 offset; the middle of a pair counts as its start."""
        unit = max(0, min(unit, self.units))
        return unit - bisect_left(self._units, unit)


def drawable(text: str) -> str:
    """The text as Qt can take it: lone surrogates and NUL become U+FFFD, one for one."""
    return _SURROGATE.sub("\ufffd", text).replace("\0", "\ufffd")
