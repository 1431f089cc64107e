"""Names before signs that words have, too; times alone within turns; keys that are no speakers."""

from __future__ import annotations

import pytest

from annotator.importers import guess_rule
from annotator.importers.lone_clocks import count_lone_clocks, is_between, lone_clocks
from annotator.importers.text_heads import end_of_block
from annotator.importers.text_to_turns import Divided, divide

PLAY = (
    "ILSE. Is it on?\nOr is it off?\n\nBRAM [at the door]. No, it is off.\n\n[A noise.]\n\n"
    "ILSE. And now?\n\nBRAM. No.\n\nOLD MAN. Good evening.\n\nILSE. Who is there?\n\nBRAM, (loud). Nobody.\n"
)


def turns(text: str, made: Divided) -> list[tuple[str, str]]:
    return [(one.speaker, text[one.start : one.end]) for one in made.segmentation.pieces]


def asked(made: Divided) -> list[tuple[str, str]]:
    return [(one.key, one.taken) for one in made.questions]


def told(made: Divided) -> dict[str, int]:
    return {one.code: one.count for one in made.left_out}


def test_names_in_capitals_before_a_full_stop_speak_in_a_play() -> None:
    made = divide(PLAY, None, {})
    assert (made.rule.key, asked(made)) == ("stop", [])
    assert turns(PLAY, made) == [
        ("ILSE", "Is it on?\nOr is it off?"),
        ("BRAM", "No, it is off.\n\n[A noise.]"),
        ("ILSE", "And now?"),
        ("BRAM", "No."),
        ("OLD MAN", "Good evening."),
        ("ILSE", "Who is there?"),
        ("BRAM", "Nobody."),
    ]
    assert told(made) == {"asides": 2}


def test_names_that_may_be_words_before_a_full_stop_are_asked_about() -> None:
    text = PLAY.replace("ILSE", "Ilse").replace("BRAM", "Bram").replace("OLD MAN", "Man")
    made = divide(f"Scene. A room.\n\n{text}", None, {})
    assert made.rule.key == "stop"
    assert asked(made) == [("sign-names", "yes"), ("before-first", "keep")]
    assert {who for who, _ in turns(text, divide(text, None, {"sign-names": "no"}))} == {""}


def test_a_play_in_verse_is_asked_about() -> None:
    verse = "".join(f"{name}. First line\n" + "and further words\n" * 5 for name in ("ILSE", "BRAM") * 5)
    made = divide(verse, None, {})
    assert (made.rule.key, asked(made)) == ("stop", [("sign-names", "yes")])
    assert len(turns(verse, made)) == 10


@pytest.mark.parametrize(
    "text",
    [
        "Yes. I do.\n\nThe lamp is on.\n\nNo. I do not.\n\nIt is late.\n\nYes. We know.\n\nSo it is.\n",
        "II. The lamp\n\nIII. The room\n\nII. The lamp\n\nIII. The room\n\nII. The lamp\n\nIII. Rest\n",
        "Lamp – Licht\nStuhl – chair\nTisch – table\nBett – bed\nHaus – house\n",
        "それは「灯り」です。\n今日は「雨」です。\nこれは「本」です。\nそこは「家」です。\n",
    ],
)
def test_words_before_such_signs_are_no_speakers(text: str) -> None:
    assert guess_rule(text).key in {"paragraphs", "whole"}


def test_names_before_a_dash_speak_where_a_text_keeps_to_them() -> None:
    text = "Ilse – Is it on?\nBram – No.\n" * 4 + "Old Man - Good evening.\nIlse – And now?\n"
    made = divide(text, None, {})
    assert (made.rule.key, asked(made)) == ("dash", [])
    assert turns(text, made)[-2:] == [("Old Man", "Good evening."), ("Ilse", "And now?")]
    loose = text + "It is late.\n"
    assert asked(divide(loose, None, {})) == [("sign-names", "yes")]


def test_names_before_quotations() -> None:
    text = "太郎「おはよう。\n元気？」\n花子（笑）「はい。」\n太郎「行こう。」\n"
    text += "二人は歩き出す。\n雨が降る。\n花子「ええ。」\n"
    made = divide(text, None, {})
    assert made.rule.key == "quoted"
    assert turns(text, made) == [
        ("太郎", "「おはよう。\n元気？」"),
        ("花子", "「はい。」"),
        ("太郎", "「行こう。」"),
        ("", "二人は歩き出す。\n雨が降る。"),
        ("花子", "「ええ。」"),
    ]
    assert asked(made) == [("sign-names", "yes")], "four lines of seven"
    assert told(made) == {"asides": 1, "unsaid": 1}
    assert asked(divide(text.replace("雨が降る。\n", "").replace("\n元気？", ""), None, {})) == []


