"""Brings the log of a recovered project in line with what stands in it.

The log is a second copy of what people made: what a table lost is taken from it. Where it no longer leads to
what stands, its changes of that thing are taken out, and the thing is logged anew as made by the recovery.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.model import Annotator, EntityKind
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.database_errors import DriverError
from annotator.store.edit_log import RowChange, Stamp, Writer, summary
from annotator.store.log_entities import ENTITIES
from annotator.store.log_rows import AnnotatorRow
from annotator.store.project_check import FROM_EDITS, LOG, agrees, followed
from annotator.store.row_numbers import RowNumbers
from annotator.store.value_encoding import now

_EDITS = sa.select(t.edit.c.id, t.edit.c.reverts)
_PEOPLE = sa.select(t.annotator.c.id, t.annotator.c.key, t.annotator.c.name, t.annotator.c.kind).order_by(
    t.annotator.c.id
)
_CHANGED = sa.select(t.change.c.edit).distinct()
_FORGET = sa.delete(t.change).where(
    t.change.c.kind == sa.bindparam("kind"), t.change.c.key == sa.bindparam("key")
)
_RECOUNT = sa.update(t.edit).values(
    changes=sa.select(sa.func.count())
    .select_from(t.change)
    .where(t.change.c.edit == t.edit.c.id)
    .scalar_subquery()
)
_ADD_PERSON = sa.insert(t.annotator)


def mend_log(path: Path, who: Annotator, lost: Counter[str], restored: Counter[str]) -> None:
    """Make the log of a project file lead to what stands in it; ``who`` does, in an edit of its own."""
    with contextlib.closing(Database(path, write=True)) as db:
        db.pragma("foreign_keys = OFF")
        with db.transaction():
            _mend_edits(db, who, lost)
            number = _person(db, who)
            known = set(_things(db, lost, restored))
            fresh = list(_unlogged(db, known))
            db.run(_RECOUNT)
            writer = Writer(db, Stamp(now(), who, number, ""), summary("project.recover"))
            writer.begin()
            writer.record(fresh)
            writer.finish()


def _person(db: Database, who: Annotator) -> int:
    for row in db.all(_PEOPLE):
        if row.key == who.key:
            return int(row.id)
    return db.run(_ADD_PERSON, key=who.key, name=who.name, kind=who.kind)


def _mend_edits(db: Database, who: Annotator, lost: Counter[str]) -> None:
    """See that each change, and each edit that takes another back, has its edit."""
    rows = db.all(_EDITS)
    have = {row.id for row in rows}
    missing = {row[0] for row in db.all(_CHANGED)} | {row.reverts for row in rows if row.reverts}
    missing -= have
    if not missing:
        return
    number = _person(db, who)
    lost["edit"] += len(missing)
    for edit in sorted(missing):
        db.run(
            sa.insert(t.edit), id=edit, at=now(), annotator=number, session="", code="project.recover",
            role="do", reverts=None, changes=0, arguments=None,
        )  # fmt: skip


def _things(db: Database, lost: Counter[str], restored: Counter[str]) -> Iterator[tuple[str, str]]:
    """Go through the log thing by thing; what it still tells rightly is returned."""
    things = [
        (kind, key, *_state(kind, list(rows)))
        for (kind, key), rows in groupby(db.stream(LOG), key=lambda row: (row.kind, row.key))
    ]
    refs = RowNumbers(db)
    # Facets before labels before tags, which name them; the rest in any order.
    order = {"facet": 0, "label": 1, "annotator": 2}
    for kind, key, values, whole, broken in sorted(things, key=lambda each: order.get(each[0], 3)):
        if kind not in ENTITIES:
            db.run(_FORGET, kind=kind, key=key)
            continue
        row = _standing(db, kind, key)
        if not broken and agrees(values, whole, row):
            yield kind, key
            continue
        if kind in FROM_EDITS and not broken:
            if kind == "tag" and row is None and whole and _found_again(db, key, values):
                yield kind, key
                continue
            if row is None and whole and _restore(db, kind, key, values, refs):
                restored[kind] += 1
                yield kind, key
                continue
            if row is not None and whole is None:  # taken out before; an old page had it still
                db.run(ENTITIES[kind].delete, **ENTITIES[kind].where(key))
                yield kind, key
                continue
        lost["history" if row is not None else kind] += whole is not None
        db.run(_FORGET, kind=kind, key=key)


_TAG_ALIKE = (
    sa.select(t.tag.c.id)
    .join(t.facet, t.facet.c.id == t.tag.c.facet)
    .join(t.annotator, t.annotator.c.id == t.tag.c.annotator)
    .outerjoin(t.label, t.label.c.id == t.tag.c.label)
    .where(
        t.tag.c.dialogue == sa.bindparam("dialogue"),
        t.tag.c.turn.is_not_distinct_from(sa.bindparam("turn", type_=sa.Integer())),
        t.facet.c.key == sa.bindparam("facet"),
        sa.func.coalesce(t.label.c.key, "") == sa.bindparam("label"),
        t.annotator.c.key == sa.bindparam("annotator"),
        t.tag.c.start.is_not_distinct_from(sa.bindparam("start", type_=sa.Integer())),
        ~sa.exists().where(t.change.c.kind == "tag", t.change.c.key == t.tag.c.key),
    )
)
_NAME_TAG = sa.update(t.tag).where(t.tag.c.id == sa.bindparam("tag")).values(key=sa.bindparam("is"))


def _found_again(db: Database, key: str, values: dict[str, object]) -> bool:
    """Whether the tag stands under a key that was damaged; it then has its own again."""
    names = ("dialogue", "turn", "facet", "label", "annotator", "start")
    number = db.value(_TAG_ALIKE, **{name: values.get(name) for name in names})
    if number is None:
        return False
    db.run(_NAME_TAG, tag=number, **{"is": key})
    return agrees(values, True, _standing(db, "tag", key))  # noqa: FBT003 - all fields are known


def _standing(db: Database, kind: EntityKind, key: str) -> Any:
    try:
        return ENTITIES[kind].read(db, [key]).get(key)
    except (ValueError, TypeError, msgspec.ValidationError):  # a key that no thing of the kind has
        return None


def _state(kind: EntityKind, rows: list[Any]) -> tuple[dict[str, object], bool | None, bool]:
    try:
        return followed(kind, iter(rows))
    except (ValueError, TypeError, KeyError, msgspec.ValidationError):
        return {}, False, True


def _restore(db: Database, kind: EntityKind, key: str, values: dict[str, object], refs: RowNumbers) -> bool:
    """Put a thing of the log into its table; not where it hangs on what is lost, or its place is taken."""
    entity = ENTITIES[kind]
    try:
        row = entity.row(**values)
        stored = entity.stored_row(key, row, refs)
        if not _hangs(db, stored):
            return False
        db.run(entity.insert, **stored)
    except (KeyError, TypeError, ValueError, DriverError):
        return False
    return True


_TURN = sa.select(t.turn.c.id).where(t.turn.c.id == sa.bindparam("turn"))
_DIALOGUE = sa.select(t.dialogue.c.id).where(t.dialogue.c.id == sa.bindparam("dialogue"))


def _hangs(db: Database, stored: dict[str, Any]) -> bool:
    turn, dialogue = stored.get("turn"), stored.get("dialogue")
    return (turn is None or db.value(_TURN, turn=turn) is not None) and (
        dialogue is None or db.value(_DIALOGUE, dialogue=dialogue) is not None
    )


def _unlogged(db: Database, known: set[tuple[str, str]]) -> Iterator[RowChange]:
    """What stands and is in no log, as made anew."""
    for kind in sorted(FROM_EDITS):  # annotators first, who are named by the others
        entity = ENTITIES[kind]
        keys = [key for key in _keys(db, kind) if (kind, key) not in known]
        for start in range(0, len(keys), 500):
            for key, row in entity.read(db, keys[start : start + 500]).items():
                hangs = not isinstance(row, AnnotatorRow)
                yield RowChange(
                    kind, key, "", None, row,
                    getattr(row, "turn", None) if hangs else None,
                    getattr(row, "dialogue", None) if hangs else None,
                )  # fmt: skip


def _keys(db: Database, kind: EntityKind) -> list[str]:
    if kind == "mark":
        statement = sa.select(t.mark.c.turn, t.annotator.c.key, t.mark.c.kind).join(
            t.annotator, t.annotator.c.id == t.mark.c.annotator
        )
        return [f"{row[0]}/{row[1]}/{row[2]}" for row in db.all(statement)]
    return [row[0] for row in db.all(sa.select(ENTITIES[kind].table.c.key))]
