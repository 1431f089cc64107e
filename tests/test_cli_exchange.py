"""What leaves a project on the command line, tags that come in, and completion."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli import commands, main
from annotator.exporters import FORMATS
from annotator.store import Project
from tests.test_cli import TALK, Run

__all__ = ["run"]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(
            TALK.replace("fine", f"fine {number} " + "xyz"[number % 3] * 60)
        )
    path = tmp_path / "study.dap"
    assert run("import", path, folder, "--jobs", "0").status == 0
    with Project.open(path) as opened:
        for dialogue in opened.dialogues.ids():
            turns = opened.turns.ids(dialogue)
            opened.tags.add(turns[:1], "stance.favor", intensity=2)
            opened.tags.add(turns[1:], "stance.none")
            opened.tags.set_fields(turns[:1], "stance", note="because")
    return path


def test_the_report_says_what_was_lost_and_renamed(run: Run, project: Path, tmp_path: Path) -> None:
    ended = run("export", project, tmp_path / "x.jsonl", "--format", "doccano")
    assert (ended.status, ended.err) == (0, "")
    assert "and read back" in ended.out
    assert "12 intensities, 12 notes on tags" in ended.out
    assert "Otherwise named: a label is called FACET: LABEL" in ended.out
    found = run("export", project, tmp_path / "x.jsonl", "--format", "doccano", "--json").json
    assert found["lost"]["notes"] == 12
    assert (found["checked"], found["left_out"], found["key"]) == (True, [], None)


def test_a_part_of_a_project(run: Run, project: Path, tmp_path: Path) -> None:
    with Project.open(project) as opened:
        name = opened.annotator.name
    path = tmp_path / "x.csv"
    assert run("export", project, path, "--where", "label:stance.favor", "--json").json["turns"] == 12
    assert run("export", project, path, "--annotator", name, "--no-machine", "--json").json["tags"] == 36
    assert "Nobody in the project is called Zoe" in run.fails("export", project, path, "--annotator", "Zoe")
    assert "no received text alone" in run.fails("export", project, tmp_path / "x.json", "--text", "received")
    run.fails("export", project, path, "--where", "nothing:like:this:exists /(/")


def test_an_anonymous_export_says_where_its_key_is(run: Run, project: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("fine\n")
    ended = run("export", project, tmp_path / "x.csv", "--words", words)
    assert ended.status == 0
    assert "12 words replaced; only" in ended.out
    assert (tmp_path / "study.key.json").exists()
    assert "fine" not in (tmp_path / "x.csv").read_text()
    run("export", project, tmp_path / "y.csv", "--anonymise", "--key", tmp_path / "other.json")
    assert (tmp_path / "other.json").exists()
    words.write_bytes(b"\xff")
    assert "not UTF-8" in run.fails("export", project, tmp_path / "x.csv", "--words", words)
    assert "cannot be read" in run.fails("export", project, tmp_path / "x.csv", "--words", tmp_path / "none")


def test_split(run: Run, project: Path, tmp_path: Path) -> None:
    ended = run("split", project, tmp_path / "parts", "--stratify", "stance", "--alike", "2")
    assert ended.status == 0, ended
    assert "train.jsonl: 10 dialogues" in ended.out
    assert "stance.favor 10" in ended.out
    found = run(
        "split", project, tmp_path / "two", "--parts", "a=1,b=1", "--format", "csv", "--alike", "2", "--json"
    ).json
    assert [part["dialogues"] for part in found["parts"]] == [6, 6]
    assert (tmp_path / "two" / "a.csv").exists()
    assert "Write parts so" in run.misused("split", project, tmp_path / "z", "--parts", "a=b")
    assert "exists already" in run.fails("split", project, tmp_path / "two")


def test_tags_come_in(run: Run, project: Path, tmp_path: Path) -> None:
    with Project.open(project, read_only=True) as opened:
        key = opened.dialogues.page(opened.dialogues.ids())[0].key
    rows = tmp_path / "x.csv"
    rows.write_text(f"turn_key,label\n{key}:0,against\n" + "gone:0,against\n" * 25)
    ended = run("import-tags", project, rows, "--as", "Cleo", "--allow-missing")
    assert ended.status == 0
    assert "1 tag of Cleo read in, 0 known already" in ended.out
    assert "passed over: line 3: the project has no turn 'gone:0'" in ended.err
    assert "passed over: 5 more" in ended.err
    found = run("import-tags", project, rows, "--as", "model 1", "--predictions", "--json").json
    assert (found["added"], len(found["without_a_place"])) == (1, 25)
    with Project.open(project, read_only=True) as opened:
        tags = opened.records.one(opened.dialogues.ids()[0]).turns[0].turn.tags
    assert {tag.origin for tag in tags} == {"human", "imported", "suggested"}
    out = tmp_path / "part.csv"
    for where in ("by:Cleo", "by:cleo label:stance.against", 'by:"model 1"'):
        assert run("export", project, out, "--where", where, "--json").json["turns"] == 1
    # The tags of programs are suggestions, which no filter finds that does not name the program.
    assert run("export", project, out, "--where", "label:against", "--json").json["turns"] == 1
    narrowed = ("--annotator", "Cleo", "--json")
    assert run("export", project, out, "--where", "untagged:stance", *narrowed).json["turns"] == 35
    for wrong, why in (
        ("label:stance.for", "there is no label “stance.for”; known are stance.favor, "),
        ("by:Zoe", "there is no annotator “Zoe”; known are "),
        ("labl:x", "there is no condition “labl:”, there are speaker:, label:, "),
    ):
        assert why in run.fails("export", project, out, "--where", wrong)
    rows.write_text("turn_key,label\ngone:0,against\n")
    status = main(["import-tags", str(project), str(rows), "--as", "Cleo"])
    assert status == 1


def test_all_formats_are_listed(run: Run) -> None:
    out = run("formats").out
    assert all(f"\n{row.key} " in f"\n{out}" for row in FORMATS)
    assert {row["key"] for row in run("formats", "--json").json} == {row.key for row in FORMATS}


# --- completion -------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(run: Run, shell: str) -> None:
    assert "_ANNOTATOR_COMPLETE" in run("completion", shell).out


def completed(line: str) -> list[str]:
    """What bash would offer, by a process as the shell starts one."""
    count = len(line.split(" ")) - 1
    asked = {"_ANNOTATOR_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(count)}
    done = subprocess.run(
        [sys.executable, "-m", "annotator"],
        env=os.environ | asked,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return [row.partition(",")[2] for row in done.stdout.splitlines()]


def test_commands_options_and_formats_are_completed() -> None:
    assert completed("annotator imp") == ["import", "import-tags"]
    assert "--where" in completed("annotator export --w")
    assert completed("annotator export x.dap y --format conv") == ["convokit"]
    assert len(commands.cli.commands) >= 10
    assert json.dumps(sorted(commands.cli.commands))
