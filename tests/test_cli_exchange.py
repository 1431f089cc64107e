"""What leaves a project on the command line, tags that come in, and completion."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from annotator.cli import commands, completing, main
from annotator.exporters import FORMATS
from annotator.store import Project
from tests.pictures.building import study
from tests.test_cli import TALK, Run

__all__ = ["run"]

ROOT = Path(__file__).parents[1]


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
    assert "Renamed: a label is called FACET: LABEL" in ended.out
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
    assert "The part a is there twice" in run.misused("split", project, tmp_path / "z", "--parts", "a=1,a=2")
    assert "b is no part with a share" in run.fails("split", project, tmp_path / "z", "--parts", "a=1,b=inf")
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


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("words", "offered"),
    [("agreement study.dap --facet to", "topic"), ("history study.dap --dialogue talk", r"talk\ 00")],
)
def test_bash_completes_names_and_quotes_them(run: Run, tmp_path: Path, words: str, offered: str) -> None:
    study(tmp_path / "study.dap")
    (tmp_path / "completion").write_text(run("completion", "bash").out)
    starter = tmp_path / "annotator"
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m annotator "$@"\n')
    starter.chmod(0o755)
    ask = f"""complete() {{ :; }}; . ./completion; COMP_WORDS=(annotator {words}) COMP_CWORD=4
        _annotator_completion ./annotator; echo "${{COMPREPLY[0]}}" """
    done = subprocess.run(
        ["bash", "-c", ask], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == f"{offered}\n"


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


def test_names_of_the_project_are_completed(tmp_path: Path) -> None:
    """Facets, annotators, dialogues, pictures, codebooks: what stands in the project that the line names."""
    path = str(study(tmp_path / "study.dap"))

    def offered(*words: str) -> list[str]:
        shell = ShellComplete(commands.cli, {}, "annotator", "_ANNOTATOR_COMPLETE")
        return [one.value for one in shell.get_completions(list(words[:-1]), words[-1])]

    assert offered("agreement", path, "--facet", "st") == ["stance"]
    assert offered("export", path, "out.csv", "--annotator", "B") == ["Ben"]
    assert offered("history", "--annotator", "Ada", path, "--dialogue", "talk 0")[0] == "talk 00"
    assert offered("history", "nothing.dap", "--annotator", "A") == []
    assert offered("history", __file__, "--annotator", "A") == []
    assert offered("plot", path, "tra") == ["trajectory", "transitions"]
    assert "agreement" in offered("codebook", "import", path, "ag")
    assert offered("import", path, "x", "--format", "textg") == ["textgrid"]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("unt", ["untagged:"]),
        ("label:stance.f", ["label:stance.favor"]),
        ("hello speaker:A is:sw", ["hello speaker:A is:switched"]),
        ("by:B", ["by:Ben"]),
        ("untagged:st", ["untagged:stance"]),
        ("speaker:B", ["speaker:B"]),
        ("lang:z", ["lang:zh"]),
        ('in:"talk 0', []),
        ("in:", [f'in:"talk {number:02}"' for number in range(8)]),
        ("about:", []),
        ("http://x", []),
    ],
)
def test_the_last_condition_of_a_filter_is_completed(
    tmp_path_factory: pytest.TempPathFactory, line: str, offered: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "filters.dap"
    if not path.exists():
        study(path)
    context = click.Context(commands.cli.commands["export"])
    context.params["project"] = path
    found = completing.where(context, commands.cli.commands["export"].params[0], line)
    assert [one.value for one in found] == offered
