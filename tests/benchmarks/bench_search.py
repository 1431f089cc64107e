"""Searching turns of real length in the window: with the index of words, and before there is one.

The texts are as long as those of a spoken dialogue, 870 characters in the mean (CHARACTERS), of which an
eighth holds the words. What the window does is compared with the store's part of it; a look through all
texts without an index with a plain scan of the same column by SQLite.
"""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtTest import QTest

from annotator import codebooks, filters
from annotator.app import make_application
from annotator.model import Annotator, PreparedDialogue, PreparedSource, PreparedTurn
from annotator.store import Project
from tests.benchmarks.bench_million import Stalls, sentences, shown_window
from tests.benchmarks.figures import ratio, size

TURNS = size("TURNS", 100_000, 400)
CHARACTERS = int(os.environ.get("CHARACTERS", "870"))
ROUNDS = size("ROUNDS", 5, 1)
ME = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")
WORDS, ABSENT = "熵增", "熵减"  # in no sentence of the samples


def texts() -> Iterator[str]:
    """As many texts of about that length, of sentences of the samples."""
    chance, pool = random.Random(11), sentences()
    usual = statistics.mean(map(len, pool)) + 1
    for at in range(TURNS):
        pieces = chance.choices(pool, k=max(1, round(CHARACTERS / usual)))
        yield " ".join([*pieces, WORDS] if at % 8 == 3 else pieces)


def sources() -> Iterator[PreparedSource]:
    """Dialogues of 20 turns."""
    turns: list[PreparedTurn] = []
    for at, text in enumerate(texts(), 1):
        turns.append(PreparedTurn("AB"[at % 2], f"[{'AB'[at % 2]}]: ", text, text))
        if at % 20 == 0 or at == TURNS:
            data = f"{at}".encode()
            dialogue = PreparedDialogue(f"dialogue {at:06}", tuple(turns), rule="brackets")
            yield PreparedSource(
                f"{at}.txt", data, hashlib.sha256(data).hexdigest(), "utf-8", "detected", 1.0, "\n",
                bom=False, undecodable=0, dialogues=(dialogue,),
            )  # fmt: skip
            turns = []


def took(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def median(work: Callable[[], object]) -> float:
    """Milliseconds of the median of some runs."""
    return statistics.median(took(work) for _ in range(ROUNDS))


def say(what: str, value: float, remark: str = "") -> None:
    print(f"{what:<52}{value:>10.1f} ms   {remark}", flush=True)


def without_index(path: Path) -> None:
    """All hits, and none, of a look through all texts."""
    with Project.open(path, read_only=True) as project, closing(sqlite3.connect(path)) as plain:
        for what, words in (("all hits", WORDS), ("no hit", ABSENT)):
            scan = "SELECT count(*) FROM turn WHERE instr(text, ?)"
            floor = median(lambda scan=scan, words=words: plain.execute(scan, (words,)).fetchall())  # type: ignore[misc]
            spent = median(lambda words=words: project.search.find(filters.parse(words)))  # type: ignore[misc]
            compared = ratio(f"{what}, no index", spent, floor)
            say(f"{what} of {TURNS:,} turns, no index", spent, f"{compared} a scan by SQLite, goal 1,000")


def in_the_window(path: Path) -> None:
    """What a person waits for the first page, and the window for the person."""
    application = make_application()
    window = shown_window()
    assert window.files.open_project(path)
    QTest.qWait(1000)
    bar, view, stalls = window.columns.filter_bar, window.turns.view, Stalls()
    bar.look(everywhere=True)
    firsts, processors, worst = [], [], 0.0
    for _ in range(ROUNDS):
        bar.line.setText(WORDS)
        began, busy = time.perf_counter(), time.process_time()
        bar.apply()
        stall = stalls.watch(lambda: window.workspace.cursor.everywhere)
        view.viewport().repaint()
        firsts.append((time.perf_counter() - began) * 1000)
        processors.append((time.process_time() - busy) * 1000)
        worst = max(worst, stall, stalls.watch(lambda: not bar.search.running))
        bar.leave()
        QTest.qWait(100)
    project = window.workspace.project
    assert project is not None
    alone = median(lambda: project.search.find(filters.parse(WORDS), limit=100))
    first = statistics.median(firsts)
    say("first page in the store", alone)
    say(
        "first page in the window, painted",
        first,
        f"{ratio('first page, painted', first, alone)} the store's part, goal 50",
    )
    say("the same, time of the processor", statistics.median(processors))
    say("longest time without an answer", worst, "goal 100")
    window.close()
    del application


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        os.environ["ANNOTATOR_HOME"] = folder
        path = Path(folder, "search.dap")
        with (
            Project.create(path, codebook=codebooks.default(), annotator=ME) as project,
            project.sources.importer() as importer,
        ):
            for source in sources():
                importer.add(source)
            importer.finish()
        without_index(path)
        with Project.open(path, annotator=ME) as project:
            say("index of words", took(project.index.update))
        in_the_window(path)


if __name__ == "__main__":
    main()
