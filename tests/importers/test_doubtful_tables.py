"""What a table or JSON records leave open, so that it is asked: who speaks, what is together, which words."""

from __future__ import annotations

import json

import pytest

from annotator.errors import UserError
from annotator.importers import Readout
from tests.importers.reading import left_out, read, said


def codes(made: Readout) -> list[str]:
    return [one.code for one in made.questions]


# --- what is one dialogue ----------------------------------------------------------------------


def test_rows_of_nobody_may_be_dialogues_of_their_own() -> None:
    calls = json.dumps([{"id": f"call-{n}", "transcript": f"Hello, this is lamp {n}."} for n in range(4)])
    found = read("x.json", calls)
    assert (codes(found), len(found.dialogues)) == (["one-dialogue"], 1)
    each = read("x.json", calls, answers={"one-dialogue": "each"})
    assert [len(one.turns) for one in each.dialogues] == [1] * 4
    one_man = "author,content\n" + "".join(f"Ilse,An article on lamp {n}.\n" for n in range(3))
    assert codes(read("x.csv", one_man)) == ["one-dialogue"]


@pytest.mark.parametrize(
    "table",
    [
        "speaker,text\nIlse,Good lamp.\nBram,No lamp.\n",
        "start,text\n0.5,Good lamp.\n2.5,No lamp.\n",
        "turn,text\n1,Good lamp.\n2,No lamp.\n",
        "dialogue_id,text\n1,Good lamp.\n1,No lamp.\n",
        "text\nGood lamp.\n",
    ],
)
def test_what_puts_rows_together(table: str) -> None:
    assert codes(read("x.csv", table)) == []


def test_people_who_each_say_all_of_it_in_a_row_may_be_dialogues() -> None:
    rows = "".join(f"SID00{n // 4},What I recall of lamp {n}.\n" for n in range(12))
    found = read("x.csv", "Subject,Text\n" + rows)
    assert codes(found) == ["monologues"]
    each = read("x.csv", "Subject,Text\n" + rows, answers={"monologues": "each"})
    assert [(one.title, len(one.turns)) for one in each.dialogues] == [
        ("SID000", 4),
        ("SID001", 4),
        ("SID002", 4),
    ]
    turned = "".join(f"SID00{n % 3},What I recall of lamp {n}.\n" for n in range(12))
    assert codes(read("x.csv", "Subject,Text\n" + turned)) == []


def test_dialogues_in_which_one_person_speaks_are_asked_about() -> None:
    rows = "".join(f"c{n // 2},P{n // 2},So it is {n}.\n" for n in range(12))
    found = read("x.csv", "conversation_id,speaker,text\n" + rows)
    assert (codes(found), len(found.dialogues)) == (["lone-speakers"], 6)
    one = read("x.csv", "conversation_id,speaker,text\n" + rows, answers={"lone-speakers": "one"})
    assert [len(each.turns) for each in one.dialogues] == [12]
    same = "".join(f"c{n // 2},P,So it is {n}.\n" for n in range(12))
    assert codes(read("x.csv", "conversation_id,speaker,text\n" + same)) == []


def test_turns_that_were_sent_earlier_are_asked_about_and_sorted() -> None:
    rows = "".join(f"{'AB'[n % 2]},So it is {n}.,2026-01-01T10:0{9 - n}:00\n" for n in range(8))
    found = read("x.csv", "speaker,text,timestamp\n" + rows)
    assert codes(found) == ["times-order"]
    sorted_ones = read("x.csv", "speaker,text,timestamp\n" + rows, answers={"times-order": "sort"})
    assert [text for _, text in said(sorted_ones)[0]] == [f"So it is {n}." for n in reversed(range(8))]
    falling = [{"speaker": "AB"[n % 2], "text": f"so {n}", "start": 100 - 9 * n} for n in range(8)]
    sorted_ones = read("x.json", json.dumps(falling), answers={"times-order": "sort"})
    assert said(sorted_ones)[0][0] == ("B", "so 7")
    gap = [*falling, {"speaker": "A", "text": "so 8"}]
    kept = read("x.json", json.dumps(gap), answers={"times-order": "sort"})
    assert said(kept)[0][0] == ("A", "so 0"), "one without a time stands somewhere"


# --- who speaks --------------------------------------------------------------------------------


