"""The list of 50,000 dialogues: every order, choice and group, and the figures of a page of rows.

The project is that of ``bench_million`` (TURNS changes its size), read only. The floor is the list in the
order of import. Processor time is that of this process; the load is said. Nothing is judged here.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.store import Project
from annotator.store.dialogue_listing import FOLDER, ListWish
from tests.benchmarks import bench_million
from tests.benchmarks.figures import ratio

PAGE = 64
WISHES: dict[str, ListWish] = {
    **{f"order: {name}": ListWish(name) for name in ("name", "progress", "doubts", "length", "date")},
    **{f"only: {name}": ListWish(states=(name,))
       for name in ("unfinished", "mine", "disagreeing", "doubts", "flagged")},
    "groups: folder": ListWish(group=FOLDER),
    "groups: a field of the metadata": ListWish(group="wave"),
}  # fmt: skip


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and seconds of the processor, at best of three."""
    took = []
    for _ in range(3):
        began, used = time.perf_counter(), time.process_time()
        work()
        took.append((time.perf_counter() - began, time.process_time() - used))
    return min(took)


def page_of(project: Project, ids: list[int]) -> None:
    """What the list reads for a page of rows."""
    project.dialogues.page(ids)
    project.progress.of_facets(ids)
    project.listing.doubts(ids, 0.9)
    project.listing.flags(ids)


def main() -> None:
    bench_million.generate()
    with Project.open(bench_million.WHERE, annotator=bench_million.ME, read_only=True) as project:
        ids = list(project.dialogues.ids())
        floor, _ = measured(lambda: project.listing.groups(ListWish()))
        print(f"{len(ids):,} dialogues in the order of import {floor * 1000:>8.1f} ms", flush=True)
        for what, wish in WISHES.items():
            took, used = measured(partial(project.listing.groups, wish))
            said = ratio(what, took, floor)
            print(
                f"{what:<34} {took * 1000:>8.0f} ms, {used * 1000:.0f} of the processor, {said} the floor;"
                f" load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
        here = ids[len(ids) // 2 :][:PAGE]
        took, used = measured(lambda: page_of(project, here))
        print(f"figures of {len(here)} rows                 {took * 1000:>8.1f} ms,"
              f" {used * 1000:.1f} of the processor", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
