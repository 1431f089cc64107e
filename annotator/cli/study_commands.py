"""The commands of a study with several annotators."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from annotator.cli import completing
from annotator.cli.common_options import PATH, json_output
from annotator.cli.output_language import tr

Job = Callable[[], int]

_facets = click.option(
    "--facet",
    "facets",
    multiple=True,
    metavar="KEY",
    shell_complete=completing.facets,
    help="Only this one; repeat for more.",
)


def _people(about: str) -> Callable[[Any], Any]:
    return click.option(
        "--annotator",
        "people",
        multiple=True,
        metavar="NAME",
        shell_complete=completing.people,
        help=about,
    )


@click.command("agreement")
@click.argument("projects", nargs=-1, required=True, type=PATH)
@_facets
@_people("Only these; repeat for more. Else everybody.")
@json_output
def agreement(
    projects: tuple[Path, ...], facets: tuple[str, ...], people: tuple[str, ...], as_json: bool
) -> Job:
    """Measure how far annotators agree, in one PROJECT or in several packets without merging them.

    By facet, label, pair, annotator, speaker, target and context, with intervals over dialogues; see
    docs/agreement.md.
    """
    from annotator.cli import agreement_command  # noqa: PLC0415 - brings numpy and the database along

    return partial(agreement_command.measure, projects, facets, people, as_json=as_json)


@click.command("plan")
@click.argument("projects", nargs=-1, required=True, type=PATH)
@click.option(
    "--facet",
    required=True,
    metavar="KEY",
    shell_complete=completing.facets,
    help="Whose agreement the study is to measure.",
)
@click.option(
    "--width", type=click.FloatRange(0.01, 1.9), default=0.2, show_default=True, help="Of the 95 % interval."
)
@_people("Only these; repeat for more.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the simulation.")
@json_output
def plan(projects: tuple[Path, ...], facet: str, people: tuple[str, ...], **options: Any) -> Job:
    """Say how many dialogues and annotators a study takes, from the pilot in PROJECTS.

    Studies are simulated from the pilot's dialogues; the answer is the smallest size at which four of
    five have an interval as narrow as wanted.
    """
    from annotator.cli import plan_command  # noqa: PLC0415 - brings numpy and the database along

    return partial(plan_command.plan, projects, facet, people, **options)


_day = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"])


@click.command("history")
@click.argument("project", type=PATH)
@click.option(
    "--dialogue",
    metavar="TITLE",
    shell_complete=completing.dialogues,
    help="Only edits of this one; a title or a key.",
)
@click.option("--annotator", metavar="NAME", shell_complete=completing.people, help="Only edits by this one.")
@click.option(
    "--facet", metavar="KEY", shell_complete=completing.facets, help="Only edits of tags of this one."
)
@click.option("--since", type=_day, metavar="DATE", help="Only edits from then on, by this machine's clock.")
@click.option("--until", type=_day, metavar="DATE", help="Only edits before then.")
@click.option("--csv", "csv_file", type=PATH, metavar="FILE", help="Write a row for each change.")
@json_output
def history(project: Path, **options: Any) -> Job:
    """Say who changed what when in PROJECT, the newest first.

    An empty cell of the CSV, null in JSON, is nothing; a label that is called none stands there by its name.
    """
    from annotator.cli import history_command  # noqa: PLC0415 - brings the database along

    return partial(history_command.tell, project, history_command.HistoryOptions(**options))


@click.command("packets")
@click.argument("project", type=PATH)
@click.argument("folder", type=PATH)
@click.option("--annotator", "names", multiple=True, required=True, metavar="NAME", help="Repeat for each.")
@click.option("--each", type=click.IntRange(min=0), default=0, help="Annotators a dialogue gets; 0 for all.")
@click.option("--sample", type=click.IntRange(min=1), help="Draw so many dialogues; else all.")
@click.option(
    "--strata",
    type=click.Choice(["source", "target", "length"]),
    default=None,
    help="Draw from each kind of dialogue its share.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of everything that is random.")
@click.option("--same-order", is_flag=True, help="The project's order for everybody, not one each.")
@click.option("--frozen", is_flag=True, help="No new labels while tagging.")
@click.option(
    "--instructions", type=PATH, metavar="FILE", help="A text that goes along; else that of the project."
)
@click.option(
    "--recode",
    multiple=True,
    metavar="LABEL",
    help="Ask answers with this label (or of this facet) again; repeat for more.",
)
@click.option(
    "--retest",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Dialogues they tagged so many days ago or earlier again, blind, as a retest.",
)
@click.option("--decided", is_flag=True, help="Their own tags, and beside them what was decided.")
@json_output
def packets(project: Path, folder: Path, **options: Any) -> Job:
    """Write a packet for each annotator into FOLDER: a project file with their dialogues of PROJECT.

    Packets hold nobody's tags and no suggestions, for recoding the annotator's own but those asked again,
    with --decided the annotator's own and the decisions.
    packets.json says who got what in which order.
    """
    from annotator.cli import packets_command  # noqa: PLC0415 - brings the database along

    return partial(packets_command.packets, project, folder, packets_command.PacketChoices(**options))


@click.command("merge")
@click.argument("project", type=PATH)
@click.argument("packets", nargs=-1, required=True, type=PATH, metavar="PACKET...")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option(
    "--label",
    "labels",
    multiple=True,
    metavar="OLD=NEW",
    help="A label of packets is this one here; repeatable.",
)
@click.option(
    "--conflicts",
    type=click.Choice(["refuse", "project", "packet"]),
    default="refuse",
    show_default=True,
    help="Whose answer counts where an annotator answered twice.",
)
@click.option("--leave", is_flag=True, help="Merge what has a place, leave the rest in the packets.")
@json_output
def merge_(project: Path, packets: tuple[Path, ...], **options: Any) -> Job:
    """Bring the tags of packets back into PROJECT, as one edit that can be undone.

    A PACKET may be a folder: every project file in it. What has no place is said, and then nothing is merged.
    """
    from annotator.cli import packets_command  # noqa: PLC0415 - brings the database along

    return partial(packets_command.merge, project, packets, packets_command.MergeChoices(**options))


@click.command("report")
@click.argument("projects", nargs=-1, required=True, type=PATH)
@click.option("--out", "folder", required=True, type=PATH, metavar="FOLDER", help="Where the files go.")
@_facets
@_people("Only these; repeat for more.")
@click.option("--figures", "with_figures", is_flag=True, help="With figures, as SVG and PDF.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@json_output
def report(
    *,
    projects: tuple[Path, ...],
    folder: Path,
    facets: tuple[str, ...],
    people: tuple[str, ...],
    with_figures: bool,
    force: bool,
    as_json: bool,
) -> Job:
    """Write the agreement of PROJECTS for a paper: Markdown, HTML, LaTeX, CSV, and all numbers as JSON.

    With a methods paragraph in English and in Chinese.
    """
    from annotator.cli import report_command  # noqa: PLC0415 - brings numpy and the database along

    return partial(
        report_command.report, projects, folder, facets, people,
        force=force, with_figures=with_figures, as_json=as_json,
    )  # fmt: skip


@click.command("adjudicate")
@click.argument("project", type=PATH)
@click.option("--majority", is_flag=True, required=True, help="Take what most annotators said.")
@_facets
@_people("Only their votes; repeat for more.")
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
@json_output
def adjudicate(project: Path, **options: Any) -> Job:
    """Decide where annotators of PROJECT differ; their own tags stay.

    The result of a vote is held by a program of its own, each tag with the share of annotators
    who gave it. Ties get no tag. One edit, which can be undone.
    """
    from annotator.cli import adjudicate_command  # noqa: PLC0415 - brings the database along

    options.pop("majority")  # the only way there is, and said so that it is never taken for granted
    return partial(adjudicate_command.majority, project, adjudicate_command.AdjudicateOptions(**options))


@click.command("diff")
@click.argument("old", type=PATH, metavar="A")
@click.argument("new", required=False, type=PATH, metavar="B")
@click.option("--stat", is_flag=True, help="Only say how much differs.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit status says it.")
@click.option("--lines", is_flag=True, help="Print what A says as lines, for git to compare (textconv).")
@json_output
def diff(old: Path, new: Path | None, lines: bool, **options: Any) -> Job:
    """Say what project B says otherwise than project A: codebook, dialogues, turns, tags and marks.

    Exit status: 0 where they say the same, 1 where they differ, 2 where that cannot be found out. Times and
    the history of edits are no difference. docs/scripting.md says how git shows projects with it.
    """
    from annotator.cli import diff_command  # noqa: PLC0415 - brings the database along

    if lines:
        if new is not None:
            raise click.UsageError(tr("--lines takes one project."))
        return partial(diff_command.show_lines, old)
    if new is None:
        raise click.UsageError(tr("Name two projects, or one and --lines."))
    return partial(diff_command.diff, old, new, diff_command.DiffOptions(**options))


COMMANDS = (diff, agreement, plan, history, packets, merge_, report, adjudicate)
