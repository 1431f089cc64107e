"""Further columns for a CSV file, all else of which stays as it is: cells, quotes, line breaks, bad rows."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping, Sequence

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BREAK = re.compile(r"[\r\n]*\Z")


def with_columns(
    text: str, separator: str, names: Sequence[str], cells: Mapping[int, Sequence[str]], *, headed: bool
) -> str:
    """A table with columns behind its own. ``cells`` are theirs by the number of the line a row begins on.

    Rows without such cells get empty ones, and short rows are filled up, so that the columns stand
    below their names; ``headed``: the first row holds names.
    """
    made: list[str] = []
    width = 0
    first = True
    for number, raw, row in records(text, separator):
        if row is None:  # nothing, or a row that nobody could read
            made.append(raw)
            continue
        width = max(width, len(row)) if first else width
        added = names if first and headed else cells.get(number, [""] * len(names))
        first = False
        body = _BREAK.sub("", raw)
        line = io.StringIO()
        csv.writer(line, delimiter=separator, lineterminator="\n").writerow(["", *added])
        filled = separator * (width - len(row))
        made.append(f"{body}{filled}{line.getvalue()[:-1]}{raw[len(body) :]}")
    return "".join(made)


def records(text: str, separator: str) -> Iterator[tuple[int, str, list[str] | None]]:
    """The rows of a table: the line each begins on, its raw text, and its cells, None for what is no row."""
    lines = _LINE.findall(text)
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    reader = csv.reader((_plain(line) for line in lines), delimiter=separator, strict=True)
    before = 0
    while before < len(lines):
        row: list[str] | None = None
        with contextlib.suppress(csv.Error):
            row = next(reader)
        yield before + 1, "".join(lines[before : reader.line_num]), row if row and any(row) else None
        before = reader.line_num


def _plain(line: str) -> str:
    """A line as the import reads it, with ``\\n`` for its break."""
    body = line.rstrip("\r\n")
    return body if body == line else f"{body}\n"
