"""Files and folders a person points at, to the files that are to be read."""

from __future__ import annotations

import os
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
    """A file in a folder that is not a transcript by its ending."""

    path: Path


def walk(paths: Iterable[Path]) -> Iterator[FileOnDisk | Skipped]:
    """The files at these places: files as they come, folders in order of name, each file once.

    Hidden files and folders inside a folder are passed over without a word, and links to folders
    are not followed, so that no loop is endless. A place that does not exist is returned as a
    file; reading it says what is wrong.
    """
    seen: set[Path] = set()
    for path in paths:
        for item in _folder(path) if path.is_dir() else (_file(path, path.name),):
            known = item.path.absolute()
            if known not in seen:
                seen.add(known)
                yield item


def _file(path: Path, name: str) -> FileOnDisk:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    return FileOnDisk(path, name, size)


def _folder(top: Path) -> Iterator[FileOnDisk | Skipped]:
    for folder, below, files in os.walk(top):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith("."):
                continue
            if path.suffix.lower() in TRANSCRIPTS:
                yield _file(path, path.relative_to(top).as_posix())
            else:
                yield Skipped(path)


def read_file(path: Path, limit: int | None = None) -> bytes:
    """A file's bytes, or its first ``limit`` ones.

    Raises UserError where it is missing, a folder, unreadable, or larger than half a gigabyte.
    """
    try:
        if path.is_dir():
            raise UserError(f"{path.name} cannot be read", "it is a folder")
        if not path.is_file():
            why = "it is not a file" if path.exists() else "it is not there"
            raise UserError(f"{path.name} cannot be read", why, "Check the name and the place")
        if limit is None and path.stat().st_size > LARGEST:
            raise UserError(
                f"{path.name} cannot be read",
                f"it is larger than {LARGEST // 1024 // 1024} MB",
                "Divide it into files of one dialogue each",
            )
        with path.open("rb") as file:
            return file.read() if limit is None else file.read(limit)
    except OSError as error:
        raise UserError(f"{path.name} cannot be read", error.strerror or str(error)) from error
