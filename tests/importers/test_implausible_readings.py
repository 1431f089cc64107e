"""Readings that a machine can tell to be unlikely: each is asked about, and can be decided."""

from __future__ import annotations

import json

import pytest

from annotator.errors import UserError
from annotator.importers import divide, look_over
from annotator.importers.reader_result import Readout
from annotator.model import Question
from tests.importers.reading import left_out, read, said


def codes(questions: tuple[Question, ...]) -> list[str]:
    return [one.code for one in questions]


def turns(text: str, **answers: str) -> list[tuple[str, str]]:
    made = divide(text, None, {key.replace("_", "-"): value for key, value in answers.items()})
    return [(one.speaker, text[one.start : one.end]) for one in made.segmentation.pieces]


def whole(text: str, **answers: str) -> str:
    """Leads, turns and tail joined: nothing is dropped, whatever is decided."""
    made = divide(text, None, {key.replace("_", "-"): value for key, value in answers.items()}).segmentation
    parts = [text[one.lead_start : one.end] for one in made.pieces]
    return "".join(parts) + text[made.tail :]


# --- texts ------------------------------------------------------------------------------------


def test_tags_in_a_text_stay_and_are_asked_about() -> None:
    text = "Ann: <p>Shall we go?</p>\nBen: I <b>will</b>.\nAnn: Good.\n"
    (asked,) = divide(text, None, {}).questions
    assert (asked.code, asked.count, asked.example) == ("tags", 2, "<p>Shall we go?</p>")
    assert whole(text, tags="keep") == text
    rare = "Ann: Is a < b and b > c?\nBen: Yes.\n" * 6 + "Ann: Write <br> there.\n"
    assert not divide(rare, None, {}).questions


PAGES = (
    "Page 1, Line 1\nVOS: The hose?\n\nPage 1, Line 3\nKERN: It leaks.\n\n"
    "Page 2, Line 5\nVOS: So.\n\nPage 3, Line 7\nKERN: Yes.\n"
)


def test_lines_of_one_form_behind_the_turns_are_left_out_and_asked_about() -> None:
    made = divide(PAGES, None, {})
    (asked,) = made.questions
    assert (asked.code, asked.count, asked.taken) == ("same-lines", 4, "no")
    assert [(one.code, one.count) for one in made.left_out] == [("nobody", 4)]
    assert turns(PAGES) == [("VOS", "The hose?"), ("KERN", "It leaks."), ("VOS", "So."), ("KERN", "Yes.")]
    assert turns(PAGES, same_lines="yes")[:2] == [
        ("", "Page 1, Line 1"),
        ("VOS", "The hose?\n\nPage 1, Line 3"),
    ]
    assert whole(PAGES) == whole(PAGES, same_lines="yes") == PAGES


def test_a_line_ends_long_turns_as_it_ends_short_ones() -> None:
    note = "Page ⑨, Line ２ \U0001d7d8\n"
    far = f"{'so it is ' * 60}\n"
    blank = note + 500 * "\x0b" + "\n"
    for words, behind in ((far, note), ("so\n", blank), (far, blank)):
        text = "".join(f"{who}: {words}{behind}" for who in ["Ilse", "Bram"] * 4)
        assert codes(divide(text, None, {}).questions) == ["same-lines"]
    assert not divide("".join(f"{who}: {far}" for who in ["Ilse", "Bram"] * 4), None, {}).questions


def test_notes_behind_turns_are_asked_about_and_stay_meanwhile() -> None:
    note = "   [MOVE] AGENT: Is that so?\n"
    text = "".join(f"- {who}: line {at} said\n{note}" for at, who in enumerate(["Ilse", "Bram"] * 4))
    (asked,) = divide(text, None, {}).questions
    assert (asked.code, asked.taken, asked.count) == ("same-lines", "yes", 8)
    assert turns(text, same_lines="no")[0] == ("Ilse", "line 0 said")
    assert whole(text, same_lines="no") == text
    sounds = text.replace(note, "(laughter)\n")
    assert divide(sounds, None, {}).questions == (), "what is heard belongs to the turn"
    spoken = text.replace(note, "so it is.\n")
    assert divide(spoken, None, {}).questions == (), "somebody may say so each time"


