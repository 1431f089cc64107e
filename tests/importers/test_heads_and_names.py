"""What stands above the first turn, and further ways in which texts say who speaks."""

from __future__ import annotations

import pytest

from annotator.importers import guess_rule
from annotator.importers.marker_look import Marker, is_spaced
from annotator.importers.text_heads import is_head
from annotator.importers.text_to_turns import Divided, divide
from tests.importers.reading import left_out, read, said


def turns(text: str, made: Divided) -> list[tuple[str, str]]:
    return [(one.speaker, text[one.start : one.end]) for one in made.segmentation.pieces]


def codes(made: Divided) -> list[str]:
    return [one.code for one in made.questions]


@pytest.mark.parametrize(
    "head",
    [
        "=====\nReview of the lamps — 2026-03-12\n=====",
        "# Lamps | Ilse Kern\n\n## Transcript",
        "Title: The lamps\nDate: 12 March 2026\nhttps://example.org/lamps",
        "Lamps - 2026/03/12 10:00 GMT - Transcript\nAttendees\nIlse Kern, Bram Vos\nTranscript",
        "[ti:The Lamp]\n[ar:Nobody]\n[offset:+100]",
        "标题：灯\n\n时间：2026-03-12",
        "https://example.org/lamps\nThe lamps",
    ],
)
def test_a_head_is_left_out_and_leads_to_the_first_turn(head: str) -> None:
    assert is_head(head)
    text = f"{head}\n\nIlse: Is it on?\nBram: No.\nIlse: Now?\n"
    made = divide(text, None, {})
    assert turns(text, made) == [("Ilse", "Is it on?"), ("Bram", "No."), ("Ilse", "Now?")]
    assert [(one.code, one.count) for one in made.left_out] == [
        ("head", len(head.replace("\n\n", "\n").split("\n")))
    ]
    assert made.segmentation.pieces[0].lead_start == 0


@pytest.mark.parametrize(
    "words",
    [
        "",
        "The lamps",
        "They sit at the table.\nIt is late.",
        "# Lamps\nWe begin with what happened yesterday, when nobody was there.",
        "# Lamps\na\nb\nc\nd",
        "# Lamps\n" + "long " * 40,
        "# Lamps\n" * 20,
    ],
)
def test_words_above_the_first_turn_are_somebodys(words: str) -> None:
    assert not is_head(words)


def test_questions_and_answers_before_dashes_stand_beside_names_with_colons() -> None:
    text = "Q - Is it on?\n\nA - No.\n\nbram: It was.\n\nQ - When?\n\nA - In May.\n\nbram: Yes.\n"
    made = divide(text, None, {})
    assert [who for who, _ in turns(text, made)] == ["Q", "A", "bram", "Q", "A", "bram"]
    listed = "A - first\nIlse: one\nBram: two\nA - second\nIlse: three\nBram: four\n"
    assert {who for who, _ in turns(listed, divide(listed, None, {}))} == {"", "Ilse", "Bram"}


def test_names_beside_letters_are_speakers_too() -> None:
    text = "问：开了吗？\n答：没有。\nbram: It was.\n问：什么时候？\n答：五月。\nbram: Yes.\n"
    assert guess_rule(text).key == "names"
    assert guess_rule("A: one\nB: two\nA: three\nB: four\n").key == "letter"


def test_sentences_and_headings_above_chinese_questions_are_no_speakers() -> None:
    above = "位置：某地\n\n今天要讲的一件非常重要的事情在于：灯没有开。\n\n这里还有一段话，说明原因。\n\n"
    text = above * 3 + "".join(f"问：第{n}个问题？\n\n答：好的{n}。\n\nbram: 是\n\n" for n in range(4))
    assert {who for who, _ in turns(text, divide(text, None, {}))} == {"", "问", "答", "bram"}


def test_names_in_bold_without_a_colon() -> None:
    text = "**Interviewer** Is it on?\n\nIt is dark.\n\n**Ilse Kern** No.\n\n"
    text += "**Interviewer** Now?\n\n**Ilse Kern** Yes.\n"
    made = divide(text, None, {})
    assert made.rule.key == "bold"
    assert turns(text, made)[:2] == [("Interviewer", "Is it on?\n\nIt is dark."), ("Ilse Kern", "No.")]


TABBED = "Found 2\nwho\twords\n" + "g\tis it on\nf\tno\ng\tand now\nf\tyes\n" * 3


