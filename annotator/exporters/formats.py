"""The export formats, as a table: a new format is a new row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotator.errors import Sentence, UserError
from annotator.exporters import (
    chat_writer,
    convokit_writer,
    csv_writer,
    decisions_writer,
    doccano_writer,
    elan_writer,
    html_writer,
    json_writer,
    label_studio_writer,
    lewidi_writer,
    markdown_writer,
    messages_writer,
    parquet_writer,
    soft_labels_writer,
    source_tables_writer,
    tag_rows_writer,
    webvtt_writer,
    xlsx_writer,
)
from annotator.exporters.csv_writer import safe
from annotator.exporters.json_reader import Export
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.read_back_check import Check
from annotator.exporters.readback import (
    annotation_tools,
    csv_rows,
    disagreement,
    html_and_markdown,
    own_json,
    soft_labels,
    source_tables,
    tabular,
    workbook,
)
from annotator.exporters.xml_text import clean


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that a project can be written to.

    ``extensions`` begin with a dot; the first is the usual one. ``write`` writes a whole
    project to an open file; ``check`` compares the file with the project. ``read`` opens such a
    file again as a project, None where the format cannot hold one. ``losses`` says in words what it
    cannot hold, ``lacks`` names the kinds of things that are counted for the report, ``invents`` those
    that are in the file though the source does not say them, which are counted, too;
    ``changes`` says what is written under another name, ``alters`` is what becomes of texts and
    in words why. ``by_ending`` is off where an ending alone does not mean this format,
    because another owns it or many share it. ``whole``: dialogues are never cut, for turns
    are told by their place in them. ``received``: the received text is always there too. ``needs`` is
    the module of a library that may be missing.
    """

    key: str
    name: str
    description: str
    extensions: tuple[str, ...]
    write: Callable[[Content, BinaryIO, Options], None]
    check: Callable[[Content], Check]
    read: Callable[[Path], Export] | None = None
    losses: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    invents: tuple[str, ...] = ()
    alters: tuple[Callable[[str], str], str] | None = None
    by_ending: bool = True
    whole: bool = False
    received: bool = False
    needs: str = ""


_CODEBOOK = ("definitions", "colours", "hotkeys", "hierarchy", "retired", "questions")
_RECEIVED = ("steps", "gaps", "remarks")
_ABOUT = ("languages", "turn metadata", "dialogue metadata", "dialogue targets")
_APOSTROPHE = (
    lambda text: str(safe(text)),
    "begin with an apostrophe, so that no spreadsheet runs them as a formula",
)
_XML = (clean, "have U+FFFD for characters that XML cannot hold")

_FINDING_AGAIN = "flags, bookmarks and named views"
_HISTORY = ("the history of edits", "removed dialogues")
# What a copy for reading leaves behind.
_READING = (
    "when tags were given, and keys",
    "definitions of labels",
    "metadata of turns and dialogues",
    "characters that XML cannot hold are U+FFFD",
)
# What every format for other tools leaves behind.
_FOREIGN = (
    "received text, repair steps and places of gaps",
    "suggestions that nobody has accepted",
    "the study's settings",
    _FINDING_AGAIN,
    *_HISTORY,
)

# What the shares of labels leave behind.
_NOT_SOFT = (
    "untagged turns",
    "spans",
    "free text",
    "intensity",
    "uncertain",
    "notes",
    "times",
    "suggestions",
    *_RECEIVED,
    "marks",
    "views",
    *_ABOUT,
    *_CODEBOOK,
)
_LOST_SOFT = (
    "turns that nobody labelled",
    "facets of spans and of free text",
    "intensity, uncertainty and notes",
    "when tags were given",
    "votes: they can be counted again",
    "what was detected about languages",
    "definitions and colours of labels, and the study's settings",
    *_FOREIGN,
)


