"""One codebook taken into another, by keys, and what that changes.

Nothing is taken away: facets and labels that only the present codebook has stay as they are.
A label that has another key but the same name within its facet is taken to be the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

from annotator.codebooks.label_tree import ordered
from annotator.codebooks.taken_keys import holder_of
from annotator.core.text_folding import folded
from annotator.errors import UserError
from annotator.model import Codebook, Facet, Label


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field of a facet or label, before and after; ``field`` is "" for one that is new or gone.

    ``facet`` is the key of the facet it is about or stands in; ``old`` is None where it is new,
    ``new`` where it is gone.
    """

    kind: Literal["facet", "label"]
    key: str
    name: str
    facet: str
    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Merge:
    """A codebook with another taken in. ``unkeyed`` names what came without its key, because it is taken."""

    codebook: Codebook
    unkeyed: tuple[tuple[str, str], ...] = ()  # name, key to press

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.codebook.facets


def only(codebook: Codebook, facets: Collection[str]) -> Codebook:
    """The codebook with the facets of these keys alone."""
    return replace(codebook, facets=tuple(facet for facet in codebook.facets if facet.key in facets))


def merged(present: Codebook, other: Codebook) -> Merge:
    """The present codebook with another taken in.

    Raises UserError where a label of the other belongs to another facet in the present one.
    """
    homes = {label.key: facet for facet in present.facets for label in facet.labels}
    facets = {facet.key: facet for facet in present.facets}
    following = 1 + max((facet.position for facet in present.facets), default=-1)
    arriving: set[str] = set()
    for facet in sorted(other.facets, key=lambda facet: facet.position):
        for label in facet.labels:
            if label.key in homes and homes[label.key].key != facet.key:
                here, there = homes[label.key].name, facet.name
                raise UserError(
                    "These codebooks cannot be made one",
                    "the label {label} belongs to {here} here and to {there} there",
                    label=label.name,
                    here=here,
                    there=there,
                )
        standing = facets.get(facet.key)
        arriving.add(facet.key)
        if standing is None:
            facets[facet.key] = replace(facet, position=following)
            following += 1
        else:
            labels = _labels(standing, facet)
            facets[facet.key] = replace(facet, position=standing.position, labels=labels)
    whole = replace(present, facets=tuple(sorted(facets.values(), key=lambda facet: facet.position)))
    return _without_clashes(present, whole, arriving)


def _labels(standing: Facet, arriving: Facet) -> tuple[Label, ...]:
    """The labels of both: those that are the same as they arrive, the new ones behind the others."""
    keys = {label.key for label in standing.labels}
    names = {folded(label.name): label.key for label in standing.labels}
    arrived = {label.key for label in arriving.labels}
    same: dict[str, str] = {}
    for label in arriving.labels:
        namesake = names.get(folded(label.name), "")
        free = label.key not in keys and namesake not in arrived and namesake not in same.values()
        same[label.key] = namesake if namesake and free else label.key
    incoming = {
        same[label.key]: replace(
            label, key=same[label.key], parent=same.get(label.parent) if label.parent else None
        )
        for label in arriving.labels
    }
    if keys <= incoming.keys():  # nothing of the present one's order is left to keep
        return ordered(tuple(incoming.values()))
    following = 1 + max((label.position for label in standing.labels), default=-1)
    labels = [
        replace(incoming[label.key], position=label.position) if label.key in incoming else label
        for label in standing.labels
    ]
    fresh = [label for key, label in incoming.items() if key not in keys]
    labels += [replace(label, position=following + number) for number, label in enumerate(fresh)]
    return tuple(labels)


def _without_clashes(present: Codebook, whole: Codebook, arriving: set[str]) -> Merge:
    """What arrives with a key that something else has comes without one."""
    old = {facet.key: facet.shortcut for facet in present.facets}
    old |= {label.key: label.shortcut for facet in present.facets for label in facet.labels}
    unkeyed: list[tuple[str, str]] = []
    for key in [facet.key for facet in whole.facets if facet.key in arriving]:
        facet = whole.facet(key)
        if _clashes(whole, facet, old):
            unkeyed.append((facet.name, facet.shortcut))
            facet = replace(facet, shortcut="")
            whole = _with(whole, facet)
        for label in facet.labels:
            if _clashes(whole, label, old):
                unkeyed.append((label.name, label.shortcut))
                bare = replace(label, shortcut="")
                facet = whole.facet(key)
                whole = _with(
                    whole,
                    replace(facet, labels=tuple(bare if x.key == label.key else x for x in facet.labels)),
                )
    return Merge(whole, tuple(unkeyed))


def _clashes(whole: Codebook, one: Facet | Label, old: dict[str, str]) -> bool:
    """Whether it comes with a key that it had not before and that something else has."""
    if one.retired or not one.shortcut or old.get(one.key) == one.shortcut:
        return False
    if isinstance(one, Facet):
        return holder_of(whole, one.shortcut, facet=one.key) is not None
    return holder_of(whole, one.shortcut, facet=one.facet, label=one.key) is not None


def _with(codebook: Codebook, facet: Facet) -> Codebook:
    return replace(codebook, facets=tuple(facet if x.key == facet.key else x for x in codebook.facets))


_FACET_FIELDS = tuple(field.name for field in fields(Facet) if field.name not in {"key", "labels"})
_LABEL_FIELDS = tuple(field.name for field in fields(Label) if field.name not in {"key", "facet"})


def differences(old: Codebook, new: Codebook) -> tuple[FieldDifference, ...]:
    """What has to change for one codebook to become the other, facet by facet."""
    return tuple(_differences(old, new))


def _differences(old: Codebook, new: Codebook) -> Iterator[FieldDifference]:
    before = {facet.key: facet for facet in old.facets}
    after = {facet.key: facet for facet in new.facets}
    for key in dict.fromkeys([*after, *before]):
        one, other = before.get(key), after.get(key)
        name = other.name if one is None and other is not None else one.name if one is not None else ""
        about = FieldDifference("facet", key, name, key, "", one and one.name, other and other.name)
        yield from _fields(about, one, other, _FACET_FIELDS)
        labels = {label.key: label for label in (one.labels if one else ())}
        further = {label.key: label for label in (other.labels if other else ())}
        for own in dict.fromkeys([*further, *labels]):
            was, will = labels.get(own), further.get(own)
            name = will.name if was is None and will is not None else was.name if was is not None else ""
            about = FieldDifference("label", own, name, key, "", was and was.name, will and will.name)
            yield from _fields(about, was, will, _LABEL_FIELDS)


def _fields(
    about: FieldDifference, old: Facet | Label | None, new: Facet | Label | None, names: tuple[str, ...]
) -> Iterator[FieldDifference]:
    if old is None or new is None:
        yield about
        return
    for name in names:
        if getattr(old, name) != getattr(new, name):
            yield replace(about, name=old.name, field=name, old=getattr(old, name), new=getattr(new, name))
