"""SubStation Alpha (.ass, .ssa): every line of dialogue is a turn with its times; its name is the speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.errors import UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.subtitles import names_in, parts_of, said_once
from annotator.importers.time_values import seconds

# The fields of an event where no line says which there are.
_USUAL: tuple[str, ...] = (
    "Layer",
    "Start",
    "End",
    "Style",
    "Name",
    "MarginL",
    "MarginR",
    "MarginV",
    "Effect",
    "Text",
)
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9][^{}]*\}")
_BREAK = re.compile(r"\\[Nn]")


def read_substation(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """The events of a file in the order of time, as the format does not prescribe one."""
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    about: Meta = {}
    turns = sorted(_events(decoded.text, faults, about), key=lambda turn: float(str(turn.meta["start"])))
    if not turns:
        why = str(faults.found[0]) if faults.found else "it has no line of dialogue"
        raise UserError("There are no subtitles in this file", why)
    turns = said_once(turns, faults.remarks)
    if not any(turn.speaker for turn in turns):
        names = names_in("\n".join(turn.text for turn in turns), recipe, faults.remarks)
        turns = [part for turn in turns for part in parts_of(turn, names)]
    return Readout((ReadDialogue(tuple(turns), meta=about),), **faults.told(), decoded=decoded)


def _events(text: str, faults: Faults, about: Meta) -> Iterator[ReadTurn]:
    section = ""
    fields = _USUAL
    for number, line in enumerate(text.split("\n"), 1):
        place = f"line {number}"
        if line.startswith("["):
            section = line.strip().casefold()
        elif section == "[script info]" and line.startswith("Title:"):
            about["title"] = line.removeprefix("Title:").strip()
        elif section != "[events]":
            continue
        elif line.startswith("Format:"):
            fields = tuple(each.strip() for each in line.removeprefix("Format:").split(","))
        elif line.startswith("Comment:"):
            faults.remarks.leave_out("comments")
        elif line.startswith("Dialogue:"):
            values = line.removeprefix("Dialogue:").split(",", len(fields) - 1)
            record = dict(zip(fields, (each.strip() for each in values), strict=False))
            if (turn := _turn(record, place, faults)) is not None:
                yield turn


def _turn(record: dict[str, str], place: str, faults: Faults) -> ReadTurn | None:
    """A line of dialogue; None for a drawing, for nothing, and where its times cannot be read."""
    start, end = seconds(record.get("Start", "")), seconds(record.get("End", ""))
    if start is None or end is None or "Text" not in record:
        faults.add(place, "it has no times or no words")
        return None
    if _DRAWING.search(record["Text"]):
        faults.remarks.leave_out("media")
        return None
    text = _BREAK.sub("\n", _OVERRIDE.sub("", record["Text"])).replace("\\h", " ").strip()
    if not text:
        faults.remarks.leave_out("silent")
        return None
    meta: Meta = {"start": start, "end": end}
    fields = {key: record[key] for key in ("Style", "Effect") if record.get(key) not in {None, "", "Default"}}
    if fields:
        meta["fields"] = fields
    return ReadTurn(record.get("Name", record.get("Actor", "")), text, place, meta)
