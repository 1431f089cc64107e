"""A project, or a part of it, becomes a file that is known to say what the project says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from annotator.core.cycle_pause import no_collection
from annotator.core.progress import Progress
from annotator.errors import Cancelled, UserError
from annotator.exchange.export_content import Scope, Selected
from annotator.exporters import FORMATS, Differs, Format, Loss, Losses, Options, Witness, format_of, replacing
from annotator.exporters.anonymity import Anonymity
from annotator.exporters.bad_records import Trouble
from annotator.exporters.pseudonyms import Pseudonyms
from annotator.exporters.tag_texts import renamed
from annotator.exporters.wordlist import WordList
from annotator.language import tokens
from annotator.store import DamagedValue, Project

__all__ = ["FORMATS", "Anonymised", "ExportReport", "Scope", "export_project", "format_of", "key_beside"]

EVERYTHING = Scope()
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Anonymised:
    """How to make an export anonymous: words to replace, and the file that says what stood there.

    An existing key file is used and grows, so that several exports have the same codes.
    """

    key: Path
    words: WordList = field(default_factory=lambda: WordList(()))


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written, and how it differs from the project.

    ``losses`` are the sentences about the format; ``lost`` counts what there was of them in this
    project. ``changes`` says what is written under another name, ``invented`` counts what is in the
    file though the source does not say it. ``troubles`` are bad
    records that were left out. ``replaced`` counts words that have placeholders now.
    """

    path: Path
    format: str
    dialogues: int
    turns: int
    tags: int
    bytes: int
    losses: tuple[str, ...]
    lost: tuple[Loss, ...] = ()
    changes: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    replaced: int = 0
    key: Path | None = None  # of an anonymised export
    invented: tuple[Loss, ...] = ()


