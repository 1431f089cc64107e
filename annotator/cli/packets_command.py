"""What ``annotator packets`` and ``annotator merge`` do and print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from annotator.cli import exit_status
from annotator.cli.current_person import person
from annotator.cli.output_language import counted, tr
from annotator.cli.terminal import print_json, printable, progress, say_done
from annotator.core.read_files import read_text
from annotator.errors import Sentence, UserError
from annotator.reliability.assignment_design import Design, Stratum
from annotator.reliability.make_packets import MANIFEST, write_packets
from annotator.reliability.merge_packets import MergePlan, apply_merge, packets_in, plan_merge
from annotator.reliability.packet_reading import PacketPlan
from annotator.reliability.packet_remarks import SENTENCES, PacketNote
from annotator.reliability.project_after_merge import Choices
from annotator.store import Project


@dataclass(frozen=True)
class PacketChoices:
    """The options of ``packets``."""

    names: tuple[str, ...]
    each: int
    sample: int | None
    strata: str | None
    seed: int
    same_order: bool
    frozen: bool
    instructions: Path | None
    recode: tuple[str, ...]
    retest: int | None
    decided: bool
    as_json: bool


@dataclass(frozen=True)
class MergeChoices:
    """The options of ``merge``."""

    dry_run: bool
    labels: tuple[str, ...]
    conflicts: str
    leave: bool
    as_json: bool


def packets(path: Path, folder: Path, choices: PacketChoices) -> int:
    """Write packets. Raises UserError where the design cannot be or a file is in the way."""
    design = Design(
        choices.names, choices.seed, choices.sample, cast("Stratum", choices.strata or ""), choices.each,
        shuffled=not choices.same_order, frozen=choices.frozen, recode=choices.recode,
        retest_before="" if choices.retest is None else _days_ago(choices.retest),
        decided=choices.decided,
    )  # fmt: skip
    text = None if choices.instructions is None else read_text(choices.instructions).strip()
    with Project.open(path, read_only=True) as project, progress(tr("Packing")) as tell:
        made = write_packets(project, folder, design, instructions=text, progress=tell)
    if choices.as_json:
        print_json(
            {
                "folder": printable(folder),
                "manifest": MANIFEST,
                "packets": [
                    {"annotator": one.annotator.name, "file": one.path.name, "dialogues": len(one.dialogues)}
                    for one in made
                ],
            }
        )
        return exit_status.DONE
    for one in made:
        say_done(
            tr(
                "{file}: {dialogues} for {name}",
                file=printable(one.path), dialogues=counted(len(one.dialogues), "dialogue"),
                name=one.annotator.name,
            )
        )  # fmt: skip
    if choices.recode:
        say_done(tr("What is untagged in them is to be answered again. Merge them with --conflicts packet."))
    return exit_status.DONE


def _days_ago(days: int) -> str:
    """That moment as the project file writes times."""
    return (datetime.now(tz=UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def merge(path: Path, packets: Sequence[Path], choices: MergeChoices) -> int:
    """Merge packets, or say what that would change. Raises UserError where something has no place."""
    decided = Choices(_labels(choices.labels), choices.conflicts)
    paths = packets_in(path, packets)
    with Project.open(path, read_only=choices.dry_run, annotator=person()) as project:
        with progress(tr("Merging")) as tell:
            plan = plan_merge(project, paths, decided, progress=tell)
        if choices.as_json:
            print_json(
                {
                    "project": printable(path),
                    "packets": [_json(one) for one in plan.packets],
                    "merged": not choices.dry_run and (choices.leave or not plan.troubles),
                }
            )
        else:
            for one in plan.packets:
                _print(one)
        if not choices.dry_run:
            with progress(tr("Merging")) as tell:
                apply_merge(project, plan, leave=choices.leave, progress=tell)
            if not choices.as_json:
                say_done(_done(plan))
    return exit_status.DONE


def _done(plan: MergePlan) -> str:
    if plan.empty:
        return tr("Nothing to merge: the project has it all.")
    return tr(
        "Merged {packets} as one edit, which can be undone.", packets=counted(len(plan.packets), "packet")
    )


def _labels(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        old, equals, new = pair.partition("=")
        if not (old and equals and new):
            raise UserError(
                "{pair} maps no label", "it is not OLD=NEW", "Write two keys of labels", pair=repr(pair)
            )
        found[old] = new
    return found


def _json(plan: PacketPlan) -> dict[str, object]:
    return {
        "packet": printable(plan.path),
        "annotators": plan.annotators,
        "new": plan.new,
        "known": plan.known,
        "changed": plan.changed,
        "on_repaired_text": plan.repaired,
        "marks": plan.marks,
        "labels_mapped": dict(plan.mapped),
        "labels_added": plan.added,
        "troubles": [
            {"code": one.code, "where": one.where, "why": one.why, "tags": one.count} for one in plan.troubles
        ],
        "notes": plan.notes,
    }


def _said(note: PacketNote) -> str:
    return tr(SENTENCES[note.code], **note.arguments)


def _print(plan: PacketPlan) -> None:
    people = ", ".join(plan.annotators) or Sentence("nobody")
    say_done(tr("{file}, by {people}", file=printable(plan.path), people=people))
    figures = tr(
        "{tags}, {known:,} known already, {changed:,} changed since, {marks}",
        tags=counted(plan.new, "new tag"), known=plan.known, changed=plan.changed,
        marks=counted(plan.marks, "new mark"),
    )  # fmt: skip
    lines = [figures]
    if plan.repaired:
        tags = counted(plan.repaired, "tag")
        lines.append(tr("{tags} on turns that were repaired otherwise meanwhile", tags=tags))
    lines += (tr("label {old} is {new} here", old=old, new=new) for old, new in plan.mapped)
    lines += (tr("label {name} is new here", name=name) for name in plan.added)
    lines += (tr("note: {warning}", warning=_said(note)) for note in plan.notes)
    lines += (
        tr(
            "no place for {tags}: {where}: {why}",
            tags=counted(one.count, "tag"), where=one.where, why=_said(one.why),
        )
        for one in plan.troubles
    )  # fmt: skip
    for line in lines:
        say_done(f"  {line}")