def test_signs_that_close_a_turn_are_none_of_its_words() -> None:
    text = "[USER] Hello [/USER]\n[BOT] Hi [/b] [/BOT]\n[USER] Bye [/b]\n[BOT] Bye[/bot]\n"
    made = divide(text, None, {})
    assert [words for _, words in turns(text, made)] == ["Hello", "Hi [/b]", "Bye [/b]", "Bye"]


CHAT = (
    "Ilse Kern  10:02 AM\nIs it on?\n10:04\nOr off?\nBram Vos  10:05 AM\nno\n"
    "Ilse Kern  12:59 PM\nso\n1:01 PM\n\noh\n"
)


def test_times_alone_within_turns_begin_further_ones() -> None:
    text = CHAT + "Bram Vos  1:02 PM\nyes\n"
    made = divide(text, None, {})
    assert asked(made) == []
    times = [one.meta["time"] for one in made.segmentation.pieces]
    assert [(*turn, time) for turn, time in zip(turns(text, made), times, strict=True)] == [
        ("Ilse Kern", "Is it on?", "10:02 AM"),
        ("Ilse Kern", "Or off?", "10:04"),
        ("Bram Vos", "no", "10:05 AM"),
        ("Ilse Kern", "so", "12:59 PM"),
        ("Ilse Kern", "oh", "1:01 PM"),
        ("Bram Vos", "yes", "1:02 PM"),
    ]  # fmt: skip


def test_times_that_do_not_fit_between_the_others_are_asked_about() -> None:
    text = CHAT.replace("10:04", "9:30")
    made = divide(text, None, {})
    assert asked(made) == [("clock-lines", "split")]
    kept = divide(text, None, {"clock-lines": "keep"})
    assert turns(text, kept)[0] == ("Ilse Kern", "Is it on?\n9:30\nOr off?")


def test_times_below_names_and_behind_the_last_words() -> None:
    text = "Ilse:\n0:03\nIs it on?\n0:05\nOr off?\n\nBram:\nno\n\nIlse: so\n0:09\n"
    made = divide(text, None, {})
    assert asked(made) == [("clock-lines", "split")]
    assert turns(text, made) == [("Ilse", "Is it on?"), ("Ilse", "Or off?"), ("Bram", "no"), ("Ilse", "so")]
    assert [one.meta.get("start") for one in made.segmentation.pieces] == [3.0, 5.0, None, None]
    assert told(made) == {"stamps": 1}
    kept = divide(text, None, {"clock-lines": "keep"})
    assert turns(text, kept)[0] == ("Ilse", "Is it on?\n0:05\nOr off?")


def test_names_over_times_may_be_fewer_than_times_where_empty_lines_set_them_off() -> None:
    chat = "ilse\n 10:02 AM\nIs it on?\n10:04\nOr off?\n\nbram\n 10:05 AM\nno\n\n" * 3
    made = divide(chat, None, {})
    assert made.rule.key == "name-over-time"
    assert turns(chat, made)[:3] == [("ilse", "Is it on?"), ("ilse", "Or off?"), ("bram", "no")]
    assert asked(made) == []


def test_lines_that_hold_a_time_alone() -> None:
    text = "0:01\nso [0:02]\n[0:03 --> 0:05]\u2028 1:00 PM \n12\n"
    assert [(text[one.start : one.end], one.clock) for one in lone_clocks(text)] == [
        ("0:01", "0:01"), ("[0:03 --> 0:05]", "0:03"), (" 1:00 PM ", "1:00 PM"),
    ]  # fmt: skip
    assert count_lone_clocks(text) == 3
    assert is_between("12:59 PM", "12:58 PM", "1:00 PM")
    assert not is_between("0:02", "0:03", "0:04")
    assert not is_between("0:00:04", "0:03", "0:05")


HEAD = "Lamps\n\nDate: 12 March 2026\nPatient: John Davis, 47\nProvider: Dr. Vos (Lamps)\n\n"
WORDS = "Vos: Is it on?\nPatient: No.\nVos: Now?\nPatient: Yes.\n"


def test_keys_of_a_head_may_speak_below_it() -> None:
    made = divide(HEAD + WORDS, None, {})
    assert [who for who, _ in turns(WORDS, made)] == ["Vos", "Patient", "Vos", "Patient"]
    assert (told(made), asked(made)) == ({"head": 4}, [])


@pytest.mark.parametrize(
    "text",
    [
        "Ilse: Is it on?\nBram: No.\n\nDate: today\nPlace: here\n\n",  # somebody spoke before
        "Date: today\nIlse: Is it on?\n\n",
        "Host: Ilse\nGuest: Bram\n\n",  # who speaks
        "Date: today\nDate: tomorrow\n\n",
        "Date: today\n\n",
        "Date: today\nPlace: here",
    ],
)
def test_lines_that_are_no_block_of_keys(text: str) -> None:
    assert end_of_block(text) == 0


