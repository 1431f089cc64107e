# ruff: noqa: E501 - whole documents stand in their lines
"""OpenDocument, RTF and YAML: the words of documents, what is left out of them, and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from annotator.errors import UserError
from annotator.importers import Recipe, divide, find_format, format_of_key, read_structured
from tests.importers.reading import left_out, read, said

NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)


def _content(inner: str, root: str = "document-content") -> bytes:
    return f"<office:{root} {NAMES}><office:body><office:text>{inner}</office:text></office:body></office:{root}>".encode()


def _odt(inner: str | None, **files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        if inner is not None:
            archive.writestr("content.xml", _content(inner))
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def _table(*rows: tuple[str, ...]) -> str:
    cells = (
        "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        for row in rows
    )
    return f"<table:table>{''.join(f'<table:table-row>{each}</table:table-row>' for each in cells)}</table:table>"


# --- OpenDocument -----------------------------------------------------------------------------

WRITTEN = (
    "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
    "<text:h>The lamp shop</text:h>"
    "<text:p>Ilse: One<text:s text:c='2'/>lamp<text:s/>and<text:tab/>more<text:note><text:p>a note</text:p></text:note></text:p>"
    "<text:p>Bram: <text:span>Two<text:line-break/>lines</text:span><office:annotation><text:p>why?</text:p></office:annotation></text:p>"
    "<text:list><text:list-item><text:p>Ilse: in\na list</text:p></text:list-item></text:list>"
    "<text:section><text:p>Bram: in a section<draw:frame><draw:image/></draw:frame></text:p></text:section>"
)
LINES = "The lamp shop\nIlse: One  lamp and\tmore\nBram: Two\nlines\nIlse: in a list\nBram: in a section"


@pytest.mark.parametrize(
    ("name", "data"),
    [("talk.odt", _odt(WRITTEN)), ("talk.fodt", _content(WRITTEN, "document")), ("talk", _odt(WRITTEN))],
)
def test_the_words_of_an_open_document(name: str, data: bytes) -> None:
    found = read(name, data, format="odt") if name != "talk" else read(name, data)
    assert found.text == LINES
    assert left_out(found) == [
        "Left out: 1 footnote",
        "Left out: 1 comment",
        "Left out: 1 picture, sound or file",
    ]


def test_an_open_document_that_is_one_table_is_read_as_a_table() -> None:
    found = read("talk.odt", _odt(_table(("speaker", "words"), ("Ilse", "Hi"), ("", ""), ("Bram", "Yo"))))
    assert said(found) == [[("Ilse", "Hi"), ("Bram", "Yo")]]
    assert found.dialogues[0].turns[1].place == "table row 4"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<text:p>Ilse: see</text:p>" + _table(("a", "b"), ("c", "d")), "Ilse: see\na\tb\nc\td"),
        (_table(("a", "b")) + _table(("c", "d")), "a\tb\nc\td"),
        (_table(("Ilse: one",), ("Bram: two",)), "Ilse: one\nBram: two"),
    ],
)
def test_tables_among_words_are_lines(inner: str, text: str) -> None:
    assert read("talk.odt", _odt(inner)).text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_odt("<text:p> </text:p>"), "no words"),
        (_odt(""), "no words"),
        (_odt(None), "no OpenDocument"),
        (_odt("<text:p>Ilse"), "line 1, column"),
        (b"<office:document/>", "line 1"),
        (_content("", "document").replace(b"office:body", b"office:meta"), "no words"),
    ],
)
def test_open_documents_that_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(UserError) as error:
        read("talk.odt", data, format="odt") if find_format("talk.odt", data).key == "odt" else _forced(data)
    assert reason in str(error.value)


def _forced(data: bytes, key: str = "odt") -> None:
    """Read some bytes in a format, whatever they look like."""
    read_structured(format_of_key(key), f"talk.{key}", data, Recipe())


# --- RTF --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (r"A: one\par B: two\line more\tab x", "A: one\nB: two\nmore\tx"),
        (r"A: caf\'e9 \ldblquote q\rdblquote\par ", "A: café “q”\n"),
        (r"\ansicpg1251 A: \'cf\'f0\'e8", "A: При"),
        (r"\ansicpg65001 A: \'c3\'a9", "A: é"),
        (r"\ansicpg99999 A: \'e9", "A: é"),
        (r"\mac A: \'8e", "A: é"),
        (r"A: \u233?x \u-10179?\u-8704?", "A: éx 😀"),
        (r"A: \uc2\u233ab x{\uc0\u233 y}", "A: é xéy"),
        (r"A: \uc1\u233\'e9 x\u233{}y", "A: é xéy"),
        (r"A: \u233\emdash x", "A: éx"),
        (r"A: \u233\~x", "A: éx"),
        (r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset134 SimSun;}{\f2\fcharset77 M;}}\f1 A: \'c4\'e3\f0 \'e9", "A: 你é"),
        (r"A\: one\{two\}\\\~three\-four\_five\;", "A one{two}\\\xa0threefour\u2011five"),
        ("A: one\\\ntwo\\\r three\nfour", "A: one\ntwo\n threefour"),
        (r"A: {\*\generator Word;}{\info{\title T}}{\b one}{\header H} two", "A: one two"),
        (r"A\cell B\cell\row C\bullet\endash\emspace\enspace\lquote\rquote", "A\tB\t\nC•–\u2003\u2002‘’"),
        ("A: one\\bin3 xyz two", "A: one two"),
    ],
)  # fmt: skip
def test_the_words_of_rich_text(inner: str, text: str) -> None:
    assert (
        read("talk.rtf", "{\\rtf1" + ("\\ansi " if not inner.startswith("\\") else "") + inner + "}").text
        == text
    )


def test_what_is_left_out_of_rich_text_is_counted() -> None:
    found = read(
        "talk.rtf", r"{\rtf1 A: one{\footnote a note}{\pict 0102}{\*\annotation why?}{\footnote{\pict 01}}}"
    )
    assert found.text == "A: one"
    assert left_out(found) == ["Left out: 2 footnotes", "Left out: 1 picture, sound or file"]


def test_rich_text_ends_with_its_last_bracket() -> None:
    assert read("talk.rtf", b"\xef\xbb\xbf{\\rtf1 A: one}\x00\r\n{more}").text == "A: one"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{\\rtf1 A: one", "is cut off"),
        (b"{\\rtf1 }", "no words"),
        (b"plain", "no RTF document"),
        (b"{\\rtf1 " + b"{" * 600, "nested too deeply"),
    ],
)
def test_rich_text_that_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(UserError) as error:
        _forced(data, "rtf")
    assert reason in str(error.value)


def test_rich_text_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.importers.readers.rich_text._LARGEST", 10)
    with pytest.raises(UserError, match="larger than"):
        _forced(b"{\\rtf1 A: one}", "rtf")


# --- YAML -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Lamps\nwho: Ilse\n---\n",
        "---\ntitle: Lamps\nlist:\n  - one\n  - two\n# a remark\n",
        "%YAML 1.2\n---\nturns:\n- who: Ilse\n  says: Hi\n",
    ],
)
def test_yaml_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="is YAML"):
        read("talk.txt", text)


@pytest.mark.parametrize(
    ("text", "front"),
    [
        ("---\ntitle: Lamps\ntags:\n  - a\n---\n\nIlse: Hi\nBram: Yo\nIlse: So\n", "---\ntitle: Lamps\ntags:\n  - a\n---\n"),
        ("---\nIlse said so\nand Bram too\n---\nIlse: Hi\nBram: Yo\nIlse: So\n", ""),
        ("Ilse: Hi\n---\nBram: Yo\nIlse: So\nBram: Yes\n", ""),
    ],
)  # fmt: skip
def test_what_stands_before_a_text_is_no_turn(text: str, front: str) -> None:
    made = divide(text, None, {})
    assert made.meta.get("front_matter", "") == front
    assert {piece.speaker for piece in made.segmentation.pieces} - {""} == {"Ilse", "Bram"}


@pytest.mark.parametrize(
    "text", ["---\n", "---\nIlse spoke\nand Bram did\n", "--- Ilse: Hi\n", "Ilse: Hi\nBram: Yo\n"]
)
def test_other_texts_are_no_yaml(text: str) -> None:
    assert find_format("talk.txt", text.encode()).key == "text"


# --- names with remarks -----------------------------------------------------------------------


def test_a_known_speaker_with_a_remark_is_a_speaker() -> None:
    text = "Ilse: One.\nAnd more.\nBram: Two.\nAnd more.\n(Applause) Ilse: Three.\nAnd more.\nBram (softly): Four.\nIlse: Five.\nBram: Six.\n"
    made = divide(text, None, {})
    assert [piece.speaker for piece in made.segmentation.pieces] == [
        "Ilse",
        "Bram",
        "(Applause) Ilse",
        "Bram (softly)",
        "Ilse",
        "Bram",
    ]
    assert made.questions == ()


# --- sheets of OpenDocument -------------------------------------------------------------------


def _sheet(*tables: str) -> bytes:
    """A file of sheets as Calc and others write them."""
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    content = f"<office:document-content {NAMES}>{body}</office:document-content>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return packed.getvalue()


def _cell(kind: str, text: str, **about: str) -> str:
    said = "".join(f' office:{name.replace("_", "-")}="{value}"' for name, value in about.items())
    return f'<table:table-cell office:value-type="{kind}"{said}><text:p>{text}</text:p></table:table-cell>'


def _row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


HEAD = _row(*(_cell("string", name) for name in ("speaker", "text", "n", "when", "ok", "clock", "rest")))
FILLED = _row(
    _cell("string", "Ilse"),
    '<table:table-cell office:value-type="string"><office:annotation><text:p>why?</text:p></office:annotation>'
    "<text:p>Is it<text:s text:c='2'/>raining?<text:tab/>So</text:p><text:p>to say<text:line-break/>that</text:p></table:table-cell>",
    _cell("float", "1,5", value="1.5"),
    _cell("date", "Monday", date_value="2026-01-05"),
    _cell("boolean", "WAHR", boolean_value="true"),
    _cell("time", "1:02", time_value="PT1H02M03S"),
    '<table:table-cell table:number-columns-repeated="16377"/>',
)
ODD = _row(
    _cell("string", "Bram"), _cell("string", "Not yet."), _cell("currency", "dear", value="much"),
    _cell("percentage", "200 %", value="2"), _cell("time", "soon", time_value="later"),
    "<table:covered-table-cell/>",
)  # fmt: skip
EMPTY = _row(
    '<table:table-cell table:number-columns-repeated="1024"/>', more=' table:number-rows-repeated="1048000"'
)
TWICE = _row(_cell("string", "Ilse"), _cell("string", "Good."), more=' table:number-rows-repeated="2"')


def test_sheets_of_opendocument_are_tables() -> None:
    first = f'<table:table table:name="Talk">{HEAD}{FILLED}{ODD}{TWICE}{EMPTY}</table:table>'
    other = f'<table:table table:name="Sums">{HEAD}{EMPTY}</table:table>'
    empty = f'<table:table table:name="None">{EMPTY}</table:table>'
    found = read("talk.ods", _sheet(first, other, empty))
    assert said(found) == [
        [
            ("Ilse", "Is it  raining?\tSo\nto say\nthat"),
            ("Bram", "Not yet."),
            ("Ilse", "Good."),
            ("Ilse", "Good."),
        ]
    ]
    one, two, *_, last = found.dialogues[0].turns
    assert one.meta["fields"] == {"n": 1.5, "when": "2026-01-05", "ok": True, "clock": "01:02:03"}
    assert two.meta["fields"] == {"n": "dear", "when": 2, "ok": "soon"}
    assert last.place == "Talk, row 5"
    assert left_out(found) == ["Left out: 1 comment", "Left out: 1 sheet: Sums (1)"]
    assert find_format("talk", _sheet(first)).key == "odt"


def test_sheets_of_opendocument_with_nothing_in_them() -> None:
    with pytest.raises(UserError, match="no rows in this table"):
        read("talk.ods", _sheet(f"<table:table>{EMPTY}</table:table>"))
    with pytest.raises(UserError, match="is broken"):
        read("talk.ods", _sheet("<table:table>"))
