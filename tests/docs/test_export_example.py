"""The export that docs/export-format.md shows is one: it fits the schema, and comes back from a project."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import jsonschema

from annotator import cli
from annotator.core.resources import resource
from annotator.exporters import json_schema
from annotator.exporters.json_writer import PROGRAM
from tests.docs.commands import ROOT


def example() -> str:
    found = re.search(
        r"^```json\n(.*?)^```", (ROOT / "docs/export-format.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found
    return re.sub(r'"program": "[^"]*"', f'"program": "{PROGRAM}"', found[1])


def test_the_example_fits_the_schema_that_it_names() -> None:
    schema = json.loads(resource("schemas", json_schema.FILE).read_bytes())
    document = json.loads(example())
    assert document["$schema"] == schema["$id"]
    jsonschema.Draft202012Validator(schema).validate(document)


def test_the_example_comes_back_from_a_project(tmp_path: Path) -> None:
    (tmp_path / "study.json").write_text(example(), "utf-8", newline="")
    again = tmp_path / "again.json"
    assert cli.main(["import", str(tmp_path / "new.dap"), str(tmp_path / "study.json")]) == 0
    assert cli.main(["export", str(tmp_path / "new.dap"), str(again)]) == 0
    assert again.read_bytes().decode() == example()


def test_the_received_text_is_put_together_as_the_page_says() -> None:
    (dialogue,) = json.loads(example())["dialogues"]
    parts = [turn["lead"] + turn.get("received", turn["text"]) for turn in dialogue["turns"]]
    received = "".join(parts) + dialogue["tail"]
    assert hashlib.sha256(received.encode()).hexdigest() == dialogue["source"]
