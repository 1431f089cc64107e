"""Anvil's tracks and Transana's exports."""

from __future__ import annotations

import pytest

from annotator.errors import UserError
from tests.importers.reading import left_out, read, said

ANVIL = """\
<?xml version="1.0" encoding="{encoding}"?>
<annotation><head><specification src="s.xml"/><video src="lamp.mov"/></head><body>
<track name="Ann.speech.words" type="primary">
 <el index="0" start="0.5" end="0.9"><attribute name="token">so</attribute></el>
 <el index="1" start="1.0" end="1.5"><attribute name="token">come</attribute></el>
 <el index="2" start="3" end="4"><attribute name="token">home</attribute></el>
</track>
<track name="Ann.utterance" type="span" ref="Ann.speech.words">
 <el index="0" start="0" end="1"><attribute name="act">offer</attribute>
  <attribute name="text">So come with me!</attribute>
  <comment>loud</comment></el>
 <el index="1" start="2" end="9"><attribute name="text">Home we go.</attribute></el>
 <el index="2" start="x" end="2"><attribute name="act">none</attribute></el>
</track>
<track name="Bo.speech"><el start="2" end="2.5"><attribute name="said">all right then</attribute></el></track>
<track name="gesture.phase" type="primary">
 <el start="1" end="2"><attribute name="type">stroke</attribute></el></track>
</body></annotation>
"""


def test_tracks_of_anvil() -> None:
    utf_16 = ANVIL.format(encoding="UTF-16").encode("utf-16")
    for name, data in (("a.anvil", ANVIL.format(encoding="UTF-8").encode()), ("a.xml", utf_16)):
        found = read(name, data)
        assert said(found) == [
            [("Ann", "So come with me!"), ("Bo", "all right then"), ("Ann", "Home we go.")]
        ]
        (dialogue,) = found.dialogues
        assert dialogue.turns[0].meta == {
            "start": 0.5, "end": 1.5, "fields": {"act": "offer", "comment": "loud"}
        }  # fmt: skip
        assert dialogue.turns[2].meta == {"start": 3.0}
        assert dialogue.meta == {"media": ["lamp.mov"]}
        assert left_out(found) == [
            "Left out: 2 tiers: Ann.speech.words (3), gesture.phase (1)",
            "Left out: 1 turn without words",
        ]
    words = read("a.anvil", ANVIL.format(encoding="UTF-8"), tiers=("Ann.speech.words",))
    assert [text for _, text in said(words)[0]] == ["so", "come", "home"]
    assert [one.code for one in words.questions] == ["single-words"]


def test_other_annotations_are_not_known_and_empty_ones_refused() -> None:
    with pytest.raises(UserError, match="not known here"):
        read("box.xml", '<?xml version="1.0"?><annotation><filename>a.png</filename></annotation>')
    with pytest.raises(UserError, match="no turns in this Anvil file"):
        read("a.xml", '<?xml version="1.0"?><annotation><track name="a"><el/></track></annotation>')


def _paragraph(*pieces: str) -> str:
    return f"<paragraph>{''.join(pieces)}</paragraph>"


_THAT = "<text>that</text><symbol>63</symbol>"
TRANSANA = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE TransanaData [ <!ELEMENT Num (#PCDATA)> ]>
<Transana><TransanaXMLVersion> 2.0 </TransanaXMLVersion>
<EpisodeFile><Episode><Num> 1 </Num><ID> Lamps </ID><MediaFile> lamps.mov </MediaFile></Episode></EpisodeFile>
<TranscriptFile>
<Transcript><Num>1</Num><ID> First </ID><EpisodeNum> 1 </EpisodeNum><Transcriber> Kim </Transcriber>
<RTFText><richtext version="1.0"><paragraphlayout>
{_paragraph("<text>¤&lt;500&gt;</text>", '<text>"Anna: what is "</text>', _THAT)}
{_paragraph("<text>Ben: a lamp ¤&lt;2500&gt; I say.</text><image/>")}
{_paragraph("<text>¤&lt;4000&gt; Anna: oh</text>")}
</paragraphlayout></richtext></RTFText></Transcript>
<Transcript><Num>2</Num><ID>Clip</ID><ClipNum>7</ClipNum><RTFText>Ben: a lamp</RTFText></Transcript>
<Transcript><Num>3</Num><ID>Old</ID><EpisodeNum>9</EpisodeNum>
<RTFText>{{\\rtf1 Cem: ja\\par Dea: nee\\par Cem: wel\\par}}</RTFText></Transcript>
<Transcript><Num>4</Num><ID>Empty</ID></Transcript>
</TranscriptFile>
<DocumentFile><Document><Num>1</Num><ID>Memo</ID><XMLText>Eva: yes
Fay: no
Eva: well</XMLText></Document></DocumentFile>
<QuoteFile><Quote><ID>Q</ID></Quote></QuoteFile>
<ClipKeywordFile><ClipKeyword><ClipNum>7</ClipNum></ClipKeyword></ClipKeywordFile>
</Transana>
"""


def test_exports_of_transana() -> None:
    found = read("lamps.xml", TRANSANA)
    assert said(found) == [
        [("Anna", "what is that?"), ("Ben", "a lamp I say."), ("Anna", "oh")],
        [("Cem", "ja"), ("Dea", "nee"), ("Cem", "wel")],
        [("Eva", "yes"), ("Fay", "no"), ("Eva", "well")],
    ]
    first = found.dialogues[0]
    assert [turn.meta for turn in first.turns] == [
        {"start": 0.5},
        {"fields": {"time codes": [2.5]}},
        {"start": 4.0},
    ]
    assert first.meta == {"media": ["lamps.mov"], "fields": {"Transcriber": "Kim", "Episode": "Lamps"}}
    assert left_out(found) == [
        "Left out: 3 parts of the file without turns: Empty, Clip, Q",
        "Left out: 1 tag",
    ]
    with pytest.raises(UserError, match="no turns in this export of Transana"):
        read("x.xml", "<Transana><TranscriptFile/></Transana>")
