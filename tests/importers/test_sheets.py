"""Tables: the separator, the head, bad rows, and workbooks that are not what they say."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.importers.reader_result import Faults
from annotator.importers.readers.regular_sheets import regular_rows
from annotator.importers.readers.workbooks import _rows, _Values
from tests.importers.reading import GOLDEN, faults, read, said

TURNS = [[("A", "Hello, you"), ("B", "Hi; there")]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    whole = io.StringIO()
    csv.writer(whole, delimiter=separator).writerows(
        [["speaker", "text"], ["A", "Hello, you"], ["B", "Hi; there"]]
    )
    assert said(read("x.csv", whole.getvalue())) == TURNS


def test_a_table_without_a_head() -> None:
    made = read("x.csv", "A,hello there my friend\nB,hi\nA,ok\n")
    assert said(made) == [[("A", "hello there my friend"), ("B", "hi"), ("A", "ok")]]
    assert made.columns == ("column 1", "column 2")
    assert made.mapping == {"text": "column 2", "speaker": "column 1"}


def test_a_head_in_a_language_nobody_told() -> None:
    made = read("x.csv", "Wer,Was\nA,hallo du da\nB,ja\nA,gut\n")
    assert made.columns == ("Wer", "Was")
    assert said(made) == [[("", "hallo du da"), ("", "ja"), ("", "gut")]]
    assert made.sample[0] == ("A", "hallo du da")


def test_names_of_columns_that_are_missing_or_come_twice() -> None:
    made = read("x.csv", "text,,text\nhello,1,2\n")
    assert made.columns == ("text", "column 2", "text (3)")
    assert made.dialogues[0].turns[0].meta == {"fields": {"column 2": "1", "text (3)": "2"}}


def test_bad_rows_are_said_and_the_others_go_on() -> None:
    made = read("x.csv", 'speaker,text\nA,one\nB,two,three\nC\nD,"x"y\nE,five\n\nF,six,\nG,"open\nH,lost\n')
    assert said(made) == [[("A", "one"), ("E", "five"), ("F", "six")]]
    assert faults(made) == [
        "line 5: a quotation mark stands where none can be",
        "line 9: a quotation mark is opened here and never closed, so all behind it is in one cell",
        "line 3: it has 3 cells, and there are 2 columns",
        "line 4: there is no text in “text”",
    ]


def test_lines_inside_cells_and_marks_in_the_middle() -> None:
    made = read("x.csv", '\ufeffspeaker,text\r\nA,"one\r\ntwo"\r\n\ufeffB,three\r\n'.encode())
    assert said(made) == [[("A", "one\ntwo"), ("B", "three")]]
    assert [turn.place for turn in made.dialogues[0].turns] == ["line 2", "line 4"]


def test_formulas_are_words_like_others() -> None:
    assert said(read("x.csv", 'speaker,text\nA,"=HYPERLINK(""http://x"")"\n')) == [
        [("A", '=HYPERLINK("http://x")')]
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [("speaker,text\n", "nothing but the names"), ("\n\n", "no rows"), (",,\n,,\n", "no rows")],
)
def test_tables_with_nothing_in_them(text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read("x.csv", text)


def test_a_cell_that_is_too_long_is_said() -> None:
    made = read("x.csv", "speaker,text\nA,one\nB," + "x" * 10_000_001 + "\n")
    assert said(made) == [[("A", "one")]]
    assert faults(made) == ["line 3: a cell is longer than 10 million characters"]
    with pytest.raises(UserError, match="line 2: a cell is longer"):
        read("x.csv", "speaker,text\nA," + "x" * 10_000_001 + "\n")


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(str.strip)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=6))
def test_what_is_written_comes_back(turns: list[tuple[str, str]]) -> None:
    whole = io.StringIO()
    csv.writer(whole).writerows([("speaker", "text"), *turns])
    made = read("x.csv", whole.getvalue().encode(), encoding="utf-8")
    expected = [[(who.strip("\ufeff").strip(), text.lstrip("\ufeff")) for who, text in turns]]
    if all(who and text and who[-1] not in ":：" for who, text in expected[0]):
        assert said(made) == expected


def workbook(**files: str) -> bytes:
    """The golden workbook with some of its files changed."""
    whole = io.BytesIO()
    with zipfile.ZipFile(GOLDEN / "openpyxl.xlsx") as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            key = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, files.get(key, old.read(name)))
    return whole.getvalue()


HEAD = "<row><c t='inlineStr'><is><t>text</t></is></c></row>"
RUNS = "<r><t>a</t></r><rPh><t>reading</t></rPh><r><t>b_x0041_</t></r>"
SHEET = '<worksheet xmlns="x"><sheetData>{}</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("rows", "turns"),
    [
        (f"{HEAD}<row><c t='str'><v>f</v></c></row>", [("", "f")]),
        (f"{HEAD}<row r='3'><c r='A3' t='inlineStr'><is>{RUNS}</is></c><c r='ZZZ3'/></row>", [("", "abA")]),
    ],
)
def test_cells_of_all_kinds(rows: str, turns: list[tuple[str, str]]) -> None:
    assert said(read("x.xlsx", workbook(sheet1=SHEET.format(rows)))) == [turns]


def test_columns_that_are_passed_over_are_empty_and_no_more() -> None:
    cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    sheet = SHEET.format(f'<row r="2">{cell.format("A2", "Ilse")}{cell.format("C2", "hi")}</row>')
    values = _Values((), frozenset(), datetime(1899, 12, 30))
    assert _rows(sheet.encode(), "s", values, Faults()) == [("s, row 2", ["Ilse", "", "hi"])]


def test_values_that_make_no_sense_are_said() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>hello</t></is></c><c r="B2" t="s"><v>999</v></c></row>'
    )
    made = read("x.xlsx", workbook(sheet1=SHEET.format(rows)))
    assert faults(made)[0] == "Gespräch!B2: its value cannot be read"


def test_numbers_of_rows_and_styles_that_are_none_are_passed_over() -> None:
    rows = f"{HEAD}<row r='x'><c t='inlineStr' s='1'><is><t>hi</t></is></c></row>"
    styles = (
        "<styleSheet xmlns='x'><numFmts><numFmt numFmtId='' formatCode='yyyy'/></numFmts>"
        "<cellXfs><xf numFmtId=''/><xf numFmtId='²'/></cellXfs></styleSheet>"
    )
    assert said(read("x.xlsx", workbook(sheet1=SHEET.format(rows), styles=styles))) == [[("", "hi")]]


def test_half_a_character_in_excels_escapes_is_a_replaced_one_and_two_halves_are_one() -> None:
    cells = "<c t='inlineStr'><is><t>a_xD800_b_xD83D__xDE00_</t></is></c>"
    assert said(read("x.xlsx", workbook(sheet1=SHEET.format(f"{HEAD}<row>{cells}</row>")))) == [
        [("", "a\ufffdb😀")]
    ]


def test_workbooks_that_are_broken() -> None:
    with pytest.raises(UserError, match="This workbook is broken: line 1, column"):
        read("x.xlsx", workbook(sheet1="<worksheet>"))
    with pytest.raises(UserError, match="defines entities"):
        read("x.xlsx", workbook(sheet1='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'))


CELLS = (
    '<row r="1" spans="1:3"><c r="A1" s="1" t="s"><v>0</v></c><c r="C1"><v>2.5</v></c></row>\r\n'
    '<row r="2"/><row r="4">'
    '<c r="A4" t="inlineStr"><is><t xml:space="preserve"> a &amp; b&#10;c </t></is></c>'
    '<c r="B4" t="str"><f t="shared" si="0">A1&amp;B1</f><v>&lt;x&gt;</v></c><c r="C4" s="1"/>'
    '<c t="b"><f/><v>1</v></c></row>'
)
ROWS = [("s, row 1", ["first", "", 2.5]), ("s, row 4", [" a & b\nc ", "<x>", "", True])]


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET.format(CELLS),
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + SHEET.format(CELLS),
        SHEET.format(CELLS.replace("<v>2.5</v>", "<v>2.5</v><!-- a remark -->")),
        SHEET.format(CELLS.replace("&#10;", "&#xA;")),
        SHEET.format(CELLS.replace("a &amp;", "&#97; &amp;")),
        SHEET.format(CELLS.replace('r="A4" t="inlineStr"', 't="inlineStr" r="A4"')),
        SHEET.format(CELLS.replace("<f/>", "<f/><other/>")),
        SHEET.format(CELLS)
        .replace("sheetData>", "x:sheetData>")
        .replace("<worksheet", '<worksheet xmlns:x="y"'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_sheets_in_the_usual_form_are_read_as_all_others(sheet: str, encoding: str) -> None:
    data = sheet.encode(encoding)
    if encoding == "utf-16":
        data = data.replace("UTF-8".encode("utf-16-le"), "UTF-16".encode("utf-16-le"))
    values = _Values(("first",), frozenset(), datetime(1899, 12, 30))
    assert _rows(data, "s", values, Faults()) == ROWS


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c/><row></row>",
        "<row>",
        "</row>",
        "<c/>",
        "<row></row>words",
        "<row><c/>",
        "<row>\x01</row>",
        "<row>&x;</row>",
    ],
)
def test_rows_that_are_broken_are_left_to_the_parser(rows: str) -> None:
    assert regular_rows(SHEET.format(rows).encode()) is None


def test_what_stands_around_the_rows_is_sound_too() -> None:
    whole = SHEET.format(CELLS)
    with pytest.raises(UserError, match="is broken"):
        read("x.xlsx", workbook(sheet1=whole.replace("</worksheet>", "<a></worksheet>")))
    assert regular_rows(b"<?xml version='1.0' encoding='latin-1'?><sheetData></sheetData>") is None
    assert regular_rows(b"<sheetData>\xff</sheetData>") is None
