"""Figures of the program's source at one commit or several, beside each other.

    .venv/bin/python tests/tree_figures.py e3564049 HEAD
    .venv/bin/python tests/tree_figures.py HEAD --long   # and which files and classes are long

Circles are modules of which each imports, by some steps, all others of its circle; imports in functions and
for types count, as in ``tests/test_import_circles.py``.
"""

from __future__ import annotations

import ast
import io
import statistics
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
LONG_FILE, LONG_CLASS = 500, 300  # lines


def sources(commit: str) -> dict[str, str]:
    """The program's modules at a commit, by path."""
    packed = subprocess.run(
        ["git", "archive", commit, "annotator"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        return {
            member.name: file.read().decode()
            for member in archive
            if member.name.endswith(".py") and (file := archive.extractfile(member)) is not None
        }


def module(path: str) -> str:
    """The dotted name of a module."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.AST, modules: set[str]) -> Iterator[str]:
    """The modules that one imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in modules else node.module for name in inner)


def circles(imports: dict[str, set[str]]) -> list[set[str]]:
    """The groups of modules that import each other (Kosaraju's two walks)."""
    order: list[str] = []
    _walk(imports, imports, order.append)
    back: dict[str, set[str]] = {name: set() for name in imports}
    for name, others in imports.items():
        for other in others & imports.keys():
            back[other].add(name)
    seen: set[str] = set()
    groups = []
    for name in reversed(order):
        if name not in seen:
            group: list[str] = []
            left = {one: others for one, others in back.items() if one not in seen}
            _walk(left, [name], group.append)
            seen.update(group)
            groups.append(set(group))
    return [group for group in groups if len(group) > 1]


def _walk(edges: dict[str, set[str]], starts: Iterable[str], leave: Callable[[str], object]) -> None:
    """Depth first from each start; ``leave`` is called behind all that can be reached."""
    seen: set[str] = set()
    for start in starts:
        stack = [(start, iter(sorted(edges.get(start, ()))))] if start not in seen else []
        seen.add(start)
        while stack:
            name, others = stack[-1]
            following = next((one for one in others if one in edges and one not in seen), None)
            if following is None:
                stack.pop()
                leave(name)
            else:
                seen.add(following)
                stack.append((following, iter(sorted(edges[following]))))


def figures(files: dict[str, str]) -> dict[str, str]:
    """What is counted, in words."""
    trees = {path: ast.parse(text) for path, text in files.items()}
    lines = {path: text.count("\n") for path, text in files.items()}
    classes = [
        (node.name, (node.end_lineno or 0) - node.lineno + 1, _public(node))
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    modules = {module(path) for path in files}
    imports = {
        module(path): set(imported(tree, modules)) & modules - {module(path)} for path, tree in trees.items()
    }
    found = circles(imports)
    name, _, most = max(classes, key=lambda one: one[2])
    names = Counter(name for name, _, _ in classes)
    return {
        "files": f"{len(files):,}",
        "lines": f"{sum(lines.values()):,}",
        "median lines of a file": f"{statistics.median(lines.values()):g}",
        f"files over {LONG_FILE} lines": f"{sum(count > LONG_FILE for count in lines.values())}",
        "circles of imports (modules in them)": f"{len(found)} ({sum(map(len, found))})",
        f"classes over {LONG_CLASS} lines": f"{sum(length > LONG_CLASS for _, length, _ in classes)}",
        "most public methods of a class": f"{most} ({name})",
        "names of classes that stand twice": f"{sum(count > 1 for count in names.values())}",
    }


def long_ones(files: dict[str, str]) -> Iterator[tuple[int, str]]:
    """The long files, and the long classes in any file."""
    for path, text in files.items():
        if text.count("\n") > LONG_FILE:
            yield text.count("\n"), path
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.ClassDef)
                and (length := (node.end_lineno or 0) - node.lineno + 1) > LONG_CLASS
            ):
                yield length, f"{path}: {node.name}"


def _public(node: ast.ClassDef) -> int:
    return sum(isinstance(one, ast.FunctionDef) and not one.name.startswith("_") for one in node.body)


def main() -> None:
    """Print a table, a column a commit."""
    commits = [one for one in sys.argv[1:] if one != "--long"] or ["HEAD"]
    files = [sources(commit) for commit in commits]
    found = [figures(each) for each in files]
    sys.stdout.write(f"| | {' | '.join(commits)} |\n|---|{'---|' * len(commits)}\n")
    for row in dict.fromkeys(name for each in found for name in each):
        sys.stdout.write(f"| {row} | {' | '.join(each.get(row, '') for each in found)} |\n")
    if "--long" in sys.argv:
        sys.stdout.writelines(
            f"{lines:>5}  {what}\n" for lines, what in sorted(long_ones(files[-1]), reverse=True)
        )


if __name__ == "__main__":
    main()
