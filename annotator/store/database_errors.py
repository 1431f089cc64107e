"""What can go wrong with a project file, in words a person can act on."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.core.paths import is_there
from annotator.errors import Defect, Sentence, UserError, cause_of

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
        super().__init__(
            "{file} is in use",
            _held(holder),
            "Close it there, or open it read-only",
            file=path.name,
        )
        self.holder = holder


def _held(holder: Holder) -> Sentence:
    """Who has a project open, as far as it is known."""
    who = holder.name or Sentence("somebody")
    if holder.host and holder.since:
        return Sentence(
            "{who} on {host} has it open since {since}", who=who, host=holder.host, since=holder.since
        )
    if holder.host:
        return Sentence("{who} on {host} has it open", who=who, host=holder.host)
    if holder.since:
        return Sentence("{who} has it open since {since}", who=who, since=holder.since)
    return Sentence("{who} has it open", who=who)


class ProjectReadOnly(UserError):  # noqa: N818 - named as people say it
    """The file or its folder cannot be written to; opening it read-only works."""

    def __init__(self, path: Path, why: str = "the file or its folder is write protected") -> None:
        super().__init__(
            "{file} cannot be changed",
            why,
            "Open it read-only, or copy it to a folder of your own",
            file=path.name,
        )


class ProjectOnFullDisk(ProjectReadOnly):
    """There is no room for a change; opening it read-only works."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the disk is full")


class DiskFull(UserError):  # noqa: N818 - named as people say it
    """A change found no room on the disk, and was taken back."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "The change to {file} could not be saved",
            "the disk is full",
            "Free some space and try again; the project is as it was before",
            file=path.name,
        )


class ProjectWaits(UserError):  # noqa: N818 - named as people say it
    """Nothing can be read while an edit or another read waits for a drive that stands still."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "{file} cannot be read",
            "its drive does not answer",
            "Check the network or the cable; everything goes on as soon as the drive answers",
            file=path.name,
        )


class ProjectReplaced(UserError):  # noqa: N818 - named as people say it
    """The file that was opened is not there any more: gone, moved, or something else in its place."""


class ProjectUnfinished(UserError):  # noqa: N818 - named as people say it
    """A change to the file was interrupted; opening it for writing takes that back."""


class ProjectDamaged(UserError):  # noqa: N818 - named as people say it
    """The content of the file cannot be trusted, or not be read; recovering it into a new file may help."""


class DamagedValue(ProjectDamaged):
    """One value of the file is not what belongs there; others may be whole."""


def not_reachable(path: Path, error: OSError) -> UserError:
    """There is no such file, or the system does not let it be reached."""
    return UserError(
        "{file} cannot be opened",
        "there is no such file" if isinstance(error, FileNotFoundError) else "{cause}",
        "Check the name and the folder",
        file=path.name,
        cause=cause_of(error),
    )


class NotAProject(UserError):  # noqa: N818 - named as people say it
    """The file is something else, or so damaged that nobody can tell."""


def not_a_project(path: Path, why: str) -> NotAProject:
    """The file is something else."""
    return NotAProject(
        "{file} is not a project",
        why,
        "Choose a file that ends in .dap, or import this one",
        file=path.name,
    )


def damaged(path: Path, why: str) -> ProjectDamaged:
    """The file is a project whose content cannot be trusted."""
    return ProjectDamaged(
        "{file} is damaged",
        why,
        "Recover it into a new file, or restore a backup; the file has been left as it is",
        file=path.name,
    )


def damaged_value() -> DamagedValue:
    """A value in a project file is not what it should be."""
    return DamagedValue(
        "The project is damaged",
        "a value in it is not the JSON that belongs there",
        "Recover it into a new file, or restore a backup; the file has been left as it is",
    )


def missing_row() -> DamagedValue:
    """A row of a project file leads to another one that the file does not hold."""
    return DamagedValue(
        "The project is damaged",
        "a row in it leads to one that is not there",
        "Recover it into a new file, or restore a backup; the file has been left as it is",
    )


def altered(path: Path, parts: Sequence[str]) -> UserError:
    """The file holds triggers, views or tables that this program never makes."""
    return UserError(
        "{file} is not opened",
        "another program has put into it what could change your tags: {part} and {more} more"
        if len(parts) > 1
        else "another program has put into it what could change your tags: {part}",
        "Ask who gave it to you; the file has been left as it is",
        file=path.name,
        part=parts[0],
        more=len(parts) - 1,
    )


def newer(path: Path, version: int, known: int) -> UserError:
    """A later version of the program wrote the file."""
    return UserError(
        "{file} comes from a newer version of this program",
        "its format is {version} and this program knows up to {known}",
        "Update the program to open it",
        file=path.name,
        version=version,
        known=known,
    )


def overwritten(path: Path) -> ProjectReplaced:
    """Other content has been written into the file that was opened."""
    return ProjectReplaced(
        "{file} was overwritten while it was open",
        "it does not hold the last change that was made here",
        "Save what is open under another name; the file has been left as it is",
        file=path.name,
    )


def no_copy(path: Path) -> ProjectReplaced:
    """Other content has been written into the file that was opened, and nothing else holds the project."""
    return ProjectReplaced(
        "{file} was overwritten while it was open",
        "there is no backup of it, so that what was open cannot be put together again",
        "Look for a copy elsewhere; the file has been left as it is",
        file=path.name,
    )


