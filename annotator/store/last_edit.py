"""Whether a project file that is open for writing is still the one that was opened.

A sync client, a restored backup or a careless copy can put another file in its place, or other content into
it, while it is open. Edits would then go to a file without a name, or on top of an older state, and nobody
would notice. So each transaction begins with a look for the last edit of this process, which nothing ever
changes or removes.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from annotator.store import database_errors

_LAST = (
    "SELECT project.key, edit.id, edit.at, edit.session FROM project LEFT JOIN edit "
    "ON edit.id = (SELECT max(id) FROM edit)"
)
_STANDS = (
    "SELECT 1 FROM project JOIN edit "
    "WHERE project.key = ? AND edit.id = ? AND edit.at = ? AND edit.session = ?"
)


class LastEdit:
    """What the connections of a sitting know of their file: its project, and its last edit by then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = _identity(path)
        self._last: tuple[object, ...] | None = None

    def note(self, connection: sqlite3.Connection) -> tuple[object, ...]:
        """The last edit, for :meth:`keep` once it is on the disk."""
        row: tuple[object, ...] = connection.execute(_LAST).fetchone()
        return row

    def keep(self, last: tuple[object, ...]) -> None:
        """From now on this edit has to be there."""
        self._last = last

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
