"""Reading the log: who did what when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from annotator.model import Change, Edit
from annotator.store import tables as t
from annotator.store.database import Row
from annotator.store.edit_log import read_summary
from annotator.store.project_part import Part
from annotator.store.value_encoding import loads

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
# The changes of an edit are looked at one by one until one fits, the newest edits first.
_ON_DIALOGUE = sa.text(
    """EXISTS (SELECT 1 FROM change LEFT JOIN turn ON turn.id = change.turn
  WHERE change.edit = edit.id AND (
    turn.dialogue = :dialogue
    OR (change.kind = 'dialogue' AND change.key = (SELECT key FROM dialogue WHERE id = :dialogue))
    OR (change.kind = 'target' AND change.key LIKE :dialogue || '/%')
    OR (change.kind = 'tag' AND change.field = ''
      AND json_extract(coalesce(change.new, change.old), '$.dialogue') = :dialogue)
    OR (change.kind = 'tag' AND change.field <> '' AND change.turn IS NULL
      AND change.key IN (SELECT key FROM tag WHERE tag.dialogue = :dialogue))
  ))"""
)
# A tag's facet stands in its row: in that of the log where it came or went, else in its own.
_IN_FACET = sa.text(
    """EXISTS (SELECT 1 FROM change WHERE change.edit = edit.id AND change.kind = 'tag'
  AND CASE change.field WHEN '' THEN json_extract(coalesce(change.new, change.old), '$.facet')
    ELSE (SELECT facet.key FROM tag JOIN facet ON facet.id = tag.facet WHERE tag.key = change.key)
  END = :facet)"""
)
_SINCE = t.edit.c.at >= sa.bindparam("since")
_UNTIL = t.edit.c.at < sa.bindparam("until")
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

_WITHIN = (
    sa.select(t.turn.c.dialogue)
    .join(t.change, t.change.c.turn == t.turn.c.id)
    .where(t.change.c.edit == sa.bindparam("edit"))
    .distinct()
    .limit(2)
)


class EditLog(Part):
    """The log as the history panel shows it."""

    def edits(
        self,
        limit: int,
        *,
        before: int | None = None,
        annotator: str | None = None,
        turn_id: int | None = None,
        dialogue_id: int | None = None,
        facet: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Edit]:
        """The last edits, newest first: at most ``limit``, with ids below ``before``.

        ``annotator`` is the key of one; ``turn_id`` leaves those that changed tags of a turn,
        ``dialogue_id`` those that changed something of a dialogue, ``facet`` (a key) those that changed tags
        of it. ``since`` and ``until`` are times (ISO 8601, UTC): the first counts, the other does not.
        ``reverted_by`` is the edit that took an edit back, unless that was taken back itself.
        """
        statement: sa.Select[Any] = _EDITS
        values: dict[str, object] = {"limit": limit}
        for condition, name, value in (
            (_BEFORE, "before", before),
            (_BY, "annotator", annotator),
            (_ON_TURN, "turn", turn_id),
            (_ON_DIALOGUE, "dialogue", dialogue_id),
            (_IN_FACET, "facet", facet),
            (_SINCE, "since", since),
            (_UNTIL, "until", until),
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

    def within_one_dialogue(self, edit_id: int) -> bool:
        """Whether all turns that an edit changed are of one dialogue."""
        return len(self._db.all(_WITHIN, edit=edit_id)) == 1

    def _took_back(self, ids: Sequence[int]) -> dict[int, int]:
        """For each edit that is not in force, the edit that took it back."""
        by: defaultdict[int, list[int]] = defaultdict(list)
        asked = list(ids)
        while asked:
            # What takes back is always later; in a damaged file it may take back itself, or in a circle.
            rows = [row for row in self._db.all(_TOOK_BACK, ids=t.many(asked)) if row[0] > row[1]]
            for edit, reverts in rows:
                by[reverts].append(edit)
            asked = [row[0] for row in rows]
        standing: dict[int, int] = {}
        for edit in sorted({*ids, *by}, reverse=True):
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
