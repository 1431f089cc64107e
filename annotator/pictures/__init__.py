"""Pictures of a project: what they show as tables, and drawn with matplotlib, which is loaded only then."""

from __future__ import annotations

from annotator.pictures.canvas import FORMATS, available
from annotator.pictures.make_picture import (
    Drawn,
    caption_of,
    csv_of,
    draw,
    file_of,
    gather,
    kind_of,
    pixels_of,
)
from annotator.pictures.picture_kinds import PICTURES, Picture
from annotator.pictures.picture_request import BYS, Asked, By, Cell, Data, Note, NothingToSee, find_dialogue
from annotator.pictures.styles import STYLES, Style

__all__ = [
    "BYS", "FORMATS", "PICTURES", "STYLES", "Asked", "By", "Cell", "Data", "Drawn", "Note", "NothingToSee",
    "Picture", "Style", "available", "caption_of", "csv_of", "draw", "file_of", "find_dialogue", "gather",
    "kind_of", "pixels_of",
]  # fmt: skip
