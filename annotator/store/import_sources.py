"""Putting files into a project: all of them or none, without keeping anybody waiting.

Rows go in as *staged*, in transactions of a fraction of a second each, invisible to every
read; :meth:`Importer.finish` makes all of them live with one edit. What a cancelled or
killed import leaves is removed at once or at the next opening.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, Self

import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import (
    Changes,
    PreparedDialogue,
    PreparedSource,
    PreparedTurn,
    Remark,
    RepairStep,
    Source,
    StepPart,
    Target,
)
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.edit_log import RowChange, summary
from annotator.store.findings_mark import wait_from
from annotator.store.project_part import Opened, Part
from annotator.store.row_objects import source_of
from annotator.store.value_encoding import dumps, dumps_or_none, now, storable

Values = dict[str, Any]
Outcome = Literal["added", "known", "restored"]

# Bounds of one transaction: about 30 ms of writing, so that a key press in the window is
# never kept waiting noticeably.
_BATCH_ROWS = 2_500
_BATCH_BYTES = 2_500_000
_CLEANUP_DIALOGUES = 50

_ORDER = ("source", "source_data", "dialogue", "target", "speaker", "turn", "remark", "step")
_INSERT = {name: sa.insert(t.metadata.tables[name]) for name in _ORDER}
_LAST = {
    name: sa.select(sa.func.coalesce(sa.func.max(t.metadata.tables[name].c.id), 0))
    for name in ("source", "dialogue")
}
# Row numbers of turns are not given twice, though turns that are joined to others go.
LAST_TURN = sa.select(
    sa.func.max(
        *(
            sa.select(sa.func.coalesce(sa.func.max(column), 0)).scalar_subquery()
            for column in (t.turn.c.id, t.remark.c.id, t.change.c.turn)
        )
    )
)
_STANDING = sa.select(t.source.c.sha256, t.source.c.id)
_REMOVED = sa.select(t.dialogue.c.id).where(
    t.dialogue.c.source == sa.bindparam("source"), t.dialogue.c.state == "removed"
)
_STAGED = sa.select(t.dialogue.c.id, t.dialogue.c.key).where(t.dialogue.c.state == "staged")
_KEYS = sa.select(t.dialogue.c.id, t.dialogue.c.key).where(t.among(t.dialogue.c.id, "ids"))
_UNSTAGE_SOURCES = sa.update(t.source).where(t.IS_STAGED).values(staged=0)
_FIRST_LACKING = sa.select(sa.func.min(t.turn.c.id)).where(
    t.turn.c.language.is_(None),
    t.turn.c.dialogue.in_(sa.select(t.dialogue.c.id).where(t.dialogue.c.state == "staged")),
)
_SOME_STAGED = sa.select(t.dialogue.c.id).where(t.dialogue.c.state == "staged").limit(_CLEANUP_DIALOGUES)
_STAGED_SOURCES = sa.select(t.source.c.id).where(t.IS_STAGED)


class Importer:
    """One import, used as a context manager; leaving it without :meth:`finish` takes it back.

    ``languages_later``: turns that come without a finding about their language wait for one.
    """

    def __init__(self, opened: Opened, *, languages_later: bool = False) -> None:
        self._opened = opened
        self._languages_later = languages_later
        self._db = opened.db
        self._rows: dict[str, list[Values | tuple[object, ...]]] = {name: [] for name in _ORDER}
        self._bytes = 0
        self._last = {name: self._db.value(statement) for name, statement in _LAST.items()}
        self._last["turn"] = self._flushed = self._db.value(LAST_TURN)  # the last turn that has its number
        self._turn = 0  # whose steps are being added
        self._standing: dict[str, int] = dict(self._db.tuples(_STANDING))  # files that the project has
        self._seen: set[str] = set()
        self._restored: list[int] = []
        self._files = 0
        self._finished = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if not self._finished:
                remove_staged(self._db)
        finally:  # where a full disk keeps that from being done, the next import does it
            self._opened.importing.clear()

    def knows(self, sha256: str) -> bool:
        """Whether the project had a file before this import, removed ones included."""
        return sha256 in self._standing

    def add(self, source: PreparedSource) -> Outcome:
        """Stage one file. ``known`` where the project has it; ``restored`` where it had been removed."""
        if source.sha256 in self._seen:
            return "known"
        self._seen.add(source.sha256)
        standing = self._standing.get(source.sha256)
        if standing is not None:
            removed = [row[0] for row in self._db.all(_REMOVED, source=standing)]
            self._restored += removed
            self._files += bool(removed)
            return "restored" if removed else "known"
        self._files += 1
        self._add_source(source)
        return "added"

    def finish(self) -> Changes:
        """Make everything live in one transaction and one edit; undoing it removes the dialogues."""
        self._flush()
        with self._opened.writing() as stamp:
            rows = [*self._db.all(_KEYS, ids=t.many(self._restored)), *self._db.all(_STAGED)]
            changes = [
                RowChange("dialogue", row.key, "removed", old=True, new=False, dialogue=row.id)
                for row in rows
            ]
            if self._languages_later:
                self._wait_for_languages()
            self._db.run(_UNSTAGE_SOURCES)
            result = self._opened.log(stamp, summary("files.import", n=self._files), changes)
        self._finished = True
        return result

    # --- how ------------------------------------------------------------------------------

    def _wait_for_languages(self) -> None:
        """Let the staged turns wait for findings about their language, from the first on that lacks one."""
        lacking = self._db.value(_FIRST_LACKING)
        if lacking is not None:
            wait_from(self._db, lacking)

    def _flush(self) -> None:
        with self._db.transaction():
            self._make_room()
            for name in _ORDER:
                self._db.run_many(_INSERT[name], self._rows[name])
            self._flushed = self._last["turn"]
        self._rows = {name: [] for name in _ORDER}
        self._bytes = 0

    def _make_room(self) -> None:
        """Move the row numbers of waiting turns behind those that divided turns took meanwhile."""
        taken = self._db.value(LAST_TURN) - self._flushed
        if not taken:
            return
        rows: Any = self._rows
        rows["turn"] = [(row[0] + taken, *row[1:]) for row in rows["turn"]]
        rows["remark"] = [{**row, "id": row["id"] + taken} for row in rows["remark"]]
        rows["step"] = [
            (*row[:2], row[2] + taken, *row[3:]) if row[2] and row[2] > self._flushed else row
            for row in rows["step"]
        ]
        if self._turn > self._flushed:
            self._turn += taken
        self._last["turn"] += taken

    def _new_id(self, name: str) -> int:
        self._last[name] += 1
        return int(self._last[name])

    def _add(self, name: str, row: Values | tuple[object, ...], size: int) -> None:
        """Let a row wait, of so many bytes more or less; write what waits where that is enough."""
        self._rows[name].append(row)
        self._bytes += size
        if self._bytes > _BATCH_BYTES or len(self._rows["turn"]) + len(self._rows["step"]) > _BATCH_ROWS:
            self._flush()

    def _add_source(self, source: PreparedSource) -> None:
        """Let every row of one file wait."""
        id_ = self._new_id("source")
        self._add(
            "source",
            {
                "id": id_, "sha256": source.sha256, "name": storable(source.name),
                "size": len(source.data) if source.size is None else source.size,
                "encoding": source.decoded_as, "encoding_origin": source.encoding_origin,
                "encoding_confidence": source.encoding_confidence, "newline": source.newline,
                "bom": int(source.bom), "undecodable": source.undecodable,
                "imported_at": source.imported_at or now(), "staged": 1,
            },
            200,
        )  # fmt: skip
        if source.data or source.sha256 == _NOTHING:
            packed = zlib.compress(source.data, 1)
            codec, data = ("zlib", packed) if len(packed) < len(source.data) else ("raw", source.data)
            self._add("source_data", {"source": id_, "codec": codec, "data": data}, len(data))
        for place, dialogue in enumerate(source.dialogues):
            number = place if dialogue.number is None else dialogue.number
            key = source.sha256[:20] + (f".{number}" if number else "")
            self._add_dialogue(id_, number, key, dialogue)

    def _add_dialogue(self, source: int, number: int, key: str, dialogue: PreparedDialogue) -> None:
        id_ = self._new_id("dialogue")
        size = 300 + len(dialogue.tail)
        self._add("dialogue", _dialogue_row(id_, source, number, key, dialogue), size)
        if dialogue.target is not None:
            self._add("target", _target_row(id_, dialogue.target), 200)
        for row in _speaker_rows(id_, dialogue.meta.get("speakers")):
            self._add("speaker", row, 100)
        for remark in dialogue.remarks:
            self._add("remark", {**_remark_row(id_, remark), "id": self._new_id("turn")}, 100)
        for position, turn in enumerate(dialogue.turns):
            self._turn = self._new_id("turn")
            self._add("turn", _turn_row(self._turn, id_, position, turn), 100 + 2 * len(turn.text))
            if turn.lead_steps or turn.steps:
                self._add_steps(id_, "lead", turn.lead_steps)
                self._add_steps(id_, "text", turn.steps)
        self._add_steps(id_, "tail", dialogue.tail_steps)

    def _add_steps(self, dialogue: int, part: StepPart, steps: Sequence[RepairStep]) -> None:
        """The steps of the last turn, or of what stands behind it."""
        for step in steps:
            # Writing the turn may have given it another number.
            turn = None if part == "tail" else self._turn
            self._add("step", _step_row(dialogue, turn, part, step), 150)


_LIVE = t.dialogue.c.state == "live"
# A source counts while a dialogue of it is live, or where it never had one.
_NO_DIALOGUE = ~sa.exists().where(t.dialogue.c.source == t.source.c.id)
_LIVE_DIALOGUE = sa.exists().where(t.dialogue.c.source == t.source.c.id, _LIVE)
_LIVE_SOURCE = (t.source.c.staged == 0) & (_NO_DIALOGUE | _LIVE_DIALOGUE)
_SOURCES = sa.select(t.source).where(_LIVE_SOURCE).order_by(t.source.c.id)
_KNOWN = sa.select(t.source.c.sha256, _NO_DIALOGUE | _LIVE_DIALOGUE).where(
    t.among(t.source.c.sha256, "keys"), t.source.c.staged == 0
)
_DATA = sa.select(t.source_data.c.codec, t.source_data.c.data).where(
    t.source_data.c.source == sa.bindparam("source")
)


class Sources(Part):
    """The files of a project, as they were given."""

    def all(self) -> list[Source]:
        """The files, in the order of import, without their bytes."""
        return [source_of(row) for row in self._db.all(_SOURCES)]

    def data(self, source_id: int) -> bytes:
        """A file as it was received. Raises UserError where the project has it without its bytes."""
        row = self._db.first(_DATA, source=source_id)
        if row is None:
            raise UserError("The project does not hold the bytes of this file", "it was read from an export")
        return zlib.decompress(row.data) if row.codec == "zlib" else row.data

    def known(self, sha256s: Iterable[str]) -> dict[str, str]:
        """Which of these files the project has: ``live``, or ``removed`` where all its dialogues are."""
        rows = self._db.all(_KNOWN, keys=t.many(sha256s))
        return {row[0]: "live" if row[1] else "removed" for row in rows}

    def importer(self, *, languages_later: bool = False) -> Importer:
        """Begin an import; :class:`Importer` says how. Raises UserError where another one is under way.

        What one left that could not take itself back, for want of room on the disk, is removed first.
        """
        with self._opened.writing():
            if self._opened.importing.is_set():
                raise UserError("Files are being imported already", "", "Wait for that import to end")
            self._opened.importing.set()
        try:
            remove_staged(self._db)
            return Importer(self._opened, languages_later=languages_later)
        except BaseException:
            self._opened.importing.clear()
            raise


_NOTHING = hashlib.sha256().hexdigest()


def remove_staged(db: Database) -> None:
    """Remove what an unfinished import left; nothing else refers to it."""
    if not (db.all(_SOME_STAGED) or db.all(_STAGED_SOURCES)):
        return
    # For each removed turn SQLite would search all steps and tags for references.
    db.pragma("foreign_keys = OFF")
    try:
        while ids := [row[0] for row in db.all(_SOME_STAGED)]:
            with db.transaction():
                for table in (t.step, t.turn, t.remark, t.speaker, t.target):
                    db.run(sa.delete(table).where(t.among(table.c.dialogue, "ids")), ids=t.many(ids))
                db.run(sa.delete(t.dialogue).where(t.among(t.dialogue.c.id, "ids")), ids=t.many(ids))
        with db.transaction():
            db.run(sa.delete(t.source_data).where(t.source_data.c.source.in_(_STAGED_SOURCES)))
            db.run(sa.delete(t.source).where(t.IS_STAGED))
    finally:
        db.pragma("foreign_keys = ON")


def _dialogue_row(id_: int, source: int, number: int, key: str, dialogue: PreparedDialogue) -> Values:
    steps = [
        *(step for turn in dialogue.turns for step in (*turn.lead_steps, *turn.steps)),
        *dialogue.tail_steps,
    ]
    return {
        "id": id_, "key": key, "source": source, "number": number, "title": storable(dialogue.title),
        "state": "staged", "turn_count": len(dialogue.turns), "repair_count": len(steps),
        "damage_count": sum(step.kind == "damage" and step.before == step.after for step in steps),
        "gap_count": sum(len(turn.gaps) for turn in dialogue.turns), "tail": storable(dialogue.tail),
        "rule": dialogue.rule, "chain": dumps(dialogue.chain), "engine": dialogue.engine,
        "model": dialogue.model, "meta": dumps_or_none(_without_speakers(dialogue.meta)),
        "places": dumps_or_none(dialogue.places),
    }  # fmt: skip


def _target_row(dialogue: int, target: Target) -> Values:
    return {
        "dialogue": dialogue, "key": target.key, "position": 0, "kind": target.kind,
        "statement": storable(target.statement), "options": dumps([storable(x) for x in target.options]),
        "draft": int(target.draft),
    }  # fmt: skip


def _turn_row(id_: int, dialogue: int, position: int, turn: PreparedTurn) -> tuple[object, ...]:
    """In the order of the table's columns, for speed; so are the steps."""
    found = turn.language
    language = (found.primary, found.matrix, found.script, dumps_or_none(found.words)) if found else _UNKNOWN
    return (
        id_,
        dialogue,
        position,
        storable(turn.speaker),
        storable(turn.lead),
        None if turn.received == turn.text else storable(turn.received),
        storable(turn.text),
        dumps_or_none([(gap.start, gap.end, gap.reason) for gap in turn.gaps]) if turn.gaps else None,
        *language,
        dumps_or_none(dict(turn.meta)) if turn.meta else None,
        turn.number,
        None if turn.number is None else turn.offset,
    )


