"""Brings lost characters back: fills the slots of a text with what the language model finds likeliest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.model import RepairStep
from annotator.repair import tokens
from annotator.repair.config import RepairConfig
from annotator.repair.evidence import Evidence
from annotator.repair.language_model import LanguageModel
from annotator.repair.lattice import Choice, Lattice, Place
from annotator.repair.priors import (
    BRACKETS,
    PARTNERS,
    Setting,
    is_emoji,
    joins,
    nearby,
    pairing,
    prior,
    setting,
)
from annotator.repair.slots import Slot

#: Stands for a slot while a line is turned into tokens.
_HOLE = "\ue010"
_HOLES = _HOLE + "\ue011"  # the second for slots that are filled in another round
#: Scores are sharper than they deserve to be; these make them honest (see docs/repair.md).
TEMPERATURE = 1.15
#: How far around an emoji words about it count, in characters.
_AROUND = 400
_PARTS = 40
_OPENING = frozenset(PARTNERS)


@dataclass(frozen=True, slots=True)
class Line:
    """A repaired line: its sure parts and its slots in turn; there is one part more than slots."""

    parts: tuple[str, ...]
    slots: tuple[Slot, ...]


class Restorer:
    """Fills the slots of one text. Knows the text's script, its emoji, and words from elsewhere."""

    def __init__(self, model: LanguageModel, lines: Sequence[Line], evidence: Sequence[str]) -> None:
        sure = "".join(part for line in lines for part in line.parts)
        self._model = model
        self._setting: Setting = setting(model, sure)
        self._priors: dict[str, float] = {}
        known = Evidence(model, evidence)
        self._lattice = Lattice(model, known.boost if known else None)

    def fill(self, line: Line) -> list[list[float]]:
        """The probability of every option of every slot of the line."""
        letters = [i for i, slot in enumerate(line.slots) if slot.lead < 0xE0]
        out: list[list[float]] = [[] for _ in line.slots]
        text = list(line.parts)
        fixed: dict[int, str] = {}
        if letters:
            # Letters of two bytes are judged as they are spelt, before Latin words become one token.
            self._round(line, letters, fixed, out, spelt=True)
            for i in letters:
                fixed[i] = line.slots[i].options[max(range(len(out[i])), key=out[i].__getitem__)][0]
        others = [i for i in range(len(line.slots)) if i not in fixed]
        if others:
            whole = "".join(text)
            spelt = not tokens.HAN_OR_KANA.search(whole) and not _mostly_han(line, others)
            self._round(line, others, fixed, out, spelt=spelt)
        return out

    def _round(
        self, line: Line, chosen: Sequence[int], fixed: dict[int, str], out: list[list[float]], *, spelt: bool
    ) -> None:
        open_ = set(chosen)
        pieces = [line.parts[0]]
        for i, part in enumerate(line.parts[1:]):
            pieces += [_HOLE if i in open_ else fixed.get(i, _HOLES[1]), part]
        tokenize = tokens.plain if spelt else tokens.collapsed
        waiting = iter(chosen)
        places: list[Place] = []
        brackets = _brackets(line)
        for char in tokenize("".join(pieces)):
            if char == _HOLE:
                places.append(self._choices(line, next(waiting), brackets, tokenize))
            else:
                places += self._model.numbers(char)
        for i, shares in zip(chosen, self._lattice.probabilities(places, TEMPERATURE), strict=True):
            out[i] = shares

    def _choices(
        self, line: Line, at: int, brackets: list[Counter[str]], tokenize: Callable[[str], str]
    ) -> tuple[Choice, ...]:
        out = []
        for text, weight in line.slots[at].options:
            total = weight + self._prior(text)
            if text == _JOINER and joins(line.parts[at], line.parts[at + 1]):
                total = 0.0
            elif BRACKETS.match(text):
                total += pairing(text[0], brackets[at], brackets[-1] - brackets[at])
            elif is_emoji(text):
                total += nearby(self._model, self._setting, text[0], _around(line, at))
            out.append(Choice(tuple(self._model.numbers(tokenize(text))), total))
        return tuple(out)

    def _prior(self, text: str) -> float:
        known = self._priors.get(text)
        if known is None:
            known = self._priors[text] = prior(self._model, self._setting, text)
        return known


_JOINER = "\u200d"


def _brackets(line: Line) -> list[Counter[str]]:
    """How many brackets of each kind stand before each slot, and in the whole line at the end.

    A slot counts with those it may hold, for a partner that is damaged too is still a partner.
    """
    running: Counter[str] = Counter()
    out = []
    for i, part in enumerate(line.parts):
        running.update(BRACKETS.findall(part))
        out.append(running.copy())
        if i < len(line.slots):
            running.update({text[0] for text, _ in line.slots[i].options if BRACKETS.match(text)} & _OPENING)
    return out


def _around(line: Line, at: int) -> str:
    """The sure text around a slot."""
    near = line.parts[max(0, at - _PARTS) : at + _PARTS]
    middle = min(at, _PARTS)
    return "".join(near[: middle + 1])[-_AROUND:] + "".join(near[middle + 1 :])[:_AROUND]


def _mostly_han(line: Line, slots: Sequence[int]) -> bool:
    return any(0xE3 <= line.slots[i].lead <= 0xE9 for i in slots)


def step(slot: Slot, before: str, shares: Sequence[float], reason: str, config: RepairConfig) -> RepairStep:
    """The step for a slot whose options have these probabilities; a mark where none is sure enough."""
    ranked = sorted(
        zip(shares, (text for text, _ in slot.options), strict=True), key=lambda pair: (-pair[0], pair[1])
    )
    best, text = ranked[0]
    alternatives = tuple((option, round(share, 4)) for share, option in ranked[: config.most_alternatives])
    if best < config.floor or text == before:
        return RepairStep(
            slot.start, slot.end, before, before, "damage", reason, round(1 - best, 4), alternatives
        )
    return RepairStep(slot.start, slot.end, before, text, "lost", reason, round(best, 4), alternatives)
