"""What the network thinks of the lost characters of a text, asked before any line is filled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.repair import tokens
from annotator.repair.language_model import LanguageModel
from annotator.repair.lines import Line, is_spelt

if TYPE_CHECKING:
    from annotator.repair.network import Network, Place

#: Stands for a lost character while a line is turned into tokens.
_HOLE = "\ue010"

#: For each slot of a line what the network thinks of each option, as logarithms; None where it was not asked.
LineOpinions = list[Sequence[float] | None]


def opinions(model: LanguageModel, lines: Sequence[Line]) -> list[LineOpinions]:
    """What the network thinks of every slot of every line, in the order of the lines.

    Options that it has no number for (emoji, rare characters) count as less likely than any other.
    """
    # numpy is slow to import, and most texts have lost nothing.
    from annotator.repair.weights import network_of  # noqa: PLC0415

    out: list[LineOpinions] = [[None] * len(line.slots) for line in lines]
    network = network_of(model)
    if network is None:
        return out
    places: list[Place] = [tokens.BOUNDARY]
    asked: list[tuple[int, int]] = []
    options: dict[int, Place] = {}
    for at, line in enumerate(lines):
        if is_spelt(line):
            continue
        slots = iter(enumerate(line.slots))
        for char in tokens.collapsed(_HOLE.join(line.parts)).translate(model.simplified):
            if char != _HOLE:
                places.append(network.numbers.get(char, tokens.UNKNOWN))
                continue
            number, slot = next(slots)
            place = options.get(id(slot.options))
            if place is None:
                place = options[id(slot.options)] = _place(network, model, [text for text, _ in slot.options])
            if not isinstance(place, int):
                asked.append((at, number))
            places.append(place)
        places.append(tokens.BOUNDARY)
    if asked:
        for (at, number), shares in zip(asked, network.judge(places), strict=True):
            out[at][number] = shares.tolist()
    return out


def _place(network: Network, model: LanguageModel, options: Sequence[str]) -> Place:
    """The numbers of the options; of one token where the network knows fewer than two of them."""
    numbers = []
    for option in options:
        token = tokens.collapsed(option).translate(model.simplified)
        numbers.append(network.numbers.get(token, 0) if token not in tokens.SPECIAL else 0)
    if sum(map(bool, numbers)) > 1:
        return tuple(numbers)
    return max(numbers) or (tokens.EMOJI if options[0] >= "\U0001f000" else tokens.UNKNOWN)