FORMATS: tuple[Format, ...] = (
    Format(
        key="json",
        name="Dialogue Annotator JSON",
        description="Everything, in one file with a published schema; can be read back.",
        extensions=(".json",),
        write=json_writer.write,
        check=own_json.WholeDocument,
        whole=True,
        received=True,
        read=Export,
        losses=("the history of edits", "which labels were offered to whom", "removed dialogues"),
    ),
    Format(
        key="jsonl",
        name="JSON Lines",
        description="One dialogue a line, each as in the JSON; for scripts.",
        extensions=(".jsonl", ".ndjson"),
        write=json_writer.write_lines,
        check=own_json.Lines,
        received=True,
        lacks=("views", *_CODEBOOK),
        losses=(
            "the project's name, its study's settings and views, the codebook and the names of annotators",
            "the files' names, encodings and bytes",
            "the history of edits",
            "removed dialogues",
        ),
    ),
    Format(
        key="csv",
        name="CSV, one row per turn",
        description="For spreadsheets and statistics; opens in Excel as it is.",
        extensions=(".csv",),
        write=csv_writer.write,
        check=csv_rows.TurnRows,
        lacks=(
            "spans",
            "dialogue tags",
            "suggestions",
            "times",
            *_RECEIVED,
            "marks",
            "views",
            *_ABOUT[1:],
            "empty dialogues",
            *_CODEBOOK,
        ),
        alters=_APOSTROPHE,
        losses=(
            "received text and repair steps",
            "places of gaps",
            "tags of spans of a turn are not told from tags of the turn",
            "tags of whole dialogues",
            "suggestions that nobody has accepted",
            "when tags were given",
            "the codebook and the study's settings",
            _FINDING_AGAIN,
            "cells that a spreadsheet would run as a formula begin with an apostrophe",
            "the history of edits",
            "removed dialogues",
        ),
    ),
    Format(
        key="doccano",
        name="doccano JSON Lines",
        description="One turn a line, with label lists and spans as doccano imports them.",
        extensions=(".jsonl",),
        write=doccano_writer.write,
        check=annotation_tools.Doccano,
        lacks=(
            "annotators",
            "times",
            "targets",
            "intensity",
            "uncertain",
            "notes",
            "dialogue tags",
            "suggestions",
            *_RECEIVED,
            "marks",
            "views",
            *_ABOUT,
            "empty dialogues",
            *_CODEBOOK,
        ),
        changes=("a label is called FACET: LABEL",),
        losses=(
            "who gave a label, and when",
            "targets, intensity, uncertainty and notes",
            "tags of whole dialogues",
            "definitions, colours and keys of labels",
            *_FOREIGN,
        ),
        by_ending=False,
    ),
    Format(
        key="convokit",
        name="ConvoKit corpus, zipped",
        description="A folder that ConvoKit loads; tags are metadata of utterances and conversations.",
        extensions=(".zip",),
        write=convokit_writer.write,
        check=annotation_tools.ConvoKit,
        lacks=("suggestions", *_RECEIVED, "marks", "views", "empty dialogues"),
        changes=("a speaker is called DIALOGUE:NAME, and a conversation by its first turn",),
        invents=("invented replies",),
        losses=(
            "dialogues without turns",
            "the files' encodings and bytes",
            "speakers are named with their dialogue",
            *_FOREIGN,
        ),
        by_ending=False,
    ),
    Format(
        key="label-studio",
        name="Label Studio, zipped",
        description="Tasks and the labelling configuration for them; suggestions are predictions.",
        extensions=(".zip",),
        write=label_studio_writer.write,
        check=annotation_tools.LabelStudio,
        lacks=("times", *_RECEIVED, "marks", "views", *_ABOUT, "colours", "hotkeys", "hierarchy", "retired"),
        losses=(
            "when tags were given",
            "accounts of annotators: their names are in the data of the task",
            "of several labels on one place, all but the first's intensity",
            "shortcuts, colours and keys of labels",
            "characters that XML cannot hold are U+FFFD in names of labels",
            "received text, repair steps and places of gaps",
            "the study's settings",
            _FINDING_AGAIN,
            *_HISTORY,
        ),
        by_ending=False,
    ),
    Format(
        key="messages",
        name="Chat messages, zipped",
        description="OpenAI messages, one dialogue a line, with the tags by line and message beside them.",
        extensions=(".zip",),
        write=messages_writer.write,
        check=annotation_tools.Messages,
        lacks=("suggestions", *_RECEIVED, "marks", "views", *_ABOUT, "empty dialogues"),
        changes=("who speaks first is the user, who speaks next the assistant",),
        losses=(
            "dialogues without turns",
            "of the speakers, in the messages, all but who is user and who is assistant",
            "metadata of turns and dialogues",
            *_FOREIGN,
        ),
        by_ending=False,
    ),
    Format(
        key="elan",
        name="ELAN, zipped",
        description="One .eaf for each dialogue: a tier for each speaker, and one for each facet and person.",
        extensions=(".zip",),
        write=elan_writer.write,
        check=annotation_tools.Elan,
        lacks=(
            "spans",
            "targets",
            "intensity",
            "uncertain",
            "notes",
            "times",
            "suggestions",
            *_RECEIVED,
            "marks",
            "views",
            *_ABOUT[:3],
            *_CODEBOOK,
        ),
        changes=("turns without a speaker stand on the tier “(no speaker)”",),
        invents=("invented times",),
        alters=_XML,
        losses=(
            "places of spans: their labels stand at the turn",
            "what a tag is toward, intensity, uncertainty and notes",
            "when tags were given",
            "characters that XML cannot hold are U+FFFD",
            "definitions, colours and keys of labels",
            *_FOREIGN,
        ),
        by_ending=False,
    ),
    Format(
        key="chat",
        name="CHAT, zipped",
        description="One .cha for each dialogue, for CLAN: words, with text and tags in full below them.",
        extensions=(".zip",),
        write=chat_writer.write,
        check=annotation_tools.Chat,
        lacks=("suggestions", *_RECEIVED, "marks", "views", *_ABOUT[:3], *_CODEBOOK),
        changes=("speakers are SP1, SP2 and so on, with their names as participants and in the comment",),
        losses=(
            "punctuation in the words: the text as it is stands on the tier %xtxt",
            "metadata of turns and dialogues",
            "definitions, colours and keys of labels",
            *_FOREIGN,
        ),
        by_ending=False,
    ),
    Format(
        key="vtt",
        name="WebVTT, zipped",
        description="One .vtt for each dialogue: a cue a turn with its times; tags in full in notes.",
        extensions=(".zip",),
        write=webvtt_writer.write,
        check=annotation_tools.WebVtt,
        lacks=("suggestions", *_RECEIVED, "marks", "views", *_ABOUT[:3], *_CODEBOOK),
        invents=("invented times",),
        losses=(
            "empty lines in cues: the text as it is stands in a note",
            "metadata of turns and dialogues",
            "definitions, colours and keys of labels",
            *_FOREIGN,
        ),
        by_ending=False,
    ),
    Format(
        key="tags-csv",
        name="CSV, one row per tag",
        description="Every tag in full, with its turn, span, annotator and time; for statistics.",
        extensions=(".csv",),
        write=tag_rows_writer.write,
        check=csv_rows.TagRows,
        lacks=("untagged turns", *_RECEIVED, "marks", "views", *_ABOUT, *_CODEBOOK),
        alters=_APOSTROPHE,
        losses=(
            "dialogues and turns without tags",
            "received text, repair steps and places of gaps",
            "what was detected about languages",
            "definitions and colours of labels, and the study's settings",
            _FINDING_AGAIN,
            "cells that a spreadsheet would run as a formula begin with an apostrophe",
            *_HISTORY,
        ),
        by_ending=False,
    ),
    Format(
        key="decisions-csv",
        name="CSV, one row per decision",
        description="What adjudicators decided and annotators had said, with reasons and kinds of error.",
        extensions=(".csv",),
        write=decisions_writer.write,
        check=csv_rows.DecisionRows,
        lacks=(
            "untagged turns",
            "spans",
            "free text",
            "suggestions",
            *_RECEIVED,
            "marks",
            "views",
            *_ABOUT,
            *_CODEBOOK,
        ),
        alters=_APOSTROPHE,
        losses=(
            "all tags of turns on which nobody decided",
            "intensity, uncertainty and notes of annotators",
            "received text, repair steps and places of gaps",
            "what was detected about languages",
            "definitions and colours of labels, and the study's settings",
            _FINDING_AGAIN,
            "cells that a spreadsheet would run as a formula begin with an apostrophe",
            *_HISTORY,
        ),
        by_ending=False,
    ),
    Format(
        key="parquet",
        name="Parquet, one row per turn",
        description="Typed columns for pandas, Polars, R and DuckDB; a facet is a list of answers.",
        extensions=(".parquet",),
        write=parquet_writer.write_turns,
        check=tabular.TurnTable,
        needs="pyarrow",
        lacks=(
            "targets",
            "intensity",
            "uncertain",
            "notes",
            "times",
            "spans",
            "dialogue tags",
            "suggestions",
            *_RECEIVED,
            "marks",
            "views",
            *_ABOUT[2:],
            "empty dialogues",
            *_CODEBOOK,
        ),
        losses=(
            "what tags carry: targets, intensity, uncertainty, notes, times, places of spans",
            "tags of whole dialogues",
            "definitions, colours and keys of labels",
            "metadata of dialogues",
            *_FOREIGN,
        ),
    ),
    Format(
        key="tags-parquet",
        name="Parquet, one row per tag",
        description="Every tag in full, with its turn, span, annotator and time, in typed columns.",
        extensions=(".parquet",),
        write=parquet_writer.write_tags,
        check=tabular.TagTable,
        needs="pyarrow",
        lacks=("untagged turns", *_RECEIVED, "marks", "views", *_ABOUT, *_CODEBOOK),
        losses=(
            "dialogues and turns without tags",
            "received text, repair steps and places of gaps",
            "what was detected about languages",
            "definitions and colours of labels, and the study's settings",
            _FINDING_AGAIN,
            *_HISTORY,
        ),
        by_ending=False,
    ),
    Format(
        key="datasets",
        name="Hugging Face data set, zipped",
        description="Turns and tags as Parquet for `datasets` to load, with a card and Croissant metadata.",
        extensions=(".zip",),
        write=parquet_writer.write_folder,
        check=tabular.Folder,
        needs="pyarrow",
        lacks=(
            *_RECEIVED,
            "marks",
            "views",
            *_ABOUT[2:],
            "empty dialogues",
            "colours",
            "hotkeys",
            "hierarchy",
            "retired",
        ),
        losses=(
            "dialogues without turns",
            "colours and keys of labels",
            "metadata of dialogues",
            "received text, repair steps and places of gaps",
            "the study's settings",
            _FINDING_AGAIN,
            *_HISTORY,
        ),
        by_ending=False,
    ),
    Format(
        key="lewidi",
        name="Le-Wi-Di JSON, zipped",
        description="For learning with disagreement: everybody's labels and their shares, by facet.",
        extensions=(".zip",),
        write=lewidi_writer.write,
        check=disagreement.LeWiDi,
        lacks=(
            "untagged turns",
            "spans",
            "free text",
            "intensity",
            "uncertain",
            "notes",
            "times",
            "suggestions",
            *_RECEIVED,
            "marks",
            "views",
            *_ABOUT[1:],
        ),
        changes=("annotators are Ann1, Ann2 and so on, with their names beside",),
        losses=(
            "turns that nobody labelled",
            "facets of spans and of free text",
            "intensity, uncertainty and notes",
            "when tags were given",
            "votes: they can be counted again",
            *_FOREIGN,
        ),
        by_ending=False,
    ),
    Format(
        key="soft-json",
        name="Soft labels, JSON",
        description="The share of annotators who gave each label, by turn, with a published schema.",
        extensions=(".json",),
        write=soft_labels_writer.write,
        check=soft_labels.SoftDocument,
        lacks=_NOT_SOFT,
        losses=_LOST_SOFT,
        by_ending=False,
    ),
    Format(
        key="soft-jsonl",
        name="Soft labels, JSON Lines",
        description="The share of annotators who gave each label: a turn in a facet a line.",
        extensions=(".jsonl",),
        write=soft_labels_writer.write_lines,
        check=soft_labels.SoftLines,
        lacks=_NOT_SOFT,
        losses=_LOST_SOFT,
        by_ending=False,
    ),
    Format(
        key="soft-csv",
        name="Soft labels, CSV",
        description="The share of annotators who gave each label: a label of a turn a row.",
        extensions=(".csv",),
        write=soft_labels_writer.write_csv,
        check=soft_labels.SoftRows,
        lacks=_NOT_SOFT,
        alters=_APOSTROPHE,
        losses=(*_LOST_SOFT, "cells that a spreadsheet would run as a formula begin with an apostrophe"),
        by_ending=False,
    ),
    Format(
        key="soft-parquet",
        name="Soft labels, Parquet",
        description="The share of annotators who gave each label, in typed columns: a label of a turn a row.",
        extensions=(".parquet",),
        write=soft_labels_writer.write_parquet,
        check=soft_labels.SoftTable,
        needs="pyarrow",
        lacks=_NOT_SOFT,
        losses=_LOST_SOFT,
        by_ending=False,
    ),
    Format(
        key="xlsx",
        name="Excel workbook",
        description="A sheet of turns and a sheet of tags; text stays text, and nothing runs as a formula.",
        extensions=(".xlsx",),
        write=xlsx_writer.write,
        check=workbook.Workbook,
        lacks=(*_RECEIVED, "marks", "views", *_ABOUT[2:], "empty dialogues", *_CODEBOOK),
        alters=(xlsx_writer.shown, "are cut at 32,767 characters or have U+FFFD for what XML cannot hold"),
        losses=(
            "dialogues without turns",
            "texts of more than 32,767 characters are cut there, which is what a cell holds",
            "characters that XML cannot hold are U+FFFD",
            "definitions, colours and keys of labels",
            "metadata of dialogues",
            "received text, repair steps and places of gaps",
            "the study's settings",
            _FINDING_AGAIN,
            *_HISTORY,
        ),
    ),
    Format(
        key="tables",
        name="The tables that came in, zipped",
        description="CSV files and workbooks as they came, with the tags as further columns.",
        extensions=(".zip",),
        write=source_tables_writer.write,
        check=source_tables.Returned,
        lacks=("other sources", "spans", "suggestions", "times", *_RECEIVED, "marks", "views", *_CODEBOOK),
        losses=(
            "dialogues of files that are no tables",
            "repairs: texts are as they were received",
            "places of spans: their labels stand at the turn",
            "suggestions that nobody has accepted",
            "when tags were given",
            "the codebook and the study's settings",
            _FINDING_AGAIN,
            *_HISTORY,
        ),
        by_ending=False,
    ),
    Format(
        key="html",
        name="HTML reading copy",
        description="One page to read and print, with tags in colour; loads and runs nothing.",
        extensions=(".html", ".htm"),
        write=html_writer.write,
        check=html_and_markdown.HtmlPage,
        lacks=(
            "times",
            "suggestions",
            *_RECEIVED,
            "marks",
            "views",
            *_ABOUT[:3],
            "definitions",
            "hotkeys",
            "hierarchy",
            "retired",
            "questions",
        ),
        alters=_XML,
        losses=(*_READING, *_FOREIGN),
    ),
    Format(
        key="markdown",
        name="Markdown reading copy",
        description="A text to read or paste elsewhere; a dot in the colour of the label before each tag.",
        extensions=(".md",),
        write=markdown_writer.write,
        check=html_and_markdown.MarkdownPage,
        lacks=("times", "suggestions", *_RECEIVED, "marks", "views", *_ABOUT[:3], *_CODEBOOK),
        alters=_XML,
        losses=(
            "white space, but for line breaks inside a turn",
            "where in a turn a span stands, if its words occur twice",
            "exact colours",
            *_READING,
            *_FOREIGN,
        ),
    ),
)


def format_of(path: Path, key: str | None = None) -> Format:
    """The format with that key, without one the format that owns the file's ending.

    Raises UserError where there is none.
    """
    for row in FORMATS:
        if row.key == key or (key is None and row.by_ending and path.suffix.casefold() in row.extensions):
            return row
    ending = path.suffix.casefold()
    several = [row.key for row in FORMATS if key is None and ending in row.extensions]
    if several:
        raise UserError(
            "{file} cannot be written",
            "{suffix} alone does not say which format is meant",
            "Name one with --format: {names}",
            file=path.name,
            suffix=path.suffix,
            names=", ".join(several),
        )
    endings = ", ".join(f"{row.extensions[0]} ({row.key})" for row in FORMATS)
    raise UserError(
        "{file} cannot be written",
        Sentence("there is no export format {key!r}", key=key)
        if key
        else Sentence("no export format ends in {suffix!r}", suffix=path.suffix or Sentence("nothing")),
        "Choose one of {endings}",
        file=path.name,
        endings=endings,
    )
