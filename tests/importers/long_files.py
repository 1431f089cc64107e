"""A long file of each format in the table of formats, of so many turns, for measuring how reading grows."""

# ruff: noqa: E501 - pieces of files stay whole
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from annotator.importers.archives import packed


@dataclass(frozen=True)
class Long:
    """A file that is ``head``, ``turn`` for each number, ``tail``; ``made`` puts that into an archive.

    ``turn`` is filled with ``n``, a number; ``who``, one of two names; ``clock`` and ``later``, times of hours,
    minutes and seconds; ``word``, another one for each number. ``rows`` is what stands between two of them.
    """

    name: str
    turn: str
    head: str = ""
    tail: str = ""
    between: str = ""
    first: str = ""  # for each number, before all turns: points of a time line
    made: Callable[[str], bytes] = str.encode

    def of(self, count: int) -> bytes:
        """The file with so many turns."""
        rows = [_values(number) for number in range(1, count + 1)]
        first = "".join(_filled(self.first, row) for row in rows)
        turns = self.between.join(_filled(self.turn, row) for row in rows)
        return self.made(f"{self.head.replace('§first§', first)}{turns}{self.tail}")


def _values(number: int) -> Mapping[str, object]:
    return {
        "n": number,
        "m": number + 1,
        "who": ("Ilse", "Bram")[number % 2],
        "clock": _clock(2 * number),
        "later": _clock(2 * number + 1),
        "word": f"lamp{number * 7919 % 1009}",
    }


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _filled(piece: str, values: Mapping[str, object]) -> str:
    for name, value in values.items():
        piece = piece.replace(f"§{name}§", str(value))
    return piece


