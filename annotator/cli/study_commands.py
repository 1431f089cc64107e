"""The commands of a study with several annotators."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

Job = Callable[[], int]

_PATH = click.Path(path_type=Path)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object for machines.")


@click.command("agreement")
@click.argument("projects", nargs=-1, required=True, type=_PATH)
@click.option("--facet", "facets", multiple=True, metavar="KEY", help="Only this one; repeat for more.")
@click.option(
    "--annotator",
    "people",
    multiple=True,
    metavar="NAME",
    help="Only these; repeat for more. Else everybody.",
)
@_json
def agreement(
    projects: tuple[Path, ...], facets: tuple[str, ...], people: tuple[str, ...], as_json: bool
) -> Job:
    """Measure how far annotators agree, in one PROJECT or in several packets without merging them.

    By facet, label, pair, annotator, speaker, target and context, with intervals over dialogues; see
    docs/agreement.md.
    """
    from annotator.cli import agreement_command  # noqa: PLC0415 - brings numpy and the database along

    return partial(agreement_command.measure, projects, facets, people, as_json=as_json)


COMMANDS = (agreement,)
