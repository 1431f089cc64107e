"""Chats of LINE and KakaoTalk: a line with a date begins a day, the lines below it have clocks and names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.importers.encodings import decode_by_lines
from annotator.importers.person_names import clean
from annotator.importers.reader_result import Faults, Readout, Recipe
from annotator.importers.readers.chat_log import ChatLog, ChatMessage, Notice, Reading, readout

_HALF = r"(?:[AaPp]\.?[Mm]\.?|上午|下午|午前|午後|凌晨|早上|中午|晚上|오전|오후)"
_CLOCK = rf"(?:{_HALF}[ \u202f]?)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:[ \u202f]?{_HALF})?"
_DAY_NAME = r"(?:[ ]?[(（]?[^\W\d_]{1,12}\.?[)）]?)"
_DIGITS = r"\d{4}[./年-] ?\d{1,2}[./月-] ?\d{1,2}[日.]?"
_MOST_WORDS = 4  # of a name between blanks
_LEAST_LINES, _SEVERAL = 3, 2

# --- LINE -------------------------------------------------------------------------------------

_LINE_DAY = re.compile(
    rf"(?P<day>{_DIGITS}{_DAY_NAME}?|[^\W\d_]{{2,9}}\.?, \d{{1,2}}/\d{{1,2}}/\d{{4}}"
    rf"|\d{{1,2}}/\d{{1,2}}/\d{{4}}{_DAY_NAME}?)\s*$"
)
_LINE_TABS = re.compile(rf"(?P<clock>{_CLOCK})\t(?P<name>[^\t]*)(?:\t(?P<text>.*))?$")
_LINE_BLANKS = re.compile(rf"(?P<clock>{_CLOCK}) ?(?P<rest>\S.*)$")
# What the program says of people.
_LINE_SAYS = re.compile(
    r"(?:joined the (?:chat|group)|left the (?:chat|group)|unsent a message"
    r"|invited .{1,60} to the group|added .{1,60} to|が?(?:グループ|トーク)に?(?:参加|招待)"
    r"|が?退会|退出しました|参加しました|招待しました|メッセージの送信を取り消し"
    r"|已?加入(?:群組|聊天)|已?離開(?:群組|聊天)|邀請.{1,40}加入|已?收回訊息)"
)
_LINE_HEAD = re.compile(r"\[LINE\]")


def looks_like_line(head: str) -> bool:
    """Whether a text says that it is of LINE, or has days alone on lines and clocks and words below them."""
    lines = head.lstrip("\ufeff").split("\n")
    if _LINE_HEAD.match(lines[0]):
        return True
    days = [at for at, line in enumerate(lines) if _LINE_DAY.match(line)]
    tabs = sum(1 for line in lines if (match := _LINE_TABS.match(line)) and match["text"] is not None)
    if not days or (len(days) + tabs < _LEAST_LINES and days[0] > 0):
        return False
    below = [at for at in days if at + 1 < len(lines) and _LINE_BLANKS.match(lines[at + 1])]
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    return tabs >= _SEVERAL or (len(below) == len(days) and days[0] == first)


def read_line(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages with day and clock. Where blanks stand between, what comes again behind clocks is a name.

    A first word that comes once is one, too, and asked about.
    """
    decoded = decode_by_lines(data, recipe.encoding)
    lines = decoded.text.split("\n")
    tabs = any(match["text"] is not None for line in lines if (match := _LINE_TABS.match(line)))
    blanks = [match["rest"] for line in lines if (match := _LINE_BLANKS.match(line))]
    faults = Faults()
    names = () if tabs else _names(blanks, recipe.answers, faults)
    log, day = ChatLog(), ""
    for number, line in enumerate(lines, 1):
        if (found := _LINE_DAY.match(line)) is not None:
            log.close()
            day = found["day"]
        else:
            log.take(number, line, _of_tabs(line, day) if tabs else _of_blanks(line, day, names))
    log.close()
    log.turns = [replace(turn, text=_unquoted(turn.text)) for turn in log.turns]
    return readout([log], faults, decoded, "LINE")


def _of_tabs(line: str, day: str) -> Reading:
    match = _LINE_TABS.match(line)
    if match is None:
        return None
    if match["text"] is None or not match["name"].strip():
        return Notice(line)
    return ChatMessage(clean(match["name"]), match["text"], {"time": f"{day} {match['clock']}".strip()})