def test_names_before_tabs_are_asked_about_unless_they_look_like_names() -> None:
    made = divide(TABBED, None, {})
    assert (made.rule.key, codes(made)) == ("tab", ["tab-names"])
    assert turns(TABBED, made)[:2] == [("g", "is it on"), ("f", "no")]
    assert made.left_out[0].code == "head"
    assert len(turns(TABBED, divide(TABBED, None, {"tab-names": "no"}))) == 1
    assert divide("g\tis it on\nf\tno\n" * 3, None, {}).rule.key == "tab", "each name comes three times"
    capital = TABBED.replace("g\t", "Ilse\t").replace("f\t", "Bram\t")
    assert codes(divide(capital, None, {})) == []
    words = "lamp\tLampe\nchair\tStuhl\ntable\tTisch\nbed\tBett\nlamp\tLicht\n"
    assert divide(words, None, {}).rule.key == "whole"


def test_what_a_program_notes_between_turns_is_part_of_none() -> None:
    text = "[00:00:01]\n_page : 1\nCMP: a\n\n[00:00:02]\nCDR: b\n\n"
    text += "[00:00:09]\n_page : 2\nCMP: c\n\n[00:00:11]\nCDR: d\n"
    made = divide(text, None, {})
    assert turns(text, made) == [("CMP", "a"), ("CDR", "b"), ("CMP", "c"), ("CDR", "d")]
    assert ("nobody", 2) in [(one.code, one.count) for one in made.left_out]
    alone = "_images : a\n_images : b\n_images : c\n"
    assert {who for who, _ in turns(alone, divide(alone, None, {}))} == {""}


def test_a_person_whose_name_begins_like_a_key_is_heard() -> None:
    text = "_ana: hello there\nbob: hi\n_ana: and how are you\nbob: fine\n_ana: good\n"
    made = divide(text, None, {})
    assert [who for who, _ in turns(text, made)] == ["_ana", "bob", "_ana", "bob", "_ana"]
    assert made.left_out == ()
    marked = "[_a]: yes\n[_b]: no\n[_a]: yes\n[_b]: no\n"
    assert [who for who, _ in turns(marked, divide(marked, None, {}))] == ["_a", "_b", "_a", "_b"]


def test_names_in_capitals_that_come_once_are_sure_where_others_come_back_so() -> None:
    parts = [
        f"{who}:\nwords {number} of them\nand more words\n"
        for number in range(2)
        for who in ("ILSE", "BRAM", "KAI ( laughs )")
    ]
    text = "".join([*parts, "NARRATOR:\nthe lamp\nis off\n", "CUT TO:\nthe street\n", *parts])
    made = divide(text, None, {})
    assert "NARRATOR" in {who for who, _ in turns(text, made)}
    assert "speaker:CUT TO" not in [one.key for one in made.questions if one.taken == "yes"]
    assert "speaker:NARRATOR" not in [one.key for one in made.questions]


def test_few_markers_in_a_long_text_are_asked_about() -> None:
    text = (
        "Show: it\n"
        + "some words that nobody marked\n" * 400
        + "Movie: so\n"
        + "and others\n" * 900
        + "Show: x\nMovie: y\n"
    )
    assert "long-turns" in codes(divide(text * 3, None, {}))


def test_one_speaker_who_speaks_long_is_not_asked_about_where_the_format_says_so() -> None:
    made = read("x.json", '[{"speaker": "Ilse", "text": "' + "word " * 3_000 + '"}]')
    assert made.questions == ()


# --- captions with names above the words ------------------------------------------------------


def cues(*texts: str) -> str:
    return "WEBVTT\n\n" + "".join(
        f"00:00:{n:02}.000 --> 00:00:{n:02}.900\n{text}\n\n" for n, text in enumerate(texts)
    )


def test_names_above_the_words_of_captions() -> None:
    few = ("Ilse Kern\nIs it on?", "Bram Vos\nNo.", "Ilse Kern\nNow?")
    made = read("x.vtt", cues(*few))
    assert said(made) == [[("Ilse Kern", "Is it on?"), ("Bram Vos", "No."), ("Ilse Kern", "Now?")]]
    assert [one.code for one in made.questions] == ["name-lines"]
    asked = read("x.vtt", cues(*few), answers={"name-lines": "no"})
    assert said(asked)[0][0] == ("", "Ilse Kern\nIs it on?")
    assert read("x.vtt", cues(*few, *few)).questions == ()
    assert said(read("x.vtt", cues("Is it on?\nNow", "No\nway", "Is it on?\nNow")))[0][0][0] == ""


