"""One byte a turn: what a strip of a million turns is painted from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNREAD, UNTAGGED, FIRST = 0, 1, 2  # codes from FIRST on are labels, in the order of the codebook
_LAST = 255


@dataclass(frozen=True, slots=True)
class Band:
    """Some neighbouring turns: the code most of the tagged ones have (UNREAD or UNTAGGED where none
    is), and whether some are not tagged."""

    code: int
    gaps: bool


class Codes:
    """What each row of a list has in a facet. Bands are counted by the byte, not row by row."""

    def __init__(self, rows: int, labels: Iterable[str]) -> None:
        self._of = {key: min(FIRST + number, _LAST) for number, key in enumerate(labels)}
        self._rows = bytearray(rows)
        self._kinds = range(FIRST, min(FIRST + max(len(self._of), 1), _LAST) + 1)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: int) -> int:
        return self._rows[row]

    def read(self, first: int, ids: Iterable[int], found: Mapping[int, str]) -> None:
        """Take what was found about the turns in the rows from ``first`` on."""
        known = self._of
        codes = bytes(
            UNTAGGED if (label := found.get(turn)) is None else known.get(label, FIRST) for turn in ids
        )
        self._rows[first : first + len(codes)] = codes

    def bands(self, count: int) -> list[Band]:
        """The rows as so many bands of about the same size; one for each row where there are fewer."""
        total = len(self._rows)
        count = min(count, total)
        return [self._band(total * number // count, total * (number + 1) // count) for number in range(count)]

    def _band(self, start: int, end: int) -> Band:
        if end - start == 1:
            code = self._rows[start]
            return Band(code, code == UNTAGGED)
        part = self._rows[start:end]
        counted = [(part.count(code), -code) for code in self._kinds]
        most, code = max(counted)
        untagged = part.count(UNTAGGED)
        if most:
            return Band(-code, gaps=untagged > 0)
        return Band(UNTAGGED if untagged else UNREAD, gaps=untagged > 0)
