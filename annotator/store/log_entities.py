"""The kinds of things an edit can change: how each is read, created, changed and removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.model import EntityKind
from annotator.store import log_rows as r
from annotator.store import tables as t
from annotator.store.database import Database, Row
from annotator.store.row_numbers import RowNumbers
from annotator.store.value_encoding import dumps, loads, loads_as

Values = dict[str, Any]


class Entity:
    """Rows of one table with a text key, stored as they are but for booleans and tuples."""

    unchecked: frozenset[str] = frozenset()  # fields that the log knows and that need not stand as it says

    def __init__(self, kind: EntityKind, table: sa.Table, row: type[Any]) -> None:
        self.kind = kind
        self.table = table
        self.row = row
        self.fields = tuple(field.name for field in msgspec.structs.fields(row))
        self.insert = sa.insert(table)
        self._by_keys = sa.select(table).where(t.among(table.c.get("key", table.c.id), "keys"))
        self.delete = sa.delete(table).where(self.condition())
        self._updates = {field: self.update_statement(field) for field in self.fields if field in table.c}

    # --- statements -----------------------------------------------------------------------

    def condition(self) -> sa.ColumnElement[bool]:
        """Finds the row that :meth:`where` names."""
        return self.table.c.key == sa.bindparam("_key")

    def where(self, key: str) -> Values:
        """The parameters of :meth:`condition` for a key of the log."""
        return {"_key": key}

    def update_statement(self, field: str) -> sa.Update:
        """Sets one field, from the parameter ``_value``."""
        return sa.update(self.table).where(self.condition()).values({field: sa.bindparam("_value")})

    def update(self, field: str) -> sa.Update:
        """The prepared statement for one field. Raises KeyError for a field people cannot change."""
        return self._updates[field]

    # --- values ---------------------------------------------------------------------------

    def stored(self, field: str, value: object) -> object:  # noqa: ARG002 - dialogues need it
        """A field's value as its column holds it."""
        if isinstance(value, bool):
            return int(value)
        return dumps(value) if isinstance(value, tuple | list) else value

    def stored_at(self, field: str, value: object, dialogue: int | None, refs: RowNumbers) -> object:  # noqa: ARG002 - tags need all
        """A field's value as its column holds it, for a thing that hangs on a dialogue."""
        return self.stored(field, value)

    def stored_row(self, key: str, row: Any, refs: RowNumbers) -> Values:  # noqa: ARG002 - tags need it
        """The parameters of :attr:`insert`."""
        return {"key": key} | {
            field: self.stored(field, value) for field, value in msgspec.structs.asdict(row).items()
        }

    # --- reading --------------------------------------------------------------------------

    def read(self, db: Database, keys: Iterable[str]) -> dict[str, Any]:
        """The rows of these keys as they stand, by key; those that are not there are left out."""
        return {row.key: self.row_of(row) for row in db.all(self._by_keys, keys=t.many(keys))}

    def row_of(self, found: Row) -> Any:
        """A row of the table as a row of the log."""
        return msgspec.convert(found._asdict(), self.row, strict=False)


class TagEntity(Entity):
    """Tags name facets, labels, annotators and targets by row number in the file, by key in the log."""

    def __init__(self) -> None:
        super().__init__("tag", t.tag, r.TagRow)
        self._read = tags_as(*_TAG_COLUMNS).where(t.among(t.tag.c.key, "keys"))

    def update_statement(self, field: str) -> sa.Update:
        """Sets one field and when that was."""
        return super().update_statement(field).values(at=sa.bindparam("_at"))

    def stored_at(self, field: str, value: object, dialogue: int | None, refs: RowNumbers) -> object:
        """A field's value as its column holds it."""
        if field == "label":
            return refs.label(str(value))[0]
        if field == "target" and value is not None:
            return refs.target(dialogue or 0, str(value))
        return self.stored(field, value)

    def stored_row(self, key: str, row: r.TagRow, refs: RowNumbers) -> Values:
        """The parameters of the insert; annotator and time must be filled in."""
        return {
            "key": key,
            "dialogue": row.dialogue,
            "turn": row.turn,
            "facet": refs.facet(row.facet),
            "label": refs.label(row.label)[0] if row.label else None,
            "annotator": refs.annotator(row.annotator),
            "origin": row.origin,
            "value": row.value,
            "start": row.start,
            "end": row.end,
            "target": None if row.target is None else refs.target(row.dialogue, row.target),
            "intensity": row.intensity,
            "uncertain": int(row.uncertain),
            "note": row.note,
            "score": row.score,
            "at": row.at,
        }

    def read(self, db: Database, keys: Iterable[str]) -> dict[str, Any]:
        """The tags of these keys, by key."""
        return {row.key: tag_row(row) for row in db.all(self._read, keys=t.many(keys))}