def test_lines_above_the_first_name_are_asked_about() -> None:
    text = "Welcome to the lamp show, everybody!\n\nIlse: Hi.\nBram: Hm.\nIlse: So.\nBram: Yes.\n"
    made = divide(text, None, {})
    (asked,) = made.questions
    assert (asked.code, asked.count, asked.taken) == ("before-first", 1, "keep")
    assert turns(text)[0] == ("", "Welcome to the lamp show, everybody!")
    assert turns(text, before_first="head")[0] == ("Ilse", "Hi.")
    assert whole(text, before_first="head") == text
    told = divide(text, None, {"before-first": "head"}).left_out
    assert [(one.code, one.count) for one in told] == [("head", 1)]


def test_keys_of_records_are_no_speakers() -> None:
    text = "".join(f"category: lamps\ntext: Why so red, number {n}?\n\n" for n in range(5))
    made = divide(text, None, {})
    assert (made.rule.key, codes(made.questions)) == ("paragraphs", ["key-names"])
    assert len(turns(text)) == 5
    assert turns(text, key_names="names")[0] == ("category", "lamps")
    people = "Text: Hi.\nBram: Hm.\nIlse: So.\nBram: Yes.\nIlse: No.\nText: Well.\n"
    assert {who for who, _ in turns(people)} == {"Text", "Bram", "Ilse"}


def test_a_long_list_of_people_and_an_end_are_no_words() -> None:
    people = ", ".join(f"Anna Vos {n} (Engineer)" for n in range(9))
    text = (
        f"Meeting: Lamps\nDate: July 15, 2024\nAttendees: {people}\n\n---\n\n"
        "[10:01 AM] Ilse Kern: Hi.\n\n[10:02 AM] Bram Vos: Bye.\n\n[10:03 AM] Ilse Kern: Bye.\n\n"
        "--- END OF TRANSCRIPT ---\n"
    )
    made = divide(text, None, {})
    assert turns(text) == [("Ilse Kern", "Hi."), ("Bram Vos", "Bye."), ("Ilse Kern", "Bye.")]
    assert [(one.code, one.count) for one in made.left_out] == [("head", 4), ("foot", 1)]


@pytest.mark.parametrize(
    "form", ["{n} {who}: {said}", "{n}. {who}: {said}", "[T00{n}] {who}: {said}", "({n}) {who}: {said}"]
)
def test_numbers_of_turns_before_names(form: str) -> None:
    pairs = [("Ilse", "It leaks."), ("Bram", "Tape it."), ("Ilse", "Done."), ("Bram", "Good.")]
    text = "\n".join(form.format(n=n, who=who, said=said) for n, (who, said) in enumerate(pairs, 1)) + "\n"
    assert (turns(text), divide(text, None, {}).questions) == (pairs, ())
    topics = "1. Lamps: they are red.\n2. Hoses: they leak.\n3. Bulbs: they keep.\n"
    assert {who for who, _ in turns(topics)} == {""}
    dates = "3 Mar 2024: it rained.\n4 Mar 2024: it rained.\n3 Apr 2024: sun.\n4 Apr 2024: sun.\n"
    assert {who for who, _ in turns(dates)} == {""}


def test_times_in_brackets_behind_names_and_at_signs_before_them() -> None:
    text = "Ilse Kern [00:00:03] It leaks.\n\nBram Vos [00:00:12] Tape it.\n\nIlse Kern [00:00:20] Done.\n"
    made = divide(text, None, {}).segmentation.pieces
    assert turns(text) == [("Ilse Kern", "It leaks."), ("Bram Vos", "Tape it."), ("Ilse Kern", "Done.")]
    assert [one.meta["start"] for one in made] == [3.0, 12.0, 20.0]
    fathom = (
        "@0:00 - Ilse Kern\nIt leaks.\n\n@0:12 - Bram Vos (b@x.org)\nTape it.\n\n@0:20 - Ilse Kern\nDone.\n"
    )
    assert [who for who, _ in turns(fathom)] == ["Ilse Kern", "Bram Vos (b@x.org)", "Ilse Kern"]


