"""The project file's speed: saving a tag, importing, reading pages, bulk edits, opening.

Floors are measured in the same run and, where single steps are compared, in turn, so that a change of
the machine's mood meets both alike. TURNS sets the size of the project (default 100,000;
the goals for opening are about 1,000,000).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator import codebooks
from annotator.model import (
    Annotator,
    PreparedDialogue,
    PreparedSource,
    PreparedTurn,
    RepairStep,
    Target,
    TurnLanguage,
)
from annotator.store import Project
from tests.benchmarks.figures import ratio, size

TURNS = size("TURNS", 100_000, 2_000)
SAVED = size("SAVED", 400, 20)  # tags that are saved one by one
PER_DIALOGUE = 20
BULK = min(TURNS, 100_000)
ME = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")
TEXT = "是的，我觉得会。 It learns from us, and what it makes of that is its own. " * 4
RECEIVED = TEXT.replace("是", "æ˜¯", 1)
STEP = RepairStep(0, 3, "æ˜¯", "是", "encoding", "utf-8 read as windows-1252", 1.0)


def sources(first: int, number: int) -> Iterator[PreparedSource]:
    """Files of one dialogue each; every fifth turn has been repaired."""
    clean = PreparedTurn("A", "[A]: ", TEXT, TEXT, language=TurnLanguage("mixed", "zh", "Hans"))
    repaired = PreparedTurn("B", "[B]: ", RECEIVED, TEXT, steps=(STEP,), language=TurnLanguage("mixed"))
    turns = tuple(repaired if i % 5 == 0 else clean for i in range(PER_DIALOGUE))
    for each in range(first, first + number):
        data = f"{each} ".encode() + b"".join((turn.lead + turn.received).encode() for turn in turns)
        target = Target(f"t-{each}", "proposition", "AI makes art", draft=True)
        dialogue = PreparedDialogue(
            f"dialogue {each}", turns, target=target, rule="brackets", chain=("windows-1252",)
        )
        sha256 = hashlib.sha256(data).hexdigest()
        yield PreparedSource(
            f"{each}.txt",
            data,
            sha256,
            "utf-8",
            "detected",
            1.0,
            "\n",
            bom=False,
            undecodable=0,
            dialogues=(dialogue,),
        )


def took(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def show(what: str, figure: str, remark: str = "") -> None:
    sys.stdout.write(f"{what:42} {figure:>14}   {remark}\n")
    sys.stdout.flush()


def milliseconds(times: list[float]) -> str:
    return f"{statistics.median(times) * 1e3:.2f} ms"


def importing(folder: Path) -> Project:
    project = Project.create(folder / "big.dap", codebook=codebooks.default(), annotator=ME)
    prepared = list(sources(0, TURNS // PER_DIALOGUE))

    def work() -> None:
        with project.sources.importer() as importer:
            for source in prepared:
                importer.add(source)
            importer.finish()

    spent = took(work)
    floor = copying(folder)
    show(
        f"import {TURNS:,} turns",
        f"{spent:.2f} s",
        f"{ratio('import of rows', spent, floor)} its rows by executemany ({floor:.2f} s)",
    )
    return project


def copying(folder: Path) -> float:
    """Seconds that the imported rows take as plain executemany into the same tables, one transaction."""
    with (
        closing(sqlite3.connect(folder / "big.dap")) as full,
        closing(sqlite3.connect(folder / "floor.db", isolation_level=None)) as floor,
    ):
        floor.execute("PRAGMA synchronous = EXTRA")
        floor.execute("PRAGMA cache_size = -65536")
        rows = {}
        for table in ("source", "source_data", "dialogue", "target", "turn", "step"):
            made = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type <> 'trigger' AND sql <> ''"
            for (sql,) in full.execute(made, (table,)):
                floor.execute(sql)
            rows[table] = full.execute(f"SELECT * FROM {table}").fetchall()

        def work() -> None:
            floor.execute("BEGIN")
            for table, content in rows.items():
                places = ",".join("?" * len(content[0]))
                floor.executemany(f"INSERT INTO {table} VALUES ({places})", content)
            floor.execute("COMMIT")

        return took(work)


def saving(project: Project, folder: Path) -> None:
    """One tag with its log row, durable, against a bare commit of one row, in turn."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare:
        bare.execute("PRAGMA synchronous = EXTRA")
        bare.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, turn INTEGER, label TEXT)")

        def commit(turn: int) -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO t (turn, label) VALUES (?, 'favor')", (turn,))
            bare.execute("COMMIT")

        steps: dict[str, Callable[[int], object]] = {
            "tag": lambda turn: project.tags.add([turn], "stance.favor", intensity=2),
            "another label": lambda turn: project.tags.add([turn], "stance.against"),
            "undo": lambda _: project.history.undo(),
        }
        for what, step in steps.items():
            plain, times = [], []
            for turn in range(1, SAVED):
                plain.append(took(partial(commit, turn)))
                times.append(took(partial(step, turn)))
            times_floor = ratio(
                f"{what}, durable", statistics.median(times), statistics.median(plain), goal=2
            )
            base = f"{times_floor} a bare commit of one row ({milliseconds(plain)})"
            show(f"{what}, logged and durable", milliseconds(times), base)


