"""``annotator codebook``: out to both forms, in again, and what is said before anything changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator import codebooks
from annotator.cli import main
from annotator.model import Annotator
from annotator.store import Project

ME = Annotator("9d5c4c0a-0000-4000-8000-000000000001", "Mei")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "study.dap"
    Project.create(path, codebook=codebooks.default(), annotator=ME).close()
    return path


class Run:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: object, status: int = 0) -> str:
        assert main(["codebook", *map(str, words)]) == status
        out, err = self._capsys.readouterr()
        return err if status else out

    def json(self, *words: object) -> Any:
        return json.loads(self(*words, "--json"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


def book_of(path: Path) -> Any:
    with Project.open(path, read_only=True) as project:
        return project.codebook.read()


def test_out_and_in_again(run: Run, study: Path, tmp_path: Path) -> None:
    file = tmp_path / "book.json"
    assert run("export", study, file) == f"4 facets and 15 labels written to {file}\n"
    assert codebooks.load(file) == codebooks.default()
    assert run("import", study, file) == "Nothing in it is new\n"
    said = run("export", study, tmp_path / "book.qdc", "--facet", "stance")
    assert "1 facet and 7 labels" in said
    assert "Not in it: keys to press; " in said
    assert run("import", study, tmp_path / "book.qdc") == "Nothing in it is new\n"
    assert run.json("export", study, tmp_path / "x.json", "--facet", "note") == {
        "file": str(tmp_path / "x.json"), "facets": 1, "labels": 0, "cannot_hold": [],
    }  # fmt: skip


def test_what_would_change_is_said_first(run: Run, study: Path, tmp_path: Path) -> None:
    default = codebooks.default()
    stance = default.facet("stance")
    favor = replace(stance.labels[0], name="pro", shortcut="t", definition="")
    changed = replace(stance, intensity=False, labels=(favor, *stance.labels[1:]))
    (tmp_path / "b.json").write_bytes(codebooks.dumps(replace(default, facets=(changed,))))
    said = run("import", study, tmp_path / "b.json", "--dry-run").splitlines()
    assert said[0] == "facet Stance: intensity yes -> no"
    assert "label favor (stance): name “favor” -> “pro”" in said
    assert "label favor (stance): key to press “1” -> none" in said
    assert said[-2:] == [
        "Note: pro comes without its key t, which is taken", "Nothing has been changed",
    ]  # fmt: skip
    assert book_of(study) == default
    run("import", study, tmp_path / "b.json")
    assert book_of(study).label("stance.favor").name == "pro"


def test_a_starter_codebook_is_taken_in_by_name(run: Run, study: Path) -> None:
    assert run("import", study, "agreement", "--dry-run").splitlines()[:2] == [
        "new facet Response", "new label agree (response)",
    ]  # fmt: skip
    answer = run.json("import", study, "dialogue-acts", "--facet", "dimension")
    assert answer["changed"]
    assert answer["changes"][0]["new"] == "Dimension"
    assert [facet.key for facet in book_of(study).facets][-1] == "dimension"


def test_what_cannot_be_is_said(run: Run, study: Path, tmp_path: Path) -> None:
    assert "There is no facet mood: there are stance, topic" in run(
        "export", study, tmp_path / "x.json", "--facet", "mood", status=1
    )
    assert "cannot be read" in run("import", study, "nothing.json", status=1)
    assert "neither in .json nor in .qdc" in run("export", study, tmp_path / "x.txt", status=1)
