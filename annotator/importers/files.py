"""Files and folders a person points at, to the files that are to be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import UserError

# What is taken from folders; a file named by itself is read whatever it is called.
TRANSCRIPTS = frozenset((".txt", ".text", ".md", ".markdown", ".log", ".transcript", ".dlg"))
LARGEST = 512 * 1024 * 1024  # bytes of one file


@dataclass(frozen=True, slots=True)
class FileOnDisk:
    """A file to import. ``name`` is what the project will call it: its place below what was dropped."""

    path: Path
    name: str
    size: int  # bytes; 0 where it could not be asked


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a folder that is not taken: no transcript by its ending, or a link out of the folder."""

    path: Path


def walk(paths: Iterable[Path]) -> Iterator[FileOnDisk | Skipped]:
    """The files at these places: files as they come, folders in order of name, each file once.

    Hidden files and folders inside a folder are passed over without a word, and links to folders
    are not followed, so that no loop is endless. A place that does not exist, and a folder that
    cannot be opened, is returned as a file; reading it says what is wrong.
    """
    seen: set[Path] = set()
    for path in paths:
        for item in _folder(path) if path.is_dir() else (_file(path, path.name),):
            known = _real(item.path)
            # What a folder's walk passed over may still be named by itself.
            if isinstance(item, Skipped):
                yield item
            elif known not in seen:
                seen.add(known)
                yield item


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        return path.absolute()


def _file(path: Path, name: str) -> FileOnDisk:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    return FileOnDisk(path, name, size)


def _folder(top: Path) -> Iterator[FileOnDisk | Skipped]:
    inside = _real(top)
    shut: list[str] = []

    def note(error: OSError) -> None:
        shut.append(error.filename)

    for folder, below, files in os.walk(top, onerror=note):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith("."):
                continue
            out = path.is_symlink() and not _real(path).is_relative_to(inside)
            if path.suffix.lower() in TRANSCRIPTS and not out:
                yield _file(path, path.relative_to(top).as_posix())
            else:
                yield Skipped(path)
    for unread in shut:
        yield FileOnDisk(Path(unread), Path(unread).name, 0)


def read_file(path: Path, limit: int | None = None) -> bytes:
    """A file's bytes, or its first ``limit`` ones.

    Raises UserError where it is missing, no plain file, unreadable, or larger than half a gigabyte.
    """
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            os.scandir(path).close()  # says so where it may not be opened
            raise UserError(f"{path.name} cannot be read", "it is a folder")
        if not stat.S_ISREG(about.st_mode):  # reading from a pipe or a device may never end
            raise UserError(f"{path.name} cannot be read", "it is not a file")
        if limit is None and about.st_size > LARGEST:
            raise UserError(
                f"{path.name} cannot be read",
                f"it is larger than {LARGEST // 1024 // 1024} MB",
                "Divide it into files of one dialogue each",
            )
        with path.open("rb") as file:
            return file.read() if limit is None else file.read(limit)
    except FileNotFoundError as error:
        raise UserError(
            f"{path.name} cannot be read", "it is not there", "Check the name and the place"
        ) from error
    except (OSError, ValueError) as error:  # a name with a zero byte is a ValueError
        why = getattr(error, "strerror", None) or str(error)
        raise UserError(f"{path.name} cannot be read", why) from error
