"""Text that a person corrects by hand, also where the repair engine found nothing.

Where the engine (or somebody) has changed the place already, it is a decision about that step.
Everywhere else it becomes a step of kind ``person``. One that covers steps takes their place;
what they made of the stretch is its ``proposal``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.core.offset_mapping import Replacement, replaced
from annotator.core.repair_steps import placed
from annotator.store.decided_steps import decisions, proposed
from annotator.store.edit_log import RowChange, Stamp
from annotator.store.log_rows import StepRow
from annotator.store.repaired_texts import State

REASON = "typed"


@dataclass(frozen=True, slots=True)
class _Standing:
    """A step with where its text stands in the turn's."""

    key: str
    step: StepRow
    start: int
    end: int

    def meets(self, change: Replacement) -> bool:
        """Whether a change is about this step: they share characters, or the same empty place."""
        if change.start < self.end and self.start < change.end:
            return True
        empty = self.start == self.end or self.step.start == self.step.end
        return empty and change.start == change.end and change.start in {self.start, self.end}


_Correction = tuple[Replacement, list[_Standing]]


def corrections(turn: State, wanted: Sequence[Replacement], stamp: Stamp, next_id: int) -> list[RowChange]:
    """The steps that go, come and change for some changes of a turn's text; new ones from ``next_id`` on."""
    standing = _standing(turn)
    removed: dict[str, StepRow] = {}
    added: list[StepRow] = []
    decided: list[tuple[str, StepRow, str]] = []
    for change, steps in _joined(turn.text, wanted, standing):
        if len(steps) == 1 and steps[0].start <= change.start and change.end <= steps[0].end:
            (one,) = steps
            head, tail = turn.text[one.start : change.start], turn.text[change.end : one.end]
            decided.append((one.key, one.step, head + change.text + tail))
        else:
            removed.update((each.key, each.step) for each in steps)
            added += _made(turn, change, steps, standing, stamp)
    at = (turn.turn, turn.dialogue)
    return [
        *(RowChange("step", key, "", step, None, *at) for key, step in removed.items()),
        *(RowChange("step", str(id_), "", None, step, *at) for id_, step in enumerate(added, next_id)),
        *decisions(decided, stamp),
    ]


def _standing(turn: State) -> list[_Standing]:
    where = placed(turn.steps.values())
    return [
        _Standing(key, step, start, end) for key, (step, start, end) in zip(turn.steps, where, strict=True)
    ]


def _joined(text: str, wanted: Sequence[Replacement], standing: Sequence[_Standing]) -> list[_Correction]:
    """Each change with the steps it is about; changes about the same step become one."""
    found: list[_Correction] = []
    for one in wanted:
        change = one
        steps = [each for each in standing if each.meets(change)]
        while found and steps and found[-1][1] and found[-1][1][-1].end >= steps[0].end:
            before, _ = found.pop()
            between = text[before.end : change.start]
            change = Replacement(before.start, change.end, before.text + between + change.text)
            steps = [each for each in standing if each.meets(change)]
        found.append((change, steps))
    return found


def _made(
    turn: State, change: Replacement, steps: Sequence[_Standing], standing: Sequence[_Standing], stamp: Stamp
) -> list[StepRow]:
    """The step of a person in the place of others; none where that only takes back what people did."""
    first = standing.index(steps[0]) if steps else sum(each.end <= change.start for each in standing)
    shift = sum(x.step.end - x.step.start - (x.end - x.start) for x in standing[:first])
    start, head, tail = change.start + shift, "", ""
    if steps and steps[0].start < change.start:
        start, head = steps[0].step.start, turn.text[steps[0].start : change.start]
    shift += sum(x.step.end - x.step.start - (x.end - x.start) for x in steps)
    end = change.end + shift
    if steps and steps[-1].end > change.end:
        end, tail = steps[-1].step.end, turn.text[change.end : steps[-1].end]
    before, after = turn.received[start:end], head + change.text + tail
    engine = replaced(
        turn.received, [Replacement(x.step.start, x.step.end, proposed(x.step)) for x in steps], start, end
    )
    if after == engine == before:
        return []
    proposal = None if engine == before else engine
    return [
        StepRow(
            turn.dialogue, turn.place.id, start, end, before, after, "person", REASON, 1.0, (),
            stamp.annotator.key, stamp.at, proposal,
        )
    ]  # fmt: skip
