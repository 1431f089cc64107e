"""What is exported can be read back, and exported again it is the same file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from annotator.errors import Cancelled
from annotator.exporters import Export, Options
from tests.exporters.projects import Project, exported, projects, read_back, sample


def again(data: bytes) -> Project:
    with TemporaryDirectory() as folder:
        path = Path(folder, "export.json")
        path.write_bytes(data)
        return read_back(path)


@given(projects())
def test_any_project_comes_back_and_gives_the_same_bytes(project: Project) -> None:
    data = exported(project)
    assert exported(project) == data
    returned = again(data)
    assert exported(returned) == data
    assert [x.name for x in returned.files] == [x.name for x in project.files]
    assert [[t.turn.text for t in r.turns] for r in returned.records] == [
        [t.turn.text for t in r.turns] for r in project.records
    ]
    assert returned.data == project.data


def test_the_sample_comes_back_with_everything() -> None:
    project = sample()
    returned = again(exported(project))
    assert exported(returned) == exported(project)
    assert returned.codebook() == project.codebook()
    assert returned.annotators() == project.annotators()
    assert returned.views() == project.views() != ()
    assert returned.files == project.files
    assert returned.data == project.data
    turn = returned.records[0].turns[1].turn
    assert turn.gaps == project.records[0].turns[1].turn.gaps
    assert turn.language == project.records[0].turns[1].turn.language
    assert {tag.key for tag in turn.tags} == {tag.key for tag in project.records[0].turns[1].turn.tags}
    assert returned.records[0].dialogue.targets == project.records[0].dialogue.targets


def test_bytes_are_in_the_export_only_where_the_text_does_not_give_them_back() -> None:
    first, second = json.loads(exported(sample()))["sources"]
    assert (first["kept"], "data" in first) == ("text", False)
    assert (second["kept"], "data" in second) == ("data", True)


def test_views_stand_as_they_are_written_and_not_at_all_where_there_are_none() -> None:
    views = json.loads(exported(sample()))["views"]
    assert views == [
        {"name": "all"},
        {"name": "犹豫 “?”", "filter": "/ça \\d+/ label:stance.favor doubt:<0.9 is:gap"},
    ]
    without = exported(replace(sample(), named=()))
    assert "views" not in json.loads(without)
    assert again(without).views() == ()


def test_bytes_can_be_left_out() -> None:
    data = exported(sample(), Options(source_bytes=False))
    first, second = json.loads(data)["sources"]
    assert (first["kept"], second["kept"]) == ("text", "none")
    returned = again(data)
    assert list(returned.data) == [1]
    assert exported(returned) == data  # nor does a project without the bytes claim to have them


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_the_text_gives_back_files_with_a_byte_order_mark(encoding: str) -> None:
    import hashlib  # noqa: PLC0415 - only here

    project = sample()
    record, source = project.records[0], project.files[0]
    text = project.data[1].decode()
    data = ("\ufeff" + text).encode(encoding)
    sha256 = hashlib.sha256(data).hexdigest()
    dialogue = replace(record.dialogue, key=sha256[:20])
    turns = tuple(
        replace(x, turn=replace(x.turn, key=f"{sha256[:20]}:{x.turn.position}")) for x in record.turns
    )
    project = replace(
        project,
        records=[replace(record, dialogue=dialogue, turns=turns)],
        files=[replace(source, sha256=sha256, size=len(data), encoding=encoding, bom=True)],
        data={1: data},
    )
    written = exported(project)
    assert json.loads(written)["sources"][0]["kept"] == "text"
    assert again(written).data == {1: data}


def test_a_text_that_its_encoding_cannot_write_keeps_its_bytes() -> None:
    project = sample()
    project.files = [replace(project.files[0], encoding="ascii"), project.files[1]]
    assert json.loads(exported(project))["sources"][0]["kept"] == "data"


def test_tags_do_not_depend_on_the_order_of_rows() -> None:
    project = sample()
    record = project.records[0]
    turned = tuple(replace(item, turn=replace(item.turn, tags=item.turn.tags[::-1])) for item in record.turns)
    shuffled = replace(project, records=[replace(record, turns=turned), *project.records[1:]])
    assert exported(shuffled) == exported(project)


def test_tags_stand_in_the_order_of_the_codebook_and_of_the_text() -> None:
    tags = json.loads(exported(sample()))["dialogues"][0]["turns"][1]["tags"]
    assert [tag["facet"] for tag in tags] == ["stance", "stance", "topic", "phrase", "phrase", "note"]
    assert [tag.get("start") for tag in tags[3:5]] == [0, 2]


def test_not_labelled_yet_is_not_none_applies() -> None:
    turns = json.loads(exported(sample()))["dialogues"][0]["turns"]
    assert turns[0]["tags"] == []
    assert "stance.none" in {tag.get("label") for tag in turns[1]["tags"]}


def test_the_machines_finding_is_no_tag() -> None:
    turn = json.loads(exported(sample()))["dialogues"][0]["turns"][1]
    assert turn["detected_language"]["primary"] == "mixed"
    assert "language" not in {tag["facet"] for tag in turn["tags"]}


def test_text_stands_unescaped_and_one_turn_is_one_line() -> None:
    lines = exported(sample()).decode().splitlines()
    assert sum('"speaker":' in line for line in lines) == 4
    assert any("béx😀" in line for line in lines)


def test_the_received_text_can_be_rebuilt_from_the_export_alone() -> None:
    document = json.loads(exported(sample()))
    dialogue = document["dialogues"][0]
    parts = []
    for turn in dialogue["turns"]:
        text, shift = turn["text"], 0
        for step in turn.get("steps", []):  # taken back on the repaired text
            start = step["start"] + shift
            assert text[start : start + len(step["after"])] == step["after"]
            text = text[:start] + step["before"] + text[start + len(step["after"]) :]
        parts += [turn.get("lead", ""), text]
        assert text == turn.get("received", turn["text"])
    whole = "".join([*parts, dialogue["tail"]])
    assert whole.replace("\n", "\r\n").encode() == sample().data[1]
    assert (dialogue["engine"], dialogue["model"]) == ("engine 1", "f" * 64)
    decided = dialogue["turns"][2]["lead_steps"][0]
    assert decided["annotator"] in {person["key"] for person in document["annotators"]}


def test_the_number_of_dialogues_is_known_beforehand(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(exported(sample()))
    assert Export(path).dialogue_count == 2


def test_an_empty_project() -> None:
    data = exported(Project())
    assert json.loads(data)["dialogues"] == []
    assert exported(again(data)) == data


def test_progress_is_told_and_cancelling_heard() -> None:
    done: list[int] = []
    exported(sample(), Options(progress=done.append))
    assert done == [1, 2]
    with pytest.raises(Cancelled):
        exported(sample(), Options(cancelled=lambda: True))
