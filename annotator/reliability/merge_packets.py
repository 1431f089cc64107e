"""Bringing packets back: what each would change in the project, and all of it as one edit.

Everything is matched by keys: dialogue and position, tag, target, annotator, label. Nothing is
written where something in a packet has no place; what that is, is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.core.progress import Progress
from annotator.errors import Cancelled, UserError
from annotator.model import Changes
from annotator.reliability.packet_reading import PacketPlan, PacketReader, PacketTrouble
from annotator.reliability.packet_remarks import PacketNote
from annotator.reliability.project_after_merge import NOTHING_DECIDED, Choices, Standing
from annotator.store import Project

SUFFIX = ".dap"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that cannot be merged, and why."""

    path: Path
    error: UserError


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What all packets together would change. ``empty`` where that is nothing."""

    packets: tuple[PacketPlan, ...]
    edits: tuple[Callable[[Project], object], ...] = field(repr=False)
    refused: tuple[Refusal, ...] = ()

    @property
    def troubles(self) -> tuple[PacketTrouble, ...]:
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
    refuse: bool = True,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> MergePlan:
    """Look at packets and say what merging them would change; writes nothing.

    Raises UserError where a packet cannot be read, belongs to another project, is the project itself or
    stands in the list twice; without ``refuse`` such files are left out, and said in the plan.
    """
    refused: list[Refusal] = []
    standing = Standing(project, choices)
    plans: list[PacketPlan] = []
    for done, path in enumerate(paths):
        if cancelled():
            raise Cancelled
        try:
            refuse_twice(project, path, paths[:done])
            with Project.open(path, read_only=True) as packet:
                refuse_stranger(project, packet)
                packet.comparison.refuse_dangling_rows()
                plans.append(_with_copies(PacketReader(standing, packet).plan(), plans))
        except UserError as error:
            if refuse:
                raise
            refused.append(Refusal(path, error))
        progress(Progress(done + 1, len(paths), path.name))
    return MergePlan(tuple(plans), standing.edits(), tuple(refused))


def packets_in(project: Path, given: Sequence[Path]) -> list[Path]:
    """The files named, and the project files in the folders named, but for the project itself.

    Copies that a synchronised folder made of a packet are among them: they are project files, too. Raises
    UserError where there are none.
    """
    found: list[Path] = []
    for path in given:
        if not path.is_dir():
            found.append(path)
            continue
        # By the name without its ending, so that a copy comes after what it is a copy of.
        inside = sorted(path.glob(f"*{SUFFIX}"), key=lambda one: one.stem)
        # What is no file, or a link that leads nowhere, is nobody's packet.
        inside = [one for one in inside if one.is_file() and not one.name.startswith(".")]
        found += [one for one in inside if not (project.exists() and one.samefile(project))]
    if not found:
        raise UserError(
            "There are no packets", "no {suffix} file is in the folder", "Name the files", suffix=SUFFIX
        )
    return found


def _with_copies(plan: PacketPlan, before: Sequence[PacketPlan]) -> PacketPlan:
    """The plan with a word where a packet of the same person stands in the list already."""
    for other in before:
        if other.owner.key == plan.owner.key:
            note = PacketNote("copy", name=plan.owner.name, file=other.path.name)
            return replace(plan, notes=(*plan.notes, note))
    return plan


def apply_merge(
    project: Project,
    plan: MergePlan,
    *,
    leave: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Changes:
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

    def told(done: int, edit: Callable[[Project], object]) -> Callable[[Project], object]:
        def run(opened: Project) -> object:
            made = edit(opened)
            progress(Progress(done, len(plan.edits), ""))
            return made

        return run

    edits = [told(done, edit) for done, edit in enumerate(plan.edits, 1)]
    return project.together(edits) if edits else Changes()


def refuse_twice(project: Project, path: Path, before: Sequence[Path]) -> None:
    """Raises UserError where a file is not there, is the project itself, or stands in the list before."""
    if not path.exists():
        raise UserError("There is no {path}", "", "Check the name", path=path)
    if path.samefile(project.path):
        raise UserError("{file} is the project itself", "", "Name the packets that came back", file=path.name)
    if any(other.exists() and path.samefile(other) for other in before):
        raise UserError("{file} stands in the list twice", "", "Name each packet once", file=path.name)


def refuse_stranger(project: Project, packet: Project) -> None:
    """Raises UserError where a packet belongs to another project."""
    if packet.key != project.key:
        raise UserError(
            "{file} belongs to another project",
            "to {packet}",
            "Merge it into the project that its packet was made from",
            file=packet.path.name,
            packet=packet.name or packet.key,
        )
