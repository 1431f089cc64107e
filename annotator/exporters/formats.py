"""The export formats, as a table: a new format is a new row, here and in ``format_limits``."""

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
from annotator.exporters.format_limits import LIMITS, FormatLimits
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


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that a project can be written to.

    ``extensions`` begin with a dot; the first is the usual one. ``write`` writes a whole
    project to an open file; ``check`` compares the file with the project. ``read`` opens such a
    file again as a project, None where the format cannot hold one. ``by_ending`` is off where an ending
    alone does not mean this format, because another owns it or many share it. ``whole``: dialogues are
    never cut, for turns are told by their place in them. ``received``: the received text is always there
    too. ``needs`` is the module of a library that may be missing. What it cannot hold is a row of
    :mod:`annotator.exporters.format_limits`.
    """

    key: str
    name: str
    description: str
    extensions: tuple[str, ...]
    write: Callable[[Content, BinaryIO, Options], None]
    check: Callable[[Content], Check]
    read: Callable[[Path], Export] | None = None
    by_ending: bool = True
    whole: bool = False
    received: bool = False
    needs: str = ""

    @property
    def limits(self) -> FormatLimits:
        """What it cannot hold, and what it writes otherwise."""
        return LIMITS[self.key]


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
    ),
    Format(
        key="jsonl",
        name="JSON Lines",
        description="One dialogue a line, each as in the JSON; for scripts.",
        extensions=(".jsonl", ".ndjson"),
        write=json_writer.write_lines,
        check=own_json.Lines,
        received=True,
    ),
    Format(
        key="csv",
        name="CSV, one row per turn",
        description="For spreadsheets and statistics; opens in Excel as it is.",
        extensions=(".csv",),
        write=csv_writer.write,
        check=csv_rows.TurnRows,
    ),
    Format(
        key="doccano",
        name="doccano JSON Lines",
        description="One turn a line, with label lists and spans as doccano imports them.",
        extensions=(".jsonl",),
        write=doccano_writer.write,
        check=annotation_tools.Doccano,
        by_ending=False,
    ),
    Format(
        key="convokit",
        name="ConvoKit corpus, zipped",
        description="A folder that ConvoKit loads; tags are metadata of utterances and conversations.",
        extensions=(".zip",),
        write=convokit_writer.write,
        check=annotation_tools.ConvoKit,
        by_ending=False,
    ),
    Format(
        key="label-studio",
        name="Label Studio, zipped",
        description="Tasks and the labelling configuration for them; suggestions are predictions.",
        extensions=(".zip",),
        write=label_studio_writer.write,
        check=annotation_tools.LabelStudio,
        by_ending=False,
    ),
    Format(
        key="messages",
        name="Chat messages, zipped",
        description="OpenAI messages, one dialogue a line, with the tags by line and message beside them.",
        extensions=(".zip",),
        write=messages_writer.write,
        check=annotation_tools.Messages,
        by_ending=False,
    ),
    Format(
        key="elan",
        name="ELAN, zipped",
        description="One .eaf for each dialogue: a tier for each speaker, and one for each facet and person.",
        extensions=(".zip",),
        write=elan_writer.write,
        check=annotation_tools.Elan,
        by_ending=False,
    ),
    Format(
        key="chat",
        name="CHAT, zipped",
        description="One .cha for each dialogue, for CLAN: words, with text and tags in full below them.",
        extensions=(".zip",),
        write=chat_writer.write,
        check=annotation_tools.Chat,
        by_ending=False,
    ),
    Format(
        key="vtt",
        name="WebVTT, zipped",
        description="One .vtt for each dialogue: a cue a turn with its times; tags in full in notes.",
        extensions=(".zip",),
        write=webvtt_writer.write,
        check=annotation_tools.WebVtt,
        by_ending=False,
    ),
    Format(
        key="tags-csv",
        name="CSV, one row per tag",
        description="Every tag in full, with its turn, span, annotator and time; for statistics.",
        extensions=(".csv",),
        write=tag_rows_writer.write,
        check=csv_rows.TagRows,
        by_ending=False,
    ),
    Format(
        key="decisions-csv",
        name="CSV, one row per decision",
        description="What adjudicators decided and annotators had said, with reasons and kinds of error.",
        extensions=(".csv",),
        write=decisions_writer.write,
        check=csv_rows.DecisionRows,
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
    ),
    Format(
        key="tags-parquet",
        name="Parquet, one row per tag",
        description="Every tag in full, with its turn, span, annotator and time, in typed columns.",
        extensions=(".parquet",),
        write=parquet_writer.write_tags,
        check=tabular.TagTable,
        needs="pyarrow",
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
        by_ending=False,
    ),
    Format(
        key="lewidi",
        name="Le-Wi-Di JSON, zipped",
        description="For learning with disagreement: everybody's labels and their shares, by facet.",
        extensions=(".zip",),
        write=lewidi_writer.write,
        check=disagreement.LeWiDi,
        by_ending=False,
    ),
    Format(
        key="soft-json",
        name="Soft labels, JSON",
        description="The share of annotators who gave each label, by turn, with a published schema.",
        extensions=(".json",),
        write=soft_labels_writer.write,
        check=soft_labels.SoftDocument,
        by_ending=False,
    ),
    Format(
        key="soft-jsonl",
        name="Soft labels, JSON Lines",
        description="The share of annotators who gave each label: a turn in a facet a line.",
        extensions=(".jsonl",),
        write=soft_labels_writer.write_lines,
        check=soft_labels.SoftLines,
        by_ending=False,
    ),
    Format(
        key="soft-csv",
        name="Soft labels, CSV",
        description="The share of annotators who gave each label: a label of a turn a row.",
        extensions=(".csv",),
        write=soft_labels_writer.write_csv,
        check=soft_labels.SoftRows,
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
        by_ending=False,
    ),
    Format(
        key="xlsx",
        name="Excel workbook",
        description="A sheet of turns and a sheet of tags; text stays text, and nothing runs as a formula.",
        extensions=(".xlsx",),
        write=xlsx_writer.write,
        check=workbook.Workbook,
    ),
    Format(
        key="tables",
        name="The tables that came in, zipped",
        description="CSV files and workbooks as they came, with the tags as further columns.",
        extensions=(".zip",),
        write=source_tables_writer.write,
        check=source_tables.Returned,
        by_ending=False,
    ),
    Format(
        key="html",
        name="HTML reading copy",
        description="One page to read and print, with tags in colour; loads and runs nothing.",
        extensions=(".html", ".htm"),
        write=html_writer.write,
        check=html_and_markdown.HtmlPage,
    ),
    Format(
        key="markdown",
        name="Markdown reading copy",
        description="A text to read or paste elsewhere; a dot in the colour of the label before each tag.",
        extensions=(".md",),
        write=markdown_writer.write,
        check=html_and_markdown.MarkdownPage,
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
