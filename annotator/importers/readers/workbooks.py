"""Excel workbooks (.xlsx) to rows: of every sheet that has a table, the first one first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from annotator.errors import Sentence, UserError
from annotator.importers.archives import opened, read_member
from annotator.importers.reader_result import Faults, Readout, Recipe
from annotator.importers.readers.regular_sheets import regular_rows
from annotator.importers.readers.sheets import of_rows
from annotator.importers.xml_tree import Element, Handler, is_sound, parse, parse_into

_WHAT = Sentence("This workbook")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_DIGITS = "0123456789"
_INLINE = (["is"], ["is", "r"])  # the elements around the text of a cell that holds it itself
_MOST_COLUMNS = 1_000
_DAY_FORMATS = frozenset((*range(14, 23), *range(45, 48)))  # numbers of the formats every Excel knows
_DAY_CODE = re.compile(r"[ymdhs]", re.IGNORECASE)
_NO_CODE = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.|General")
_EPOCHS = {False: datetime(1899, 12, 30, tzinfo=UTC), True: datetime(1904, 1, 1, tzinfo=UTC)}


@dataclass(frozen=True, slots=True)
class _Values:
    """What cells refer to: strings by number, styles that show dates, the day that dates count from."""

    strings: Sequence[str]
    days: frozenset[int]
    epoch: datetime

    def of(self, kind: str, style: str, found: str, inline: str) -> object:
        """A cell's value, by its kind, style, content and the text that stands in it.

        Raises ValueError, IndexError or OverflowError where it makes no sense.
        """
        if kind == "inlineStr":
            return inline
        if kind == "n" and found:
            return self._number(float(found), int(style))
        if not found or kind not in {"s", "b"}:  # nothing, text a formula made, an error, a date
            return found
        return self.strings[int(found)] if kind == "s" else found == "1"

    def _number(self, number: float, style: int) -> object:
        if style in self.days:
            moment = self.epoch + timedelta(seconds=round(number * 86_400))
            return f"{moment:%H:%M:%S}" if 0 <= number < 1 else f"{moment:%Y-%m-%dT%H:%M:%S}"
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def read_workbook(name: str, data: bytes, recipe: Recipe) -> Readout:
    """The rows of the first sheet that has any, as values; formulas count by the value they last had."""
    archive = opened(data, name)
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise UserError("{name} cannot be read", "it is no Excel workbook", name=name)
    book = parse(read_member(archive, "xl/workbook.xml", name), _WHAT)
    links = parse(read_member(archive, "xl/_rels/workbook.xml.rels", name), _WHAT)
    targets = {link.get("Id"): link.get("Target") for link in links.all("Relationship")}
    strings: list[str] = []
    if "xl/sharedStrings.xml" in names:
        shared = parse(read_member(archive, "xl/sharedStrings.xml", name), _WHAT)
        strings = [_string(item) for item in shared.children if item.name == "si"]
    days: frozenset[int] = frozenset()
    if "xl/styles.xml" in names:
        days = _day_styles(parse(read_member(archive, "xl/styles.xml", name), _WHAT))
    properties = book.first("workbookPr")
    epoch = _EPOCHS[properties is not None and properties.get("date1904") in {"1", "true"}]
    values = _Values(strings, days, epoch)
    faults = Faults()
    best: list[tuple[str, Sequence[object]]] = []
    for sheet in book.all("sheet"):
        target = targets.get(sheet.get("id"), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path not in names or "worksheets" not in path:
            continue
        rows = _rows(read_member(archive, path, name), sheet.get("name"), values, faults)
        if rows and not best:
            best = rows
        elif rows:
            faults.remarks.leave_out("sheets", 1, f"{sheet.get('name')} ({len(rows):,})")
    return of_rows(best, faults, recipe, None)


def _string(item: Element) -> str:
    """The text of a string, with its runs joined; readings above Chinese characters are no text."""
    parts = []
    for child in item.children:
        if child.name == "t":
            parts.append(child.text)
        elif child.name == "r":
            parts += [run.text for run in child.children if run.name == "t"]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    """The text with what Excel writes as ``_x000D_``; half a character beyond U+FFFF is none."""
    if "_x" not in text:
        return text
    units = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _day_styles(styles: Element) -> frozenset[int]:
    """The numbers of the cell styles that show a number as a date or time."""
    own = {
        int(item.get("numFmtId")): bool(_DAY_CODE.search(_NO_CODE.sub("", item.get("formatCode"))))
        for item in styles.all("numFmt")
        if _is_number(item.get("numFmtId"))
    }
    used = styles.first("cellXfs")
    said = [item.get("numFmtId") for item in used.children] if used else []
    formats = [int(number) if _is_number(number) else 0 for number in said]
    return frozenset(place for place, number in enumerate(formats) if own.get(number, number in _DAY_FORMATS))


def _rows(data: bytes, sheet: str, values: _Values, faults: Faults) -> list[tuple[str, Sequence[object]]]:
    """The rows of a sheet that hold anything, each with its place. Raises UserError."""
    reading = _Sheet(sheet, values, faults)
    regular = regular_rows(data)
    if regular is None or not is_sound(regular[1]):
        parse_into(reading, data, _WHAT)
        return reading.rows
    for number, cells in regular[0]:
        reading.begin_row(number)
        for column, style, kind, found, inline in cells:
            reading.take(column, kind, style, found, _unescaped(inline))
        reading.end_row()
    return reading.rows


class _Sheet(Handler):
    """Takes the cells of a sheet as they come: a tree of a large one would be many times its size."""

    def __init__(self, sheet: str, values: _Values, faults: Faults) -> None:
        super().__init__()
        self.rows: list[tuple[str, Sequence[object]]] = []
        self._sheet, self._values, self._faults = sheet, values, faults
        self._number = 0
        self._cells: list[object] = []
        self._cell: dict[str, str] | None = None
        self._parts: list[str] = []
        self._found = self._inline = ""
        self._within: list[str] = []  # the elements inside a cell
        self._full = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        short = _short(name)
        if self._cell is not None:
            self._within.append(short)
            self._parts.clear()
        elif short == "c":
            self._cell = attributes
            self._found = self._inline = ""
        elif short == "row":
            self.begin_row(attributes.get("r", ""))

    def text(self, data: str) -> None:
        if self._within:
            self._parts.append(data)

    def end(self, name: str) -> None:
        short = _short(name)
        within = self._within
        if within:
            within.pop()
            if short == "v":
                if not within:
                    self._found = "".join(self._parts)
            elif short == "t" and within in _INLINE:
                self._inline += _unescaped("".join(self._parts))
            self._parts.clear()
        elif short == "c":
            cell, self._cell = self._cell, None
            if cell is not None:
                where = cell.get("r", "")
                column = where.rstrip(_DIGITS) if where[-1:] in _DIGITS else ""  # or it says no place
                self.take(column, cell.get("t", "n"), cell.get("s", "0"), self._found, self._inline)
        elif short == "row":
            self.end_row()

    def begin_row(self, number: str) -> None:
        """A row begins, with its number if it says one."""
        self._number = int(number) if _is_number(number) else self._number + 1
        self._cells, self._full = [], False

    def end_row(self) -> None:
        """A row ends; one without anything in it is none."""
        if any(cell != "" for cell in self._cells):
            self.rows.append((f"{self._sheet}, row {self._number}", self._cells))

    def take(self, column: str, kind: str, style: str, found: str, inline: str) -> None:
        """Take a cell: the letters of its column, "" for the next one, and what it holds."""
        cells = self._cells
        at = _column_of(column) if column else None
        if at is None:
            at = len(cells)
        if at >= _MOST_COLUMNS:
            if not self._full:
                place = f"{self._sheet}!{column}{self._number}"
                self._faults.add(place, Sentence("it stands behind column {most:,}", most=_MOST_COLUMNS))
            self._full = True
            return
        if at == len(cells):
            cells.append("")
        elif at > len(cells):
            cells += [""] * (at - len(cells) + 1)
        try:
            cells[at] = self._values.of(kind, style, found, inline)
        except (ValueError, IndexError, OverflowError):
            self._faults.add(f"{self._sheet}!{column}{self._number}", "its value cannot be read", lost=False)


@lru_cache(maxsize=256)
def _short(name: str) -> str:
    """The name of an element without its namespace."""
    return name.rpartition("}")[2]


@lru_cache(maxsize=_MOST_COLUMNS)
def _column_of(letters: str) -> int | None:
    """The number of a column from 0, by its letters; None for what is none."""
    if not _LETTERS.fullmatch(letters):
        return None
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
