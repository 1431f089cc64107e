"""Texts that have repair steps, with those steps: a turn's, what leads up to it, the tail of a dialogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from annotator.core.offset_mapping import Replacement, replaced
from annotator.model import StepPart
from annotator.store import tables as t
from annotator.store.database import Database, Row
from annotator.store.edit_log import RowChange
from annotator.store.log_entities import ENTITIES, step_row
from annotator.store.log_rows import StepRow


class StepPlace(NamedTuple):
    """Where steps can stand: a part, and the row of its turn; for a tail, that of its dialogue."""

    part: StepPart
    id: int


@dataclass(frozen=True, slots=True)
class State:
    """A text with its steps by row number, in their order. The tail of a dialogue has no turn."""

    place: StepPlace
    dialogue: int
    turn: int | None
    received: str
    text: str
    steps: Mapping[str, StepRow]
    speaker: str = ""
    gaps: str | None = None  # as stored


_TURNS = sa.select(
    t.turn.c.id, t.turn.c.dialogue, t.turn.c.received, t.turn.c.text, t.turn.c.gaps, t.turn.c.lead,
    t.turn.c.speaker,
).where(t.among(t.turn.c.id, "turns"))  # fmt: skip
_TAILS = sa.select(t.dialogue.c.id, t.dialogue.c.tail).where(t.among(t.dialogue.c.id, "dialogues"))
_ORDER = (t.step.c.start, t.step.c.end, t.step.c.id)
_STEPS = (
    sa.select(t.step)
    .join(t.turn, (t.turn.c.dialogue == t.step.c.dialogue) & (t.turn.c.id == t.step.c.turn))
    .where(t.among(t.turn.c.id, "turns"))
    .order_by(t.step.c.turn, *_ORDER)
)
_TAIL_STEPS = (
    sa.select(t.step)
    .where(t.among(t.step.c.dialogue, "dialogues"), t.step.c.turn.is_(None))
    .order_by(t.step.c.dialogue, *_ORDER)
)


def place_of(step: StepRow) -> StepPlace:
    """Where a step stands."""
    return StepPlace(step.part, step.dialogue if step.turn is None else step.turn)


def places_of(db: Database, changes: Iterable[RowChange]) -> set[StepPlace]:
    """Where the steps stand that these changes are about, before they are made."""
    whole = {place_of(change.new or change.old) for change in changes if not change.field}
    rows = ENTITIES["step"].read(db, {change.key for change in changes if change.field})
    return whole | {place_of(row) for row in rows.values()}


def steps_at(db: Database, places: Iterable[StepPlace]) -> dict[StepPlace, dict[str, StepRow]]:
    """The steps of these places by row number, in their order; of places without steps, nothing."""
    wanted = set(places)
    found: defaultdict[StepPlace, dict[str, StepRow]] = defaultdict(dict)
    for row in _rows(db, wanted, _STEPS, _TAIL_STEPS):
        step = step_row(row)
        found[place_of(step)][str(row.id)] = step
    return {place: steps for place, steps in found.items() if place in wanted}


def states(db: Database, places: Iterable[StepPlace]) -> dict[StepPlace, State]:
    """These places as they stand; those that are not there are left out."""
    wanted = set(places)
    steps = steps_at(db, wanted)
    found = {}
    for row in _rows(db, wanted, _TURNS, _TAILS):
        for state in _turn(row, steps) if hasattr(row, "lead") else _tail(row, steps):
            if state.place in wanted:
                found[state.place] = state
    return found


def replacements(steps: Iterable[StepRow]) -> list[Replacement]:
    """What ordered steps do to the received text."""
    return [Replacement(step.start, step.end, step.after) for step in steps]


def _rows(
    db: Database, wanted: Iterable[StepPlace], of_turns: sa.Select[Any], of_tails: sa.Select[Any]
) -> Iterator[Row]:
    turns = {place.id for place in wanted if place.part != "tail"}
    dialogues = {place.id for place in wanted if place.part == "tail"}
    if turns:
        yield from db.all(of_turns, turns=t.many(turns))
    if dialogues:
        yield from db.all(of_tails, dialogues=t.many(dialogues))


def _turn(row: Row, steps: Mapping[StepPlace, dict[str, StepRow]]) -> Iterator[State]:
    place = StepPlace("text", row.id)
    received = row.text if row.received is None else row.received
    yield State(place, row.dialogue, row.id, received, row.text, steps.get(place, {}), row.speaker, row.gaps)
    place = StepPlace("lead", row.id)
    own = steps.get(place, {})
    text = replaced(row.lead, replacements(own.values()))
    yield State(place, row.dialogue, row.id, row.lead, text, own, row.speaker)


def _tail(row: Row, steps: Mapping[StepPlace, dict[str, StepRow]]) -> Iterator[State]:
    place = StepPlace("tail", row.id)
    own = steps.get(place, {})
    yield State(place, row.id, None, row.tail, replaced(row.tail, replacements(own.values())), own)
