"""The repair steps that a person should look at, least sure first, wherever they are in the project."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from annotator.model import RepairStep, StepPart
from annotator.store import tables as t
from annotator.store.project_part import Part
from annotator.store.row_objects import step_of
from annotator.store.step_context import Around, Surroundings, Where

Which = Literal["doubts", "damage", "decided", "all"]

CONTEXT = 80  # characters of the text on either side of a step

# These are written as they stand in the schema: SQLite then finds the indexes.
_sure = sa.literal_column("(CASE step.kind WHEN 'damage' THEN 0.0 ELSE step.confidence END)", sa.Float)
_OPEN = sa.text("step.annotator = ''")
_DECIDED = sa.text("step.annotator <> ''")

# Asked for each step that is found, so that the search begins with the steps and their index.
_live = sa.select(t.dialogue.c.state).where(t.dialogue.c.id == t.step.c.dialogue).scalar_subquery() == "live"
_DAMAGE = (t.step.c.kind == "damage") & (t.step.c.before == t.step.c.after)
_CONDITIONS: dict[Which, Any] = {
    "doubts": sa.and_(_OPEN, _sure < sa.bindparam("threshold")),
    "damage": _DAMAGE,
    "decided": _DECIDED,
    "all": sa.true(),
}
_HERE = t.step.c.dialogue == sa.bindparam("dialogue")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One repair step with the line it stands in.

    ``id`` is the step's row number. ``part`` says whether it is in the text of the turn, in the
    ``lead`` before it (the speaker's marker), or in the ``tail`` behind the last turn; ``turn``
    is None in a dialogue without turns. ``lead`` and ``rest`` are the text before and after
    the place, cut to :data:`CONTEXT` code points. ``sure`` is what the list is ordered by, 0 for
    damage.
    """

    id: int
    turn: int | None
    dialogue: int
    title: str
    position: int
    speaker: str
    step: RepairStep
    sure: float
    lead: str
    rest: str
    part: StepPart = "text"

    @property
    def decided(self) -> bool:
        """Whether a person decided about it."""
        return bool(self.step.annotator)

    @property
    def proposal(self) -> str:
        """What the engine put there, whatever stands there now."""
        step = self.step
        if step.proposal is not None:
            return step.proposal
        return step.before if step.kind == "person" else step.after


@dataclass(frozen=True, slots=True)
class DoubtCounts:
    """How many steps are open to doubt, and how many somebody decided on."""

    doubts: int
    decided: int


_COLUMNS = (
    t.step.c.id.label("id"), t.step.c.part.label("part"), t.step.c.dialogue.label("dialogue"),
    t.step.c.turn.label("turn"), _sure.label("sure"), *t.STEP_COLUMNS,
)  # fmt: skip


def _statement(which: Which, *, here: bool, further: bool) -> sa.Select[Any]:
    statement = (
        sa.select(*_COLUMNS)
        .where(_CONDITIONS[which], _live)
        .order_by(_sure, t.step.c.id)
        .limit(sa.bindparam("limit"))
    )
    if here:
        statement = statement.where(_HERE)
    if further:
        last = sa.tuple_(sa.bindparam("sure"), sa.bindparam("last"))
        statement = statement.where(sa.tuple_(_sure, t.step.c.id) > last)
    return statement


_KINDS: tuple[Which, ...] = ("doubts", "damage", "decided", "all")
_PAGES = {
    (which, here, further): _statement(which, here=here, further=further)
    for which in _KINDS
    for here in (False, True)
    for further in (False, True)
}
_ONES = sa.select(*_COLUMNS).where(t.among(t.step.c.id, "ids"), _live)


def _counts(which: Which) -> dict[bool, sa.Select[Any]]:
    """Counts the steps of one dialogue, and of all: those of an index, less those not to be seen."""
    number = sa.select(sa.func.count()).select_from(t.step).where(_CONDITIONS[which])
    hidden = number.where(
        t.step.c.dialogue.in_(sa.select(t.dialogue.c.id).where(t.dialogue.c.state != "live"))
    )
    return {
        True: number.where(_HERE, _live),
        False: sa.select(number.scalar_subquery() - hidden.scalar_subquery()),
    }


