"""Tags and turns as numpy arrays, and counts of them with intervals over dialogues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement.student_t import t_quantile
from annotator.model import Facet
from annotator.pictures.picture_request import Asked, Cell, NothingToSee, facet_of, people_of, phrase
from annotator.reliability.answer_arrays import arrays_of
from annotator.store import Project

Array = NDArray[Any]
LEVEL = 0.95
_AT_A_TIME = 50_000  # numbers of a list that become an array: the window waits for no more


@dataclass(frozen=True, slots=True)
class Tagged:
    """The tags of one facet that count: arrays with an entry a tag; ``label`` is an index into ``names``."""

    facet: Facet
    names: tuple[str, ...]
    people: dict[int, str]
    turn: Array
    label: Array
    annotator: Array
    further: Mapping[str, Array]

    @property
    def annotators(self) -> str:
        """The names of those whose tags count."""
        given = set(np.unique(self.annotator).tolist())
        return ", ".join(name for row, name in self.people.items() if row in given)

    def facts(self) -> dict[str, object]:
        """What every caption about a facet says."""
        return {"facet": self.facet.name, "n": len(self.turn), "annotators": self.annotators}


def tagged(project: Project, asked: Asked, *further: str, wants: str = "labels") -> Tagged:
    """The tags of the facet asked for, with further columns. Raises NothingToSee where there are none."""
    facet = facet_of(project, asked, wants=wants)
    people = people_of(project, asked)
    labels = project.pictures.labels(facet.key)
    columns = ("turn", "label", "annotator", *further)
    found = arrays_of(project.pictures.tags(facet.key, *columns))
    arrays = [found[name] for name in columns]
    place = {one.id: number for number, one in enumerate(labels)}
    index = table(place, -1)
    known = np.isin(arrays[2], list(people))
    if not known.all():
        arrays = [one[known] for one in arrays]
    if not len(arrays[0]):
        raise NothingToSee(phrase("nobody has answered this facet yet"), phrase("Tag some turns first"))
    turn, label, annotator, *rest = arrays
    return Tagged(
        facet, tuple(one.name for one in labels), people, turn, index[label], annotator,
        dict(zip(further, rest, strict=True)),
    )  # fmt: skip


def table(numbers: Mapping[int, int], missing: int) -> Array:
    """An array from row number to number; ``missing`` where nothing is said."""
    found = np.full(max(numbers, default=0) + 1, missing, dtype=np.int64)
    for row, number in numbers.items():
        found[row] = number
    return found


def group_table(groups: Iterable[Sequence[int]], size: int) -> Array:
    """An array from row number to the group that names it, -1 for none."""
    found = np.full(size, -1, dtype=np.int64)
    for number, rows in enumerate(groups):
        for first in range(0, len(rows), _AT_A_TIME):
            own = np.array(rows[first : first + _AT_A_TIME], dtype=np.int64)
            found[own[own < size]] = number
    return found


@dataclass(frozen=True, slots=True)
class TurnPlaces:
    """Dialogue and position of every turn, by its row number; -1 for rows that are no live turn."""

    dialogue: Array
    position: Array
    turns: Array  # how many turns each dialogue has, by the dialogue's row number

    @classmethod
    def of(cls, project: Project) -> TurnPlaces:
        """Those of a project."""
        found = arrays_of(project.pictures.places())
        ids, dialogues, positions = found["turn"], found["dialogue"], found["position"]
        size = int(ids.max()) + 1 if len(ids) else 1
        dialogue, position = np.full(size, -1, dtype=np.int64), np.full(size, -1, dtype=np.int64)
        dialogue[ids], position[ids] = dialogues, positions
        return cls(dialogue, position, np.bincount(dialogues, minlength=1))


def shares_over_dialogues(
    group: Array, label: Array, dialogue: Array, groups: int, labels: int
) -> tuple[Array, Array, Array]:
    """Counts of labels in groups, the share of each in its group, and half the width of its interval.

    The interval is of 95 %, by Student's t: dialogues are what was drawn, so the variance is that of a ratio
    over them (Cochran 1977, 6.4). It is NaN where fewer than two dialogues have tags of a group.
    """
    counts = np.bincount(group * labels + label, minlength=groups * labels).reshape(groups, labels)
    whole = counts.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = counts / whole[:, None]
    half = np.full(share.shape, np.nan)
    _, place = np.unique(dialogue, return_inverse=True)
    for number in range(groups):
        own = group == number
        if not own.any():
            continue
        used, where = np.unique(place[own], return_inverse=True)
        size = len(used)
        if size < 2:
            continue
        each = np.bincount(where * labels + label[own], minlength=size * labels).reshape(size, labels)
        off = each - each.sum(axis=1, keepdims=True) * share[number]
        variance = size / (size - 1) * (off**2).sum(axis=0) / whole[number] ** 2
        half[number] = t_quantile(0.5 + LEVEL / 2, size - 1) * np.sqrt(variance)
    return counts, share, half


def number(value: float, digits: int = 4) -> float | None:
    """A figure for a table: rounded, None for what is not defined."""
    return None if np.isnan(value) else round(float(value), digits)


def long_rows(
    groups: Iterable[str], labels: Iterable[str], counts: Array, share: Array, half: Array
) -> tuple[tuple[Cell, ...], ...]:
    """A row for each group and label: count, share, and its interval, which stays between 0 and 1."""
    names = list(labels)
    return tuple(
        (
            group,
            name,
            int(counts[row, column]),
            number(share[row, column]),
            number(max(0.0, share[row, column] - half[row, column])) if half[row, column] >= 0 else None,
            number(min(1.0, share[row, column] + half[row, column])) if half[row, column] >= 0 else None,
        )
        for row, group in enumerate(groups)
        for column, name in enumerate(names)
    )


def used_labels(found: Tagged) -> tuple[tuple[str, ...], Array]:
    """The labels that have tags, most frequent first where there are many, and each tag's index into them."""
    counts = np.bincount(found.label, minlength=len(found.names))
    kept = np.flatnonzero(counts)
    index = np.full(len(found.names), -1, dtype=np.int64)
    index[kept] = np.arange(len(kept))
    return tuple(found.names[one] for one in kept), index[found.label]
