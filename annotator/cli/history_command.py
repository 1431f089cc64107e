"""The command ``annotator history``: who changed what when, as lines, CSV or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from annotator.cli import exit_status
from annotator.cli.output_files import output_file
from annotator.cli.output_language import counted, moment, spoken, tr
from annotator.cli.terminal import is_stream, print_json, printable
from annotator.errors import UserError
from annotator.exchange.log_rows import COLUMNS, LogRow, WantedEdits, log_rows
from annotator.exporters.csv_writer import safe
from annotator.store import Project


@dataclass(frozen=True, slots=True)
class HistoryOptions:
    """The options of the command line."""

    dialogue: str | None
    annotator: str | None
    facet: str | None
    since: datetime | None
    until: datetime | None
    csv_file: Path | None
    as_json: bool


def tell(path: Path, choices: HistoryOptions) -> int:
    """Say what was done in a project, the newest first. Raises UserError for a name that nothing has."""
    with Project.open(path, read_only=True) as project:
        for_people = choices.csv_file is None and not choices.as_json
        rows = log_rows(project, _wanted(project, choices), spoken if for_people else str)
        if choices.csv_file is not None:
            count = _write_csv(rows, choices.csv_file)
            if not choices.as_json:
                changes = counted(count, "change")
                said = tr("{changes} in {file}", changes=changes, file=printable(choices.csv_file))
                click.echo(said, err=is_stream(choices.csv_file))
        elif choices.as_json:
            print_json([asdict(row) for row in rows])
        else:
            for line in _lines(rows):
                click.echo(line)
    return exit_status.DONE


def _wanted(project: Project, choices: HistoryOptions) -> WantedEdits:
    annotator = dialogue = facet = None
    if choices.annotator:
        (annotator, *_) = project.search.annotator_keys(choices.annotator)
    if choices.dialogue:
        dialogue = _dialogue(project, choices.dialogue)
    if choices.facet:
        facets = {name: one.key for one in project.codebook.read().facets for name in (one.name, one.key)}
        facet = facets.get(choices.facet)
        if facet is None:
            known = ", ".join(one.key for one in project.codebook.read().facets)
            what = "There is no facet {facet}"
            raise UserError(what, "there are {known}", "Name one of them", facet=choices.facet, known=known)
    return WantedEdits(annotator, dialogue, facet, _time(choices.since), _time(choices.until))


def _dialogue(project: Project, name: str) -> int:
    dialogues = project.dialogues.page(project.dialogues.ids())
    found = [one.id for one in dialogues if name in {one.title, one.key}]
    if len(found) != 1:
        raise UserError(
            "There is no one dialogue {dialogue}",
            "{n} dialogues are called so",
            "Name it by its title or its key",
            dialogue=name,
            n=len(found),
        )
    return found[0]


def _time(moment: datetime | None) -> str | None:
    """A moment on this machine's clock as the log has it."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _lines(rows: Iterator[LogRow]) -> Iterator[str]:
    """A heading for each edit, and its changes under it."""
    edit = None
    for row in rows:
        if row.edit != edit:
            edit = row.edit
            taken_back = tr(" (undone)") if row.taken_back else ""
            yield f"{moment(row.at)}  {row.annotator}: {row.did}{taken_back}"
        yield f"    {' '.join(row.words.split())}"


def _write_csv(rows: Iterator[LogRow], path: Path) -> int:
    count = 0
    with output_file(path) as out:
        buffer = io.TextIOWrapper(out, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([_cell(value) for value in asdict(row).values()])
            count += 1
        buffer.flush()
        buffer.detach()
    return count


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return safe(value)  # titles and notes come from files and people
