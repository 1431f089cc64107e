"""Tables go out as they came in, byte for byte, with the tags in further columns."""

# ruff: noqa: E501 - rows stay whole
from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import codebooks
from annotator.errors import UserError
from annotator.exchange import Anonymised, export_project
from annotator.exporters import FORMATS, Differs, Witness, csv_columns, xlsx_columns
from annotator.exporters.source_tables_writer import Sheet, take
from annotator.model import Annotator
from annotator.pipeline.import_files import import_paths
from annotator.pipeline.import_job import ImportChoice
from annotator.store import Project
from tests.exporters.bundles import written
from tests.exporters.projects import sample
from tests.exporters.xlsx_files import workbook

BY_KEY = {row.key: row for row in FORMATS}

MEI = Annotator("00000000-0000-7000-8000-000000000001", "Mei")
BEN = Annotator("00000000-0000-7000-8000-000000000002", "Ben")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.dap", codebook=codebooks.default(), annotator=MEI) as made:
        yield made


def brought(project: Project, path: Path, choice: ImportChoice | None = None) -> list[int]:
    """The turns of a file that was imported."""
    report = import_paths(project, [path], default=choice, workers=0)
    assert report.failed == ()
    return [turn for one in project.dialogues.ids() for turn in project.turns.ids(one)]


def exported(project: Project, tmp_path: Path) -> dict[str, bytes]:
    report = export_project(project, tmp_path / "out.zip", format="tables")
    assert report.turns
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without(data: bytes, added: int, separator: str, encoding: str) -> bytes:
    """A table whose last columns have been cut off again, row by row."""
    lines = data.decode(encoding).splitlines(keepends=True)
    made = []
    for line in lines:
        body = line.rstrip("\r\n")
        for _ in range(added):
            body = body.rpartition(separator)[0]
        made.append(body + line[len(line.rstrip("\r\n")) :])
    return "".join(made).encode(encoding)


@pytest.mark.parametrize(
    "shape",
    [("x.csv", ",", "utf-8", "\n"), ("x.csv", ";", "utf-8-sig", "\r\n"), ("x.tsv", "\t", "utf-16", "\r\n")],
)
def test_a_table_goes_out_as_it_came(
    project: Project, tmp_path: Path, shape: tuple[str, str, str, str]
) -> None:
    name, separator, encoding, end = shape
    rows = [
        ["speaker", "text", "n"],
        ["Ann", "Is it raining?", "1"],
        ["Bob", "Not yet.", "02"],
        ["Ann", "Good.", ""],
    ]
    data = "".join(separator.join(row) + end for row in rows).encode(encoding)
    (tmp_path / name).write_bytes(data)
    first, _, last = brought(project, tmp_path / name)
    project.tags.add([first], "stance.favor")
    project.tags.add([last], "topic.art") if _has(project, "topic.art") else project.tags.add(
        [last], "stance.none"
    )
    files = exported(project, tmp_path)
    assert list(files) == [name]
    read = list(csv.DictReader(io.StringIO(files[name].decode(encoding)), delimiter=separator))
    assert next(row["stance"] for row in read) == "favor"
    added = len(read[0]) - 3
    assert without(files[name], added, separator, encoding) == data


def _has(project: Project, label: str) -> bool:
    return any(one.key == label for facet in project.codebook.read().facets for one in facet.labels)


def test_without_tags_the_file_is_the_same(project: Project, tmp_path: Path) -> None:
    data = b'speaker,text\r\nAnn,"Is it,\r\nraining?"\r\n\r\nBob,Not yet.'
    (tmp_path / "x.csv").write_bytes(data)
    brought(project, tmp_path / "x.csv")
    assert exported(project, tmp_path) == {"x.csv": data}


def test_lines_in_cells_bad_rows_and_short_ones_stay(project: Project, tmp_path: Path) -> None:
    data = b'speaker,text,more\nAnn,"Is it,\nraining?",\nBob,Not yet.\nx,y,z,too many\n"bad" row,x\n\nAnn,Good.,1'
    (tmp_path / "x.csv").write_bytes(data)
    turns = brought(project, tmp_path / "x.csv")
    project.tags.add(turns[:2], "stance.favor")
    (made,) = exported(project, tmp_path).values()
    assert made.decode() == (
        'speaker,text,more,stance\nAnn,"Is it,\nraining?",,favor\nBob,Not yet.,,favor\n'
        'x,y,z,too many,\n"bad" row,x\n\nAnn,Good.,1,'
    )


