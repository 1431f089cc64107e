"""From the units of misread text to places with candidates: what was lost, and what can have stood there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import log

from annotator.repair.candidates import candidates
from annotator.repair.pages import MARKERS, SOFT_HYPHEN, Page, needs, page
from annotator.repair.reading import Unit, units, with_markers

#: What later programs put in the place of a byte's character, and the bytes it may stand for.
_ALTERED = {" ": (0xA0,), "'": (0x91, 0x92), '"': (0x93, 0x94)}
#: Continuation bytes that are control characters on the Latin pages.
_CONTROLS = range(0x80, 0xA0)
#: So many continuation bytes must have been read before the absence of one says anything.
_TELLING = 64


@dataclass(frozen=True, slots=True)
class Loss:
    """What became of the bytes that have no character under the page of a text."""

    page: Page
    lost: tuple[int, ...]  # continuation bytes that may be missing
    marker: str = ""  # what stands in their place, "" where they were dropped
    altered: tuple[str, ...] = ()  # plain signs that may stand for continuation bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """A damaged character: ``[start, end)`` of the text, and what it can have been with a prior for each."""

    start: int
    end: int
    options: tuple[tuple[str, float], ...]
    lead: int


def find_loss(text: str, of: Page, spans: Sequence[tuple[int, int]]) -> Loss:
    """How bytes were lost in those stretches of a text, read off its whole and its broken sequences."""
    seen: Counter[int] = Counter()
    broken = 0
    followers: Counter[str] = Counter()
    for start, end in spans:
        for unit in units(text, of, start, end):
            if unit.kind == "intact":
                seen.update(unit.known[1:])
            elif unit.kind != "orphan":
                seen.update(unit.known[1:])
                broken += 1
                followers[text[unit.end : unit.end + 1]] += 1
    total = sum(seen.values())
    marker = next((m for m in MARKERS if followers[m]), "")
    if not marker and followers["?"] and followers["?"] >= 0.5 * broken:
        marker = "?"
    fragile = set(of.fragile)
    if of.name == "windows-1252":
        # Without a lead that tells them apart the Turkish page looks the same, and lacks two more.
        fragile |= set(page("windows-1254").fragile)
    if not marker and total >= _TELLING and not any(seen[b] for b in _CONTROLS):
        # Latin pages keep controls there, which some programs drop; the letters alone look like windows-1252.
        fragile |= set(_CONTROLS)
    if marker:
        fragile.discard(SOFT_HYPHEN)
    lost = tuple(sorted(b for b in fragile if not seen[b]))
    altered: tuple[str, ...] = ()
    if total >= _TELLING:
        altered = tuple(
            sign for sign, stands in _ALTERED.items() if not any(seen[b] for b in stands) and followers[sign]
        )
    return Loss(of, lost, marker, altered)


def read(text: str, loss: Loss, start: int, end: int) -> tuple[list[Unit], list[Slot]]:
    """The intact and unexplained units of a stretch of text, and the slots of its damaged characters."""
    pattern = with_markers(loss.page.name, loss.marker) if loss.marker else None
    plain: list[Unit] = []
    slots: list[Slot] = []
    for unit in units(text, loss.page, start, end, pattern):
        slot = _slot(text, unit, loss, end) if unit.kind in {"lossy", "lone"} else None
        if slot:
            slots.append(slot)
        else:
            plain.append(unit)
    return plain, slots


@cache
def _marked(known: bytes, lost: tuple[int, ...]) -> tuple[str, ...]:
    """Candidates where zero bytes in ``known`` show the places of the lost ones."""
    found = {}
    for tail in product(*[lost if byte == 0 else (byte,) for byte in known[1:]]):
        for char in candidates(bytes([known[0], *tail]), ()):
            found[char] = True
    return tuple(found)


def _slot(text: str, unit: Unit, loss: Loss, end: int) -> Slot | None:
    known = unit.known
    wanted = needs(known[0])
    options: dict[str, float] = {}
    stop = unit.end
    if 0 in known:
        # Markers may also be real question marks behind a character that lost nothing more.
        if len(known) == wanted + 1:
            options.update(dict.fromkeys(_marked(known, loss.lost), 0.0))
    else:
        options.update(dict.fromkeys(candidates(known, loss.lost), 0.0))
        sign = text[unit.end : unit.end + 1]
        if sign in loss.altered and unit.end < end:
            stop += 1
            options = {option + sign: prior - 1.0 for option, prior in options.items()}
            for byte in _ALTERED[sign]:
                found = candidates(known + bytes([byte]), loss.lost)
                options |= {char: -log(1 + len(found)) for char in found if char not in options}
    if not options:
        return None
    return Slot(unit.start, stop, tuple(options.items()), known[0])
