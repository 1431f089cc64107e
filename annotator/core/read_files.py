"""Files that a person named, read whole; why one cannot be read is said."""

from __future__ import annotations

from pathlib import Path

from annotator.errors import UserError, cause_of


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises UserError where it cannot be read."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # a name with a zero byte is a ValueError
        raise UserError("{file} cannot be read", "{cause}", file=path.name, cause=cause_of(error)) from error


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, without a byte order mark. Raises UserError where it is none."""
    return utf8_text(read_bytes(path), path.name)


def utf8_text(data: bytes, name: str) -> str:
    """The text that bytes are in UTF-8; ``name`` is what an error calls their file."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError("{file} cannot be read", "it is not UTF-8", "Save it as UTF-8", file=name) from error
