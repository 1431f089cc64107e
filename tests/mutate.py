"""Changes the program in small ways, one at a time, and says which changes no test notices.

    nice .venv/bin/python tests/mutate.py store repair ui/workspace --number 60 --seed 1 --learned FILE
    nice .venv/bin/python tests/mutate.py --lines annotator/store/turn_cutting.py:50-70 --tests tests/store

Works on a copy of the tree. Learns once for each area which test reaches which line (by coverage) and how
long it takes, then takes a seeded sample of mutants on lines that are reached: comparisons, arithmetic,
and/or, conditions, numbers, returned values and calls for their effect. Each is tried with the tests that
reach its line, the quickest first, until one fails. Survivors are printed as they are found; many are equal
to the original in what they do, so every one is to be looked at.

With ``--learned`` what was learned is kept; files of program and tests that have changed since are left
out, with a line that says so: take the file away to learn anew. With ``--lines`` every mutant of
those lines is tried, with ``--tests`` with those tests, and nothing is learned. It needs a system with fork.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import hashlib
import importlib
import json
import multiprocessing
import os
import py_compile
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import coverage
import pytest

ROOT = Path(__file__).resolve().parent.parent
TRIED = 30.0  # seconds that the tests tried on one mutant take together when nothing is changed, about
SECONDS = 120  # for one mutant; one that takes longer counts as noticed
#: Loaded once, before the processes that try mutants are forked: half the time of a short test.
LOADED = ("hypothesis", "msgspec", "numpy", "sqlalchemy", "PySide6.QtWidgets", "pytestqt.plugin", "ftfy")

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: characters of a file, counted in bytes of UTF-8, and what stands there instead."""

    path: str
    line: int
    start: int
    end: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before!r} -> {self.after!r}"


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    """What a node could be instead."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        yield ast.Compare(node.left, [COMPARISONS[type(node.ops[0])]()], node.comparators)
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(other, node.values)
        yield node.values[0]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()


def _skipped(tree: ast.AST) -> set[ast.AST]:
    """Annotations, which nothing runs, and parts of f-strings: before Python 3.12 their places are wrong."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            part = getattr(node, name, None)
            if isinstance(part, ast.AST):
                found.update(ast.walk(part))
        if isinstance(node, ast.JoinedStr):
            found.update(ast.walk(node))
    return found


def _in_functions(tree: ast.AST) -> set[ast.AST]:
    """What runs when a function is called; the rest runs once, in whichever test is the first."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for statement in node.body:
                found.update(ast.walk(statement))
    return found


def mutants(path: str, text: str, reached: Iterable[int]) -> Iterator[Mutant]:
    """All changes to those lines of a file that are in functions."""
    lines = text.encode().splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    tree = ast.parse(text)
    called = _in_functions(tree) - _skipped(tree)
    wanted = set(reached)
    for node in ast.walk(tree):
        line, end_line = getattr(node, "lineno", None), getattr(node, "end_lineno", None)
        if line is None or end_line is None or line not in wanted or node not in called:
            continue
        start = starts[line - 1] + node.col_offset  # type: ignore[attr-defined]
        end = starts[end_line - 1] + node.end_col_offset  # type: ignore[attr-defined]
        before = text.encode()[start:end].decode()
        for other in _changed(node):
            after = ast.unparse(ast.fix_missing_locations(other))
            if isinstance(other, ast.expr):
                after = f"({after})"
            yield Mutant(path, line, start, end, before, after)


def copy_tree(folder: Path) -> None:
    """The tree as it stands in a folder of its own, compiled: what is changed there is compiled anew."""
    listing = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    by_hash = py_compile.PycInvalidationMode.CHECKED_HASH
    for part in ("annotator", "tests"):
        compileall.compile_dir(folder / part, quiet=2, invalidation_mode=by_hash)


class Stopwatch:
    """A pytest plugin: how long each test took, with what was set up for it, and which failed."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration
        if report.failed:
            self.failed.append(report.nodeid)


