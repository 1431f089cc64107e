"""Runs every benchmark in turn, and makes one table of their ratios.

    ./dev bench --all                        # print it, beside the ratios that docs/performance.md holds
    ./dev bench --all --write                # and put it in there
    ./dev bench --all --write start search   # only these two; the rows of the others stay as they are

Takes the better part of an hour on two cores. Each ratio compares with a floor of the same run, so that
tables of different machines can be compared; absolute times cannot. Sizes that the environment changes
(TURNS=20000) and other programs that wanted the processors are said above the table.
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
_ROW = re.compile(r"^\| (\S+) \| (.+?) \| ([\d.]+) \|.*$", re.MULTILINE)
SIZES = ("TURNS", "PER_DIALOGUE", "STEPS", "ROUNDS", "FILES", "SAVED", "CHARACTERS", "ANNOTATOR_BENCH")


def benches() -> list[Path]:
    """Every benchmark, by name."""
    return sorted(HERE.glob("bench_*.py"))


def measure(scripts: list[Path]) -> list[Figure]:
    """Run them; one that fails ends the run with its error."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "figures"
        kept.touch()
        for bench in scripts:
            print(f"\n== {bench.stem.removeprefix('bench_')}", flush=True)
            environment = {**os.environ, "ANNOTATOR_BENCH_FIGURES": str(kept)}
            subprocess.run([sys.executable, str(bench)], env=environment, check=True)
        return read(kept)


def last(page: str) -> dict[tuple[str, str], tuple[str, str]]:
    """The ratios that a page holds and their rows, by benchmark and what was measured."""
    _, _, section = page.partition(BEGIN)
    rows = _ROW.finditer(section.partition(END)[0])
    return {(row[1], row[2]): (row[3], row[0]) for row in rows}


def circumstances(day: str, load: float, processors: int) -> str:
    """When the table was made, of which sizes, and what else the machine had to do."""
    sizes = [f"{name}={os.environ[name]}" for name in SIZES if name in os.environ]
    words = f"Measured {day}{' with ' if sizes else ''}{' '.join(sizes)}."
    if load >= 1:
        words += (
            f" Other programs wanted the processors, too (a load of {load:.0f} before the start, on "
            f"{processors}): the ratios waver, and say little beyond their first digit."
        )
    return words


def table(
    figures: list[Figure], before: dict[tuple[str, str], tuple[str, str]], day: str, heading: str = ""
) -> str:
    """The table as Markdown: ratio, that of the last time, goal, day. Rows of what was not run stay."""
    lines = [
        heading or f"Measured {day}.",
        "",
        "| benchmark | what | times its floor | last time | goal | measured |",
        "|---|---|---|---|---|---|",
    ]
    run = {figure.bench for figure in figures}
    rows = [(key, row) for key, (_, row) in before.items() if key[0] not in run]
    for each in figures:
        old = before.get((each.bench, each.what), ("", ""))[0]
        goal = f"{each.goal:g}" if each.goal is not None else ""
        row = f"| {each.bench} | {each.what} | {each.ratio:.2f} | {old} | {goal} | {day} |"
        rows.append(((each.bench, each.what), row))
    # By benchmark; within one as it measures.
    return "\n".join([*lines, *(row for _, row in sorted(rows, key=lambda pair: pair[0][0]))])


def main(arguments: list[str]) -> None:
    """Measure, print, and write where that was asked for."""
    load = os.getloadavg()[0]
    names = [name for name in arguments if not name.startswith("-")]
    chosen = [bench for bench in benches() if not names or bench.stem.removeprefix("bench_") in names]
    page = PAGE.read_text(encoding="utf-8")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    made = table(measure(chosen), last(page), day, circumstances(day, load, os.cpu_count() or 1))
    print(f"\n{made}")
    if "--write" in arguments:
        head, _, rest = page.partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n\n{made}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
