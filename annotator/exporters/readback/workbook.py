"""Excel workbooks: both sheets, cell by cell."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Generator, Iterable, Iterator
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
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")
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
    above: list[ET.Element] = []
    # What the program has just written itself has no entities.
    for event, element in ET.iterparse(file, ("start", "end")):  # noqa: S314
        if event == "start":
            above.append(element)
            continue
        above.pop()
        if element.tag == f"{_SPACE}row":
            values = dict(_cells(element))
            above[-1].clear()  # else the tree would grow
            if names:
                yield {names[place]: value for place, value in values.items()}
            else:
                names = [values[place] for place in range(len(values))]
                if names != [cell(name) for name in columns]:
                    raise ValueError(names)


def _cells(row: Iterable[ET.Element]) -> Iterator[tuple[int, Any]]:
    for one in row:
        match = _PLACE.fullmatch(one.attrib["r"])
        assert match is not None  # noqa: S101 - the writer numbers all
        place = 0
        for letter in match[1]:
            place = place * 26 + ord(letter) - ord("A") + 1
        kind = one.get("t")
        text = "".join(one.itertext())
        if kind == "inlineStr":
            yield place - 1, _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        elif kind == "b":
            yield place - 1, text == "1"
        else:
            yield place - 1, float(text) if "." in text or "e" in text else int(text)
