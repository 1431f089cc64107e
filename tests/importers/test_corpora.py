"""Corpora in the shapes in which people find them: who says what in which dialogue."""

# ruff: noqa: E501 - records stay whole
from __future__ import annotations

import json
from typing import Any

import pytest

from annotator.importers import ColumnsUnclear
from annotator.importers.time_values import likely_unit, seconds, unit_of_name
from tests.importers.reading import faults, left_out, read, said

Turns = list[list[tuple[str, str]]]

NESTED: dict[str, tuple[Any, Turns]] = {
    "turns with frames and metadata": (
        [{"dialogue_id": "d1", "services": ["x"], "turns": [
            {"frames": [{"slots": [{"slot": "a", "text": "no"}]}], "speaker": "USER", "turn_id": "0", "utterance": "Hi."},
            {"frames": [], "speaker": "SYSTEM", "turn_id": "1", "utterance": "Yes?"}]}],
        [[("USER", "Hi."), ("SYSTEM", "Yes?")]],
    ),
    "a log under a name": (
        {"A.json": {"goal": {"x": {}}, "log": [{"text": "Hi.", "metadata": {}}, {"text": "Yes?", "metadata": {"a": 1}}]},
         "B.json": {"goal": {}, "log": [{"text": "So.", "metadata": {}}]}},
        [[("", "Hi."), ("", "Yes?")], [("", "So.")]],
    ),
    "meetings with questions about them": (
        {"topic_list": [{"topic": "t", "relevant_text_span": [["0", "1"]]}],
         "general_query_list": [{"query": "What?", "answer": "This."}], "specific_query_list": [],
         "meeting_transcripts": [{"speaker": "Chair", "content": "Hi."}, {"speaker": "Ann", "content": "Yes."}]},
        [[("Chair", "Hi."), ("Ann", "Yes.")]],
    ),
    "seasons of episodes of scenes": (
        {"season_id": "s01", "episodes": [{"episode_id": "s01_e01", "scenes": [
            {"scene_id": "c01", "utterances": [
                {"utterance_id": "u1", "speakers": ["Ann", "Bob"], "transcript": "Hi.", "tokens": [["Hi", "."]]}]},
            {"scene_id": "c02", "utterances": [{"utterance_id": "u2", "speakers": ["Bob"], "transcript": "Yo."}]}]}]},
        [[("Ann, Bob", "Hi.")], [("Bob", "Yo.")]],
    ),
    "speakers beside the words": (
        [{"id": "NPR-1", "utt": ["Hi.", "Yes."], "speaker": ["ANN", "BOB"], "summary": "They greet."}],
        [[("ANN", "Hi."), ("BOB", "Yes.")]],
    ),
    "columns of a dialogue": (
        [{"dialogue_id": "d", "turns": {"turn_id": ["0", "1"], "speaker": [0, 1], "utterance": ["Hi.", "Yes."]}}],
        [[("0", "Hi."), ("1", "Yes.")]],
    ),
    "strings with acts beside them": (
        {"dialog": ["Hi .", "Yes ."], "act": [0, 1], "emotion": [0, 0]}, [[("", "Hi ."), ("", "Yes .")]],
    ),
    "pairs of a name and words": (
        {"train": [{"convo_id": 3, "original": [["agent", "Hi."], ["customer", "Yes."], ["agent", "So."]],
                    "delexed": [{"speaker": "agent", "text": "hi ."}]}]},
        [[("agent", "Hi."), ("customer", "Yes."), ("agent", "So.")]],
    ),
    "lists of strings with names and what is asked about them": (
        [[["M: Hi.", "W: Yes.", "M: So."], [{"question": "Who?", "choice": ["a", "b"], "answer": "a"}], "4-1"]],
        [[("M", "Hi."), ("W", "Yes."), ("M", "So.")]],
    ),
    "questions and answers side by side": (
        {"data": [{"id": "x", "story": "A long story.", "questions": [{"input_text": "Who?", "turn_id": 1}],
                   "answers": [{"input_text": "Ann.", "turn_id": 1, "span_text": "it was Ann"}]}]},
        [[("question", "Who?"), ("answer", "Ann.")]],
    ),
    "supportive talk": (
        [{"experience_type": "x", "survey_score": {"a": {"b": "5"}}, "dialog": [
            {"speaker": "seeker", "annotation": {}, "content": "Hi."},
            {"speaker": "supporter", "annotation": {"strategy": "Question"}, "content": "Yes?"}]}],
        [[("seeker", "Hi."), ("supporter", "Yes?")]],
    ),
    "wizards": (
        [{"chosen_topic": "Owls", "persona": "I like owls.", "dialog": [
            {"speaker": "0_Wizard", "text": "Owls?", "checked_sentence": {"a": "b"}, "retrieved_passages": [{"Owl": ["x"]}]},
            {"speaker": "1_Apprentice", "text": "Yes."}]}],
        [[("0_Wizard", "Owls?"), ("1_Apprentice", "Yes.")]],
    ),
    "two dialogues side by side": (
        [{"question_id": 1, "model_a": "x", "model_b": "y",
          "conversation_a": [{"role": "user", "content": "Hi."}, {"role": "assistant", "content": "A."}],
          "conversation_b": [{"role": "user", "content": "Hi."}, {"role": "assistant", "content": "B."}]}],
        [[("user", "Hi."), ("assistant", "A.")], [("user", "Hi."), ("assistant", "B.")]],
    ),
    "episodes of people who have ids": (
        [{"dialog": [[{"id": "p1", "text": "Hi."}, {"id": "p2", "text": "Yo."}], [{"id": "p1", "text": "So."}, {"id": "p2", "text": "Ok."}]]}],
        [[("p1", "Hi."), ("p2", "Yo."), ("p1", "So."), ("p2", "Ok.")]],
    ),
    "a court": (
        {"transcript": {"title": "x", "sections": [{"turns": [
            {"speaker": {"name": "Ann", "ID": 1}, "text": "May it please."}, {"speaker": {"name": "Bob"}, "text": "It does."}]}]}},
        [[("Ann", "May it please."), ("Bob", "It does.")]],
    ),
    "a forum": (
        {"title": "Hoses", "selftext": "It leaks.", "author": "ann", "id": "p", "comments": [
            {"id": "c1", "author": "bob", "body": "Tape it.", "replies": [{"id": "c2", "author": "ann", "body": "Done.", "replies": []}]},
            {"id": "c3", "author": "cat", "body": "Buy one."}]},
        [[("ann", "It leaks."), ("bob", "Tape it."), ("ann", "Done."), ("cat", "Buy one.")]],
    ),
    "a forum as its interface gives it": (
        {"kind": "Listing", "data": {"children": [{"kind": "t1", "data": {"id": "a", "author": "ann", "body": "Hi.", "replies": {
            "kind": "Listing", "data": {"children": [{"kind": "t1", "data": {"id": "b", "author": "bob", "body": "Yo.", "replies": ""}}]}}}}]}},
        [[("ann", "Hi."), ("bob", "Yo.")]],
    ),
    "customers and agents": (

        {"conversations": [{"id": "a", "dialogue": [{"agent": "ann", "message": "Hi."}, {"agent": "bob", "message": "Yo."}]}]},
        [[("ann", "Hi."), ("bob", "Yo.")]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NESTED)
def test_dialogues_are_found_where_they_lie(name: str) -> None:
    document, wanted = NESTED[name]
    assert said(read("x.json", json.dumps(document))) == wanted


TABLES: dict[str, tuple[str, str, Turns]] = {
    "a dialogue in each cell": (
        "x.csv", 'id,dialogue,summary\n1,"Ann: Hi!\nBob: Yes: it is.\nmore",They greet.\n2,"Bob: So?\nAnn: No.",x\n',
        [[("Ann", "Hi!"), ("Bob", "Yes: it is.\nmore")], [("Bob", "So?"), ("Ann", "No.")]],
    ),
    "marks between turns in a cell": (
        "x.csv", "dialog,act\nHi . __eou__ Yo . __eou__,1 2\nSo . __eou__ Ok . __eou__,1 1\n",
        [[("", "Hi ."), ("", "Yo .")], [("", "So ."), ("", "Ok .")]],
    ),
    "a list in a cell": (
        "x.csv", "dialog,act\n\"['Hi .', \"\"It's on .\"\"]\",[1 2]\n\"['So .'\n 'Ok .']\",[1 1]\n",
        [[("", "Hi ."), ("", "It's on .")], [("", "So ."), ("", "Ok .")]],
    ),
    "records in a cell": (
        "x.csv", 'id,conversations\n1,"[{""from"": ""human"", ""value"": ""Hi.""}, {""from"": ""gpt"", ""value"": ""Yo.""}]"\n',
        [[("human", "Hi."), ("gpt", "Yo.")]],
    ),
    "human and assistant in a string": (
        "x.jsonl", json.dumps({"chosen": "\n\nHuman: Hi.\n\nAssistant: Yo.\n\nHuman: So?\n\nAssistant: No.", "score": 1}),
        [[("Human", "Hi."), ("Assistant", "Yo."), ("Human", "So?"), ("Assistant", "No.")]],
    ),
    "prompts and completions": (
        "x.csv", "prompt,completion\nName it.,Jonathan.\nAnd green?,Granny.\n",
        [[("prompt", "Name it."), ("completion", "Jonathan.")], [("prompt", "And green?"), ("completion", "Granny.")]],
    ),
    "both sides within one dialogue": (
        "x.csv", "session_id,user,bot\n1,Hi.,Yo.\n1,So?,No.\n2,Hey.,Hm.\n",
        [[("user", "Hi."), ("bot", "Yo."), ("user", "So?"), ("bot", "No.")], [("user", "Hey."), ("bot", "Hm.")]],
    ),
    "interviews of motivation": (
        "x.csv", ("mi_quality,transcript_id,video_title,interlocutor,timestamp,utterance_id,utterance_text\n"
        "high,0,t,therapist,00:00:13,0,Thanks for filling it out.\nhigh,0,t,client,00:00:24,1,Sure.\nlow,1,t,client,00:00:01,0,Hm.\n"),
        [[("therapist", "Thanks for filling it out."), ("client", "Sure.")], [("client", "Hm.")]],
    ),
    "a series": (
        "x.csv", ("Sr No.,Utterance,Speaker,Emotion,Dialogue_ID,Utterance_ID,Season,Episode,StartTime,EndTime\n"
        '1,Hi there.,Ann,joy,0,0,8,21,"00:16:16,059","00:16:21,731"\n2,Yes.,Bob,joy,0,1,8,21,"00:16:21,940","00:16:23,442"\n'
        '3,No.,Ann,sad,1,0,3,2,"0:00:01","0:00:02"\n'),
        [[("Ann", "Hi there."), ("Bob", "Yes.")], [("Ann", "No.")]],
    ),
    "no head, stamps and people": (
        "x.tsv", ("2004-11-23T11:49:00.000Z\tann\t\tthe hose leaks\n2004-11-23T11:50:00.000Z\tbob\tann\ttape it\n"
        "2004-11-23T11:51:00.000Z\tann\tbob\tok\n"),
        [[("ann", "the hose leaks"), ("bob", "tape it"), ("ann", "ok")]],
    ),
    "trees of a chat": (
        "x.jsonl", "\n".join(json.dumps(x) for x in (
            {"message_id": "a", "parent_id": None, "message_tree_id": "a", "text": "Hi.", "role": "prompter"},
            {"message_id": "b", "parent_id": "a", "message_tree_id": "a", "text": "Yo.", "role": "assistant"},
            {"message_id": "c", "parent_id": "a", "message_tree_id": "a", "text": "Hey.", "role": "assistant"},
            {"message_id": "d", "parent_id": "c", "message_tree_id": "a", "text": "So?", "role": "prompter"})),
        [[("prompter", "Hi."), ("assistant", "Yo.")], [("prompter", "Hi."), ("assistant", "Hey."), ("prompter", "So?")]],
    ),
    "a ready tree": (
        "x.jsonl", json.dumps({"message_tree_id": "a", "tree_state": "x", "prompt": {
            "message_id": "a", "text": "Hi.", "role": "prompter", "replies": [
                {"message_id": "b", "parent_id": "a", "text": "Yo.", "role": "assistant", "replies": []},
                {"message_id": "c", "parent_id": "a", "text": "Hey.", "role": "assistant", "replies": []}]}}),
        [[("prompter", "Hi."), ("assistant", "Yo.")], [("prompter", "Hi."), ("assistant", "Hey.")]],
    ),
    "a persona with candidates": (
        "x.json", json.dumps({"valid": [{"personality": ["I bake."], "utterances": [
            {"candidates": ["x", "Yo."], "history": ["Hi."]}, {"candidates": ["y", "Ok."], "history": ["Hi.", "Yo.", "So."]}]}]}),
        [[("", "Hi."), ("", "Yo."), ("", "So."), ("", "Ok.")]],
    ),
    "history with a question": (
        "x.jsonl", json.dumps({"instruction": "So?", "output": "No.", "history": [["Hi.", "Yo."]]}),
        [[("instruction", "So?"), ("output", "No.")]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_rows_become_dialogues(name: str) -> None:
    file, text, wanted = TABLES[name]
    assert said(read(file, text)) == wanted


def test_replies_keep_whom_they_answer() -> None:
    made = read("x.json", json.dumps(NESTED["a forum"][0]))
    assert [turn.meta.get("reply_to") for turn in made.dialogues[0].turns] == [None, "p", "c1", "p"]
    deep: dict[str, Any] = {"id": "0", "text": "x", "children": []}
    at = deep
    for number in range(1, 300):
        at["children"] = [{"id": str(number), "text": "x", "children": []}]
        at = at["children"][0]
    made = read("x.json", json.dumps(deep))
    assert len(made.dialogues[0].turns) == 300
    assert made.dialogues[0].turns[-1].meta["reply_to"] == "298"


def test_what_is_said_of_all_goes_with_all() -> None:
    made = read("x.json", json.dumps(NESTED["seasons of episodes of scenes"][0]))
    assert made.dialogues[1].meta["fields"] == {
        "season_id": "s01",
        "episode_id": "s01_e01",
        "scene_id": "c02",
    }
    made = read("x.json", json.dumps({"source": "radio", "data": [
        {"speaker": "A", "text": "Hi.", "conversation_id": 1}, {"speaker": "B", "text": "Yo.", "conversation_id": 2}]}))  # fmt: skip
    assert [(one.title, one.meta["fields"]) for one in made.dialogues] == [
        ("1", {"source": "radio"}), ("2", {"source": "radio"})
    ]  # fmt: skip


def test_what_is_left_out_is_told() -> None:
    made = read(
        "x.json",
        json.dumps({"meta": {"a": {"b": 1}}, "turns_of": [{"speaker": "A", "text": "Hi."}] * 2, "tags": [1]}),
    )
    assert left_out(made) == [] or left_out(made)[0].startswith("Left out")
    branching = read(TABLES["trees of a chat"][0], TABLES["trees of a chat"][1])
    assert faults(branching) == [
        (
            "line 1: its replies branch: 2 ways from the first turn to a last one, each a dialogue; "
            "turns that several share stand in each (1 more turns)"
        )
    ]
    one_side = read("x.csv", "prompt,completion\nName it.,\nAnd?,Yes.\n")
    assert faults(one_side) == ["line 2: there is nothing in “completion”"]
    alone = read("x.csv", "id,script\n1,no names here\n", mapping={"whole": "script"})
    assert faults(alone) == ["line 2: “script” is one turn: no names stand in it"]
    empty = read("x.csv", 'id,script\n1,\n2,"A: x\nB: y"\n', mapping={"whole": "script"})
    assert faults(empty) == ["line 2: there is nothing in “script”"]


def test_columns_tell_dialogues_apart_together() -> None:
    text = "act,scene,name,line\n1,1,A,Hi.\n1,2,B,Yo.\n2,1,A,So.\n2,2,B,Ok.\n"
    made = read("x.csv", text)
    assert [one.title for one in made.dialogues] == [
        "act 1, scene 1",
        "act 1, scene 2",
        "act 2, scene 1",
        "act 2, scene 2",
    ]
    assert made.mapping["dialogue"] == "act + scene"
    assert len(read("x.csv", text, mapping={"dialogue": "scene"}).dialogues) == 2


@pytest.mark.parametrize(
    ("value", "unit", "wanted"),
    [
        (1500, "ms", 1.5), ("1500", "ms", 1.5), ("00:01:02,500", "ms", 62.5), ("0:03", "s", 3.0),
        ("1.400s", "s", 1.4), ("250 ms", "s", 0.25), ("PT1H2M3.5S", "s", 3723.5), ("P1DT1S", "s", 86401.0),
        ("01:02:03:05", "s", 3723.2), ("0:0:00:01,000", "s", 0.04), ("1:02:03", "s", 3723.0), ("100:01.5", "s", 6001.5), ("1:100:05", "s", None), ("12,5", "s", 12.5),
        (5_000_000, "ticks", 0.5),
        ("P", "s", None), ("", "s", None), ("soon", "s", None), (None, "s", None), (True, "s", None),
        (float("inf"), "s", None), ("1e400", "s", None),
    ],
)  # fmt: skip
def test_times_of_all_kinds(value: object, unit: Any, wanted: float | None) -> None:
    found = seconds(value, unit)
    assert found == wanted or (found is not None and wanted is not None and abs(found - wanted) < 1e-9)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("startms", "ms"),
        ("begintimemillis", "ms"),
        ("offsetinticks", "ticks"),
        ("items", None),
        ("start", None),
    ],
)
def test_names_say_units(name: str, unit: str | None) -> None:
    assert unit_of_name(name) == unit


def test_the_unit_of_bare_numbers_is_judged_by_how_fast_people_speak() -> None:
    assert likely_unit([0, 2000], [1800, 4000], [25, 30]) == "ms"
    assert likely_unit([0, 20_000_000], [18_000_000, 40_000_000], [25, 30]) == "ticks"
    assert likely_unit([0, 2], [2, 4], [25, 30]) == "s"
    assert likely_unit([0.5, 2.25], [1.5, 4], [25, 30]) == "s"
    assert likely_unit(["0:01", "0:05"], ["0:04", "0:09"], [25, 30]) == "s"
    assert likely_unit([], [], []) == "s"
    assert likely_unit([0, 5], [0, 5], [3, 3]) == "s"


def test_milliseconds_are_told_and_taken() -> None:
    rows = [{"speaker": "A", "text": "Is it raining out there?", "start": 0, "end": 1500},
            {"speaker": "B", "text": "Not yet, but it will.", "start": 1500, "end": 3000}]  # fmt: skip
    made = read("x.json", json.dumps(rows))
    assert [turn.meta["start"] for turn in made.dialogues[0].turns] == [0.0, 1.5]
    assert faults(made) == ["the numbers in “start” and “end” are taken for milliseconds, not seconds"]
    named = [{"text": "Is it?", "start_ms": 500, "end_ms": 900, "speaker": "A"}]
    made = read("x.json", json.dumps(named))
    assert made.dialogues[0].turns[0].meta == {"start": 0.5, "end": 0.9}
    assert faults(made) == []


def test_records_that_may_be_no_turns_are_asked_about() -> None:
    made = read(
        "x.json", json.dumps({"articles": [{"text": "How to return a lamp."}, {"text": "How to pay."}]})
    )
    assert [(one.code, one.name, one.count) for one in made.questions] == [("unsure-turns", "articles", 2)]
    assert read("x.json", json.dumps({"turns": [{"text": "Hi."}]})).questions == ()
    with pytest.raises(ColumnsUnclear, match="not clear where the words") as caught:
        read(
            "x.json", json.dumps({"summary": {"long": "A caller asked for a room and got one."}, "name": "x"})
        )
    assert caught.value.columns == ("summary.long", "name")
    assert "speaker" in caught.value.mapping


def test_turns_that_several_people_labelled_stand_there_once() -> None:
    made = read(
        "x.csv",
        "utterance_id,text,speaker,annotator,label\n0,Hi.,A,x,p\n0,Hi.,A,y,q\n0,Hi.,A,z,p\n1,Hi.,B,x,p\n",
    )
    assert said(made) == [[("A", "Hi."), ("B", "Hi.")]]
    assert made.dialogues[0].turns[0].meta["fields"] == {
        "annotator": "x", "label": "p", "repeated": [{"annotator": "y", "label": "q"}, {"annotator": "z"}]
    }  # fmt: skip
    assert left_out(made) == ["Left out: 2 repeated lines"]


def test_several_known_speakers_at_once() -> None:
    lines = ["Ann: Hi.", "Bob: Yo."] * 5
    made = read("x.json", json.dumps([[[*lines, "Ann, Bob: Bye!", "Eve, Bob: no"], [{"r": 1}], "d1"]]))
    assert said(made)[0][10:] == [("Ann, Bob", "Bye!"), ("", "Eve, Bob: no")]
    assert made.dialogues[0].title == "d1"


def test_trees_are_told_apart_by_whom_turns_answer() -> None:
    rows: list[dict[str, Any]] = [
        {"text": "Hi.", "user": "a", "msg_no": "m1", "parent_id": None}, {"text": "Yo.", "user": "b", "msg_no": "m2", "parent_id": "m1"},
        {"text": "So?", "user": "c", "msg_no": "m3", "parent_id": None}, {"text": "No.", "user": "a", "msg_no": "m4", "parent_id": "m3"},
        {"text": "Ok.", "user": "b", "msg_no": "m5", "parent_id": "m2"}, {"text": "Hm.", "user": "d", "msg_no": "m6", "parent_id": "m5"},
    ]  # fmt: skip
    made = read("x.json", json.dumps(rows))
    assert made.mapping["id"] == "msg_no"
    assert said(made) == [
        [("a", "Hi."), ("b", "Yo."), ("b", "Ok."), ("d", "Hm.")],
        [("c", "So?"), ("a", "No.")],
    ]
    few = [{**row, "parent_id": None} if row["msg_no"] != "m2" else row for row in rows]
    assert len(read("x.json", json.dumps(few)).dialogues) == 1, "a chat in which one message answers another"


def test_long_texts_and_lines_of_nobody_are_asked_about() -> None:
    long = [{"text": "A long text about something. " * 20, "url": "x"}] * 3
    assert [one.code for one in read("x.json", json.dumps(long)).questions] == ["unsure-turns"]
    lines = {
        "Algeria": {"lines": ["Call 34342.", "Or this one."]},
        "Peru": {"lines": ["Call 105.", "Or 106."]},
    }
    assert [one.code for one in read("x.json", json.dumps(lines)).questions] == ["unsure-turns"]
    assert read("x.json", json.dumps({"dialog": ["Hi .", "Yo ."]})).questions == ()


def test_blocks_of_an_editor_with_speakers_inside() -> None:
    blocks = [{"text": "Hi you.", "type": "paragraph", "data": {"speaker": "Ann", "start": 1.5, "words": [{"text": "Hi", "start": 1.5}]},
               "entityRanges": [{"text": "Hi", "start": 1.5, "offset": 0}]},
              {"text": "Yo.", "type": "paragraph", "data": {"speaker": "Bob", "start": 3}, "entityRanges": []}]  # fmt: skip
    assert said(read("x.json", json.dumps(blocks))) == [[("Ann", "Hi you."), ("Bob", "Yo.")]]


def test_in_and_out_are_times_where_they_are() -> None:
    made = read("x.csv", "N,In,Out,Text\n1,13.02,14.13,There is a day.\n2,15,16.65,And another one.\n")
    assert made.dialogues[0].turns[0].meta == {"start": 13.02, "end": 14.13, "fields": {"N": "1"}}
    other = read("x.csv", "In,Out,Text,Speaker\nyes,no,There is a day.,A\n")
    assert other.dialogues[0].turns[0].meta == {"fields": {"In": "yes", "Out": "no"}}


def test_a_column_beside_which_numbers_restart_tells_dialogues_apart() -> None:
    rows = [(doc, conv, turn) for doc in "ab" for conv in "12" for turn in "012"]
    text = "doc,conv,turn_id,speaker,text\n" + "".join(
        f"{doc},{conv},{turn},S{int(turn) % 2},Words {doc}{conv}{turn} are here.\n"
        for doc, conv, turn in rows
    )
    made = read("x.csv", text)
    assert made.mapping["dialogue"] == "doc + conv"
    assert [len(one.turns) for one in made.dialogues] == [3, 3, 3, 3]
    once = "conv,turn_id,speaker,text,n\n1,0,A,Hi there.,x\n1,1,B,Yo there.,y\n2,0,A,So then.,z\n"
    assert read("x.csv", once).mapping["dialogue"] == "conv"


def test_clocks_of_a_recording_are_starts_and_those_of_a_day_are_not() -> None:
    made = read("x.csv", "Timestamp,Name,Message\n0:03,Ann,Hi there.\n1:02:09,Bob,Yo there.\n")
    assert [turn.meta for turn in made.dialogues[0].turns] == [{"start": 3.0}, {"start": 3729.0}]
    day = read("x.csv", "Timestamp,Name,Message\n10:01:22,Ann,Hi there.\n10:01:40,Bob,Yo there.\n")
    assert day.dialogues[0].turns[0].meta == {"time": "10:01:22"}
    mixed = read("x.csv", "Timestamp,Name,Message\n0:03,Ann,Hi there.\nlater,Bob,Yo there.\n")
    assert mixed.dialogues[0].turns[0].meta == {"time": "0:03"}


def test_pairs_in_a_history_are_both_sides() -> None:
    both = {"history": [["Hi there", "Hello"], ["How", "Fine"]]}
    assert said(read("x.json", json.dumps(both))) == [
        [("", "Hi there"), ("", "Hello"), ("", "How"), ("", "Fine")]
    ]
    named = {"history": [["ann", "Hi."], ["bob", "Yo."], ["ann", "So?"]]}
    assert said(read("x.json", json.dumps(named))) == [[("ann", "Hi."), ("bob", "Yo."), ("ann", "So?")]]
