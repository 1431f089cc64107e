"""The way back from the document to what was received: the bytes of a file."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable
from typing import Protocol

# Encodings whose bytes are the same in every version of every codec library.
_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "ascii": b"",
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


class FileForm(Protocol):
    """How a file was written."""

    @property
    def encoding(self) -> str:
        """A codec's name."""

    @property
    def newline(self) -> str:
        """Its line break, "mixed" for several kinds, "" for none."""

    @property
    def bom(self) -> bool:
        """Whether it began with a byte order mark."""


class Rebuilding:
    """Makes the bytes of a file from the received text of its dialogues, piece by piece.

    ``sha256`` of the result proves whether they are the bytes it had; nothing else can, for a
    file with two kinds of line breaks or with bytes that its encoding does not explain is not
    in its text.
    """

    def __init__(self, form: FileForm) -> None:
        self._encoding = form.encoding
        self._newline = form.newline or "\n"
        self.possible = form.encoding in _MARKS and form.newline != "mixed"
        mark = _MARKS.get(form.encoding, b"") if form.bom else b""
        self._hash = hashlib.sha256(mark)
        self.mark = mark

    def add(self, pieces: Iterable[str]) -> bytes:
        """The bytes of the next stretch of received text; b"" where it is already hopeless."""
        if not self.possible:
            return b""
        text = "".join(pieces)
        if self._newline != "\n":
            text = text.replace("\n", self._newline)
        try:
            data = text.encode(self._encoding)
        except UnicodeEncodeError:
            self.possible = False
            return b""
        self._hash.update(data)
        return data

    def is_exact(self, sha256: str) -> bool:
        """Whether all that was added is the file with this hash."""
        return self.possible and self._hash.hexdigest() == sha256