def test_in_a_short_text_what_lacks_the_signs_of_the_others_is_no_name() -> None:
    bold = "**Ilse:** Hi.\n\n**Bram:** Hm.\n\nMaybe later: who knows.\n\n**Cato:** So.\n\n**Ilse:** Yes.\n"
    assert [who for who, _ in turns(bold)] == ["Ilse", "Bram", "Cato", "Ilse"]
    timed = "[10:01] Ilse: Hi.\n[10:02] Bram: Hm.\nBut soon: look west.\n[10:03] Cato: So.\n"
    assert turns(timed)[1] == ("Bram", "Hm.\nBut soon: look west.")


def test_parts_of_a_broadcast_are_nobody() -> None:
    talk = "**Ilse:** Hi.\n\n**Bram:** Hm.\n\n" * 3
    text = f"**Jingle:** [00:14]\n\n{talk}**Break:** \\[01:01\\]\n\n{talk}"
    made = divide(text, None, {})
    assert {who for who, _ in turns(text)} == {"Ilse", "Bram"}
    assert [(one.code, one.count) for one in made.left_out] == [("nobody", 2)]
    spoken = text.replace("\\[01:01\\]", "\nWe are back.")
    assert "We are back." in "".join(said for _, said in turns(spoken)), "somebody says that"


def test_people_with_their_titles_speak() -> None:
    boss = "Travis Dalton, President and Chief Executive Officer, Lamps Corporation"
    text = f"Sami, Call Coordinator: Hello.\n\n{boss}: Good morning.\n\n" * 2
    assert turns(text) == [("Sami, Call Coordinator", "Hello."), (boss, "Good morning.")] * 2
    dates = "March 4, 2024: rain.\nMarch 5, 2024: sun.\n" * 2
    assert {who for who, _ in turns(dates)} == {""}


def test_half_a_day_is_nobody_and_a_list_of_people_is_above() -> None:
    head = "Date: June 14, 2024\nParticipants:\n • Ilse (PM)\n • Bram (Dev)\n\n"
    body = "10:00 AM: Lamps\n\nIlse: Hi.\nBram: Hm.\nIlse: So.\n\n10:30 AM: Hoses\n\nBram: Yes.\n"
    assert {who for who, _ in turns(head + body)} == {"", "Ilse", "Bram"}
    plain = divide(head + body.replace("10:00 AM: Lamps\n\n", ""), None, {})
    assert [(one.code, one.count) for one in plain.left_out] == [("head", 4)]


def test_names_alone_in_capital_letters_or_as_headings_need_few_words_below() -> None:
    pairs = [
        ("ILSE", "Is it?"),
        ("BRAM", "Not yet."),
        ("ILSE", "Good."),
        ("BRAM", "Yes."),
        ("CATO", "Hm."),
        ("CATO", "So."),
    ]
    text = "".join(f"{who}\n{words}\n\n" for who, words in pairs)
    assert turns(text) == pairs
    headed = "".join(f"### {who.title()}\n\n{words}\n\n" for who, words in pairs)
    assert turns(headed) == [(who.title(), words) for who, words in pairs]


def test_brackets_right_before_chinese_words() -> None:
    text = "【张三】下雨了吗？\n【李四】还没有。\n【张三】好。\n【李四】走。\n"
    assert turns(text) == [("张三", "下雨了吗？"), ("李四", "还没有。"), ("张三", "好。"), ("李四", "走。")]


# --- tables, JSON and tiers -------------------------------------------------------------------


def test_dialogues_of_a_turn_each_are_asked_about() -> None:
    rows = "".join(f"{n},what I said about lamps {n},Ilse\n" for n in range(8))
    found = read("x.csv", "conversation_id,text,agent\n" + rows)
    assert (len(found.dialogues), codes(found.questions)) == (8, ["single-turns"])
    one = read("x.csv", "conversation_id,text,agent\n" + rows, answers={"single-turns": "one"})
    assert [len(each.turns) for each in one.dialogues] == [8]
    assert one.dialogues[0].turns[3].meta["dialogue"] == {"title": "3", "id": "3"}


