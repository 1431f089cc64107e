"""What it means to lay a stretch of a dialogue out in other turns, before anything is written.

Repair steps, gaps and span tags keep their characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from annotator.core.offset_mapping import replaced
from annotator.errors import UserError
from annotator.store.edit_log import RowChange
from annotator.store.log_rows import StepRow
from annotator.store.moved_tags import TagMoves
from annotator.store.rearrangement_plan import NewText, Plan, Wished
from annotator.store.repaired_texts import replacements
from annotator.store.turn_layout import CutError, Piece, PlacedStep, Texts
from annotator.store.turn_stretch import TurnStretch

_STEP_FIELDS = ("turn", "part", "start", "end")


def plan_turns(
    stretch: TurnStretch,
    pieces: Sequence[Piece],
    *,
    gone: Sequence[RowChange] = (),
    added: Sequence[RowChange] = (),
    forced: Mapping[int, Mapping[str, object]] | None = None,
    wished: Wished | None = None,
) -> Plan:
    """What it means to lay the stretch out in these pieces.

    Args:
        pieces: in order; without the tail they end where the stretch ends.
        gone: repair steps that go.
        added: repair steps that come, in the new arrangement.
        forced: part and turn in which a step comes to lie that takes no room, by its row number.
        wished: by tag, what an edit taken back had changed.

    Raises UserError where a repair lies across a border of the new pieces.
    """
    without = {int(change.key) for change in gone}
    where = Texts(pieces, stretch.begin, stretch.end, tail=stretch.tail)
    steps: defaultdict[tuple[str, int | None], list[tuple[int, StepRow]]] = defaultdict(list)
    changes: list[RowChange] = []
    for one in stretch.steps:
        if one.key in without:
            continue
        try:
            to = where.home(one, forced or {})
        except CutError as error:
            raise UserError(
                "The turns cannot be divided there",
                "what was repaired lies across that place",
                "Choose a place before or behind the repaired characters",
            ) from error
        row = msgspec.structs.replace(
            one.row, turn=to.turn, part=to.part, start=one.begin - to.begin, end=one.end - to.begin
        )
        steps[to.part, to.turn].append((one.key, row))
        changes += _step_moves(stretch, one, row)
    coming = []
    for change in added:
        own = steps[change.new.part, change.new.turn]
        if _free(own, change.new, where, stretch):
            own.append((int(change.key), change.new))
            coming.append(change)
    order = {name: place for place, name in enumerate(_STEP_FIELDS)}
    changes.sort(key=lambda change: order[change.field])
    texts = list(_texts(stretch, pieces, steps))
    behind = pieces[-1].end if pieces else stretch.begin
    plan = Plan(
        stretch, list(pieces), texts, changes,
        sorted(gone, key=lambda change: stretch.texts_now.place(change.old)),
        sorted(coming, key=lambda change: where.place(change.new)),
        stretch.received(behind, stretch.end),
    )  # fmt: skip
    moves = TagMoves(plan)
    moves.plan_tags(wished or {})
    moves.plan_marks()
    moves.plan_offers(wished or {})
    return plan


def _step_moves(stretch: TurnStretch, one: PlacedStep, row: StepRow) -> Iterator[RowChange]:
    for name in _STEP_FIELDS:
        old, new = getattr(one.row, name), getattr(row, name)
        if old != new:
            yield RowChange("step", str(one.key), name, old, new, row.turn, stretch.dialogue)


def _texts(
    stretch: TurnStretch,
    pieces: Sequence[Piece],
    steps: Mapping[tuple[str, int | None], list[tuple[int, StepRow]]],
) -> Iterator[NewText]:
    at = stretch.begin
    for piece in pieces:
        received = stretch.received(piece.start, piece.end)
        own = sorted(steps.get(("text", piece.id), ()), key=lambda one: (one[1].start, one[1].end, one[0]))
        text = replaced(received, replacements(step for _, step in own))
        yield NewText(piece, stretch.received(at, piece.start), received, own, text)
        at = piece.end


def _free(own: Sequence[tuple[int, StepRow]], step: StepRow, where: Texts, stretch: TurnStretch) -> bool:
    """Whether a step that comes back fits: its characters are there, and no other step is about them."""
    place = where.of(step.part, step.turn)
    return (
        place is not None
        and place.begin + step.end <= place.end
        and stretch.received(place.begin + step.start, place.begin + step.end) == step.before
        and not any(
            (step.start < other.end and other.start < step.end)
            or (step.start, step.end) == (other.start, other.end)
            for _, other in own
        )
    )
