"""The chat file of Zoom meetings: ``10:01:22 From Ilse Kern to Everyone: words``, or with tabs between."""

from __future__ import annotations

import re
from dataclasses import replace

from annotator.importers.encodings import decode_by_lines
from annotator.importers.line_times import elapsed
from annotator.importers.person_names import clean
from annotator.importers.reader_result import Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.chat_log import ChatMessage, Reading, read_lines

_FROM = r"(?:From|Von|De|Da|Van|От|发件人|發送者|送信者|开始)"
_TO = r"(?:to|To|an|An|à|a|para|aan|до|收件人|到)"
_TIME = r"(?P<time>(?:\d{4}-\d\d-\d\d[ T]+)?\d{1,2}:\d{2}:\d{2}(?: ?[AaPp][Mm])?)"
_LINE = re.compile(
    rf"{_TIME}[ \t]+{_FROM}[ \t]+(?P<who>\S[^\n]{{0,160}}?)[ \t]*(?:[:：][ \t]?(?P<text>.*)|[:：]?$)"
)
# Beside recordings in the cloud: the time since the recording began, the name, the words.
_TABBED = re.compile(rf"{_TIME}[\t ][ ]?(?P<who>[^\t\n]{{1,160}}?)[ ]?[:：]\t[ ]?(?P<text>.*)")
_FIRST_HOUR = 3600.0  # seconds; what begins later is likelier to be a time of day
_WHOM = re.compile(rf"(?P<who>.+?)[ \t]+{_TO}[ \t]+(?P<whom>\S.*)\Z")


def looks_like_zoom_chat(head: str) -> bool:
    """Whether a text has lines of a time, “From” and a name, or begins with a time, a name and words."""
    lines = head.split("\n")[:40]
    return any(map(_LINE.match, lines)) or _TABBED.match(lines[0]) is not None


def read_zoom_chat(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages with their time and whom they are to; seconds where they count from a recording."""
    decoded = decode_by_lines(data, recipe.encoding)
    tabbed = _TABBED.match(decoded.text) is not None
    readout = read_lines(decoded, _read_tabbed if tabbed else _read, "a Zoom chat", _finished)
    return replace(readout, dialogues=tuple(map(_timed, readout.dialogues))) if tabbed else readout


def _read_tabbed(line: str) -> Reading:
    match = _TABBED.match(line)
    return None if match is None else _message(match)


def _timed(dialogue: ReadDialogue) -> ReadDialogue:
    times = [str(turn.meta["time"]) for turn in dialogue.turns]
    made = [elapsed(one) for one in times]
    if None in made or made[0] is None or made[0] >= _FIRST_HOUR:
        return dialogue
    turns = (
        replace(turn, meta={**{key: each for key, each in turn.meta.items() if key != "time"}, "start": at})
        for turn, at in zip(dialogue.turns, made, strict=True)
    )
    return replace(dialogue, turns=tuple(turns))


def _read(line: str) -> Reading:
    match = _LINE.match(line)
    if match is None:
        return None
    return _message(match)


def _message(match: re.Match[str]) -> ChatMessage:
    meta: Meta = {"time": match["time"]}
    who = match["who"].strip()
    if whom := _WHOM.match(who):
        who = whom["who"]
        meta["to"] = clean(whom["whom"])
    return ChatMessage(clean(who), match["text"] or "", meta)


def _finished(turn: ReadTurn) -> ReadTurn:
    """Newer files have the words below the name, behind a tab."""
    lines = turn.text.split("\n")
    if lines[0] and not any(line.startswith("\t") for line in lines):
        return turn
    text = "\n".join(line.removeprefix("\t") for line in lines).strip("\n")
    return ReadTurn(turn.speaker, text, turn.place, turn.meta)