def _packed(members: Mapping[str, str]) -> Callable[[str], bytes]:
    """Packs a text into an archive, where a member's content has ``§``."""
    return lambda text: packed(
        (path, content.replace("§", text).encode()) for path, content in members.items()
    )


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_O = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
_R = "http://schemas.openxmlformats.org"
_WORKBOOK = {
    "xl/workbook.xml": f'<workbook {_S} xmlns:r="{_R}/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_R}/package/2006/relationships"><Relationship Id="rId1" Type="{_R}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
_QUOTED = '{"role": "§who§", "content": "a §word§ of §n§"}'

LONG: dict[str, Long] = {
    "text": Long("x.txt", "§who§: the §word§ of §clock§\n"),
    "json": Long(
        "x.json", '{"speaker": "§who§", "text": "a §word§", "start": §n§, "mood": "m§n§"}', "[", "]", ", "
    ),
    "jsonl": Long("x.jsonl", '{"dialogue_id": "d", "speaker": "§who§", "text": "a §word§", "start": §n§}\n'),
    "csv": Long("x.csv", '§who§,"a §word§, so",§n§,x§n§\n', "speaker,text,start,other\n"),
    "xlsx": Long(
        "x.xlsx",
        '<row r="§m§"><c r="A§m§" t="inlineStr"><is><t>§who§</t></is></c><c r="B§m§" t="inlineStr"><is><t>a §word§ §n§</t></is></c></row>',
        f'<worksheet {_S}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>speaker</t></is></c><c r="B1" t="inlineStr"><is><t>text</t></is></c></row>',
        "</sheetData></worksheet>",
        made=_packed(_WORKBOOK | {"xl/worksheets/sheet1.xml": "§"}),
    ),
    "messages": Long("x.json", _QUOTED, '{"messages": [', "]}", ", "),
    "sharegpt": Long(
        "x.json", '{"from": "human", "value": "a §word§ of §n§"}', '{"conversations": [', "]}", ", "
    ),
    "speech": Long(
        "x.json",
        '{"speaker": "§n§", "start": §n§, "end": §m§, "text": "a §word§", "confidence": 0.5, "words": [{"text": "a", "start": §n§, "end": §m§, "confidence": 0.9}]}',
        '{"status": "completed", "text": "x", "utterances": [',
        "]}",
        ", ",
    ),
    "convokit": Long(
        "x.zip",
        '{"id": "u§n§", "conversation_id": "u1", "text": "a §word§", "speaker": "§who§", "meta": {}, "reply-to": "u§n§0", "timestamp": §n§}\n',
        made=_packed(
            {f"{name}.json": "{}" for name in ("speakers", "conversations", "corpus", "index")}
            | {"utterances.jsonl": "§"}
        ),
    ),
    "qdpx": Long(
        "x.qdpx",
        '<PlainTextSelection guid="s§n§" startPosition="§n§" endPosition="§m§" creatingUser="u1"><Coding guid="c§n§"><CodeRef targetGUID="C"/></Coding></PlainTextSelection>',
        '<Project xmlns="urn:QDA-XML:project:1.0" name="x"><Users><User guid="u1" name="A"/></Users><CodeBook><Codes><Code guid="C" name="Rain" isCodable="true"/></Codes></CodeBook><Sources><TextSource guid="T" name="One" plainTextPath="internal://t.txt">',
        "</TextSource></Sources></Project>",
        made=lambda text: packed(
            (
                ("project.qde", text.encode()),
                ("sources/t.txt", b"Ilse: so it is\nBram: no\n" * text.count("<Coding ")),
            )
        ),
    ),
    "cha": Long(
        "x.cha",
        "*ABC:\ta §word§ . \x15§n§000_§n§900\x15\n%com:\tsays §n§\n",
        "@UTF8\n@Begin\n@Participants:\tABC Ilse\n",
        "@End\n",
    ),
    "eaf": Long(
        "x.eaf",
        '<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a§n§" TIME_SLOT_REF1="t§n§" TIME_SLOT_REF2="t§m§"><ANNOTATION_VALUE>a §word§</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>',
        '<ANNOTATION_DOCUMENT><HEADER/><TIME_ORDER>§first§</TIME_ORDER><TIER TIER_ID="Ilse" PARTICIPANT="Ilse" LINGUISTIC_TYPE_REF="d">',
        "</TIER></ANNOTATION_DOCUMENT>",
        first='<TIME_SLOT TIME_SLOT_ID="t§n§" TIME_VALUE="§n§000"/>',
    ),
    "textgrid": Long(
        "x.TextGrid",
        '            xmin = §n§\n            xmax = §m§\n            text = "a §word§ here"\n',
        'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 1\nxmax = 9\ntiers? <exists>\nsize = 1\nitem []:\n    item [1]:\n        class = "IntervalTier"\n        name = "Ilse"\n        xmin = 1\n        xmax = 9\n        intervals: size = §count§\n',
        made=lambda text: text.replace("§count§", str(text.count("text ="))).encode(),
    ),
    "exb": Long(
        "x.exb",
        '<event start="T§n§" end="T§m§">a §word§. </event>',
        '<basic-transcription><head><speakertable><speaker id="S0"><abbreviation>Ilse</abbreviation></speaker></speakertable></head><basic-body><common-timeline>§first§</common-timeline><tier id="A" speaker="S0" category="v" type="t">',
        "</tier></basic-body></basic-transcription>",
        first='<tli id="T§n§" time="§n§"/>',
    ),
    "folker": Long(
        "x.flk",
        '<contribution speaker-reference="A" start-reference="t§n§" end-reference="t§m§" parse-level="2"><w>a</w><w>§word§</w></contribution>',
        '<folker-transcription><head/><speakers><speaker speaker-id="A"><name>Anna</name></speaker></speakers><timeline timeline-id="a">§first§</timeline>',
        "</folker-transcription>",
        first='<timepoint timepoint-id="t§n§" absolute-time="§n§.0"/>',
    ),
    "trs": Long(
        "x.trs",
        '<Turn speaker="s1" startTime="§n§" endTime="§m§"><Sync time="§n§"/>a §word§</Turn>',
        '<Trans scribe="x"><Speakers><Speaker id="s1" name="Ilse"/></Speakers><Episode><Section type="report" startTime="0" endTime="9">',
        "</Section></Episode></Trans>",
    ),
    "talkbank": Long(
        "x.xml",
        '<u who="CHI" uID="u§n§"><w>a</w><w>§word§</w><t type="p"/><media start="§n§" end="§m§" unit="s"/></u>',
        '<CHAT xmlns="http://www.talkbank.org/ns/talkbank"><Participants><participant id="CHI" name="Ilse"/></Participants>',
        "</CHAT>",
    ),
    "tei": Long(
        "x.xml",
        '<u who="#P1" xml:id="u§n§" start="#T§n§">a <pause/>§word§</u>',
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><timeline unit="s">§first§</timeline><body>',
        "</body></text></TEI>",
        first='<when xml:id="T§n§" interval="1" since="#T1"/>',
    ),
    "webanno": Long(
        "x.tsv",
        "#Text=§who§: a\n§n§-1\t0-5\t§who§:\t_\t\n§n§-2\t6-7\ta\tfavor\t\n\n",
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Stance|value\n\n\n",
    ),
    "xmi": Long(
        "x.xmi",
        '<t:Sentence xmi:id="1§n§" sofa="1" begin="§n§0" end="§n§8"/><c:Span xmi:id="2§n§" sofa="1" begin="§n§2" end="§n§4" label="x§n§"/>',
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:c="http:///c.ecore" xmlns:t="http:///t.ecore" xmi:version="2.0">',
        "</xmi:XMI>",
        made=lambda text: text.replace(
            "</xmi:XMI>",
            '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="'
            + "A said it\n" * (text.count("<c:") + 2)
            + '"/></xmi:XMI>',
        ).encode(),
    ),
    "flextext": Long(
        "x.flextext",
        '<phrase guid="p§n§" speaker="§who§"><words><word><item type="txt" lang="x">§word§</item><item type="gls" lang="en">g</item></word></words><item type="gls" lang="en">a §n§</item></phrase>',
        '<document version="2"><interlinear-text guid="t"><paragraphs><paragraph><phrases>',
        "</phrases></paragraph></paragraphs></interlinear-text></document>",
    ),
    "toolbox": Long(
        "x.txt",
        "\\ref F.§n§\n\\sp §who§\n\\tx a §word§\n\\ge one two\n\\ft it is\n\n",
        "\\_sh v3.0  400  Text\n\n\\id First\n\n",
    ),
    "vtt": Long("x.vtt", "§n§\n§clock§.000 --> §later§.000\n<v §who§>a §word§ of §n§</v>\n\n", "WEBVTT\n\n"),
    "srt": Long("x.srt", "§n§\n§clock§,000 --> §later§,000\n§who§: a §word§ of §n§\n\n"),
    "sbv": Long("x.sbv", "§clock§.000,§later§.000\n§who§: a §word§ of §n§\n\n"),
    "ttml": Long(
        "x.ttml",
        '<p begin="§n§s" end="§m§s">§who§: a §word§<br/>of §n§</p>',
        '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>',
        "</div></body></tt>",
    ),
    "ass": Long(
        "x.ass",
        "Dialogue: 0,§clock§.00,§later§.00,Default,§who§,0,0,0,,a §word§ of §n§\n",
        "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
    ),
    "microdvd": Long("x.sub", "{§n§0}{§n§9}§who§: a §word§|of §n§\n", "{1}{1}25\n"),
    "lrc": Long("x.lrc", "[§n§:01.50][§n§:09.00]§who§: a §word§ of §n§\n", "[ti:x]\n"),
    "sami": Long(
        "x.smi",
        "<SYNC Start=§n§000><P Class=ENCC>§who§:<br>a §word§ of §n§\n",
        "<SAMI><HEAD><TITLE>x</TITLE></HEAD><BODY>\n",
        "</BODY></SAMI>",
    ),
    "docx": Long(
        "x.docx",
        "<w:p><w:r><w:t>§who§: a §word§</w:t></w:r></w:p>\n",
        f"<w:document {_W}><w:body>",
        "</w:body></w:document>",
        made=_packed({"word/document.xml": "§"}),
    ),
    "rtf": Long(
        "x.rtf",
        "§who§: a §word§, caf\\'e9 \\u233?{\\b so}{\\footnote f}\\par\n",
        "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 ",
        "}",
    ),
    "odt": Long(
        "x.odt",
        "<text:p>§who§: a<text:s/><text:span>§word§</text:span></text:p>",
        f"<office:document-content {_O}><office:body><office:text>",
        "</office:text></office:body></office:document-content>",
        made=_packed(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": "<m/>",
                "content.xml": "§",
            }
        ),
    ),
    "otr": Long(
        "x.otr",
        '<p><span class=\\"timestamp\\" data-timestamp=\\"§n§.5\\">§n§:01</span>§who§: a §word§</p>',
        '{"text": "',
        '", "media": "a.mp3", "media-time": "1"}',
    ),
    "whatsapp": Long("x.txt", "12.03.23, §clock§ - §who§: a §word§ of §n§\n"),
    "telegram": Long(
        "result.json",
        '{"id": §n§, "type": "message", "date": "2023-11-14T22:14:00", "from": "§who§", "from_id": "u", "text": ["a ", {"type": "bold", "text": "§word§"}]}',
        '{"name": "bees", "type": "personal_chat", "id": 9, "messages": [',
        "]}",
        ", ",
    ),
    "telegram-html": Long(
        "messages.html",
        '<div class="message default clearfix" id="message§n§"><div class="pull_right date details" title="T">x</div><div class="from_name">§who§</div><div class="reply_to details"><a href="#go_to_message1">x</a></div><div class="text">a<br>§word§</div></div>',
        '<!DOCTYPE html><html><body><div class="page_wrap"><div class="history">',
        "</div></div></body></html>",
    ),
    "messenger": Long(
        "message_1.json",
        '{"sender_name": "§who§", "timestamp_ms": 17000000§n§, "content": "a §word§"}',
        '{"participants": [{"name": "Ilse"}, {"name": "Bram"}], "messages": [',
        '], "title": "x"}',
        ", ",
    ),
    "discord": Long(
        "x.json",
        '{"id": "§n§", "type": "Reply", "timestamp": "t", "content": "a §word§", "author": {"name": "§who§"}, "reference": {"messageId": "1"}}',
        '{"channel": {"name": "b"}, "messages": [',
        "]}",
        ", ",
    ),
    "slack": Long(
        "x.zip",
        '{"type": "message", "user": "U1", "text": "a &amp; <@U2> §word§", "ts": "17§n§.5", "thread_ts": "171.5"}',
        "[",
        "]",
        ", ",
        made=_packed(
            {
                "users.json": '[{"id": "U1", "profile": {"display_name": "Ilse"}}]',
                "channels.json": "[]",
                "bees/day.json": "§",
            }
        ),
    ),
    "slack-day": Long(
        "2023-11-14.json",
        '{"type": "message", "user": "U1", "text": "a &amp; <@U2> §word§", "ts": "17§n§.5"}',
        "[",
        "]",
        ", ",
    ),
    "qq": Long("x.txt", "2024-03-01 §clock§ §who§\na §word§ of §n§\n\n"),
    "line": Long(
        "x.txt",
        "10:01\t§who§\ta §word§ of §n§\n",
        "[LINE] Chat history with Ilse\nSaved on: 2024/03/01 10:00\n\n2024/03/01(Fri)\n",
    ),
    "kakaotalk": Long(
        "x.txt",
        "[§who§] [오전 10:01] a §word§ of §n§\n",
        "bees 님과 카카오톡 대화\n저장한 날짜 : 2024-03-01 10:00:00\n\n--------------- 2024년 3월 1일 금요일 ---------------\n",
    ),
    "irc": Long("x.txt", "[§clock§] <§who§> a §word§ of §n§\n[§clock§] * §who§ waves\n"),
    "zoom-chat": Long("x.txt", "§clock§\t From  §who§  to  Everyone : a §word§ of §n§\n"),
    "elan-text": Long(
        "x.txt",
        "talk\t§who§\t§clock§.000\t2.5\t§later§.000\t4.0\t00:00:01.000\t1.0\ta §word§ of §n§\ntone\t§who§\t§clock§.000\t2.5\t§later§.000\t4.0\t00:00:01.000\t1.0\tx\n",
    ),
    "conll": Long(
        "x.conllu",
        "# sent_id = a.§n§\n# speaker_id = §who§\n# text = a §word§\n1\ta\ta\tX\t_\t_\t_\t_\t_\t_\n2\t§word§\tb\tX\t_\t_\t_\t_\t_\tAlignBegin=§n§|AlignEnd=§m§\n\n",
    ),
    "movie-lines": Long("x.txt", "L§n§ +++$+++ u§n§ +++$+++ m0 +++$+++ §who§ +++$+++ a §word§!\n"),
    "switchboard": Long("x.txt", "qy          A.§n§ utt1: Is it a §word§ ? /\n\n"),
    "eou": Long("x.txt", "Is it a §word§ ? __eou__ Not yet . __eou__ Good §n§ . __eou__\n"),
    "kaldi": Long("x.txt", "nc0§n§m-0001-00190-00481 hello a §word§\n"),
    "persona-chat": Long("x.txt", "§n§ so a §word§\tit is\t\tc|d|e\n", "1 your persona: i bake .\n"),
    "anvil": Long(
        "x.anvil",
        '<el start="§n§" end="§m§"><attribute name="text">a §word§ of §n§</attribute></el>',
        '<?xml version="1.0"?><annotation><head><video src="x.mov"/></head><body><track name="Ilse.speech">',
        "</track></body></annotation>",
    ),
    "transana": Long(
        "x.xml",
        "§who§: a §word§ of §n§\n",
        "<Transana><TranscriptFile><Transcript><Num>1</Num><ID>A</ID><RTFText>",
        "</RTFText></Transcript></TranscriptFile></Transana>",
    ),
    "phon": Long(
        "x.xml",
        '<u speaker="§who§"><orthography><g><w>a</w><w>§word§</w></g></orthography><segment startTime="§n§000" duration="900"/></u>',
        '<session xmlns="http://phon.ling.mun.ca/ns/phonbank"><participants><participant id="Ilse"/><participant id="Bram"/></participants><transcript>',
        "</transcript></session>",
    ),
    "nite": Long(
        "x.zip",
        '<w nite:id="M1.A.w§n§" starttime="§n§000.0" endtime="§n§000.5">§word§</w>',
        '<nite:root xmlns:nite="http://nite.sourceforge.net/">',
        "</nite:root>",
        made=_packed({"words/M1.A.words.xml": "§"}),
    ),
    "salt": Long("x.slt", "C A §word§ of §n§.\nE So §n§.\n", "$ Child, Examiner\n"),
    "stm": Long("x.stm", "rec 1 §who§ §n§.0 §n§.9 a §word§\n"),
    "ctm": Long("x.ctm", "rec §who§ §n§.0 0.5 §word§\n"),
    "tdf": Long(
        "x.tdf",
        "a.sph\t0\t§n§.0\t§n§.9\t§who§\ta §word§\n",
        "file;unicode\tchannel;int\tstart;float\tend;float\tspeaker;unicode\ttranscript;unicode\n",
    ),
    "html": Long(
        "x.html",
        '<p><span class="speaker">§who§</span> <span class="text">a §word§ of §n§</span></p>\n',
        "<html><body>\n",
        "</body></html>",
    ),
}
