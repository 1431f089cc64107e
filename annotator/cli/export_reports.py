"""What leaves a project on the command line, and tags that come in; with the report of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import msgspec

from annotator.cli import exit_status
from annotator.cli.current_person import person
from annotator.cli.output_language import counted, listed, number, spoken, tr
from annotator.cli.terminal import (
    is_stream,
    pour,
    print_json,
    printable,
    progress,
    say_done,
)
from annotator.cli.waiting_languages import say_waiting
from annotator.core.read_files import read_text
from annotator.core.unfinished_files import temporary_folder
from annotator.errors import UserError
from annotator.exchange import (
    Anonymised,
    ExportReport,
    Scope,
    SplitPlan,
    TextKind,
    Together,
    Trouble,
    WordList,
    export_project,
    key_beside,
    parse_words,
    split_project,
)
from annotator.exchange import import_tags as read_tags
from annotator.exporters import Loss
from annotator.store import Project

_SHOWN = 20  # troubles; the JSON has all


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choices:
    """Which part of which project, and how."""

    project: Path
    format_: str | None
    where: str
    text: TextKind
    annotators: tuple[str, ...]
    machine: bool
    anonymise: bool
    words: Path | None
    key: Path | None

    def scope(self, project: Project) -> Scope:
        """The part that is meant. Raises UserError for somebody the project does not know."""
        keys = tuple(key for name in self.annotators for key in project.search.annotator_keys(name))
        where = project.search.read_filter(self.where) if self.where else None
        return Scope(where=where, text=self.text, annotators=keys, machine=self.machine)

    def anonymised(self) -> Anonymised | None:
        """How to make it anonymous, None for not at all."""
        if not (self.anonymise or self.words or self.key):
            return None
        words = WordList(()) if self.words is None else parse_words(read_text(self.words), self.words.name)
        return Anonymised(self.key or key_beside(self.project), words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoices(_Choices):
    """What `annotator export` was asked for."""

    file: Path
    source_bytes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitChoices(_Choices):
    """What `annotator split` was asked for."""

    folder: Path
    shares: Mapping[str, float]
    by: Together
    stratify: str
    seed: int
    alike: float


# --- out --------------------------------------------------------------------------------------


def export_file(given: ExportChoices, *, as_json: bool) -> int:
    """Export a project, opened read-only, to a file, or into a pipe once it has been read back.

    Where the data goes to standard output or another stream, the report goes to stderr.
    """
    if not is_stream(given.file):
        return _export(given, given.file, as_json=as_json)
    if given.format_ is None:
        raise UserError(
            "The export has no format",
            "{file} has no ending that tells it",
            "Say --format KEY; `annotator formats` lists them",
            file=given.file,
        )
    # A folder of its own, which only this person can open: what is written there is interview data.
    with temporary_folder() as folder:
        file = folder / "export"
        status = _export(given, file, as_json=as_json)
        pour(file, given.file)
    return status


def _export(given: ExportChoices, file: Path, *, as_json: bool) -> int:
    stream = file != given.file
    with Project.open(given.project, read_only=True) as project, progress(tr("Exporting")) as tell:
        report = export_project(
            project,
            file,
            format=given.format_,
            scope=given.scope(project),
            anonymised=given.anonymised(),
            source_bytes=given.source_bytes,
            progress=tell,
        )
        waiting = say_waiting([project])
    if as_json:
        print_json(
            {
                "file": printable(given.file),
                "format": report.format,
                "dialogues": report.dialogues,
                "turns": report.turns,
                "tags": report.tags,
                "bytes": report.bytes,
                "checked": True,
                "cannot_hold": report.losses,
                "lost": {loss.kind: loss.count for loss in report.lost},
                "changes": report.changes,
                "invented": {loss.kind: loss.count for loss in report.invented},
                "left_out": _as_json(report.troubles),
                "words_replaced": report.replaced,
                "languages_waiting": waiting,
                "key": None if report.key is None else printable(report.key),
            },
            err=stream,
        )
        return exit_status.DONE
    say_done(
        tr(
            "{dialogues}, {turns} and {tags} written to {file} ({size:,} bytes) and read back",
            dialogues=counted(report.dialogues, "dialogue"),
            turns=counted(report.turns, "turn"),
            tags=counted(report.tags, "tag"),
            file=printable(given.file),
            size=report.bytes,
        ),
        err=stream,
    )
    _say_report(report, err=stream)
    return exit_status.DONE


def _say_report(report: ExportReport, *, err: bool) -> None:
    _say_lost(report.lost, err=err)
    say_done(tr("Not in it: {what}", what=listed(report.losses, wide=True)), err=err)
    if report.invented:
        say_done(tr("Invented: {what}", what=listed(map(_loss_words, report.invented))), err=err)
    if report.changes:
        say_done(tr("Renamed: {what}", what=listed(report.changes, wide=True)), err=err)
    if report.key is not None:
        replaced = counted(report.replaced, "word")
        say_done(
            tr(
                "{words} replaced; only {file} leads back: do not pass it on",
                words=replaced,
                file=printable(report.key),
            ),
            err=err,
        )
    _say_troubles(tr("left out"), report.troubles)


def _say_lost(lost: Sequence[Loss], *, err: bool = False) -> None:
    if lost:
        say_done(tr("Lost: {what}", what=listed(map(_loss_words, lost))), err=err)


def _loss_words(loss: Loss) -> str:
    noun = loss.words.partition(" ")[2]
    return f"{number(loss.count)} {spoken(noun)}"


def _say_troubles(what: str, troubles: Sequence[Trouble]) -> None:
    for trouble in troubles[:_SHOWN]:
        click.echo(f"{what}: {spoken(trouble.where)}: {spoken(trouble.what)}", err=True)
    if len(troubles) > _SHOWN:
        click.echo(f"{what}: {tr('{n:,} more', n=len(troubles) - _SHOWN)}", err=True)


def _as_json(troubles: Sequence[Trouble]) -> list[dict[str, str]]:
    return [{"where": trouble.where, "what": trouble.what} for trouble in troubles]


def split(given: SplitChoices, *, as_json: bool) -> int:
    """Divide a project, opened read-only."""
    plan = SplitPlan(given.by, given.stratify, given.seed, given.shares, given.alike)
    with Project.open(given.project, read_only=True) as project, progress(tr("Dividing")) as tell:
        report = split_project(
            project,
            given.folder,
            plan,
            format=given.format_ or "jsonl",
            scope=given.scope(project),
            anonymised=given.anonymised(),
            progress=tell,
        )
        say_waiting([project])
    if as_json:
        print_json(
            {
                "folder": printable(given.folder),
                "parts": [msgspec.to_builtins(part) for part in report.parts],
                "groups": report.groups,
                "alike": report.alike,
                "lost": {loss.kind: loss.count for loss in report.lost},
                "left_out": _as_json(report.troubles),
            }
        )
        return exit_status.DONE
    for part in report.parts:
        labels = ", ".join(f"{label} {number(count)}" for label, count in part.labels.items())
        say_done(
            f"{part.file}: {listed([counted(part.dialogues, 'dialogue'), counted(part.turns, 'turn')])}"
            f"{labels and f' ({labels})'}"
        )
    say_done(tr("{n:,} dialogues are nearly the same as another and stay with it", n=report.alike))
    _say_lost(report.lost)
    _say_troubles(tr("left out"), report.troubles)
    return exit_status.DONE


# --- in ---------------------------------------------------------------------------------------


def import_tags(
    path: Path,
    file: Path,
    *,
    annotator: str,
    machine: bool,
    new_labels: bool,
    allow_missing: bool,
    as_json: bool,
) -> int:
    """Read tags into a project. Raises UserError where some have no place, unless that is allowed."""
    with Project.open(path, annotator=person()) as project, progress(tr("Reading")) as tell:
        report = read_tags(
            project, file, annotator=annotator, machine=machine, new_labels=new_labels, progress=tell
        )
    if as_json:
        print_json(
            {
                "project": printable(path),
                "added": report.added,
                "known": report.known,
                "answered": report.answered,
                "annotators": report.annotators,
                "new_labels": report.new_labels,
                "without_a_place": _as_json(report.troubles),
            }
        )
    else:
        tags = counted(report.added, "tag")
        if report.annotators:
            tags = tr("{tags} of {people}", tags=tags, people=", ".join(report.annotators))
        say_done(
            tr(
                "{tags} read in, {known:,} known already, {answered:,} answered otherwise already",
                tags=tags, known=report.known, answered=report.answered,
            )
        )  # fmt: skip
        if report.new_labels:
            say_done(tr("New labels: {names}", names=", ".join(report.new_labels)))
        _say_troubles(tr("passed over"), report.troubles)
    passed_over = counted(len(report.troubles), "record")
    if report.troubles and not report.added and not report.known:
        raise UserError("No tag came in", "{records} could not be read or had no place", records=passed_over)
    if report.troubles and not allow_missing:
        raise UserError(
            "{records} could not be read or had no place; the other tags came in",
            "",
            "Mend the file and import it again, or say --allow-missing",
            records=passed_over,
        )
    return exit_status.DONE
