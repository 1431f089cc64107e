"""The published schema is current, is a schema, and holds what is exported."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from annotator.core.resources import resource
from annotator.exporters import json_schema
from annotator.exporters.json_writer import PROGRAM
from tests.exporters.projects import Project, exported, projects, sample

GOLDEN = Path(__file__).parent / "data" / "export-1.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(resource("schemas", json_schema.FILE).read_bytes()))


def test_the_published_file_is_current() -> None:
    published = resource("schemas", json_schema.FILE).read_bytes()
    assert published == json_schema.schema(), "python -m annotator.exporters.json_schema brings it up to date"


def test_it_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_schema, "resource", lambda *parts: tmp_path.joinpath(parts[-1]))
    json_schema.write()
    assert (tmp_path / json_schema.FILE).read_bytes() == json_schema.schema()


def test_it_is_a_schema(validator: jsonschema.Draft202012Validator) -> None:
    jsonschema.Draft202012Validator.check_schema(validator.schema)


def test_everything_in_it_is_described() -> None:
    document = json.loads(json_schema.schema())
    assert document["description"]
    for name, part in document["$defs"].items():
        assert part["description"], name
        assert part["additionalProperties"] is False, name


def test_the_sample_is_valid(validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(exported(sample())))


@given(project=projects())
def test_every_export_is_valid(validator: jsonschema.Draft202012Validator, project: Project) -> None:
    validator.validate(json.loads(exported(project)))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("extra",), 1),
        (("version",), 2),
        (("format",), "other"),
        (("dialogues", 0, "turns", 0, "speaker"), None),
        (("dialogues", 0, "turns", 1, "tags", 0, "extra"), 1),
        (("sources", 0, "sha256"), "x"),
    ],
)
def test_what_is_wrong_is_not_valid(
    validator: jsonschema.Draft202012Validator, place: tuple[str | int, ...], value: object
) -> None:
    document: Any = json.loads(exported(sample()))
    part = document
    for name in place[:-1]:
        part = part[name]
    part[place[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(document)


def test_the_layout_is_that_of_the_golden_file() -> None:
    """A file of this version looks like this one for good; a new version gets one of its own."""
    written = exported(sample()).replace(PROGRAM.encode(), b"Dialogue Annotator 0.0.0")
    assert written == GOLDEN.read_bytes()


def test_the_golden_file_is_valid(validator: jsonschema.Draft202012Validator) -> None:
    document = json.loads(GOLDEN.read_bytes())
    validator.validate(document)
    assert re.fullmatch(r"Dialogue Annotator \d+\.\d+\.\d+", document["program"])
