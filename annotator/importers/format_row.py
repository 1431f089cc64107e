"""What a row of the table of formats holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.importers.reader_result import Readout, Recipe

Reader = Callable[[str, bytes, Recipe], Readout]


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """A format that can be imported.

    ``read`` is None for plain text, which the speaker markers divide. ``sign`` is what the content
    begins with, where that is certain; ``looks`` says whether a text that begins so is in this
    format, where no ending does. ``mapped``: people may say which column is what. ``encoded``: the
    bytes are text in some encoding, which a person may choose.
    """

    key: str
    name: str
    suffixes: tuple[str, ...]
    keeps: str
    loses: str
    read: Reader | None = None
    sign: bytes = b""
    mapped: bool = False
    encoded: bool = True
    looks: Callable[[str], bool] | None = None
