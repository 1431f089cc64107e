# ruff: noqa: E501, ISC004, SIM905 - whole files stand in their lines
"""Kinds of files that are easily read wrongly without a word: each is read right, asked about, or refused."""

from __future__ import annotations

import json

import pytest

from annotator.errors import UserError
from annotator.importers import Readout, divide, find_format, look_over
from annotator.model import Question
from tests.importers.reading import left_out, read, said

LRM, NNBSP = "\u200e", "\u202f"


def codes(questions: tuple[Question, ...]) -> list[str]:
    return [one.code for one in questions]


def turns_of(text: str, **answers: str) -> list[tuple[str, str]]:
    """Speakers and texts of a plain text."""
    made = divide(text, None, answers).segmentation
    return [(piece.speaker, text[piece.start : piece.end]) for piece in made.pieces]


def only(readout: Readout) -> list[tuple[str, str]]:
    """Speakers and texts of the one dialogue."""
    (turns,) = said(readout)
    return turns


# --- chats ------------------------------------------------------------------------------------

GROUP = f"""\
[12.03.26, 21:16:05] Lamp shop: {LRM}Messages and calls are end-to-end encrypted. Nobody can read them.
[12.03.26, 21:16:09] Ilse: {LRM}Ilse hat die Gruppe erstellt.
[12.03.26, 21:16:09] Lamp shop: {LRM}Ilse hat dich hinzugefügt.
[12.03.26, 21:17:00] Ilse: Who has a lamp?
{LRM}[12.03.26, 21:17:30] ~{NNBSP}Bram: {LRM}Bild weggelassen
[12.03.26, 21:18:00] ~{NNBSP}Bram: This one. {LRM}<Diese Nachricht wurde bearbeitet>
{LRM}[12.03.26, 21:19:00] Ilse: {LRM}UMFRAGE:
Which lamp?
{LRM}OPTION: red (2 votes)
{LRM}[12.03.26, 21:20:00] Ilse: {LRM}Sprachanruf, {LRM}5 Min.
{LRM}[12.03.26, 21:21:00] Ilse: {LRM}Standort: https://maps.example.org/?q=1,2
{LRM}[12.03.26, 21:22:00] Cato: {LRM}Ikone niet meegestuurd
{LRM}[12.03.26, 21:22:30] Ilse: {LRM}Ikone niet meegestuurd
"""


def test_what_whatsapp_says_in_somebodys_name_is_no_message() -> None:
    found = read("_chat.txt", GROUP)
    assert only(found) == [
        ("Ilse", "Who has a lamp?"),
        ("~ Bram", "Bild weggelassen"),
        ("~ Bram", "This one."),
        ("Ilse", f"UMFRAGE:\nWhich lamp?\n{LRM}OPTION: red (2 votes)"),
        ("Ilse", f"Sprachanruf, {LRM}5 Min."),
        ("Ilse", "Standort: https://maps.example.org/?q=1,2"),
        ("Cato", "Ikone niet meegestuurd"),
        ("Ilse", "Ikone niet meegestuurd"),
    ]
    assert left_out(found) == ["Left out: 3 lines of the system"]
    kept = [{key for key in turn.meta if key != "time"} for turn in found.dialogues[0].turns]
    assert kept == [set(), {"media"}, {"edited"}, {"poll"}, {"call"}, set(), set(), set()]


def test_whatsapp_without_marks_of_direction() -> None:
    found = read(
        "chat.txt",
        "1/2/26, 3:04 PM - Lamps: Messages and calls are end-to-end encrypted. Tap to learn more.\n"
        '1/2/26, 3:05 PM - Ann "Annie" Lee: I changed my mind.\n1/2/26, 3:06 PM - Ann "Annie" Lee: Again.\n',
    )
    assert [who for who, _ in only(found)] == ['Ann "Annie" Lee'] * 2
    assert left_out(found) == ["Left out: 1 line of the system"]


