"""The command ``annotator plan``: how large a study has to be, as its pilot says."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from annotator.analysis.agreement.study_size import ENOUGH
from annotator.cli import exit_status
from annotator.cli.agreement_command import annotator_keys
from annotator.cli.help_language import cells
from annotator.cli.output_language import counted, number, spoken, tr
from annotator.cli.terminal import print_json
from annotator.errors import Sentence
from annotator.reliability.agreement_words import DISTANCE_NAMES
from annotator.reliability.study_size import FacetPlan, plan_study
from annotator.store import Project


def plan(
    paths: Sequence[Path], facet: str, people: Sequence[str], *, width: float, seed: int, as_json: bool
) -> int:
    """Print how many dialogues and annotators an interval of that width takes."""
    with contextlib.ExitStack() as stack:
        projects = [stack.enter_context(Project.open(path, read_only=True)) for path in paths]
        found = plan_study(projects, facet, width, annotator_keys(projects, people), seed=seed)
    if as_json:
        print_json(msgspec.to_builtins(found))
    else:
        _print(found)
    return exit_status.DONE


_COLUMNS = (
    Sentence("annotators"),
    Sentence("dialogues"),
    Sentence("alpha"),
    Sentence("median width"),
    Sentence("narrow enough"),
)


def _print(found: FacetPlan) -> None:
    plan = found.plan
    click.echo(
        tr(
            "{facet}: Krippendorff's alpha ({distance}), a {level:.0%} interval at most {width:g} wide, from "
            "a pilot of {dialogues}",
            facet=found.name, distance=DISTANCE_NAMES[plan.distance], level=plan.level, width=plan.wanted,
            dialogues=counted(plan.pilot_dialogues, "dialogue"),
        )
    )  # fmt: skip
    for annotators, dialogues in plan.needed:
        more = Sentence("more dialogues than were tried")
        said = spoken(more) if dialogues is None else counted(dialogues, "dialogue")
        click.echo(f"  {counted(annotators, 'annotator')}: {said}")
    click.echo("  " + tr("(so narrow in {share:.0%} of the studies that were simulated)", share=ENOUGH))
    names = [spoken(name) for name in _COLUMNS]
    widths = [max(len(str(name)), cells(said)) for name, said in zip(_COLUMNS, names, strict=True)]
    rows = [names]
    for size in plan.sizes:
        alpha, width = (number(x, ".3f") if x is not None else "-" for x in (size.value, size.width))
        rows.append([str(size.annotators), str(size.dialogues), alpha, width, f"{size.enough:.0%}"])
    for row in rows:
        padded = (" " * (width - cells(cell)) + cell for width, cell in zip(widths, row, strict=True))
        click.echo("  " + "  ".join(padded))
