"""The rows of the table of formats for chats, for text corpora, and for documents that hold plain text."""

from __future__ import annotations

import re
from collections import Counter

from annotator.importers.column_names import plain, role_of
from annotator.importers.format_row import ImportFormat
from annotator.importers.line_breaks import without_blank_beginning
from annotator.importers.readers.chat_programs import (
    is_slack_list,
    program_in,
    read_discord,
    read_messenger,
    read_slack_day,
    read_telegram,
    refuse_slack_list,
)
from annotator.importers.readers.conll import looks_like_conll, read_conll
from annotator.importers.readers.corpus_lines import (
    looks_like_ends,
    looks_like_movies,
    looks_like_personas,
    looks_like_switchboard,
    looks_like_utterances,
    read_ends,
    read_movies,
    read_personas,
    read_switchboard,
    read_utterances,
)
from annotator.importers.readers.dated_chats import (
    looks_like_kakao,
    looks_like_line,
    read_kakao,
    read_line,
)
from annotator.importers.readers.elan_text import looks_like_elan_text, read_elan_text
from annotator.importers.readers.game_scripts import ENDINGS, refuse_game_script
from annotator.importers.readers.internet_relay import looks_like_relay, read_relay
from annotator.importers.readers.lyrics import read_lyrics
from annotator.importers.readers.microdvd import looks_like_microdvd, read_microdvd
from annotator.importers.readers.open_document import read_open_document
from annotator.importers.readers.otranscribe import looks_like_otranscribe, read_otranscribe
from annotator.importers.readers.recognition_lists import (
    looks_like_lexemes,
    looks_like_tdf,
    read_ctm,
    read_stm,
    read_tdf,
    refuse_labels,
)
from annotator.importers.readers.rich_text import read_rich_text
from annotator.importers.readers.salt import looks_like_salt, read_salt
from annotator.importers.readers.sami import looks_like_sami, read_sami
from annotator.importers.readers.slack import read_slack
from annotator.importers.readers.subtitles import looks_like_video_captions
from annotator.importers.readers.telegram_page import (
    is_page,
    is_telegram_page,
    read_telegram_page,
)
from annotator.importers.readers.tencent import looks_like_tencent, read_tencent
from annotator.importers.readers.timed_text import refuse_scenarist
from annotator.importers.readers.web_page import read_web_page
from annotator.importers.readers.whatsapp import looks_like_whatsapp, read_whatsapp
from annotator.importers.readers.yaml_text import looks_like_yaml, refuse_yaml
from annotator.importers.readers.zoom_chat import looks_like_zoom_chat, read_zoom_chat

