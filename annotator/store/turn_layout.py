"""How a stretch of a dialogue's received text lies in turns, and where their texts' characters come from.

Pure data and functions. All offsets here are code points of the received text of the whole dialogue,
unless they are said to be of a turn's text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.model import StepPart
from annotator.store.log_rows import StepRow

JOINED = "joined"  # the reason of the step that stands for what was received between two joined turns

# A character of a turn's text: where it was received and -1, or which step made it (the step's row number
# below zero) and as the how-manieth.
Atom = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A turn: its row number, where its text begins and ends, who speaks, what the source says of it."""

    id: int
    start: int
    end: int
    speaker: str
    meta: Mapping[str, object] = field(default_factory=dict)


class TextSegment(NamedTuple):
    """A text in which repair steps lie: a turn's, what leads up to it, or (without a turn) the tail."""

    part: StepPart
    turn: int | None
    begin: int
    end: int


class PlacedStep(NamedTuple):
    """A step with its row number, and where it begins and ends."""

    key: int
    row: StepRow
    begin: int
    end: int


class CutError(Exception):
    """A repair step lies across the border of two texts."""


class Texts:
    """The texts that pieces divide ``[begin, end)`` into, in order; the tail only where it belongs to it."""

    def __init__(self, pieces: Sequence[Piece], begin: int, end: int, *, tail: bool) -> None:
        found: list[TextSegment] = []
        at = begin
        for piece in pieces:
            found += [
                TextSegment("lead", piece.id, at, piece.start),
                TextSegment("text", piece.id, piece.start, piece.end),
            ]
            at = piece.end
        if tail:
            found.append(TextSegment("tail", None, at, end))
        self._segments = found
        self._begins = [one.begin for one in found]
        self._numbers = {(one.part, one.turn): number for number, one in enumerate(found)}

    def of(self, part: StepPart, turn: int | None) -> TextSegment | None:
        """The text of a turn, what leads up to it, or the tail; None where it is not there."""
        number = self._numbers.get((part, turn))
        return None if number is None else self._segments[number]

    def begin(self, part: StepPart, turn: int | None) -> int:
        """Where a text begins that is there."""
        return self._segments[self._numbers[part, turn]].begin

    def place(self, step: StepRow) -> tuple[int, int, int]:
        """What sorts steps by where they lie: the how-manieth text it is, and where in it."""
        return self._numbers.get((step.part, step.turn), len(self._segments)), step.start, step.end

    def home(self, step: PlacedStep, forced: Mapping[int, Mapping[str, object]]) -> TextSegment:
        """The text a step lies in; ``forced`` names ``part`` and ``turn`` for steps that lie between two.

        A step that takes no room stays with its text where it can. Raises CutError where it lies across a
        border.
        """
        fitting: list[TextSegment] = []
        for number in range(bisect_right(self._begins, step.begin) - 1, -1, -1):
            if self._segments[number].end < step.end:
                break
            fitting.insert(0, self._segments[number])
        if not fitting:
            raise CutError
        wanted = {"part": step.row.part, "turn": step.row.turn, **forced.get(step.key, {})}

        def fit(one: TextSegment) -> tuple[bool, ...]:
            own = one.turn == wanted["turn"]
            same = own and one.part == wanted["part"]
            return same, own and one.part == "text", one.part == "text", one.begin == step.begin

        return max(fitting, key=fit)


class Homes:
    """Where what hangs on whole turns comes to lie in other pieces, which are in order."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]

    def of(self, piece: Piece) -> int | None:
        """The turn that has the beginning of a turn's text, or else the first part of it that any has."""
        following = bisect_right(self._starts, piece.start)
        around: list[Piece] = []
        for number in range(following - 1, -1, -1):
            if self._pieces[number].end < piece.start:
                break
            around.insert(0, self._pieces[number])
        for one in around:
            if piece.start < one.end or (one.start == piece.start and one.id == piece.id):
                return one.id
        if following < len(self._pieces) and self._starts[following] < piece.end:
            return self._pieces[following].id
        # It may have no text that could lie anywhere.
        return around[0].id if around and piece.start == piece.end else None


def atoms(received: str, begin: int, steps: Iterable[tuple[int, StepRow]]) -> Iterator[Atom]:
    """Each character of the text that ordered steps make of a turn's received text."""
    at = 0
    for key, step in steps:
        yield from ((begin + place, -1) for place in range(at, step.start))
        yield from ((-key, place) for place in range(len(step.after)))
        at = step.end
    yield from ((begin + place, -1) for place in range(at, len(received)))


class CharacterFinder:
    """Finds where characters of former texts are in the new ones."""

    def __init__(self, texts: Iterable[tuple[int, Iterable[Atom]]], instead: Mapping[Atom, Atom]) -> None:
        """``instead`` has the former character by the one that stands for it now."""
        self._at = {
            instead.get(atom, atom): (turn, place) for turn, each in texts for place, atom in enumerate(each)
        }

    def spans(self, former: Sequence[Atom]) -> list[tuple[int, int, int]]:
        """The stretches that these characters make up now: turn, start and end in its text, in order."""
        found: dict[int, tuple[int, int]] = {}
        for atom in former:
            if (place := self._at.get(atom)) is not None:
                turn, at = place
                low, high = found.get(turn, (at, at + 1))
                found[turn] = min(low, at), max(high, at + 1)
        return [(turn, low, high) for turn, (low, high) in found.items()]


class ImportedPlaces:
    """Where the texts of the imported turns of a dialogue lay: what keys of turns are made of."""

    def __init__(self, places: Sequence[Sequence[int]]) -> None:
        self._starts = [start for start, _ in places]

    def key(self, start: int) -> tuple[int, int]:
        """The number and the offset in the key of a turn that begins there."""
        number = max(0, bisect_right(self._starts, start) - 1)
        return number, start - self._starts[number]

    def start(self, number: int, offset: int) -> int:
        """Where a turn with these figures in its key begins. Raises IndexError for no imported turn."""
        return self._starts[number] + offset
