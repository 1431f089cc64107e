"""What is in a project: pages of dialogues and turns, figures, codebook, annotators."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import (
    Annotator,
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
from annotator.store import tables as t
from annotator.store.database import Row
from annotator.store.entities import SELECT_TAGS
from annotator.store.opened import Opened
from annotator.store.values import folded, loads, loads_as


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a project holds; removed dialogues do not count."""

    dialogues: int
    turns: int
    tags: int
    repairs: int  # repair steps, joiners and damage marks included
    damage: int
    gaps: int
    sources: int


def _ids(query: sa.Select[Any]) -> sa.Select[Any]:
    """One JSON array of the query's ids: a million row objects would take a second."""
    found = query.subquery("found")
    return sa.select(sa.func.json_group_array(found.c.id))


_LIVE = t.dialogue.c.state == "live"
_DIALOGUE_IDS = _ids(sa.select(t.dialogue.c.id).where(_LIVE).order_by(t.dialogue.c.id))
_TURN_IDS = _ids(
    sa.select(t.turn.c.id).where(t.turn.c.dialogue == sa.bindparam("dialogue")).order_by(t.turn.c.position)
)
_DIALOGUES = sa.select(t.dialogue).where(t.among(t.dialogue.c.id, "ids"), t.dialogue.c.state != "staged")
_TARGETS = (
    sa.select(t.target)
    .where(t.among(t.target.c.dialogue, "ids"))
    .order_by(t.target.c.dialogue, t.target.c.position, t.target.c.id)
)
_TURNS = (
    sa.select(t.turn, t.dialogue.c.key, t.dialogue.c.repair_count)
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(t.among(t.turn.c.id, "ids"), t.dialogue.c.state != "staged")
)
# In the order of RepairStep, for step_of.
STEP_COLUMNS = (
    t.step.c.start, t.step.c.end, t.step.c.before, t.step.c.after, t.step.c.kind, t.step.c.reason,
    t.step.c.confidence, t.step.c.alternatives, t.step.c.annotator, t.step.c.at, t.step.c.proposal,
)  # fmt: skip
_STEPS = (
    sa.select(t.step.c.turn, t.step.c.part, *STEP_COLUMNS)
    .join(t.turn, (t.turn.c.id == t.step.c.turn) & (t.turn.c.dialogue == t.step.c.dialogue))
    .where(t.among(t.turn.c.id, "ids"))
    .order_by(t.step.c.turn, t.step.c.start, t.step.c.end, t.step.c.id)
)
# The same in every project that holds the same tags.
TAG_ORDER = (
    t.facet.c.position, t.facet.c.key, t.tag.c.start, t.tag.c.end, t.label.c.position, t.label.c.key,
    t.annotator.c.key, t.tag.c.key,
)  # fmt: skip
_OF_ANNOTATORS = t.among(t.annotator.c.key, "annotators")
_MINE_OR_MACHINE = (t.annotator.c.key == sa.bindparam("annotator")) | (t.annotator.c.kind == "machine")


def _of_whom(tags: sa.Select[Any]) -> dict[bool, sa.Select[Any]]:
    """The tags of named annotators, and those of the current one and machines."""
    return {True: tags.where(_OF_ANNOTATORS), False: tags.where(_MINE_OR_MACHINE)}


