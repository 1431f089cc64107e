"""The commands that work on a project file."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from annotator import codebooks, importers, recovery
from annotator.cli import exit_status
from annotator.cli.current_person import person
from annotator.cli.output_language import counted, listed, number, spoken, tr
from annotator.cli.terminal import (
    print_json,
    print_table,
    printable,
    progress,
    raise_first,
    say_done,
)
from annotator.cli.waiting_languages import say_waiting
from annotator.core.paths import is_there
from annotator.core.progress import Progress
from annotator.errors import Sentence, UserError
from annotator.exchange import appearing, is_export, read_project
from annotator.model import Question
from annotator.pipeline import structured_files
from annotator.pipeline.import_files import import_paths
from annotator.pipeline.import_job import ImportChoice, ImportReport
from annotator.pipeline.language_findings import find_again
from annotator.store import Project, ProjectProblem

_SUFFIX = ".dap"


# --- in ---------------------------------------------------------------------------------------


def import_files(
    path: Path,
    paths: Sequence[Path],
    *,
    choice: ImportChoice,
    name: str,
    jobs: int | None,
    later: bool,
    as_json: bool,
) -> int:
    """Import transcripts, or make a project of an export. A project that nothing came into is not left.

    ``later`` leaves the languages of turns to be detected by the window, or by the next import without it.
    """
    if any(is_export(item) for item in paths):
        return _import_export(path, paths, as_json=as_json)
    new = not is_there(path)
    if new and path.suffix.casefold() != _SUFFIX:
        raise UserError(
            "{file} is no project",
            "there is no such file, and a new one ends in {suffix}",
            "Name one first",
            file=path,
            suffix=_SUFFIX,
        )
    if not new:
        with Project.open(path, annotator=person()) as project:
            report = _imported(project, paths, choice, jobs, later=later)
        return _say_imported(path, report, as_json=as_json)
    # A new project appears when everything is in it; where nothing came in, saying so raises.
    with appearing(path) as temp:
        book, name = codebooks.default(), name or path.stem
        with Project.create(temp, codebook=book, annotator=person(), name=name) as project:
            report = _imported(project, paths, choice, jobs, later=later)
        if not report.added:
            return _say_imported(path, report, as_json=as_json)
    return _say_imported(path, report, as_json=as_json)


def _imported(
    project: Project, paths: Sequence[Path], choice: ImportChoice, jobs: int | None, *, later: bool
) -> ImportReport:
    with progress(tr("Importing")) as tell:
        report = import_paths(
            project, paths, default=choice, progress=tell, workers=jobs, languages_later=later
        )
    if not later:  # those that an import before this one left, or that are older than the study
        with progress(tr("Detecting languages")) as tell:
            find_again(project, progress=lambda done, total: tell(Progress(done, total)), workers=jobs)
    return report


def _say_imported(path: Path, report: ImportReport, *, as_json: bool) -> int:
    if as_json:
        print_json(
            {
                "project": printable(path),
                "added": [printable(name) for name in report.added],
                "known": [printable(name) for name in report.known],
                "restored": [printable(name) for name in report.restored],
                "failed": [{"file": printable(name), "error": str(error)} for name, error in report.failed],
                "skipped": len(report.skipped),
                "skipped_files": [printable(name) for name in report.skipped],
                "dialogues": report.dialogues,
                "turns": report.turns,
                "problems": [
                    {"file": printable(name), "problem": printable(problem)}
                    for name, problem in report.problems
                ],
                "questions": [_question(name, question) for name, question in report.questions],
                "left_out": [
                    {
                        "file": printable(name),
                        "what": importers.left_out_text(one),
                        "code": one.code,
                        "count": one.count,
                        "names": [printable(each) for each in one.names],
                    }
                    for name, one in report.left_out
                ],
                "undeclared_languages": dict(report.undeclared),
            }
        )
    elif report.added or report.known or report.restored:
        say_done(
            tr(
                "{files} imported, {known:,} known already, {restored:,} brought back, "
                "{skipped} other passed over"
                if len(report.skipped) == 1
                else "{files} imported, {known:,} known already, {restored:,} brought back, "
                "{skipped:,} others passed over",
                files=counted(len(report.added), "file"),
                known=len(report.known),
                restored=len(report.restored),
                skipped=len(report.skipped),
            )
        )
    if not as_json:
        if report.skipped:
            say_done(tr("Passed over: {files}", files=listed(map(printable, report.skipped), wide=True)))
        for name, problem in report.problems:
            exit_status.say(f"{printable(name)}: {spoken(problem)}")
        for name, one in report.left_out:
            exit_status.say(f"{printable(name)}: {importers.left_out_text(one, spoken)}")
        for name, question in report.questions:
            told = _question(name, question)
            asked = importers.question_text(question, spoken)
            exit_status.say(f"{told['file']}: {asked}? ({tr(' or ').join(told['answers'])})")
        for language, turns in report.undeclared:
            exit_status.say(
                tr(
                    "{turns} has words of the language {language}, which the study has not declared"
                    if turns == 1
                    else "{turns} have words of the language {language}, which the study has not declared",
                    turns=counted(turns, "turn"),
                    language=language,
                )
            )
    raise_first(report.failed, "imported")
    if not (report.added or report.known or report.restored):
        raise UserError("There is nothing to import", "the folders hold no transcripts", "Name the files")
    return exit_status.DONE


def _question(name: str, question: Question) -> dict[str, Any]:
    """A question as machines are told of it, with the options that answer it, the one taken so far first."""
    kind = importers.question_kind(question.code)
    keys = sorted((one.key for one in kind.answers), key=lambda key: key != question.taken)
    return {
        "file": printable(name),
        "question": printable(importers.question_text(question)),
        "code": question.code,
        "name": printable(question.name),
        "count": question.count,
        "example": printable(question.example),
        "taken": question.taken,
        "answers": [shlex.join(["--answer", f"{printable(question.key)}={key}"]) for key in keys],
    }


def _import_export(path: Path, paths: Sequence[Path], *, as_json: bool) -> int:
    if len(paths) > 1:
        raise UserError(
            "An export cannot be imported together with other files",
            "it becomes a project of its own",
            "Import it first, by itself, then the others",
        )
    with progress(tr("Reading")) as tell:
        read_project(paths[0], path, progress=tell)
    return describe(path, as_json=as_json)


# --- about ------------------------------------------------------------------------------------


def check_project(path: Path, *, as_json: bool) -> int:
    """Check a project file. Raises UserError where something is not as it should be."""
    problems = Project.check_file(
        path, lambda data, encoding: importers.decode(data, encoding).text, structured_files.received
    )
    if as_json:
        print_json({"project": printable(path), "sound": not problems, "problems": _told(problems)})
    else:
        for problem in problems:
            click.echo(f"{spoken(problem.where)}: {spoken(problem.what)}")
    if problems:
        raise UserError(
            "{file} is not sound",
            "{problems} found, the first in {where}",
            "Recover it into a new file (annotator recover), or work on with a backup",
            file=path.name,
            problems=counted(len(problems), "problem"),
            where=problems[0].where,
        )
    if not as_json:
        click.echo(
            tr("{file} is sound: the file, its sources, the repair steps and the log agree", file=path.name)
        )
    return exit_status.DONE


def _told(problems: Sequence[ProjectProblem]) -> list[dict[str, str]]:
    """Problems as machines are told of them, each with a code that keeps its meaning."""
    return [{"code": one.code, "where": one.where, "what": one.what} for one in problems]


def recover_project(damaged: Path, new: Path, *, as_json: bool) -> int:
    """Write what can be saved of a damaged project into a new one, and say what cannot."""
    with progress(tr("Recovering")) as tell:
        found = recovery.recover(
            damaged,
            new,
            person(),
            decode=lambda data, encoding: importers.decode(data, encoding).text,
            reread=structured_files.received,
            progress=lambda done, total: tell(Progress(done, total, "")),
        )
    if as_json:
        print_json(
            {
                "project": printable(new),
                "saved": {field: getattr(found.counts, field) for field in found.counts.__slots__},
                "restored": dict(found.restored),
                "lost": dict(found.lost),
                "problems": _told(found.problems),
            }
        )
        return exit_status.DONE
    counts = found.counts
    say_done(
        tr(
            "{dialogues}, {turns} and {tags} saved in {file}",
            dialogues=counted(counts.dialogues, "dialogue"),
            turns=counted(counts.turns, "turn"),
            tags=counted(counts.tags, "tag"),
            file=printable(new),
        )
    )
    lost, restored = recovery.report_lines(found)
    if restored:
        say_done(tr("Restored: {what}", what=listed(restored, wide=True)))
    if lost:
        say_done(tr("Lost: {what}", what=listed(lost, wide=True)))
    for problem in found.problems:
        click.echo(f"{spoken(problem.where)}: {spoken(problem.what)}")
    return exit_status.DONE


# What `annotator info` calls the figures of a project.
_FIGURES = {
    "dialogues": Sentence("Dialogues"),
    "turns": Sentence("Turns"),
    "tags": Sentence("Tags"),
    "repairs": Sentence("Repairs"),
    "damage": Sentence("Damage"),
    "gaps": Sentence("Gaps"),
    "sources": Sentence("Sources"),
}


def describe(path: Path, *, as_json: bool) -> int:
    """Say what is in a project."""
    with Project.open(path, read_only=True) as project:
        counts = project.counts()
        codebook = project.codebook.read()
        name, key, people, sources = project.name, project.key, project.people.all(), project.sources.all()
        waiting = say_waiting([project])
    facets = [facet.key for facet in codebook.facets if not facet.retired]
    figures = {field: getattr(counts, field) for field in counts.__slots__}
    if as_json:
        print_json(
            {
                "project": printable(path),
                "key": key,
                "name": name,
                "bytes": path.stat().st_size,
                **figures,
                "codebook": codebook.name,
                "facets": facets,
                "annotators": [msgspec.to_builtins(one) for one in people],
                "encodings": sorted({source.encoding for source in sources}),
                "languages_waiting": waiting,
            }
        )
        return exit_status.DONE
    print_table(
        [
            (tr("Project"), name),
            *(
                (spoken(_FIGURES.get(title, title.capitalize())), number(count))
                for title, count in figures.items()
            ),
            (tr("Codebook"), f"{codebook.name} ({', '.join(facets)})"),
            (tr("Annotators"), ", ".join(one.name for one in people)),
            (tr("Encodings"), ", ".join(sorted({source.encoding for source in sources}))),
        ]
    )
    return exit_status.DONE
