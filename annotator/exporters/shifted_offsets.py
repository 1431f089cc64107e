"""Where places of a text are after parts of it have been replaced."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShiftedPiece:
    """``[start, end)`` of the old text stands at ``[at, until)`` of the new one."""

    start: int
    end: int
    at: int
    until: int


class Moved:
    """Moves offsets from an old text to a new one. Pieces are in order and do not overlap."""

    def __init__(self, pieces: Sequence[ShiftedPiece]) -> None:
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]

    def start(self, offset: int) -> int:
        """Where something begins that began there; inside a replaced part, at its beginning."""
        piece = self._before(offset)
        if piece is None:
            return offset
        return piece.at if offset < piece.end else offset - piece.end + piece.until

    def end(self, offset: int) -> int:
        """Where something ends that ended there; inside a replaced part, at its end."""
        piece = self._before(offset)
        if piece is None:
            return offset
        return piece.until if offset < piece.end else offset - piece.end + piece.until

    def _before(self, offset: int) -> ShiftedPiece | None:
        """The last piece that begins before a place."""
        number = bisect_left(self._starts, offset)
        return self._pieces[number - 1] if number else None
