"""The examples in Python that docs and notebook show have the types that the program declares."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest
from mypy import api

from tests.docs.commands import ROOT
from tests.docs.notebooks import NOTEBOOK, cells, source

# Pages, with what each takes for granted above its example.
_GIVEN = {
    "agreement.md": "",
    "figures.md": "",
    "repair.md": "from typing import Any\n\ntexts = ['']\ndialogues: Any = None\n",
    "scripting.md": "",
}


def _blocks(page: str) -> str:
    """The blocks marked as Python, examples with prompts as the code behind the prompts."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    found = []
    for block in re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        examples = doctest.DocTestParser().get_examples(block)
        found += [one.source for one in examples] if examples else [block]
    return _GIVEN[page] + "\n".join(found)


@pytest.mark.parametrize("page", [*sorted(_GIVEN), "notebook.ipynb"])
def test_examples_have_types(page: str, tmp_path: Path) -> None:
    """Takes seconds: mypy reads what the examples import, from its cache where the project was checked."""
    if page.endswith(".ipynb"):
        code = "\n".join(map(source, cells(json.loads(NOTEBOOK.read_text("utf-8")))))
    else:
        code = _blocks(page)
    assert "annotator" in code
    file = tmp_path / "example.py"
    # Examples declare no types, and use names again. As options of mypy these would spoil its cache.
    allowed = "allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-redefinition"
    file.write_text(f"# mypy: {allowed}\n{code}\n", "utf-8")
    told, trouble, status = api.run(
        ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache"), str(file)]
    )
    assert (status, trouble) == (0, ""), told
