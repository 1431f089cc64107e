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
from annotator.cli.output_language import counted
from annotator.cli.terminal import print_json
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


def _print(found: FacetPlan) -> None:
    plan = found.plan
    click.echo(
        f"{found.name}: Krippendorff's alpha ({plan.distance}), a {plan.level:.0%} interval at most "
        f"{plan.wanted:g} wide, from a pilot of {counted(plan.pilot_dialogues, 'dialogue')}"
    )
    for annotators, dialogues in plan.needed:
        said = "more dialogues than were tried" if dialogues is None else counted(dialogues, "dialogue")
        click.echo(f"  {counted(annotators, 'annotator')}: {said}")
    click.echo(f"  (so narrow in {ENOUGH:.0%} of the studies that were simulated)")
    click.echo("  annotators  dialogues  alpha  median width  narrow enough")
    for size in plan.sizes:
        alpha, width = (f"{x:.3f}" if x is not None else "-" for x in (size.value, size.width))
        click.echo(
            f"  {size.annotators:>10}  {size.dialogues:>9}  {alpha:>5}  {width:>12}  {size.enough:>13.0%}"
        )
