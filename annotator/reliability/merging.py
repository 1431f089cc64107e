"""Bringing packets back: what each would change in the project, and all of it as one edit.

Everything is matched by keys: dialogue and position, tag, target, annotator, label. Nothing is
written where something in a packet has no place; what that is, is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import Cancelled, UserError
from annotator.model import Changes
from annotator.pipeline import Progress
from annotator.reliability.packet_reading import PacketPlan, PacketReader, Trouble
from annotator.reliability.standing import NOTHING_DECIDED, Choices, Standing
from annotator.store import Project


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What all packets together would change. ``empty`` where that is nothing."""

    packets: tuple[PacketPlan, ...]
    edits: tuple[Callable[[Project], object], ...] = field(repr=False)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Everything that has no place."""
        return tuple(trouble for packet in self.packets for trouble in packet.troubles)

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not self.edits


def plan_merge(
    project: Project,
    paths: Sequence[Path],
    choices: Choices = NOTHING_DECIDED,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> MergePlan:
    """Look at packets and say what merging them would change; writes nothing.

    Raises UserError where a packet cannot be read, belongs to another project, is the project itself or
    stands in the list twice.
    """
    _refuse_twice(project, paths)
    standing = Standing(project, choices)
    plans: list[PacketPlan] = []
    for done, path in enumerate(paths):
        if cancelled():
            raise Cancelled
        with Project.open(path, read_only=True) as packet:
            _refuse_stranger(project, packet)
            plans.append(PacketReader(standing, packet).plan())
        progress(Progress(done + 1, len(paths), path.name))
    return MergePlan(tuple(plans), standing.edits())


def apply_merge(project: Project, plan: MergePlan, *, leave: bool = False) -> Changes:
    """Make the changes of a plan as one edit, which one undo takes back.

    Raises UserError where something has no place, unless it is to be left; the project is then as it was.
    """
    if plan.troubles and not leave:
        first = plan.troubles[0]
        others = len(plan.troubles) - 1
        raise UserError(
            "The packets cannot be merged as a whole",
            "{where}: {why}, and {others} more" if others else "{where}: {why}",
            "Look at what has no place, then decide, or leave it in the packets",
            where=first.where,
            why=first.why,
            others=others,
        )
    return project.together(plan.edits) if plan.edits else Changes()


def _refuse_twice(project: Project, paths: Sequence[Path]) -> None:
    seen: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UserError("There is no {path}", "", "Check the name", path=path)
        if path.samefile(project.path):
            raise UserError(
                "{file} is the project itself", "", "Name the packets that came back", file=path.name
            )
        if any(path.samefile(other) for other in seen):
            raise UserError("{file} stands in the list twice", "", "Name each packet once", file=path.name)
        seen.append(path)


def _refuse_stranger(project: Project, packet: Project) -> None:
    if packet.key != project.key:
        raise UserError(
            "{file} belongs to another project",
            "to {packet}",
            "Merge it into the project that its packet was made from",
            file=packet.path.name,
            packet=packet.name or packet.key,
        )
