"""Rows of the tables as the objects of :mod:`annotator.model`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from annotator.core.turn_keys import turn_key
from annotator.model import (
    Codebook,
    Dialogue,
    Facet,
    Gap,
    Label,
    MarkKind,
    RepairStep,
    Source,
    StepPart,
    Tag,
    Target,
    Turn,
    TurnLanguage,
)
from annotator.store.database_errors import damaged_value
from annotator.store.value_encoding import loads, loads_as

# A row as a named tuple.
Row: TypeAlias = Any

_GAPS = tuple[tuple[int, int, Literal["double space", "space before punctuation"]], ...]


def step_of(values: Sequence[Any]) -> RepairStep:
    """A repair step from its columns, in the order of :data:`annotator.store.tables.STEP_COLUMNS`."""
    start, end, before, after, kind, reason, confidence, alternatives, *decision = values
    others = loads_as(alternatives, tuple[tuple[str, float], ...], ())
    return RepairStep(start, end, before, after, kind, reason, confidence, others, *decision)


def tag_of(row: Row) -> Tag:
    """A tag from a row of SELECT_TAGS."""
    (key, dialogue, facet, turn, label, value, start, end, target, intensity, uncertain, note, score, origin,
     annotator, at) = row  # fmt: skip
    _require_texts(key, facet, annotator, origin, label or "", value or "", note or "")
    return Tag(
        key, dialogue, turn, facet, label or "", annotator, origin, value, start, end, target, intensity,
        bool(uncertain), note, score, at,
    )  # fmt: skip


def target_of(row: Row) -> Target:
    """A target from a row of its table."""
    options = loads(row.options)
    if not isinstance(options, list):
        raise damaged_value()
    return Target(row.key, row.kind, row.statement, tuple(options), bool(row.draft))


def dialogue_of(
    row: Row, targets: tuple[Target, ...], speakers: Mapping[str, Mapping[str, object]] | None = None
) -> Dialogue:
    """A dialogue, with its targets, from a row of its table; ``speakers`` go into its metadata."""
    meta = loads(row.meta) or {}
    _require_texts(row.key, row.title)
    return Dialogue(
        row.id, row.key, row.source, row.title, row.turn_count, row.repair_count, row.damage_count,
        row.gap_count, targets, row.rule, tuple(loads(row.chain)), row.engine, row.model,
        {**meta, "speakers": speakers} if speakers else meta,
    )  # fmt: skip


@lru_cache(maxsize=5_000)  # many turns have the same
def finding_of(
    language: str | None, matrix: str | None, script: str | None, words: str | None
) -> TurnLanguage | None:
    """The finding about a turn's language from its columns."""
    if language is None:
        return None
    return TurnLanguage(language, matrix, script, loads_as(words, tuple[tuple[str, int], ...], ()))


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
    if not (isinstance(text, str) and isinstance(speaker, str) and isinstance(position, int)):
        raise damaged_value()
    finding = finding_of(language, matrix, script, words)
    return Turn(
        id_, turn_key(key, position if number is None else number, offset or 0), dialogue, position,
        speaker, text,
        text if received is None else received, steps,
        tuple(Gap(*gap) for gap in loads_as(gaps, _GAPS, ())), finding, tags,
        loads_as(meta, dict[str, Any], {}), marks,
        lead_steps,
    )  # fmt: skip


def damaged_turn(row: Row) -> Turn:
    """A turn whose row is damaged: what can be read of its text, marked as damage as a whole."""
    text, speaker = (value if isinstance(value, str) else "" for value in (row.text, row.speaker))
    position = row.position if isinstance(row.position, int) else 0
    step = RepairStep(0, len(text), text, text, "damage", "damaged in the project file", 0.0)
    return Turn(
        row.id, turn_key(str(row.key), position, 0), row.dialogue, position, speaker, text, text, (step,)
    )


