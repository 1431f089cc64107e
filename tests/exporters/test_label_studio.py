"""Label Studio's tasks and configuration."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

from hypothesis import given

from annotator.model import Codebook, Facet, Label
from tests.exporters.bundles import unpacked
from tests.exporters.projects import BOT, Project, projects, sample, tag


def tasks(project: Project) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(unpacked(project, "label-studio")["tasks.json"])
    return found


def config(project: Project) -> ET.Element:
    return ET.fromstring(unpacked(project, "label-studio")["config.xml"])


def of(results: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [result for result in results if result["from_name"] == name]


def test_a_task_is_a_dialogue_and_an_annotation_what_one_person_says() -> None:
    project = sample()
    first, second = tasks(project)
    assert [x["author"] for x in first["data"]["dialogue"]] == ["", "A", "B"]
    assert first["data"]["annotators"] == ["Anna 安娜"]
    assert len(first["annotations"]) == len(first["predictions"]) == 1
    assert (second["annotations"], second["predictions"]) == ([], [])


def test_answers_hang_on_regions_of_turns_and_spans() -> None:
    (annotation,) = tasks(sample())[0]["annotations"]
    results = annotation["result"]
    parts = {x["id"]: x["value"] for x in of(results, "the_part")}
    (stance,) = of(results, "stance")
    assert parts[stance["id"]]["paragraphlabels"] == ["turn"]
    assert stance["value"]["choices"] == ["favor"]
    assert stance["meta"] == {"text": ["hm\n"]}
    (intensity,) = of(results, "stance_intensity")
    assert (intensity["id"], intensity["value"]["rating"], "meta" in intensity) == (stance["id"], 2, False)
    assert of(results, "stance_target")[0]["value"]["text"] == ["AI会有创造力"]
    assert of(results, "stance_uncertain")[0]["value"]["choices"] == ["uncertain"]
    assert of(results, "note")[0]["value"]["text"] == ["=1+1"]
    spans = [parts[x["id"]] for x in of(results, "phrase")]
    assert [(x["startOffset"], x["endOffset"], x["text"]) for x in spans] == [(0, 4, "café"), (2, 4, "fé")]
    assert all(x["start"] == x["end"] == "1" for x in parts.values())


def test_a_tag_of_the_dialogue_has_no_place() -> None:
    (quality,) = of(tasks(sample())[0]["annotations"][0]["result"], "quality")
    assert quality["value"] == {"choices": ["good"]}


def test_a_suggestion_is_a_prediction_with_its_score() -> None:
    (prediction,) = tasks(sample())[0]["predictions"]
    assert prediction["model_version"] == "tagger 1.2"
    (stance,) = of(prediction["result"], "stance")
    assert (stance["value"]["choices"], stance["score"]) == (["none"], 0.75)


def test_a_suggestion_for_the_dialogue_is_a_prediction_too() -> None:
    project = sample()
    first, *others = project.records
    own = tag(9, "quality", "quality.good", BOT, origin="suggested", score=0.5)
    project.records = [replace(first, tags=(*first.tags, own)), *others]
    (prediction,) = tasks(project)[0]["predictions"]
    (quality,) = of(prediction["result"], "quality")
    assert (quality["value"]["choices"], quality["score"]) == (["good"], 0.5)


def test_offsets_are_utf_16_code_units() -> None:
    project = sample()
    record = project.records[0]
    item = record.turns[2]
    turn = replace(item.turn, text="a😀b", tags=(tag(1, "phrase", "phrase.hedge", start=2, end=3),))
    project.records = [replace(record, turns=(*record.turns[:2], replace(item, turn=turn)))]
    phrase = of(tasks(project)[0]["annotations"][0]["result"], "phrase")[-1]["value"]
    assert (phrase["startOffset"], phrase["endOffset"], phrase["text"]) == (3, 4, "b")


def test_a_label_of_forbidden_characters_is_the_same_in_both_files() -> None:
    project = sample()
    book = Codebook(
        "",
        (
            Facet("stance", "", "single", labels=(Label("stance.none", "stance", 'a\0"<&'),)),
            Facet("empty", "Empty", "several"),
        ),
    )
    record = project.records[1]
    turn = replace(record.turns[0].turn, tags=(tag(1, "stance", "stance.none"),))
    records = [replace(record, turns=(replace(record.turns[0], turn=turn),))]
    changed = replace(project, records=records, book=book)
    names = [x.get("value") for x in config(changed).iter("Choice")]
    (stance,) = of(tasks(changed)[0]["annotations"][0]["result"], "stance")
    assert stance["value"]["choices"] == ['a\ufffd"<&'] == names[:1]
    assert not [x for x in config(changed).iter() if x.get("name") == "empty"]


@given(projects())
def test_every_answer_is_one_that_the_configuration_has(project: Project) -> None:
    controls = {x.get("name"): [y.get("value") for y in x] for x in config(project) if x.get("toName")}
    for task in tasks(project):
        assert set(task["data"]) == {"dialogue", "dialogue_id", "title", "source", "annotators"}
        assert len(task["data"]["annotators"]) == len(task["annotations"])
        for made in (*task["annotations"], *task["predictions"]):
            regions = {x["id"] for x in of(made["result"], "the_part")}
            for result in made["result"]:
                assert result["from_name"] in controls
                assert set(result["value"].get("choices", ())) <= set(controls[result["from_name"]])
                assert result["id"] in regions
