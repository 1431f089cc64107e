"""EXMARaLDA, FOLKER, Transcriber, TEI, WebAnno, XMI, Toolbox: what is kept, what is told, what is refused."""

# ruff: noqa: E501 - lines of files stay whole
from __future__ import annotations

import pytest

from annotator.errors import UserError
from annotator.importers import find_format
from annotator.importers.xml_tree import parse
from tests.importers.reading import faults, left_out, read, said

EXB = """<?xml version="1.0" encoding="UTF-8"?>
<basic-transcription><head><speakertable>
<speaker id="S0"><abbreviation>Ilse</abbreviation><sex value="f"/>
<l1><language lang="deu"/></l1><ud-speaker-information><ud-information attribute-name="Age">31</ud-information>
</ud-speaker-information></speaker>
<speaker id="S1"><abbreviation>Bram</abbreviation><sex value="u"/></speaker></speakertable></head><basic-body>
<common-timeline><tli id="T0" time="0.5"/><tli id="T1"/><tli id="T2" time="2.5"/><tli id="T3" time="4"/></common-timeline>
<tier id="A" speaker="S0" category="v" type="t" display-name="Ilse [v]">
<event start="T0" end="T1">Is it rai</event><event start="T1" end="T2">ning? </event>
<event start="T2" end="T3">I hope not. </event></tier>
<tier id="B" speaker="S1" category="v" type="t" display-name="Bram [v]">
<event start="T1" end="T2">Yes. </event></tier>
<tier id="C" speaker="S0" category="en" type="a" display-name="Ilse [en]">
<event start="T0" end="T2">a question</event></tier>
</basic-body></basic-transcription>"""


def test_sentences_over_several_events_are_one_turn() -> None:
    made = read("x.exb", EXB)
    assert said(made) == [[("Ilse", "Is it raining?"), ("Bram", "Yes."), ("Ilse", "I hope not.")]]
    first, second, _ = made.dialogues[0].turns
    assert first.meta == {"start": 0.5, "end": 2.5, "tiers": {"Ilse [en]": "a question"}}
    assert second.meta == {"end": 2.5}, "no time is made up for a point that has none"
    assert made.dialogues[0].meta["speakers"] == {"Ilse": {"sex": "f", "l1": "deu", "Age": "31"}}
    assert [(tier.name, tier.taken) for tier in made.tiers] == [
        ("Ilse [v]", True), ("Bram [v]", True), ("Ilse [en]", False)
    ]  # fmt: skip
    other = read("x.exb", EXB, tiers=("Ilse [en]",))
    assert said(other) == [[("Ilse", "a question")]]
    with pytest.raises(UserError, match="no tier “X”: the tiers are Ilse"):
        read("x.exb", EXB, tiers=("X",))


def test_transcriptions_of_known_speakers_are_their_speech_whatever_they_are_called() -> None:
    both = EXB.replace('category="en" type="a"', 'category="en" type="t"')
    assert ("Ilse", "a question") in said(read("x.exb", both))[0]


def test_phrases_without_full_stops_are_turns_of_their_own() -> None:
    plain = (
        EXB.replace("rai<", "rai <")
        .replace("ning? ", "ning ")
        .replace("not. ", "not ")
        .replace("Yes. ", "yes ")
    )
    assert said(read("x.exb", plain)) == [
        [("Ilse", "Is it rai"), ("Ilse", "ning"), ("Bram", "yes"), ("Ilse", "I hope not")]
    ]


def test_transcriber_with_overlaps_and_latin_letters() -> None:
    text = """<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE Trans SYSTEM "trans-14.dtd">
<Trans scribe="x" audio_filename="a"><Speakers><Speaker id="s1" name="Amélie" type="female"/>
<Speaker id="s2" name="Bram"/></Speakers><Episode><Section type="report" startTime="0" endTime="9">
<Turn speaker="s1" startTime="0" endTime="4.5"><Sync time="0"/>
on va <Event desc="rire" type="noise" extent="instantaneous"/> au café
<Sync time="2.1"/>
demain</Turn><Turn startTime="4.5" endTime="5"><Sync time="4.5"/>
</Turn><Turn speaker="s1 s2" startTime="5" endTime="6"><Sync time="5"/>
<Who nb="1"/>oui<Who nb="2"/>non</Turn></Section></Episode></Trans>"""
    made = read("x.trs", text.encode("latin-1"))
    assert said(made) == [[("Amélie", "on va au café demain"), ("Amélie", "oui"), ("Bram", "non")]]
    assert made.dialogues[0].turns[0].meta == {
        "start": 0.0, "end": 4.5, "fields": {"events": ["Event noise rire"], "syncs": [0.0, 2.1]}
    }  # fmt: skip
    assert made.dialogues[0].meta["speakers"] == {"Amélie": {"sex": "female"}}
    assert left_out(made) == ["Left out: 1 turn without words"]