_TURN_TAGS = _of_whom(
    SELECT_TAGS.join(t.turn, (t.turn.c.id == t.tag.c.turn) & (t.turn.c.dialogue == t.tag.c.dialogue))
    .where(t.among(t.turn.c.id, "ids"))
    .order_by(*TAG_ORDER)
)
_DIALOGUE_TAGS = _of_whom(
    SELECT_TAGS.where(t.tag.c.dialogue == sa.bindparam("dialogue"), t.tag.c.turn.is_(None)).order_by(
        *TAG_ORDER
    )
)
_COUNT_DIALOGUES = sa.select(
    sa.func.count(),
    *(
        sa.func.coalesce(sa.func.sum(column), 0)
        for column in (
            t.dialogue.c.turn_count, t.dialogue.c.repair_count, t.dialogue.c.damage_count,
            t.dialogue.c.gap_count,
        )
    ),
).where(_LIVE)  # fmt: skip
_IS_REMOVED = t.dialogue.c.state == "removed"
_COUNT_TAGS = sa.select(
    sa.select(sa.func.coalesce(sa.func.sum(t.tally.c.tags), 0)).scalar_subquery()
    - sa.select(sa.func.count())
    .select_from(t.tag)
    .where(t.tag.c.dialogue.in_(sa.select(t.dialogue.c.id).where(_IS_REMOVED)))
    .scalar_subquery()
)
# A source counts while a dialogue of it is live, or where it never had one.
_NO_DIALOGUE = ~sa.exists().where(t.dialogue.c.source == t.source.c.id)
_LIVE_DIALOGUE = sa.exists().where(t.dialogue.c.source == t.source.c.id, _LIVE)
_LIVE_SOURCE = (t.source.c.staged == 0) & (_NO_DIALOGUE | _LIVE_DIALOGUE)
_SOURCES = sa.select(t.source).where(_LIVE_SOURCE).order_by(t.source.c.id)
# Few dialogues are removed and few sources staged, so the others need not be looked at.
_COUNT_SOURCES = sa.select(
    sa.select(sa.func.count()).select_from(t.source).scalar_subquery()
    - sa.select(sa.func.count()).select_from(t.source).where(t.IS_STAGED).scalar_subquery()
    - sa.select(sa.func.count())
    .select_from(t.source)
    .where(
        t.source.c.id.in_(sa.select(t.dialogue.c.source).where(_IS_REMOVED)),
        t.source.c.staged == 0,
        ~_LIVE_DIALOGUE,
    )
    .scalar_subquery()
)
_KNOWN = sa.select(t.source.c.sha256, _NO_DIALOGUE | _LIVE_DIALOGUE).where(
    t.among(t.source.c.sha256, "keys"), t.source.c.staged == 0
)
_DATA = sa.select(t.source_data.c.codec, t.source_data.c.data).where(
    t.source_data.c.source == sa.bindparam("source")
)
_FACETS = sa.select(t.facet).order_by(t.facet.c.position, t.facet.c.id)
_LABELS = sa.select(t.label).order_by(t.label.c.position, t.label.c.id)
_ANNOTATORS = sa.select(t.annotator).order_by(t.annotator.c.id)
_PROJECT = sa.select(t.project)
_FACET_ID = sa.select(t.facet.c.id).where(t.facet.c.key == sa.bindparam("facet")).scalar_subquery()
_ANNOTATOR_ID = (
    sa.select(t.annotator.c.id).where(t.annotator.c.key == sa.bindparam("annotator")).scalar_subquery()
)
_ANSWERED = (
    (t.tag.c.facet == _FACET_ID) & (t.tag.c.annotator == _ANNOTATOR_ID) & (t.tag.c.origin != "suggested")
)
_PROGRESS = (
    sa.select(t.tag.c.dialogue, sa.func.count(sa.distinct(t.tag.c.turn)))
    .where(t.among(t.tag.c.dialogue, "ids"), _ANSWERED)
    .group_by(t.tag.c.dialogue)
)
_LABEL_COUNTS = (
    sa.select(t.label.c.key, t.tally.c.tags)
    .join(t.label, t.label.c.id == t.tally.c.label)
    .where(t.tally.c.facet == _FACET_ID)
)
_REMOVED_LABEL_COUNTS = (
    sa.select(t.label.c.key, sa.func.count())
    .select_from(t.dialogue)
    .join(t.tag, t.tag.c.dialogue == t.dialogue.c.id)
    .join(t.label, t.label.c.id == t.tag.c.label)
    .where(_IS_REMOVED, t.tag.c.facet == _FACET_ID)
    .group_by(t.label.c.key)
)


def _next(*, backwards: bool) -> sa.Select[Any]:
    here = sa.select(t.turn.c.position).where(t.turn.c.id == sa.bindparam("turn")).scalar_subquery()
    position = t.turn.c.position
    return (
        sa.select(t.turn.c.id)
        .where(
            t.turn.c.dialogue == sa.bindparam("dialogue"),
            position < here if backwards else position > here,
            ~sa.exists().where(t.tag.c.dialogue == t.turn.c.dialogue, t.tag.c.turn == t.turn.c.id, _ANSWERED),
        )
        .order_by(position.desc() if backwards else position)
        .limit(1)
    )


_NEXT = {backwards: _next(backwards=backwards) for backwards in (False, True)}


_TITLES = sa.select(t.dialogue.c.id, t.dialogue.c.title).where(_LIVE).order_by(t.dialogue.c.id)


_MARKS = sa.select(t.mark.c.turn, t.mark.c.kind).where(
    t.among(t.mark.c.turn, "ids"), t.mark.c.annotator == _ANNOTATOR_ID
)