CHATS: tuple[ImportFormat, ...] = (
    ImportFormat(
        "whatsapp",
        "WhatsApp",
        (),
        "date and time as they stand, who edited or deleted a message, media lines as messages",
        "lines of the program, which are counted and kept beside the dialogue; marks of direction",
        read_whatsapp,
        looks=looks_like_whatsapp,
    ),
    ImportFormat(
        "telegram",
        "Telegram",
        (),
        "ids, replies, times, edits, media and all other fields; the pieces of a text joined",
        "what the program says, which is counted; bold and links of the pieces",
        read_telegram,
    ),
    ImportFormat(
        "telegram-html",
        "Telegram (HTML)",
        (),
        "ids, replies, times, names of media",
        "what the program says, which is counted; layout, reactions",
        read_telegram_page,
    ),
    ImportFormat(
        "messenger",
        "Messenger, Instagram",
        (),
        "times as ISO 8601, the oldest first; reactions, media and all other fields; Latin-1 escapes mended",
        "the order of the file",
        read_messenger,
    ),
    ImportFormat(
        "discord",
        "Discord",
        (),
        "ids, replies, times, edits, attachments and all other fields",
        "who joined or pinned something, which is counted",
        read_discord,
    ),
    ImportFormat(
        "slack",
        "Slack",
        (),
        "a dialogue a channel, names of users.json, times as ISO 8601, threads as replies, edits, files",
        "what the program says, which is counted; ids in mentions are names",
        read_slack,
        encoded=False,
    ),
    ImportFormat(
        "slack-day",
        "Slack (one day)",
        (),
        "as Slack, with the names beside the messages",
        "as Slack",
        read_slack_day,
    ),
    ImportFormat(
        "qq",
        "QQ, WeChat",
        (),
        "times as they stand, a dialogue for each chat of the export",
        "headings and system messages, which are counted; ranks before names",
        read_tencent,
        looks=looks_like_tencent,
    ),
    ImportFormat(
        "line",
        "LINE",
        (),
        "day and clock as they stand, lines that go on",
        "lines of the program, which are counted and kept beside the dialogue",
        read_line,
        looks=looks_like_line,
    ),
    ImportFormat(
        "kakaotalk",
        "KakaoTalk",
        (),
        "day and clock as they stand, lines that go on",
        "lines of the program, which are counted and kept beside the dialogue",
        read_kakao,
        looks=looks_like_kakao,
    ),
    ImportFormat(
        "irc",
        "IRC",
        (),
        "times as they stand, actions as turns of who does them",
        "joins, topics and the like, which are counted and kept beside the dialogue; signs of operators",
        read_relay,
        looks=looks_like_relay,
    ),
    ImportFormat(
        "zoom-chat",
        "Zoom chat",
        (),
        "times as they stand, to whom a message is",
        "nothing",
        read_zoom_chat,
        looks=looks_like_zoom_chat,
    ),
)

CAPTIONS: tuple[ImportFormat, ...] = (
    ImportFormat(
        "microdvd",
        "MicroDVD",
        (".sub",),
        "times, by the pictures a second that the file or a person says; the numbers of pictures",
        "colours, bold and italics; lines without words, which are counted",
        read_microdvd,
        looks=looks_like_microdvd,
    ),
    ImportFormat(
        "lrc",
        "LRC",
        (".lrc",),
        "times of lines, names before a colon, what the file says about itself; a line at each of its times",
        "times of words; the order of lines, which becomes that of time",
        read_lyrics,
    ),
    ImportFormat(
        "sami",
        "SAMI",
        (".smi", ".sami"),
        "times, names before a colon as speakers, the title",
        "styles; further languages, which are counted",
        read_sami,
        looks=looks_like_sami,
    ),
)

TEXT_CORPORA: tuple[ImportFormat, ...] = (
    ImportFormat(
        "elan-text",
        "ELAN (tab-delimited text)",
        (),
        "times, the tier or its participant as speaker, what other tiers say at the same time",
        "durations; tiers that are not speech, which are counted",
        read_elan_text,
        looks=looks_like_elan_text,
    ),
    ImportFormat(
        "conll",
        "CoNLL-U, CoNLL-2012",
        (".conllu", ".conll", ".gold_conll", ".v4_gold_conll"),
        "sentences as turns, who speaks and what is said about them, ids, times of aligned words, documents",
        "lemmas, parts of speech, syntax and all else about words",
        read_conll,
        looks=looks_like_conll,
    ),
    ImportFormat(
        "movie-lines",
        "Cornell movie lines",
        (),
        "a dialogue a movie, in the order of the numbers of its lines; ids and characters",
        "where conversations begin, which another file says",
        read_movies,
        looks=looks_like_movies,
    ),
    ImportFormat(
        "switchboard",
        "Switchboard (utterances)",
        (),
        "utterances with their ids and acts",
        "lines above the first, which are counted and kept beside the dialogue",
        read_switchboard,
        looks=looks_like_switchboard,
    ),
    ImportFormat(
        "eou",
        "Dialogues a line (__eou__)",
        (),
        "a dialogue a line, turns without speakers",
        "the marks __eou__ and __eot__",
        read_ends,
        looks=looks_like_ends,
    ),
    ImportFormat(
        "kaldi",
        "Kaldi text",
        (),
        "ids, the words behind them as turns without speakers",
        "nothing",
        read_utterances,
        looks=looks_like_utterances,
    ),
    ImportFormat(
        "stm",
        "STM",
        (".stm",),
        "times, speakers, the words of segments; a dialogue for each recording",
        "segments without words, which are counted; labels of conditions",
        read_stm,
    ),
    ImportFormat(
        "ctm",
        "CTM, RTTM",
        (".ctm", ".rttm"),
        "words joined up to the next pause, with times; channels (CTM) or speakers (RTTM)",
        "words' own times and how sure they are; further alternatives, which are counted",
        read_ctm,
        looks=looks_like_lexemes,
    ),
    ImportFormat(
        "tdf",
        "LDC tables (TDF)",
        (".tdf",),
        "times, speakers with sex and dialect, channels, sections; a dialogue for each recording",
        "rows without words, which are counted; marks of sections",
        read_tdf,
        looks=looks_like_tdf,
    ),
    ImportFormat(
        "salt",
        "SALT",
        (".slt",),
        "utterances with the names of their speakers, times before them, headers; codes and mazes stay",
        "comments and pauses between utterances, which are counted",
        read_salt,
        looks=looks_like_salt,
    ),
    ImportFormat(
        "persona-chat",
        "Persona-Chat",
        (),
        "both sides of a line as turns, personas with the dialogue",
        "candidates of answers, which are counted",
        read_personas,
        looks=looks_like_personas,
    ),
)

