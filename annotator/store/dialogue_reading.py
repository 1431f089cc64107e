"""A whole dialogue as another reading of it sees it: its repaired text, and where that was received.

Between turns that somebody joined, their markers stand again. Where a border of the reading lies within
what a repair step made, the step is divided, as when a file is imported.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from annotator.core.offset_mapping import Replacement, replaced
from annotator.store.edit_log import RowChange
from annotator.store.log_rows import StepRow
from annotator.store.turn_layout import JOINED, Piece, PlacedStep
from annotator.store.turn_stretch import TurnStretch


@dataclass(frozen=True, slots=True)
class NewTurn:
    """A turn of another reading: where its text lies in the repaired text of the dialogue, who speaks."""

    start: int
    end: int
    speaker: str
    meta: dict[str, object]


class _Shown(NamedTuple):
    """What a step makes: where that begins and ends in the repaired text; the step and its row number."""

    start: int
    end: int
    step: PlacedStep


class _Home(NamedTuple):
    """A text of the new arrangement: where it begins in the repaired text and in the received one."""

    shown: int
    received: int
    part: Any
    turn: int | None


class Whole:
    """A dialogue from its first character to its last, with places in its repaired text."""

    def __init__(self, stretch: TurnStretch) -> None:
        self._stretch = stretch
        self.received = stretch.received(stretch.begin, stretch.end)
        self.gone = [_removed(one) for one in stretch.steps if one.row.reason == JOINED]
        self._again = [
            one._replace(row=msgspec.structs.replace(one.row, after=one.row.proposal, proposal=None))
            for one in stretch.steps
            if one.row.reason == JOINED and one.row.proposal is not None
        ]
        steps = sorted(
            [*(one for one in stretch.steps if one.row.reason != JOINED), *self._again],
            key=lambda one: (one.begin, one.end, one.key),
        )
        self._made = list(_made(steps))
        self._starts = [one.start for one in self._made]
        self.text = replaced(self.received, [Replacement(one.begin, one.end, one.row.after) for one in steps])

    def border(self, place: int) -> int:
        """Where a place in the repaired text was received: what stands there belongs behind it."""
        number = bisect_left(self._starts, place) - 1
        if number < 0:
            return place
        start, end, step = self._made[number]
        if place >= end:
            return step.end + place - end
        return step.begin + place - start if _is_mark(step.row) else step.end

    def divided(
        self, pieces: Sequence[Piece], borders: Sequence[int], next_step: int
    ) -> tuple[list[RowChange], list[RowChange], dict[int, dict[str, object]]]:
        """The steps that go, those that come, and where steps that take no room come to lie.

        ``borders`` are, for each piece, where its text begins and ends in the repaired text.
        """
        homes = _homes(pieces, borders)
        starts = [one.shown for one in homes]
        again = {one.key for one in self._again}
        gone, added = list(self.gone), []
        forced: dict[int, dict[str, object]] = {}
        cuts: defaultdict[int, set[int]] = defaultdict(set)
        for place in borders:
            number = bisect_left(self._starts, place) - 1
            if number >= 0 and place < self._made[number].end:
                cuts[number].add(place - self._made[number].start)
        for number, one in enumerate(self._made):
            step = one.step
            if number not in cuts and step.key not in again:
                if step.begin == step.end:
                    to = homes[bisect_right(starts, one.start) - 1]
                    forced[step.key] = {"part": to.part, "turn": to.turn}
                continue
            if step.key not in again:
                gone.append(_removed(step))
            for at, row in _parts(step, sorted(cuts[number])):
                to = homes[bisect_right(starts, one.start + at) - 1]
                moved = msgspec.structs.replace(
                    row, part=to.part, turn=to.turn, start=row.start - to.received, end=row.end - to.received
                )
                added.append(RowChange("step", str(next_step), "", None, moved, to.turn, row.dialogue))
                next_step += 1
        return gone, added, forced


def _made(steps: Sequence[PlacedStep]) -> list[_Shown]:
    shift, found = 0, []
    for one in steps:
        start = one.begin + shift
        end = start + len(one.row.after)
        found.append(_Shown(start, end, one))
        shift = end - one.end
    return found


def _absolute(step: PlacedStep) -> StepRow:
    row: StepRow = msgspec.structs.replace(step.row, start=step.begin, end=step.end)
    return row


def _removed(step: PlacedStep) -> RowChange:
    return RowChange("step", str(step.key), "", step.row, None, step.row.turn, step.row.dialogue)


def _is_mark(step: StepRow) -> bool:
    return step.kind == "damage" and step.before == step.after


def _parts(step: PlacedStep, cuts: Sequence[int]) -> list[tuple[int, StepRow]]:
    """What a step becomes that is cut at these places of what it made, each part with where it begins there.

    As when a file is read: a damage mark is cut; the first part of others keeps all received text.
    Offsets are of the received text of the dialogue.
    """
    row = step.row
    if not cuts:
        return [(0, _absolute(step))]
    mark = _is_mark(row)
    found = []
    places = [0, *cuts, len(row.after)]
    for number, at in enumerate(places[:-1]):
        text = row.after[at : places[number + 1]]
        start = step.begin + at if mark else step.begin if number == 0 else step.end
        end = start + len(text) if mark else step.end
        before = text if mark else row.before if number == 0 else ""
        part: StepRow = msgspec.structs.replace(
            row, start=start, end=end, before=before, after=text, alternatives=(), proposal=None
        )
        found.append((at, part))
    return found


def _homes(pieces: Sequence[Piece], borders: Sequence[int]) -> list[_Home]:
    """The texts of a new arrangement in order: a lead and a text for each piece, then the tail."""
    found: list[_Home] = []
    shown = received = 0
    for number, piece in enumerate(pieces):
        start, end = borders[2 * number], borders[2 * number + 1]
        found += [
            _Home(shown, received, "lead", piece.id),
            _Home(start, piece.start, "text", piece.id),
        ]
        shown, received = end, piece.end
    return [*found, _Home(shown, received, "tail", None)]