_UNKNOWN = (None, None, None, None)


def _speakers(said: object) -> Mapping[str, Mapping[str, object]]:
    """What the metadata of a dialogue says about its speakers, where it is that."""
    if isinstance(said, Mapping) and all(isinstance(about, Mapping) for about in said.values()):
        return said
    return {}


def _without_speakers(meta: Mapping[str, object]) -> dict[str, object]:
    """The metadata but for what has a table of its own."""
    kept = _speakers(meta.get("speakers"))
    return {name: value for name, value in meta.items() if name != "speakers" or not kept}


def _speaker_rows(dialogue: int, said: object) -> Iterator[Values]:
    for name, about in _speakers(said).items():
        for attribute, value in about.items():
            yield {
                "dialogue": dialogue, "name": storable(name), "attribute": storable(attribute),
                "value": dumps(value),
            }  # fmt: skip


def _remark_row(dialogue: int, remark: Remark) -> Values:
    return {
        "dialogue": dialogue, "start": remark.start, "end": remark.end,
        "speaker": storable(remark.speaker), "meta": dumps_or_none(dict(remark.meta)),
    }  # fmt: skip


def _step_row(dialogue: int, turn: int | None, part: StepPart, step: RepairStep) -> tuple[object, ...]:
    return (
        None, dialogue, turn, part, step.start, step.end, storable(step.before), storable(step.after),
        step.kind, step.reason, step.confidence, dumps_or_none(step.alternatives), step.annotator,
        step.at, None if step.proposal is None else storable(step.proposal),
    )  # fmt: skip