def test_keys_amid_a_dialogue_are_asked_about() -> None:
    once = "Vos: Is it on?\nBram: No.\nAge: 34\nVos: Now?\nBram: Yes.\nVos: Good.\nBram: So.\n"
    assert asked(divide(once, None, {})) == [("speaker:Age", "no")]
    often = once + once.replace("34", "I am thirty-four.")
    assert asked(divide(often, None, {})) == [("speaker:Age", "no")]
    assert asked(divide(often.replace("34", "I do not know."), None, {})) == [("speaker:Age", "yes")]
    said = divide(often, None, {"speaker:Age": "yes"})
    assert ("Age", "34") in turns(often, said)
    short = "Vos: Is it on?\nAge: 34\nBram: No.\n"
    assert {who for who, _ in turns(short, divide(short, None, {}))} == {""}


def test_a_name_with_that_of_a_speaker_in_brackets_speaks() -> None:
    text = (
        "Ilse Kern (IK): Is it on?\nBram Vos (BV): It is\nIK: And now?\nBV: No.\nIK: So.\nBV: So\nand so.\n"
    )
    made = divide(text, None, {})
    assert turns(text, made)[0] == ("Ilse Kern (IK)", "Is it on?")
    assert asked(made) == []


def test_a_remark_above_the_first_name_is_told() -> None:
    text = "[The lamp goes on]\n\n" + WORDS
    made = divide(text, None, {})
    assert turns(text, made)[0] == ("", "[The lamp goes on]")
    assert (told(made), asked(made)) == ({"unsaid": 1}, [])


def test_numbered_lines_below_every_one_of_many_turns_are_none_of_their_words() -> None:
    text = "".join(f"{name}: So.\nPage 1, Line {at}\n" for at, name in enumerate(("Ilse", "Bram") * 6))
    made = divide(text, None, {})
    assert (told(made), asked(made)) == ({"nobody": 12}, [])
    assert {words for _, words in turns(text, made)} == {"So."}
    kept = divide(text, None, {"same-lines": "yes"})
    assert turns(text, kept)[0] == ("Ilse", "So.\nPage 1, Line 0")


def test_a_long_title_in_bold_and_capitals_may_speak_once() -> None:
    title = "**JOE of the 3rd, HEAD OF THE DEPARTMENT OF LAMPS AND CANDIDATE FOR THE COMMITTEE OF LAMPS:**"
    text = f"Ilse: Is it on?\n\nBram: No.\n\nIlse: And now?\n\n{title} Yes.\n\nBram: So.\n"
    text += "Ilse: Good\nand so\non\nand on.\nBram: So.\n"
    made = divide(text, None, {})
    assert asked(made) == [(f"speaker:{title.strip('*:')}", "yes")]
    assert turns(text, made)[3] == (title.strip("*:"), "Yes.")


def test_headings_and_lines_of_signs_behind_a_turn_are_none_of_its_words() -> None:
    talk = "**I:** Is it on?\n\n**R:** No.\n\n**I:** So.\n\n**R:** # 3 is on.\n\n"
    text = f"# Lamps\n\n## Interview 1\n\n{talk}## Interview 2\n\n{talk}---\n"
    made = divide(text, None, {})
    assert [words for _, words in turns(text, made)] == ["Is it on?", "No.", "So.", "# 3 is on."] * 2
    assert (told(made), asked(made)) == ({"head": 2, "nobody": 2}, [])


def test_what_stands_in_sections_above_that_of_the_turns_is_a_head() -> None:
    text = "# Lamps\n\nInterview took place at night. Nobody was there.\n\n## Transcript\n\n" + WORDS
    made = divide(text, None, {})
    assert (told(made), asked(made)) == ({"head": 3}, [])


def test_numbers_before_tabs_on_every_line_are_asked_about() -> None:
    text = "0\tIs it on?\n1\tNo.\n" * 4
    made = divide(text, None, {})
    assert (made.rule.key, asked(made)) == ("tab", [("tab-names", "yes")])
    assert guess_rule("1\ta\n2\tb\n3\tc\n4\td\n").key == "whole"


def test_names_in_brackets_alone_above_their_words() -> None:
    text = "【使用者】\n灯亮着吗？\n\n【AI】\n没有。\n\n" * 6
    made = divide(text, None, {})
    assert (made.rule.key, asked(made)) == ("name-line", [])
    assert turns(text, made)[:2] == [("使用者", "灯亮着吗？"), ("AI", "没有。")]


def test_capitals_alone_above_words_speak_once_too() -> None:
    text = "ILSE\nIs it on, or is it off?\nBRAM\nNo, it is not on.\n" * 7
    text += "ILSE (O.S.)\nAnd now, what is it?\nOLD MAN\nGood evening, everybody.\n"
    made = divide(text, None, {})
    assert (made.rule.key, asked(made)) == ("name-line", [("speakers", "yes")])
    assert [who for who, _ in turns(text, made)[14:]] == ["ILSE (O.S.)", "OLD MAN"]
    part = divide(text, None, {"speakers": "no"})
    assert [who for who, _ in turns(text, part)[14:]] == ["ILSE (O.S.)"]