def test_a_column_without_a_name_that_was_taken_for_speakers_is_asked_about() -> None:
    rows = "Order a lamp for me.,Task\nIs it raining?,Chat\nHow are you?,Chat\nGo.,Task\nTell me.,Chat\n"
    found = read("x.csv", rows)
    (asked,) = found.questions
    assert (asked.key, asked.taken) == ("speaker-column:column 2", "yes")
    nobody = read("x.csv", rows, answers={"speaker-column:column 2": "no"})
    assert {who for who, _ in said(nobody)[0]} == {""}


def test_dates_and_signs_are_no_names() -> None:
    rows = "".join(f"{n // 3 + 1}/10/2026,,What is said of lamp {n}.\n" for n in range(9))
    found = read("x.csv", rows)
    assert ({who for who, _ in said(found)[0]}, found.mapping["time"]) == ({""}, "column 1")
    odd = "".join(f"[[User{n % 2},So it is {n}.\n" for n in range(6))
    assert codes(read("x.csv", "speaker,text\n" + odd)) == ["odd-names"]


def test_labels_in_a_whole_dialogue_are_no_speakers() -> None:
    cell = "Date: Monday\nIlse: Good lamp.\nBram: No lamp.\nIlse: So.\nBram: Hm.\nDuration: 9 minutes"
    table = json.dumps([{"transcript": cell}])
    found = read("x.json", table)
    assert codes(found) == ["labels"]
    assert said(found)[0][0] == ("", "Date: Monday")
    assert said(found)[0][-1] == ("Bram", "Hm.\nDuration: 9 minutes")
    people = read("x.json", table, answers={"labels": "yes"})
    assert said(people)[0][-1] == ("Duration", "9 minutes")


# --- which words -------------------------------------------------------------------------------


def test_columns_that_hold_as_many_sentences_are_asked_about() -> None:
    rows = "".join(f"A,I have lamp {n} here,You may well have lamp {n} there\n" for n in range(6))
    found = read("x.csv", "speaker,text,heard\n" + rows)
    assert (found.questions[0].key, found.questions[0].figure) == ("other-words:heard", "text")
    assert "other-words" not in codes(read("x.csv", "speaker,text,translation\n" + rows))
    same = "".join(f"A,I have lamp {n} here.,i have lamp {n} here\n" for n in range(6))
    assert "other-words" not in codes(read("x.csv", "speaker,text,heard\n" + same))
    kinds = "".join(f"A,I have lamp {n} here,a kind of lamp\n" for n in range(6))
    assert "other-words" not in codes(read("x.csv", "speaker,text,heard\n" + kinds))


def test_one_dialogue_of_many_under_keys_is_asked_about() -> None:
    talk = "D: How are you?\nP: Well.\nD: Good.\nP: Yes."
    many = {f"{n}": f"During visit {n} we saw a lamp of the kind." for n in range(8)} | {"9": talk}
    assert codes(read("x.json", json.dumps(many))) == ["other-words"]


def test_names_of_columns_that_stand_there_again_are_left_out() -> None:
    found = read("x.csv", "person,text\nIlse,Good lamp.\nBram,No lamp.\nperson,text\nIlse,So.\n")
    assert [who for who, _ in said(found)[0]] == ["Ilse", "Bram", "Ilse"]
    assert left_out(found) == ["Left out: 1 repeated line"]


def test_turns_of_a_table_without_words_are_asked_about() -> None:
    rows = "".join(f"{'AB'[n % 2]},{'' if n % 4 else f'So it is {n}.'},The lamps go out\n" for n in range(6))
    full = "".join(f"{'AB'[n % 2]},So it is {n}.,\n" for n in range(9))
    found = read("x.csv", "speaker,text,scene\n" + rows + full)
    assert codes(found) == [], "four of fifteen"
    more = "".join("A,,The lamps go out\n" for n in range(6))
    assert "empty-turns" in codes(read("x.csv", "speaker,text,scene\n" + more + full))


# --- layouts -----------------------------------------------------------------------------------


def test_events_of_agents_are_turns_where_they_are_messages() -> None:
    events = [
        {
            "agent": n % 2,
            "action": "message",
            "data": f"I want {n} lamps",
            "time": n,
            "start_time": 1526674258 + n,
        }
        for n in range(4)
    ]
    events.append({"agent": 0, "action": "offer", "data": {"price": 7}, "time": 4, "start_time": None})
    found = read("x.json", json.dumps([{"uuid": "a", "events": events}] * 2))
    assert said(found)[1] == [
        ("0", "I want 0 lamps"),
        ("1", "I want 1 lamps"),
        ("0", "I want 2 lamps"),
        ("1", "I want 3 lamps"),
    ]
    assert found.dialogues[0].turns[0].meta["time"] == 1526674258
    assert left_out(found) == ["Left out: 2 turns without words"]
    offers = [event | {"data": None} for event in events]
    with pytest.raises(UserError, match="not clear where the words"):
        read("x.json", json.dumps([{"uuid": "a", "events": offers}] * 2))


