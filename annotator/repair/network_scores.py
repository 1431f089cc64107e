"""What the network thinks of the lost characters of a text, asked before any line is filled."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from annotator.errors import UserError
from annotator.repair import tokenizer
from annotator.repair.damaged_line import HOLE, Line, is_spelt
from annotator.repair.language_model import LanguageModel
from annotator.repair.lost_characters import Slot

if TYPE_CHECKING:
    from annotator.repair.network import Network, Place

_log = logging.getLogger(__name__)

#: What keeps a model's network from being asked, a sentence, by the model's SHA-256.
_problems: dict[str, str] = {}

#: The lead of a character of four bytes, as emoji are.
_FOUR_BYTES = 0xF0

#: For each slot of a line what the network thinks of each option, as logarithms; None where it was not asked.
LineOpinions = list[Any]


def opinions(model: LanguageModel, lines: Sequence[Line]) -> Iterator[LineOpinions]:
    """What the network thinks of every slot of every line, in the order of the lines.

    Options that it has no number for (emoji, rare characters) count as less likely than any
    other. Where the network cannot be loaded it is asked nothing, and :func:`problem` says why.
    The network is asked as lines are: those of a long text are not held at once.
    """
    network = _network(model)
    asked: list[list[int]] = [[] for _ in lines]
    judged = iter(()) if network is None else network.judge(_places(network, model, lines, asked))
    for line, numbers in zip(lines, asked, strict=True):
        of_line: LineOpinions = [None] * len(line.slots)
        for number in numbers:
            of_line[number] = next(judged)
        yield of_line


def _places(
    network: Network, model: LanguageModel, lines: Sequence[Line], asked: Sequence[list[int]]
) -> list[Place]:
    """The tokens of the lines as the network reads them; slots with candidates are added to the ``asked``."""
    places: list[Place] = [tokenizer.BOUNDARY]
    known: dict[str, int] = {}
    seen: dict[int, Place] = {}  # by options, which slots alike share
    for line, numbers_asked in zip(lines, asked, strict=True):
        if is_spelt(line):
            continue
        slots = iter(enumerate(line.slots))
        for char in tokenizer.collapsed(HOLE.join(line.parts)).translate(model.simplified):
            if char != HOLE:
                places.append(network.numbers.get(char, tokenizer.UNKNOWN))
                continue
            number, slot = next(slots)
            place = seen.get(id(slot.options))
            if place is None:
                numbers = [_number(network, model, known, text) for text, _ in slot.options]
                place = seen[id(slot.options)] = _place(numbers, slot)
            if not isinstance(place, int):
                numbers_asked.append(number)
            places.append(place)
        places.append(tokenizer.BOUNDARY)
    return places


def problem(model: str) -> str:
    """Why the network of the model with this SHA-256 could not be asked, a sentence; "" where it could."""
    return _problems.get(model, "")


def _network(model: LanguageModel) -> Network | None:
    """The network of a model; None where its file holds none, or where it cannot be loaded."""
    if model.sha256 in _problems:
        return None
    try:
        # numpy is slow to import, and most texts have lost nothing.
        from annotator.repair.network_weights import network_of  # noqa: PLC0415

        return network_of(model)
    except Exception as error:  # noqa: BLE001 - see below
        # A library that does not fit its machine raises whatever it likes; the tables work without it.
        _log.info("the network cannot be loaded", exc_info=error)
        _problems[model.sha256] = UserError(
            "Lost characters were read without the network and are right less often, since it cannot be "
            "loaded ({cause}); install the program again",
            cause=_cause(error),
        ).what
        return None


def _cause(error: BaseException) -> str:
    """The first line of what went wrong to begin with; numpy puts a page of advice around it."""
    while error.__cause__ is not None:
        error = error.__cause__
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _number(network: Network, model: LanguageModel, known: dict[str, int], option: str) -> int:
    """The network's number of an option, 0 where it has none."""
    number = known.get(option)
    if number is None:
        token = tokenizer.collapsed(option).translate(model.simplified)
        number = network.numbers.get(token, 0) if token not in tokenizer.SPECIAL else 0
        known[option] = number
    return number


def _place(numbers: Sequence[int], slot: Slot) -> Place:
    """The numbers of a slot's options, or of one token where the network knows fewer than two of them."""
    if sum(map(bool, numbers)) > 1:
        return tuple(numbers)
    return max(numbers) or (tokenizer.EMOJI if slot.lead >= _FOUR_BYTES else tokenizer.UNKNOWN)
