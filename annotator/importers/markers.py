"""Speaker markers: how transcripts say who speaks, as a table of rules.

A rule finds markers at the start of lines. A person can choose one per file, or write a
regular expression with a group ``speaker``.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from annotator.errors import UserError
from annotator.importers.breaks import BLANKS, LINE_BREAKS, LINE_START

if TYPE_CHECKING:
    import regex

Evidence = Literal["marker", "return", "exchange"]

_BREAK = re.compile(f"[{LINE_BREAKS}]")
_LINE = re.compile(rf"[^{LINE_BREAKS}]+")
_PATIENCE, _PATIENCE_PER_CHARACTER = 2.0, 1e-6  # seconds of work
_LINE_PATIENCE = 2.0  # seconds that a person's own pattern may take on one line
_SAMPLE = 200_000  # characters on which rules compete
_SHORT_EXCHANGE = 6  # markers in a text so short that nobody needs to speak twice
_DATE = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ \t]+)?"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:[ \t]?[AaPp]\.?[Mm]\.?)?"
_TIME = rf"(?:[\[(]?{_DATE}{_CLOCK}[\])]?[ \t]*(?:[-–—][ \t]*)?)?"
_BEFORE = rf"[{BLANKS}]*(?:(?:>|[-*•]|\#{{1,6}})[ \t]+|>)?{_TIME}(?P<bold>\*\*|__)?"
_AFTER_TIME = rf"(?:[ \t]*[\[(]{_CLOCK}[\])])?"
_COLON = rf"(?P=bold)?{_AFTER_TIME}[ \t]?[:：](?P=bold)?"
_NO_COLON = r"(?P=bold)?(?=[ \t\u3000])"


@dataclass(frozen=True, slots=True)
class MarkerRule:
    """One way of marking speakers.

    ``pattern`` has a group ``speaker``. ``evidence`` says what tells speakers from words that
    happen to stand in such a place: the marker alone; that the speaker comes back; or that, or a text
    so short that it is an exchange all the same. ``limit`` is the number of characters of each line
    that the pattern sees, 0 for the whole text at once. Two rules are the same where all but the compiled
    pattern is; ``description`` holds the text of a person's own. ``anywhere``: in the middle of lines, too.
    """

    key: str
    name: str
    description: str
    pattern: re.Pattern[str] | regex.Pattern[str] = field(compare=False)
    evidence: Evidence = "marker"
    limit: int = 0
    anywhere: bool = False
    weight: float = 1.0  # of one marker when rules compete

    def match(self, line: str) -> re.Match[str] | regex.Match[str] | None:
        """The marker a line begins with. Raises TimeoutError where a person's own pattern finds no end."""
        if isinstance(self.pattern, re.Pattern):
            return self.pattern.match(line)
        return self.pattern.match(line, timeout=_LINE_PATIENCE)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker in a text: where it stands and whom it names."""

    start: int
    end: int
    speaker: str


def _rule(
    key: str, name: str, description: str, body: str, *, evidence: Evidence = "marker", weight: float = 1.0
) -> MarkerRule:
    # A bold sign that was not opened cannot be closed: the conditional keeps `(?P=bold)` honest.
    body = body.replace("(?P=bold)?", "(?(bold)(?:(?P=bold))?)")
    return MarkerRule(key, name, description, re.compile(LINE_START + body), evidence, weight=weight)


_HAN = "\u3400-\u9fff\uf900-\ufaff"
_WORD = r"[^\W\d_][\w.'’\-·]*"
_NAME = rf"(?:{_WORD}(?: {_WORD}){{0,2}}(?: \d{{1,3}})?|[{_HAN}·]{{1,8}}(?:\d{{1,3}}|[A-Z])?)"
_INSIDE = rf"[^\[\]【】［］<>()（）:：{LINE_BREAKS}]{{1,40}}?"
_SHORT = r"[^\[\]【】［］:：\s]{1,20}"
_BLANKS = rf"[^\S{LINE_BREAKS}]*"
_LETTER = r"[A-Za-zＡ-Ｚ]\d{0,2}|[甲乙丙丁戊己问答問]"

RULES: tuple[MarkerRule, ...] = (
    _rule(
        "brackets",
        "[A]: …",
        "A speaker in square brackets, then a colon: [A]: or 【王老师】：",
        rf"{_BEFORE}[\[［【](?P<speaker>{_INSIDE})[\]］】]{_COLON}",
        weight=2.0,
    ),
    _rule(
        "round",
        "(A): …",
        "A speaker in round brackets, then a colon: (A): or （甲）：",
        rf"{_BEFORE}[(（](?P<speaker>{_INSIDE})[)）]{_COLON}",
        weight=1.8,
    ),
    _rule(
        "angle",
        "<A> …",
        "A speaker in angle brackets, as in chat logs: <anna>",
        rf"{_BEFORE}<(?P<speaker>{_INSIDE})>[ \t]?[:：]?",
        weight=1.6,
    ),
    _rule(
        "letter",
        "A: …",
        "One letter or sign and a number, then a colon: A:  B：  甲：  Q:  S1:",
        rf"{_BEFORE}(?P<speaker>{_LETTER}){_COLON}",
        weight=1.4,
    ),
    _rule(
        "names",
        "Name: …",
        "A name of up to three words, or of Chinese characters, then a colon: Anna:  Speaker 1:  王老师：",
        rf"{_BEFORE}(?P<speaker>{_NAME}){_COLON}(?!//)(?=[\s*_{_HAN}“「\"']|\Z|(?<=：))",
        evidence="exchange",
        weight=1.2,
    ),
    _rule(
        "arrow",
        "A> …",
        "A name of one word, then an angle bracket: A>  anna>",
        rf"{_BEFORE}(?P<speaker>{_WORD})(?P=bold)?[>＞](?=[ \t{_HAN}]|\Z)",
        evidence="return",
        weight=1.1,
    ),
    _rule(
        "bare-brackets",
        "[A] …",
        "A speaker in square brackets without a colon: [A] or 【甲】",
        rf"{_BEFORE}[\[［【](?P<speaker>{_INSIDE})[\]］】]{_NO_COLON}",
        evidence="return",
        weight=0.9,
    ),
    _rule(
        "bare-round",
        "(A) …",
        "A speaker in round brackets without a colon: (A) or （甲）",
        rf"{_BEFORE}[(（](?P<speaker>{_INSIDE})[)）]{_NO_COLON}",
        evidence="return",
        weight=0.8,
    ),
    MarkerRule(
        "inline",
        "… [A]: … [B]: …",
        "A speaker in square brackets, then a colon, in the middle of lines, too",
        re.compile(rf"[\[［【](?:(?<=\A.)|(?<=[\s。！？.!?”\"].))(?P<speaker>{_SHORT})[\]］】][ \t]?[:：]"),
        anywhere=True,
        weight=1.1,
    ),
    MarkerRule(
        "paragraphs",
        "No markers: paragraphs",
        "Every paragraph (text between empty lines) is a turn without a speaker",
        re.compile(rf"(?P<speaker>)(?:\A|(?<=[{LINE_BREAKS}]{{2}}))(?={_BLANKS}\S)"),
        weight=0.0,
    ),
    MarkerRule(
        "lines",
        "No markers: lines",
        "Every line that holds anything is a turn without a speaker",
        re.compile(rf"(?P<speaker>){LINE_START}(?={_BLANKS}\S)"),
        weight=0.0,
    ),
    MarkerRule(
        "whole",
        "No markers: one turn",
        "The whole text is one turn without a speaker",
        re.compile(r"(?P<speaker>)\A(?=\s*\S)"),
        weight=0.0,
    ),
)

_BY_KEY = {rule.key: rule for rule in RULES}

# Words that stand before a colon at the start of lines and speak to nobody.
_HEADINGS = """
note notes http https ftp mailto example examples ps p.s re fw fwd subject from to cc date time source title
topic warning step summary tip tips 注意 注 提示 例如 比如 备注 说明 时间 地点 日期 来源 标题 主题 总结 参考
附注 地址 电话 步骤 備註 說明 時間 地點 標題 主題 總結 參考 電話 步驟
"""
_NOT_SPEAKERS = frozenset(_HEADINGS.split())


def rule(key: str) -> MarkerRule:
    """The rule of the table with that key. Raises KeyError where there is none."""
    return _BY_KEY[key]


def markers(text: str, by: MarkerRule) -> list[Marker]:
    """The markers of a text, in order, without overlap."""
    return _found(text, by, None)


def _found(text: str, by: MarkerRule, starts: list[int] | None) -> list[Marker]:
    if by.limit:
        found = list(_by_line(text, by))
    elif by.anywhere:
        found = [_marker(match) for match in by.pattern.finditer(text)]
    else:  # looking only where lines start is ten times as fast as searching
        tried = (by.pattern.match(text, start) for start in starts or _line_starts(text))
        found = [_marker(match) for match in tried if match]
    return found if by.evidence == "marker" else _speakers(text, found, by.evidence)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _BREAK.finditer(text))]


# Every rule that has a weight and looks where lines start wants one of these on the line.
_CLOSING = re.compile(r"[^:：>＞\]］】)）\n\u2028\u2029\x85]*[:：>＞\]］】)）]")


def _may_mark(text: str, start: int) -> bool:
    """Whether a line may begin with a marker, by a look that is cheaper than trying all rules."""
    return _CLOSING.match(text, start) is not None


def _marker(match: re.Match[str] | regex.Match[str]) -> Marker:
    return Marker(match.start(), match.end(), _clean(match["speaker"]))


def _by_line(text: str, by: MarkerRule) -> Iterator[Marker]:
    """For patterns nobody has tested: each sees the start of one line, and all together some time."""
    began = time.thread_time()
    for line in _LINE.finditer(text):
        head = text[line.start() : min(line.end(), line.start() + by.limit)]
        try:
            match = by.match(head)
        except TimeoutError as error:
            raise _too_slow(by) from error
        if match and match.end():
            yield Marker(line.start(), line.start() + match.end(), _clean(match["speaker"] or ""))
        if time.thread_time() - began > _PATIENCE + len(text) * _PATIENCE_PER_CHARACTER:
            raise _too_slow(by)


def _too_slow(by: MarkerRule) -> UserError:
    return UserError("The pattern for speakers takes too long", by.pattern.pattern, "Simplify it")


def _clean(speaker: str) -> str:
    return " ".join(speaker.split())


def _speakers(text: str, found: list[Marker], evidence: Evidence) -> list[Marker]:
    """Of words in a speaker's place, the speakers: those that come back.

    Where nearly every line is a turn of its own, who speaks once is a speaker too.
    """
    found = [m for m in found if m.speaker and m.speaker.casefold() not in _NOT_SPEAKERS]
    counts = Counter(marker.speaker for marker in found)
    if evidence == "return" and (len(counts) < 2 or max(counts.values()) < 2):
        return []
    if len(counts) >= 2:
        lines = sum(1 for line in _LINE.finditer(text) if not line[0].isspace())
        short = evidence == "exchange" and len(found) <= _SHORT_EXCHANGE and lines <= 2 * len(found)
        if (short and not text[: found[0].start].strip()) or lines <= 1.1 * len(found):
            return found
    return [marker for marker in found if counts[marker.speaker] >= 2]


def guess_rule(text: str) -> MarkerRule:
    """The rule that fits a text best; one without markers where no rule does."""
    sample = text[:_SAMPLE]
    starts = [start for start in _line_starts(sample) if _may_mark(sample, start)]
    best, best_score = None, 0.0
    for candidate in RULES:
        if not candidate.weight or not (starts or candidate.anywhere):
            continue
        found = _found(sample, candidate, starts)
        enough = len(found) >= 2 or (found and not sample[: found[0].start].strip())
        score = len(found) * candidate.weight
        if enough and score > best_score:
            best, best_score = candidate, score
    if best is not None:
        return best
    return _BY_KEY["paragraphs" if len(markers(sample, _BY_KEY["paragraphs"])) >= 2 else "whole"]
