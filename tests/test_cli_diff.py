"""``annotator diff``: what differs, how it is said, how it ends, and what Git makes of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator import cli
from annotator.cli import diff_command
from annotator.exchange.project_diff import ProjectDifference
from annotator.model import Target
from annotator.store import Project
from tests.pictures.building import study

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study(tmp_path_factory.mktemp("diff") / "study.dap")


@pytest.fixture
def pair(made: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A project and a copy of it that somebody worked on."""
    old, new = tmp_path / "old.dap", tmp_path / "new.dap"
    shutil.copy(made, old)
    shutil.copy(made, new)
    return old, new


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = cli.main(["diff", *map(str, words)])
    said = capsys.readouterr()
    return status, said.out, said.err


def change(path: Path) -> None:
    with annotator.edit(path, annotator="Ada") as project:
        turns = list(project.turns())
        project.tag(turns[0], "favor", intensity=3, note="strong\nwords")
        project.clear(turns[1], "stance")
        project.tag(turns[2], "neutral", span=(0, 4))
        project.write(turns[3], "note", "look here")
    with annotator.edit(path, annotator="Dora") as project:
        project.tag(next(project.turns()), "topic.drift", uncertain=True)


def test_projects_that_say_the_same(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = pair
    assert run(capsys, old, new) == (0, "", "")
    assert run(capsys, old, new, "--stat") == (0, "", "")
    assert run(capsys, old, new, "--quiet") == (0, "", "")
    status, out, _ = run(capsys, old, new, "--json")
    assert (status, json.loads(out)["same"], json.loads(out)["differences"]) == (0, True, [])
    # What was done and taken back, and when, is no difference.
    with annotator.edit(new, annotator="Ada") as project:
        project.tag(next(project.turns()), "unclear")
        project.undo()
    assert run(capsys, old, new) == (0, "", "")


def test_what_differs_stands_under_its_turn(
    pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = pair
    change(new)
    status, out, err = run(capsys, old, new)
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert lines[:4] == [f"--- {old}", f"+++ {new}", "@@ the project @@", "+annotator: Dora (human)"]
    assert lines[4] == "@@ talk 00, turn 1, A: That is not what art is about, is it? @@"
    assert lines[5:8] == [
        "-Ada · Stance: favor, intensity 2",
        "+Ada · Stance: favor, intensity 3, note: strong words",
        "+Dora · Topic: drift, uncertain",
    ]
    assert any(line.startswith("-Ada · Stance: ") for line in lines[8:])
    assert "+Ada · Stance: neutral, characters 1 to 4" in lines
    assert "+Ada · Note: look here" in lines
    backwards = run(capsys, new, old)[1].splitlines()
    turned = {line.translate(str.maketrans("+-", "-+", ""))[0] + line[1:] for line in lines[2:]}
    assert turned == set(backwards[2:])


def test_it_counts_and_speaks_to_machines(
    pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = pair
    change(new)
    assert run(capsys, old, new, "--quiet") == (1, "", "")
    status, out, _ = run(capsys, old, new, "--stat")
    assert status == 1
    assert out.splitlines() == [
        " annotators: 1 added", " tags: 3 added, 1 removed, 1 changed", " 1 dialogue differs",
    ]  # fmt: skip
    document = json.loads(run(capsys, old, new, "--json")[1])
    assert document["same"] is False
    assert document["added"] == {"annotator": 1, "tag": 3}
    assert (document["removed"], document["changed"]) == ({"tag": 1}, {"tag": 1})
    assert {one["turn"] for one in document["differences"]} == {None, 1, 2, 3, 4}


def test_settings_codebook_texts_targets_and_marks(
    pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = pair
    with Project.open(new) as project:
        project.codebook.add_label("topic", "weather")
        first = project.dialogues.ids()[0]
        turns = project.turns.ids(first)
        project.marks.set(turns[:1], "flag", on=True)
        project.speakers.change(turns[4:5], "Zoe")
        project.dialogues.remove(project.dialogues.ids()[-1:])
    status, out, _ = run(capsys, old, new)
    lines = out.splitlines()
    assert status == 1
    assert any(line.startswith("+label ") and line.endswith(": weather") for line in lines)
    assert any(line.startswith("+") and line.endswith(" · flag") for line in lines)
    assert any(line.startswith("-A: ") for line in lines)
    assert any(line.startswith("+Zoe: ") for line in lines)
    assert "-dialogue: talk 07" in lines
    assert " labels: 1 added" in run(capsys, old, new, "--stat")[1]


def test_what_cannot_be_compared(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, _ = pair
    status, out, err = run(capsys, old, old.with_name("nothing.dap"))
    assert (status, out) == (2, "")
    assert err.startswith("nothing.dap cannot be opened: there is no such file.")
    assert run(capsys, old)[0] == 2
    assert run(capsys, old, old, "--lines")[0] == 2


def test_a_defect_does_not_look_like_a_difference(
    pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Iterator[ProjectDifference]:
        raise ZeroDivisionError

    monkeypatch.setattr(diff_command, "project_differences", broken)
    status, out, err = run(capsys, *pair, "--quiet")
    assert (status, out) == (2, "")
    assert "Something unexpected went wrong (ZeroDivisionError)" in err


@pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")
def test_git_shows_what_differs(pair: tuple[Path, Path]) -> None:
    """As docs/scripting.md sets it up: attributes, and lines instead of bytes."""
    old, new = pair
    place = old.parent / "checkout"
    place.mkdir()
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PYTHONPATH": str(ROOT)}

    def git(*words: str) -> str:
        who = ["-c", "user.name=x", "-c", "user.email=x@x"]
        done = subprocess.run(
            ["git", *who, *words], cwd=place, env=os.environ | settings, capture_output=True, text=True,
            encoding="utf-8", check=True,
        )  # fmt: skip
        return done.stdout

    git("init", "-q")
    (place / ".gitattributes").write_text("*.dap diff=annotator merge=binary\n")
    git("config", "diff.annotator.textconv", f"'{sys.executable}' -m annotator diff --lines")
    shutil.copy(old, place / "study.dap")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    change(new)
    shutil.copy(new, place / "study.dap")
    shown = git("diff", "--unified=1").splitlines()
    assert "-    Ada · Stance: favor, intensity 2" in shown
    assert "+    Ada · Stance: favor, intensity 3, note: strong words" in shown
    assert "+    Dora · Topic: drift, uncertain" in shown
    assert "   A: That is not what art is about, is it?" in shown


def test_lines_are_the_same_for_the_same_content(
    pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = pair
    lines = run(capsys, old, "--lines")[1]
    assert run(capsys, new, "--lines") == (0, lines, "")
    assert lines.splitlines()[:2] == ["name: Study", "languages: zh en"]
    with Project.open(new) as project:
        project.codebook.update_label("topic.drift", definition="away from\nthe claim")
        first = project.dialogues.page(project.dialogues.ids()[:1])[0]
        project.dialogues.set_target(first.id, Target("t2", "entity", "the painters"))
        turn = project.turns.ids(first.id)[:1]
        project.tags.add(turn, "stance.against", target="t2")
    status, out, _ = run(capsys, old, new)
    assert status == 1
    assert "+label topic.drift, definition: away from the claim" in out.splitlines()
    assert "+target: the painters" in out.splitlines()
    assert "+Ada · Stance: against, toward the painters" in out.splitlines()
    assert "+target: the painters" in {f"+{line}" for line in run(capsys, new, "--lines")[1].splitlines()}