def test_exchanges_of_people_are_asked_about_and_tasks_are_not() -> None:
    rows = "".join(f"I want lamp {n},It is {n} Euro\n" for n in range(8))
    found = read("x.csv", "User,Agent\n" + rows)
    assert (len(found.dialogues), codes(found.questions)) == (8, ["exchanges"])
    one = read("x.csv", "User,Agent\n" + rows, answers={"exchanges": "one"})
    assert [len(each.turns) for each in one.dialogues] == [16]
    assert codes(read("x.csv", "instruction,output\n" + rows).questions) == []


def test_turns_that_are_codes_or_the_same_words_are_asked_about() -> None:
    ids = [{"speaker": "AB"[n % 2], "text": f"dlg-{n:04}"} for n in range(12)]
    assert codes(read("x.json", json.dumps(ids)).questions) == ["odd-words"]
    labels = [{"speaker": "AB"[n % 2], "text": "solved" if n % 3 else "open"} for n in range(40)]
    assert codes(read("x.json", json.dumps(labels)).questions) == ["odd-words"]
    talk = [{"speaker": "AB"[n % 2], "text": f"So it is {n}"} for n in range(40)]
    assert codes(read("x.json", json.dumps(talk)).questions) == []


def tier(name: str, *spans: tuple[float, float, str]) -> list[dict[str, object]]:
    return [{"speaker": name, "text": text, "start": start, "end": end} for start, end, text in spans]


def test_turns_within_others_and_times_that_fall_are_asked_about() -> None:
    words = [tier("gloss", (n, n + 0.9, f"w{n}")) for n in range(8)]
    long = tier("all", (0, 9, " ".join(f"w{n}" for n in range(9))))
    rows = [*long, *(row for each in words for row in each)]
    found = read("x.json", json.dumps(rows))
    assert "doubled" in codes(found.questions)
    apart = tier("A", *((n, n + 0.9, f"so it is {n}") for n in range(8)))
    assert codes(read("x.json", json.dumps(apart)).questions) == []
    back = [row for n in range(6) for row in tier("AB"[n % 2], (n * 9 % 11, n * 9 % 11 + 1, f"so it is {n}"))]
    falling = tier("A", *((100 - 9 * n, 101 - 9 * n, f"so it is {n}") for n in range(8)))
    assert codes(read("x.json", json.dumps(falling)).questions) == ["times-order"]
    assert codes(read("x.json", json.dumps(back)).questions) == []


def test_numbers_of_turns_that_begin_anew_divide_a_table_and_are_asked_about() -> None:
    rows = "1,Ilse,Hi.\n2,Bram,Hm.\n1,Ilse,So.\n2,Cato,Yes.\n3,Ilse,No.\n"
    table = f"turn,speaker,text\n{rows}"
    found = read("x.csv", table)
    assert [len(one.turns) for one in found.dialogues] == [2, 3]
    assert codes(found.questions) == ["restarts"]
    one = read("x.csv", table, answers={"restarts": "one"})
    assert [who for who, _ in said(one)[0]] == ["Ilse", "Bram", "Ilse", "Cato", "Ilse"], "as they stand there"
    ids = json.dumps([{"id": n % 3, "speaker": "AB"[n % 2], "text": f"so {n}"} for n in range(9)])
    assert [len(each.turns) for each in read("x.json", ids).dialogues] == [3, 3, 3]
    once = read("x.csv", "turn,speaker,text\n2,Ilse,Hi.\n1,Bram,Hm.\n3,Ilse,So.\n")
    assert [said for _, said in said_in(once)] == ["Hm.", "Hi.", "So."]
    assert once.questions == ()


def said_in(found: Readout) -> list[tuple[str, str]]:
    return said(found)[0]


def test_a_turn_is_a_number_or_what_is_said() -> None:
    numbered = read(
        "x.csv", "dialog,turn,who,what\n1,2,Bram,Not yet.\n1,1,Ilse,Is it raining?\n2,1,Ilse,Good.\n"
    )
    assert said(numbered) == [[("Ilse", "Is it raining?"), ("Bram", "Not yet.")], [("Ilse", "Good.")]]
    spoken = read("x.csv", "who,turn\nIlse,Is it raining?\nBram,Not yet.\nIlse,Good.\n")
    assert said(spoken)[0][0] == ("Ilse", "Is it raining?")
    beside = (
        "who,turn,turn_id,role\nIlse,Is it raining?,1,one who explains\nBram,Not yet.,2,one who asks them\n"
    )
    assert read("x.csv", beside).questions == (), "the name of the column says it"


