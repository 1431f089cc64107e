"""How much a project holds: an index of dialogues and a few figures are read for it, never the turns."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from annotator.store import tables as t
from annotator.store.database import Database

_LIVE = t.dialogue.c.state == "live"
_COUNT_DIALOGUES = sa.select(
    sa.func.count(),
    *(
        sa.func.coalesce(sa.func.sum(column), 0)
        for column in (
            t.dialogue.c.turn_count, t.dialogue.c.repair_count, t.dialogue.c.damage_count,
            t.dialogue.c.gap_count,
        )
    ),
).where(_LIVE)  # fmt: skip
_IS_REMOVED = t.dialogue.c.state == "removed"
_COUNT_TAGS = sa.select(
    sa.select(sa.func.coalesce(sa.func.sum(t.tally.c.tags), 0)).scalar_subquery()
    - sa.select(sa.func.count())
    .select_from(t.tag)
    .where(t.tag.c.dialogue.in_(sa.select(t.dialogue.c.id).where(_IS_REMOVED)))
    .scalar_subquery()
)
_LIVE_DIALOGUE = sa.exists().where(t.dialogue.c.source == t.source.c.id, _LIVE)
# Few dialogues are removed and few sources staged, so the others need not be looked at.
_COUNT_SOURCES = sa.select(
    sa.select(sa.func.count()).select_from(t.source).scalar_subquery()
    - sa.select(sa.func.count()).select_from(t.source).where(t.IS_STAGED).scalar_subquery()
    - sa.select(sa.func.count())
    .select_from(t.source)
    .where(
        t.source.c.id.in_(sa.select(t.dialogue.c.source).where(_IS_REMOVED)),
        t.source.c.staged == 0,
        ~_LIVE_DIALOGUE,
    )
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """How much a project holds; removed dialogues do not count."""

    dialogues: int
    turns: int
    tags: int
    repairs: int  # repair steps, joiners and damage marks included
    damage: int
    gaps: int
    sources: int


def counted(db: Database) -> ProjectCounts:
    """What there is in a project."""
    dialogues, turns, repairs, damage, gaps = db.all(_COUNT_DIALOGUES)[0]
    tags, sources = db.value(_COUNT_TAGS), db.value(_COUNT_SOURCES)
    return ProjectCounts(dialogues, turns, tags, repairs, damage, gaps, sources)
