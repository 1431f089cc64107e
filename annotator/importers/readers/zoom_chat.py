"""The chat file of Zoom meetings: ``10:01:22 From Ilse Kern to Everyone: words``."""

from __future__ import annotations

import re

from annotator.importers.encodings import decode
from annotator.importers.person_names import clean
from annotator.importers.readers.chat_log import Message, Reading, read_lines
from annotator.importers.readout import Meta, Readout, ReadTurn, Recipe

_FROM = r"(?:From|Von|De|Da|Van|От|发件人|發送者|送信者|开始)"
_TO = r"(?:to|To|an|An|à|a|para|aan|до|收件人|到)"
_TIME = r"(?P<time>(?:\d{4}-\d\d-\d\d[ T]+)?\d{1,2}:\d{2}:\d{2}(?: ?[AaPp][Mm])?)"
_LINE = re.compile(
    rf"{_TIME}[ \t]+{_FROM}[ \t]+(?P<who>\S[^\n]{{0,160}}?)[ \t]*(?:[:：][ \t]?(?P<text>.*)|[:：]?$)"
)
_WHOM = re.compile(rf"(?P<who>.+?)[ \t]+{_TO}[ \t]+(?P<whom>\S.*)\Z")


def looks_like_zoom_chat(head: str) -> bool:
    """Whether a text has lines of a time, “From” and a name."""
    return any(_LINE.match(line) for line in head.split("\n")[:40])


def read_zoom_chat(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages with their time and whom they are to."""
    return read_lines(decode(data, recipe.encoding), _read, "a Zoom chat", _finished)


def _read(line: str) -> Reading:
    match = _LINE.match(line)
    if match is None:
        return None
    meta: Meta = {"time": match["time"]}
    who = match["who"].strip()
    if whom := _WHOM.match(who):
        who = whom["who"]
        meta["to"] = clean(whom["whom"])
    return Message(clean(who), match["text"] or "", meta)


def _finished(turn: ReadTurn) -> ReadTurn:
    """Newer files have the words below the name, behind a tab."""
    lines = turn.text.split("\n")
    if lines[0] and not any(line.startswith("\t") for line in lines):
        return turn
    text = "\n".join(line.removeprefix("\t") for line in lines).strip("\n")
    return ReadTurn(turn.speaker, text, turn.place, turn.meta)