@pytest.mark.parametrize(
    "stamp",
    [
        f"[12/3/26, 9:16:05{NNBSP}PM]", "[2026. 3. 12. 오후 9:16:05]", "[2026/3/12 下午9:16:05]", "[12.3.2026, 21.16.05]",
        "[12. 3. 2026 21:16:05]", "[2026-03-12, 9:16:05 p.m.]", "[١٢/٣/٢٠٢٦, ٩:١٦:٠٥ م]", "[12/03/26, 21:16:05]",
        "12.03.26, 21:16 -", f"3/12/26, 9:16{NNBSP}PM -", "2026/03/12 21:16 -", "12/3/2026, 9:16 μ.μ. -", "12/03/2026 à 21:16 -",
        "12.03.26 um 21:16 Uhr -", "2026-03-12 21 h 16 -", "12/3/26 9:16 SA -", "2026年3月12日 21:16 -", "12.3.2026 klo 21.16 -",
        "12 de mar. de 2026 21:16 -", "Mar 12, 2026, 9:16 PM -", f"{LRM}12/3/26, 9:16 ÖS -", "12.03.2026, 9:16 сл.об. -",
    ],
)  # fmt: skip
def test_whatsapp_in_the_clocks_of_the_world(stamp: str) -> None:
    text = f"{stamp} Ilse: One lamp\nand a line\n{stamp} +31 6 0000 0000: Two\n{stamp} Ilse: Three\n"
    found = read("chat.txt", text)
    assert only(found) == [("Ilse", "One lamp\nand a line"), ("+31 6 0000 0000", "Two"), ("Ilse", "Three")]
    assert all(turn.meta["time"] for turn in found.dialogues[0].turns)


def test_telegram_with_unix_times_alone() -> None:
    record = {"type": "message", "id": 1, "date_unixtime": "1544006350", "from": "Ilse", "text": "Hi"}
    found = read("result.json", json.dumps({"messages": [record]}))
    assert found.dialogues[0].turns[0].meta["time"] == "2018-12-05T10:39:10Z"


def test_the_chat_beside_a_recording_of_zoom_in_the_cloud() -> None:
    chat = "00:02:58\tIlse van der kern:\tGood evening\r\n00:03:35\tbram:\tHi: all\r\nmore\r\n"
    found = read("chat.txt", chat)
    assert only(found) == [("Ilse van der kern", "Good evening"), ("bram", "Hi: all\nmore")]
    assert [turn.meta for turn in found.dialogues[0].turns] == [{"start": 178.0}, {"start": 215.0}]
    late = read("chat.txt", chat.replace("00:0", "10:0"))
    assert [turn.meta for turn in late.dialogues[0].turns] == [{"time": "10:02:58"}, {"time": "10:03:35"}]


# --- markup -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "<cite>Ilse:</cite>\n<time>0:00</time>\n<p>Good evening.</p>\n<cite>Bram:</cite>\n<p>Hi.</p>",
        "<p>0:01</p>\n<p>Good evening.</p>\n<p>Hi.</p>",
        '<div class="turn"><b>Ilse</b> Good evening.</div>\n<div>Hi.</div>',
        "<b>Ilse:</b> Good evening.<br>\n<b>Bram:</b> Hi.<br>",
    ],
)
@pytest.mark.parametrize("name", ["talk.html", "talk.txt"])
def test_a_piece_of_a_web_page_is_refused(page: str, name: str) -> None:
    with pytest.raises(UserError, match="web page"):
        read(name, page)


def test_a_nickname_that_is_an_element_of_pages_is_a_speaker() -> None:
    assert find_format("log.txt", b"<p> hi\n<b> yo\n<p> so\n").key == "text"
    assert turns_of("<p> hi\n<b> yo\n<p> so\n") == [("p", "hi"), ("b", "yo"), ("p", "so")]


# --- text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "[00:00.000 --> 00:04.500]  Hello there.\n[00:04.500 --> 00:09.250]  Good evening.\n[00:10.000 --> 00:12.000]  So.\n",
        "00:00.000 --> 00:04.500\nHello there.\n\n00:04.500 --> 00:09.250\nGood evening.\n\n00:10.000 --> 00:12.000\nSo.\n",
        "(0:00 - 0:04.5)\nHello there.\n(0:04.5 - 0:09.25)\nGood evening.\n(0:10 - 0:12)\nSo.\n",
        "0:00:00.000,0:00:04.500\nHello there.\n\n0:00:04.500,0:00:09.250\nGood evening.\n\n0:00:10.000,0:00:12.000\nSo.\n",
    ],
)  # fmt: skip
def test_ranges_of_times_are_no_words(text: str) -> None:
    made = divide(text, None, {}).segmentation
    assert [text[one.start : one.end] for one in made.pieces] == ["Hello there.", "Good evening.", "So."]
    times = [(one.meta["start"], one.meta["end"]) for one in made.pieces]
    assert times == [(0.0, 4.5), (4.5, 9.25), (10.0, 12.0)]


