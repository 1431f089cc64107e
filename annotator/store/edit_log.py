"""The edit log and the one place that changes what people made.

An *edit* is a list of *row changes*. :func:`write_edit` applies them to the tables and
writes them to ``edit`` and ``change`` in the transaction it is called in, so that the log
and the state cannot part. Nobody else writes to these tables.

A row change creates a row (``field == ""``, ``old is None``), removes it (``new is None``)
or changes one field. Whole rows are those of :mod:`annotator.store.log_rows`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Any, NamedTuple, get_args

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from annotator.model import Annotator, Changes, EditCode, EditRole, EditSummary, EntityKind
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.database_errors import missing_row
from annotator.store.log_entities import ENTITIES, Entity
from annotator.store.log_rows import TagRow
from annotator.store.row_numbers import RowNumbers
from annotator.store.tables import many
from annotator.store.value_encoding import dumps, dumps_or_none, key_block, loads, storable


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
    role: EditRole = "do"
    reverts: int | None = None


_LAST_LOGGED = [
    sa.select(sa.func.coalesce(sa.func.max(c), 0)).scalar_subquery() for c in (t.edit.c.id, t.change.c.edit)
]
# Behind all that is logged: of a damaged log the last edits may be missing while their changes are there.
_EDIT_VALUES = {c.name: sa.bindparam(c.name, type_=c.type) for c in t.edit.c} | {
    "id": sa.func.max(*_LAST_LOGGED) + 1
}
_ADD_EDIT = sa.insert(t.edit).from_select(list(_EDIT_VALUES), sa.select(*_EDIT_VALUES.values()))
_COMPLETE_EDIT = (
    sa.update(t.edit)
    .where(t.edit.c.id == sa.bindparam("edit"))
    .values(changes=sa.bindparam("number"), code=sa.bindparam("is"), arguments=sa.bindparam("with"))
)
_ADD_CHANGE = sa.insert(t.change)
_COUNTED = insert(t.tally)
_COUNT = _COUNTED.on_conflict_do_update(
    index_elements=["facet", "label"], set_={"tags": t.tally.c.tags + _COUNTED.excluded.tags}
)
_LAST_TAG = sa.select(sa.func.coalesce(sa.func.max(t.tag.c.id), 0))
_TURN = sa.func.json_each(sa.bindparam("turns", type_=sa.Text())).table_valued("key", "value")
_FIRST_TARGET = (
    sa.select(t.target.c.id)
    .where(
        t.target.c.dialogue == t.turn.c.dialogue,
        sa.or_(sa.bindparam("target", type_=sa.Text()).is_(None), t.target.c.key == sa.bindparam("target")),
    )
    .order_by(t.target.c.position, t.target.c.id)
    .limit(1)
    .correlate(t.turn)
    .scalar_subquery()
)
_TAG_VALUES = {
    "key": sa.bindparam("prefix", type_=sa.Text())
    + sa.func.printf("%012x", sa.bindparam("number", type_=sa.Integer()) + _TURN.c.key),
    "dialogue": t.turn.c.dialogue,
    "turn": t.turn.c.id,
    "target": sa.case((sa.bindparam("targeted", type_=sa.Integer()) == 1, _FIRST_TARGET)),
} | {
    name: sa.bindparam(name, type_=t.tag.c[name].type)
    for name in ("facet", "label", "annotator", "origin", "value", "start", "end", "intensity", "uncertain",
                 "note", "score", "at")
}  # fmt: skip
_CREATE_TAGS = sa.insert(t.tag).from_select(
    list(_TAG_VALUES),
    sa.select(*_TAG_VALUES.values())
    .select_from(_TURN)
    .join(t.turn, t.turn.c.id == _TURN.c.value)
    .order_by(_TURN.c.key),
)
# The whole row as JSON: a TagRow, of which only dialogue, turn and target differ.
_TAG_JSON = (
    sa.literal('{"dialogue":').op("||")(t.tag.c.dialogue).op("||")(',"turn":').op("||")(t.tag.c.turn)
    .op("||")(sa.case(
        (t.target.c.key.is_not(None), sa.literal(',"target":').op("||")(sa.func.json_quote(t.target.c.key))),
        else_="",
    ))
    .op("||")(sa.bindparam("rest", type_=sa.Text()))
)  # fmt: skip
_LOG_TAGS = sa.insert(t.change).from_select(
    ["edit", "seq", "kind", "key", "field", "old", "new", "turn"],
    sa.select(
        sa.bindparam("edit", type_=sa.Integer()), t.tag.c.id + sa.bindparam("seq", type_=sa.Integer()),
        sa.literal("tag"), t.tag.c.key, sa.literal(""), sa.null(), _TAG_JSON, t.tag.c.turn,
    )
    .select_from(t.tag.outerjoin(t.target, t.target.c.id == t.tag.c.target))
    .where(t.tag.c.id > sa.bindparam("last")),
)  # fmt: skip


class Writer:
    """Applies the changes of one edit and logs them; lives inside a transaction of the caller."""

    def __init__(
        self,
        db: Database,
        stamp: Stamp,
        summary: EditSummary | None,
        refs: RowNumbers | None = None,
        whole: Writer | None = None,
    ) -> None:
        self._db = db
        self._stamp = stamp
        self._summary = summary  # None where the parts say it
        self._refs = refs or RowNumbers(db)
        self._refs.know(annotator=(stamp.annotator.key, stamp.annotator_id))
        self._tally: Counter[tuple[int, int]] = Counter()
        self._whole = whole  # the edit that this one is a part of
        self._edit: int | None = None
        self._count = whole.count if whole else 0
        self._parts: list[EditSummary] = []
        self._kinds: set[tuple[str, str]] = set()
        self._turns: set[int] = set()
        self._dialogues: set[int] = set()

    def apply(self, changes: Iterable[RowChange]) -> None:
        """Make changes in their order; those that share their :func:`verb` must be of different rows."""
        for (kind, _, field), same in groupby(changes, key=verb):
            group = list(same)
            entity = ENTITIES[kind]
            if field:
                self._change(entity, field, group)
            else:
                self._create_or_remove(entity, group)
            edit = self.begin()
            rows = [_log_row(edit, seq, change) for seq, change in enumerate(group, self._count)]
            self._db.run_many(_ADD_CHANGE, rows)
            self._write_tally()
            self._count += len(group)
            self._kinds.add((kind, field))
            self._turns.update(change.turn for change in group if change.turn is not None)
            self._dialogues.update(change.dialogue for change in group if change.dialogue is not None)

    def record(self, changes: Sequence[RowChange]) -> None:
        """Log changes that have been made by other means than :meth:`apply`."""
        if not changes:
            return
        edit = self.begin()
        rows = [_log_row(edit, seq, change) for seq, change in enumerate(changes, self._count)]
        self._db.run_many(_ADD_CHANGE, rows)
        self._count += len(changes)
        for change in changes:
            self._kinds.add((change.kind, change.field))
            self._turns.update({change.turn} - {None})  # type: ignore[arg-type]
            self._dialogues.update({change.dialogue} - {None})  # type: ignore[arg-type]

    def create_tags(
        self, row: TagRow, turns: Sequence[int], dialogues: Iterable[int], *, targeted: bool
    ) -> None:
        """Create a tag like ``row`` on each of these turns of these dialogues.

        The database does it by itself, several times as fast as row by row; only the turn,
        the dialogue and the target differ: without one in ``row``, ``targeted`` takes the
        first target of each dialogue.
        """
        if not turns:
            return
        last = self._db.value(_LAST_TAG)
        prefix, number = key_block()
        facet = self._refs.facet(row.facet)
        label = self._refs.label(row.label)[0] if row.label else None
        self._db.run(
            _CREATE_TAGS,
            turns=many(turns), prefix=prefix, number=number, facet=facet, label=label,
            annotator=self._stamp.annotator_id, origin=row.origin, value=row.value, start=row.start,
            end=row.end, targeted=int(targeted), target=row.target, intensity=row.intensity,
            uncertain=int(row.uncertain), note=row.note, score=row.score, at=self._stamp.at,
        )  # fmt: skip
        rest = dumps(msgspec.structs.replace(row, dialogue=0, turn=None, target=None))
        self._db.run(
            _LOG_TAGS,
            edit=self.begin(),
            last=last,
            seq=self._count - last - 1,
            rest=rest.removeprefix('{"dialogue":0'),
        )
        self._tally[facet, label or 0] += len(turns)
        self._write_tally()
        self._count += len(turns)
        self._kinds.add(("tag", ""))
        self._turns.update(turns)
        self._dialogues.update(dialogues)

    def take_alike(
        self, number: int, of: tuple[int, int], turns: Iterable[int], dialogues: Iterable[int]
    ) -> None:
        """Take tags into account that the database has given, or taken away, and logged by itself.

        ``number`` is how many there are more, below 0 how many fewer; ``of`` the row numbers of their
        facet and label, 0 for none.
        """
        self._tally[of] += number
        self._write_tally()
        self._count += abs(number)
        self._kinds.add(("tag", ""))
        self._turns.update(turns)
        self._dialogues.update(dialogues)

    def begin(self) -> int:
        """Write the edit's own row, once; returns its number."""
        if self._edit is None and self._whole:
            self._edit = self._whole.begin()
        elif self._edit is None:
            stamp = self._stamp
            self._edit = self._db.run(
                _ADD_EDIT,
                at=stamp.at,
                annotator=stamp.annotator_id,
                session=stamp.session,
                role=stamp.role,
                reverts=stamp.reverts,
                changes=0,
                **stored_summary(self._summary),
            )
        return self._edit

    def finish(self, skipped: int = 0) -> Changes:
        """Complete the edit; one that changed nothing and was not begun leaves no trace."""
        if self._whole:
            self._whole.take(self)
        elif self._edit is not None:
            self._summary = joined(self._parts) or self._summary
            stored = stored_summary(self._summary)
            self._db.run(
                _COMPLETE_EDIT,
                **{
                    "edit": self._edit,
                    "number": self._count,
                    "is": stored["code"],
                    "with": stored["arguments"],
                },
            )
        return Changes(
            summary=self._summary,
            edit=self._edit,
            turns=frozenset(self._turns),
            dialogues=frozenset(self._dialogues),
            codebook=any(
                kind in {"facet", "label"} or field.startswith("codebook_") for kind, field in self._kinds
            ),
            structure=("dialogue", "removed") in self._kinds
            or any(kind == "turn" and field != "speaker" for kind, field in self._kinds),
            project=any(kind in {"project", "annotator", "view"} for kind, _ in self._kinds),
            skipped=skipped,
        )

    @property
    def count(self) -> int:
        """How many changes the edit has so far."""
        return self._count

    @property
    def stamp(self) -> Stamp:
        """Who edits and when."""
        return self._stamp

    def take(self, part: Writer) -> None:
        """Make the finished part's changes those of the whole."""
        if part.count > self._count and part._summary is not None:
            self._parts.append(part._summary)
        self._count = part.count
        self._kinds |= part._kinds
        self._turns |= part._turns
        self._dialogues |= part._dialogues

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
                    self._count_label(key, number)

    def _count_label(self, key: Any, number: int) -> None:
        try:
            label, facet = self._refs.label(key)
        except KeyError as error:  # a tag had it before
            raise missing_row() from error
        self._tally[facet, label] += number

    def _create_or_remove(self, entity: Entity, group: Sequence[RowChange]) -> None:
        create = group[0].old is None
        rows = [change.new if create else change.old for change in group]
        if entity.kind == "tag":
            rows = [filled(row, self._stamp.annotator.key, self._stamp.at) for row in rows]
            self._tally_rows(rows, 1 if create else -1)
        if create:
            stored: list[Any] = [
                entity.stored_row(change.key, row, self._refs)
                for change, row in zip(group, rows, strict=True)
            ]
            self._db.run_many(entity.insert, stored)
        else:
            self._db.run_many(entity.delete, [entity.where(change.key) for change in group])

    def _write_tally(self) -> None:
        """Keep the figures with the rows: what may be removed next depends on them."""
        rows = [(facet, label, number) for (facet, label), number in self._tally.items() if number]
        self._db.run_many(_COUNT, rows)
        self._tally.clear()

    def _tally_rows(self, rows: Sequence[TagRow], number: int) -> None:
        for (facet, label), count in Counter((row.facet, row.label) for row in rows).items():
            label_id = self._refs.label(label)[0] if label else 0
            self._tally[self._refs.facet(facet), label_id] += number * count


