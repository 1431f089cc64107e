"""Whether a project file that is open for writing is still the one that was opened.

A sync client, a restored backup or a careless copy can put another file in its place, or other content into
it, while it is open. Edits would then go to a file without a name, or on top of an older state, and nobody
would notice. So each transaction begins with a look for the last edit of this process, which nothing ever
changes or removes.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from annotator.errors import Sentence
from annotator.store import database_errors
from annotator.store.kept_edits import KeptEdits

LAST = (
    "SELECT project.key, edit.id, edit.at, edit.session FROM project LEFT JOIN edit "
    "ON edit.id = (SELECT max(id) FROM edit)"
)
_STANDS = (
    "SELECT 1 FROM project JOIN edit "
    "WHERE project.key = ? AND edit.id = ? AND edit.at = ? AND edit.session = ?"
)


class LastEdit:
    """What the connections of a sitting know of their file: its project, its last edit by then, and what the
    edits were that they have made (``kept``)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = _identity(path)
        self._last: tuple[Any, ...] | None = None
        self._new: list[tuple[int, bytes]] = []
        self.kept = KeptEdits()

    @property
    def key(self) -> str:
        """The key of the project that was opened."""
        return str(self._last[0]) if self._last else ""

    @property
    def number(self) -> int:
        """The number of the last edit, 0 for none."""
        return (self._last and self._last[1]) or 0

    def note(self, connection: sqlite3.Connection) -> tuple[object, ...]:
        """The last edit, for :meth:`keep` once it is on the disk. Raises ProjectDamaged."""
        row: tuple[object, ...] | None = connection.execute(LAST).fetchone()
        if row is None:
            raise database_errors.damaged(self._path, Sentence("its table {table} is empty", table="project"))
        if self._last is not None and row[1] != self._last[1]:
            self._new = self.kept.read(connection, self.number)
        return row

    def keep(self, last: tuple[object, ...]) -> None:
        """From now on this edit has to be there."""
        if self._last is None:
            self.kept.begin(int(last[1] or 0))  # type: ignore[call-overload]
        self.kept.add(self._new)
        self._last, self._new = last, []

    def require(self, connection: sqlite3.Connection) -> None:
        """Raise ProjectReplaced where the file no longer holds the last edit that is known.

        What other programs add behind it does no harm.
        """
        if self._last is None or self._last[1] is None:  # nothing was known yet, or nothing is to lose
            return
        try:
            found = connection.execute(_STANDS, self._last).fetchone()
        except database_errors.DRIVER_ERRORS as error:  # emptied, or overwritten with something else
            raise self._gone() from database_errors.scrubbed(error)
        if found is None:
            raise self._gone()

    def _gone(self) -> database_errors.ProjectReplaced:
        same = _identity(self._path) == self._file
        return database_errors.overwritten(self._path) if same else database_errors.replaced(self._path)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
