"""What the beam search goes along: places with candidates, and how many ways are followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: Histories that are so much less likely than the best, in natural logarithms, are given up.
MARGIN = 16.0
#: And no more than so many are kept.
WIDTH = 48
#: Where there are more candidates than these, fewer histories are followed, for the time's sake.
MANY, NARROW = 40, 24
DEAD_END = -1e9
#: The prior of a candidate that is not looked at.
NEVER = -1e8
#: How much the network's logarithms count beside the language model's.
HEARD = 0.7
#: Options that it finds less likely than this are not looked at.
GIVEN_UP = -9.0
#: Of more candidates than these, which two lost bytes can leave, the rare ones are not looked at.
MOST_CHOICES = 64


class Choice(NamedTuple):
    """One candidate at a place: its tokens and what speaks for it apart from the context."""

    numbers: tuple[int, ...]
    prior: float = 0.0


NOT_LOOKED_AT = Choice((), NEVER)
#: A place in the lattice: the number of a sure token, or the candidates.
Place = int | tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class LatticeStretch:
    """Places that are searched by themselves; ``begins`` says that a line begins there."""

    places: Sequence[Place]
    begins: bool
