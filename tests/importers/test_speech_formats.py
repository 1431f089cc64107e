"""CHAT, ELAN, TextGrid and subtitles that are not as they should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.importers import Recipe
from annotator.importers.readers.timed_text import read_timed_text
from tests.importers.reading import GOLDEN, faults, left_out, read, said

# --- CHAT -------------------------------------------------------------------------------------


def test_chat_lines_that_are_none_are_said() -> None:
    made = read("x.cha", "@UTF8\n@Begin\n%mor:\tx\nhello\n*A:\tone .\n%com:\t\x151_2\x15 hm\n*B:\ttwo .\n")
    assert said(made) == [[("A", "one ."), ("B", "two .")]]
    assert made.dialogues[0].turns[0].meta == {"tiers": {"com": " hm"}}
    assert faults(made) == [
        "line 3: the tier %mor stands before any turn",
        "line 4: “hello” begins with none of @ * % and a tab",
        "line 8: there is no @End; it may be cut off",
    ]


def test_two_transcripts_in_one_file() -> None:
    one = "@Begin\n@Title:\tT{0}\n@Comment:\ta\n@Comment:\tb\n*A:\tone {0} .\n@End\n"
    made = read("x.cha", "@UTF8\n" + one.format(1) + "\ufeff" + one.format(2))
    assert said(made) == [[("A", "one 1 .")], [("A", "one 2 .")]]
    assert [dialogue.title for dialogue in made.dialogues] == ["T1", "T2"]
    assert made.dialogues[0].meta == {"headers": {"Title": "T1", "Comment": ["a", "b"]}}


def test_chat_in_an_old_encoding_and_without_turns() -> None:
    assert said(read("x.cha", "@Begin\n*A:\tdéjà vu, ça va bien .\n@End\n".encode("cp1252"))) == [
        [("A", "déjà vu, ça va bien .")]
    ]
    assert said(read("x.cha", "@Begin\n*A:\té .\n@End".encode("latin-1"), encoding="latin-1")) == [
        [("A", "é .")]
    ]
    with pytest.raises(UserError, match="no line begins with a speaker"):
        read("x.cha", "@UTF8\n@Begin\n@End\n")


# --- ELAN -------------------------------------------------------------------------------------

EAF = """<ANNOTATION_DOCUMENT AUTHOR="" DATE="" FORMAT="3.0" VERSION="3.0">
<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:///a.wav"/></HEADER>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="t2"/>
<TIME_SLOT TIME_SLOT_ID="t3" TIME_VALUE="2000"/></TIME_ORDER>
{}</ANNOTATION_DOCUMENT>"""


def aligned(key: str, first: str, last: str, text: str) -> str:
    return (
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{key}" '
        f'TIME_SLOT_REF1="{first}" TIME_SLOT_REF2="{last}">'
        f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
    )


def referring(key: str, to: str, text: str) -> str:
    return (
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{key}" ANNOTATION_REF="{to}">'
        f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
    )


def tier(name: str, *annotations: str, parent: str = "") -> str:
    above = f' PARENT_REF="{parent}"' if parent else ""
    return f'<TIER TIER_ID="{name}"{above}>{"".join(annotations)}</TIER>'


def eaf(*tiers: str) -> str:
    return EAF.format("".join(tiers))


def test_open_times_deep_tiers_and_words_below_an_empty_tier() -> None:
    made = read(
        "x.eaf",
        eaf(
            tier("ref@A", aligned("a1", "t1", "t2", ""), aligned("a2", "t2", "t3", "")),
            tier("tx@A", referring("b1", "a1", "hello"), referring("b2", "a2", "there you"), parent="ref@A"),
            tier("gl@A", referring("c1", "b1", "GREET"), parent="tx@A"),
            tier(
                "w@A", aligned("w1", "t1", "t2", "inside"), aligned("w2", "t2", "t3", "after"), parent="ref@A"
            ),
            tier("loop1", parent="loop2"),
            tier("loop2", parent="loop1"),
        ),
    )
    assert said(made) == [[("A", "hello"), ("A", "there you")]]
    first, second = made.dialogues[0].turns
    assert first.meta == {"id": "a1", "start": 0.0, "tiers": {"w@A": "inside", "gl@A": "GREET"}}
    assert second.meta == {"id": "a2", "end": 2.0, "tiers": {"w@A": "after"}}
    assert made.dialogues[0].meta == {"media": ["file:///a.wav"]}


def test_annotations_that_hang_in_the_air_are_said() -> None:
    made = read(
        "x.eaf", eaf(tier("A", "<ANNOTATION/>", aligned("a", "t9", "t3", "x"), aligned("b", "t1", "t3", "y")))
    )
    assert said(made) == [[("A", "y")]]
    assert [fault.partition(": ")[2] for fault in faults(made)] == [
        "an annotation of tier A is empty",
        "annotation a has a time that is not there",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (eaf(), "no tier has annotations"),
        (eaf(tier("A"))[:-30], "This ELAN file is broken: line 5, column"),
        ("<html/>", "no ELAN document .<html>."),
        ('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>', r"of its own \(line 1\)"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "entities of its own"),
        ('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://x/y.dtd"> %p;]><x/>', "entities of its own"),
        ('<?xml version="1.0" encoding="nobody"?><x/>', "This ELAN file (is broken|cannot be read)"),
        ("<x>" * 300, "too many elements, or nests them too deeply"),
        ("\x00", "broken"),
    ],
)  # fmt: skip
def test_elan_files_that_cannot_be_read(text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read("x.eaf", text)


# --- TextGrid ---------------------------------------------------------------------------------

GRID = (GOLDEN / "textgrid.TextGrid").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GRID[: len(GRID) // 2], "cut off: it ends on line"),
        (
            GRID.replace('"IntervalTier"', '"OtherTier"', 1),
            "line 10: there is no kind of tier called “OtherTier”",
        ),
        (GRID.replace("xmin = 0", "xmin = zero", 1), r"line \d+: .* stands where a number should"),
        (GRID.replace('"TextGrid"', '"Sound"'), "does not say that it is a TextGrid"),
        ('File type = "ooTextFile"\n"TextGrid"\n0 1 <absent>', "none of its intervals has words"),
        ("ooBinaryFile\x08TextGrid", "cut off: it ends before"),
        ('"Praat chronological TextGrid text file"\n0 1 1 "IntervalTier" "A" 0 1 2 0 1 "x"', "no tier 2"),
    ],
)
def test_textgrids_that_cannot_be_read(text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read("x.TextGrid", text)


def test_words_are_taken_where_there_is_nothing_else() -> None:
    text = '"ooTextFile"\n"TextGrid"\n0 1 <exists> 1\n! a note\n"IntervalTier" "A - words" 0 1 1\n0 1 "hi"\n'
    assert said(read("x.TextGrid", text)) == [[("A", "hi")]]


# --- subtitles --------------------------------------------------------------------------------


def test_cues_that_are_not_as_they_should_be() -> None:
    made = read(
        "x.vtt",
        "WEBVTT\nKind: captions\n\nSTYLE\n::cue {}\n\nNOTE one\ntwo\n\nwords alone\n\n"
        "00:01 --> 00:02 align:start\n<v.loud Anna>Hi</v> <00:01.500><c>there</c>\n<v Bob>Yes\n\n"
        "00:xx --> 00:02.000\nlost\n\n00:05.000 --> 00:04.000\nfine\n\n00:06.000 --> 00:07.000\n",
    )
    assert said(made) == [[("Anna", "Hi there"), ("Bob", "Yes"), ("", "fine"), ("", "")]]
    assert made.dialogues[0].meta == {"notes": ["one\ntwo"]}
    assert made.dialogues[0].turns[0].meta == {"start": 1.0, "end": 2.0, "settings": "align:start"}
    assert faults(made) == [
        "line 10: there are words without a time",
        "line 16: “00:xx --> 00:02.000” is no time",
        "line 19: it ends before it begins",
    ]


def test_words_before_a_name_and_sounds_in_brackets() -> None:
    made = read(
        "x.srt",
        "1\n00:00:01,000 --> 00:00:02,000\nANNA: One.\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\nmore of it\nBOB: Two.\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\n[laughs]\n\n"
        "4\n00:00:07,000 --> 00:00:08,000\nANNA: Three. BOB: Four\n",
    )
    assert said(made) == [
        [
            ("ANNA", "One."),
            ("", "more of it"),
            ("BOB", "Two."),
            ("", "[laughs]"),
            ("ANNA", "Three. BOB: Four"),
        ]
    ]


def test_no_subtitles() -> None:
    with pytest.raises(UserError, match="no line says from when to when"):
        read("x.srt", "\n\n\n")
    with pytest.raises(UserError, match="line 1: there are words without a time"):
        read("x.srt", "hello\n")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1, max_size=5))
def test_every_cue_is_there(texts: list[str]) -> None:
    clean = [" ".join(text.replace("-->", "").split()) or "x" for text in texts]
    cues = [f"{n}\n00:00:0{n},000 --> 00:00:0{n},500\n{text}\n" for n, text in enumerate(clean)]
    made = read("x.srt", "\n".join(cues).encode(), encoding="utf-8")
    assert {turn.meta["id"] for turn in made.dialogues[0].turns} == {str(n) for n in range(len(clean))}


@given(
    st.text(max_size=200),
    st.sampled_from(["x.cha", "x.srt", "x.vtt", "x.TextGrid", "x.eaf", "x.csv", "x.jsonl"]),
)
def test_any_text_gives_turns_or_a_sentence(text: str, name: str) -> None:
    try:
        made = read(
            name, text.encode("utf-8", errors="replace"), **({} if name == "x.eaf" else {"encoding": "utf-8"})
        )
    except UserError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either way is right
    except ValueError as error:
        assert "has no reader" in str(error)  # noqa: PT017 - it looks like plain text
    else:
        assert all(dialogue.turns for dialogue in made.dialogues)


# --- captions of services ---------------------------------------------------------------------

SBV = """\
0:00:00.599,0:00:04.160
>> ANNA: Hi, I am Anna