class Reading(Opened):
    """The reads. Pages take any number of ids and keep their order; ids of nothing are left out."""

    @property
    def key(self) -> str:
        """The project's UUID; a copy of the file has the same."""
        return str(self._db.all(_PROJECT)[0].key)

    @property
    def name(self) -> str:
        """The project's name; may be empty."""
        return str(self._db.all(_PROJECT)[0].name)

    def counts(self) -> Counts:
        """How much there is. Reads an index of dialogues and a few figures, never the turns."""
        dialogues, turns, repairs, damage, gaps = self._db.all(_COUNT_DIALOGUES)[0]
        return Counts(
            dialogues,
            turns,
            self._db.value(_COUNT_TAGS),
            repairs,
            damage,
            gaps,
            self._db.value(_COUNT_SOURCES),
        )

    def dialogue_ids(self) -> array[int]:
        """Every dialogue, in the order of import."""
        return array("q", msgspec.json.decode(self._db.value(_DIALOGUE_IDS)))

    def find_dialogues(self, text: str) -> array[int]:
        """The dialogues whose title holds a text (width and case folded), in the order of import."""
        wanted = folded(text)
        return array("q", [id_ for id_, title in self._db.stream(_TITLES) if wanted in folded(title)])

    def turn_ids(self, dialogue_id: int) -> array[int]:
        """The turns of a dialogue in order; empty where there is no such dialogue."""
        return array("q", msgspec.json.decode(self._db.value(_TURN_IDS, dialogue=dialogue_id)))

    def dialogue_page(self, ids: Iterable[int]) -> list[Dialogue]:
        """These dialogues in the order asked, removed ones too."""
        wanted = list(ids)
        asked = t.many(wanted)
        with self._db.snapshot():
            rows = self._db.all(_DIALOGUES, ids=asked)
            targets = self._db.all(_TARGETS, ids=asked)
        of: defaultdict[int, list[Target]] = defaultdict(list)
        for row in targets:
            of[row.dialogue].append(_target(row))
        found = {row.id: _dialogue(row, tuple(of[row.id])) for row in rows}
        return [found[key] for key in wanted if key in found]

    def turn_page(self, ids: Iterable[int], annotators: Sequence[str] | None = None) -> list[Turn]:
        """These turns in the order asked, with the tags of the annotators with these keys.

        Without ``annotators``: those of the current one and of machines.
        """
        wanted = list(ids)
        asked = t.many(wanted)
        with self._db.snapshot():
            rows = self._db.all(_TURNS, ids=asked)
            steps = self._steps(asked) if any(row.repair_count for row in rows) else {}
            tags = self._tags(_TURN_TAGS, annotators, ids=asked)
            marked = self._db.all(_MARKS, ids=asked, annotator=self._annotator.key)
        of: defaultdict[int | None, list[Tag]] = defaultdict(list)
        for tag in tags:
            of[tag.turn_id].append(tag)
        marks: defaultdict[int, set[MarkKind]] = defaultdict(set)
        for turn, kind in marked:
            marks[turn].add(kind)
        found = {
            row.id: turn_of(
                row,
                tuple(steps.get((row.id, "text"), ())),
                tuple(of[row.id]),
                frozenset(marks.get(row.id, ())),
                tuple(steps.get((row.id, "lead"), ())),
            )
            for row in rows
        }
        return [found[key] for key in wanted if key in found]

    def dialogue_tags(self, dialogue_id: int, annotators: Sequence[str] | None = None) -> list[Tag]:
        """The tags of a dialogue as a whole; ``annotators`` as in :meth:`turn_page`."""
        return self._tags(_DIALOGUE_TAGS, annotators, dialogue=dialogue_id)

    def progress(self, dialogue_ids: Iterable[int], facet: str) -> dict[int, int]:
        """How many turns of each dialogue the current annotator has tagged in a facet, suggestions apart."""
        asked = list(dialogue_ids)
        rows = self._db.all(_PROGRESS, ids=t.many(asked), facet=facet, annotator=self._annotator.key)
        return dict.fromkeys(asked, 0) | {row[0]: row[1] for row in rows}

    def next_untagged(
        self, turn_id: int, facet: str, dialogue_id: int, *, backwards: bool = False
    ) -> int | None:
        """The next turn of the dialogue not tagged by the current annotator in a facet, None at the end."""
        found: int | None = self._db.value(
            _NEXT[backwards], turn=turn_id, facet=facet, dialogue=dialogue_id, annotator=self._annotator.key
        )
        return found

    def label_counts(self, facet: str) -> dict[str, int]:
        """How many tags carry each label of a facet, all annotators together; unused ones are left out."""
        with self._db.snapshot():
            counts = {row[0]: row[1] for row in self._db.all(_LABEL_COUNTS, facet=facet)}
            for key, removed in self._db.all(_REMOVED_LABEL_COUNTS, facet=facet):
                counts[key] -= removed
        return {key: count for key, count in counts.items() if count}

    def known_sources(self, sha256s: Iterable[str]) -> dict[str, str]:
        """Which of these files the project has: ``live``, or ``removed`` where all its dialogues are."""
        rows = self._db.all(_KNOWN, keys=t.many(sha256s))
        return {row[0]: "live" if row[1] else "removed" for row in rows}

    def sources(self) -> list[Source]:
        """The files, in the order of import, without their bytes."""
        return [_source(row) for row in self._db.all(_SOURCES)]

    def source_bytes(self, source_id: int) -> bytes:
        """A file as it was received. Raises UserError where the project has it without its bytes."""
        row = self._db.first(_DATA, source=source_id)
        if row is None:
            raise UserError("The project does not hold the bytes of this file", "it was read from an export")
        return zlib.decompress(row.data) if row.codec == "zlib" else row.data

    def annotators(self) -> tuple[Annotator, ...]:
        """Everybody who may have given tags."""
        return tuple(Annotator(row.key, row.name, row.kind) for row in self._db.all(_ANNOTATORS))

    def codebook(self) -> Codebook:
        """The facets and labels in their order, retired ones too."""
        with self._db.snapshot():
            project = self._db.all(_PROJECT)[0]
            facets = self._db.all(_FACETS)
            labels: defaultdict[str, list[Label]] = defaultdict(list)
            for row in self._db.all(_LABELS):
                labels[row.facet].append(_label(row))
        return Codebook(
            project.codebook_name,
            tuple(_facet(row, tuple(labels[row.key])) for row in facets),
            project.codebook_version,
        )

    # --- how ------------------------------------------------------------------------------

    def _steps(self, asked: str) -> dict[tuple[int, StepPart], list[RepairStep]]:
        of: defaultdict[tuple[int, StepPart], list[RepairStep]] = defaultdict(list)
        for turn, part, *rest in self._db.all(_STEPS, ids=asked):
            of[turn, part].append(step_of(rest))
        return of

    def _tags(
        self, statements: Mapping[bool, sa.Select[Any]], annotators: Sequence[str] | None, **values: object
    ) -> list[Tag]:
        named = annotators is not None
        rows = self._db.all(
            statements[named], annotators=t.many(annotators or ()), annotator=self._annotator.key, **values
        )
        return [tag_of(row) for row in rows]


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


