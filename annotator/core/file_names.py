"""Names of files that every system takes: without forbidden signs, reserved names, and differences of case.

What Windows asks for is asked for everywhere, for folders travel
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
# Devices of Windows, whatever ending follows.
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
_LONGEST = 200  # bytes of a name; systems take 255, and backups and parts append to it


def file_name(name: str, *, instead: str = "_") -> str:
    """A name as that of a file, without ending, with ``instead`` for what cannot be in one; may be empty."""
    safe = _FORBIDDEN.sub(instead, name).strip(" .")
    if _RESERVED.fullmatch(safe.partition(".")[0].rstrip()):
        safe = f"{instead}{safe}"
    return safe.encode()[:_LONGEST].decode(errors="ignore").rstrip(" .")


def different(names: Iterable[str]) -> list[str]:
    """The names, a number behind those that a system blind to case would take for an earlier one."""
    taken: set[str] = set()
    found = []
    for name in names:
        made, number = name, 1
        while made.casefold() in taken:
            number += 1
            made = f"{name} {number}"
        taken.add(made.casefold())
        found.append(made)
    return found
