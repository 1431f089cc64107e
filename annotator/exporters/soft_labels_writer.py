"""Writes soft labels: as JSON, as JSON Lines, and as a table with a row for each label of each unit."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from annotator.exporters import soft_labels as soft
from annotator.exporters.csv_writer import BETWEEN, Cell, safe
from annotator.exporters.document import Project as DocumentProject
from annotator.exporters.json_writer import PROGRAM, watched
from annotator.exporters.parquet_writer import ParquetTable
from annotator.exporters.project_protocol import Content, Options

UNITS = b'  "units": ['
_encode = msgspec.json.Encoder().encode


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write one document, a unit a line. Raises Cancelled where the options say so."""
    head = {
        "format": soft.FORMAT,
        "version": soft.VERSION,
        "$schema": soft.SCHEMA_ID,
        "program": PROGRAM,
        "project": DocumentProject(key=content.key, name=content.name),
    }
    out.write(b"{\n")
    out.writelines(b"  %b: %b,\n" % (_encode(name), _encode(value)) for name, value in head.items())
    out.write(UNITS)
    between = b"\n    "
    for unit in _units(content, options):
        out.write(between + _encode(unit))
        between = b",\n    "
    out.write(b"\n  ]\n}\n")


def write_lines(content: Content, out: BinaryIO, options: Options) -> None:
    """Write a unit a line. Raises Cancelled as :func:`write` does."""
    out.writelines(_encode(unit) + b"\n" for unit in _units(content, options))


def write_csv(content: Content, out: BinaryIO, options: Options) -> None:
    """Write a row for each label of each unit. Raises Cancelled as :func:`write` does."""
    out.write(b"\xef\xbb\xbf")  # without it Excel takes UTF-8 for a code page
    out.write(_line([column.name for column in soft.COLUMNS]))
    units = soft.SoftUnits(content)
    for record in watched(content, options):
        out.writelines(_line(cells_of(row)) for row in units.rows(record))


def write_parquet(content: Content, out: BinaryIO, options: Options) -> None:
    """Write the same in typed columns. Raises Cancelled as :func:`write` does."""
    units = soft.SoftUnits(content)
    with ParquetTable(out, soft.COLUMNS) as table:
        for record in watched(content, options):
            table.add(units.rows(record))


def cells_of(row: Mapping[str, Any]) -> list[Cell]:
    """The cells of a row, as they stand in a CSV file."""
    return [safe(_cell(row[column.name])) for column in soft.COLUMNS]


def _units(content: Content, options: Options) -> Iterator[soft.SoftUnit]:
    units = soft.SoftUnits(content)
    for record in watched(content, options):
        yield from units.of(record)


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return BETWEEN.join(value)
    if isinstance(value, float):
        return repr(value)
    return "" if value is None else value


def _line(cells: list[Cell] | list[str]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()
