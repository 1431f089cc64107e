"""What a source says about its speakers: it comes in, turns are found by it, and it goes out again."""

# ruff: noqa: E501 - rows stay whole
from __future__ import annotations

import contextlib
import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import codebooks
from annotator.errors import UserError
from annotator.exchange import export_project
from annotator.model import Annotator, TurnFilter
from annotator.pipeline.import_files import import_paths
from annotator.store import Project, schema
from tests.importers.reading import read

MEI = Annotator("00000000-0000-7000-8000-000000000001", "Mei")
TABLE = (
    "session,speaker,speaker_age,L1,speaker_role,text,mood\n"
    "1,Ann,31,German,host,Hi there.,good\n1,Bob,40,,guest,Yo.,bad\n1,Ann,31,German,host,So?,bad\n2,Cat,9,German,,Ok.,good\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "x.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "t.txt").write_text("[A]: hi\n[B]: yo\n", encoding="utf-8")
    with Project.create(tmp_path / "p.dap", codebook=codebooks.default(), annotator=MEI) as made:
        assert import_paths(made, [tmp_path / "x.csv", tmp_path / "t.txt"], workers=0).failed == ()
        yield made


def found(project: Project, line: str) -> list[str]:
    wanted = project.search.read_filter(line)
    return [project.turns.page([turn])[0].text for turn, _ in project.search.matching(wanted)]


def test_columns_about_speakers_become_their_attributes() -> None:
    first, second = read("x.csv", TABLE).dialogues
    assert first.meta["speakers"] == {
        "Ann": {"age": "31", "L1": "German", "role": "host"}, "Bob": {"age": "40", "role": "guest"}
    }  # fmt: skip
    assert second.meta["speakers"] == {"Cat": {"age": "9", "L1": "German"}}
    assert first.turns[0].meta["fields"] == {
        "speaker_age": "31",
        "L1": "German",
        "speaker_role": "host",
        "mood": "good",
    }
    changing = TABLE.replace("So?,bad", "So?,bad").replace(
        "1,Ann,31,German,host,So?", "1,Ann,32,German,host,So?"
    )
    assert read("x.csv", changing).dialogues[0].meta["speakers"] == {
        "Ann": {"L1": "German", "role": "host"}, "Bob": {"role": "guest"}
    }  # fmt: skip
    records = [
        {"speaker": {"name": "Ann", "gender": "f"}, "text": "Hi."},
        {"speaker": {"name": "Bob", "gender": "m"}, "text": "Yo."},
    ]
    made = read("x.json", json.dumps(records))
    assert made.dialogues[0].meta["speakers"] == {"Ann": {"gender": "f"}, "Bob": {"gender": "m"}}


def test_turns_are_found_by_who_says_them(project: Project) -> None:
    assert project.search.speaker_attributes() == (
        "L1=German", "age=31", "age=40", "age=9", "role=guest", "role=host"
    )  # fmt: skip
    assert found(project, "about:L1=German") == ["Hi there.", "So?", "Ok."]
    assert found(project, "about:l1=german about:age=40") == ["Hi there.", "Yo.", "So?", "Ok."]
    assert found(project, "about:L1=German ok") == ["Ok."]
    assert project.search.read_filter("about:age=31") == TurnFilter(attributes=("age=31",))
    with pytest.raises(UserError, match="no attribute of a speaker “age=7”; known are L1=German, age=31"):
        project.search.read_filter("about:age=7")


def test_attributes_of_a_file_of_the_first_version_get_their_table(tmp_path: Path) -> None:
    path = tmp_path / "old.dap"
    said = {"Ann": {"age": 31, "native": True, "left": None, "tags": [1, 2], "L1": "German"}, "Bob": {}}
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(schema.STEPS[0])
        old.executescript(f"PRAGMA application_id = {schema.APPLICATION_ID}; PRAGMA user_version = 1")
        old.execute("INSERT INTO project VALUES (1, 'k', '', '', '', '', 1, '[]', '[]', 1, 1, NULL)")
        old.execute("INSERT INTO source VALUES (1, 'x', 'x', 0, 'utf-8', 'detected', 1, '', 0, 0, '', 0)")
        metas = (
            {"speakers": said},
            {"speakers": said, "a": 1},
            {"speakers": ["Ann"]},
            {"speakers": {"Ann": 1}},
            None,
        )
        for number, meta in enumerate(metas):
            old.execute(
                "INSERT INTO dialogue VALUES (?, ?, 1, ?, '', 'live', 0, 0, 0, 0, '', '', '[]', '', '', ?)",
                (number + 1, str(number), number, meta and json.dumps(meta)),
            )
        old.commit()
    with Project.open(path, annotator=MEI) as project:
        known = {"Ann": said["Ann"]}
        assert [dict(one.meta) for one in project.dialogues.page(project.dialogues.ids())] == [
            {"speakers": known}, {"speakers": known, "a": 1}, {"speakers": ["Ann"]}, {"speakers": {"Ann": 1}}, {}
        ]  # fmt: skip
        assert project.search.speaker_attributes() == ("L1=German", "age=31", "native=1")


def test_attributes_go_out(project: Project, tmp_path: Path) -> None:
    export_project(project, tmp_path / "x.csv.out.csv", format="csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "x.csv.out.csv").read_text(encoding="utf-8-sig"))))
    assert {row["speaker"]: row["speaker_about"] for row in rows} == {
        "Ann": "age=31; L1=German; role=host", "Bob": "age=40; role=guest", "Cat": "age=9; L1=German", "A": "", "B": ""
    }  # fmt: skip
    export_project(project, tmp_path / "c.zip", format="convokit")
    with zipfile.ZipFile(tmp_path / "c.zip") as archive:
        people = json.loads(archive.read("corpus/speakers.json"))
    assert sorted(str(one["meta"].get("age")) for one in people.values()) == ["31", "40", "9", "None", "None"]
    export_project(project, tmp_path / "j.json")
    with Project.create(tmp_path / "q.dap", codebook=codebooks.default(), annotator=MEI) as other:
        assert import_paths(other, [tmp_path / "c.zip"], workers=0).failed == ()
        assert "age=31" in other.search.speaker_attributes(), "and come in again"
