"""How corpora, services and exports lay out dialogues in JSON and tables: small ones of each kind."""

from __future__ import annotations

import json

import pytest

from annotator.errors import UserError
from annotator.importers import Readout
from tests.importers.reading import left_out, read, said


def codes(readout: Readout) -> list[str]:
    return [one.code for one in readout.questions]


def of(value: object) -> Readout:
    return read("x.json", json.dumps(value))


# --- both sides -------------------------------------------------------------------------------


def test_both_sides_lie_in_objects_of_a_turn() -> None:
    turns = [
        {"user_utterance": {"text": "two tickets please", "tokens": ["two"]}, "state": []},
        {"system_utterance": {"text": "for which film ?"}, "user_utterance": {"text": "the new one"}},
    ]
    found = of([{"dialogue_id": "m1", "turns": turns}, {"dialogue_id": "m2", "turns": turns}])
    assert said(found)[0] == [
        ("user_utterance", "two tickets please"),
        ("system_utterance", "for which film ?"),
        ("user_utterance", "the new one"),
    ]
    assert len(found.dialogues) == 2


def test_who_speaks_alone_at_the_end_of_a_dialogue_says_it_first_in_each_turn() -> None:
    turns = [{"system_turn": "What do you eat?", "user_turn": f"Rice, {at} cups"} for at in range(3)]
    ends = [{"id": at, "turns": [*turns, {"system_turn": "That is all."}]} for at in range(2)]
    assert said(of(ends))[0][:2] == [("system_turn", "What do you eat?"), ("user_turn", "Rice, 0 cups")]
    assert said(of([{"id": 1, "turns": turns}]))[0][0] == ("user_turn", "Rice, 0 cups")


def test_what_the_system_said_before_stands_beside_what_is_answered() -> None:
    turns = [
        {"turn_idx": 0, "transcript": "Any Eritrean place?", "system_transcript": ""},
        {"turn_idx": 1, "transcript": "How about Chinese?", "system_transcript": "No, none."},
    ]
    found = of([{"dialogue_idx": at, "dialogue": turns} for at in range(2)])
    assert (
        said(found)
        == [
            [
                ("transcript", "Any Eritrean place?"),
                ("system_transcript", "No, none."),
                ("transcript", "How about Chinese?"),
            ]
        ]
        * 2
    )
    assert read("x.csv", "message,bot_message\nHow much is it?,Ten euros.\n").mapping == {
        "text": "message",
        "answer": "bot_message",
    }
    turns = [{"turn": at, "usr": {"transcript": f"Is it {at}?"}, "sys": {"sent": "Yes."}} for at in range(2)]
    found = of([{"dialogue_id": 1, "goal": {"text": "Find out."}, "dial": turns}])
    assert said(found)[0][:2] == [("usr", "Is it 0?"), ("sys", "Yes.")]


def test_labels_before_the_words_of_both_sides_are_none_of_the_words() -> None:
    turns = [{"user": f"User: is it {at}?", "bot": f"Bot: it is {at}."} for at in range(2)]
    assert said(of([{"dialog_id": 0, "turns": turns}]))[0][:2] == [("user", "is it 0?"), ("bot", "it is 0.")]


def test_questions_and_answers_of_people_with_their_titles() -> None:
    rows = "".join(
        f'q{at},Trouble {at},"What shall I do about {at}?","<p>Talk about {at}.</p><p>Soon &amp; so.</p>"\n'
        for at in range(6)
    )
    found = read("x.csv", "questionID,questionTitle,questionText,answerText\n" + rows)
    assert codes(found) == ["markup"]
    assert said(found)[0][0] == ("questionText", "What shall I do about 0?")
    plain = read(
        "x.csv", "questionID,questionTitle,questionText,answerText\n" + rows, answers={"markup": "strip"}
    )
    assert said(plain)[0][1] == ("answerText", "Talk about 0.\nSoon & so.")
    assert read("x.csv", "customer_message,admin_reply\nHow much is it?,Ten euros.\n").mapping == {
        "text": "customer_message",
        "answer": "admin_reply",
    }


def test_tags_of_web_pages_are_no_speakers() -> None:
    rows = "".join(f'{at},"<p>Words about {at} and more</p>"\n' for at in range(8))
    assert {turn.speaker for one in read("x.csv", "n,text\n" + rows).dialogues for turn in one.turns} == {""}
    assert said(read("x.csv", "n,text\n1,<anna> more words\n2,<ben> a few\n3,<anna> none\n"))[0][0] == (
        "anna",
        "more words",
    )


