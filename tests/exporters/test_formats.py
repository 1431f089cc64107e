"""The table of formats, JSON Lines, CSV, and files that appear whole or not at all."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.exporters import FORMATS, Options, csv_writer, format_of, replacing
from annotator.exporters.csv_writer import quoted, safe
from annotator.exporters.format_limits import LIMITS
from tests.exporters.projects import ANNA, BOT, Project, exported, projects, sample, tag


def written(project: Project, key: str) -> bytes:
    out = io.BytesIO()
    format_of(Path("x"), key).write(project, out, Options())
    return out.getvalue()


def rows(project: Project) -> list[dict[str, str]]:
    text = written(project, "csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


# --- the table --------------------------------------------------------------------------------


def test_formats_are_told_apart_by_key_and_by_ending() -> None:
    assert len({row.key for row in FORMATS}) == len(FORMATS)
    assert [row.key for row in FORMATS] == list(LIMITS)
    endings = [ending for row in FORMATS if row.by_ending for ending in row.extensions]
    assert len(set(endings)) == len(endings)
    assert format_of(Path("a/x.JSON")).key == "json"
    assert format_of(Path("x.ndjson")).key == "jsonl"
    assert format_of(Path("x.csv"), "json").key == "json"


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [
        ("x.txt", None, "no export format ends in '.txt'"),
        ("x", None, "'nothing'"),
        ("x.json", "xml", "'xml'"),
    ],
)
def test_an_unknown_format_is_refused_with_the_choice(name: str, key: str | None, words: str) -> None:
    with pytest.raises(UserError) as caught:
        format_of(Path(name), key)
    assert words in str(caught.value)
    assert ".json (json), .jsonl (jsonl), .csv (csv)" in str(caught.value)


def test_an_ending_of_several_formats_is_refused_with_their_names() -> None:
    with pytest.raises(UserError) as caught:
        format_of(Path("x.ZIP"))
    zipped = [row.key for row in FORMATS if ".zip" in row.extensions]
    assert caught.value.why == ".ZIP alone does not say which format is meant"
    assert caught.value.remedy == f"Name one with --format: {', '.join(zipped)}"


@settings(max_examples=30)
@given(projects())
def test_every_format_writes_every_project_the_same_way_twice(project: Project) -> None:
    for row in FORMATS:
        assert written(project, row.key) == written(project, row.key)


# --- JSON Lines -------------------------------------------------------------------------------


def test_lines_are_the_dialogues_of_the_document() -> None:
    lines = written(sample(), "jsonl").decode().splitlines()
    assert [json.loads(line) for line in lines] == json.loads(exported(sample()))["dialogues"]


# --- CSV --------------------------------------------------------------------------------------


def test_a_row_is_a_turn() -> None:
    project = sample()
    found = rows(project)
    turns = [turn.turn for record in project.records for turn in record.turns]
    assert [row["text"] for row in found] == [turn.text for turn in turns]
    assert [row["turn_key"] for row in found] == [turn.key for turn in turns]
    assert found[1] | {"gaps": "2", "speaker": "A", "detected_language": "mixed"} == found[1]
    assert found[2] | {"repairs": "1", "damage": "0", "detected_language": ""} == found[2]
    assert found[0]["source"] == "file 1.txt"


def test_answers_stand_by_name_under_facet_and_person() -> None:
    row = rows(sample())[1]
    assert row["stance (Anna 安娜)"] == "favor"
    assert row["stance_target (Anna 安娜)"] == "AI会有创造力"
    assert row["stance_intensity (Anna 安娜)"] == "2"
    assert row["stance_uncertain (Anna 安娜)"] == "yes"
    assert row["stance_note (Anna 安娜)"] == "hm\n"
    assert row["phrase (Anna 安娜)"] == "hedge; hedge"
    assert row["note (Anna 安娜)"] == "'=1+1"
    assert row["stance (tagger 1.2)"] == ""  # a suggestion that nobody has accepted
    assert not [name for name in row if name.startswith("quality")]  # of dialogues, not of turns


def test_one_person_needs_no_name_and_two_of_one_name_have_keys() -> None:
    project = replace(sample(), people=(ANNA,))
    assert rows(project)[1]["stance"] == "favor"
    twins = replace(sample(), people=(ANNA, replace(BOT, name=ANNA.name)))
    assert f"stance ({ANNA.name} {BOT.key})" in rows(twins)[1]


def test_empty_is_not_labelled_yet_and_none_is_an_answer() -> None:
    project = sample()
    record = project.records[0]
    first, second, *rest = record.turns
    none = replace(second, turn=replace(second.turn, tags=(tag(1, "stance", "stance.none"),)))
    project.records = [replace(record, turns=(first, none, *rest))]
    found = rows(replace(project, people=(ANNA,)))
    assert [row["stance"] for row in found[:2]] == ["", "none"]
    assert found[1]["stance_target"] == ""


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", " =1", "＝1"])
def test_a_cell_never_is_a_formula(text: str) -> None:
    assert safe(text) == f"'{text}"


@given(st.text())
def test_any_text_is_one_cell(text: str) -> None:
    project = sample()
    record = project.records[1]
    turn = replace(record.turns[0].turn, text=text, speaker=text)
    project.records = [replace(record, turns=(replace(record.turns[0], turn=turn),))]
    (row,) = rows(project)
    expected = text.replace("\0", "\ufffd")
    assert row["text"] in (expected, f"'{expected}")
    assert row["text"] == safe(text)


def test_numbers_stay_numbers() -> None:
    assert safe(-1) == -1
    assert csv_writer.BETWEEN == "; "


CELLS = ("", "plain", 'so "he" said', "one, two", "a\nb", "a\rb", " led", "'", "\t", "\u2028", "甲，乙")


def test_rows_put_together_as_text_are_those_of_a_writer_of_rows() -> None:
    row = io.StringIO(newline="")
    csv.writer(row, lineterminator="\r\n").writerow(CELLS)
    assert ",".join(map(quoted, CELLS)) + "\r\n" == row.getvalue()


# --- whole or not at all ----------------------------------------------------------------------


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    with replacing(path) as file:
        file.write(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert [item.name for item in tmp_path.iterdir()] == ["x.json"]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"old")

    def fail() -> None:
        with replacing(path) as file:
            file.write(b"new")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["x.json"]


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(UserError, match=r"x\.json cannot be written: no space left"),
        replacing(tmp_path / "x.json"),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert not list(tmp_path.iterdir())


def test_rights_of_the_old_file_are_kept_and_links_followed(tmp_path: Path) -> None:
    path, link = tmp_path / "x.json", tmp_path / "link.json"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    with replacing(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_name_as_long_as_the_system_allows(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".json")
    with replacing(path) as file:
        file.write(b"new")
    assert path.exists()


def test_no_place_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "project.dap").write_bytes(b"SQLite format 3\x00 and more")
    os.mkfifo(tmp_path / "pipe")
    for path, words in (
        (tmp_path, "it is a folder"),
        (tmp_path / "pipe", "not an ordinary file"),
        (tmp_path / "project.dap", "a project or a database"),
        (tmp_path / "none" / "x.json", "no such file or directory"),
    ):
        with pytest.raises(UserError, match=words), replacing(path):
            pytest.fail("nothing can be written there")
    assert (tmp_path / "project.dap").read_bytes().startswith(b"SQLite")
