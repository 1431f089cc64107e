"""How a program that has just been started speaks to the one that has the project already.

Over a local socket (a named pipe on Windows) that only the same person can open: no network.
One message each way, a line of JSON: ``{"paths": [...]}``, and ``{"took": true}`` back. The
address follows from the project's path, so that each window listens for its own project. It lies
in a folder that nobody else may enter, and who answers there must be the same person.
"""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtNetwork import QLocalSocket

_LOG = logging.getLogger(__name__)
_HASH = QCryptographicHash.Algorithm.Sha256
PATIENCE = 1500  # milliseconds in which another window answers, or counts as hung
LONGEST = 1_000_000  # bytes of a message; more than that is nobody's


def address(project: Path) -> str:
    """Where the window that has this project listens.

    Raises PermissionError where the folder for it belongs to somebody else, or cannot be kept to oneself.
    """
    # By Qt, which is there: Python's hashes take as long to load as fifteen modules of the window.
    place = os.fsencode(project.resolve())
    name = bytes(QCryptographicHash.hash(place, _HASH).toHex().data()).decode()[:16]
    if sys.platform == "win32":
        return f"dialogue-annotator-{name}"
    # Short, because a socket's path may have only some 100 characters.
    return str(_own_folder() / f"annotator-{name}")


def _own_folder() -> Path:
    """A folder that only this person may enter: the session's, or one in the folder for temporary files."""
    given = os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(given) if given else Path(tempfile.gettempdir()) / f"annotator-{os.getuid()}"
    if not given:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} can be entered by somebody else")
    return folder


def same_person(descriptor: int) -> bool:
    """Whether the program at the other end of a local socket runs for the same person, or the system.

    True where the system cannot tell (Windows, macOS): there the folder or the pipe's rights decide.
    """
    import socket  # noqa: PLC0415 - nobody answers in most cases, and then nothing of this is needed
    import struct  # noqa: PLC0415

    if not hasattr(socket, "SO_PEERCRED"):
        return True  # pragma: no cover - such a system does not run the tests
    with socket.socket(fileno=os.dup(descriptor)) as ours:
        credentials = ours.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return struct.unpack("3i", credentials)[1] in {os.getuid(), 0}


def hand_over(project: Path, paths: Sequence[Path] = ()) -> bool:
    """Ask the window that has ``project`` to come to the front and take ``paths`` in.

    False where there is no such window, or it does not answer; the caller then goes on by itself.
    """
    try:
        where = address(project)
    except OSError as error:
        _LOG.warning("no other window is looked for: %s", error)
        return False
    if sys.platform != "win32" and not Path(where).exists():
        return False  # the usual case, without loading Qt's socket library
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - see above

    other = QLocalSocket()
    other.connectToServer(where)
    if not other.waitForConnected(PATIENCE) or not same_person(int(other.socketDescriptor())):
        other.abort()
        return False
    other.write(encode({"paths": [str(path.resolve()) for path in paths]}))
    answer = read_line(other) if other.waitForBytesWritten(PATIENCE) else None
    other.abort()
    return isinstance(answer, dict) and answer.get("took") is True


def encode(message: dict[str, object]) -> bytes:
    """One line of JSON; names that are not text survive as their bytes do in Python."""
    import json  # noqa: PLC0415 - as above

    return json.dumps(message).encode() + b"\n"


def read_line(other: QLocalSocket) -> object:
    """The next message of a socket, waiting for it; None where none comes or it is no JSON."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not other.canReadLine():
        left = round((deadline - time.monotonic()) * 1000)
        if left <= 0 or other.bytesAvailable() > LONGEST or not other.waitForReadyRead(left):
            return None
    return decode(bytes(other.readLine().data()))


def decode(line: bytes) -> object:
    """What a line says; None where it is no JSON."""
    import json  # noqa: PLC0415 - as above

    try:
        return json.loads(line)
    except (ValueError, RecursionError):  # nested without end is no message, either
        return None


def asked_paths(line: bytes) -> list[Path] | None:
    """The paths that a message hands over; None where it is no such message, or one can name no file."""
    message = decode(line)
    paths = message.get("paths") if isinstance(message, dict) else None
    if not isinstance(paths, list):
        return None
    try:
        names = [os.fsencode(path) for path in paths if isinstance(path, str)]
    except UnicodeEncodeError:  # half a character: no file system can hold it
        return None
    if len(names) < len(paths) or any(b"\0" in name for name in names):
        return None
    return [Path(path) for path in paths]
