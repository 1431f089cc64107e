"""A file of UTF-8 in which some lines are in another encoding: those are decoded by themselves.

Files are put together from several, or written to by two programs. Such lines are received as what UTF-8
makes of them, signs of lost bytes; the steps found here say what the bytes are in the other encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.importers.encoding_detection import EncodingCandidate, Guess, guess
from annotator.model import RepairStep
from annotator.plausibility import ALL_LOOKS, text_cost

#: So much more plausible must a line become, in nats, and the lines of UTF-8 be than they would be otherwise.
_GAIN, _CLEARLY = 6.0, 10.0
#: No step is surer than this.
_MOST_SURE = 0.98
#: So much of a line, in characters, and of all lines, in bytes, tells what they are.
_ENOUGH, _SAMPLE = 4_000, 64_000
#: Encodings whose characters have several bytes, of which the last may be ASCII.
_OF_SEVERAL = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})
_HIGH = re.compile(rb"[\x80-\xff]+")
_HIGH_OF_SEVERAL = re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+")
_LOST = re.compile("\ufffd+")
#: Bytes that are no UTF-8, escaped, and real signs of lost bytes: both look alike once they are replaced.
_ESCAPED = re.compile("[\udc80-\udcff\ufffd]+")
#: What is left of a longer sequence of UTF-8: no byte of another encoding.
_CUT_OFF = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
#: Halves of pairs of UTF-16, each written as UTF-8 (CESU-8).
_HALVES = re.compile(rb"(?:\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])+")
_HALVES_REASON = "halves of utf-16 written as utf-8"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters ``[start, end)`` of a line as received, and what stands there in the other encoding."""

    start: int
    end: int
    text: str


def is_mixed(data: bytes, pages: Sequence[EncodingCandidate]) -> bool:
    """Whether data that is no valid UTF-8 has lines that are, and that make far less sense otherwise.

    So has UTF-8 in which only characters beyond the first 65,536 are written in halves.
    """
    lines = data.split(b"\n")
    if all(map(_is_utf8, _HALVES.sub(b"", data).split(b"\n"))):
        return True
    valid = b"\n".join(line for line in lines if not line.isascii() and _is_utf8(line))[:_SAMPLE]
    other = _other(lines, pages)
    if not valid or other is None:
        return False
    as_utf8 = _cost(valid.decode("utf-8", "ignore"))
    return as_utf8 + _CLEARLY < _cost(valid.decode(other.encoding, "replace"))


def mixed_steps(data: bytes, pages: Sequence[EncodingCandidate]) -> tuple[RepairStep, ...]:
    """The steps that put right what UTF-8 makes of lines in another encoding; none where nothing is certain.

    ``data`` has one kind of line break and is no valid UTF-8. Offsets are those of its text as UTF-8 with
    ``errors="replace"``.
    """
    lines = data.split(b"\n")
    other = _other(lines, pages)
    steps: list[RepairStep] = []
    at = 0
    for line in lines:
        received = line.decode("utf-8", "replace")
        if not _is_utf8(line):
            steps += (
                RepairStep(
                    at + p.start, at + p.end, received[p.start : p.end], p.text, "encoding", reason, sure
                )
                for p, reason, sure in _pieces(line, received, other)
            )
        at += len(received) + 1
    return tuple(steps)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _other(lines: Sequence[bytes], pages: Sequence[EncodingCandidate]) -> Guess | None:
    """The encoding of the lines that are no UTF-8; None where there are none."""
    bad = [line for line in lines if not line.isascii() and not _is_utf8(_HALVES.sub(b"", line))]
    return guess(b"\n".join(bad), tuple(pages)) if bad else None


def _pieces(line: bytes, received: str, other: Guess | None) -> Iterator[tuple[_Piece, str, float]]:
    """What is decoded otherwise in a line, why, and how sure that is."""
    if other is None or _is_utf8(_HALVES.sub(b"", line)):
        for piece in _halves(line):
            yield piece, _HALVES_REASON, _MOST_SURE
        return
    before = _cost(received)
    best = min(
        (list(way) for way in (_whole(line, received, other.encoding), _bad(line, received, other.encoding))),
        key=lambda pieces: _cost(_replaced(received, pieces)),
    )
    if _cost(_replaced(received, best)) + _GAIN <= before:
        for piece in best:
            yield piece, f"{other.encoding} in a text of utf-8", min(_MOST_SURE, other.confidence)


def _halves(line: bytes) -> Iterator[_Piece]:
    """Each stretch of pairs of halves, with the characters that they are."""
    for match in _HALVES.finditer(line):
        start = len(line[: match.start()].decode("utf-8", "replace"))
        pairs = match.group().decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        yield _Piece(start, start + len(match.group()), pairs.decode("utf-16-le"))


def _whole(line: bytes, received: str, encoding: str) -> Iterator[_Piece]:
    """All that is not ASCII in a line, in the other encoding; nothing where a byte has no meaning there."""
    pattern = _HIGH_OF_SEVERAL if encoding in _OF_SEVERAL else _HIGH
    pieces = []
    at = place = 0
    for match in pattern.finditer(line):
        place += len(line[at : match.start()].decode("utf-8", "replace"))
        was = match.group().decode("utf-8", "replace")
        try:
            pieces.append(_Piece(place, place + len(was), match.group().decode(encoding)))
        except UnicodeDecodeError:
            return
        if received[place : place + len(was)] != was:
            return
        place += len(was)
        at = match.end()
    yield from pieces


def _bad(line: bytes, received: str, encoding: str) -> Iterator[_Piece]:
    """The bytes that are no UTF-8, in the other encoding; nothing where some stand beside other letters."""
    if encoding in _OF_SEVERAL:
        return
    escaped = line.decode("utf-8", "surrogateescape")
    pieces = []
    for match, lost in zip(_ESCAPED.finditer(escaped), _LOST.finditer(received), strict=True):
        data = match.group().encode("utf-8", "surrogateescape")
        beside = escaped[max(0, match.start() - 1) : match.start()] + escaped[match.end() : match.end() + 1]
        if "\ufffd" in match.group() or not beside.isascii() or _CUT_OFF.fullmatch(data):
            return
        try:
            pieces.append(_Piece(lost.start(), lost.end(), data.decode(encoding)))
        except UnicodeDecodeError:
            return
    yield from pieces


def _cost(text: str) -> float:
    return min(text_cost(text[:_ENOUGH], looks) for looks in ALL_LOOKS)


def _replaced(received: str, pieces: Sequence[_Piece]) -> str:
    out = []
    at = 0
    for piece in pieces:
        out += [received[at : piece.start], piece.text]
        at = piece.end
    return "".join([*out, received[at:]])