# --- JSON and tables --------------------------------------------------------------------------


def test_dialogues_as_lists_of_plain_strings() -> None:
    made = read(
        "x.json",
        '{"conversations": [["Hello", "Hi"], ["How is it?", "It is off.", "Oh."]], "about": "lamps"}',
    )
    assert said(made) == [[("", "Hello"), ("", "Hi")], [("", "How is it?"), ("", "It is off."), ("", "Oh.")]]
    named = read("x.json", '{"turns": [["Ilse", "Is it on?"], ["Bram", "No."], ["Ilse", "Oh."]]}')
    assert said(named) == [[("Ilse", "Is it on?"), ("Bram", "No."), ("Ilse", "Oh.")]]


def test_a_graph_is_no_dialogue() -> None:
    nodes = '[{"id": 1, "utterances": ["Hi", "Hello"]}]'
    graph = f'{{"nodes": {nodes}, "edges": [{{"source": 1, "target": 1, "utterances": ["a", "b"]}}]}}'
    with pytest.raises(Exception, match="not clear where the words"):
        read("x.json", graph)
    listed = '{"data": {"nodes": [{"author": "Ilse", "text": "on"}, {"author": "Bram", "text": "off"}]}}'
    assert said(read("x.json", listed)) == [[("Ilse", "on"), ("Bram", "off")]]


def test_questions_and_answers_in_a_list_are_not_asked_about() -> None:
    made = read(
        "x.json", '{"pairs": [{"question": "On?", "answer": "No."}, {"question": "Now?", "answer": "Yes."}]}'
    )
    assert (len(made.dialogues), made.questions) == (2, ())


def test_both_sides_of_posts() -> None:
    made = read("x.csv", "id,seeker_post,response_post\n1,It is off.,Since when?\n2,I sit here.,Where?\n")
    assert said(made)[0] == [("seeker_post", "It is off."), ("response_post", "Since when?")]
    assert made.questions == ()


def test_a_table_in_a_text_file_that_says_who_speaks_in_short() -> None:
    made = read(
        "x.txt", "Line\tSpkr\tStTime\tContent\tEnTime\n1\tA_1\t0.44\tIs it on?\t2.4\n2\tB_1\t2.5\tNo.\t3.1\n"
    )
    assert said(made) == [[("A_1", "Is it on?"), ("B_1", "No.")]]
    assert made.dialogues[0].turns[0].meta["start"] == 0.44


def test_a_table_of_words_without_times_is_joined_by_speaker() -> None:
    rows = "".join(
        f"{word}|{who}||{sign}\n"
        for who in "010101"
        for word, sign in [("it", ""), ("is", ""), ("off", ".")] * 3
    )
    made = read("x.nlp", "token|speaker|ts|punctuation\n" + rows)
    assert said(made)[0][:2] == [
        ("0", "it is off. it is off. it is off."),
        ("1", "it is off. it is off. it is off."),
    ]
    parts = "".join(f"w{n},{who},{'NV'[n % 2]},{who * 2}\n" for who in "ABABAB" for n in range(10))
    (told,) = read("x.csv", "token,speaker,xpos,room\n" + parts).left_out
    assert (told.code, told.count, told.names) == ("fields", 1, ("xpos",)), (
        "the room is the same for all of them"
    )
    answers = "text,speaker\n" + "yes,A\nno,B\n" * 40
    assert len(read("x.csv", answers).dialogues[0].turns) == 80, "short answers are turns"
    words = "text,speaker\n" + "".join(f"word,{who}\n" * 10 for who in "ABABAB")
    assert [one.code for one in read("x.csv", words).questions] == ["single-words"]
    joined = read("x.csv", words, answers={"single-words": "join"})
    assert len(joined.dialogues[0].turns) == 6


@pytest.mark.parametrize("name", ["x.dialogue", "x.yarn", "x.ink", "x.rpy"])
def test_scripts_of_games_are_refused_by_name(name: str) -> None:
    with pytest.raises(Exception, match="is a script of a game"):
        read(name, "Ilse: hi\nBram: ho\n=> END\n")


# --- MicroDVD and SAMI ------------------------------------------------------------------------

MICRODVD = "{1}{1}25\n{25}{50}{y:i}Is it on?|Really?\nwords\n{75}{}No.\n{80}{90}\n"


