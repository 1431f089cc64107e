"""What the overview shows, as far as it has been counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from annotator.model import Annotator
    from annotator.store.overview import Answered, DialogueStretch, Pace, Shared

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Open:
    """A turn that lacks an answer: its facet's key, its row, its dialogue's title, its place from 0."""

    facet: str
    turn_id: int
    title: str
    position: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a project. ``ready`` names the parts that are complete; the others may grow still.

    ``people`` are those who have answered anything, with the person at the keyboard first. ``answered``,
    ``labels`` and ``shared`` are those of the store, summed; ``cells`` has the answered units of every
    stretch by facet and annotator. ``left`` counts turns by the name of a condition.
    """

    me: str = ""
    people: tuple[Annotator, ...] = ()
    stretches: tuple[DialogueStretch, ...] = ()
    answered: Mapping[tuple[str, str], Answered] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], Sequence[int]] = field(default_factory=dict)
    labels: Mapping[tuple[str, str], tuple[int]] = field(default_factory=dict)
    shared: Mapping[str, Shared] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    pace: tuple[Pace, ...] = ()
    next: Open | None = None
    ready: frozenset[str] = frozenset()

    @property
    def dialogues(self) -> int:
        """How many dialogues there are."""
        return sum(stretch.dialogues for stretch in self.stretches)

    @property
    def turns(self) -> int:
        """How many turns there are."""
        return sum(stretch.turns for stretch in self.stretches)


def summed(parts: Sequence[Mapping[K, Any] | None]) -> dict[K, Any]:
    """Named tuples of numbers added by key; parts that are None have not been counted yet."""
    made: dict[K, Any] = {}
    for part in parts:
        for key, figures in (part or {}).items():
            had = made.get(key)
            made[key] = figures if had is None else _plus(had, figures)
    return made


def _plus(one: Any, other: Any) -> Any:
    numbers = [a + b for a, b in zip(one, other, strict=True)]
    return one._make(numbers) if hasattr(one, "_make") else tuple(numbers)


def cells(parts: Sequence[Mapping[tuple[str, str], Answered] | None]) -> dict[tuple[str, str], list[int]]:
    """The units answered in each stretch, by facet and annotator."""
    made: dict[tuple[str, str], list[int]] = {}
    for at, part in enumerate(parts):
        for key, figures in (part or {}).items():
            made.setdefault(key, [0] * len(parts))[at] = figures.units
    return made
