"""Every command of README and docs does what it is there for: it is run, or what it names is looked for."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

import annotator
from annotator import cli
from annotator.cli.commands import cli as program
from annotator.exchange import export_project
from annotator.pictures import available
from annotator.store import Project
from tests.docs.commands import ROOT, Command, commands
from tests.pictures.building import study

ALL = commands()
OWN = [one for one in ALL if one.line.startswith("annotator ")]
OTHERS = [one for one in ALL if not one.line.startswith("annotator ")]
# What stands for something of the reader's; file names and labels differ from page to page.
STANDS_FOR = {
    "PROJECT": "study.dap", "PROJECT…": "study.dap", "PILOT…": "study.dap", "PACKET…": "packets",
    "FOLDER": "new-folder", "DIR": "new-folder", "NAME…": "Ada", "KEY": "stance", "LABEL…": "stance.favor",
}  # fmt: skip
OF_COMMANDS = {
    ("export", "FILE"): "study.jsonl", ("export", "KEY"): "jsonl", ("import-tags", "FILE"): "tags.csv",
    ("import", "FILES…"): "texts", ("language", "FILES"): "texts", ("language", "FILE"): "figures.csv",
    ("recover", "DAMAGED"): "study.dap", ("recover", "NEW"): "saved.dap", ("import-tags", "NAME"): "Anna",
    ("diff", "A"): "study.dap", ("diff", "B"): "before.dap", ("agreement", "PACKET"): "decided.dap",
}  # fmt: skip
NAMED = "Ann: hello\nBen: well, hello\nAnn: It rains. So you say it does.\nBen: it does\n"
TALK = "[A]: 你好, shall we?\n[B]: 好的\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the commands of the pages find where they are typed."""
    place = tmp_path_factory.mktemp("desk")
    for folder in ("transcripts", "texts", "damaged", "seeds"):
        (place / folder).mkdir()
        (place / folder / "talk.txt").write_text(TALK, "utf-8")
    (place / "damaged" / "cafe.txt").write_text("[A]: cafÃ© dÃ©jÃ  vu\n", "utf-8")
    (place / "received.txt").write_text("cafÃ©\n", "utf-8")
    (place / "answers.csv").write_text("utterance,who\nhello there,A\nyes indeed,B\n", "utf-8")
    cue = "00:00:0{0},000 --> 00:00:0{1},000\n{2}\n\n"
    words = ("Dr. Vos: Welcome, everyone.", "- Thank you.", "Anna: It began late.", "Dr. Vos: So it did.")
    said = "".join(f"{n}\n" + cue.format(n, n + 1, text) for n, text in enumerate(words, 1))
    (place / "talk.srt").write_text(said, "utf-8")
    study(place / "study.dap")
    with annotator.edit(place / "study.dap", annotator="Ada (retest)") as again:
        again.tag(again.turns(), "stance.favor")
        (place / "named").mkdir()
        (place / "named" / "talk.txt").write_text(NAMED, "utf-8")
        assert again.import_files(place / "named" / "talk.txt").turns == 4
    shutil.copy(place / "study.dap", place / "decided.dap")
    with annotator.edit(place / "decided.dap", annotator="Mei (adjudication)") as decided:
        decided.tag(decided.turns(), "stance.favor")
    with Project.open(place / "study.dap", read_only=True) as project:
        key = project.turns.page(project.turns.ids(project.dialogues.ids()[0]))[0].key
        export_project(project, place / "study.json")
        export_project(project, place / "out.jsonl", format="doccano")
    (place / "tags.csv").write_text(f"turn_key,stance\n{key},favor\n", "utf-8")
    for name in ("before.dap", "theirs.dap"):
        shutil.copy(place / "study.dap", place / name)
    assert cli.main(["codebook", "export", str(place / "study.dap"), str(place / "book.json")]) == 0
    packets = ["packets", str(place / "study.dap"), str(place / "packets"), "--annotator", "Dora"]
    assert cli.main(packets) == 0
    return place


def has_shell(line: str) -> bool:
    """Whether a command has a pipe or a file for the shell; a bar in the form of a command is "or"."""
    return re.search(r" [<>|]{1,2} ", line) is not None and "…" not in line


