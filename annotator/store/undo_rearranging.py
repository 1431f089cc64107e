"""Taking back a change of structure: the former arrangement of the received text, for what hangs on it now.

It is all or nothing: where one of its turns begins or ends elsewhere by now, the whole edit is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from annotator.errors import UserError
from annotator.store.database import Database
from annotator.store.edit_log import RowChange
from annotator.store.log_entities import ENTITIES
from annotator.store.log_rows import Derived, TurnRow
from annotator.store.plan_turns import plan_turns
from annotator.store.rearrangement_plan import Plan
from annotator.store.turn_layout import Piece
from annotator.store.turn_places import covering
from annotator.store.undo_guards import allowed, verb_of

_LAID_OUT = frozenset({"", "start", "end", "meta", "derived"})
_FOLLOWING = frozenset({"turn", "part", "start", "end"})


@dataclass(slots=True)
class Back:
    """What taking back an edit of structure does: some rows go before the turns change, some come behind."""

    turns: list[RowChange] = field(default_factory=list)
    going: list[RowChange] = field(default_factory=list)  # tags, marks
    steps_going: list[RowChange] = field(default_factory=list)
    steps_coming: list[RowChange] = field(default_factory=list)
    rest: list[RowChange] = field(default_factory=list)
    forced: defaultdict[int, dict[str, object]] = field(default_factory=lambda: defaultdict(dict))
    wished: defaultdict[str, dict[str, tuple[object, object]]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def follow(self, change: RowChange) -> None:
        """Note where a tag or a repair step had been that went with the text."""
        if change.kind == "tag":
            self.wished[change.key][change.field] = (change.old, change.new)
        elif change.field in {"turn", "part"}:
            self.forced[int(change.key)][change.field] = change.new


def is_structural(inverse: Sequence[RowChange]) -> bool:
    """Whether an edit changed where turns begin or end."""
    return any(change.kind == "turn" and change.field in _LAID_OUT for change in inverse)


def sorted_out(db: Database, inverse: Sequence[RowChange]) -> Back:
    """The changes that take an edit of structure back, by when they are made, without what only followed."""
    back = Back()
    there = ENTITIES["turn"].read(db, {str(change.new) for change in inverse if change.kind == "offer"})
    lists = {("step", "remove"): back.steps_going, ("step", "create"): back.steps_coming,
             ("tag", "remove"): back.going, ("mark", "remove"): back.going}  # fmt: skip
    for change in inverse:
        kind, verb = change.kind, verb_of(change)
        if kind == "turn" and change.field in _LAID_OUT:
            back.turns.append(change)
        elif kind == "dialogue" and change.field == "tail":
            continue  # it follows from the turns
        elif kind in {"step", "tag"} and change.field in _FOLLOWING:
            back.follow(change)
        elif kind == "offer" and str(change.new) in there:
            back.going.append(change)
        elif kind == "offer":
            back.wished[f"offer {change.key}"]["turn"] = change.old, change.new
        else:
            lists.get((kind, verb), back.rest).append(change)
    return back


def plan_back(db: Database, back: Back) -> Plan | None:
    """The former arrangement, None where the turns are no more what the edit left."""
    keys = dict.fromkeys(change.key for change in back.turns)
    now = ENTITIES["turn"].read(db, keys)
    if not all(_stands(change, now.get(change.key)) for change in back.turns):
        return None
    goals = _goals(back.turns, now)
    ends = [
        (row.start, row.end)
        for row in (*now.values(), *(goal for goal in goals.values() if goal is not None))
    ]
    dialogue = next(iter(now.values()), None) or next(goal for goal in goals.values() if goal is not None)
    stretch = covering(db, dialogue.dialogue, min(start for start, _ in ends), max(end for _, end in ends))
    pieces: dict[int, Piece] = {piece.id: piece for piece in stretch.pieces}
    for key, goal in goals.items():
        if goal is None:
            pieces.pop(key, None)
        else:
            speaker = pieces[key].speaker if key in pieces else goal.speaker
            pieces[key] = Piece(key, goal.start or 0, goal.end or 0, speaker, goal.meta)
    ordered = sorted(pieces.values(), key=lambda one: (one.start, one.end))
    if (
        not ordered
        or any(one.end > two.start for one, two in pairwise(ordered))
        or ordered[0].start < stretch.begin
        or (ordered[-1].end != stretch.end and not stretch.tail)
    ):
        return None
    # Steps that were divided go together or not at all: their words would be gone else.
    going, left = allowed(db, back.steps_going) if back.steps_going else ([], 0)
    coming = back.steps_coming
    if left:
        going, coming = [], []
    try:
        plan = plan_turns(stretch, ordered, gone=going, added=coming, forced=back.forced, wished=back.wished)
    except UserError:  # somebody has corrected the text across a border
        return None
    for change in back.turns:
        derived = change.new.derived if isinstance(change.new, TurnRow) else None
        if change.field == "derived" and change.new is not None:
            derived = _derived(change.new)
        if derived is not None:
            plan.derived[int(change.key)] = derived
    return plan


def _stands(change: RowChange, row: Any) -> bool:
    """Whether a turn is what the edit left, as far as that matters."""
    if change.field:
        if row is None:
            return False
        return change.field == "derived" or getattr(row, change.field) == change.old
    if change.old is None:
        return row is None
    return row is not None and (row.start, row.end) == (change.old.start, change.old.end)


def _goals(changes: Sequence[RowChange], now: dict[str, Any]) -> dict[int, TurnRow | None]:
    """What becomes of each turn; None where it goes."""
    goals: dict[int, TurnRow | None] = {}
    for change in changes:
        key = int(change.key)
        if not change.field:
            goals[key] = change.new
        elif change.field != "derived":
            row = goals.get(key) or now[change.key]
            goals[key] = _with(row, change.field, change.new)
        else:
            goals.setdefault(key, now[change.key])
    return goals


def _with(row: TurnRow, name: str, value: object) -> TurnRow:
    made = TurnRow(row.dialogue, row.speaker, row.start, row.end, row.meta)
    setattr(made, name, value)
    return made


def _derived(value: Any) -> Derived:
    return value if isinstance(value, Derived) else Derived(*value)