def test_folker_in_both_of_its_forms() -> None:
    text = """<folker-transcription><head/><speakers><speaker speaker-id="AA"><name>Anna</name></speaker></speakers>
<recording path="x.wav"/><timeline timeline-id="a"><timepoint timepoint-id="t0" absolute-time="0.0"/>
<timepoint timepoint-id="t1" absolute-time="1.25"/><timepoint timepoint-id="t2" absolute-time="2"/></timeline>
<contribution speaker-reference="AA" start-reference="t0" end-reference="t1" parse-level="2"><w>ja</w>
<pause duration="micro"/><w>gu<time timepoint-reference="t1"/>t</w><pause duration="0.5"/></contribution>
<contribution start-reference="t1" end-reference="t2" parse-level="2"><pause duration="0.7"/></contribution>
<contribution speaker-reference="BB" start-reference="t1" end-reference="t2" parse-level="0"><unparsed>äh
<time timepoint-reference="t1"/>nein</unparsed></contribution></folker-transcription>"""
    made = read("x.flk", text)
    assert said(made) == [[("AA", "ja (.) gut (0.5)"), ("BB", "äh nein")]]
    assert made.dialogues[0].turns[0].meta == {"start": 0.0, "end": 1.25}
    assert made.dialogues[0].meta["speakers"] == {"AA": {"name": "Anna"}}
    assert left_out(made) == ["Left out: 1 turn without words"]


TEI = """<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Talk 1</title></titleStmt></fileDesc><profileDesc><particDesc>
<person xml:id="P1" sex="F"><persName><abbr>IL</abbr></persName><age>30</age></person></particDesc></profileDesc>
</teiHeader><text><timeline unit="s"><when xml:id="T0"/><when xml:id="T1" interval="1.5" since="#T0"/></timeline>
<body>%s</body></text></TEI>"""


@pytest.mark.parametrize(
    ("body", "turns"),
    [
        ('<u who="#P1" start="#T0" end="#T1">Is it\n  raining?</u>', [("IL", "Is it raining?")]),
        ('<annotationBlock who="#P1" start="#T0" end="#T1"><u><seg>One.</seg><seg>Two.</seg></u></annotationBlock>',
         [("IL", "One. Two.")]),
        ('<u who="#P1"><s><w>Nice</w><w>day</w><pc>,</pc><w join="right">is</w><w>n\'t</w><w>it</w><pc>?</pc></s></u>',
         [("IL", "Nice day, isn't it?")]),
        ('<u who="x.xml#Q">Well <pause/><vocal><desc>laughs</desc></vocal> yes <note>sic</note></u>', [("Q", "Well yes")]),
        ('<sp who="#P1"><speaker>IL.</speaker><p>To be</p><stage>Exit</stage><p>or not.</p></sp>',
         [("IL", "To be\nor not.")]),
        ("<sp><speaker>First Witch.</speaker><l>When shall</l><l>we meet</l></sp>", [("First Witch", "When shall\nwe meet")]),
        ('<div><u who="#A #P1"> </u><u who="#A #P1">both</u></div>', [("A, IL", "both")]),
        ('<u who="Novák, Ján,  predseda">so</u><u who="P1 P1">we</u>', [("Novák, Ján, predseda", "so"), ("IL, IL", "we")]),
    ],
)  # fmt: skip
def test_tei_of_many_kinds(body: str, turns: list[tuple[str, str]]) -> None:
    made = read("x.xml", TEI % body)
    assert said(made) == [turns]
    assert made.dialogues[0].title == "Talk 1"


def test_tei_keeps_times_and_tells_what_stands_beside() -> None:
    made = read(
        "x.xml",
        TEI % '<u xml:id="u1" who="#P1" start="#T0" end="#T1">a<incident><desc>x</desc></incident></u>',
    )
    assert made.dialogues[0].turns[0].meta == {"id": "u1", "start": 0.0, "end": 1.5}
    assert made.dialogues[0].meta == {"speakers": {"IL": {"sex": "F", "age": "30"}}}
    assert left_out(made) == ["Left out: 1 remark beside the words: <incident> 1"]
    with pytest.raises(UserError, match="no <u> or <sp>"):
        read("x.xml", TEI % "<p>prose</p>")
    corpus = f"<teiCorpus><teiHeader/>{(TEI % '<u>a</u>')[21:]}{(TEI % '<u>b</u>')[21:]}</teiCorpus>"
    assert said(read("x.xml", corpus)) == [[("", "a")], [("", "b")]]


