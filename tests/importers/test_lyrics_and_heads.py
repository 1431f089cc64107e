"""LRC files, heads of interviews, captions that roll in any format, names in lower case between brackets."""

from __future__ import annotations

from annotator.importers import divide
from tests.importers.reading import faults, left_out, read, said

LRC = """\
[ti:Lamps]
[offset:+500]
[00:12.00][00:40.50]Ilse: Is it on?
[00:15.25]Bram: <00:15.25>No, <00:15.75>it is not.
[00:20.00]
nobody knows when
"""


def test_lines_of_lyrics_at_all_their_times() -> None:
    found = read("x.lrc", LRC)
    assert found.dialogues[0].meta == {"title": "Lamps"}
    assert said(found) == [[("Ilse", "Is it on?"), ("Bram", "No, it is not."), ("Ilse", "Is it on?")]]
    assert [turn.meta for turn in found.dialogues[0].turns] == [
        {"start": 11.5}, {"start": 14.75, "end": 19.5}, {"start": 40.0},
    ]  # fmt: skip
    assert faults(found) == ["line 6: there are words without a time"]


def test_lyrics_of_more_than_99_minutes() -> None:
    turns = read("x.lrc", "[99:59.50]Ilse: Still on?\n[100:01.00]Bram: Still on.\n").dialogues[0].turns
    assert [turn.meta["start"] for turn in turns] == [5999.5, 6001.0]


def test_lines_of_lyrics_in_a_text() -> None:
    made = divide("[00:01.50]One\n[00:03.00]Two\n[00:04.25]Three\n", None, {}).segmentation.pieces
    assert [(one.start, one.meta) for one in made] == [
        (10, {"start": 1.5}), (24, {"start": 3.0}), (38, {"start": 4.25}),
    ]  # fmt: skip


ROLLING = ("we are on", "we are on\nthe hill", "the hill", "the hill\nand so", "and so", "and so\nit goes")


def test_captions_that_roll_say_each_line_once() -> None:
    lines = "\n".join(
        f"Dialogue: 0,0:00:0{n}.00,0:00:0{n}.90,Default,,0,0,0,,{text.replace(chr(10), chr(92) + 'N')}"
        for n, text in enumerate(ROLLING)
    )
    found = read("x.ass", f"[Events]\n{lines}\n")
    assert [text for _, text in said(found)[0]] == ["we are on", "the hill", "and so", "it goes"]
    assert left_out(found) == ["Left out: 5 repeated lines"]
    spans = "".join(
        f'<p begin="{n}s" end="{n + 1}s">{text.replace(chr(10), "<br/>")}</p>'
        for n, text in enumerate(ROLLING)
    )
    timed = read("x.ttml", f'<tt xmlns="http://www.w3.org/ns/ttml"><body><div>{spans}</div></body></tt>')
    assert [text for _, text in said(timed)[0]] == ["we are on", "the hill", "and so", "it goes"]


def captions(*texts: str) -> str:
    return "".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{text}\n\n" for n, text in enumerate(texts, 1)
    )


def test_names_in_lower_case_between_brackets_are_asked_about() -> None:
    cues = ("[ilse] Is it on?", "[bram] No.", "[ilse] Really?", "[bram] Really.")
    found = read("x.srt", captions(*cues))
    assert [(one.code, one.taken) for one in found.questions] == [("first-words", "yes")]
    assert said(found)[0][:2] == [("ilse", "Is it on?"), ("bram", "No.")]
    assert said(read("x.srt", captions(*cues), answers={"first-words": "no"}))[0][0] == ("", cues[0])
    others = read("x.srt", captions("Well.", "So.", *cues, "Hm."))
    assert [(one.code, one.taken) for one in others.questions] == [("first-words", "no")]
    assert said(others)[0][2] == ("", "[ilse] Is it on?"), "a remark may stand there"
    sounds = read("x.srt", captions("[whispers] No.", "[sighs] So.", "[whispers] Yes.", "[sighs] Hm."))
    assert sounds.questions == ()


MILLISECONDS = """\
Speaker A [2183.00 - 5764.00]:
    Good morning, and welcome to this talk about lamps.

Speaker B [5774.00 - 9302.00]:
    Good morning. I am glad to be here with you today.

Speaker A [9382.00 - 12747.00]:
    Then let us begin with the first lamp.
"""


def test_milliseconds_between_brackets_behind_a_name() -> None:
    made = divide(MILLISECONDS, None, {})
    assert made.questions == ()
    assert [(one.speaker, one.meta) for one in made.segmentation.pieces] == [
        ("Speaker A", {"start": 2.183, "end": 5.764}),
        ("Speaker B", {"start": 5.774, "end": 9.302}),
        ("Speaker A", {"start": 9.382, "end": 12.747}),
    ]
    in_seconds = MILLISECONDS
    for number in ("2183", "5764", "5774", "9302", "9382", "12747"):
        in_seconds = in_seconds.replace(f"{number}.00", f"{int(number) / 1000:.2f}")
    first = divide(in_seconds, None, {}).segmentation.pieces[0]
    assert first.meta == {"start": 2.18, "end": 5.76}