def test_microdvd_with_its_rate() -> None:
    made = read("x.sub", MICRODVD)
    (first, second) = made.dialogues[0].turns
    assert (first.text, first.meta) == (
        "Is it on?\nReally?",
        {"start": 1.0, "end": 2.0, "fields": {"frames": "25-50"}},
    )
    assert (second.text, second.meta) == ("No.", {"start": 3.0, "fields": {"frames": "75-"}})
    assert (made.questions, left_out(made)) == ((), ["Left out: 1 turn without words"])
    assert [str(fault) for fault in made.faults] == ["line 3: there are words without a time"]


def test_microdvd_without_its_rate_is_asked() -> None:
    text = "{50}{100}Ilse: on?\n{100}{150}Bram: no\n{150}{200}Ilse: so\n"
    made = read("x.txt", text)
    assert [one.code for one in made.questions] == ["frame-rate"]
    assert said(made) == [[("Ilse", "on?"), ("Bram", "no"), ("Ilse", "so")]]
    slower = read("x.sub", text, answers={"frame-rate": "24"})
    assert [one.dialogues[0].turns[0].meta["start"] for one in (made, slower)] == [2.0, 2.083]
    with pytest.raises(Exception, match="from which picture to which"):
        read("x.sub", "{1}{1}25.000\n")


SAMI = """<SAMI><HEAD><TITLE>Lamps</TITLE><STYLE><!-- .ENCC {lang: en} --></STYLE></HEAD><BODY>
<SYNC Start=1000><P Class=ENCC>ILSE:<br>Is it on?<P Class=FRCC>Oui ?
<SYNC Start=2000><P Class=ENCC>&nbsp;
<SYNC Start="3000"><P Class="ENCC">BRAM:<br/><i>No.</i></P></SYNC>
<SYNC Start=4000><P Class=ENCC>ILSE:<br/>Now &amp; here?
<SYNC Start=5000>&nbsp;
</BODY></SAMI>"""


@pytest.mark.parametrize("name", ["x.smi", "x.sami", "x.xml", "x.txt"])
def test_sami(name: str) -> None:
    made = read(name, SAMI)
    assert [(turn.speaker, turn.text, turn.meta) for turn in made.dialogues[0].turns] == [
        ("ILSE", "Is it on?", {"start": 1.0, "end": 2.0}),
        ("BRAM", "No.", {"start": 3.0, "end": 4.0}),
        ("ILSE", "Now & here?", {"start": 4.0}),
    ]
    assert made.dialogues[0].meta == {"title": "Lamps"}
    assert left_out(made) == ["Left out: 1 tier: FRCC (1)"]


def test_sami_without_words() -> None:
    with pytest.raises(Exception, match="no <SYNC> has words"):
        read("x.smi", "<SAMI><BODY><SYNC Start=1><P>&nbsp;</BODY></SAMI>")
    assert said(read("x.smi", "<SAMI><SYNC Start=1>on<SYNC Start=9>off")) == [[("", "on"), ("", "off")]]


@pytest.mark.parametrize("number", ["9" * 400, "9" * 5_000])
def test_numbers_that_no_time_has_are_none(number: str) -> None:
    """Python refuses to read the longer ones, and to divide the others."""
    lines = f"{{1}}{{1}}25\n{{{number}}}{{9}}on\n{{25}}{{{number}}}off\n{{25}}{{50}}here\n"
    assert said(read("x.sub", lines)) == [[("", "here")]]
    marked = f"<SAMI><SYNC Start={number}>on<SYNC Start=9>off"
    assert said(read("x.smi", marked)) == [[("", "off")]]
    chat = f"@UTF8\n@Begin\n*A:\tone . \x15{number}_{number}\x15\n*B:\ttwo . {number}_{number}\n@End\n"
    assert [turn.meta for turn in read("x.cha", chat).dialogues[0].turns] == [{}, {}]


@pytest.mark.parametrize("sign", ["<sync ", "<p ", "<!--", "<b ", "<sync start=1 "])
def test_sami_takes_as_long_as_its_length(sign: str) -> None:
    """Tags and comments that never end are looked at once, not once from each of them."""
    made = read("x.smi", "<SAMI><SYNC Start=1><P>on" + sign * 40_000)
    assert made.dialogues[0].turns[0].text.startswith("on")


def test_a_name_is_set_apart_at_the_beginning_and_behind_an_empty_line() -> None:
    text = "Ilse: a\nBram: b\n\nIlse: c"
    starts = [text.index("Ilse"), text.index("Bram"), text.rindex("Ilse")]
    assert [is_spaced(text, Marker(start, start + 6, "x")) for start in starts] == [True, False, True]
