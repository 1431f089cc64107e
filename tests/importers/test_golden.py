"""Files that other people's programs wrote (golden/README.md says which)."""

from __future__ import annotations

import pytest

from annotator.importers import find_format
from tests.importers.reading import GOLDEN, faults, golden, left_out, said


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("openpyxl.xlsx", "xlsx"),
        ("python-docx.docx", "docx"),
        ("webvtt-py.vtt", "vtt"),
        ("srt.srt", "srt"),
        ("pympi.eaf", "eaf"),
        ("textgrid.TextGrid", "textgrid"),
        ("utf16.TextGrid", "textgrid"),
        ("praat-textgrids-short.TextGrid", "textgrid"),
        ("chat.cha", "cha"),
    ],
)
def test_formats_are_told_by_content_and_by_ending(name: str, key: str) -> None:
    data = (GOLDEN / name).read_bytes()
    assert find_format(name, data).key == key
    if key != "srt":  # which has no sign of its own
        assert find_format("x", data).key == key


def test_a_workbook() -> None:
    made = golden("openpyxl.xlsx")
    assert made.mapping == {
        "text": "Utterance", "speaker": "Speaker", "dialogue": "Dialogue"
    }  # fmt: skip
    assert said(made) == [
        [("A", "你好，我们开始吧"), ("B", "It’s fine & <ok>")],
        [("A", "a bold word")],
    ]
    first, last = made.dialogues[0].turns[0], made.dialogues[1].turns[0]
    assert first.place == "Gespräch, row 2"
    assert first.meta == {"fields": {"When": "2026-03-01T12:00:05", "Score": 0.5}}
    assert last.place == "Gespräch, row 5"
    assert last.meta == {"fields": {"Score": True}}
    assert [dialogue.title for dialogue in made.dialogues] == ["d1", "d2"]
    assert left_out(made) == ["Left out: 1 sheet: Notes (1)"]


def test_a_word_document() -> None:
    made = golden("python-docx.docx")
    assert made.text == (
        "Anna: Do you like robots, or not?\nBob: I do.\tVery much.\nAnna: One line\nand another.\nBob: 好的。"
    )


def test_a_word_document_that_is_one_table() -> None:
    made = golden("python-docx-table.docx")
    assert said(made) == [[("A", "Hello there."), ("B", "Hi.")]]
    assert made.mapping == {"text": "Text", "speaker": "Speaker"}


def test_webvtt() -> None:
    made = golden("webvtt-py.vtt")
    assert said(made) == [[("Anna", "Hello & welcome"), ("Bob", "Two\nlines")]]
    assert made.dialogues[0].turns[0].meta == {"start": 1.0, "end": 2.5, "id": "intro"}


def test_srt_with_names() -> None:
    made = golden("srt.srt")
    assert said(made) == [
        [
            ("ANNA", "Hello."),
            ("BOB", "Hi there.\nHow are you?"),
            ("ANNA", "Fine."),
            ("BOB", "Good."),
        ]
    ]
    assert [turn.meta["id"] for turn in made.dialogues[0].turns] == ["1", "2", "3", "3"]
    assert made.dialogues[0].turns[1].meta == {"start": 3.0, "end": 4.25, "id": "2"}


def test_elan() -> None:
    made = golden("pympi.eaf")
    assert said(made) == [[("Anna", "你好 hello"), ("B", "It's <fine> & good"), ("Anna", "bye")]]
    first = made.dialogues[0].turns[0]
    assert (first.meta["start"], first.meta["end"]) == (0.0, 1.5)
    assert first.meta["tiers"] == {"topic@A": "greeting"}
    about = made.dialogues[0].meta
    assert about["author"] == "Mei"
    assert isinstance(about["properties"], dict)
    assert about["properties"]["project"] == "X"


@pytest.mark.parametrize("name", ["textgrid.TextGrid", "utf16.TextGrid", "praat-textgrids-short.TextGrid"])
def test_textgrids_long_short_and_in_utf_16(name: str) -> None:
    made = golden(name)
    assert said(made) == [[("A", '你好 "hello" 吧'), ("B", "yes 3"), ("A", "bye")]]
    assert [(turn.meta["start"], turn.meta["end"]) for turn in made.dialogues[0].turns] == [
        (0.0, 1.5), (1.5, 2.0), (2.0, 3.0)
    ]  # fmt: skip
    assert left_out(made) == ["Left out: 2 tiers: A - words (1), noise (1)"]


def test_chat() -> None:
    made = golden("chat.cha")
    assert said(made) == [[("CHI", "more cookie ."), ("MOT", "you want another one ?"), ("CHI", "你好 .")]]
    first, second, _ = made.dialogues[0].turns
    assert first.meta == {
        "start": 0.1,
        "end": 1.5,
        "tiers": {"mor": "qn|more n|cookie .", "gra": "1|2|QUANT 2|0|INCROOT 3|2|PUNCT"},
    }
    assert (second.place, second.meta) == ("line 11", {"start": 1.6, "end": 2.5})
    assert made.dialogues[0].meta["speakers"] == {
        "CHI": {"name": "Ross", "role": "Target_Child", "language": "eng", "age": "2;06.00"},
        "MOT": {"role": "Mother", "language": "eng"},
    }
    assert faults(made) == []
