"""The command ``annotator codebook``: a project's facets and labels to a file, and others taken in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from annotator import codebooks
from annotator.cli import completing, exit_status
from annotator.cli.common_options import PATH, json_output
from annotator.cli.output_language import counted, listed, spoken, tr
from annotator.cli.terminal import print_json, printable, say_done
from annotator.codebooks import FieldDifference, Merge
from annotator.core.paths import is_there
from annotator.errors import Sentence, UserError
from annotator.model import Codebook

Job = Callable[[], int]

_facets = click.option(
    "--facet",
    "facets",
    multiple=True,
    metavar="KEY",
    shell_complete=completing.facets,
    help="Only this facet; repeat for more.",
)
_WORDS = {
    "shortcut": Sentence("key to press"),
    "position": Sentence("order"),
    "open": Sentence("open to new labels"),
}
_NEW = {"facet": Sentence("new facet {name}"), "label": Sentence("new label {name} ({facet})")}
_CHANGED = {
    "facet": Sentence("facet {name}: {field} {old} -> {new}"),
    "label": Sentence("label {name} ({facet}): {field} {old} -> {new}"),
}


@click.group("codebook")
def codebook() -> None:
    """Write the codebook of a project to a file, or take another codebook in."""


@codebook.command("export")
@click.argument("project", type=PATH)
@click.argument("file", type=PATH)
@_facets
@json_output
def export(project: Path, file: Path, facets: tuple[str, ...], as_json: bool) -> Job:
    """Write the codebook of PROJECT to FILE, which ends in .json or .qdc (REFI-QDA)."""
    return partial(_export, project, file, facets, as_json=as_json)


@codebook.command("import")
@click.argument("project", type=PATH)
@click.argument("file", type=PATH, shell_complete=completing.codebooks)
@_facets
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@json_output
def import_(project: Path, file: Path, facets: tuple[str, ...], dry_run: bool, as_json: bool) -> Job:
    """Take the codebook in FILE into PROJECT; nothing of PROJECT's own is removed.

    FILE is .json, .qdc (REFI-QDA), or the name of a starter codebook: default, dialogue-acts, agreement.
    """
    return partial(_import, project, file, facets, dry_run=dry_run, as_json=as_json)


def _export(path: Path, file: Path, facets: Sequence[str], *, as_json: bool) -> int:
    from annotator.exporters.codebook_files import write_codebook  # noqa: PLC0415 - brings the exporters along
    from annotator.store import Project  # noqa: PLC0415 - brings the database along

    with Project.open(path, read_only=True) as project:
        book = _chosen(project.codebook.read(), facets)
    lost = write_codebook(book, file)
    labels = sum(len(facet.labels) for facet in book.facets)
    if as_json:
        figures = {"facets": len(book.facets), "labels": labels, "cannot_hold": lost}
        print_json({"file": printable(file), **figures})
    else:
        say_done(
            tr(
                "{facets} and {labels} written to {file}",
                facets=counted(len(book.facets), "facet"), labels=counted(labels, "label"),
                file=printable(file),
            )
        )  # fmt: skip
        if lost:
            say_done(tr("Not in it: {what}", what=listed(lost, wide=True)))
    return exit_status.DONE


def _import(path: Path, file: Path, facets: Sequence[str], *, dry_run: bool, as_json: bool) -> int:
    from annotator.cli.current_person import person  # noqa: PLC0415 - brings Qt along
    from annotator.store import Project  # noqa: PLC0415 - brings the database along

    who = None if dry_run else person()
    with Project.open(path, read_only=dry_run, annotator=who) as project:
        present = project.codebook.read()
        book, notes = _read(file, present)
        book = _chosen(book, facets)
        merge = codebooks.merged(present, book)
        found = codebooks.differences(present, merge.codebook)
        if not dry_run:
            project.codebook.take_in(book)
    _say(path, merge, found, notes, dry_run=dry_run, as_json=as_json)
    return exit_status.DONE


def _read(file: Path, present: Codebook) -> tuple[Codebook, Sequence[str]]:
    from annotator.exporters.codebook_files import read_codebook  # noqa: PLC0415 - brings the exporters along

    if not is_there(file) and str(file) in codebooks.STARTERS:
        return codebooks.starter(str(file)), ()
    read = read_codebook(file, [present])
    return read.codebook, read.notes


def _chosen(book: Codebook, facets: Sequence[str]) -> Codebook:
    known = [facet.key for facet in book.facets]
    unknown = [key for key in facets if key not in known]
    if unknown:
        raise UserError(
            "There is no facet {facet}",
            "there are {known}",
            facet=unknown[0],
            known=", ".join(known) or Sentence("none"),
        )
    return codebooks.only(book, facets) if facets else book


def _say(
    path: Path,
    merge: Merge,
    found: Sequence[FieldDifference],
    notes: Sequence[str],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    unkeyed = [
        Sentence("{name} comes without its key {key}, which is taken", name=name, key=key)
        for name, key in merge.unkeyed
    ]
    if as_json:
        print_json(
            {
                "project": printable(path),
                "changed": not dry_run and bool(found),
                "changes": [asdict(one) for one in found],
                "notes": [*notes, *unkeyed],
            }
        )
        return
    for one in found:
        say_done(_line(one))
    for note in (*notes, *unkeyed):
        say_done(tr("Note: {note}", note=spoken(note)))
    if not found:
        say_done(tr("Nothing in it is new"))
    elif dry_run:
        say_done(tr("Nothing has been changed"))


def _line(one: FieldDifference) -> str:
    if not one.field:
        return tr(str(_NEW[one.kind]), name=one.name, facet=one.facet)
    return tr(
        str(_CHANGED[one.kind]),
        name=one.name, facet=one.facet, field=spoken(_WORDS.get(one.field, one.field)),
        old=_value(one.old), new=_value(one.new),
    )  # fmt: skip


def _value(value: object) -> str:
    if isinstance(value, bool):
        return spoken(Sentence("yes") if value else Sentence("no"))
    if value in (None, ""):
        return spoken(Sentence("none"))
    return f"“{value}”" if isinstance(value, str) else str(value)
