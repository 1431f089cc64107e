"""What ``bench_growth`` measures in a project of one size; medians in milliseconds, and MB."""

from __future__ import annotations

import random
import shutil
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator import filters
from annotator.app import make_application
from annotator.exchange import export_project
from annotator.store import Project
from annotator.ui.settings.settings import Settings
from annotator.ui.window.main_window import MainWindow
from tests.benchmarks import bench_million
from tests.benchmarks.bench_million import ME, TURNS, WHERE, Stalls, memory, timed

WORDS = ("机器", "艺术", "技术", "人类")
REGEX = "创造.{0,3}力"


def measured(steps: int) -> dict[str, float]:
    """Every row of the table."""
    bench_million.generate()
    work = WHERE.with_suffix(".work.dap")
    shutil.copy(WHERE, work)
    try:
        return _in_the_store(work, steps) | _in_the_window(work, steps)
    finally:
        work.unlink()


def _in_the_store(path: Path, steps: int) -> dict[str, float]:
    found: dict[str, float] = {}
    with Project.open(path, annotator=ME) as project:
        chance = random.Random(5)
        dialogues = project.dialogues.ids()
        some = [project.turns.ids(chance.choice(dialogues))[0] for _ in range(steps)]
        tags = [timed(partial(project.tags.add, [turn], "stance.favor")) for turn in dict.fromkeys(some)]
        found["one tag, durable"] = statistics.median(tags)
        found["undo of it"] = statistics.median(timed(project.history.undo) for _ in tags)
        every = project.search.find(filters.parse("lang:mixed"), limit=TURNS // 10)
        found["tag a tenth of all turns"] = timed(lambda: project.tags.add(every, "stance.favor"))
        found["undo of that"] = timed(project.history.undo)
        found["redo of it"] = timed(project.history.redo)
        found["all turns of a language"] = timed(lambda: project.search.find(filters.parse("lang:mixed")))
        looked_for = filters.parse(f"/{REGEX}/")
        found["all turns that fit a regular expression"] = timed(lambda: project.search.find(looked_for))
        out = path.with_suffix(".json")
        found["export to JSON"] = timed(lambda: export_project(project, out))
        out.unlink()
    return found


def _in_the_window(path: Path, steps: int) -> dict[str, float]:
    application = make_application()
    settings = Settings()
    settings.overview_first = False
    window = MainWindow(settings)
    window.resize(1280, 800)
    window.show()
    QTest.qWait(300)
    window.columns.furnish()
    start = memory()
    view, bar, cursor = window.turns.view, window.columns.filter_bar, window.workspace.cursor
    found: dict[str, float] = {}

    def painted(work: Callable[[], object]) -> float:
        def whole() -> None:
            work()
            view.viewport().repaint()

        return timed(whole)

    found["open the project to a painted list"] = painted(lambda: window.files.open_project(path))
    QTest.qWait(1000)
    chance = random.Random(3)
    places = [chance.choice(cursor.dialogue_ids) for _ in range(steps)]
    found["go to another dialogue, painted"] = statistics.median(
        painted(partial(cursor.select_dialogue, place)) for place in places
    )
    view.setFocus()
    keys = [painted(lambda: QTest.keyClick(view, Qt.Key.Key_1)) for _ in range(steps)]
    found["key press to painted chip"] = statistics.median(keys)

    def first(words: str) -> float:
        bar.line.setText(words)
        began = time.perf_counter()
        bar.apply()
        Stalls().watch(lambda: cursor.everywhere)
        view.viewport().repaint()
        spent = (time.perf_counter() - began) * 1000
        Stalls().watch(lambda: not bar.search.running)
        QTest.qWait(50)
        bar.leave()
        QTest.qWait(50)
        return spent

    bar.look(everywhere=True)
    found["search of two Chinese characters, first page painted"] = statistics.median(map(first, WORDS))
    found["the first of them in the window"] = first(f"/{REGEX}/")
    found["memory beyond the window without a project, MB"] = memory() - start
    window.close()
    del application
    return found
