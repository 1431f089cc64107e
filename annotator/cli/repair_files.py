"""Repairs text files: each to a file of the same name elsewhere, with a report of every step."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, Self

import msgspec

from annotator import importers
from annotator.cli.exit_status import write_log
from annotator.cli.output_language import listed, number, tr
from annotator.cli.terminal import printable
from annotator.core.paths import is_there
from annotator.errors import Sentence, UserError, cause_of, encodable
from annotator.exporters import replacing
from annotator.importers import FileOnDisk
from annotator.model import Decoded, Repair, RepairStep, StepKind
from annotator.pipeline import repair_corpus
from annotator.repair import RepairConfig, repair
from annotator.ui.texts import error_texts

_LARGE = 60_000  # bytes of a file that goes to a process of its own at once: it may be damaged throughout
_BREAKS = re.compile("\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"


class StepReport(msgspec.Struct, frozen=True):
    """One step; ``start`` and ``end`` are code points of the received text, ``line`` counts from 1."""

    start: int
    end: int
    line: int
    before: str
    after: str
    kind: StepKind
    reason: str
    confidence: float
    doubt: bool
    alternatives: tuple[tuple[str, float], ...]


class FileReport(msgspec.Struct, frozen=True):
    """What was found in one file. ``written`` is the repaired file, None where none was asked for."""

    file: str
    encoding: str
    newline: str
    undecodable: int
    chain: tuple[str, ...]
    engine: str
    model: str
    repaired: int  # places that have been changed
    doubts: int  # of those, the ones less certain than the threshold
    damage: int  # places that stay as they are because nothing better is known
    written: str | None
    steps: tuple[StepReport, ...]
    problem: str = ""  # what the engine had to do without, a sentence; "" for nothing


@dataclass(frozen=True, slots=True)
class RepairedFile:
    """A repaired file, still in memory."""

    report: FileReport
    data: bytes


_Task = tuple[FileOnDisk, str | None, RepairConfig]
_Result = RepairedFile | UserError


def repair_bytes(name: str, data: bytes, encoding: str | None, config: RepairConfig) -> RepairedFile:
    """Repair one file's bytes. What comes out is UTF-8 with the line breaks that came in.

    A file without damage in UTF-8 comes out as the bytes it was. Raises UserError where the
    bytes hold no text.
    """
    decoded = importers.decode(data, encoding)
    result = repair(decoded.text, config, decoded.steps)
    same = result.text == decoded.text and decoded.encoding == "utf-8" and not decoded.undecodable
    steps = _step_reports(result, config.threshold)
    report = FileReport(
        file=printable(name),
        encoding=decoded.encoding,
        newline=decoded.newline,
        undecodable=decoded.undecodable,
        chain=result.chain,
        engine=result.engine,
        model=result.model,
        repaired=sum(step.before != step.after for step in steps),
        doubts=sum(step.doubt for step in steps),
        damage=sum(step.kind == "damage" for step in steps),
        written=None,
        steps=steps,
        problem=result.problem,
    )
    return RepairedFile(report, data if same else _encoded(result, decoded, data))


def _step_reports(result: Repair, threshold: float) -> tuple[StepReport, ...]:
    reports = []
    line, at = 1, 0
    for step in result.steps:
        line += result.received.count("\n", at, step.start)
        at = step.start
        reports.append(
            StepReport(
                step.start,
                step.end,
                line,
                step.before,
                step.after,
                step.kind,
                step.reason,
                step.confidence,
                _is_doubt(step, threshold),
                step.alternatives,
            )
        )
    return tuple(reports)


def _is_doubt(step: RepairStep, threshold: float) -> bool:
    return step.before != step.after and step.confidence < threshold


def _encoded(result: Repair, decoded: Decoded, data: bytes) -> bytes:
    text = result.text
    if decoded.newline == "mixed":
        raw = data.decode(decoded.encoding, errors="replace")
        text = _with_breaks(text, _BREAKS.findall(raw))
    elif decoded.newline:
        text = text.replace("\n", decoded.newline)
    mark = _BOM if decoded.bom and decoded.encoding == "utf-8" else b""
    return mark + text.encode(errors="replace")


def _with_breaks(text: str, breaks: Sequence[str]) -> str:
    """The text with each line break as it was, where there are still as many of them."""
    lines = text.split("\n")
    if len(lines) != len(breaks) + 1:
        return text
    return "".join(part for pair in zip(lines, [*breaks, ""], strict=True) for part in pair)


# --- many files -------------------------------------------------------------------------------


def files_to_repair(paths: Iterable[Path]) -> list[FileOnDisk]:
    """The transcripts at these places. Raises UserError where there are none."""
    files = [item for item in importers.walk(paths, plain=True) if isinstance(item, FileOnDisk)]
    if not files:
        raise UserError("There is nothing to repair", "the folders hold no transcripts", "Name the files")
    return files


def repair_files(
    files: Sequence[FileOnDisk],
    encoding: str | None,
    config: RepairConfig,
    workers: int | None,
    *,
    work: Callable[[_Task], _Result] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[tuple[FileOnDisk, _Result], None, None]:
    """Each file with its repair, or why it cannot be, in order.

    ``workers`` is the number of processes; 0 repairs here. None begins here, and goes on in processes before
    a large file, or once the work has taken longer than they need to start. A file that takes its process
    down is an error of that file; ``work`` is what is done with each, by default the repair.
    """
    work = work or _repair_file
    tasks: Iterator[_Task] = iter([(file, encoding, config) for file in files])
    if workers is None:
        began = clock()
        for task in tasks:
            if task[0].size >= _LARGE or clock() - began >= repair_corpus.PATIENCE:
                tasks = chain([task], tasks)
                break
            yield task[0], work(task)
        else:
            return
        workers = min(os.cpu_count() or 1, len(files))
    if not workers:
        yield from ((task[0], work(task)) for task in tasks)
        return
    with importers.Crew(work, lost=_lost, weight=_weight, size=workers, stop=lambda: False) as crew:
        yield from ((task[0], result) for task, result in crew.results(tasks))


def _repair_file(task: _Task) -> _Result:
    file, encoding, config = task
    try:
        return repair_bytes(file.name, importers.read_file(file.path), encoding, config)
    except UserError as error:
        return error
    except Exception as error:  # noqa: BLE001 - one file that shows a defect must not keep out the others
        return UserError(
            "{file} cannot be repaired",
            "an error of this program, {kind}; the details are in {log}",
            "Please report it",
            file=file.name, kind=type(error).__name__, log=write_log(error),
        )  # fmt: skip


def _lost(task: _Task) -> _Result:
    return UserError(
        "{file} cannot be repaired",
        "the process that repaired it ended unexpectedly, perhaps for want of memory",
        "Divide the file, or close other programs",
        file=task[0].name,
    )


def _weight(task: _Task) -> int:
    return task[0].size


class OutputFolder:
    """The folder that repaired files go to: they appear there together, when all are done.

    Used as a context manager around the repair; leaving it by an exception leaves nothing.
    """

    def __init__(self, out: Path, files: Sequence[FileOnDisk], *, force: bool) -> None:
        """Raises UserError where something would be overwritten: an input, or without ``force`` any file."""
        self._out = out
        self._targets = {file.path: out / PurePosixPath(file.name) for file in files}
        self._made = not is_there(out)
        self._stage = out / f".{uuid.uuid4().hex}"
        self._done: list[Path] = []
        _refuse_doubles(files, self._targets)
        inputs = {_identity(file.path) for file in files}
        for file in files:
            target = self._targets[file.path]
            if _identity(target) in inputs:
                raise UserError(
                    "{file} would be written over itself",
                    "",
                    "Choose another folder with --out",
                    file=file.name,
                )
            if is_there(target) and not force:
                raise UserError(
                    "{target} exists already",
                    "",
                    "Choose another folder with --out, or say --force",
                    target=target,
                )

    def __enter__(self) -> Self:
        try:
            self._stage.mkdir(parents=True)
        except OSError as error:
            raise _unwritable(self._out, error) from error
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        shutil.rmtree(self._stage, ignore_errors=True)
        if self._made and not self._done:
            with contextlib.suppress(OSError):
                self._out.rmdir()

    def take(self, file: FileOnDisk, data: bytes) -> str:
        """Keep a repaired file; returns the name it is going to have."""
        target = self._targets[file.path]
        try:
            (self._stage / str(len(self._done))).write_bytes(data)
        except OSError as error:
            raise _unwritable(self._out, error) from error
        self._done.append(target)
        return printable(str(target))

    def finish(self) -> None:
        """Put all files in their places."""
        for place, target in enumerate(self._done):
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                (self._stage / str(place)).replace(target)
            except OSError as error:
                raise _unwritable(target, error) from error


def _refuse_doubles(files: Sequence[FileOnDisk], targets: dict[Path, Path]) -> None:
    seen: dict[Path, Path] = {}
    for file in files:
        other = seen.setdefault(targets[file.path], file.path)
        if other != file.path:
            raise UserError(
                "{other} and {file} would be written to the same file",
                "",
                "Repair them one by one",
                other=other,
                file=file.path,
            )


def _identity(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return path.absolute()
    return found.st_dev, found.st_ino


def _unwritable(path: Path, error: OSError) -> UserError:
    return UserError("{file} cannot be written", cause_of(error), "Choose another place", file=path)


# --- the report -------------------------------------------------------------------------------


def write_report(path: Path, document: dict[str, Any]) -> None:
    """Write the report of a run, whole or not at all."""
    with replacing(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(document, enc_hook=encodable), indent=1) + b"\n")


def explained(report: FileReport) -> Iterator[str]:
    """A line on the file and one on each step, for people."""
    chain = " > ".join(report.chain)
    yield f"{report.file}: {listed((report.encoding, chain or _NO_PAGE))}"
    for step in report.steps:
        sure = [_KINDS[step.kind], number(step.confidence, ".2f"), *([_IN_DOUBT] if step.doubt else [])]
        told = tr(
            "line {line:,}, {start:,}-{end:,}: {before} -> {after} ({sure}: {reason})",
            line=step.line, start=step.start, end=step.end, before=repr(step.before), after=repr(step.after),
            sure=listed(sure), reason=error_texts.repair_reason(step.reason),
        )  # fmt: skip
        others = [f"{text!r} {number(share, '.2f')}" for text, share in step.alternatives[1:]]
        yield "  " + (tr("{told}; or {others}", told=told, others=listed(others)) if others else told)


_NO_PAGE = Sentence("no wrong code page found")
_IN_DOUBT = Sentence("in doubt")
# What kinds of steps are called.
_KINDS: dict[StepKind, Sentence] = {
    "encoding": Sentence("misread"),
    "lost": Sentence("lost bytes"),
    "joiner": Sentence("emoji joiner"),
    "damage": Sentence("damaged"),
    "person": Sentence("by hand"),
}
