"""JSON of speech services: utterances where there are, else words joined by speaker; times in seconds."""

# ruff: noqa: E501 - documents stay whole
from __future__ import annotations

import json
from typing import Any

import pytest

from annotator.errors import UserError
from annotator.importers import find_format
from annotator.importers.joined_words import join_words
from tests.importers.reading import faults, left_out, read, said

Heard = list[tuple[str, str, float | None, float | None]]


def w(text: str, start: float, end: float, **more: Any) -> dict[str, Any]:
    return {"word": text, "start": start, "end": end, **more}


def heard(document: Any) -> Heard:
    data = json.dumps(document)
    assert find_format("x.json", data.encode()).key == "speech"
    made = read("x.json", data)
    return [
        (turn.speaker, turn.text, turn.meta.get("start"), turn.meta.get("end"))  # type: ignore[misc]
        for dialogue in made.dialogues
        for turn in dialogue.turns
    ]


def aws(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"jobName": "j", "results": {"transcripts": [{"transcript": "x"}], "items": list(items), **more}}


def said_item(text: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    word = {"alternatives": [{"confidence": "0.9", "content": text}]}
    return {"type": "pronunciation", "start_time": start, "end_time": end, **word, **more}


def sign(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": text}], **more}


SPEAKERS = {
    "speaker_labels": {
        "segments": [
            {"speaker_label": "spk_0", "items": [{"start_time": "0.1", "speaker_label": "spk_0"}]},
            {"speaker_label": "spk_1", "items": [{"start_time": "1.0"}, {"start_time": "1.2"}]},
        ]
    }
}
DOCUMENTS: dict[str, tuple[Any, Heard]] = {
    "amazon, speakers beside the words": (
        aws(said_item("Hi", "0.1", "0.4"), sign("."), said_item("Not", "1.0", "1.2"), said_item("yet", "1.2", "1.5"),
            sign("?"), **SPEAKERS),
        [("spk_0", "Hi.", 0.1, 0.4), ("spk_1", "Not yet?", 1.0, 1.5)],
    ),
    "amazon, speakers in the words": (
        aws(said_item("Hi", "0.1", "0.4", speaker_label="spk_0"), sign(",", speaker_label="spk_0"),
            said_item("yes", "1.0", "1.2", speaker_label="spk_1")),
        [("spk_0", "Hi,", 0.1, 0.4), ("spk_1", "yes", 1.0, 1.2)],
    ),
    "amazon, segments of audio": (
        aws(said_item("Hi", "0.1", "0.4"),
            audio_segments=[{"id": 0, "transcript": "Hi.", "start_time": "0.1", "end_time": "0.4", "speaker_label": "spk_0"}]),
        [("spk_0", "Hi.", 0.1, 0.4)],
    ),
    "amazon, channels": (
        aws(said_item("Hi", "0.1", "0.4"), channel_labels={"channels": [
            {"channel_label": "ch_0", "items": [said_item("Hi", "0.1", "0.4"), said_item("Bye", "3", "4")]},
            {"channel_label": "ch_1", "items": [said_item("Yes", "5", "6"), sign("!")]}]}),
        [("ch_0", "Hi Bye", 0.1, 4.0), ("ch_1", "Yes!", 5.0, 6.0)],
    ),
    "amazon, a channel without times": (
        aws(channel_labels={"channels": [
            {"channel_label": "ch_0", "items": [said_item("Hi", "0.1", "0.4")]},
            {"channel_label": "ch_1", "items": [sign("!")]}]}),
        [("ch_1", "!", None, None), ("ch_0", "Hi", 0.1, 0.4)],
    ),
    "amazon, Chinese": (
        aws(said_item("你", "0", "1"), said_item("好", "1", "2"), sign("，"), said_item("OK", "2", "3"), sign("。")),
        [("", "你好，OK。", 0.0, 3.0)],
    ),
    "amazon, calls": (
        {"Transcript": [{"ParticipantRole": "AGENT", "Content": "Hello.", "BeginOffsetMillis": 500,
                         "EndOffsetMillis": 1250, "Sentiment": "NEUTRAL", "Id": "a"}], "LanguageCode": "en-US"},
        [("AGENT", "Hello.", 0.5, 1.25)],
    ),
    "deepgram, words": (
        {"metadata": {"duration": 2}, "results": {"channels": [{"alternatives": [{"transcript": "hi yes", "words": [
            w("hi", 0.1, 0.3, speaker=0, punctuated_word="Hi,"), w("yes", 0.5, 0.9, speaker=1, punctuated_word="Yes.")]}]}]}},
        [("0", "Hi,", 0.1, 0.3), ("1", "Yes.", 0.5, 0.9)],
    ),
    "deepgram, paragraphs": (
        {"results": {"channels": [{"alternatives": [{"transcript": "x", "paragraphs": {"paragraphs": [
            {"speaker": 1, "start": 0.1, "end": 2.0, "sentences": [{"text": "Hi."}, {"text": "You."}]}]}}]}]}},
        [("1", "Hi. You.", 0.1, 2.0)],
    ),
    "deepgram, channels": (
        {"results": {"channels": [
            {"alternatives": [{"transcript": "b", "words": [w("b", 2.0, 3.0)]}, {"transcript": "p"}]},
            {"alternatives": [{"transcript": "a", "words": [w("a", 0.0, 1.0)]}]}]}},
        [("channel 1", "a", 0.0, 1.0), ("channel 0", "b", 2.0, 3.0)],
    ),
    "assembly, words": (
        {"audio_url": "x", "utterances": None, "words": [
            {"text": "Hi", "start": 100, "end": 300, "speaker": "A"}, {"text": "yes.", "start": 1500, "end": 1800, "speaker": "B"}]},
        [("A", "Hi", 0.1, 0.3), ("B", "yes.", 1.5, 1.8)],
    ),
    "rev with seconds": (
        {"monologues": [{"speaker": 0, "elements": [{"type": "text", "value": "Hi", "ts": 0.25, "end_ts": 0.5},
                                                     {"type": "punct", "value": "."}]}]},
        [("0", "Hi.", 0.25, 0.5)],
    ),
    "rev with a table of speakers": (
        {"speakers": [{"id": 7, "name": "Ann"}], "monologues": [
            {"speaker": 7, "elements": [{"type": "text", "value": "Hi", "timestamp": "00:00:01,500", "end_timestamp": "00:01:02,000"}]}]},
        [("Ann", "Hi", 1.5, 62.0)],
    ),
    "google, speakers in the last result": (
        {"results": [
            {"alternatives": [{"transcript": "hi yes", "words": [{"word": "hi", "startTime": "0.1s", "endTime": "0.4s"}]},
                              {"transcript": "high"}]},
            {"alternatives": [{"words": [{"word": "Hi.", "startTime": "0.100s", "endTime": "0.400s", "speakerTag": 1},
                                         {"word": "Yes.", "startTime": "1s", "endTime": "1.5s", "speakerTag": 2}]}]}]},
        [("1", "Hi.", 0.1, 0.4), ("2", "Yes.", 1.0, 1.5)],
    ),
    "google, version 2": (
        {"results": [{"alternatives": [{"transcript": "x", "words": [
            {"word": "Hi", "startOffset": "0.5s", "endOffset": "1s", "speakerLabel": "1"}]}]},
            {"alternatives": [{"transcript": "y", "words": [
                {"word": "so", "startOffset": "2s", "endOffset": "3s", "speakerLabel": "2"},
            ]}]}]},
        [("1", "Hi", 0.5, 1.0), ("2", "so", 2.0, 3.0)],
    ),
    "google, nobody told apart": (
        {"results": [{"alternatives": [{"transcript": "Hi there.", "words": [{"word": "Hi", "startTime": "0.5s"},
                     {"word": "there.", "endTime": "2s"}]}]}, {"alternatives": [{"transcript": " So. "}], "channelTag": 2}]},
        [("", "Hi there.", 0.5, 2.0), ("channel 2", "So.", None, None)],
    ),
    "azure, files": (
        {"recognizedPhrases": [
            {"channel": 0, "speaker": 2, "offset": "PT1M2.5S", "duration": "PT1S", "nBest": [{"display": "Two."}, {"display": "Too."}]},
            {"channel": 0, "speaker": 1, "offsetInTicks": 5000000.0, "durationInTicks": 10000000.0, "nBest": [{"display": "One."}]}]},
        [("Speaker 1", "One.", 0.5, 1.5), ("Speaker 2", "Two.", 62.5, 63.5)],
    ),
    "azure, channels": (
        {"recognizedPhrases": [
            {"channel": 0, "offsetInTicks": 0, "durationInTicks": 10000000, "nBest": [{"display": "One."}]},
            {"channel": 1, "offset": "PT2S", "nBest": [{"display": "Two."}]}]},
        [("channel 0", "One.", 0.0, 1.0), ("channel 1", "Two.", 2.0, None)],
    ),
    "azure, fast": (
        {"combinedPhrases": [{"text": "One."}], "phrases": [
            {"speaker": 0, "offsetMilliseconds": 500, "durationMilliseconds": 700, "text": "One."}]},
        [("Speaker 0", "One.", 0.5, 1.2)],
    ),
    "azure, video indexer": (
        {"videos": [{"insights": {"speakers": [{"id": 1, "name": "Ann"}], "transcript": [
            {"id": 1, "text": "Hi.", "speakerId": 1, "instances": [{"start": "0:00:01.5", "end": "0:00:02"}]}]}}]},
        [("Ann", "Hi.", 1.5, 2.0)],
    ),
    "speechmatics": (
        {"format": "2.9", "results": [
            {"type": "word", "start_time": 0.5, "end_time": 0.9, "alternatives": [{"content": "Hi", "speaker": "S1"}]},
            {"type": "punctuation", "start_time": 0.9, "end_time": 0.9, "attaches_to": "previous",
             "alternatives": [{"content": ".", "speaker": "S1"}]},
            {"type": "word", "start_time": 1.5, "end_time": 2, "alternatives": [{"content": "Yes", "speaker": "S2"}]}]},
        [("S1", "Hi.", 0.5, 0.9), ("S2", "Yes", 1.5, 2.0)],
    ),
    "watson, speakers": (
        {"results": [{"final": True, "alternatives": [{"transcript": "hi yes ", "timestamps": [["hi", 0.1, 0.4], ["yes", 1.0, 1.5]]}]}],
         "speaker_labels": [{"from": 0.1, "to": 0.4, "speaker": 0}, {"from": 1.0, "to": 1.5, "speaker": 1}]},
        [("Speaker 0", "hi", 0.1, 0.4), ("Speaker 1", "yes", 1.0, 1.5)],
    ),
    "watson, none": (
        {"results": [{"final": True, "alternatives": [{"transcript": "hi yes ", "timestamps": [["hi", 0.1, 0.4], ["yes", 1.0, 1.5]]}]}]},
        [("", "hi yes", 0.1, 1.5)],
    ),
    "whisper": (
        {"text": " Hi. You.", "language": "en", "segments": [
            {"id": 0, "seek": 0, "start": 0.0, "end": 2.5, "text": " Hi.", "tokens": [1]},
            {"id": 1, "seek": 0, "start": 2.5, "end": 4.0, "text": " You.", "tokens": [2]}]},
        [("", "Hi.", 0.0, 2.5), ("", "You.", 2.5, 4.0)],
    ),
    "whisperX": (
        {"segments": [{"start": 0.1, "end": 3.0, "text": " Hi yes", "speaker": "SPEAKER_00", "words": [
            w("Hi", 0.1, 0.3, speaker="SPEAKER_00"), {"word": "42"}, w("yes", 2.0, 3.0, speaker="SPEAKER_01")]},
            {"start": 4, "end": 5, "text": "So.", "words": [w("So.", 4, 5, speaker="SPEAKER_01")]}], "word_segments": []},
        [("SPEAKER_00", "Hi 42", 0.1, 0.3), ("SPEAKER_01", "yes", 2.0, 3.0), ("SPEAKER_01", "So.", 4.0, 5.0)],
    ),
    "whisper.cpp": (
        {"result": {"language": "en"}, "transcription": [{"timestamps": {"from": "00:00:00,500", "to": "00:00:02,000"},
                                                       "offsets": {"from": 500, "to": 2000}, "text": " Hi."}]},
        [("", "Hi.", 0.5, 2.0)],
    ),
    "elevenlabs": (
        {"language_code": "en", "text": "Hi you. Yes.", "words": [
            {"text": "Hi", "start": 0.1, "end": 0.2, "type": "word", "speaker_id": "s0"},
            {"text": " ", "start": 0.2, "end": 0.3, "type": "spacing", "speaker_id": "s0"},
            {"text": "you.", "start": 0.3, "end": 0.5, "type": "word", "speaker_id": "s0"},
            {"text": " ", "start": 0.5, "end": 0.6, "type": "spacing", "speaker_id": "s0"},
            {"text": "Yes.", "start": 0.6, "end": 0.9, "type": "word", "speaker_id": "s1"}]},
        [("s0", "Hi you.", 0.1, 0.6), ("s1", "Yes.", 0.6, 0.9)],
    ),
    "words in milliseconds": (
        {"words": [{"word": "good", "start_time": 1000, "end_time": 1300, "speaker": "x"},
                   {"word": "morning", "start_time": 1300, "end_time": 1800, "speaker": "x"}]},
        [("x", "good morning", 1.0, 1.8)],
    ),
    "words, and who speaks when": (
        {"words": [w("Hi", 0.1, 0.3), w("you.", 0.3, 0.6), w("Yes.", 2.0, 3.0)],
         "paragraphs": [{"id": 0, "start": 0.1, "end": 0.6, "speaker": "Ann"}, {"id": 1, "start": 2.01, "end": 3.0, "speaker": "Bob"}]},
        [("Ann", "Hi you.", 0.1, 0.6), ("Bob", "Yes.", 2.0, 3.0)],
    ),
    "words as segments": (
        {"segments": [{"text": f"w{n}", "start": n * 400, "end": n * 400 + 350} for n in range(10)], "status": "completed"},
        [("", "w0 w1 w2 w3 w4 w5 w6 w7 w8 w9", 0.0, 3.95)],
    ),
    "pieces that are documents": (
        [{"words": [w("Hi", 0.1, 0.3), w("you.", 0.3, 0.6)]}, {"words": [w("Yes", 1.0, 1.5), w("sir.", 1.5, 2.0)]}],
        [("", "Hi you.", 0.1, 0.6), ("", "Yes sir.", 1.0, 2.0)],
    ),
    "pieces with speakers": (
        [{"words": [w("Hi", 0.1, 0.3, speaker="a")]}, {"words": [w("Yes", 1.0, 1.5, speaker="b")]}],
        [("a", "Hi", 0.1, 0.3), ("b", "Yes", 1.0, 1.5)],
    ),
    "amazon, items alone": (
        [said_item("Hi", "0.1", "0.4", speaker_label="spk_0"), sign("."), said_item("Yes", "1", "2", speaker_label="spk_1")],
        [("spk_0", "Hi.", 0.1, 0.4), ("spk_1", "Yes", 1.0, 2.0)],
    ),
    "google, durations as objects": (
        {"results": [{"alternatives": [{"transcript": "Hi", "words": [
            {"word": "Hi", "startTime": {"seconds": "12", "nanos": 900000000}, "endTime": {"seconds": 13}}]}]}]},
        [("", "Hi", 12.9, 13.0)],
    ),
    "vosk": ({"result": [{"conf": 1.0, "end": 0.5, "start": 0.1, "word": "hi"}], "text": "hi"}, [("", "hi", 0.1, 0.5)]),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_utterances_come_out_with_who_says_them_and_when(name: str) -> None:
    document, wanted = DOCUMENTS[name]
    assert heard(document) == wanted


def test_several_documents_are_several_dialogues() -> None:
    one = DOCUMENTS["whisper"][0]
    assert len(read("x.json", json.dumps([one, one])).dialogues) == 2
    assert len(read("x.json", json.dumps(one) + "\n" + json.dumps(one)).dialogues) == 2


def test_what_is_not_taken_is_told() -> None:
    made = read("x.json", json.dumps(DOCUMENTS["deepgram, channels"][0]))
    assert left_out(made) == ["Left out: 1 other reading of what was said"]
    assert made.dialogues[0].meta["service"] == "Deepgram"
    silent = {
        "segments": [{"start": 0, "end": 400, "text": "A long one."}, {"start": 400, "end": 401, "text": " "}]
    }
    made = read("x.json", json.dumps(silent | {"language": "en"}))
    assert left_out(made) == ["Left out: 1 turn without words"]
    assert faults(made) == ["$: nobody is told apart, so long stretches are one turn"]
    assert made.dialogues[0].meta["fields"] == {"language": "en"}
    with pytest.raises(UserError, match="nobody says anything"):
        read(
            "x.json",
            json.dumps({"segments": [{"start": 0, "end": 1, "text": ""}], "text": "", "language": "en"}),
        )


@pytest.mark.parametrize(
    "document",
    [
        {"results": 3, "x": {"channels": [], "alternatives": []}},
        {
            "results": {"channels": [{"alternatives": []}], "utterances": []},
            "turns": [{"speaker": "A", "text": "Hi."}],
        },
        {"turns": [{"speaker": "A", "text": "Hi.", "words": [{"start": 1, "word": "Hi"}]}]},
        [{"speaker": "A", "text": "Hi.", "words": [{"start": 1}], "audio_url": 1}],
        {"words": [{"start": 1}], "messages": [{"speaker": "A", "text": "Hi."}]},
        {"monologues": 1, "elements": 2, "turns": [{"speaker": "A", "text": "Hi."}]},
        {
            "Transcript": "no",
            "ParticipantRole": 1,
            "BeginOffsetMillis": 2,
            "turns": [{"speaker": "A", "text": "Hi."}],
        },
    ],
)
def test_what_only_looks_like_one_goes_the_way_of_all_json(document: Any) -> None:
    try:
        made = said(read("x.json", json.dumps(document)))
    except UserError as error:
        assert "no turns" in str(error) or "not clear" in str(error)  # noqa: PT017 - either way is right
    else:
        assert made == [[("A", "Hi.")]]


def test_a_mapping_makes_it_a_table_like_others() -> None:
    document = DOCUMENTS["whisper"][0]
    made = read("x.json", json.dumps(document), mapping={"text": "text", "id": ""})
    assert [text for _, text in said(made)[0]] == [" Hi.", " You."]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["Hi", ",", "you", "!"], "Hi, you!"),
        (["it", "'s", "(", "nearly", ")", "done"], "it's (nearly) done"),
        (["do", "n't"], "don't"),
        (["今天", "天气", "，", "很", "好", "。"], "今天天气，很好。"),
        (["我", "用", "Python", "写"], "我 用 Python 写".replace("我 用", "我用")),
        (["สวัสดี", "ครับ"], "สวัสดีครับ"),
        (["안녕", "하세요"], "안녕 하세요"),
        (["これ", "は", "OK"], "これは OK"),
        ([" Hi", " you"], "Hi you"),
        (["", "a", ""], "a"),
        ([], ""),
    ],
)
def test_words_are_put_together_as_their_script_does(words: list[str], text: str) -> None:
    assert join_words(words) == text


