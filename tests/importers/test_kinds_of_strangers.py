"""Kinds of files in which people's own transcripts were read wrong: small ones of each kind."""

from __future__ import annotations

import json

import pytest

from annotator.errors import UserError
from annotator.importers import divide, find_format, look_over
from annotator.importers.marker_look import Marker
from annotator.importers.segment import segment
from annotator.model import Question
from tests.importers.reading import faults, left_out, read, said


def codes(questions: tuple[Question, ...]) -> list[str]:
    return [one.code for one in questions]


def turns(text: str, **answers: str) -> list[tuple[str, str]]:
    made = divide(text, None, answers)
    return [(one.speaker, text[one.start : one.end]) for one in made.segmentation.pieces]


# --- texts ------------------------------------------------------------------------------------


def test_bold_signs_around_a_time_and_a_name() -> None:
    text = "**[00:03] SPK_02:** Good lamp.\n\n**[00:31] SPK_00:** No lamp.\n\n**[1:00:37] SPK_02:** So.\n"
    made = divide(text, None, {})
    assert made.questions == ()
    assert [(one.speaker, text[one.start : one.end], one.meta) for one in made.segmentation.pieces] == [
        ("SPK_02", "Good lamp.", {"start": 3.0}),
        ("SPK_00", "No lamp.", {"start": 31.0}),
        ("SPK_02", "So.", {"start": 3637.0}),
    ]
    assert turns("**0:03 Anna**: a\n**0:05 Ben**: b\n**0:07 Anna**: c\n")[0] == ("Anna", "a")


MISSION = """\
[00:00:00:00]
CC: Lift-off.

[00:00:00:02]
C: Roger. Clock is started.

[00:00:01:41]
CC: Roger.

[00:01:00:05]
C: Okay.

[01:00:00:00]
C: Good morning.
"""


def test_who_is_called_cc_speaks_and_four_numbers_may_begin_with_days() -> None:
    made = divide(MISSION, None, {}).segmentation.pieces
    assert [(one.speaker, one.meta["start"]) for one in made] == [
        ("CC", 0.0), ("C", 2.0), ("CC", 101.0), ("C", 3605.0), ("C", 86_400.0),
    ]  # fmt: skip
    mail = "From: Ilse\nCC: Bram\nSubject: lamps\nFrom: Bram\nCC: Ilse\nSubject: lamps\n"
    assert {who for who, _ in turns(mail)} == {""}
    frames = MISSION.replace(":41]", ":21]")
    assert divide(frames, None, {}).segmentation.pieces[1].meta == {"start": 0.067}


def test_who_was_there_is_above_the_turns() -> None:
    head = "안건: 램프\n\n참석자:\n최윤아 (CY): 부사장\n박준호 (PJ): 팀장\n\n회의록:\n"
    text = f"{head}CY: 시작합시다.\nPJ: 네.\nCY: 좋아요.\nPJ: 네.\n"
    made = divide(text, None, {})
    assert [who for who, _ in turns(text)] == ["CY", "PJ", "CY", "PJ"]
    assert [(one.code, one.count) for one in made.left_out] == [("head", 5)]
    keyed = "[Title: Lamps]\n[Anna: tutor]\n\nTutor: a\nStudent: b\nTutor: c\nStudent: d\n"
    assert [who for who, _ in turns(keyed)] == ["Tutor", "Student", "Tutor", "Student"]


def test_a_title_alone_above_an_empty_line_is_no_turn() -> None:
    body = "MSM: a\nKernighan: b\nMSM: c\nKernighan: d\n"
    assert turns(f"Brian Kernighan\n\n{body}")[0] == ("MSM", "a")
    for first in ("Brian Kernighan\n", "Good morning, all.\n\n", "Hello\n\n"):
        assert turns(first + body)[0] == ("", first.strip())


HEARING = """\
BLITZER: Let's begin. SANDERS: Thank you.
CLINTON: It's great to be here.
SANDERS: So it is.
CLINTON: As SANDERS: said. And so on.
SANDERS: Well.
BLITZER: Good (APPLAUSE) CLINTON: Thank you.
"""


