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
from annotator import codebooks
from annotator.api import texts
from annotator.errors import UserError
from annotator.exchange import import_tags
from annotator.model import Annotator
from annotator.pipeline.import_files import import_paths
from annotator.store import Project

PAGE = Path(__file__).parents[1] / "docs" / "scripting.md"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "talk.txt").write_text("[A]: 你好, how are you?\n[B]: fine\n[A]: 好的！\n")
    path = tmp_path / "study.dap"
    anna = Annotator("a", "Anna")
    with Project.create(path, codebook=codebooks.default(), annotator=anna, name="Pilot") as project:
        import_paths(project, [tmp_path / "talk.txt"], workers=0)
        turns = project.turns.ids(project.dialogues.ids()[0])
        project.tags.add(turns[:1], "stance.favor", intensity=2)
        project.tags.add(turns[1:2], "stance.none")
        project.tags.add(turns[:1], "topic.drift")
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
        assert list(project.turns("speaker:B nowhere")) == []
        with pytest.raises(UserError, match="no speaker “Nobody”; known are A, B"):
            next(project.turns("speaker:Nobody"))
        assert len(list(project.tags())) == 3
    assert study.read_bytes() == before


def test_filters_look_at_everybodys_tags_by_key_or_name(study: Path, tmp_path: Path) -> None:
    """Tags that came in from a file are found, whoever asks."""
    with annotator.open(study) as project:
        key = next(project.dialogues()).key
    rows = tmp_path / "in.csv"
    rows.write_text(f"turn_key,label\n{key}:2,stance.favor\n")
    with Project.open(study) as writing:
        import_tags(writing, rows, annotator="Cleo")
    with annotator.open(study) as project:
        assert [turn.position for turn in project.turns("label:stance.favor")] == [0, 2]
        assert [turn.position for turn in project.turns("label:Favor", annotator="Cleo")] == [2]
        assert [turn.position for turn in project.turns("by:Cleo")] == [2]
        assert [turn.position for turn in project.turns("by:Cleo untagged:stance")] == [0, 1]
        assert [turn.position for turn in project.turns("untagged:stance", annotator=["Cleo"])] == [0, 1]
        assert list(project.turns("untagged:Stance")) == []
        assert [tag.facet for tag in project.tags(annotator="Cleo")] == ["stance"]
        for wrong in ("label:stance.favour", "untagged:stances", "by:Zoe", "labl:stance.favor"):
            with pytest.raises(UserError, match=r"(known|there) are .*at character \d"):
                next(project.turns(wrong))
        with pytest.raises(UserError, match="Nobody in the project is called Zoe: known are Anna, Cleo"):
            next(project.turns(annotator="Zoe"))


class _Frame(SimpleNamespace):
    def __init__(self, rows: list[dict[str, Any]], **fields: Any) -> None:
        super().__init__(rows=rows, **fields)

    def astype(self, types: dict[str, str]) -> _Frame:
        return _Frame(self.rows, columns=self.columns, types=types)


def _polars() -> SimpleNamespace:
    names = {name: name for name in ("String", "Int64", "Float64", "Boolean")}
    return SimpleNamespace(
        DataFrame=_Frame, List=lambda of: f"List({of})", Enum=lambda of: f"Enum({len(of)})", **names
    )


def test_frames_are_made_of_what_is_installed(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with annotator.open(study) as project:
        for name in ("pandas", "polars"):
            monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(UserError, match="neither pandas nor polars is installed"):
            project.turns_frame()
        with pytest.raises(UserError, match="polars is not installed"):
            project.tags_frame(kind="polars")
        monkeypatch.setitem(sys.modules, "polars", _polars())
        frame = project.turns_frame()
        assert [row["stance"] for row in frame.rows] == [["favor"], ["none"], []]
        assert (frame.schema["text"], frame.schema["turn"]) == ("String", "Int64")
        assert frame.schema["stance"] == "List(String)"
        pandas = SimpleNamespace(DataFrame=_Frame, CategoricalDtype=tuple)
        monkeypatch.setitem(sys.modules, "pandas", pandas)
        frame = project.tags_frame("label:topic.drift")
        assert [row["label"] for row in frame.rows] == ["stance.favor", "topic.drift"]
        assert frame.columns[:4] == ["source", "dialogue", "title", "turn"]
        assert (frame.types["score"], frame.types["uncertain"]) == ("Float64", "boolean")
        assert frame.types["origin"] == ("human", "imported", "suggested")
        assert {"", "stance.favor", "stance.against", "topic.drift"} <= set(frame.types["label"])
        assert project.tags_frame(kind="polars").schema["annotator"] == "Enum(1)"


def test_arrow_tables_have_their_types_whatever_is_in_them(study: Path) -> None:
    with annotator.open(study) as project:
        turns = project.turns_frame(kind="arrow")
        assert turns.schema == project.turns_frame("speaker:B nowhere", kind="arrow").schema
        assert turns.column("stance").to_pylist() == [["favor"], ["none"], []]
        assert str(turns.schema.field("stance").type) == "list<item: string>"
        assert project.tags_frame(kind="arrow").num_rows == 3


def test_a_data_set_is_made_of_the_arrow_table(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasets", SimpleNamespace(Dataset=lambda table: ("data set", table)))
    with annotator.open(study) as project:
        kind, table = project.turns_frame(kind="datasets")
    assert (kind, table.num_rows) == ("data set", 3)


def test_the_shape_of_a_frame_does_not_depend_on_the_tags(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", _polars())
    with annotator.open(study) as project:
        before = project.turns_frame(kind="polars").schema
        assert project.turns_frame("speaker:B nowhere", kind="polars").schema == before
        alone = project.turns_frame(facets="by annotator", kind="polars").schema
        assert list(alone)[: len(before)] == list(before)
        assert "stance (Anna)" in alone
    with Project.open(study, annotator=Annotator("b", "Ben")) as writing:
        writing.tags.add(writing.turns.ids(1)[:1], "stance.against")
    with annotator.open(study) as project:
        frame = project.turns_frame(kind="polars")
        assert frame.schema == before
        assert frame.rows[0]["stance"] == ["favor", "against"]
        frame = project.turns_frame(facets="by annotator", kind="polars")
        assert frame.rows[0]["stance (Ben)"] == ["against"]
        assert frame.rows[0]["stance (Anna)"] == ["favor"]


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
    done = doctest.testmod(texts)
    assert (done.attempted, done.failed) == (4, 0)
