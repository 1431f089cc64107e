"""The table of formats that can be imported: signs, readers, what is kept, what is lost.

``docs/import-formats.md`` has a row for each, which a test compares with this table.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from annotator.errors import UserError
from annotator.importers.doubtful_dialogues import with_doubts
from annotator.importers.first_words import with_first_words
from annotator.importers.format_row import ImportFormat
from annotator.importers.line_breaks import without_blank_beginning
from annotator.importers.markup_in_turns import with_markup_asked
from annotator.importers.reader_result import Readout, Recipe
from annotator.importers.readers.anvil import SIGNS as ANVIL_SIGNS
from annotator.importers.readers.anvil import read_anvil
from annotator.importers.readers.chat import read_chat
from annotator.importers.readers.convokit import corpus_in, read_convokit
from annotator.importers.readers.elan import read_elan
from annotator.importers.readers.exmaralda import read_exmaralda
from annotator.importers.readers.flextext import SIGN as FLEX_SIGN
from annotator.importers.readers.flextext import read_flextext
from annotator.importers.readers.foreign_xml import refuse_xml, root_of
from annotator.importers.readers.inception import read_webanno, read_xmi
from annotator.importers.readers.json_records import chat_of, read_json, read_json_lines, read_model_chat
from annotator.importers.readers.nite import nite_in, read_nite
from annotator.importers.readers.phon import SIGNS as PHON_SIGNS
from annotator.importers.readers.phon import read_phon
from annotator.importers.readers.refi import project_in, read_refi
from annotator.importers.readers.sheets import read_csv
from annotator.importers.readers.slack import slack_in
from annotator.importers.readers.speech_services import is_words_by_line, read_speech, service_in
from annotator.importers.readers.substation import read_substation
from annotator.importers.readers.subtitles import read_subtitles, read_video_captions
from annotator.importers.readers.talkbank_xml import read_talkbank
from annotator.importers.readers.tei import read_tei
from annotator.importers.readers.textgrid import read_textgrid
from annotator.importers.readers.timed_text import read_timed_text
from annotator.importers.readers.toolbox import has_markers, read_toolbox
from annotator.importers.readers.transana import read_transana
from annotator.importers.readers.transcriber import read_folker, read_transcriber
from annotator.importers.readers.word import read_word
from annotator.importers.readers.workbooks import read_workbook
from annotator.importers.single_words import with_words_joined
from annotator.importers.text_formats import (
    CAPTIONS,
    CHATS,
    DOCUMENTS,
    LABELS,
    SCRIPT,
    TEXT_CORPORA,
    YAML,
    found_in_json,
    found_in_text,
    found_page,
)

_HEAD = 4_000  # bytes in which signs are looked for


FORMATS: tuple[ImportFormat, ...] = (
    ImportFormat(
        "text",
        "Text",
        (".txt", ".text", ".md", ".markdown", ".log", ".transcript", ".dlg"),
        "every character; leads, turns and the tail give the file back",
        "nothing; the signs of Markdown stay in the text as they are",
    ),
    ImportFormat(
        "json",
        "JSON",
        (".json",),
        "speaker, text, id, reply, times; all other fields of turns and dialogues under their names",
        "empty fields; the order of keys",
        read_json,
        mapped=True,
    ),
    ImportFormat(
        "jsonl",
        "JSON Lines",
        (".jsonl", ".ndjson"),
        "as JSON; a line that cannot be read is reported and the others go on",
        "as JSON",
        read_json_lines,
        mapped=True,
    ),
    ImportFormat(
        "csv",
        "CSV, TSV",
        (".csv", ".tsv", ".tab"),
        "speaker, text, id, reply, times; all other columns under their names",
        "empty cells",
        read_csv,
        mapped=True,
    ),
    ImportFormat(
        "xlsx",
        "Excel",
        (".xlsx", ".xlsm"),
        "as CSV, from the first sheet that has rows; dates as ISO 8601, formulas by their last value",
        "further sheets, colours, comments, pictures",
        read_workbook,
        mapped=True,
        encoded=False,
    ),
    ImportFormat(
        "messages",
        "OpenAI messages",
        (),
        "role as speaker, content (the words of its parts), all other fields; metadata of the chat",
        "pictures and sound that parts point to stay as they are in the metadata",
        read_model_chat,
        mapped=True,
    ),
    ImportFormat(
        "sharegpt",
        "ShareGPT",
        (),
        "from as speaker, value as text, system prompt and all other fields of chat and turns",
        "nothing",
        read_model_chat,
        mapped=True,
    ),
    ImportFormat(
        "speech",
        "JSON of speech services",
        (),
        "speakers, times in seconds, ids; utterances, or words joined by speaker; language",
        "words' own times and how sure they are; further readings, which are counted",
        read_speech,
        mapped=True,
    ),
    ImportFormat(
        "convokit",
        "ConvoKit",
        (),
        "ids, replies, timestamps, metadata of utterances, speakers, conversations and corpus",
        "vectors and metadata in binary files",
        read_convokit,
        encoded=False,
    ),
    ImportFormat(
        "qdpx",
        "REFI-QDA",
        (".qdpx",),
        "texts and transcripts, divided by speaker markers; codes, what is coded by whom, memos, cases",
        "pictures, sound, video and their selections, which are counted; layout, links, sets, graphs",
        read_refi,
        encoded=False,
    ),
    ImportFormat(
        "cha",
        "CHAT",
        (".cha",),
        "times, dependent tiers, headers, who the speakers are; CHAT's own signs stay in the text",
        "the order of headers among the turns",
        read_chat,
    ),
    ImportFormat(
        "eaf",
        "ELAN",
        (".eaf",),
        "times, ids of annotations, tiers below them, media, properties",
        "linguistic types, controlled vocabularies, lexicons",
        read_elan,
        encoded=False,
    ),
    ImportFormat(
        "textgrid",
        "TextGrid",
        (".textgrid",),
        "times of intervals and points, the tier as speaker, or whom a tier of speakers names",
        "silent intervals, which are counted; tiers of words and sounds below tiers of turns",
        read_textgrid,
        sign=b'File type = "ooText',
    ),
    ImportFormat(
        "exb",
        "EXMARaLDA",
        (".exb",),
        "times, other tiers of a speaker, media, the speaker table; sentences over several events in one",
        "formats and layout; events without words",
        read_exmaralda,
        encoded=False,
    ),
    ImportFormat(
        "folker",
        "FOLKER",
        (".flk", ".fln"),
        "times, speakers with their names, pauses as (.) and (0.5)",
        "contributions without words, which are counted; lemmas and parts of speech",
        read_folker,
        encoded=False,
    ),
    ImportFormat(
        "trs",
        "Transcriber",
        (".trs",),
        "times of turns and of points in them, sex and accent of speakers, events; overlaps as two turns",
        "turns without words, which are counted; sections, topics",
        read_transcriber,
        encoded=False,
    ),
    ImportFormat(
        "talkbank",
        "TalkBank XML",
        (),
        "words as they were said, closing signs, times, actions and other tiers, who the speakers are",
        "utterances without words, which are counted; the analysis of words, corrections, overlaps",
        read_talkbank,
        encoded=False,
    ),
    ImportFormat(
        "anvil",
        "Anvil",
        (".anvil",),
        "times, tracks of speech as turns, other attributes of their elements, the video",
        "other tracks and elements without words, which are counted",
        read_anvil,
        encoded=False,
    ),
    ImportFormat(
        "transana",
        "Transana",
        (),
        "transcripts and documents, divided by speaker markers; times before turns, episodes, media",
        "clips and quotes, which say parts again, and keywords, which are counted; layout",
        read_transana,
        encoded=False,
    ),
    ImportFormat(
        "nite",
        "NITE XML (AMI, ICSI)",
        (),
        "segments as turns with times, dialogue acts as tags on spans, who the speakers are",
        "sounds beside words and segments without words, which are counted; words' own times, other layers",
        read_nite,
        encoded=False,
    ),
    ImportFormat(
        "phon",
        "Phon",
        (),
        "orthography as words, times, IPA and other tiers, notes, who the participants are",
        "records without words and comments, which are counted; syllables and alignments of sounds",
        read_phon,
        encoded=False,
    ),
    ImportFormat(
        "tei",
        "TEI",
        (),
        "utterances and speeches with who and when, titles, what is said about persons",
        "incidents, notes and stage directions, which are counted; marks within words",
        read_tei,
        encoded=False,
    ),
    ImportFormat(
        "webanno",
        "WebAnno TSV 3",
        (),
        "sentences as turns, annotations with their places in them",
        "relations and chains, which are counted",
        read_webanno,
        sign=b"#FORMAT=WebAnno TSV 3",
    ),
    ImportFormat(
        "xmi",
        "UIMA CAS XMI",
        (".xmi",),
        "sentences of the first view as turns, annotations with their places in them",
        "further views, annotations across sentences, which are counted; tokens",
        read_xmi,
        encoded=False,
    ),
    ImportFormat(
        "flextext",
        "FLEx",
        (".flextext",),
        "the words of phrases as turns, speaker and times; glosses, translations and notes under their types",
        "which gloss belongs to which morpheme of a word; phrases without words, which are counted",
        read_flextext,
        encoded=False,
    ),
    ImportFormat(
        "toolbox",
        "Toolbox",
        (".tbt", ".sfm"),
        "the words of records as turns, speaker and times; all other lines under their markers",
        "the columns in which morphemes and glosses stand",
        read_toolbox,
        sign=b"\\_sh ",
    ),
    ImportFormat(
        "vtt",
        "WebVTT",
        (".vtt",),
        "times, ids and settings of cues, voices as speakers, notes",
        "styles and regions, bold and italics",
        read_subtitles,
        sign=b"WEBVTT",
    ),
    ImportFormat(
        "srt",
        "SRT",
        (".srt",),
        "times and numbers of cues, names before a colon as speakers",
        "colours, bold and italics",
        read_subtitles,
    ),
    ImportFormat(
        "sbv",
        "SBV (YouTube)",
        (".sbv",),
        "times of cues, names before a colon as speakers",
        "nothing",
        read_video_captions,
    ),
    ImportFormat(
        "ttml",
        "TTML (DFXP)",
        (".ttml", ".dfxp", ".itt"),
        "times in all forms of the standard, agents as speakers by their names, names before a colon",
        "styles and regions; paragraphs without words, which are counted",
        read_timed_text,
        encoded=False,
    ),
    ImportFormat(
        "ass",
        "SubStation Alpha",
        (".ass", ".ssa"),
        "times, the name of a line as speaker, styles other than the default, names before a colon",
        "colours, positions and effects; drawings, comments and empty lines, which are counted",
        read_substation,
        sign=b"[Script Info]",
    ),
    *CAPTIONS,
    ImportFormat(
        "docx",
        "Word",
        (".docx", ".docm"),
        "the words of paragraphs and tables, divided by speaker markers; a table alone as CSV",
        "layout, deleted text of tracked changes, comments, notes, pictures, list numbers",
        read_word,
        mapped=True,
        encoded=False,
    ),
    *DOCUMENTS,
    *CHATS,
    *TEXT_CORPORA,
)  # fmt: skip

_BY_KEY = {form.key: form for form in FORMATS}
_BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}
TEXT = FORMATS[0]
ARCHIVE = ".zip"
_DOCUMENTS = frozenset((".docx", ".docm", ".xlsx", ".xlsm", ".odt", ".ods"))  # archives, whatever is in them
PAGES = (".html", ".htm")  # of chats; all others are refused
XML = ".xml"
SUFFIXES = frozenset((*_BY_SUFFIX, *PAGES, XML, ARCHIVE))
# The first elements of XML documents that have a reader.
_ROOTS = {
    "ANNOTATION_DOCUMENT": "eaf", "basic-transcription": "exb", "folker-transcription": "folker",
    "Trans": "trs", "TEI": "tei", "TEI.2": "tei", "teiCorpus": "tei", "XMI": "xmi", "tt": "ttml",
    "CHAT": "talkbank", "Transana": "transana",
    "SAMI": "sami", "sami": "sami", "Sami": "sami",
}  # fmt: skip
# The same of those whose first element others have, too, with what stands in or near it.
_SIGNED_ROOTS = (
    ("document", FLEX_SIGN, "flextext"),
    *(("session", sign, "phon") for sign in PHON_SIGNS),
    *(("annotation", sign, "anvil") for sign in ANVIL_SIGNS),
)
# How records begin in a file whose ending does not say that it is JSON.
_JSON = re.compile(rb'(?:\[\s*)?\{\s*"[^"\n]{0,200}"\s*:')
_JSON_LINES = re.compile(rb"\{[^\n]*\}[ \t]*\r?\n[ \t]*\{")
# Formats in which a turn may be a single word with its times.
_OF_WORDS = frozenset(("textgrid", "eaf", "exb", "json", "csv", "anvil"))
# All other XML; not in the table, because nothing of it is read.
_FOREIGN_XML = ImportFormat("xml", "XML", (XML,), "", "", refuse_xml, encoded=False)


def format_of_key(key: str) -> ImportFormat:
    """The format with that key. Raises UserError where there is none."""
    if key not in _BY_KEY:
        raise UserError(
            "There is no format called “{key}”",
            "there are {names}",
            "Choose one of them",
            key=key,
            names=", ".join(_BY_KEY),
        )
    return _BY_KEY[key]


def find_format(name: str, data: bytes) -> ImportFormat:
    """The format of a file: by certain signs in it, then by its ending; text where neither says more."""
    suffix = PurePosixPath(name.casefold()).suffix
    if data.startswith(b"PK\x03\x04"):
        # What should be a document and is none is told to be a damaged one by its reader.
        return _packed(data) or (_BY_SUFFIX[suffix] if suffix in _DOCUMENTS else TEXT)
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    for form in FORMATS:
        if form.sign and head.startswith(form.sign):
            return form
    if head.startswith((b"@UTF8", b"@Begin")):
        return _BY_KEY["cha"]
    if head.startswith(b"\\") and has_markers(head):
        return _BY_KEY["toolbox"]
    return _by_ending(suffix, data, head)


def _by_ending(suffix: str, data: bytes, head: bytes) -> ImportFormat:
    """The format of a file that has no certain sign: by its ending, and by looks where that says little."""
    if refused := next((form for form in (YAML, SCRIPT, LABELS) if suffix in form.suffixes), None):
        return refused
    form = _BY_SUFFIX.get(suffix, TEXT)
    if form.key == "html" or (form.key == "microdvd" and head.startswith(b"[")):
        form = TEXT  # pages of chat programs, and SubViewer, are told by their signs
    if head.startswith(b"<") and (found := _xml(suffix, data, form)) is not None:
        return found
    if form is TEXT and _JSON.match(head):
        form = _BY_KEY["jsonl" if _JSON_LINES.match(head) else "json"]
    return _text(data) if form is TEXT else _json(form, data)


def _text(data: bytes) -> ImportFormat:
    """What a file is that is text by its name, or has a name that says nothing."""
    found = found_in_text(data)
    return _BY_KEY[found] if isinstance(found, str) else found or TEXT


def _xml(suffix: str, data: bytes, form: ImportFormat) -> ImportFormat | None:
    """What a document in XML is; None where its ending says it, or where it is none."""
    root, sure = root_of(data)
    if key := _known_root(root, data[:_HEAD]):
        return _BY_KEY[key]
    if form is TEXT and (page := found_page(data)) is not None:
        return page
    return _FOREIGN_XML if (sure and form is TEXT) or suffix == XML else None


def _known_root(root: str, head: bytes) -> str:
    """The key of the format that has this first element, "" where no reader has."""
    plain = head.replace(b"\0", b"") if b"\0" in head else head
    signed = next((key for name, sign, key in _SIGNED_ROOTS if root == name and sign in plain), "")
    return signed or _ROOTS.get(root, "")


def _json(form: ImportFormat, data: bytes) -> ImportFormat:
    """A format, or that of the JSON in it."""
    if form.key in {"json", "jsonl"} and (program := found_in_json(data)):
        return program
    if form.key in {"json", "jsonl"} and (chat := chat_of(data)):
        return _BY_KEY[chat]
    if form.key == "json" and service_in(data):
        return _BY_KEY["speech"]
    return _BY_KEY["speech"] if form.key == "jsonl" and is_words_by_line(data) else form


def _packed(data: bytes) -> ImportFormat | None:
    """What an archive is, by the files in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return format_of_members(names)


