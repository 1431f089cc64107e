"""Bytes to text to turns: encodings, speaker markers, gaps, and the prompt of a dialogue."""

from annotator.importers.crew import Crew
from annotator.importers.encodings import ENCODINGS, Encoding, canonical, decode, encodings_offered
from annotator.importers.files import TRANSCRIPTS, FileOnDisk, FileReader, Skipped, read_file, walk
from annotator.importers.formats import FORMATS, TEXT, Format, find_format, format_of_key, read_structured
from annotator.importers.gaps import Habits, find_gaps, habits
from annotator.importers.markers import RULES, MarkerRule, guess_rule, rule
from annotator.importers.own_rule import custom_rule
from annotator.importers.prompt import draft_target
from annotator.importers.readout import (
    ROLES,
    Fault,
    ReadDialogue,
    Readout,
    ReadTurn,
    Recipe,
    Role,
    columns_key,
)
from annotator.importers.segment import Piece, Segmentation, segment

__all__ = [
    "ENCODINGS",
    "FORMATS",
    "ROLES",
    "RULES",
    "TEXT",
    "TRANSCRIPTS",
    "Crew",
    "Encoding",
    "Fault",
    "FileOnDisk",
    "FileReader",
    "Format",
    "Habits",
    "MarkerRule",
    "Piece",
    "ReadDialogue",
    "ReadTurn",
    "Readout",
    "Recipe",
    "Role",
    "Segmentation",
    "Skipped",
    "canonical",
    "columns_key",
    "custom_rule",
    "decode",
    "draft_target",
    "encodings_offered",
    "find_format",
    "find_gaps",
    "format_of_key",
    "guess_rule",
    "habits",
    "read_file",
    "read_structured",
    "rule",
    "segment",
    "walk",
]
