"""The last edits of a sitting, kept in memory: what a copy lacks that was made before them.

They are for the day on which somebody writes over the file of an open project; see
:mod:`annotator.store.overwritten_project`.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Sequence
from typing import Any

import msgspec

from annotator.store.database_errors import damaged_value

MOST_CHANGES = 5_000  # of an edit that is kept; a backup is the better place for what is larger
MOST_BYTES = 16_000_000  # of all of them
# Their rows come by other ways than the log.
_NOT_IN_THE_LOG = "files.import"

_EDITS = (
    "SELECT edit.id, edit.at, annotator.key, edit.annotator, edit.session, edit.role, edit.reverts,"
    " edit.changes, edit.code, edit.arguments FROM edit JOIN annotator ON annotator.id = edit.annotator"
    " WHERE edit.id > ? ORDER BY edit.id"
)
_CHANGES = "SELECT kind, key, field, old, new FROM change WHERE edit = ? ORDER BY seq"


class KeptEdit(msgspec.Struct, array_like=True, frozen=True):
    """An edit as the log has it; ``rows`` are kind, key, field, old and new of each change."""

    id: int
    at: str
    annotator: str
    annotator_id: int
    session: str
    role: Any
    reverts: int | None
    changes: int
    code: str
    arguments: str | None
    rows: Sequence[tuple[str, str, str, str | None, str | None]] = ()


class KeptEdits:
    """Every edit behind the number ``after``."""

    def __init__(self) -> None:
        self.after = 0
        self._edits: deque[tuple[int, bytes]] = deque()
        self._bytes = 0

    def begin(self, after: int) -> None:
        """Keep what comes behind this edit."""
        self.after = after
        self._edits.clear()
        self._bytes = 0

    def read(self, connection: sqlite3.Connection, after: int) -> list[tuple[int, bytes]]:
        """The edits behind that number, for :meth:`add`; b"" for one that is not kept."""
        found = []
        for row in connection.execute(_EDITS, (after,)).fetchall():
            edit = KeptEdit(*row)
            packed = b""
            if not isinstance(edit.changes, int):
                raise damaged_value()
            if edit.code != _NOT_IN_THE_LOG and edit.changes <= MOST_CHANGES:
                rows = connection.execute(_CHANGES, (edit.id,)).fetchall()
                packed = msgspec.msgpack.encode(msgspec.structs.replace(edit, rows=rows))
            found.append((edit.id, packed))
        return found

    def add(self, edits: Sequence[tuple[int, bytes]]) -> None:
        """Keep some more. One that is not kept makes those before it useless, and so does want of room."""
        for number, packed in edits:
            if not packed:
                self.begin(number)
                continue
            self._edits.append((number, packed))
            self._bytes += len(packed)
        if self._bytes > MOST_BYTES:
            while self._bytes > MOST_BYTES // 2:
                self.after, packed = self._edits.popleft()
                self._bytes -= len(packed)

    def behind(self, number: int, at: str, session: str) -> list[KeptEdit] | None:
        """What came after an edit, the last one of a copy; None where that does not lead here."""
        kept = [msgspec.msgpack.decode(packed, type=KeptEdit) for _, packed in list(self._edits)]
        if number == self.after:
            return kept
        for place, edit in enumerate(kept, 1):
            if (edit.id, edit.at, edit.session) == (number, at, session):
                return kept[place:]
        return None
