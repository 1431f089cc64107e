"""Logs of Internet Relay Chat: irssi, WeeChat, mIRC, HexChat, ZNC, the public logs of channels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Meta, Readout, Recipe
from annotator.importers.readers.chat_log import ChatMessage, Notice, Reading, read_lines

_TIME = (
    r"[\[(]?(?P<time>(?:(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|[A-Z][a-z]{2} \d{1,2}"
    r"|\d{1,2} [A-Z][a-z]{2})[ T,]+)?"
    r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?(?: ?[AaPp][Mm])?)[\])]?"
)
_NICK = r"[^\s<>*:|!]{1,40}"
# Proxies write whole addresses, and before the words whether somebody is known to the server: + or -.
_SAYS = re.compile(
    rf"{_TIME}[ \t]+<[@+%&~!. ]?(?P<nick>{_NICK})(?:(?P<host>![^\s<>]+)>[ \t]?[-+]?|>[ \t]?)(?P<text>.*)"
)
_DOES = re.compile(rf"{_TIME}[ \t]+(?:\* |\*\t| \*\t|-?\*- |• )[ ]?(?P<nick>{_NICK})[ \t](?P<text>.*)")
_TABBED = re.compile(rf"{_TIME}\t(?P<nick>[^\t]{{0,40}})\t(?P<text>.*)")
_STAMPED = re.compile(rf"{_TIME}(?:\s|$)")
_SYSTEM = re.compile(r"(?:===|---|\*\*\*|-!-|-->|<--|\*{2,}|Session (?:Start|Close|Ident)|\s*\*\*)")
_TABLE_SIGNS = frozenset(("-->", "<--", "--", "=!=", "-", ""))
# A time, and who came or went, or was called otherwise.
_COMES = re.compile(
    rf"{_TIME}[ \t]+(?:[*•] )?(?:\*\*\* (?:Joins|Quits|Parts) \S|(?:\*\*\* )?\S+ (?:\([^()\s]+@[^()\s]+\) )?"
    r"(?:is now known as \S+\Z|(?:has )?(?:joined|left|quit)(?: the channel| IRC| \(|\Z)))"
)
_SEVERAL = 3  # lines
_EVENTS = re.compile(
    r"(?:\([^()\s]*@[^()\s]*\) )?(?:(?:has )?(?:joined|left|quit)(?: the channel| IRC|[: (#]|\Z)"
    r"|is now known as|sets? (?:mode|topic)|(?:has )?changed the topic|Quits?:|Joins?:|Parts?:"
    r"|kicked \S+ from )"
)


# The same without times, as clients show it: “< @anna > hi”, “ *  @anna waves”, “--- server going down”.
_BARE_SAYS = re.compile(rf"<[ ]?[@+%&~!. ]?(?P<nick>{_NICK})[ ]?>[ \t]?(?P<text>.*)")
_BARE_DOES = re.compile(rf"[ ]?\*[ ]{{1,2}}[@+%&~]?(?P<nick>{_NICK}(?:\[[^\s\]]*\])?)[ ](?P<text>.*)")


def _is_bare(lines: Sequence[str]) -> bool:
    """Whether all lines are of a log without times, and not all of them are what somebody says."""
    said = sum(1 for line in lines if _BARE_SAYS.match(line))
    other = sum(1 for line in lines if _BARE_DOES.match(line) or _SYSTEM.match(line))
    return bool(said and other) and said + other == len(lines)


def looks_like_relay(head: str) -> bool:
    """Whether several lines are a time and a nickname in angle brackets, or all are of a log with none."""
    lines = head.split("\n")
    if head.startswith("<") and _is_bare([line for line in lines if line.strip()]):
        return True
    said = sum(1 for line in lines if _SAYS.match(line))
    tabbed = [match["nick"].strip() for line in lines if (match := _TABBED.match(line))]
    signs = sum(nick in _TABLE_SIGNS or nick == "*" for nick in tabbed)
    full = sum(1 for line in lines if line.strip())
    comes = sum(_COMES.match(line) is not None for line in lines)
    stamped = sum(_STAMPED.match(line) is not None for line in lines)
    # The last line may have been cut off.
    if comes and said + comes >= _SEVERAL and stamped >= full - 1:
        return True
    return said >= 2 or signs >= 2 or (signs == 1 and len(tabbed) >= max(_SEVERAL, full - 1))


def read_relay(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages and actions (``* bram waves``) with their time; joins and the like are kept beside them."""
    return read_lines(decode_by_lines(data, recipe.encoding), _read, "an IRC channel")


def _read(line: str) -> Reading:
    if match := _SAYS.match(line):
        return ChatMessage(match["nick"], match["text"], {"time": match["time"]})
    if (match := _DOES.match(line)) and not _EVENTS.match(match["text"]):
        return ChatMessage(match["nick"], match["text"], {"time": match["time"], "action": True})
    if match := _TABBED.match(line):
        return _tabbed(match, line)
    if _STAMPED.match(line) or _SYSTEM.match(line):
        return Notice(line)
    return _without_time(line)


def _without_time(line: str) -> Reading:
    if match := _BARE_SAYS.match(line):
        return ChatMessage(match["nick"], match["text"])
    if (match := _BARE_DOES.match(line)) and not _EVENTS.match(match["text"]):
        return ChatMessage(match["nick"], match["text"], {"action": True})
    return None


def _tabbed(match: re.Match[str], line: str) -> Reading:
    """A line of WeeChat: time, nickname or sign, words."""
    nick, meta = match["nick"].strip(), Meta(time=match["time"])
    if nick == "*":
        who, _, text = match["text"].partition(" ")
        return ChatMessage(who, text, {**meta, "action": True})
    return Notice(line) if nick in _TABLE_SIGNS else ChatMessage(nick.lstrip("@+%&~"), match["text"], meta)