def export_project(
    project: Project,
    path: Path,
    *,
    format: str | None = None,  # noqa: A002 - what it is called everywhere
    scope: Scope = EVERYTHING,
    anonymised: Anonymised | None = None,
    source_bytes: bool = True,
    check: bool = True,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ExportReport:
    """Write a project to a file in the format with that key, or in that of the file's ending.

    ``source_bytes``: files whose bytes their text does not give back are exported whole too.
    ``check``: the file is read back and compared before it gets its name. An existing file is
    replaced when the new one is complete. Raises UserError where there is no such format, the file
    cannot be written or does not read back, Cancelled where ``cancelled`` says so; what was there
    before is then as it was.
    """
    chosen = format_of(path, format)
    if chosen.received and scope.text == "received":
        raise UserError(
            "{chosen} has no received text alone",
            "it always holds both, the repaired text and the way back from it",
            "Choose another format, or the repaired text",
            chosen=chosen.name,
        )
    options = Options(source_bytes, _words, cancelled=cancelled)
    job = _Job(project, chosen, scope, anonymised, check=check, options=options)
    with replacing(path) as file:
        size = job.write(file, path, progress)
    return job.report(path, size)


class _Job:
    """One export, tried again where something came between."""

    def __init__(
        self,
        project: Project,
        chosen: Format,
        scope: Scope,
        anonymised: Anonymised | None,
        *,
        check: bool,
        options: Options,
    ) -> None:
        self._project = project
        self._format = chosen
        self._scope = scope
        self._check = check
        self._options = options
        self._plan = anonymised
        self._anonymity: Anonymity | None = None
        self._pseudonyms: Pseudonyms | None = None
        self._vetting = False
        self._content = self._begin()

    def _begin(self) -> Selected:
        if self._plan is not None:
            self._pseudonyms = Pseudonyms.load(self._plan.key)
            # All beforehand: metadata may name one before they speak. The order says nothing about names.
            for name in sorted(self._project.search.speakers(), key=self._pseudonyms.hashed):
                self._pseudonyms.speaker(name)
            self._anonymity = Anonymity(self._plan.words, self._pseudonyms)
        content = Selected(
            self._project,
            self._scope,
            whole=self._format.whole,
            anonymity=self._anonymity,
            vetting=self._vetting,
            cancelled=self._options.cancelled,
        )
        content.witness = Witness(self._format.check(content)) if self._check else None
        content.losses = Losses(self._format.limits.lacks)
        content.invented = Losses(self._format.limits.invents)
        content.alters = self._format.limits.alters[0] if self._format.limits.alters else None
        return content

    def write(self, file: BinaryIO, path: Path, progress: Callable[[Progress], None]) -> int:
        """Write and compare; returns the file's size in bytes."""
        for _ in range(_TRIES):
            with no_collection():
                place = self._once(file, progress)
            if place and self._vetting:
                raise UserError(
                    "{file} was not written",
                    "read back, it is not what the project holds ({place})",
                    "Check the project with `annotator check`, and try another format",
                    file=path.name,
                    place=place,
                )
            if not place and self._content.is_current():
                size = file.seek(0, 2)
                if self._plan is not None and self._pseudonyms is not None:
                    self._pseudonyms.save(self._plan.key)
                return size
            self._vetting = bool(place) or self._vetting
            self._content = self._begin()
            file.seek(0)
            file.truncate()
        raise UserError(
            "{file} was not written",
            "the codebook was changed while the export ran",
            "Export again when nobody changes labels",
            file=path.name,
        )

    def _once(self, file: BinaryIO, progress: Callable[[Progress], None]) -> str:
        """Write the file and read it back; returns where it is not as it should be, "" for nowhere."""
        content = self._content
        steps = _Steps(len(content.ids), progress, checked=self._check)
        options = self._options.hearing(steps.written)
        try:
            self._format.write(content, file, options)
            if content.witness is not None:
                file.flush()
                content.witness.compare(file, steps.compared, options.cancelled)
        except Differs as found:
            return found.place
        except (Cancelled, UserError, OSError) as error:
            if self._vetting or not isinstance(error, DamagedValue):
                raise
            return self._stumbled(error)
        except Exception as error:
            if self._vetting:
                raise
            return self._stumbled(error)
        return ""

    def _stumbled(self, error: Exception) -> str:
        """Where something bad was met: the export begins again and leaves that dialogue out."""
        return f"{type(error).__name__} after {self._content.seen.dialogues} dialogues"

    def _consequences(self) -> tuple[tuple[bool, str], ...]:
        """What was asked for, where it says more than one might think."""
        where = self._scope.where
        return (
            (self._scope.text == "received", "the text is the received one, with its damage"),
            (
                self._plan is not None,
                (
                    "speakers, files and dialogues have codes; "
                    "received text, repair steps, files and views are out"
                ),
            ),
            (
                self._format.whole and where is not None and not where.empty,
                "dialogues with a turn that fits the filter are there as a whole",
            ),
        )

    def report(self, path: Path, size: int) -> ExportReport:
        """What was written."""
        content, chosen = self._content, self._format
        changes = [*chosen.limits.changes, *renamed(content.codebook(), content.annotators())]
        changes += [words for applies, words in self._consequences() if applies]
        if content.seen.altered and chosen.limits.alters:
            changes.append(f"{content.seen.altered:,} texts {chosen.limits.alters[1]}")
        return ExportReport(
            path,
            chosen.key,
            content.seen.dialogues,
            content.seen.turns,
            content.seen.tags,
            size,
            chosen.limits.losses,
            content.losses.finish(content.codebook(), content.views()),
            tuple(changes),
            content.troubles(),
            0 if self._anonymity is None else self._anonymity.replaced,
            None if self._plan is None else self._plan.key,
            content.invented.finish(content.codebook()),
        )


class _Steps:
    """One measure of progress for writing and reading back; reading takes about as long."""

    def __init__(self, total: int, progress: Callable[[Progress], None], *, checked: bool) -> None:
        self._total = total * (2 if checked else 1)
        self._done = 0
        self._progress = progress

    def written(self, done: int) -> None:
        self._done = done
        self._progress(Progress(done, self._total))

    def compared(self, number: int) -> None:
        self._done += number
        self._progress(Progress(self._done, self._total))


def key_beside(project: Path) -> Path:
    """Where the key of a project's anonymised exports is kept unless another place is named."""
    return project.with_name(f"{project.stem}.key.json")


def _words(text: str) -> list[str]:
    """The words of a text, without punctuation."""
    return [text[token.start : token.end] for token in tokens(text)]
