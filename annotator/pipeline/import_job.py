"""One import of many files: what is wanted of each, which are known already, and what became of them."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import importers
from annotator.core.progress import Progress
from annotator.errors import Cancelled, Sentence, UserError
from annotator.importers import FileOnDisk, MarkerRule
from annotator.model import Changes, LeftOut, PreparedSource, Question, Study
from annotator.pipeline.language_findings import undeclared, words_in
from annotator.pipeline.tags_from_files import bring_in

if TYPE_CHECKING:
    from annotator.store import Importer, Project

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """How a person wants one file read; None leaves it to the program.

    ``format`` is a key of :data:`annotator.importers.FORMATS`, ``mapping`` goes from roles to columns;
    ``remembered`` are mappings by set of columns, for files that have none of their own; ``answers`` go
    from the keys of questions to those of their answers, ``tiers`` are the names of those that are speech.
    ``strict``: a file with a question that is
    not answered is not taken.
    """

    encoding: str | None = None
    rule: MarkerRule | None = None
    format: str | None = None
    mapping: Mapping[str, str] | None = None
    remembered: Mapping[str, Mapping[str, str]] | None = None
    answers: Mapping[str, str] | None = None
    strict: bool = False
    tiers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each file, by name.

    ``known``: the project has it; ``repeated``: the same content as an earlier file of this
    import; ``failed`` says why; ``skipped`` are the other files in folders. ``problems`` are
    records of files that could not be taken as they are, each a sentence with its place; ``questions``
    are those that nobody has answered, ``left_out`` what did not come in, both by name of the file.
    ``undeclared`` are languages that the study has not declared, with the turns that have words of them,
    the most frequent first.
    """

    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    failed: tuple[tuple[str, UserError], ...] = ()
    skipped: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    questions: tuple[tuple[str, Question], ...] = ()
    left_out: tuple[tuple[str, LeftOut], ...] = ()
    dialogues: int = 0  # of the files added
    turns: int = 0
    repairs: int = 0  # steps, damage marks included
    damage: int = 0
    undeclared: tuple[tuple[str, int], ...] = ()
    changes: Changes = field(default_factory=Changes)


@dataclass(frozen=True, slots=True)
class ImportTask:
    """A file that has to be prepared, and how."""

    file: FileOnDisk
    data: bytes
    choice: ImportChoice
    study: Study | None


@dataclass(frozen=True, slots=True)
class PreparationDefect:
    """An error that is nobody's fault but the program's, as it travels from another process."""

    kind: str
    trace: str


Preparation = PreparedSource | UserError | PreparationDefect


