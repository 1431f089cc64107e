"""How SQLite is told which file to open, and how."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def uri(path: Path, mode: str) -> str:
    """The URI that opens a file in an SQLite ``mode``: ``ro``, ``rw``, or ``ro&immutable=1``."""
    # Names need not be text: on some systems they are any bytes.
    posix = path.absolute().as_posix()
    # Between "//" and the next "/" stands a host, which must be empty: of C:/x and //server/share/x, too.
    return f"file://{'' if posix.startswith('/') else '/'}{quote(os.fsencode(posix))}?mode={mode}"