def test_dialogues_in_two_languages_side_by_side() -> None:
    speech = [
        {"right": n % 2 == 1, "eng": f"How is lamp {n}?", "pol": f"Jak się ma lampa {n}?"} for n in range(6)
    ]
    found = read("x.json", json.dumps([{"title": "Lamps", "entries": [{"title": "Out", "speech": speech}]}]))
    assert said(found)[0][:2] == [("", "How is lamp 0?"), ("", "How is lamp 1?")]
    assert codes(found) == ["unsure-turns", "other-words"]
    one = [{"eng": "lamp", "page": "one"}, {"eng": "shed", "page": "two"}]
    with pytest.raises(UserError):
        read("x.json", json.dumps([{"title": "x", "entries": [{"speech": one}]}]))
    mixed = [{"eng": "lamp", "pol": "lampa"}, {"eng": "shed", "pol": 3}]
    with pytest.raises(UserError):
        read("x.json", json.dumps([{"title": "x", "entries": [{"speech": mixed}]}]))


def test_a_dialogue_in_one_line_of_a_cell() -> None:
    cell = (
        "Agent: Good morning. How can I help? Customer: I want a lamp. Agent: So be it! Customer: Thank you."
    )
    found = read(
        "x.json", json.dumps([{"id": n, "agent_id": f"a-{n % 2}", "transcript": cell} for n in range(4)])
    )
    assert (len(found.dialogues), codes(found)) == (4, [])
    assert said(found)[0][:2] == [("Agent", "Good morning. How can I help?"), ("Customer", "I want a lamp.")]
    talk = "We have one thing: lamps. And another: sheds. The last: hoses."
    assert len(read("x.csv", f'speaker,text\nA,"{talk}"\nB,"{talk} So."\n').dialogues[0].turns) == 2


def test_what_is_asked_comes_first_where_answers_stand_alone_in_between() -> None:
    pairs = [
        {"user": "next", "system": "Step 1."},
        {"user": "", "system": "Step 2."},
        {"user": "ok", "system": "Step 3."},
    ]
    found = read("x.json", json.dumps({"dialog": [*pairs, {"user": "", "system": "Done."}]}))
    assert [who for who, _ in said(found)[0]][:2] == ["user", "system"]


def test_a_column_that_is_called_text_by_its_last_word() -> None:
    speeches = [
        {"candidate": "AB"[n % 2], "transcript_text": f"We want lamp {n} in each shed."} for n in range(6)
    ]
    found = read("x.json", json.dumps(speeches))
    assert (found.mapping["text"], codes(found)[0]) == ("transcript_text", "speaker-column")


def test_questions_and_answers_in_lists_below_dates() -> None:
    days = [
        {"day": f"{n} May", "questions": [{"q": f"What is lamp {n}?", "a": "A lamp."}] * 2} for n in range(3)
    ]
    found = read("x.json", json.dumps(days))
    assert said(found)[0] == [("q", "What is lamp 0?"), ("a", "A lamp.")]


