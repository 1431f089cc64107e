"""Soft labels, read back: JSON and JSON Lines by their schema, the tables by their columns."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, BinaryIO

import msgspec

from annotator.exporters import soft_labels as soft
from annotator.exporters.parquet_writer import rows_of
from annotator.exporters.project_protocol import Content
from annotator.exporters.readback import csv_rows
from annotator.exporters.soft_labels_writer import UNITS, cells_of
from annotator.model import DialogueRecord

_decode = msgspec.json.Decoder(soft.SoftUnit).decode
_decode_whole = msgspec.json.Decoder(soft.SoftLabels).decode
_END = b"  ]\n}\n"


class SoftLines:
    """A unit a line."""

    def __init__(self, content: Content) -> None:
        self._units = soft.SoftUnits(content)

    def expected(self, record: DialogueRecord) -> Any:
        """The units of a dialogue, None for none."""
        return [msgspec.to_builtins(unit) for unit in self._units.of(record)] or None

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the lines."""
        yield from _by_dialogue(map(_decode, file))


class SoftDocument(SoftLines):
    """One document; a dialogue in memory at a time."""

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the units."""
        head: list[bytes] = []
        for line in file:
            head.append(line)
            if line.startswith(UNITS):
                break
        _decode_whole(b"".join([*head, _END]))  # a document is one without its units, too
        yield from _by_dialogue(map(_decode, _lines(file)))
        if file.read() != b"}\n":
            raise ValueError("more behind the units")


class SoftRows:
    """A row of a CSV file for each label of each unit."""

    def __init__(self, content: Content) -> None:
        self._units = soft.SoftUnits(content)

    def expected(self, record: DialogueRecord) -> Any:
        """The cells of the rows of a dialogue, None for none."""
        return [list(map(str, cells_of(row))) for row in self._units.rows(record)] or None

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the rows."""
        for _, group in groupby(csv_rows.rows(file), key=itemgetter("dialogue")):
            yield [[row[column.name] for column in soft.COLUMNS] for row in group]


class SoftTable:
    """A typed row for each label of each unit."""

    def __init__(self, content: Content) -> None:
        self._units = soft.SoftUnits(content)

    def expected(self, record: DialogueRecord) -> Any:
        """The rows of a dialogue, None for none."""
        return [[row[column.name] for column in soft.COLUMNS] for row in self._units.rows(record)] or None

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the file."""
        for _, group in groupby(rows_of(file), key=itemgetter("dialogue")):
            yield [[row[column.name] for column in soft.COLUMNS] for row in group]


def _by_dialogue(units: Iterable[soft.SoftUnit]) -> Iterator[list[Any]]:
    for _, group in groupby(units, key=attrgetter("dialogue")):
        yield [msgspec.to_builtins(unit) for unit in group]


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The units of the array that has just begun, one a line."""
    for line in file:
        if line == b"  ]\n":
            return
        yield line.strip().removesuffix(b",")
