"""Colours of speakers: no two in one dialogue are alike, and one name has one colour in all dialogues."""

from __future__ import annotations

import colorsys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from annotator.ui.theme.colours import OKABE_ITO, readable

if TYPE_CHECKING:
    from annotator.ui.theme.tokens import Theme

_SPEAKERS = OKABE_ITO[:-1]  # yellow and orange are too alike once darkened
_GOLDEN = 0.618034  # of the circle of hues: each further hue falls into the widest space left
_FIRST_HUE = 0.79  # violet, which the palette lacks
_STEPS = ((0.62, 0.42), (0.85, 0.55), (0.45, 0.50))  # saturation and lightness, in turns
NO_SLOTS: Mapping[str, int] = MappingProxyType({})


def _folded(speaker: str) -> str:
    return speaker.strip().casefold()


def _letter(folded: str) -> int | None:
    """The place of a speaker called by one letter or digit; None for another name."""
    if len(folded) == 1 and folded.isascii() and folded.isalnum():
        return int(folded, 36) - 10 if folded.isalpha() else int(folded)
    return None


@lru_cache(maxsize=1024)
def speaker_slot(speaker: str) -> int:
    """The place in the palette of a speaker of whom nothing but the name is known: the same in every run."""
    letter = _letter(_folded(speaker))
    if letter is not None:
        return letter
    return zlib.crc32(_folded(speaker).encode("utf-8", "surrogatepass")) % len(_SPEAKERS)


def slots_of(spoken: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """A place in the palette for each name, from who speaks in which dialogue, in order of appearance.

    Names that meet in a dialogue get different places. Names of one letter keep their own, A the first
    and B the second, where no other has it; the others take the first that is free.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for name, dialogue in spoken:
        if folded := _folded(name):
            places[folded].append(dialogue)
            spellings[folded].add(name)
    taken: defaultdict[int, set[int]] = defaultdict(set)
    slots: dict[str, int] = {}
    letters_first = sorted(places, key=lambda folded: _letter(folded) is None)
    for folded in letters_first:
        used = set().union(*(taken[dialogue] for dialogue in places[folded]))
        wanted = _letter(folded)
        slot = wanted if wanted is not None and wanted not in used else 0
        while slot in used:
            slot += 1
        for dialogue in places[folded]:
            taken[dialogue].add(slot)
        slots.update((name, slot) for name in spellings[folded])
    return MappingProxyType(slots)


def right_side(slots: Mapping[str, int], speakers: Iterable[str]) -> frozenset[str]:
    """Those of a dialogue's speakers who stand at the right: of A and B it is B, and so on in turns."""
    known = {name: slots.get(name, speaker_slot(name)) for name in speakers if name.strip()}
    order = sorted({(slot, _folded(name)) for name, slot in known.items()})
    right = {folded for _, folded in order[1::2]}
    return frozenset(name for name in known if _folded(name) in right)


@lru_cache(maxsize=256)
def _paint(slot: int) -> str:
    """A colour for each place: those of the palette first, then as many more as are needed."""
    if slot < len(_SPEAKERS):
        return _SPEAKERS[slot]
    further = slot - len(_SPEAKERS)
    saturation, lightness = _STEPS[further % len(_STEPS)]
    parts = colorsys.hls_to_rgb((_FIRST_HUE + further * _GOLDEN) % 1.0, lightness, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


@lru_cache(maxsize=1024)
def slot_colour(theme: Theme, slot: int) -> str:
    """The colour of a place in a theme, readable on every ground a turn can have."""
    return readable(_paint(slot), theme.current)


def speaker_colour(theme: Theme, speaker: str, slots: Mapping[str, int] = NO_SLOTS) -> str:
    """The colour a speaker's name is written in; nobody's is that of second-rank text."""
    if not speaker.strip():
        return theme.muted
    slot = slots.get(speaker)
    return slot_colour(theme, speaker_slot(speaker) if slot is None else slot)
