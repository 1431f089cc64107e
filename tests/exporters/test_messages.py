"""Chat messages with the tags beside them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given

from annotator import codebooks
from tests.exporters.bundles import unpacked
from tests.exporters.projects import CODEBOOK, Project, projects, sample


def lines(project: Project, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in unpacked(project, "messages")[name].split(b"\n")[:-1]]


def test_a_line_is_a_dialogue_and_a_message_a_turn() -> None:
    first, second = lines(sample(), "messages.jsonl")
    assert [x["role"] for x in first["messages"]] == ["system", "user", "assistant"]
    assert [x["content"] for x in first["messages"]] == ["标题 “x”\n", "café ,  是", "béx😀"]
    assert second == {"messages": [{"role": "user", "content": "x\ny"}]}


def test_whoever_comes_third_is_a_user() -> None:
    project = sample()
    record = project.records[0]
    named = [
        replace(x, turn=replace(x.turn, speaker=name)) for x, name in zip(record.turns, "BAC", strict=True)
    ]
    project.records = [replace(record, turns=tuple(named))]
    (line,) = lines(project, "messages.jsonl")
    assert [x["role"] for x in line["messages"]] == ["user", "assistant", "user"]


def test_tags_stand_beside_by_line_and_message() -> None:
    found = lines(sample(), "tags.jsonl")
    assert [(x["line"], x["message"]) for x in found] == [
        (0, None), (0, 0), (0, 1), (0, 2), (1, None), (1, 0),
    ]  # fmt: skip
    assert [x["name"] for x in found[0]["tags"]] == ["good"]
    assert (found[0]["title"], found[0]["source"]) == ("Über “art”", "file 1.txt")
    assert [x["name"] for x in found[2]["tags"]] == ["favor", "art; 艺术", "hedge", "hedge", "=1+1"]
    assert found[2]["tags"][0]["target"] == "AI会有创造力"
    assert (found[2]["turn"], found[2]["speaker"]) == (sample().records[0].turns[1].turn.key, "A")


def test_the_codebook_is_there_as_a_codebook_file() -> None:
    assert unpacked(sample(), "messages")["codebook.json"] == codebooks.dumps(CODEBOOK)


@given(projects())
def test_every_turn_is_the_message_that_its_tags_name(project: Project) -> None:
    messages = lines(project, "messages.jsonl")
    assert [[x["content"] for x in line["messages"]] for line in messages] == [
        [x.turn.text for x in record.turns] for record in project.records if record.turns
    ]
    texts = {x.turn.key: x.turn.text for record in project.records for x in record.turns}
    for row in lines(project, "tags.jsonl"):
        if row["message"] is not None:
            assert messages[row["line"]]["messages"][row["message"]]["content"] == texts[row["turn"]]
