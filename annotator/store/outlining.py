"""What each turn of a long list has in one facet, in as few words as possible."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from annotator.store import tables as t
from annotator.store.opened import Opened

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


class Outlining(Opened):
    """A read for views that show very many turns at once."""

    def first_labels(self, turn_ids: Iterable[int], facet: str) -> dict[int, str]:
        """The key of the current annotator's first label of a facet on each turn that has one.

        First in the order of the codebook; on the turn or on a span of it; "" for a free text.
        Suggestions do not count. Some 5 microseconds a turn: long lists are asked in parts.
        """
        rows = self._db.all(_FIRST, ids=t.many(turn_ids), facet=facet, annotator=self._annotator.key)
        return {turn: label or "" for turn, label in rows}
