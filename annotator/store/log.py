"""The edit log and the one place that changes what people made.

An *edit* is a list of *row changes*. :func:`write_edit` applies them to the tables and
writes them to ``edit`` and ``change`` in the transaction it is called in, so that the log
and the state cannot part. Nobody else writes to these tables.

A row change creates a row (``field == ""``, ``old is None``), removes it (``new is None``)
or changes one field. Whole rows are those of :mod:`annotator.store.rows`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from annotator.model import Annotator, Changes, EntityKind
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.entities import ENTITIES, Entity, Refs
from annotator.store.rows import TagRow
from annotator.store.values import dumps


class RowChange(NamedTuple):
    """One row or field, before and after, and where it hangs."""

    kind: EntityKind
    key: str
    field: str
    old: Any
    new: Any
    turn: int | None = None
    dialogue: int | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who edits, when, in which sitting, and what the edit takes back."""

    at: str
    annotator: Annotator
    annotator_id: int
    session: str
    role: str = "do"
    reverts: int | None = None


_ADD_EDIT = sa.insert(t.edit)
_ADD_CHANGE = sa.insert(t.change)
_COUNTED = insert(t.tally).values(
    facet=sa.bindparam("facet"), label=sa.bindparam("label"), tags=sa.bindparam("tags")
)
_COUNT = _COUNTED.on_conflict_do_update(
    index_elements=["facet", "label"], set_={"tags": t.tally.c.tags + _COUNTED.excluded.tags}
)


class Writer:
    """Applies the changes of one edit and logs them; lives inside a transaction of the caller."""

    def __init__(self, db: Database, stamp: Stamp, refs: Refs | None = None) -> None:
        self._db = db
        self._stamp = stamp
        self._refs = refs or Refs(db)
        self._refs.know(annotator=(stamp.annotator.key, stamp.annotator_id))
        self._tally: Counter[tuple[int, int]] = Counter()
        self.changes: list[RowChange] = []

    def apply(self, group: Sequence[RowChange]) -> None:
        """Make changes that share their :func:`verb` and are about different rows."""
        if not group:
            return
        entity = ENTITIES[group[0].kind]
        if group[0].field:
            self._change(entity, group[0].field, group)
        else:
            self._create_or_remove(entity, group)
        self.changes += group

    def finish(self, label: str, skipped: int = 0) -> Changes:
        """Write the log and the tally."""
        stamp = self._stamp
        edit = self._db.run(
            _ADD_EDIT,
            at=stamp.at,
            annotator=stamp.annotator_id,
            session=stamp.session,
            label=label,
            role=stamp.role,
            reverts=stamp.reverts,
            changes=len(self.changes),
        )
        counted = [
            {"facet": facet, "label": number, "tags": tags}
            for (facet, number), tags in self._tally.items()
            if tags
        ]
        self._db.run_many(_COUNT, counted)
        rows = [_log_row(edit, seq, change) for seq, change in enumerate(self.changes)]
        self._db.run_many(_ADD_CHANGE, rows)
        return summary(label, edit, self.changes, skipped)

    def _change(self, entity: Entity, field: str, group: Sequence[RowChange]) -> None:
        rows = []
        for change in group:
            row = entity.where(change.key)
            row["_value"] = entity.stored_at(field, change.new, change.dialogue, self._refs)
            if entity.kind == "tag":
                row["_at"] = self._stamp.at
            rows.append(row)
        self._db.run_many(entity.update(field), rows)
        if (entity.kind, field) == ("tag", "label"):
            for change in group:
                for key, number in ((change.old, -1), (change.new, 1)):
                    label, facet = self._refs.label(key)
                    self._tally[facet, label] += number

    def _create_or_remove(self, entity: Entity, group: Sequence[RowChange]) -> None:
        create = group[0].old is None
        rows = [change.new if create else change.old for change in group]
        if entity.kind == "tag":
            rows = [filled(row, self._stamp.annotator.key, self._stamp.at) for row in rows]
            self._tally_rows(rows, 1 if create else -1)
        if create:
            stored = [
                entity.stored_row(change.key, row, self._refs)
                for change, row in zip(group, rows, strict=True)
            ]
            self._db.run_many(entity.insert, stored)
        else:
            self._db.run_many(entity.delete, [entity.where(change.key) for change in group])

    def _tally_rows(self, rows: Sequence[TagRow], number: int) -> None:
        for (facet, label), count in Counter((row.facet, row.label) for row in rows).items():
            label_id = self._refs.label(label)[0] if label else 0
            self._tally[self._refs.facet(facet), label_id] += number * count


def write_edit(
    db: Database, stamp: Stamp, label: str, changes: Sequence[RowChange], refs: Refs | None = None
) -> Changes:
    """Apply and log one edit; runs inside a transaction of the caller.

    Changes of one kind and field that follow one another are applied together, so the rows
    among them must be different ones.
    """
    writer = Writer(db, stamp, refs)
    for _, group in groupby(changes, key=verb):
        writer.apply(list(group))
    return writer.finish(label)


def verb(change: RowChange) -> tuple[EntityKind, str, str]:
    """What changes with the same answer can be applied together."""
    if change.field:
        return change.kind, "change", change.field
    return change.kind, "create" if change.old is None else "remove", ""


def summary(label: str, edit: int | None, changes: Iterable[RowChange], skipped: int = 0) -> Changes:
    """What views have to refresh after these changes."""
    changes = list(changes)
    kinds = {(change.kind, change.field) for change in changes}
    return Changes(
        label=label,
        edit=edit,
        turns=frozenset(change.turn for change in changes if change.turn is not None),
        dialogues=frozenset(change.dialogue for change in changes if change.dialogue is not None),
        codebook=any(kind in {"facet", "label"} for kind, _ in kinds),
        structure=("dialogue", "removed") in kinds,
        project=any(kind in {"project", "annotator"} for kind, _ in kinds),
        skipped=skipped,
    )


def _log_row(edit: int, seq: int, change: RowChange) -> dict[str, object]:
    # The null of a field is JSON's null; that there was no row is SQL's NULL.
    whole = not change.field
    return {
        "edit": edit,
        "seq": seq,
        "kind": change.kind,
        "key": change.key,
        "field": change.field,
        "old": None if whole and change.old is None else dumps(change.old),
        "new": None if whole and change.new is None else dumps(change.new),
        "turn": change.turn,
    }


def filled(row: TagRow, annotator: str, at: str) -> TagRow:
    """The tag with the annotator and time of its edit where it names none of its own."""
    if row.annotator and row.at:
        return row
    return msgspec.structs.replace(row, annotator=row.annotator or annotator, at=row.at or at)
