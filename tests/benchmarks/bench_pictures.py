"""Pictures of a project of a million turns, each turn tagged: the numbers, how long drawing takes, how long
the window does not answer meanwhile; and how soon the overview of that project has all its figures.

The project is that of ``bench_million`` (TURNS changes its size), with a stance on every turn by one
annotator and on a tenth of them by another, and two topics on every fifth. The floor is one count over all
its tags. Processor time is that of this process, which other programs do not lengthen much; the load is said.
Nothing is judged here.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator import pictures
from annotator.app import make_application
from annotator.model import Annotator
from annotator.store import Project
from annotator.ui.overview.overview_reader import OverviewReader
from annotator.ui.pictures.background_drawing import Artist, Wish
from annotator.ui.workspace.workspace import Workspace
from tests.benchmarks import bench_million
from tests.benchmarks.figures import ratio

OTHER = Annotator("bbbbbbbb-0000-4000-8000-000000000002", "Ben")
_TAG = "INSERT INTO tag VALUES (NULL, ?, ?, ?, ?, ?, ?, 'human', '', NULL, NULL, NULL, ?, ?, '', NULL, ?)"


def tag(path: Path) -> None:
    """Tag every turn, straight into the table: the edits themselves are measured elsewhere."""
    with Project.open(path, annotator=bench_million.ME) as project:
        project.people.add(OTHER)
        rows = {key: row for row, (key, *_) in project.pictures.annotators().items()}
        labels = [label.id for label in project.pictures.labels("stance")]
        topics = [label.id for label in project.pictures.labels("topic")][:2]
    with contextlib.closing(sqlite3.connect(path)) as db:
        (facet,) = db.execute("SELECT id FROM facet WHERE key = 'stance'").fetchone()
        (topic,) = db.execute("SELECT id FROM facet WHERE key = 'topic'").fetchone()
        turns = db.execute("SELECT id, dialogue FROM turn").fetchall()

        def made() -> Iterator[tuple[object, ...]]:
            for who, every, shift in ((bench_million.ME, 1, 0), (OTHER, 10, 1)):
                for turn, dialogue in turns[::every]:
                    label = labels[(turn * 7 + turn // 13 + shift * (turn % 50 == 0)) % len(labels)]
                    at = f"2026-03-{1 + turn // 60 % 28:02}T12:{turn % 60:02}:00Z"
                    yield (f"{who.key}{turn}", dialogue, turn, facet, label, rows[who.key], 1 + turn % 3,
                           turn % 9 == 0, at)  # fmt: skip

            me = bench_million.ME
            for turn, dialogue in turns[::5]:
                for label in topics:
                    yield (f"{me.key}{turn} {label}", dialogue, turn, topic, label, rows[me.key], None, 0,
                           "2026-03-01T12:00:00Z")  # fmt: skip

        db.executemany(_TAG, made())
        db.commit()


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """How long something takes, and how much of the processor, at best of two."""
    took = []
    for _ in range(2):
        began, used = time.perf_counter(), time.process_time()
        work()
        took.append((time.perf_counter() - began, time.process_time() - used))
    return min(took)


def painted(name: str, data: pictures.Data) -> None:
    """Draw a picture to its last pixel."""
    pictures.pixels_of(pictures.draw(name, data), 96)


def in_the_window(path: Path, names: list[str]) -> None:
    """Draw pictures as the window does, and see how long it does not answer."""
    application = make_application()
    workspace = Workspace()
    workspace.attach(Project.open(path, annotator=bench_million.ME))
    overview(workspace)
    artist = Artist(workspace, workspace)
    stalls = bench_million.Stalls()
    ended: list[object] = []
    artist.done.connect(ended.append)
    artist.failed.connect(ended.append)

    for name in names:
        ended.clear()
        artist.begin(Wish(name, pictures.Asked(), pictures.STYLES["light"], (7.0, 4.0), 96.0))
        worst = stalls.watch(lambda: bool(ended))
        print(f"{name:<14} longest time without an answer {worst:>8.0f} ms (goal 100)", flush=True)
    artist.finish()
    workspace.close()
    del application


def overview(workspace: Workspace) -> None:
    """How soon the overview of the project has its first figures and all of them, and again after a tag."""
    reader = OverviewReader(workspace, dict, workspace)
    stalls = bench_million.Stalls()
    came: list[float] = []
    reader.changed.connect(lambda _: came.append(time.perf_counter()))
    for what in ("opened", "after a tag"):
        came.clear()
        began = time.perf_counter()
        if what == "opened":
            reader.wake(awake=True)
        else:
            turn = workspace.cursor.turn_ids[0]
            workspace.do(lambda project, turn=turn: project.tags.add([turn], "topic.target"))  # type: ignore[misc]
        worst = stalls.watch(lambda: bool(came) and not reader.counting)
        print(
            f"overview {what:<12} first figures {(came[0] - began) * 1000:>8.0f} ms (goal 300), all"
            f" {came[-1] - began:>6.2f} s, longest time without an answer {worst:.0f} ms",
            flush=True,
        )
    reader.wake(awake=False)


def main() -> None:
    bench_million.generate()
    folder = Path(tempfile.mkdtemp())
    work = folder / "pictures.dap"
    shutil.copy(bench_million.WHERE, work)
    tag(work)
    os.environ["ANNOTATOR_HOME"] = str(folder)
    try:
        with Project.open(work, read_only=True) as project:
            floor, _ = seconds(lambda: list(project.pictures.tags("stance", "label").pieces))
            print(f"one column of all tags {floor * 1000:>10.1f} ms", flush=True)
            for picture in pictures.PICTURES:
                try:
                    data = pictures.gather(project, picture.name)
                except pictures.NothingToSee as nothing:
                    print(f"{picture.name:<14} {nothing.why}", flush=True)
                    continue
                took, used = seconds(lambda name=picture.name: pictures.gather(project, name))  # type: ignore[misc]
                said = ratio(f"numbers of {picture.name}", took, floor)
                drawn = 0.0
                if pictures.available():
                    drawn = seconds(partial(painted, picture.name, data))[1]
                print(
                    f"{picture.name:<14} {took:>6.2f} s, {said} the floor; processor {used:.2f} s"
                    f" and {drawn:.2f} s to draw (goal 2 s); load {os.getloadavg()[0]:.1f}",
                    flush=True,
                )
        if pictures.available():
            in_the_window(work, [picture.name for picture in pictures.PICTURES])
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
