"""Both sides of an exchange in one record: which is said first, and labels before their words."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.importers.cell_values import words_of
from annotator.importers.column_names import plain
from annotator.importers.record_table import RecordRow


def said_first(rows: Sequence[RecordRow], both: tuple[str, str]) -> tuple[str, str]:
    """Both sides of an exchange in their order: that of the dialogue, where its turns lie in a list.

    There the answer comes first where dialogues begin with what is asked alone, or end with an answer alone,
    unless one stands alone in the midst of them, too.
    """
    asked, answered = both
    first: dict[int, RecordRow] = {}
    last: dict[int, RecordRow] = {}
    for row in rows:
        if not row.place.endswith("]"):
            return both
        first.setdefault(row.group, row)
        last[row.group] = row
    ends_of = {id(row) for row in (*first.values(), *last.values())}
    if any(_alone(row, *pair) for row in rows if id(row) not in ends_of for pair in (both, both[::-1])):
        return both
    begins = sum(_alone(row, asked, answered) - _alone(row, answered, asked) for row in first.values())
    ends = sum(_alone(row, answered, asked) - _alone(row, asked, answered) for row in last.values())
    return (answered, asked) if begins + ends > 0 else both


def _alone(row: RecordRow, column: str, other: str) -> int:
    """1 where a record has the one side and not the other."""
    return int(bool(row.values.get(column)) and not row.values.get(other))


def labels(rows: Sequence[RecordRow], columns: Sequence[str]) -> dict[str, str]:
    """What stands before all words of a column and is nothing but its name: ``User: ``."""
    found: dict[str, str] = {}
    for column in columns:
        said = [text for row in rows if (text := words_of(row.values.get(column)))]
        label = said[0].partition(":")[0] + ":" if said else ""
        if plain(label) == plain(column) and all(text.startswith(label) for text in said):
            found[column] = label
    return found
