"""Reading the log: who did what when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from annotator.model import Change, Edit
from annotator.store import tables as t
from annotator.store.database import Row
from annotator.store.log import read_summary
from annotator.store.part import Part
from annotator.store.values import loads

_EDITS = (
    sa.select(
        t.edit.c.id, t.edit.c.at, t.annotator.c.key, t.edit.c.code, t.edit.c.arguments, t.edit.c.role,
        t.edit.c.changes, t.edit.c.reverts, t.edit.c.session,
    )
    .join(t.annotator, t.annotator.c.id == t.edit.c.annotator)
    .order_by(t.edit.c.id.desc())
    .limit(sa.bindparam("limit"))
)  # fmt: skip
_BEFORE = t.edit.c.id < sa.bindparam("before")
_BY = t.annotator.c.key == sa.bindparam("annotator")
_ON_TURN = t.edit.c.id.in_(sa.select(t.change.c.edit).where(t.change.c.turn == sa.bindparam("turn")))
_TOOK_BACK = (
    sa.select(t.edit.c.id, t.edit.c.reverts).where(t.among(t.edit.c.reverts, "ids")).order_by(t.edit.c.id)
)
_CHANGED = t.dialogue.alias("changed")  # the dialogue that is itself what changed
_CHANGES = (
    sa.select(
        t.change.c.kind, t.change.c.key, t.change.c.field, t.change.c.old, t.change.c.new, t.change.c.turn,
        t.turn.c.position, t.facet.c.key.label("facet"),
        sa.func.coalesce(t.turn.c.dialogue, _CHANGED.c.id, t.tag.c.dialogue).label("dialogue"),
    )
    .outerjoin(t.turn, t.turn.c.id == t.change.c.turn)
    .outerjoin(_CHANGED, (t.change.c.kind == "dialogue") & (_CHANGED.c.key == t.change.c.key))
    .outerjoin(t.tag, (t.change.c.kind == "tag") & (t.tag.c.key == t.change.c.key))
    .outerjoin(t.facet, t.facet.c.id == t.tag.c.facet)
    .where(t.change.c.edit == sa.bindparam("edit"))
    .order_by(t.change.c.seq)
    .limit(sa.bindparam("limit"))
)  # fmt: skip


class EditLog(Part):
    """The log as the history panel shows it."""

    def edits(
        self,
        limit: int,
        *,
        before: int | None = None,
        annotator: str | None = None,
        turn_id: int | None = None,
    ) -> list[Edit]:
        """The last edits, newest first: at most ``limit``, with ids below ``before``.

        ``annotator`` is the key of one; ``turn_id`` leaves those that changed tags of a turn.
        ``reverted_by`` is the edit that took an edit back, unless that was taken back itself.
        """
        statement: sa.Select[Any] = _EDITS
        values: dict[str, object] = {"limit": limit}
        for condition, name, value in (
            (_BEFORE, "before", before),
            (_BY, "annotator", annotator),
            (_ON_TURN, "turn", turn_id),
        ):
            if value is not None:
                statement = statement.where(condition)
                values[name] = value
        with self._db.snapshot():
            rows = self._db.all(statement, **values)
            taken_back = self._took_back([row.id for row in rows])
        return [
            Edit(
                row.id,
                row.at,
                row.key,
                read_summary(row.code, row.arguments, row.role),
                row.changes,
                row.reverts,
                taken_back.get(row.id),
                row.session,
            )
            for row in rows
        ]

    def changes(self, edit_id: int, limit: int = 100) -> list[Change]:
        """The first changes of an edit; whole rows as dictionaries with fields at their default left out."""
        return [_change(row) for row in self._db.all(_CHANGES, edit=edit_id, limit=limit)]

    def _took_back(self, ids: Sequence[int]) -> dict[int, int]:
        """For each edit that is not in force, the edit that took it back."""
        by: defaultdict[int, list[int]] = defaultdict(list)
        asked = list(ids)
        while asked:
            rows = self._db.all(_TOOK_BACK, ids=t.many(asked))
            for edit, reverts in rows:
                by[reverts].append(edit)
            asked = [row[0] for row in rows]
        standing: dict[int, int] = {}
        for edit in sorted({*ids, *by}, reverse=True):  # what takes back is always later
            in_force = [other for other in by[edit] if other not in standing]
            if in_force:
                standing[edit] = in_force[-1]
        return standing


def _change(row: Row) -> Change:
    """A change with where it happened: what the row of the thing says, else the thing as it stands now."""
    old, new = loads(row.old), loads(row.new)
    whole = next((each for each in (new, old) if not row.field and isinstance(each, dict)), {})
    facet = row.facet or ""
    dialogue = row.dialogue
    if row.kind == "tag":
        facet, dialogue = whole.get("facet", facet), whole.get("dialogue", dialogue)
    elif row.kind == "target":  # its key is "dialogue id/key"
        dialogue = int(row.key.partition("/")[0])
    return Change(row.kind, row.key, row.field, old, new, row.turn, dialogue, row.position, facet)
