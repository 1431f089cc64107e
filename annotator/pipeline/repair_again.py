"""Repairing again what is in a project: a newer engine's proposals, shown first, then taken over.

    plan = redo_repair(project, ids)   what would change, turn by turn; nothing is written
    apply_plan(project, plan)          one edit, which undo takes back

Turns, the markers before them and what stands behind the last one are repaired alike. What a
person decided stays as it is in every case. Where one step would lie across the border of two
of these texts, both stay as they are too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.core.progress import Progress
from annotator.core.repair_steps import rebased, shared
from annotator.errors import Cancelled
from annotator.model import Changes, DialogueRecord, RepairStep, StepPart
from annotator.pipeline.language_findings import follow_study
from annotator.repair import RepairConfig, repair
from annotator.store import Difference, Engine, Project, Repaired

#: The sign of bytes that an encoding could not explain.
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class RepairPlan:
    """What repairing again would do: the new steps by text, the engines by dialogue, the difference.

    ``problem`` is a sentence about what the engine had to do without, "" for nothing.
    """

    repaired: tuple[Repaired, ...] = ()
    engines: Mapping[int, Engine] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    problem: str = ""

    @property
    def texts(self) -> tuple[Difference, ...]:
        """The texts that would read otherwise; in the others only confidences or candidates change."""
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
    problem = ""
    total = len(dialogue_ids)
    for done, record in enumerate(project.records.many(dialogue_ids), 1):
        if cancelled():
            raise Cancelled
        texts, engine, lacking = _again(record, config or RepairConfig())
        problem = problem or lacking
        found = project.repairs.compare(texts)
        changing = {(each.part, each.turn) for each in found}
        repaired += (each for each in texts if (each.part, each.turn) in changing)
        differences += found
        dialogue = record.dialogue
        if (dialogue.chain, dialogue.engine, dialogue.model) != (engine.chain, engine.engine, engine.model):
            engines[dialogue.id] = engine
        progress(Progress(done, total, dialogue.title))
    return RepairPlan(tuple(repaired), engines, tuple(differences), problem)


def apply_plan(project: Project, plan: RepairPlan) -> Changes:
    """Take over what a plan holds, as one edit; decisions made since it was drawn up stay as well."""
    if project.finder is None:
        follow_study(project)
    return project.repairs.apply(plan.repaired, plan.engines)


def _decoded_otherwise(record: DialogueRecord) -> tuple[RepairStep, ...]:
    """The steps that were found with the bytes in hand: nothing else makes text of signs of lost bytes."""
    steps = []
    own = [each for turn in record.turns for each in (turn.lead_steps, turn.turn.steps)] + [record.tail_steps]
    for (_, start, _), of_piece in zip(_pieces(record), own, strict=True):
        steps += [
            RepairStep(
                start + step.start,
                start + step.end,
                step.before,
                step.after if step.proposal is None else step.proposal,
                step.kind,
                step.reason,
                step.confidence,
            )
            for step in of_piece
            if step.kind == "encoding" and _LOST in step.before
        ]
    return tuple(steps)


# Which text it is: part, turn, dialogue; then where it begins and ends in what was received.
_Piece = tuple[tuple[StepPart, int | None, int], int, int]


def _again(record: DialogueRecord, config: RepairConfig) -> tuple[list[Repaired], Engine, str]:
    received = "".join(part for each in record.turns for part in (each.lead, each.turn.received))
    result = repair(received + record.tail, config, _decoded_otherwise(record))
    pieces = list(_pieces(record))
    found = shared(result.steps, [(start, end) for _, start, end in pieces])
    texts = [
        Repaired(turn, rebased(steps, start), part, dialogue)
        for ((part, turn, dialogue), start, _), steps in zip(pieces, found, strict=True)
        if steps is not None
    ]
    return texts, Engine(result.chain, result.engine, result.model), result.problem


def _pieces(record: DialogueRecord) -> Iterator[_Piece]:
    """The texts of a dialogue in order; each begins where the one before ends."""
    at = 0
    id_ = record.dialogue.id
    for each in record.turns:
        start = at + len(each.lead)
        yield ("lead", each.turn.id, id_), at, start
        at = start + len(each.turn.received)
        yield ("text", each.turn.id, id_), start, at
    yield ("tail", None, id_), at, at + len(record.tail)
