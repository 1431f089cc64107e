"""What scripts see; the examples of docs/scripting.md are run as they stand."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import annotator
from annotator import api, codebooks
from annotator.errors import UserError
from annotator.model import Annotator
from annotator.pipeline import import_paths
from annotator.store import Project

PAGE = Path(__file__).parents[1] / "docs" / "scripting.md"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "talk.txt").write_text("[A]: 你好, how are you?\n[B]: fine\n[A]: 好的！\n")
    path = tmp_path / "study.dap"
    anna = Annotator("a", "Anna")
    with Project.create(path, codebook=codebooks.default(), annotator=anna, name="Pilot") as project:
        import_paths(project, [tmp_path / "talk.txt"], workers=0)
        turns = project.turn_ids(project.dialogue_ids()[0])
        project.tag(turns[:1], "stance.favor", intensity=2)
        project.tag(turns[1:2], "stance.none")
        project.tag(turns[:1], "topic.drift")
    return path


def test_the_examples_of_the_page(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(study.parent)
    done = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS)
    assert done.attempted > 10
    assert done.failed == 0


def test_a_project_is_never_changed(study: Path) -> None:
    before = study.read_bytes()
    with annotator.open(study) as project:
        assert project.dialogues().__next__().key
        assert list(project.turns("speaker:Nobody")) == []
        assert len(list(project.tags())) == 3
    assert study.read_bytes() == before


class _Frame(SimpleNamespace):
    def __init__(self, rows: list[dict[str, Any]], **fields: Any) -> None:
        super().__init__(rows=rows, **fields)


def test_frames_are_made_of_what_is_installed(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with annotator.open(study) as project:
        for name in ("pandas", "polars"):
            monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(UserError, match="neither pandas nor polars is installed"):
            project.turns_frame()
        with pytest.raises(UserError, match="polars is not installed"):
            project.tags_frame(kind="polars")
        monkeypatch.setitem(sys.modules, "polars", SimpleNamespace(DataFrame=_Frame))
        frame = project.turns_frame()
        assert [row["stance"] for row in frame.rows] == [["favor"], ["none"], []]
        monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=_Frame))
        frame = project.tags_frame("label:topic.drift")
        assert [row["label"] for row in frame.rows] == ["stance.favor", "topic.drift"]
        assert frame.columns[:4] == ["source", "dialogue", "title", "turn"]


def test_importing_the_package_brings_nothing_along() -> None:
    code = (
        "import sys, annotator; annotator.open, annotator.repair_text;"
        "heavy = [x for x in ('PySide6', 'sqlalchemy', 'ftfy', 'msgspec', 'click') if x in sys.modules];"
        "assert not heavy, heavy;"
        "annotator.repair_text('x'); assert 'PySide6' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_repairing_a_string() -> None:
    assert annotator.repair_text("wasnâ€™t") == "wasn’t"
    assert doctest.testmod(api).failed == 0
