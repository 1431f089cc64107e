"""The texts of a corpus, repaired: in order, each for itself, in processes of their own where these pay.

Where Dask or Spark divide a corpus, each of their processes calls :func:`repair_texts` with ``jobs=0`` for
its part. :func:`repair_into` keeps what is done in a file, and goes on from there after an interruption.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from annotator.errors import Sentence, UserError, cause_of
from annotator.exporters import model_to_document
from annotator.exporters.document import Step
from annotator.importers import Crew
from annotator.model import Repair, RepairStep
from annotator.repair import RepairConfig, repair

#: Seconds of repairs after which more processes pay: about three times what it takes to start one.
PATIENCE = 1.5
#: What goes to a process at once, whichever is reached first: for damaged Chinese about a second of work.
CHUNK_TEXTS, CHUNK_CHARACTERS = 256, 10_000
#: Half of a character of UTF-16, which JSON files do not hold.
_HALF = re.compile("[\ud800-\udfff]")
_HALVES = "It holds half a character (a surrogate without its pair), which the file cannot hold"
_ENDED = "The process that repaired it ended unexpectedly, perhaps for want of memory"


@dataclass(frozen=True, slots=True)
class RepairedText:
    """What came of one text of a corpus; with an ``error`` there is no repair, ``text`` is as received."""

    repair: Repair
    doubts: int = 0  # repairs that are less sure than the threshold
    damage: int = 0  # places that stay as they are because nothing better is known
    error: str = ""

    @property
    def text(self) -> str:
        """The repaired text."""
        return self.repair.text

    @property
    def steps(self) -> tuple[RepairStep, ...]:
        """What was done, each step with place, reason and confidence."""
        return self.repair.steps


_Chunk = tuple[list[str], RepairConfig]
Work = Callable[[_Chunk], list[RepairedText]]


def repair_chunk(chunk: _Chunk) -> list[RepairedText]:
    """Repair some texts here, in order; whatever goes wrong with one is that one's error."""
    texts, config = chunk
    return [_repaired(text, config) for text in texts]


def _repaired(text: object, config: RepairConfig) -> RepairedText:
    if not isinstance(text, str):  # as the empty cells of a table
        return _failed("", f"This is no text but {type(text).__name__}")
    try:
        found = repair(text, config)
    except Exception as error:  # noqa: BLE001 - one text that shows a defect must not end the work on a corpus
        return _failed(
            text, str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
        )
    doubts = sum(step.before != step.after and step.confidence < config.threshold for step in found.steps)
    return RepairedText(found, doubts, sum(step.kind == "damage" for step in found.steps))


def _failed(text: str, why: str) -> RepairedText:
    return RepairedText(Repair(text, text, ()), error=why)


