"""Bytes to text to turns: encodings, speaker markers, gaps, and the prompt of a dialogue."""

from annotator.importers.column_mapping import ColumnsUnclear, columns_together
from annotator.importers.custom_marker_rule import custom_rule, read_rule
from annotator.importers.encodings import (
    ENCODINGS,
    Encoding,
    canonical,
    decode,
    decode_by_lines,
    encodings_offered,
)
from annotator.importers.format_row import ImportFormat
from annotator.importers.formats import FORMATS, TEXT, find_format, format_of_key, read_structured
from annotator.importers.gaps import Habits, find_gaps, find_gaps_in_all, habits
from annotator.importers.import_questions import (
    LEFT_OUT,
    QUESTIONS,
    Remarks,
    left_out_text,
    open_questions,
    question_kind,
    question_sentence,
    question_text,
    read_answer,
)
from annotator.importers.input_files import TRANSCRIPTS, FileOnDisk, FileReader, Skipped, read_file, walk
from annotator.importers.markers import RULES, MarkerRule, guess_rule, rule
from annotator.importers.plausibility_checks import DialoguePace, clock, look_over, pace_of
from annotator.importers.process_pool import Crew
from annotator.importers.prompt import draft_target
from annotator.importers.reader_result import (
    ROLES,
    TOGETHER,
    Fault,
    ReadDialogue,
    Readout,
    ReadTag,
    ReadTurn,
    Recipe,
    Role,
    Tier,
    columns_key,
)
from annotator.importers.segment import Segmentation, TurnPiece, segment
from annotator.importers.text_to_turns import Divided, divide

__all__ = [
    "ENCODINGS",
    "FORMATS",
    "LEFT_OUT",
    "QUESTIONS",
    "ROLES",
    "RULES",
    "TEXT",
    "TOGETHER",
    "TRANSCRIPTS",
    "ColumnsUnclear",
    "Crew",
    "DialoguePace",
    "Divided",
    "Encoding",
    "Fault",
    "FileOnDisk",
    "FileReader",
    "Habits",
    "ImportFormat",
    "MarkerRule",
    "ReadDialogue",
    "ReadTag",
    "ReadTurn",
    "Readout",
    "Recipe",
    "Remarks",
    "Role",
    "Segmentation",
    "Skipped",
    "Tier",
    "TurnPiece",
    "canonical",
    "clock",
    "columns_key",
    "columns_together",
    "custom_rule",
    "decode",
    "decode_by_lines",
    "divide",
    "draft_target",
    "encodings_offered",
    "find_format",
    "find_gaps",
    "find_gaps_in_all",
    "format_of_key",
    "guess_rule",
    "habits",
    "left_out_text",
    "look_over",
    "open_questions",
    "pace_of",
    "question_kind",
    "question_sentence",
    "question_text",
    "read_answer",
    "read_file",
    "read_rule",
    "read_structured",
    "rule",
    "segment",
    "walk",
]
