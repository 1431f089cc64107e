"""Rows of the tables as the objects of :mod:`annotator.model`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.core.turn_keys import turn_key
from annotator.model import (
    Dialogue,
    Facet,
    Gap,
    Label,
    MarkKind,
    RepairStep,
    Source,
    Tag,
    Target,
    Turn,
    TurnLanguage,
)
from annotator.store import tables as t
from annotator.store.database import Row
from annotator.store.value_encoding import loads, loads_as

# In the order of RepairStep, for step_of.
STEP_COLUMNS = (
    t.step.c.start, t.step.c.end, t.step.c.before, t.step.c.after, t.step.c.kind, t.step.c.reason,
    t.step.c.confidence, t.step.c.alternatives, t.step.c.annotator, t.step.c.at, t.step.c.proposal,
)  # fmt: skip
# The same in every project that holds the same tags.
TAG_ORDER = (
    t.facet.c.position, t.facet.c.key, t.tag.c.start, t.tag.c.end, t.label.c.position, t.label.c.key,
    t.annotator.c.key, t.tag.c.key,
)  # fmt: skip


def step_of(values: Sequence[Any]) -> RepairStep:
    """A repair step from its STEP_COLUMNS."""
    start, end, before, after, kind, reason, confidence, alternatives, *decision = values
    others = loads_as(alternatives, tuple[tuple[str, float], ...], ())
    return RepairStep(start, end, before, after, kind, reason, confidence, others, *decision)


def tag_of(row: Row) -> Tag:
    """A tag from a row of SELECT_TAGS."""
    (key, dialogue, facet, turn, label, value, start, end, target, intensity, uncertain, note, score, origin,
     annotator, at) = row  # fmt: skip
    return Tag(
        key, dialogue, turn, facet, label or "", annotator, origin, value, start, end, target, intensity,
        bool(uncertain), note, score, at,
    )  # fmt: skip


def target_of(row: Row) -> Target:
    """A target from a row of its table."""
    return Target(row.key, row.kind, row.statement, tuple(loads(row.options)), bool(row.draft))


def dialogue_of(
    row: Row, targets: tuple[Target, ...], speakers: Mapping[str, Mapping[str, object]] | None = None
) -> Dialogue:
    """A dialogue, with its targets, from a row of its table; ``speakers`` go into its metadata."""
    meta = loads(row.meta) or {}
    return Dialogue(
        row.id, row.key, row.source, row.title, row.turn_count, row.repair_count, row.damage_count,
        row.gap_count, targets, row.rule, tuple(loads(row.chain)), row.engine, row.model,
        {**meta, "speakers": speakers} if speakers else meta,
    )  # fmt: skip


def turn_of(
    row: Row,
    steps: tuple[RepairStep, ...],
    tags: tuple[Tag, ...],
    marks: frozenset[MarkKind] = frozenset(),
    lead_steps: tuple[RepairStep, ...] = (),
) -> Turn:
    """A turn from a row of the table and its dialogue's key and repair count."""
    (id_, dialogue, position, speaker, _lead, received, text, gaps, language, matrix, script, words, meta,
     number, offset, key, _repairs) = row  # fmt: skip
    finding = (
        None
        if language is None
        else TurnLanguage(language, matrix, script, loads_as(words, tuple[tuple[str, int], ...], ()))
    )
    return Turn(
        id_, turn_key(key, position if number is None else number, offset or 0), dialogue, position,
        speaker, text,
        text if received is None else received, steps,
        tuple(Gap(*gap) for gap in loads(gaps) or ()), finding, tags, loads(meta) or {}, marks,
        lead_steps,
    )  # fmt: skip


def source_of(row: Row) -> Source:
    """A source, without its bytes, from a row of its table."""
    return Source(
        row.id, row.name, row.sha256, row.size, row.encoding, row.encoding_origin, row.encoding_confidence,
        row.newline, bool(row.bom), row.undecodable, row.imported_at,
    )  # fmt: skip


def facet_of(row: Row, labels: tuple[Label, ...]) -> Facet:
    """A facet, with its labels, from a row of its table."""
    return Facet(
        row.key, row.name, row.kind, row.scope, row.question, row.shortcut, row.position, bool(row.targeted),
        bool(row.intensity), bool(row.open), bool(row.detected), bool(row.retired), labels,
    )  # fmt: skip


def label_of(row: Row) -> Label:
    """A label from a row of its table."""
    return Label(
        row.key, row.facet, row.name, row.definition, row.examples, row.colour, row.shortcut, row.parent,
        row.position, bool(row.retired),
    )  # fmt: skip
