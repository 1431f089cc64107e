"""A project divided for training, development and testing: a file a part, and a manifest."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import msgspec

from annotator.core.paths import is_folder, is_there
from annotator.core.private_files import FOLDER_MODE
from annotator.core.progress import Progress
from annotator.core.unfinished_files import name_beside
from annotator.core.version import VERSION
from annotator.errors import Cancelled, Sentence, UserError
from annotator.exchange.export_content import Scope, Selected
from annotator.exchange.write_export import EVERYTHING, Anonymised, ExportReport, export_project
from annotator.exporters import Loss, format_of
from annotator.exporters.bad_records import Trouble
from annotator.exporters.loss_report import OF_PROJECT
from annotator.exporters.near_duplicates import near_duplicates, sketch
from annotator.exporters.split_assignment import DialogueUnit, dealt, joined, shared
from annotator.model import DialogueRecord
from annotator.store import Project

MANIFEST = "manifest.json"
Together = Literal["dialogue", "speaker", "source"]
SHARES: Mapping[str, float] = {"train": 0.8, "dev": 0.1, "test": 0.1}


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """How to divide: what stays together, by which facet's labels the parts are balanced, and the draw.

    Dialogues whose texts share at least ``alike`` of their shingles stay together too; above 1
    none do.
    """

    by: Together = "dialogue"
    stratify: str = ""  # key of a facet, "" for sizes alone
    seed: int = 0
    shares: Mapping[str, float] = field(default_factory=lambda: dict(SHARES))
    alike: float = 0.8


@dataclass(frozen=True, slots=True)
class SplitPart:
    """One part as it was written."""

    name: str
    file: str
    sha256: str
    bytes: int
    dialogues: int
    turns: int
    tags: int
    labels: Mapping[str, int]  # of the facet it was balanced by


@dataclass(frozen=True, slots=True)
class SplitReport:
    """What was written where, and what the format could not hold."""

    folder: Path
    parts: tuple[SplitPart, ...]
    groups: int  # that could have been divided
    alike: int  # dialogues that stay with another because their texts are nearly the same
    lost: tuple[Loss, ...]
    troubles: tuple[Trouble, ...]


def split_project(
    project: Project,
    folder: Path,
    plan: SplitPlan,
    *,
    format: str = "jsonl",  # noqa: A002 - what it is called everywhere
    scope: Scope = EVERYTHING,
    anonymised: Anonymised | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> SplitReport:
    """Write a file for each part into a new folder, and a manifest.

    The same project, plan and scope give the same parts. Raises UserError where the folder exists and
    is not empty, the facet is not there, or so much belongs together that a part would be empty;
    Cancelled where ``cancelled`` says so. There is no folder then.
    """
    _check(project, folder, plan)
    chosen = format_of(Path("x"), format)
    content = Selected(project, scope, whole=True, cancelled=cancelled)
    look = _DialogueLook(plan)
    total = 3 * len(content.ids)
    for number, record in enumerate(content.dialogues(), 1):
        if cancelled():
            raise Cancelled
        look.add(record)
        progress(Progress(number, total))
    parts, groups, alike = look.deal()
    empty = [name for name in plan.shares if name not in set(parts.values())]
    if empty:
        raise UserError(
            "The project cannot be divided into {parts} parts",
            "{groups} groups of dialogues belong together, and nothing is left for {names}",
            "Divide by dialogue in place of speaker or source, or into fewer parts",
            parts=len(plan.shares),
            groups=groups,
            names=", ".join(empty),
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with name_beside(folder) as temp:
        temp.mkdir(FOLDER_MODE)
        made: list[tuple[SplitPart, ExportReport]] = []
        done = len(content.ids)
        for name in plan.shares:
            keys = frozenset(key for key, part in parts.items() if part == name)
            file = temp / f"{name}{chosen.extensions[0]}"
            report = export_project(
                project, file, format=format, scope=replace(scope, dialogues=keys), anonymised=anonymised,
                progress=_further(progress, done, total), cancelled=cancelled,
            )  # fmt: skip
            done += 2 * len(keys)
            made.append((_part(name, report, look.labels(keys)), report))
        document = _manifest(project, plan, [part for part, _ in made])
        document |= {"file_format": format, "dialogues": {} if anonymised else dict(sorted(parts.items()))}
        (temp / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
        if is_there(folder):
            folder.rmdir()
        temp.chmod(0o755)
        temp.rename(folder)
    troubles = tuple(trouble for _, report in made for trouble in report.troubles)
    return SplitReport(
        folder, tuple(part for part, _ in made), groups, alike, _losses([x for _, x in made]), troubles
    )


def _further(progress: Callable[[Progress], None], done: int, total: int) -> Callable[[Progress], None]:
    """Progress of a part of the work as that of the whole."""
    return lambda now: progress(Progress(done + now.done, total))


def _part(name: str, report: ExportReport, labels: Mapping[str, int]) -> SplitPart:
    counts = report.bytes, report.dialogues, report.turns, report.tags
    return SplitPart(name, report.path.name, _sha256(report.path), *counts, dict(sorted(labels.items())))


def _check(project: Project, folder: Path, plan: SplitPlan) -> None:
    if is_there(folder) and (not is_folder(folder) or any(folder.iterdir())):
        raise UserError(
            "{folder} exists already",
            "the parts get a folder of their own",
            "Name one that is not there",
            folder=folder.name,
        )
    facets = [facet.key for facet in project.codebook.read().facets]
    if plan.stratify and plan.stratify not in facets:
        raise UserError(
            "The parts cannot be balanced", "there is no facet {stratify!r}",
            "Choose one of {names}",
         stratify=plan.stratify, names=", ".join(facets))  # fmt: skip
    wrong = [
        name for name, share in plan.shares.items() if not (name.isidentifier() and 0 < share < math.inf)
    ]
    if wrong or not plan.shares:
        raise UserError(
            "The parts cannot be made", "{names} is no part with a share above 0",
            "Write them so: train=0.8,dev=0.1,test=0.1",
         names=", ".join(wrong) or Sentence("no part"))  # fmt: skip


class _DialogueLook:
    """What has to be known of each dialogue before parts are dealt."""

    def __init__(self, plan: SplitPlan) -> None:
        self._plan = plan
        self._units: dict[str, DialogueUnit] = {}
        self._values: list[list[str]] = []
        self._sketches: list[tuple[int, ...]] = []

    def add(self, record: DialogueRecord) -> None:
        """Look at the next dialogue."""
        labels: Counter[str] = Counter()
        for item in record.turns:
            for tag in item.turn.tags:
                if tag.facet == self._plan.stratify and tag.label and tag.origin != "suggested":
                    labels[tag.label] += 1
        dialogue = record.dialogue
        self._units[dialogue.key] = DialogueUnit(dialogue.key, len(record.turns), labels)
        values: dict[Together, list[str]] = {
            "dialogue": [],
            "source": [str(dialogue.source_id)],
            "speaker": [item.turn.speaker for item in record.turns if item.turn.speaker],
        }
        self._values.append(values[self._plan.by])
        if self._plan.alike <= 1:
            self._sketches.append(sketch(" ".join(item.turn.text for item in record.turns)))

    def deal(self) -> tuple[dict[str, str], int, int]:
        """The part of each dialogue, the number of groups, and of dialogues with a near duplicate."""
        alike = list(near_duplicates(self._sketches, self._plan.alike))
        groups = joined(len(self._units), [*shared(self._values), *alike])
        parts = dealt(list(self._units.values()), groups, self._plan.shares, self._plan.seed)
        return parts, len(groups), len({place for pair in alike for place in pair})

    def labels(self, keys: frozenset[str]) -> Counter[str]:
        """How often which label is in these dialogues."""
        found: Counter[str] = Counter()
        for key in keys:
            found.update(self._units[key].labels)
        return found


def _manifest(project: Project, plan: SplitPlan, parts: list[SplitPart]) -> dict[str, object]:
    book = project.codebook.read()
    return {
        "format": "dialogue-annotator-split",
        "program": f"Dialogue Annotator {VERSION}",
        "codebook": {"name": book.name, "version": book.version},
        "by": plan.by,
        "stratified_by": plan.stratify or None,
        "seed": plan.seed,
        "shares": dict(plan.shares),
        "near_duplicates_from": plan.alike,
        "parts": [msgspec.to_builtins(part) for part in parts],
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _losses(reports: Sequence[ExportReport]) -> tuple[Loss, ...]:
    """Those of all parts together; all have the same codebook."""
    counts: Counter[str] = Counter()
    for loss in (loss for report in reports for loss in report.lost):
        counts[loss.kind] = loss.count + (0 if loss.kind in OF_PROJECT else counts[loss.kind])
    return tuple(Loss.of(kind, count) for kind, count in counts.items())
