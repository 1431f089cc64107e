"""The repair steps that a person should look at, least sure first, wherever they are in the project."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from annotator.model import RepairStep
from annotator.store import tables as t
from annotator.store.opened import Opened
from annotator.store.reading import STEP_COLUMNS, step_of

Which = Literal["doubts", "damage", "decided", "all"]

CONTEXT = 80  # characters of the text on either side of a step

# These three are written as they stand in the schema: SQLite then finds the indexes.
_sure = sa.literal_column("(CASE step.kind WHEN 'damage' THEN 0.0 ELSE step.confidence END)", sa.Float)
_OPEN = sa.text("step.annotator = ''")
_DECIDED = sa.text("step.annotator <> ''")
_TEXT = sa.text("step.part = 'text'")

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
    """One repair step of a turn's text with the line it stands in.

    ``id`` is the step's row number. ``lead`` and ``rest`` are the text of the turn before and
    after the place, cut to :data:`CONTEXT` code points; ``[start, end)`` is where the step
    stands in the turn's text. ``sure`` is what the list is ordered by, 0 for damage.
    """

    id: int
    turn: int
    dialogue: int
    title: str
    position: int
    speaker: str
    step: RepairStep
    sure: float
    start: int
    end: int
    lead: str
    rest: str

    @property
    def decided(self) -> bool:
        """Whether a person decided about it."""
        return bool(self.step.annotator)

    @property
    def proposal(self) -> str:
        """What the engine put there, whatever stands there now."""
        return self.step.after if self.step.proposal is None else self.step.proposal


@dataclass(frozen=True, slots=True)
class DoubtCounts:
    """How many steps of turns' texts are open to doubt, and how many somebody decided on."""

    doubts: int
    decided: int


_COLUMNS = (
    t.step.c.id.label("id"), t.step.c.turn.label("turn"), t.step.c.dialogue.label("dialogue"),
    _sure.label("sure"), *STEP_COLUMNS,
)  # fmt: skip


def _statement(which: Which, *, here: bool, further: bool) -> sa.Select[Any]:
    statement = (
        sa.select(*_COLUMNS)
        .where(_TEXT, _CONDITIONS[which], _live)
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
_ONES = sa.select(*_COLUMNS).where(t.among(t.step.c.id, "ids"), _TEXT, _live)


def _counts(which: Which) -> dict[bool, sa.Select[Any]]:
    """Counts the steps of one dialogue, and of all: those of an index, less those not to be seen."""
    number = sa.select(sa.func.count()).select_from(t.step).where(_TEXT, _CONDITIONS[which])
    hidden = number.where(
        t.step.c.dialogue.in_(sa.select(t.dialogue.c.id).where(t.dialogue.c.state != "live"))
    )
    return {
        True: number.where(_HERE, _live),
        False: sa.select(number.scalar_subquery() - hidden.scalar_subquery()),
    }


_COUNTS = {which: _counts(which) for which in ("doubts", "decided")}
_TURNS = (
    sa.select(t.turn.c.id, t.turn.c.position, t.turn.c.speaker, t.turn.c.text, t.dialogue.c.title)
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(t.among(t.turn.c.id, "turns"))
)
_LENGTHS = (
    sa.select(t.step.c.turn, t.step.c.id, t.step.c.start, t.step.c.end, t.step.c.after)
    .join(t.turn, (t.turn.c.dialogue == t.step.c.dialogue) & (t.turn.c.id == t.step.c.turn))
    .where(t.among(t.turn.c.id, "turns"), t.step.c.part == "text")
    .order_by(t.step.c.turn, t.step.c.start, t.step.c.end, t.step.c.id)
)
_proposed = sa.func.coalesce(t.step.c.proposal, t.step.c.after)


def _ids(*conditions: sa.ColumnElement[bool], here: bool) -> sa.Select[Any]:
    found = sa.select(t.step.c.id).where(_TEXT, _live, _OPEN, *conditions).order_by(t.step.c.id)
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


class Doubting(Opened):
    """The reads of the repair review. ``dialogue_id`` None means the whole project."""

    def doubts(
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

    def doubts_by_id(self, ids: Sequence[int]) -> list[Doubt]:
        """These steps as they stand, in the order asked; those that are gone are left out."""
        with self._db.snapshot():
            rows = self._db.all(_ONES, ids=t.many(ids))
            found = {doubt.id: doubt for doubt in self._doubts(rows)}
        return [found[id_] for id_ in ids if id_ in found]

    def doubt_counts(self, threshold: float, dialogue_id: int | None = None) -> DoubtCounts:
        """How many steps :meth:`doubts` would list as doubts, and how many as decided."""
        here = dialogue_id is not None
        with self._db.snapshot():
            doubts, decided = (
                self._db.value(_COUNTS[which][here], threshold=threshold, dialogue=dialogue_id)
                for which in ("doubts", "decided")
            )
        return DoubtCounts(doubts, decided)

    def same_steps(self, step_id: int, dialogue_id: int | None = None) -> array[int]:
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

    def surer_steps(self, at_least: float, below: float = 2.0, dialogue_id: int | None = None) -> array[int]:
        """The steps nobody decided on, damage apart, whose confidence is in ``[at_least, below)``."""
        found = self._db.value(
            _BETWEEN[dialogue_id is not None], dialogue=dialogue_id, at_least=at_least, below=below
        )
        return array("q", msgspec.json.decode(found))

    # --- how ------------------------------------------------------------------------------

    def _doubts(self, rows: Sequence[Any]) -> Iterator[Doubt]:
        asked = t.many({row.turn for row in rows})
        turns = {row.id: row for row in self._db.all(_TURNS, turns=asked)}
        places: dict[int, tuple[int, int]] = {}
        of, shift = 0, 0
        for turn, id_, start, end, after in self._db.all(_LENGTHS, turns=asked):
            of, shift = turn, shift if turn == of else 0
            places[id_] = (start + shift, start + shift + len(after))
            shift += len(after) - (end - start)
        for row in rows:
            id_, turn_id, dialogue, sure, *step = row
            turn = turns[turn_id]
            start, end = places[id_]
            yield Doubt(
                id_, turn_id, dialogue, turn.title, turn.position, turn.speaker, step_of(step), sure, start,
                end, turn.text[max(0, start - CONTEXT) : start], turn.text[end : end + CONTEXT],
            )  # fmt: skip
