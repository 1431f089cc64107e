"""A person's decisions about repair steps, and repairing again.

A decision writes the step's text, who decided and when, and keeps what the engine proposed;
what it stands in (a turn's text, its marker, the tail of a dialogue) is settled in the same
transaction. Decisions are the project's, not one annotator's: there is one text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from annotator.core.offset_mapping import Places, Replacement, replaced
from annotator.model import Changes, EditCode, EditSummary, RepairStep, StepPart
from annotator.store import tables as t
from annotator.store.decided_steps import decisions, proposed
from annotator.store.edit_log import RowChange, Stamp, summary
from annotator.store.follow_steps import Settling
from annotator.store.log_entities import ENTITIES
from annotator.store.log_rows import StepRow
from annotator.store.project_part import Part
from annotator.store.repaired_texts import State, StepPlace, place_of, replacements, states
from annotator.store.text_corrections import corrections
from annotator.store.text_differences import differences
from annotator.store.value_encoding import storable

_Wanted = Callable[[StepRow], str]
_LAST_STEP: sa.Select[Any] = (
    sa.select(sa.literal_column("seq"))
    .select_from(sa.text("sqlite_sequence"))
    .where(sa.text("name = 'step'"))
)


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a run of the repair engine made of one text: the steps are offset into what was received.

    ``part`` says which text of the turn it is; ``turn`` is None for the tail of a ``dialogue``.
    """

    turn: int | None
    steps: tuple[RepairStep, ...]
    part: StepPart = "text"
    dialogue: int | None = None  # needed for a tail

    @property
    def place(self) -> StepPlace:
        """Where the steps stand."""
        return StepPlace(self.part, (self.dialogue or 0) if self.turn is None else self.turn)


