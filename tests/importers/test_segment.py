"""Where turns begin and end, case by case."""

from __future__ import annotations

import pytest

from annotator.importers import guess_rule, rule, segment
from annotator.importers.import_questions import Remarks

BRACKETS = rule("brackets")


def parts(text: str) -> tuple[list[tuple[str, str, str]], str]:
    """Lead, speaker and text of every turn, and the tail."""
    made = segment(text, BRACKETS)
    return [(text[x.lead_start : x.start], x.speaker, text[x.start : x.end]) for x in made.pieces], text[
        made.tail :
    ]


@pytest.mark.parametrize(
    ("text", "turns", "tail"),
    [
        ("", [], ""),
        (" \n\n", [], " \n\n"),
        ("[A]: hi", [("[A]: ", "A", "hi")], ""),
        ("[A]: hi\n", [("[A]: ", "A", "hi")], "\n"),
        ("[A]:hi\n[B]: yo\n\n", [("[A]:", "A", "hi"), ("\n[B]: ", "B", "yo")], "\n\n"),
        # exactly one blank belongs to the marker
        ("[A]:  hi", [("[A]: ", "A", " hi")], ""),
        # text before the first marker
        ("intro\nmore\n\n[A]: hi", [("", "", "intro\nmore"), ("\n\n[A]: ", "A", "hi")], ""),
        ("\n\nintro\n[A]: hi", [("\n\n", "", "intro"), ("\n[A]: ", "A", "hi")], ""),
        ("\n \n[A]: hi", [("\n \n[A]: ", "A", "hi")], ""),
        # empty turns
        ("[A]:\n[B]: yo", [("[A]:", "A", ""), ("\n[B]: ", "B", "yo")], ""),
        ("[A]: \n\n[B]:", [("[A]: ", "A", ""), ("\n\n[B]:", "B", "")], ""),
        # the same speaker twice
        ("[A]: hi\n[A]: again", [("[A]: ", "A", "hi"), ("\n[A]: ", "A", "again")], ""),
        # the text begins on the next line
        ("[A]:\nhi\n[B]: yo", [("[A]:\n", "A", "hi"), ("\n[B]: ", "B", "yo")], ""),
        # paragraphs, lists and trailing double blanks stay
        (
            "[A]: one  \n\n- two\n  - three  \n\n[B]: x",
            [("[A]: ", "A", "one  \n\n- two\n  - three  "), ("\n\n[B]: ", "B", "x")],
            "",
        ),
        # other line breaks
        ("[A]: hi\u2028[B]: yo\x85", [("[A]: ", "A", "hi"), ("\u2028[B]: ", "B", "yo")], "\x85"),
    ],
)
def test_cases(text: str, turns: list[tuple[str, str, str]], tail: str) -> None:
    assert parts(text) == (turns, tail)


def test_boundaries_lie_where_leads_texts_and_the_tail_begin() -> None:
    assert segment("[A]: hi\n[B]: yo\n", BRACKETS).boundaries() == [0, 5, 7, 13, 15]
    assert segment("", BRACKETS).boundaries() == [0]


def test_rules_without_markers() -> None:
    text = "one\ntwo\n\nthree\n"
    whole = [(x.speaker, text[x.start : x.end]) for x in segment(text, rule("whole")).pieces]
    paragraphs = [text[x.start : x.end] for x in segment(text, rule("paragraphs")).pieces]
    lines = [text[x.start : x.end] for x in segment(text, rule("lines")).pieces]
    assert whole == [("", "one\ntwo\n\nthree")]
    assert paragraphs == ["one\ntwo", "three"]
    assert lines == ["one", "two", "three"]


COURT = """\
1                 THE COURT:  Good morning.
2                 MR. O'NEIL:  Good morning, Your Honor.
3   BY MR. O'NEIL:
4        Q.   Where do you live,
5   Mr. Doe?
6        A.   In Springfield.
7        Q    Since when?
8        A    Since May.
9                 MS. LEE-WU:  Objection.
"""


def test_questions_and_answers_of_a_hearing() -> None:
    assert guess_rule(COURT).key == "court"
    found = segment(COURT, rule("court"))
    lines = [COURT[piece.start : piece.end].partition("\n")[0] for piece in found.pieces]
    assert list(zip([piece.speaker for piece in found.pieces], lines, strict=True)) == [
        ("THE COURT", "Good morning."), ("MR. O'NEIL", "Good morning, Your Honor."),
        ("Q", "Where do you live,"), ("A", "In Springfield."), ("Q", "Since when?"), ("A", "Since May."),
        ("MS. LEE-WU", "Objection."),
    ]  # fmt: skip
    assert guess_rule("THE COURT: Yes.\nMR. LEE: No.\nTHE COURT: So.\n").key == "names", "nobody asks"


def test_headings_and_numbers_of_lines_in_a_hearing() -> None:
    text = (
        "1        Q.   Where do you live,\n2   Mr. Doe?\n3        A.   In Springfield.\n"
        "4               DIRECT EXAMINATION (Resumed)\n5   BY MR. O'NEIL:\n6        Q.   Since when?\n"
        "Page 12\n\n7\n8        A.   Since\n9  May.\n10\n"
    )
    remarks = Remarks()
    found = segment(text, rule("court"), {}, remarks)
    assert [text[piece.start : piece.end] for piece in found.pieces] == [
        "Where do you live,\n2   Mr. Doe?", "In Springfield.", "Since when?", "Since\n9  May.",
    ]  # fmt: skip
    assert [(one.code, one.count) for one in remarks.left_out] == [("nobody", 5), ("numbers", 2)]
    alone = "A.   No\nQ.   Why\nA.\nQ.   So\n"
    assert [alone[one.start : one.end] for one in segment(alone, rule("court")).pieces] == [
        "No",
        "Why",
        "",
        "So",
    ]


def test_elements_and_headings_are_no_speakers() -> None:
    marked = "<Header>ONE</Header>\nwords\n\n<Speech>Mr. Lee: I do.</Speech>\n\n<Header>TWO</Header>\n"
    assert guess_rule(marked).key in {"paragraphs", "lines"}
    assert guess_rule("<anna> hi\n<ben> hello\n<anna> so\n").key == "angle"
    talk = "## Sonic: a proof\n\nwords\n\n## Sonic: a setup\n\nmore\n\n## Other: end\n"
    assert guess_rule(talk).key == "paragraphs"
    assert guess_rule("### Anna:\nhello\n\n### Ben:\nhi\n\n### Anna:\nso\n").key in {"names", "name-line"}


def test_a_time_behind_a_name_in_brackets() -> None:
    text = "[Speaker 1] [00:01] Yes.\n[Speaker 2] [00:05] No.\n[Speaker 1] [00:09] So.\n"
    found = segment(text, guess_rule(text))
    assert [(piece.speaker, piece.meta.get("start")) for piece in found.pieces] == [
        ("Speaker 1", 1.0), ("Speaker 2", 5.0), ("Speaker 1", 9.0)
    ]  # fmt: skip