def test_ranges_of_times_before_names() -> None:
    text = "[0:00 - 0:04] Ilse: Hello.\n[0:05 - 0:09] Bram: Hi.\n[0:10 - 0:12] Ilse: So.\n"
    made = divide(text, None, {}).segmentation
    assert [(one.speaker, one.meta) for one in made.pieces] == [
        ("Ilse", {"start": 0.0, "end": 4.0}),
        ("Bram", {"start": 5.0, "end": 9.0}),
        ("Ilse", {"start": 10.0, "end": 12.0}),
    ]


def _alone(between: str, count: int) -> str:
    names = ["Ilse Kern", "Bram", "Ilse Kern", "Cato Vis"] * count
    return between.join(
        f"{who}  \nThis is what number {n} says, at some length." for n, who in enumerate(names)
    )


def test_names_alone_on_their_lines_are_speakers() -> None:
    text = _alone("\n\n", 2)
    made = divide(text, None, {})
    assert made.rule.key == "name-line"
    assert made.questions == ()
    assert [piece.speaker for piece in made.segmentation.pieces] == [
        "Ilse Kern",
        "Bram",
        "Ilse Kern",
        "Cato Vis",
    ] * 2
    assert turns_of(text)[1] == ("Bram", "This is what number 1 says, at some length.")


def test_few_names_alone_on_their_lines_are_asked_about() -> None:
    text = "The lamp shop\n\n" + "\n".join(
        ["Ilse", "We sell some lamps, as you see here.", "Bram", "They are all red, I believe, or nearly."]
        * 2
    )
    made = divide(text, None, {})
    assert codes(made.questions) == ["name-lines", "before-first"]
    assert [piece.speaker for piece in made.segmentation.pieces] == ["", "Ilse", "Bram", "Ilse", "Bram"]
    assert {who for who, _ in turns_of(text, **{"name-lines": "no"})} == {""}


@pytest.mark.parametrize(
    "text",
    [
        "Yes\n\nNo\n\nYes\n\nMaybe\n\nYes\n\nNo\n",
        "Roses\nare red and violets are blue today.\n\nViolets\nare not what they seem to be.\n",
        "Chapter\n\nSome words of a book that are long.\n\nChapter\n\nMore words of a book.\n\nChapter\n\nThe end of it.\n",
    ],
)  # fmt: skip
def test_lines_of_one_word_are_not_taken_for_speakers(text: str) -> None:
    assert divide(text, None, {}).rule.key != "name-line"


def test_a_single_long_line_and_one_long_turn_are_asked_about() -> None:
    assert codes(divide("no signs of any kind " * 400, None, {}).questions) == ["long-turns"]
    text = "Ilse: a\nBram: b\nIlse: c\nBram: d\nIlse: " + "and so on " * 3_000
    made = divide(text, None, {})
    (question,) = made.questions
    assert (question.code, question.figure, question.example) == ("long-turn", "100", "30,000")
    assert divide(text, None, {"long-turn": "lines"}).rule.key == "lines"


# --- captions ---------------------------------------------------------------------------------

CAPTIONS = "\n\n".join(
    f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{words}"
    for n, words in enumerate(
        ["Ilse: Good evening", "and welcome.", "Bram: Thank you.", "Ilse: So, the lamps,", "which are red.", "Bram: Yes."], 1
    )
)  # fmt: skip


def test_captions_that_name_a_speaker_once_are_asked_about() -> None:
    found = read("a.srt", CAPTIONS)
    made, questions, _ = look_over(found.dialogues, {})
    assert [(one.code, one.count, one.figure) for one in questions] == [("unnamed", 2, "6")]
    assert [turn.speaker for turn in made[0].turns] == ["Ilse", "", "Bram", "Ilse", "", "Bram"]
    made, *_ = look_over(found.dialogues, {"unnamed": "before"})
    assert [turn.speaker for turn in made[0].turns] == ["Ilse", "Ilse", "Bram", "Ilse", "Ilse", "Bram"]


SUBSTATION = """\
[Script Info]
; made by hand
Title: Lamps
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,not said
Dialogue: 0,0:00:05.00,0:00:07.50,Default,Bram,0,0,0,,{\\i1}Thank you{\\i0},\\Nreally, so much.
Dialogue: 0,0:00:01.00,0:00:03.25,Aside,Ilse,0,0,0,,Good evening.
Dialogue: 0,0:00:08.00,0:00:09.00,Default,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}
Dialogue: 0,0:00:08.00,0:00:09.00,Default,,0,0,0,,
Dialogue: 0,soon,later,Default,,0,0,0,,lost
"""


