"""A project of a million turns in the window: opening, scrolling, tagging, searching, memory.

The project (50,000 dialogues of 20 turns, TURNS changes it) is generated in the form of the samples and kept
at MILLION (default: in the system's folder for temporary files), so that a second run only measures.
Times are milliseconds; the goals stand beside them. Nothing is judged here.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from annotator import codebooks, filters
from annotator.app import make_application
from annotator.core.resources import samples
from annotator.model import Annotator, PreparedDialogue, PreparedSource, PreparedTurn, TurnLanguage
from annotator.store import Project
from annotator.ui.settings.settings import Settings
from annotator.ui.window.main_window import MainWindow
from tests.benchmarks.figures import ratio, size

TURNS = size("TURNS", 1_000_000, 1_000)
STEPS = size("STEPS", 40, 3)
FILES = size("FILES", 20, 1)  # copies of the five samples
PER_DIALOGUE = int(os.environ.get("PER_DIALOGUE", "20"))  # 10000 with TURNS=10000: one long dialogue
ME = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")
RARE = "熵增"  # put into one turn in 20,000
SCHEMA = zlib.crc32(
    (Path(__file__).parents[2] / "annotator/store/schema.py").read_bytes()
)  # an old file is none
KEPT = Path(tempfile.gettempdir()) / f"annotator-{TURNS}-{PER_DIALOGUE}-{SCHEMA:08x}.dap"
WHERE = Path(os.environ.get("MILLION", KEPT))


def sentences() -> list[str]:
    """The clean samples cut into sentences: what the generated turns are made of."""
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in samples() if path.name[:3] in {"001", "003", "004"}
    )
    for mark in "。！？.!?\n":
        text = text.replace(mark, f"{mark}\0")
    return [piece.strip() for piece in text.split("\0") if 8 < len(piece.strip()) < 200]


def sources(number: int) -> Iterator[PreparedSource]:
    """Files of one dialogue, of 20 turns of one to six sentences."""
    chance = random.Random(7)
    pool = sentences()
    language = TurnLanguage("mixed", "zh", "Hans", (("zh", 20), ("en", 10)))
    for each in range(number):
        turns = []
        for at in range(PER_DIALOGUE):
            text = " ".join(chance.choices(pool, k=chance.randint(1, 6)))
            if chance.random() < 1 / 20_000:
                text += RARE
            turns.append(PreparedTurn("AB"[at % 2], f"[{'AB'[at % 2]}]: ", text, text, language=language))
        data = f"{each}".encode()
        dialogue = PreparedDialogue(f"dialogue {each:05}", tuple(turns), rule="brackets")
        sha256 = hashlib.sha256(data).hexdigest()
        yield PreparedSource(
            f"{each}.txt", data, sha256, "utf-8", "detected", 1.0, "\n", bom=False, undecodable=0,
            dialogues=(dialogue,),
        )  # fmt: skip


def say(what: str, value: float, goal: str = "") -> None:
    print(f"{what:<58}{value:>10.1f}  {goal}", flush=True)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def generate() -> None:
    if WHERE.exists():
        return
    part = WHERE.with_suffix(".part.dap")
    part.unlink(missing_ok=True)
    with Project.create(part, codebook=codebooks.default(), annotator=ME, name="Million") as project:

        def fill() -> None:
            with project.sources.importer() as importer:
                for source in sources(TURNS // PER_DIALOGUE):
                    importer.add(source)
                importer.finish()

        say("import of all turns, s", timed(fill) / 1000)
        before = part.stat().st_size
        say("size before the index of words, MB", before / 1e6)
        say("index of words, s", timed(project.index.update) / 1000)
        say("size of the index of words, MB", (part.stat().st_size - before) / 1e6)
    part.rename(WHERE)


class Stalls(QObject):
    """How long the window did not answer, at most."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=2)
        self._timer.timeout.connect(self._tick)
        self.worst = 0.0

    def watch(self, done: Callable[[], bool]) -> float:
        """The longest gap between two turns of the event loop until ``done``, in milliseconds."""
        self.worst, self._last = 0.0, time.perf_counter()
        self._timer.start()
        while not done():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._tick()
        self._timer.stop()
        return self.worst

    def _tick(self) -> None:
        now = time.perf_counter()
        self.worst = max(self.worst, (now - self._last) * 1000)
        self._last = now


def _note(times: list[float], began: float, _: object) -> None:
    times.append(time.perf_counter() - began)