TALK = "\n\n".join(("Interviewer: Why a lamp?", "Emma: It is dark.", "Interviewer: So?", "Emma: So it is."))


def test_what_stands_above_an_interview_is_no_turn() -> None:
    for head in (
        "Name: Emma (not her own)\nAge: 21\nProfile: Emma studies lamps in her second year.\n\n",
        "Transcript\n",
        (
            "LAMP COMPANY — WEEKLY MEETING\nDate: June 13, 2026\nAttendees: Dr. Emma Vos (Head),\n"
            "           Ilse Baan (Engineer),\n           Bram Smit\n\n[TRANSCRIPT BEGINS]\n\n"
        ),
        (
            "TRANSCRIPTS\tTranscript Providers\n\nReturn to Transcripts main page\n\nCNN Lamp Talk\n\n"
            "Aired March 26, 2010 - 21:00   ET\n\nTHIS IS A RUSH TRANSCRIPT. THIS COPY MAY CHANGE.\n\n"
        ),
    ):
        made = divide(head + TALK, None, {})
        assert made.questions == (), head
        assert [one.speaker for one in made.segmentation.pieces] == ["Interviewer", "Emma"] * 2


def test_fields_in_bold_above_an_interview_are_no_speakers() -> None:
    head = (
        "**Fecha:** 2025-11-17\n\n**Duración:** 30 minutos\n\n**Modalidad:** Presencial\n\n## Contexto\n\n"
        "La sala estaba tranquila y la persona entrevistada respondía con calma.\n\n"
    )
    turns = "\n\n".join(f"**{who}:** Frase {n}." for n in range(4) for who in ("ENTREVISTADOR", "E1"))
    made = divide(head + turns, None, {})
    assert [(one.code, one.name, one.taken) for one in made.questions] == [
        ("speaker", "Modalidad", "no"), ("before-first", "", "keep"),
    ]  # fmt: skip
    assert {one.speaker for one in made.segmentation.pieces} == {"", "ENTREVISTADOR", "E1"}


def test_notes_between_brackets_beside_names_are_no_speakers() -> None:
    part = "Anna: So.\n\n[NOTES]: calm\n\nBen: Yes.\n\n[NOTES]: smiles\n\nAnna: Well.\n\n[OTHER]: ends\n\n"
    made = divide(part * 3 + "Ben: No.\n\nAnna: Good.\n", None, {})
    assert {one.speaker for one in made.segmentation.pieces} == {"Anna", "Ben"}


def test_who_speaks_once_in_a_script_with_stage_directions() -> None:
    seen = ("a lamp", "the hill", "each other")
    lines = "".join(f"Joy: Oh, {it}.\nFear: Well, {it}.\n[they look at {it}]\n" for it in seen)
    made = divide(f"{lines}Pizza Guy: Eat me!\n", None, {})
    assert made.questions == ()
    assert made.segmentation.pieces[-1].speaker == "Pizza Guy"


def test_known_names_in_capitals_within_few_lines_need_no_question() -> None:
    many = "".join(f"KING: Question {n}?\nDOGG: Answer {n}.\n" for n in range(11))
    made = divide(f"{many}KING: Was it hard? DOGG: It was.\n", None, {})
    assert made.questions == ()
    assert made.segmentation.pieces[-1].speaker == "DOGG"


def test_a_paragraph_in_which_several_may_speak_is_asked_about() -> None:
    talk = "Good to see you again. How was the wedding? It was good. Thank you for asking. And the lamp? " * 4
    assert [one.code for one in divide(talk, None, {}).questions] == ["one-turn"]
    assert divide("One note about lamps, and no more than that.", None, {}).questions == ()
    assert divide("a lamp and " * 60, None, {}).questions == ()


def test_captions_with_each_cue_in_one_line() -> None:
    lines = "1 00:00:00,410 --> 00:00:03,978 Is it on?\n2 00:00:03,994 --> 00:00:07,086 It is.\n"
    for name, text in (
        ("x.srt", lines),
        ("x.txt", lines),
        ("x.srt", lines.replace("1 0", "0").replace("2 0", "0")),
    ):
        found = read(name, text)
        assert said(found) == [[("", "Is it on?"), ("", "It is.")]]
        assert found.dialogues[0].turns[1].meta["start"] == 3.994
        assert faults(found) == []
    placed = read("x.srt", "1\n00:00:00,410 --> 00:00:03,978 X1:10 X2:20\nIs it on?\n")
    assert said(placed) == [[("", "Is it on?")]]


