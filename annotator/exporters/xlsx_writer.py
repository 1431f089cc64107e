"""An Excel workbook with a sheet of turns and a sheet of tags.

Written by hand, row by row: text is text there and never a formula, numbers are numbers. A cell
holds 32,767 UTF-16 code units and a sheet 1,048,576 rows, which is the format's own limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import IO, Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from annotator.errors import UserError
from annotator.exporters.json_writer import watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tables import TAG_COLUMNS, Column, Row, Tables
from annotator.exporters.xml_text import clean
from annotator.exporters.zip_writer import Bundle, bundle

SHEETS = ("turns", "tags")
BETWEEN = "; "  # several labels in one cell
_UNITS = 32_767
_ROWS = 1_048_576
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# An underscore that would begin an escape is written as one itself.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write the workbook. Raises Cancelled where the options say so, UserError for too many rows."""
    tables = Tables(content)
    with bundle(out) as files:
        _frame(files)
        turns = _GrowingSheet(files.part("xl/worksheets/sheet1.xml"), tables.turn_columns)
        tags = _GrowingSheet(files.part("xl/worksheets/sheet2.xml"), TAG_COLUMNS)
        for record in watched(content, options):
            if record.turns:
                turns.add(tables.turns(record))
                tags.add(tables.tags(record))
        turns.finish()
        tags.finish()


def shown(text: str) -> str:
    """A text as a cell holds it: without characters that XML cannot write, and cut where it is too long."""
    text = clean(text)
    if len(text) * 2 <= _UNITS:
        return text
    return text.encode("utf-16-le")[: 2 * _UNITS].decode("utf-16-le", "ignore")


def cell(value: Any) -> Any:
    """What a cell holds of a value; None for an empty one."""
    if isinstance(value, list):
        value = BETWEEN.join(value)
    return (shown(value) or None) if isinstance(value, str) else value


class _GrowingSheet:
    """A sheet that grows row by row; the first row has the columns' names and stays in view."""

    def __init__(self, out: IO[bytes], columns: Sequence[Column]) -> None:
        self._out = out
        self._names = [column.name for column in columns]
        self._letters = [letters(place) for place in range(len(columns))]
        self._numbers = count(1)
        pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        views = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        out.write(f'{_HEAD}<worksheet xmlns="{_MAIN}">{views}<sheetData>'.encode())
        self._write(self._names)

    def add(self, rows: Iterator[Row]) -> None:
        """Take some rows."""
        for row in rows:
            self._write([row[name] for name in self._names])

    def finish(self) -> None:
        """Write the end."""
        self._out.write(b"</sheetData></worksheet>\n")

    def _write(self, values: Sequence[Any]) -> None:
        number = next(self._numbers)
        if number > _ROWS:
            raise UserError(
                "The workbook cannot be written",
                "a sheet holds {rows:,} rows and there are more",
                "Export a part of the project, or as CSV",
                rows=_ROWS,
            )
        cells = [
            _cell(f"{column}{number}", held)
            for column, value in zip(self._letters, values, strict=True)
            if (held := cell(value)) is not None
        ]
        self._out.write(f'<row r="{number}">{"".join(cells)}</row>'.encode())


def _cell(place: str, value: Any) -> str:
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    text = escaped(value)
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def escaped(text: str) -> str:
    """A text as it stands in a cell's XML."""
    escapes = _ESCAPE.sub("_x005F_", text) if "_x" in text else text
    return escape(escapes).replace("\r", "_x000D_")


def letters(place: int) -> str:
    """The name of a column, from 0: A to Z, AA and so on."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _frame(files: Bundle) -> None:
    """What makes a workbook of the sheets."""
    numbered = list(enumerate(SHEETS, 1))
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n, _ in numbered
    )
    sheets = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    for name, body in {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{parts}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
        ),
    }.items():
        files.add(name, f"{_HEAD}{body}\n".encode())
