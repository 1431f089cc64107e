"""Records with their columns, as tables and JSON hold them, before it is known what each column is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.importers.reader_result import Faults


@dataclass(slots=True)
class RecordRow:
    """One record: where it stands, its values by column, and the number of the dialogue it lies in."""

    place: str
    values: Mapping[str, Any]
    group: int = 0


@dataclass(slots=True)
class RecordGroup:
    """A dialogue that the file itself sets apart."""

    place: str = ""
    title: str = ""
    meta: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class RecordTable:
    """Records with the columns they have; ``groups`` where the file nests them in dialogues.

    ``about`` is what the file says about all of them.
    """

    columns: tuple[str, ...]
    rows: list[RecordRow]
    groups: list[RecordGroup] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    about: Mapping[str, object] = field(default_factory=dict)