class ImportJob:
    """The state of one import: reads files, sorts out what is known, hands the others on, counts."""

    def __init__(
        self,
        project: Project,
        importer: Importer,
        files: Sequence[FileOnDisk],
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
        *,
        study: Study | None,
    ) -> None:
        self._project = project
        self._study = study
        self._importer = importer
        self._files = files
        self._progress = progress
        self._cancelled = cancelled
        self._names: dict[str, list[str]] = {"added": [], "known": [], "restored": [], "repeated": []}
        self._failed: dict[FileOnDisk, UserError] = {}
        self._problems: list[tuple[str, str]] = []
        self._questions: list[tuple[str, Question]] = []
        self._left_out: list[tuple[str, LeftOut]] = []
        self._with_tags: list[PreparedSource] = []
        self._counts: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._settled = 0

    def tasks(self, choices: Mapping[Path, ImportChoice], default: ImportChoice) -> Iterator[ImportTask]:
        """The files that have to be prepared; all others are settled on the way."""
        with importers.FileReader() as reader:
            for file in self._files:
                if self._cancelled():
                    raise Cancelled
                try:
                    data = reader.read(file)
                except UserError as error:
                    self._fail(file, error)
                    continue
                sha256 = hashlib.sha256(data).hexdigest()
                if data and sha256 in self._seen:
                    self._settle("repeated", file)
                elif self._importer.knows(sha256):
                    self._settle(self._importer.add(_known(file.name, sha256)), file)
                else:
                    yield ImportTask(file, data, choices.get(file.place, default), self._study)
                self._seen.add(sha256)

    def take(self, task: ImportTask, result: Preparation) -> None:
        """Store a prepared file, or note why there is none."""
        if isinstance(result, PreparedSource) and task.choice.strict and result.questions:
            why = importers.question_sentence(result.questions[0])
            self._fail(
                task.file,
                UserError(
                    "{file} has an open question",
                    "{why}",
                    "Answer it, or import without --strict",
                    file=task.file.name,
                    why=why,
                ),
            )
            self._questions += ((task.file.name, question) for question in result.questions)
        elif isinstance(result, PreparedSource):
            outcome = self._importer.add(replace(result, data=task.data))
            self._settle(outcome, task.file)
            if outcome == "added" and result.codebook is not None:
                self._with_tags.append(result)
            repairs, damage = count_steps(result)
            turns = sum(len(dialogue.turns) for dialogue in result.dialogues)
            self._counts.update(dialogues=len(result.dialogues), turns=turns, repairs=repairs, damage=damage)
            self._languages.update(
                words_in(turn.language for dialogue in result.dialogues for turn in dialogue.turns)
            )
            name = task.file.name
            self._problems += ((name, problem) for problem in result.problems)
            self._questions += ((name, question) for question in result.questions)
            self._left_out += ((name, one) for one in result.left_out)
        elif isinstance(result, PreparationDefect):
            _log.error("%s could not be prepared:\n%s", task.file.name, result.trace)
            why = Sentence("an error of this program: {kind}", kind=result.kind)
            self._fail(
                task.file,
                UserError("{file} cannot be read", "{why}", "Please report it", file=task.file.name, why=why),
            )
        else:
            self._fail(task.file, result)

    def report(self, *, skipped: tuple[str, ...]) -> ImportReport:
        """Make what was staged live, and say what became of all files."""
        new = self._names["added"] or self._names["restored"]
        changes = self._importer.finish() if new else Changes()
        if self._with_tags:
            changes = _both(changes, bring_in(self._project, self._with_tags))
        return ImportReport(
            added=tuple(self._names["added"]),
            known=tuple(self._names["known"]),
            restored=tuple(self._names["restored"]),
            repeated=tuple(self._names["repeated"]),
            failed=tuple((file.name, self._failed[file]) for file in self._files if file in self._failed),
            skipped=skipped,
            problems=tuple(self._problems),
            questions=tuple(self._questions),
            left_out=tuple(self._left_out),
            dialogues=self._counts["dialogues"],
            turns=self._counts["turns"],
            repairs=self._counts["repairs"],
            damage=self._counts["damage"],
            undeclared=undeclared(self._languages, self._study) if self._study else (),
            changes=changes,
        )

    def _fail(self, file: FileOnDisk, error: UserError) -> None:
        self._failed[file] = error
        self._advance(file)

    def _settle(self, outcome: str, file: FileOnDisk) -> None:
        self._names[outcome].append(file.name)
        self._advance(file)

    def _advance(self, file: FileOnDisk) -> None:
        self._settled += 1
        self._progress(Progress(self._settled, len(self._files), file.name))


def _both(first: Changes, second: Changes) -> Changes:
    """What two edits in a row changed."""
    return replace(
        first,
        edit=second.edit or first.edit,
        turns=first.turns | second.turns,
        dialogues=first.dialogues | second.dialogues,
        codebook=first.codebook or second.codebook,
        project=first.project or second.project,
        structure=first.structure or second.structure,
    )


def count_steps(source: PreparedSource) -> tuple[int, int]:
    """How many repair steps a file has, and how many of them are damage marks."""
    steps = [
        step
        for dialogue in source.dialogues
        for part in (*((*turn.lead_steps, *turn.steps) for turn in dialogue.turns), dialogue.tail_steps)
        for step in part
    ]
    return len(steps), sum(step.kind == "damage" for step in steps)


def _known(name: str, sha256: str) -> PreparedSource:
    """A file that the project has, so that nothing but its name and hash is needed."""
    return PreparedSource(name, b"", sha256, "", "detected", 1.0, "", bom=False, undecodable=0, dialogues=())