@dataclass(frozen=True, slots=True)
class Engine:
    """What repaired a dialogue: the code pages it found, its name and version, its model's SHA-256."""

    chain: tuple[str, ...]
    engine: str
    model: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that another run of the engine would leave otherwise: as it is and as it would be.

    ``part`` says which text of the turn it is; the tail of a dialogue has none. ``kept`` counts
    the decisions of people in it, which stay.
    """

    turn: int | None
    dialogue: int
    received: str
    now: str
    proposed: str
    kept: int
    part: StepPart = "text"


class Repairs(Part):
    """The edits that decide about repair steps, which are named by their row numbers."""

    def accept(self, ids: Iterable[int]) -> Changes:
        """Confirm steps as they stand. Raises KeyError for a step that is not there."""
        return self._decide(ids, "repairs.accept", lambda step: step.after)

    def keep_received(self, ids: Iterable[int]) -> Changes:
        """Leave at these places what was received. Raises KeyError for a step that is not there."""
        return self._decide(ids, "repairs.keep", lambda step: step.before)

    def replace(self, ids: Iterable[int], text: str) -> Changes:
        """Put a text in the place of these steps: an alternative, or one that somebody typed.

        Raises KeyError for a step that is not there, UserError where tags would lose their text.
        """
        wanted = storable(text)
        return self._decide(ids, "repairs.change", lambda _: wanted)

    def reopen(self, ids: Iterable[int]) -> Changes:
        """Take decisions away: the engine's proposals stand again, open to doubt."""
        return self._decide(ids, "repairs.reopen", proposed, decided=False)

    def compare(self, repaired: Iterable[Repaired]) -> list[Difference]:
        """What another run of the engine would change: nothing a person decided, nothing is written."""
        return [
            Difference(
                old.turn, old.dialogue, old.received, old.text,
                replaced(old.received, replacements(_in_order(kept, fresh))),
                len(kept), old.place.part,
            )
            for old, kept, fresh in self._renewed(repaired)
        ]  # fmt: skip

    def apply(self, repaired: Iterable[Repaired], engines: Mapping[int, Engine]) -> Changes:
        """Take over another run of the engine, as one edit; what people decided stays as it is.

        ``engines`` says by dialogue what made the steps.
        """
        with self._opened.writing() as stamp:
            renewed = self._renewed(repaired)
            removed: list[RowChange] = []
            added: list[RowChange] = []
            next_id = self._next_step()
            for old, kept, fresh in renewed:
                at = (old.turn, old.dialogue)
                removed += (
                    RowChange("step", key, "", step, None, *at)
                    for key, step in old.steps.items()
                    if key not in kept
                )
                for step in fresh:
                    added.append(RowChange("step", str(next_id), "", None, step, *at))
                    next_id += 1
            turns = {(old.dialogue, old.turn) for old, *_ in renewed}
            done = summary("turns.repair", n=len(turns))
            changes = [*removed, *added, *self._engine_changes(engines)]
            return self._settled(stamp, done, [old.place for old, *_ in renewed], changes)

    def correct(self, turn_id: int, text: str, start: int = 0, end: int | None = None) -> Changes:
        """Put a text in the place of ``[start, end)`` of a turn's text, as few characters as differ.

        Nothing is logged where that changes nothing. Raises KeyError for an unknown turn, ValueError
        for a stretch outside of its text, UserError where tags would lose their text.
        """
        place = StepPlace("text", turn_id)
        with self._opened.writing() as stamp:
            turn = states(self._db, [place])[place]
            stop = len(turn.text) if end is None else end
            if not 0 <= start <= stop <= len(turn.text):
                raise ValueError(f"[{start}, {stop}) is no part of the text")
            found = differences(turn.text[start:stop], storable(text))
            wanted = [Replacement(x.start + start, x.end + start, x.text) for x in found]
            changes = corrections(turn, wanted, stamp, self._next_step())
            return self._settled(stamp, summary("turns.correct", n=1), [place], changes)

    # --- how ------------------------------------------------------------------------------

    def _decide(
        self, ids: Iterable[int], code: EditCode, wanted: _Wanted, *, decided: bool = True
    ) -> Changes:
        keys = [str(id_) for id_ in dict.fromkeys(ids)]
        with self._opened.writing() as stamp:
            found = ENTITIES["step"].read(self._db, keys)
            rows = [(key, found[key]) for key in keys]
            changes = decisions(((key, row, wanted(row)) for key, row in rows), stamp if decided else None)
            touched = {change.key for change in changes}
            places = {place_of(row) for key, row in rows if key in touched}
            return self._settled(stamp, summary(code, n=len(rows)), places, changes)

    def _settled(
        self, stamp: Stamp, done: EditSummary, places: Iterable[StepPlace], changes: Sequence[RowChange]
    ) -> Changes:
        settling = Settling(self._db, self._opened.finder)
        settling.remember(places)
        writer = self._opened.writer(stamp, done)
        writer.apply(changes)
        settling.settle(writer)
        return writer.finish()

    def _next_step(self) -> int:
        """The number of the next new step."""
        return 1 + (self._db.value(_LAST_STEP) or 0)

    def _renewed(self, repaired: Iterable[Repaired]) -> list[tuple[State, dict[str, StepRow], list[StepRow]]]:
        """The texts that would change, with the steps that stay by key and those that would come."""
        steps = {one.place: one.steps for one in repaired}
        found = []
        for place, old in states(self._db, steps).items():
            fresh = [_row(old, step) for step in steps[place]]
            kept = {key: step for key, step in old.steps.items() if step.annotator}
            places = Places((step.start, step.end) for step in kept.values())
            fresh = [step for step in fresh if places.free(step.start, step.end)]
            if fresh != [step for step in old.steps.values() if not step.annotator]:
                found.append((old, kept, fresh))
        return found

    def _engine_changes(self, engines: Mapping[int, Engine]) -> Iterator[RowChange]:
        rows = {row.id: row for row in self._db.all(_DIALOGUES, ids=t.many(engines))}
        now = ENTITIES["dialogue"].read(self._db, [row.key for row in rows.values()])
        for field in ("chain", "engine", "model"):
            for dialogue, engine in engines.items():
                key = rows[dialogue].key
                old, new = getattr(now[key], field), getattr(engine, field)
                if old != new:
                    yield RowChange("dialogue", key, field, old, new, dialogue=dialogue)


_DIALOGUES = sa.select(t.dialogue.c.id, t.dialogue.c.key).where(t.among(t.dialogue.c.id, "ids"))


def _row(at: State, step: RepairStep) -> StepRow:
    return StepRow(
        at.dialogue, at.turn, step.start, step.end, storable(step.before), storable(step.after), step.kind,
        step.reason, step.confidence, step.alternatives, part=at.place.part,
    )  # fmt: skip


def _in_order(kept: Mapping[str, StepRow], fresh: Sequence[StepRow]) -> list[StepRow]:
    return sorted([*kept.values(), *fresh], key=lambda step: (step.start, step.end))