def source_of(row: Row) -> Source:
    """A source, without its bytes, from a row of its table."""
    _require_texts(row.name, row.sha256, row.encoding)
    return Source(
        row.id, row.name, row.sha256, row.size, row.encoding, row.encoding_origin, row.encoding_confidence,
        row.newline, bool(row.bom), row.undecodable, row.imported_at,
    )  # fmt: skip


def facet_of(row: Row, labels: tuple[Label, ...]) -> Facet:
    """A facet, with its labels, from a row of its table."""
    _require_texts(row.key, row.name, row.kind)
    return Facet(
        row.key, row.name, row.kind, row.scope, row.question, row.shortcut, row.position, bool(row.targeted),
        bool(row.intensity), bool(row.open), bool(row.detected), bool(row.retired), labels,
    )  # fmt: skip


def label_of(row: Row) -> Label:
    """A label from a row of its table."""
    _require_texts(row.key, row.facet, row.name)
    return Label(
        row.key, row.facet, row.name, row.definition, row.examples, row.colour, row.shortcut, row.parent,
        row.position, bool(row.retired),
    )  # fmt: skip


def _require_texts(*values: object) -> None:
    """What is shown and compared is text, or the file is damaged."""
    for value in values:
        if not isinstance(value, str):
            raise damaged_value()


def codebook_of(project: Row, facets: Iterable[Row], labels: Iterable[Row]) -> Codebook:
    """A codebook from the row of the project and the rows of its facets and labels, both in their order."""
    of: defaultdict[str, list[Label]] = defaultdict(list)
    for row in labels:
        of[row.facet].append(label_of(row))
    return Codebook(
        project.codebook_name,
        tuple(facet_of(row, tuple(of[row.key])) for row in facets),
        project.codebook_version,
    )


def dialogues_of(
    wanted: Iterable[int], rows: Iterable[Row], targets: Iterable[Row], speakers: Iterable[Row]
) -> list[Dialogue]:
    """The dialogues of these row numbers in that order; ids of nothing are left out."""
    of: defaultdict[int, list[Target]] = defaultdict(list)
    for row in targets:
        of[row.dialogue].append(target_of(row))
    people: defaultdict[int, dict[str, dict[str, object]]] = defaultdict(dict)
    for row in speakers:
        people[row.dialogue].setdefault(row.name, {})[row.attribute] = loads(row.value)
    found = {row.id: dialogue_of(row, tuple(of[row.id]), people.get(row.id)) for row in rows}
    return [found[key] for key in wanted if key in found]


def turns_of(
    wanted: Iterable[int],
    rows: Iterable[Row],
    steps: Iterable[Row],
    tags: Iterable[Tag],
    marks: Iterable[Row],
) -> list[Turn]:
    """The turns of these row numbers in that order; ids of nothing are left out.

    ``steps`` are rows of turn, part and then what :func:`step_of` takes, ``marks`` of turn and kind.
    """
    repaired: defaultdict[tuple[int, StepPart], list[RepairStep]] = defaultdict(list)
    for turn, part, *rest in steps:
        repaired[turn, part].append(step_of(rest))
    given: defaultdict[int | None, list[Tag]] = defaultdict(list)
    for tag in tags:
        given[tag.turn_id].append(tag)
    marked: defaultdict[int, set[MarkKind]] = defaultdict(set)
    for turn, kind in marks:
        marked[turn].add(kind)
    found = {
        row.id: turn_of(
            row,
            tuple(repaired.get((row.id, "text"), ())),
            tuple(given.get(row.id, ())),
            frozenset(marked.get(row.id, ())),
            tuple(repaired.get((row.id, "lead"), ())),
        )
        for row in rows
    }
    return [found[key] for key in wanted if key in found]


def appearances_of(appearances: Sequence[Row], most: int) -> list[tuple[str, int]] | None:
    """Names and dialogues in order, from rows of speaker, dialogue, position; None for more than ``most``."""
    if len(appearances) > most:
        return None
    ordered = sorted(appearances, key=lambda row: (row.dialogue, row.position))
    return [(row.speaker, row.dialogue) for row in ordered]
