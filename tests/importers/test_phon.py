"""Sessions of Phon: orthography as words, times, IPA and other tiers."""

from __future__ import annotations

import pytest

from annotator.errors import UserError
from tests.importers.reading import left_out, read, said

SESSION = """\
<?xml version="1.0" encoding="UTF-8"?>
<session xmlns="http://phon.ling.mun.ca/ns/phonbank" version="PB1.2" corpus="Lamps" id="one">
  <header><date>2001-02-03</date><language>nld</language><media>lamps.mov</media></header>
  <participants>
    <participant id="p0"><role>Target Child</role><name>Ilse</name><sex>female</sex></participant>
    <participant id="p1"><role>Mother</role><name></name></participant>
    <participant id="p2"/>
  </participants>
  <transcript>
    <comment type="lazy">begins</comment>
    <u speaker="p1" id="u0">
      <orthography><g><w>wat</w><w>is</w></g><g><w>dat</w><p>?</p><com>points</com>
        <e>cough</e><e>x</e></g></orthography>
      <ipaTier form="model"><pg><w>wɑt</w><w>ɪs</w><sb><ph/></sb></pg>
        <pg><w>dɑt</w></pg></ipaTier>
      <ipaTier form="actual"><pg/><pg/></ipaTier>
      <blindTranscription form="model" user="kim"><bg><w>wat</w></bg></blindTranscription>
      <segment unitType="ms" startTime="508.0" duration="1000"/>
      <notes tierName="Notes">at the window</notes>
      <groupTier tierName="Gloss"><tg><w>what</w></tg><tg><w>that</w></tg></groupTier>
    </u>
    <u speaker="p0"><orthography><g><w>lamp</w></g></orthography><segment startTime="0" duration="0"/></u>
    <u speaker="p2"><orthography><g/></orthography></u>
    <u><orthography><g><w>da</w></g></orthography></u>
  </transcript>
</session>
"""


def test_records_are_turns() -> None:
    found = read("one.xml", SESSION)
    assert said(found) == [[("Mother", "wat is dat?"), ("Ilse", "lamp"), ("", "da")]]
    (dialogue,) = found.dialogues
    assert dialogue.turns[0].meta == {
        "id": "u0",
        "start": 0.508,
        "end": 1.508,
        "tiers": {
            "IPA Target": "wɑt ɪs | dɑt",
            "IPA Target (kim)": "wat",
            "Notes": "at the window",
            "Gloss": "what | that",
        },
    }
    assert dialogue.turns[1].meta == {}
    assert dialogue.meta == {
        "headers": {"date": "2001-02-03", "language": "nld"},
        "media": ["lamps.mov"],
        "speakers": {"Ilse": {"role": "Target Child", "sex": "female"}, "Mother": {"role": "Mother"}},
    }
    assert left_out(found) == [
        "Left out: 2 comments",
        "Left out: 2 remarks beside the words: <e>",
        "Left out: 1 turn without words",
        "Nothing says who speaks in 1 turn",
    ]


def test_a_session_without_words_is_refused_and_other_sessions_are_not_known() -> None:
    with pytest.raises(UserError, match="no turns in this session of Phon"):
        read("x.xml", '<?xml version="1.0"?><session xmlns="https://phon.ca/ns/session"/>')
    with pytest.raises(UserError, match="not known here"):
        read("x.xml", '<?xml version="1.0"?><session><u/></session>')
    record = '<u speaker="p"><orthography><w>a</w></orthography></u>'
    bare = f'<session xmlns="https://phon.ca/ns/x">{record}</session>'
    assert said(read("x.xml", bare)) == [[("p", "a")]]
