"""Making the names of files certain: one that was removed may come back when the power fails."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Force to the disk which names a folder holds; where that cannot be done, nothing happens.

    Windows does so by itself. Some network shares cannot; the names stand there, too, until the power fails.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
