"""Further columns for an Excel workbook, all else of which stays as it is: formats, formulas, other sheets.

The part of the sheet is not written anew: cells are put in before the end of each row.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from annotator.exporters.xlsx_writer import escaped, letters

_CELL = re.compile(r"([A-Z]{1,3})\d+\Z")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPANS = re.compile(rb"\sspans=(?:\"[^\"]*\"|'[^']*')")
_DIMENSION = re.compile(rb"(<(?:\w+:)?dimension\s[^>]*?ref=[\"'][A-Z]+\d+:)([A-Z]+)(\d+[\"'])")


@dataclass(slots=True)
class _Rows:
    """Where in a sheet's part each row ends and its first tag lies, and how many columns there are."""

    width: int = 0
    found: list[tuple[int, int, int, bytes]] = field(default_factory=list)  # number, begin, end, prefix


def with_columns(
    data: bytes, sheet: str, names: Sequence[str], cells: Mapping[int, Sequence[str]], head: int
) -> bytes:
    """A workbook with columns behind those of one sheet. ``cells`` are theirs by the number of the row.

    ``head`` is the number of the row of names, 0 for none. Raises KeyError where there is no such sheet.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        path = part_of(old, sheet)
        for member in old.infolist():
            content = old.read(member)
            if member.filename == path:
                content = _sheet(content, {head: names, **cells} if head else cells)
            copied = zipfile.ZipInfo(member.filename, member.date_time)
            copied.compress_type = zipfile.ZIP_DEFLATED
            copied.external_attr = member.external_attr
            new.writestr(copied, content)
    return out.getvalue()


def part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The path of a sheet's part. Raises KeyError where there is none of that name."""
    targets = {
        each["Id"]: each["Target"]
        for each in _attributes(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    for each in _attributes(archive.read("xl/workbook.xml"), "sheet"):
        if each.get("name") == sheet:
            key = next(value for name, value in each.items() if name.rpartition(":")[2] == "id")
            target = targets[key]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def _attributes(data: bytes, name: str) -> Iterator[dict[str, str]]:
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == name:
            found.append(attributes)

    parser.StartElementHandler = start
    parser.Parse(data, True)  # noqa: FBT003 - expat takes it by place
    yield from found


def _sheet(data: bytes, cells: Mapping[int, Sequence[str]]) -> bytes:
    """A sheet's part with cells at the end of some rows."""
    rows = _rows(data)
    parts: list[bytes] = []
    at = 0
    for number, begin, end, prefix in rows.found:
        if number not in cells:
            continue
        # The hint of how many columns a row has is no longer true.
        parts.append(data[at:begin])
        stop = data.index(b">", begin) + 1
        parts.append(_SPANS.sub(b"", data[begin:stop]))
        parts += [data[stop:end], _cells(cells[number], rows.width, number, prefix)]
        at = end
    parts.append(data[at:])
    last = letters(rows.width + max((len(each) for each in cells.values()), default=0) - 1).encode()
    return _DIMENSION.sub(lambda match: match[1] + last + match[3], b"".join(parts), count=1)


def _cells(values: Sequence[str], width: int, number: int, prefix: bytes) -> bytes:
    made = [
        f'<{{p}}c r="{letters(width + at)}{number}" t="inlineStr"><{{p}}is><{{p}}t xml:space="preserve">'
        f"{escaped(value)}</{{p}}t></{{p}}is></{{p}}c>".replace("{p}", prefix.decode())
        for at, value in enumerate(values)
        if value
    ]
    return "".join(made).encode()


def _rows(data: bytes) -> _Rows:
    """The rows of a sheet that have an end of their own; an empty one has no turn."""
    rows = _Rows()
    parser = expat.ParserCreate()
    open_: list[tuple[int, int, bytes]] = []
    last = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal last
        prefix, _, name = tag.rpartition(":")
        if name == "row":
            last = int(attributes.get("r", last + 1))
            open_.append((last, parser.CurrentByteIndex, f"{prefix}:".encode() if prefix else b""))
        elif name == "c" and (match := _CELL.match(attributes.get("r", ""))):
            rows.width = max(rows.width, _number(match[1]))
        elif name == "mergeCell" and (match := _CELL.match(attributes.get("ref", "").rpartition(":")[2])):
            rows.width = max(rows.width, _number(match[1]))  # what is put into a joined cell is not seen

    def end(tag: str) -> None:
        if tag.rpartition(":")[2] == "row":
            number, begin, prefix = open_.pop()
            if data[parser.CurrentByteIndex : parser.CurrentByteIndex + 2] == b"</":
                rows.found.append((number, begin, parser.CurrentByteIndex, prefix))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)  # noqa: FBT003 - expat takes it by place
    return rows


def _number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def strings_in(data: bytes, count: int) -> dict[int, list[str]]:
    """The strings in the last columns of a sheet's part, so many, by the number of the row."""
    width = _rows(data).width
    found: dict[int, list[str]] = {}
    parser = expat.ParserCreate()
    here: list[str] = []
    place = ("", 0)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal place
        if tag.rpartition(":")[2] == "c" and attributes.get("t") == "inlineStr":
            match = _CELL.match(attributes["r"])
            place = (match[1], int(attributes["r"][len(match[1]) :])) if match else ("", 0)
            here.clear()

    def end(tag: str) -> None:
        nonlocal place
        at = _number(place[0]) - 1 - (width - count) if place[0] else -1
        if tag.rpartition(":")[2] == "c" and at >= 0:
            text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(here))
            found.setdefault(place[1], [""] * count)[at] = text
            place = ("", 0)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = here.append
    parser.Parse(data, True)  # noqa: FBT003 - expat takes it by place
    return found
