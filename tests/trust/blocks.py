"""Marks in every block of the program's code, which show whether an input leads where none before it has led.

A tracer is asked at every line, even at those met a million times, and took four fifths of the time of an
input; a mark is one store into an array. The marks are put in as the modules are loaded, so that ``put_in``
has to come before the program is imported (:mod:`tests.trust.marked`).
"""

from __future__ import annotations

import ast
import contextlib
import importlib.machinery
import sys
from collections.abc import Iterator, Sequence
from types import CodeType, ModuleType

REACHED = bytearray()  # one byte for each block of the modules loaded so far: 1 where it was reached
_NAME = "__reached__"  # of that array in each module
_PROGRAM = "annotator"


class NewBlocks:
    """Knows the blocks reached so far; ``found`` says whether the last look met others."""

    def __init__(self) -> None:
        self.found = False
        self._known = 0  # a bit in each byte whose block was reached

    @property
    def count(self) -> int:
        """How many blocks were reached."""
        return self._known.bit_count()

    @contextlib.contextmanager
    def look(self) -> Iterator[None]:
        """Look at what runs inside."""
        REACHED[:] = bytes(len(REACHED))
        try:
            yield
        finally:
            known = self._known | int.from_bytes(REACHED, "little")
            self.found, self._known = known != self._known, known


def put_in() -> None:
    """Mark the program's modules that are loaded from now on."""
    if loaded := [name for name in sys.modules if name.partition(".")[0] == _PROGRAM]:
        raise RuntimeError(f"{loaded[0]} has been loaded without marks")
    sys.meta_path.insert(0, _Finder())


class MarkingLoader(importlib.machinery.SourceFileLoader):
    """Loads a module with a mark at the beginning of each block; nothing of it is kept on the disk."""

    def get_code(self, _fullname: str) -> CodeType:
        """The code with its marks."""
        tree = _Marking().visit(ast.parse(self.get_data(self.path), self.path))
        return compile(ast.fix_missing_locations(tree), self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module where its marks can be set."""
        vars(module)[_NAME] = REACHED
        super().exec_module(module)


class _Finder:
    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] != _PROGRAM:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = MarkingLoader(name, spec.loader.path)
        return spec


class _Marking(ast.NodeTransformer):
    """Puts a mark before what functions, branches, loops and handlers do, and where a branch is not taken."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            described = ast.get_docstring(node, clean=False) is not None
            node.body.insert(int(described), _mark(node))
        elif isinstance(node, ast.If | ast.For | ast.AsyncFor | ast.While):
            node.body.insert(0, _mark(node))
            node.orelse.insert(0, _mark(node))
        elif isinstance(node, ast.ExceptHandler | ast.match_case):
            node.body.insert(0, _mark(node.body[0]))
        return node


def _mark(place: ast.stmt) -> ast.stmt:
    """A statement that says that a new block was reached."""
    REACHED.append(0)
    (statement,) = ast.parse(f"{_NAME}[{len(REACHED) - 1}] = 1").body
    for node in ast.walk(statement):
        ast.copy_location(node, place)
    return statement
