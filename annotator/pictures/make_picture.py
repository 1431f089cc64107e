"""From a project to a picture: the table, the figure, the file, the caption."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.errors import UserError
from annotator.exporters.csv_writer import safe
from annotator.pictures import canvas
from annotator.pictures.drawing_parts import TURNS
from annotator.pictures.picture_kinds import PICTURES, Picture
from annotator.pictures.picture_request import Asked, Data, Note, NothingToSee, phrase
from annotator.pictures.styles import PRINT, Style, english
from annotator.store import Project

_NOTEBOOK_DPI = 96.0


@dataclass(frozen=True, slots=True)
class Panel:
    """Where axes lie in a picture of so many pixels: left, top, right, bottom; and what they span there."""

    box: tuple[float, float, float, float]
    across: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished picture: matplotlib's figure, its table, its caption."""

    picture: Picture
    figure: Any
    data: Data
    caption: str
    style: Style

    def __repr__(self) -> str:
        return f"<Drawn {self.picture.name!r}: {len(self.data.rows):,} rows>"

    def _repr_png_(self) -> bytes:
        """For notebooks: the picture in a size for screens."""
        return file_of(self, "png", _NOTEBOOK_DPI)


def kind_of(name: str) -> Picture:
    """The picture of that name. Raises UserError where there is none."""
    for picture in PICTURES:
        if picture.name == name:
            return picture
    names = ", ".join(picture.name for picture in PICTURES)
    raise UserError("There is no picture {name}", "", "Choose from {names}", name=name, names=names)


def gather(project: Project, name: str, asked: Asked | None = None) -> Data:
    """The table behind a picture.

    Raises UserError for an unknown name, NothingToSee where the picture would be empty.
    """
    picture, asked = kind_of(name), asked or Asked()
    languages = picture.languages or ("by" in picture.choices and asked.by == "language")
    waiting = project.findings.waiting() if languages else 0
    try:
        data = picture.numbers(project, asked)
    except NothingToSee as error:
        if waiting:
            raise NothingToSee(
                phrase("the languages of turns are still to be detected"),
                phrase("The open window detects them, or the next import"),
            ) from error
        raise
    if not waiting:
        return data
    note = Note(phrase("Turns whose language is still to be detected: {0}."), (f"{waiting:,}",))
    return replace(data, notes=(*data.notes, note))


def draw(name: str, data: Data, style: Style = PRINT, size: tuple[float, float] | None = None) -> Drawn:
    """Draw a picture from its table, ``size`` inches wide and high.

    Raises UserError where matplotlib is not installed.
    """
    picture = kind_of(name)
    with canvas.drawing(style):
        figure = canvas.empty(size or picture.size_for(data))
        picture.draw(figure, data, style)
        caption = caption_of(picture, data, style.say)
        missing = canvas.unwritable(_texts(figure))
        if missing:
            sentence = style.say(phrase("No font here can write {0}; install one that can, such as Noto."))
            caption = sentences(caption, sentence.format(missing[:40]))
        return Drawn(picture, figure, data, caption, style)


def caption_of(picture: Picture, data: Data, say: Callable[[str], str] = english) -> str:
    """What a picture shows, with n and definitions, and its notes."""
    facts = {key: _figure(value, say) for key, value in data.facts.items()}
    sentence = _of_one(say(picture.caption), data.facts)
    return sentences(sentence.format(**facts), *(note.said(say) for note in data.notes))


def sentences(*parts: str) -> str:
    """Sentences behind each other; behind a Chinese full stop there is no space."""
    said = ""
    for part in parts:
        said += part if not said or said.endswith("。") else f" {part}"
    return said


# What an English caption counts, and how one of it is called. Other languages have none of these words.
_ONE_OF = {
    "answers": "answer",
    "dialogues": "dialogue",
    "labels": "label",
    "languages are": "language is",
    "marks": "mark",
    "pairs": "pair",
    "repair steps": "repair step",
    "spans": "span",
    "speakers": "speaker",
    "switches": "switch",
    "tagged turns": "tagged turn",
    "tags": "tag",
    "times": "time",
    "turns": "turn",
    "units": "unit",
    "words": "word",
}


def _of_one(template: str, facts: Mapping[str, Any]) -> str:
    """A caption's template with the singular behind every number that is 1."""
    alone = [key for key, value in facts.items() if value == 1 and not isinstance(value, bool)]
    for key in alone:
        for many, one in _ONE_OF.items():
            template = re.sub(rf"\{{{key}\}} {many}\b", f"{{{key}}} {one}", template)
    return template


def _figure(value: Any, say: Callable[[str], str]) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return f"{value:,}"
    units = {"seconds": phrase("seconds"), "words": phrase("words"), "characters": phrase("characters")}
    return say(units[value]) if isinstance(value, str) and value in units else value


def _texts(figure: Any) -> list[str]:
    from matplotlib.text import Text  # noqa: PLC0415 - loaded with the first picture

    return [found.get_text() for found in figure.findobj(Text) if found.get_visible()]


def file_of(drawn: Drawn, format_: str, dpi: float = 300.0) -> bytes:
    """A picture as a file: ``svg``, ``pdf`` or ``png`` with so many dots an inch."""
    say = drawn.style.say
    return canvas.saved(
        drawn.figure, format_, drawn.style, dpi, title=say(drawn.picture.title), about=drawn.caption
    )


def pixels_of(drawn: Drawn, dpi: float) -> tuple[bytes, int, int, tuple[Panel, ...]]:
    """A picture for a screen: RGBA bytes, width, height, and where its axes of turns are."""
    drawn.figure.set_dpi(dpi)
    data, width, height = canvas.pixels(drawn.figure, drawn.style)
    panels = []
    for axes in drawn.figure.axes:
        if axes.get_gid() == TURNS:
            box = axes.get_window_extent()
            panels.append(Panel((box.x0, height - box.y1, box.x1, height - box.y0), axes.get_xlim()))
    return data, width, height, tuple(panels)


def csv_of(data: Data) -> bytes:
    """The table as CSV for spreadsheets: UTF-8 with a mark, a row a line, what is not defined empty."""
    buffer = io.StringIO(newline="")
    out = csv.writer(buffer, lineterminator="\r\n")
    out.writerow([safe(column) for column in data.columns])  # some are called as labels and people are
    for row in data.rows:
        out.writerow([safe(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig", "replace")
