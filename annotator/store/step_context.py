"""The line a repair step stands in: of the turn, of the marker before it, behind the last turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import sqlalchemy as sa

from annotator.core.offset_mapping import Replacement, replaced
from annotator.core.repair_steps import placed
from annotator.model import StepPart
from annotator.store import tables as t
from annotator.store.database import Database, Row
from annotator.store.database_errors import missing_row
from annotator.store.repaired_texts import StepPlace

_TITLES = sa.select(t.dialogue.c.id, t.dialogue.c.title).where(t.among(t.dialogue.c.id, "dialogues"))
_LAST = (
    sa.select(t.turn.c.dialogue, t.turn.c.id)
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(t.among(t.turn.c.dialogue, "dialogues"), t.turn.c.position == t.dialogue.c.turn_count - 1)
)
_TURNS = sa.select(
    t.turn.c.id,
    t.turn.c.position,
    t.turn.c.speaker,
    t.turn.c.dialogue,
    t.turn.c.received,
    t.turn.c.text,
    t.turn.c.lead,
).where(t.among(t.turn.c.id, "turns"))
_TAILS = sa.select(t.dialogue.c.id, t.dialogue.c.tail).where(t.among(t.dialogue.c.id, "dialogues"))
# Without candidates and reasons, which are most of a step: a turn can have thousands.
_STEPS = (
    sa.select(
        t.step.c.part, t.step.c.dialogue, t.step.c.turn, t.step.c.id, t.step.c.start, t.step.c.end,
        t.step.c.after,
    )
    .order_by(t.step.c.part, t.step.c.turn, t.step.c.dialogue, t.step.c.start, t.step.c.end, t.step.c.id)
)  # fmt: skip
_OF_TURNS = _STEPS.join(
    t.turn, (t.turn.c.dialogue == t.step.c.dialogue) & (t.turn.c.id == t.step.c.turn)
).where(t.among(t.turn.c.id, "turns"))
_OF_TAILS = _STEPS.where(t.among(t.step.c.dialogue, "dialogues"), t.step.c.turn.is_(None))


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


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class _Known(dict[_Key, _Value]):
    """What has been read, by what leads to it; where nothing is there, the file is damaged."""

    def __missing__(self, _key: _Key) -> _Value:
        raise missing_row()


_Stood = dict[int, tuple[tuple[int, int], tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it was received and as it is, and where each step stands in both, by its row number."""

    received: str
    text: str
    steps: _Stood


class Around:
    """What stands around some steps, read at once for all of them."""

    def __init__(self, db: Database, steps: Iterable[Where]) -> None:
        wanted = set(steps)
        dialogues = t.many({where.dialogue for where in wanted})
        titles = {row.id: row.title for row in db.all(_TITLES, dialogues=dialogues)}
        self._titles: _Known[int, str] = _Known(titles)
        tails = t.many({where.dialogue for where in wanted if where.part == "tail"})
        self._last: dict[int, int] = {row.dialogue: row.id for row in db.all(_LAST, dialogues=tails)}
        turns = t.many({x.turn for x in wanted if x.turn is not None} | set(self._last.values()))
        rows = db.all(_TURNS, turns=turns)
        self._turns = _Known({row.id: _Turn(*row[:3]) for row in rows})
        steps_of: defaultdict[Where, list[Row]] = defaultdict(list)
        for row in (*db.all(_OF_TURNS, turns=turns), *db.all(_OF_TAILS, dialogues=tails)):
            # A plain tuple is quicker to make than a Where, and finds the same.
            steps_of[row[0], row[1], row[2]].append(row)  # type: ignore[index]
        self._texts: _Known[StepPlace, _Text] = _Known()
        for row in rows:
            received = row.text if row.received is None else row.received
            own = steps_of[Where("text", row.dialogue, row.id)]
            self._texts[StepPlace("text", row.id)] = _Text(received, row.text, _standing(own))
            own = steps_of[Where("lead", row.dialogue, row.id)]
            self._texts[StepPlace("lead", row.id)] = _repaired(row.lead, own)
        for row in db.all(_TAILS, dialogues=tails):
            self._texts[StepPlace("tail", row.id)] = _repaired(
                row.tail, steps_of[Where("tail", row.id, None)]
            )

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
            found = self._texts[place]
            if place == own:
                old, new = found.steps[step]
                received_at = old[0] + len(received), old[1] + len(received)
                text_at = new[0] + len(text), new[1] + len(text)
            received += found.received
            text += found.text
        return Surroundings(received, received_at, text, text_at)

    def _places(self, where: Where) -> list[StepPlace]:
        """The texts that are shown for a step, in order."""
        own = _place(where)
        if where.part == "lead":
            return [own, StepPlace("text", own.id)]
        last = self._last.get(where.dialogue) if where.part == "tail" else None
        return [own] if last is None else [StepPlace("text", last), own]


def _place(where: Where) -> StepPlace:
    return StepPlace(where.part, where.dialogue if where.turn is None else where.turn)


def _repaired(received: str, steps: Sequence[Row]) -> _Text:
    text = replaced(received, [Replacement(row.start, row.end, row.after) for row in steps])
    return _Text(received, text, _standing(steps))


def _standing(steps: Sequence[Row]) -> _Stood:
    """Where each of the steps of a text, in their order, stands in what was received and in the text."""
    return _Known({row.id: ((row.start, row.end), (start, end)) for row, start, end in placed(steps)})
