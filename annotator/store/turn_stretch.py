"""Consecutive turns of a dialogue as they stand: the received text they divide, and its repair steps."""

from __future__ import annotations

import sqlalchemy as sa

from annotator.store import tables as t
from annotator.store.database import Database, Row
from annotator.store.log_entities import step_row
from annotator.store.log_rows import StepRow
from annotator.store.turn_layout import Atom, ImportedPlaces, Piece, PlacedStep, Texts, atoms
from annotator.store.value_encoding import loads

_DIALOGUE = sa.select(
    t.dialogue.c.key, t.dialogue.c.places, t.dialogue.c.tail, t.dialogue.c.turn_count
).where(t.dialogue.c.id == sa.bindparam("dialogue"))
_OF_DIALOGUE = (
    sa.select(t.turn).where(t.turn.c.dialogue == sa.bindparam("dialogue")).order_by(t.turn.c.position)
)
_RUN = _OF_DIALOGUE.where(
    t.turn.c.position >= sa.bindparam("first"), t.turn.c.position <= sa.bindparam("last")
)
_STEPS = (
    sa.select(t.step)
    .where(
        t.step.c.dialogue == sa.bindparam("dialogue"),
        t.among(sa.func.coalesce(t.step.c.turn, 0), "turns"),
    )
    .order_by(t.step.c.start, t.step.c.end, t.step.c.id)
)


def places_of(db: Database, dialogue: int) -> list[tuple[int, int]]:
    """Where the texts of the imported turns of a dialogue lie in its received text."""
    kept = db.value(sa.select(t.dialogue.c.places).where(t.dialogue.c.id == sa.bindparam("id")), id=dialogue)
    if kept is not None:
        return [(start, end) for start, end in loads(kept)]
    at, found = 0, []
    for row in db.all(_OF_DIALOGUE, dialogue=dialogue):
        start = at + len(row.lead)
        at = start + len(received_of(row))
        found.append((start, at))
    return found


def steps_in(db: Database, dialogue: int, turns: list[int]) -> list[tuple[int, StepRow]]:
    """The repair steps of turns, by row number; those behind the last turn are of turn 0."""
    return [(row.id, step_row(row)) for row in db.all(_STEPS, dialogue=dialogue, turns=t.many(turns))]


class TurnStretch:
    """Consecutive turns of a dialogue, ``first`` to ``last`` by position, as they stand.

    Where they reach to the end of the dialogue, the tail behind them belongs to the stretch.
    """

    def __init__(self, db: Database, dialogue: int, first: int, last: int) -> None:
        self.db = db
        self.dialogue = dialogue
        about = db.all(_DIALOGUE, dialogue=dialogue)[0]
        self.has_places = about.places is not None
        self.places = places_of(db, dialogue)
        self.keys = ImportedPlaces(self.places)
        self.tail = last == about.turn_count - 1
        self.tail_text = about.tail if self.tail else ""
        self.about = about
        self.rows = {row.id: row for row in db.all(_RUN, dialogue=dialogue, first=first, last=last)}
        self.first = first
        self.last = last
        self.pieces: list[Piece] = []
        parts: list[str] = []
        for row in self.rows.values():
            number = row.position if row.number is None else row.number
            start = self.keys.start(number, row.offset or 0)
            received = received_of(row)
            if not self.pieces:
                self.begin = start - len(row.lead)
            parts += (row.lead, received)
            self.pieces.append(
                Piece(row.id, start, start + len(received), row.speaker, loads(row.meta) or {})
            )
        self.end = self.pieces[-1].end + len(self.tail_text)
        self._text = "".join([*parts, self.tail_text])
        self.texts_now = Texts(self.pieces, self.begin, self.end, tail=self.tail)
        self.steps = self._read_steps()

    def _read_steps(self) -> list[PlacedStep]:
        wanted = [*self.rows, *([0] if self.tail else [])]
        found = []
        for key, step in steps_in(self.db, self.dialogue, wanted):
            begin = self.texts_now.begin(step.part, step.turn)
            found.append(PlacedStep(key, step, begin + step.start, begin + step.end))
        return sorted(found, key=lambda one: (one.begin, one.end, one.key))

    def received(self, start: int, end: int) -> str:
        """A part of the received text."""
        return self._text[start - self.begin : end - self.begin]

    def text_steps(self, turn: int) -> list[tuple[int, StepRow]]:
        """The steps of a turn's text, in order."""
        return [(one.key, one.row) for one in self.steps if (one.row.part, one.row.turn) == ("text", turn)]

    def atoms(self, piece: Piece) -> list[Atom]:
        """Where each character of a turn's text comes from."""
        return list(atoms(self.received(piece.start, piece.end), piece.start, self.text_steps(piece.id)))


def received_of(row: Row) -> str:
    """The text of a turn as it was received."""
    received: str = row.text if row.received is None else row.received
    return received
