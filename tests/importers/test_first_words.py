"""Turns of nobody that begin with names: asked about, and divided if somebody says that they are names."""

from __future__ import annotations

from annotator.importers import divide
from annotator.importers.first_words import names_at_beginnings
from tests.importers.reading import read, said

CUES = """\
WEBVTT

00:00.000 --> 00:07.000
Tim Davis There are several lamps in the shed.

00:07.000 --> 00:14.000
Tim Davis first is the one with the wick.

00:14.000 --> 00:20.000
Ann de Vos Secondly, the one without.

00:20.000 --> 00:24.000
Ann de Vos It works.

00:24.000 --> 00:27.000
and burns all night
"""


def test_captions_that_begin_with_names_are_asked_about() -> None:
    found = read("x.vtt", CUES)
    (asked,) = found.questions
    assert (asked.code, asked.count, asked.example, asked.taken) == (
        "first-words",
        4,
        "Tim Davis, Ann de Vos",
        "no",
    )
    assert {who for who, _ in said(found)[0]} == {""}
    assert said(read("x.vtt", CUES, answers={"first-words": "yes"})) == [
        [
            ("Tim Davis", "There are several lamps in the shed."),
            ("Tim Davis", "first is the one with the wick."),
            ("Ann de Vos", "Secondly, the one without."),
            ("Ann de Vos", "It works."),
            ("", "and burns all night"),
        ]
    ]


def test_sentences_that_begin_alike_are_no_names() -> None:
    texts = [
        "I think so.",
        "I think not.",
        "And I went on.",
        "And the hose leaks.",
        "So The Lamp it is.",
        "Hm.",
    ]
    assert names_at_beginnings(texts) == {}
    assert names_at_beginnings(["Ilse The hose leaks.", "Bram Hm.", "Ilse So?", "Bram No."]) == {
        "Ilse": 2,
        "Bram": 2,
    }
    words = " ".join(f"00:0{n}:00\nWell, lamp {n} is on the {n}. shelf\n\n" for n in range(9))
    divided = divide(words, None, {})
    assert [(one.code, one.count) for one in divided.left_out] == [("unsaid", 9)]
    assert divided.questions == ()


def test_a_log_in_which_few_words_begin_the_lines_is_asked_about() -> None:
    log = "".join(f"[12:{n:02}] {'anna' if n % 3 else 'bram'} moves lamp {n}\n" for n in range(40))
    assert [one.code for one in divide(log, None, {}).questions] == ["nobody"]
