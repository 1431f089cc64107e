"""Who gave which label to which unit, as arrays, grouped by dialogue."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Label = Hashable  # a name, a number, or a frozenset of names

MISSING = -1


@dataclass(frozen=True, slots=True)
class Ratings:
    """The labels that annotators gave to units, each unit belonging to one dialogue.

    ``codes[annotator, unit]`` is an index into ``labels``, or ``MISSING`` (-1) where the annotator
    gave none. Units are sorted so that those of a dialogue stand together; ``dialogues`` has a
    number for each of them. ``labels`` is the whole scale in its order, used or not. ``annotators``
    are names for messages.
    """

    codes: NDArray[Any]
    labels: tuple[Label, ...]
    dialogues: NDArray[np.int64]
    annotators: tuple[str, ...]

    @property
    def units(self) -> int:
        """How many units there are, whether they have labels or not."""
        return int(self.codes.shape[1])

    def select(self, wanted: NDArray[np.bool_]) -> Ratings:
        """Only some units; ``wanted`` has one truth value a unit, in this object's order."""
        return Ratings(self.codes[:, wanted], self.labels, self.dialogues[wanted], self.annotators)

    def pair(self, first: int, second: int) -> Ratings:
        """Two annotators, and the units that both of them gave a label."""
        codes = self.codes[[first, second]]
        both = (codes != MISSING).all(axis=0)
        names = (self.annotators[first], self.annotators[second])
        return Ratings(codes[:, both], self.labels, self.dialogues[both], names)


def from_codes(
    codes: ArrayLike,
    labels: Sequence[Label],
    *,
    dialogues: ArrayLike | None = None,
    annotators: Sequence[str] = (),
) -> Ratings:
    """Ratings of an array of label numbers.

    Args:
        codes: annotators x units; each an index into ``labels``, or -1 where there is no label.
        labels: the scale in its order, each label once.
        dialogues: the dialogue of each unit, as whole numbers in any order; without it each unit is
            taken as a dialogue of its own, that is, as independent of all others.
        annotators: their names; numbered from 1 without them.

    Raises:
        ValueError: the shapes do not fit together, or a code has no label.
    """
    table = np.asarray(codes)
    if table.ndim != 2 or not (np.issubdtype(table.dtype, np.integer) or table.size == 0):
        raise ValueError("codes must be an array of whole numbers, annotators x units")
    scale = tuple(labels)
    if len(set(scale)) != len(scale):
        raise ValueError("a label stands in the scale twice")
    if table.size and (table.max() >= len(scale) or table.min() < MISSING):
        raise ValueError(f"codes must be from {MISSING} to {len(scale) - 1}")
    groups = np.arange(table.shape[1]) if dialogues is None else np.asarray(dialogues)
    if groups.shape != (table.shape[1],):
        raise ValueError(f"{table.shape[1]} units need as many dialogue numbers, not {groups.shape}")
    names = tuple(annotators) or tuple(str(number + 1) for number in range(table.shape[0]))
    if len(names) != table.shape[0]:
        raise ValueError(f"{table.shape[0]} annotators need as many names, not {len(names)}")
    groups = groups.astype(np.int64, copy=False)
    if groups.size and (np.diff(groups) < 0).any():
        order = np.argsort(groups, kind="stable")
        table, groups = table[:, order], groups[order]
    return Ratings(table.astype(_small(len(scale)), copy=False), scale, groups, names)


def from_labels(
    rows: Iterable[Sequence[Label | None]],
    *,
    labels: Sequence[Label] = (),
    dialogues: ArrayLike | None = None,
    annotators: Sequence[str] = (),
) -> Ratings:
    """Ratings of labels themselves, one row an annotator, None where there is no label.

    Without ``labels`` the scale is what occurs: numbers in their order, sets by size and members,
    anything else by its text. Coefficients that count unused labels (Bennett's S, AC1) need the
    whole scale.
    """
    given = [tuple(row) for row in rows]
    used = {label for row in given for label in row if label is not None}
    scale = tuple(labels) or tuple(sorted(used, key=_rank))
    unknown = used - set(scale)
    if unknown:
        raise ValueError(f"not in the scale: {sorted(map(str, unknown))}")
    index: dict[Label | None, int] = {label: number for number, label in enumerate(scale)}
    index[None] = MISSING
    codes = np.array([[index[label] for label in row] for row in given], dtype=np.int64)
    return from_codes(codes.reshape(len(given), -1), scale, dialogues=dialogues, annotators=annotators)


def from_table(table: ArrayLike, labels: Sequence[Label] = ()) -> Ratings:
    """Ratings of a contingency table of two annotators: rows the first, columns the second."""
    counts = np.asarray(table)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError("a contingency table is square")
    size = counts.shape[0]
    first, second = (index.repeat(counts.ravel()) for index in np.indices((size, size)).reshape(2, -1))
    return from_codes(np.stack([first, second]), tuple(labels) or tuple(range(size)))


def _rank(label: Label) -> tuple[int, float, str]:
    if isinstance(label, frozenset):
        return (2, len(label), " ".join(sorted(map(str, label))))
    if isinstance(label, int | float):
        return (0, float(label), "")
    return (1, 0.0, str(label))


def _small(labels: int) -> type[np.signedinteger[Any]]:
    """The smallest type that holds so many codes: a million turns of ten annotators stay at 10 MB."""
    return np.int8 if labels <= 127 else np.int32