def test_texts_of_a_task_are_no_turns_of_people() -> None:
    lines = [
        json.dumps({"src": "Words of a whole meeting. " * 200, "tgt": "A part of it."}) for _ in range(3)
    ]
    assert codes(read("x.jsonl", "\n".join(lines))) == ["unsure-turns"]


# --- lists ------------------------------------------------------------------------------------


def test_pairs_under_the_name_of_one_dialogue_are_its_exchanges() -> None:
    talk = [
        ["bonjour, ça va aujourd'hui ?", "oui, je rentre du travail, et toi ?"],
        ["bien aussi", "tant mieux alors !"],
    ]
    found = of([{"persona": ["je lis."], "dialogue": talk}, {"persona": ["je dors."], "dialogue": talk}])
    assert [len(one.turns) for one in found.dialogues] == [4, 4]
    named = [["Anna", "More tea?"], ["Ben", "No."], ["Anna", "Good."], ["Ben", "Yes."]]
    assert said(of([{"dialogue": named}]))[0][0] == ("Anna", "More tea?")


def test_lists_of_turns_in_a_list_are_dialogues_each() -> None:
    one = [
        {"id": 0, "sender": "a", "text": "Hi you."},
        {"id": 1, "sender": "b", "text": "Hi."},
        {"id": 2, "sender": "a", "text": "So."},
    ]
    found = of({"dialog_id": ["x1", "x2"], "score": [3, 4], "dialog": [one, one[:1]]})
    assert [len(each.turns) for each in found.dialogues] == [3, 1]
    assert [each.meta["fields"]["score"] for each in found.dialogues] == [3, 4]  # type: ignore[index]
    assert [len(each.turns) for each in of({"dialogs": [one, one]}).dialogues] == [3, 3]


def test_who_speaks_and_what_is_said_in_lists_side_by_side_of_each_record() -> None:
    record = {
        "id": "N-1",
        "date": "2007-11-28",
        "utt": ["Good evening.", "Evening.", "So?"],
        "speaker": ["A, host", "B", "A, host"],
    }
    found = of([record, {**record, "id": "N-2"}])
    assert said(found) == [[("A, host", "Good evening."), ("B", "Evening."), ("A, host", "So?")]] * 2


def test_turns_of_several_names_and_lines() -> None:
    turns = [
        {"NAMES": ["MATT"], "UTTERANCES": ["Welcome to the", "show."], "NUMBER": 0},
        {"NAMES": ["SAM", "LIAM"], "UTTERANCES": ["Hello."], "NUMBER": 1},
    ]
    found = of([[{"CHUNK": "They meet.", "TURNS": turns}, {"CHUNK": "They part.", "TURNS": turns}]])
    assert said(found) == [[("MATT", "Welcome to the\nshow."), ("SAM, LIAM", "Hello.")]] * 2


def test_two_answers_to_the_same_prompt_make_two_dialogues() -> None:
    chat = {
        "conversations": [{"from": "human", "value": "Why is it so?"}],
        "chosen": {"from": "gpt", "value": "Thus."},
        "rejected": {"from": "gpt", "value": "No."},
    }
    found = of([chat, chat])
    assert said(found)[:2] == [
        [("human", "Why is it so?"), ("gpt", "Thus.")],
        [("human", "Why is it so?"), ("gpt", "No.")],
    ]


def test_dialogues_side_by_side_are_called_by_their_keys_too() -> None:
    turns = [{"speaker": "A", "text": "Hi."}, {"speaker": "B", "text": "Hello."}]
    found = of({"id": "x", "d1": turns, "d2": turns})
    assert [one.title for one in found.dialogues] == ["x, d1", "x, d2"]


def test_records_as_strings_of_json() -> None:
    record = {
        "intent": {"goal": "book"},
        "dialogue": ["customer: Hello.", "agent: How may I help?", "customer: A trip."],
    }
    assert said(of([json.dumps(record)] * 2))[0][0] == ("customer", "Hello.")
    assert len(of(["{smiles} Hello there.", "{nods} Hi."]).dialogues) == 1


def test_a_document_under_the_name_of_json_lines() -> None:
    record = [{"id": 1, "speaker": "A", "text": "Hi."}, {"id": 2, "speaker": "B", "text": "Hello."}]
    assert said(read("x.jsonl", json.dumps(record, indent=1))) == [[("A", "Hi."), ("B", "Hello.")]]
    with pytest.raises(UserError):
        read("x.jsonl", '[\n{"speaker": "A",\n')


