"""Writes docs/api.md, the reference of the Python API, from its docstrings.

python packaging/build_api.py
"""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import annotator
from annotator import api, errors, model

ROOT = Path(__file__).resolve().parent.parent
# What scripts get to see, in the order of the page.
FUNCTIONS = (
    annotator.open, annotator.edit, annotator.create, annotator.repair_text, annotator.repair_steps,
    annotator.repair_texts, annotator.repair_into, annotator.find_languages,
)  # fmt: skip
CLASSES = (
    api.ReadOnlyProject, api.EditableProject, api.DialogueWithTurns, api.RepairedText, api.CorpusReport,
    model.Dialogue, model.Turn, model.Tag, model.TurnLanguage, model.Repair, model.RepairStep, model.Gap,
    model.Target, model.Codebook, model.Facet, model.Label, errors.UserError,
)  # fmt: skip


def _text(thing: object) -> str:
    """The docstring, with references to code as code."""
    return re.sub(r":\w+:`~?([\w.]+)`", r"`\1`", (inspect.getdoc(thing) or "").replace("``", "`"))


def _function(thing: object, name: str, level: int) -> str:
    written = str(inspect.signature(thing))  # type: ignore[arg-type]
    # Annotations are strings here; a string that is a default stays in its quotes.
    signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", written).replace("self, ", "").replace("self", "")
    return f"{'#' * level} `{name}{signature}`\n\n{_text(thing)}\n"


def _class(kind: type) -> str:
    parts = [f"## `{kind.__name__}`\n\n{_text(kind)}\n"]
    if is_dataclass(kind):
        parts.append("".join(f"- `{field.name}: {field.type}`\n" for field in fields(kind)))
    for name, member in vars(kind).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            parts.append(f"### `{name}`\n\n{_text(member)}\n")
        elif inspect.isfunction(member):
            parts.append(_function(member, name, 3))
    return "\n".join(parts)


def page() -> str:
    """The whole page."""
    head = (
        "# The Python API\n\nMade from the docstrings by `packaging/build_api.py`; examples are in "
        "[scripting.md](scripting.md).\n"
    )
    functions = [_function(each, f"annotator.{each.__name__}", 2) for each in FUNCTIONS]
    return "\n".join([head, *functions, *map(_class, CLASSES)])


if __name__ == "__main__":
    (ROOT / "docs" / "api.md").write_text(page(), encoding="utf-8")
