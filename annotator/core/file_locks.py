"""Locks of the operating system on open files: dropped when the process dies, whatever it left behind."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":  # pragma: no cover - the other half runs on the machines that test
    import msvcrt

    # Locks are mandatory there, so the locked byte lies where nobody wants to read.
    _FAR = 1 << 30

    def try_lock(descriptor: int) -> None:
        """Lock an open file. Raises OSError where somebody else has it locked."""
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def unlock(descriptor: int) -> None:
        """Let go of a lock and close the file."""
        os.close(descriptor)

else:
    import fcntl

    def try_lock(descriptor: int) -> None:
        """Lock an open file. Raises OSError where somebody else has it locked."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def unlock(descriptor: int) -> None:
        """Let go of a lock and close the file.

        To close it is not enough: a process that is being started just now has a copy of the descriptor, and
        with it the lock, until its program runs.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        finally:
            os.close(descriptor)


def is_named(place: Path, descriptor: int) -> bool:
    """Whether an open file still has this name; who waits for a lock may get that of a removed file."""
    try:
        named = place.stat()
    except FileNotFoundError:
        return False
    mine = os.fstat(descriptor)
    return (named.st_dev, named.st_ino) == (mine.st_dev, mine.st_ino)
