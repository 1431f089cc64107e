"""What ``bench_growth`` measures in a project of one size: milliseconds of clock and processor, and MB."""

from __future__ import annotations

import random
import shutil
import statistics
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator import filters
from annotator.app import make_application
from annotator.exchange import export_project
from annotator.store import Project
from tests.benchmarks import bench_million
from tests.benchmarks.bench_million import ME, TURNS, WHERE, Stalls, furnished_window, memory

WORDS = ("机器", "艺术", "技术", "人类")
REGEX = "创造.{0,3}力"

Spent = tuple[float, float]  # of the clock, of the processor


def measured(steps: int) -> dict[str, Spent]:
    """Every row of the table."""
    bench_million.generate()
    work = WHERE.with_suffix(".work.dap")
    shutil.copy(WHERE, work)
    try:
        return _in_the_store(work, steps) | _in_the_window(work, steps)
    finally:
        work.unlink()


def spent(work: Callable[[], object]) -> Spent:
    """What one run took."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def medians(runs: Iterable[Spent]) -> Spent:
    """The medians of some runs."""
    clocks, processors = zip(*runs, strict=True)
    return statistics.median(clocks), statistics.median(processors)


def _in_the_store(path: Path, steps: int) -> dict[str, Spent]:
    found: dict[str, Spent] = {}
    with Project.open(path, annotator=ME) as project:
        chance = random.Random(5)
        dialogues = project.dialogues.ids()
        some = dict.fromkeys(project.turns.ids(chance.choice(dialogues))[0] for _ in range(steps))
        found["one tag, durable"] = medians(
            spent(partial(project.tags.add, [turn], "stance.favor")) for turn in some
        )
        found["undo of it"] = medians(spent(project.history.undo) for _ in some)
        every = project.search.find(filters.parse("lang:mixed"), limit=TURNS // 10)
        found["tag a tenth of all turns"] = spent(lambda: project.tags.add(every, "stance.favor"))
        found["undo of that"] = spent(project.history.undo)
        found["redo of it"] = spent(project.history.redo)
        found["all turns of a language"] = spent(lambda: project.search.find(filters.parse("lang:mixed")))
        looked_for = filters.parse(f"/{REGEX}/")
        found["all turns that fit a regular expression"] = spent(lambda: project.search.find(looked_for))
        out = path.with_suffix(".json")
        found["export to JSON, read back"] = spent(lambda: export_project(project, out))
        out.unlink()
    return found


def _in_the_window(path: Path, steps: int) -> dict[str, Spent]:
    application = make_application()
    window = furnished_window()
    start = memory()
    view, bar, cursor = window.turns.view, window.columns.filter_bar, window.workspace.cursor
    found: dict[str, Spent] = {}

    def painted(work: Callable[[], object]) -> Spent:
        return spent(lambda: (work(), view.viewport().repaint()))

    found["open the project to a painted list"] = painted(lambda: window.files.open_project(path))
    QTest.qWait(1000)
    chance = random.Random(3)
    places = [chance.choice(cursor.dialogue_ids) for _ in range(steps)]
    found["go to another dialogue, painted"] = medians(
        painted(partial(cursor.select_dialogue, place)) for place in places
    )
    view.setFocus()
    found["key press to painted chip"] = medians(
        painted(lambda: QTest.keyClick(view, Qt.Key.Key_1)) for _ in range(steps)
    )

    def first(words: str) -> Spent:
        bar.line.setText(words)

        def look() -> None:
            bar.apply()
            Stalls().watch(lambda: cursor.everywhere)

        took = painted(look)
        Stalls().watch(lambda: not bar.search.running)
        QTest.qWait(50)
        bar.leave()
        QTest.qWait(50)
        return took

    bar.look(everywhere=True)
    found["search of two Chinese characters, first page painted"] = medians(map(first, WORDS))
    found["regular expression, first page painted"] = first(f"/{REGEX}/")
    found["memory beyond the window without a project, MB"] = (memory() - start,) * 2
    window.close()
    del application
    return found
