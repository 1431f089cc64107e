"""The mark from which on turns wait for the findings about their language (``project.undetected_from``).

A turn without a finding is never before the mark, unless it came in without one and nobody asked for any.
Findings are made in the order of row numbers, removed dialogues included, so that one number says which
turns wait, also after a kill.
"""

from __future__ import annotations

import sqlalchemy as sa

from annotator.store import tables as t
from annotator.store.database import Database

MARK = sa.select(t.project.c.undetected_from)
_TURN = sa.bindparam("turn", type_=sa.Integer())
_WAIT_FROM = sa.update(t.project).values(
    undetected_from=sa.func.min(sa.func.coalesce(t.project.c.undetected_from, _TURN), _TURN)
)
# The next turn that is there: one that came meanwhile waits, too.
_GO_ON_AT = sa.update(t.project).values(
    undetected_from=sa.select(sa.func.min(t.turn.c.id)).where(t.turn.c.id >= _TURN).scalar_subquery()
)


def wait_from(db: Database, turn: int) -> None:
    """Let turns from a row number on wait, besides those that do, in the transaction of the caller."""
    db.run(_WAIT_FROM, turn=turn)


def go_on_at(db: Database, turn: int) -> None:
    """Let none before a row number wait any more, in the transaction of the caller."""
    db.run(_GO_ON_AT, turn=turn)
