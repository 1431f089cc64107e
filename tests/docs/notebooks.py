"""Runs a notebook's cells in order, without a kernel, and writes what they give into it.

    .venv/bin/python -m tests.docs.notebooks          # docs/notebook.ipynb anew, with its outputs

A cell's last expression is its output, in the forms that its ``_repr_…_`` methods give; what is
printed comes before it. Cells are plain Python: no commands of the notebook's own.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook.ipynb"
_FORMS = {"text/html": "_repr_html_", "image/png": "_repr_png_"}


def cells(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells of code."""
    return [cell for cell in document["cells"] if cell["cell_type"] == "code"]


def source(cell: dict[str, Any]) -> str:
    """The code of a cell."""
    return "".join(cell["source"])


def outputs(code: str, names: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a cell in a space of names; what it prints and gives, as a notebook's file has it."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    found: list[dict[str, Any]] = []
    if printed.getvalue():
        found.append({"output_type": "stream", "name": "stdout", "text": _lines(printed.getvalue())})
    if value is not None:
        found.append(
            {"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": _forms(value)}
        )
    return found


def _forms(value: object) -> dict[str, Any]:
    forms: dict[str, Any] = {"text/plain": _lines(repr(value))}
    for kind, method in _FORMS.items():
        made = getattr(value, method, lambda: None)()
        if isinstance(made, bytes):
            forms[kind] = base64.b64encode(made).decode()
        elif made is not None:
            forms[kind] = _lines(made)
    return forms


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


@contextlib.contextmanager
def elsewhere() -> Iterator[None]:
    """An empty folder as the current one, for as long as cells run."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        try:
            yield
        finally:
            os.chdir(before)


def main() -> None:
    """Run the notebook of the docs and write its outputs into it."""
    document = json.loads(NOTEBOOK.read_text("utf-8"))
    names: dict[str, Any] = {}
    with elsewhere():
        for number, cell in enumerate(cells(document), 1):
            cell["outputs"] = outputs(source(cell), names)
            cell["execution_count"] = number
            for one in cell["outputs"]:
                if "execution_count" in one:
                    one["execution_count"] = number
    NOTEBOOK.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
