"""Where dialogues of a table begin that no column is known to tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from annotator.importers.cell_values import words_of
from annotator.importers.record_table import RecordRow

_COLUMNS = 8  # looked at together
_LEAST = 4  # turns of a recording, on average
_FALL = 4.0  # seconds by which times may fall without a border
_BEGINNING = 0.25  # of the time that a recording lasted, in which the next one begins


def begin_anew(numbers: Sequence[float | None]) -> list[int]:
    """Where dialogues begin whose turns count up from the same number; empty where all count up once."""
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers) or not known:
        return []
    starts = [0, *(at for at, (one, other) in enumerate(pairwise(known), 1) if other <= one)]
    alike = all(known[at] == known[0] for at in starts)
    return starts if alike and 1 < len(starts) <= len(known) / 2 else []


def times_fall(times: Sequence[object]) -> list[int]:
    """Where times fall, as where another recording begins, and the first; empty where they do so often."""
    known = [float(at) for at in times if isinstance(at, int | float)]
    if len(known) < len(times):
        return []
    starts = [0, *(at for at, (before, now) in enumerate(pairwise(known), 1) if now < before - _FALL)]
    return starts if 1 < len(starts) <= len(known) / _LEAST else []


def begins_anew(times: Sequence[object], starts: Sequence[int]) -> bool:
    """Whether each recording begins in the first part of the time that the one before it lasted."""
    known = [float(at) for at in times if isinstance(at, int | float)]
    return all(known[at] <= _BEGINNING * known[at - 1] for at in starts[1:])


def staying_between(rows: Sequence[RecordRow], columns: Sequence[str], starts: Sequence[int]) -> str:
    """The column whose values change at these rows, stay longest, and never come again; "" for none."""
    wanted = set(starts[1:])
    found: dict[str, int] = {}
    for column in columns:
        values = [words_of(row.values.get(column)) for row in rows]
        here = {at for at, (one, other) in enumerate(pairwise(values), 1) if one != other}
        if wanted <= here and len(here) + 1 == len(set(values)) <= len(rows) / _LEAST:
            found[column] = len(here)
    return min(found, key=found.__getitem__, default="")


def changing_at(rows: Sequence[RecordRow], columns: Sequence[str], starts: Sequence[int]) -> tuple[str, ...]:
    """The columns whose values change at these rows and nowhere else, and together name each stretch anew.

    One, or two of which each changes at some of the rows, as the number of a debate and its day; or none.
    """
    wanted = set(starts[1:])
    changes: dict[str, set[int]] = {}
    for column in columns:
        values = [words_of(row.values.get(column)) for row in rows]
        here = {at for at, (one, other) in enumerate(pairwise(values), 1) if one != other}
        if here and here <= wanted:
            changes[column] = here
    for size in (1, 2):
        for by in combinations(list(changes)[:_COLUMNS], size):
            keys = {tuple(words_of(rows[at].values.get(column)) for column in by) for at in starts}
            if set().union(*(changes[column] for column in by)) == wanted and len(keys) == len(starts):
                return by
    return ()
