"""Where in a table a turn came from, by what its metadata say about its place."""

from __future__ import annotations

import re

from annotator.model import DialogueRecord

_KINDS = ("csv", "xlsx")  # formats of tables, as dialogues name them
_LINE = re.compile(r"line (\d+)")
_ROW = re.compile(r"(.*), row (\d+)(?:, .*)?\Z", re.DOTALL)


def is_table(record: DialogueRecord) -> bool:
    """Whether a dialogue came from a table whose rows its turns name."""
    return record.dialogue.meta.get("format") in _KINDS and any(
        row_of(record, at) for at in range(len(record.turns))
    )


def row_of(record: DialogueRecord, at: int) -> tuple[str, int] | None:
    """The sheet, "" in CSV, and the row in which a turn stands; None where its place is none."""
    place = str(record.turns[at].turn.meta.get("place", ""))
    if record.dialogue.meta.get("format") == "csv":
        match = _LINE.match(place)
        return ("", int(match[1])) if match else None
    match = _ROW.match(place)
    return (match[1], int(match[2])) if match else None
