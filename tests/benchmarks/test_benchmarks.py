"""Every benchmark runs; how fast, no test says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import figures, run_all
from tests.benchmarks.figures import Figure


@pytest.mark.parametrize("bench", [path.stem for path in run_all.benches()])
def test_it_runs_at_its_smallest(bench: str, tmp_path: Path) -> None:
    kept = tmp_path / "figures"
    environment = {
        **os.environ,
        "ANNOTATOR_BENCH": "smallest",
        "ANNOTATOR_BENCH_FIGURES": str(kept),
        "MILLION": str(tmp_path / "million.dap"),
        "TMPDIR": str(tmp_path),
    }
    script = run_all.HERE / f"{bench}.py"
    done = subprocess.run(
        [sys.executable, str(script)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ratios = figures.read(kept)
    assert ratios
    assert {figure.bench for figure in ratios} == {bench.removeprefix("bench_")}
    assert all(figure.ratio > 0 for figure in ratios)


def test_the_table_stands_beside_that_of_the_last_time() -> None:
    first = run_all.table(
        [Figure("store", "undo, durable", 2.5, 2.0), Figure("export", "json", 3)], {}, "2026-01-01"
    )
    page = f"# Page\n{run_all.BEGIN}\n\n{first}\n\n{run_all.END}\n| store | another | 9.00 | | |\n"
    before = run_all.last(page)
    assert {key: value for key, (value, _) in before.items()} == {
        ("store", "undo, durable"): "2.50",
        ("export", "json"): "3.00",
    }
    figures = [Figure("store", "undo, durable", 2.25, 2.0), Figure("start", "new", 1)]
    again = run_all.table(figures, before, "2026-02-02").splitlines()
    assert again[4:] == [
        "| export | json | 3.00 |  |  | 2026-01-01 |",
        "| start | new | 1.00 |  |  | 2026-02-02 |",
        "| store | undo, durable | 2.25 | 2.50 | 2 | 2026-02-02 |",
    ]


def test_the_table_says_what_it_was_made_under(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in run_all.SIZES:
        monkeypatch.delenv(name, raising=False)
    assert run_all.circumstances("2026-01-01", 0.3, 2) == "Measured 2026-01-01."
    monkeypatch.setenv("TURNS", "20000")
    said = run_all.circumstances("2026-01-01", 7.6, 2)
    assert said.startswith("Measured 2026-01-01 with TURNS=20000. Other programs")
    assert "a load of 8 before the start, on 2" in said
