"""OpenDocument sheets (.ods) to rows: of every sheet that has a table, the first one first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.errors import Sentence
from annotator.importers.reader_result import Faults, Readout, Recipe
from annotator.importers.readers.sheets import of_rows
from annotator.importers.xml_tree import Handler, parse_into

_WHAT = Sentence("This OpenDocument sheet")
_MOST_COLUMNS = 1_000
_MOST_BLANKS = 1_000
_MOST_ROWS = 1_048_576
_TIME = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S\Z")
_LEFT_OUT = {"annotation": "comments", "note": "notes", "frame": "media"}

Rows = list[tuple[str, Sequence[object]]]


def read_sheets(content: bytes, recipe: Recipe) -> Readout:
    """The rows of the first sheet that has any, as values; formulas count by the value they last had."""
    faults = Faults()
    reading = _Sheets(faults)
    parse_into(reading, content, _WHAT)
    found = [(name, rows) for name, rows in reading.sheets if rows]
    for name, rows in found[1:]:
        faults.remarks.leave_out("sheets", 1, f"{name} ({len(rows):,})")
    return of_rows(found[0][1] if found else [], faults, recipe, None)


class _Sheets(Handler):
    """Takes the cells of sheets as they come: a tree of a large one would be many times its size."""

    def __init__(self, faults: Faults) -> None:
        super().__init__()
        self.sheets: list[tuple[str, Rows]] = []
        self._faults = faults
        self._number = 0
        self._times = 1  # that a row stands there
        self._cells: list[object] = []
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[list[str]] = []
        self._apart = 0  # elements inside a remark or a picture

    def start(self, name: str, attributes: dict[str, str]) -> None:
        short = name.rpartition("}")[2]
        own = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        if self._apart or (self._cell is not None and short in _LEFT_OUT):
            if not self._apart:
                self._faults.remarks.leave_out(_LEFT_OUT[short])
            self._apart += 1
        elif short == "table":
            self.sheets.append((own.get("name", ""), []))
            self._number = 0
        elif short == "table-row":
            self._cells, self._times = [], _count(own.get("number-rows-repeated", ""))
        elif short in {"table-cell", "covered-table-cell"}:
            self._cell, self._paragraphs = own, []
        elif self._cell is not None:
            self._inside(short, own)

    def _inside(self, short: str, own: dict[str, str]) -> None:
        """An element in a cell: a paragraph, or blanks and breaks in one."""
        if short == "p":
            self._paragraphs.append([])
        elif self._paragraphs and short == "s":
            self._paragraphs[-1].append(" " * min(_MOST_BLANKS, _count(own.get("c", ""))))
        elif self._paragraphs and short in {"tab", "line-break"}:
            self._paragraphs[-1].append("\t" if short == "tab" else "\n")

    def text(self, data: str) -> None:
        if self._paragraphs and self._cell is not None and not self._apart:
            self._paragraphs[-1].append(data)

    def end(self, name: str) -> None:
        short = name.rpartition("}")[2]
        if self._apart:
            self._apart -= 1
        elif short in {"table-cell", "covered-table-cell"} and self._cell is not None:
            self._take(self._cell)
            self._cell = None
        elif short == "table-row":
            self._end_row()

    def _take(self, cell: dict[str, str]) -> None:
        value = _value(cell, "\n".join("".join(parts) for parts in self._paragraphs))
        room = _MOST_COLUMNS - len(self._cells)
        self._cells += [value] * min(_count(cell.get("number-columns-repeated", "")), room)

    def _end_row(self) -> None:
        while self._cells and self._cells[-1] == "":
            self._cells.pop()
        name, rows = self.sheets[-1]
        if self._cells:  # empty rows are repeated up to the end of the sheet
            times = min(self._times, _MOST_ROWS - len(rows))
            rows += [(f"{name}, row {self._number + at}", self._cells) for at in range(1, times + 1)]
        self._number += self._times


def _count(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and 0 < len(said) < 8 else 1


def _value(cell: dict[str, str], text: str) -> object:
    """A cell's value by its kind: a number, a date as ISO 8601, a clock, or its text."""
    kind = cell.get("value-type", "")
    if kind in {"float", "percentage", "currency"}:
        try:
            number = float(cell.get("value", ""))
        except ValueError:
            return text
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if kind == "date":
        return cell.get("date-value", text)
    if kind == "boolean":
        return cell.get("boolean-value") == "true"
    if kind == "time" and (clock := _TIME.match(cell.get("time-value", ""))):
        return ":".join(part.zfill(2) for part in clock.groups())
    return text