def test_a_table_without_a_head_gets_cells_alone(project: Project, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"A,Is it raining?\nB,Not yet.\nA,Good.\n")
    turns = brought(project, tmp_path / "x.csv")
    project.tags.add(turns[1:2], "stance.favor")
    (made,) = exported(project, tmp_path).values()
    assert made == b"A,Is it raining?,\nB,Not yet.,favor\nA,Good.,\n"


def test_several_turns_of_one_row_are_told_apart(project: Project, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b'id,dialogue\n1,"Ann: Hi.\nBob: Yo."\n2,"Ann: So?\nBob: Ok."\n')
    turns = brought(project, tmp_path / "x.csv")
    project.tags.add([turns[0]], "stance.favor")
    project.tags.add([turns[1], turns[3]], "stance.none")
    (made,) = exported(project, tmp_path).values()
    rows = list(csv.DictReader(io.StringIO(made.decode())))
    names = {label.key: label.name for facet in project.codebook.read().facets for label in facet.labels}
    assert [row["stance"] for row in rows] == [
        f"1: favor; 2: {names['stance.none']}",
        f"2: {names['stance.none']}",
    ]


def test_labels_that_an_encoding_has_not_make_it_utf_8(project: Project, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes("speaker,text\nAnn,Café à la crème est bon ici\n".encode("cp1252"))
    (turn,) = brought(project, tmp_path / "x.csv", ImportChoice("cp1252"))
    facet = next(
        one for one in project.codebook.read().facets if one.kind == "several" and one.scope == "turn"
    )
    project.codebook.add_label(facet.key, "艺术")
    key = next(
        one.key for each in project.codebook.read().facets for one in each.labels if one.name == "艺术"
    )
    project.tags.add([turn], key)
    (made,) = exported(project, tmp_path).values()
    assert made.startswith(b"\xef\xbb\xbf")
    assert "Café" in made.decode("utf-8-sig")
    assert "艺术" in made.decode("utf-8-sig")


@pytest.mark.parametrize("prefixed", [False, True])
def test_a_workbook_keeps_all_it_had(project: Project, tmp_path: Path, prefixed: bool) -> None:
    data = workbook(prefixed=prefixed)
    (tmp_path / "x.xlsx").write_bytes(data)
    turns = brought(project, tmp_path / "x.xlsx")
    project.tags.add(turns[:1], "stance.favor")
    (made,) = exported(project, tmp_path).values()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
        assert changed == ["xl/worksheets/sheet1.xml"]
        before, after = old.read(changed[0]), new.read(changed[0])
        assert b"<f>" in after or b"<x:f>" in after
        assert b'ref="A1:D4"' in after
        assert b'spans="1:3" r="2"' not in after
        assert b'r="D2"' in after
        assert b"favor" in after
        assert b'r="D4"' not in after, "no cell where nothing stands"
        assert len(before) < len(after)
    again = tmp_path / "again"
    again.mkdir()
    (again / "y.xlsx").write_bytes(made)
    with Project.create(again / "q.dap", codebook=codebooks.default(), annotator=MEI) as other:
        brought(other, again / "y.xlsx")
        record = other.records.one(other.dialogues.ids()[0])
        assert record.turns[0].turn.meta["fields"] == {"n": 1, "stance": "favor"}


def test_columns_stand_behind_cells_that_are_joined() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="D1:F1"/><mergeCell/></mergeCells>'
            )
            new.writestr(name, content)
    made = xlsx_columns.with_columns(data.getvalue(), "First", ["stance"], {2: ["favor"]}, 1)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b'r="G1"' in sheet
    assert b'r="G2"' in sheet
    assert xlsx_columns.strings_in(sheet, 1) == {1: ["stance"], 2: ["favor"]}