def words_of(command: Command) -> list[str]:
    """The words to run; of a form of a command those that cannot be left out."""
    line = re.sub(r"\[[^]]*\]", "", command.line).partition(" | ")[0]
    words = shlex.split(line)[1:]
    return [OF_COMMANDS.get((words[0], word), STANDS_FOR.get(word, word)) for word in words]


def command_of(words: list[str]) -> click.Command:
    """The command that words begin with."""
    found: click.Command = program
    while isinstance(found, click.Group) and words:
        found = found.commands[words.pop(0)]
    return found


@pytest.mark.parametrize("command", OWN, ids=lambda one: f"{one.page}: {one.line}")
def test_a_command_is_understood(command: Command) -> None:
    words = [word.strip("[]") for word in shlex.split(re.sub(r"[<>|].*", "", command.line))[1:]]
    known = {
        name for option in command_of(words[:]).params for name in (*option.opts, *option.secondary_opts)
    }
    asked = {word for word in words if word.startswith("-") and word != "-"}
    assert asked <= known


@pytest.mark.parametrize("command", OWN, ids=lambda one: f"{one.page}: {one.line}")
def test_a_command_does_its_job(
    command: Command, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if has_shell(command.line):
        pytest.skip("the shell has a part in it: see below")
    words = words_of(command)
    if len(words) == 1 and any(one.required for one in command_of(words[:]).params):
        return  # only the name of a command, which is there
    if words[0] == "plot" and words[1:] == []:
        return
    if words[0] == "plot" and "--list" not in words and not available():
        pytest.skip("matplotlib is not installed")
    place = tmp_path / "desk"
    shutil.copytree(desk, place)
    if "packets" in words[0]:
        shutil.rmtree(place / "packets")
    if words[:2] == ["export", "study.dap"] or words[:2] == ["codebook", "export"]:
        (place / words[-1]).unlink(missing_ok=True)
    monkeypatch.chdir(place)
    assert cli.main(words) == 0


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="needs a shell of Unix")
def test_commands_with_a_shell_do_their_jobs(desk: Path, tmp_path: Path) -> None:
    lines = [one.line for one in OWN if has_shell(one.line)]
    assert len(lines) >= 5
    place = tmp_path / "desk"
    shutil.copytree(desk, place)
    (place / ".config/fish/completions").mkdir(parents=True)
    starter = tmp_path / "bin" / "annotator"
    starter.parent.mkdir()
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m annotator "$@"\n', "utf-8")
    starter.chmod(0o755)
    path = f"{starter.parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"HOME": str(place), "PATH": path, "PYTHONPATH": str(ROOT)}
    script = "set -eu\n" + "\n".join(lines)
    done = subprocess.run(
        ["bash", "-c", script], cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (place / "repaired.txt").read_text("utf-8") == "café\n"
    assert "_ANNOTATOR_COMPLETE" in (place / ".bashrc").read_text("utf-8")
    assert done.stdout.startswith("\ufeffsource,dialogue")


@pytest.mark.parametrize("command", OTHERS, ids=lambda one: f"{one.page}: {one.line}")
def test_what_other_commands_name_is_there(command: Command) -> None:
    """Builds and measurements take too long to be run here: what they name is looked for."""
    words = re.sub(r"\{(\w+)(,\w+)*\}", r"\1", command.line).split()
    if words[0] == "./dev":
        assert len(words) == 1 or words[1] in (ROOT / "dev").read_text("utf-8")
        if words[1:2] == ["bench"] and words[2:] and not words[2].startswith("-") and words[2] != "NAME":
            assert (ROOT / "tests" / "benchmarks" / f"bench_{words[2]}.py").exists()
        return
    if "-m" in words:
        assert importlib.util.find_spec(words[words.index("-m") + 1])
    files = [word for word in words if re.match(r"(packaging|tests|docs|resources)/", word)]
    for word in files:
        assert list(ROOT.glob(word)), word
    programs = [ROOT / word for word in files if word.endswith(".py")]
    options = [word for word in words if word.startswith("--")]
    if programs:
        text = programs[0].read_text("utf-8")
        assert [option for option in options if f'"{option}"' not in text and f" {option}" not in text] == []
