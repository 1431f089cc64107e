"""Projects divided for training and testing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from annotator import codebooks
from annotator.core.progress import Progress
from annotator.errors import Cancelled, UserError
from annotator.exchange import Anonymised, SplitPlan, split_project
from annotator.model import Annotator
from annotator.pipeline.import_files import import_paths
from annotator.store import Project

ANNA = Annotator("a0000000-0000-7000-8000-00000000000a", "Anna")


def talk(number: int, speakers: str = "AB") -> str:
    words = [hashlib.sha256(f"{number} {n}".encode()).hexdigest() for n in range(8)]
    return "".join(f"[{speakers[n % 2]}]: {word}\n" for n, word in enumerate(words))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for number in range(20):
        (folder / f"{number:02}.txt").write_text(talk(number, "CD" if number % 2 else "AB"))
    (folder / "copy.txt").write_text(talk(3, "CD") + "[C]: one word more\n")
    path = folder / "study.dap"
    with Project.create(path, codebook=codebooks.default(), annotator=ANNA) as project:
        import_paths(project, [folder], workers=0)
        for dialogue in project.dialogues.ids():
            turns = project.turns.ids(dialogue)
            project.tags.add(turns[:4], "stance.favor")
            project.tags.add(turns[4:6], "stance.against")
            project.tags.add(turns, "topic.target", origin="suggested")
    return path


def test_parts_and_a_manifest(made: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    plan = SplitPlan(stratify="stance", seed=3)
    with Project.open(made, read_only=True) as project:
        report = split_project(project, tmp_path / "a", plan, progress=told.append)
        again = split_project(project, tmp_path / "b", plan)
        other = split_project(project, tmp_path / "c", SplitPlan(seed=4))
    assert told[-1].done == told[-1].total
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_bytes())
    assert (tmp_path / "a" / "manifest.json").read_bytes() == (tmp_path / "b" / "manifest.json").read_bytes()
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "dev.jsonl", "manifest.json", "test.jsonl", "train.jsonl",
    ]  # fmt: skip
    assert sum(part["dialogues"] for part in manifest["parts"]) == 21
    for part in manifest["parts"]:
        data = (tmp_path / "a" / part["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == part["sha256"]
        keys = [json.loads(line)["key"] for line in data.splitlines()]
        assert {manifest["dialogues"][key] for key in keys} == {part["name"]}
        assert part["labels"] == {"stance.against": 2 * len(keys), "stance.favor": 4 * len(keys)}
    assert (manifest["seed"], manifest["stratified_by"], manifest["codebook"]["version"]) == (3, "stance", 1)
    assert report.alike == 2
    assert report.groups == 20
    assert report.parts == again.parts
    assert other.parts != report.parts
    assert {loss.kind for loss in report.lost} >= {"definitions", "hotkeys"}
    with Project.open(made, read_only=True) as project:
        titles = {x.key: x.title for x in project.dialogues.page(project.dialogues.ids())}
    same = {part for key, part in manifest["dialogues"].items() if titles[key] in ("03", "copy")}
    assert len(same) == 1


def test_speakers_stay_together(made: Path, tmp_path: Path) -> None:
    with Project.open(made, read_only=True) as project:
        halves = SplitPlan(by="speaker", shares={"one": 1, "two": 1})
        report = split_project(project, tmp_path / "a", halves, format="csv")
        assert report.groups == 2
        assert {part.dialogues for part in report.parts} == {10, 11}
        with pytest.raises(UserError, match=r"into 3 parts: 2 groups .* nothing is left for"):
            split_project(project, tmp_path / "b", SplitPlan(by="speaker"))
        split_project(project, tmp_path / "c", SplitPlan(by="source", alike=2))
    assert not (tmp_path / "b").exists()


def test_an_anonymous_division_names_nobody(made: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with Project.open(made, read_only=True) as project:
        split_project(project, tmp_path / "a", SplitPlan(), anonymised=Anonymised(tmp_path / "key.json"))
        keys = [x.key for x in project.dialogues.page(project.dialogues.ids())]
    text = "".join(path.read_text() for path in (tmp_path / "a").iterdir())
    assert not any(key in text for key in keys)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (SplitPlan(stratify="mood"), "there is no facet 'mood'"),
        (SplitPlan(shares={"a b": 1}), "a b is no part"),
        (SplitPlan(shares={"a": 0}), "a is no part"),
        (SplitPlan(shares={}), "no part is no part"),
    ],
)
def test_impossible_plans(made: Path, tmp_path: Path, plan: SplitPlan, words: str) -> None:
    with Project.open(made, read_only=True) as project, pytest.raises(UserError, match=words):
        split_project(project, tmp_path / "a", plan)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_and_cancelling(made: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").touch()
    with Project.open(made, read_only=True) as project:
        with pytest.raises(UserError, match="exists already"):
            split_project(project, tmp_path / "a", SplitPlan())
        for steps in (0, 30):
            told: list[Progress] = []
            with pytest.raises(Cancelled):
                split_project(
                    project, tmp_path / "b", SplitPlan(),
                    progress=told.append, cancelled=lambda told=told, steps=steps: len(told) >= steps,  # type: ignore[misc]
                )  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
