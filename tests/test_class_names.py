"""A class is found by its name alone: no two modules define one of the same name."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "annotator"
# The names of the JSON export's schema are public, and are those of the glossary, as the model's are.
SCHEMA = ROOT / "exporters" / "document.py"


def defined(source: str) -> set[str]:
    """The names of the classes that a module defines, also within others."""
    return {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)}


def test_classes_are_found() -> None:
    assert defined("class A:\n    class B: ...\ndef f():\n    class _C: ...\nx = 'class D: ...'") == {
        "A",
        "B",
        "_C",
    }


def test_a_name_of_a_class_stands_once() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted(ROOT.rglob("*.py")):
        if path != SCHEMA:
            for name in defined(path.read_text(encoding="utf-8")):
                places[name].append(str(path.relative_to(ROOT)))
    assert len(places) > 500
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