def replaced(path: Path) -> ProjectReplaced:
    """Another file has the name of the one that was opened, or none."""
    if is_there(path):
        return ProjectReplaced(
            "{file} was replaced while it was open",
            "another file has its name now",
            "Save what is open under another name, then look at the other file",
            file=path.name,
        )
    return ProjectReplaced(
        "{file} is not there any more",
        "it was deleted or moved while it was open",
        "Save what is open under another name",
        file=path.name,
    )


def unfinished(path: Path) -> ProjectUnfinished:
    """A hot journal lies beside a file that is to be opened read-only."""
    return ProjectUnfinished(
        "{file} cannot be opened read-only",
        "a change to it was interrupted and has to be taken back first",
        "Keep {file}-journal beside it and open the project once for writing",
        file=path.name,
    )


class DriverError(Defect):
    """What SQLite or its driver said, without anything it quoted: the name of its code and its words."""


#: What the driver raises. It decodes SQLite's own words, too, and these quote a schema that is damaged.
DRIVER_ERRORS = (sqlite3.Error, UnicodeDecodeError)
# The driver quotes values ("Could not decode to UTF-8 column 'text' with text '…'"), SQL and words that were
# looked for. A quoted text may hold quotation marks itself, so that everything from the first one on goes.
_QUOTED = re.compile(r"""\s*['"`].*""", re.DOTALL)
_NOT_UTF8 = "Could not decode to UTF-8"
_NO_TABLE = re.compile(r"no such table: (?:main\.)?(\w+)")
_NO_INDEX = re.compile(r"no such fts5 table|invalid fts5 file format")


def scrubbed(error: BaseException) -> DriverError:
    """An error of the driver for logs and people: where it happened and what it was, never what was read."""
    name = getattr(error, "sqlite_errorname", None) or type(error).__name__
    made = DriverError(f"{name}: {_QUOTED.sub(' …', str(error))}")
    return made.with_traceback(error.__traceback__)


def translate(path: Path, error: BaseException) -> Exception:
    """The UserError for an error of SQLite; one that is a defect comes back as a DriverError.

    This is the one way an error of the driver leaves the store, raised from
    what :func:`scrubbed` makes of it.
    """
    said = scrubbed(error)
    code = getattr(error, "sqlite_errorcode", 0)
    if code in {sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_READONLY_RECOVERY}:
        return unfinished(path)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return replaced(path)
    if isinstance(error, UnicodeDecodeError) or str(error).startswith(_NOT_UTF8):
        return damaged(path, "a text in it is not UTF-8")
    if _NO_INDEX.match(str(error)):  # SQLite's own check finds such a file sound
        return damaged(path, "its index of words cannot be read")
    missing = _NO_TABLE.fullmatch(str(error))
    from annotator.store.tables import metadata  # noqa: PLC0415 - most errors are known before SQLAlchemy

    if missing and missing[1] in metadata.tables:  # every project has it, so it has been taken away
        return damaged(path, Sentence("it has no table {table}", table=missing[1]))
    return _BY_CODE.get(code & _PRIMARY, _defect)(path, said)


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Let errors of the driver leave as :func:`translate` makes them."""
    try:
        yield
    except DRIVER_ERRORS as error:
        raise translate(path, error) from scrubbed(error)


def _full(path: Path, _error: DriverError) -> Exception:
    return DiskFull(path)


def _io(path: Path, error: DriverError) -> Exception:
    return UserError(
        "{file} could not be read or written",
        "the disk reports an error ({cause})",
        "Check the disk or the connection to it and try again; the project is as it was before",
        file=path.name,
        cause=str(error),
    )


def _busy(path: Path, _error: DriverError) -> Exception:
    return UserError(
        "{file} is in use",
        "another program keeps the file locked",
        "Close that program and try again",
        file=path.name,
    )


def _read_only(path: Path, _error: DriverError) -> Exception:
    return ProjectReadOnly(path)


def _corrupt(path: Path, error: DriverError) -> Exception:
    return damaged(path, Sentence(str(error)))


def _not_sqlite(path: Path, _error: DriverError) -> Exception:
    return not_a_project(path, "it is not an SQLite file")


def _cannot_open(path: Path, error: DriverError) -> Exception:
    return UserError(
        "{file} cannot be opened",
        "{cause}",
        "Check that the file and its folder are yours",
        file=path.name,
        cause=str(error),
    )


def _defect(_path: Path, error: DriverError) -> Exception:
    return error


_BY_CODE: dict[int, Callable[[Path, DriverError], Exception]] = {
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_IOERR: _io,
    sqlite3.SQLITE_BUSY: _busy,
    sqlite3.SQLITE_LOCKED: _busy,
    sqlite3.SQLITE_READONLY: _read_only,
    sqlite3.SQLITE_PERM: _read_only,
    sqlite3.SQLITE_CORRUPT: _corrupt,
    sqlite3.SQLITE_MISMATCH: _corrupt,  # behind the greatest number there is comes none
    sqlite3.SQLITE_NOTADB: _not_sqlite,
    sqlite3.SQLITE_CANTOPEN: _cannot_open,
}