def test_exchanges_are_asked_about_in_rows_alone() -> None:
    chats = [
        {"messages": [{"role": "user", "content": f"Is it {at}?"}, {"role": "assistant", "content": "Yes."}]}
        for at in range(6)
    ]
    assert codes(of(chats)) == []


def test_rows_of_cells_as_strings_and_columns_as_lists() -> None:
    rows = [
        f"1\t{at}\t2016-03-10T03:42:09Z\t{'ua'[at % 2]}\tI would like number {at}\trequest(taxi_number)"
        for at in range(12)
    ]
    assert said(of(rows))[0][:2] == [("u", "I would like number 0"), ("a", "I would like number 1")]
    columns = {
        "context": ["Is it bad to shut it?", "But I think so."],
        "response": ["Yes.", "Why?"],
        "dialogue_id": [0, 0],
    }
    assert said(of(columns)) == [
        [
            ("context", "Is it bad to shut it?"),
            ("response", "Yes."),
            ("context", "But I think so."),
            ("response", "Why?"),
        ]
    ]


def test_strings_that_begin_with_names() -> None:
    numbered = [f"{at % 2}\tSome words, number {at}" for at in range(8)]
    assert said(of(numbered))[0][:2] == [("0", "Some words, number 0"), ("1", "Some words, number 1")]
    assert said(of(["a\tword", "b\tword", "c\tword"]))[0][0] == ("", "a\tword")
    lines = [
        "( They sit . )",
        "ANA : More tea ?",
        "BEN : No .",
        "( She pours . )",
        "ANA : So .",
        "BEN : Hm .",
    ]
    assert [who for who, _ in said(of([{"transcript": lines}]))[0]] == ["", "ANA", "BEN", "", "ANA", "BEN"]


def test_blocks_of_text_in_a_turn() -> None:
    turns = [
        {
            "speaker": {"name": "Burger"},
            "start": 0.5,
            "text_blocks": [{"text": "We will hear"}, {"text": "arguments."}],
        },
        {"speaker": {"name": "Ruiz"}, "start": 2.5, "text_blocks": [{"text": "May it please the court."}]},
    ]
    found = of({"title": "Case", "transcript": {"sections": [{"turns": turns}]}})
    assert said(found) == [[("Burger", "We will hear\narguments."), ("Ruiz", "May it please the court.")]]


# --- columns ----------------------------------------------------------------------------------


def test_ids_and_one_value_throughout_are_no_words() -> None:
    rows = "".join(f"19_{at // 6};ID19{at:04};110{at % 4}\n" for at in range(24))
    with pytest.raises(UserError):
        read("x.csv", "session_id;speech_id;speaker_id\n" + rows)
    rows = "".join(f"SPEAKER,{at}.5,1.0,<NA>,SPEAKER_0{at % 2}\n" for at in range(12))
    with pytest.raises(UserError):
        read("x.csv", "Type,Onset,Duration,Orthography,Speaker Name\n" + rows)


def test_an_id_that_is_the_speakers_where_these_are_missing() -> None:
    turns = [
        {"text": f"Words {at}", "data": {"speaker": f"w{at % 2}"} if at % 2 else {}, "id": f"w{at % 2}"}
        for at in range(8)
    ]
    assert [turn.speaker for turn in of([{"dialogue_id": 1, "turns": turns}]).dialogues[0].turns[:2]] == [
        "w0",
        "w1",
    ]


def test_who_speaks_is_a_number_a_turn_or_stands_in_brackets() -> None:
    sent = [{"text": f"Words {at}", "senderWorkerId": at % 2, "messageId": at} for at in range(8)]
    assert [turn.speaker for turn in of([{"id": 1, "messages": sent}]).dialogues[0].turns[:2]] == ["0", "1"]
    asked = [
        {
            "turn": ("driver", "car")[at % 2],
            "data": {"utterance": f"Words {at}", "requested": {"party": at > 6} if at > 6 else {}},
        }
        for at in range(8)
    ]
    assert [turn.speaker for turn in of([{"dialogue": asked}]).dialogues[0].turns[:2]] == ["driver", "car"]
    talk = "[Speaker 1]: Hi you.\n[Speaker 2]: Hi.\n[Speaker 1]: So."
    assert said(of([{"transcription": talk}] * 2))[0][0] == ("Speaker 1", "Hi you.")


