"""Parquet: typed columns for data frames, and a folder as the Hugging Face hub has them."""

from __future__ import annotations

import hashlib
import importlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, BinaryIO, Self

from annotator.errors import UserError
from annotator.exporters import croissant
from annotator.exporters.json_writer import PROGRAM, watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tables import TAG_COLUMNS, Column, Row, Tables
from annotator.exporters.zip_writer import bundle

TURNS, TAGS, CARD = "data/turns.parquet", "data/tags.parquet", "README.md"
_ROWS = 10_000  # of a group, in memory at once


def library(name: str = "pyarrow") -> Any:
    """pyarrow or a part of it. Raises UserError where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UserError(
            "Parquet cannot be written here",
            "it needs the library pyarrow, which is large and not part of the program",
            "Install it with: pip install 'dialogue-annotator[parquet]'",
        ) from error


def arrow_schema(columns: Sequence[Column]) -> Any:
    """The columns as a schema of pyarrow. Raises UserError where that is not installed."""
    arrow = library()
    kinds = {
        "text": arrow.string(), "whole": arrow.int64(), "real": arrow.float64(), "yes/no": arrow.bool_(),
        "texts": arrow.list_(arrow.string()),
    }  # fmt: skip
    return arrow.schema([(column.name, kinds[column.kind]) for column in columns])


def write_turns(content: Content, out: BinaryIO, options: Options) -> None:
    """Write every turn as a row. Raises Cancelled where the options say so."""
    tables = Tables(content)
    with ParquetTable(out, tables.turn_columns) as table:
        for record in watched(content, options):
            table.add(tables.turns(record))


def write_tags(content: Content, out: BinaryIO, options: Options) -> None:
    """Write every tag as a row. Raises Cancelled where the options say so."""
    tables = Tables(content)
    with ParquetTable(out, TAG_COLUMNS) as table:
        for record in watched(content, options):
            table.add(tables.tags(record))


def write_folder(content: Content, out: BinaryIO, options: Options) -> None:
    """Write both tables, the card that says what they are, and the same as Croissant metadata.

    Raises Cancelled where the options say so.
    """
    tables = Tables(content)
    with bundle(out) as files:
        turns, tags = files.part(TURNS), files.part(TAGS)
        with ParquetTable(turns, tables.turn_columns) as first, ParquetTable(tags, TAG_COLUMNS) as second:
            for record in watched(content, options):
                if record.turns:
                    first.add(tables.turns(record))
                    second.add(tables.tags(record))
        files.part(CARD).write(_card(content, tables, first.count, second.count).encode())
        parts = (
            croissant.DataFile("turns", TURNS, tables.turn_columns, first.sha256),
            croissant.DataFile("tags", TAGS, TAG_COLUMNS, second.sha256),
        )
        files.part(croissant.FILE).write(
            croissant.croissant(_name(content), _about(content), content.study().languages, parts)
        )


class ParquetTable:
    """A table that grows by groups of rows."""

    def __init__(self, out: IO[bytes], columns: Sequence[Column]) -> None:
        self._arrow = library()
        self._schema = arrow_schema(columns)
        self._out = _Plain(out)
        self._file = library("pyarrow.parquet").ParquetWriter(self._out, self._schema, compression="zstd")
        self._rows: list[Row] = []
        self.count = 0

    def add(self, rows: Iterator[Row]) -> None:
        """Take some rows."""
        self._rows += rows
        if len(self._rows) >= _ROWS:
            self._write()

    def _write(self) -> None:
        self._file.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
        self.count += len(self._rows)
        self._rows = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._write()
        self._file.close()

    @property
    def sha256(self) -> str:
        """Of the file's bytes, in hexadecimal; of the whole file once the table is closed."""
        return self._out.hash.hexdigest()


class _Plain:
    """A file that pyarrow may write to, from its beginning to its end, and not close."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self.hash = hashlib.sha256()
        self._file = file
        self.tell: Callable[[], int] = file.tell
        self.flush: Callable[[], None] = file.flush

    def write(self, data: bytes) -> int:
        """Write on, and take what was written into the hash."""
        self.hash.update(data)
        return self._file.write(data)

    def close(self) -> None:
        """Leave that to whoever opened it."""


def rows_of(file: IO[bytes]) -> Iterator[Row]:
    """The rows of a Parquet file, group by group. May raise anything where it is none."""
    with tempfile.TemporaryFile() as copy:  # the end of a Parquet file is read first
        while piece := file.read(1 << 20):
            copy.write(piece)
        opened = library("pyarrow.parquet").ParquetFile(copy)
        for batch in opened.iter_batches(_ROWS):
            yield from batch.to_pylist()


# --- the card ---------------------------------------------------------------------------------

_DTYPES = {"text": "string", "whole": "int64", "real": "float64", "yes/no": "bool"}


def _card(content: Content, tables: Tables, turns: int, tags: int) -> str:
    """The README of a data set: what machines read of it in front, then words."""
    configs = ((TURNS, "turns", tables.turn_columns, turns), (TAGS, "tags", TAG_COLUMNS, tags))
    name = _name(content)
    lines = ["---", f"pretty_name: {_quoted(name)}", "language:"]
    lines += [f"- {_quoted(code)}" for code in content.study().languages]
    lines += ["tags:", "- dialogue", "- annotation", "configs:"]
    for path, config, _, _ in configs:
        lines += [f"- config_name: {config}", "  data_files:", "  - split: train", f"    path: {path}"]
        lines += ["  default: true"] * (config == "turns")
    lines.append("dataset_info:")
    for _, config, columns, _ in configs:
        lines += [f"- config_name: {config}", "  features:", *_features(columns)]
    lines += ["---", "", f"# {name}", "", _about(content)]
    for _, config, columns, count in configs:
        lines += ["", f"## {config}: {count:,} rows", "", "| column | what it is |", "|---|---|"]
        lines += [f"| `{column.name}` | {column.about} |" for column in columns]
    return "\n".join([*lines, "", "## Codebook", "", *_labels(content, tables)]) + "\n"


def _name(content: Content) -> str:
    return " ".join(content.name.split()) or "Dialogues"


def _features(columns: Sequence[Column]) -> Iterator[str]:
    for column in columns:
        yield f"  - name: {_quoted(column.name)}"
        kind = _DTYPES.get(column.kind)
        yield f"    dtype: {kind}" if kind else "    sequence: string"


def _labels(content: Content, tables: Tables) -> Iterator[str]:
    for facet in content.codebook().facets:
        yield f"- **{facet.name or facet.key}** (`{facet.key}`) {facet.question}".rstrip()
        for label in facet.labels:
            definition = " ".join(label.definition.split())
            yield f"  - {tables.words.labels[label.key]} (`{label.key}`) {definition}".rstrip()


def _quoted(text: str) -> str:
    """A text as YAML has it, which is also how JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _about(content: Content) -> str:
    book = content.codebook()
    return (
        f"Written by {PROGRAM} with the codebook “{book.name}”, version {book.version}. "
        "An empty list in a column of answers means *not labelled*; that nothing applies is an answer. "
        "Rows of `tags` with the origin `suggested` are nobody's answers. "
        '`load_dataset(FOLDER, "turns")` and `load_dataset(FOLDER, "tags")` read them.'
    )
