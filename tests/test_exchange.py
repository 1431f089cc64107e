"""Out of a project file and back into a new one."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from annotator import codebooks
from annotator.core.plain_records import PlainTurn
from annotator.core.progress import Progress
from annotator.errors import Cancelled, UserError
from annotator.exchange import ExportReport, export_content, export_project, project_from_export, read_project
from annotator.exchange.export_content import Selected
from annotator.exporters import plain_json, plain_tags
from annotator.model import Annotator, Target
from annotator.pipeline.import_files import import_paths
from annotator.store import Project, ProjectDamaged
from tests.exporters.projects import Project as AnyProject
from tests.exporters.projects import exported, projects, sample

ANNA = Annotator("a0000000-0000-7000-8000-00000000000a", "Anna")
BEN = Annotator("a0000000-0000-7000-8000-00000000000b", "Ben")


_TALK = (
    "[A]: 关于'AI会有创造力'这个话题，你怎么想的？\n\n[B]: 是的，我  觉得会。\n"
    "[A]: Really ?\n[B]: 😀\n[A]: ok\n[B]: 好\n"
)
FILES = {
    "1.txt": _TALK.encode(),
    "2.txt": b"removed later",
    "3.txt": _TALK.replace("\n", "\r\n").encode("utf-16"),
    "4.txt": _TALK.replace("😀", "嗯").encode("gb18030"),
    "5.txt": "[A]: cafÃ© wasnâ€™t open\r\n[B]: dÃ©jÃ  vu\n".encode(),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of five files, tagged by two people, with a second target and a removed dialogue."""
    folder = tmp_path_factory.mktemp("made")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    path = folder / "study.dap"
    with Project.create(path, codebook=codebooks.default(), annotator=ANNA, name="研究") as project:
        import_paths(project, [folder], workers=0)
        ids = project.dialogues.ids()
        project.dialogues.set_target(ids[0], Target("t2", "choice", "Tea?", ("tea", "coffee")))
        turns = project.turns.ids(ids[0])
        project.tags.add(turns[:4], "stance.favor", intensity=2)
        project.tags.add(turns[4:6], "stance.none", target="t2", uncertain=True)
        label, _ = project.codebook.add_label("topic", "机器 “art”")
        project.tags.add(turns, label.key)
        project.tags.add(turns, "topic.drift", origin="suggested", score=0.25)
        project.tags.write(turns[:2], "note", "=hm\n")
        project.codebook.update_label("topic.target", retired=True)
        project.dialogues.remove([ids[1]])
        project.dialogues.rename(ids[2], "Third")
    with Project.open(path, annotator=BEN) as project:
        project.tags.add(project.turns.ids(ids[0]), "language.mixed")
    return path


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(made, tmp_path))


def out(project: Path, path: Path, *, source_bytes: bool = True) -> bytes:
    with Project.open(project, read_only=True) as opened:
        export_project(opened, path, source_bytes=source_bytes)
    return path.read_bytes()


def test_a_project_comes_back_the_same(study: Path, tmp_path: Path) -> None:
    first = out(study, tmp_path / "first.json")
    assert out(study, tmp_path / "again.json") == first
    told: list[Progress] = []
    read_project(tmp_path / "first.json", tmp_path / "new.dap", progress=told.append)
    assert out(tmp_path / "new.dap", tmp_path / "second.json") == first
    assert told[-1] == Progress(4, 4)
    with Project.open(tmp_path / "new.dap") as project:
        assert project.check() == []
        assert project.name == "研究"
        with Project.open(study, read_only=True) as old:
            assert project.key == old.key
            for source in project.sources.all():
                same = next(x for x in old.sources.all() if x.sha256 == source.sha256)
                assert project.sources.data(source.id) == old.sources.data(same.id)


def test_a_project_with_everything_comes_back(tmp_path: Path) -> None:
    data = exported(sample())
    (tmp_path / "in.json").write_bytes(data)
    read_project(tmp_path / "in.json", tmp_path / "new.dap")
    assert out(tmp_path / "new.dap", tmp_path / "out.json") == data


