"""The tables that came in: the columns of tags behind their own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from annotator.exporters.csv_columns import records
from annotator.exporters.csv_writer import safe, tag_columns
from annotator.exporters.project_protocol import Content
from annotator.exporters.source_tables_writer import Sheet, file_names, take, text_of, used
from annotator.exporters.xlsx_columns import part_of, strings_in
from annotator.model import DialogueRecord


class Returned:
    """Of every dialogue of a table the cells that were put in, by row and column."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._columns = tag_columns(content.codebook(), content.annotators(), dialogues=True)
        self._sources = {source.id: source for source in content.sources()}
        self._sheets: dict[int, Sheet] = {}
        self._filled: dict[int, set[str]] = {}  # columns of each source in which something stands
        self._rows: list[tuple[int, list[int]]] = []  # source and rows of each dialogue, in their order

    def expected(self, record: DialogueRecord) -> Any:
        """The cells of the dialogue's rows in which something stands; None for other dialogues."""
        own: dict[int, Sheet] = {}
        take(own, record)
        for key, sheet in own.items():
            names, cells = used(sheet, self._columns)
            self._sheets[key] = replace(sheet, rows={}, about={})
            self._filled.setdefault(key, set()).update(names)
            self._rows.append((key, sorted(sheet.rows)))
            return _facts(names, cells)
        return None

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the files; those that the table had before have no part in it."""
        names = file_names([self._sources[key] for key in self._sheets])
        with zipfile.ZipFile(file) as archive:
            tables = {key: self._table(archive.read(names[key]), key) for key in self._sheets}
        for key, rows in self._rows:
            columns, cells = tables[key]
            yield _facts(columns, {number: cells.get(number, [""] * len(columns)) for number in rows})

    def _table(self, data: bytes, key: int) -> tuple[list[str], dict[int, list[str]]]:
        sheet = self._sheets[key]
        filled = self._filled[key]
        names = [name for column in self._columns if (name := str(safe(column.name))) in filled]
        if not names:
            return [], {}
        if sheet.kind == "xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                return names, strings_in(book.read(part_of(book, sheet.name)), len(names))
        source = self._sources[key]
        text = data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else source.encoding, "replace")
        received, _ = text_of(source, self._content.source_bytes(key))
        # An answer may have line breaks, so rows are told by their order.
        before = records(received, sheet.separator)
        after = records(text.removeprefix("\ufeff"), sheet.separator)
        return names, {
            number: row[-len(names) :]
            for (number, *_), (*_, row) in zip(before, after, strict=True)
            if row is not None
        }


def _facts(names: Sequence[str], cells: Mapping[int, Sequence[str]]) -> list[Any]:
    return [
        [number, sorted([name, cell] for name, cell in zip(names, row, strict=True) if cell)]
        for number, row in sorted(cells.items())
    ]
