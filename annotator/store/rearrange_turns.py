"""Laying a stretch of a dialogue out in other turns: what a plan says is written, and logged.

``turn_stretch`` reads turns as they stand, ``plan_turns`` says what another arrangement of the same received
text would do (``rearrangement_plan``, ``moved_tags``); :func:`rearrange` does it, in a transaction of others.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.store import tables as t
from annotator.store import text_index
from annotator.store.database import Database, Row
from annotator.store.edit_log import RowChange, Writer
from annotator.store.findings_mark import wait_from
from annotator.store.log_rows import Derived, TurnRow
from annotator.store.project_part import Finder
from annotator.store.rearrangement_plan import NewText, Plan
from annotator.store.turn_layout import Piece
from annotator.store.turn_stretch import places_of, steps_in
from annotator.store.value_encoding import dumps, dumps_or_none, loads

_SET_PLACES = sa.update(t.dialogue).where(t.dialogue.c.id == sa.bindparam("_dialogue"))
_SET_PLACES = _SET_PLACES.values(places=sa.bindparam("_places"))
_SET_NUMBERS = (
    sa.update(t.turn)
    .where(t.turn.c.dialogue == sa.bindparam("_dialogue"), t.turn.c.number.is_(None))
    .values(number=t.turn.c.position, offset=0)
)
_AWAY = 1_000_000_000  # added to positions, below zero, while others take their places
_BEHIND = (t.turn.c.dialogue == sa.bindparam("_dialogue"), t.turn.c.position > sa.bindparam("_last"))
_LIFT = sa.update(t.turn).where(*_BEHIND).values(position=-t.turn.c.position - sa.bindparam("_shift") - 1)
_LAND = (
    sa.update(t.turn)
    .where(t.turn.c.dialogue == sa.bindparam("_dialogue"), t.turn.c.position < 0, t.turn.c.position > -_AWAY)
    .values(position=-t.turn.c.position - 1)
)
_SET_ASIDE = (
    sa.update(t.turn).where(t.among(t.turn.c.id, "turns")).values(position=-t.turn.c.position - _AWAY)
)
_COLUMNS = (
    "position", "lead", "received", "text", "gaps", "language", "matrix", "script", "words", "meta", "number",
    "offset",
)  # fmt: skip
_CHANGE = (
    sa.update(t.turn)
    .where(t.turn.c.id == sa.bindparam("_turn"))
    .values({name: sa.bindparam(f"_{name}") for name in _COLUMNS})
)
_CREATE = sa.insert(t.turn)
_REMOVE = sa.delete(t.turn).where(t.turn.c.id == sa.bindparam("_turn"))
_COUNTED = ("turn_count", "repair_count", "damage_count", "gap_count")
_COUNT = (
    sa.update(t.dialogue)
    .where(t.dialogue.c.id == sa.bindparam("_dialogue"))
    .values(
        {name: t.dialogue.c[name] + sa.bindparam(f"_{name}") for name in _COUNTED}
        | {"tail": sa.bindparam("_tail")}
    )
)


def rearrange(plan: Plan, writer: Writer, finder: Finder | None) -> None:
    """Do what a plan says and log it; without a finder, gaps and languages stay as the plan has them."""
    _Rearrangement(plan, finder).write(writer)


def keep_places(db: Database, dialogue: int) -> None:
    """Keep where the imported turns of a dialogue lay, before that changes for the first time."""
    db.run(_SET_PLACES, _dialogue=dialogue, _places=dumps(places_of(db, dialogue)))
    db.run(_SET_NUMBERS, _dialogue=dialogue)


class _Rearrangement:
    """The writing of one plan."""

    def __init__(self, plan: Plan, finder: Finder | None) -> None:
        self._plan = plan
        self._stretch = plan.stretch
        self._finder = finder

    def write(self, writer: Writer) -> None:
        """Do what the plan says, and log it."""
        plan = self._plan
        if not self._stretch.has_places:
            keep_places(self._stretch.db, self._stretch.dialogue)
        kept = {piece.id for piece in plan.pieces}
        before = self._figures(old=True)
        writer.apply(plan.gone)
        writer.apply(plan.removed)
        shift = len(plan.pieces) - len(self._stretch.pieces)
        self._stretch.db.run(_SET_ASIDE, turns=t.many(self._stretch.rows))
        if shift:
            self._stretch.db.run(
                _LIFT, _dialogue=self._stretch.dialogue, _last=self._stretch.last, _shift=shift
            )
            self._stretch.db.run(_LAND, _dialogue=self._stretch.dialogue)
        records = self._write_turns()
        writer.apply(plan.steps)
        writer.apply(plan.added)
        writer.apply(plan.moved)
        writer.apply(plan.created)
        writer.apply(plan.marks)
        writer.apply(plan.offers)
        for piece in self._stretch.pieces:
            if piece.id not in kept:
                text_index.take_out(self._stretch.db, piece.id, self._stretch.rows[piece.id].text)
                records.append(self._record(piece, None, self._derived(self._stretch.rows[piece.id]), None))
                self._stretch.db.run(_REMOVE, _turn=piece.id)
        writer.record(sorted((one for each in records for one in each), key=lambda one: one.field != ""))
        after = self._figures(old=False)
        after.subtract(before)
        old_tail = self._stretch.tail_text
        self._stretch.db.run(
            _COUNT,
            _dialogue=self._stretch.dialogue,
            _tail=plan.tail if self._stretch.tail else self._stretch.about.tail,
            **{f"_{name}": after[name] for name in _COUNTED},
        )
        if self._stretch.tail and plan.tail != old_tail:
            change = RowChange(
                "dialogue",
                self._stretch.about.key,
                "tail",
                old_tail,
                plan.tail,
                dialogue=self._stretch.dialogue,
            )
            writer.record([change])

    def _figures(self, *, old: bool) -> Counter[str]:
        if old:
            steps = [one.row for one in self._stretch.steps]
            gaps = sum(len(loads(row.gaps) or ()) for row in self._stretch.rows.values())
            turns = len(self._stretch.pieces)
        else:
            wanted = [*(piece.id for piece in self._plan.pieces), *([0] if self._stretch.tail else [])]
            steps = [step for _, step in steps_in(self._stretch.db, self._stretch.dialogue, wanted)]
            gaps = sum(len(loads(one.gaps) or ()) for one in self._plan.derived.values())
            turns = len(self._plan.pieces)
        damage = sum(step.kind == "damage" and step.before == step.after for step in steps)
        return Counter(turn_count=turns, repair_count=len(steps), damage_count=damage, gap_count=gaps)

    def _write_turns(self) -> list[list[RowChange]]:
        former = {piece.id: piece for piece in self._stretch.pieces}
        records = []
        lacking = []
        for place, one in enumerate(self._plan.texts):
            piece = one.piece
            row = self._stretch.rows.get(piece.id)
            derived = self._derive(one, row)
            self._plan.derived[piece.id] = derived
            if (
                self._finder is not None
                and derived.language is None
                and (row is None or row.language is not None)
            ):
                lacking.append(piece.id)  # it comes back as it was before anybody had looked at its language
            number, offset = self._key_of(piece, row)
            values: dict[str, Any] = {
                "position": self._stretch.first + place, "lead": one.lead,
                "received": None if one.received == one.text else one.received, "number": number,
                "offset": offset, "meta": dumps_or_none(dict(piece.meta)), **msgspec.structs.asdict(derived),
            }  # fmt: skip
            if row is None:
                self._stretch.db.run(
                    _CREATE, id=piece.id, dialogue=self._stretch.dialogue, speaker=piece.speaker, **values
                )  # fmt: skip
                text_index.put_in(self._stretch.db, piece.id, one.text)
                records.append(self._record(None, piece, None, derived))
                continue
            self._stretch.db.run(
                _CHANGE, _turn=piece.id, **{f"_{name}": value for name, value in values.items()}
            )
            if row.text != one.text:
                text_index.change(self._stretch.db, piece.id, row.text, one.text)
            records.append(self._record(former[piece.id], piece, self._derived(row), derived))
        if lacking:
            wait_from(self._stretch.db, min(lacking))
        return records

    def _key_of(self, piece: Piece, row: Row | None) -> tuple[int, int]:
        if row is None:
            return self._stretch.keys.key(piece.start)
        return row.position if row.number is None else row.number, row.offset or 0

    def _derived(self, row: Row) -> Derived:
        return Derived(row.text, row.gaps, row.language, row.matrix, row.script, row.words)

    def _derive(self, one: NewText, row: Row | None) -> Derived:
        """What follows from a text: as it was where it is the same text, else moved and found anew."""
        kept = self._plan.derived.get(one.piece.id)
        if kept is not None and kept.text == one.text:
            return kept
        if row is not None and row.text == one.text:
            return self._derived(row)
        if self._finder is None:
            gaps = dumps_or_none(self._plan.gaps.get(one.piece.id))
            like = row if row is not None else self._like(one.piece)
            return Derived(one.text, gaps, like.language, like.matrix, like.script, like.words)
        # As after a repair (follow_steps.py): gaps are found anew in a text that was no turn's or another's.
        seen, found = self._finder(one.text)
        gaps = dumps_or_none([(gap.start, gap.end, gap.reason) for gap in seen])
        if found is None:
            return Derived(one.text, gaps)
        return Derived(
            one.text, gaps, found.primary, found.matrix, found.script, dumps_or_none(found.words)
        )  # fmt: skip

    def _like(self, piece: Piece) -> Row:
        """The turn that a new one is a part of, or the first one."""
        inside = (one.id for one in self._stretch.pieces if one.start <= piece.start <= one.end)
        return self._stretch.rows[next(inside, self._stretch.pieces[0].id)]

    def _record(
        self, old: Piece | None, new: Piece | None, was: Derived | None, derived: Derived | None
    ) -> list[RowChange]:
        """What is logged about a turn that came, went or changed."""
        piece = old or new
        if piece is None:  # pragma: no cover - one of the two is there
            return []
        key, at = str(piece.id), (piece.id, self._stretch.dialogue)
        before = None if old is None else self._row(old, was)
        after = None if new is None else self._row(new, derived)
        if before is None or after is None:
            return [RowChange("turn", key, "", before, after, *at)]
        return [
            RowChange("turn", key, name, getattr(before, name), getattr(after, name), *at)
            for name in ("start", "end", "meta", "derived")
            if getattr(before, name) != getattr(after, name)
        ]

    def _row(self, piece: Piece, derived: Derived | None) -> TurnRow:
        return TurnRow(
            self._stretch.dialogue, piece.speaker, piece.start, piece.end, dict(piece.meta), derived
        )
