"""The command line: what it prints, what it writes, how it ends."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from click.testing import CliRunner

import annotator
from annotator import cli
from annotator.cli import commands, current_person, exit_status, main, terminal
from annotator.cli.window_request import OpenRequest, open_request
from annotator.core.progress import Progress
from annotator.errors import Cancelled, UserError
from annotator.exchange import export_project
from annotator.store import Project

TALK = "[A]: 你好, how are you?\n[B]: I’m fine  thanks.\n[A]: 好的！\n"
BROKEN = "[A]: cafÃ© dÃ©jÃ  vu\r\n[B]: wasnâ€™t\r\n"


@dataclass
class Ended:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Run:
    """Runs command lines in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Ended:
        status = main([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        return Ended(status, out, err)

    def fails(self, *arguments: str | Path) -> str:
        """The one sentence a command that cannot do its job leaves."""
        ended = self(*arguments)
        assert ended.status == 1, ended
        assert ended.err.count("\n") == 1
        assert "Traceback" not in ended.err
        return ended.err

    def misused(self, *arguments: str | Path) -> str:
        ended = self(*arguments)
        assert (ended.status, ended.out) == (2, "")
        return ended.err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "sub").mkdir(parents=True)
    (folder / "clean.txt").write_bytes(TALK.encode())
    (folder / "sub" / "broken.txt").write_bytes(BROKEN.encode())
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture
def project(run: Run, texts: Path, tmp_path: Path) -> Path:
    path = tmp_path / "study.dap"
    assert run("import", path, texts).status == 0
    return path


# --- import -----------------------------------------------------------------------------------


def test_import_makes_the_project_and_knows_files_again(run: Run, texts: Path, tmp_path: Path) -> None:
    path = tmp_path / "study.dap"
    ended = run("import", path, texts)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("2 files imported, 0 known already")
    assert ended.out.endswith("1 other passed over\nPassed over: picture.png\n")
    again = run("import", path, texts, "--json")
    assert again.json == {
        "project": str(path),
        "added": [],
        "known": ["clean.txt", "sub/broken.txt"],
        "restored": [],
        "failed": [],
        "skipped": 1,
        "skipped_files": ["picture.png"],
        "dialogues": 0,
        "turns": 0,
        "problems": [],
        "questions": [],
        "left_out": [],
        "undeclared_languages": {},
    }
    with Project.open(path, read_only=True) as opened:
        assert opened.name == "study"
        assert [one.key for one in opened.people.all()] == [current_person.person().key]


def test_import_takes_encoding_rule_name_and_jobs(run: Run, tmp_path: Path) -> None:
    path, text = tmp_path / "study.dap", tmp_path / "x.txt"
    text.write_bytes("甲-你好\n乙-好\n".encode("gb18030"))
    pattern = r"^(?P<speaker>[甲乙])-"
    ended = run(
        "import", path, text, "--encoding", "gb18030", "--rule", pattern, "--name", "Pilot", "--jobs", "0"
    )
    assert ended.status == 0
    with Project.open(path, read_only=True) as opened:
        assert opened.name == "Pilot"
        assert opened.sources.all()[0].encoding_origin == "chosen"
        turns = opened.turns.page(opened.turns.ids(opened.dialogues.ids()[0]))
        assert [turn.speaker for turn in turns] == ["甲", "乙"]


def test_import_refuses_what_it_cannot_mean(run: Run, texts: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.dap"
    assert "no encoding called" in run.misused("import", path, texts, "--encoding", "klingon")
    assert "Known rules: brackets" in run.misused("import", path, texts, "--rule", "(")
    assert "Missing argument" in run.misused("import", path)
    assert "a new one ends in .dap" in run.fails("import", tmp_path / "x.txt", texts)
    assert not path.exists()


def test_import_says_which_files_could_not_be_read(run: Run, texts: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.dap"
    (texts / "empty.txt").write_bytes(b"")
    words = run.fails("import", path, texts)
    assert words.startswith("empty.txt could not be imported: this file is empty")
    assert path.exists()  # the others came in
    assert run.fails("import", path, texts / "empty.txt", "none.txt").startswith(
        "2 files could not be imported"
    )
    ended = run("import", path, texts, "--json")
    assert ended.status == 1
    assert [one["file"] for one in ended.json["failed"]] == ["empty.txt"]


def test_a_project_that_nothing_came_into_is_not_left(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.dap"
    assert run.fails("import", path, tmp_path / "none.txt").startswith("none.txt cannot be read")
    (tmp_path / "empty").mkdir()
    assert "nothing to import" in run.fails("import", path, tmp_path / "empty")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["empty"]


def test_an_export_becomes_a_project(run: Run, project: Path, tmp_path: Path) -> None:
    first, second, new = tmp_path / "a.json", tmp_path / "b.json", tmp_path / "new.dap"
    assert run("export", project, first).status == 0
    ended = run("import", new, first, "--json")
    assert ended.json["dialogues"] == 2
    assert run("export", new, second).status == 0
    assert first.read_bytes() == second.read_bytes()
    assert "exists already" in run.fails("import", new, first)
    assert "together with other files" in run.fails("import", tmp_path / "c.dap", first, project)


# --- export, check, info, formats -------------------------------------------------------------


def test_export_by_ending_and_by_format(run: Run, project: Path, tmp_path: Path) -> None:
    ended = run("export", project, tmp_path / "x.csv")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("2 dialogues, 5 turns and 0 tags written to")
    assert "Not in it: received text" in ended.out
    told = run("export", project, tmp_path / "x.txt", "--format", "jsonl", "--no-source-bytes", "--json").json
    assert (told["format"], told["turns"]) == ("jsonl", 5)
    assert told["bytes"] == (tmp_path / "x.txt").stat().st_size
    assert len((tmp_path / "x.txt").read_bytes().splitlines()) == 2


def test_export_refuses_in_words(run: Run, project: Path, tmp_path: Path) -> None:
    assert "no export format ends in '.xyz'" in run.fails("export", project, tmp_path / "x.xyz")
    assert "there is no such file" in run.fails("export", tmp_path / "none.dap", tmp_path / "x.json")
    assert "no such file or directory" in run.fails("export", project, tmp_path / "none" / "x.json")
    assert "a project or a database" in run.fails("export", project, project, "--format", "json")


def test_check_of_a_sound_project(run: Run, project: Path) -> None:
    assert run("check", project).out.startswith("study.dap is sound")
    assert run("check", project, "--json").json == {"project": str(project), "sound": True, "problems": []}


def test_check_of_a_project_that_somebody_altered(run: Run, project: Path) -> None:
    import sqlite3  # noqa: PLC0415 - to do the damage

    with sqlite3.connect(project) as connection:
        connection.execute("UPDATE turn SET text = 'other', received = NULL WHERE id = 1")
    connection.close()
    ended = run("check", project)
    assert ended.status == 1
    assert "study.dap is not sound" in ended.err
    assert ended.out
    told = run("check", project, "--json")
    assert (told.status, told.json["sound"]) == (1, False)
    first = told.json["problems"][0]
    assert (first.keys(), first["code"]) == ({"code", "where", "what"}, "source_text")


def test_info(run: Run, project: Path) -> None:
    ended = run("info", project)
    assert ended.status == 0
    assert "Turns       5\n" in ended.out
    told = run("info", project, "--json").json
    assert (told["dialogues"], told["turns"], told["name"]) == (2, 5, "study")
    assert told["bytes"] == project.stat().st_size
    assert told["facets"] == ["stance", "topic", "language", "note"]
    assert "not a project" in run.fails("info", project.parent / "texts" / "clean.txt")


def test_formats(run: Run) -> None:
    assert "json  " in run("formats").out
    told = run("formats", "--json").json
    assert [one["key"] for one in told if one["readable"]] == ["json"]


# --- repair -----------------------------------------------------------------------------------


def test_repair_writes_files_of_the_same_names(run: Run, texts: Path, tmp_path: Path) -> None:
    before = (texts / "sub" / "broken.txt").read_bytes()
    out, report = tmp_path / "out", tmp_path / "report.json"
    ended = run("repair", texts, "--out", out, "--report", report)
    assert (ended.status, ended.err) == (0, "")
    assert (out / "clean.txt").read_bytes() == TALK.encode()
    assert (out / "sub" / "broken.txt").read_bytes() == "[A]: café déjà vu\r\n[B]: wasn’t\r\n".encode()
    assert (texts / "sub" / "broken.txt").read_bytes() == before
    assert sorted(item.name for item in out.iterdir()) == ["clean.txt", "sub"]
    told = json.loads(report.read_bytes())
    assert (told["format"], told["version"], told["failed"]) == ("dialogue-annotator-repair", 1, [])
    clean, broken = told["files"]
    assert (clean["steps"], clean["written"]) == ([], str(out / "clean.txt"))
    received = BROKEN.replace("\r\n", "\n")
    assert broken["chain"]
    assert broken["newline"] == "\r\n"
    for step in broken["steps"]:
        assert received[step["start"] : step["end"]] == step["before"]
        assert received.count("\n", 0, step["start"]) + 1 == step["line"]
    assert {step["line"] for step in broken["steps"]} == {1, 2}


def test_repair_never_overwrites(run: Run, texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert "written over itself" in run.fails("repair", texts, "--out", texts)
    assert "written over itself" in run.fails("repair", texts, "--out", texts, "--force")
    out.mkdir()
    (out / "clean.txt").write_text("mine")
    assert "exists already" in run.fails("repair", texts, "--out", out)
    assert (out / "clean.txt").read_text() == "mine"
    assert not (out / "sub").exists()
    assert run("repair", texts, "--out", out, "--force").status == 0
    assert (out / "clean.txt").read_text(encoding="utf-8") == TALK
    report = tmp_path / "r.json"
    report.write_text("mine")
    assert "exists already" in run.fails("repair", texts, "--only-detect", "--report", report)
    assert "over an input" in run.fails(
        "repair", texts, "--only-detect", "--force", "--report", texts / "clean.txt"
    )
    assert run("repair", texts, "--only-detect", "--force", "--report", report).status == 0
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "clean.txt").write_text("x")
    words = run.fails(
        "repair", texts / "clean.txt", tmp_path / "other" / "clean.txt", "--out", tmp_path / "o"
    )
    assert "the same file" in words


def test_repair_says_what_could_not_be_read(run: Run, texts: Path, tmp_path: Path) -> None:
    (texts / "empty.txt").write_bytes(b"")
    out = tmp_path / "out"
    ended = run("repair", texts, "--out", out)
    assert ended.status == 1
    assert ended.err.startswith("empty.txt could not be repaired: this file is empty")
    assert (out / "clean.txt").exists()
    alone = tmp_path / "alone"
    assert "empty" in run.fails("repair", texts / "empty.txt", "--out", alone)
    assert not alone.exists()
    (tmp_path / "nothing").mkdir()
    assert "nothing to repair" in run.fails("repair", tmp_path / "nothing", "--out", alone)
    assert "cannot be written" in run.fails("repair", texts / "clean.txt", "--out", texts / "clean.txt" / "x")


def test_repair_needs_to_know_where_to(run: Run, texts: Path) -> None:
    assert "--out DIR" in run.misused("repair", texts)
    assert "stands alone" in run.misused("repair", "-", texts)
    assert "0<=x<=1" in run.misused("repair", texts, "--threshold", "2")


def test_only_detect_and_explain(run: Run, texts: Path, tmp_path: Path) -> None:
    ended = run("repair", texts, "--only-detect", "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert "clean.txt: 0 repairs, 0 in doubt, 0 damaged\n" in ended.out
    assert "sub/broken.txt: " in ended.out
    assert "(utf-8 read as " in ended.out
    explained = run("repair", texts, "--only-detect", "--explain").out
    assert "'â€™' -> '’'" in explained
    assert "line 2" in explained
    brief = run("repair", texts, "--only-detect", "--json").json
    assert "steps" not in brief["files"][1]
    assert run("repair", texts, "--only-detect", "--json", "--explain").json["files"][1]["steps"]


def test_threshold_decides_what_is_a_doubt(run: Run, texts: Path) -> None:
    def doubts(threshold: str) -> int:
        told = run("repair", texts, "--only-detect", "--json", "--threshold", threshold).json
        return sum(one["doubts"] for one in told["files"])

    assert doubts("0") == 0
    assert doubts("1") > 0


def test_repair_in_several_processes_gives_the_same(run: Run, texts: Path, tmp_path: Path) -> None:
    for number in range(9):
        (texts / f"{number}.txt").write_bytes(BROKEN.encode())
    (texts / "empty.txt").write_bytes(b"")
    here = run("repair", texts, "--only-detect", "--json", "--jobs", "0")
    there = run("repair", texts, "--only-detect", "--json", "--jobs", "1")
    assert here == there
    assert len(here.json["files"]) == 11


def test_repair_keeps_line_breaks_of_every_kind(run: Run, tmp_path: Path) -> None:
    cases = {
        "mixed.txt": ("cafÃ©\r\nb\rc\nd".encode(), "café\r\nb\rc\nd".encode()),
        "old.txt": ("cafÃ©\rb".encode(), "café\rb".encode()),
        "mark.txt": ("\ufeffcafÃ©\n".encode(), "\ufeffcafé\n".encode()),
        "wide.txt": ("café\n".encode("utf-16"), "café\n".encode()),
        "clean.txt": (b"a\r\nb\nc", b"a\r\nb\nc"),
    }
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (data, _) in cases.items():
        (folder / name).write_bytes(data)
    assert run("repair", folder, "--out", tmp_path / "out").status == 0
    assert {name: (tmp_path / "out" / name).read_bytes() for name in cases} == {
        name: expected for name, (_, expected) in cases.items()
    }


def test_line_breaks_that_a_repair_took_away_are_not_guessed() -> None:
    from annotator.cli.repair_files import _with_breaks  # noqa: PLC0415 - only here

    assert _with_breaks("a\nb", ["\r\n"]) == "a\r\nb"
    assert _with_breaks("ab", ["\r\n"]) == "ab"


def test_repair_from_stdin_to_stdout(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    def given(*arguments: str) -> tuple[int, bytes, bytes]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BROKEN.encode())))
        status = main(["repair", "-", *arguments])
        return (status, *capsysbinary.readouterr())

    report = tmp_path / "r.json"
    repaired = "[A]: café déjà vu\r\n[B]: wasn’t\r\n".encode()
    assert given() == (0, repaired, b"")
    status, out, err = given("--explain", "--report", str(report))
    assert (status, out) == (0, repaired)
    assert "'â€™' -> '’'".encode() in err
    assert json.loads(report.read_bytes())["files"][0]["file"] == "-"
    assert given("--only-detect")[1] == b""


def test_a_file_that_cannot_be_put_in_its_place(
    run: Run, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "sub").write_text("a file where a folder is needed")
    assert "cannot be written" in run.fails("repair", texts, "--out", out)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "no space left" in run.fails("repair", texts / "clean.txt", "--out", tmp_path / "other")


# --- the window -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], OpenRequest()),
        (["open"], OpenRequest()),
        (["open", "a", "b"], OpenRequest((Path("a"), Path("b")))),
        (["open", "--samples", "--picture", "p.png"], OpenRequest((), Path("p.png"), samples=True)),
        (["open", "a", "--picture=p.png"], OpenRequest((Path("a"),), Path("p.png"))),
        (["open", "--", "-a", "--picture"], OpenRequest((Path("-a"), Path("--picture")))),
        (["open", "--picture"], None),
        (["open", "--picture="], None),
        (["open", "--help"], None),
        (["info"], None),
    ],
)
def test_a_request_for_the_window_is_understood_without_a_library(
    words: Sequence[str], expected: OpenRequest | None
) -> None:
    assert open_request(words) == expected


def test_a_file_or_folder_that_is_there_needs_no_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("study.dap").touch()
    Path("info").mkdir()
    there = Path("study.dap"), tmp_path / "info"
    assert open_request(["study.dap"]) == OpenRequest(there[:1])
    assert open_request([str(there[1]), "study.dap"]) == OpenRequest((there[1], there[0]))
    assert open_request(["study.dap", "--picture", "p.png"]) == OpenRequest(there[:1], Path("p.png"))
    assert open_request(["info"]) is None, "a command, whatever lies there"
    assert open_request(["none.dap"]) is None


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The window replaced by a list of what it was asked to open; it closes with status 5."""
    asked: list[object] = []
    module: Any = ModuleType("annotator.app")

    def open_it(paths: Sequence[Path], *, picture: Path | None, samples: bool) -> int:
        asked.append((tuple(paths), picture, samples))
        return 5

    module.main = open_it
    monkeypatch.setitem(sys.modules, "annotator.app", module)
    monkeypatch.setattr(annotator, "app", module, raising=False)
    return asked


def test_the_window_gets_what_was_asked_for(run: Run, app: list[object]) -> None:
    assert run().status == 5
    assert run("open", "a.dap", "--picture", "p.png").status == 5
    assert app == [((), None, False), ((Path("a.dap"),), Path("p.png"), False)]
    # click's own way to the same place, for whoever calls the group
    result = CliRunner().invoke(commands.cli, ["open", "x", "--samples"], standalone_mode=False)
    assert result.return_value() == 5
    assert app[-1] == ((Path("x"),), None, True)


def test_qt_that_does_not_load_is_said(run: Run, app: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    error = ImportError("libEGL.so.1: cannot open shared object file", name="PySide6.QtGui")

    def fail(*_: object, **__: object) -> object:
        raise error

    real = __import__

    def importing(name: str, *rest: Any) -> Any:
        if name == "annotator" and rest[2] == ("app",):
            raise error
        return real(name, *rest)

    monkeypatch.setattr("builtins.__import__", importing)
    assert "Qt cannot be loaded (libEGL.so.1" in run.fails("open")
    error.name = "elsewhere"
    assert "unexpected" in run.fails("open")


# --- how a command ends -----------------------------------------------------------------------


def test_version_help_and_unknown_commands(run: Run) -> None:
    assert run("--version").out == f"annotator {annotator.__version__}\n"
    assert "Commands:" in run("--help").out
    assert "picture" in run("open", "--help").out
    assert "No such command" in run.misused("nix")
    assert "No such option" in run.misused("info", "--nix")


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (UserError("It broke", "of age", "Buy\nanother"), 1, "It broke: of age. Buy another.\n"),
        (Cancelled(), 130, "Interrupted; nothing has been left half done.\n"),
        (KeyboardInterrupt(), 130, "Interrupted; nothing has been left half done.\n"),
    ],
)
def test_every_ending_is_one_sentence(
    capsys: pytest.CaptureFixture[str], error: BaseException, status: int, words: str
) -> None:
    def job() -> int:
        raise error

    assert exit_status.ending(job) == status
    assert capsys.readouterr() == ("", words)


def test_what_somebody_said_is_in_no_log_and_no_error(run: Run, tmp_path: Path) -> None:
    """A text that is no UTF-8 makes the driver quote it; a defect that meets a text must not either."""
    project, talk = tmp_path / "study.dap", tmp_path / "talk.txt"
    talk.write_text("[A]: the canary sings\n[B]: fine\n")
    assert run("import", project, talk, "--jobs", "0").status == 0
    with sqlite3.connect(project) as raw:
        raw.execute("UPDATE turn SET text = CAST(text || X'ff' AS TEXT)")
    raw.close()
    said = [
        run.fails("export", project, tmp_path / "x.csv"),
        run.fails("check", project),
        run.fails("language", project),
    ]
    assert "study.dap is damaged: a text in it is not UTF-8" in said[2]
    assert "canary" not in "".join(said)
    home = Path(os.environ["ANNOTATOR_HOME"])
    written = "".join(each.read_text(errors="replace") for each in home.rglob("*.log"))
    assert "canary" not in written


def test_a_defect_goes_to_the_log(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object, **__: object) -> int:
        raise ZeroDivisionError("the details")

    monkeypatch.setattr("annotator.cli.project_commands.describe", broken)
    words = run.fails("info", "x.dap")
    assert words.startswith("Something unexpected went wrong (ZeroDivisionError); the details are in ")
    log = Path(words.rpartition(" in ")[2].strip().removesuffix("."))
    written = log.read_text(encoding="utf-8")
    assert "builtins.ZeroDivisionError\n" in written
    assert "test_cli.py" in written
    assert "the details" not in written, "a message may quote a transcript"
    # where there is no place for the log of the program
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr("annotator.ui.settings.user_folders.log_file", lambda: tmp_path / "none" / "x.log")
    assert str(tmp_path / "dialogue-annotator.log") in run.fails("info", "x.dap")


def test_ctrl_c_inside_a_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("annotator.cli.project_commands.describe", interrupted)
    assert run("info", "x.dap").status == 130


def test_nothing_to_write_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A windowed program on Windows has neither stream."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    cli._speak_utf8()
    exit_status.say("nobody hears it")


def test_a_frozen_program_lets_its_workers_in(monkeypatch: pytest.MonkeyPatch, app: list[object]) -> None:
    called: list[bool] = []
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr("multiprocessing.freeze_support", lambda: called.append(True))
    monkeypatch.setattr(sys, "argv", ["annotator", "open", "x"])
    assert main() == 5
    assert called == [True]
    assert app == [((Path("x"),), None, False)]


def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    quiet, loud = io.StringIO(), Terminal()
    for stream in (quiet, loud):
        monkeypatch.setattr(sys, "stderr", stream)
        with terminal.progress("Working") as tell:
            tell(Progress(1, 2, "a.txt"))
    assert quiet.getvalue() == ""
    assert "Working" in loud.getvalue()


def test_names_that_are_no_text_can_be_shown() -> None:
    assert terminal.printable(os.fsdecode(b"caf\xe9.txt")) == "caf\ufffd.txt"
    terminal.print_table([])


def test_the_person_without_qt_is_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "annotator.ui.settings.settings", None)
    monkeypatch.setattr("getpass.getuser", lambda: "anna")
    assert current_person.person() == current_person.person()
    assert current_person.person().name == "anna"

    def nobody() -> str:
        raise KeyError("uid 4711")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert current_person.person().name == "Annotator"


# --- as a process -----------------------------------------------------------------------------


def started(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "annotator", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=280,
        env=os.environ | environment,
    )


def test_as_a_process_in_a_console_that_knows_no_chinese(texts: Path) -> None:
    ended = started(
        "repair", texts, "--only-detect", "--explain", PYTHONIOENCODING="latin-1", PYTHONUTF8="0", LC_ALL="C"
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "'â€™' -> '’'".encode() in ended.stdout


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, unbuffered: str) -> None:
    text = tmp_path / "x.txt"
    text.write_text("[A]: x\n" * 200_000)
    with (
        text.open("rb") as file,
        subprocess.Popen(
            [sys.executable, "-m", "annotator", "repair", "-"],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise there")
@pytest.mark.parametrize("command", ["repair", "import"])
def test_ctrl_c_leaves_nothing(tmp_path: Path, command: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number}.txt").write_text(f"[A]: {number} cafÃ©\n" * 300, encoding="utf-8")
    out, new = tmp_path / "out", tmp_path / "new.dap"
    words = {"repair": ("repair", folder, "--out", out), "import": ("import", new, folder)}[command]
    with subprocess.Popen(
        [sys.executable, "-m", "annotator", *map(str, words), "--jobs", "1"],
        stderr=subprocess.PIPE,
        start_new_session=True,
        # Tests that were started in the background may hear no Ctrl+C, and so their children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - it only does that
    ) as process:
        assert process.stderr is not None
        while not (any(out.glob(".*/*")) or any(tmp_path.glob(".*.dap"))):  # it is under way
            assert process.poll() is None
            time.sleep(
                0.01
            )  # the test's own limit ends a wait in vain; a core of its own would slow the process down
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to everybody
        err = process.stderr.read().decode()
    assert process.returncode == 130
    assert err.endswith("Interrupted; nothing has been left half done.\n")
    assert [item.name for item in tmp_path.iterdir() if item.name not in {"in", "out"}] == []
    assert not out.exists() or not list(out.iterdir())
    if command == "repair":  # here the workers are ours: not a word from them
        assert err.count("\n") == 1


def test_the_window_starts_without_the_other_commands_libraries() -> None:
    script = (
        "import sys; from types import ModuleType\n"
        "app = ModuleType('annotator.app'); app.main = lambda *a, **k: 0\n"
        "sys.modules['annotator.app'] = app\n"
        "import annotator; annotator.app = app\n"
        "from annotator.cli import main\n"
        "assert main(['open', 'x']) == 0\n"
        "heavy = {'click', 'rich', 'sqlalchemy', 'msgspec', 'multiprocessing', 'annotator.pipeline'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, timeout=280
    )
    assert ended.stdout == "[]\n"


def test_an_export_of_the_command_line_is_that_of_the_program(
    run: Run, project: Path, tmp_path: Path
) -> None:
    assert run("export", project, tmp_path / "a.json").status == 0
    with Project.open(project, read_only=True) as opened:
        export_project(opened, tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{name} ")
        else:
            yield before + name, command


def test_every_command_that_reports_speaks_json() -> None:
    silent = {
        name
        for name, command in _commands(commands.cli)
        if not any("--json" in parameter.opts for parameter in command.params)
    }
    assert silent == {"open", "completion", "schema"}  # the last prints JSON anyway


def test_an_import_says_which_languages_the_study_has_not_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text(
        "[A]: 你好吗\n[B]: Ich weiß nicht, was das ist.\n[A]: Das ist ja sehr schön.\n", encoding="utf-8"
    )
    assert main(["import", str(tmp_path / "x.dap"), str(talk)]) == 0
    assert (
        "2 turns have words of the language de, which the study has not declared" in capsys.readouterr().err
    )
