"""What UTF-8 was before it was read as GBK or Shift-JIS, where bytes were lost: stretches with holes.

Most characters of those pages have two bytes, those of UTF-8 three, so characters of one do not end
where those of the other do. Repairs therefore replace stretches: as few received characters as begin
and end together with written ones. Each way to fill a hole is read under the page again; what would
not give the received characters is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from annotator.repair.candidates import candidates
from annotator.repair.code_pages import CONTINUATION, MARKERS, needs


@dataclass(frozen=True, slots=True)
class Eastern:
    """A page that UTF-8 was read under: its name in chains, and what decoders of it do."""

    name: str
    codec: str  # has the most characters of all its decoders
    decoders: tuple[str, ...]
    #: What stands for the byte that begins no character, where something does.
    single: tuple[str, int] = ("", -1)
    #: What stands for a byte that pairs with none, besides the usual signs.
    sign: str = ""


#: GB18030 holds GBK, and the characters that GBK leaves to its users. Windows shows a byte as a euro sign.
KOREAN = Eastern("euc_kr", "cp949", ("euc_kr", "cp949"))
#: Some put a question mark in the place of the first byte of each character of Korean.
KOREAN_ASKED = Eastern("euc_kr", "cp949", ("euc_kr", "cp949"), sign="?")
#: Windows puts a dot of Japanese for a byte of Shift-JIS that pairs with none. Under Big5 most leads
#: are lost, and little is left to tell what they were.
PAGES = (
    Eastern("gb18030", "gb18030", ("gbk", "gb18030"), ("€", 0x80)),
    Eastern("shift_jis", "cp932", ("shift_jis", "cp932"), sign="・"),
    Eastern("shift_jis", "cp932", ("shift_jis", "cp932")),
    KOREAN,
    KOREAN_ASKED,
)
#: What stands for a marker, and for a character that GBK does not have, among bytes.
_MARKER, _FOREIGN = -1, -2
#: No more than this share of the characters of a line lost bytes without a trace.
_MOST_BROKEN = 0.5
_FILL = tuple(CONTINUATION)
_CONTINUED = [[byte] for byte in CONTINUATION]
#: Leads, by how many bytes follow, for a character that lost its own.
_LEADS = {2: tuple(range(0xE2, 0xF0)), 3: (0xF0,)}


@dataclass(frozen=True, slots=True)
class LossyStretch:
    """Received characters ``[start, end)`` of a line and what was written there.

    ``texts`` and holes take turns, a text first and last; ``holes`` says what each hole can have been.
    """

    start: int
    end: int
    texts: tuple[str, ...]
    holes: tuple[tuple[str, ...], ...]

    def filled(self, chosen: Sequence[str]) -> str:
        """What was written if that stood in the holes."""
        return self.texts[0] + "".join(char + text for char, text in zip(chosen, self.texts[1:], strict=True))


#: What is left of a character: its bytes, zeros for markers; behind which of them a received character ends;
#: and the byte behind them, -1 where that is lost too, or none.
_Left = tuple[bytes, tuple[bool, ...], int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A written character that the bytes ``[start, end)`` are, or are left of."""

    start: int
    end: int
    text: str
    left: _Left | None = None  # where it is broken


def stretches(line: str, of: Eastern) -> list[LossyStretch]:
    """The stretches of a line that were something else, in order; nothing where some byte fits nowhere."""
    data, owner = _bytes(line, of)
    out = []
    group: list[_Unit] = []
    whole = broken = 0
    for unit in _units(data, line, owner):
        if unit is None or (unit.left and not _options(unit.left, of)):
            return []
        group.append(unit)
        whole += not unit.left and not unit.text.isascii()
        # A marker shows a loss; where there is none, what is whole must say that this page was meant.
        broken += bool(unit.left) and not _marked(unit, data)
        if unit.end == len(data) or owner[unit.end] != owner[unit.end - 1]:
            start, end = owner[group[0].start], owner[unit.end - 1] + 1
            if line[start:end] != "".join(each.text for each in group):
                out.append(_stretch(start, end, group, of))
            group = []
    return out if not group and broken <= _MOST_BROKEN * (whole + broken) else []


def _marked(unit: _Unit, data: Sequence[int]) -> bool:
    """Whether a marker stands in or beside what is left of a character."""
    near = data[max(0, unit.start - 1) : unit.end + 1]
    return _MARKER in near or (unit.left is not None and 0 in unit.left[0])


def _bytes(line: str, of: Eastern) -> tuple[list[int], list[int]]:
    """The bytes the line was read from, and of each the index of its character."""
    data: list[int] = []
    owner: list[int] = []
    for at, char in enumerate(line):
        encoded = _encoded(char, line[at + 1 : at + 2], of)
        data += encoded
        owner += [at] * len(encoded)
    return data, owner


