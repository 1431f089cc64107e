"""The notebook of the docs, run cell by cell; what comes out is what stands in it."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

from annotator.pictures import available
from tests.docs.notebooks import NOTEBOOK, cells, elsewhere, outputs, source


def _likeness(output: dict[str, Any]) -> dict[str, object]:
    """What is the same of an output in every run: its words, the elements of HTML, the size of a picture."""
    forms = output.get("data", {})
    found: dict[str, object] = {
        "kind": output["output_type"],
        "text": "".join(output.get("text", forms.get("text/plain", []))),
    }
    if "text/html" in forms:
        found["elements"] = re.findall(r"<(\w+)", "".join(forms["text/html"]))
    if "image/png" in forms:
        picture = base64.b64decode(forms["image/png"])
        found["picture"] = (picture[:8], picture[16:24])  # the signature, width and height
    return found


def test_the_cells_give_what_the_notebook_shows() -> None:
    pytest.importorskip("pandas", reason="the notebook makes data frames of pandas")
    if not available():
        pytest.skip("the notebook draws with matplotlib, which is not installed")
    document = json.loads(NOTEBOOK.read_text("utf-8"))
    names: dict[str, Any] = {}
    with elsewhere():
        for number, cell in enumerate(cells(document), 1):
            given = outputs(source(cell), names)
            assert [*map(_likeness, given)] == [*map(_likeness, cell["outputs"])], f"cell {number}"


def test_the_notebook_is_stored_as_a_finished_run() -> None:
    document = json.loads(NOTEBOOK.read_text("utf-8"))
    assert (document["nbformat"], document["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in document["cells"]}) == len(document["cells"])
    code = cells(document)
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    kinds = {kind for cell in code for one in cell["outputs"] for kind in one.get("data", {})}
    assert kinds == {"text/plain", "text/html", "image/png"}
