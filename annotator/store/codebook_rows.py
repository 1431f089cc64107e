"""A codebook as rows of the log: what makes it unusable, and what leads from one to another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec

from annotator.errors import UserError
from annotator.model import Codebook, EntityKind, Facet, Label
from annotator.store.edit_log import RowChange
from annotator.store.log_rows import FacetRow, LabelRow
from annotator.store.value_encoding import storable

Rows = dict[tuple[EntityKind, str], FacetRow | LabelRow]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}|")


def refuse(codebook: Codebook) -> None:
    """Raise UserError for shortcuts that clash, keys that occur twice, parents in a circle."""
    _refuse_double("facet", ((x.key, x.shortcut, x.name) for x in codebook.facets if not x.retired))
    labels = {x.key: x for facet in codebook.facets for x in facet.labels}
    for facet in codebook.facets:
        _refuse_double("label", ((x.key, x.shortcut, x.name) for x in facet.labels if not x.retired))
    if len(labels) < sum(len(facet.labels) for facet in codebook.facets):
        raise UserError("The codebook cannot be used", "two labels have the same key")
    for label in labels.values():
        if not _COLOUR.fullmatch(label.colour):
            raise UserError("{colour} is no colour", "colours are of the form #rrggbb", colour=label.colour)
        seen = {label.key}
        parent = label.parent
        while parent is not None:
            if parent in seen or parent not in labels:
                raise UserError(
                    "The label {label} cannot be put there",
                    "it would stand below itself or below nothing",
                    label=label.name,
                )
            seen.add(parent)
            parent = labels[parent].parent


def _refuse_double(kind: str, things: Iterable[tuple[str, str, str]]) -> None:
    keys: set[str] = set()
    shortcuts: dict[str, str] = {}
    for key, shortcut, name in things:
        if key in keys:
            raise UserError(
                "The codebook cannot be used",
                "two labels have the key {key}" if kind == "label" else "two facets have the key {key}",
                key=key,
            )
        keys.add(key)
        if shortcut in shortcuts:
            raise UserError(
                "The shortcut {shortcut} is taken",
                "it belongs to {other}",
                "Choose another key",
                shortcut=shortcut,
                other=shortcuts[shortcut],
            )
        if shortcut:
            shortcuts[shortcut] = name


def rows_of(codebook: Codebook) -> Rows:
    """The codebook as rows, facets before labels."""
    rows: Rows = {("facet", facet.key): _row(FacetRow, facet) for facet in codebook.facets}
    for facet in codebook.facets:
        rows |= {("label", label.key): _row(LabelRow, label) for label in facet.labels}
    return rows


def _row(kind: type[Any], thing: Facet | Label) -> Any:
    values = {name: getattr(thing, name) for name in kind.__struct_fields__}
    return kind(**{name: storable(x) if isinstance(x, str) else x for name, x in values.items()})


def project_changes(old: Codebook, new: Codebook) -> Iterator[RowChange]:
    """The changes of the codebook's own name and version."""
    if old.name != new.name:
        yield RowChange("project", "", "codebook_name", old.name, storable(new.name))
    if old.version != new.version:
        yield RowChange("project", "", "codebook_version", old.version, new.version)


def differences(old: Rows, new: Rows, used: set[tuple[EntityKind, str]]) -> list[RowChange]:
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
        if fixed and field == "facet":
            raise UserError("The label {name} cannot go to another facet", "it has tags", name=before.name)
        yield RowChange(kind, key, field, old, new)
