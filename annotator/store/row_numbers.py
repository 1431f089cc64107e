"""Keys to row numbers: the log names things by key, the tables by the number of the row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from annotator.store import tables as t
from annotator.store.database import Database


class RowNumbers:
    """The row numbers of facets, labels, annotators and targets, by key; looked up once per edit."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._facets: dict[str, int] = {}
        self._annotators: dict[str, int] = {}
        self._labels: dict[str, tuple[int, int]] = {}
        self._targets: dict[tuple[int, str], int] = {}

    def facet(self, key: str) -> int:
        """The row number of a facet. Raises KeyError where there is none."""
        if key not in self._facets:
            self._facets = dict(_pairs(self._db, _FACET_IDS))
        return self._facets[key]

    def annotator(self, key: str) -> int:
        """The row number of an annotator. Raises KeyError where there is none."""
        if key not in self._annotators:
            self._annotators = dict(_pairs(self._db, _ANNOTATOR_IDS))
        return self._annotators[key]

    def label(self, key: str) -> tuple[int, int]:
        """The row numbers of a label and its facet. Raises KeyError where there is none."""
        if key not in self._labels:
            self._labels = {row[0]: (row[1], row[2]) for row in self._db.all(_LABEL_IDS)}
        return self._labels[key]

    def target(self, dialogue: int, key: str) -> int:
        """The row number of a target. Raises KeyError where there is none."""
        if (dialogue, key) not in self._targets:
            rows = self._db.all(_TARGET_IDS, dialogue=dialogue)
            self._targets.update({(dialogue, row[0]): row[1] for row in rows})
        return self._targets[dialogue, key]

    def know(
        self,
        *,
        facet: tuple[str, int] | None = None,
        label: tuple[str, int, int] | None = None,
        targets: Mapping[tuple[int, str], int] | None = None,
        annotator: tuple[str, int] | None = None,
    ) -> None:
        """Take row numbers that the caller has already read in this transaction."""
        if facet:
            self._facets[facet[0]] = facet[1]
        if label:
            self._labels[label[0]] = label[1:]
        if annotator:
            self._annotators[annotator[0]] = annotator[1]
        self._targets.update(targets or {})


def _pairs(db: Database, statement: sa.Select[Any]) -> list[tuple[str, int]]:
    return [(row[0], row[1]) for row in db.all(statement)]


_FACET_IDS = sa.select(t.facet.c.key, t.facet.c.id)
_ANNOTATOR_IDS = sa.select(t.annotator.c.key, t.annotator.c.id)
_LABEL_IDS = sa.select(t.label.c.key, t.label.c.id, t.facet.c.id).join(
    t.facet, t.facet.c.key == t.label.c.facet
)
_TARGET_IDS = sa.select(t.target.c.key, t.target.c.id).where(t.target.c.dialogue == sa.bindparam("dialogue"))