def repair_texts(
    texts: Iterable[str],
    config: RepairConfig | None = None,
    *,
    jobs: int | None = None,
    work: Work = repair_chunk,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[RepairedText]:
    """Each text of a corpus repaired, in order, a bounded stretch ahead of whoever takes the results.

    ``jobs`` is the number of processes, 0 for none; left None, the work begins here and goes on in as many
    processes as there are processors once it has taken longer than they need to start. A text that cannot
    be repaired, or takes its process down, has an ``error``; the others go on. ``work`` is what is done with
    each chunk, and ``clock`` tells the seconds.
    """
    config = config or RepairConfig()
    waiting = iter(texts)
    if jobs is None:
        jobs = _processors()
        began = clock()
        for text in waiting:
            yield from work(([text], config))
            if jobs and clock() - began >= PATIENCE:
                break
        else:
            return
    if not jobs:
        yield from chain.from_iterable(work(([text], config)) for text in waiting)
        return
    tasks = ((chunk, config) for chunk in _chunks(waiting))
    with Crew(work, lost=_lost, weight=_weight, size=jobs, stop=lambda: False) as crew:
        for task, done in crew.results(tasks):
            yield from done or _one_by_one(task, work)


def _processors() -> int:
    """How many processes can work at once; 0 where this one may not start any, or has no use for them."""
    found = os.cpu_count() or 1
    return 0 if found < 2 or multiprocessing.current_process().daemon else found


def _chunks(texts: Iterator[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    characters = 0
    for text in texts:
        chunk.append(text)
        characters += len(str(text))  # an empty cell of a table is a number
        if len(chunk) >= CHUNK_TEXTS or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _weight(_: _Chunk) -> int:
    return 256_000  # so that a chunk goes by itself, and few lie about


def _lost(_: _Chunk) -> list[RepairedText]:
    return []


def _one_by_one(lost: _Chunk, work: Work) -> Iterator[RepairedText]:
    """The texts of a chunk that took its process down, each in a process that it may take down alone."""
    texts, config = lost
    with Crew(work, lost=_lost, weight=_weight, size=1, stop=lambda: False) as crew:
        for (text, _), done in crew.results(([text], config) for text in texts):
            yield from done or [_failed(text[0], _ENDED)]


# --- into a file, to go on with after an interruption ------------------------------------------


class RepairedLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the file: a text, what it is the repair of, and how it came about."""

    number: int  # of the text in the corpus, from 0
    received: str  # SHA-256 of the received text, in hex
    text: str
    chain: tuple[str, ...] = ()
    doubts: int = 0
    damage: int = 0
    error: str = ""
    problem: str = ""
    steps: tuple[Step, ...] = ()  # as in the program's own exports


@dataclass(slots=True)
class CorpusReport:
    """What a file of repaired texts holds, and how many of them this call found there already."""

    texts: int = 0
    changed: int = 0
    doubts: int = 0
    damage: int = 0
    failed: int = 0
    found: int = 0

    def count(self, line: RepairedLine) -> None:
        """Count one more line."""
        self.texts += 1
        self.changed += line.received != _sum(line.text)
        self.doubts += line.doubts
        self.damage += line.damage
        self.failed += bool(line.error)


def repair_into(
    path: str | Path,
    texts: Iterable[str],
    config: RepairConfig | None = None,
    *,
    jobs: int | None = None,
    steps: bool = True,
) -> CorpusReport:
    """Repair a corpus into a file of JSON Lines, one line a text, in order (:class:`RepairedLine`).

    Where the file is there already, from a run that was interrupted, it is gone on with: the texts must be
    the same in the same order. ``steps=False`` leaves the steps out, which take most of the room. Raises
    UserError where the file holds something else, or the repair of other texts.
    """
    path = Path(path)
    waiting = iter(texts)
    report = CorpusReport()
    try:
        with path.open("a+b") as file:
            file.seek(0)
            file.truncate(_take_up(file, waiting, report))
            report.found = report.texts
            numbered = enumerate(repair_texts(waiting, config, jobs=jobs), report.texts)
            for number, done in numbered:
                line = _line(number, done, steps=steps)
                file.write(msgspec.json.encode(line) + b"\n")
                report.count(line)
    except OSError as error:
        raise UserError(
            "{file} cannot be written", cause_of(error), "Choose another place", file=path
        ) from error
    return report


def _line(number: int, done: RepairedText, *, steps: bool) -> RepairedLine:
    found = done.repair
    received = _sum(found.received)
    if _HALF.search(found.text):
        return RepairedLine(number, received, _HALF.sub("\ufffd", found.text), error=_HALVES)
    return RepairedLine(
        number, received, found.text, found.chain, done.doubts, done.damage, done.error,
        found.problem, model_to_document.steps(found.steps) if steps else (),
    )  # fmt: skip


def _sum(text: object) -> str:
    return hashlib.sha256((text if isinstance(text, str) else "").encode(errors="surrogatepass")).hexdigest()


def _take_up(file: BinaryIO, texts: Iterator[str], report: CorpusReport) -> int:
    """Count what a file holds and take as many texts; where its last whole line ends. Raises UserError."""
    end = 0
    for raw in file:
        if not raw.endswith(b"\n"):  # the program ended while it was written
            break
        try:
            line = msgspec.json.decode(raw, type=RepairedLine)
        except msgspec.MsgspecError as error:
            raise _other(file, str(error)) from error
        if line.received not in {_sum(text) for text in islice(texts, 1)}:
            raise _other(file, Sentence("line {line} is the repair of another text", line=line.number + 1))
        report.count(line)
        end += len(raw)
    return end


def _other(file: BinaryIO, why: str) -> UserError:
    return UserError(
        "{file} does not hold the repair of these texts",
        "{why}",
        "Name another file, or give the texts as they were",
        file=Path(file.name).name,
        why=why,
    )
