"""One writer per project file: a lock the operating system drops when its process dies.

A small file ``<project>.lock`` beside the project is locked for as long as the project is
open for writing, and holds who that is, as JSON. The lock, not the file, decides: a lock
file left by a killed process means nothing and is taken over. (The filelock library empties
the file whenever somebody merely tries, so the holder's name would be lost to the next.)

SQLite's own locks last for one transaction; this one lasts for a sitting.

A project can be reached by several names. Symbolic links are followed, so that the lock lies beside the file
itself. For hard links a second lock, named after device and inode, is held in the system's temporary folder:
they cannot lead to another machine's disk.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.core.file_locks import is_named, try_lock, unlock
from annotator.errors import UserError, cause_of
from annotator.store.database_errors import Holder, ProjectLocked, ProjectOnFullDisk, ProjectReadOnly
from annotator.store.last_edit import LastEdit

_HELD_BY_OTHER = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_WRITE_PROTECTED = {errno.EACCES, errno.EPERM, errno.EROFS}
# How often a lock is tried, and how many seconds between: who looks whether a file is in use, or sweeps, has
# its lock for a moment.
_LOOKS, _PAUSE = 5, 0.02


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

    def __init__(self, path: Path, files: list[_LockFile], session: str) -> None:
        self.session = session
        self.first_edit = 0  # the last edit before this sitting
        self.gate = Gate()
        self.last_edit = LastEdit(path)
        self.importing = threading.Event()  # set while an import is under way; nobody else's can be
        self._path = path
        self._files = files

    def release(self) -> None:
        """Remove the lock files and let go; doing it twice does no harm."""
        if _HELD.get(self._path) is self:
            del _HELD[self._path]
        while self._files:
            self._files.pop().release()


# The writer locks of this process by project file, links followed. An operating system's lock belongs to a
# process, so what stands for it does too.
_HELD: dict[Path, WriterLock] = {}


def lock_path(path: Path) -> Path:
    """Where the lock file of a project lies."""
    real = path.resolve()
    return real.with_name(real.name + ".lock")


def inode_lock_path(path: Path) -> Path | None:
    """Where the lock lies that all names of a file share; None while there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return shared_folder() / f"{found.st_dev:x}-{found.st_ino:x}.lock"


def shared_folder() -> Path:
    """Where the locks lie that all names of a file share."""
    return Path(tempfile.gettempdir(), "dialogue-annotator-locks")


def held(path: Path) -> WriterLock | None:
    """The lock this process holds on a project, by whatever name it has been opened, if it does."""
    direct = _HELD.get(path.resolve())
    if direct is not None:
        return direct
    return next((lock for known, lock in _HELD.items() if same_file(known, path)), None)


def taken(path: Path) -> bool:
    """Whether somebody, here or elsewhere, has a project open for writing. Leaves no trace."""
    for place in (lock_path(path), inode_lock_path(path)):
        if place is None:
            continue
        try:
            descriptor = os.open(place, os.O_RDWR)
        except OSError:
            continue
        try:
            _try_lock(descriptor)
        except OSError:
            return True
        finally:
            unlock(descriptor)
    return False


def sweep(folder: Path, own: Path | None = None) -> None:
    """Remove the lock files of ended programs from a folder, but that of the project ``own``.

    They mean nothing, but people see them.
    """
    spared = own and lock_path(own)
    try:
        places = [Path(entry.path) for entry in os.scandir(folder) if entry.name.endswith(".lock")]
    except OSError:
        return
    for place in places:
        if place == spared:
            continue
        with contextlib.suppress(OSError):
            _sweep(place)


def _sweep(place: Path) -> None:
    descriptor = os.open(place, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        try_lock(descriptor)
        empty = not os.fstat(descriptor).st_size  # the disk was full, or the program ended just then
        ours = place.name.endswith(".dap.lock") if empty else _read(descriptor).pid
        if ours and is_named(place, descriptor):
            place.unlink()
    finally:
        unlock(descriptor)


def _try_lock(descriptor: int) -> None:
    """Lock an open file, with some patience. Raises OSError where somebody keeps it locked."""
    looks = 0
    while True:
        try:
            try_lock(descriptor)
        except OSError as error:
            looks += 1
            if looks == _LOOKS or error.errno not in _HELD_BY_OTHER:
                raise
            time.sleep(_PAUSE)
        else:
            return


def same_file(one: Path, other: Path) -> bool:
    """Whether two names lead to one file; not where one of them leads nowhere."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def acquire(path: Path, name: str, session: str) -> WriterLock:
    """Take the writer lock of a project for a person called ``name``.

    Raises ProjectLocked where another opening has it, by this name or another one, ProjectReadOnly where
    the folder takes no lock file, UserError where the file system knows no locks.
    """
    files = [_LockFile(lock_path(path), path, name)]
    second = inode_lock_path(path)
    try:
        if second is not None and _may_hold_locks(second.parent):
            files.append(_LockFile(second, path, name))
    except ProjectReadOnly:
        pass  # another account's lock file: whoever opens by the same name is kept out by the first
    except BaseException:
        files[0].release()
        raise
    real = path.resolve()
    _HELD[real] = WriterLock(real, files, session)
    return _HELD[real]


def _may_hold_locks(folder: Path) -> bool:
    """Whether there is a folder that every account of this machine may keep locks in."""
    try:
        folder.mkdir()
        folder.chmod(0o1777)
    except FileExistsError:  # whoever made it has opened it; what it may be a link to is not ours to open
        pass
    except OSError:
        return False
    return stat.S_ISDIR(folder.lstat().st_mode)


class _LockFile:
    """A file that is locked, with who has it as JSON; made, and removed when it is let go."""

    def __init__(self, place: Path, project: Path, name: str) -> None:
        self._place = place
        while True:
            self._descriptor = _open(place, project)
            try:
                _try_lock(self._descriptor)
            except OSError as error:
                holder = _read(self._descriptor)
                os.close(self._descriptor)
                if error.errno in _HELD_BY_OTHER:
                    raise ProjectLocked(project, holder) from error
                raise UserError(
                    "{file} cannot be opened for writing",
                    "its folder cannot hold a lock ({cause})",
                    "Copy it to a local disk, or open it read-only",
                    file=project.name,
                    cause=cause_of(error),
                ) from error
            if is_named(place, self._descriptor):
                break
            os.close(self._descriptor)
        try:
            _write(self._descriptor, name)
        except OSError as error:  # a full disk: the lock holds without a name on it
            _ = error

    def release(self) -> None:
        """Remove the file and let go."""
        if sys.platform == "win32":  # pragma: no cover - an open file cannot be removed there
            unlock(self._descriptor)
            with contextlib.suppress(OSError):
                self._place.unlink()
            return
        # Removed while still locked: whoever opened the old file before finds out that the name now
        # means another file. A folder that became read-only keeps it.
        with contextlib.suppress(OSError):
            self._place.unlink()
        unlock(self._descriptor)


def _open(place: Path, project: Path) -> int:
    try:
        return os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    except OSError as error:
        if error.errno in _WRITE_PROTECTED:
            raise ProjectReadOnly(project) from error
        if error.errno in _FULL:
            raise ProjectOnFullDisk(project) from error
        raise UserError(
            "{file} cannot be opened for writing",
            "no lock file can be put beside it ({cause})",
            "Check the folder and the space on the disk",
            file=project.name,
            cause=cause_of(error),
        ) from error


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
