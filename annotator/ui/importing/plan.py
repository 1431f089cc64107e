"""What the person decided about how transcripts are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from annotator.importers import MarkerRule

# Offered in every list of encodings, after what was found and its nearest rivals.
COMMON_ENCODINGS = (
    "utf-8",
    "utf-16",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_kr",
    "windows-1252",
    "iso-8859-1",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """How one file is to be read; None leaves it to the program."""

    encoding: str | None = None
    rule: MarkerRule | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The choices that differ from the program's own, by path."""

    choices: Mapping[Path, Choice]


def known_encoding(name: str) -> bool:
    """Whether Python can decode text with an encoding of that name."""
    try:
        b"".decode(name.strip())  # refuses codecs that do not make text, such as base64
    except (LookupError, ValueError):
        return False
    return bool(name.strip())
