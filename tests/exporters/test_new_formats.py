"""CHAT, Parquet and the folder for the Hugging Face hub; golden files of what they hold."""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator import __version__
from annotator.errors import UserError
from annotator.exporters import Options, chat_writer, croissant, format_of, xlsx_writer
from annotator.exporters.parquet_writer import rows_of
from annotator.exporters.read_back_check import Differs, Witness
from annotator.exporters.readback import tabular, workbook
from annotator.exporters.tables import Column
from annotator.model import Annotator, Study
from tests.exporters.bundles import unpacked, written
from tests.exporters.projects import ANNA, Project, sample, tag

DATA = Path(__file__).parent / "data"


def rows(data: bytes) -> list[dict[str, Any]]:
    return list(rows_of(io.BytesIO(data)))


# --- CHAT -------------------------------------------------------------------------------------


def test_a_transcript_is_as_the_golden_one() -> None:
    first, second = unpacked(sample(), "chat").values()
    assert first == (DATA / "chat-1.cha").read_bytes()
    assert second.decode().startswith(
        "@UTF8\n@Begin\n@Languages:\tzho, fra\n@Participants:\tSP1 C Participant\n"
    )


def test_every_line_is_one_that_chat_has() -> None:
    for data in unpacked(sample(), "chat").values():
        for line in data.decode().removesuffix("\n").split("\n"):
            assert re.match(r"@[A-Za-z0-9]+(:\t.*)?$|\*[A-Z0-9]{3}:\t.* [.?!]$|%x[a-z]{3}:\t.*$", line), line


def test_words_are_those_of_the_segmenter() -> None:
    out = io.BytesIO()
    chat_writer.write(sample(), out, Options(words=lambda text: ["[x]", "don't", "-", "o_k"]))
    with zipfile.ZipFile(out) as archive:
        assert b"\tx don't ok ." in archive.read(archive.namelist()[0])
    project = sample()
    record = project.records[1]
    for text, line in (("好吗？", "*SP1:\t好吗 ?"), ("...", "*SP1:\t0 ."), ("Wow!", "*SP1:\tWow !")):
        turn = replace(record.turns[0].turn, text=text, received=text)
        project.records = [replace(record, turns=(replace(record.turns[0], turn=turn),))]
        (data,) = unpacked(project, "chat").values()
        assert line in data.decode().split("\n")


def test_many_speakers_languages_and_none() -> None:
    project = sample()
    record = project.records[1]
    item = record.turns[0]
    turns = tuple(replace(item, turn=replace(item.turn, speaker=f"P{n}", key=f"k:{n}")) for n in range(11))
    empty = replace(record.dialogue, key="empty")
    project.records = [replace(record, turns=turns), replace(record, dialogue=empty, turns=(), tags=())]
    project.settled = Study(languages=("zh-Hant", "yue", "tlh", "x"))
    first, *_ = unpacked(project, "chat").values()
    assert "SP9 P8 Participant , S10 P9 Participant" in first.decode()
    assert "@Languages:\tzho, yue, tlh\n" in first.decode()
    project.settled = Study(languages=())
    assert "@Languages:\tund\n" in next(iter(unpacked(project, "chat").values())).decode()


def test_a_transcript_without_its_end_is_found() -> None:
    check = format_of(Path("x"), "chat").check(sample())
    with pytest.raises(ValueError, match="Begin"):
        check._transcript(["@UTF8", "@Begin", "@End"])  # type: ignore[attr-defined]


# --- tables -----------------------------------------------------------------------------------


def test_a_row_is_a_turn_and_a_facet_a_list() -> None:
    found = rows(written(sample(), "parquet"))
    assert [row["text"] for row in found] == [x.turn.text for r in sample().records for x in r.turns]
    assert found[1]["stance (Anna 安娜)"] == ["favor"]
    assert found[1]["phrase (Anna 安娜)"] == ["hedge", "hedge"]
    assert found[1]["meta"] == '{"ids":[1,{"x":null}],"time":1.5}'
    assert found[0]["stance (Anna 安娜)"] == []
    assert (found[2]["repairs"], found[1]["gaps"], found[0]["detected_language"]) == (1, 2, None)
    alone = rows(written(replace(sample(), people=(ANNA,), records=sample().records[1:]), "parquet"))
    assert alone[0]["stance"] == []


