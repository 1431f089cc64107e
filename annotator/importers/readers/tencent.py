"""Texts that QQ exports, and those of programs that save WeChat: a line of time and name, words below it."""

from __future__ import annotations

import re

from annotator.errors import Sentence
from annotator.importers.encodings import decode_by_lines
from annotator.importers.person_names import clean
from annotator.importers.reader_result import Faults, Readout, Recipe
from annotator.importers.readers.chat_log import ChatLog, ChatMessage, Notice, Reading, readout

_HALF = r"(?:(?:上午|下午|早上|晚上|凌晨|中午)[ ]?)?"
_TIME = rf"(?P<time>\d{{4}}[-/年]\d{{1,2}}[-/月]\d{{1,2}}日?[ T]+{_HALF}\d{{1,2}}:\d{{2}}(?::\d{{2}})?)"
_TIME_NAME = re.compile(rf"{_TIME}[ \t]+(?P<name>\S[^\n]{{0,79}}?)[ \t]*$")
_NAME_TIME = re.compile(rf"(?P<name>\S[^\n]{{0,79}}?)[ \t]*[(（]?{_TIME}[)）]?[ \t]*[:：]?[ \t]*$")
_RANK = re.compile(r"【[^】\n]{1,12}】")
_WHOM = re.compile(r"消息对象[:：]\s*(?P<name>.+)")
_RULER = re.compile(r"={10,}\s*$")
_PROGRAM = re.compile(r"系统消息(?:\(\d+\))?\Z")
_SIGN = "消息记录"
_DATE = re.compile(r"\d{4}[-/年]")


def looks_like_tencent(head: str) -> bool:
    """Whether a text is headed as QQ heads its exports, or lines of time and name stand above words."""
    if _DATE.search(head) is None:
        return False
    lines = head.split("\n")
    found = [n for n, line in enumerate(lines) if _begins(line)]
    if _SIGN in head[:400] and found:
        return True
    above = [n for n in found if n + 1 < len(lines) and lines[n + 1].strip() and n + 1 not in found]
    return len(above) >= 2 and len(above) * 5 >= len(found) * 4


def _begins(line: str) -> bool:
    """Whether a line is a time and a name; Zoom has “From” before it, and whom it is to behind it."""
    match = _TIME_NAME.match(line) or _NAME_TIME.match(line)
    return match is not None and not match["name"].startswith("From ")


def read_tencent(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages with their time; the chats of one export are a dialogue each."""
    decoded = decode_by_lines(data, recipe.encoding)
    log = ChatLog()
    logs = [log]
    pattern = _pattern(decoded.text)
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if whom := _WHOM.match(line):
            log.close()
            log = ChatLog(title=whom["name"].strip(), place=f"line {number}")
            logs.append(log)
        elif _RULER.match(line) or (line.startswith(("消息分组", _SIGN)) and pattern.match(line) is None):
            log.close()
        else:
            log.take(number, line, _read(line, pattern))
    return readout(logs, Faults(), decoded, Sentence("QQ or WeChat"))


def _pattern(text: str) -> re.Pattern[str]:
    """Whether times stand before names or behind them."""
    lines = text[:20_000].split("\n")
    before, behind = (sum(1 for line in lines if one.match(line)) for one in (_TIME_NAME, _NAME_TIME))
    return _TIME_NAME if before >= behind else _NAME_TIME


def _read(line: str, pattern: re.Pattern[str]) -> Reading:
    match = pattern.match(line)
    if match is None:
        return None
    name = clean(_RANK.sub("", match["name"])) or clean(match["name"])
    if _PROGRAM.match(name):
        return Notice(line)
    return ChatMessage(name, "", {"time": match["time"]})
