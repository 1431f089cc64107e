"""What can go wrong with a project file, in words a person can act on."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import UserError

# The primary result codes of SQLite; extended codes carry them in their low byte.
_PRIMARY = 0xFF


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a project open for writing. Every field is "" (or 0) where it is not known."""

    name: str = ""
    host: str = ""
    since: str = ""  # ISO 8601, UTC
    pid: int = 0


class ProjectLocked(UserError):  # noqa: N818 - named as people say it
    """The project is open for writing elsewhere; ``holder`` says by whom."""

    def __init__(self, path: Path, holder: Holder) -> None:
        who = holder.name or "somebody"
        where = f" on {holder.host}" if holder.host else ""
        since = f" since {holder.since}" if holder.since else ""
        super().__init__(
            f"{path.name} is in use",
            f"{who}{where} has it open{since}",
            "Close it there, or open it read-only",
        )
        self.holder = holder


class ProjectReadOnly(UserError):  # noqa: N818 - named as people say it
    """The file or its folder cannot be written to; opening it read-only works."""

    def __init__(self, path: Path, why: str = "the file or its folder is write protected") -> None:
        super().__init__(
            f"{path.name} cannot be changed", why, "Open it read-only, or copy it to a folder of your own"
        )


def missing(path: Path) -> UserError:
    """There is no such file."""
    return UserError(
        f"{path.name} cannot be opened", "there is no such file", "Check the name and the folder"
    )


def not_a_project(path: Path, why: str) -> UserError:
    """The file is something else."""
    return UserError(
        f"{path.name} is not a project", why, "Choose a file that ends in .dap, or import this one"
    )


def damaged(path: Path, why: str) -> UserError:
    """The file is a project whose content cannot be trusted."""
    return UserError(
        f"{path.name} is damaged", why, "Restore it from a backup; the file has been left as it is"
    )


def newer(path: Path, version: int, known: int) -> UserError:
    """A later version of the program wrote the file."""
    return UserError(
        f"{path.name} comes from a newer version of this program",
        f"its format is {version} and this program knows up to {known}",
        "Update the program to open it",
    )


def older(path: Path) -> UserError:
    """An earlier version of the program wrote the file, and it may not be brought up to date."""
    return UserError(
        f"{path.name} cannot be opened read-only",
        "it comes from an older version of this program and has to be brought up to date first",
        "Open it once for writing",
    )


def unfinished(path: Path) -> UserError:
    """A hot journal lies beside a file that is to be opened read-only."""
    return UserError(
        f"{path.name} cannot be opened read-only",
        "a change to it was interrupted and has to be taken back first",
        f"Keep {path.name}-journal beside it and open the project once for writing",
    )


def translate(path: Path, error: BaseException) -> Exception:
    """The UserError for an error of SQLite; any other error is a defect and comes back as it is."""
    if not isinstance(error, sqlite3.Error):
        return error if isinstance(error, Exception) else RuntimeError(str(error))
    code = getattr(error, "sqlite_errorcode", 0)
    if code in {sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_READONLY_RECOVERY}:
        return unfinished(path)
    return _BY_CODE.get(code & _PRIMARY, _defect)(path, error)


def _full(path: Path, _error: sqlite3.Error) -> Exception:
    return UserError(
        f"The change to {path.name} could not be saved",
        "the disk is full",
        "Free some space and try again; the project is as it was before",
    )


def _io(path: Path, error: sqlite3.Error) -> Exception:
    return UserError(
        f"{path.name} could not be read or written",
        f"the disk reports an error ({error})",
        "Check the disk or the connection to it and try again; the project is as it was before",
    )


def _busy(path: Path, _error: sqlite3.Error) -> Exception:
    return UserError(
        f"{path.name} is in use", "another program keeps the file locked", "Close that program and try again"
    )


def _read_only(path: Path, _error: sqlite3.Error) -> Exception:
    return ProjectReadOnly(path)


def _corrupt(path: Path, error: sqlite3.Error) -> Exception:
    return damaged(path, str(error))


def _not_sqlite(path: Path, _error: sqlite3.Error) -> Exception:
    return not_a_project(path, "it is not an SQLite file")


def _cannot_open(path: Path, error: sqlite3.Error) -> Exception:
    return UserError(
        f"{path.name} cannot be opened", str(error), "Check that the file and its folder are yours"
    )


def _defect(_path: Path, error: sqlite3.Error) -> Exception:
    return error


_BY_CODE = {
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_IOERR: _io,
    sqlite3.SQLITE_BUSY: _busy,
    sqlite3.SQLITE_LOCKED: _busy,
    sqlite3.SQLITE_READONLY: _read_only,
    sqlite3.SQLITE_PERM: _read_only,
    sqlite3.SQLITE_CORRUPT: _corrupt,
    sqlite3.SQLITE_NOTADB: _not_sqlite,
    sqlite3.SQLITE_CANTOPEN: _cannot_open,
}
