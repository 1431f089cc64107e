"""Several files in one: a zip, so that they appear whole or not at all together.

The bytes depend on what is written alone: times are fixed and the order is that of asking.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO

from annotator.errors import UserError

_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
_RIGHTS = 0o100644 << 16
_IN_MEMORY = 1 << 20  # bytes of a part that are not yet on the disk


class Bundle:
    """The parts of a zip that is being written: some grow side by side, others are whole at once."""

    def __init__(self, archive: zipfile.ZipFile, parts: contextlib.ExitStack) -> None:
        self._archive = archive
        self._stack = parts
        self._parts: dict[str, IO[bytes]] = {}

    def add(self, name: str, data: bytes) -> None:
        """A file that is complete; it takes no memory afterwards, however many there are."""
        self._archive.writestr(_member(name), data)

    def part(self, name: str) -> IO[bytes]:
        """The file with that name in the zip; several can be written side by side."""
        if name not in self._parts:
            made = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the bundle
            self._parts[name] = self._stack.enter_context(made)
        return self._parts[name]

    def pack(self) -> None:
        """Put the parts that have grown into the zip. For :func:`bundle`."""
        for name, part in self._parts.items():
            part.seek(0)
            with self._archive.open(_member(name), "w", force_zip64=True) as member:
                shutil.copyfileobj(part, member)


@contextlib.contextmanager
def bundle(out: BinaryIO) -> Iterator[Bundle]:
    """A zip written to ``out``; complete when the block is left without an exception."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, contextlib.ExitStack() as parts:
        made = Bundle(archive, parts)
        yield made
        made.pack()


def _member(name: str) -> zipfile.ZipInfo:
    # Keys and names of files may come from a project that somebody else made.
    if any(part in {"", ".", ".."} for part in name.split("/")) or any(sign in name for sign in "\\:\0"):
        raise UserError(
            "The export was not written",
            "“{name}” would be a file outside of the folder it is unpacked into",
            "Ask who gave you the project or the file",
            name=name,
        )
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = _RIGHTS
    info.create_system = 3  # Unix, wherever it is written: the system is in the bytes too
    return info