@pytest.mark.parametrize("name", ["a.ass", "a.txt"])
def test_substation_alpha(name: str) -> None:
    found = read(name, SUBSTATION.replace("\n", "\r\n"))
    assert only(found) == [("Ilse", "Good evening."), ("Bram", "Thank you,\nreally, so much.")]
    assert [turn.meta for turn in found.dialogues[0].turns] == [
        {"start": 1.0, "end": 3.25, "fields": {"Style": "Aside"}},
        {"start": 5.0, "end": 7.5},
    ]
    assert found.dialogues[0].meta == {"title": "Lamps"}
    assert left_out(found) == [
        "Left out: 1 comment",
        "Left out: 1 picture, sound or file",
        "Left out: 1 turn without words",
    ]
    assert [str(fault) for fault in found.faults] == ["line 17: it has no times or no words"]


def test_substation_alpha_with_names_in_the_words() -> None:
    lines = "".join(
        f"Dialogue: Marked=0,0:00:0{n}.00,0:00:0{n}.90,*Default,NTP,0,0,0,,{words}\n"
        for n, words in enumerate(["Ilse: Hello.", "Bram: Hi.", "Ilse: So."])
    ).replace("NTP", "")
    head = "[Script Info]\nTitle: x\n[Events]\n"
    assert only(read("a.ssa", head + lines)) == [("Ilse", "Hello."), ("Bram", "Hi."), ("Ilse", "So.")]
    with pytest.raises(UserError, match="no subtitles"):
        read("a.ssa", head)
    with pytest.raises(UserError, match="line 4: it has no times"):
        read("a.ssa", head + "Dialogue: 0,a,b,c\n")


# --- tables -----------------------------------------------------------------------------------


def test_a_list_of_ids_is_no_dialogue() -> None:
    ids = "".join(f"dlg-00{n}4c9f5e-4a46-48bf\n" for n in range(9))
    for name in ("dev.csv", "dev.tsv"):
        with pytest.raises(UserError, match="not clear where the words"):
            read(name, ids)
    with pytest.raises(UserError, match="not clear where the words"):
        read("links.csv", "".join(f"https://example.org/lamps/{n}.wav\n" for n in range(9)))


def test_a_table_whose_columns_say_nothing_of_words_is_asked_about() -> None:
    table = "case,Age,interest\nID1,20,the sciences of old\nID2,22,politics\nID3,45,art and music\n"
    assert [(one.code, one.name, one.count) for one in read("x.csv", table).questions] == [
        ("text-column", "interest", 3)
    ]
    assert codes(read("x.csv", table, mapping={"text": "interest", "speaker": ""}).questions) == [
        "one-dialogue"
    ]
    sure = "who,Rede\nA,the sciences of old\nB,politics\nA,art and music\n"
    assert codes(read("x.csv", sure).questions) == []
    rival = "who,Rede,Notiz\nA,the sciences of old,a first remark here\nB,all politics,another remark here\n"
    assert codes(read("x.csv", rival).questions) == ["text-column"]


def test_a_column_is_told_by_the_last_word_of_its_name() -> None:
    table = "n,chat_text,tokens_of_it\n1,Good lamp,Good lamp and many more tokens\n2,No lamp,No lamp and many more\n"
    found = read("x.csv", table)
    assert found.mapping["text"] == "chat_text"
    assert left_out(found) == ["Nothing says who speaks in 2 turns"]


def test_a_table_in_which_nobody_speaks_is_asked_about_where_a_column_may_say_it() -> None:
    alone = read("x.csv", "text\nGood lamp.\nNo lamp.\n")
    assert left_out(alone) == ["Nothing says who speaks in 2 turns"]
    table = "text,what\nGood lamp.,Ilse\nNo lamp.,Bram\nSo.,Ilse\nHm.,Bram\n"
    asked = read("x.csv", table).questions[0]
    assert (asked.key, asked.taken, asked.example) == ("speaker-column:what", "no", "Ilse, Bram")
    answered = read("x.csv", table, answers={"speaker-column:what": "yes"})
    assert said(answered)[0][:2] == [("Ilse", "Good lamp."), ("Bram", "No lamp.")]
    coded = table.replace("Ilse", "p1").replace("Bram", "p2")
    assert codes(read("x.csv", coded).questions) == ["speaker-column", "one-dialogue"]
    moods = read("x.csv", table.replace("Ilse", "neutral").replace("Bram", "glad"))
    assert codes(moods.questions) == ["one-dialogue"]
    assert codes(read("x.csv", "text,speaker\nGood lamp.,Ilse\nNo lamp.,Bram\n").questions) == []
    assert codes(read("x.csv", "text\nIlse: Good lamp.\nBram: No lamp.\nIlse: So.\n").questions) == []
    assert codes(read("x.json", json.dumps({"dialog": ["Good lamp.", "No lamp."]})).questions) == []