@pytest.mark.parametrize("key", ["json", "jsonl", "csv"])
def test_plain_rows_and_whole_objects_are_written_alike(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    with Project.open(study) as project:
        dialogues = project.dialogues.ids()
        turns = project.turns.ids(dialogues[0])
        project.marks.set(turns[2:3], "flag", on=True)
        project.tags.add_to_dialogue(dialogues[0], "topic.target")
        project.tags.add_span(turns[4], 0, 1, "topic.target")
        later, _ = project.codebook.add_label("topic", "=later")
        sooner, _ = project.codebook.add_label("topic", "a first, “so” said")
        for label in (later, sooner):  # two answers of one person to one facet, given in another order
            project.tags.add(turns, label.key)
        project.codebook.move_label(sooner.key, before=later.key)
    with Project.open(study, read_only=True) as project:
        assert any(isinstance(x, PlainTurn) for one in project.records.plain([1]) for x in one.turns)
    monkeypatch.setattr(export_content, "Vetting", None)  # nothing is met that makes the export begin anew
    plain = export(study, tmp_path / "plain", key)
    monkeypatch.setattr(plain_json, "_MOST", 1)  # nothing is kept for long
    monkeypatch.setattr(plain_tags, "_MOST", 1)
    assert export(study, tmp_path / "short memory", key) == plain
    assert (tmp_path / "short memory").read_bytes() == (tmp_path / "plain").read_bytes()
    monkeypatch.setattr(Selected, "plain", lambda _: None)
    whole = export(study, tmp_path / "whole", key)
    assert (whole, (tmp_path / "whole").read_bytes()) == (plain, (tmp_path / "plain").read_bytes())


def test_a_text_that_is_none_is_damage_for_plain_rows_too(study: Path) -> None:
    with Project.open(study) as project:
        project._db.direct("PRAGMA ignore_check_constraints = 1")
        plain = [x for one in project.records.plain([1]) for x in one.turns if isinstance(x, PlainTurn)]
        project._db.direct(f"UPDATE turn SET text = x'ff' WHERE position = {plain[0].position}")
        with pytest.raises(ProjectDamaged):
            list(project.records.plain([1]))


def export(study: Path, path: Path, key: str) -> ExportReport:
    with Project.open(study, read_only=True) as project:
        return replace(export_project(project, path, format=key), path=study)


@settings(max_examples=20)
@given(projects())
def test_any_project_leaves_the_project_file_as_it_came_in(project: AnyProject) -> None:
    data = exported(project)
    with TemporaryDirectory() as folder:
        Path(folder, "in.json").write_bytes(data)
        read_project(Path(folder, "in.json"), Path(folder, "new.dap"))
        assert out(Path(folder, "new.dap"), Path(folder, "out.json")) == data


def test_bytes_that_were_left_out_stay_missing(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_bytes(exported(sample()))
    read_project(tmp_path / "in.json", tmp_path / "new.dap")
    data = out(tmp_path / "new.dap", tmp_path / "out.json", source_bytes=False)
    read_project(tmp_path / "out.json", tmp_path / "newer.dap")
    assert out(tmp_path / "newer.dap", tmp_path / "end.json") == data
    with Project.open(tmp_path / "newer.dap") as project, pytest.raises(UserError):
        project.sources.data(project.sources.all()[1].id)


def test_large_exports_are_read_in_batches(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = out(study, tmp_path / "first.json")
    monkeypatch.setattr(project_from_export, "_BATCH_TURNS", 1)
    read_project(tmp_path / "first.json", tmp_path / "new.dap")
    assert out(tmp_path / "new.dap", tmp_path / "second.json") == first


def test_the_report_says_what_was_written(study: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    with Project.open(study, read_only=True) as project:
        report = export_project(project, tmp_path / "x.csv", progress=told.append)
        counts = project.counts()
    assert (report.format, report.dialogues, report.turns) == ("csv", 4, counts.turns)
    assert report.tags == counts.tags
    assert report.bytes == (tmp_path / "x.csv").stat().st_size
    assert "received text and repair steps" in report.losses
    assert told[-1] == Progress(8, 8)  # written, then read back


@pytest.mark.parametrize("format", ["json", "jsonl", "csv"])
def test_cancelling_leaves_the_old_file(study: Path, tmp_path: Path, format: str) -> None:  # noqa: A002
    path = tmp_path / "old.txt"
    path.write_text("old")
    before = sorted(tmp_path.iterdir())
    with Project.open(study, read_only=True) as project, pytest.raises(Cancelled):
        export_project(project, path, format=format, cancelled=lambda: True)
    assert path.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == before


def test_a_new_label_meanwhile_begins_the_export_anew(study: Path, tmp_path: Path) -> None:
    with Project.open(study) as project:
        names = iter(["late"])

        def meanwhile(_: Progress) -> None:
            for name in names:
                label = project.codebook.add_label("topic", name)[0]
                project.tags.add([project.turns.ids(project.dialogues.ids()[-1])[0]], label.key)

        report = export_project(project, tmp_path / "x.json", progress=meanwhile)
    assert report.bytes == (tmp_path / "x.json").stat().st_size
    document = json.loads((tmp_path / "x.json").read_bytes())
    labels = [x["name"] for facet in document["codebook"]["facets"] for x in facet.get("labels", [])]
    assert "late" in labels
    read_project(tmp_path / "x.json", tmp_path / "new.dap")


def test_a_codebook_that_never_rests_is_said(study: Path, tmp_path: Path) -> None:
    with Project.open(study) as project:
        numbers = iter(range(100))

        def meanwhile(_: Progress) -> None:
            project.codebook.add_label("topic", f"new {next(numbers)}")

        with pytest.raises(UserError, match="changed while the export ran"):
            export_project(project, tmp_path / "x.json", progress=meanwhile)
    assert not (tmp_path / "x.json").exists()


def test_an_export_never_takes_the_place_of_a_project(study: Path) -> None:
    before = study.read_bytes()
    with Project.open(study, read_only=True) as project, pytest.raises(UserError, match="a project"):
        export_project(project, study, format="json")
    assert study.read_bytes() == before


def test_reading_refuses_an_existing_project(study: Path, tmp_path: Path) -> None:
    out(study, tmp_path / "x.json")
    before = study.read_bytes()
    with pytest.raises(UserError, match="exists already"):
        read_project(tmp_path / "x.json", study)
    assert study.read_bytes() == before


def test_a_wrong_export_leaves_no_project(tmp_path: Path) -> None:
    document = json.loads(exported(sample()))
    document["dialogues"][1]["turns"][0]["tags"] = [{"key": "x"}]
    (tmp_path / "x.json").write_text(json.dumps(document))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(
        UserError, match=r"x\.json cannot be read: at \$\.dialogues\[1\]\.turns\[0\]\.tags\[0\]"
    ):
        read_project(tmp_path / "x.json", tmp_path / "new.dap")
    assert sorted(tmp_path.iterdir()) == before


def test_cancelling_a_reading_leaves_no_project(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(exported(sample()))
    with pytest.raises(Cancelled):
        read_project(tmp_path / "x.json", tmp_path / "new.dap", cancelled=lambda: True)
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(exported(sample()))
    with pytest.raises(UserError, match=r"^new\.dap"):
        read_project(tmp_path / "x.json", tmp_path / "none" / "new.dap")


def test_an_edited_dialogue_of_several_in_one_source(tmp_path: Path) -> None:
    """A source of which only the second dialogue is left keeps its key and its bytes."""
    project = sample()
    record = replace(project.records[1], number=1)
    dialogue = replace(record.dialogue, key=record.dialogue.key + ".1")
    turns = tuple(
        replace(x, turn=replace(x.turn, key=f"{dialogue.key}:{x.turn.position}")) for x in record.turns
    )
    project.records = [replace(record, dialogue=dialogue, turns=turns)]
    project.files = [project.files[1]]
    data = exported(project)
    (tmp_path / "x.json").write_bytes(data)
    read_project(tmp_path / "x.json", tmp_path / "new.dap")
    assert out(tmp_path / "new.dap", tmp_path / "y.json") == data
