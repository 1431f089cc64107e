"""The commands by which things leave a project, or tags come in; and completion for shells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from annotator.cli import completing, exit_status
from annotator.cli.common_options import PATH, json_output
from annotator.cli.output_language import listed, spoken, tr
from annotator.cli.terminal import print_json, print_table, write_bytes

Job = Callable[[], int]

_SCHEMAS = {
    "export": "dialogue-annotator-1.schema.json",
    "soft-labels": "dialogue-annotator-soft-labels-1.schema.json",
    "codebook": "dialogue-annotator-codebook-1.schema.json",
}


_SCOPE = (
    click.option(
        "--where",
        default="",
        metavar="FILTER",
        shell_complete=completing.where,
        help='Only these turns, e.g. "label:stance.favor".',
    ),
    click.option(
        "--text",
        type=click.Choice(["repaired", "received"]),
        default="repaired",
        show_default=True,
        help="Which text of the turns.",
    ),
    click.option(
        "--annotator",
        "annotators",
        multiple=True,
        metavar="NAME",
        shell_complete=completing.people,
        help="Only tags of these; repeat for more.",
    ),
    click.option("--machine/--no-machine", default=True, help="Tags of programs, suggestions too."),
    click.option("--anonymise", is_flag=True, help="Codes for speakers, files and dialogues."),
    click.option("--words", type=PATH, metavar="FILE", help="Words to replace, one a line; see the docs."),
    click.option(
        "--key", type=PATH, metavar="FILE", help="Where the codes are kept; beside PROJECT if not given."
    ),
)


def _scoped(command: Callable[..., Any]) -> Callable[..., Any]:
    """With the options that say which part of a project is meant."""
    for option in reversed(_SCOPE):
        command = option(command)
    return command


@click.command("export")
@click.argument("project", type=PATH)
@click.argument("file", type=PATH)
@click.option(
    "--format",
    "format_",
    metavar="KEY",
    shell_complete=completing.formats_out,
    help="See `annotator formats`; by FILE's ending if not given.",
)
@click.option("--source-bytes/--no-source-bytes", default=True, help="Files their text does not give back.")
@_scoped
@json_output
def export(**given: Any) -> Job:
    """Write PROJECT to FILE; an older FILE is replaced when the new one has been read back."""
    from annotator.cli import export_reports  # noqa: PLC0415 - brings the database along

    return partial(
        export_reports.export_file, export_reports.ExportChoices(**_without_json(given)), **_json_of(given)
    )


def _shares(_context: click.Context, _parameter: click.Parameter, value: str) -> dict[str, float]:
    shares: dict[str, float] = {}
    for item in value.split(","):
        name, _, share = item.partition("=")
        name = name.strip()
        if name in shares:
            raise click.BadParameter(tr("The part {name} is there twice.", name=name))
        try:
            shares[name] = float(share)
        except ValueError:
            raise click.BadParameter(tr("Write parts so: train=0.8,dev=0.1,test=0.1")) from None
    return shares


@click.command("split")
@click.argument("project", type=PATH)
@click.argument("folder", metavar="DIR", type=PATH)
@click.option(
    "--parts",
    "shares",
    default="train=0.8,dev=0.1,test=0.1",
    show_default=True,
    callback=_shares,
    metavar="NAME=SHARE,…",
    help="Names and shares.",
)
@click.option(
    "--by",
    type=click.Choice(["dialogue", "speaker", "source"]),
    default="dialogue",
    show_default=True,
    help="What is never divided; a dialogue never is.",
)
@click.option(
    "--stratify",
    default="",
    metavar="FACET",
    shell_complete=completing.facets,
    help="Balance the labels of this facet.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another draw.")
@click.option(
    "--alike",
    type=click.FloatRange(min=0),
    default=0.8,
    show_default=True,
    help="Dialogues stay together from this share of common text on; 2 for never.",
)
@click.option(
    "--format",
    "format_",
    default="jsonl",
    metavar="KEY",
    shell_complete=completing.formats_out,
    help="Of the files.",
)
@_scoped
@json_output
def split(**given: Any) -> Job:
    """Divide PROJECT into parts for training and testing, in the new folder DIR with a manifest."""
    from annotator.cli import export_reports  # noqa: PLC0415 - brings the database along

    return partial(
        export_reports.split, export_reports.SplitChoices(**_without_json(given)), **_json_of(given)
    )


@click.command("import-tags")
@click.argument("project", type=PATH)
@click.argument("file", type=PATH)
@click.option(
    "--as",
    "annotator",
    default="",
    metavar="NAME",
    shell_complete=completing.people,
    help="Whose tags they are; else the file says.",
)
@click.option("--predictions", is_flag=True, help="They are suggestions of a program, nobody's answers.")
@click.option(
    "--new-labels", is_flag=True, help="Names that an open facet does not have become labels of it."
)
@click.option("--allow-missing", is_flag=True, help="End with 0 though some tags have no place.")
@json_output
def import_tags(*, project: Path, file: Path, predictions: bool, **options: Any) -> Job:
    """Read tags into PROJECT from FILE: JSON of this program, doccano, Label Studio, or CSV by turn_key.

    All come in as one edit, which can be undone in the window. What has no place is said, the rest
    comes in; the exit status is then 1, with --allow-missing 0.
    """
    from annotator.cli import export_reports  # noqa: PLC0415 - brings the database along

    return partial(export_reports.import_tags, project, file, machine=predictions, **options)


@click.command("formats")
@json_output
def formats(as_json: bool) -> Job:
    """List the export formats and what each cannot hold."""
    return partial(_list_formats, as_json=as_json)


def _list_formats(*, as_json: bool) -> int:
    from annotator.exporters import FORMATS  # noqa: PLC0415 - only needed here

    if as_json:
        print_json(
            [
                {
                    "key": row.key,
                    "name": row.name,
                    "description": row.description,
                    "extensions": row.extensions,
                    "readable": row.read is not None,
                    "needs": row.needs,
                    "cannot_hold": row.limits.losses,
                    "changes": row.limits.changes,
                }
                for row in FORMATS
            ]
        )
        return exit_status.DONE
    for row in FORMATS:
        print_table([(row.key, f"{spoken(row.name)} ({', '.join(row.extensions)})")])
        losses, changes = (listed(said, wide=True) for said in (row.limits.losses, row.limits.changes))
        click.echo("  " + spoken(row.description))
        click.echo("  " + tr("Cannot hold: {losses}.", losses=losses))
        if row.limits.changes:
            click.echo("  " + tr("Renamed: {changes}.", changes=changes))
    return exit_status.DONE


@click.command("schema")
@click.argument("which", type=click.Choice(list(_SCHEMAS)), default="export")
def schema(which: str) -> Job:
    """Print the JSON Schema of exports in the program's own JSON, of soft labels, or of codebooks."""
    return partial(_print_schema, which)


def _print_schema(which: str) -> int:
    from annotator.core.resources import resource  # noqa: PLC0415 - only needed here

    write_bytes(resource("schemas", _SCHEMAS[which]).read_bytes())
    return exit_status.DONE


# Click's script for bash writes names with blanks as several words.
_UNQUOTED = "COMPREPLY+=($value)"
_QUOTED = """if [[ ${COMP_WORDS[COMP_CWORD]} != [\\"\\']* ]]; then
                printf -v value %q "$value"
            fi
            COMPREPLY+=("$value")"""


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> Job:
    """Print what makes SHELL complete commands, options and formats; the docs say where it goes."""
    return partial(_print_completion, context.find_root().command, shell)


def _print_completion(program: click.Command, shell: str) -> int:
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - only needed here

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - the choices are those that click has
    script = kind(program, {}, "annotator", "_ANNOTATOR_COMPLETE").source()
    click.echo(script.replace(_UNQUOTED, _QUOTED))
    return exit_status.DONE


COMMANDS = (export, split, import_tags, formats, schema, completion)


def _without_json(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "as_json"}


def _json_of(given: dict[str, Any]) -> dict[str, Any]:
    return {"as_json": given["as_json"]}
