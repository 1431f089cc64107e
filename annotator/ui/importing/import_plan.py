"""What the person decided about how transcripts are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from annotator.pipeline.import_job import ImportChoice


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The choices that differ from the program's own, by place of the file; ``default`` for the others."""

    choices: Mapping[Path, ImportChoice]
    default: ImportChoice | None = None


def known_encoding(name: str) -> bool:
    """Whether Python can decode text with an encoding of that name."""
    try:
        b"x".decode(name.strip(), "replace")  # refuses codecs that do not make text, such as base64
    except (LookupError, ValueError):
        return False
    return bool(name.strip())
