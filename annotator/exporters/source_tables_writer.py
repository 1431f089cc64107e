"""The tables that came in, as they came, with the tags as further columns; in a zip, under their names.

A row that gave several turns (both sides of an exchange, a whole dialogue in a cell) has what was said
of each in one cell, with the number of the turn in its row before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO

from annotator.core.file_names import file_name
from annotator.exporters import csv_columns, xlsx_columns
from annotator.exporters.csv_writer import BETWEEN, TagColumn, answer_of, safe, tag_columns
from annotator.exporters.json_writer import watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.table_places import is_table, row_of
from annotator.exporters.xlsx_writer import shown
from annotator.exporters.zip_writer import bundle
from annotator.model import DialogueRecord, Source, Tag


@dataclass(slots=True)
class Sheet:
    """A table of the project: how it is written, and its answers by the number of the row."""

    kind: str
    name: str = ""  # of the sheet in a workbook
    separator: str = ","
    head: int = 0  # number of the row of names, 0 for none
    rows: dict[int, list[tuple[Sequence[Tag], Mapping[str, str]]]] = field(default_factory=dict)
    about: dict[int, tuple[Sequence[Tag], Mapping[str, str]]] = field(default_factory=dict)


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write every table. Raises Cancelled where the options say so, UserError for an anonymous export."""
    sheets: dict[int, Sheet] = {}
    for record in watched(content, options):
        take(sheets, record)
    columns = tag_columns(content.codebook(), content.annotators(), dialogues=True)
    sources = {source.id: source for source in content.sources()}
    names = file_names([sources[key] for key in sheets])
    with bundle(out) as files:
        for key, sheet in sheets.items():
            files.add(names[key], _written(sources[key], content.source_bytes(key), sheet, columns))


def take(sheets: dict[int, Sheet], record: DialogueRecord) -> None:
    """Add what was said about a dialogue's turns to the sheet of its file."""
    if not is_table(record):
        return
    meta = record.dialogue.meta
    sheet = sheets.setdefault(
        record.dialogue.source_id,
        Sheet(
            str(meta["format"]), separator=str(meta.get("separator", ",")), head=int(str(meta.get("head", 0)))
        ),
    )
    known = {target.key: target.statement for target in record.dialogue.targets}
    first = True
    for at, item in enumerate(record.turns):
        place = row_of(record, at)
        if place is None:
            continue
        sheet.name = place[0]
        sheet.rows.setdefault(place[1], []).append((item.turn.tags, known))
        if first and record.tags:
            sheet.about[place[1]] = (record.tags, known)
        first = False


def file_names(sources: Sequence[Source]) -> dict[int, str]:
    """What each file is called in the zip: its name, with a piece of its hash where two are called so.

    Of the folders in a name none leads out of the one that the zip is unpacked into.
    """
    taken: set[str] = set()
    names: dict[int, str] = {}
    for source in sources:
        given = PurePosixPath(source.name.replace("\\", "/")).parts
        path = PurePosixPath(*(made for part in given if (made := file_name(part))))
        if not path.name:
            path = PurePosixPath(source.sha256[:8])
        name = str(path)
        if name.casefold() in taken:  # a system may be blind to case
            name = str(path.with_name(f"{path.stem}-{source.sha256[:8]}{path.suffix}"))
        taken.add(name.casefold())
        names[source.id] = name
    return names


def used(sheet: Sheet, columns: Sequence[TagColumn]) -> tuple[list[str], dict[int, list[str]]]:
    """The columns in which something stands, by name, and their cells by row."""
    empty = [""] * len(columns)
    rows = {
        number: [_cell(sheet, number, column) for column in columns]
        if number in sheet.about or any(tags for tags, _ in turns)
        else empty
        for number, turns in sheet.rows.items()
    }
    filled = sorted({at for cells in rows.values() for at, cell in enumerate(cells) if cell})
    names = [str(safe(columns[at].name)) for at in filled]
    return names, {number: [_held(sheet, cells[at]) for at in filled] for number, cells in rows.items()}


def _held(sheet: Sheet, text: str) -> str:
    """A text as a cell of such a table holds it."""
    plain = str(safe(text)).replace("\r\n", "\n").replace("\r", "\n")
    return shown(plain) if sheet.kind == "xlsx" else plain


def _cell(sheet: Sheet, number: int, column: TagColumn) -> str:
    if column.dialogue:
        return answer_of(column, *sheet.about.get(number, ((), {})))
    turns = sheet.rows[number]
    if len(turns) == 1:
        return answer_of(column, *turns[0])
    said = ((at, answer_of(column, tags, known)) for at, (tags, known) in enumerate(turns, 1))
    return BETWEEN.join(f"{at}: {answer}" for at, answer in said if answer)


def _written(source: Source, data: bytes, sheet: Sheet, columns: Sequence[TagColumn]) -> bytes:
    names, cells = used(sheet, columns)
    if not names:
        return data
    if sheet.kind == "xlsx":
        return xlsx_columns.with_columns(data, sheet.name, names, cells, sheet.head)
    text, mark = text_of(source, data)
    made = csv_columns.with_columns(text, sheet.separator, names, cells, headed=bool(sheet.head))
    try:
        return mark + made.encode(source.encoding)
    except UnicodeEncodeError:  # the labels have letters that the file's encoding has not
        return b"\xef\xbb\xbf" + made.encode()


_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\xff\xfe", b"\xfe\xff")


def text_of(source: Source, data: bytes) -> tuple[str, bytes]:
    """A file's text as it is, line breaks and all, and the mark before it."""
    mark = next((mark for mark in _MARKS if source.bom and data.startswith(mark)), b"")
    return data[len(mark) :].decode(source.encoding, errors="replace"), mark
