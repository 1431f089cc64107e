"""JSON of whatever shape to dialogues: what is found, and what is said about what cannot be."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.importers.readers import json_text
from tests.importers.reading import faults, read, said

A, B = {"speaker": "A", "text": "Hello there."}, {"speaker": "B", "text": "Hi."}
TURNS = [("A", "Hello there."), ("B", "Hi.")]


@pytest.mark.parametrize(
    "shape",
    [
        [A, B],
        {"utterances": [A, B]},
        {"data": {"turns": [A, B]}},
        [{"turns": [A, B]}],
        {"dialogues": [{"turns": [A, B]}]},
        {"train": [{"turns": [A, B]}], "note": "x"},
        [[A, B]],
        {"d1": {"turns": [A, B]}},
        [{"author": {"name": "A"}, "body": "Hello there."}, {"author": {"name": "B"}, "body": "Hi."}],
        [{"messages": [{"role": "A", "content": "Hello there."}, {"role": "B", "content": "Hi."}]}],
        {"conversations": [{"from": "A", "value": "Hello there."}, {"from": "B", "value": "Hi."}]},
    ],
)
def test_one_dialogue_in_many_shapes(shape: object) -> None:
    made = read("x.json", json.dumps(shape))
    assert said(made) == [TURNS]
    assert faults(made) == []


@pytest.mark.parametrize(
    "shape",
    [
        [A | {"conversation_id": 1}, B | {"conversation_id": 1}, A | {"conversation_id": 2}],
        {"d1": [A, B], "d2": [A]},
        [{"id": "d1", "turns": [A, B]}, {"id": "d2", "turns": [A]}],
        {"version": 1, "dialogues": [{"turns": [A, B]}, {"turns": [A]}]},
    ],
)
def test_two_dialogues(shape: object) -> None:
    assert said(read("x.json", json.dumps(shape))) == [TURNS, TURNS[:1]]
    if isinstance(shape, list):
        assert said(read("x.jsonl", "\n".join(map(json.dumps, shape)))) == [TURNS, TURNS[:1]]


def test_dialogues_under_names_have_them_and_what_is_said_of_all() -> None:
    shape = {"id": "whole", "place": "Leiden", "d1": {"turns": [A, B]}, "d2": {"turns": [B, A]}}
    found = read("x.json", json.dumps(shape)).dialogues
    assert [one.meta for one in found] == [{"id": key, "fields": {"place": "Leiden"}} for key in ("d1", "d2")]


def test_turns_that_are_words_alone() -> None:
    assert said(read("x.json", '["a", "b"]')) == [[("", "a"), ("", "b")]]
    assert said(read("x.jsonl", '{"dialog": ["a", "b"]}\n{"dialog": ["c"]}')) == [
        [("", "a"), ("", "b")],
        [("", "c")],
    ]


def test_everything_else_is_kept_with_its_place() -> None:
    made = read(
        "x.json",
        json.dumps(
            {
                "dialogues": [
                    {
                        "id": "d1", "topic": "robots", "tags": [],
                        "turns": [
                            A | {"id": 7, "start": "00:01.5", "end": 3, "emotion": {"name": "joy"}},
                            B | {"id": 8, "reply_to": 7, "timestamp": "2026-03-01T12:00:00Z"},
                        ],
                    }
                ]
            }
        ),
    )  # fmt: skip
    dialogue = made.dialogues[0]
    assert (dialogue.title, dialogue.place) == ("d1", "$.dialogues[0]")
    assert dialogue.meta == {"id": "d1", "fields": {"topic": "robots"}}
    first, second = dialogue.turns
    assert first.place == "$.dialogues[0].turns[0]"
    assert first.meta == {"id": 7, "start": 1.5, "end": 3.0, "fields": {"emotion.name": "joy"}}
    assert second.meta == {"id": 8, "reply_to": 7, "time": "2026-03-01T12:00:00Z"}


def test_an_order_that_the_file_gives() -> None:
    rows = [{"text": "second one", "turn_index": 2}, {"text": "first one", "turn_index": "1"}]
    assert said(read("x.json", json.dumps(rows))) == [[("", "first one"), ("", "second one")]]


def test_a_mapping_overrules_the_guess_and_the_rest_is_guessed() -> None:
    rows = [{"text": "raw words", "clean": "clean words", "who": "A"}]
    assert said(read("x.json", json.dumps(rows), mapping={"text": "clean"})) == [[("A", "clean words")]]
    assert said(read("x.json", json.dumps(rows), mapping={"speaker": ""})) == [[("", "raw words")]]
    with pytest.raises(UserError, match="no column “gone”: the columns are text, clean, who"):
        read("x.json", json.dumps(rows), mapping={"text": "gone"})
    with pytest.raises(UserError, match="cannot be mapped to “words”"):
        read("x.json", json.dumps(rows), mapping={"words": "text"})
    with pytest.raises(UserError, match="not clear where the words"):
        read("x.json", json.dumps(rows), mapping={"text": ""})


def test_messages_keep_the_parts_of_their_content() -> None:
    parts = [{"type": "text", "text": "Look:"}, {"type": "image_url", "image_url": {"url": "x"}}]
    chat = {"messages": [{"role": "user", "content": parts}, {"role": "assistant", "content": "Nice."}]}
    made = read("x.jsonl", json.dumps(chat | {"metadata": {"k": 1}}))
    assert said(made) == [[("user", "Look:"), ("assistant", "Nice.")]]
    assert made.dialogues[0].turns[0].meta == {"fields": {"content": parts}}
    assert made.dialogues[0].meta == {"fields": {"metadata": {"k": 1}}}
    assert made.columns == (), "their columns are settled"


def test_documents_behind_one_another_and_marks_between_them() -> None:
    made = read("x.json", json.dumps(A, indent=2) + "\ufeff\n" + json.dumps(B))
    assert said(made) == [TURNS]
    assert [turn.place for turn in made.dialogues[0].turns] == ["document 1, $", "document 2, $"]
    lines = read("x.jsonl", json.dumps(A) + "\n\n\ufeff" + json.dumps(B) + "\n")
    assert said(lines) == [TURNS]
    assert lines.dialogues[0].turns[1].place == "line 3"


def test_a_bad_line_is_said_and_the_others_go_on() -> None:
    text = "\n".join([json.dumps(A), '{"speaker": "X", ', "[1, 2", "7", '{"speaker": "C"}', json.dumps(B)])
    made = read("x.jsonl", text)
    assert said(made) == [TURNS]
    assert faults(made) == [
        "line 2: it is cut off",
        "line 3: it is cut off",
        "line 4: it is a number instead of a record",
        "line 5: there is no text in “text”",
    ]
    deep = read("x.jsonl", json.dumps(A) + "\n" + "[" * 100_000)
    assert faults(deep) == ["line 2: it is nested too deeply"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"text": "hello"}, {"text": "wor', "cut off: it ends in the middle .*, on line 1, column 30"),
        ('[{"text": "hello"},\n {"text": "x"', "cut off: .* on line 2, column 14"),
        ('[{"text": "hello"}\n {"text": "x"}]', "broken: line 2, column 2: Expecting ',' delimiter"),
        ("[" * 100_000, "nested too deeply"),
        ("3", "no turns in this JSON file: it is a number"),
        ("{}", "there are no columns"),
        ('{"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}', "not clear where the words"),
        ('{"name": "x", "version": "1"}', "not clear where the words of the turns are: the columns are name"),
        ("[]", "no turns in this JSON file: it holds no list of records"),
        ('[{"turns": []}, {"turns": [1]}]', "not clear where the words"),
        ('{"format": "dialogue-annotator", "version": 1}', "an export of a whole project"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_place(text: str, words: str) -> None:
    with pytest.raises(UserError, match=words) as caught:
        read("x.json", text)
    assert "Traceback" not in str(caught.value)


def test_ids_that_come_twice_and_replies_in_a_circle() -> None:
    rows = [
        {"id": 1, "text": "one one", "reply_to": 3},
        {"id": 2, "text": "two two", "reply_to": 1},
        {"id": 3, "text": "three three", "reply_to": 2},
        {"id": 3, "text": "three again", "reply_to": 1},
        {"id": 4, "text": "itself", "reply_to": 4},
        {"id": 5, "text": "to nobody", "reply_to": 99},
    ]
    made = read("x.json", json.dumps(rows))
    assert len(made.dialogues[0].turns) == 6, "all of them stay"
    assert faults(made) == [
        "$[3]: its id “3” is that of $[2] too",
        "$[0]: its replies lead back to itself (“1”)",
        "$[4]: its replies lead back to itself (“4”)",
    ]
    assert not any(fault.lost for fault in made.faults)


def test_halves_of_surrogate_pairs_and_long_numbers() -> None:
    made = read("x.json", r'[{"text": "a\ud800b 😀 and more", "k\udc00": 123456789012345678901234567890}]')
    assert said(made) == [[("", "a\ufffdb 😀 and more")]]
    assert made.dialogues[0].turns[0].meta == {"fields": {"k\ufffd": "123456789012345678901234567890"}}


def test_no_file_tells_more_faults_than_anybody_can_read() -> None:
    made = read("x.jsonl", json.dumps(A) + "\nx" * 1_000)
    assert len(made.faults) == 201
    assert str(made.faults[-1]) == "and 800 more like these"


def test_text_in_another_encoding() -> None:
    data = json.dumps([{"text": "你好，我们开始吧", "speaker": "甲"}], ensure_ascii=False)
    assert said(read("x.json", data.encode("gb18030"))) == [[("甲", "你好，我们开始吧")]]
    assert said(read("x.json", data.encode("utf-16"))) == [[("甲", "你好，我们开始吧")]]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_any_json_gives_turns_or_a_sentence(value: object) -> None:
    try:
        made = read("x.json", json.dumps(value))
    except UserError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either way is right
    else:
        assert all(dialogue.turns for dialogue in made.dialogues)


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=30)), min_size=1, max_size=6))
def test_what_is_written_comes_back(turns: list[tuple[str, str]]) -> None:
    clean = [  # colons behind all names are those of a transcript
        (re.sub("[\r:：]", "", who).strip(), text.replace("\r\n", "\n").replace("\r", "\n"))
        for who, text in turns
    ]
    records = [{"speaker": who, "text": text} for who, text in clean]
    for name, data in (
        ("x.json", json.dumps(records)),
        ("x.jsonl", "\n".join(map(json.dumps, records))),
        ("x.json", json.dumps({"turns": records})),
    ):
        assert said(read(name, data)) == [clean]


def test_a_line_that_is_too_long_is_said_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "_LARGEST_LINE", 1_000)
    made = read("x.jsonl", "\n".join([json.dumps(A), json.dumps(A | {"x": "y" * 2_000}), json.dumps(B)]))
    assert said(made) == [TURNS]
    assert faults(made) == ["line 2: it is longer than 0 million characters"]
    monkeypatch.setattr(json_text, "_LARGEST_DOCUMENT", 10)
    with pytest.raises(UserError, match="too large to be read at once"):
        read("x.json", json.dumps([A, B]))
