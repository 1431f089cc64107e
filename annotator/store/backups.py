"""Backups of a project: where they lie, which are kept, and how one takes the project's place again.

They lie in a folder beside the project (interview data stays where the researcher put it) and are
whole project files. What is kept thins out with age, after :data:`ROTA`.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import re
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotator.core import unfinished_files
from annotator.core.private_files import FOLDER_MODE
from annotator.errors import UserError, cause_of
from annotator.store import database_errors, project_files, project_lock
from annotator.store.database_copy import copied
from annotator.store.database_uri import uri

_LOG = logging.getLogger(__name__)
_STAMP = "%Y%m%dT%H%M%SZ"
_LONGEST = 200  # bytes, of the 255 that a name may have
_NAMED = re.compile(r" (\d{8}T\d{6}Z)$")
# For how long which spacing is kept: the newest of each span of the second length, as far back as the first.
ROTA: tuple[tuple[timedelta, timedelta], ...] = (
    (timedelta(hours=6), timedelta(minutes=30)),
    (timedelta(days=8), timedelta(days=1)),
    (timedelta(days=36), timedelta(days=7)),
    (timedelta(days=370), timedelta(days=30)),
)


class BackupPostponed(UserError):  # noqa: N818 - what has happened, like the others
    """Others write to the project all the time, so that no copy of it comes to its end; try later."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: its file, when it was made (UTC), and its size in bytes."""

    path: Path
    at: datetime
    size: int


def folder_of(project: Path) -> Path:
    """The folder of a project's backups; it need not exist."""
    return project.with_name(f"{project.stem} backups")


def _stem(project: Path) -> str:
    """What the names of a project's backups begin with: its name, as far as the time has room behind it."""
    stem = project.stem
    while len(os.fsencode(stem)) > _LONGEST:
        stem = stem[:-1]
    return stem


def backups(project: Path) -> tuple[Backup, ...]:
    """All backups of a project, the newest first."""
    found = []
    for path in folder_of(project).glob(f"*{project.suffix}"):
        named = _NAMED.search(path.stem)
        if named and path.stem[: named.start()] == _stem(project):
            with contextlib.suppress(ValueError, OSError):
                at = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
                found.append(Backup(path, at, path.stat().st_size))
    return tuple(sorted(found, key=lambda backup: backup.at, reverse=True))


def sweep(project: Path) -> None:
    """Remove what ended programs have left beside a project and among its backups."""
    for folder in (project.resolve().parent, folder_of(project)):
        unfinished_files.sweep(folder)
        project_lock.sweep(folder, project)
    project_lock.sweep(project_lock.shared_folder())


def outdated(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which of these backups :data:`ROTA` no longer keeps; never the newest."""
    ordered = sorted(times, reverse=True)
    kept = set(ordered[:1])
    for reach, spacing in ROTA:
        filled = set()
        for at in ordered:
            slot = at.timestamp() // spacing.total_seconds()
            if now - at <= reach and slot not in filled:
                filled.add(slot)
                kept.add(at)
    return set(ordered) - kept


def back_up(
    project: Path,
    *,
    now: datetime | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    spared: Path | None = None,
) -> Backup | None:
    """Make a backup where something has changed since the last one, and thin the older ones out.

    Safe while the project is open: the copy is made in short steps between which others write. None
    where nothing has changed or where it was cancelled. ``spared`` is an older one that stays in any case.
    Raises BackupPostponed where somebody writes all the time, another UserError where the project cannot be
    read or the folder not be written to.
    """
    at = (now or datetime.now(UTC)).replace(microsecond=0)
    there = backups(project)
    if there and at <= there[0].at:  # names go by the second, and clocks are set back
        at = there[0].at + timedelta(seconds=1)
    if there and _state(there[0].path) == _state(project):
        return None
    target = folder_of(project) / f"{_stem(project)} {at.strftime(_STAMP)}{project.suffix}"
    try:
        target.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
        with project_files.unfinished(target) as temp:
            if not _copy(project, temp, cancelled):
                return None
            project_files.put_in_place(temp, target)
        made = Backup(target, at, target.stat().st_size)
        old = outdated([backup.at for backup in there] + [at], at)
        for backup in there:
            if backup.at in old and backup.path != spared:
                backup.path.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            "{file} could not be backed up",
            "{cause}",
            "Make room on the disk or save a copy elsewhere; the project itself is not affected",
            file=project.name,
            cause=cause_of(error),
        ) from error
    finally:
        with contextlib.suppress(OSError):  # holds others, is no folder, or was never made
            target.parent.rmdir()
    return made


def restore(project: Path, backup: Path, name: str) -> Path | None:
    """Put a backup in the project's place; what is there now becomes a backup first.

    The project must not be open in this process; ``name`` is who restores. Returns the file that the
    present state went to (None where there was none). Raises UserError, and then changes nothing, where the
    backup is no sound project, the project is open elsewhere, or the disk is full.
    """
    project_files.sniff(backup)
    project = project.resolve()  # a link stays a link
    lock = project_lock.acquire(project, name, str(uuid.uuid4()))
    try:
        kept = _set_aside(project, backup) if project.exists() else None
        project_files.copy(backup, project)
        return kept
    finally:
        lock.release()


def _set_aside(project: Path, spared: Path) -> Path:
    """Keep the present state, also where it is so damaged that SQLite cannot copy it."""
    try:
        made = back_up(project, spared=spared)
        return made.path if made is not None else backups(project)[0].path
    except UserError as error:
        _LOG.warning("%s is set aside as it is: %s", project.name, error)
        stamp = datetime.now(UTC).strftime(_STAMP)
        aside = folder_of(project) / f"{_stem(project)} {stamp} damaged{project.suffix}"
        aside.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
        shutil.copy2(project, aside)
        return aside


def _state(path: Path) -> tuple[object, ...]:
    """What tells two states of a project apart: the last edit, the last offer, the findings' progress."""
    with _reading(path) as connection:
        row: tuple[object, ...] = connection.execute(
            "SELECT (SELECT max(id) FROM edit), (SELECT max(id) FROM offer), undetected_from FROM project"
        ).fetchone()
    return row


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with (
        database_errors.translated(path),
        contextlib.closing(sqlite3.connect(uri(path, "ro"), uri=True)) as connection,
    ):
        yield connection


def _copy(project: Path, target: Path, cancelled: Callable[[], bool]) -> bool:
    with _reading(project) as connection, contextlib.closing(sqlite3.connect(target)) as other:
        try:
            if not copied(connection, other, cancelled=cancelled):
                if cancelled():
                    return False
                raise BackupPostponed(
                    "{file} could not be backed up",
                    "it is being written to all the time",
                    "Try again later",
                    file=project.name,
                )
        except sqlite3.OperationalError as error:
            full = error.sqlite_errorcode == sqlite3.SQLITE_FULL  # of the copy: a read fills no disk
            raise (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) if full else error) from error
        if other.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise database_errors.damaged(project, "its pages do not fit together")
    return True