def test_speakers_whose_lines_were_joined_are_found_and_asked_about() -> None:
    made = divide(HEARING, None, {})
    (asked,) = made.questions
    assert (asked.code, asked.count, asked.taken) == ("inside", 2, "yes")
    assert "SANDERS: Thank you" in asked.example
    assert turns(HEARING)[:2] == [("BLITZER", "Let's begin."), ("SANDERS", "Thank you.")]
    assert turns(HEARING)[-2:] == [("BLITZER", "Good (APPLAUSE)"), ("CLINTON", "Thank you.")]
    assert turns(HEARING, inside="no")[0] == ("BLITZER", "Let's begin. SANDERS: Thank you.")
    lower = "Anna: He said so. Ben: Never. And I\nBen: Hm.\nAnna: So.\nBen: Yes.\n"
    assert divide(lower, None, {}).questions[0].taken == "no"
    assert len(turns(lower)) == 4
    assert len(turns(lower, inside="yes")) == 5
    dotted = "SEN. VOS: a\nVOS: b\nSEN. VOS: c\nVOS: d\n"
    assert divide(dotted, None, {}).questions == (), "a name with a dot holds no other one"


def test_lines_that_begin_with_dashes() -> None:
    text = "— Good lamp.\n— No lamp.\n\n— So?\n– Hm.\nand so on\n"
    made = divide(text, None, {})
    assert (made.rule.key, codes(made.questions)) == ("dashes", ["dashes"])
    assert turns(text) == [("", "Good lamp."), ("", "No lamp."), ("", "So?"), ("", "Hm.\nand so on")]
    assert divide(text, None, {"dashes": "paragraphs"}).rule.key == "paragraphs"
    assert divide("- one\n- two\nthree\nfour\n", None, {}).rule.key == "whole"


def test_a_long_line_without_a_sign_of_speakers_is_asked_about() -> None:
    sentence = "Are you there? Yes, I am. "
    assert codes(divide(sentence * 100, None, {}).questions) == ["one-turn"]
    assert codes(divide(sentence * 10, None, {}).questions) == []


def test_a_piece_of_a_page_with_nothing_but_styles_is_a_page() -> None:
    page = (
        '<meta charset="utf-8"><style type="text/css">' + ".a { color: red; } " * 200 + "</style><div>a</div>"
    )
    with pytest.raises(UserError, match="web page"):
        read("forms.txt", page)


# --- logs -------------------------------------------------------------------------------------


def test_logs_of_proxies_and_logs_without_times() -> None:
    proxy = (
        "[15 Jan 00:53] *** You disconnected\n"
        "[15 Jan 08:42] <jsmith!n=jsmith@72.21.36.138> +It's snowing!\n"
        "[15 Jan 08:43] <nombyte!n=nm@208.176.91.226.ptr.example> -morning...\n"
    )
    found = read("x.log", proxy)
    assert said(found) == [[("jsmith", "It's snowing!"), ("nombyte", "morning...")]]
    bare = "< @rjbs > I love this channel!\n *  @q[uri] gives rjbs fudge!\n--- server going down\n"
    found = read("x.log", bare)
    assert said(found) == [[("rjbs", "I love this channel!"), ("q[uri]", "gives rjbs fudge!")]]
    assert left_out(found) == ["Left out: 1 line of the system"]
    assert find_format("x.txt", b"<anna> hi\n<ben> ho\n<anna> so\n").key == "text"
    assert find_format("x.txt", b"<anna> hi\n * ben has quit\nso it is\n").key == "text"


# --- tables and JSON --------------------------------------------------------------------------


def test_an_id_that_each_row_has_for_itself_tells_no_dialogues_apart() -> None:
    rows = [f"{n},{n // 6},{n % 2},Line {n} of what is said" for n in range(12)]
    found = read("x.csv", "dialogue_id,chapter_id,character_id,dialogue\n" + "\n".join(rows))
    assert found.mapping == {
        "text": "dialogue", "speaker": "character_id", "dialogue": "chapter_id", "id": "dialogue_id",
    }  # fmt: skip
    assert [len(one.turns) for one in found.dialogues] == [6, 6]
    assert found.questions == ()
    short = read("x.csv", "dialogue_id,speaker,text\n1,A,a\n2,B,b\n3,A,c\n")
    assert len(short.dialogues) == 3


