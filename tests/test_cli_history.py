"""``annotator history``: the log as lines, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.cli.output_language import moment
from annotator.store import Project, project_part
from tests.store.building import ADA, BEN, new_project

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def execute(*arguments: str | Path) -> tuple[int, str, str]:
        status = main(["history", *map(str, arguments)])
        return status, *capsys.readouterr()

    return execute


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "study.dap"
    monkeypatch.setattr(project_part, "now", lambda: "2026-03-01T12:00:00Z")
    with new_project(path) as project:
        project.tags.add([2], "stance.favor", intensity=2, uncertain=True)
        monkeypatch.setattr(project_part, "now", lambda: "2026-03-05T12:00:00Z")
        project.tags.add([2], "stance.against")
        project.tags.write([4], "note", "=1+1")
        project.marks.set([1], "flag", on=True)
        project.dialogues.rename(1, "another")
        project.history.undo()
    with Project.open(path, annotator=BEN) as project:
        project.tags.add([5, 6], "topic.art")
    return path


AT = "2026-03-05T12:00:00Z"  # shown on the clock of whoever reads it


def test_lines(run: Run, study: Path) -> None:
    status, out, err = run(study)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"{moment(AT)}  Ben: tagging 2 turns"
    assert lines[1:3] == [
        "    file 1 · turn 2 · Topic: (empty) → art",
        "    file 1 · turn 3 · Topic: (empty) → art",
    ]
    assert "    file 0 · turn 2 · Stance: favor → against" in lines
    assert "    file 0 · turn 2 · Stance: (empty) → favor, intensity 2, uncertain" in lines
    assert "    file 0 · turn 1 · mark: (empty) → set" in lines
    assert f"{moment(AT)}  Ada: renaming a dialogue (undone)" in lines


def test_csv_and_json_say_the_same(run: Run, study: Path, tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    status, out, _ = run(study, "--csv", file)
    assert status == 0
    found = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    status, out, _ = run(study, "--json")
    rows = json.loads(out)
    assert len(found) == len(rows)
    (favor,) = [row for row in rows if row["new"] == "favor, intensity 2, uncertain"]
    assert favor | {"edit": 0, "sitting": ""} == {
        "edit": 0,
        "at": "2026-03-01T12:00:00Z",
        "annotator": "Ada",
        "sitting": "",
        "did": "tagging 1 turn",
        "taken_back": False,
        "dialogue": "file 0",
        "turn": 2,
        "kind": "tag",
        "facet": "Stance",
        "field": None,
        "old": None,
        "new": "favor, intensity 2, uncertain",
        "words": "file 0 · turn 2 · Stance: (empty) → favor, intensity 2, uncertain",
    }
    (same,) = [row for row in found if row["new"] == favor["new"]]
    assert (same["turn"], same["old"], same["taken_back"]) == ("2", "", "no")
    assert next(row["new"] for row in found if row["facet"] == "Note") == "'=1+1"
    assert run(study, "--csv", file, "--json")[:2] == (0, "")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--annotator", "Ben"), {"tagging 2 turns", "adding an annotator"}),
        (("--dialogue", "file 0", "--facet", "Stance"), {"tagging 1 turn"}),
        (("--facet", "note"), {"writing on 1 turn"}),
        (("--until", "2026-02-01"), set()),
    ],
)
def test_what_is_wanted(run: Run, study: Path, options: tuple[str, ...], said: set[str]) -> None:
    status, out, _ = run(study, "--json", *options)
    assert status == 0
    assert {row["did"] for row in json.loads(out)} == said


def test_since(run: Run, study: Path) -> None:
    days = {row["at"][:10] for row in json.loads(run(study, "--json", "--since", "2026-03-03")[1])}
    assert "2026-03-05" in days
    assert "2026-03-01" not in days


@pytest.mark.parametrize(
    "options", [("--annotator", "Cid"), ("--dialogue", "nobody's"), ("--facet", "tone"), ("--since", "never")]
)
def test_names_that_nothing_has(run: Run, study: Path, options: tuple[str, ...]) -> None:
    status, out, err = run(study, *options)
    assert status in {1, 2}
    assert out == ""
    assert options[1] in err


def test_gone_labels_and_removed_dialogues_keep_their_names(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "study.dap"
    with new_project(path) as project:
        project.tags.add([1], "topic.music")
        project.codebook.remove_label("topic.music", merge_into="topic.art")
        project.dialogues.remove([1])
    words = {row["words"] for row in json.loads(run(path, "--json")[1])}
    assert "file 0 · turn 1 · Topic: music → art" in words
    assert "file 0 · dialogue (removed): no → yes" in words
    assert ADA.name in run(path)[1]