@pytest.mark.parametrize(
    "head",
    [
        "Beginn,Sprecher,Text",
        "Début,Locuteur,Texte",
        "開始時刻,話者,発話",
        "Начало,Говорящий,Текст",
        "시작,화자,발화",
    ],
)
def test_columns_in_other_languages(head: str) -> None:
    made = read("x.csv", f"{head}\n0:00:01,Ilse,Hi.\n0:00:03,Bram,Hm.\n").dialogues[0].turns
    assert [(one.speaker, one.text, one.meta["start"]) for one in made] == [
        ("Ilse", "Hi.", 1.0),
        ("Bram", "Hm.", 3.0),
    ]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("human", "ai"), ("message", "reply"), ("user_message", "bot_message"), ("userInput", "botOutput")],
)
def test_both_sides_of_an_exchange_however_they_are_called(asked: str, answered: str) -> None:
    found = read("x.csv", f"{asked},{answered}\nIs it raining?,Not yet.\nIs it good?,Yes.\n")
    assert said(found)[0] == [(asked, "Is it raining?"), (answered, "Not yet.")]
    alone = read("x.csv", "user,text\nIlse,Is it raining?\nBram,Not yet.\nIlse,Good.\n")
    assert [who for who, _ in said(alone)[0]] == ["Ilse", "Bram", "Ilse"]


def test_a_title_above_the_names_of_columns_is_left_out() -> None:
    found = read("x.csv", "Interview 3,,\nMarch 2024,,\nSpeaker,Text,\nIlse,Hi.,\nBram,Hm.,\n")
    assert said(found) == [[("Ilse", "Hi."), ("Bram", "Hm.")]]
    assert left_out(found) == ["Left out: 2 lines before the first turn"]


def test_a_chat_whose_messages_are_nodes() -> None:
    def node(parent: str | None, who: str, *parts: str) -> dict[str, object]:
        return {"parent": parent, "message": {"author": {"role": who}, "content": {"parts": list(parts)}}}

    mapping = {
        "r": {"parent": None, "message": None},
        "s": node("r", "system", ""),
        "a": node("s", "user", "Is it raining?"),
        "b": node("a", "assistant", "Not yet."),
        "c": node("a", "assistant", "Hardly."),
    }
    found = read("x.json", json.dumps([{"title": "Rain", "mapping": mapping}]))
    assert said(found) == [
        [("user", "Is it raining?"), ("assistant", "Not yet.")],
        [("user", "Is it raining?"), ("assistant", "Hardly.")],
    ]
    for odd in ({}, {"a": 1}, {"a": node(None, "user")}):
        with pytest.raises(UserError):
            read("x.json", json.dumps([{"title": "Rain", "mapping": odd}]))


# --- formats that were taken for others -------------------------------------------------------


def test_logs_with_full_dates_are_no_chats_of_telephones() -> None:
    log = (
        "[2024-03-01 10:13:00] <ilse> the hose leaks\n[2024-03-01 10:13:20] *** Joins: cato (~cato@x)\n"
        "[2024-03-01 10:14:00] <bram> tape it\n"
    )
    found = read("x.log", log)
    assert said(found) == [[("ilse", "the hose leaks"), ("bram", "tape it")]]
    assert left_out(found) == ["Left out: 1 line of the system"]
    hex_chat = (
        "Mar 01 10:13:00 <ilse>\tthe hose leaks\nMar 01 10:13:20 *\tcato (~cato@x) has joined\n"
        "Mar 01 10:14:00 <bram>\ttape it\n"
    )
    assert said(read("x.log", hex_chat)) == [[("ilse", "the hose leaks"), ("bram", "tape it")]]
    wee_chat = (
        "2024-03-01 10:13:00\tilse\tthe hose leaks\n2024-03-01 10:13:20\t-->\tcato has joined\n"
        "2024-03-01 10:14:00\t@bram\ttape it\n2024-03-01 10:14:10\t *\tbram waves\n"
    )
    assert said(read("x.log", wee_chat)) == [
        [("ilse", "the hose leaks"), ("bram", "tape it"), ("bram", "waves")]
    ]


