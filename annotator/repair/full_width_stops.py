"""Full-width signs that some writers use in the place of the usual ones: ． for 。 and ＞ for 》.

The texts the model has learnt from hold them between digits and in formulas. At the end of a
sentence or a title they are judged as the sign they stand for, and how probable such a writer
is shows in what the text does without.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from annotator.repair.damaged_line import Line

STOP, DOT, COMMAS = "。", "．", "，,"
_STANDS_FOR = {DOT: STOP, "＞": "》"}

#: How many writers end sentences in a dot, against those who do not: one in a hundred in the training
#: reviews, less here because who writes no stop at all often exclaims instead.
_WRITERS = 0.001
#: Sentence ends for a comma in the training texts. That a text of so many has no usual stop by chance
#: follows from a geometric distribution: writers differ much in how they end sentences.
_ENDS = 0.4
#: How often one who writes dots writes a usual stop all the same.
_STRAYS = 0.02


def has_stand_in(option: str) -> bool:
    """Whether an option may be judged as another sign."""
    return option in _STANDS_FOR


def stands_for(line: Line, at: int, option: str) -> str:
    """The sign that an option of a slot is judged as; mostly the option itself."""
    sign = _STANDS_FOR.get(option)
    if sign is None or (line.parts[at][-1:].isdigit() and line.parts[at + 1][:1].isdigit()):
        return option
    return sign


class Stops:
    """How probable it is that a line ends its sentences in a dot, read off what is sure of its text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        lost = {id(line): _may_have_lost_stops(line) for line in lines}
        self._by_line = {id(line): _Count(line.parts, lost=lost[id(line)]) for line in lines}
        self._all = _Count([part for line in lines for part in line.parts], lost=any(lost.values()))

    def prior(self, line: Line) -> float:
        """Logarithm of the probability that the writer of the line puts a dot where others put 。."""
        one = self._by_line[id(line)]
        odds = max(one.odds, self._all.odds if not one.stops else 0.0)
        return log(odds / (1 + odds))


def _may_have_lost_stops(line: Line) -> bool:
    return any(text == STOP for slot in line.slots for text, _ in slot.options)


class _Count:
    """Stops, commas and dots of some text, and the odds that its writer uses dots for stops.

    ``lost`` says that usual stops may be among what was lost: that none is there tells nothing then.
    """

    def __init__(self, parts: Sequence[str], *, lost: bool) -> None:
        self.stops = sum(part.count(STOP) for part in parts)
        commas = sum(part.count(comma) for part in parts for comma in COMMAS)
        dots = sum(
            end == DOT and not (before.isdigit() and after.isdigit())
            for part in parts
            for before, end, after in zip(part, part[1:], part[2:] + " ", strict=False)
        )
        without = _STRAYS if self.stops else 1.0 if lost else 1 + _ENDS * commas
        self.odds = (_WRITERS + dots) * without
