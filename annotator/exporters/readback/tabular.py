"""The typed tables: Parquet files, the folder of a data set, and Excel workbooks."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, BinaryIO

from annotator.exporters import source_metadata
from annotator.exporters.parquet_writer import TAGS, TURNS, rows_of
from annotator.exporters.project_protocol import Content
from annotator.exporters.readback.reading_helpers import opened
from annotator.exporters.tables import Row, Tables
from annotator.model import DialogueRecord, Tag

_TAG = ("turn_key", "text", "start", "end", "facet", "label", "name", "target", "intensity", "uncertain",
        "note", "annotator", "origin", "score", "at", "tag_key")  # fmt: skip
_DIALOGUE = itemgetter("dialogue")
_TURN = ("turn_key", "speaker", "text", "detected_language", "start", "end", "time", "id", "reply_to",
         "speaker_about")  # fmt: skip


class TurnTable:
    """A row a turn."""

    def __init__(self, content: Content) -> None:
        self._tables = Tables(content)

    def expected(self, record: DialogueRecord) -> Any:
        """Of each turn what identifies it, its text and its answers."""
        about = source_metadata.about_speakers(record)
        return [
            [x.turn.key, x.turn.speaker, x.turn.text, x.turn.language and x.turn.language.primary,
             source_metadata.start_of(x.turn), source_metadata.end_of(x.turn),
             *(source_metadata.text_of(x.turn, key) or None for key in ("time", "id", "reply_to")),
             about.get(x.turn.speaker) or None,
             self._answers(x.turn.tags)]
            for x in record.turns
        ] or None  # fmt: skip

    def _answers(self, tags: Sequence[Tag]) -> list[tuple[str, list[str]]]:
        return sorted((name, cell) for name, cell in self._tables.answers(tags).items() if cell)

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the rows."""
        yield from self.of_rows(rows_of(file))

    def of_rows(self, rows: Iterable[Row]) -> Generator[Any, None, None]:
        """The same from rows."""
        for _, group in groupby(rows, key=_DIALOGUE):
            yield [
                [
                    *(row[name] for name in _TURN),
                    sorted((name, cell) for name, cell in row.items() if isinstance(cell, list) and cell),
                ]
                for row in group
            ]


class TagTable:
    """A row a tag."""

    def __init__(self, content: Content) -> None:
        self._tables = Tables(content)

    def expected(self, record: DialogueRecord) -> Any:
        """Every tag in full, with its place."""
        return [[row[name] for name in _TAG] for row in self._tables.tags(record)] or None

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the rows."""
        for _, group in groupby(rows_of(file), key=_DIALOGUE):
            yield [[row[name] for name in _TAG] for row in group]


class Folder:
    """Both tables, dialogue by dialogue; those without turns are in neither."""

    def __init__(self, content: Content) -> None:
        self._turns, self._tags = TurnTable(content), TagTable(content)

    def expected(self, record: DialogueRecord) -> Any:
        """Turns and tags."""
        turns = self._turns.expected(record)
        return turns and [turns, self._tags.expected(record)]

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the two files."""
        with opened(file, TURNS, TAGS) as (turns, tags):
            tagged = groupby(rows_of(tags), key=_DIALOGUE)
            key, rows = next(tagged, (None, iter(())))
            for dialogue, group in groupby(rows_of(turns), key=_DIALOGUE):
                (said,) = self._turns.of_rows(group)
                if key != dialogue:
                    yield [said, None]
                    continue
                yield [said, [[row[name] for name in _TAG] for row in rows]]
                key, rows = next(tagged, (None, iter(())))
            if key is not None:
                raise ValueError(key)
