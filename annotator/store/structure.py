"""The edits of everything around the tags: dialogues, targets, names, annotators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import Annotator, Changes, Target
from annotator.store import tables as t
from annotator.store.database import Row
from annotator.store.entities import ENTITIES
from annotator.store.guards import target_used
from annotator.store.log import RowChange
from annotator.store.opened import Opened
from annotator.store.rows import AnnotatorRow, TargetRow
from annotator.store.values import counted, storable

_DIALOGUES = sa.select(t.dialogue.c.id, t.dialogue.c.key, t.dialogue.c.title, t.dialogue.c.state).where(
    t.among(t.dialogue.c.id, "ids"), t.dialogue.c.state != "staged"
)
_LAST_TARGET = sa.select(sa.func.coalesce(sa.func.max(t.target.c.position), -1)).where(
    t.target.c.dialogue == sa.bindparam("dialogue")
)


class Structuring(Opened):
    """Dialogues come, go and are named; targets are set; people join."""

    def rename_project(self, name: str) -> Changes:
        """Name the project; the name may be empty."""
        with self._writing() as stamp:
            old = ENTITIES["project"].read(self._db, [""])[""].name
            new = storable(name)
            changes = [RowChange("project", "", "name", old, new)] if old != new else []
            return self._log(stamp, "rename the project", changes)

    def rename_dialogue(self, dialogue_id: int, title: str) -> Changes:
        """Give a dialogue another title. Raises KeyError where there is no such dialogue."""
        with self._writing() as stamp:
            row = self._dialogues([dialogue_id])[0]
            new = storable(title)
            change = RowChange("dialogue", row.key, "title", row.title, new, dialogue=row.id)
            return self._log(stamp, "rename a dialogue", [change] if row.title != new else [])

    def remove_dialogues(self, ids: Iterable[int]) -> Changes:
        """Take dialogues out of the project; nothing of them is lost. KeyError for an unknown one."""
        return self._show(list(ids), "remove", removed=True)

    def restore_dialogues(self, ids: Iterable[int]) -> Changes:
        """Bring removed dialogues back. Raises KeyError for an unknown one."""
        return self._show(list(ids), "restore", removed=False)

    def set_target(self, dialogue_id: int, target: Target) -> Changes:
        """Add a target to a dialogue, or change the one with its key; KeyError for an unknown dialogue."""
        with self._writing() as stamp:
            dialogue = self._dialogues([dialogue_id])[0].id
            key = f"{dialogue}/{target.key}"
            row = TargetRow(
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
            return self._log(stamp, "set a target", changes)

    def remove_target(self, dialogue_id: int, key: str) -> Changes:
        """Remove a target. Raises UserError while tags name it, KeyError where there is none."""
        with self._writing() as stamp:
            log_key = f"{dialogue_id}/{key}"
            row = ENTITIES["target"].read(self._db, [log_key])[log_key]
            if target_used(self._db, dialogue_id, key):
                raise UserError(
                    "The target cannot be removed", "tags name it", "Remove those tags or change the target"
                )
            change = RowChange("target", log_key, "", row, None, dialogue=dialogue_id)
            return self._log(stamp, "remove a target", [change])

    def add_annotator(self, annotator: Annotator) -> Changes:
        """Add an annotator, or rename the one with that key."""
        with self._writing() as stamp:
            row = AnnotatorRow(storable(annotator.name), annotator.kind)
            old = ENTITIES["annotator"].read(self._db, [annotator.key]).get(annotator.key)
            changes = [RowChange("annotator", annotator.key, "", None, row)]
            if old is not None:
                renamed = RowChange("annotator", annotator.key, "name", old.name, row.name)
                changes = [renamed] if old.name != row.name else []
            return self._log(stamp, "add an annotator" if old is None else "rename an annotator", changes)

    def rename_annotator(self, name: str) -> Changes:
        """Give the current annotator another name. Raises UserError for an empty one."""
        if not name.strip():
            raise UserError("An annotator needs a name")
        return self.add_annotator(replace(self._annotator, name=name.strip()))

    # --- how ------------------------------------------------------------------------------

    def _dialogues(self, ids: list[int]) -> list[Row]:
        found = {row.id: row for row in self._db.all(_DIALOGUES, ids=t.many(ids))}
        return [found[key] for key in dict.fromkeys(ids)]

    def _show(self, ids: list[int], verb: str, *, removed: bool) -> Changes:
        with self._writing() as stamp:
            rows = [row for row in self._dialogues(ids) if (row.state == "removed") != removed]
            changes = [
                RowChange("dialogue", row.key, "removed", old=not removed, new=removed, dialogue=row.id)
                for row in rows
            ]
            return self._log(stamp, f"{verb} {counted(len(rows), 'dialogue')}", changes)