def test_webanno_values_are_kept_where_they_stand() -> None:
    text = (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Stance|value|sure\n#T_RL=x.Dep|kind|BT_x\n\n\n"
        "#Text=Ilse: 😀 not good\n1-1\t0-5\tIlse:\t_\t_\t\n1-2\t6-8\t😀\t*\t_\t\n"
        "1-3\t9-12\tnot\tagainst[1]\tye\\|s\t\n1-4\t13-17\tgood\tagainst[1]\t_\t\n\n"
        "#Text=Bram: Well\\tthen\n2-1\t18-23\tBram:\t_\t_\t\nbad\n\n#Text=Ilse: So.\n"
    )
    made = read("x.tsv", text)
    assert said(made) == [[("Ilse", "😀 not good"), ("Bram", "Well\tthen"), ("Ilse", "So.")]]
    assert made.dialogues[0].turns[0].meta["fields"] == {
        "annotations": [
            ["Stance.value", "", 0, 1], ["Stance.value", "against", 2, 10], ["Stance.sure", "ye|s", 2, 5]
        ]
    }  # fmt: skip
    assert left_out(made) == ["Left out: 1 layer of relations"]
    assert faults(made) == ["line 14: it is no token"]
    with pytest.raises(UserError, match="no sentences"):
        read("x.tsv", "#FORMAT=WebAnno TSV 3.3\n")


def test_a_cas_with_characters_beyond_and_two_breaks() -> None:
    text = "A: 😀 hi&#13;&#10;B: yo now"
    xmi = f"""<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:c="http:///c.ecore"
xmlns:t="http:///t.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>
<t:Sentence xmi:id="3" sofa="1" begin="0" end="8"/><t:Sentence xmi:id="4" sofa="1" begin="10" end="19"/>
<t:Token xmi:id="9" sofa="1" begin="0" end="2"/><c:All xmi:id="8" sofa="1" begin="0" end="19" of="everything"/><c:Span xmi:id="5" sofa="1" begin="6" end="8" label="greet"/>
<c:Span xmi:id="6" sofa="1" begin="13" end="15" label="answer"/><c:Span xmi:id="7" sofa="1" begin="4" end="15"/>
<t:DocumentMetaData sofa="1" begin="0" end="19" documentTitle="chat 1"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{text}"/>
<cas:Sofa xmi:id="2" sofaID="other" sofaString="x"/></xmi:XMI>"""
    made = read("x.xmi", xmi)
    assert said(made) == [[("A", "😀 hi"), ("B", "yo now")]] or said(made) == [
        [("", "A: 😀 hi"), ("", "B: yo now")]
    ]
    notes = [turn.meta["fields"] for turn in made.dialogues[0].turns]
    texts = [turn.text for turn in made.dialogues[0].turns]
    for text, fields, word in zip(texts, notes, ("hi", "yo"), strict=True):
        assert isinstance(fields, dict)
        (_, _, start, end) = fields["annotations"][0]
        assert text[start:end] == word
    assert left_out(made) == [
        "Left out: 1 part of the file without turns: other", "Left out: 1 annotation across turns"
    ]  # fmt: skip
    with pytest.raises(UserError, match="no UIMA document"):
        read("x.xmi", "<xmi:XMI xmlns:xmi='x'/>")


