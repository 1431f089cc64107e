"""The command line's import of structured files."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from annotator.store import Project
from tests.test_cli import Run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


def turns(path: Path) -> list[tuple[str, str]]:
    with Project.open(path, read_only=True) as project:
        return [
            (turn.speaker, turn.text)
            for dialogue in project.dialogues.ids()
            for turn in project.turns.page(project.turns.ids(dialogue))
        ]


def test_columns_are_mapped_and_the_rest_is_guessed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("speaker,text,clean\nA,raw words,clean words\n", encoding="utf-8")
    assert run("import", tmp_path / "p.dap", tmp_path / "x.csv", "--map", "text=clean").status == 0
    assert turns(tmp_path / "p.dap") == [("A", "clean words")]
    assert run("check", tmp_path / "p.dap").status == 0
    sentence = run.fails("import", tmp_path / "q.dap", tmp_path / "x.csv", "--map", "text=gone")
    assert "there is no column “gone”; the columns are speaker, text, clean" in sentence
    assert not (tmp_path / "q.dap").exists()


def test_a_format_can_be_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.dat").write_text("speaker,text\nA,words\n", encoding="utf-8")
    assert run("import", tmp_path / "p.dap", tmp_path / "x.dat", "--format", "csv").status == 0
    assert turns(tmp_path / "p.dap") == [("A", "words")]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--format", "pdf"], "no format called “pdf”: there are text, json"),
        (["--map", "words=x"], "Say ROLE=COLUMN"),
        (["--map", "text"], "Say ROLE=COLUMN"),
    ],
)
def test_options_that_mean_nothing(run: Run, tmp_path: Path, options: list[str], words: str) -> None:
    said = " ".join(
        run.misused("import", tmp_path / "p.dap", tmp_path / "x", *options).replace("│", "").split()
    )
    assert words in said


def test_problems_are_printed_and_given_to_machines(run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.jsonl", '{"speaker": "A", "text": "Fine words."}\n{bad')
        archive.writestr("b.srt", "1\n00:00:01,000 --> 00:00:02,000\nHi.\n")
    ended = run("import", tmp_path / "p.dap", tmp_path / "x.zip")
    assert ended.status == 0
    assert ended.out.startswith("2 files imported")
    assert ended.err.startswith("x.zip/a.jsonl: line 2: it is no JSON")
    told = run("import", tmp_path / "q.dap", tmp_path / "x.zip", "--json").json
    assert (told["dialogues"], told["turns"]) == (2, 2)
    assert [one["file"] for one in told["problems"]] == ["x.zip/a.jsonl"]


def test_measuring_and_repairing_take_what_they_can(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "x.json").write_text(
        json.dumps([{"speaker": "A", "text": "你好, hello you"}]), encoding="utf-8"
    )
    (folder / "y.txt").write_text("[A]: hello\n", encoding="utf-8")
    measured = run("language", folder, "--json")
    assert measured.status == 0
    assert "x.json" in measured.out
    repaired = run("repair", folder, "--only-detect", "--json")
    assert repaired.status == 0
    assert "x.json" not in repaired.out, "the repair of files is for plain text"


def test_names_that_no_file_can_have_are_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    long = "n" * 300
    (tmp_path / "x.txt").write_text("[A]: hi\n", encoding="utf-8")
    for command in (
        ("import", tmp_path / f"{long}.dap", tmp_path / "x.txt"),
        ("import", tmp_path / "p.dap", tmp_path / f"{long}.txt"),
        ("import", tmp_path / "p.dap", tmp_path / f"{long}.json"),
        ("check", tmp_path / f"{long}.dap"),
        ("info", tmp_path / f"{long}.dap"),
        ("repair", tmp_path / f"{long}.txt", "--out", tmp_path / "out"),
        ("repair", tmp_path / "x.txt", "--out", tmp_path / long),
        ("repair", tmp_path / "x.txt", "--out", tmp_path / "out", "--report", tmp_path / f"{long}.json"),
    ):
        assert "file name too long" in run.fails(*command).casefold(), command
    assert not (tmp_path / "p.dap").exists()


def test_languages_may_be_left_for_later_and_every_command_says_so(run: Run, tmp_path: Path) -> None:
    for name, text in (("a", "[A]: 你好\n[B]: hello there\n"), ("b", "[A]: 好\n")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    project = tmp_path / "p.dap"
    assert run("import", project, tmp_path / "a.txt", "--languages-later").status == 0
    sentence = "p.dap: the languages of 2 turns have not been detected yet"
    for command in (("info", project), ("export", project, tmp_path / "x.csv")):
        assert sentence in run(*command).err
    assert run("info", project, "--json").json["languages_waiting"] == 2
    assert run("export", project, tmp_path / "y.json", "--json").json["languages_waiting"] == 2
    assert run("import", project, tmp_path / "b.txt").status == 0
    told = run("info", project, "--json")
    assert (told.json["languages_waiting"], told.err) == (0, "")