def test_colons_behind_names_in_cells_are_no_part_of_them() -> None:
    assert only(read("x.csv", "speaker,words\nDB:,Hello.\nKM：,Hi.\nDB:,So.\n")) == [
        ("DB", "Hello."), ("KM", "Hi."), ("DB", "So."),
    ]  # fmt: skip


# --- speech -----------------------------------------------------------------------------------


def _textgrid(*words: tuple[float, float, str], name: str = "words") -> str:
    intervals = "".join(f'{start} {end} "{word}"\n' for start, end, word in words)
    return f'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n9\n<exists>\n1\n"IntervalTier"\n"{name}"\n0\n9\n{len(words)}\n{intervals}'


ALIGNED = _textgrid(
    (0, 0.4, "so"), (0.4, 0.8, "the"), (0.8, 1.2, "lamp"), (1.2, 3, ""), (3, 3.5, "is"), (3.5, 4, "very"), (4, 5, "red"),
    name="Ilse - words",
)  # fmt: skip


def test_aligned_words_are_asked_about_and_joined_where_wanted() -> None:
    found = read("a.TextGrid", ALIGNED)
    assert [(one.code, one.count, one.example) for one in found.questions] == [
        ("single-words", 6, "so the lamp is very red")
    ]
    assert only(found)[0] == ("Ilse", "so")
    joined = read("a.TextGrid", ALIGNED, answers={"single-words": "join"})
    assert not [one for one in joined.left_out if one.code == "fields"], "no word has fields of its own"
    assert only(joined) == [("Ilse", "so the lamp"), ("Ilse", "is very red")]
    assert [turn.meta for turn in joined.dialogues[0].turns] == [
        {"start": 0.0, "end": 1.2},
        {"start": 3.0, "end": 5.0},
    ]


def test_short_answers_are_no_words_to_join() -> None:
    talk = [{"speaker": "AB"[n % 2], "text": "yes", "start": n, "end": n + 0.5} for n in range(9)]
    assert codes(read("x.json", json.dumps(talk)).questions) == []
    unclear = [{"speaker": "A", "text": "yes", "start": "soon"} for _ in range(9)]
    assert "single-words" not in codes(read("x.json", json.dumps(unclear)).questions)


def test_google_with_words_alone() -> None:
    words = [
        {"word": "Guten", "startTime": "0.1s", "endTime": "0.7s"},
        {"word": "Abend", "startTime": "0.7s", "endTime": "1s"},
    ]
    found = read("x.json", json.dumps({"response": {"results": [{"alternatives": [{"words": words}]}]}}))
    assert only(found) == [("", "Guten Abend")]
    assert found.dialogues[0].turns[0].meta == {"start": 0.1, "end": 1.0}


# --- EXMARaLDA --------------------------------------------------------------------------------


def _exb(*tiers: str) -> str:
    points = "".join(f'<tli id="T{n}"/>' for n in range(8))
    return f"<basic-transcription><head/><basic-body><common-timeline>{points}</common-timeline>{''.join(tiers)}</basic-body></basic-transcription>"


def _tier(name: str, *words: str, speaker: str = "") -> str:
    who = f' speaker="{speaker}"' if speaker else ""
    events = "".join(f'<event start="T{n}" end="T{n + 1}">{word}</event>' for n, word in enumerate(words))
    return f'<tier id="{name}" category="{name}" type="t" display-name="[{name}]"{who}>{events}</tier>'


def test_events_without_blanks_are_asked_about_where_there_are_few() -> None:
    found = read("x.exb", _exb(_tier("v", "Good", "evening", speaker="S0")))
    assert only(found) == [("S0", "Good evening")]
    assert [(one.code, one.count, one.example) for one in found.questions] == [
        ("event-blanks", 1, "Good | evening")
    ]
    assert only(
        read("x.exb", _exb(_tier("v", "eve", "ning", speaker="S0")), answers={"event-blanks": "no"})
    ) == [("S0", "evening")]
    many = read("x.exb", _exb(_tier("v", *"a b c d e f".split(), speaker="S0")))
    assert (only(many), codes(many.questions)) == ([("S0", "a b c d e f")], [])
    spaced = read("x.exb", _exb(_tier("v", "good eve", "ning, ", "all", speaker="S0")))
    assert codes(spaced.questions) == []


