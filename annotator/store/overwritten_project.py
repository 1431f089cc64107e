"""What is open, written elsewhere after other content has been written into its file.

It is put together from the newest copy there is (a backup, or an older state that somebody put in the
project's place) and from the edits made since, which this process has kept.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import UserError
from annotator.model import Annotator
from annotator.store import backups, database_errors, project_files
from annotator.store.database import Database
from annotator.store.database_uri import uri
from annotator.store.kept_edits import KeptEdit
from annotator.store.last_edit import LAST, LastEdit
from annotator.store.project_part import Opened
from annotator.store.schema import STEPS
from annotator.store.undo import History


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy of the project: its last edit, and the kept edits made since; None where they do not follow."""

    path: Path
    last: int
    since: Sequence[KeptEdit] | None


def write(path: Path, known: LastEdit, target: Path) -> int:
    """Write the project that was open in ``path`` to a file; how many of its last edits are missing there.

    Raises ProjectReplaced where there is no copy of it, UserError where the file cannot be written.
    """
    copies = list(_copies(path, known))
    if not copies:
        raise database_errors.no_copy(path)
    best = max(copies, key=lambda copy: (copy.since is not None, copy.last))
    with project_files.temporary(target) as temp:
        with contextlib.closing(Database(best.path, write=False)) as base:
            base.copy_to(temp)
        made = _make_again(temp, best.since or ())
        project_files.put_in_place(temp, target)
    return known.number - best.last if best.since is None else len(best.since) - made


def _copies(path: Path, known: LastEdit) -> Iterator[_Copy]:
    for place in (*(backup.path for backup in backups.backups(path)), path):
        with contextlib.suppress(UserError):
            if project_files.sniff(place) != len(STEPS):
                continue
            with (
                database_errors.translated(place),
                contextlib.closing(sqlite3.connect(uri(place, "ro"), uri=True)) as connection,
            ):
                key, last, at, session = connection.execute(LAST).fetchone()
            if key == known.key and last is not None:
                yield _Copy(place, last, known.kept.behind(last, at, session))


def _make_again(path: Path, edits: Sequence[KeptEdit]) -> int:
    """Make edits again in a copy, up to the first that does not fit; how many that are."""
    with contextlib.closing(Database(path, write=True)) as db, db.transaction():
        history = History(Opened(db, who=Annotator("", ""), session="", read_only=False))
        for number, edit in enumerate(edits):
            db.direct("SAVEPOINT one_edit")
            if not _fits(history, edit):
                db.direct("ROLLBACK TO one_edit")
                return number
            db.direct("RELEASE one_edit")
    return len(edits)


def _fits(history: History, edit: KeptEdit) -> bool:
    try:
        return history.make_again(edit)
    except Exception:  # noqa: BLE001 - whatever it is, the edits before it are whole
        return False
