"""A file that is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from annotator.core.durable import sync_folder
from annotator.core.unfinished_files import name_beside
from annotator.errors import UserError, cause_of

# A project is never replaced by an export of it, whatever name was typed.
_PROJECT = b"SQLite format 3\x00"


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file in the place of ``path``, which appears when the block is left without an exception.

    Written under another name in the same folder, forced to the disk, then renamed; on any
    exception an older file of that name is as it was. Raises UserError where the folder or
    the disk does not take it, or where ``path`` is a folder, a device or a database.
    """
    try:
        target = path.resolve() if path.is_symlink() else path
        _refuse(path, target)
        with name_beside(target) as temp:
            with temp.open("x+b", buffering=1 << 20) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, temp)
            temp.replace(target)
            sync_folder(target.parent)
    except OSError as error:
        raise UserError(
            "{file} cannot be written",
            "{cause}",
            "Choose another folder or free some space; nothing has been changed",
            file=path.name,
            cause=cause_of(error),
        ) from error


def _refuse(path: Path, target: Path) -> None:
    if target.is_dir():
        raise UserError("{file} cannot be written", "it is a folder", "Name a file in it", file=path.name)
    if target.exists() and not target.is_file():
        raise UserError(
            "{file} cannot be written", "it is not an ordinary file", "Name another file", file=path.name
        )
    if target.exists():
        with target.open("rb") as file:
            if file.read(len(_PROJECT)) == _PROJECT:
                raise UserError(
                    "{file} cannot be written",
                    "it is a project or a database",
                    "Name another file",
                    file=path.name,
                )
