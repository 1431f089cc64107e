"""The same content in another dress, as editors and mail programs leave it, gives the same turns."""

from __future__ import annotations

import pytest

from annotator.importers import divide, find_format
from annotator.importers.line_breaks import without_blank_beginning
from tests.importers.reading import read, said

ZOOM = "00:13:46\tIlse Kern:\tgm\n00:13:51\tAmara | Obol:\tYap, for me, too\n00:14:22\tIlse Kern:\tgm\n"
SUBTITLES = "1\n00:00:01,000 --> 00:00:02,000\nHello there.\n\n2\n00:00:02,500 --> 00:00:03,000\nYes.\n"
TIMED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
    '<p begin="00:00:01.000" end="00:00:02.000">Hello there, 你好。</p></div></body></tt>'
)


def turns(text: str) -> list[tuple[str, str]]:
    return [
        (one.speaker, text[one.start : one.end].replace(" \n", "\n").strip())
        for one in divide(text, None, {}).segmentation.pieces
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It was late.\nNobody spoke.\n\nShe looked out.\n\nHe left.\n",
        "- Bye then!\n- Bye.\n\n- So it ends.\n- It does.\n- Really?\n",
        "Ann: Shall we?\n\nBen: I will.\n\nAnn: Good.\n",
    ],
)
def test_blanks_at_the_ends_of_lines_divide_nothing_otherwise(text: str) -> None:
    assert turns(text.replace("\n", " \n")) == turns(text)
    assert len(turns(text)) >= 3


def test_front_matter_stands_behind_empty_lines_too() -> None:
    text = "---\ntitle: Talk\nguest: Ann\n---\nAnn: Hello.\nBen: Hi.\n"
    assert turns("\n \n" + text) == turns(text) == [("Ann", "Hello."), ("Ben", "Hi.")]


@pytest.mark.parametrize(("name", "text"), [("x.txt", ZOOM), ("x.srt", SUBTITLES), ("x.ttml", TIMED)])
def test_empty_lines_at_the_beginning_hide_no_format(name: str, text: str) -> None:
    assert find_format(name, ("\r\n \n" + text).encode()) is find_format(name, text.encode())
    assert said(read(name, "\r\n \n" + text)) == said(read(name, text))
    assert said(read(name, text))[0]


def test_xml_that_was_saved_anew_is_read_by_its_byte_order_mark() -> None:
    assert said(read("x.ttml", TIMED.encode("utf-16"))) == said(read("x.ttml", TIMED))


def test_a_beginning_that_is_not_blank_is_left_alone() -> None:
    assert without_blank_beginning(b"\xef\xbb\xbf\n \r\nx\n") == b"\xef\xbb\xbfx\n"
    assert without_blank_beginning(b"  x\n\n") == b"  x\n\n"
    assert without_blank_beginning(b" \n") == b" \n", "nothing but blanks is said to be that by the reader"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_ending_of_a_table_does_not_decide_its_separator(separator: str) -> None:
    rows = [["speaker", "words"], ["Ann", "Is it far?"], ["Ben", "No."]]
    text = "".join(separator.join(row) + "\n" for row in rows)
    assert said(read("x.tsv", text)) == said(read("x.csv", text)) == [[("Ann", "Is it far?"), ("Ben", "No.")]]


def test_the_last_column_may_have_no_name() -> None:
    found = read("x.csv", "text,speaker,\nIs it far?,Ann,0\nNo.,Ben,1\n")
    assert said(found) == [[("Ann", "Is it far?"), ("Ben", "No.")]]
    assert found.columns == ("text", "speaker", "column 3")
    assert read("x.csv", "text,speaker,,\nIs it far?,Ann,,\nNo.,Ben,,\n").columns == ("text", "speaker")
    late = read("x.csv", "text,speaker,\n" + "No.,Ben,\n" * 80 + "Why?,Ann,x\n")
    assert len(late.dialogues[0].turns) == 81, "a note in the last row alone costs no turn"
