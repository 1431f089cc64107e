"""Who may have given tags."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import (
    Annotator,
    Changes,
)
from annotator.store import tables as t
from annotator.store.edit_log import RowChange, summary
from annotator.store.log_entities import ENTITIES
from annotator.store.log_rows import AnnotatorRow
from annotator.store.project_part import Part
from annotator.store.value_encoding import storable

_ANNOTATORS = sa.select(t.annotator).order_by(t.annotator.c.id)


class People(Part):
    """The annotators of a project, persons and programs."""

    def all(self) -> tuple[Annotator, ...]:
        """Everybody who may have given tags."""
        return tuple(Annotator(row.key, row.name, row.kind) for row in self._db.all(_ANNOTATORS))

    def add(self, annotator: Annotator) -> Changes:
        """Add an annotator, or rename the one with that key."""
        with self._opened.writing() as stamp:
            row = AnnotatorRow(storable(annotator.name), annotator.kind)
            old = ENTITIES["annotator"].read(self._db, [annotator.key]).get(annotator.key)
            changes = [RowChange("annotator", annotator.key, "", None, row)]
            if old is not None:
                renamed = RowChange("annotator", annotator.key, "name", old.name, row.name)
                changes = [renamed] if old.name != row.name else []
            return self._opened.log(
                stamp,
                summary("annotator.add", name=row.name)
                if old is None
                else summary("annotator.rename", name=old.name, new=row.name),
                changes,
            )

    def rename(self, name: str) -> Changes:
        """Give the current annotator another name. Raises UserError for an empty one."""
        if not name.strip():
            raise UserError("An annotator needs a name")
        return self.add(replace(self._opened.who, name=name.strip()))