_COUNTS = {which: _counts(which) for which in ("doubts", "decided")}
_proposed = sa.func.coalesce(t.step.c.proposal, t.step.c.after)


def _ids(*conditions: sa.ColumnElement[bool], here: bool) -> sa.Select[Any]:
    found = sa.select(t.step.c.id).where(_live, _OPEN, *conditions).order_by(t.step.c.id)
    found_ids = (found.where(_HERE) if here else found).subquery("found")
    return sa.select(sa.func.json_group_array(found_ids.c.id))


_SAME = {
    here: _ids(t.step.c.before == sa.bindparam("before"), _proposed == sa.bindparam("proposal"), here=here)
    for here in (False, True)
}
_BETWEEN = {
    here: _ids(
        _sure >= sa.bindparam("at_least"), _sure < sa.bindparam("below"), t.step.c.kind != "damage", here=here
    )
    for here in (False, True)
}


class Doubts(Part):
    """The reads of the repair review. ``dialogue_id`` None means the whole project."""

    def page(
        self,
        threshold: float,
        limit: int,
        after: Doubt | None = None,
        *,
        which: Which = "doubts",
        dialogue_id: int | None = None,
    ) -> list[Doubt]:
        """At most ``limit`` steps, least sure first (damage before all), those that follow ``after``.

        ``which``: ``doubts`` nobody decided on that are less sure than ``threshold``; marks of
        ``damage``; steps somebody ``decided`` on; ``all``.
        """
        place = {} if after is None else {"sure": after.sure, "last": after.id}
        statement = _PAGES[which, dialogue_id is not None, after is not None]
        with self._db.snapshot():
            rows = self._db.all(statement, threshold=threshold, limit=limit, dialogue=dialogue_id, **place)
            return list(self._doubts(rows))

    def surroundings(self, step_id: int) -> Surroundings | None:
        """The text around a step, received and now; None where there is no such step."""
        with self._db.snapshot():
            for row in self._db.all(_ONES, ids=t.many([step_id])):
                where = Where(*row[1:4])
                return Around(self._db, [where]).of(where, step_id)
        return None

    def counts(self, threshold: float, dialogue_id: int | None = None) -> DoubtCounts:
        """How many steps :meth:`page` would list as doubts, and how many as decided."""
        here = dialogue_id is not None
        with self._db.snapshot():
            doubts, decided = (
                self._db.value(_COUNTS[which][here], threshold=threshold, dialogue=dialogue_id)
                for which in ("doubts", "decided")
            )
        return DoubtCounts(doubts, decided)

    def same(self, step_id: int, dialogue_id: int | None = None) -> array[int]:
        """The steps nobody decided on with the same received text and proposal as this one, and itself."""
        rows = self._db.all(_ONES, ids=t.many([step_id]))
        if not rows:
            return array("q")
        step = rows[0]
        found = self._db.value(
            _SAME[dialogue_id is not None], dialogue=dialogue_id, before=step.before,
            proposal=step.after if step.proposal is None else step.proposal,
        )  # fmt: skip
        ids = set(msgspec.json.decode(found)) | {step_id}
        return array("q", sorted(ids))

    def surer(self, at_least: float, below: float = 2.0, dialogue_id: int | None = None) -> array[int]:
        """The steps nobody decided on, damage apart, whose confidence is in ``[at_least, below)``."""
        found = self._db.value(
            _BETWEEN[dialogue_id is not None], dialogue=dialogue_id, at_least=at_least, below=below
        )
        return array("q", msgspec.json.decode(found))

    # --- how ------------------------------------------------------------------------------

    def _doubts(self, rows: Sequence[Any]) -> Iterator[Doubt]:
        around = Around(self._db, (Where(*row[1:4]) for row in rows))
        for row in rows:
            id_, *where_, sure = row[:5]
            where = Where(*where_)
            turn = around.turn(where)
            found = around.of(where, id_)
            start, end = found.text_at
            yield Doubt(
                id_, turn.id, where.dialogue, around.title(where), turn.position, turn.speaker,
                step_of(row[5:]), sure, found.text[max(0, start - CONTEXT) : start],
                found.text[end : end + CONTEXT], where.part,
            )  # fmt: skip
