"""The library between the program and the system: built from ``shim.c`` where there is a compiler.

It has to be there before the process starts (``LD_PRELOAD``); :func:`control` speaks to it afterwards.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
OPEN, READ, WRITE, SYNC, TRUNCATE, RENAME, UNLINK, MARK, CREATE = (1 << i for i in range(9))
NAMES = {
    OPEN: "open", READ: "read", WRITE: "write", SYNC: "fsync", TRUNCATE: "truncate", RENAME: "rename",
    UNLINK: "unlink",
}  # fmt: skip
NONE, FAIL, SHORT, KILL, STALL = range(5)


class NoShim(Exception):  # noqa: N818 - what it is
    """It cannot be had here; says why."""


@dataclass(frozen=True)
class Fault:
    """What can be done to a call: to which operations, how, with which error; ``ever``: to all later ones."""

    name: str
    operations: int
    how: int = FAIL
    error: int = 0
    ever: bool = False


CHANGES = WRITE | SYNC | TRUNCATE | RENAME | UNLINK
FAULTS = (
    Fault("ENOSPC", OPEN | WRITE | SYNC | TRUNCATE | RENAME, error=errno.ENOSPC),
    Fault("ENOSPC from then on", OPEN | WRITE | TRUNCATE, error=errno.ENOSPC, ever=True),
    Fault("EIO", OPEN | READ | CHANGES, error=errno.EIO),
    Fault("EIO from then on", READ | CHANGES, error=errno.EIO, ever=True),
    Fault("EACCES", OPEN | RENAME | UNLINK, error=errno.EACCES),
    Fault("EROFS", OPEN | CHANGES, error=errno.EROFS),
    Fault("EROFS from then on", OPEN | CHANGES, error=errno.EROFS, ever=True),
    Fault("short", READ | WRITE, SHORT),
    Fault("SIGKILL", OPEN | CHANGES, KILL),
)


def built() -> Path:
    """The library, compiled once for each state of its source. Raises NoShim where it cannot be done."""
    if not sys.platform.startswith("linux"):
        raise NoShim("the library that stands before the system is written for Linux")
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NoShim("there is no C compiler (cc)")
    state = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    made = Path(tempfile.gettempdir(), f"annotator-trust-{os.getuid()}", f"{state}.so")
    if made.exists():
        return made
    made.parent.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=made.parent) as folder:
        fresh = Path(folder, "shim.so")
        command = [compiler, "-O1", "-fPIC", "-shared", "-Wall", "-o", str(fresh), str(SOURCE), "-ldl"]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        if said.returncode:
            raise NoShim(f"the C compiler refuses: {said.stderr.strip()[:500]}")
        fresh.replace(made)
    return made


class Control:
    """What this process may tell the library. Raises NoShim where it is not there."""

    def __init__(self) -> None:
        library = ctypes.CDLL(None)
        try:
            self._arm = library.trust_arm
            self._arm.argtypes = (
                ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_double,
            )  # fmt: skip
            library.trust_calls.restype = ctypes.c_long
            library.trust_clock.argtypes = (ctypes.c_double,)
            library.trust_mark.argtypes = (ctypes.c_long,)
        except AttributeError as error:
            raise NoShim("the process was not started with the library") from error
        self._library = library

    def watch(self, folder: Path) -> None:
        """Look at files below this folder from now on."""
        self._library.trust_watch(os.fsencode(folder))

    def arm(self, fault: Fault, nth: int, seconds: float = 0.0) -> None:
        """Count the fault's operations from 1 and let it happen to the one with that number; 0 is none."""
        how = fault.how if nth else NONE
        self._arm(nth, fault.operations, how, fault.error, fault.ever, seconds)

    def disarm(self) -> str:
        """Let everything through; returns which operation the fault happened to, "" for none."""
        fired = NAMES.get(self._library.trust_fired(), "")
        self._arm(0, 0, NONE, 0, 0, 0.0)
        return fired

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let everything through for a while; the count stands still."""
        self._library.trust_hold(1)
        try:
            yield
        finally:
            self._library.trust_hold(0)

    @property
    def calls(self) -> int:
        """How many of the operations there were since the fault was armed."""
        return int(self._library.trust_calls())

    def record(self, descriptor: int) -> None:
        """Write what reaches the disk to this descriptor; -1 for nothing."""
        self._library.trust_record(descriptor)

    def mark(self, number: int) -> None:
        """Write a mark between what is recorded."""
        self._library.trust_mark(number)

    def shift_clock(self, seconds: float) -> None:
        """Let the wall clock show so many seconds more (or fewer) than it is."""
        self._library.trust_clock(seconds)
