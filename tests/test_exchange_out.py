"""What leaves a project: parts of it, without names, and what the report says about it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import stat
import zipfile
from pathlib import Path

import pytest

from annotator import codebooks
from annotator.errors import Cancelled, UserError
from annotator.exchange import FORMATS, Anonymised, ExportReport, Scope, export_project, read_project
from annotator.exporters import Differs, wordlist
from annotator.exporters.pseudonyms import Pseudonyms
from annotator.model import Annotator, Target, TurnFilter
from annotator.pipeline.import_files import import_paths
from annotator.store import Project
from tests.store.building import rename_project

ANNA = Annotator("a0000000-0000-7000-8000-00000000000a", "Anna")
BEN = Annotator("a0000000-0000-7000-8000-00000000000b", "Ben")
BOT = Annotator("a0000000-0000-7000-8000-00000000000c", "tagger 1", "machine")
TALK = "[Maria]: JosÃ© lives in Zürich, 你好张伟！\n[Jonas]: ＭＡＲＩＡ says no\n[Maria]: ok\n"
WORDS = "José\tPERSON\nMaria\tPERSON\nzürich\tPLACE\n张伟\nJonas\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two files with tags of two people and a program."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "Interview with Maria.txt").write_text(TALK)
    (folder / "second.txt").write_text("[A]: one\n[B]: two\n")
    path = folder / "study.dap"
    with Project.create(path, codebook=codebooks.default(), annotator=ANNA, name="Zürich study") as project:
        import_paths(project, [folder], workers=0)
        first, second = project.dialogues.ids()
        turns = project.turns.ids(first)
        project.dialogues.set_target(first, Target("t", "proposition", "Should Maria stay in Zürich?"))
        project.tags.add(turns, "stance.favor", intensity=2)
        project.tags.set_fields(turns[:1], "stance", note="about José")
        project.tags.write(turns[:1], "note", "Ask Maria.")
        project.tags.add(project.turns.ids(second), "stance.none")
    with Project.open(path, annotator=BEN) as project:
        project.tags.add(turns[1:2], "language.en")
    with Project.open(path, annotator=BOT) as project:
        project.tags.add(turns, "topic.target", origin="suggested", score=0.5)
        project.tags.add(turns[:1], "language.en")
    return path


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def export(study: Path, path: Path, **choices: object) -> ExportReport:
    with Project.open(study, read_only=True) as project:
        return export_project(project, path, **choices)  # type: ignore[arg-type]


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


# --- the check --------------------------------------------------------------------------------


def test_what_does_not_read_back_leaves_no_file(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differ(*_: object) -> None:
        raise Differs("dialogue 7")

    monkeypatch.setattr("annotator.exporters.Witness.compare", differ)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserError, match=r"x\.csv was not written: read back, .*dialogue 7"):
        export(study, tmp_path / "x.csv")
    assert sorted(tmp_path.iterdir()) == before
    export(study, tmp_path / "x.csv", check=False)


def test_the_report_counts_what_the_format_cannot_hold(study: Path, tmp_path: Path) -> None:
    report = export(study, tmp_path / "x.jsonl", format="doccano")
    lost = {loss.kind: loss.words for loss in report.lost}
    assert lost["intensity"] == "3 intensities"
    assert lost["notes"] == "1 note on a tag"
    assert lost["suggestions"] == "3 suggestions nobody accepted"
    assert "hotkeys" in lost
    assert "gaps" not in lost  # there are none in the project
    assert "a label is called FACET: LABEL" in report.changes
    assert export(study, tmp_path / "x.json").lost == ()


def test_texts_that_are_written_otherwise_are_counted(study: Path, tmp_path: Path) -> None:
    (tmp_path / "formula.txt").write_text("[A]: =1+1\n[B]: x\n")
    with Project.open(study) as project:
        import_paths(project, [tmp_path / "formula.txt"], workers=0)
    report = export(study, tmp_path / "x.csv")
    assert [x for x in report.changes if x.startswith("1 texts begin with an apostrophe")]


def damage(study: Path, statement: str) -> None:
    connection = sqlite3.connect(study)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_bad_dialogue_is_reported_and_the_others_go_on(study: Path, tmp_path: Path) -> None:
    damage(study, "UPDATE turn SET meta = '{' WHERE dialogue = 1 AND position = 0")
    for name in ("x.json", "x.csv"):
        report = export(study, tmp_path / name)
        assert report.dialogues == 1
        (trouble,) = report.troubles
        assert trouble.where == "dialogue number 1"
        assert trouble.what.startswith("it cannot be read")


def test_a_bad_tag_is_reported_and_the_others_go_on(study: Path, tmp_path: Path) -> None:
    damage(study, 'UPDATE tag SET "start" = 5, "end" = 500 WHERE turn = 3')
    report = export(study, tmp_path / "x.json")
    assert report.dialogues == 2
    assert {trouble.what for trouble in report.troubles} == {"its span is not in the text"}
    assert all(trouble.where.startswith("turn ") for trouble in report.troubles)
    document = json.loads((tmp_path / "x.json").read_bytes())
    assert document["dialogues"][0]["turns"][2]["tags"] == []


def test_a_writer_that_fails_with_everything_vetted_is_a_defect(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("annotator.exporters.loss_report.Losses.add", fail)
    with pytest.raises(ZeroDivisionError):
        export(study, tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()


# --- parts ------------------------------------------------------------------------------------


def test_only_some_people_and_no_programs(study: Path, tmp_path: Path) -> None:
    export(study, tmp_path / "x.csv", scope=Scope(annotators=(BEN.key,)))
    (only,) = [row for row in rows(tmp_path / "x.csv") if row["language"]]
    assert only["language"] == "en"
    assert "stance (Anna)" not in only
    export(study, tmp_path / "t.csv", format="tags-csv", scope=Scope(machine=False))
    assert {row["annotator"] for row in rows(tmp_path / "t.csv")} == {"Anna", "Ben"}
    export(study, tmp_path / "x.json", scope=Scope(annotators=(ANNA.key,)))
    document = json.loads((tmp_path / "x.json").read_bytes())
    assert len(document["annotators"]) == 3  # steps and marks may name them
    tags = [tag for x in document["dialogues"] for turn in x["turns"] for tag in turn["tags"]]
    assert {tag["annotator"] for tag in tags} == {ANNA.key}
    with pytest.raises(UserError, match="nobody has the key x"):
        export(study, tmp_path / "y.csv", scope=Scope(annotators=("x",)))


def test_received_text_has_its_spans_where_they_were(study: Path, tmp_path: Path) -> None:
    with Project.open(study, annotator=ANNA) as project:
        turn = project.turns.ids(project.dialogues.ids()[0])[0]
        text = project.turns.page([turn])[0].text
        start = text.index("José")
        facet = next(x for x in project.codebook.read().facets if x.kind == "several")
        project.tags.add_span(turn, start, start + 4, facet.labels[0].key)
    scope = Scope(text="received")
    export(study, tmp_path / "x.csv", format="tags-csv", scope=scope)
    (span,) = [row for row in rows(tmp_path / "x.csv") if row["span"]]
    assert span["span"] == "JosÃ©"
    with pytest.raises(UserError, match="has no received text alone"):
        export(study, tmp_path / "x.json", scope=scope)


def test_own_json_keeps_dialogues_whole(study: Path, tmp_path: Path) -> None:
    scope = Scope(where=TurnFilter(speakers=("Jonas",)))
    report = export(study, tmp_path / "x.json", scope=scope)
    assert (report.dialogues, report.turns) == (1, 3)
    assert "dialogues with a turn that fits the filter are there as a whole" in report.changes
    report = export(study, tmp_path / "x.csv", scope=scope)
    assert (report.dialogues, report.turns) == (1, 1)
    with pytest.raises(UserError, match="no turn fits the filter"):
        export(study, tmp_path / "y.csv", scope=Scope(where=TurnFilter(speakers=("Nobody",))))


# --- without names ----------------------------------------------------------------------------


def anonymised(study: Path, key: Path, path: Path, format_: str) -> ExportReport:
    plan = Anonymised(key, wordlist.parse(WORDS, "words"))
    return export(study, path, format=format_, anonymised=plan)


def everything(path: Path) -> str:
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            data = b"\n".join(name.encode() + b"\n" + archive.read(name) for name in archive.namelist())
    text = data.decode(errors="replace")
    if "\\u" in text:
        text += data.decode("unicode_escape", errors="replace")
    return text


@pytest.mark.parametrize("format_", [row.key for row in FORMATS])
def test_no_name_is_left_anywhere(study: Path, tmp_path: Path, format_: str) -> None:
    with Project.open(study, annotator=ANNA) as project:
        rename_project(project, "Maria")
    report = anonymised(study, tmp_path / "key.json", tmp_path / "x", format_)
    text = everything(tmp_path / "x").casefold()
    for word in ("jos", "maria", "zürich", "zÃ¼rich", "张伟", "jonas", "interview with", "ｍａｒｉａ"):
        assert word.casefold() not in text, word
    assert report.replaced >= 7
    assert [words for words in report.changes if words.startswith("speakers, files and dialogues have codes")]
    assert report.key == tmp_path / "key.json"
    assert stat.S_IMODE((tmp_path / "key.json").stat().st_mode) == 0o600


def test_the_key_leads_back_and_codes_stay_the_same(study: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    anonymised(study, key, tmp_path / "x.csv", "csv")
    first = (tmp_path / "x.csv").read_bytes()
    anonymised(study, key, tmp_path / "x.csv", "csv")
    assert (tmp_path / "x.csv").read_bytes() == first
    found = rows(tmp_path / "x.csv")
    pseudonyms = Pseudonyms.load(key)
    with Project.open(study, read_only=True) as project:
        ids = [turn for x in project.dialogues.ids() for turn in project.turns.ids(x)]
        turns = project.turns.page(ids)
    assert [pseudonyms.restored(row["text"]) for row in found] == [turn.text for turn in turns]
    assert found[1]["text"] == "[PERSON-1.2] says no"  # the same name as Maria in the project's name
    held = json.loads(key.read_bytes())
    speakers = [held["speakers"][name] for name in ("Maria", "Jonas", "Maria")]
    assert [row["speaker"] for row in found[:3]] == speakers
    assert sorted(held["speakers"].values()) == ["S1", "S2", "S3", "S4"]
    other = tmp_path / "other.json"
    anonymised(study, other, tmp_path / "y.csv", "csv")
    assert {row["turn_key"] for row in rows(tmp_path / "y.csv")}.isdisjoint(row["turn_key"] for row in found)


def test_views_are_counted_where_they_are_lost_and_never_in_an_anonymous_file(
    study: Path, tmp_path: Path
) -> None:
    with Project.open(study, annotator=ANNA) as project:
        project.views.save("said by Maria", TurnFilter(speakers=("Maria",)))
    assert ("views", 1) in {(loss.kind, loss.count) for loss in export(study, tmp_path / "x.csv").lost}
    export(study, tmp_path / "x.json")
    read_project(tmp_path / "x.json", tmp_path / "again.dap")
    with Project.open(tmp_path / "again.dap") as project, Project.open(study, read_only=True) as before:
        assert project.views.all() == before.views.all() != ()
        assert project.check() == []
    anonymised(study, tmp_path / "key.json", tmp_path / "y.json", "json")
    assert "views" not in json.loads((tmp_path / "y.json").read_bytes())


def test_every_format_but_the_own_one_says_that_it_lacks_views_and_marks() -> None:
    for row in FORMATS:
        assert ("views" in row.limits.lacks) is (row.key != "json")
        assert ("marks" in row.limits.lacks) is (row.key not in {"json", "jsonl"})
        assert any("views" in loss for loss in row.limits.losses) is (row.key != "json")


def test_an_anonymous_json_is_a_project_again(study: Path, tmp_path: Path) -> None:
    anonymised(study, tmp_path / "key.json", tmp_path / "x.json", "json")
    read_project(tmp_path / "x.json", tmp_path / "new.dap")
    with Project.open(tmp_path / "new.dap", read_only=True) as project:
        assert project.counts().turns == 5


def test_a_name_that_cannot_be_replaced_is_an_error(study: Path, tmp_path: Path) -> None:
    plan = Anonymised(tmp_path / "key.json", wordlist.parse("favor\n", "words"))
    with pytest.raises(UserError, match="“favor” of the word list is still in the codebook"):
        export(study, tmp_path / "x.csv", anonymised=plan)
    assert not (tmp_path / "key.json").exists()
    assert not (tmp_path / "x.csv").exists()


def test_cancelling_the_check_leaves_nothing(study: Path, tmp_path: Path) -> None:
    done: list[int] = []
    with pytest.raises(Cancelled):
        export(
            study,
            tmp_path / "x.csv",
            progress=lambda now: done.append(now.done),
            cancelled=lambda: len(done) >= 2,
        )
    assert not (tmp_path / "x.csv").exists()
