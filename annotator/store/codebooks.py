"""The edits of the codebook: each says what the codebook shall be, and the difference is the edit."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import Changes, Codebook, EntityKind, Facet, Label
from annotator.store import tables as t
from annotator.store.entities import SELECT_TAGS, tag_row
from annotator.store.log import RowChange
from annotator.store.reading import Reading
from annotator.store.rows import FacetRow, LabelRow, TagRow
from annotator.store.tagging import field_changes, removal
from annotator.store.values import folded, storable

Rows = dict[tuple[EntityKind, str], FacetRow | LabelRow]

_TAGS_WITH = SELECT_TAGS.where(t.among(t.label.c.key, "labels"))
_USED_FACETS = (
    sa.select(t.facet.c.key, sa.func.sum(t.tally.c.tags))
    .join(t.tally, t.tally.c.facet == t.facet.c.id)
    .group_by(t.facet.c.key)
)
_USED_LABELS = sa.select(t.label.c.key, t.tally.c.tags).join(t.tally, t.tally.c.label == t.label.c.id)

_FACET_FIELDS = frozenset(FacetRow.__struct_fields__)
_LABEL_FIELDS = frozenset(LabelRow.__struct_fields__) - {"facet"}


class Coding(Reading):
    """Facets and labels: added, changed, merged, retired, removed."""

    def set_codebook(self, codebook: Codebook) -> Changes:
        """Make the codebook this one. What it leaves out is removed, or retired where tags need it.

        Raises UserError where two labels of a facet would share a shortcut, a facet that has
        tags would change its kind or scope, or a tagged label its facet.
        """
        return self._become(codebook, "change the codebook")

    def add_facet(self, facet: Facet) -> Changes:
        """Add a facet with its labels. Raises UserError where its key or shortcut is taken."""
        codebook = self.codebook()
        if any(other.key == facet.key for other in codebook.facets):
            raise UserError(f"The facet {facet.name} cannot be added", "its key is in use")
        return self._become(replace(codebook, facets=(*codebook.facets, facet)), "add a facet")

    def update_facet(self, key: str, **fields: object) -> Changes:
        """Change fields of a facet: name, question, shortcut, position and its switches.

        Kind and scope can change only while nothing is tagged. Raises UserError where that
        or a taken shortcut forbids it, KeyError where there is no such facet, TypeError for
        a field that a facet does not have.
        """
        codebook = self.codebook()
        facet = _replaced(codebook.facet(key), fields, _FACET_FIELDS)
        return self._become(_with_facet(codebook, facet), "change a facet")

    def remove_facet(self, key: str) -> Changes:
        """Remove a facet with its labels. Raises UserError where tags have been given in it."""
        codebook = self.codebook()
        facet = codebook.facet(key)
        if tags := self._used(_USED_FACETS).get(key):
            raise UserError(f"The facet {facet.name} is in use", f"its tags number {tags}", "Retire it")
        others = tuple(other for other in codebook.facets if other.key != key)
        return self._become(replace(codebook, facets=others), "remove a facet")

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
        codebook = self.codebook()
        labels = codebook.facet(facet).labels
        for label in labels:
            if folded(label.name) == wanted:
                label = replace(label, retired=False)  # noqa: PLW2901 - the same label, brought back
                return label, self._become(_with_label(codebook, label), "bring back a label")
        label = Label(
            key or str(uuid.uuid4()), facet, storable(name).strip(), definition, examples, colour, shortcut,
            parent, 1 + max((x.position for x in labels), default=-1),
        )  # fmt: skip
        return label, self._become(_with_label(codebook, label), "add a label")

    def update_label(self, key: str, **fields: object) -> Changes:
        """Change fields of a label: name, definition, examples, colour, shortcut, parent, position, retired.

        Tags keep to the label through any of it. Raises UserError where the name or shortcut
        is taken or parents would go in a circle, KeyError where there is no such label,
        TypeError for another field.
        """
        codebook = self.codebook()
        label = _replaced(codebook.label(key), fields, _LABEL_FIELDS)
        if not folded(label.name):
            raise UserError("A label needs a name")
        for other in codebook.facet(label.facet).labels:
            if folded(other.name) == folded(label.name) and other.key != key:
                raise UserError(f"The name {label.name} is taken", "two labels of one facet would look alike")
        return self._become(_with_label(codebook, label), "change a label")

    def remove_label(self, key: str, *, merge_into: str | None = None) -> Changes:
        """Remove a label; tags that carry it get ``merge_into``, a label of the same facet.

        Raises UserError, with the number of tags, where it is in use and nothing is said
        about them, or the two cannot be merged; KeyError for unknown labels.
        """
        codebook = self.codebook()
        label = codebook.label(key)
        if merge_into is not None:
            return self._become(
                _without_label(codebook, label), "merge two labels", label, codebook.label(merge_into)
            )
        if tags := self._used(_USED_LABELS).get(key):
            raise UserError(
                f"The label {label.name} is in use",
                f"the tags that carry it number {tags}",
                "Merge it with another label, or retire it",
            )
        return self._become(_without_label(codebook, label), "remove a label")

    # --- how ------------------------------------------------------------------------------

    def _become(
        self, new: Codebook, edit: str, merged: Label | None = None, into: Label | None = None
    ) -> Changes:
        _refuse(new)
        with self._writing() as stamp:
            old = self.codebook()
            moved = self._merge(merged, into) if merged and into else []
            used: set[tuple[EntityKind, str]] = {("facet", key) for key in self._used(_USED_FACETS)}
            used |= {("label", key) for key in self._used(_USED_LABELS)}
            used -= {("label", merged.key)} if merged else set()
            changes = [*moved, *_project_changes(old, new), *_differences(_rows(old), _rows(new), used)]
            return self._log(stamp, edit, changes)

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
    return _differences({}, _rows(codebook), set())


def _place(row: TagRow) -> tuple[object, ...]:
    return row.dialogue, row.turn, row.start, row.end, row.annotator, row.target


def _replaced(thing: Any, values: Mapping[str, object], known: frozenset[str]) -> Any:
    if not values.keys() <= known:
        raise TypeError(f"no such fields: {', '.join(sorted(values.keys() - known))}")
    return replace(thing, **values)


def _with_facet(codebook: Codebook, facet: Facet) -> Codebook:
    return replace(codebook, facets=tuple(facet if x.key == facet.key else x for x in codebook.facets))


def _with_label(codebook: Codebook, label: Label) -> Codebook:
    facet = codebook.facet(label.facet)
    others = tuple(label if x.key == label.key else x for x in facet.labels)
    known = any(x.key == label.key for x in facet.labels)
    return _with_facet(codebook, replace(facet, labels=others if known else (*others, label)))


def _without_label(codebook: Codebook, label: Label) -> Codebook:
    """The codebook without a label; those below it move up."""
    facet = codebook.facet(label.facet)
    others = tuple(
        replace(x, parent=label.parent) if x.parent == label.key else x
        for x in facet.labels
        if x.key != label.key
    )
    return _with_facet(codebook, replace(facet, labels=others))


def _refuse(codebook: Codebook) -> None:
    """Raise UserError for shortcuts that clash, keys that occur twice, parents in a circle."""
    _refuse_double("facet", ((x.key, x.shortcut, x.name) for x in codebook.facets if not x.retired))
    labels = {x.key: x for facet in codebook.facets for x in facet.labels}
    for facet in codebook.facets:
        _refuse_double("label", ((x.key, x.shortcut, x.name) for x in facet.labels if not x.retired))
    if len(labels) < sum(len(facet.labels) for facet in codebook.facets):
        raise UserError("The codebook cannot be used", "two labels have the same key")
    for label in labels.values():
        seen = {label.key}
        parent = label.parent
        while parent is not None:
            if parent in seen or parent not in labels:
                raise UserError(
                    f"The label {label.name} cannot be put there",
                    "it would stand below itself or below nothing",
                )
            seen.add(parent)
            parent = labels[parent].parent


def _refuse_double(kind: str, things: Iterable[tuple[str, str, str]]) -> None:
    keys: set[str] = set()
    shortcuts: dict[str, str] = {}
    for key, shortcut, name in things:
        if key in keys:
            raise UserError("The codebook cannot be used", f"two {kind}s have the key {key}")
        keys.add(key)
        if shortcut in shortcuts:
            raise UserError(
                f"The shortcut {shortcut} is taken",
                f"it belongs to {shortcuts[shortcut]}",
                "Choose another key",
            )
        if shortcut:
            shortcuts[shortcut] = name


def _rows(codebook: Codebook) -> Rows:
    """The codebook as rows, facets before labels."""
    rows: Rows = {("facet", facet.key): _row(FacetRow, facet) for facet in codebook.facets}
    for facet in codebook.facets:
        rows |= {("label", label.key): _row(LabelRow, label) for label in facet.labels}
    return rows


def _row(kind: type[Any], thing: Facet | Label) -> Any:
    values = {name: getattr(thing, name) for name in kind.__struct_fields__}
    return kind(**{name: storable(x) if isinstance(x, str) else x for name, x in values.items()})


def _project_changes(old: Codebook, new: Codebook) -> Iterator[RowChange]:
    if old.name != new.name:
        yield RowChange("project", "", "codebook_name", old.name, storable(new.name))
    if old.version != new.version:
        yield RowChange("project", "", "codebook_version", old.version, new.version)


def _differences(old: Rows, new: Rows, used: set[tuple[EntityKind, str]]) -> list[RowChange]:
    """The changes from one codebook to another, in an order that keeps references whole.

    What is missing from the new one and ``used`` by tags stays, retired. Tags of a label are
    tags of its facet too, so a label that stays has its facet.
    """
    missing = [row for row in old if row not in new]
    after = new | {row: _retired(old[row], new.keys() | used) for row in missing if row in used}
    added = [each for each in new if each not in old]
    changes = [RowChange(kind, key, "", None, new[kind, key]) for kind, key in added]
    for (kind, key), before in old.items():
        if (kind, key) in after:
            fixed = (kind, key) in used
            changes += _field_differences(kind, key, before, after[kind, key], fixed=fixed)
    gone = [(kind, key) for kind, key in reversed(missing) if (kind, key) not in after]
    return [*changes, *(RowChange(kind, key, "", old[kind, key], None) for kind, key in gone)]


def _retired(row: FacetRow | LabelRow, staying: AbstractSet[tuple[str, str]]) -> FacetRow | LabelRow:
    """The row out of use: its shortcut is free for others, its parent may be gone."""
    if isinstance(row, FacetRow):
        return msgspec.structs.replace(row, retired=True, shortcut="")
    parent = row.parent if ("label", row.parent) in staying else None
    return msgspec.structs.replace(row, retired=True, shortcut="", parent=parent)


def _field_differences(
    kind: EntityKind, key: str, before: Any, after: Any, *, fixed: bool
) -> Iterator[RowChange]:
    for field in before.__struct_fields__:
        old, new = getattr(before, field), getattr(after, field)
        if old == new:
            continue
        if fixed and field in {"kind", "scope", "facet"}:
            raise UserError(f"The {field} of {before.name} cannot be changed", "it has tags")
        yield RowChange(kind, key, field, old, new)