def test_what_is_said_may_be_called_the_dialogue() -> None:
    records = [{"section": f"S{n}", "dialogue": f"What is said number {n}"} for n in range(5)]
    found = read("x.json", json.dumps(records))
    assert (found.mapping, len(found.dialogues[0].turns)) == ({"text": "dialogue"}, 5)
    again = [{"dialogue": "the one dialogue", "n": n} for n in range(5)]
    with pytest.raises(UserError, match="not clear where the words"):
        read("x.json", json.dumps(again))


def test_names_in_brackets_before_the_words_of_cells() -> None:
    rows = ("[CHI] put them on that.", "[CAR] that goes there.", "[CHI] baby.", "[CAR] yes.", "so")
    table = "n,utterance\n" + "\n".join(f"{n},{row}" for n, row in enumerate(rows))
    found = read("x.csv", table)
    assert said(found) == [
        [
            ("CHI", "put them on that."),
            ("CAR", "that goes there."),
            ("CHI", "baby."),
            ("CAR", "yes."),
            ("", "so"),
        ]
    ]
    sounds = "n,utterance\n1,[laughs] a\n2,[laughs] b\n3,[music] c\n4,[music] d\n"
    assert {who for who, _ in said(read("x.csv", sounds))[0]} == {""}


def test_columns_that_say_who_speaks_by_a_part_of_their_names() -> None:
    lines = [
        {"person_slug": who, "text": "so it is", "start_secs": n} for n, who in enumerate(["a-b", "c-d"])
    ]
    found = read("x.jsonl", "\n".join(map(json.dumps, lines)))
    assert said(found) == [[("a-b", "so it is"), ("c-d", "so it is")]]
    table = "speaker_confidence,words\n" + "\n".join(f"0.{n},so it is {n}" for n in range(1, 5))
    assert "speaker" not in read("x.csv", table).mapping
    table = (
        "Subject,Character,Text\nSID01,Ilse,what I think of her\nSID02,Ilse,what I think\nSID01,Bram,of him\n"
    )
    assert read("x.csv", table).mapping["speaker"] == "Subject"
    mails = (
        "Subject,From,Text\nre: lamps,Ilse,what I think\nre: lamps,Bram,what I think\nhoses,Ilse,of them\n"
    )
    assert read("x.csv", mails).mapping["speaker"] == "From"


def test_a_speaker_with_a_name_beside_a_number_is_called_by_the_name() -> None:
    rows = [
        {"speaker": "SPEAKER_00", "speakerName": "Ilse", "text": "Good lamp."},
        {"speaker": "KNOWN_b9", "speakerName": "Ilse", "text": "No lamp."},
    ]
    assert {who for who, _ in said(read("x.json", json.dumps({"lines": rows})))[0]} == {"Ilse"}


def test_the_words_are_in_a_column_that_most_rows_have() -> None:
    rows = [
        f"Who is there {n}?,Wie daar {n}?,{'a long note on this one line here' if n == 3 else ''},P"
        for n in range(8)
    ]
    found = read("x.csv", "English,Manx,Notes,Speaker\n" + "\n".join(rows))
    assert found.mapping["text"] == "English"
    assert codes(found.questions) == ["text-column"]
    numbered = read("x.tsv", "0\tAll right, she stepped out.\n1\tWe will go ahead.\n2\tI second that.\n")
    assert codes(numbered.questions) == ["one-dialogue"], "numbers are no words"
    assert left_out(numbered) == ["Nothing says who speaks in 3 turns"]


def test_colons_on_both_sides_of_names_and_brackets_that_do_not_close() -> None:
    found = read("x.csv", "speaker,words\n:DB:,Good lamp.\n:KM:,No lamp.\n:DB:,So.\n")
    assert [who for who, _ in said(found)[0]] == ["DB", "KM", "DB"]
    cell = "Ilse: Good lamp.\nBram: No.\n(Note: they both leave)\nIlse: So.\nBram: Yes."
    found = read("x.json", json.dumps([{"context": cell}]))
    assert [who for who, _ in said(found)[0]] == ["Ilse", "Bram", "Ilse", "Bram"]


