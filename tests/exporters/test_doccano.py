"""doccano's JSON Lines."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.exporters import Options, format_of
from tests.exporters.projects import BOT, Project, sample, tag


def lines(project: Project) -> list[dict[str, Any]]:
    out = io.BytesIO()
    format_of(Path("x"), "doccano").write(project, out, Options())
    return [json.loads(line) for line in out.getvalue().split(b"\n")[:-1]]


def test_a_line_is_a_turn_with_labels_spans_and_comments() -> None:
    project = sample()
    found = lines(project)
    assert [line["text"] for line in found] == [x.turn.text for r in project.records for x in r.turns]
    assert found[1]["label"] == ["stance: favor", "topic: art; 艺术"]
    assert found[1]["spans"] == [[0, 4, "phrase: hedge"], [2, 4, "phrase: hedge"]]
    assert found[1]["Comments"] == ["note: =1+1"]
    assert (found[1]["speaker"], found[1]["turn"], found[1]["source"]) == ("A", 2, "file 1.txt")
    assert found[1]["turn_key"] == f"{found[1]['dialogue']}:1"
    assert all((line["label"], line["spans"]) == ([], []) for line in found if line["turn"] != 2)


def test_spans_count_code_points() -> None:
    project = sample()
    line = lines(project)[1]
    assert [line["text"][start:end] for start, end, _ in line["spans"]] == ["café", "fé"]


def test_what_two_people_agree_on_is_one_label() -> None:
    project = sample()
    record = project.records[1]
    tags = (
        tag(1, "stance", "stance.none"),
        tag(2, "stance", "stance.none", BOT),
        tag(3, "phrase", "phrase.hedge", start=0, end=1),
        tag(4, "phrase", "phrase.hedge", BOT, start=0, end=1),
    )
    turn = replace(record.turns[0].turn, tags=tags)
    project.records = [replace(record, turns=(replace(record.turns[0], turn=turn),))]
    (line,) = lines(project)
    assert line["label"] == ["stance: none"]
    assert line["spans"] == [[0, 1, "phrase: hedge"]]
