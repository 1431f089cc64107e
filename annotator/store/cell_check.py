"""Which rows hold values that no column of theirs can hold: a flipped byte, seen cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.errors import Sentence
from annotator.store import tables as t
from annotator.store.database import Database, Garbled
from annotator.store.database_errors import ProjectDamaged
from annotator.store.json_columns import JSON_COLUMNS

_TYPES = {"INTEGER": "integer", "TEXT": "text", "BLOB": "blob"}  # a REAL may be kept as an integer


def damaged_cells(db: Database) -> Iterator[tuple[str, str, str]]:
    """The kind of problem, where ("table turn, row 7") and what is wrong there, for each cell that cannot be
    read."""
    for table in t.metadata.tables.values():
        yield from _of_other_types(db, table)
        columns = [(name, JSON_COLUMNS.get((table.name, name))) for name in _texts(table)]
        try:
            yield from _of_no_use(table, columns, db.stream(_all_texts(table)))
        except ProjectDamaged:  # some text is not UTF-8: once more, with a look at each
            with db.lenient():
                yield from _of_no_use(table, columns, db.stream(_all_texts(table)))


def _texts(table: sa.Table) -> list[str]:
    return [column.name for column in table.columns if isinstance(column.type, sa.Text)]


def _select(table: sa.Table, values: list[str]) -> sa.Select[Any]:
    """A row's first two columns, which say where it stands, and these values, by names of columns alone."""
    first = [f'"{column.name}"' for column in table.columns][:2]
    chosen: list[Any] = [sa.literal_column(each) for each in first + values]
    return sa.select(*chosen).select_from(table)


# Statements are made once: to put one together takes as long as to look at hundreds of rows.
@cache
def _all_texts(table: sa.Table) -> sa.Select[Any]:
    return _select(table, [f'"{name}"' for name in _texts(table)])


@cache
def _types(table: sa.Table) -> tuple[sa.Select[Any], tuple[tuple[str, str], ...]]:
    """The rows with a value of another type, and the columns whose types follow, each with the right one."""
    kinds = [(column.name, _TYPES.get(str(column.type).upper())) for column in table.columns]
    looked = tuple((name, kind) for name, kind in kinds if kind is not None)
    wrong: list[Any] = [
        sa.literal_column(f"typeof(\"{name}\") NOT IN ('{kind}', 'null')") for name, kind in looked
    ]
    return _select(table, [f'typeof("{name}")' for name, _ in looked]).where(sa.or_(*wrong)), looked


def _of_other_types(db: Database, table: sa.Table) -> Iterator[tuple[str, str, str]]:
    statement, looked = _types(table)
    for row in db.stream(statement):
        for (name, kind), found in zip(looked, row[len(row) - len(looked) :], strict=True):
            if found not in {kind, "null"}:
                what = Sentence("its {field} is of another type", field=name)
                yield "cell_type", _where(table, row), what


def _of_no_use(
    table: sa.Table,
    columns: list[tuple[str, msgspec.json.Decoder[Any] | None]],
    rows: Iterator[tuple[Any, ...]],
) -> Iterator[tuple[str, str, str]]:
    for row in rows:
        for (name, decoder), value in zip(columns, row[len(row) - len(columns) :], strict=True):
            if isinstance(value, Garbled):
                what = Sentence("its {field} has bytes that are no UTF-8", field=name)
                yield "cell_encoding", _where(table, row), what
            elif decoder is not None and isinstance(value, str):
                try:
                    decoder.decode(value)
                except (msgspec.MsgspecError, RecursionError):
                    what = Sentence("its {field} is not the JSON that belongs there", field=name)
                    yield "cell_json", _where(table, row), what


def _where(table: sa.Table, row: tuple[Any, ...]) -> str:
    number = f"{row[0]}, {row[1]}" if table is t.change else row[0]
    return Sentence("table {table}, row {row}", table=table.name, row=number)