def summary(code: EditCode, /, **arguments: str | int | None) -> EditSummary:
    """What an edit does: a code and its arguments; those that are None or "" are left out."""
    return EditSummary(
        code,
        {
            name: storable(value) if isinstance(value, str) else value
            for name, value in arguments.items()
            if value not in {None, ""}
        },
    )


def joined(parts: Sequence[EditSummary]) -> EditSummary | None:
    """What edits made together did: what the last one did, summed with those of its code just before it.

    Of the arguments, ``n`` is summed, and of the others those are left that all have. None for no edits.
    """
    if not parts:
        return None
    parts = list(takewhile(lambda part: part.code == parts[-1].code, reversed(parts)))
    same = {
        name: value
        for name, value in parts[0].arguments.items()
        if name != "n" and all(part.arguments.get(name) == value for part in parts)
    }
    numbers = [number for part in parts if isinstance(number := part.arguments.get("n"), int)]
    return EditSummary(parts[0].code, same | ({"n": sum(numbers)} if numbers else {}))


def stored_summary(summary: EditSummary | None) -> dict[str, str | None]:
    """The columns of an edit that say what it did; its first role has a column of its own."""
    if summary is None:
        return {"code": "", "arguments": None}
    arguments: dict[str, object] = dict(summary.arguments)
    if summary.roles[1:]:
        arguments["of"] = summary.roles[1:]
    return {"code": summary.code, "arguments": dumps_or_none(arguments)}


