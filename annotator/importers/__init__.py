"""Bytes to text to turns: encodings, speaker markers, gaps, and the prompt of a dialogue."""

from annotator.importers.crew import Crew
from annotator.importers.encodings import ENCODINGS, Encoding, canonical, decode, encodings_offered
from annotator.importers.files import FileOnDisk, Skipped, read_file, walk
from annotator.importers.gaps import Habits, find_gaps, habits
from annotator.importers.markers import RULES, MarkerRule, guess_rule, rule
from annotator.importers.own_rule import custom_rule
from annotator.importers.prompt import draft_target
from annotator.importers.segment import Piece, Segmentation, segment

__all__ = [
    "ENCODINGS",
    "RULES",
    "Crew",
    "Encoding",
    "FileOnDisk",
    "Habits",
    "MarkerRule",
    "Piece",
    "Segmentation",
    "Skipped",
    "canonical",
    "custom_rule",
    "decode",
    "draft_target",
    "encodings_offered",
    "find_gaps",
    "guess_rule",
    "habits",
    "read_file",
    "rule",
    "segment",
    "walk",
]
