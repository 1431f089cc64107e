"""Columns that hold as many words as those that were taken, or may say who speaks: asked about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.importers.cell_values import words_of
from annotator.importers.column_mapping import columns_together
from annotator.importers.column_names import plain, role_of
from annotator.importers.column_values import (
    filled_rows,
    is_code,
    is_date,
    is_key,
    is_number,
    mostly,
    names_records,
)
from annotator.importers.record_table import RecordRow, RecordTable

_ROWS = 300  # looked at, from everywhere in the table
_MUCH = 0.5  # of the letters of the words taken
_OFTEN = 0.2  # of the rows with words that have something in another column, too
_SENTENCE = 3  # words of a value that may be a sentence
_FEW = 30  # letters a table must have beside the words
_SAME = 60  # characters at the beginning of a text by which it is told from another one
_SIGNS = re.compile(r"[\W_]+")
_WHO = frozenset(("person", "speaker", "who", "role", "sender", "character", "actor", "speakerid"))
_PARTS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")
# What columns beside the words are called where they are about them, or were never said.
_NOTES = """
translation translated translations gloss glosses english orig original normalized normalised lemma lemmas
pinyin transliteration romanization tokens tokenized tagged parsed pos
title name subject description summary summaries abstract note notes comment remarks remark
persona personas personality profile bio background scenario situation context topic task goal plan
knowledge passage passages evidence document documents article story reference references source
prompt system instruction instructions guideline template rationale explanation reason reasoning thought
analysis annotation annotations label labels tag tags category categories keywords metadata
question questions options candidates choices distractors answer answers rejected
url uri link links path file filename address location headers raw html markdown json
definition synopsis review feedback
"""
_ABOUT = frozenset(_NOTES.split())


def ask_about_columns(table: RecordTable, mapping: Mapping[str, str]) -> None:
    """Ask where columns that are no words hold half as many of them as those that are, or more.

    Not where it is asked about the column of the words itself.
    """
    if any(one.code == "text-column" for one in table.faults.remarks.questions):
        return
    taken = {part for column in mapping.values() for part in columns_together(column, table.columns)}
    rows = _from_everywhere(table.rows)
    words = [mapping.get(role, "") for role in ("text", "answer", "whole")]
    rows_said = sum(any(row.values.get(column) for column in words if column) for row in rows)
    said = sum(_letters(row.values.get(column)) for row in rows for column in words if column)
    free = [column for column in table.columns if column not in taken and not _is_about(column)]
    held = {column: _sentences(rows, column) for column in free}
    above = _around(table) if table.groups else {}
    held = {
        column: letters
        for column, letters in held.items()
        if letters
        and filled_rows(rows, column) >= _OFTEN * rows_said
        and not _is_copy(rows, column, words[0])
    }
    held |= above
    most = max(held, key=held.__getitem__, default="")
    if not most or sum(held.values()) < max(_FEW, _MUCH * said):
        return
    rows = [RecordRow("", fields) for fields in _fields(table)] if most in above else rows
    example = next((text for row in rows if (text := words_of(row.values.get(most)).strip())), "")
    table.faults.remarks.ask(
        "other-words", most, count=len(held), figure=words[0] or words[2], example=example
    )


def _fields(table: RecordTable) -> list[Mapping[str, Any]]:
    """What the file says of each dialogue."""
    said = (group.meta.get("fields") for group in table.groups)
    return [fields for fields in said if isinstance(fields, dict)]


def _around(table: RecordTable) -> dict[str, int]:
    """The sentences in fields of dialogues that a person says, as where a list beside a turn was taken."""
    rows = _from_everywhere([RecordRow("", fields) for fields in _fields(table)])
    columns = dict.fromkeys(key for row in rows for key in row.values)
    if not any(plain(column) in _WHO for column in columns):
        return {}
    held = {column: _sentences(rows, column) for column in columns}
    return {column: letters for column, letters in held.items() if letters}


def _from_everywhere(rows: Sequence[RecordRow]) -> Sequence[RecordRow]:
    step = len(rows) // _ROWS + 1
    return rows[::step]


def _is_about(column: str) -> bool:
    """Whether a column is called so that it holds what is said about turns, or no words at all."""
    parts = [plain(part) for part in _PARTS.split(column)]
    meant = role_of(plain(column))
    return bool(_ABOUT & {plain(column), *parts}) or (meant is not None and meant[0] != "text")


def _is_copy(rows: Sequence[RecordRow], column: str, words: str) -> bool:
    """Whether a column mostly says the same as that of the words, with other signs."""
    pairs = [
        (_begins(row.values[column]), _begins(row.values.get(words)))
        for row in rows
        if row.values.get(column) not in (None, "")
    ]
    return bool(pairs) and sum(one == other for one, other in pairs) > _MUCH * len(pairs)


def _begins(value: Any) -> str:
    return _SIGNS.sub("", words_of(value)[:_SAME]).casefold()


def _letters(value: Any) -> int:
    return len(words_of(value))


def _sentences(rows: Sequence[RecordRow], column: str) -> int:
    """How many letters of sentences a column holds; 0 where it holds names, codes or the same again."""
    values = [text for row in rows if isinstance(text := row.values.get(column), str) and text]
    long = [text for text in values if text.count(" ") >= _SENTENCE - 1]
    if not long or names_records(column):
        return 0
    if any(mostly(rows, column, test) for test in (is_date, is_number, is_key, is_code)):
        return 0
    if 2 * len(long) < len(values) or 2 * len(set(values)) <= len(values) > 2:
        return 0
    return sum(map(len, long))
