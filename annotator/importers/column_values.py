"""What the values of a column look like: words, names, numbers, dates, keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from annotator.importers.cell_values import words_of
from annotator.importers.column_names import ABOVE_SCENES, of_person, plain, role_of
from annotator.importers.person_names import is_nick, looks_like_name
from annotator.importers.record_table import RecordRow
from annotator.importers.time_values import seconds

SAMPLE_ROWS = 200  # looked at to guess columns
MANY_ROWS = 10  # in which one value throughout tells nobody apart
MOSTLY = 0.6  # of the values that have to be alike
_LONGEST_NAME = 30
_PARTS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")
# What a part of a column's name says of places, times and kinds, which never speak.
_NO_SPEAKER = frozenset(
    ("section", "slide", "page", "scene", "file", "topic", "category", "label", "language", "lang", "split",
     "type", "status", "paragraph", "date", "time", *ABOVE_SCENES)
)  # fmt: skip
_KEY = re.compile(
    r"(?:(?=\S*\d)[A-Za-z0-9]+(?:[-_.:/][A-Za-z0-9]+)+|(?=\S*\d)[0-9a-f]{8,}|https?://\S+),?\Z", re.ASCII
)
_DATE = re.compile(
    r"\[?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ,]+\d{1,2}:\d{2}\S*(?: ?[AP]M)?)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}[T ,]+\d{1,2}:\d{2}\S*(?: ?[AP]M)?"
    r"|\d{1,2}(?P<sign>[/.])\d{1,2}(?P=sign)\d{4})\]?\Z"
)


def says_something(rows: Sequence[RecordRow], column: str) -> bool:
    """Whether some value of a column may hold words."""
    return any(isinstance(row.values.get(column), str | list) for row in rows)


def average_length(rows: Sequence[RecordRow], column: str) -> float:
    """The characters of a column's texts on average; 0 where it has none."""
    texts = [value for row in rows if isinstance(value := row.values.get(column), str) and value]
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def filled_rows(rows: Sequence[RecordRow], column: str) -> int:
    """How many rows have a value in a column."""
    return sum(row.values.get(column) not in (None, "") for row in rows)


def has_few_values(sample: Sequence[RecordRow], column: str) -> bool:
    """Whether the values of a column come twice on average, or more often."""
    values = [words_of(row.values.get(column)) for row in sample]
    return len(values) > 3 and len(set(values)) <= len(values) / 2


def is_constant(rows: Sequence[RecordRow], column: str) -> bool:
    """Whether many rows have the same value."""
    return len(rows) >= MANY_ROWS and len({words_of(row.values.get(column)) for row in rows}) == 1


def comes_again(rows: Sequence[RecordRow], free: Sequence[str]) -> str | None:
    """The first of some columns whose short values come again, as names of speakers do."""
    for column in free:
        values = [said for row in rows if (said := words_of(row.values.get(column)).strip())]
        short = (
            values
            and max(map(len, values)) <= _LONGEST_NAME
            and not all(seconds(value) is not None or is_date(value) for value in values)
        )
        if short and len(set(values)) <= max(1, len(values) * 2 // 3):
            return column
    return None


def mostly(rows: Sequence[RecordRow], column: str, test: Callable[[Any], bool]) -> bool:
    """Whether most values of a column are of some kind."""
    values = [value for row in rows if (value := row.values.get(column)) not in (None, "")]
    return bool(values) and sum(map(test, values)) >= MOSTLY * len(values)


def is_date(value: Any) -> bool:
    """Whether a value is a date, with a clock or without."""
    return isinstance(value, str) and _DATE.match(value.strip()) is not None


def is_number(value: Any) -> bool:
    """Whether a value is a number or a time."""
    return seconds(value) is not None


def is_key(value: Any) -> bool:
    """Whether a value names a record or a place rather than saying something: ``dlg-00f3``, an address."""
    return isinstance(value, str) and _KEY.match(value.strip()) is not None


def is_numbered(value: Any) -> bool:
    """Whether a value is a short word with a number, as participants are called: ``SID000120``."""
    text = words_of(value)
    return len(text) <= _LONGEST_NAME and " " not in text and any(map(str.isdigit, text))


def is_name(value: Any) -> bool:
    """Whether a value looks like a name or like somebody's id."""
    return isinstance(value, str) and (
        looks_like_name(value) or (is_nick(value) and any(map(str.isdigit, value)))
    )


def is_role(value: Any) -> bool:
    """Whether a value says which of two sides of a talk somebody is on: ``user``, ``Agent``, ``Doctor``."""
    return isinstance(value, str) and (of_person(value) or role_of(plain(value)) is not None)


def names_records(column: str) -> bool:
    """Whether a column is called so that it holds ids or addresses: ``speech_id``, ``imageUrl``."""
    return plain(_PARTS.split(column.strip("_ "))[-1]) in {"id", "ids", "uuid", "guid", "url", "uri", "hash"}


def is_code(value: Any) -> bool:
    """Whether a value is one run of Latin letters and signs without a blank: ``request(taxi)``."""
    return isinstance(value, str) and value.isascii() and not any(map(str.isspace, value.strip()))


def may_hold_names(rows: Sequence[RecordRow], column: str) -> bool:
    """Whether the values of a column are short words, and no numbers and dates."""
    values = [value for row in rows if (value := row.values.get(column)) not in (None, "")]
    short = bool(values) and all(isinstance(value, str) and len(value) <= _LONGEST_NAME for value in values)
    return short and not mostly(rows, column, is_number) and not mostly(rows, column, is_date)


def may_name(rows: Sequence[RecordRow], columns: Sequence[str]) -> str:
    """The column that may say who speaks: short values come again and look like names or ids; "" for none."""
    sample = rows[:SAMPLE_ROWS]
    columns = [column for column in columns if not _NO_SPEAKER & set(map(plain, _PARTS.split(column)))]
    return next(
        (
            column
            for column in columns
            if not names_records(column)
            and comes_again(sample, [column]) is not None
            and mostly(sample, column, is_name)
        ),
        "",
    )
