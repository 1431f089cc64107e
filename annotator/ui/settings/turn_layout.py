"""How somebody wants to read: how much a turn shows, how long lines are, on which side speakers stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, cast, get_args

Density = Literal["comfortable", "reading", "compact"]
"""``comfortable``: tags as chips under each turn; ``reading``: tags small, in the header line;
``compact``: one line for each turn, until it is unfolded."""

USUAL_SPACING = 100  # percent
USUAL_LINE = 104  # characters
LONGEST_LINES = (40, 300)  # characters that a line may hold at most: the least and the most of it
SPACINGS = (80, 200)  # percent of the usual distance of two lines


def density(name: str) -> Density:
    """The density of that name; the comfortable one for any other word."""
    return cast("Density", name) if name in get_args(Density) else "comfortable"


@dataclass(frozen=True, slots=True)
class Layout:
    """What a person has chosen, and which speakers of the dialogue stand at the right.

    ``spacing`` is in percent of the usual distance of two lines; ``line`` is how many Latin characters
    (twice as many as Chinese ones) a line holds at most.
    """

    density: Density = "comfortable"
    spacing: int = USUAL_SPACING
    line: int = USUAL_LINE
    right: frozenset[str] = field(default_factory=frozenset)