def test_where_all_tiers_are_called_transcriptions_their_names_tell_what_they_are() -> None:
    words = "is this the lamp that we had".split()
    found = read(
        "x.exb",
        _exb(_tier("tok", *words), _tier("pos", *"A B C D E F G".split()), _tier("Focus", "new", "old")),
    )
    assert [text for _, text in only(found)] == ["is this the lamp that we had"]
    assert [(tier.name, tier.taken) for tier in found.tiers] == [
        ("[tok]", True),
        ("[pos]", False),
        ("[Focus]", False),
    ]


# --- more chats -------------------------------------------------------------------------------


def test_line_with_tabs() -> None:
    found = read(
        "chat.txt",
        "[LINE] Chat history with Bo\nSaved on: 2026/03/12 21:16\n\n2026/03/12(木)\n21:16\tAnn Lee\tHi\n"
        '21:17\tBo\t"two\nlines ""q"" here"\n21:18\tAnn Lee left the group.\n\n2026/03/13(金)\n上午09:18\tCato\t"Red"\n',
    )
    assert only(found) == [("Ann Lee", "Hi"), ("Bo", 'two\nlines "q" here'), ("Cato", '"Red"')]
    assert [turn.meta["time"] for turn in found.dialogues[0].turns][2] == "2026/03/13(金) 上午09:18"
    assert left_out(found) == ["Left out: 1 line of the system", "Left out: 2 lines before the first turn"]


def test_line_with_blanks() -> None:
    chat = (
        "2026.03.12 Thursday\n08:10 Ann Lee good day\n08:11 小蜂 你好\n08:12 Ann Lee a lamp\nand more\n"
        "2026.03.13 Friday\n08:13 Ann Lee joined the group.\n08:14 Ann Lee so 小蜂\n08:15 小蜂 好\n08:16 Cato me too\n"
    )
    found = read("chat.txt", chat)
    assert only(found) == [
        ("Ann Lee", "good day"), ("小蜂", "你好"), ("Ann Lee", "a lamp\nand more"), ("Ann Lee", "so 小蜂"),
        ("小蜂", "好"), ("Cato", "me too"),
    ]  # fmt: skip
    assert [(one.code, one.name) for one in found.questions] == [("speaker", "Cato")]
    assert left_out(found) == ["Left out: 1 line of the system"]
    assert only(read("chat.txt", chat, answers={"speaker:Cato": "no"}))[-1] == (
        "小蜂",
        "好\n08:16 Cato me too",
    )


@pytest.mark.parametrize(
    ("chat", "left"),
    [
        (
            "Ann님과 카카오톡 대화\n저장한 날짜 : 2026-03-12\n\n--------------- 2026년 3월 12일 목요일 ---------------\n"
            "Bo님이 들어왔습니다.\n[Ann] [오전 9:16] a: b\nmore\n--------------- 2026년 3월 13일 금요일 ---------------\n"
            "[Bo L] [오후 12:17] c\n",
            ["Left out: 1 line of the system", "Left out: 2 lines before the first turn"],
        ),
        (
            "2026년 3월 12일 목요일\n2026년 3월 12일 오후 9:16, Ann : a: b\nmore\n2026년 3월 12일 오후 9:17, Bo L : c\n"
            "2026년 3월 12일 오후 9:18: Bo L님이 나갔습니다.\n",
            ["Left out: 1 line of the system"],
        ),
        ("Mar 12, 2026 at 9:16 PM, Ann : a: b\nmore\nMar 12, 2026 at 9:17 PM, Bo L : c\n", []),
        ("2026. 3. 12. 오후 9:16, Ann : a: b\nmore\n2026. 3. 12. 오후 9:17, Bo L : c\n", []),
    ],
)  # fmt: skip
def test_kakaotalk(chat: str, left: list[str]) -> None:
    found = read("KakaoTalk.txt", chat)
    assert only(found) == [("Ann", "a: b\nmore"), ("Bo L", "c")]
    assert left_out(found) == left
    assert all(turn.meta["time"] for turn in found.dialogues[0].turns)


