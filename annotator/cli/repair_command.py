"""The command ``annotator repair``: what it prints, writes and refuses."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import msgspec

from annotator.cli import exit_status
from annotator.cli.output_language import counted, spoken, tr
from annotator.cli.repair_files import (
    FileReport,
    OutputFolder,
    RepairedFile,
    explained,
    files_to_repair,
    repair_bytes,
    repair_files,
    write_report,
)
from annotator.cli.terminal import (
    print_json,
    printable,
    progress,
    raise_first,
    say_done,
    write_bytes,
)
from annotator.core.paths import is_there
from annotator.core.progress import Progress
from annotator.errors import UserError
from annotator.exporters.json_writer import PROGRAM
from annotator.importers import FileOnDisk
from annotator.repair import RepairConfig


@dataclass(frozen=True)
class RepairOptions:
    """The options of the command line."""

    out: Path | None
    report: Path | None
    threshold: float
    only_detect: bool
    explain: bool
    encoding: str | None
    force: bool
    jobs: int | None
    as_json: bool


def repair_stream(choices: RepairOptions) -> int:
    """Repair standard input to standard output; explanations go to stderr."""
    data = sys.stdin.buffer.read()
    if not data:  # nothing in, nothing out, as of any filter
        if choices.report is not None:
            _refuse_report(choices, [])
            write_report(choices.report, _document([], [], choices))
        return exit_status.DONE
    config = RepairConfig(threshold=choices.threshold)
    _refuse_report(choices, [])
    done = repair_bytes("-", data, choices.encoding, config)
    if choices.report is not None:
        write_report(choices.report, _document([done.report], [], choices))
    if choices.explain:
        click.echo("\n".join(explained(done.report)), err=True)
    if not choices.only_detect:
        write_bytes(done.data)
    _say_problems([done.report])
    return exit_status.DONE


def repair_paths(paths: Sequence[Path], choices: RepairOptions) -> int:
    """Repair files into a folder, or only look at them.

    A file that cannot be read is reported, the others go on. Raises UserError at the end where
    there were such files, before anything is written where something would be overwritten.
    """
    files = files_to_repair(paths)
    _refuse_report(choices, files)
    reports: list[FileReport] = []
    failed: list[tuple[str, UserError]] = []
    config = RepairConfig(threshold=choices.threshold)
    with _folder(choices, files) as folder, progress(tr("Repairing")) as tell:
        results = repair_files(files, choices.encoding, config, choices.jobs)
        with contextlib.closing(results):
            for done, (file, result) in enumerate(results, 1):
                if isinstance(result, RepairedFile):
                    written = folder.take(file, result.data) if folder else None
                    reports.append(msgspec.structs.replace(result.report, written=written))
                else:
                    failed.append((file.name, result))
                tell(Progress(done, len(files), file.name))
        if folder:
            folder.finish()
    document = _document(reports, failed, choices)
    if choices.report is not None:
        write_report(choices.report, document)
    if reports or choices.as_json:
        _print(reports, document, choices)
    _say_problems(reports)
    raise_first(failed, "repaired")
    return exit_status.DONE


@contextlib.contextmanager
def _folder(choices: RepairOptions, files: Sequence[FileOnDisk]) -> Iterator[OutputFolder | None]:
    if choices.out is None or choices.only_detect:
        yield None
        return
    with OutputFolder(choices.out, files, force=choices.force) as folder:
        yield folder


def _refuse_report(choices: RepairOptions, files: Sequence[FileOnDisk]) -> None:
    """Raise where the report would take the place of an input, or of any file without --force."""
    report = choices.report
    if report is None or not is_there(report):
        return
    if any(is_there(file.path) and file.path.samefile(report) for file in files):
        raise UserError("The report would be written over an input", "", "Choose another name for --report")
    if not choices.force:
        raise UserError(
            "{file} exists already", "", "Choose another name for --report, or say --force", file=report
        )


def _document(
    reports: Sequence[FileReport], failed: Sequence[tuple[str, UserError]], choices: RepairOptions
) -> dict[str, object]:
    return {
        "format": "dialogue-annotator-repair",
        "version": 1,
        "program": PROGRAM,
        "threshold": choices.threshold,
        "files": reports,
        "failed": [{"file": printable(name), "error": str(error)} for name, error in failed],
    }


def _print(reports: Sequence[FileReport], document: dict[str, object], choices: RepairOptions) -> None:
    if choices.as_json:
        # The steps of a corpus fill many screens; they are in the report for whoever wants them.
        print_json(document if choices.explain else document | {"files": [_brief(x) for x in reports]})
        return
    for report in reports:
        if choices.explain:
            click.echo("\n".join(explained(report)))
        elif choices.only_detect or report.steps:
            say_done(_line(report))
    total = sum(report.repaired for report in reports)
    doubts, damage = sum(x.doubts for x in reports), sum(x.damage for x in reports)
    say_done(
        tr(
            "{files}: {repairs}, {doubts:,} in doubt, {damaged} left as received",
            files=counted(len(reports), "file"),
            repairs=counted(total, "repair"),
            doubts=doubts,
            damaged=counted(damage, "damaged place"),
        )
    )


def _say_problems(reports: Sequence[FileReport]) -> None:
    """Say on stderr what the engine had to do without, each thing once."""
    for problem, files in Counter(report.problem for report in reports if report.problem).items():
        exit_status.say(f"{counted(files, 'file')}: {spoken(problem)}")


def _brief(report: FileReport) -> dict[str, object]:
    return {name: value for name, value in msgspec.structs.asdict(report).items() if name != "steps"}


def _line(report: FileReport) -> str:
    chain = " > ".join(report.chain)
    found = tr(
        "{repairs}, {doubts:,} in doubt, {damage:,} damaged",
        repairs=counted(report.repaired, "repair"), doubts=report.doubts, damage=report.damage,
    )  # fmt: skip
    return f"{report.file}: {found}" + (f" {tr('(utf-8 read as {chain})', chain=chain)}" if chain else "")
