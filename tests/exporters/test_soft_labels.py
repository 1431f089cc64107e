"""Soft labels: which share of the annotators gave each label, in four kinds of file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from annotator.core.resources import resource
from annotator.core.roles import in_role, majority_key
from annotator.exporters import FORMATS, json_schema
from annotator.exporters.parquet_writer import rows_of
from annotator.exporters.read_back_check import Differs, Witness
from annotator.model import Annotator, Tag
from tests.exporters.bundles import written
from tests.exporters.projects import ANNA, Project, projects, sample, tag
from tests.exporters.test_lewidi import BO, answered

KEYS = ("soft-json", "soft-jsonl", "soft-csv", "soft-parquet")
CY = Annotator("a0000000-0000-7000-8000-000000000005", "Cy")


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(resource("schemas", json_schema.SOFT_LABELS_FILE).read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def only(*tags: Tag, people: tuple[Annotator, ...] = (ANNA, BO)) -> Project:
    """The first dialogue of the sample, with these tags on its second turn and no others."""
    project = answered(*tags, people=people)
    project.records = [replace(project.records[0], tags=())]
    return project


def three() -> Project:
    """A turn that two of three call *favor*, and the third *none*, which an adjudicator decided for."""
    target = sample().records[0].dialogue.targets[0].key
    judge = in_role(sample().key, ANNA, "adjudicator")
    vote = Annotator(majority_key(sample().key), "majority vote", "machine")
    return only(
        tag(1, "stance", "stance.favor", ANNA, target=target),
        tag(2, "stance", "stance.favor", BO, target=target),
        tag(3, "stance", "stance.none", CY, target=target),
        tag(4, "stance", "stance.none", judge, target=target),
        tag(5, "stance", "stance.favor", vote, target=target),
        people=(ANNA, BO, CY, judge, vote),
    )


def units(project: Project) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(project, "soft-jsonl").splitlines()]


def test_the_share_of_each_label_with_who_gave_it() -> None:
    (unit,) = units(three())
    labels = unit.pop("labels")
    assert unit == {
        "source": sample().files[0].name,
        "dialogue": sample().records[0].dialogue.key,
        "title": sample().records[0].dialogue.title,
        "turn": 2,
        "turn_key": sample().records[0].turns[1].turn.key,
        "speaker": sample().records[0].turns[1].turn.speaker,
        "text": "café ,  是",
        "facet": "stance",
        "kind": "single",
        "target": "AI会有创造力",
        "annotators": 3,
    }
    assert [(one["label"], one["share"], one["given_by"], one["decided"]) for one in labels] == [
        ("stance.favor", 2 / 3, [ANNA.name, "Bo"], False),
        ("stance.none", 1 / 3, ["Cy"], True),
    ]


def test_of_several_labels_each_stands_by_itself() -> None:
    (unit,) = units(only(tag(1, "topic", "topic.art", ANNA), tag(2, "topic", "topic.art", BO)))
    assert {one["label"]: one["share"] for one in unit["labels"]}["topic.art"] == 1
    assert unit["kind"] == "several"


def test_the_four_files_say_the_same() -> None:
    project = three()
    (unit,) = units(project)
    document = json.loads(written(project, "soft-json"))
    assert document["units"] == [unit]
    rows = list(csv.DictReader(io.StringIO(written(project, "soft-csv").decode("utf-8-sig"))))
    assert [(row["label"], float(row["share"]), row["given_by"], row["decided"]) for row in rows] == [
        ("stance.favor", 2 / 3, f"{ANNA.name}; Bo", ""), ("stance.none", 1 / 3, "Cy", "yes")
    ]  # fmt: skip
    typed = list(rows_of(io.BytesIO(written(project, "soft-parquet"))))
    assert [(row["label"], row["share"], row["given_by"], row["decided"]) for row in typed] == [
        ("stance.favor", 2 / 3, [ANNA.name, "Bo"], False), ("stance.none", 1 / 3, ["Cy"], True)
    ]  # fmt: skip
    assert list(rows[0]) == list(typed[0])
    assert (rows[0]["turn"], typed[0]["turn"]) == ("2", 2)


def test_the_published_schema_is_current_and_holds(validator: jsonschema.Draft202012Validator) -> None:
    published = resource("schemas", json_schema.SOFT_LABELS_FILE).read_bytes()
    assert published == json_schema.soft_labels_schema()
    document = json.loads(written(three(), "soft-json"))
    validator.validate(document)
    document["units"][0]["labels"][0]["share"] = 1.5
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(document)


@settings(max_examples=25)
@given(project=projects())
def test_shares_of_any_project_are_valid_and_add_up(
    validator: jsonschema.Draft202012Validator, project: Project
) -> None:
    document = json.loads(written(project, "soft-json"))
    validator.validate(document)
    for unit in document["units"]:
        if unit["kind"] != "several":
            assert sum(one["share"] for one in unit["labels"]) == pytest.approx(1)


def differs(key: str, project: Project, data: bytes) -> None:
    witness = Witness(next(row for row in FORMATS if row.key == key).check(project))
    for record in project.records:
        witness.add(record)
    with pytest.raises(Differs):
        witness.compare(io.BytesIO(data))


@pytest.mark.parametrize("key", KEYS[:3])
def test_another_share_is_found(key: str) -> None:
    data = written(three(), key)
    assert b"0.6666666666666666" in data
    differs(key, three(), data.replace(b"0.6666666666666666", b"0.6666666666666667", 1))


def test_a_document_that_is_cut_or_goes_on_is_found() -> None:
    data = written(three(), "soft-json")
    differs("soft-json", three(), data[: data.index(b'"units"')])
    differs("soft-json", three(), data[: data.rindex(b"  ]\n")])
    differs("soft-json", three(), data + b"{}")
    differs("soft-json", three(), data.replace(b'"version": 1', b'"version": 2'))


def test_nothing_answered_is_no_unit() -> None:
    project = replace(sample(), people=(ANNA,))
    project.records = [
        replace(record, tags=(), turns=tuple(replace(x, turn=replace(x.turn, tags=())) for x in record.turns))
        for record in project.records
    ]
    assert json.loads(written(project, "soft-json"))["units"] == []
    assert written(project, "soft-jsonl") == b""
    assert written(project, "soft-csv").count(b"\n") == 1
    assert list(rows_of(io.BytesIO(written(project, "soft-parquet")))) == []
