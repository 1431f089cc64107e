"""Tab-delimited text of ELAN without a line of names: tier, participant, times, annotation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.chat_log import finished
from annotator.importers.speech_tiers import TierCandidate, chosen
from annotator.importers.time_values import seconds

_CLOCK = re.compile(r"\d\d:\d\d:\d\d\.\d{3}\Z")
_LEAST_LINES, _LEAST_CELLS = 2, 4


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: tuple[str, ...]
    clocks: tuple[int, ...]  # the places of times such as 00:12:11.454

    @property
    def tier(self) -> str:
        return self.cells[0].strip()

    @property
    def speaker(self) -> str:
        """The participant, where there is one between the tier and the times."""
        return self.cells[1].strip() if self.clocks[0] > 1 else ""

    @property
    def words(self) -> str:
        return self.cells[-1].strip()

    @property
    def times(self) -> tuple[float | None, float | None]:
        begin, end = (seconds(self.cells[place]) for place in self.clocks[:2])
        return begin, end


def looks_like_elan_text(head: str) -> bool:
    """Whether every line has as many cells, a tier first, two times in the same places, and words last."""
    lines = [_line(number, line) for number, line in enumerate(head.split("\n")[:-1], 1) if line.strip()]
    found = [line for line in lines if line is not None]
    if len(found) < max(_LEAST_LINES, len(lines)):
        return False
    return len({(len(line.cells), line.clocks) for line in found}) == 1


def read_elan_text(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Turns of the tiers that are speech, in the order of time; what others say meanwhile goes along."""
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    lines = [line for number, text in enumerate(decoded.text.split("\n"), 1) if (line := _line(number, text))]
    tiers = dict.fromkeys(line.tier for line in lines)
    candidates = [
        TierCandidate(tier, "", [line.words for line in lines if line.tier == tier]) for tier in tiers
    ]
    offered = chosen(candidates, recipe.tiers, faults)
    taken = {tier.name for tier in offered if tier.taken}
    beside: dict[tuple[float | None, float | None], dict[str, str]] = {}
    for line in lines:
        if line.tier not in taken:
            beside.setdefault(line.times, {})[line.tier] = line.words
    spoken = sorted((line for line in lines if line.tier in taken), key=lambda line: line.times[0] or 0.0)
    turns = tuple(_turn(line, beside.get(line.times, {})) for line in spoken)
    made = finished((ReadDialogue(turns),) if turns else (), faults, decoded, "ELAN")
    return Readout(made.dialogues, **faults.told(), decoded=decoded, tiers=offered)


def _line(number: int, text: str) -> _Line | None:
    """A line with its cells; None for one that is not of this kind."""
    cells = tuple(text.split("\t"))
    clocks = tuple(place for place, cell in enumerate(cells) if _CLOCK.match(cell))
    if (
        len(cells) < _LEAST_CELLS
        or len(clocks) < 2
        or clocks[0] not in (1, 2)
        or clocks[-1] == len(cells) - 1
    ):
        return None
    return _Line(number, cells, clocks)


def _turn(line: _Line, others: dict[str, str]) -> ReadTurn:
    meta: Meta = {key: at for key, at in zip(("start", "end"), line.times, strict=True) if at is not None}
    if others:
        meta["tiers"] = others
    return ReadTurn(line.speaker or line.tier, line.words, f"line {line.number}", meta)
