"""What lines become when they are read under a page again, and how plausible that is in any language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import itemgetter

from annotator.plausibility import line_cost
from annotator.repair.code_pages import CONTINUATION, LEADS, PAGE_NAMES, CodePage, char_class, needs, page
from annotator.repair.damage_hypotheses import Sample, Signature
from annotator.repair.lossless_repair import quoted
from annotator.repair.misread_units import (
    RARE,
    before_a_marker,
    is_capital_within,
    units,
    weight,
    within_a_word,
)
from annotator.repair.reread_pairs import readings

#: How many characters of lines are read under each page to choose it.
_EXCERPT = 4_000
#: Costs of readings that stand next to each other repeat each other; nats are divided by this.
_TEMPERATURE = 3.0
#: What a character costs of which bytes are lost, in nats.
_BROKEN = 9.0
_THREE_BYTES = 0xE0
#: What stands for a letter of which a question mark is left: it costs what a letter does.
_SOME_LETTER = "a"
#: So much of a text is letters of alphabets where it is judged by how plausible its words are.
_SPELT = 0.7
_LAST_LATIN = 0xC6
#: So much more plausible must lines become, in nats, for a page that little else speaks for.
_GAIN = 12.0
#: So much must speak for such a page on average of all that is whole or may be left of something.
_FOR_EACH = 0.5
#: A reading of the text less probable than this is no rival.
RIVAL = 0.002


@dataclass(frozen=True, slots=True)
class Finding:
    """The page of a text; ``rivals`` are pages that read it otherwise, with their probabilities."""

    page: CodePage
    much_lost: bool = False  # whether lone leads are no surprise
    rivals: tuple[tuple[CodePage, float], ...] = ()

    def agreement(self, characters: str) -> float:
        """How probable it is that these characters of the text stand for the bytes the page says."""
        get = self.page.byte_of.get
        return 1.0 - sum(
            share
            for rival, share in self.rivals
            if any(rival.byte_of.get(char) != get(char) for char in characters if not char.isascii())
        )


@cache
def complete(name: str) -> re.Pattern[str]:
    """Whole sequences under a page, for counting at the speed of the regex engine."""
    byte_of = page(name).byte_of
    tail = char_class("".join(c for c, b in byte_of.items() if b in CONTINUATION))
    heads = {
        n: char_class("".join(c for c, b in byte_of.items() if b in leads)) for n, leads in LEADS.items()
    }
    return re.compile("|".join(f"[{heads[n]}][{tail}]{{{n}}}" for n in (3, 2, 1) if heads[n]))


def outcome_cost(line: str, of: CodePage) -> float:
    """What the line costs in nats with its whole sequences read under the page again."""
    parts = []
    at = broken = 0
    for unit in units(line, of):
        if unit.kind == "intact" or (unit.kind == "lossy" and unit.known[0] >= _THREE_BYTES):
            parts += [line[at : unit.start], unit.decoded]
            broken += unit.kind == "lossy"
            at = unit.end
        elif unit.kind == "lone" and needs(unit.known[0]) == 1 and before_a_marker(unit, line):
            parts += [line[at : unit.start], _SOME_LETTER]
            at = unit.end + 1
        elif unit.kind == "lone" and needs(unit.known[0]) == 1 and is_capital_within(unit, line):
            parts += [line[at : unit.start], _SOME_LETTER]
            at = unit.end
    return line_cost("".join([*parts, line[at:]])) + _BROKEN * broken


def cautious(lines: Sequence[str], names: Sequence[str]) -> Finding | None:
    """The page of lines in which little was misread, where they become far more plausible by it.

    Lines without a whole sequence say nothing, and what stands in quotes is talked about.
    """
    gains: list[tuple[float, CodePage]] = []
    for of in map(page, names):
        gain, room = 0.0, _EXCERPT
        for line in lines:
            if room > 0 and _speaks(line, of):
                gain += max(0.0, line_cost(line) - _gain_elsewhere(line) - outcome_cost(line, of))
                room -= len(line)
        gains.append((gain, of))
    if not gains:
        return None
    best, of = max(gains, key=itemgetter(0))
    if best < _GAIN:
        return None
    return Finding(of, rivals=_rivals([(gain - best, each) for gain, each in gains], of))


def _gain_elsewhere(line: str) -> float:
    """How much more plausible a line becomes where it is of another page of one byte, in nats.

    Three letters of Cyrillic that was read under a Western page may be those of one Chinese character.
    """
    return max((reading.gain for reading in readings(line)[:1]), default=0.0)


def _speaks(line: str, of: CodePage) -> bool:
    """Whether something whole stands outside quotes in the line, and little speaks against the page."""
    # A letter with an accent in a Latin word says nothing about other places of the line.
    found = [unit for unit in units(line, of) if unit.kind != "lone" or not within_a_word(unit, line)]
    return (
        any(
            unit.kind == "intact" and not quoted(line, unit.start, unit.end) and weight(unit, line) > 0
            for unit in found
        )
        and not any(RARE.search(unit.decoded) for unit in found)
        and sum(weight(unit, line) for unit in found) > _FOR_EACH * len(found)
    )


def is_spelt(sample: Sample, pages: Sequence[CodePage]) -> bool:
    """Whether some page reads nearly all of the sample as letters of alphabets, with nothing lost.

    Of Latin letters bytes may be lost: the model, which is asked otherwise, knows few of those.
    """
    for each in pages:
        found = sample.units(each, "")
        letters = {known: count for known, count in found.items() if needs(known[0]) == 1}
        latin = all(known[0] <= _LAST_LATIN for known in letters)
        counted = sum(count for known, count in letters.items() if latin or len(known) == 2)
        if counted >= _SPELT * found.total():
            return True
    return False


def cheapest(lines: str, sample: Sample, pages: Sequence[CodePage]) -> Finding:
    """The page under which the lines look most like text of some language."""
    excerpt = lines[:_EXCERPT].split("\n")
    costs: dict[Signature, tuple[float, int, CodePage]] = {}
    for each in pages:
        key = sample.signature(each)
        if key not in costs:
            cost = sum(outcome_cost(line, each) for line in excerpt)
            costs[key] = cost, PAGE_NAMES.index(each.name), each
    least, _, best = min(costs.values(), key=itemgetter(0, 1))
    return Finding(best, rivals=_rivals([(least - cost, each) for cost, _, each in costs.values()], best))


def _rivals(behind: Sequence[tuple[float, CodePage]], best: CodePage) -> tuple[tuple[CodePage, float], ...]:
    """The pages that read lines otherwise, with their probabilities; nats say how far each is behind."""
    odds = [(exp(nats / _TEMPERATURE), each) for nats, each in behind]
    whole = sum(odd for odd, _ in odds)
    shares = [(each, odd / whole) for odd, each in odds if each is not best]
    return tuple(rival for rival in shares if rival[1] >= RIVAL)
