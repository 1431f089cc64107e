"""The edits of the codebook: each says what the codebook shall be, and the difference is the edit."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar

import sqlalchemy as sa

from annotator.core.exclusive_answers import question_of
from annotator.errors import UserError
from annotator.model import Changes, Codebook, EditCode, EditSummary, EntityKind, Facet, Label
from annotator.store import tables as t
from annotator.store.codebook_rows import differences, project_changes, refuse, rows_of
from annotator.store.codebook_use import require_convertible
from annotator.store.edit_log import RowChange, summary
from annotator.store.log_entities import SELECT_TAGS, tag_row
from annotator.store.log_rows import FacetRow, LabelRow, TagRow
from annotator.store.project_part import Part
from annotator.store.row_objects import codebook_of
from annotator.store.tags import field_changes, removal
from annotator.store.value_encoding import folded, loads, storable

T = TypeVar("T", Facet, Label)

_FACETS = sa.select(t.facet).order_by(t.facet.c.position, t.facet.c.id)
_LABELS = sa.select(t.label).order_by(t.label.c.position, t.label.c.id)
_PROJECT = sa.select(t.project)
_TAGS_WITH = SELECT_TAGS.where(t.among(t.label.c.key, "labels"))
_USED_FACETS = (
    sa.select(t.facet.c.key, sa.func.sum(t.tally.c.tags))
    .join(t.tally, t.tally.c.facet == t.facet.c.id)
    .group_by(t.facet.c.key)
)
_USED_LABELS = sa.select(t.label.c.key, t.tally.c.tags).join(t.tally, t.tally.c.label == t.label.c.id)
# Written out, as the index is: labels that were removed are few among the changes.
_GONE_LABELS = (
    sa.select(t.change.c.key, t.change.c.old)
    .where(
        t.change.c.kind == sa.literal_column("'label'"),
        t.change.c.field == sa.literal_column("''"),
        t.change.c.new.is_(None),
    )
    .order_by(t.change.c.edit)
)

_FACET_FIELDS = frozenset(FacetRow.__struct_fields__)
_LABEL_FIELDS = frozenset(LabelRow.__struct_fields__) - {"facet"}


class Codebooks(Part):
    """Facets and labels: read, added, changed, merged, retired, removed."""

    def read(self) -> Codebook:
        """The facets and labels in their order, retired ones too."""
        with self._db.snapshot():
            return codebook_of(self._db.all(_PROJECT)[0], self._db.all(_FACETS), self._db.all(_LABELS))

    def replace(self, codebook: Codebook) -> Changes:
        """Make the codebook this one. What it leaves out is removed, or retired where tags need it.

        Raises UserError where two labels of a facet would share a shortcut, a facet that has
        tags would change its kind or scope, or a tagged label its facet.
        """
        return self._become(codebook, summary("codebook.change"))

    def add_facet(self, facet: Facet) -> Changes:
        """Add a facet with its labels. Raises UserError without a name or with a taken key or shortcut."""
        codebook = self.read()
        require_name("facet", facet, ())
        if any(other.key == facet.key for other in codebook.facets):
            raise UserError("The facet {facet} cannot be added", "its key is in use", facet=facet.name)
        return self._become(
            replace(codebook, facets=(*codebook.facets, facet)),
            summary("facet.add", facet=facet.key, name=facet.name),
        )

    def update_facet(self, key: str, **fields: object) -> Changes:
        """Change fields of a facet: name, question, shortcut, position, kind, scope and its switches.

        Where it has tags, a change of kind must leave each of them a possible answer, scope stays, and
        so does being targeted while tags name targets. One that is brought back comes without its
        shortcut where that has been taken. Raises UserError where any of this or a taken shortcut
        or name forbids it, KeyError where there is no such facet, TypeError for a field that
        a facet does not have.
        """
        codebook = self.read()
        old = codebook.facet(key)
        facet = _brought_back(old, _replaced(old, fields, _FACET_FIELDS), codebook.facets)
        require_name("facet", facet, codebook.facets if facet.name != old.name else ())
        return self._become(with_facet(codebook, facet), _summary("facet", old, facet))

    def remove_facet(self, key: str) -> Changes:
        """Remove a facet with its labels. Raises UserError where tags have been given in it."""
        codebook = self.read()
        facet = codebook.facet(key)
        if tags := self._used(_USED_FACETS).get(key):
            raise UserError(
                "The facet {facet} is in use",
                "its tags number {tags}",
                "Retire it",
                facet=facet.name,
                tags=tags,
            )
        others = tuple(other for other in codebook.facets if other.key != key)
        return self._become(
            replace(codebook, facets=others), summary("facet.remove", facet=key, name=facet.name)
        )

    def add_label(
        self,
        facet: str,
        name: str,
        *,
        key: str = "",
        definition: str = "",
        examples: str = "",
        colour: str = "",
        shortcut: str = "",
        parent: str | None = None,
    ) -> tuple[Label, Changes]:
        """Add a label at the end of a facet.

        A label of the same name (width and case folded) is returned instead, brought back
        where it had been retired. ``key`` is a new UUID unless given. Raises UserError for
        an empty name or a taken shortcut, KeyError where there is no such facet.
        """
        wanted = folded(name)
        if not wanted:
            raise UserError("A label needs a name")
        codebook = self.read()
        labels = codebook.facet(facet).labels
        for label in labels:
            if folded(label.name) == wanted:
                label = _brought_back(label, replace(label, retired=False), labels)  # noqa: PLW2901 - the same one
                done = summary("label.bring_back", facet=facet, label=label.key, name=label.name)
                return label, self._become(_with_label(codebook, label), done)
        label = Label(
            key or str(uuid.uuid4()), facet, storable(name).strip(), definition, examples, colour, shortcut,
            parent, 1 + max((x.position for x in labels), default=-1),
        )  # fmt: skip
        done = summary("label.add", facet=facet, label=label.key, name=label.name)
        return label, self._become(_with_label(codebook, label), done)

    def update_label(self, key: str, **fields: object) -> Changes:
        """Change fields of a label: name, definition, examples, colour, shortcut, parent, position, retired.

        Tags keep to the label through any of it. One that is brought back comes without its
        shortcut where that has been taken. Raises UserError where the name or shortcut
        is taken (a label that shares its name already may keep it) or parents would go in a circle,
        KeyError where there is no such label,
        TypeError for another field.
        """
        codebook = self.read()
        old = codebook.label(key)
        siblings = codebook.facet(old.facet).labels
        label = _brought_back(old, _replaced(old, fields, _LABEL_FIELDS), siblings)
        require_name("label", label, siblings if label.name != old.name else ())
        return self._become(_with_label(codebook, label), _summary("label", old, label))

    def remove_label(self, key: str, *, merge_into: str | None = None) -> Changes:
        """Remove a label; tags that carry it get ``merge_into``, a label of the same facet.

        Raises UserError, with the number of tags, where it is in use and nothing is said
        about them, or the two cannot be merged; KeyError for unknown labels.
        """
        codebook = self.read()
        label = codebook.label(key)
        if merge_into is not None:
            into = codebook.label(merge_into)
            done = summary("label.merge", facet=label.facet, label=key, name=label.name, new=into.name)
            return self._become(_without_label(codebook, label), done, label, into)
        if tags := self._used(_USED_LABELS).get(key):
            raise UserError(
                "The label {label} is in use",
                "the tags that carry it number {tags}",
                "Merge it with another label, or retire it",
                label=label.name,
                tags=tags,
            )
        done = summary("label.remove", facet=label.facet, label=key, name=label.name)
        return self._become(_without_label(codebook, label), done)

    def use(self) -> dict[str, int]:
        """How many tags each facet and each label has, by key; those without any are left out.

        Tags of removed dialogues count: they come back with them.
        """
        return self._used(_USED_FACETS) | self._used(_USED_LABELS)

    def gone_labels(self) -> dict[str, str]:
        """The last names of labels that were removed, by key, from the log."""
        names = {row[0]: loads(row[1])["name"] for row in self._db.all(_GONE_LABELS)}
        standing = {label.key for facet in self.read().facets for label in facet.labels}
        return {key: name for key, name in names.items() if key not in standing}

    # --- how ------------------------------------------------------------------------------

    def _become(
        self, new: Codebook, done: EditSummary, merged: Label | None = None, into: Label | None = None
    ) -> Changes:
        refuse(new)
        with self._opened.writing() as stamp:
            old = self.read()
            moved = self._merge(merged, into) if merged and into else []
            for facet in new.facets:
                require_convertible(self._db, old, facet)
            used: set[tuple[EntityKind, str]] = {("facet", key) for key in self._used(_USED_FACETS)}
            used |= {("label", key) for key in self._used(_USED_LABELS)}
            used -= {("label", merged.key)} if merged else set()
            changes = [*moved, *project_changes(old, new), *differences(rows_of(old), rows_of(new), used)]
            return self._opened.log(stamp, done, changes)

    def _used(self, statement: sa.Select[Any]) -> dict[str, int]:
        """The number of tags of each facet or label that has some."""
        return {row[0]: row[1] for row in self._db.all(statement) if row[1]}

    def _merge(self, label: Label, into: Label) -> list[RowChange]:
        """The changes after which tags carry the other label, once in each place."""
        if label.facet != into.facet or label.key == into.key:
            raise UserError("These labels cannot be merged", "they are not two labels of one facet")
        found = self._db.all(_TAGS_WITH, labels=t.many([label.key, into.key]))
        tags = [(row[0], tag_row(row)) for row in found]
        standing = {_place(row) for _, row in tags if row.label == into.key}
        moving = [(key, row) for key, row in tags if row.label == label.key]
        single = [(key, row) for key, row in moving if _place(row) not in standing]
        return [
            *(removal(key, row) for key, row in moving if _place(row) in standing),
            *field_changes(single, [{"label": into.key}] * len(single)),
        ]


def creations(codebook: Codebook) -> list[RowChange]:
    """The changes that make a codebook from nothing."""
    return differences({}, rows_of(codebook), set())


# What an edit of one field does; any other is a change. Facets have no parent and no colour.
_CODES: Mapping[tuple[Literal["facet", "label"], str], EditCode] = {
    ("facet", "name"): "facet.rename",
    ("facet", "position"): "facet.move",
    ("facet", "shortcut"): "facet.set_key",
    ("label", "name"): "label.rename",
    ("label", "position"): "label.move",
    ("label", "parent"): "label.move",
    ("label", "colour"): "label.colour",
    ("label", "shortcut"): "label.set_key",
}
_CHANGED: Mapping[Literal["facet", "label"], EditCode] = {"facet": "facet.change", "label": "label.change"}
_RETIRED: Mapping[tuple[Literal["facet", "label"], bool], EditCode] = {
    ("facet", True): "facet.retire",
    ("facet", False): "facet.bring_back",
    ("label", True): "label.retire",
    ("label", False): "label.bring_back",
}


def _summary(kind: Literal["facet", "label"], old: Facet | Label, new: Facet | Label) -> EditSummary:
    """What the edit does that makes the one the other."""
    changed = [name for name in type(old).__slots__ if getattr(old, name) != getattr(new, name)]
    codes = {_CODES.get((kind, name), _CHANGED[kind]) for name in changed}
    code = codes.pop() if len(codes) == 1 else _CHANGED[kind]
    if "retired" in changed:
        code = _RETIRED[kind, new.retired]
    of = {"facet": new.facet, "label": new.key} if isinstance(new, Label) else {"facet": new.key}
    renamed = new.name if new.name != old.name else None
    return summary(code, **of, name=old.name, new=renamed)


def _brought_back(old: T, new: T, siblings: Iterable[Facet | Label]) -> T:
    """The new one, without its shortcut where it was retired and somebody else has that now."""
    taken = {one.shortcut for one in siblings if one.key != new.key and not one.retired}
    back = old.retired and not new.retired and old.shortcut == new.shortcut
    return replace(new, shortcut="") if back and new.shortcut in taken else new


def require_name(noun: str, new: Facet | Label, siblings: Iterable[Facet | Label]) -> None:
    """Raise UserError for an empty name, and for one that a sibling has."""
    if not folded(new.name):
        raise UserError("A label needs a name" if noun == "label" else "A facet needs a name")
    for other in siblings:
        if folded(other.name) == folded(new.name) and other.key != new.key:
            raise UserError(
                "The name {name} is taken",
                "two labels of one facet would look alike"
                if noun == "label"
                else "two facets would look alike",
                name=new.name,
            )


def _place(row: TagRow) -> tuple[object, ...]:
    return row.dialogue, row.turn, question_of(row, several=False)  # as the labels become one


def _replaced(thing: Any, values: Mapping[str, object], known: frozenset[str]) -> Any:
    if not values.keys() <= known:
        raise TypeError(f"no such fields: {', '.join(sorted(values.keys() - known))}")
    return replace(thing, **values)


def with_facet(codebook: Codebook, facet: Facet) -> Codebook:
    """The codebook with that facet in the place of the one with its key."""
    return replace(codebook, facets=tuple(facet if x.key == facet.key else x for x in codebook.facets))


def _with_label(codebook: Codebook, label: Label) -> Codebook:
    facet = codebook.facet(label.facet)
    others = tuple(label if x.key == label.key else x for x in facet.labels)
    known = any(x.key == label.key for x in facet.labels)
    return with_facet(codebook, replace(facet, labels=others if known else (*others, label)))


def _without_label(codebook: Codebook, label: Label) -> Codebook:
    """The codebook without a label; those below it move up."""
    facet = codebook.facet(label.facet)
    others = tuple(
        replace(x, parent=label.parent) if x.parent == label.key else x
        for x in facet.labels
        if x.key != label.key
    )
    return with_facet(codebook, replace(facet, labels=others))