def test_speechmatics_before_its_second_version() -> None:
    document = {
        "job": {"id": 1, "lang": "en"},
        "speakers": [
            {"duration": "1", "name": "F1", "time": "0.5"},
            {"duration": "1", "name": "M2", "time": "1.5"},
        ],
        "words": [
            {"duration": "0.3", "confidence": "1.000", "name": "Good", "time": "0.50"},
            {"duration": "0.4", "confidence": "0.9", "name": "evening", "time": "0.80"},
            {"duration": "0.0", "confidence": "NaN", "name": ".", "time": "1.20"},
            {"duration": "0.2", "confidence": "1.000", "name": "Hm", "time": "1.50"},
        ],
    }
    (dialogue,) = read("x.json", json.dumps(document)).dialogues
    assert [(turn.speaker, turn.text, turn.meta) for turn in dialogue.turns] == [
        ("F1", "Good evening.", {"start": 0.5, "end": 1.2}),
        ("M2", "Hm", {"start": 1.5, "end": 1.7}),
    ]


def test_a_job_of_watson_has_results_of_results() -> None:
    def part(word: str, start: float, who: int) -> dict[str, object]:
        return {
            "speaker_labels": [{"from": start, "to": start + 1, "speaker": who}],
            "results": [{"alternatives": [{"transcript": word, "timestamps": [[word, start, start + 1]]}]}],
        }

    document = {"status": "completed", "results": [part("hello", 0.5, 0), part("yes", 2.0, 1)]}
    (dialogue,) = read("x.json", json.dumps(document)).dialogues
    assert [(turn.speaker, turn.text) for turn in dialogue.turns] == [
        ("Speaker 0", "hello"),
        ("Speaker 1", "yes"),
    ]


def test_a_list_without_words_is_no_turn() -> None:
    records = [{"speaker": "A", "text": [{"score": 1}]}, {"speaker": "B", "text": "Hi"}]
    found = read("x.json", json.dumps(records))
    assert [turn.text for turn in found.dialogues[0].turns] == ["Hi"]
    assert len(found.faults) == 1
