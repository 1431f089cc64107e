"""SALT transcripts: a letter for each speaker, header lines with ``+``, times with ``-``."""

from __future__ import annotations

import re

from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.chat_log import finished
from annotator.importers.time_values import seconds

_SPEAKERS = re.compile(r"\$[ \t]*[^\W\d_][^\n,]*(?:,[^\n,]+)*[ \t]*$")
_HEADER = re.compile(r"\+[ \t]*(?P<key>[^:\n]{1,40}):[ \t]*(?P<value>.*)$")
_TIME = re.compile(r"-[ \t]*(?P<clock>(?:\d+:)?\d{1,3}:\d\d(?:\.\d+)?)[ \t]*$")
_COMMENT = re.compile(r"[=+{]")
_PAUSE = re.compile(r"[;:][ \t]*(?:\d|:)")


def looks_like_salt(head: str) -> bool:
    """Whether a text begins with the line of its speakers, and a line below begins with one's letter."""
    first, _, below = head.lstrip("\ufeff").partition("\n")
    if not _SPEAKERS.match(first):
        return False
    letters = "".join(re.escape(letter) for letter in _letters(first))
    return re.search(rf"^[{letters}][ \t]+\S", below, re.MULTILINE) is not None


def read_salt(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """A line that begins with a speaker's letter is a turn; mazes, codes and signs stay in its words.

    A time belongs to the utterance behind it. Comments and pauses between utterances are counted.
    """
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    turns: list[ReadTurn] = []
    headers: dict[str, object] = {}
    people: dict[str, str] = {}
    clock: float | None = None
    for number, line in enumerate(decoded.text.split("\n"), 1):
        letter, blank, words = line[:1], line[1:2], line[1:].strip()
        if not line.strip():
            continue
        if line.startswith("$") and not people:
            people = _letters(line)
        elif (header := _HEADER.match(line)) and not turns:
            headers[header["key"].strip()] = header["value"].strip()
        elif match := _TIME.match(line):
            clock = seconds(match["clock"])
        elif _COMMENT.match(line):
            faults.remarks.leave_out("comments")
        elif _PAUSE.match(line):
            faults.remarks.leave_out("stamps")
        elif letter in people and blank in {" ", "\t"} and words:
            meta: Meta = {} if clock is None else {"start": clock}
            turns.append(ReadTurn(people[letter], words, f"line {number}", meta))
            clock = None
        elif turns:
            before = turns[-1]
            turns[-1] = ReadTurn(before.speaker, f"{before.text} {line.strip()}", before.place, before.meta)
        else:
            faults.remarks.leave_out("head")
    about: Meta = {"headers": headers} if headers else {}
    return finished((ReadDialogue(tuple(turns), meta=about),) if turns else (), faults, decoded, "SALT")


def _letters(line: str) -> dict[str, str]:
    """The names of speakers by the letters with which their lines begin."""
    names = [name.strip() for name in line.lstrip("\ufeff$ \t").split(",")]
    return {name[0].upper(): name for name in reversed(names) if name}
