"""The line a repair step stands in: of the turn, of the marker before it, behind the last turn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from annotator.model import StepPart
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.places import Place, State, states

_TITLES = sa.select(t.dialogue.c.id, t.dialogue.c.title).where(t.among(t.dialogue.c.id, "dialogues"))
_LAST = (
    sa.select(t.turn.c.dialogue, t.turn.c.id)
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(t.among(t.turn.c.dialogue, "dialogues"), t.turn.c.position == t.dialogue.c.turn_count - 1)
)
_TURNS = sa.select(t.turn.c.id, t.turn.c.position, t.turn.c.speaker).where(t.among(t.turn.c.id, "turns"))


class Where(NamedTuple):
    """What says where a step stands."""

    part: StepPart
    dialogue: int
    turn: int | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text around a step as it was received and as it is now, and where the step stands in both.

    For a speaker's marker that is the marker with its turn, for the tail of a dialogue the last
    turn with the tail.
    """

    received: str
    received_at: tuple[int, int]
    text: str
    text_at: tuple[int, int]


class _Turn(NamedTuple):
    id: int | None
    position: int
    speaker: str


class Around:
    """What stands around some steps, read at once for all of them."""

    def __init__(self, db: Database, steps: Iterable[Where]) -> None:
        wanted = set(steps)
        dialogues = t.many({where.dialogue for where in wanted})
        self._titles: dict[int, str] = {row.id: row.title for row in db.all(_TITLES, dialogues=dialogues)}
        tails = t.many({where.dialogue for where in wanted if where.part == "tail"})
        self._last: dict[int, int] = {row.dialogue: row.id for row in db.all(_LAST, dialogues=tails)}
        turns = {where.turn for where in wanted if where.turn is not None} | set(self._last.values())
        self._turns = {row.id: _Turn(*row) for row in db.all(_TURNS, turns=t.many(turns))}
        self._states = states(db, {place for where in wanted for place in self._places(where)})

    def title(self, where: Where) -> str:
        """The title of the dialogue."""
        return self._titles[where.dialogue]

    def turn(self, where: Where) -> _Turn:
        """The turn of a step; for a tail the last one, without a number where there is none."""
        turn = self._last.get(where.dialogue) if where.turn is None else where.turn
        return _Turn(None, 0, "") if turn is None else self._turns[turn]

    def of(self, where: Where, step: int) -> Surroundings:
        """The text around a step, by its row number."""
        own = _place(where)
        received = text = ""
        received_at = text_at = (0, 0)
        for place in self._places(where):
            state = self._states[place]
            if place == own:
                received_at, text_at = _standing(state, str(step), len(received), len(text))
            received += state.received
            text += state.text
        return Surroundings(received, received_at, text, text_at)

    def _places(self, where: Where) -> list[Place]:
        """The texts that are shown for a step, in order."""
        own = _place(where)
        if where.part == "lead":
            return [own, Place("text", own.id)]
        last = self._last.get(where.dialogue) if where.part == "tail" else None
        return [own] if last is None else [Place("text", last), own]


def _place(where: Where) -> Place:
    return Place(where.part, where.dialogue if where.turn is None else where.turn)


def _standing(state: State, key: str, received: int, text: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a step stands in what was received and in what the steps have made of it.

    Both are counted from the places where these texts begin.
    """
    shift = text
    for each, step in state.steps.items():
        start = step.start + shift
        if each == key:
            return (step.start + received, step.end + received), (start, start + len(step.after))
        shift += len(step.after) - (step.end - step.start)
    raise KeyError(key)
