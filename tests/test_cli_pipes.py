"""Commands in a pipe: data to standard output and other streams, reports elsewhere, or none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli import terminal
from annotator.core.resources import resource
from annotator.errors import UserError
from annotator.store import Project
from tests.test_cli import Run

TALK = "[A]: one\n[B]: two\n"
TAGS = "turn_key,facet,label,annotator\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "talk.txt").write_text(TALK)
    path = tmp_path / "study.dap"
    assert run("import", path, tmp_path / "talk.txt").status == 0
    return path


def piped(*words: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "annotator", *map(str, words)]
    return subprocess.run(command, input=given, capture_output=True, check=False, timeout=280)


def test_an_export_goes_to_standard_output_and_its_report_to_stderr(
    run: Run, project: Path, tmp_path: Path
) -> None:
    assert run("export", project, tmp_path / "out.csv").status == 0
    for name in ("-", "/dev/stdout") if sys.platform != "win32" else ("-",):
        ended = piped("export", project, name, "--format", "csv")
        assert ended.returncode == 0
        assert ended.stdout == (tmp_path / "out.csv").read_bytes()
        assert b"2 turns" in ended.stderr
    quiet = piped("export", project, "-", "--format", "csv", "--quiet")
    assert (quiet.stdout, quiet.stderr) == (ended.stdout, b"")
    machine = piped("export", project, "-", "--format", "csv", "--json")
    assert machine.stdout == ended.stdout
    assert json.loads(machine.stderr)["turns"] == 2
    assert not (tmp_path / "-").exists()


def test_tables_go_to_standard_output_and_what_is_said_to_stderr(
    run: Run, project: Path, tmp_path: Path
) -> None:
    for words in (("history", project), ("language", project), ("speakers", "list", project)):
        assert run(*words, "--csv", tmp_path / "table.csv").status == 0
        ended = run(*words, "--csv", "-")
        assert ended.status == 0
        assert ended.out.encode() == (tmp_path / "table.csv").read_bytes(), words
    assert ended.err == "2 rows written to -\n"
    machine = run("speakers", "list", project, "--csv", "-", "--json")
    assert machine.out == ended.out
    assert json.loads(machine.err)[0]["name"] == "A"
    assert not Path("-").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in the file system")
def test_an_export_goes_into_a_named_pipe(project: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [sys.executable, "-m", "annotator", "export", str(project), str(pipe), "--format", "jsonl", "-q"]
    ) as process:
        lines = pipe.read_text(encoding="utf-8").splitlines()
    assert process.returncode == 0
    assert [json.loads(line)["title"] for line in lines] == ["talk"]


def test_a_stream_has_no_ending_that_tells_the_format(run: Run, project: Path) -> None:
    assert "--format" in run.fails("export", project, "-")


def test_a_stream_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"x")
    with pytest.raises(UserError, match="cannot be written"):
        terminal.pour(tmp_path / "data", tmp_path / "none" / "there")
    assert not terminal.is_stream(tmp_path / "data")
    assert not terminal.is_stream(tmp_path / "none")


def test_schemas_are_printed_as_they_are_published(tmp_path: Path) -> None:
    for words, name in (
        (("schema",), "dialogue-annotator-1"),
        (("schema", "codebook"), "dialogue-annotator-codebook-1"),
    ):
        assert piped(*words).stdout == resource("schemas", f"{name}.schema.json").read_bytes()


def test_nothing_in_is_nothing_out(tmp_path: Path) -> None:
    ended = piped("repair", "-", "--report", tmp_path / "report.json")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    assert json.loads((tmp_path / "report.json").read_text())["files"] == []


def test_quiet_commands_say_only_what_went_wrong(run: Run, project: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("[A]: cafÃ©\n", encoding="utf-8")
    commands: list[tuple[str | Path, ...]] = [
        ("import", project, tmp_path / "bad.txt"),
        ("export", project, tmp_path / "out.json"),
        ("repair", tmp_path / "bad.txt", "--out", tmp_path / "repaired"),
        ("packets", project, tmp_path / "packets", "--annotator", "Ada"),
        ("codebook", "export", project, tmp_path / "book.json"),
    ]
    for words in commands:
        ended = run(*words, "--quiet")
        assert (ended.status, ended.out, ended.err) == (0, "", ""), words
    assert "cannot" in run.fails("export", project, tmp_path, "--format", "csv", "-q")
    loud = run("export", project, tmp_path / "out.json")
    assert "2 dialogues" in loud.out, "the next command speaks again"
    assert "--quiet" not in run("info", "--help").out
    assert "--quiet" in run("codebook", "import", "--help").out


def test_tags_without_a_place_end_with_one_unless_they_are_allowed(
    run: Run, project: Path, tmp_path: Path
) -> None:
    with Project.open(project, read_only=True) as opened:
        key = opened.dialogues.page(opened.dialogues.ids())[0].key
    tags = tmp_path / "tags.csv"
    tags.write_text(f"{TAGS}{key}:0,stance,stance.favor,Ada\n{key}:9,stance,stance.favor,Ada\n")
    assert "--allow-missing" in run("import-tags", project, tags).err
    ended = run("import-tags", project, tags)
    assert (ended.status, ended.out) == (
        1,
        "0 tags read in, 1 known already, 0 answered otherwise already\n",
    )
    assert run("import-tags", project, tags, "--allow-missing").status == 0


def test_open_facets_take_new_labels_where_that_is_asked_for(run: Run, project: Path, tmp_path: Path) -> None:
    with Project.open(project, read_only=True) as opened:
        key = opened.dialogues.page(opened.dialogues.ids())[0].key
        assert opened.codebook.read().facet("topic").open
        assert not opened.codebook.read().facet("stance").open
    tags = tmp_path / "tags.csv"
    rows = (f"{key}:0,topic,Wéather,Ada", f"{key}:1,topic,Ｗéather,Ada", f"{key}:1,stance,unheard of,Ada")
    tags.write_text(TAGS + "\n".join(rows) + "\n", encoding="utf-8")
    assert run("import-tags", project, tags).status == 1
    ended = run("import-tags", project, tags, "--new-labels", "--allow-missing", "--json")
    assert ended.status == 0
    assert (ended.json["added"], ended.json["new_labels"]) == (2, ["Wéather"])
    assert len(ended.json["without_a_place"]) == 1
    assert run("import-tags", project, tags, "--new-labels", "--allow-missing", "--json").json["known"] == 2
    with Project.open(project) as opened:
        assert [x.name for x in opened.codebook.read().facet("topic").labels].count("Wéather") == 1
        opened.history.undo()
        assert "Wéather" not in [x.name for x in opened.codebook.read().facet("topic").labels]


def test_a_table_of_speakers_is_no_formula_and_comes_back_as_it_was(run: Run, tmp_path: Path) -> None:
    talk, project, table = tmp_path / "talk.txt", tmp_path / "t.dap", tmp_path / "people.csv"
    talk.write_text("[=A1]: hello\n[B]: hi\n[=A1]: so\n[B]: yes\n", encoding="utf-8")
    assert run("import", project, talk).status == 0
    assert run("speakers", "list", project, "--csv", table).status == 0
    assert "\n'=A1," in table.read_text(encoding="utf-8-sig")
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    table.write_text(
        "\n".join([f"{lines[0]},role", *(f"{line},'=host" for line in lines[1:])]), encoding="utf-8"
    )
    ended = run("speakers", "import", project, table, "--json")
    assert ended.status == 0, ended.err
    said = json.loads(run("speakers", "list", project, "--json").out)
    assert [(one["name"], one["about"]) for one in said if one["name"].startswith("=")] == [
        ("=A1", {"role": ["=host"]})
    ]
