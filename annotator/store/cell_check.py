"""Which rows hold values that no column of theirs can hold: a flipped byte, seen cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.store import tables as t
from annotator.store.database import Database, Garbled
from annotator.store.database_errors import ProjectDamaged
from annotator.store.json_columns import JSON_COLUMNS

_TYPES = {"INTEGER": "integer", "TEXT": "text", "BLOB": "blob"}  # a REAL may be kept as an integer


def damaged_cells(db: Database) -> Iterator[tuple[str, str]]:
    """Where, and what is wrong there, for each cell that cannot be read; "table turn, row 7"."""
    for table in t.metadata.tables.values():
        yield from _of_other_types(db, table)
        columns = [
            (column.name, JSON_COLUMNS.get((table.name, column.name)))
            for column in table.columns
            if isinstance(column.type, sa.Text)
        ]
        texts = _select(table, [name for name, _ in columns])
        try:
            yield from _of_no_use(table, columns, db.plain(texts))
        except ProjectDamaged:  # some text is not UTF-8: once more, with a look at each
            with db.lenient():
                yield from _of_no_use(table, columns, db.plain(texts))


def _select(table: sa.Table, columns: list[str]) -> sa.Select[Any]:
    names = [f'"{name}"' for name in ([column.name for column in table.columns][:2] + columns)]
    chosen: list[Any] = [sa.literal_column(name) for name in names]
    return sa.select(*chosen).select_from(table)


def _of_other_types(db: Database, table: sa.Table) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        kind = _TYPES.get(str(column.type).upper())
        if kind is None:
            continue
        wrong = sa.literal_column(f'typeof("{column.name}")').not_in((kind, "null"))
        for row in db.plain(_select(table, []).where(wrong)):
            yield _where(table, row), f"its {column.name} is of another type"


def _of_no_use(
    table: sa.Table,
    columns: list[tuple[str, msgspec.json.Decoder[Any] | None]],
    rows: Iterator[tuple[Any, ...]],
) -> Iterator[tuple[str, str]]:
    for row in rows:
        for (name, decoder), value in zip(columns, row[len(row) - len(columns) :], strict=True):
            if isinstance(value, Garbled):
                yield _where(table, row), f"its {name} has bytes that are no UTF-8"
            elif decoder is not None and isinstance(value, str):
                try:
                    decoder.decode(value)
                except (msgspec.MsgspecError, RecursionError):
                    yield _where(table, row), f"its {name} is not the JSON that belongs there"


def _where(table: sa.Table, row: tuple[Any, ...]) -> str:
    number = f"{row[0]}, {row[1]}" if table is t.change else row[0]
    return f"table {table.name}, row {number}"