DOCUMENTS: tuple[ImportFormat, ...] = (
    ImportFormat(
        "rtf",
        "RTF",
        (".rtf",),
        "the words of paragraphs and tables, divided by speaker markers",
        "layout, headers, footnotes, comments and pictures; the latter three are counted",
        read_rich_text,
        sign=b"{\\rtf",
        encoded=False,
    ),
    ImportFormat(
        "odt",
        "OpenDocument",
        (".odt", ".fodt", ".ods", ".fods"),
        "the words of paragraphs and tables, divided by speaker markers; a table alone and sheets as CSV",
        "layout, tracked changes, footnotes, comments and pictures; the latter three are counted",
        read_open_document,
        mapped=True,
        encoded=False,
    ),
    ImportFormat(
        "otr",
        "oTranscribe",
        (".otr",),
        "the words, divided by speaker markers; times as exact as they are",
        "bold and italics; name and place of the recording",
        read_otranscribe,
        encoded=False,
    ),
    ImportFormat(
        "html",
        "Web page",
        (".html", ".htm"),
        "turns by elements that name speakers, with their times; else lines, divided by names before colons",
        "layout, menus, what stands outside the turns, which is counted; pages that name nobody are refused",
        read_web_page,
    ),
)

# Not in the table, because nothing of them is read.
_SLACK_LIST = ImportFormat("slack-list", "Slack", (), "", "", refuse_slack_list, encoded=False)
_SCC = ImportFormat("scc", "Scenarist SCC", (".scc",), "", "", refuse_scenarist, encoded=False)
SCRIPT = ImportFormat("script", "Script of a game", ENDINGS, "", "", refuse_game_script, encoded=False)
LABELS = ImportFormat("labels", "brat, HTK", (".ann", ".mlf"), "", "", refuse_labels, encoded=False)
YAML = ImportFormat("yaml", "YAML", (".yaml", ".yml"), "", "", refuse_yaml, encoded=False)

_ROWS = {form.key: form for form in (*CAPTIONS, *CHATS, *TEXT_CORPORA, *DOCUMENTS)}
_LOOKED_AT = tuple(form for form in (*CHATS, *TEXT_CORPORA) if form.looks is not None)
_HEAD = 8_000  # bytes of a text in which signs are looked for
# A clock, or letters and digits with a sign between them, is in all that have signs.
_CLOCK_OR_ID = re.compile(r"[:._-](?:(?<=\d[:.])\d\d|(?<=[^\W_][._-])\w*\d)")
_BEGINNINGS = ("1 ", "<", "$", "file;", "SPEAKER ", "SPKR-INFO ", "SEGMENT ", "LEXEME ", "LANGUAGE ", ";;")
_NUMBERED_CUE = re.compile(r"\s*\d+(?:[ \t]*\n|[ \t]+)\d{1,2}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->")


