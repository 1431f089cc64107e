"""Which turns lie at a place of a dialogue's received text, or at the one that a key names."""

from __future__ import annotations

import sqlalchemy as sa

from annotator.core.turn_keys import place_of_key
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.log_entities import ENTITIES
from annotator.store.turn_stretch import TurnStretch, places_of

_PLACES = (
    sa.select(t.turn.c.id, t.turn.c.position, t.turn.c.number, t.turn.c.offset)
    .where(t.turn.c.dialogue == sa.bindparam("dialogue"))
    .order_by(t.turn.c.position)
)
_BY_KEY = sa.select(t.dialogue.c.id).where(t.dialogue.c.key == sa.bindparam("key"))


def turn_of_key(db: Database, key: str) -> int | None:
    """The turn that a key names: the one that begins there, else the one that holds the place by now."""
    place = place_of_key(key)
    dialogue = None if place is None else db.value(_BY_KEY, key=place.dialogue)
    if place is None or dialogue is None:
        return None
    places = places_of(db, dialogue)
    if place.number >= len(places):
        return None
    wanted = places[place.number][0] + place.offset
    found = None
    for row in db.all(_PLACES, dialogue=dialogue):
        begins = places[row.position if row.number is None else row.number][0] + (row.offset or 0)
        if begins <= wanted:
            found = row.id
    if found is None:
        return None
    turn = ENTITIES["turn"].read(db, [str(found)])[str(found)]
    return found if turn.end is None or wanted < turn.end or wanted == turn.start else None


def covering(db: Database, dialogue: int, start: int, end: int) -> TurnStretch:
    """The turns from the last that begins before ``start`` to the first behind ``end`` (received text)."""
    places = places_of(db, dialogue)
    first = last = 0
    for _, position, number, offset in db.all(_PLACES, dialogue=dialogue):
        begins = places[position if number is None else number][0] + (offset or 0)
        if begins < start:
            first = position
        last = position
        if begins >= end and position > first:
            break
    return TurnStretch(db, dialogue, first, last)
