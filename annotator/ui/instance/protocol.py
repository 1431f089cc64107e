"""How a program that has just been started speaks to the one that has the project already.

Over a local socket (a named pipe on Windows) that only the same person can open: no network.
One message each way, a line of JSON: ``{"paths": [...]}``, and ``{"took": true}`` back. The
address follows from the project's path, so that each window listens for its own project.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtNetwork import QLocalSocket

PATIENCE = 1500  # milliseconds an answer may take before the other window counts as hung
_LONGEST = 1_000_000  # bytes of a message


def address(project: Path) -> str:
    """Where the window that has this project listens."""
    name = hashlib.sha256(os.fsencode(project.resolve())).hexdigest()[:16]
    if sys.platform == "win32":
        return f"dialogue-annotator-{name}"
    # Short, because a socket's path may have only some 100 characters.
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return str(folder / f"annotator-{os.getuid()}-{name}")


def hand_over(project: Path, paths: Sequence[Path] = ()) -> bool:
    """Ask the window that has ``project`` to come to the front and take ``paths`` in.

    False where there is no such window, or it does not answer; the caller then goes on by itself.
    """
    where = address(project)
    if sys.platform != "win32" and not Path(where).exists():
        return False  # the usual case, without loading Qt's socket library
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - see above

    socket = QLocalSocket()
    socket.connectToServer(where)
    if not socket.waitForConnected(PATIENCE):
        return False
    socket.write(encode({"paths": [str(path.resolve()) for path in paths]}))
    answer = read_line(socket) if socket.waitForBytesWritten(PATIENCE) else None
    socket.abort()
    return isinstance(answer, dict) and answer.get("took") is True


def encode(message: dict[str, object]) -> bytes:
    """One line of JSON; names that are not text survive as their bytes do in Python."""
    return json.dumps(message).encode() + b"\n"


def read_line(socket: QLocalSocket) -> object:
    """The next message of a socket, waiting for it; None where none comes or it is no JSON."""
    while not socket.canReadLine():
        if socket.bytesAvailable() > _LONGEST or not socket.waitForReadyRead(PATIENCE):
            return None
    return decode(bytes(socket.readLine().data()))


def decode(line: bytes) -> object:
    """What a line says; None where it is no JSON."""
    try:
        return json.loads(line)
    except ValueError:
        return None