_TAG_COLUMNS = (
    t.tag.c.key,
    t.tag.c.dialogue,
    t.facet.c.key.label("facet"),
    t.tag.c.turn,
    t.label.c.key.label("label"),
    t.tag.c.value,
    t.tag.c.start,
    t.tag.c.end,
    t.target.c.key.label("target"),
    t.tag.c.intensity,
    t.tag.c.uncertain,
    t.tag.c.note,
    t.tag.c.score,
    t.tag.c.origin,
    t.annotator.c.key.label("annotator"),
    t.tag.c.at,
)


def tags_as(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Columns of tags and of the facets, annotators, labels and targets that they name by row number."""
    return (
        sa.select(*columns)
        .select_from(t.tag)
        .join(t.facet, t.facet.c.id == t.tag.c.facet)
        .join(t.annotator, t.annotator.c.id == t.tag.c.annotator)
        .outerjoin(t.label, t.label.c.id == t.tag.c.label)
        .outerjoin(t.target, t.target.c.id == t.tag.c.target)
    )


# Tags with keys in the place of row numbers; columns in the order of TagRow after the key.
SELECT_TAGS = tags_as(*_TAG_COLUMNS)


def tag_row(row: Row) -> r.TagRow:
    """A row of :data:`SELECT_TAGS` as a row of the log."""
    (_key, dialogue, facet, turn, label, value, start, end, target, intensity, uncertain, *rest) = row
    return r.TagRow(
        dialogue, facet, turn, label or "", value, start, end, target, intensity, bool(uncertain), *rest
    )


class TargetEntity(Entity):
    """Two dialogues may have a target of the same key; the log's key is ``dialogue id/target key``."""

    def __init__(self) -> None:
        super().__init__("target", t.target, r.LogTarget)
        self._by_key = sa.select(t.target).where(self.condition())

    def condition(self) -> sa.ColumnElement[bool]:
        """Finds the row by both parts of the key."""
        return sa.and_(
            t.target.c.dialogue == sa.bindparam("_dialogue"), t.target.c.key == sa.bindparam("_key")
        )

    def where(self, key: str) -> Values:
        """Both parts of the key."""
        dialogue, _, own = key.partition("/")
        return {"_dialogue": int(dialogue), "_key": own}

    def stored_row(self, key: str, row: Any, refs: RowNumbers) -> Values:
        """The parameters of the insert."""
        return super().stored_row(self.where(key)["_key"], row, refs)

    def read(self, db: Database, keys: Iterable[str]) -> dict[str, Any]:
        """The targets of these keys, by key."""
        found = {key: db.first(self._by_key, **self.where(key)) for key in keys}
        return {key: self.row_of(row) for key, row in found.items() if row is not None}

    def row_of(self, found: Row) -> Any:
        """A row of the table as a row of the log."""
        values = found._asdict()
        return msgspec.convert(values | {"options": loads(found.options)}, r.LogTarget, strict=False)


class DialogueEntity(Entity):
    """A dialogue is removed and brought back, never deleted."""

    def update(self, field: str) -> sa.Update:
        """The prepared statement for one field."""
        return _REMOVED if field == "removed" else super().update(field)

    def stored(self, field: str, value: object) -> object:
        """A field's value as its column holds it."""
        if field == "removed":
            return "removed" if value else "live"
        return super().stored(field, value)

    def row_of(self, found: Row) -> Any:
        """A row of the table as a row of the log."""
        chain = tuple(loads(found.chain))
        return r.DialogueRow(
            found.id, found.title, found.state == "removed", chain, found.engine, found.model, found.rule,
            found.tail,
        )  # fmt: skip


_REMOVED = (
    sa.update(t.dialogue).where(t.dialogue.c.key == sa.bindparam("_key")).values(state=sa.bindparam("_value"))
)


_PROJECT = sa.select(t.project)


class ProjectEntity(Entity):
    """The one row of the project; its key in the log is ""."""

    def condition(self) -> sa.ColumnElement[bool]:
        """Finds the one row."""
        return t.project.c.id == 1

    def where(self, key: str) -> Values:  # noqa: ARG002 - there is only one
        """Nothing to say."""
        return {}

    def update_statement(self, field: str) -> sa.Update:
        """Sets one field; findings about language have to be made anew where they depend on it."""
        statement = super().update_statement(field)
        return statement.values(undetected_from=0) if field in _LANGUAGE_FIELDS else statement

    def read(self, db: Database, keys: Iterable[str]) -> dict[str, Any]:
        """The one row, under the key ""."""
        found = db.first(_PROJECT)
        return {} if found is None else {key: self.row_of(found) for key in keys}

    def row_of(self, found: Row) -> Any:
        """The row of the table as a row of the log."""
        values = found._asdict()
        lists = {name: loads(values[name]) for name in ("languages", "names")}
        return msgspec.convert(values | lists, r.ProjectRow, strict=False)


# What the findings about the language of turns depend on.
_LANGUAGE_FIELDS = frozenset({"languages", "names", "acronyms_neutral"})


class NumberedEntity(Entity):
    """What has no key of its own, so that the log names its row: turns and repair steps."""

    def __init__(self, kind: EntityKind, table: sa.Table, row: type[Any]) -> None:
        super().__init__(kind, table, row)
        self._by_ids = sa.select(table).where(t.among(table.c.id, "ids"))

    def condition(self) -> sa.ColumnElement[bool]:
        """Finds the row by its number."""
        return self.table.c.id == sa.bindparam("_key")

    def where(self, key: str) -> Values:
        """The row number."""
        return {"_key": int(key)}

    def read(self, db: Database, keys: Iterable[str]) -> dict[str, Any]:
        """The rows of these numbers, by key."""
        rows = db.all(self._by_ids, ids=t.many(map(int, keys)))
        return {str(row.id): self.row_of(row) for row in rows}


class TurnEntity(NumberedEntity):
    """Turns. Only :mod:`annotator.store.rearrange_turns` changes where they begin and end, and logs it."""

    unchecked = frozenset({"derived"})

    def read(self, db: Database, keys: Iterable[str]) -> dict[str, Any]:
        """The turns of these numbers, by key; ``derived`` is not read."""
        rows = db.all(_TURNS_WITH_PLACES, ids=t.many(map(int, keys)))
        places: dict[int, Any] = {}  # of a dialogue, which has many turns
        for row in rows:
            if row.dialogue not in places:
                places[row.dialogue] = None if row.places is None else loads(row.places)
        return {str(row.id): _turn_row(row, places[row.dialogue]) for row in rows}


_TURNS_WITH_PLACES = (
    sa.select(
        t.turn.c.id, t.turn.c.dialogue, t.turn.c.speaker, t.turn.c.meta, t.turn.c.received, t.turn.c.text,
        t.turn.c.number, t.turn.c.offset, t.dialogue.c.places,
    )
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(t.among(t.turn.c.id, "ids"))
)  # fmt: skip


def _turn_row(row: Row, places: Any) -> r.TurnRow:
    start = end = None
    if row.number is not None and places is not None:
        start = places[row.number][0] + row.offset
        end = start + len(row.text if row.received is None else row.received)
    return r.TurnRow(row.dialogue, row.speaker, start, end, loads(row.meta) or {})


class RemarkEntity(NumberedEntity):
    """Received text that is no turn, under the row number of the turn that it was."""

    def stored_row(self, key: str, row: Any, refs: RowNumbers) -> Values:  # noqa: ARG002 - the row says it all
        """The parameters of the insert."""
        values = msgspec.structs.asdict(row)
        return values | {"id": int(key), "meta": dumps(row.meta) if row.meta else None}

    def row_of(self, found: Row) -> Any:
        """A row of the table as a row of the log."""
        return r.RemarkRow(found.dialogue, found.start, found.end, found.speaker, loads(found.meta) or {})


class StepEntity(NumberedEntity):
    """Repair steps, of turns and of what stands around them."""

    def stored_row(self, key: str, row: Any, refs: RowNumbers) -> Values:
        """The parameters of the insert, under the row number it had or is to have."""
        return super().stored_row(key, row, refs) | {"id": int(key)}

    def row_of(self, found: Row) -> Any:
        """A row of the table as a row of the log."""
        return step_row(found)


def step_row(found: Row) -> r.StepRow:
    """A row of the step table as a row of the log."""
    return r.StepRow(
        found.dialogue, found.turn, found.start, found.end, found.before, found.after, found.kind,
        found.reason, found.confidence, loads_as(found.alternatives, _ALTERNATIVES, ()), found.annotator,
        found.at, found.proposal, found.part,
    )  # fmt: skip


_ALTERNATIVES = tuple[tuple[str, float], ...]


class MarkEntity(Entity):
    """Flags and bookmarks; their key in the log is ``turn row/annotator key/kind``."""

    def condition(self) -> sa.ColumnElement[bool]:
        """Finds the row by the three parts of the key."""
        who = sa.select(t.annotator.c.id).where(t.annotator.c.key == sa.bindparam("_annotator"))
        return sa.and_(
            t.mark.c.turn == sa.bindparam("_turn"),
            t.mark.c.annotator == who.scalar_subquery(),
            t.mark.c.kind == sa.bindparam("_kind"),
        )

    def where(self, key: str) -> Values:
        """The three parts of the key."""
        turn, _, rest = key.partition("/")
        annotator, _, kind = rest.rpartition("/")
        return {"_turn": int(turn), "_annotator": annotator, "_kind": kind}

    def stored_row(self, key: str, row: Any, refs: RowNumbers) -> Values:  # noqa: ARG002 - the row says it all
        """The parameters of the insert."""
        return msgspec.structs.asdict(row) | {"annotator": refs.annotator(row.annotator)}

    def read(self, db: Database, keys: Iterable[str]) -> dict[str, Any]:
        """The marks of these keys, by key."""
        wanted = set(keys)
        turns = {self.where(key)["_turn"] for key in wanted}
        rows = [r.MarkRow(*row) for row in db.all(_MARKS_ON, turns=t.many(turns))]
        return {key: row for row in rows if (key := mark_key(row.turn, row.annotator, row.kind)) in wanted}


_MARKS_ON = (
    sa.select(t.mark.c.dialogue, t.mark.c.turn, t.mark.c.kind, t.annotator.c.key, t.mark.c.at)
    .join(t.annotator, t.annotator.c.id == t.mark.c.annotator)
    .where(t.among(t.mark.c.turn, "turns"))
)


def mark_key(turn: int, annotator: str, kind: str) -> str:
    """The log's key of a mark: the turn's row number, the annotator's key, the kind."""
    return f"{turn}/{annotator}/{kind}"


class SpeakerEntity(Entity):
    """What is known about speakers; its key in the log is the JSON ``[dialogue row, name, attribute]``."""

    def condition(self) -> sa.ColumnElement[bool]:
        """Finds the row by the three parts of the key."""
        return sa.and_(
            t.speaker.c.dialogue == sa.bindparam("_dialogue"),
            t.speaker.c.name == sa.bindparam("_name"),
            t.speaker.c.attribute == sa.bindparam("_attribute"),
        )

    def where(self, key: str) -> Values:
        """The three parts of the key."""
        dialogue, name, attribute = loads(key)
        return {"_dialogue": dialogue, "_name": name, "_attribute": attribute}

    def stored_row(self, key: str, row: Any, refs: RowNumbers) -> Values:  # noqa: ARG002 - the row says it all
        """The parameters of the insert."""
        return msgspec.structs.asdict(row)

    def read(self, db: Database, keys: Iterable[str]) -> dict[str, Any]:
        """The rows of these keys, by key."""
        found = {key: db.first(_SPEAKER, **self.where(key)) for key in keys}
        return {key: r.SpeakerRow(*row) for key, row in found.items() if row is not None}


_SPEAKER = sa.select(t.speaker.c.dialogue, t.speaker.c.name, t.speaker.c.attribute, t.speaker.c.value).where(
    t.speaker.c.dialogue == sa.bindparam("_dialogue"),
    t.speaker.c.name == sa.bindparam("_name"),
    t.speaker.c.attribute == sa.bindparam("_attribute"),
)


def speaker_key(dialogue: int, name: str, attribute: str) -> str:
    """The log's key of something known about a speaker."""
    return dumps([dialogue, name, attribute])


TAG = TagEntity()

ENTITIES: Mapping[EntityKind, Entity] = {
    "tag": TAG,
    "facet": Entity("facet", t.facet, r.FacetRow),
    "label": Entity("label", t.label, r.LabelRow),
    "target": TargetEntity(),
    "annotator": Entity("annotator", t.annotator, r.AnnotatorRow),
    "dialogue": DialogueEntity("dialogue", t.dialogue, r.DialogueRow),
    "turn": TurnEntity("turn", t.turn, r.TurnRow),
    "project": ProjectEntity("project", t.project, r.ProjectRow),
    "step": StepEntity("step", t.step, r.StepRow),
    "mark": MarkEntity("mark", t.mark, r.MarkRow),
    "view": Entity("view", t.view, r.ViewRow),
    "speaker": SpeakerEntity("speaker", t.speaker, r.SpeakerRow),
    "remark": RemarkEntity("remark", t.remark, r.RemarkRow),
    "offer": NumberedEntity("offer", t.offer, r.OfferRow),
}
