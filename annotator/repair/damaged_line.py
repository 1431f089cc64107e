"""A line of damaged text between reading its bytes again and filling in what was lost."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.repair import tokenizer
from annotator.repair.lost_characters import Slot


@dataclass(frozen=True, slots=True)
class Line:
    """A repaired line: its sure parts and its slots in turn; there is one part more than slots."""

    parts: tuple[str, ...]
    slots: tuple[Slot, ...]


#: Stands for a lost character while a line is turned into tokens.
HOLE = "\ue010"


def is_letter(slot: Slot) -> bool:
    """Whether the slot holds a character of two bytes: a letter of an alphabet."""
    return slot.lead < 0xE0


def is_spelt(line: Line) -> bool:
    """Whether the line is written in letters throughout: no Chinese or Japanese, sure or lost."""
    if any(0xE3 <= slot.lead <= 0xE9 for slot in line.slots):
        return False
    return not tokenizer.HAN_OR_KANA.search("".join(line.parts))


def pieces(line: Line, most: int) -> list[Line]:
    """The line cut behind every so many slots; a line without more of them as it is."""
    if len(line.slots) <= most:
        return [line]
    cuts = range(0, len(line.slots), most)
    # What stands between two pieces goes to the first; the next begins with its slot.
    return [
        Line(
            (line.parts[0] if at == 0 else "", *line.parts[at + 1 : at + most + 1]),
            line.slots[at : at + most],
        )
        for at in cuts
    ]