def test_words_in_hyperaudios_flat_form() -> None:
    words = [
        {"name": name, "time": 25_000 + 500 * n, "duration": 400, "speaker": "ab"[n // 2], "para": "p0"}
        for n, name in enumerate(["Good", "lamp.", "So", "what?"])
    ]
    found = read("x.json", json.dumps({"words": words, "speakers": {"a": {"name": "Ilse"}}}))
    assert said(found) == [[("Ilse", "Good lamp."), ("b", "So what?")]]
    assert found.dialogues[0].turns[0].meta["start"] == 25.0
    listed = read("x.json", json.dumps({"words": words, "speakers": [{"id": "b", "name": "Bram"}]}))
    assert [who for who, _ in said(listed)[0]] == ["a", "Bram"]


# --- more of both ------------------------------------------------------------------------------


def test_times_that_begin_anew_divide_where_a_column_stays_between() -> None:
    rows = "".join(f"{n % 6 * 10},So it is {n}.,v{n // 6},{n // 3 / 10}\n" for n in range(18))
    found = read("x.csv", "start,text,video,logprob\n" + rows)
    assert [(one.title, len(one.turns)) for one in found.dialogues] == [("v0", 6), ("v1", 6), ("v2", 6)]
    alone = "".join(f"{n % 6 * 10},So it is {n}.\n" for n in range(18))
    found = read("x.csv", "start,text\n" + alone)
    assert (codes(found), len(found.dialogues)) == (["times-anew"], 1)
    divided = read("x.csv", "start,text\n" + alone, answers={"times-anew": "divide"})
    assert [len(one.turns) for one in divided.dialogues] == [6, 6, 6]


@pytest.mark.parametrize(
    "starts", [(0, 10, 20, 12, 30, 40, 50, 60), (0, 10, 0, 10, 0, 10), (0, 10, 20, "", 0, 10, 20, 30)]
)
def test_times_that_fall_a_little_or_often_or_are_not_there_divide_nothing(
    starts: tuple[object, ...],
) -> None:
    rows = "".join(f"{at},So it is {n}.\n" for n, at in enumerate(starts))
    found = read("x.csv", "start,text\n" + rows)
    assert len(found.dialogues) == 1
    assert "times-anew" not in codes(found)


def test_values_behind_labels_that_come_once_in_each_dialogue_are_no_names() -> None:
    cells = [f"Ilse: I want a lamp.\nCall to: +1 405 25{n}\nBram: So be it.\nIlse: Good." for n in range(6)]
    found = read("x.json", json.dumps([{"transcript": cell} for cell in cells]))
    asked = next(one for one in found.questions if one.code == "odd-names")
    assert (asked.count, asked.example) == (6, "Call to")


def test_markers_with_signs_of_headings_divide_a_text() -> None:
    cell = (
        "You are a bot. ### HUMAN: I want a lamp. Tip: a red one. ### ASSISTANT: So be it. ### HUMAN: Good."
    )
    found = read("x.jsonl", json.dumps({"text": cell}) + "\n" + json.dumps({"text": cell}))
    assert said(found)[0] == [
        ("", "You are a bot."), ("HUMAN", "I want a lamp. Tip: a red one."), ("ASSISTANT", "So be it."),
        ("HUMAN", "Good."),
    ]  # fmt: skip
    bare = cell.removeprefix("You are a bot. ")
    assert (
        said(read("x.jsonl", json.dumps({"text": bare}) + "\n" + json.dumps({"text": bare})))[0][0][0]
        == "HUMAN"
    )


def test_sentences_beside_a_list_in_a_record_of_a_person_are_asked_about() -> None:
    turns = [
        {
            "person": "AB"[n % 2],
            "chinese": "你好吗",
            "english": f"How is it with lamp {n}?",
            "vocal": ["hǎo: good", "nǐ: you"],
        }
        for n in range(4)
    ]
    assert "other-words" in codes(read("x.json", json.dumps(turns)))
    chats = [{"topic": "lamps are what we talk of", "turns": ["A: hello", "B: hi", "A: so"]}] * 3
    assert codes(read("x.json", json.dumps(chats))) == []


def test_a_list_of_words_is_a_sentence() -> None:
    rows = [{"speaker": "AB"[n % 2], "words": ["Is", "it", "raining?"]} for n in range(3)]
    assert said(read("x.json", json.dumps(rows)))[0][0] == ("A", "Is it raining?")


def test_pieces_of_a_recording_have_times_in_one_unit() -> None:
    def piece(start: int, end: int, word: str) -> dict[str, object]:
        return {
            "startTime": start,
            "endTime": end,
            "words": [{"startTime": start, "endTime": end, "text": word}],
        }

    pieces = [piece(0, 400, "so"), piece(4_960, 5_360, "good"), piece(1_937_000, 1_937_000, "lamp")]
    found = read("x.json", json.dumps(pieces))
    assert [turn.meta["start"] for turn in found.dialogues[0].turns] == [0.0, 4.96, 1937.0]


def test_a_table_that_pandas_split() -> None:
    split = {
        "columns": ["speaker", "text"],
        "index": [0, 1],
        "data": [["Ilse", "Is it raining?"], ["Bram", "No."]],
    }
    assert said(read("x.json", json.dumps(split))) == [[("Ilse", "Is it raining?"), ("Bram", "No.")]]
    with pytest.raises(UserError):
        read("x.json", json.dumps(split | {"data": []}))
    names = read("x.json", json.dumps(split | {"columns": ["speaker", 1]}))
    assert said(names)[0][0] == ("Ilse", "Is it raining?"), "pairs of a name and words"


def test_mails_in_cells_name_nobody() -> None:
    rows = "".join(f'"Subject: lamp {n} is out of order"\n' for n in range(6))
    assert {who for who, _ in said(read("x.csv", "text\n" + rows))[0]} == {""}
