"""A table of what is known about speakers, taken into a project."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from annotator import importers
from annotator.core.read_files import read_bytes
from annotator.core.text_folding import fold
from annotator.errors import UserError
from annotator.exporters.csv_writer import unsafe
from annotator.model import Changes
from annotator.store import Project
from annotator.store.speakers import Known

# How the columns of names and of dialogues may be called, folded.
_NAMES = ("speaker", "name", "participant", "author", "user", "说话人", "姓名")
_DIALOGUES = ("dialogue", "conversation", "dialog", "file", "title", "对话")
_LONGEST = 10_000_000  # bytes of a table of people


@dataclass(frozen=True, slots=True)
class SpeakerReport:
    """What became of a table: how many speakers it is about, and which of its names nobody has here."""

    speakers: int
    values: int
    unknown: tuple[str, ...]
    changes: Changes = field(default_factory=Changes)


def import_speakers(project: Project, path: Path) -> SpeakerReport:
    """Take over a table (CSV or tab separated, with a header) as one edit.

    A column called speaker (or name, participant, author) says who it is, one called dialogue (or title,
    file) in which dialogue, by title or key; each other column is an attribute. Empty cells say nothing.
    Raises UserError where the file cannot be read or has no such column.
    """
    data = read_bytes(path)
    if len(data) > _LONGEST:
        raise UserError("{file} is too long for a table of speakers", "", file=path.name)
    rows = _rows(importers.decode(data).text)
    header = rows[0] if rows else []
    who = next((place for place, name in enumerate(header) if fold(name) in _NAMES), None)
    if who is None:
        raise UserError(
            "{file} is no table of speakers",
            "it has no column called speaker",
            "Give it a first row with the names of its columns",
            file=path.name,
        )
    where = next((place for place, name in enumerate(header) if fold(name) in _DIALOGUES), None)
    dialogues: dict[str, list[int]] = {}
    for one in project.dialogues.page(project.dialogues.ids()):
        for name in {one.key, one.title}:
            dialogues.setdefault(name, []).append(one.id)
    people = {one.name for one in project.speakers.table()}
    known: list[Known] = []
    for row in rows[1:]:
        cells = [*row, *[""] * (len(header) - len(row))]
        name = " ".join(cells[who].split())
        places: list[int | None] = [None]
        if where is not None and cells[where].strip():
            places = [*dialogues.get(cells[where].strip(), ())]
        known += [
            Known(name, attribute, cells[place], dialogue)
            for dialogue in places
            for place, attribute in enumerate(header)
            if place not in {who, where} and attribute.strip() and cells[place].strip()
        ]
    changes = project.speakers.take_in(known)
    named = dict.fromkeys(one.name for one in known)
    return SpeakerReport(
        len(named.keys() & people), len(known), tuple(name for name in named if name not in people), changes
    )


def _rows(text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [list(map(unsafe, row)) for row in rows if any(row)]
