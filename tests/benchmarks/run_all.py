"""Runs every benchmark in turn, and makes one table of their ratios.

    ./dev bench --all             # print it, beside the ratios that docs/performance.md holds
    ./dev bench --all --write     # and put it in there

Takes the better part of an hour on two cores. Each ratio compares with a floor of the same run, so that
tables of different machines can be compared; absolute times cannot.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.figures import Figure, read

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- ratios: made by ./dev bench --all --write -->", "<!-- end of ratios -->"
_ROW = re.compile(r"^\| (\S+) \| (.+?) \| ([\d.]+) \|", re.MULTILINE)


def benches() -> list[Path]:
    """Every benchmark, by name."""
    return sorted(HERE.glob("bench_*.py"))


def measure() -> list[Figure]:
    """Run them all; one that fails ends the run with its error."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "figures"
        kept.touch()
        for bench in benches():
            print(f"\n== {bench.stem.removeprefix('bench_')}", flush=True)
            environment = {**os.environ, "ANNOTATOR_BENCH_FIGURES": str(kept)}
            subprocess.run([sys.executable, str(bench)], env=environment, check=True)
        return read(kept)


def last(page: str) -> dict[tuple[str, str], str]:
    """The ratios that a page holds, by benchmark and what was measured."""
    _, _, section = page.partition(BEGIN)
    return {(bench, what): value for bench, what, value in _ROW.findall(section.partition(END)[0])}


def table(figures: list[Figure], before: dict[tuple[str, str], str], day: str) -> str:
    """The table as Markdown: ratio, that of the last time, goal."""
    lines = [
        f"Measured {day}.",
        "",
        "| benchmark | what | times its floor | last time | goal |",
        "|---|---|---|---|---|",
    ]
    for each in figures:
        old = before.get((each.bench, each.what), "")
        goal = f"{each.goal:g}" if each.goal is not None else ""
        lines.append(f"| {each.bench} | {each.what} | {each.ratio:.2f} | {old} | {goal} |")
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Measure, print, and write where that was asked for."""
    page = PAGE.read_text(encoding="utf-8")
    made = table(measure(), last(page), f"{datetime.now(UTC):%Y-%m-%d}")
    print(f"\n{made}")
    if "--write" in arguments:
        head, _, rest = page.partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n\n{made}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