def test_an_arrow_between_times() -> None:
    made = divide("00:00 -> 01:01 \nIs it on?\n\n01:02 -> 02:03 \nIt is.\n\n02:04 → 02:30\nSo.\n", None, {})
    assert [one.meta for one in made.segmentation.pieces] == [
        {"start": 0.0, "end": 61.0}, {"start": 62.0, "end": 123.0}, {"start": 124.0, "end": 150.0},
    ]  # fmt: skip


def test_names_of_captions_in_capitals_that_come_once() -> None:
    cues = ("MAN: Is it on?", "It is.", "MAN: So.", "MAN 2: No.", "Well.", "ACTOR AS EINSTEIN: What?")
    found = read("x.srt", captions(*cues))
    assert [one.code for one in found.questions] == []
    assert [who for who, _ in said(found)[0]] == ["MAN", "", "MAN", "MAN 2", "", "ACTOR AS EINSTEIN"]


def test_who_is_presented_in_full_below_the_fields_of_a_call_speaks() -> None:
    head = "Date: 4/10/2024\nCall ID: 1001\nTime: 10 AM\nLamp Agent (LIA): Good afternoon!\n"
    made = divide(f"{head}LIA: So.\nPC: Yes.\nLIA: Well.\nPC: No.\n", None, {})
    assert "Lamp Agent (LIA)" in {one.speaker for one in made.segmentation.pieces}


def test_a_name_above_a_line_of_a_time() -> None:
    text = "".join(f"{'Anna Vos' if n % 2 else 'Ben Smit'}\n  3:1{n} PM\nWords {n}.\n" for n in range(6))
    made = divide(text, None, {})
    assert (made.rule.key, made.questions) == ("name-over-time", ())
    first = made.segmentation.pieces[0]
    assert (first.speaker, text[first.start : first.end], first.meta) == (
        "Ben Smit", "Words 0.", {"time": "3:10 PM"},
    )  # fmt: skip
    captions = "0:01\nHello\n0:03\nWelcome\n0:05\nGood Morning\n0:07\nThank You\n0:09\nSo\n"
    assert [one.speaker for one in divide(captions, None, {}).segmentation.pieces] == [""] * 5


def test_today_beside_a_clock() -> None:
    text = (
        "Anna — Today at 3:04 PM\nIs it on?\nBen — Yesterday at 9:15 AM\nNo.\nAnna — Today at 3:06 PM\nSo.\n"
    )
    made = divide(text, None, {}).segmentation.pieces
    assert [(one.speaker, one.meta) for one in made][:2] == [
        ("Anna", {"time": "Today, 3:04 PM"}), ("Ben", {"time": "Yesterday, 9:15 AM"}),
    ]  # fmt: skip


def test_lines_that_divide_are_no_part_of_turns() -> None:
    for line in ("---", "* * *", "────────", ">"):
        text = f"\n{line}\n".join(f"{'Anna' if n % 2 else 'Ben'}: Words {n}." for n in range(6))
        made = divide(text, None, {})
        assert made.questions == (), line
        assert text[made.segmentation.pieces[0].start : made.segmentation.pieces[0].end] == "Words 0."


def test_initials_that_a_list_of_those_who_were_there_explains() -> None:
    head = "# Minutes of July\n\nIlse Baan (IB), Bram Smit (BS), Emma Vos (EV)\n\n## Lamps\n\n"
    talk = "IB: Are they on?\nand since when\n\nBS: No.\nnot yet\n\nIB: So.\n\nBS: Well.\nlater\nperhaps\n\n"
    made = divide(f"{head}{talk}EV: Switch them on.\n", None, {})
    assert [one.name for one in made.questions if one.code == "speaker"] == []
    assert made.segmentation.pieces[-1].speaker == "EV"


def test_who_is_presented_in_full_at_first_speaks() -> None:
    text = (
        "Speaker 1 (Lamp Lead): Welcome.\n\nSpeaker 2 (Engineer): Right.\n\n"
        "Speaker 1: Is it on?\n\nSpeaker 2: No.\n\nSpeaker 1: So.\n\n"
        "[End of Transcript]\nDuration: 57 minutes"
    )
    made = divide(text, None, {})
    assert [one.speaker for one in made.segmentation.pieces] == [
        "Speaker 1 (Lamp Lead)", "Speaker 2 (Engineer)", "Speaker 1", "Speaker 2", "Speaker 1",
    ]  # fmt: skip
    last = made.segmentation.pieces[-1]
    assert (text[last.start : last.end], [one.code for one in made.left_out]) == ("So.", ["foot"])