def marked_up_with_reader(head: bytes) -> bool:
    """Whether an XML file or a page that begins so is one that can be read."""
    page = found_page(head)
    return (page is not None and page.key != "html") or bool(_known_root(root_of(head)[0], head))


def format_of_members(names: Iterable[str]) -> ImportFormat | None:
    """The format that is made of these files in an archive; None for an archive of files."""
    known = set(names)
    if "word/document.xml" in known:
        return _BY_KEY["docx"]
    if "xl/workbook.xml" in known:
        return _BY_KEY["xlsx"]
    if project_in(tuple(known)) is not None:
        return _BY_KEY["qdpx"]
    if {"content.xml", "META-INF/manifest.xml"} <= known:
        return _BY_KEY["odt"]
    looks = (
        ("slack", slack_in(known) is not None),
        ("nite", nite_in(known)),
        ("convokit", corpus_in(known) is not None),
    )
    return next((_BY_KEY[key] for key, found in looks if found), None)


def read_structured(form: ImportFormat, name: str, data: bytes, recipe: Recipe) -> Readout:
    """A file in a format that has a reader. Raises UserError where nothing of it can be taken."""
    if form.read is None:
        raise ValueError(f"{form.key} has no reader")
    if not data:
        raise UserError("This file is empty", "it has no bytes")
    if form.key != "csv":  # the rows of a table are counted as they stand, for it to go back
        data = without_blank_beginning(data)
    readout = form.read(name, data, replace(recipe, format=form.key))
    readout = with_first_words(readout, recipe.answers)
    if form.mapped:
        readout = with_markup_asked(readout, recipe.answers)
    if form.key in _OF_WORDS:
        readout = with_words_joined(readout, recipe.answers)
    return with_doubts(readout, recipe.answers)
