"""What stands above the first turn of a transcript: its title, date and the like, or somebody's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.importers.line_times import CLOCK, DATE
from annotator.importers.person_names import looks_like_name

_MOST_LINES = 16
_LONGEST = 120  # characters of a line
_LONGEST_LIST = 1_000  # of one behind a key: those who were there
_MOST_TITLES = 3  # lines that may be a title, beside others that surely are above a transcript
_KEYS = """
title date time place location topic subject meeting project interview participants participant present
attendees interviewer interviewee recorded recording duration length language transcript transcribed
transcriber transcription transcripts file filename source url link video audio episode host hosts guest
guests speakers speaker moderator session id version status author organizer invited started ended slides
attachments summary keywords guild channel agenda call name age gender occupation profile
主题 時間 时间 日期 地点 地點 参会人 参会人员 主持人 嘉宾 录音 标题 来源 链接 会议
会议主题 发言人 주제 날짜 일시 시간 장소 참석자 참가자 출석자 회의 회의록
인터뷰이 인터뷰어 제목 안건 아젠다 작성자
thema datum ort titel teilnehmer sprecher dauer fecha título lugar duración hora
lieu titre durée data titolo
"""
_WORDS = frozenset(_KEYS.split())
# What stands above a list of those who were there, each on a line with what else is said about them.
_PEOPLE = frozenset(
    ("participants", "attendees", "present", "speakers", "guests", "hosts", "teilnehmer", "sprecher",
     "参会人", "参会人员", "发言人", "嘉宾", "참석자", "참가자", "출석자")
)  # fmt: skip
# Keys of a head that may name who speaks below it, as well.
_PERSONAL = frozenset(
    ("interviewer", "interviewee", "participant", "participants", "host", "hosts", "guest", "guests",
     "speaker", "speakers", "moderator", "author", "transcriber", "guild", "channel", "主持人", "嘉宾",
     "发言人", "인터뷰이", "인터뷰어", "작성자", "teilnehmer", "sprecher")
)  # fmt: skip
_HEADING = re.compile(r"#{1,6}[ \t]")
_LONGEST_BLOCK = 8  # lines
_EMPTY = re.compile(r"\n[ \t]*\n")
_SIGNS = re.compile(r"[\W_]+\Z")
_LISTED = re.compile(r"\[(?:ti|ar|al|au|by|length|offset|re|ve|la|id|tool)\s*:[^\]]*\]\Z", re.IGNORECASE)
_MARKED = re.compile(
    r"#{1,6}\s|\[[^\[\]:]{1,30}:[^\[\]]*\]\Z|<!--.*-->\Z|https?://\S+\Z|%\s"
    r"|(?:Transcript|Transcription) (?:of|by|for)\b|[\[(]?TRANSCRIPT(?:ION)? (?:BEGINS|STARTS|BEGIN)[\])]?\Z"
    r"|THIS IS A RUSH TRANSCRIPT\.|Return to Transcripts main page\Z|TRANSCRIPTS[ \t]+Transcript Providers\Z",
    re.IGNORECASE,
)
_KEYED = re.compile(r"[*_\s]*(?P<key>[^:：*]{1,40}?)[*_\s]*[:：]")
_DATED = re.compile(
    rf"\b{DATE}\b|\d{{4}}-\d\d-\d\d|\b\d{{1,2}}\.? [A-Z][a-zé]{{2,8}},? \d{{4}}\b"
    r"|\b[A-Z][a-z]{2,8} \d{1,2},? \d{4}\b"
)
_TIMED = re.compile(rf"[ \t]*[\[(]?{CLOCK}(?:[ \t]*[-–—][ \t]*{CLOCK})?[\])]?[ \t]*\Z")
_SENTENCE = re.compile(r"[.!?。！？…][\"'”’)]*\s*\Z|[,;，；、]\s*\Z")


def is_head(text: str, *, apart: bool = False) -> bool:
    """Whether what stands before the first marker of a transcript is its head, and no words of anybody.

    Each line must be one that stands there: a heading, a key with its value, a date, a line of signs, tags of
    songs (``[ti:…]``). Beside these a few short lines without the end of a sentence may be titles or names.
    One line alone is a title if it looks like a name and stands ``apart``, above an empty line.
    """
    parts = [
        [line.strip() for line in part.split("\n")] for part in _EMPTY.split("\n".join(text.splitlines()))
    ]
    parts = [lines for part in parts if (lines := [line for line in part if line])]
    lines = [line for part in parts for line in part]
    if lines and len(lines) <= _MOST_LINES and _HEADING.match(lines[0]) and _HEADING.match(lines[-1]):
        return True  # what stands in sections before that of the turns
    if not lines or len(lines) > _MOST_LINES or any(map(_is_too_long, lines)):
        return False
    listed = {id(line) for part in parts if _plain(part[0]) in _PEOPLE for line in part}
    listed |= {id(line) for part in parts for line in _list_of_people(part)}
    listed |= {id(line) for part in parts if _is_block(part) for line in part}
    others = [
        line
        for number, line in enumerate(lines)
        if id(line) not in listed and not _is_surely(line, lines[number - 1] if number else "")
    ]
    titles = all(not _SENTENCE.search(line) and ":" not in line for line in others)
    if len(lines) == 1 and others and titles:
        return (
            len(lines[0].split()) > 1
            and looks_like_name(lines[0])
            and (apart or text.rstrip(" \t").endswith("\n\n"))
        )
    return len(others) < len(lines) and len(others) <= _MOST_TITLES and titles


def end_of_block(text: str) -> int:
    """Where a block of keys and values ends that stands above a transcript and an empty line; 0 for none.

    ``Patient: John Davis`` is none of the patient's turns beside ``Date: 12 March 2026``, though the patient
    speaks below. Titles may stand above the block.
    """
    found, at, part = 0, 0, []
    for number, line in enumerate(text[: _MOST_LINES * _LONGEST].splitlines(keepends=True)):
        if line.strip():
            part.append(line.strip())
        elif part:
            if _is_block(part):
                found = at
            elif found or number >= _MOST_LINES or any(_KEYED.match(one) for one in part):
                return found
            part = []
        at += len(line)
    return found


def _is_block(lines: Sequence[str]) -> bool:
    """Whether all lines have a key and a short value, each key once, and one of them heads transcripts."""
    if (
        not 1 < len(lines) <= _LONGEST_BLOCK
        or any(map(_SENTENCE.search, lines))
        or any(map(_is_too_long, lines))
    ):
        return False
    keys = [_plain(keyed["key"]) for line in lines if (keyed := _KEYED.match(line)) is not None]
    return len(set(keys)) == len(lines) and any(map(is_key, keys))


def is_key(name: str) -> bool:
    """Whether a name in front of a colon is rather a key of a head, as *Age*, than somebody who speaks."""
    plain = _plain(name)
    return plain in _WORDS and plain not in _PERSONAL


def _list_of_people(lines: Sequence[str]) -> list[str]:
    """The items of a list below ``Participants:``, and the lines on which one behind it goes on."""
    found: list[str] = []
    within = goes_on = False
    for line in lines:
        item = line.startswith(("•", "-", "*", "–", "·"))
        if (within and item) or goes_on:
            found.append(line)
        within = (within and item) or (line.endswith((":", "：")) and _plain(line) in _PEOPLE)
        keyed = _KEYED.match(line)
        listed = goes_on or (keyed is not None and _plain(keyed["key"]) in _PEOPLE)
        goes_on = listed and line.endswith((",", "，", "、", ";"))
    return found


def _is_too_long(line: str) -> bool:
    """Whether a line is longer than what stands above a transcript; who was there may take some space."""
    return len(line) > (_LONGEST_LIST if names_a_key(line) else _LONGEST)


def names_a_key(line: str) -> bool:
    """Whether a line is a key of a head with its value: ``INTERVIEWEE: Michael Arbib``."""
    keyed = _KEYED.match(line)
    return keyed is not None and any(word in _WORDS for word in _plain(keyed["key"]).split())


def _is_surely(line: str, before: str) -> bool:
    """Whether a line belongs to a head, whatever stands around it."""
    if _SIGNS.match(line) or _LISTED.match(line) or _MARKED.match(line) or _TIMED.match(line):
        return True
    if _plain(line) in _WORDS or _plain(before) in _WORDS:  # “Attendees”, and the names below
        return True
    if _DATED.search(line) and not _SENTENCE.search(line):
        return True
    return names_a_key(line)


def _plain(line: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", line).casefold().split())
