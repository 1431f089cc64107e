"""The command line of ``annotator plot``: reads its options and brings nothing along."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from annotator.cli import completing
from annotator.cli.common_options import PATH
from annotator.cli.output_language import tr

Job = Callable[[], int]


def _size(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> tuple[float, float] | None:
    from annotator.cli.plot_command import size_of  # noqa: PLC0415 - brings numpy along

    if value is None:
        return None
    try:
        return size_of(value)
    except ValueError as error:
        raise click.BadParameter(
            tr("Say width and height such as 7x4 (inches) or 18x10cm, 1 to 60 inches.")
        ) from error


@click.command("plot")
@click.argument("project", required=False, type=PATH)
@click.argument("name", required=False, shell_complete=completing.pictures)
@click.option("--out", type=PATH, metavar="FILE", help="The picture: .svg, .pdf or .png.")
@click.option("--list", "listed", is_flag=True, help="Say which pictures there are and what each needs.")
@click.option("--size", callback=_size, metavar="WxH", help="In inches, or cm: 7x4, 18x10cm.")
@click.option(
    "--dpi", type=click.IntRange(20, 2400), default=300, show_default=True, help="Dots an inch of a PNG."
)
@click.option("--style", type=click.Choice(["print", "light", "dark"]), default="print", show_default=True)
@click.option(
    "--dialogue",
    default="",
    metavar="TITLE",
    shell_complete=completing.dialogues,
    help="Or key, or number; the first if not given.",
)
@click.option(
    "--facet",
    default="",
    metavar="KEY",
    shell_complete=completing.facets,
    help="The one that fits best if not given.",
)
@click.option(
    "--annotator",
    "people",
    multiple=True,
    metavar="NAME",
    shell_complete=completing.people,
    help="Only these; repeat for more.",
)
@click.option(
    "--by", type=click.Choice(["speaker", "source", "language"]), default="speaker", show_default=True,
    help="What labels are counted by.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace files that exist.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for machines.")
def plot(*, project: Path | None, name: str | None, listed: bool, **options: Any) -> Job:
    """Draw the picture NAME of PROJECT into a file, with its table (.csv) and caption (.txt) beside it.

    Needs matplotlib: pip install 'dialogue-annotator[plots]'. docs/figures.md shows every picture.
    """
    from annotator.cli import plot_command  # noqa: PLC0415 - brings numpy and the database along

    if listed:
        return partial(plot_command.show_list, as_json=options["as_json"])
    if project is None or name is None or options["out"] is None:
        raise click.UsageError(tr("Say PROJECT, NAME and --out FILE, or --list."))
    return partial(plot_command.plot, project, name, plot_command.PlotOptions(**options))
