"""Telling project files from other files, making new ones, and copying them."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from annotator.core import private_files, unfinished_files
from annotator.core.durable import sync_folder
from annotator.errors import UserError, cause_of
from annotator.store import database_errors
from annotator.store.database_uri import uri
from annotator.store.project_lock import taken
from annotator.store.schema import APPLICATION_ID, CONVERSIONS, STEPS
from annotator.store.schema_check import foreign_parts


def sniff(path: Path) -> int | None:
    """The schema version of a project file, without touching it or anything beside it.

    None where a change was interrupted or is under way and the file alone cannot tell. Raises
    UserError where it is missing, a folder, something else, damaged, too new, or has been given parts
    that could act on what is written to it.
    """
    try:
        found = path.stat()
    except OSError as error:  # a name that is too long, a folder that may not be entered, or no such file
        raise database_errors.not_reachable(path, error) from error
    if stat.S_ISDIR(found.st_mode):
        raise database_errors.not_a_project(path, "it is a folder")
    # `immutable` reads past locks and journals; the two figures asked for never change in a
    # transaction that could be under way. (Reading the header with open() would do as well,
    # but closing a file drops the locks that other connections of this process have on it.)
    try:
        with contextlib.closing(sqlite3.connect(uri(path, "ro&immutable=1"), uri=True)) as connection:
            mark, version = (
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("application_id", "user_version")
            )
            if mark == APPLICATION_ID and 1 <= version <= len(STEPS):
                foreign = foreign_parts(connection, STEPS[:version])
                if foreign:
                    raise database_errors.altered(path, foreign)
    except database_errors.DRIVER_ERRORS as error:
        # By a hard link there is no journal to be seen. What is damaged besides is found when it is read.
        if journal_of(path).exists() or taken(path):
            return None
        raise database_errors.translate(path, error) from database_errors.scrubbed(error)
    return judge(path, mark, version)


def judge(path: Path, mark: int, version: int) -> int:
    """The version again. Raises UserError where the header's figures are not those of a project."""
    if mark != APPLICATION_ID:
        raise database_errors.not_a_project(
            path, "it is an SQLite file of another program" if path.stat().st_size else "it is empty"
        )
    if version > len(STEPS):
        raise database_errors.newer(path, version, len(STEPS))
    if version < 1:
        raise database_errors.damaged(path, "it names no format")
    return version


def upgraded(path: Path) -> sqlite3.Connection | None:
    """A file of an older version as it would be brought up to date, in a temporary database of its own.

    For reading where the file itself may not be changed; SQLite removes the database when it is closed.
    None where the file is up to date. Raises UserError where it is no project or cannot be read.
    """
    with _connection(path, "ro") as connection:
        mark, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if judge(path, mark, version) == len(STEPS):
            return None
        made = sqlite3.connect("", isolation_level=None)
        try:
            connection.backup(made)
            for number, step in enumerate(STEPS[version:], version):
                run_step(made, number + 1, step)
        except BaseException:
            made.close()
            raise
        return made


@contextlib.contextmanager
def rolled_back(path: Path) -> Iterator[Path]:
    """A copy of a file in which an interrupted change has been taken back, in a temporary folder.

    The file itself and its journal are left as they are. Raises UserError where there is no room for it.
    """
    with contextlib.ExitStack() as undone:
        try:
            copied = undone.enter_context(unfinished_files.temporary_folder()) / "copy.dap"
            shutil.copyfile(path, copied)
            shutil.copyfile(journal_of(path), journal_of(copied))
        except OSError as error:
            raise database_errors.not_reachable(path, error) from error
        yield copied


def journal_of(path: Path) -> Path:
    """The file in which SQLite keeps what an unfinished change would otherwise lose."""
    return path.with_name(path.name + "-journal")


def migrate(path: Path) -> None:
    """Bring a file to the current schema, one transaction a step, after a backup beside it.

    The backup is named ``<stem>.v<version>.dap`` (numbered where that exists). Raises
    UserError; the file is then as it was or at one of the versions between.
    """
    with _connection(path) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == len(STEPS):
            return
        kept = _free_name(path.with_name(f"{path.stem}.v{version}{path.suffix}"))
        with temporary(kept, like=path) as temp:
            _backup(connection, temp)
            put_in_place(temp, kept)
        for number, step in enumerate(STEPS[version:], version):
            run_step(connection, number + 1, step)


def run_step(connection: sqlite3.Connection, version: int, step: str) -> None:
    """Take a file to ``version`` in one transaction; no statement of a step holds a semicolon."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in step.split(";"):
            connection.execute(statement)
        if version in CONVERSIONS:
            CONVERSIONS[version](connection)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def make_empty(path: Path) -> None:
    """Give an empty file the tables of the current schema, and nothing in them."""
    with _connection(path) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for number, step in enumerate(STEPS, 1):
            run_step(connection, number, step)


def copy(path: Path, target: Path) -> None:
    """Copy a project with all that is committed, whole or not at all; ``target`` is replaced."""
    with temporary(target) as temp:
        with _connection(path, "ro") as connection:
            _backup(connection, temp)
        put_in_place(temp, target)


@contextlib.contextmanager
def temporary(path: Path, like: Path | None = None) -> Iterator[Path]:
    """The same as :func:`unfinished`, with a UserError where the file cannot be made or written to."""
    try:
        with unfinished(path, like) as temp:
            yield temp
    except OSError as error:
        raise UserError(
            "{file} cannot be written",
            "{cause}",
            "Choose another folder",
            file=path.name,
            cause=cause_of(error),
        ) from error


@contextlib.contextmanager
def unfinished(path: Path, like: Path | None = None) -> Iterator[Path]:
    """An empty file beside ``path`` to make it in, with its mode or that of ``like``, else its owner's alone.

    What is left under that name is removed. Raises OSError where it cannot be made.
    """
    with contextlib.suppress(FileNotFoundError):
        journal_of(path).lstat()  # a name that is too long for a journal is one that cannot be written to
    with unfinished_files.name_beside(path) as temp:
        private_files.make(temp, like=like or path)
        yield temp


def put_in_place(temp: Path, path: Path) -> None:
    """Rename a finished file to its name, durably."""
    temp.replace(path)
    sync_folder(path.parent)


@contextlib.contextmanager
def _connection(path: Path, mode: str = "rw") -> Iterator[sqlite3.Connection]:
    with database_errors.translated(path):
        connection = sqlite3.connect(uri(path, mode), uri=True, isolation_level=None)
        with contextlib.closing(connection):
            connection.execute("PRAGMA synchronous = FULL")
            yield connection


def _backup(connection: sqlite3.Connection, target: Path) -> None:
    with _connection(target) as other:
        connection.backup(other)


def _free_name(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
