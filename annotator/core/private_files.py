"""Files that hold what people said: readable by their owner alone, unless that person decided otherwise."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

#: What a new file and a new folder may be used for, and by whom: by their owner alone.
FILE_MODE, FOLDER_MODE = 0o600, 0o700


def make(path: Path, *, like: Path | None = None) -> None:
    """Make an empty file for its owner alone, or with the mode of ``like`` where that exists.

    Raises FileExistsError where there is one of that name, OSError where it cannot be made.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
    if like is not None:
        with contextlib.suppress(OSError):  # not there, or on a file system without modes
            path.chmod(stat.S_IMODE(like.stat().st_mode))


def make_if_missing(path: Path) -> None:
    """Make an empty file for its owner alone, with its folders, unless it is there. Raises OSError."""
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        make(path)