def test_zoom_chats_with_blanks_before_names() -> None:
    found = read("chat.txt", "08:02:35 Ilse:\tHi\n08:03:12 Bram  to  Ilse(Direct Message):\tPsst\n")
    assert only(found) == [("Ilse", "Hi"), ("Bram", "Psst")]
    assert found.dialogues[0].turns[1].meta == {"time": "08:03:12", "to": "Ilse(Direct Message)"}


def test_a_column_that_says_the_same_of_all_does_not_name_the_speakers() -> None:
    rows = "".join(f"c{n % 3},Guest,{'ab'[n % 2]}{n % 3}x,line number {n}\n" for n in range(12))
    found = read("otree.csv", f"channel,nickname,participant__code,body\n{rows}")
    assert {key: found.mapping[key] for key in ("speaker", "dialogue")} == {
        "speaker": "participant__code",
        "dialogue": "channel",
    }
    alone = "".join(f"Guest,line number {n}\n" for n in range(12))
    assert read("x.csv", f"nickname,body\n{alone}").mapping["speaker"] == "nickname"


def test_remarks_in_brackets_are_no_speakers() -> None:
    text = "(laughs) So, the lamp.\n(Applause.) It is red.\n(laughs) Is it?\n(Applause.) Yes.\n"
    assert {who for who, _ in turns_of(text)} == {""}
    assert turns_of("(A) Hi\n(B) Yo\n(A) So\n")[2] == ("A", "So")


# --- names of files that say nothing ----------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        '[{"speaker": "Ilse", "text": "Hi"}, {"speaker": "Bram", "text": "Yo"}]',
        '{\n  "turns": [\n {"speaker": "Ilse", "text": "Hi"}, {"speaker": "Bram", "text": "Yo"}]}',
        '{"speaker": "Ilse", "text": "Hi"}\n{"speaker": "Bram", "text": "Yo"}\n',
        "speaker\ttext\nIlse\tHi\nBram\tYo\n",
        'speaker,"text"\nIlse,Hi\nBram,Yo\n',
        "Speaker;Text\r\nIlse;Hi\r\nBram;Yo\r\n",
    ],
)
@pytest.mark.parametrize("name", ["talk.txt", "talk", "talk.md"])
def test_records_in_a_file_called_text(data: str, name: str) -> None:
    assert only(read(name, data)) == [("Ilse", "Hi"), ("Bram", "Yo")]


@pytest.mark.parametrize(
    "text", ['Ilse: {"a": 1}\nBram: so\n', "{sighs}: Hi\n", "text, speaker\n", "speaker, text and more\n"]
)
def test_text_that_looks_a_little_like_records(text: str) -> None:
    assert find_format("talk.txt", text.encode()).key == "text"


@pytest.mark.parametrize("name", ["talk.yml", "talk.yaml"])
def test_yaml_is_refused_by_its_ending(name: str) -> None:
    with pytest.raises(UserError, match="is YAML"):
        read(name, "conversations:\n- - Good morning\n  - Hi\n")


# --- texts of services and programs -----------------------------------------------------------


def test_names_of_meetings_with_signs_in_them() -> None:
    text = "Ilse Kern (she/her): Hi\nBram / Lamps Ltd: Yo\nIlse Kern (she/her): So\nBram / Lamps Ltd: Yes\n"
    assert [who for who, _ in turns_of(text)] == ["Ilse Kern (she/her)", "Bram / Lamps Ltd"] * 2
    assert {
        who for who, _ in turns_of("and/or: a lamp\nand/or: a hose\nso it goes\non and on\nand on\n")
    } == {""}


def test_headings_with_a_clock_may_name_anybody_who_comes_back() -> None:
    text = "ilse_92  0:03\nHi there.\n\nKern, Bram (External)  0:09\nYo.\n\nilse_92  0:12\nSo.\n\nKern, Bram (External)  0:15\nYes.\n"
    assert [who for who, _ in turns_of(text)] == ["ilse_92", "Kern, Bram (External)"] * 2
    once = text + "\ncato_7  0:19\nOnce.\n"
    made = divide(once, None, {})
    assert [(one.code, one.name, one.taken) for one in made.questions] == [("speaker", "cato_7", "yes")]
    assert turns_of(once)[-1] == ("cato_7", "Once.")
    assert turns_of(once, **{"speaker:cato_7": "no"})[-1][0] == "Kern, Bram (External)"
    late = text + "\nwe met at  0:19\nIt was so.\n"
    assert turns_of(late)[-1] == ("Kern, Bram (External)", "Yes.\n\nwe met at  0:19\nIt was so.")


