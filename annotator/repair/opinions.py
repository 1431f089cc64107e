"""What the network thinks of the lost characters of a text, asked before any line is filled."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from annotator.repair import tokens
from annotator.repair.language_model import LanguageModel
from annotator.repair.lines import HOLE, Line, is_spelt
from annotator.repair.slots import Slot

if TYPE_CHECKING:
    from annotator.repair.network import Network, Place

#: The lead of a character of four bytes, as emoji are.
_FOUR_BYTES = 0xF0

#: For each slot of a line what the network thinks of each option, as logarithms; None where it was not asked.
LineOpinions = list[Any]


def opinions(model: LanguageModel, lines: Sequence[Line]) -> list[LineOpinions]:
    """What the network thinks of every slot of every line, in the order of the lines.

    Options that it has no number for (emoji, rare characters) count as less likely than any
    other.
    """
    # Files are repaired side by side; more threads in each of them only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # numpy is slow to import, and most texts have lost nothing.
    from annotator.repair.weights import network_of  # noqa: PLC0415

    out: list[LineOpinions] = [[None] * len(line.slots) for line in lines]
    network = network_of(model)
    if network is None:
        return out
    places: list[Place] = [tokens.BOUNDARY]
    asked: list[tuple[int, int]] = []
    known: dict[str, int] = {}
    seen: dict[int, Place] = {}  # by options, which slots alike share
    for at, line in enumerate(lines):
        if is_spelt(line):
            continue
        slots = iter(enumerate(line.slots))
        for char in tokens.collapsed(HOLE.join(line.parts)).translate(model.simplified):
            if char != HOLE:
                places.append(network.numbers.get(char, tokens.UNKNOWN))
                continue
            number, slot = next(slots)
            place = seen.get(id(slot.options))
            if place is None:
                numbers = [_number(network, model, known, text) for text, _ in slot.options]
                place = seen[id(slot.options)] = _place(numbers, slot)
            if not isinstance(place, int):
                asked.append((at, number))
            places.append(place)
        places.append(tokens.BOUNDARY)
    if asked:
        for (at, number), shares in zip(asked, network.judge(places), strict=True):
            out[at][number] = shares
    return out


def _number(network: Network, model: LanguageModel, known: dict[str, int], option: str) -> int:
    """The network's number of an option, 0 where it has none."""
    number = known.get(option)
    if number is None:
        token = tokens.collapsed(option).translate(model.simplified)
        number = network.numbers.get(token, 0) if token not in tokens.SPECIAL else 0
        known[option] = number
    return number


def _place(numbers: Sequence[int], slot: Slot) -> Place:
    """The numbers of a slot's options, or of one token where the network knows fewer than two of them."""
    if sum(map(bool, numbers)) > 1:
        return tuple(numbers)
    return max(numbers) or (tokens.EMOJI if slot.lead >= _FOUR_BYTES else tokens.UNKNOWN)
