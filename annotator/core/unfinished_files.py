"""Files that are made beside their place, and what is left of them where the program was ended.

A file gets a name of its own until it is whole, and a lock file beside it that is held as long as it is made.
So another start of the program can tell what is left over from what is under way, also on a shared disk and
after the number of a process has been given away again. What has no such lock file is never touched: it may
be anybody's.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from annotator.core.file_locks import is_named, try_lock, unlock
from annotator.core.private_files import FILE_MODE, FOLDER_MODE

_LOCK = re.compile(r"\.[0-9a-f]{32}\.tmp\.lock")
_BESIDE = ("", "-journal")  # what SQLite puts beside a database


@contextlib.contextmanager
def name_beside(target: Path) -> Iterator[Path]:
    """A name in the folder of ``target`` for a file, or a folder, until it is whole; nothing is there yet.

    What still has that name afterwards is removed, and before, what ended programs have left there.
    """
    sweep(target.parent)
    temp = target.with_name(
        f".{uuid.uuid4().hex}.tmp"
    )  # short: the target's own name may be as long as can be
    lock = _lock_of(temp)
    held = _held(lock)
    try:
        yield temp
    finally:
        _remove(temp)
        if held is not None:
            _let_go(lock, held)


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for its owner alone in the system's folder for temporary files, removed afterwards.

    Raises OSError where it cannot be made.
    """
    with name_beside(Path(tempfile.gettempdir(), "folder")) as folder:
        folder.mkdir(FOLDER_MODE)
        yield folder


def sweep(folder: Path) -> None:
    """Remove what ended programs have left of files that they were making in a folder."""
    try:
        locks = [Path(entry.path) for entry in os.scandir(folder) if _LOCK.fullmatch(entry.name)]
    except OSError:
        return
    for lock in locks:
        held = _found_free(lock)
        if held is not None:
            _remove(lock.with_suffix(""))
            _let_go(lock, held)


def _lock_of(temp: Path) -> Path:
    return temp.with_name(temp.name + ".lock")


def _held(lock: Path) -> int | None:
    """A new lock file, locked; None where the folder or the disk takes none."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
    with contextlib.suppress(OSError):
        while True:
            held = os.open(lock, flags, FILE_MODE)
            try:
                try_lock(held)
            except OSError:  # the file system knows no locks, or somebody sweeps
                os.close(held)
                _unlink(lock)
                return None
            if is_named(lock, held):
                return held
            os.close(held)  # swept before it was locked
    return None


def _found_free(lock: Path) -> int | None:
    """The lock file of an ended program, locked; None where somebody has it or it is not to be opened."""
    try:
        held = os.open(lock, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    try:
        try_lock(held)
        if is_named(lock, held):
            return held
    except OSError:
        pass
    os.close(held)
    return None


def _let_go(lock: Path, held: int) -> None:
    if sys.platform == "win32":  # pragma: no cover - an open file cannot be removed there
        unlock(held)
        _unlink(lock)
        return
    _unlink(lock)
    unlock(held)


def _remove(temp: Path) -> None:
    for end in _BESIDE:
        _unlink(temp.with_name(temp.name + end))
    if temp.is_dir() and not temp.is_symlink():
        shutil.rmtree(temp, ignore_errors=True)


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):  # not there, a folder, or in a folder that is read-only now
        path.unlink()
