"""The forms in which Praat writes a TextGrid to tiers: text long and short, chronological, and binary."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

# What Praat itself reads: strings, numbers and flags that stand by themselves. All else is for people.
_TOKEN = re.compile(
    r"\"(?P<text>(?:[^\"]|\"\")*)\"|<(?P<flag>\w+)>|(?<!\S)(?P<number>[-+]?\d[\d.]*(?:[eE][-+]?\d+)?)(?!\S)"
    r"|(?<!\S)![^\n]*"
)
_CHRONOLOGICAL = "Praat chronological TextGrid"
_BINARY = b"ooBinaryFile\x08TextGrid"
_KINDS = frozenset(("IntervalTier", "TextTier", "PointTier"))  # the last is what some scripts write
_WIDE = -1  # a length before text in UTF-16


class TextGridEndsError(Exception):
    """The end of the file, where something else should be."""


@dataclass(slots=True)
class GridTier:
    """A tier with its name and turns: from, to, words, offset in the file; ``gaps``: those without words."""

    name: str
    turns: list[tuple[float, float, str, int]] = field(default_factory=list)
    type: str = ""
    gaps: int = 0

    def add(self, start: float, end: float, words: str, at: int) -> None:
        """Take an interval or a point that has words."""
        if words.strip():
            self.turns.append((start, end, words, at))
        else:
            self.gaps += 1


@dataclass(slots=True)
class Tokens:
    """The tokens of a text file as they are asked for; ``at`` is where the last one stands."""

    found: Iterator[re.Match[str]]
    at: int = 0

    def next(self, kind: str) -> str | None:
        """The next token, which has to be of that kind; None behind the last one."""
        for match in self.found:
            if match.lastgroup is None:  # a comment
                continue
            self.at = match.start()
            if match.lastgroup != kind:
                raise ValueError(f"“{match[0][:30]}” stands where a {kind} should")
            return str(match[kind])
        return None

    def needed(self, kind: str) -> str:
        """The same, where there has to be one."""
        if (found := self.next(kind)) is None:
            raise TextGridEndsError
        return found

    def number(self) -> float:
        """A number."""
        return float(self.needed("number"))

    def text(self) -> str:
        """A string."""
        return self.needed("text").replace('""', '"')


def tokens_of(text: str) -> Tokens:
    """The tokens of a text file."""
    return Tokens(_TOKEN.finditer(text))


def tiers_in_text(tokens: Tokens) -> list[GridTier]:
    """The tiers of a text file. Raises ValueError and TextGridEndsError."""
    head = tokens.text()
    if head.startswith(_CHRONOLOGICAL):
        return _chronological(tokens)
    if not head.startswith("ooTextFile") or tokens.text() != "TextGrid":
        raise ValueError("it does not say that it is a TextGrid")
    tokens.number()
    tokens.number()
    if tokens.needed("flag") != "exists":
        return []
    return [_one(tokens) for _ in range(int(tokens.number()))]


def _one(tokens: Tokens) -> GridTier:
    tier = _named(_kind(tokens.text()), tokens.text())
    tokens.number()
    tokens.number()
    for _ in range(int(tokens.number())):
        start = tokens.number()
        end = start if tier.type else tokens.number()
        tier.add(start, end, tokens.text(), tokens.at)
    return tier


def _kind(said: str) -> str:
    if said not in _KINDS:
        raise ValueError(f"there is no kind of tier called “{said[:30]}”")
    return said


def _named(kind: str, name: str) -> GridTier:
    return GridTier(name, type="" if kind == "IntervalTier" else "points")


def _chronological(tokens: Tokens) -> list[GridTier]:
    """The head of each tier, then all intervals and points in the order of time with the number of theirs."""
    tokens.number()
    tokens.number()
    tiers = []
    for _ in range(int(tokens.number())):
        tiers.append(_named(_kind(tokens.text()), tokens.text()))
        tokens.number()
        tokens.number()
    while (number := tokens.next("number")) is not None:
        if not 1 <= float(number) <= len(tiers):
            raise ValueError(f"there is no tier {number}")
        tier = tiers[int(float(number)) - 1]
        start = tokens.number()
        end = start if tier.type else tokens.number()
        tier.add(start, end, tokens.text(), tokens.at)
    return tiers


def tiers_in_bytes(data: bytes) -> list[GridTier] | None:
    """The tiers of a binary file; None where it is none. Raises ValueError and TextGridEndsError."""
    if not data.startswith(_BINARY):
        return None
    pieces = _Pieces(data, len(_BINARY))
    pieces.next(">dd")
    if not pieces.next(">b"):
        return []
    return [_one_in_bytes(pieces) for _ in range(pieces.whole(">i"))]


def _one_in_bytes(pieces: _Pieces) -> GridTier:
    kind = _kind(pieces.take(pieces.whole(">B")).decode("latin-1"))
    tier = _named(kind, pieces.words())
    pieces.next(">dd")
    for _ in range(pieces.whole(">i")):
        start = pieces.next(">d")
        end = start if tier.type else pieces.next(">d")
        at = pieces.at
        tier.add(start, end, pieces.words(), at)
    return tier


@dataclass(slots=True)
class _Pieces:
    """Numbers and texts out of bytes, one after the other; big end first, as Praat writes them."""

    data: bytes
    at: int

    def take(self, size: int) -> bytes:
        piece = self.data[self.at : self.at + size]
        if size < 0 or len(piece) < size:
            raise TextGridEndsError
        self.at += size
        return piece

    def next(self, form: str) -> float:
        return float(struct.unpack(form, self.take(struct.calcsize(form)))[0])

    def whole(self, form: str) -> int:
        return int(self.next(form))

    def words(self) -> str:
        size = self.whole(">h")
        if size != _WIDE:
            return self.take(size).decode("latin-1")
        return self.take(2 * self.whole(">H")).decode("utf-16-be", "replace")
