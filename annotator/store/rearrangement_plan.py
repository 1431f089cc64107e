"""What another arrangement of a dialogue's turns does: the new texts, and every change that comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.store.edit_log import RowChange
from annotator.store.log_rows import Derived, StepRow, TagRow
from annotator.store.turn_layout import Piece
from annotator.store.turn_stretch import TurnStretch

# By tag: where an edit left it, and where it had been before.
Wished = Mapping[str, Mapping[str, tuple[object, object]]]


@dataclass(frozen=True, slots=True)
class NewText:
    """What a turn comes to hold: its received text and lead, its steps, and what they make."""

    piece: Piece
    lead: str
    received: str
    steps: list[tuple[int, StepRow]]
    text: str


@dataclass(slots=True)
class Plan:
    """What another arrangement does. ``lost`` are tags without a place, ``doubles`` those that say again what
    another one says; both would go. ``divided`` are span tags that become two."""

    stretch: TurnStretch
    pieces: list[Piece]
    texts: list[NewText]
    steps: list[RowChange]
    gone: list[RowChange]
    added: list[RowChange]
    tail: str
    removed: list[RowChange] = field(default_factory=list)
    moved: list[RowChange] = field(default_factory=list)
    created: list[RowChange] = field(default_factory=list)
    marks: list[RowChange] = field(default_factory=list)
    offers: list[RowChange] = field(default_factory=list)
    lost: list[TagRow] = field(default_factory=list)
    doubles: int = 0
    divided: int = 0
    gaps: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)
    derived: dict[int, Derived] = field(default_factory=dict)
