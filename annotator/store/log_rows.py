"""Whole rows as the log writes them: what a thing is made of, without its key.

Encoded as JSON with fields at their default left out (``docs/file-format.md``).
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from annotator.model import (
    AnnotatorKind,
    FacetKind,
    FacetScope,
    MarkKind,
    StepKind,
    StepPart,
    TagOrigin,
    TargetKind,
)


class TagRow(msgspec.Struct, omit_defaults=True, gc=False):
    """A tag. ``annotator`` and ``at`` may be "": those of the edit that writes the row."""

    dialogue: int
    facet: str
    turn: int | None = None
    label: str = ""
    value: str = ""
    start: int | None = None
    end: int | None = None
    target: str | None = None
    intensity: int | None = None
    uncertain: bool = False
    note: str = ""
    score: float | None = None
    origin: TagOrigin = "human"
    annotator: str = ""
    at: str = ""


class FacetRow(msgspec.Struct, omit_defaults=True):
    """A facet without its labels, which are rows of their own."""

    name: str
    kind: FacetKind
    scope: FacetScope = "turn"
    question: str = ""
    shortcut: str = ""
    position: int = 0
    targeted: bool = False
    intensity: bool = False
    open: bool = False
    detected: bool = False
    retired: bool = False


class LabelRow(msgspec.Struct, omit_defaults=True):
    """A label; ``facet`` and ``parent`` are keys."""

    facet: str
    name: str
    definition: str = ""
    examples: str = ""
    colour: str = ""
    shortcut: str = ""
    parent: str | None = None
    position: int = 0
    retired: bool = False


class LogTarget(msgspec.Struct, omit_defaults=True):
    """A target of a dialogue."""

    dialogue: int
    kind: TargetKind
    statement: str
    position: int = 0
    options: tuple[str, ...] = ()
    draft: bool = False


class AnnotatorRow(msgspec.Struct, omit_defaults=True):
    """An annotator."""

    name: str
    kind: AnnotatorKind = "human"


class DialogueRow(msgspec.Struct, omit_defaults=True):
    """The part of a dialogue that people change; rows of it are read, never created by an edit."""

    id: int
    title: str
    removed: bool
    chain: tuple[str, ...] = ()
    engine: str = ""
    model: str = ""
    rule: str = ""
    tail: str = ""


class Derived(msgspec.Struct, omit_defaults=True, array_like=True):
    """What follows from a turn's received text and its steps, as the columns have it."""

    text: str
    gaps: str | None = None
    language: str | None = None
    matrix: str | None = None
    script: str | None = None
    words: str | None = None


class TurnRow(msgspec.Struct, omit_defaults=True):
    """A turn: where its text lies in the received text of its dialogue, who speaks, what the source says.

    ``start`` and ``end`` are None as long as nobody has split or joined turns of the dialogue. ``derived``
    is the text with its gaps and the finding about its language as they were then: what follows from
    all else, kept so that taking back restores it exactly.
    """

    dialogue: int
    speaker: str
    start: int | None = None
    end: int | None = None
    meta: dict[str, object] = {}
    derived: Derived | None = None


class RemarkRow(msgspec.Struct, omit_defaults=True):
    """Received text that is no turn, with the speaker and metadata of the turn that it was."""

    dialogue: int
    start: int
    end: int
    speaker: str = ""
    meta: dict[str, object] = {}


class OfferRow(msgspec.Struct, omit_defaults=True):
    """The turn that labels were offered for; rows of it are read, never created by an edit."""

    turn: int


class SpeakerRow(msgspec.Struct, omit_defaults=True):
    """Something known about a speaker of a dialogue; ``value`` is JSON."""

    dialogue: int
    name: str
    attribute: str
    value: str


class StepRow(msgspec.Struct, omit_defaults=True, gc=False):
    """A repair step, offset into the received text of its part; the tail of a dialogue has no turn."""

    dialogue: int
    turn: int | None
    start: int
    end: int
    before: str
    after: str
    kind: StepKind
    reason: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()
    annotator: str = ""
    at: str = ""
    proposal: str | None = None
    part: StepPart = "text"


class MarkRow(msgspec.Struct, omit_defaults=True, gc=False):
    """A flag or bookmark on a turn; ``annotator`` is a key."""

    dialogue: int
    turn: int
    kind: MarkKind
    annotator: str
    at: str


class ViewRow(msgspec.Struct, omit_defaults=True):
    """A named filter, in its text form."""

    name: str
    filter: str


class ProjectRow(msgspec.Struct, omit_defaults=True):
    """The project's own fields; read, never created by an edit."""

    name: str
    codebook_name: str
    codebook_version: int
    languages: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    acronyms_neutral: bool = True
    suggestions: bool = True
    instructions: str = ""


Row: TypeAlias = (
    TagRow
    | FacetRow
    | LabelRow
    | LogTarget
    | AnnotatorRow
    | DialogueRow
    | ProjectRow
    | StepRow
    | TurnRow
    | SpeakerRow
    | RemarkRow
    | OfferRow
    | MarkRow
    | ViewRow
)
