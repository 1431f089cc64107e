"""What all benchmarks share: how large they measure, and how a ratio is said and kept.

ANNOTATOR_BENCH=smallest makes every benchmark as small as it can be, so that a test sees that it runs.
ANNOTATOR_BENCH_FIGURES names a file that gets every ratio as a line of JSON (:class:`Figure`);
``run_all.py`` makes the table of them.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

SMALLEST = os.environ.get("ANNOTATOR_BENCH") == "smallest"


@dataclass(frozen=True, slots=True)
class Figure:
    """How long something takes, in times its floor in the same run."""

    bench: str
    what: str
    ratio: float
    goal: float | None = None


def size(name: str, usual: int, smallest: int) -> int:
    """How many of something: what the environment says under that name, else the usual or smallest number."""
    return int(os.environ.get(name, smallest if SMALLEST else usual))


def ratio(what: str, took: float, floor: float, goal: float | None = None) -> str:
    """Keep a ratio, and say it: "2.51x (goal 2x)". Both times are in the same unit."""
    figure = Figure(Path(sys.argv[0]).stem.removeprefix("bench_"), what, took / floor, goal)
    kept = os.environ.get("ANNOTATOR_BENCH_FIGURES")
    if kept:
        with Path(kept).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(figure)) + "\n")
    return f"{figure.ratio:.2f}x" + (f" (goal {goal:g}x)" if goal is not None else "")


def read(path: Path) -> list[Figure]:
    """What was kept in a file."""
    return [Figure(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