def found_in_text(data: bytes) -> ImportFormat | str | None:
    """The format of a file that is text by its name: one of these rows, the key of another, or None."""
    text = _beginning(data)
    if is_page(data):
        return _ROWS["telegram-html"] if is_telegram_page(data) else _ROWS["html"]
    if looks_like_yaml(text):
        return YAML
    if (captions := _captions(text)) is not None:
        return captions
    if _is_piped(text) or _names_columns(text):
        return "csv"
    if not (
        _CLOCK_OR_ID.search(text)
        or "__eou__" in text
        or " utt" in text
        or "+++$+++" in text
        or text.startswith(_BEGINNINGS)
    ):
        return _ROWS["html"] if _is_tagged(text) else None
    found = next((form for form in _LOOKED_AT if form.looks is not None and form.looks(text)), None)
    return found or (_ROWS["html"] if _is_tagged(text) else None)


_TAGGED = re.compile(r"<(?P<tag>[A-Z]\w{2,20})>[ \t]*[^<>:\n]{2,80}:[ \t]")
_TAGS = 2


def _is_tagged(text: str) -> bool:
    """Whether stretches of a text stand between tags, as speeches do: ``<Newspeech>Mr. Vos: …``."""
    if "</" not in text:
        return False
    tags = Counter(match["tag"] for match in _TAGGED.finditer(text) if f"</{match['tag']}>" in text)
    return max(tags.values(), default=0) >= _TAGS


def _captions(text: str) -> ImportFormat | str | None:
    """The kind of captions that a text is; None for none."""
    if text.startswith("Scenarist_SCC"):
        return _SCC
    if looks_like_video_captions(text):
        return "sbv"
    if found := next((form for form in CAPTIONS if form.looks is not None and form.looks(text)), None):
        return found
    return "srt" if _NUMBERED_CUE.match(text) else None


def found_in_json(data: bytes) -> ImportFormat | None:
    """The chat program or the like that wrote a JSON file; None for all others."""
    if key := program_in(data):
        return _ROWS["slack-day" if key == "slack" else key]
    if looks_like_otranscribe(data):
        return _ROWS["otr"]
    return _SLACK_LIST if is_slack_list(data) else None


def found_page(data: bytes) -> ImportFormat | None:
    """What a web page is: an export of Telegram, or one that is refused; None where it is none."""
    if not is_page(data):
        return None
    return _ROWS["telegram-html"] if is_telegram_page(data) else _ROWS["html"]


def _beginning(data: bytes) -> str:
    """The beginning of a text, well enough for signs in ASCII."""
    head = data[:_HEAD]
    if b"\0" in head[:200]:
        return head.decode("utf-16", "replace") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else ""
    text = without_blank_beginning(head).decode("utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _names_columns(text: str) -> bool:
    """Whether the first line names columns, one of them for the words and one for something beside them."""
    line, _, below = text.strip("\n").partition("\n")
    separator = next((sign for sign in "\t;," if sign in line), "")
    if not separator or separator not in below:
        return False
    names = [plain(each.strip(' "')) for each in line.split(separator)]
    roles = {meant[0] for name in names if (meant := role_of(name)) is not None}
    return (
        len(line) < _HEAD_LINE and "text" in roles and bool(roles & {"speaker", "dialogue", "start", "time"})
    )


_HEAD_LINE = 400  # characters


def _is_piped(text: str) -> bool:
    """Whether several lines are divided by bars into the same number of cells, and are no Markdown table."""
    if "|" not in text:
        return False
    lines = [line for line in text.split("\n")[:-1] or [text] if line.strip()]
    if len(lines) < 3 or "|" not in lines[0] or lines[0].lstrip().startswith("|"):
        return False
    return len({line.count("|") for line in lines[:60]}) == 1
