"""``annotator turns`` and ``annotator speakers``: where turns begin and who speaks, corrected by scripts.

A command of click only reads its arguments; :mod:`annotator.cli.edit_structure` does the job.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli import reading_options
from annotator.cli.common_options import PATH, json_output

if TYPE_CHECKING:
    from annotator.importers import MarkerRule

Job = Callable[[], int]

_drop = click.option("--drop", is_flag=True, help="Let tags go that would have no place any more.")
_dialogues = click.option(
    "--dialogue", "dialogues", multiple=True, metavar="TITLE", help="Only in this one; a title or a key."
)


@click.group("turns")
def turns() -> None:
    """Correct where turns begin and end. Each command is one edit, which can be undone in the window.

    TURN is a key, as exports have it (turn_key), or TITLE#12: turn 12 of the dialogue of that title.
    """


@turns.command("read-again")
@click.argument("project", type=PATH)
@_dialogues
@click.option(
    "--rule",
    callback=reading_options.marker_rule,
    metavar="RULE",
    help="Speaker markers: a rule's name or a regular expression; the best one for each if not given.",
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    callback=reading_options.answers,
    metavar="QUESTION=ANSWER",
    help="Decide what a reading asks, as in annotator import; repeatable.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@_drop
@json_output
def read_again(
    project: Path,
    dialogues: tuple[str, ...],
    rule: MarkerRule | None,
    answers: dict[str, str],
    *,
    dry_run: bool,
    drop: bool,
    as_json: bool,
) -> Job:
    """Divide dialogues of PROJECT into turns anew; tags stay where their text is.

    An edit for each dialogue. Where tags would have no place any more nothing is done to any, unless --drop.
    """
    from annotator.cli import edit_structure  # noqa: PLC0415 - brings the database along

    how = edit_structure.Again(rule, answers, drop=drop, dry_run=dry_run)
    return partial(edit_structure.read_again, project, dialogues, how, as_json=as_json)


@turns.command("split")
@click.argument("project", type=PATH)
@click.argument("turn")
@click.argument("words")
@click.option("--speaker", metavar="NAME", help="Who says the second part; if not given who says the first.")
@click.option("--marker", default="", metavar="TEXT", help="What stands before WORDS and is part of neither.")
@json_output
def split(project: Path, turn: str, words: str, speaker: str | None, marker: str, *, as_json: bool) -> Job:
    """Let a new turn begin with WORDS, which TURN of PROJECT has once."""
    from annotator.cli import edit_structure  # noqa: PLC0415 - brings the database along

    return partial(edit_structure.split, project, turn, words, speaker, marker, as_json=as_json)


@turns.command("join")
@click.argument("project", type=PATH)
@click.argument("turn")
@_drop
@json_output
def join(project: Path, turn: str, *, drop: bool, as_json: bool) -> Job:
    """Make TURN of PROJECT and the one behind it one turn, of the first one's speaker."""
    from annotator.cli import edit_structure  # noqa: PLC0415 - brings the database along

    return partial(edit_structure.join, project, turn, drop=drop, as_json=as_json)


@turns.command("take-out")
@click.argument("project", type=PATH)
@click.argument("turn")
@_drop
@json_output
def take_out(project: Path, turn: str, *, drop: bool, as_json: bool) -> Job:
    """Say that TURN of PROJECT is none: a remark, a heading. Its text is kept before the next turn."""
    from annotator.cli import edit_structure  # noqa: PLC0415 - brings the database along

    return partial(edit_structure.take_out, project, turn, drop=drop, as_json=as_json)


@turns.command("taken-out")
@click.argument("project", type=PATH)
@_dialogues
@json_output
def taken_out(project: Path, dialogues: tuple[str, ...], *, as_json: bool) -> Job:
    """List what was taken out of PROJECT, with the numbers by which it can be restored."""
    from annotator.cli import edit_structure  # noqa: PLC0415 - brings the database along

    return partial(edit_structure.taken_out, project, dialogues, as_json=as_json)


@turns.command("restore")
@click.argument("project", type=PATH)
@click.argument("number", type=int)
@json_output
def restore(project: Path, number: int, *, as_json: bool) -> Job:
    """Make what was taken out of PROJECT a turn again; NUMBER is that of annotator turns taken-out."""
    from annotator.cli import edit_structure  # noqa: PLC0415 - brings the database along

    return partial(edit_structure.restore, project, number, as_json=as_json)


@click.group("speakers")
def speakers() -> None:
    """Say who speaks: change and join names, and take tables about speakers in and out."""


@speakers.command("list")
@click.argument("project", type=PATH)
@_dialogues
@click.option("--csv", "csv_file", type=PATH, metavar="FILE", help="Write a row a speaker and dialogue.")
@json_output
def list_(project: Path, dialogues: tuple[str, ...], csv_file: Path | None, *, as_json: bool) -> Job:
    """Say who speaks in PROJECT, how often, and what is known about them.

    The CSV file can be changed and taken in again with annotator speakers import.
    """
    from annotator.cli import edit_structure  # noqa: PLC0415 - brings the database along

    return partial(edit_structure.list_speakers, project, dialogues, csv_file, as_json=as_json)


@speakers.command("import")
@click.argument("project", type=PATH)
@click.argument("table", type=PATH)
@json_output
def import_(project: Path, table: Path, *, as_json: bool) -> Job:
    """Take what TABLE (CSV, with a column speaker) says about speakers into PROJECT, as one edit."""
    from annotator.cli import edit_structure  # noqa: PLC0415 - brings the database along

    return partial(edit_structure.describe_speakers, project, table, as_json=as_json)


@speakers.command("rename")
@click.argument("project", type=PATH)
@click.argument("old")
@click.argument("new")
@_dialogues
@json_output
def rename(project: Path, old: str, new: str, dialogues: tuple[str, ...], *, as_json: bool) -> Job:
    """Give all turns of OLD in PROJECT the name NEW; where somebody is called so, the two become one."""
    from annotator.cli import edit_structure  # noqa: PLC0415 - brings the database along

    return partial(edit_structure.rename_speaker, project, old, new, dialogues, as_json=as_json)


@speakers.command("change")
@click.argument("project", type=PATH)
@click.argument("name")
@click.argument("turns", nargs=-1, required=True, metavar="TURN...")
@json_output
def change(project: Path, name: str, turns: tuple[str, ...], *, as_json: bool) -> Job:
    """Let NAME have said these turns of PROJECT; "" for nobody. TURN as in annotator turns."""
    from annotator.cli import edit_structure  # noqa: PLC0415 - brings the database along

    return partial(edit_structure.change_speaker, project, name, turns, as_json=as_json)


COMMANDS = (turns, speakers)
