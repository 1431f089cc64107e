"""Scripts, servers and the command line need no window: everything else works where Qt is not installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.core.resources import samples

#: Ends with 1 where Qt was asked for, whatever became of it.
SCRIPT = """
import sys, annotator
with annotator.open(sys.argv[1]) as project:
    assert len(list(project.turns())) > 10
    assert project.codebook.facets
assert annotator.repair_text("wasn\\u00e2\\u20ac\\u2122t") == "wasn\\u2019t"
assert not [name for name in sys.modules if name.startswith(("PySide6.", "shiboken6"))]
"""


@pytest.fixture
def without_qt(tmp_path: Path) -> dict[str, str]:
    """The environment of a program, and of the processes it starts, in which Qt cannot be imported."""
    for name in ("PySide6", "shiboken6"):
        (tmp_path / "none" / name).mkdir(parents=True)
        (tmp_path / "none" / name / "__init__.py").write_text(
            f"raise ModuleNotFoundError('No module named {name}', name={name!r})\n"
        )
    paths = [str(tmp_path / "none"), *sys.path]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def run(environment: dict[str, str], *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, words)]
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=280
    )


def test_every_job_that_needs_no_window(without_qt: dict[str, str], tmp_path: Path) -> None:
    project = tmp_path / "x.dap"
    chosen = samples()[2:4]
    for words in (
        ("import", project, *chosen, "--jobs", 2),
        ("check", project),
        ("info", project),
        ("formats",),
        ("export", project, tmp_path / "x.json"),
        ("export", project, tmp_path / "x.csv", "--format", "csv"),
        ("codebook", "export", project, tmp_path / "book.json"),
        ("language", project),
        ("repair", *chosen, "--out", tmp_path / "repaired", "--jobs", 2),
    ):
        done = run(without_qt, "-m", "annotator", *words)
        assert (done.returncode, done.stderr) == (0, ""), words
    assert len(json.loads((tmp_path / "x.json").read_bytes())["dialogues"]) == 2
    assert len(list((tmp_path / "repaired").iterdir())) == 2
    done = run(without_qt, "-c", SCRIPT, project)
    assert done.returncode == 0, done.stderr


def test_the_window_says_how_to_get_it(without_qt: dict[str, str]) -> None:
    done = run(without_qt, "-m", "annotator")
    assert done.returncode == 1
    assert "dialogue-annotator[window]" in done.stderr
    assert done.stderr.count("\n") == 1