def test_the_head_of_a_recording_is_no_speaker() -> None:
    text = "Lamps-20260312-Recording\nMarch 12, 2026, 9:15AM\n12m 3s\n\nKern, Ilse   0:03\nThe hose leaks.\n\nVos, Bram   0:09\nHm.\n\nKern, Ilse   0:12\nSo?\n"
    made = divide(text, None, {}).segmentation.pieces
    assert [(one.speaker, one.meta) for one in made] == [
        ("Kern, Ilse", {"start": 3.0}), ("Vos, Bram", {"start": 9.0}), ("Kern, Ilse", {"start": 12.0}),
    ]  # fmt: skip
    assert divide(text, None, {}).left_out[0].count == 3


def test_dates_above_names_above_words() -> None:
    text = "Mar 12, 2026  9:15:05 PM (Read by you)\n+31600000000\nHi\n\nMar 12, 2026  9:16:05 PM\nMe\nYo\nand more\n\nMar 12, 2026  9:17:05 PM\n+31600000000\nSo\n"
    assert turns_of(text) == [("+31600000000", "Hi"), ("Me", "Yo\nand more"), ("+31600000000", "So")]


def test_a_chat_of_discord_as_text() -> None:
    ruler = "=" * 62
    text = f"{ruler}\nGuild: Lamps\nChannel: general\n{ruler}\n\n[12-Mar-26 09:15 PM] ilse#1\nHi.\n\n[12-Mar-26 09:16 PM] Bram Vos\nYo.\n\n[12-Mar-26 09:17 PM] ilse#1\nSo?\n\n{ruler}\nExported 3 message(s)\n{ruler}\n"
    made = divide(text, None, {})
    assert turns_of(text) == [("ilse#1", "Hi."), ("Bram Vos", "Yo."), ("ilse#1", "So?")]
    assert [(one.code, one.count) for one in made.left_out] == [("head", 4), ("foot", 3)]


def test_clocks_on_lines_of_their_own_between_names() -> None:
    text = "00:00:00\n \nIlse: a\nBram: b\n \n00:05:00\n \nIlse: c\n"
    made = divide(text, None, {}).segmentation.pieces
    assert [(one.speaker, text[one.start : one.end], one.meta) for one in made] == [
        ("Ilse", "a", {"start": 0.0}), ("Bram", "b", {}), ("Ilse", "c", {"start": 300.0}),
    ]  # fmt: skip
    text = "00:00:02.000,00:00:09.000\nIlse: a\n00:00:09.000,00:00:12.000\nBram: b\n00:00:12.000,00:00:14.000\nIlse: c\n"
    made = divide(text, None, {}).segmentation.pieces
    assert [(one.speaker, text[one.start : one.end], one.meta) for one in made] == [
        ("Ilse", "a", {"start": 2.0}), ("Bram", "b", {"start": 9.0}), ("Ilse", "c", {"start": 12.0}),
    ]  # fmt: skip


def test_numbers_of_lines_are_no_part_of_names() -> None:
    text = "     1      THE COURT:  Good morning.\n     2      MR. VOS:  Good morning.\n     3      THE COURT:  Proceed.\n"
    made = divide(text, None, {})
    assert turns_of(text) == [
        ("THE COURT", " Good morning."), ("MR. VOS", " Good morning."), ("THE COURT", " Proceed."),
    ]  # fmt: skip
    assert codes(made.questions) == []


def test_clocks_without_names_are_asked_about() -> None:
    text = "[00:00:02] Ilse The hose leaks.\n\n[00:00:09] Bram Hm.\n\n[00:00:12] Ilse So?\n"
    assert codes(divide(text, None, {}).questions) == ["nobody"]


def test_records_of_messages_by_fields_are_not_taken_for_speakers() -> None:
    text = "Conversation: Ilse\n\nFrom: Ilse\nType: incoming\nSent: Mon\n\nHi.\n\nFrom: You\nType: outgoing\nSent: Mon\n\nYo.\n"
    assert codes(divide(text, None, {}).questions) == ["no-speakers"]


def test_a_chat_that_begins_minutes_after_the_hour_shows_the_time_of_day() -> None:
    text = "小蜂 21:16\n你好你好\n阿树 21:20\n好\n小蜂 21:25\n那么？\n"
    made = divide(text, None, {}).segmentation.pieces
    assert [one.meta for one in made] == [{"time": "21:16"}, {"time": "21:20"}, {"time": "21:25"}]
