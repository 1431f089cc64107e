"""CSV, TSV and the like to records: the separator and whether there is a head line are found out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from annotator.errors import Sentence, UserError
from annotator.importers.column_mapping import checked, sample_of
from annotator.importers.column_names import ROLE_OF, plain, role_of
from annotator.importers.doubtful_columns import ask_about_columns
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, Readout, Recipe
from annotator.importers.record_table import RecordRow, RecordTable
from annotator.importers.records_to_dialogues import assemble
from annotator.model import Decoded

_LONGEST_CELL = 10_000_000  # characters
_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE, _SAMPLE_LINES = 100_000, 60  # characters, lines
_MOST_TITLES = 10  # rows above the names of the columns
_HEADING = 40  # characters of a column's name at most
_SENTENCE = re.compile(r"\s\S.*[.?!。？！]\Z")
_KNOWN = frozenset(ROLE_OF)


def read_csv(name: str, data: bytes, recipe: Recipe) -> Readout:
    """Values with separators between them; rows that cannot be read are noted and the others go on."""
    decoded = decode_by_lines(data, recipe.encoding)
    tabbed = name.casefold().endswith((".tsv", ".tab")) and "\t" in decoded.text[:_SAMPLE]
    separator = "\t" if tabbed else _separator(decoded.text)
    faults = Faults()
    rows = list(_rows(decoded.text, separator, faults))
    return of_rows(rows, faults, recipe, decoded, {"separator": separator})


def of_rows(
    rows: Sequence[tuple[str, Sequence[object]]],
    faults: Faults,
    recipe: Recipe,
    decoded: Decoded | None,
    meta: Meta | None = None,
) -> Readout:
    """The dialogues in rows of cells, each with its place; the first may be the names of the columns.

    ``meta`` is what else is known about the table; the number of the row of names is put there too.
    """
    if not rows:
        first = faults.all()
        raise UserError("There are no rows in this table", str(first[0]) if first else "it is empty")
    rows = _from_the_head(rows, faults)
    head, width = _head(rows)
    table = RecordTable(head, [], faults=faults)
    names = tuple(str(cell) for cell in rows[0][1]) if width else ()
    for place, cells in rows[width:]:
        if names and cells and cells[0] == names[0] and tuple(map(str, cells)) == names:
            faults.remarks.leave_out("repeated")
            continue
        if len(cells) > len(head) and any(cell not in ("", None) for cell in cells[len(head) :]):
            faults.add(
                place,
                Sentence(
                    "it has {cells} cells, and there are {head} columns", cells=len(cells), head=len(head)
                ),
            )
            continue
        table.rows.append(RecordRow(place, dict(zip(head, cells, strict=False))))
    if not table.rows:
        if first := faults.all():
            raise UserError("There are no rows in this table", str(first[0]))
        raise UserError("There are no rows in this table", "it has nothing but the names of its columns")
    given = recipe.mapping_for(head)
    mapping = checked(table, given, answers=recipe.answers)
    if given is None:
        ask_about_columns(table, mapping)
    dialogues = assemble(table, mapping, recipe.answers)
    digits = re.search(r"(\d+)\Z", rows[0][0])
    about: Meta = {"head": int(digits[1]) if width and digits is not None else 0, **(meta or {})}
    return Readout(
        dialogues,
        **faults.told(),
        decoded=decoded,
        columns=head,
        mapping=mapping,
        sample=sample_of(table),
        meta=about,
    )


def _from_the_head(
    rows: Sequence[tuple[str, Sequence[object]]], faults: Faults
) -> Sequence[tuple[str, Sequence[object]]]:
    """Rows from that of the names of columns on, where a title stands above it; the title is left out."""
    for at, (_, cells) in enumerate(rows[:_MOST_TITLES]):
        names = [str(cell).strip() for cell in cells if cell not in ("", None)]
        if len(names) > 1:
            roles = {meant[0] for name in names if (meant := role_of(plain(name))) is not None}
            if at and "text" in roles and len(roles) > 1:
                faults.remarks.leave_out("head", at)
                return rows[at:]
            return rows
    return rows


def _separator(text: str) -> str:
    """The separator that divides the first lines into the same number of cells, the more the better."""
    sample = "\n".join(text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES])
    best, most = ",", (0.0, 0.0)
    for separator in _SEPARATORS:
        try:
            widths = [
                len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row
            ]
        except csv.Error:
            continue
        usual = max(set(widths), key=widths.count) if widths else 1
        score = (widths.count(usual) / len(widths), usual) if usual > 1 else (0.0, 0.0)
        if score > most:
            best, most = separator, score
    return best


def _rows(text: str, separator: str, faults: Faults) -> Iterator[tuple[str, list[str]]]:
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        before = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                faults.add(Sentence("line {number}", number=before + 1), _why(error))
                before = reader.line_num
                continue
            place = f"line {before + 1}"
            before = reader.line_num
            if any(cells):
                # Where files were joined, the byte order mark of the second stands in the middle.
                yield place, [cell.lstrip("\ufeff") for cell in cells]
    finally:
        csv.field_size_limit(limit)


def _why(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end of data" in text:
        return "a quotation mark is opened here and never closed, so all behind it is in one cell"
    if "field limit" in text:
        return f"a cell is longer than {_LONGEST_CELL // 1_000_000} million characters"
    return "a quotation mark stands where none can be" if "expected after" in text else text


def _head(rows: Sequence[tuple[str, Sequence[object]]]) -> tuple[tuple[str, ...], int]:
    """The names of the columns, and how many rows they take: one, or none where they are not there."""
    first = ["" if cell is None else str(cell).strip() for cell in rows[0][1]]
    if unnamed := _empty_at_the_end(first):
        used = max((len(row) - _empty_at_the_end(row) for _, row in rows[1:]), default=0)
        del first[max(used, len(first) - unnamed) :]
    if not _names_columns(first, rows):
        width = max(len(cells) for _, cells in rows[:_SAMPLE_LINES])
        return tuple(f"column {number}" for number in range(1, width + 1)), 0
    names: dict[str, None] = {}
    for number, name in enumerate(first, 1):
        own = name or f"column {number}"
        while own in names:
            own = f"{own} ({number})"
        names[own] = None
    return tuple(names), 1


def _empty_at_the_end(cells: Sequence[object]) -> int:
    """How many cells at the end of a row hold nothing."""
    return sum(1 for _ in takewhile(lambda cell: cell is None or not str(cell).strip(), reversed(cells)))


def _names_columns(first: Sequence[str], rows: Sequence[tuple[str, Sequence[object]]]) -> bool:
    if any(plain(name) in _KNOWN for name in first):
        return True
    if any(_SENTENCE.search(name) for name in first):  # somebody says that
        return False
    if len(rows) == 1 or any(len(name) > _HEADING or name.replace(".", "").isdigit() for name in first):
        return False
    # A name of a speaker comes again below, the name of a column does not.
    return not any(
        name and any(at < len(cells) and cells[at] == name for _, cells in rows[1:_SAMPLE_LINES])
        for at, name in enumerate(first)
    )