def test_a_row_is_a_tag() -> None:
    found = rows(written(sample(), "tags-parquet"))
    assert [row["facet"] for row in found] == [
        "quality", "stance", "stance", "topic", "phrase", "phrase", "note",
    ]  # fmt: skip
    assert found[0]["turn"] is None
    favor = next(row for row in found if row["label"] == "stance.favor")
    assert (favor["target"], favor["intensity"], favor["uncertain"], favor["note"]) == (
        "AI会有创造力", 2, True, "hm\n",
    )  # fmt: skip
    assert {row["origin"] for row in found} == {"human", "suggested"}


def test_the_card_is_as_the_golden_one() -> None:
    files = unpacked(sample(), "datasets")
    assert list(files) == ["data/turns.parquet", "data/tags.parquet", "README.md", "croissant.json"]
    card = files["README.md"].decode().replace(f"Annotator {__version__} ", "Annotator VERSION ")
    assert card == (DATA / "datasets-README.md").read_text(encoding="utf-8")


def test_croissant_says_what_is_in_the_files() -> None:
    files = unpacked(sample(), "datasets")
    found = json.loads(files["croissant.json"])
    assert (found["@type"], found["conformsTo"]) == ("sc:Dataset", "http://mlcommons.org/croissant/1.0")
    assert found["inLanguage"] == list(sample().study().languages)
    for part, records in zip(found["distribution"], found["recordSet"], strict=True):
        data = files[part["contentUrl"]]
        assert part["sha256"] == hashlib.sha256(data).hexdigest()
        schema = importlib.import_module("pyarrow.parquet").read_schema(io.BytesIO(data))
        assert [one["source"]["extract"]["column"] for one in records["field"]] == schema.names
        assert {one["source"]["fileObject"]["@id"] for one in records["field"]} == {part["@id"]}
        lists = [one["name"] for one in records["field"] if one.get("repeated")]
        assert lists == [name for name in schema.names if str(schema.field(name).type).startswith("list")]


def test_ids_of_croissant_hold_no_white_space_and_differ() -> None:
    names = ("text", "stance (A b)", "stance_(A b)", "stance (A_b)")
    part = croissant.DataFile("turns", "x.parquet", [Column(name, "text", "") for name in names], "")
    records = json.loads(croissant.croissant("Study", "", ["zh"], [part]))["recordSet"][0]
    assert [field["name"] for field in records["field"]] == list(names)
    ids = [field["@id"] for field in records["field"]]
    assert ids == ["turns/text", "turns/stance_(A_b)", "turns/stance_(A_b)_2", "turns/stance_(A_b)_3"]


def test_large_tables_are_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rows(written(sample(), "parquet"))
    monkeypatch.setattr("annotator.exporters.parquet_writer._ROWS", 1)
    data = written(sample(), "parquet")
    assert rows(data) == whole
    file = importlib.import_module("pyarrow.parquet").ParquetFile(io.BytesIO(data))
    groups = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    assert [rows for rows in groups if rows] == [len(one.turns) for one in sample().records if one.turns]


def test_without_the_library_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UserError, match=r"pip install 'dialogue-annotator\[parquet\]'"):
        written(sample(), "parquet")


def test_a_failing_export_closes_its_table() -> None:
    project = sample()

    class Broken(Project):
        def dialogues(self) -> Any:
            yield from project.records[:1]
            raise ZeroDivisionError

    broken = Broken(project.records, project.files, book=project.book, people=project.people)
    with pytest.raises(ZeroDivisionError):
        written(broken, "parquet")


def test_tables_of_the_folder_belong_together() -> None:
    seen, other = sample(), sample()
    other.records = other.records[:1]
    for first, second in ((seen, other), (other, seen)):
        witness = Witness(tabular.Folder(first))
        for record in first.records:
            witness.add(record)
        with pytest.raises(Differs):
            witness.compare(io.BytesIO(written(second, "datasets")))