def test_two_of_a_name_and_what_is_no_table(project: Project, tmp_path: Path) -> None:
    for folder, text in (("a", "speaker,text\nAnn,Hi there.\n"), ("b", "speaker,text\nBob,Yo there.\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.csv").write_text(text, encoding="utf-8")
        brought(project, tmp_path / folder / "x.csv")
    (tmp_path / "t.txt").write_text("[A]: hi\n[B]: yo\n", encoding="utf-8")
    brought(project, tmp_path / "t.txt")
    report = export_project(project, tmp_path / "out.zip", format="tables")
    assert {loss.kind: loss.count for loss in report.lost}["other sources"] == 1
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        first, second = archive.namelist()
    assert first == "x.csv"
    assert second.startswith("x-")
    with pytest.raises(UserError, match="not anonymous"):
        export_project(
            project, tmp_path / "no.zip", format="tables", anonymised=Anonymised(tmp_path / "k.json")
        )


def test_tags_of_dialogues_stand_in_their_first_row(project: Project, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(
        "speaker,text,session\nAnn,Hi.,1\nBob,Yo.,1\nAnn,So?,2\n", encoding="utf-8"
    )
    brought(project, tmp_path / "x.csv")
    facet = next((one for one in project.codebook.read().facets if one.scope == "dialogue"), None)
    if facet is None:
        project.codebook.add_facet(
            codebooks.default().facets[0].__class__("outcome", "Outcome", "single", "dialogue")
        )
        project.codebook.add_label("outcome", "solved")
        facet = next(one for one in project.codebook.read().facets if one.key == "outcome")
    project.tags.add_to_dialogue(project.dialogues.ids()[1], facet.labels[0].key)
    (made,) = exported(project, tmp_path).values()
    rows = list(csv.DictReader(io.StringIO(made.decode())))
    assert [row[facet.key] for row in rows] == ["", "", facet.labels[0].name]


def test_rows_are_those_that_the_import_counts() -> None:
    text = 'a,b\r\n1,"x\ny"\r2,z\n\n"un'
    assert [(number, row) for number, _, row in csv_columns.records(text, ",")] == [
        (1, ["a", "b"]), (2, ["1", "x\ny"]), (4, ["2", "z"]), (5, None), (6, None)
    ]  # fmt: skip
    assert "".join(raw for _, raw, _ in csv_columns.records(text, ",")) == text
    assert [row for *_, row in csv_columns.records("", ",")] == [None]


def test_a_sheet_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        xlsx_columns.with_columns(workbook(), "gone", ["x"], {}, 0)
    made = xlsx_columns.with_columns(workbook(), "First", ["x"], {2: ["y"]}, 0)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b'r="D1"' not in archive.read("xl/worksheets/sheet1.xml")


def test_a_table_that_names_no_row_of_headings_has_none() -> None:
    record = sample().records[0]
    first = replace(record.turns[0], turn=replace(record.turns[0].turn, meta={"place": "line 2"}))
    sheets: dict[int, Sheet] = {}
    take(sheets, replace(record, dialogue=replace(record.dialogue, meta={"format": "csv"}), turns=(first,)))
    assert [(sheet.head, list(sheet.rows)) for sheet in sheets.values()] == [(0, [2])]


def test_what_was_written_is_compared_with_the_tags() -> None:
    project = sample()
    record = project.records[0]
    about = replace(record.dialogue, meta={"format": "csv", "head": 1})
    places: list[dict[str, object]] = [{"place": "line 2"}, {"place": "line 3"}, {"place": "somewhere"}]
    turns = tuple(
        replace(item, turn=replace(item.turn, meta=meta))
        for item, meta in zip(record.turns, places, strict=True)
    )
    project.records = [replace(record, dialogue=about, turns=turns), *project.records[1:]]
    project.data[1] = b"text\r\na\r\nb\r\n"
    check = BY_KEY["tables"].check(project)
    witness = Witness(check)
    for one in project.records:
        witness.add(one)
    data = written(project, "tables")
    witness.compare(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (name,) = archive.namelist()
        text = archive.read(name)
    assert text.startswith("text,stance (Anna 安娜),stance_target (Anna 安娜),".encode())
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr(name, text.replace(b"favor", b"none"))
    with pytest.raises(Differs):
        witness.compare(other)