def test_exchanges_under_the_name_of_their_dialogue() -> None:
    turn = {"state": [["hotel-book people", "5"]], "sys": "I am an answer", "usr": "Hi there"}
    found = read("x.json", json.dumps({"Dialogue1": [turn, turn], "Dialogue2": [turn, turn]}))
    both = [("usr", "Hi there"), ("sys", "I am an answer")]
    assert said(found) == [both * 2, both * 2]
    flat = [{"instruction": "Say so", "output": "So"}, {"instruction": "Say no", "output": "No"}]
    assert len(read("x.json", json.dumps(flat)).dialogues) == 2
    odd = {"Dialogue1": [{"usr": 1, "sys": 2}], "Dialogue2": [{"usr": 1, "sys": 2}]}
    with pytest.raises(UserError):
        read("x.json", json.dumps(odd))


def test_numbers_are_no_turns() -> None:
    with pytest.raises(UserError, match="no turns in this JSON file"):
        read("x.json", json.dumps([f"-0.{n}" for n in range(9)]))
    assert len(read("x.json", json.dumps(["Good lamp.", "No lamp.", "3"])).dialogues[0].turns) == 3


# --- speech -----------------------------------------------------------------------------------


def test_words_of_the_bbc_with_who_speaks_in_which_stretch() -> None:
    words = [
        {"start": 0.5, "end": 0.9, "word": "there", "punct": "There"},
        {"start": 0.9, "end": 1.2, "word": "is", "punct": "is."},
        {"start": 9.2, "end": 9.4, "word": "so", "punct": "So?"},
    ]
    segments = [
        {"@type": "Segment", "start": 0, "duration": 2.7, "speaker": {"@id": "S0", "gender": "F"}},
        {"@type": "Segment", "start": 9.1, "duration": 3.9, "speaker": {"@id": "S1", "gender": "F"}},
    ]
    document = {"action": "transcribe", "retval": {"words": words, "segmentation": {"segments": segments}}}
    found = read("x.json", json.dumps(document))
    assert [(one.speaker, one.text, one.meta["start"]) for one in found.dialogues[0].turns] == [
        ("S0", "There is.", 0.5),
        ("S1", "So?", 9.2),
    ]
    del document["retval"]["segmentation"]  # type: ignore[attr-defined]
    assert said(read("x.json", json.dumps(document))) == [[("", "There is. So?")]]


def test_elements_of_rev_that_bring_no_blanks() -> None:
    elements = [{"type": "text", "value": "never before"}, {"type": "tag", "value": "inaudible"}]
    document = {"monologues": [{"speaker": 1, "elements": [*elements, {"type": "text", "value": "so this"}]}]}
    assert said(read("x.json", json.dumps(document))) == [[("1", "never before inaudible so this")]]


def captions(*cues: str) -> str:
    clocks = (f"00:00:{n:02}.000 --> 00:00:{n:02}.900" for n in range(len(cues)))
    return (
        "WEBVTT\n\n" + "\n\n".join(f"{clock}\n{cue}" for clock, cue in zip(clocks, cues, strict=True)) + "\n"
    )


def test_captions_that_repeat_names_leave_nothing_to_ask() -> None:
    cues = ["Ilse: the hose", "Ilse: leaks", "hm", "Bram: so", "Bram: it does", "Ilse: well"]
    made, questions, told = look_over(read("x.vtt", captions(*cues)).dialogues, {})
    assert [turn.speaker for turn in made[0].turns] == ["Ilse", "Ilse", "", "Bram", "Bram", "Ilse"]
    assert (questions, [(one.code, one.count) for one in told]) == ((), [("unsaid", 1)])
    made, *_ = look_over(read("x.vtt", captions(*cues)).dialogues, {"unnamed": "before"})
    assert made[0].turns[2].speaker == "Ilse"