0:00:04.160,0:00:06.770
>> BEN: and I
am Ben.

0:00:07.000,0:00:08.000
>> ANNA: Well.
"""


@pytest.mark.parametrize("name", ["x.sbv", "x.txt"])
def test_captions_with_a_comma_between_their_times(name: str) -> None:
    made = read(name, SBV)
    assert said(made) == [[("ANNA", "Hi, I am Anna"), ("BEN", "and I\nam Ben."), ("ANNA", "Well.")]]
    assert made.dialogues[0].turns[0].meta == {"start": 0.599, "end": 4.16}
    with pytest.raises(UserError, match="no subtitles"):
        read("x.sbv", "words\n")


def timed(body: str, head: str = "", attributes: str = "") -> str:
    return (
        '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" '
        'xmlns:ttm="http://www.w3.org/ns/ttml#metadata" '
        f'xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xml:lang="en" {attributes}>'
        f"<head>{head}</head><body>{body}</body></tt>"
    )


def test_timed_text_names_agents_and_breaks_lines() -> None:
    head = (
        '<metadata><ttm:agent xml:id="a1" type="person"><ttm:name>Anna  Lee</ttm:name></ttm:agent>'
        '<ttm:agent xml:id="a2"/></metadata>'
    )
    body = (
        '<div><p xml:id="c1" begin="00:00:01.500" end="3s" ttm:agent="a1">Hello<br/>\n  <span>there</span>'
        '<metadata>no word</metadata></p><p begin="4s" dur="1500ms" ttm:agent="a2 a1">Hi</p>'
        '<p begin="6s"> </p><p begin="7s"><span ttm:agent="a1">So</span></p></div>'
    )
    made = read("x.ttml", timed(body, head))
    assert said(made) == [[("Anna Lee", "Hello\nthere"), ("a2", "Hi"), ("Anna Lee", "So")]]
    assert [dict(turn.meta) for turn in made.dialogues[0].turns] == [
        {"start": 1.5, "end": 3.0, "id": "c1"}, {"start": 4.0, "end": 5.5}, {"start": 7.0}
    ]  # fmt: skip
    assert made.dialogues[0].meta == {"language": "en"}
    assert left_out(made) == ["Left out: 1 turn without words"]


@pytest.mark.parametrize(
    ("time", "attributes", "seconds"),
    [
        ("2m", "", 120), ("1h", "", 3600), ("90f", "", 3), ("50f", 'ttp:frameRate="25"', 2),
        ("00:00:02:12", 'ttp:frameRate="24"', 2.5), ("30000t", 'ttp:tickRate="10000"', 3),
        ("24f", 'ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001"', 1.001), ("2.5", "", 2.5),
    ],
)  # fmt: skip
def test_times_of_timed_text(time: str, attributes: str, seconds: float) -> None:
    made = read("x.xml", timed(f'<div begin="10s"><p begin="{time}">Yes</p></div>', attributes=attributes))
    assert made.dialogues[0].turns[0].meta["start"] == pytest.approx(10 + seconds)


def test_timed_text_with_times_of_words_and_with_none() -> None:
    words = '<p><span begin="1s" end="2s">One</span> <span begin="2s" end="4s">two</span></p>'
    made = read("x.dfxp", timed(f'{words}<p begin="soon">Ben: three</p><p>Ann: four</p><p>Ben: five</p>'))
    assert said(made) == [[("", "One two"), ("Ben", "three"), ("Ann", "four"), ("Ben", "five")]]
    assert [dict(turn.meta) for turn in made.dialogues[0].turns] == [{"start": 1, "end": 4}, {}, {}, {}]
    assert faults(made) == ["line 1: “soon” is no time"]


def test_times_that_count_from_the_beginning_all_the_same() -> None:
    body = '<p begin="19.5" end="21.0">Yes</p><p begin="28.0" end="30.0">No</p>'
    body = f'<div begin="19.5" end="30.0">{body}</div>'
    made = read("x.ttml", timed(body))
    assert [turn.meta["start"] for turn in made.dialogues[0].turns] == [19.5, 28.0]


def test_what_is_no_timed_text() -> None:
    with pytest.raises(UserError, match="no paragraph has words"):
        read("x.ttml", timed("<div/>"))
    with pytest.raises(UserError, match="no paragraph has words"):
        read("x.ttml", '<?xml version="1.0"?><tt/>')
    with pytest.raises(UserError, match="caption file of Scenarist"):
        read("x.scc", "Scenarist_SCC V1.0\n\n00:00:00:00\t9420 9420\n")


def test_a_ttml_file_that_is_other_xml() -> None:
    with pytest.raises(UserError, match="no timed text"):
        read_timed_text("x.ttml", b"<other/>", Recipe("ttml"))