def _of_blanks(line: str, day: str, names: Sequence[str]) -> Reading:
    match = _LINE_BLANKS.match(line)
    if match is None:
        return None
    rest = match["rest"]
    who = next((each for each in names if rest == each or rest.startswith(f"{each} ")), None)
    if _LINE_SAYS.search(rest):
        return Notice(line)
    if who is None:
        return None
    return ChatMessage(who, rest[len(who) :].strip(), {"time": f"{day} {match['clock']}".strip()})


def _names(rests: Sequence[str], answers: Mapping[str, str], faults: Faults) -> tuple[str, ...]:
    """The names behind clocks, the longest first: as many words as always come together."""
    said = [rest.split() for rest in rests if not _LINE_SAYS.search(rest)]
    found: set[str] = set()
    for first, count in Counter(words[0] for words in said).items():
        mine = [words for words in said if words[0] == first]
        if count == 1 and len(said) > _LEAST_LINES:
            faults.remarks.ask("speaker", first, example=" ".join(mine[0]), taken="yes")
            if answers.get(f"speaker:{first}") == "no":
                continue
        size = 1
        while size < _MOST_WORDS and count >= _LEAST_LINES and _agree(mine, size):
            size += 1
        found.add(" ".join(mine[0][:size]))
    return tuple(sorted(found, key=len, reverse=True))


def _agree(lines: Sequence[Sequence[str]], at: int) -> bool:
    """Whether all lines have the same word at a place."""
    return all(len(line) > at and line[at] == lines[0][at] for line in lines if lines[0][at:]) and bool(
        lines[0][at:]
    )


def _unquoted(text: str) -> str:
    """A message of several lines, which stands between quotation marks."""
    several = len(text) > 1 and "\n" in text and text.startswith('"') and text.endswith('"')
    return text[1:-1].replace('""', '"') if several else text


# --- KakaoTalk --------------------------------------------------------------------------------

_KAKAO_DAY = re.compile(r"-{5,} (?P<day>[^-\n]{6,40}) -{5,}\s*$")
_KAKAO_SAYS = re.compile(rf"\[(?P<name>[^\]\n]{{1,60}})\] \[(?P<clock>{_CLOCK})\] ?(?P<text>.*)$")
_KAKAO_DATE = (
    r"(?:\d{4}년 \d{1,2}월 \d{1,2}일|\d{4}\. \d{1,2}\. \d{1,2}\.|[A-Z][a-z]{2,8} \d{1,2}, \d{4}(?: at)?)"
)
_KAKAO_LINE = re.compile(
    rf"(?P<time>{_KAKAO_DATE},? {_CLOCK})(?:, (?P<name>[^:\n]{{1,60}}?) : (?P<text>.*)|[,:]? ?(?P<rest>.*))$"
)
_KAKAO_DAY_ALONE = re.compile(rf"{_KAKAO_DATE}(?: [^\W\d_]{{2,9}})?\s*$")


def looks_like_kakao(head: str) -> bool:
    """Whether a text has lines as one of the editions of KakaoTalk writes them."""
    lines = head.split("\n")
    if any(map(_KAKAO_DAY.match, lines)):
        return any(map(_KAKAO_SAYS.match, lines))
    return any((match := _KAKAO_LINE.match(line)) and match["name"] for line in lines)


def read_kakao(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages with their time; who came and went is kept beside them."""
    decoded = decode_by_lines(data, recipe.encoding)
    log, day = ChatLog(), ""
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if found := _KAKAO_DAY.match(line):
            log.close()
            day = found["day"]
        elif _KAKAO_DAY_ALONE.match(line):
            log.close()
        else:
            log.take(number, line, _of_kakao(line, day))
    return readout([log], Faults(), decoded, "KakaoTalk")


def _of_kakao(line: str, day: str) -> Reading:
    if match := _KAKAO_SAYS.match(line):
        return ChatMessage(clean(match["name"]), match["text"], {"time": f"{day} {match['clock']}".strip()})
    match = _KAKAO_LINE.match(line)
    if match is None:
        return Notice(line) if day and _KAKAO_PROGRAM.search(line) else None
    if match["name"] is None:
        return Notice(line)
    return ChatMessage(clean(match["name"]), match["text"], {"time": match["time"]})


_KAKAO_PROGRAM = re.compile(r"님이 (?:들어왔습니다|나갔습니다|.{1,40}초대했습니다)|내보냈습니다")
