"""Bytes to text to turns: encodings, speaker markers, gaps, and the prompt of a dialogue."""

from annotator.importers.encodings import ENCODINGS, Encoding, canonical, decode, encodings_offered
from annotator.importers.files import FileOnDisk, Skipped, read_file, walk
from annotator.importers.gaps import find_gaps
from annotator.importers.markers import RULES, MarkerRule, custom_rule, guess_rule, rule
from annotator.importers.prompt import draft_target
from annotator.importers.segment import Piece, Segmentation, segment

__all__ = [
    "ENCODINGS",
    "RULES",
    "Encoding",
    "FileOnDisk",
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
    "read_file",
    "rule",
    "segment",
    "walk",
]
