"""The commands, but for opening the window, which starts without the libraries they need.

A command of click only reads its arguments; what it returns is the job, run by :func:`run`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from annotator import importers
from annotator.cli import (
    completing,
    exit_status,
    help_language,
    output_language,
    reading_options,
    structure_commands,
    study_commands,
    usage_errors,
)
from annotator.cli.codebook_command import codebook
from annotator.cli.common_options import PATH, json_output
from annotator.cli.exchange_commands import COMMANDS
from annotator.cli.output_language import tr
from annotator.cli.plot_commands import plot
from annotator.cli.terminal import be_quiet
from annotator.cli.window_request import OpenRequest
from annotator.core.version import VERSION
from annotator.errors import UserError
from annotator.ui.texts import error_texts

Job = Callable[[], int]

_force = click.option("--force", is_flag=True, help="Replace files that exist.")
_jobs = click.option(
    "--jobs",
    type=click.IntRange(min=0),
    help="Processes to work with; 0 for none. Decided by size if not given.",
)


def run(arguments: Sequence[str]) -> int:
    """Run a command line that is not a mere request for the window; returns the exit status."""
    return exit_status.ending(lambda: _run(arguments))


def _run(arguments: Sequence[str]) -> int:
    be_quiet(quiet=False)
    output_language.speak()
    root: click.Command = cli
    if not {"-h", "--help"}.isdisjoint(arguments) and (spoken := help_language.language()):
        root = help_language.translated(cli, help_language.texts(spoken))
    try:
        job = root.main(list(arguments), prog_name="annotator", standalone_mode=False)
    except click.ClickException as error:
        usage_errors.show(error)
        return error.exit_code
    # Help and version come back as a status. What is left runs outside click, which has ways of
    # its own with interrupts and closed pipes.
    status: int = job() if callable(job) else exit_status.DONE
    sys.stdout.flush()
    return status


def _quiet(_context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    be_quiet(quiet=value)


class _Commands(click.Group):
    """The commands; those that do something, rather than show something, can be told to be quiet about it."""

    _SHOW = frozenset(
        {
            "agreement",
            "check",
            "completion",
            "diff",
            "formats",
            "history",
            "info",
            "language",
            "open",
            "plan",
            "schema",
        }
    )

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command, and its option ``--quiet``."""
        super().add_command(cmd, name)
        if (name or cmd.name) not in self._SHOW:
            _can_be_quiet(cmd)


def _can_be_quiet(command: click.Command) -> None:
    """Give a command, or each of a group of commands, the option ``--quiet``."""
    if isinstance(command, click.Group):
        for one in command.commands.values():
            _can_be_quiet(one)
        return
    option = click.Option(
        ["-q", "--quiet"], is_flag=True, expose_value=False, callback=_quiet, help="Say only what went wrong."
    )
    command.params.append(option)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, prog_name="annotator", message="%(prog)s %(version)s")
def cli() -> None:
    """Dialogue Annotator: repair, split and tag transcripts of conversations.

    Without a command the window opens, on the files and folders that are named. Exit status: 0 done,
    1 could not (one sentence on stderr says why), 2 wrong usage, 130 interrupted.
    """


@cli.command("open")
@click.argument("paths", nargs=-1, type=PATH)
@click.option("--picture", type=PATH, metavar="FILE", help="Write a picture of the window and end.")
@click.option("--samples", is_flag=True, help="Open the sample transcripts.")
def open_(paths: tuple[Path, ...], picture: Path | None, samples: bool) -> Job:
    """Open the window on a project, or on transcripts and folders of them."""
    from annotator.cli.window import open_window  # noqa: PLC0415 - brings Qt along

    return partial(open_window, OpenRequest(paths, picture, samples))