def _run(folder: Path, arguments: Sequence[str], seconds_to: Path | None) -> None:
    """Run tests of the copied tree in this process, of which nothing is used afterwards."""
    os.setsid()
    os.chdir(folder)
    quiet = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(quiet, number)
    os.environ["PYTHONPATH"] = str(folder)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True
    sys.path[:] = [str(folder), *sys.path[1:]]
    options = ["-q", "-n0", "--assert=plain", "-p", "no:randomly", "-p", "no:cacheprovider"]
    stopwatch = Stopwatch()
    status = pytest.main([*options, *arguments], plugins=[stopwatch])
    if seconds_to is not None:
        seconds_to.write_text(json.dumps(vars(stopwatch)), encoding="utf-8")
    os._exit(int(status))


def passes(folder: Path, *arguments: str, limit: float | None = None, seconds_to: Path | None = None) -> bool:
    """Whether those tests pass in the copied tree."""
    process = multiprocessing.get_context("fork").Process(target=_run, args=(folder, arguments, seconds_to))
    process.start()
    process.join(limit)
    if process.exitcode is None:
        os.killpg(process.pid or 0, signal.SIGKILL)
        process.join()
    return process.exitcode == 0


def fingerprint(path: Path) -> str:
    """What tells two states of a file apart; empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


@dataclass
class Learned:
    """Which tests reach the lines of an area, and how many seconds each takes."""

    files: dict[str, str] = field(default_factory=dict)  # path -> fingerprint, of program and tests
    tests: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[str, list[int]]] = field(default_factory=dict)  # tests by their place among them

    def reaching(self, mutant: Mutant) -> list[str]:
        """The tests that reach a mutant's line, the quickest first."""
        names = list(self.tests)
        found = [names[at] for at in self.lines.get(mutant.path, {}).get(str(mutant.line), ())]
        return sorted(found, key=lambda one: (self.tests[one], one))

    def leave_out_changed(self, folder: Path) -> int:
        """Forget changed files, and the lines that changed tests reach; returns how many files."""
        changed = {path for path, was in self.files.items() if fingerprint(folder / path) != was}
        names = list(self.tests)
        self.lines = {
            path: {
                line: tests
                for line, tests in lines.items()
                if not any(names[at].partition("::")[0] in changed for at in tests)
            }
            for path, lines in self.lines.items()
            if path not in changed
        }
        return len(changed)


def learn(folder: Path, area: str) -> Learned:
    """Run the tests of an area, measuring its files alone, which is several times as quick as all."""
    settings, times = folder / "measure.ini", folder / "seconds.json"
    settings.write_text("[run]\nrelative_files = true\n", encoding="utf-8")
    measured = [f"--cov=annotator/{area}", f"--cov-config={settings}", "--cov-context=test", "--cov-report="]
    passes(folder, f"tests/{area}", *measured, seconds_to=times)
    told: dict[str, Any] = json.loads(times.read_text(encoding="utf-8"))
    data = coverage.CoverageData(str(folder / ".coverage"))
    data.read()
    learned = Learned(tests=told["seconds"])
    failing = set(told["failed"])  # as the program is: they tell nothing about mutants
    if failing:
        say(f"-- these fail as they are, and are left out: {', '.join(sorted(failing))}")
    places = {name: place for place, name in enumerate(learned.tests) if name not in failing}
    for path in sorted(data.measured_files()):
        by_line = {
            str(line): sorted(
                {places[one] for context in contexts if (one := context.rpartition("|")[0]) in places}
            )
            for line, contexts in data.contexts_by_lineno(path).items()
        }
        learned.lines[path] = {line: tests for line, tests in by_line.items() if tests}
    (folder / ".coverage").unlink()
    named = {*learned.lines, *(test.partition("::")[0] for test in learned.tests)}
    learned.files = {path: fingerprint(folder / path) for path in sorted(named)}
    return learned


