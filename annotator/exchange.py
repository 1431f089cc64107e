"""The walk of the data out of the project file, and back from the program's own export.

Out: ``Project.export_dialogues`` one by one to the format's writer, into a temporary file that
takes the place of the old one when it is complete. Back: an export is read, checked and becomes
a new project, which likewise appears when it is complete. See :mod:`annotator.pipeline` for
the walk in.
"""

from __future__ import annotations

import contextlib
import uuid
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator import model
from annotator.errors import Cancelled, UserError
from annotator.exporters import FORMATS, Export, Options, ReadSource, ReadTag, format_of, is_export, replacing
from annotator.pipeline import Progress
from annotator.store import Project

__all__ = ["FORMATS", "ExportReport", "appearing", "export_project", "format_of", "is_export", "read_project"]

_TRIES = 3
_BATCH_TURNS = 5_000  # of an export that are in memory at once


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written: where, in which format, how much, and what that format cannot hold."""

    path: Path
    format: str
    dialogues: int
    turns: int
    tags: int
    bytes: int
    losses: tuple[str, ...]


# --- out --------------------------------------------------------------------------------------


def export_project(
    project: Project,
    path: Path,
    *,
    format: str | None = None,  # noqa: A002 - what it is called everywhere
    source_bytes: bool = True,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ExportReport:
    """Write a project to a file in the format with that key, or in that of the file's ending.

    ``source_bytes``: files whose bytes their text does not give back are exported whole too.
    An existing file is replaced when the new one is complete. Raises UserError where there is no
    such format or the file cannot be written, Cancelled where ``cancelled`` says so; what was there
    before is then as it was.
    """
    chosen = format_of(path, format)
    content = _Content(project)
    total = len(content.ids)
    options = Options(
        source_bytes=source_bytes,
        progress=lambda done: progress(Progress(done, total)),
        cancelled=cancelled,
    )
    with replacing(path) as file:
        for _ in range(_TRIES):
            chosen.write(content, file, options)
            size = file.tell()
            if content.is_current():
                break
            content = _Content(project)
            file.seek(0)
            file.truncate()
        else:
            raise UserError(
                f"{path.name} was not written",
                "the codebook was changed while the export ran",
                "Export again when nobody changes labels",
            )
    return ExportReport(
        path, chosen.key, content.dialogue_count, content.turn_count, content.tag_count, size, chosen.losses
    )


class _Content:
    """A project as exports see it, counting what goes by.

    Other threads may tag meanwhile; each dialogue is as it is when its turn comes. A new label
    or person would be missing from what has been written already: :meth:`is_current` tells.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self.ids: array[int] = project.dialogue_ids()
        self._codebook = project.codebook()
        self._annotators = project.annotators()
        self._study = project.study()
        self.key = project.key
        self.name = project.name
        self.dialogue_count = self.turn_count = self.tag_count = 0

    def study(self) -> model.Study:
        """What was settled when the export began."""
        return self._study

    def codebook(self) -> model.Codebook:
        """Facets and labels when the export began."""
        return self._codebook

    def annotators(self) -> Sequence[model.Annotator]:
        """Everybody when the export began."""
        return self._annotators

    def sources(self) -> Sequence[model.Source]:
        """The files."""
        return self._project.sources()

    def source_bytes(self, source_id: int) -> bytes:
        """A file as received."""
        return self._project.source_bytes(source_id)

    def dialogues(self) -> Iterator[model.DialogueRecord]:
        """The dialogues that were there when the export began."""
        for record in self._project.export_dialogues(self.ids):
            self.dialogue_count += 1
            self.turn_count += len(record.turns)
            self.tag_count += len(record.tags) + sum(len(item.turn.tags) for item in record.turns)
            yield record

    def is_current(self) -> bool:
        """Whether codebook, people and study are still those that were written."""
        now = self._project.codebook(), self._project.annotators(), self._project.study()
        return (self._codebook, self._annotators, self._study) == now


# --- back -------------------------------------------------------------------------------------


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
            project.add_annotator(annotator)
        _fill(project, export, progress, cancelled)


@contextlib.contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A name to make a new project under; it gets the name ``path`` when the block is left in peace.

    On any exception nothing is left. Raises UserError where ``path`` exists already.
    """
    if path.exists():
        raise UserError(
            f"{path.name} exists already",
            "what is new becomes a project of its own",
            "Choose the name of a project that does not exist yet",
        )
    temp = path.with_name(f".{uuid.uuid4().hex}{path.suffix}")
    try:
        yield temp
        temp.rename(path)
    except UserError as error:  # the store knows the file by the name it has for now
        texts = (error.what, error.why, error.remedy)
        raise UserError(*(text.replace(temp.name, path.name) for text in texts)) from error
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
        known = len(project.dialogue_ids())
        with project.importer() as importer:
            for item in batch:
                importer.add(item.source)
            importer.finish()
        new = project.dialogue_page(project.dialogue_ids()[known:])
        ids = {dialogue.key: dialogue.id for dialogue in new}
        for item in batch:
            for key, target in item.targets:
                project.set_target(ids[key], target)
        project.import_tags(_tags(project, ids, batch))
        project.import_marks(_marks(project, ids, batch))
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
            turns[read.dialogue] = project.turn_ids(ids[read.dialogue])
        turn = None if read.position is None else turns[read.dialogue][read.position]
        yield _tag(read, ids[read.dialogue], turn)


def _marks(
    project: Project, ids: dict[str, int], batch: Sequence[ReadSource]
) -> Iterator[tuple[int, int, model.Mark]]:
    turns: dict[str, array[int]] = {}
    for read in (read for item in batch for read in item.marks):
        if read.dialogue not in turns:
            turns[read.dialogue] = project.turn_ids(ids[read.dialogue])
        yield ids[read.dialogue], turns[read.dialogue][read.position], read.mark


def _tag(read: ReadTag, dialogue: int, turn: int | None) -> model.Tag:
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
