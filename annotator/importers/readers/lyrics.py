"""LRC (.lrc): every line is a turn from its time on; a line with several times is said at each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from annotator.errors import Sentence, UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.subtitles import names_in, parts_of
from annotator.importers.time_values import seconds

_TIME = re.compile(r"[ \t]*\[(\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?)\]")
_WORD_TIME = re.compile(r"<\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?>[ \t]?")
_TAG = re.compile(r"[ \t]*\[(?P<key>[A-Za-z#]\w*)[ \t]*:(?P<value>[^\]]*)\][ \t]*\Z")
_NAMED = {"ti": "title", "ar": "artist", "al": "album", "au": "author", "by": "by", "la": "language"}


def read_lyrics(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """The lines of a file in the order of time; one without words ends the one before."""
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    about: dict[str, str] = {}
    timed = list(_timed(decoded.text, about, faults))
    shift = (seconds(about.pop("offset", "0").strip(), "ms") or 0.0) if "offset" in about else 0.0
    turns = _until_silence(sorted(timed, key=lambda turn: float(str(turn.meta["start"]))), shift)
    if not turns:
        raise UserError("There are no subtitles in this file", "no line says from when to when")
    names = names_in("\n".join(turn.text for turn in turns), recipe, faults.remarks)
    meta: Meta = {_NAMED.get(key, key): value for key, value in about.items() if value}
    said = tuple(part for turn in turns for part in parts_of(turn, names))
    return Readout((ReadDialogue(said, meta=meta),), **faults.told(), decoded=decoded)


def _timed(text: str, about: dict[str, str], faults: Faults) -> Iterator[ReadTurn]:
    """A turn for each time of each line; what the file says about itself goes to ``about``."""
    for number, line in enumerate(text.split("\n"), 1):
        at, times = 0, []
        while (match := _TIME.match(line, at)) is not None:
            times.append(seconds(match[1]))
            at = match.end()
        words = _WORD_TIME.sub("", line[at:].strip("\ufeff")).strip()
        if times:
            for start in times:
                yield ReadTurn("", words, f"line {number}", {"start": start})
        elif tag := _TAG.match(line.strip("\ufeff")):
            about[tag["key"].casefold()] = tag["value"].strip()
        elif words:
            faults.add(Sentence("line {number}", number=number), "there are words without a time")


def _until_silence(timed: list[ReadTurn], shift: float) -> list[ReadTurn]:
    """The turns with words; those before a line without words end there. ``shift``: so much sooner."""
    turns: list[ReadTurn] = []
    for turn in timed:
        start = round(max(0.0, float(str(turn.meta["start"])) - shift), 3)
        if turn.text:
            turns.append(replace(turn, meta={"start": start}))
        elif turns and "end" not in turns[-1].meta:
            turns[-1] = replace(turns[-1], meta={**turns[-1].meta, "end": start})
    return turns
