"""Whether something is there, for any name that a person may type: one that cannot be is of nothing.

``pathlib`` raises OSError for a name that is too long, and ValueError for one with a zero byte in it.
"""

from __future__ import annotations

import os
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether there is a file or a folder of that name that can be reached."""
    return os.path.exists(path)  # noqa: PTH110 - see above


def is_file(path: Path) -> bool:
    """Whether there is a file of that name that can be reached."""
    return os.path.isfile(path)  # noqa: PTH113 - see above


def is_folder(path: Path) -> bool:
    """Whether there is a folder of that name that can be reached."""
    return os.path.isdir(path)  # noqa: PTH112 - see above
