"""Repairing again what is in a project: a newer engine's proposals, shown first, then taken over.

    plan = redo_repair(project, ids)   what would change, turn by turn; nothing is written
    apply_plan(project, plan)          one edit, which undo takes back

What a person decided stays as it is in every case. Where one step would lie across the border
of a turn, that turn stays as it is too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.errors import Cancelled
from annotator.findings import follow_study
from annotator.model import Changes, DialogueRecord, RepairStep
from annotator.pipeline import Progress
from annotator.repair import RepairConfig, repair
from annotator.store import Difference, Engine, Project, Repaired


@dataclass(frozen=True, slots=True)
class RepairPlan:
    """What repairing again would do: the new steps by turn, the engines by dialogue, the difference."""

    repaired: tuple[Repaired, ...] = ()
    engines: Mapping[int, Engine] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()

    @property
    def texts(self) -> tuple[Difference, ...]:
        """The turns that would read otherwise; in the others only confidences or candidates change."""
        return tuple(each for each in self.differences if each.now != each.proposed)


def redo_repair(
    project: Project,
    dialogue_ids: Sequence[int],
    *,
    config: RepairConfig | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> RepairPlan:
    """Run the repair engine over what was received of these dialogues; nothing is written.

    Raises Cancelled when ``cancelled`` says so.
    """
    repaired: list[Repaired] = []
    engines: dict[int, Engine] = {}
    differences: list[Difference] = []
    total = len(dialogue_ids)
    for done, record in enumerate(project.export_dialogues(dialogue_ids), 1):
        if cancelled():
            raise Cancelled
        turns, engine = _again(record, config or RepairConfig())
        found = project.compare_repair(turns)
        changing = {each.turn for each in found}
        repaired += (each for each in turns if each.turn in changing)
        differences += found
        dialogue = record.dialogue
        if (dialogue.chain, dialogue.engine, dialogue.model) != (engine.chain, engine.engine, engine.model):
            engines[dialogue.id] = engine
        progress(Progress(done, total, dialogue.title))
    return RepairPlan(tuple(repaired), engines, tuple(differences))


def apply_plan(project: Project, plan: RepairPlan) -> Changes:
    """Take over what a plan holds, as one edit; decisions made since it was drawn up stay as well."""
    if project.finder is None:
        follow_study(project)
    return project.apply_repair(plan.repaired, plan.engines)


def _again(record: DialogueRecord, config: RepairConfig) -> tuple[list[Repaired], Engine]:
    received = "".join(part for each in record.turns for part in (each.lead, each.turn.received))
    result = repair(received + record.tail, config)
    turns = [
        Repaired(turn, steps) for turn, steps in _by_turn(_borders(record), result.steps) if steps is not None
    ]
    return turns, Engine(result.chain, result.engine, result.model)


def _borders(record: DialogueRecord) -> Iterator[tuple[int, int, int]]:
    """Each turn with where its received text begins and ends in that of the dialogue."""
    at = 0
    for each in record.turns:
        start = at + len(each.lead)
        at = start + len(each.turn.received)
        yield each.turn.id, start, at


def _by_turn(
    borders: Iterable[tuple[int, int, int]], steps: Sequence[RepairStep]
) -> Iterator[tuple[int, tuple[RepairStep, ...] | None]]:
    """The steps of each turn, offset into its received text; None where one lies across its border."""
    at = 0
    for turn, start, end in borders:
        while at < len(steps) and steps[at].end <= start and steps[at].start < start:
            at += 1
        inside: list[RepairStep] | None = []
        while at < len(steps) and steps[at].start < end:
            step = steps[at]
            if step.start < start or step.end > end:
                inside = None
            elif inside is not None:
                inside.append(replace(step, start=step.start - start, end=step.end - start))
            if step.end > end:
                break  # the next turn has a part of it
            at += 1
        yield turn, None if inside is None else tuple(inside)
