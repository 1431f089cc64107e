"""How work grows with the project: 1,000, 10,000, 100,000 and 1,000,000 turns in dialogues of 20.

    ./dev bench growth                                     # print the table
    SIZES="1000 10000" ./dev bench growth                  # only these
    .venv/bin/python tests/benchmarks/bench_growth.py --write   # put it into docs/performance.md

Every size is measured in a process of its own, on the project that ``bench_million`` makes and keeps in the
system's folder for temporary files. What a person waits for is to stay as it is, however much there is; what
is done to all turns may grow with them. Each line's ratio compares the largest size with the smallest.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.figures import SMALLEST, ratio

SIZES = os.environ.get("SIZES", "200 1000" if SMALLEST else "1000 10000 100000 1000000").split()
STEPS = 3 if SMALLEST else 30
PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- growth: made by tests/benchmarks/bench_growth.py --write -->", "<!-- end of growth -->"

CONSTANT = "constant"
LINEAR = "linear"
# What is measured, in milliseconds but for memory, and how it may grow.
ROWS = {
    "open the project to a painted list": CONSTANT,
    "go to another dialogue, painted": CONSTANT,
    "search of two Chinese characters, first page painted": CONSTANT,
    "key press to painted chip": CONSTANT,
    "one tag, durable": CONSTANT,
    "undo of it": CONSTANT,
    "tag a tenth of all turns": LINEAR,
    "undo of that": LINEAR,
    "redo of it": LINEAR,
    "all turns of a language": LINEAR,
    "all turns that fit a regular expression": LINEAR,
    "regular expression, first page painted": CONSTANT,
    "export to JSON, read back": LINEAR,
    "memory beyond the window without a project, MB": CONSTANT,
}


def measure() -> dict[str, tuple[float, float]]:
    """All rows for the project that the environment names (TURNS)."""
    from tests.benchmarks import growth_steps  # noqa: PLC0415 - it reads TURNS when it is loaded

    return growth_steps.measured(STEPS)


def measured(turns: str) -> dict[str, list[float]]:
    """All rows for one size, in a process of its own."""
    environment = {**os.environ, "TURNS": turns}
    environment.pop("MILLION", None)
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, __file__, "--one"],
            env=environment | {"ANNOTATOR_HOME": home},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(sizes: list[str], of: list[dict[str, list[float]]]) -> str:
    """The table as Markdown."""
    heads = " | ".join(f"{int(size):,} turns" for size in sizes)
    lines = [f"| milliseconds: clock / processor | {heads} | may grow |", f"|---{'|---' * len(sizes)}|---|"]
    for what, growth in ROWS.items():
        cells = " | ".join(" / ".join(dict.fromkeys(map(shown, each[what]))) for each in of)
        lines.append(f"| {what} | {cells} | {growth} |")
    return "\n".join(lines)


def shown(value: float) -> str:
    """Two figures that count."""
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def main() -> None:
    of = [measured(size) for size in SIZES]
    for what in ROWS:
        if of[0][what][1] > 0:
            ratio(f"{what}, processor", of[-1][what][1], of[0][what][1])
    made = table(SIZES, of)
    print(made)
    if "--write" in sys.argv:
        page = PAGE.read_text(encoding="utf-8")
        head, _, rest = page.partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n\n{made}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(measure()))
    else:
        main()
