"""ConvoKit's corpus."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from annotator.errors import Cancelled
from annotator.exporters import Options, convokit_writer, replacing
from annotator.exporters.zip_writer import bundle
from tests.exporters.bundles import unpacked, written
from tests.exporters.projects import Project, projects, sample


def corpus(project: Project) -> dict[str, Any]:
    files = unpacked(project, "convokit")
    assert all(data.isascii() for data in files.values())
    lines = files.pop("corpus/utterances.jsonl").splitlines()
    read = {name.removeprefix("corpus/"): json.loads(data) for name, data in files.items()}
    return {"utterances": [json.loads(line) for line in lines], **read}


def test_an_utterance_is_a_turn_and_answers_the_one_before() -> None:
    project = sample()
    found = corpus(project)["utterances"]
    key = project.records[0].dialogue.key
    assert [x["text"] for x in found] == [x.turn.text for r in project.records for x in r.turns]
    assert [x["reply-to"] for x in found] == [None, f"{key}:0", f"{key}:1", None]
    assert {x["conversation_id"] for x in found[:3]} == {found[0]["id"]} == {f"{key}:0"}
    assert [x["speaker"] for x in found[:3]] == [f"{key}:", f"{key}:A", f"{key}:B"]


def test_tags_are_metadata_in_full_and_by_facet() -> None:
    found = corpus(sample())
    meta = found["utterances"][1]["meta"]
    assert meta["tag_stance"] == ["favor"]
    assert meta["tag_phrase"] == ["hedge"]
    assert (meta["tag_language"], meta["detected_language"]) == ([], "mixed")
    assert meta["source_meta"] == {"time": 1.5, "ids": [1, {"x": None}]}
    assert [(x["facet"], x.get("start")) for x in meta["tags"]] == [
        ("stance", None), ("topic", None), ("phrase", 0), ("phrase", 2), ("note", None),
    ]  # fmt: skip
    assert "tag_quality" not in meta
    conversation = found["conversations.json"][found["utterances"][0]["id"]]["meta"]
    assert conversation["tag_quality"] == ["good"]
    assert (conversation["title"], conversation["source"]) == ("Über “art”", "file 1.txt")
    assert conversation["targets"][0]["statement"] == "AI会有创造力"
    assert "tag_stance" not in conversation


@given(projects())
def test_everything_that_is_referred_to_is_there(project: Project) -> None:
    found = corpus(project)
    ids = {x["id"] for x in found["utterances"]}
    assert {x["speaker"] for x in found["utterances"]} == set(found["speakers.json"])
    assert {x["conversation_id"] for x in found["utterances"]} == set(found["conversations.json"])
    assert {x["reply-to"] for x in found["utterances"]} <= ids | {None}
    assert len(found["conversations.json"]) == sum(bool(record.turns) for record in project.records)
    index = found["index.json"]
    for utterance in found["utterances"]:
        for name, value in utterance["meta"].items():
            assert value is None or str(type(value)) in index["utterances-index"][name]
    assert set(index["overall-index"]) == set(found["corpus.json"])


def test_a_zip_is_the_same_whenever_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    before = written(sample(), "convokit")
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("sys.platform", "win32")
    assert written(sample(), "convokit") == before
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        assert {item.date_time[0] for item in archive.infolist()} == {1980}


def test_a_failure_leaves_no_zip(tmp_path: Path) -> None:
    with pytest.raises(Cancelled), replacing(tmp_path / "x.zip") as out:
        convokit_writer.write(sample(), out, Options(cancelled=lambda: True))
    assert not list(tmp_path.iterdir())


def test_parts_larger_than_memory_and_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.exporters.zip_writer._IN_MEMORY", 1)
    out = io.BytesIO()
    with bundle(out) as files:
        files.part("a").write(b"1")
        files.part("b").write(b"2")
        files.part("a").write(b"3")
    with zipfile.ZipFile(out) as archive:
        assert [(name, archive.read(name)) for name in archive.namelist()] == [("a", b"13"), ("b", b"2")]