def test_dialogues_in_cells_beside_who_was_called() -> None:
    talk = (
        "**Agent:** Good morning.\n\n**Customer:** Hi, it broke.\n\n**Agent:** Is it?\n\n**Customer:** Yes."
    )
    lines = [
        json.dumps({"call_id": f"c{at}", "agent_id": f"A{at % 2}", "transcript": talk}) for at in range(6)
    ]
    found = read("x.jsonl", "\n".join(lines))
    assert [len(one.turns) for one in found.dialogues] == [4] * 6
    assert said(found)[0][0] == ("Agent", "Good morning.")


def test_a_name_that_means_words_counts_more_than_what_stands_below_it() -> None:
    kinds = ("[image_message]", "[voice_message]")
    rows = "".join(f"user{at % 3},{kinds[at % 2]},Games and more {at % 2}\n" for at in range(12))
    assert read("x.csv", "user_name,message_content,chat_room\n" + rows).mapping["text"] == "message_content"


def test_words_with_a_time_each_are_asked_about() -> None:
    words = [{"text": ("PLEASE", "LEAVE", "YOUR")[at % 3], "timestamp": at * 300} for at in range(60)]
    assert "single-words" in codes(of({"id": "1", "transcript": words}))


def test_columns_that_change_where_numbers_begin_anew_divide_the_dialogues() -> None:
    rows = "".join(
        f"{name},Words of {name} {at},{debate},{day},{at}\n"
        for debate, day in ((1, 1), (1, 2), (2, 1))
        for at, name in enumerate(("Anna", "Ben", "Cem", "Anna"), 1)
    )
    found = read("x.csv", "speaker,speech,debate,day,order\n" + rows)
    assert codes(found) == []
    assert [one.title for one in found.dialogues] == ["debate 1, day 1", "debate 1, day 2", "debate 2, day 1"]
    assert codes(
        read("x.csv", "speaker,speech,order\n" + "".join(f"A,Some words {at},{at % 4}\n" for at in range(12)))
    ) == ["restarts"]


def test_sentences_without_blanks_are_no_single_words() -> None:
    said_so = ("ご宿泊のご相談を承ります。", "はい、ベッドでいいと思います。", "かしこまりました。")
    rows = "".join(f"{at}\t{'ab'[at // 4 % 2]}\t{said_so[at % 3]}\t{at}.0\t{at}.9\n" for at in range(60))
    assert "single-words" not in codes(read("x.tsv", "id\tspeaker\tutterance\tstart\tend\n" + rows))


# --- speech services --------------------------------------------------------------------------


def test_segments_of_post_call_analytics_with_the_names_of_their_speakers() -> None:
    segments = [
        {
            "SegmentStartTime": 0.5,
            "SegmentEndTime": 1.5,
            "SegmentSpeaker": "spk_1",
            "DisplayText": "Thanks for calling.",
        },
        {"SegmentStartTime": 1.5, "SegmentEndTime": 2.5, "SegmentSpeaker": "spk_0", "DisplayText": "Hi."},
    ]
    labels = [{"Speaker": "spk_0", "DisplayText": "Customer"}, {"Speaker": "spk_1", "DisplayText": "Agent"}]
    found = of(
        {"ConversationAnalytics": {"SpeakerLabels": labels, "Duration": "2.5"}, "SpeechSegments": segments}
    )
    assert said(found) == [[("Agent", "Thanks for calling."), ("Customer", "Hi.")]]
    assert found.dialogues[0].turns[0].meta == {"start": 0.5, "end": 1.5}


def test_a_start_and_how_long_it_lasts_in_whatever_unit() -> None:
    heard = [
        {
            "start_at": at * 4_000,
            "duration": 3_500,
            "spk": at % 2,
            "msg": "as many words as one says in that time",
        }
        for at in range(6)
    ]
    turns = of({"utterances": heard}).dialogues[0].turns
    assert [(turn.meta["start"], turn.meta["end"]) for turn in turns[:2]] == [(0.0, 3.5), (4.0, 7.5)]


