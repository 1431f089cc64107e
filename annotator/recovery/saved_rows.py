"""The rows of a damaged project file, table by table, checked against what its columns can hold."""

# Statements are made of names of tables and columns that stand in this package, never of what a file says.
# ruff: noqa: S608

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from annotator.recovery.sqlite_pages import Pages, StoredRow, Text
from annotator.store.json_columns import JSON_COLUMNS
from annotator.store.schema import STEPS

_NEEDED = frozenset({"change", "offer", "speaker"})  # without their JSON these rows say nothing
_DERIVED = frozenset({"tally", "text_mark", "turn_word"})  # made anew
_GREATEST = 2**53  # no row, place or count has a greater number, nor may the next one
_TYPES: dict[str, tuple[type, ...]] = {
    "INTEGER": (int,),
    "REAL": (float, int),
    "TEXT": (Text,),
    "BLOB": (bytes,),
}


class SchemaColumn(NamedTuple):
    """A column as the schema has it."""

    name: str
    kind: str
    needed: bool
    default: object


class SchemaTable(NamedTuple):
    """A table; ``first`` is how many columns it had before later versions added some."""

    name: str
    columns: tuple[SchemaColumn, ...]
    first: int
    numbered: bool  # its first column is the row number, which the record leaves out


class Saved(NamedTuple):
    """A row with its values, and whether a text of it lost bytes or a value of it could not be read."""

    values: tuple[object, ...]
    damaged: bool


def tables_of(version: int) -> dict[str, SchemaTable]:
    """The tables of a version of the format whose rows are to be saved."""
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        made: dict[str, SchemaTable] = {}
        first: dict[str, int] = {}
        for step in STEPS[:version]:
            db.executescript(step)
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if name in _DERIVED or name.startswith(("turn_index", "sqlite_")):
                    continue
                info = db.execute(f'PRAGMA table_info("{name}")').fetchall()
                columns = tuple(
                    SchemaColumn(row[1], row[2], bool(row[3]), "" if row[4] == "''" else row[4])
                    for row in info
                )
                first.setdefault(name, len(columns))
                made[name] = SchemaTable(name, columns, first[name], columns[0].name in {"id", "source"})
        return made


class SavedRows:
    """Reads the rows of a damaged file. ``lost`` counts, by table, rows that are there and cannot be read."""

    def __init__(self, pages: Pages, version: int) -> None:
        self._pages = pages
        self.tables = tables_of(version)
        self.lost: Counter[str] = Counter()
        self._places, whole = self._trees()
        # Pages that no tree leads to are looked through where a tree is broken; else they are old.
        self._strays = [] if whole else self._unreached()

    def _trees(self) -> tuple[dict[str, list[int]], bool]:
        roots: dict[str, int] = {}
        others: list[int] = []
        schema, whole = self._pages.tree(1)
        for page in schema:
            for row in self._pages.rows(page):
                kind, said, _, root, *_ = (*row.values, None, None, None, None) if row else (None,) * 4
                whole = whole and row is not None
                if not isinstance(root, int) or not root:  # a view
                    continue
                if kind == b"table" and isinstance(said, bytes):
                    roots[said.decode("utf-8", "replace")] = root
                else:
                    others.append(root)
        whole = whole and self.tables.keys() <= roots.keys()
        places: dict[str, list[int]] = {}
        self._reached = set(schema)
        for name, root in [*roots.items(), *(("", root) for root in others)]:
            found, all_of_it = self._pages.tree(root)
            whole = whole and all_of_it
            self._reached.update(found)
            if name in self.tables:
                places[name] = found
        return places, whole

    def _unreached(self) -> list[int]:
        free = self._pages.free()
        return [n for n in range(2, self._pages.count + 1) if n not in self._reached and n not in free]

    def of(self, name: str) -> Iterator[Saved]:
        """The rows of a table, those of pages that no tree leads to last."""
        table = self.tables[name]
        for page in self._places.get(name, ()):
            for row in self._pages.rows(page):
                saved = None if row is None else _saved(table, row)
                if saved is None:
                    self.lost[name] += 1
                else:
                    yield saved
        for page in self._strays:
            for row in self._pages.rows(page):
                saved = None if row is None else _saved(table, row)
                # A stray row of an annotator has the shape of a named filter.
                if saved is not None and not (name == "view" and saved.values[3] in {"human", "machine"}):
                    yield saved


def _saved(table: SchemaTable, row: StoredRow) -> Saved | None:
    """The row as one of the table, None where it cannot be one of it."""
    if not table.first <= len(row.values) <= len(table.columns) or table.numbered == (row.number is None):
        return None
    stored: list[object] = list(row.values)
    if table.numbered:
        if stored[0] is not None:
            return None
        stored[0] = row.number
    stored += [column.default for column in table.columns[len(stored) :]]
    read = [_read(table, column, value) for column, value in zip(table.columns, stored, strict=True)]
    if None in read:
        return None
    return Saved(tuple(cell.value for cell in read if cell), any(cell.damaged for cell in read if cell))


class _Cell(NamedTuple):
    value: object
    damaged: bool = False


def _read(table: SchemaTable, column: SchemaColumn, value: object) -> _Cell | None:
    """The value of a column, None where the column cannot hold what stands there."""
    if value is None or isinstance(value, str):  # nothing, or a default
        return None if value is None and column.needed else _Cell(value)
    if not isinstance(value, _TYPES[column.kind]) or (isinstance(value, int) and abs(value) > _GREATEST):
        return None
    if not isinstance(value, Text):
        return _Cell(value)
    text, lost = _text(value)
    decoder = JSON_COLUMNS.get((table.name, column.name))
    if decoder is not None:
        try:
            decoder.decode(text)
        except (msgspec.DecodeError, RecursionError):
            return None if table.name in _NEEDED else _Cell("[]" if column.needed else None, damaged=True)
    return _Cell(text, lost)


def _text(raw: bytes) -> tuple[str, bool]:
    try:
        return raw.decode(), False
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), True


def insert_statement(table: SchemaTable) -> str:
    """The statement that puts such a row into a new file."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join("?" * len(table.columns))})'


def position(table: SchemaTable, name: str) -> int:
    """Where a column stands in a row."""
    return [column.name for column in table.columns].index(name)


def order_of(tables: Sequence[str]) -> list[str]:
    """The tables in an order in which those that others refer to come first."""
    first = ["project", "annotator", "source", "source_data", "dialogue", "turn", "facet", "label", "target"]
    return [name for name in first if name in tables] + sorted(set(tables) - set(first))
