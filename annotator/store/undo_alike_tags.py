"""Taking back an edit that gave or took away many tags that are all alike, by the database itself.

That is what tagging all turns of a filter leaves. Row by row it takes several times as long as the tagging
did. It is done only where nothing has to be left alone; everything else goes the way of :mod:`undo`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import msgspec
import sqlalchemy as sa

from annotator.store.database import Database
from annotator.store.edit_log import Writer, filled
from annotator.store.log_rows import TagRow
from annotator.store.row_numbers import RowNumbers
from annotator.store.value_encoding import dumps

LEAST = 500  # tags from which it pays to find out whether they are alike

_SIZE = sa.text("SELECT changes FROM edit WHERE id = :edit")
_KINDS = sa.text(
    "SELECT count(*), count(old), count(new), min(kind), max(kind), max(field), count(turn),"
    " min(seq), max(seq) FROM change WHERE edit = :edit"
)
_FORMS = sa.text(
    "SELECT count(DISTINCT json_remove(row, '$.dialogue', '$.turn', '$.target')), min(row)"
    " FROM (SELECT coalesce(old, new) AS row FROM change WHERE edit = :edit)"
)
# Every tag is as the edit left it. The rest of a tag is the same for all.
_STANDING = sa.text(
    """SELECT count(*) FROM change JOIN tag ON tag.key = change.key LEFT JOIN target ON target.id = tag.target
    WHERE change.edit = :edit AND tag.turn = change.turn AND tag.dialogue = json_extract(new, '$.dialogue')
    AND tag.turn = json_extract(new, '$.turn') AND target.key IS json_extract(new, '$.target')
    AND tag.facet = :facet AND tag.label IS :label AND tag.annotator = :annotator AND tag.origin = :origin
    AND tag.value = :value AND tag."start" IS NULL AND tag."end" IS NULL AND tag.intensity IS :intensity
    AND tag.uncertain = :uncertain AND tag.note = :note AND tag.score IS :score AND tag.at = :at"""
)
# Every turn, and target, is there, and its question has no answer of the annotator's by now.
_PLACES = """FROM change
    JOIN turn ON turn.id = change.turn AND turn.dialogue = json_extract(change.old, '$.dialogue')
    LEFT JOIN target ON target.dialogue = turn.dialogue AND target.key = json_extract(change.old, '$.target')
    WHERE change.edit = :edit AND change.turn = json_extract(change.old, '$.turn')"""
_FREE = sa.text(
    f"""SELECT count(*) {_PLACES}
    AND (json_extract(change.old, '$.target') IS NULL OR target.id IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM tag WHERE tag.key = change.key)
    AND NOT EXISTS (SELECT 1 FROM tag WHERE tag.dialogue = turn.dialogue AND tag.turn = turn.id
        AND tag.facet = :facet AND tag.annotator = :annotator)"""  # noqa: S608 - a constant of this module
)
_REMOVE = sa.text("DELETE FROM tag WHERE key IN (SELECT key FROM change WHERE edit = :edit)")
_CREATE = sa.text(
    f"""INSERT INTO tag (key, dialogue, turn, target, facet, label, annotator, origin, value, intensity,
        uncertain, note, score, at)
    SELECT change.key, turn.dialogue, turn.id, target.id, :facet, :label, :annotator, :origin, :value,
        :intensity, :uncertain, :note, :score, :at
    {_PLACES} ORDER BY change.seq DESC"""
)
# The last change is the first to be taken back, and is read first: rows are added behind others. What a
# logged row leaves to its edit is written out.
_LOG = sa.text(
    """INSERT INTO change (edit, seq, kind, key, field, old, new, turn)
    SELECT :to, :seq - seq, kind, key, field, substr(new, 1, length(new) - 1) || :rest,
        substr(old, 1, length(old) - 1) || :rest, turn FROM change WHERE edit = :edit ORDER BY seq DESC"""
)
_TURNS = sa.text(
    "SELECT turn.id, turn.dialogue FROM change JOIN turn ON turn.id = change.turn WHERE change.edit = :edit"
)


@dataclass(frozen=True, slots=True)
class _Columns:
    """What all tags of an edit have in common, as their columns hold it."""

    facet: int
    label: int | None
    annotator: int
    origin: str
    value: str
    intensity: int | None
    uncertain: int
    note: str
    score: float | None
    at: str

    def values(self) -> Mapping[str, object]:
        """The columns by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class _Alike:
    """An edit that gave, or took away, tags that are all alike."""

    number: int
    gave: bool
    last: int  # the place of its last change
    row: TagRow  # one of the tags
    rest: str  # what the JSON of a row ends with, once it names what the log leaves to its edit


def take_back(db: Database, writer: Writer, edit: int, annotator: str, at: str) -> bool:
    """Take an edit back, where its tags are alike and all of it can be; whether that is done.

    ``annotator`` (a key) made it, at that time. Nothing is changed where the answer is False.
    """
    alike = _alike(db, edit, annotator, at) if (db.value(_SIZE, edit=edit) or 0) >= LEAST else None
    common = None if alike is None else _columns(db, alike.row)
    if alike is None or common is None:
        return False
    if alike.gave:
        possible = db.value(_STANDING, edit=edit, **common.values())
    else:
        possible = db.value(_FREE, edit=edit, facet=common.facet, annotator=common.annotator)
    if possible != alike.number:
        return False
    if alike.gave:
        db.run(_REMOVE, edit=edit)
    else:
        db.run(_CREATE, edit=edit, **common.values())
    db.run(_LOG, edit=edit, to=writer.begin(), seq=writer.count + alike.last, rest=alike.rest)
    turns = db.tuples(_TURNS, edit=edit)
    writer.take_alike(
        -alike.number if alike.gave else alike.number,
        (common.facet, common.label or 0),
        (turn for turn, _ in turns),
        (dialogue for _, dialogue in turns),
    )
    return True


def _alike(db: Database, edit: int, annotator: str, at: str) -> _Alike | None:
    number, removed, created, first_kind, last_kind, field, turns, first, last = db.all(_KINDS, edit=edit)[0]
    whole_tags = first_kind == last_kind == "tag" and not field and {removed, created} == {0, number}
    if not whole_tags or turns < number or last - first + 1 != number:
        return None
    forms, logged = db.all(_FORMS, edit=edit)[0]
    if forms != 1:
        return None
    row = msgspec.json.decode(logged, type=TagRow)
    whole = filled(row, annotator, at)
    return None if row.start is not None else _Alike(number, bool(created), last, whole, _rest(row, whole))


def _columns(db: Database, row: TagRow) -> _Columns | None:
    """None where facet, label or annotator are gone."""
    refs = RowNumbers(db)
    try:
        return _Columns(
            facet=refs.facet(row.facet),
            label=refs.label(row.label)[0] if row.label else None,
            annotator=refs.annotator(row.annotator),
            origin=row.origin,
            value=row.value,
            intensity=row.intensity,
            uncertain=int(row.uncertain),
            note=row.note,
            score=row.score,
            at=row.at,
        )
    except KeyError:
        return None


def _rest(logged: TagRow, row: TagRow) -> str:
    missing = {name: getattr(row, name) for name in ("annotator", "at") if not getattr(logged, name)}
    return "".join(f',"{name}":{dumps(value)}' for name, value in missing.items()) + "}"