def memory() -> float:
    """Resident memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def quantiles(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), sorted(times)[int(len(times) * 0.99)]


def shown_window() -> MainWindow:
    """The window as it is measured, without a project; one that is opened shows its turns first."""
    settings = Settings()
    settings.overview_first = False
    window = MainWindow(settings)
    window.resize(1280, 800)
    window.show()
    return window


def furnished_window() -> MainWindow:
    """The same with all its parts, so that none is made while it is measured."""
    window = shown_window()
    QTest.qWait(300)
    window.columns.furnish()
    return window


def main() -> None:
    generate()
    work = WHERE.with_suffix(".work.dap")
    shutil.copy(WHERE, work)
    os.environ["ANNOTATOR_HOME"] = tempfile.mkdtemp()
    application = make_application()
    bare = QMainWindow()
    bare.resize(1280, 800)
    bare.show()
    floor = timed(bare.grab)
    say("bare window, painted", floor)

    def compare(what: str, value: float, goal: str = "") -> None:
        say(what, value, f"{ratio(what, value, floor)} a bare window, {goal}")

    bare.close()
    window = furnished_window()
    start = memory()

    def opened() -> None:
        assert window.files.open_project(work)
        window.turns.view.viewport().repaint()

    compare("open the project to a painted list", timed(opened), "goal 1,000")
    QTest.qWait(1500)
    workspace, view, bar = window.workspace, window.turns.view, window.columns.filter_bar
    stalls = Stalls()

    # Searching. The bar waits for a pause in typing; that is not part of the search.
    found: list[float] = []
    bar.look(everywhere=True)
    for words in ("机器", "艺术", RARE, "技术"):
        bar.line.setText(words)
        began = time.perf_counter()
        first: list[float] = []
        once = bar.search.found.connect(partial(_note, first, began))
        bar.apply()
        worst = stalls.watch(lambda: not bar.search.running)
        QTest.qWait(50)
        bar.search.found.disconnect(once)
        whole = (time.perf_counter() - began) * 1000
        found.append(first[0] * 1000)
        say(
            f"search {words}: first page ({len(workspace.cursor.turn_ids):,} turns in all)",
            first[0] * 1000,
            "goal 50",
        )
        say(f"search {words}: everything", whole)
        say(f"search {words}: longest stall of the window", worst, "goal 100")
    project = workspace.project
    assert project is not None
    say(
        "store alone, first 50 turns",
        timed(lambda: project.search.find(filters.parse("艺术"), limit=50)),
        "goal 50",
    )

    # Scrolling in a list of every turn that has a condition met by all.
    bar.set_wanted(filters.parse("lang:mixed"))
    stalls.watch(lambda: not bar.search.running)
    QTest.qWait(300)
    say("turns in the list", len(workspace.cursor.turn_ids))
    steps: list[float] = []

    def step() -> None:
        view.scroll_by(60)
        view.viewport().repaint()

    def key() -> None:
        QTest.keyClick(view, Qt.Key.Key_1)
        view.viewport().repaint()

    chance = random.Random(3)
    for _ in range(10):
        view.verticalScrollBar().setValue(chance.randrange(view.verticalScrollBar().maximum()))
        view.viewport().repaint()
        steps += [timed(step) for _ in range(STEPS)]
    median, worst = quantiles(steps)
    compare("scroll step, median", median, "goal 8")
    say("scroll step, 99th percentile", worst, "goal 25")

    # One key to a painted chip.
    bar.leave()
    QTest.qWait(300)
    view.setFocus()
    keys = [timed(key) for _ in range(STEPS)]
    median, worst = quantiles(keys)
    compare("key press to painted chip, median", median, "goal 16")
    say("key press to painted chip, 99th percentile", worst)

    # Importing and repairing damaged files meanwhile, 100 copies of the samples that differ by a line.
    folder = Path(tempfile.mkdtemp())
    for number in range(FILES):
        for path in samples():
            (folder / f"{number}-{path.name}").write_bytes(path.read_bytes() + f"\n[A]: {number}\n".encode())
    window.files.import_now([folder], None)
    worst = stalls.watch(lambda: not window.jobs.running)
    say(f"longest stall while {FILES * 5} files are imported and repaired", worst, "goal 100")

    # Many at once.
    many = project.search.find(filters.parse("lang:mixed"), limit=100_000)
    say(f"tag {len(many):,} turns", timed(lambda: project.tags.add(many, "stance.favor")), "goal 1,000")
    say("undo of it", timed(project.history.undo), "goal 2,000")
    say("memory beyond the window without a project, MB", memory() - start, "goal 400")
    window.close()
    work.unlink()
    del application


if __name__ == "__main__":
    main()