@lru_cache(maxsize=20_000)
def _encoded(char: str, behind: str, of: Eastern) -> tuple[int, ...]:
    """The bytes that were read as the character; the one ``behind`` it tells what a euro sign stands for."""
    if char in MARKERS or char == of.sign:
        return (_MARKER,)
    sign, byte = of.single
    if char == sign and (
        not behind or behind in MARKERS + sign or _encoded(behind, "", of)[0] not in CONTINUATION
    ):
        return (byte,)
    try:
        return tuple(char.encode(of.codec))
    except UnicodeEncodeError:
        return (_FOREIGN,)


def _units(data: Sequence[int], line: str, owner: Sequence[int]) -> list[_Unit | None]:
    """The written characters one after the other; None, and nothing behind it, where a byte fits nowhere."""
    out: list[_Unit | None] = []
    at = 0
    while at < len(data):
        first = data[at]
        alone = first == _MARKER and line[owner[at]] == "?" and data[at + 1 : at + 2] not in _CONTINUED
        if first == _FOREIGN or 0 <= first < 0x80 or alone:
            # A trailing byte of the page may be ASCII: then it is the byte that was written. A question mark
            # with nothing of a character behind it is one.
            out.append(_Unit(at, at + 1, chr(first) if first >= 0 else line[owner[at]]))
            at += 1
            continue
        end, known = _known(data, at)
        text = "" if 0 in known or len(known) <= needs(known[0]) else bytes(known).decode("utf-8", "ignore")
        if not text and not _broken(known):
            return [*out, None]
        ends = tuple(i + 1 == len(data) or owner[i + 1] != owner[i] for i in range(at, end))
        behind = max(-1, data[end]) if end < len(data) else -1
        out.append(_Unit(at, end, text, None if text else (bytes(known), ends, behind)))
        at = end
    return out


def _known(data: Sequence[int], at: int) -> tuple[int, list[int]]:
    """Where a character that begins at a byte ends, and its bytes; zeros are markers."""
    first = data[at]
    if first == _MARKER:
        # Behind a marker in the place of the lead stand all the other bytes.
        emoji = all(byte in CONTINUATION for byte in [*data[at + 1 : at + 4], _FOREIGN][:3])
        wanted, may_follow = 3 if emoji else 2, set(CONTINUATION)
    else:
        wanted, may_follow = needs(first), {*CONTINUATION, _MARKER, ord("?")}
    known = [max(0, first)]
    for byte in data[at + 1 : at + 1 + wanted]:
        if byte not in may_follow:
            break
        known.append(byte if byte in CONTINUATION else 0)
    return at + len(known), known


def _broken(known: Sequence[int]) -> bool:
    """Whether that is what can be left of a character."""
    if not known[0]:
        return len(known) - 1 in _LEADS
    return bool(needs(known[0])) and (0 in known or len(known) <= needs(known[0]))


def _stretch(start: int, end: int, group: Sequence[_Unit], of: Eastern) -> LossyStretch:
    texts = [""]
    holes = []
    for unit in group:
        if unit.left:
            holes.append(_options(unit.left, of))
            texts.append("")
        else:
            texts[-1] += unit.text
    return LossyStretch(start, end, tuple(texts), tuple(holes))


@lru_cache(maxsize=20_000)
def _options(left: _Left, of: Eastern) -> tuple[str, ...]:
    """What a character can have been; what could not have been lost so is left out unless that is all."""
    known, ends, behind = left
    rest = bytes(byte for byte in known if byte)
    leads = [b""] if known[0] else [bytes([lead]) for lead in _LEADS[len(rest)]]
    found = [char for lead in leads for char in candidates(lead + rest, _FILL)]
    cuts = tuple(end for byte, end in zip(known, ends, strict=True) if byte)
    return tuple(c for c in found if _lost(c.encode(), rest, cuts, behind, of)) or tuple(found)


def _lost(written: bytes, rest: bytes, cuts: Sequence[bool], behind: int, of: Eastern) -> bool:
    """Whether a decoder may have read of what was ``written`` the ``rest``, and lost all other bytes.

    ``cuts`` says behind which bytes of the rest a received character ends: no other place lost anything.
    """
    count = len(written)
    for places in combinations(range(count), len(rest)):
        if any(written[place] != byte for place, byte in zip(places, rest, strict=True)):
            continue
        gaps = [place for place in range(count) if place not in places]
        kept = [sum(place < gap for place in places) for gap in gaps]
        if all(not before or cuts[before - 1] for before in kept) and any(
            all(
                _pairs_with_none(written[gap], written[gap + 1] if gap + 1 < count else behind, decoder)
                for gap in gaps
            )
            for decoder in of.decoders
        ):
            return True
    return False


@lru_cache(maxsize=100_000)
def _pairs_with_none(byte: int, behind: int, decoder: str) -> bool:
    """Whether a decoder makes nothing of a byte before another; a negative one can be any."""
    for data in (bytes([byte]), bytes([byte, behind]) if behind >= 0 else b""):
        try:
            if data.decode(decoder):
                return False
        except UnicodeDecodeError:
            continue
    return True