def bulk(project: Project) -> None:
    turns = range(1, BULK + 1)
    show(
        f"tag {BULK:,} turns",
        f"{took(lambda: project.tags.add(turns, 'language.mixed')):.2f} s",
        "goal 1 s at 100,000",
    )
    show("undo of it", f"{took(project.history.undo):.2f} s", "goal 2 s")
    show("redo of it", f"{took(project.history.redo):.2f} s")
    show("another label for all", f"{took(lambda: project.tags.add(turns, 'language.zh')):.2f} s")
    show("undo of it", f"{took(project.history.undo):.2f} s", "goal 2 s")


def reading(project: Project) -> None:
    pages = [range(i, i + 64) for i in range(1, BULK - 64, max(BULK // 200, 1))]
    project.turns.page(pages[0])
    show(
        "page of 64 turns, tags and steps",
        milliseconds([took(partial(project.turns.page, p)) for p in pages]),
        "goal 2 ms",
    )
    dialogues = project.dialogues.ids()
    windows = [dialogues[i : i + 50] for i in range(0, len(dialogues) - 50, max(len(dialogues) // 50, 1))]
    show("50 dialogues and their progress", milliseconds(
        [took(partial(listed, project, w)) for w in windows]
    ))  # fmt: skip
    show(
        "next untagged turn",
        milliseconds(
            [took(partial(project.progress.next_untagged, w[0] * 20, "topic", w[0])) for w in windows]
        ),
    )
    show("last 100 edits", milliseconds([took(lambda: project.history.edits(100)) for _ in range(20)]))
    spent = took(lambda: [None for _ in project.records.many(dialogues[: BULK // PER_DIALOGUE])])
    show(f"read {BULK:,} turns for an export", f"{spent:.2f} s")


def listed(project: Project, dialogues: Sequence[int]) -> None:
    project.dialogues.page(dialogues)
    project.progress.of_dialogues(dialogues, "language")


def shown(project: Project) -> None:
    """What the window reads before its first turns."""
    project.dialogues.ids()
    project.counts()
    project.codebook.read()
    project.turns.ids(1)


def opening(path: Path) -> None:
    opened: list[float] = []
    counted: list[float] = []
    for _ in range(5):
        begun = time.perf_counter()
        with Project.open(path, annotator=ME) as project:
            opened.append(time.perf_counter() - begun)
            counted.append(took(partial(shown, project)))
    show(f"open with {TURNS:,} turns", milliseconds(opened))
    show("ids, counts, codebook, first turns", milliseconds(counted))


def saving_while_importing(path: Path) -> None:
    """What a key press waits while a background job imports."""
    done = threading.Event()

    def job() -> None:
        with (
            Project.open(path, annotator=ME, companion=True) as companion,
            companion.sources.importer() as importer,
        ):
            for source in sources(1_000_000, max(TURNS // 40, 100)):
                importer.add(source)
        done.set()

    times: list[float] = []
    with Project.open(path, annotator=ME) as project:
        thread = threading.Thread(target=job)
        thread.start()
        turn = 0
        while not times or not done.wait(0.02):
            turn += 1
            times.append(took(partial(project.tags.add, [turn], "topic.target")))
        thread.join()
    show(
        "tag while a job imports",
        milliseconds(times),
        f"longest {max(times) * 1e3:.0f} ms of {len(times)}, goal 100 ms",
    )


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as name:
        folder = Path(name)
        project = importing(folder)
        saving(project, folder)
        bulk(project)
        reading(project)
        project.close()
        opening(folder / "big.dap")
        saving_while_importing(folder / "big.dap")


if __name__ == "__main__":
    main()