def _target(row: Row) -> Target:
    return Target(row.key, row.kind, row.statement, tuple(loads(row.options)), bool(row.draft))


def _dialogue(row: Row, targets: tuple[Target, ...]) -> Dialogue:
    return Dialogue(
        row.id, row.key, row.source, row.title, row.turn_count, row.repair_count, row.damage_count,
        row.gap_count, targets, row.rule, tuple(loads(row.chain)), row.engine, row.model,
        loads(row.meta) or {},
    )  # fmt: skip


def turn_key(dialogue: str, position: int) -> str:
    """The key of a turn: its dialogue's and its place."""
    return f"{dialogue}:{position}"


def turn_of(
    row: Row,
    steps: tuple[RepairStep, ...],
    tags: tuple[Tag, ...],
    marks: frozenset[MarkKind] = frozenset(),
    lead_steps: tuple[RepairStep, ...] = (),
) -> Turn:
    """A turn from a row of the table and its dialogue's key and repair count."""
    (id_, dialogue, position, speaker, _lead, received, text, gaps, language, matrix, script, words, meta,
     key, _repairs) = row  # fmt: skip
    finding = (
        None
        if language is None
        else TurnLanguage(language, matrix, script, loads_as(words, tuple[tuple[str, int], ...], ()))
    )
    return Turn(
        id_, turn_key(key, position), dialogue, position, speaker, text,
        text if received is None else received, steps,
        tuple(Gap(*gap) for gap in loads(gaps) or ()), finding, tags, loads(meta) or {}, marks,
        lead_steps,
    )  # fmt: skip


def _source(row: Row) -> Source:
    return Source(
        row.id, row.name, row.sha256, row.size, row.encoding, row.encoding_origin, row.encoding_confidence,
        row.newline, bool(row.bom), row.undecodable, row.imported_at,
    )  # fmt: skip


def _facet(row: Row, labels: tuple[Label, ...]) -> Facet:
    return Facet(
        row.key, row.name, row.kind, row.scope, row.question, row.shortcut, row.position, bool(row.targeted),
        bool(row.intensity), bool(row.open), bool(row.detected), bool(row.retired), labels,
    )  # fmt: skip


def _label(row: Row) -> Label:
    return Label(
        row.key, row.facet, row.name, row.definition, row.examples, row.colour, row.shortcut, row.parent,
        row.position, bool(row.retired),
    )  # fmt: skip