def test_paragraphs_have_the_blanks_of_the_transcript() -> None:
    paragraphs = [{"sentences": [{"text": "早 餐 m g a 3 好"}], "speaker": 0, "start": 0.0, "end": 2.0}]
    best = {"transcript": "早餐mga3好", "words": [], "paragraphs": {"paragraphs": paragraphs}}
    found = of({"metadata": {}, "results": {"channels": [{"alternatives": [best]}]}})
    assert said(found) == [[("0", "早餐mga3好")]]


# --- CoNLL ------------------------------------------------------------------------------------


def _sentence(number: int, who: str, words: str, *more: str) -> str:
    rows = "".join(
        f"{at}\t{word}\t{word}\tX\t_\t_\t0\troot\t_\t_\n" for at, word in enumerate(words.split(), 1)
    )
    said = "".join(f"# {line}\n" for line in (f"sent_id = a1.s{number}", f"speaker_id = {who}", *more))
    return f"{said}{rows}\n"


def test_conll_u_of_speech_has_speakers_documents_and_what_is_said_of_both() -> None:
    text = (
        "# newdoc id = a1\n# event = lesson\n"
        + _sentence(1, "Ana", "who speaks ?", "speaker_age = 30", "text = who speaks?", "text_en = Who?")
        + _sentence(2, "Bor", "I do .", "speaker_age = 9")
        + "# newdoc id = a2\n"
        + _sentence(1, "Ana", "so .", "speaker_age = 30")
    )
    found = read("x.conllu", text)
    assert said(found) == [[("Ana", "who speaks?"), ("Bor", "I do .")], [("Ana", "so .")]]
    first = found.dialogues[0]
    assert (first.title, first.meta["fields"]) == ("a1", {"event": "lesson"})
    assert first.meta["speakers"] == {"Ana": {"age": "30"}, "Bor": {"age": "9"}}
    assert first.turns[0].meta == {"id": "a1.s1", "fields": {"text_en": "Who?"}}
    assert left_out(found) == ["Left out: 8 fields: LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC"]
    assert said(read("x.txt", text)) == said(found)


def test_conll_u_joins_words_as_they_were_written_and_knows_when() -> None:
    rows = (
        ("1-2", "l'ami", "AlignBegin=2760|AlignEnd=3000"), ("1", "le", "_"), ("2", "ami", "_"),
        ("2.1", "nul", "_"),
        ("3", "vient", "SpaceAfter=No|AlignBegin=3100|AlignEnd=3500"), ("4", ".", "_"),
    )  # fmt: skip
    text = "".join(f"{at}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n" for at, form, misc in rows)
    (turn,) = read("x.conllu", text).dialogues[0].turns
    assert (turn.text, turn.meta) == ("l'ami vient.", {"start": 2.76, "end": 3.5})


def test_conll_u_without_documents_is_divided_by_ids_of_sentences() -> None:
    one = "".join(_sentence(at, "Ana", f"words {at}") for at in (1, 2))
    found = read("x.conllu", one + one.replace("a1.s", "b2.s"))
    assert [(each.title, len(each.turns)) for each in found.dialogues] == [("a1", 2), ("b2", 2)]
    mixed = one + one.replace("a1.s", "b2.s") + one
    assert [len(each.turns) for each in read("x.conllu", mixed).dialogues] == [4, 2]
    alone = _sentence(1, "Ana", "words") + _sentence(1, "Ana", "more").replace("a1.s", "b2.s")
    assert [len(each.turns) for each in read("x.conllu", alone).dialogues] == [2]


def test_conll_2012_has_speakers_in_a_column() -> None:
    def row(at: int, word: str, who: str) -> str:
        return f"bc/x 0 {at} {word} NN (TOP* - - - {who} * -\n"

    text = (
        "#begin document (bc/x); part 000\n" + row(0, "More", "Ana") + row(1, "milk", "Ana")
        + row(2, "/?", "Ana")
        + "\n" + row(0, "No", "-") + "#end document\n"
        + "#begin document (bc/x); part 001\n" + row(0, "Hm", "Bor") + "\n#end document\n"
    )  # fmt: skip
    found = read("x.gold_conll", text)
    assert said(found) == [[("Ana", "More milk?"), ("", "No")], [("Bor", "Hm")]]
    assert [one.title for one in found.dialogues] == ["bc/x", "bc/x, part 1"]


@pytest.mark.parametrize(
    "text", ["EU NNP B-ORG\nrejects VBZ O\n", "#begin document (x); part 000\n#end document\n"]
)
def test_other_tables_of_words_are_refused(text: str) -> None:
    with pytest.raises(UserError):
        read("x.conll", text)