def test_captions_that_name_people_where_they_change_go_on() -> None:
    cues = [line for n in range(8) for line in (f"{'Bram' if n % 2 else 'Ilse'}: line {n}", "that goes on")]
    made, (asked,), _ = look_over(read("x.vtt", captions(*cues)).dialogues, {})
    assert (asked.code, asked.taken) == ("unnamed", "before")
    assert [turn.speaker for turn in made[0].turns[:4]] == ["Ilse", "Ilse", "Bram", "Bram"]
    made, *_ = look_over(read("x.vtt", captions(*cues)).dialogues, {"unnamed": "keep"})
    assert made[0].turns[1].speaker == ""


ELAN = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"/>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="0"/>
<TIME_SLOT TIME_SLOT_ID="t2" TIME_VALUE="900"/></TIME_ORDER>
{tiers}</ANNOTATION_DOCUMENT>"""
TIER = """<TIER TIER_ID="{name}" LINGUISTIC_TYPE_REF="{type}"><ANNOTATION>
<ALIGNABLE_ANNOTATION ANNOTATION_ID="a{name}" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2">
<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>"""


def elan(*tiers: tuple[str, str, str]) -> str:
    made = "".join(TIER.format(name=name, type=kind, words=words) for name, kind, words in tiers)
    return ELAN.format(tiers=made)


def test_a_mother_is_no_tier_of_words() -> None:
    found = read("x.eaf", elan(("CHI", "utterance", "la la la"), ("MOT", "utterance", "ga maar slapen nu")))
    assert {who for who, _ in said(found)[0]} == {"CHI", "MOT"}
    found = read("x.eaf", elan(("tekst", "utterance", "ga maar slapen nu"), ("mot", "utterance", "ga")))
    assert left_out(found) == ["Left out: 1 tier: mot (1)"]


def test_tiers_none_of_which_looks_like_speech_are_asked_about() -> None:
    found = read(
        "x.eaf", elan(("phase", "default-lt", "together now"), ("events", "default-lt", "end alone"))
    )
    (asked,) = found.questions
    assert (asked.code, asked.count, asked.example) == ("tiers", 2, "phase, events")
    assert found.dialogues[0].turns
    assert read("x.eaf", elan(("a", "default-lt", "good lamp"))).questions == ()
    chosen = read("x.eaf", elan(("phase", "default-lt", "together now")), tiers=("phase",))
    assert (chosen.questions, faults(chosen)) == ((), [])


def test_markers_inside_do_not_move_what_stands_before() -> None:
    pieces = segment(HEARING, divide(HEARING, None, {}).rule, {}).pieces
    joined = "".join(HEARING[one.lead_start : one.end] for one in pieces)
    assert HEARING.startswith(joined)
    assert Marker(0, 1, "A").dashed is False


# --- what was only asked or refused, though the file decides ----------------------------------


def test_titles_and_keys_above_the_first_turn_are_no_speakers() -> None:
    head = "MICHAEL ARBIB: An interview that was held in the year 2011\n\nAbout this and that, at length.\n\n"
    body = "Q:\n\nHello.\n\nMichael Arbib:\n\nHi.\n\n" * 4
    text = f"{head}INTERVIEWEE: Michael Arbib\n\n{body}"
    made = divide(text, None, {})
    assert codes(made.questions) == ["before-first"]
    assert [who for who, _ in turns(text)] == ["", *["Q", "Michael Arbib"] * 4]


def test_an_empty_line_within_a_caption() -> None:
    first = "1\n00:00:01,000 --> 00:00:02,000\nHost: First.\n\nSecondly, so.\n\n"
    srt = f"{first}2\n00:00:03,000 --> 00:00:04,000\nGuest: a\n"
    found = read("x.srt", srt)
    assert found.dialogues[0].turns[0].text.endswith("First.\n\nSecondly, so.")
    assert faults(found) == []
    assert faults(read("x.srt", srt.replace("Secondly, so.", "17"))) == [
        "line 5: there are words without a time"
    ]
    web = read("x.vtt", "WEBVTT\n\n" + srt.replace(",000", ".000"))
    assert len(faults(web)) == 1, "there an empty line ends a cue"


def test_one_caption_that_stays_for_a_day_says_nothing_about_the_times() -> None:
    words = "ten words that somebody says to somebody else in here"
    cues = "".join(f"0:00:{n:02}.000,0:00:{n + 4:02}.000\n{words}\n\n" for n in range(0, 20, 5))
    found = read("x.sbv", f"{cues}0:00:25.000,23:59:59.000\n{words}\n")
    assert look_over(found.dialogues, {})[1] == ()


def test_lines_of_words_with_times_are_pieces_of_one_recording() -> None:
    lines = [
        {"words": [{"text": "Good", "start": 0.5, "end": 0.9}, {"text": "lamp.", "start": 0.9, "end": 1.5}]},
        {"words": [{"text": "So.", "start": 2.5, "end": 2.9}]},
    ]
    found = read("x.jsonl", "\n".join(map(json.dumps, lines)))
    assert [[(one.text, one.meta["start"]) for one in each.turns] for each in found.dialogues] == [
        [("Good lamp.", 0.5), ("So.", 2.5)]
    ]


def test_messages_of_a_program_with_records_around_them() -> None:
    parts = [{"type": "text", "text": "I will."}, {"type": "tool_use"}]
    lines = [
        {"type": "user", "uuid": "u1", "sessionId": "s", "message": {"role": "user", "content": "Mend it"}},
        {"type": "assistant", "uuid": "u2", "sessionId": "s",
         "message": {"role": "assistant", "content": parts}},
        {"type": "system", "uuid": "u3", "sessionId": "s", "durationMs": 4},
    ]  # fmt: skip
    found = read("x.jsonl", "\n".join(map(json.dumps, lines)))
    assert said(found) == [[("user", "Mend it"), ("assistant", "I will.")]]
    assert found.questions == ()


def test_a_list_of_whole_dialogues_beside_other_lists() -> None:
    talk = "Clinician: How are you?\nPatient: Well.\nClinician: Good.\nPatient: Yes."
    document = {
        "patients": [{"id": 1, "name": "Ilse"}],
        "transcripts": [{"id": n, "redacted_text": talk, "thread_id": n or None} for n in range(3)],
        "artifacts": [{"id": n, "content": "A summary of what was said there"} for n in range(3)],
    }
    found = read("x.json", json.dumps(document))
    assert (found.mapping["whole"], len(found.dialogues), found.questions) == ("redacted_text", 3, ())
    assert [who for who, _ in said(found)[0]] == ["Clinician", "Patient"] * 2
    document["transcripts"] = [3]
    assert codes(read("x.json", json.dumps(document)).questions) == ["unsure-turns"]


def test_a_whole_dialogue_as_records_in_a_cell() -> None:
    cells = [
        [{"message": "Hello", "senderID": 1}, {"message": "Hi", "senderID": 2}],
        [],
        [{"message": "Anyone?", "senderID": 1}],
    ]
    rows = "\n".join(
        '{};2;"{}"'.format(n, json.dumps(cell).replace('"', '""')) for n, cell in enumerate(cells)
    )
    found = read("x.csv", f"ID;UserID;Messages\n{rows}\n")
    assert said(found) == [[("1", "Hello"), ("2", "Hi")], [("1", "Anyone?")]]
    assert faults(found) == ["line 3: there is nothing in “Messages”"]


def test_marks_of_times_and_ids_of_speakers_in_records() -> None:
    records = [
        {
            "tier": {"id": f"PAR{n % 2}", "name": f"P{n % 2}"},
            "text": f"hello there {n} . \x15{n}140_{n}610\x15",
        }
        for n in range(1, 13)
    ]
    found = read("x.json", json.dumps({"content": records}))
    first = found.dialogues[0].turns[0]
    assert (first.speaker, first.text, first.meta["start"], first.meta["end"]) == (
        "P1",
        "hello there 1 .",
        1.14,
        1.61,
    )
    assert ("id" in found.mapping, faults(found)) == (False, [])


def test_columns_about_places_and_kinds_never_speak() -> None:
    rows = "\n".join(f"S00{n // 4},What is said number {n}" for n in range(12))
    for name in ("section_id", "slideType", "Episode"):
        assert "speaker-column" not in codes(read("x.csv", f"{name},line\n{rows}\n").questions)
    assert codes(read("x.csv", f"key,line\n{rows}\n").questions)[0] == "speaker-column"


def test_a_table_of_one_column_may_begin_with_what_somebody_says() -> None:
    table = '"can you tell me about yourself?"\n"Sure! I am a lamp."\n"So?"\n'
    found = read("x.csv", table)
    assert [text for _, text in said(found)[0]] == [
        "can you tell me about yourself?",
        "Sure! I am a lamp.",
        "So?",
    ]


def test_lines_of_a_program_between_turns_and_tags_are_no_speakers() -> None:
    text = "Siz: exit\nAgent: Xayr!\n\n--- sessiya: 2025-09-24 16:20 ---\nSiz: salom\nAgent: Salom!\n"
    text += text.replace("exit", "yana")
    made = divide(text, None, {})
    assert {one.speaker for one in made.segmentation.pieces} == {"Siz", "Agent"}
    assert [(one.code, one.count) for one in made.left_out] == [("nobody", 2)]
    lines = "\n".join(f"line {n} of a film" for n in range(60))
    assert divide(f"{lines}\n<i>so\n<ring> of\n<ring> the\n", None, {}).rule.key == "whole"
    assert {who for who, _ in turns("<anna> a\n<ben> b\n<anna> c\n")} == {"anna", "ben"}


def test_captions_all_of_which_are_named_name_somebody_once() -> None:
    cues = [f"{'Azeer Moin' if n % 2 else 'Jai Prakash'}: line {n}" for n in range(20)]
    cues.insert(5, "Nandani butola: You too.")
    found = read("x.vtt", captions(*cues))
    assert found.questions == ()
    assert ("Nandani butola", "You too.") in said(found)[0]


def test_a_clock_beside_a_date_is_a_time_of_day() -> None:
    table = "date,time,speaker,text\n2024-01-15,09:00,A,Hi\n2024-01-15,09:05,B,So\n"
    assert read("x.csv", table).dialogues[0].turns[0].meta["time"] == "09:00"
    assert read("x.csv", table.replace("2024-01-15", "x")).dialogues[0].turns[0].meta["start"] == 540.0


def test_ids_that_stand_at_rows_of_several_speakers_are_those_of_dialogues() -> None:
    rows = [f"{n // 4},{'agent' if n % 2 else 'customer'},line {n}" for n in range(12)]
    found = read("x.csv", "id,role,content\n" + "\n".join(rows))
    assert ([len(one.turns) for one in found.dialogues], faults(found)) == ([4, 4, 4], [])
    again = read("x.csv", "id,role,content\n" + "\n".join([*rows, rows[0]]))
    assert "dialogue" not in again.mapping, "an id that comes again tells none apart"
    alone = [f"{n // 4},{'agent' if n < 4 else 'customer'},line {n}" for n in range(12)]
    assert "dialogue" not in read("x.csv", "id,role,content\n" + "\n".join(alone)).mapping


def test_the_same_few_words_in_each_row_are_asked_about() -> None:
    rows = "\n".join(f"{n},{'not interested' if n % 3 else 'will think it over'}" for n in range(9))
    assert codes(read("x.csv", f"n,outcome\n{rows}\n").questions) == ["text-column"]


def test_ranges_of_seconds_in_brackets() -> None:
    text = (
        "[1.079 - 6.2989999999999995] morning everybody\n\n[3.24 - 9.84] with a video\n\n[6.299 - 12.36] so\n"
    )
    made = divide(text, None, {})
    assert [one.meta for one in made.segmentation.pieces] == [
        {"start": 1.079, "end": 6.299}, {"start": 3.24, "end": 9.84}, {"start": 6.299, "end": 12.36},
    ]  # fmt: skip


def test_a_tier_that_says_whose_turn_it_is_holds_no_words() -> None:
    tiers = (("IVR - words", "", "well then"), ("IVR-turns", "", "IVR"))
    assert said(read("x.eaf", elan(*tiers))) == [[("IVR", "well then")]]