def learned_of(folder: Path, areas: Sequence[str], kept: Path | None) -> tuple[list[Learned], int]:
    """What is known of the areas, from the file where it stands there; and how many files have changed."""
    known: dict[str, Any] = {}
    if kept is not None and kept.exists():
        known = json.loads(kept.read_text(encoding="utf-8"))
    found, changed = [], 0
    for area in areas:
        if area not in known:
            started = monotonic()
            known[area] = vars(learn(folder, area))
            say(f"-- learned {area} in {monotonic() - started:.0f} s")
            if kept is not None:
                kept.write_text(json.dumps(known), encoding="utf-8")
        one = Learned(**known[area])
        changed += one.leave_out_changed(folder)
        found.append(one)
    return found, changed


def survives(folder: Path, mutant: Mutant, tests: Sequence[str]) -> bool:
    """Whether no test notices."""
    path = folder / mutant.path
    original = path.read_bytes()
    path.write_bytes(original[: mutant.start] + mutant.after.encode() + original[mutant.end :])
    try:
        return passes(folder, "-x", *tests, limit=SECONDS)
    finally:
        path.write_bytes(original)


def _some(tests: Sequence[str], seconds: dict[str, float]) -> list[str]:
    """Of many tests those that can be tried, the quickest first."""
    some: list[str] = []
    left = TRIED
    for name in tests:
        left -= seconds[name]
        if some and left < 0:
            break
        some.append(name)
    return some


def of_areas(folder: Path, given: argparse.Namespace) -> Iterator[tuple[Mutant, list[str], int]]:
    """A sample of mutants of the areas with the tests to try, and how many there are; the same for a seed."""
    every, changed = learned_of(folder, given.areas, given.learned)
    if changed:
        say(f"-- {changed} files have changed since they were learned, and are left out")
    found = [
        (mutant, learned)
        for learned in every
        for path, lines in learned.lines.items()
        for mutant in mutants(path, (folder / path).read_text(encoding="utf-8"), map(int, lines))
    ]
    chance = random.Random(given.seed)
    say(f"-- {len(found)} mutants are possible")
    for mutant, learned in chance.sample(found, min(given.number, len(found))):
        tests = learned.reaching(mutant)
        yield mutant, _some(tests, learned.tests), len(tests)


def of_lines(folder: Path, given: argparse.Namespace) -> Iterator[tuple[Mutant, list[str], int]]:
    """Every mutant of the lines asked for."""
    for place in given.lines:
        path, _, lines = place.partition(":")
        first, _, last = lines.partition("-")
        wanted = range(int(first), int(last or first) + 1)
        for mutant in mutants(path, (folder / path).read_text(encoding="utf-8"), wanted):
            yield mutant, given.tests, len(given.tests)


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "areas", nargs="*", help="folders of annotator, with tests in the folder of that name"
    )
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--skip", type=int, default=0, help="so many of the sample were tried before")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no mutant after so many")
    parser.add_argument("--learned", type=Path, help="a file for what is learned about tests and lines")
    parser.add_argument("--lines", nargs="+", default=[], metavar="FILE:FIRST-LAST")
    parser.add_argument("--tests", nargs="+", default=[], help="what to try --lines with, as pytest takes it")
    given = parser.parse_args()
    if bool(given.areas) == bool(given.lines) or bool(given.lines) != bool(given.tests):
        parser.error("give areas, or --lines with --tests")
    return given


def main() -> None:
    """Try the mutants and print those that survive."""
    given = asked()
    started = monotonic()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process with threads cannot be forked safely
    for name in LOADED:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_tree(folder)
        tried = survived = 0
        for number, (mutant, tests, reaching) in enumerate(
            (of_lines if given.lines else of_areas)(folder, given), 1
        ):
            if number <= given.skip:
                continue
            if monotonic() - started > given.seconds:
                break
            tried += 1
            if survives(folder, mutant, tests):
                survived += 1
                say(f"{number} {mutant} ({len(tests)} of {reaching} tests)")
            if tried % 10 == 0:
                say(f"-- {survived} of {tried} survived, {monotonic() - started:.0f} s")
        say(f"-- {survived} of {tried} survived")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
