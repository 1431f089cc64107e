"""Which columns of some records tell dialogues apart: their ids, and what stays while a dialogue lasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from annotator.importers.cell_values import words_of
from annotator.importers.column_names import ABOVE_SCENES, plain
from annotator.importers.column_values import (
    MANY_ROWS,
    has_few_values,
)
from annotator.importers.reader_result import TOGETHER
from annotator.importers.record_table import RecordRow, RecordTable


def is_of_speakers(rows: Sequence[RecordRow], found: Mapping[str, str]) -> bool:
    """Whether each id belongs to one speaker, and comes with every turn of theirs."""
    if "speaker" not in found or len(rows) < MANY_ROWS:
        return False
    pairs = {
        (words_of(row.values.get(found["id"])), words_of(row.values.get(found["speaker"]))) for row in rows
    }
    ids, speakers = ({pair[at] for pair in pairs} for at in (0, 1))
    return len(pairs) == len(ids) == len(speakers) <= len(rows) / 2


def is_of_dialogues(table: RecordTable, found: Mapping[str, str]) -> bool:
    """Whether each id stands at several rows in a row, of several speakers, and tells dialogues apart."""
    if table.groups or "speaker" not in found or {"dialogue", "reply_to"} & found.keys():
        return False
    ids = [words_of(row.values.get(found["id"])) for row in table.rows]
    runs = 1 + sum(one != other for one, other in pairwise(ids))
    if not 1 < runs == len(set(ids)) <= len(ids) / 3:
        return False
    first = [row for row, own in zip(table.rows, ids, strict=True) if own == ids[0]]
    return len({words_of(row.values.get(found["speaker"])) for row in first}) > 1


def is_of_turns(rows: Sequence[RecordRow], found: Mapping[str, str]) -> bool:
    """Whether what is called the id of a dialogue is another one in each row, and speakers come again."""
    if {"whole", "answer"} & found.keys() or "speaker" not in found or len(rows) < MANY_ROWS:
        return False
    values = {words_of(row.values.get(found["dialogue"])) for row in rows}
    return len(values) == len(rows) and has_few_values(rows, found["speaker"])


def told_apart(rows: Sequence[RecordRow], columns: Sequence[str], main: str, found: Mapping[str, str]) -> str:
    """The columns that tell dialogues apart together: scene 1 of season 1 is not scene 1 of season 2."""
    by_plain = {plain(column): column for column in columns if column not in found.values()}
    above = [by_plain[name] for name in ABOVE_SCENES if name in by_plain]
    if not above:
        also = _beside_which_numbers_restart(rows, columns, main, found)
        return main if also is None else TOGETHER.join((also, main))
    kinds: dict[str, set[tuple[str, ...]]] = {}
    for row in rows:
        key = words_of(row.values.get(main))
        kinds.setdefault(key, set()).add(tuple(words_of(row.values.get(column)) for column in above))
    if all(len(values) == 1 for values in kinds.values()):
        return main
    return TOGETHER.join([*above, main])


def _beside_which_numbers_restart(
    rows: Sequence[RecordRow], columns: Sequence[str], main: str, found: Mapping[str, str]
) -> str | None:
    """A column that tells dialogues apart where turns of one have the same numbers again; None for none.

    Its value stays while a dialogue lasts, and with it no number comes twice.
    """
    number = found.get("id") or found.get("order")
    if not number or not _comes_twice(rows, (main,), number):
        return None
    fits = {}
    for column in columns:
        if column in found.values():
            continue
        keys = [(words_of(row.values.get(column)), words_of(row.values.get(main))) for row in rows]
        runs = 1 + sum(one != other for one, other in pairwise(keys))
        if runs == len(set(keys)) <= len(rows) / 2 and not _comes_twice(rows, (column, main), number):
            fits[column] = runs
    return min(fits, key=fits.__getitem__, default=None)


def _comes_twice(rows: Sequence[RecordRow], keys: Sequence[str], number: str) -> bool:
    """Whether a number stands twice in rows that are alike in some columns."""
    numbered = [tuple(words_of(row.values.get(column)) for column in (*keys, number)) for row in rows]
    return len(set(numbered)) < len(numbered)