def _encoding(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            importers.decode(b" ", value)
        except UserError as error:
            raise click.BadParameter(output_language.spoken(error.what)) from error
    return value


_encoding_option = click.option(
    "--encoding", callback=_encoding, metavar="NAME", help="Read the files so; found for each if not given."
)

_rule_option = click.option(
    "--rule",
    callback=reading_options.marker_rule,
    metavar="RULE",
    help="Speaker markers: a rule's name or a regular expression.",
)


def _import_format(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            importers.format_of_key(value)
        except UserError as error:
            raise click.BadParameter(error_texts.sentences(error_texts.reason(error))) from error
    return value


def _mapping(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str] | None:
    pairs = [value.partition("=") for value in values]
    for role, equals, column in pairs:
        if role not in importers.ROLES or not equals or not column:
            raise click.BadParameter(
                tr("Say ROLE=COLUMN, where ROLE is {roles}.", roles=", ".join(importers.ROLES))
            )
    mapping: dict[str, str] = {}
    for role, _, column in pairs:  # several columns may tell dialogues apart together
        mapping[role] = f"{mapping[role]} + {column}" if role in mapping else column
    return mapping or None


@cli.command("import")
@click.argument("project", type=PATH)
@click.argument("paths", nargs=-1, required=True, type=PATH)
@_encoding_option
@_rule_option
@click.option(
    "--format",
    "format_",
    callback=_import_format,
    metavar="KEY",
    shell_complete=completing.formats_in,
    help="Of all files; found for each if not given.",
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    callback=_mapping,
    metavar="ROLE=COLUMN",
    help="Which column or field is what: text=utterance, speaker=who; guessed if not given.",
)
@click.option(
    "--tier",
    "tiers",
    multiple=True,
    metavar="NAME",
    help="A tier that is speech, of ELAN, TextGrid or EXMARaLDA; guessed if not given; repeatable.",
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    callback=reading_options.answers,
    metavar="QUESTION=ANSWER",
    help="Decide what an import asked: speaker:Cato=yes; for all files; repeatable.",
)
@click.option("--strict", is_flag=True, help="Leave out files with a question that is not answered.")
@click.option("--languages-later", is_flag=True, help="Leave languages to the window or the next import.")
@click.option("--name", default="", help="Name of the project, where it is made.")
@_jobs
@json_output
def import_(
    *,
    project: Path,
    paths: tuple[Path, ...],
    encoding: str | None,
    rule: importers.MarkerRule | None,
    format_: str | None,
    mapping: dict[str, str] | None,
    tiers: tuple[str, ...],
    answers: dict[str, str],
    strict: bool,
    languages_later: bool,
    name: str,
    jobs: int | None,
    as_json: bool,
) -> Job:
    """Add transcripts, files, folders or zip archives of them, to PROJECT; it is made where there is none.

    docs/import-formats.md says what can be read: text, JSON, tables, corpora, CHAT, ELAN, TextGrid,
    subtitles, Word. Roles for --map are text, answer, whole, speaker, dialogue, id, reply_to, start, end,
    time, order; several columns may be the dialogue together.
    An export in the program's own JSON becomes the new project PROJECT.

    What a file leaves open is read the likelier way and asked, a sentence on stderr each, with the option
    that answers it; the exit status stays 0. With --strict such files count as failed, and it is 1.
    """
    from annotator.cli import project_commands  # noqa: PLC0415 - brings the database along
    from annotator.pipeline.import_job import ImportChoice  # noqa: PLC0415 - brings the engines along

    return partial(
        project_commands.import_files,
        project,
        paths,
        choice=ImportChoice(
            encoding, rule, format_, mapping, answers=answers, strict=strict, tiers=tiers or None
        ),
        name=name,
        jobs=jobs,
        later=languages_later,
        as_json=as_json,
    )


@cli.command("check")
@click.argument("project", type=PATH)
@json_output
def check(project: Path, as_json: bool) -> Job:
    """Check the file, the sources, the repair steps and the log of PROJECT.

    With --json each problem has a code that keeps its meaning; docs/file-format.md lists them.
    """
    from annotator.cli import project_commands  # noqa: PLC0415 - brings the database along

    return partial(project_commands.check_project, project, as_json=as_json)


@cli.command("recover")
@click.argument("damaged", type=PATH)
@click.argument("new", type=PATH)
@json_output
def recover(damaged: Path, new: Path, as_json: bool) -> Job:
    """Write what can be saved of the project DAMAGED into the new project NEW, and say what cannot.

    DAMAGED is only read. Lost turns are filled from the files that were imported, lost tags from the
    history; what is in neither is counted. See docs/file-format.md.
    """
    from annotator.cli import project_commands  # noqa: PLC0415 - brings the database along

    return partial(project_commands.recover_project, damaged, new, as_json=as_json)


@cli.command("info")
@click.argument("project", type=PATH)
@json_output
def info(project: Path, as_json: bool) -> Job:
    """Say what is in PROJECT."""
    from annotator.cli import project_commands  # noqa: PLC0415 - brings the database along

    return partial(project_commands.describe, project, as_json=as_json)


def _codes(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.strip() for code in value.split(",") if code.strip()))
    if any(re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", code) is None for code in codes):
        raise click.BadParameter(tr("Language codes are like zh, en or pt-BR, with commas between them."))
    return codes


@cli.command("language")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--csv", "csv_file", type=PATH, metavar="FILE", help="Write every figure, a row per turn.")
@click.option(
    "--languages", default="", callback=_codes, metavar="CODES", help="Instead of the project's, or zh,en."
)
@click.option("--name", "names", multiple=True, metavar="NAME", help="Belongs to no language; repeatable.")
@_encoding_option
@_rule_option
@json_output
def language(paths: tuple[Path, ...], **options: Any) -> Job:
    """Measure code-switching in PROJECT, or in transcripts without one.

    Figures of turns, speakers, dialogues and all together; see docs/language.md for what they mean.
    """
    from annotator.cli import language_command  # noqa: PLC0415 - brings the engines along

    return partial(language_command.measure, paths, language_command.DetectionOptions(**options))


@cli.command("repair")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--out", type=PATH, metavar="DIR", help="Where the repaired files go, under the same names.")
@click.option("--report", type=PATH, metavar="FILE.json", help="Write every step with its alternatives.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=0.85,
    show_default=True,
    help="Less certain repairs are doubts.",
)
@click.option("--only-detect", is_flag=True, help="Say what is damaged and write no text.")
@click.option("--explain", is_flag=True, help="Print every step.")
@_encoding_option
@_force
@_jobs
@json_output
def repair_(paths: tuple[Path, ...], **options: Any) -> Job:
    """Repair text files: undo wrong code pages, mark what is lost.

    The input is never touched. Repaired files are UTF-8 and keep their names and line breaks.
    PATH - reads standard input and writes standard output.
    """
    from annotator.cli import repair_command  # noqa: PLC0415 - brings the repair engine along

    given = repair_command.RepairOptions(**options)
    if Path("-") in paths:
        if len(paths) > 1 or given.out or given.as_json:
            raise click.UsageError(tr("'-' stands alone, without --out and --json."))
        return partial(repair_command.repair_stream, given)
    if given.out is None and not given.only_detect:
        raise click.UsageError(tr("Say where the repaired files go with --out DIR, or --only-detect."))
    return partial(repair_command.repair_paths, paths, given)


for command in (*COMMANDS, *study_commands.COMMANDS, *structure_commands.COMMANDS, codebook, plot):
    cli.add_command(command)