def read_summary(code: str, arguments: str | None, role: EditRole) -> EditSummary:
    """What an edit did, from its columns; a code that this program does not know stands for itself."""
    values: dict[str, Any] = loads(arguments) or {}
    roles = () if role == "do" else (role, *values.pop("of", ()))
    known = _CODES.get(code)
    return EditSummary(known, values, roles) if known else EditSummary("phrase", {"text": code}, roles)


_CODES: Mapping[str, EditCode] = {code: code for code in get_args(EditCode)}


def verb(change: RowChange) -> tuple[EntityKind, str, str]:
    """What changes with the same answer can be applied together."""
    if change.field:
        return change.kind, "change", change.field
    return change.kind, "create" if change.old is None else "remove", ""


def _log_row(edit: int, seq: int, change: RowChange) -> tuple[object, ...]:
    # The null of a field is JSON's null; that there was no row is SQL's NULL.
    kind, key, field, old, new, turn, _ = change
    return (
        edit,
        seq,
        kind,
        key,
        field,
        None if old is None and not field else dumps(old),
        None if new is None and not field else dumps(new),
        turn,
    )


def filled(row: TagRow, annotator: str, at: str) -> TagRow:
    """The tag with the annotator and time of its edit where it names none of its own."""
    if row.annotator and row.at:
        return row
    return msgspec.structs.replace(row, annotator=row.annotator or annotator, at=row.at or at)
