"""The walk of the data: bytes to text to repaired text to turns to the project file.

This is the page to read first. Every step is one call into the layer that does it:

    data                      the bytes of a file                    importers.read_file
    decoded   = decode        text, and which encoding it was in     importers.encodings
    repaired  = repair        text without mojibake, and its steps   repair
    pieces    = segment       where each turn begins and ends        importers.segment
    turns     = cut, gaps, …  each with its own share of the steps   repair.cut, importers.gaps, language
    project   = Importer.add  rows in the project file               store

The window and the command line both call :func:`import_paths`; what they show before anything
is stored is :func:`prepare` on one file.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from annotator import importers, language
from annotator.errors import Cancelled, UserError
from annotator.importers import FileOnDisk, MarkerRule
from annotator.model import Changes, PreparedDialogue, PreparedSource, PreparedTurn, Repair
from annotator.repair import RepairConfig, cut, repair

if TYPE_CHECKING:
    from annotator.store import Project

# Below this many bytes it takes longer to start a process than to do the work here.
_SMALL = 60_000
_AHEAD = 4  # files per process that are prepared before they are stored


# --- one file ---------------------------------------------------------------------------------


def prepare(
    name: str,
    data: bytes,
    *,
    encoding: str | None = None,
    rule: MarkerRule | None = None,
    config: RepairConfig | None = None,
) -> PreparedSource:
    """Take one file all the way to turns, without storing anything.

    ``encoding`` and ``rule`` override what would be found. Pure: the same arguments give the
    same result, in any process. Raises UserError where the bytes hold no text.
    """
    decoded = importers.decode(data, encoding)
    repaired = repair(decoded.text, config or RepairConfig())
    sha256 = hashlib.sha256(data).hexdigest()
    return PreparedSource(
        name=name,
        data=data,
        sha256=sha256,
        decoded_as=decoded.encoding,
        encoding_origin=decoded.origin,
        encoding_confidence=decoded.confidence,
        newline=decoded.newline,
        bom=decoded.bom,
        undecodable=decoded.undecodable,
        dialogues=(to_dialogue(name, sha256, repaired, rule),),
    )


def to_dialogue(name: str, sha256: str, repaired: Repair, rule: MarkerRule | None = None) -> PreparedDialogue:
    """Divide a repaired text into turns by a rule, or by the one that fits best.

    Every turn gets its share of the repair steps, its gaps and the finding about its language.
    """
    rule = rule or importers.guess_rule(repaired.text)
    segmentation = importers.segment(repaired.text, rule)
    leads, texts, tail = _parts(repaired, segmentation)
    turns = tuple(
        PreparedTurn(
            speaker=piece.speaker,
            lead=lead.received,
            received=text.received,
            text=text.text,
            lead_steps=lead.steps,
            steps=text.steps,
            gaps=importers.find_gaps(text.text),
            language=language.detect(text.text),
        )
        for piece, lead, text in zip(segmentation.pieces, leads, texts, strict=True)
    )
    return PreparedDialogue(
        title=PurePosixPath(name).stem,
        turns=turns,
        tail=tail.received,
        tail_steps=tail.steps,
        target=importers.draft_target(turns[0].text, sha256) if turns else None,
        rule=rule.key if rule.key != "custom" else f"custom {rule.pattern.pattern}",
        chain=repaired.chain,
        engine=repaired.engine,
        model=repaired.model,
    )


def _parts(
    repaired: Repair, segmentation: importers.Segmentation
) -> tuple[list[Repair], list[Repair], Repair]:
    """The repaired text as leads, turn texts and the tail, each with its own steps."""
    places = segmentation.boundaries()
    if len(places) == 1:
        return [], [], repaired
    *inner, tail = cut(repaired, places[1:])
    return inner[0::2], inner[1::2], tail


# --- many files -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """How a person wants one file read; None leaves it to the program."""

    encoding: str | None = None
    rule: MarkerRule | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is: ``done`` of ``total`` items, and the name of the last one."""

    done: int
    total: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each file, by name. ``failed`` says why; ``skipped`` counts other files in folders."""

    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    failed: tuple[tuple[str, UserError], ...] = ()
    skipped: int = 0
    changes: Changes = field(default_factory=Changes)


def read_paths(paths: Iterable[Path]) -> Iterator[FileOnDisk]:
    """The transcripts at these places; see :func:`annotator.importers.walk`."""
    return (item for item in importers.walk(paths) if isinstance(item, FileOnDisk))


def import_paths(
    project: Project,
    paths: Sequence[Path],
    *,
    choices: Mapping[Path, Choice] | None = None,
    default: Choice | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    workers: int | None = None,
) -> ImportReport:
    """Import files and folders into a project: all that can be read, as one edit.

    A file that cannot be read is reported and the others go on. ``choices`` holds, by path,
    what a person decided about single files, ``default`` what holds for all others. ``workers``
    is the number of processes that prepare files; 0 does it here, None decides by size.

    Raises Cancelled when ``cancelled`` says so; nothing has been added then.
    """
    found = list(importers.walk(paths))
    files = [item for item in found if isinstance(item, FileOnDisk)]
    outcomes: dict[str, list[str]] = {"added": [], "known": [], "restored": []}
    failed: list[tuple[str, UserError]] = []
    tasks = ((file, (choices or {}).get(file.path, default or Choice())) for file in files)
    with project.importer() as importer:
        for done, (file, result) in enumerate(_prepared(tasks, files, workers, cancelled), 1):
            if isinstance(result, UserError):
                failed.append((file.name, result))
            else:
                outcomes[importer.add(result)].append(file.name)
            progress(Progress(done, len(files), file.name))
        if cancelled():
            raise Cancelled
        changes = importer.finish()
    return ImportReport(
        added=tuple(outcomes["added"]),
        known=tuple(outcomes["known"]),
        restored=tuple(outcomes["restored"]),
        failed=tuple(failed),
        skipped=len(found) - len(files),
        changes=changes,
    )


_Task = tuple[FileOnDisk, Choice]
_Result = PreparedSource | UserError


def _prepared(
    tasks: Iterable[_Task], files: Sequence[FileOnDisk], workers: int | None, cancelled: Callable[[], bool]
) -> Iterator[tuple[FileOnDisk, _Result]]:
    """Each file with what became of it, in order. Raises Cancelled between two files."""
    if workers is None:
        workers = 0 if sum(file.size for file in files) < _SMALL else min(os.cpu_count() or 1, len(files), 8)
    for file, result in _in_processes(tasks, workers) if workers else _here(tasks):
        if cancelled():
            raise Cancelled
        yield file, result


def _here(tasks: Iterable[_Task]) -> Iterator[tuple[FileOnDisk, _Result]]:
    for file, choice in tasks:
        yield file, _prepare_file(file, choice)


def _in_processes(tasks: Iterable[_Task], workers: int) -> Iterator[tuple[FileOnDisk, _Result]]:
    """Prepare in spawned processes, a bounded number of files ahead, so that memory stays flat.

    Spawned, not forked: the caller may be a process with a window and threads.
    """
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    waiting: deque[tuple[FileOnDisk, Future[_Result]]] = deque()
    try:
        for file, choice in tasks:
            waiting.append((file, pool.submit(_prepare_file, file, choice)))
            if len(waiting) >= workers * _AHEAD:
                yield _finished(waiting.popleft())
        while waiting:
            yield _finished(waiting.popleft())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _finished(item: tuple[FileOnDisk, Future[_Result]]) -> tuple[FileOnDisk, _Result]:
    return item[0], item[1].result()


def _prepare_file(file: FileOnDisk, choice: Choice) -> _Result:
    """Read and prepare one file; an error for the person is a result, so that it travels."""
    try:
        data = importers.read_file(file.path)
        return prepare(file.name, data, encoding=choice.encoding, rule=choice.rule)
    except UserError as error:
        return error
