"""Dialogues: listed, read, named, taken out and brought back; what they are about."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import (
    Changes,
    Dialogue,
    Target,
)
from annotator.store import tables as t
from annotator.store.database import Row
from annotator.store.edit_log import RowChange, summary
from annotator.store.log_entities import ENTITIES
from annotator.store.log_rows import LogTarget
from annotator.store.project_part import Part
from annotator.store.row_objects import dialogues_of
from annotator.store.undo_guards import target_used
from annotator.store.value_encoding import storable


def ids_of(query: sa.Select[Any]) -> sa.Select[Any]:
    """One JSON array of the query's ids: a million row objects would take a second."""
    found = query.subquery("found")
    return sa.select(sa.func.json_group_array(found.c.id))


_LIVE = t.dialogue.c.state == "live"
_DIALOGUE_IDS = ids_of(sa.select(t.dialogue.c.id).where(_LIVE).order_by(t.dialogue.c.id))
_DIALOGUES = sa.select(t.dialogue).where(t.among(t.dialogue.c.id, "ids"), t.dialogue.c.state != "staged")
_TARGETS = (
    sa.select(t.target)
    .where(t.among(t.target.c.dialogue, "ids"))
    .order_by(t.target.c.dialogue, t.target.c.position, t.target.c.id)
)
_SPEAKERS = (
    sa.select(t.speaker.c.dialogue, t.speaker.c.name, t.speaker.c.attribute, t.speaker.c.value)
    .where(t.among(t.speaker.c.dialogue, "ids"))
    .order_by(t.speaker.c.id)
)
_ROWS = sa.select(t.dialogue.c.id, t.dialogue.c.key, t.dialogue.c.title, t.dialogue.c.state).where(
    t.among(t.dialogue.c.id, "ids"), t.dialogue.c.state != "staged"
)
_LAST_TARGET = sa.select(sa.func.coalesce(sa.func.max(t.target.c.position), -1)).where(
    t.target.c.dialogue == sa.bindparam("dialogue")
)


class Dialogues(Part):
    """The dialogues of a project.

    Pages take any number of ids and keep their order; ids of nothing are left out.
    """

    def ids(self) -> array[int]:
        """Every dialogue, in the order of import."""
        return array("q", msgspec.json.decode(self._db.value(_DIALOGUE_IDS)))

    def page(self, ids: Iterable[int]) -> list[Dialogue]:
        """These dialogues in the order asked, removed ones too."""
        wanted = list(ids)
        return self._db.as_one(lambda: self._page(wanted))

    def _page(self, wanted: Sequence[int]) -> list[Dialogue]:
        asked = t.many(wanted)
        with self._db.snapshot():
            rows = self._db.all(_DIALOGUES, ids=asked)
            targets = self._db.all(_TARGETS, ids=asked)
            said = self._db.all(_SPEAKERS, ids=asked)
        return dialogues_of(wanted, rows, targets, said)

    def rename(self, dialogue_id: int, title: str) -> Changes:
        """Give a dialogue another title. Raises KeyError where there is no such dialogue."""
        with self._opened.writing() as stamp:
            row = self._rows([dialogue_id])[0]
            new = storable(title)
            change = RowChange("dialogue", row.key, "title", row.title, new, dialogue=row.id)
            return self._opened.log(
                stamp,
                summary("dialogue.rename", name=row.title, new=new),
                [change] if row.title != new else [],
            )

    def remove(self, ids: Iterable[int]) -> Changes:
        """Take dialogues out of the project; nothing of them is lost. KeyError for an unknown one."""
        with self._opened.writing() as stamp:
            rows = [row for row in self._rows(list(ids)) if row.state != "removed"]
            changes = [
                RowChange("dialogue", row.key, "removed", old=False, new=True, dialogue=row.id)
                for row in rows
            ]
            return self._opened.log(stamp, summary("dialogues.remove", n=len(rows)), changes)

    def set_target(self, dialogue_id: int, target: Target) -> Changes:
        """Add a target to a dialogue, or change the one with its key; KeyError for an unknown dialogue."""
        with self._opened.writing() as stamp:
            dialogue = self._rows([dialogue_id])[0].id
            key = f"{dialogue}/{target.key}"
            row = LogTarget(
                dialogue, target.kind, storable(target.statement), 0, tuple(map(storable, target.options)),
                target.draft,
            )  # fmt: skip
            old = ENTITIES["target"].read(self._db, [key]).get(key)
            if old is None:
                row.position = 1 + self._db.value(_LAST_TARGET, dialogue=dialogue)
                changes = [RowChange("target", key, "", None, row, dialogue=dialogue)]
            else:
                changes = [
                    RowChange(
                        "target", key, field, getattr(old, field), getattr(row, field), dialogue=dialogue
                    )
                    for field in ("kind", "statement", "options", "draft")
                    if getattr(old, field) != getattr(row, field)
                ]
            return self._opened.log(stamp, summary("target.set", name=row.statement), changes)

    def remove_target(self, dialogue_id: int, key: str) -> Changes:
        """Remove a target. Raises UserError while tags name it, KeyError where there is none."""
        with self._opened.writing() as stamp:
            log_key = f"{dialogue_id}/{key}"
            row = ENTITIES["target"].read(self._db, [log_key])[log_key]
            if target_used(self._db, dialogue_id, key):
                raise UserError(
                    "The target cannot be removed", "tags name it", "Remove those tags or change the target"
                )
            change = RowChange("target", log_key, "", row, None, dialogue=dialogue_id)
            return self._opened.log(stamp, summary("target.remove", name=row.statement), [change])

    def _rows(self, ids: list[int]) -> list[Row]:
        found = {row.id: row for row in self._db.all(_ROWS, ids=t.many(ids))}
        return [found[key] for key in dict.fromkeys(ids)]
