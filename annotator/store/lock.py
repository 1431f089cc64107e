"""One writer per project file: a lock the operating system drops when its process dies.

A small file ``<project>.lock`` beside the project is locked for as long as the project is
open for writing, and holds who that is, as JSON. The lock, not the file, decides: a lock
file left by a killed process means nothing and is taken over. (The filelock library empties
the file whenever somebody merely tries, so the holder's name would be lost to the next.)

SQLite's own locks last for one transaction; this one lasts for a sitting.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.errors import UserError
from annotator.store.failures import Holder, ProjectLocked, ProjectReadOnly

if sys.platform == "win32":  # pragma: no cover - the other half runs on the machines that test
    import msvcrt

    # Locks are mandatory there, so the locked byte lies where nobody wants to read.
    _FAR = 1 << 30

    def _try_lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_HELD_BY_OTHER = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_WRITE_PROTECTED = {errno.EACCES, errno.EPERM, errno.EROFS}


class Gate:
    """Lets one thread of this process write at a time, people before background jobs.

    SQLite's waiting is polling, so a job that commits batch after batch would keep a key
    press waiting by chance; here the job steps back whenever somebody waits.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._busy = False
        self._waiting = 0  # people, not jobs

    @contextlib.contextmanager
    def pass_through(self, *, patient: bool) -> Iterator[None]:
        """Hold the gate; a ``patient`` caller lets everybody else go first."""
        with self._condition:
            self._waiting += not patient
            self._condition.wait_for(lambda: not self._busy and not (patient and self._waiting))
            self._waiting -= not patient
            self._busy = True
        try:
            yield
        finally:
            with self._condition:
                self._busy = False
                self._condition.notify_all()


class WriterLock:
    """The held lock of one project, and what the connections of this process share."""

    def __init__(self, path: Path, descriptor: int, session: str) -> None:
        self.session = session
        self.first_edit = 0  # the last edit before this sitting
        self.gate = Gate()
        self._path = path
        self._descriptor = descriptor

    def release(self) -> None:
        """Remove the lock file and let go."""
        _HELD.pop(_identity(self._path), None)
        if sys.platform == "win32":  # pragma: no cover - an open file cannot be removed there
            os.close(self._descriptor)
            with contextlib.suppress(OSError):
                lock_path(self._path).unlink()
            return
        # Removed while still locked: whoever opened the old file before finds out in `acquire`
        # that the name now means another file. A folder that became read-only keeps it.
        with contextlib.suppress(OSError):
            lock_path(self._path).unlink()
        os.close(self._descriptor)


# The writer locks of this process by project file. An operating system's lock belongs to a
# process, so what stands for it does too.
_HELD: dict[Path, WriterLock] = {}


def lock_path(path: Path) -> Path:
    """Where the lock file of a project lies."""
    return path.with_name(path.name + ".lock")


def held(path: Path) -> WriterLock | None:
    """The lock this process holds on a project, if it does."""
    return _HELD.get(_identity(path))


def acquire(path: Path, name: str, session: str) -> WriterLock:
    """Take the writer lock of a project for a person called ``name``.

    Raises ProjectLocked where another opening has it, ProjectReadOnly where the folder takes
    no lock file, UserError where the file system knows no locks.
    """
    while True:
        descriptor = _open(path)
        try:
            _try_lock(descriptor)
        except OSError as error:
            holder = _read(descriptor)
            os.close(descriptor)
            if error.errno in _HELD_BY_OTHER:
                raise ProjectLocked(path, holder) from error
            raise UserError(
                f"{path.name} cannot be opened for writing",
                f"its folder cannot hold a lock ({error.strerror})",
                "Copy it to a local disk, or open it read-only",
            ) from error
        if _still_there(path, descriptor):
            break
        os.close(descriptor)
    try:
        _write(descriptor, name)
    except OSError as error:  # a full disk: the lock holds without a name on it
        _ = error
    lock = WriterLock(path, descriptor, session)
    _HELD[_identity(path)] = lock
    return lock


def _identity(path: Path) -> Path:
    return path.resolve()


def _open(path: Path) -> int:
    try:
        return os.open(lock_path(path), os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        if error.errno in _WRITE_PROTECTED:
            raise ProjectReadOnly(path) from error
        raise UserError(
            f"{path.name} cannot be opened for writing",
            f"no lock file can be put beside it ({error.strerror})",
            "Check the folder and the space on the disk",
        ) from error


def _still_there(path: Path, descriptor: int) -> bool:
    try:
        named = lock_path(path).stat()
    except FileNotFoundError:
        return False
    mine = os.fstat(descriptor)
    return (named.st_dev, named.st_ino) == (mine.st_dev, mine.st_ino)


def _write(descriptor: int, name: str) -> None:
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    content = msgspec.json.encode(Holder(name, socket.gethostname(), now, os.getpid()))
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.ftruncate(descriptor, 0)
    os.write(descriptor, content)


def _read(descriptor: int) -> Holder:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        return msgspec.json.decode(os.read(descriptor, 4096), type=Holder)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Holder()
