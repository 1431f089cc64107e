"""Pictures of a project of a million turns, each turn tagged: the numbers, and how long drawing takes.

The project is that of ``bench_million`` (TURNS changes its size), with a stance on every turn by one
annotator and on a tenth of them by another. The floor is one count over all its tags. Nothing is judged here.
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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator import pictures
from annotator.model import Annotator
from annotator.store import Project
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
    with contextlib.closing(sqlite3.connect(path)) as db:
        (facet,) = db.execute("SELECT id FROM facet WHERE key = 'stance'").fetchone()
        turns = db.execute("SELECT id, dialogue FROM turn").fetchall()

        def made() -> Iterator[tuple[object, ...]]:
            for who, every, shift in ((bench_million.ME, 1, 0), (OTHER, 10, 1)):
                for turn, dialogue in turns[::every]:
                    label = labels[(turn * 7 + turn // 13 + shift * (turn % 50 == 0)) % len(labels)]
                    at = f"2026-03-{1 + turn // 60 % 28:02}T12:{turn % 60:02}:00Z"
                    yield (f"{who.key}{turn}", dialogue, turn, facet, label, rows[who.key], 1 + turn % 3,
                           turn % 9 == 0, at)  # fmt: skip

        db.executemany(_TAG, made())
        db.commit()


def seconds(work: Callable[[], object]) -> float:
    """How long something takes, at best of two."""
    took = []
    for _ in range(2):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


def main() -> None:
    bench_million.generate()
    folder = Path(tempfile.mkdtemp())
    work = folder / "pictures.dap"
    shutil.copy(bench_million.WHERE, work)
    tag(work)
    os.environ["ANNOTATOR_HOME"] = str(folder)
    try:
        with Project.open(work, read_only=True) as project:
            floor = seconds(lambda: project.pictures.tags("stance", "label"))
            print(f"one column of all tags {floor * 1000:>10.1f} ms", flush=True)
            for picture in pictures.PICTURES:
                try:
                    data = pictures.gather(project, picture.name)
                except pictures.NothingToSee as nothing:
                    print(f"{picture.name:<14} {nothing.why}", flush=True)
                    continue
                took = seconds(lambda name=picture.name: pictures.gather(project, name))  # type: ignore[misc]
                said = ratio(f"numbers of {picture.name}", took, floor)
                drawn = ""
                if pictures.available():
                    drawn = f", drawn in {seconds(lambda p=picture, d=data: pictures.draw(p.name, d)):.2f} s"  # type: ignore[misc]
                print(f"{picture.name:<14} {took:>8.2f} s (goal 2 s), {said} the floor{drawn}", flush=True)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