def test_a_zoom_chat_with_dates_is_none_of_wechat() -> None:
    text = (
        "2024-03-01 10:01:22 From Ilse Kern to Everyone:\n\tThe hose leaks.\n"
        "2024-03-01 10:01:40 From Bram Vos to Everyone:\n\tTape it.\n"
    )
    assert said(read("x.txt", text)) == [[("Ilse Kern", "The hose leaks."), ("Bram Vos", "Tape it.")]]
    half = "2024-03-01 上午 10:00:12 小蜂\n漏水了\n\n2024-03-01 下午 1:00:40 阿树\n好\n\n"
    assert said(read("x.txt", half)) == [[("小蜂", "漏水了"), ("阿树", "好")]]


def test_times_of_chat_between_dots() -> None:
    head = "@UTF8\n@Begin\n@Participants:\tFAT Father\n"
    chat = f"{head}*FAT:\tis it ? ·600_2219·\n*FAT:\tno . •2219_3167•\n@End\n"
    made = read("x.cha", chat).dialogues[0].turns
    assert [(one.text, one.meta["start"]) for one in made] == [("is it ?", 0.6), ("no .", 2.219)]


def test_movie_lines_and_utterances_of_switchboard() -> None:
    movies = "".join(
        f"L{n} +++$+++ u{n % 2} +++$+++ m0 +++$+++ {('ILSE', 'BRAM')[n % 2]} +++$+++ Line {n}!\n"
        for n in (9, 8, 10)
    )
    assert said(read("x.txt", movies + "\nL11 +++$+++ u0\n")) == [
        [("ILSE", "Line 8!"), ("BRAM", "Line 9!"), ("ILSE", "Line 10!")]
    ]
    calls = "FILENAME: 1\n\nqy  A.1 utt1: Is it ? /\nnn  @B.2 utt1: No. /\n\nA.3 utt1: Oh. /\nso\n"
    found = read("x.utt", calls)
    assert said(found) == [[("A", "Is it ? /"), ("B", "No. /"), ("A", "Oh. /\nso")]]
    assert found.dialogues[0].turns[0].meta == {"id": "A.1.1", "fields": {"act": "qy"}}


def test_columns_by_number_of_row_and_words_in_lists() -> None:
    columns = {"turn": {"7": "Hi.", "9": "Hm."}, "speaker_id": {"7": 1, "9": 2}, "turn_id": {"7": 1, "9": 2}}
    assert said(read("x.json", json.dumps(columns))) == [[("1", "Hi."), ("2", "Hm.")]]
    by_id = {"7": {"speaker": "A", "text": "Hi."}, "9": {"speaker": "B", "text": "Hm."}}
    assert said(read("x.json", json.dumps(by_id))) == [[("A", "Hi."), ("B", "Hm.")]]
    segments = [
        {"start_s": n, "speaker_id": n, "words": [{"word": "so"}, {"word": "it"}, {"word": "is."}]}
        for n in (0, 1)
    ]
    assert said(read("x.json", json.dumps({"name": "x", "segments": segments}))) == [
        [("0", "so it is."), ("1", "so it is.")]
    ]


def test_times_before_names_in_cells() -> None:
    rows = "\n".join(f'{n},"({n}:05) {who}: so it is"' for n, who in enumerate("ABAB"))
    made = read("x.csv", f"n,Speech\n{rows}\n").dialogues[0].turns
    assert [(one.speaker, one.text, one.meta["start"]) for one in made][:2] == [
        ("A", "so it is", 5.0),
        ("B", "so it is", 65.0),
    ]


def test_names_with_quotation_marks_in_a_list() -> None:
    table = "Utterance,Speaker\nHi.,\"['Ann O'Neill', 'Bram']\"\nHm.,['Bram']\n"
    assert [who for who, _ in said(read("x.csv", table))[0]] == ["Ann O'Neill, Bram", "Bram"]


def test_nothing_is_asked_about_clean_dialogues() -> None:
    rows = "\n".join(f"{n},{'AB'[n % 2]},so it is {n},{n},{n + 0.9}" for n in range(30))
    found = read("x.csv", f"id,speaker,text,start,end\n{rows}\n")
    assert (found.questions, look_over(found.dialogues, {})[1]) == ((), ())
