"""Named filters of a project: part of it, logged and undoable."""

from __future__ import annotations

import sqlalchemy as sa

from annotator import filters
from annotator.errors import UserError
from annotator.model import Changes, TurnFilter, View
from annotator.store import tables as t
from annotator.store.edit_log import RowChange, summary
from annotator.store.log_rows import ViewRow
from annotator.store.project_part import Part
from annotator.store.value_encoding import folded, new_keys, storable

_VIEWS = sa.select(t.view.c.key, t.view.c.name, t.view.c.filter).order_by(t.view.c.name, t.view.c.id)


class Views(Part):
    """The views. Each edit is one transaction, on disk on return."""

    def all(self) -> tuple[View, ...]:
        """All views, in order of name."""
        return tuple(View(name, filters.parse(text)) for _, name, text in self._db.all(_VIEWS))

    def save(self, name: str, wanted: TurnFilter) -> Changes:
        """Keep a filter under a name; a view of that name (width and case apart) is replaced.

        Raises UserError for an empty name.
        """
        name = storable(name.strip())
        if not name:
            raise UserError("The view cannot be saved", "it has no name", "Give it one")
        row = ViewRow(name, storable(filters.text_of(wanted)))
        with self._opened.writing() as stamp:
            before = self._named(name)
            changes = [RowChange("view", before[0] if before else next(new_keys()), "", None, row)]
            if before:
                key, old = before
                changes = [
                    RowChange("view", key, field, getattr(old, field), getattr(row, field))
                    for field in ("name", "filter")
                    if getattr(old, field) != getattr(row, field)
                ]
            return self._opened.log(stamp, summary("view.save", name=name), changes)

    def rename(self, name: str, new: str) -> Changes:
        """Give a view another name.

        Raises UserError where that is empty or taken, KeyError where there is no such view.
        """
        new = storable(new.strip())
        with self._opened.writing() as stamp:
            found = self._named(name)
            if found is None:
                raise KeyError(name)
            other = self._named(new)
            if not new or (other is not None and other[0] != found[0]):
                why = "another view has that name" if new else "the name is empty"
                raise UserError("The view cannot be renamed", why, "Choose another name")
            changes = (
                [RowChange("view", found[0], "name", found[1].name, new)] if new != found[1].name else []
            )
            return self._opened.log(stamp, summary("view.rename", name=name, new=new), changes)

    def remove(self, name: str) -> Changes:
        """Forget a view. Raises KeyError where there is none of that name."""
        with self._opened.writing() as stamp:
            found = self._named(name)
            if found is None:
                raise KeyError(name)
            return self._opened.log(
                stamp, summary("view.remove", name=name), [RowChange("view", found[0], "", found[1], None)]
            )

    def _named(self, name: str) -> tuple[str, ViewRow] | None:
        for key, known, text in self._db.all(_VIEWS):
            if folded(known) == folded(name):
                return key, ViewRow(known, text)
        return None
