"""Where the network cannot be loaded the tables repair alone, and every way out of the program says so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator import codebooks
from annotator.core.resources import samples
from annotator.model import Annotator
from annotator.pipeline.import_files import import_paths, prepare
from annotator.pipeline.repair_again import redo_repair
from annotator.repair import ENGINE, network_scores, repair
from annotator.store import Project
from annotator.ui.correcting.repair_again import _summary
from annotator.ui.importing.import_jobs import import_message
from annotator.ui.texts import error_texts
from tests.repair.damage import misread

TEXT = "A: 这个问题很有意思，我们来讨论一下。\nB: 好的，没问题。谢谢！\n"
#: Characters lost, so that the network is wanted; and damage that it has nothing to do with.
LOST, WHOLE = misread(TEXT, "windows-1252"), "A: cafÃ© crÃ¨me\nB: wasnâ€™t\n"
WHY = "the network and are right less often"


@pytest.fixture
def no_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if numpy were not installed: nothing that has been imported with it is there any more."""
    monkeypatch.setattr(network_scores, "_problems", {})
    monkeypatch.setitem(sys.modules, "numpy", None)
    for name in ("network_weights", "network", "beam_arrays"):
        monkeypatch.delitem(sys.modules, f"annotator.repair.{name}", raising=False)


@pytest.mark.usefixtures("no_numpy")
def test_the_tables_repair_alone() -> None:
    golden = (Path(__file__).parent / "golden" / "000.txt").read_bytes().decode()[:4000]
    result = repair(misread(golden, "windows-1254"))
    assert WHY in result.problem
    assert result.engine == f"{ENGINE} without network"
    assert sum(step.kind == "lost" for step in result.steps) > 100
    # What each can have been is known from its bytes: nearly all are right without the network, too.
    wrong = sum(one != two for one, two in zip(result.text, golden, strict=True))
    assert wrong < 10


@pytest.mark.usefixtures("no_numpy")
def test_what_needs_no_network_is_as_good_as_ever() -> None:
    repair(LOST)
    result = repair(WHOLE)
    assert (result.problem, result.engine) == ("", ENGINE)
    assert result.text == "A: café crème\nB: wasn’t\n"


def test_with_the_network_nothing_is_said() -> None:
    result = repair(LOST)
    assert (result.problem, result.engine) == ("", ENGINE)


def numpy_error() -> ImportError:
    """As numpy raises it: a page of advice around what went wrong."""
    error = ImportError("\nIMPORTANT: PLEASE READ THIS FOR ADVICE\n")
    error.__cause__ = ImportError("libblas.so: ELF load command address/offset not page-aligned")
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("NumPy was built with baseline optimizations\nthat this machine lacks"), "baseline"),
        (MemoryError(), "(MemoryError)"),
        (numpy_error(), "not page-aligned"),
    ],
)
def test_whatever_a_broken_library_raises(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(network_scores, "_problems", {})
    monkeypatch.setattr("annotator.repair.network_weights.network_of", fail)
    problem = repair(LOST).problem
    assert said in problem
    assert "\n" not in problem


@pytest.mark.usefixtures("no_numpy")
def test_scripts_are_warned() -> None:
    with pytest.warns(RuntimeWarning, match="without the network"):
        assert annotator.repair_text(LOST) != LOST


@pytest.mark.usefixtures("no_numpy")
def test_files_with_turns_of_their_own_say_it_once() -> None:
    rows = [{"speaker": "A", "text": line} for line in LOST.splitlines()]
    source = prepare("a.json", json.dumps(rows, ensure_ascii=False).encode())
    assert [WHY in problem for problem in source.problems] == [True]


@pytest.mark.usefixtures("no_numpy")
def test_the_import_report_of_the_window_says_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in (("lost.txt", LOST), ("whole.txt", WHOLE), ("clean.txt", TEXT)):
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    me = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")
    with Project.create(tmp_path / "x.dap", codebook=codebooks.default(), annotator=me) as project:
        report = import_paths(project, [tmp_path / "in"], workers=0)
        assert [name for name, _ in report.problems] == ["lost.txt"]
        message = import_message(report)
        assert message.kind == "warning"
        assert WHY in message.detail
        # Who repairs again without the network is told what would become of it.
        plan = redo_repair(project, project.dialogues.ids())
        assert WHY in plan.problem
        assert WHY in _summary(plan)
        error_texts.use(Path(__file__).parents[2] / "resources" / "translations" / "errors_zh_CN.json")
        assert "神经网络" in import_message(report).detail
        assert project.check() == []


# --- a numpy that is there and does not load, in processes of its own -------------------------


@pytest.fixture
def broken(tmp_path: Path) -> dict[str, str]:
    """The environment of a program whose numpy ends as one whose libraries were damaged by packaging."""
    (tmp_path / "broken" / "numpy").mkdir(parents=True)
    (tmp_path / "broken" / "numpy" / "__init__.py").write_text(
        "try:\n"
        "    raise ImportError('libblas.so: ELF load command address/offset not page-aligned')\n"
        "except ImportError as error:\n"
        "    raise ImportError('\\nIMPORTANT: PLEASE READ THIS FOR ADVICE\\n') from error\n"
    )
    paths = [str(tmp_path / "broken"), *sys.path]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def annotator_command(environment: dict[str, str], *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "annotator", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_command_line_repairs_and_says_it_once(broken: dict[str, str], tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in ("a.txt", "b.txt"):
        (texts / name).write_text(LOST, encoding="utf-8")
    done = annotator_command(broken, "repair", texts, "--out", tmp_path / "out", "--json", "--jobs", 2)
    told: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == 0
    assert [WHY in file["problem"] for file in told["files"]] == [True, True]
    assert "not page-aligned" in done.stderr
    assert (done.stderr.count("\n"), done.stderr[:9]) == (1, "2 files: ")
    assert len((tmp_path / "out" / "a.txt").read_text(encoding="utf-8")) == len(TEXT)


def test_all_samples_come_in(broken: dict[str, str], tmp_path: Path) -> None:
    done = annotator_command(broken, "import", tmp_path / "x.dap", samples()[0].parent, "--json")
    told: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == 0
    assert (len(told["added"]), told["failed"]) == (5, [])
    assert {problem["file"][:3] for problem in told["problems"]} == {"000", "002"}
