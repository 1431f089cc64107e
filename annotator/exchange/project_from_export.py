"""The program's own export becomes a new project."""

from __future__ import annotations

import contextlib
import uuid
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from annotator import model
from annotator.core.cycle_pause import no_collection
from annotator.core.durable import sync_folder
from annotator.core.paths import is_there
from annotator.core.progress import Progress
from annotator.errors import Cancelled, UserError
from annotator.exporters import Export, ExportedTag, ReadSource, is_export
from annotator.store import Project

__all__ = ["appearing", "is_export", "read_project"]

_BATCH_TURNS = 5_000  # of an export that are in memory at once


def read_project(
    source: Path,
    path: Path,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Make a new project file from an export in the program's own JSON.

    Keys, annotators, times and order are those of the export, so that exporting the new project
    gives the same file. Raises UserError where the export cannot be read or ``path`` exists,
    Cancelled where ``cancelled`` says so; there is no project file then.
    """
    export = Export(source)
    with (
        appearing(path) as temp,
        Project.create(
            temp,
            codebook=export.codebook,
            annotator=export.annotators[0],
            name=export.project.name,
            key=export.project.key,
            study=export.study,
        ) as project,
    ):
        for annotator in export.annotators[1:]:
            project.people.add(annotator)
        for view in export.views:
            project.views.save(view.name, view.filter)
        with no_collection():
            _fill(project, export, progress, cancelled)


@contextlib.contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A name to make a new project under; it gets the name ``path`` when the block is left in peace.

    On any exception nothing is left. Raises UserError where ``path`` exists already.
    """
    if is_there(path):
        raise UserError(
            "{file} exists already",
            "what is new becomes a project of its own",
            "Choose the name of a project that does not exist yet",
            file=path.name,
        )
    temp = path.with_name(f".{uuid.uuid4().hex}{path.suffix}")
    try:
        yield temp
        temp.rename(path)
        sync_folder(path.parent)
    except UserError as error:  # the store knows the file by the name it has for now
        parts = (error.what, error.why, error.remedy)
        raise UserError(*(part.with_text(temp.name, path.name) for part in parts)) from error
    finally:
        # An interruption in the moment a project is made can leave its lock behind.
        for left in (temp, temp.with_name(f"{temp.name}.lock")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def _fill(
    project: Project, export: Export, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> None:
    done = 0
    for batch in _batches(export.sources()):
        if cancelled():
            raise Cancelled
        known = len(project.dialogues.ids())
        with project.sources.importer(languages_later=True) as importer:
            for item in batch:
                importer.add(item.source)
            importer.finish()
        new = project.dialogues.page(project.dialogues.ids()[known:])
        ids = {dialogue.key: dialogue.id for dialogue in new}
        for item in batch:
            for key, target in item.targets:
                project.dialogues.set_target(ids[key], target)
        project.tags.take_in(_tags(project, ids, batch))
        project.marks.take_in(_marks(project, ids, batch))
        done += len(new)
        progress(Progress(done, export.dialogue_count))


def _batches(sources: Iterator[ReadSource]) -> Iterator[list[ReadSource]]:
    batch: list[ReadSource] = []
    turns = 0
    for item in sources:
        batch.append(item)
        turns += sum(len(dialogue.turns) for dialogue in item.source.dialogues)
        if turns >= _BATCH_TURNS:
            yield batch
            batch, turns = [], 0
    yield batch


def _tags(project: Project, ids: dict[str, int], batch: Sequence[ReadSource]) -> Iterator[model.Tag]:
    turns: dict[str, array[int]] = {}
    for read in (read for item in batch for read in item.tags):
        if read.position is not None and read.dialogue not in turns:
            turns[read.dialogue] = project.turns.ids(ids[read.dialogue])
        turn = None if read.position is None else turns[read.dialogue][read.position]
        yield _tag(read, ids[read.dialogue], turn)


def _marks(
    project: Project, ids: dict[str, int], batch: Sequence[ReadSource]
) -> Iterator[tuple[int, int, model.Mark]]:
    turns: dict[str, array[int]] = {}
    for read in (read for item in batch for read in item.marks):
        if read.dialogue not in turns:
            turns[read.dialogue] = project.turns.ids(ids[read.dialogue])
        yield ids[read.dialogue], turns[read.dialogue][read.position], read.mark


def _tag(read: ExportedTag, dialogue: int, turn: int | None) -> model.Tag:
    tag = read.tag
    return model.Tag(
        key=tag.key,
        dialogue_id=dialogue,
        turn_id=turn,
        facet=tag.facet,
        label=tag.label,
        annotator=tag.annotator,
        origin=tag.origin,
        value=tag.value,
        start=tag.start,
        end=tag.end,
        target=tag.target,
        intensity=tag.intensity,
        uncertain=tag.uncertain,
        note=tag.note,
        score=tag.score,
        at=tag.at,
    )
