"""What each export format cannot hold, and what it writes otherwise than the project has it, as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from annotator.exporters import xlsx_writer
from annotator.exporters.csv_writer import safe
from annotator.exporters.xml_text import clean


@dataclass(frozen=True, slots=True)
class FormatLimits:
    """What becomes of a project in a format.

    ``losses`` says in words what it cannot hold, ``lacks`` names the kinds of things that are counted for
    the report, ``invents`` those that are in the file though the source does not say them, which are
    counted, too; ``changes`` says what is written under another name, ``alters`` is what becomes of texts
    and in words why.
    """

    losses: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    invents: tuple[str, ...] = ()
    alters: tuple[Callable[[str], str], str] | None = None


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

# By the key of the format.
LIMITS: Mapping[str, FormatLimits] = {
    "json": FormatLimits(
        losses=("the history of edits", "which labels were offered to whom", "removed dialogues"),
    ),
    "jsonl": FormatLimits(
        lacks=("views", *_CODEBOOK),
        losses=(
            "the project's name, its study's settings and views, the codebook and the names of annotators",
            "the files' names, encodings and bytes",
            "the history of edits",
            "removed dialogues",
        ),
    ),
    "csv": FormatLimits(
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
    "doccano": FormatLimits(
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
    ),
    "convokit": FormatLimits(
        lacks=("suggestions", *_RECEIVED, "marks", "views", "empty dialogues"),
        changes=("a speaker is called DIALOGUE:NAME, and a conversation by its first turn",),
        invents=("invented replies",),
        losses=(
            "dialogues without turns",
            "the files' encodings and bytes",
            "speakers are named with their dialogue",
            *_FOREIGN,
        ),
    ),
    "label-studio": FormatLimits(
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
    ),
    "messages": FormatLimits(
        lacks=("suggestions", *_RECEIVED, "marks", "views", *_ABOUT, "empty dialogues"),
        changes=("who speaks first is the user, who speaks next the assistant",),
        losses=(
            "dialogues without turns",
            "of the speakers, in the messages, all but who is user and who is assistant",
            "metadata of turns and dialogues",
            *_FOREIGN,
        ),
    ),
    "elan": FormatLimits(
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
    ),
    "chat": FormatLimits(
        lacks=("suggestions", *_RECEIVED, "marks", "views", *_ABOUT[:3], *_CODEBOOK),
        changes=("speakers are SP1, SP2 and so on, with their names as participants and in the comment",),
        losses=(
            "punctuation in the words: the text as it is stands on the tier %xtxt",
            "metadata of turns and dialogues",
            "definitions, colours and keys of labels",
            *_FOREIGN,
        ),
    ),
    "vtt": FormatLimits(
        lacks=("suggestions", *_RECEIVED, "marks", "views", *_ABOUT[:3], *_CODEBOOK),
        invents=("invented times",),
        losses=(
            "empty lines in cues: the text as it is stands in a note",
            "metadata of turns and dialogues",
            "definitions, colours and keys of labels",
            *_FOREIGN,
        ),
    ),
    "tags-csv": FormatLimits(
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
    ),
    "decisions-csv": FormatLimits(
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
    ),
    "parquet": FormatLimits(
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
    "tags-parquet": FormatLimits(
        lacks=("untagged turns", *_RECEIVED, "marks", "views", *_ABOUT, *_CODEBOOK),
        losses=(
            "dialogues and turns without tags",
            "received text, repair steps and places of gaps",
            "what was detected about languages",
            "definitions and colours of labels, and the study's settings",
            _FINDING_AGAIN,
            *_HISTORY,
        ),
    ),
    "datasets": FormatLimits(
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
    ),
    "lewidi": FormatLimits(
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
    ),
    "soft-json": FormatLimits(
        lacks=_NOT_SOFT,
        losses=_LOST_SOFT,
    ),
    "soft-jsonl": FormatLimits(
        lacks=_NOT_SOFT,
        losses=_LOST_SOFT,
    ),
    "soft-csv": FormatLimits(
        lacks=_NOT_SOFT,
        alters=_APOSTROPHE,
        losses=(*_LOST_SOFT, "cells that a spreadsheet would run as a formula begin with an apostrophe"),
    ),
    "soft-parquet": FormatLimits(
        lacks=_NOT_SOFT,
        losses=_LOST_SOFT,
    ),
    "xlsx": FormatLimits(
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
    "tables": FormatLimits(
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
    ),
    "html": FormatLimits(
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
    "markdown": FormatLimits(
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
}
