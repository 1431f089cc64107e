"""Turns and answers of projects as arrays: read without a loop over them, and numbered across projects.

A project of a million turns with ten annotators has ten million answers; as objects they would take
minutes and gigabytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.store import PackedRows, Project

Array = NDArray[Any]

UNKNOWN = -1
_TURN_PARTS = {
    "turn": np.int32, "dialogue": np.int32, "place": np.int64,
    "switched": np.bool_, "repaired": np.bool_, "second_half": np.bool_,
}  # fmt: skip


@dataclass(slots=True)
class NumberedKeys:
    """Keys numbered as they come."""

    index: dict[str, int] = field(default_factory=dict)

    def number(self, key: str) -> int:
        """The number of a key, the next one where it is new."""
        return self.index.setdefault(key, len(self.index))

    def table(self, keys: Mapping[int, str]) -> Array:
        """The number of each row of a project."""
        return table(keys.keys(), [self.number(key) for key in keys.values()])


def table(rows: Iterable[int] | Array, numbers: Iterable[int] | Array) -> Array:
    """The numbers by row number, ``UNKNOWN`` for all others, of which the last entry is one."""
    where, what = (np.fromiter(each, dtype=np.int64) for each in (rows, numbers))
    found = np.full(int(where.max(initial=0)) + 2, UNKNOWN, dtype=np.int32)
    found[where] = what
    return found


def looked_up(numbers: Array, rows: Array | int) -> Array:
    """The entries of a :func:`table` for row numbers, or for one."""
    return np.asarray(numbers[np.minimum(rows, len(numbers) - 1)])


@dataclass(frozen=True, slots=True)
class NumberedTurns:
    """Turns in their order: row number in their project, number of dialogue and speaker, place in the
    dialogue (the same in every project), and what is known about each."""

    rows: Array
    dialogue: Array
    place: Array
    speaker: Array
    switched: Array
    repaired: Array
    second_half: Array

    def at(self, wanted: Array) -> NumberedTurns:
        """Some of them."""
        return NumberedTurns(*(getattr(self, each.name)[wanted] for each in fields(self)))


def turns_of(
    project: Project,
    dialogues: Array,
    speakers: NumberedKeys,
    only: Sequence[int] | None = None,
    *,
    contexts: bool = True,
) -> NumberedTurns:
    """The turns of a project, or some of them (their rows); ``dialogues`` is the table of its dialogues'
    numbers. Without ``contexts`` nothing is known about each but where it stands."""
    comparison = project.comparison
    pieces: defaultdict[str, list[Array]] = defaultdict(list)
    packed = (
        comparison.turns(contexts=contexts)
        if only is None
        else comparison.some_turns(only, contexts=contexts)
    )
    for piece in unpacked(packed):
        for name, kind in _TURN_PARTS.items():
            part = piece.get(name, np.zeros(len(piece["turn"])))
            pieces[name].append((looked_up(dialogues, part) if name == "dialogue" else part).astype(kind))
    found = {
        name: np.concatenate([np.empty(0, kind), *pieces.pop(name, ())]) for name, kind in _TURN_PARTS.items()
    }
    rows = found["turn"]
    spoken = np.zeros(int(rows.max(initial=0)) + 1, dtype=np.int32)
    for speaker, turns in comparison.speakers(only) if contexts else ():
        own = _numbers(turns)
        spoken[own[own < len(spoken)]] = speakers.number(speaker)
    return NumberedTurns(
        rows, found["dialogue"], found["place"], spoken[rows],
        found["switched"], found["repaired"], found["second_half"],
    )  # fmt: skip


def united(parts: Sequence[NumberedTurns]) -> tuple[NumberedTurns, list[Array]]:
    """The turns of several projects, each once, as the first of them has it; and for each project which of
    them its turns are."""
    if len(parts) == 1 and _in_order(parts[0]):
        return parts[0], [np.arange(len(parts[0].rows), dtype=np.int32)]
    every = NumberedTurns(
        *(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(NumberedTurns))
    )
    order = np.lexsort((every.place, every.dialogue))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(every.dialogue[order]) != 0) | (np.diff(every.place[order]) != 0)
    number = np.empty(len(order), dtype=np.int32)
    number[order] = np.cumsum(new) - 1
    ends = np.cumsum([len(part.rows) for part in parts])[:-1]
    return every.at(order[new]), np.split(number, ends)


def _in_order(turns: NumberedTurns) -> bool:
    """Whether turns stand as in their dialogues: those that were split off have the last row numbers."""
    further = np.diff(turns.dialogue)
    return bool(((further > 0) | ((further == 0) & (np.diff(turns.place) > 0))).all())


def unpacked(rows: PackedRows) -> Iterator[dict[str, Array]]:
    """The parts of packed rows by name, a piece at a time."""
    for piece in rows.pieces:
        found = {}
        for column, digits in zip(rows.columns, piece, strict=True):
            rest = _numbers(digits)
            for name, bits in reversed(column):
                found[name] = rest & ((1 << bits) - 1)
                rest = rest >> bits
        yield found


def arrays_of(rows: PackedRows) -> dict[str, Array]:
    """The parts of packed rows by name, all at once."""
    pieces: defaultdict[str, list[Array]] = defaultdict(list)
    for piece in unpacked(rows):
        for name, part in piece.items():
            pieces[name].append(part)
    names = (name for column in rows.columns for name, _ in column)
    return {name: np.concatenate(pieces[name] or [np.empty(0, dtype=np.int64)]) for name in names}


def _numbers(digits: str) -> Array:
    return np.fromstring(digits, dtype=np.int64, sep=",")
