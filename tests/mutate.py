"""Changes the program in small ways, one at a time, and says which changes no test notices.

    nice .venv/bin/python tests/mutate.py store repair exporters importers --number 300 --seed 1

Works on a copy of the committed tree. Learns once which test reaches which line (by coverage), then
takes a seeded sample of mutants on lines that are reached: comparisons, arithmetic, and/or, conditions,
numbers, returned values and calls for their effect. Each is tried with the tests that reach its line, until
one fails. Survivors are printed as they are found; many are equal to the original in what they do, so
every one is to be looked at.
"""

from __future__ import annotations

import argparse
import ast
import io
import random
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import coverage

ROOT = Path(__file__).resolve().parent.parent
MOST_TESTS = 80  # that are tried on one mutant
SECONDS = 120  # for one mutant; one that takes longer counts as noticed

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
    """Annotations, which nothing runs."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            part = getattr(node, name, None)
            if isinstance(part, ast.AST):
                found.update(ast.walk(part))
    return found


def mutants(path: str, text: str, reached: set[int]) -> Iterator[Mutant]:
    """All changes to the lines of a file that tests reach."""
    lines = text.encode().splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    tree = ast.parse(text)
    skipped = _skipped(tree)
    for node in ast.walk(tree):
        line, end_line = getattr(node, "lineno", None), getattr(node, "end_lineno", None)
        if line is None or end_line is None or line not in reached or node in skipped:
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
    """The committed tree in a folder of its own."""
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


def pytest(folder: Path, *arguments: str, seconds: float | None = None) -> bool:
    """Whether those tests pass in the copied tree."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider"]
    environment = {"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [*command, *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def reach(folder: Path, areas: list[str]) -> coverage.CoverageData:
    """Which test reaches which line of the areas."""
    tests = [f"tests/{area}" for area in areas]
    if not pytest(folder, *tests, "--cov", "--cov-context=test", "--cov-report="):
        raise SystemExit("the tests fail as they are; nothing can be learned from mutants")
    data = coverage.CoverageData(str(folder / ".coverage"))
    data.read()
    return data


def tests_of(data: coverage.CoverageData, path: str, line: int) -> list[str]:
    """The tests that reach a line, by node id."""
    contexts = data.contexts_by_lineno(path).get(line, [])
    return sorted({context.partition("|")[0] for context in contexts if "::" in context})


def sample(
    folder: Path, data: coverage.CoverageData, areas: list[str], number: int, seed: int
) -> list[Mutant]:
    """So many mutants, the same for the same seed."""
    found: list[Mutant] = []
    for area in areas:
        for path in sorted((folder / "annotator" / area).rglob("*.py")):
            by_line = data.contexts_by_lineno(str(path))
            reached = {line for line, contexts in by_line.items() if any("::" in one for one in contexts)}
            found += mutants(str(path), path.read_text(encoding="utf-8"), reached)
    chance = random.Random(seed)
    return chance.sample(found, min(number, len(found)))


def survives(folder: Path, mutant: Mutant, tests: list[str], chance: random.Random) -> bool:
    """Whether no test notices."""
    path = Path(mutant.path)
    original = path.read_bytes()
    path.write_bytes(original[: mutant.start] + mutant.after.encode() + original[mutant.end :])
    try:
        some = sorted(chance.sample(tests, min(MOST_TESTS, len(tests))))
        return pytest(folder, "-x", *some, seconds=SECONDS)
    finally:
        path.write_bytes(original)


def main() -> None:
    """Try the mutants and print those that survive."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "areas", nargs="+", help="folders of annotator, with tests in the folder of that name"
    )
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_tree(folder)
        data = reach(folder, given.areas)
        chance = random.Random(given.seed)
        survived = 0
        for number, mutant in enumerate(sample(folder, data, given.areas, given.number, given.seed), 1):
            tests = tests_of(data, mutant.path, mutant.line)
            if survives(folder, mutant, tests, chance):
                survived += 1
                place = f"{Path(mutant.path).relative_to(folder)}:{mutant.line}"
                say(f"{number} {place}: {mutant.before!r} -> {mutant.after!r} ({len(tests)} tests)")
            if number % 10 == 0:
                say(f"-- {survived} of {number} survived")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
