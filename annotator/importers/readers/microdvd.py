"""MicroDVD (.sub): every line is a turn between two pictures of a film; how many a second is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.errors import Sentence, UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.subtitles import names_in, parts_of

_LINE = re.compile(r"\{(?P<start>\d{1,9})\}\{(?P<end>\d{0,9})\}(?P<text>.*)")
_STYLE = re.compile(r"\{[A-Za-z]+:[^{}]*\}")
_RATE = re.compile(r"\d{2,3}(?:[.,]\d+)?\s*\Z")
_FIRST = 1  # the picture at which a line stands that tells the rate
_USUAL = "25"


def looks_like_microdvd(text: str) -> bool:
    """Whether a text begins with two lines of numbers of pictures and words."""
    lines = [line for line in text.lstrip("\ufeff").split("\n", 3)[:2] if line.strip()]
    return bool(lines) and all(_LINE.match(line) for line in lines)


def read_microdvd(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """The lines of a file in the order in which they stand there."""
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    lines = list(_lines(decoded.text, faults))
    rate = _told(lines)
    if rate is not None:
        lines = lines[1:]
    if not lines:
        raise UserError("There are no subtitles in this file", "no line says from which picture to which")
    if rate is None:
        faults.remarks.ask("frame-rate", count=len(lines), example=lines[-1][2])
        rate = float(recipe.answers.get("frame-rate", _USUAL))
    turns = [turn for number, match, words in lines if (turn := _turn(number, match, words, rate))]
    faults.remarks.leave_out("silent", len(lines) - len(turns))
    names = names_in("\n".join(turn.text for turn in turns), recipe, faults.remarks)
    said = tuple(part for turn in turns for part in parts_of(turn, names))
    return Readout((ReadDialogue(said, meta={"frame_rate": rate}),), **faults.told(), decoded=decoded)


def _lines(text: str, faults: Faults) -> Iterator[tuple[int, re.Match[str], str]]:
    """The lines that say something at some time: number, match and words."""
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.match(line.strip("\ufeff"))
        if match is not None:
            yield number, match, _STYLE.sub("", match["text"]).replace("|", "\n").strip()
        elif line.strip():
            faults.add(Sentence("line {number}", number=number), "there are words without a time")


def _told(lines: list[tuple[int, re.Match[str], str]]) -> float | None:
    """How many pictures a second has, where the first line says so."""
    if not lines or int(lines[0][1]["start"]) > _FIRST or not _RATE.match(lines[0][2]):
        return None
    return float(lines[0][2].replace(",", ".")) or None


def _turn(number: int, match: re.Match[str], words: str, rate: float) -> ReadTurn | None:
    if not words:
        return None
    meta: Meta = {"start": round(int(match["start"]) / rate, 3)}
    if match["end"]:
        meta["end"] = round(int(match["end"]) / rate, 3)
    meta["fields"] = {"frames": f"{match['start']}-{match['end']}"}
    return ReadTurn("", words, f"line {number}", meta)
