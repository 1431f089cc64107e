"""The walk of the data: bytes to text to repaired text to turns to the project file.

This is the page to read first. Every step is one call into the layer that does it:

    data                      the bytes of a file                    importers.read_file
    decoded   = decode        text, and which encoding it was in     importers.encodings
    repaired  = repair        text without mojibake, and its steps   repair
    pieces    = segment       where each turn begins and ends        importers.segment
    turns     = cut, gaps, …  each with its own share of the steps   repair.cut, importers.gaps, language
    project   = Importer.add  rows in the project file               store

The window and the command line both call :func:`import_paths`; what they show before anything
is stored is :func:`annotator.pipeline.import_preview.preview`. The way out is :mod:`annotator.exchange`.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

from annotator import importers
from annotator.core.cycle_pause import no_collection
from annotator.core.progress import Progress
from annotator.errors import Cancelled, Sentence, UserError, outline
from annotator.importers import Crew, Divided, FileOnDisk, ImportFormat, MarkerRule, Readout, Recipe, Skipped
from annotator.model import (
    Decoded,
    PreparedDialogue,
    PreparedSource,
    PreparedTurn,
    Repair,
    RepairStep,
    Study,
)
from annotator.pipeline import structured_files
from annotator.pipeline.import_job import (
    ImportChoice,
    ImportJob,
    ImportReport,
    ImportTask,
    Preparation,
    PreparationDefect,
)
from annotator.pipeline.language_findings import USUAL, finding
from annotator.repair import RepairConfig, cut, repair

if TYPE_CHECKING:
    from annotator.store import Project

# A process takes 0.75 s of a processor to start, as much as 160 dialogues with their languages take
# here, and 350 without: below so many bytes two processes on two processors do not pay. From another
# thread than the main one less is done here, a tenth of a second: a window waits for that thread meanwhile.
_SMALL, _SMALL_WITHOUT_LANGUAGES, _SMALL_BESIDE_A_WINDOW = 6_000_000, 20_000_000, 400_000
_MOST_WORKERS = 8
# Languages of so many bytes are found in less than the time that somebody waits without noticing.
_LONG = 500_000


# --- one file ---------------------------------------------------------------------------------


def prepare(
    name: str,
    data: bytes,
    *,
    encoding: str | None = None,
    rule: MarkerRule | None = None,
    config: RepairConfig | None = None,
    study: Study | None = USUAL,
    format: str | None = None,  # noqa: A002 - the word for it
    mapping: Mapping[str, str] | None = None,
    remembered: Mapping[str, Mapping[str, str]] | None = None,
    answers: Mapping[str, str] | None = None,
    tiers: tuple[str, ...] | None = None,
) -> PreparedSource:
    """Take one file all the way to turns, without storing anything.

    ``encoding``, ``rule``, ``format`` and ``mapping`` (of roles to columns) override what would be
    found, ``remembered`` mappings what would be guessed, ``answers`` (by the key of the question)
    what would be asked; ``study`` says which languages to look for, None that findings about language are
    made later. Pure: the same arguments give the same result, in any process. Raises UserError where the
    bytes hold no turns.
    """
    form = importers.format_of_key(format) if format else importers.find_format(name, data)
    with no_collection():
        if form.read is None:
            decoded = importers.decode(data, encoding)
            return from_decoded(name, data, decoded, rule=rule, config=config, study=study, answers=answers)
        recipe = Recipe(form.key, encoding, mapping, remembered or {}, answers or {}, tiers)
        readout = importers.read_structured(form, name, data, recipe)
        return from_readout(name, data, form, readout, rule=rule, config=config, study=study, answers=answers)


def from_readout(
    name: str,
    data: bytes,
    form: ImportFormat,
    readout: Readout,
    *,
    rule: MarkerRule | None = None,
    config: RepairConfig | None = None,
    study: Study | None = USUAL,
    answers: Mapping[str, str] | None = None,
) -> PreparedSource:
    """The rest of the way for a file that the reader of its format has read already."""
    if readout.text is None:
        return structured_files.to_source(
            name, data, form, readout, config=config, study=study, answers=answers
        )
    newline: Literal["\n", ""] = "\n" if "\n" in readout.text else ""
    inside = Decoded(readout.text, "utf-8", "detected", 1.0, newline)
    source = from_decoded(name, data, inside, rule=rule, config=config, study=study, answers=answers)
    dialogues = tuple(replace(one, meta={"format": form.key, **one.meta}) for one in source.dialogues)
    return replace(
        source,
        dialogues=dialogues,
        problems=(*source.problems, *map(str, readout.faults)),
        questions=importers.open_questions((*readout.questions, *source.questions), answers or {}),
        left_out=(*readout.left_out, *source.left_out),
    )


def from_decoded(
    name: str,
    data: bytes,
    decoded: Decoded,
    *,
    rule: MarkerRule | None = None,
    config: RepairConfig | None = None,
    study: Study | None = USUAL,
    answers: Mapping[str, str] | None = None,
) -> PreparedSource:
    """The rest of the way for a file whose bytes have been made text already."""
    repaired = repair(decoded.text, config or RepairConfig(), decoded.steps)
    sha256 = hashlib.sha256(data).hexdigest()
    divided = importers.divide(repaired.text, rule, answers or {})
    wrong = [repaired.problem] if repaired.problem else []
    if not divided.segmentation.pieces:
        wrong.append(Sentence("there are no words in this file, so it has no turns"))
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
        dialogues=(to_dialogue(name, sha256, repaired, divided, study),),
        questions=importers.open_questions(divided.questions, answers or {}),
        left_out=divided.left_out,
        problems=tuple(wrong),
    )


def to_dialogue(
    name: str, sha256: str, repaired: Repair, divided: Divided, study: Study | None = USUAL
) -> PreparedDialogue:
    """The turns of a repaired text that has been divided.

    Every turn gets its share of the repair steps, its gaps and, where there is a ``study``, the finding about
    its language.
    """
    rule, segmentation = divided.rule, divided.segmentation
    *parts, (tail, _, tail_steps) = _parts(repaired, segmentation)
    gaps = importers.find_gaps_in_all([text for _, text, _ in parts[1::2]])
    turns = tuple(
        PreparedTurn(
            piece.speaker,
            lead,
            received,
            text,
            lead_steps,
            steps,
            own_gaps,
            finding(text, study),
            piece.meta,
        )
        for piece, (lead, _, lead_steps), (received, text, steps), own_gaps in zip(
            segmentation.pieces, parts[0::2], parts[1::2], gaps, strict=True
        )
    )
    return PreparedDialogue(
        title=PurePosixPath(name).stem,
        turns=turns,
        tail=tail,
        tail_steps=tail_steps,
        target=importers.draft_target(turns[0].text, sha256) if turns else None,
        rule=rule.key if rule.key != "custom" else f"custom {rule.pattern.pattern}",
        chain=repaired.chain,
        engine=repaired.engine,
        model=repaired.model,
        meta=divided.meta,
    )


_Part = tuple[str, str, tuple[RepairStep, ...]]


def _parts(repaired: Repair, segmentation: importers.Segmentation) -> list[_Part]:
    """Leads and texts of the turns, then the tail: what was received, what it became, and by which steps."""
    places = segmentation.boundaries()
    if not repaired.steps:
        parts = (repaired.text[start:end] for start, end in pairwise([0, *places[1:], len(repaired.text)]))
        return [(part, part, ()) for part in parts]
    return [(part.received, part.text, part.steps) for part in cut(repaired, places[1:])]


# --- many files -------------------------------------------------------------------------------


def import_paths(
    project: Project,
    paths: Sequence[Path],
    *,
    choices: Mapping[Path, ImportChoice] | None = None,
    default: ImportChoice | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    workers: int | None = None,
    languages_later: bool | None = False,
) -> ImportReport:
    """Import files and folders into a project: all that can be read, as one edit.

    A file that cannot be read is reported and the others go on. ``choices`` holds, by path,
    what a person decided about single files, ``default`` what holds for all others. ``workers``
    is the number of processes that prepare files; 0 does it here, None decides by size.
    ``languages_later``: turns can be tagged before their languages are known, which
    :func:`annotator.pipeline.language_findings.find_again` finds then; None where that takes long.

    Raises Cancelled when ``cancelled`` says so; nothing has been added then.
    """
    found = list(importers.walk(paths))
    files = [item for item in found if isinstance(item, FileOnDisk)]
    later = sum(file.size for file in files) > _LONG if languages_later is None else languages_later
    with project.sources.importer(languages_later=later) as importer:
        study = None if later else project.study.read()
        job = ImportJob(project, importer, files, progress, cancelled, study=study)
        tasks = job.tasks(choices or {}, default or ImportChoice())
        for task, result in _prepared(tasks, _workers(files, workers, later=later), cancelled):
            job.take(task, result)
        if cancelled():
            raise Cancelled
        return job.report(skipped=tuple(item.path.name for item in found if isinstance(item, Skipped)))


def _workers(files: Sequence[FileOnDisk], workers: int | None, *, later: bool = False) -> int:
    if workers is not None:
        return workers
    alone = threading.current_thread() is threading.main_thread()
    small = _SMALL_WITHOUT_LANGUAGES if later else _SMALL
    if sum(file.size for file in files) < (small if alone else _SMALL_BESIDE_A_WINDOW):
        return 0
    return min(os.cpu_count() or 1, len(files), _MOST_WORKERS)


def _prepared(
    tasks: Iterator[ImportTask], workers: int, cancelled: Callable[[], bool]
) -> Iterator[tuple[ImportTask, Preparation]]:
    """Each task with its result, in order, prepared here or in so many processes."""
    if workers == 0:
        for task in tasks:
            yield task, _prepare(task)
        return
    with Crew(_prepare, lost=_lost, weight=_weight, size=workers, stop=cancelled) as crew:
        yield from crew.results(tasks)


def _prepare(task: ImportTask) -> Preparation:
    """Prepare one file. Errors are results, so that they travel; the bytes stay where they are."""
    try:
        source = prepare(
            task.file.name,
            task.data,
            encoding=task.choice.encoding,
            rule=task.choice.rule,
            format=task.choice.format,
            mapping=task.choice.mapping,
            remembered=task.choice.remembered,
            answers=task.choice.answers,
            tiers=task.choice.tiers,
            study=task.study,
        )
    except UserError as error:
        return error
    except Exception as error:  # noqa: BLE001 - one file that shows a defect must not keep out the others
        return PreparationDefect(type(error).__name__, outline(error))
    return replace(source, data=b"")


def _lost(task: ImportTask) -> Preparation:
    return UserError(
        "{file} cannot be read",
        "the process that read it ended unexpectedly, perhaps for want of memory",
        "Divide the file, or close other programs",
        file=task.file.name,
    )


def _weight(task: ImportTask) -> int:
    return len(task.data)
