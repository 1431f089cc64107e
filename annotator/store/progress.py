"""How far the tagging is: what has been answered, what comes next, how often each label is used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from annotator.store import tables as t
from annotator.store.project_part import Part

_IS_REMOVED = t.dialogue.c.state == "removed"
_FACET_ID = sa.select(t.facet.c.id).where(t.facet.c.key == sa.bindparam("facet")).scalar_subquery()
_ANNOTATOR_ID = (
    sa.select(t.annotator.c.id).where(t.annotator.c.key == sa.bindparam("annotator")).scalar_subquery()
)
_ANSWERED = (
    (t.tag.c.facet == _FACET_ID) & (t.tag.c.annotator == _ANNOTATOR_ID) & (t.tag.c.origin != "suggested")
)
_PROGRESS = (
    sa.select(t.tag.c.dialogue, sa.func.count(sa.distinct(t.tag.c.turn)))
    .where(t.among(t.tag.c.dialogue, "ids"), _ANSWERED)
    .group_by(t.tag.c.dialogue)
)
_OF_FACETS = (
    sa.select(t.tag.c.dialogue, t.facet.c.key, sa.func.count(sa.distinct(t.tag.c.turn)))
    .join(t.facet, t.facet.c.id == t.tag.c.facet)
    .where(
        t.among(t.tag.c.dialogue, "ids"), t.tag.c.annotator == _ANNOTATOR_ID, t.tag.c.origin != "suggested"
    )
    .group_by(t.tag.c.dialogue, t.facet.c.key)
)
_LABEL_COUNTS = (
    sa.select(t.label.c.key, t.tally.c.tags)
    .join(t.label, t.label.c.id == t.tally.c.label)
    .where(t.tally.c.facet == _FACET_ID)
)
_REMOVED_LABEL_COUNTS = (
    sa.select(t.label.c.key, sa.func.count())
    .select_from(t.dialogue)
    .join(t.tag, t.tag.c.dialogue == t.dialogue.c.id)
    .join(t.label, t.label.c.id == t.tag.c.label)
    .where(_IS_REMOVED, t.tag.c.facet == _FACET_ID)
    .group_by(t.label.c.key)
)


def _next(*, backwards: bool) -> sa.Select[Any]:
    here = sa.select(t.turn.c.position).where(t.turn.c.id == sa.bindparam("turn")).scalar_subquery()
    position = t.turn.c.position
    return (
        sa.select(t.turn.c.id)
        .where(
            t.turn.c.dialogue == sa.bindparam("dialogue"),
            position < here if backwards else position > here,
            ~sa.exists().where(t.tag.c.dialogue == t.turn.c.dialogue, t.tag.c.turn == t.turn.c.id, _ANSWERED),
        )
        .order_by(position.desc() if backwards else position)
        .limit(1)
    )


_NEXT = {backwards: _next(backwards=backwards) for backwards in (False, True)}
_FIRST = (
    sa.select(t.tag.c.turn, t.label.c.key)
    .select_from(t.turn)
    .join(t.tag, (t.tag.c.dialogue == t.turn.c.dialogue) & (t.tag.c.turn == t.turn.c.id))
    .outerjoin(t.label, t.label.c.id == t.tag.c.label)
    .where(
        t.among(t.turn.c.id, "ids"),
        t.tag.c.facet
        == sa.select(t.facet.c.id).where(t.facet.c.key == sa.bindparam("facet")).scalar_subquery(),
        t.tag.c.annotator
        == sa.select(t.annotator.c.id)
        .where(t.annotator.c.key == sa.bindparam("annotator"))
        .scalar_subquery(),
        t.tag.c.origin != "suggested",
    )
    .order_by(t.tag.c.turn, t.label.c.position.desc(), t.tag.c.id.desc())
)


class TagProgress(Part):
    """Figures about tags, of the current annotator unless it says so."""

    def of_dialogues(self, dialogue_ids: Iterable[int], facet: str) -> dict[int, int]:
        """How many turns of each dialogue the current annotator has tagged in a facet, suggestions apart."""
        asked = list(dialogue_ids)
        rows = self._db.all(_PROGRESS, ids=t.many(asked), facet=facet, annotator=self._opened.who.key)
        return dict.fromkeys(asked, 0) | {row[0]: row[1] for row in rows}

    def of_facets(self, dialogue_ids: Iterable[int]) -> dict[int, dict[str, int]]:
        """How many turns of each dialogue the current annotator has tagged, by facet, suggestions apart.

        Facets without a tag are left out.
        """
        found: dict[int, dict[str, int]] = {dialogue: {} for dialogue in dialogue_ids}
        rows = self._db.all(_OF_FACETS, ids=t.many(found), annotator=self._opened.who.key)
        for dialogue, facet, turns in rows:
            found[dialogue][facet] = turns
        return found

    def next_untagged(
        self, turn_id: int, facet: str, dialogue_id: int, *, backwards: bool = False
    ) -> int | None:
        """The next turn of the dialogue not tagged by the current annotator in a facet, None at the end."""
        found: int | None = self._db.value(
            _NEXT[backwards], turn=turn_id, facet=facet, dialogue=dialogue_id, annotator=self._opened.who.key
        )
        return found

    def label_counts(self, facet: str) -> dict[str, int]:
        """How many tags carry each label of a facet, all annotators together; unused ones are left out."""
        with self._db.snapshot():
            counts = {row[0]: row[1] for row in self._db.all(_LABEL_COUNTS, facet=facet)}
            for key, removed in self._db.all(_REMOVED_LABEL_COUNTS, facet=facet):
                counts[key] -= removed
        return {key: count for key, count in counts.items() if count}

    def first_labels(self, turn_ids: Iterable[int], facet: str) -> dict[int, str]:
        """The key of the current annotator's first label of a facet on each turn that has one.

        First in the order of the codebook; on the turn or on a span of it; "" for a free text.
        Suggestions do not count. Some 5 microseconds a turn: long lists are asked in parts.
        """
        rows = self._db.all(_FIRST, ids=t.many(turn_ids), facet=facet, annotator=self._opened.who.key)
        return {turn: label or "" for turn, label in rows}
