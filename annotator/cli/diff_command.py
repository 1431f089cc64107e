"""The command ``annotator diff``: what one project says otherwise than another, as git users expect it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from annotator.cli import exit_status
from annotator.cli.output_language import counted, listed, spoken, tr
from annotator.cli.terminal import print_json, printable
from annotator.errors import Sentence
from annotator.exchange.project_diff import (
    KINDS,
    DiffCounts,
    ProjectDifference,
    project_differences,
    project_lines,
)
from annotator.store import Project

SAME, DIFFERENT, TROUBLE = 0, 1, 2
_THE_PROJECT = Sentence("the project")
_SHOWN = 60  # characters of a turn in the line above its differences


@dataclass(frozen=True, slots=True)
class DiffOptions:
    """The options of the command line."""

    stat: bool
    quiet: bool
    as_json: bool


def diff(old: Path, new: Path, choices: DiffOptions) -> int:
    """Say what differs; returns 0 for nothing, 1 for something, 2 where that could not be found out."""

    def compared() -> int:
        with Project.open(old, read_only=True) as before, Project.open(new, read_only=True) as after:
            found = project_differences(before, after, str if choices.as_json else spoken)
            if choices.quiet:
                return SAME if next(found, None) is None else DIFFERENT
            return _tell(old, new, found, choices)

    return exit_status.ending(compared, failed=TROUBLE)


def show_lines(path: Path) -> int:
    """Print what a project says, for git to compare. Raises UserError where it cannot be read."""
    with Project.open(path, read_only=True) as project:
        for line in project_lines(project):
            click.echo(line)
    return exit_status.DONE


def _tell(old: Path, new: Path, found: Iterator[ProjectDifference], choices: DiffOptions) -> int:
    counts = DiffCounts()
    every: list[ProjectDifference] = []
    printed = not (choices.stat or choices.as_json)
    place = dialogue = None
    for one in found:
        if printed and dialogue is None:
            click.echo(f"--- {printable(old)}\n+++ {printable(new)}")
        counts.dialogues += bool(one.dialogue) and one.dialogue != dialogue
        dialogue = one.dialogue
        counts.take(one)
        if choices.as_json:
            every.append(one)
        elif printed:
            if (one.dialogue, one.turn) != place:
                place = (one.dialogue, one.turn)
                click.echo(_heading(one))
            for sign, text in (("-", one.old), ("+", one.new)):
                if text is not None:
                    click.echo(f"{sign}{text}")
    if choices.as_json:
        figures = {name: {k: n for k, n in getattr(counts, name).items() if n} for name in _WAYS}
        print_json(
            {"old": printable(old), "new": printable(new), "same": dialogue is None,
             "dialogues": counts.dialogues, **figures, "differences": [asdict(one) for one in every]}
        )  # fmt: skip
    elif choices.stat and dialogue is not None:
        click.echo("\n".join(_stat(counts)))
    return SAME if dialogue is None else DIFFERENT


_WAYS = ("added", "removed", "changed")
_SAID_WAYS = {
    "added": Sentence("{n:,} added"),
    "removed": Sentence("{n:,} removed"),
    "changed": Sentence("{n:,} changed"),
}
_SAID_KINDS = {
    "project": Sentence("projects"),
    "annotator": Sentence("annotators"),
    "facet": Sentence("facets"),
    "label": Sentence("labels"),
    "dialogue": Sentence("dialogues"),
    "turn": Sentence("turns"),
    "tag": Sentence("tags"),
    "mark": Sentence("marks"),
}


def _stat(counts: DiffCounts) -> Iterator[str]:
    for kind in KINDS:
        ways = ((way, getattr(counts, way)[kind]) for way in _WAYS)
        numbers = [tr(str(_SAID_WAYS[way]), n=number) for way, number in ways if number]
        if numbers:
            yield f" {spoken(_SAID_KINDS[kind])}: {listed(numbers)}"
    differ = Sentence("{dialogues} differs") if counts.dialogues == 1 else Sentence("{dialogues} differ")
    yield " " + tr(str(differ), dialogues=counted(counts.dialogues, "dialogue"))


def _heading(one: ProjectDifference) -> str:
    parts = [one.dialogue or spoken(_THE_PROJECT)]
    if one.turn is not None:
        said = one.said if len(one.said) <= _SHOWN else f"{one.said[:_SHOWN]}…"
        parts += [
            tr("turn {number}", number=one.turn),
            f"{one.speaker}: {said}" if one.kind != "turn" else one.speaker,
        ]
    return f"@@ {', '.join(parts)} @@"
