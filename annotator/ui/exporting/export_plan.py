"""What a person decided about an export, or about tags that come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.exchange import TextKind, Together


@dataclass(frozen=True, slots=True)
class Division:
    """How a project is divided into parts: shares by name, what stays together, the facet, the draw."""

    shares: Mapping[str, float]
    by: Together = "dialogue"
    stratify: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """The file (of a division the folder), the key of the format, and which part in which words.

    ``where`` is a filter as text; ``annotators`` are keys, none for everybody; ``words`` is the
    text of a word list, None for an export with names.
    """

    path: Path
    format: str
    source_bytes: bool = True
    where: str = ""
    text: TextKind = "repaired"
    annotators: tuple[str, ...] = ()
    machine: bool = True
    words: str | None = None
    division: Division | None = None


@dataclass(frozen=True, slots=True)
class TagsPlan:
    """A file with tags, whose they are ("" where the file says so), and whether they are suggestions."""

    path: Path
    annotator: str = ""
    machine: bool = False
