"""Where a turn is cut in what was received, and what becomes of repair steps that the cut goes through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from annotator.store.edit_log import RowChange
from annotator.store.log_rows import StepRow
from annotator.store.turn_layout import Atom, Piece
from annotator.store.turn_stretch import TurnStretch


class TurnCut:
    """Finds where a turn is cut in what was received, and divides the steps that the cut goes through."""

    def __init__(self, stretch: TurnStretch, piece: Piece, whole: Sequence[Atom], next_step: int) -> None:
        self._stretch = stretch
        self._piece = piece
        self._whole = whole
        self._next = next_step
        self._steps = dict(stretch.text_steps(piece.id))

    def end(self, at: int) -> int:
        """Where the received text of the part before ``[at`` of the text ends."""
        where, place = self._whole[at - 1]
        return where + 1 if place < 0 else self._piece.start + self._middle(self._steps[-where], place + 1)

    def begin(self, at: int) -> int:
        """Where the received text of the part from ``at`` of the text on begins."""
        where, place = self._whole[at]
        if place < 0:
            return where
        step = self._steps[-where]
        return self._piece.start + (step.start if place == 0 else self._middle(step, place))

    @staticmethod
    def _middle(step: StepRow, place: int) -> int:
        """A place within what a step made, in what was received: only damage is received as it stands."""
        if place < len(step.after) and step.kind == "damage" and step.before == step.after:
            return step.start + place
        return step.end

    def divided(
        self, left: Piece, new: Piece, first: int, second: int
    ) -> tuple[list[RowChange], list[RowChange]]:
        """The steps that the cut goes through, and what comes in their place."""
        gone: list[RowChange] = []
        added: list[RowChange] = []
        for key in dict.fromkeys(
            -where for where, place in (self._whole[first - 1], self._whole[second]) if place >= 0
        ):
            step = self._steps[key]
            head = sum(where == -key for where, _ in self._whole[:first])
            tail = sum(where == -key for where, _ in self._whole[second:])
            parts = self._parts(step, left, new, head, tail)
            if len(parts) > 1:
                gone.append(RowChange("step", str(key), "", step, None, step.turn, step.dialogue))
            for row in parts if len(parts) > 1 else ():
                added.append(RowChange("step", str(self._next), "", None, row, row.turn, row.dialogue))
                self._next += 1
        return gone, added

    def _parts(self, step: StepRow, left: Piece, new: Piece, head: int, tail: int) -> list[StepRow]:
        """What a step becomes of which so many characters stay before the cut, and so many behind it.

        As when a file is read: a damage mark is cut; the first part of others keeps all received text.
        """
        middle = len(step.after) - tail
        texts = step.after[:head], step.after[head:middle], step.after[middle:]
        start, end = self._piece.start + step.start, self._piece.start + step.end
        damage = step.kind == "damage" and step.before == step.after
        found: list[StepRow] = []
        homes = (("text", left.id, left.start), ("lead", new.id, left.end), ("text", new.id, new.start))
        for text, (part, turn, base) in zip(texts, homes, strict=True):
            stop = start + len(text) if damage else end
            if text:
                before = text if damage else "" if found else step.before
                row: Any = msgspec.structs.replace(
                    step, turn=turn, part=part, start=start - base, end=stop - base, before=before,
                    after=text, alternatives=(), proposal=None,
                )  # fmt: skip
                found.append(row)
                start = stop
        return found

    def forced(self, left: Piece, new: Piece, second: int) -> dict[int, dict[str, object]]:
        """Where steps that take no room come to lie."""
        behind = {-where for where, place in self._whole[second:] if place >= 0}
        return {
            key: {"part": "text", "turn": new.id if key in behind else left.id}
            for key, step in self._steps.items()
            if step.start == step.end
        }
