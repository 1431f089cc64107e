"""Excel workbooks: both sheets, cell by cell."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Generator, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import IO, Any, BinaryIO

from annotator.exporters.project_protocol import Content
from annotator.exporters.readback.reading_helpers import opened
from annotator.exporters.tables import TAG_COLUMNS, Row, Tables
from annotator.exporters.xlsx_writer import cell
from annotator.model import DialogueRecord

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BEGINS, _ROW_ENDS, _ENDS = b"<sheetData>", b"</row>", b"</sheetData></worksheet>"
_PART = 1 << 20  # bytes
_DIALOGUE = itemgetter("dialogue")
_NOTHING: tuple[str, list[Row]] = ("", [])


class Workbook:
    """Both sheets, dialogue by dialogue."""

    def __init__(self, content: Content) -> None:
        self._tables = Tables(content)

    def expected(self, record: DialogueRecord) -> Any:
        """The rows of the turns, then those of the tags, without empty cells; nothing without turns."""
        rows = [*self._tables.turns(record), *self._tables.tags(record)] if record.turns else []
        return [_filled(row) for row in rows] or None

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the sheets."""
        with opened(file, "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml") as (first, second):
            tags = self._grouped(second, [column.name for column in TAG_COLUMNS])
            key, tagged = next(tags, _NOTHING)
            for dialogue, said in self._grouped(first, [x.name for x in self._tables.turn_columns]):
                if key != dialogue:
                    yield said
                    continue
                yield said + tagged
                key, tagged = next(tags, _NOTHING)
            if key:
                raise ValueError(key)

    @staticmethod
    def _grouped(file: IO[bytes], columns: list[str]) -> Iterator[tuple[str, list[Row]]]:
        for key, group in groupby(_rows(file, columns), key=_DIALOGUE):
            yield key, list(group)


def _filled(row: Row) -> Row:
    """The cells of a row that are not empty."""
    cells = ((name, cell(value)) for name, value in row.items())
    return {name: value for name, value in cells if value is not None}


def _rows(file: IO[bytes], columns: list[str]) -> Iterator[Row]:
    """The rows of a sheet below its first, which must have the names of the columns."""
    names: list[str] = []
    for element in _elements(file):
        values = dict(_cells(element))
        if names:
            yield {names[place]: value for place, value in values.items()}
        else:
            names = [values[place] for place in range(len(values))]
            if names != [cell(name) for name in columns]:
                raise ValueError(names)


def _elements(file: IO[bytes]) -> Iterator[ET.Element]:
    """The rows of a sheet, some thousand as one small document: an event for each cell takes long."""
    head, begins, rest = file.read(_PART).partition(_BEGINS)
    if not begins:
        raise ValueError(head)
    more = True
    while more:
        chunk = file.read(_PART)
        more = bool(chunk)
        rest += chunk
        cut = rest.rfind(_ROW_ENDS) + len(_ROW_ENDS) if _ROW_ENDS in rest else 0
        end = cut if more else len(rest)
        if end:
            part = rest[:end] + _ENDS if more else rest
            # What the program has just written itself has no entities.
            yield from ET.fromstring(head + begins + part)[-1].iterfind(f"{_SPACE}row")  # noqa: S314
            rest = rest[end:]


def _cells(row: Iterable[ET.Element]) -> Iterator[tuple[int, Any]]:
    for one in row:
        place = _column(one.attrib["r"].rstrip("0123456789"))
        kind = one.get("t")
        text = "".join(one.itertext())
        if kind == "inlineStr":
            yield place, _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
        elif kind == "b":
            yield place, text == "1"
        else:
            yield place, float(text) if "." in text or "e" in text else int(text)


@lru_cache(maxsize=1000)
def _column(letters: str) -> int:
    """The number of a column from 0, by its letters."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