def test_toolbox_texts() -> None:
    text = """\\_sh v3.0  400  Text

\\id First
\\au Mei

\\ref F.001
\\sp A
\\tx wo hen
continued
\\mb wo hen
\\ge I  very
\\ft I am well
\\ELANBegin 1.5
\\ELANEnd 2.25

\\ref F.002
\\nt nothing

\\id Second
\\ref S.001
\\tx  hao
"""
    made = read("x.txt", text)
    assert said(made) == [[("A", "wo hen continued")], [("", "hao")]]
    assert [one.title for one in made.dialogues] == ["First", "Second"]
    first = made.dialogues[0].turns[0]
    assert first.meta == {
        "id": "F.001", "start": 1.5, "end": 2.25,
        "tiers": {"mb": "wo hen", "ge": "I  very", "ft": "I am well"},
    }  # fmt: skip
    assert faults(made) == ["line 16: there is no \\tx in it"]
    with pytest.raises(UserError, match=r"no \\tx"):
        read("x.txt", "\\_sh v3.0\n\\ge word\n")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("x.txt", '<?xml version="1.0"?><kml><p>A: hi</p></kml>', "<kml>: a map"),
        ("x.xml", "<novel><p>hi</p></novel>", "first element is <novel>"),
        ("x", "<novel>hi</novel>", "<novel>"),
        ("x.xml", "nothing", None),
        ("x.exb", "<Trans/>", "no turns in this Transcriber"),
        ("x.txt", "<laughs> hello\nA: yes\nB: no", None),
    ],
)
def test_xml_that_nobody_knows_is_refused_by_name(name: str, text: str, words: str | None) -> None:
    if words is None:
        assert find_format(name, text.encode()).key == "text"
        return
    with pytest.raises(UserError, match=words):
        read(name, text)


def test_a_tree_keeps_the_order_of_text_and_elements() -> None:
    root = parse(b"<a>1<b>2</b>3<c/>4</a>")
    assert root.text == "134"
    assert root.whole() == "1234"
    assert [one if isinstance(one, str) else one.name for one in root.mixed()] == ["1", "b", "3", "c", "4"]


FLEX = """<?xml version="1.0" encoding="utf-8"?>
<document version="2"><interlinear-text guid="t1">
<item type="title" lang="en">The hare</item><item type="source" lang="en">Ida</item>
<paragraphs><paragraph><phrases>
<phrase guid="p1" speaker="Ida" begin-time-offset="1500" end-time-offset="2750">
  <item type="segnum" lang="en">1.1</item>
  <words>
    <word><item type="txt" lang="xx">Lama</item><item type="txt" lang="xx-ipa">lɐmɐ</item>
      <morphemes><morph><item type="txt" lang="xx">lam</item><item type="gls" lang="en">hare</item></morph>
      <morph><item type="txt" lang="xx">-a</item><item type="gls" lang="en">PL</item></morph></morphemes>
      <item type="gls" lang="en">hares</item></word>
    <word><item type="punct" lang="xx">,</item></word>
    <word><item type="txt" lang="xx">oka</item></word>
    <word><item type="punct" lang="xx">.</item></word>
  </words>
  <item type="gls" lang="en">Hares, yes.</item>
  <item type="note" lang="en">one</item><item type="note" lang="en">two</item>
</phrase>
<phrase><item type="txt" lang="xx">Oka   oka!</item><words/></phrase>
<phrase><item type="segnum" lang="en">2</item></phrase>
</phrases></paragraph></paragraphs>
<media-files offset-type="milliseconds"><media guid="m" location="a.wav"/></media-files>
</interlinear-text></document>"""


def test_texts_of_flex() -> None:
    assert find_format("x.xml", FLEX.encode()).key == "flextext"
    made = read("x.flextext", FLEX)
    assert said(made) == [[("Ida", "Lama, oka."), ("", "Oka   oka!")]]
    (text,) = made.dialogues
    assert (text.title, text.meta) == (
        "The hare", {"fields": {"source (en)": "Ida"}, "media": ["a.wav"]},
    )  # fmt: skip
    first, second = text.turns
    assert first.meta == {
        "id": "p1", "start": 1.5, "end": 2.75,
        "tiers": {
            "segnum": "1.1", "gls (en)": "Hares, yes.", "note (en)": ["one", "two"],
            "word gls (en)": ["hares", ""], "word txt (xx-ipa)": ["lɐmɐ", ""],
            "morph txt (xx)": ["lam -a", ""], "morph gls (en)": ["hare PL", ""],
        },
    }  # fmt: skip
    assert second.meta == {}
    assert left_out(made) == ["Left out: 1 turn without words"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<document/>", "no text of FLEx .<document>."),
        (
            "<document><interlinear-text><phrases/></interlinear-text></document>",
            "none of its phrases has words",
        ),
        (FLEX[:200], "This FLEx text is broken"),
    ],
)
def test_texts_of_flex_that_cannot_be_read(text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read("x.flextext", text)


def test_a_project_without_its_texts_is_refused_by_name() -> None:
    text = '<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0"><Sources/></Project>'
    with pytest.raises(UserError, match="table of contents of a REFI-QDA project, without the texts"):
        read("project.qde", text)
