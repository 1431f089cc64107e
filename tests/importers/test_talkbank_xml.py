"""TalkBank's XML: utterances with their words as they were said, closing signs, times and tiers."""

from __future__ import annotations

import pytest

from annotator.errors import UserError
from tests.importers.reading import left_out, read, said

DOCUMENT = """\
<?xml version="1.0" encoding="UTF-8"?>
<CHAT xmlns="http://www.talkbank.org/ns/talkbank" Lang="nld" Corpus="Lamps">
  <Participants>
    <participant id="CHI" name="Ilse" role="Target_Child" language="nld" age="P2Y"/>
    <participant id="MOT" role="Mother" language="nld"/>
    <participant id="OBS"/>
  </Participants>
  <comment type="Date">05-SEP-2000</comment>
  <u who="CHI" uID="u0"><e><action/></e><t type="p"/><a type="actions">points</a></u>
  <u who="MOT" uID="u1">
    <w>wat<mor type="mor"><mw><stem>wat</stem></mw></mor></w>
    <g><w>i<shortening>s</shortening><replacement><w>is</w></replacement></w><ga type="explanation">x</ga></g>
    <tagMarker type="comma"/> <w>lamp<wk type="cmp"/>licht</w> <t type="q"/>
    <media start="1.5" end="2.25" unit="s"/> <a type="extension" flavor="trn">what is it</a>
  </u>
  <u who="CHI"><w>da</w><pause symbolic-length="long"/><w>lamp</w><t type="trail off"/></u>
</CHAT>
"""


def test_utterances() -> None:
    found = read("talk.xml", DOCUMENT)
    assert said(found) == [[("MOT", "wat is, lamp+licht?"), ("CHI", "da (..) lamp…")]]
    first, second = found.dialogues[0].turns
    assert first.meta == {"id": "u1", "start": 1.5, "end": 2.25, "tiers": {"trn": "what is it"}}
    assert second.meta == {}
    assert left_out(found) == ["Left out: 1 turn without words"]
    assert found.dialogues[0].meta == {
        "headers": {"Date": "05-SEP-2000"},
        "speakers": {
            "CHI": {"name": "Ilse", "role": "Target_Child", "language": "nld", "age": "P2Y"},
            "MOT": {"role": "Mother", "language": "nld"},
        },
    }


def test_a_document_in_which_nobody_speaks_is_refused() -> None:
    with pytest.raises(UserError, match="no turns in this TalkBank file"):
        read("x.xml", '<?xml version="1.0"?><CHAT><u who="CHI"><t type="p"/></u></CHAT>')
    (turn,) = (
        read("x.xml", '<?xml version="1.0"?><CHAT><u who="A"><w>ja</w><t/></u></CHAT>').dialogues[0].turns
    )
    assert (turn.speaker, turn.text) == ("A", "ja.")