def test_tags_of_dialogues_the_folder_does_not_have_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    data = io.BytesIO(written(sample(), "datasets"))
    calls: list[Any] = []

    def fewer(file: Any) -> Any:
        calls.append(file)
        found = list(rows_of(file))
        return (
            iter(found) if len(calls) == 1 else iter(row for row in found if row["dialogue"].startswith("b8"))
        )

    monkeypatch.setattr("annotator.exporters.readback.tabular.rows_of", fewer)
    with pytest.raises(ValueError, match="bce"):
        list(tabular.Folder(sample()).found(data))


def test_an_answer_about_the_dialogue_that_stands_at_a_turn_has_no_column() -> None:
    project = sample()
    record = project.records[1]
    turn = replace(record.turns[0].turn, tags=(tag(1, "quality", "quality.good"),))
    project.records = [replace(record, turns=(replace(record.turns[0], turn=turn),))]
    witness = Witness(tabular.TurnTable(project))
    witness.add(project.records[0])
    witness.compare(io.BytesIO(written(project, "parquet")))


def test_two_of_a_name_are_told_apart() -> None:
    twins = replace(sample(), people=(ANNA, Annotator(sample().people[1].key, ANNA.name, "machine")))
    assert f"stance ({ANNA.name} {ANNA.key})" in rows(written(twins, "parquet"))[0]


# --- workbooks --------------------------------------------------------------------------------


def sheet(project: Project, number: int = 1) -> str:
    return unpacked(project, "xlsx")[f"xl/worksheets/sheet{number}.xml"].decode()


def with_text(text: str) -> Project:
    project = sample()
    record = project.records[1]
    turn = replace(record.turns[0].turn, text=text, received=text)
    project.records = [replace(record, turns=(replace(record.turns[0], turn=turn),))]
    return project


def test_text_is_text_and_numbers_are_numbers() -> None:
    rows = sheet(with_text("=1+1")).split("<row ")
    assert '<t xml:space="preserve">=1+1</t>' in rows[2]
    assert "<f>" not in "".join(rows)
    assert '<c r="D2"><v>1</v></c>' in rows[2]
    assert 't="b"><v>1</v>' in sheet(sample(), 2)


@pytest.mark.parametrize(
    "text",
    ["a\r\nb", "_x0041_ __x000D_", " <b>&amp; ", "\x01", "x" * 40_000, "😀" * 17_000],
)
def test_any_text_comes_back_as_far_as_a_cell_holds_it(text: str) -> None:
    project = with_text(text)
    witness = Witness(workbook.Workbook(project))
    witness.add(project.records[0])
    witness.compare(io.BytesIO(written(project, "xlsx")))
    assert len(xlsx_writer.shown(text).encode("utf-16-le")) <= 2 * 32_767


def test_a_sheet_with_too_many_rows_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_writer, "_ROWS", 2)
    with pytest.raises(UserError, match="a sheet holds 2 rows"):
        written(sample(), "xlsx")


def test_columns_beyond_z_have_two_letters() -> None:
    assert [xlsx_writer.letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_other_columns_and_other_tags_are_found() -> None:
    data = written(sample(), "xlsx")
    other = replace(sample(), people=(ANNA,), records=sample().records[1:])
    with pytest.raises(ValueError, match="stance"):
        list(workbook.Workbook(other).found(io.BytesIO(data)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name).decode()
            if name.endswith("sheet2.xml"):
                part = part.replace("bce8013f69afea1ad878<", "other<")
            after.writestr(name, part)
    with pytest.raises(ValueError, match="other"):
        list(workbook.Workbook(sample()).found(out))


def test_a_sheet_is_read_in_parts_smaller_than_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    data = written(sample(), "xlsx")
    whole = list(workbook.Workbook(sample()).found(io.BytesIO(data)))
    head = unpacked(sample(), "xlsx")["xl/worksheets/sheet1.xml"].index(b"<sheetData>") + 11
    monkeypatch.setattr(workbook, "_PART", head + 16)
    assert list(workbook.Workbook(sample()).found(io.BytesIO(data))) == whole
    monkeypatch.setattr(workbook, "_PART", 8)
    with pytest.raises(ValueError, match="xml"):
        list(workbook.Workbook(sample()).found(io.BytesIO(data)))
