"""A dialogue laid out in the turns of another reading of its repaired text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from annotator.errors import UserError
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.dialogue_reading import NewTurn, Whole
from annotator.store.edit_log import RowChange
from annotator.store.import_sources import LAST_TURN
from annotator.store.log_rows import RemarkRow
from annotator.store.plan_turns import plan_turns
from annotator.store.rearrangement_plan import Plan
from annotator.store.speakers import plain_name
from annotator.store.turn_layout import Piece
from annotator.store.turn_stretch import TurnStretch
from annotator.store.value_encoding import loads

REMARKS = (
    sa.select(t.remark).where(t.remark.c.dialogue == sa.bindparam("dialogue")).order_by(t.remark.c.start)
)
_OF_MARKERS = frozenset({"start", "end", "time"})  # what is known of a turn by its marker
_LAST_STEP: sa.Select[Any] = (
    sa.select(sa.literal_column("seq"))
    .select_from(sa.text("sqlite_sequence"))
    .where(sa.text("name = 'step'"))
)


def next_turn(db: Database) -> int:
    """The row number of the next turn that is made."""
    return 1 + int(db.value(LAST_TURN))


def next_step(db: Database) -> int:
    """The row number of the next repair step that is made."""
    return 1 + (db.value(_LAST_STEP) or 0)


def lay_out(db: Database, stretch: TurnStretch, turns: Sequence[NewTurn]) -> tuple[Plan, list[RowChange]]:
    """The plan that makes these the turns of a dialogue, and what changes beside it: speakers, remarks.

    Raises UserError where there is no turn or a repair lies across a border, ValueError for turns that
    are no stretches of the text in order.
    """
    if not turns:
        raise UserError("A dialogue needs a turn", "the reading finds none", "Choose another rule")
    dialogue_id = stretch.dialogue
    whole = Whole(stretch)
    borders = [place for turn in turns for place in (turn.start, turn.end)]
    if any(a > b for a, b in pairwise([0, *borders, len(whole.text)])):
        raise ValueError("turns must be stretches of the text, in order")
    asides = [
        (row.id, RemarkRow(dialogue_id, row.start, row.end, row.speaker, loads(row.meta) or {}))
        for row in db.all(REMARKS, dialogue=dialogue_id)
    ]
    taken_out = {(row.start, row.end) for _, row in asides}
    wanted = [(turn, whole.border(turn.start), whole.border(turn.end)) for turn in turns]
    wanted = [one for one in wanted if one[1:] not in taken_out] or wanted
    borders = [place for turn, _, _ in wanted for place in (turn.start, turn.end)]
    pieces, further = _pieces(stretch, wanted, next_turn(db))
    further += [
        RowChange("remark", str(key), "", row, None, dialogue=dialogue_id)
        for key, row in asides
        if any(one.start < row.end and row.start < one.end for one in pieces)
    ]
    gone, added, forced = whole.divided(pieces, borders, next_step(db))
    plan = plan_turns(stretch, pieces, gone=gone, added=added, forced=forced)
    texts = [whole.text[turn.start : turn.end] for turn, _, _ in wanted]
    begins = {piece.start for piece in pieces}  # what tells turns apart: their keys are made of it
    if len(begins) < len(pieces) or [one.text for one in plan.texts] != texts:
        raise UserError(
            "The turns cannot be divided there",
            "what was repaired lies across that place",
            "Choose another rule, or reset those repairs first",
        )
    return plan, further


def _pieces(
    stretch: TurnStretch, wanted: Sequence[tuple[NewTurn, int, int]], number: int
) -> tuple[list[Piece], list[RowChange]]:
    """The turns of a reading, with the row numbers of those that begin where one begins now."""
    standing = {one.start: one for one in stretch.pieces}
    pieces: list[Piece] = []
    further: list[RowChange] = []
    for turn, start, end in wanted:
        old = standing.pop(start, None)
        name = plain_name(turn.speaker)
        if old is None:
            pieces.append(Piece(number, start, end, name, turn.meta))
            number += 1
            continue
        kept = {key: value for key, value in old.meta.items() if key not in _OF_MARKERS}
        pieces.append(replace(old, end=end, meta={**kept, **turn.meta}))
        if old.speaker != name:
            at = (old.id, stretch.dialogue)
            further.append(RowChange("turn", str(old.id), "speaker", old.speaker, name, *at))
    return pieces, further
