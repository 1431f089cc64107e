"""Speaker markers: how transcripts say who speaks, as a table of rules.

A rule finds markers at the start of lines. A person can choose one per file, or write a
regular expression with a group ``speaker``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.importers.breaks import BLANKS, LINE_BREAKS, LINE_START

_LONGEST_MARKER = 120  # characters of a line that a person's own pattern is tried on
_TIME = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?[ \t]*(?:[-–—][ \t]*)?)?"
_BEFORE = rf"[{BLANKS}]*(?:>[ \t]?)?{_TIME}(?P<bold>\*\*|__)?"
_COLON = r"(?P=bold)?[ \t]?[:：](?P=bold)?"


@dataclass(frozen=True, slots=True)
class MarkerRule:
    """One way of marking speakers.

    ``pattern`` has a group ``speaker``. ``repeated`` asks that a speaker occur twice, which tells
    names from words that happen to stand before a colon. ``limit`` is the number of characters
    of each line that the pattern sees, 0 for the whole text at once.
    """

    key: str
    name: str
    description: str
    pattern: re.Pattern[str]
    repeated: bool = False
    limit: int = 0
    weight: float = 1.0  # of one marker when rules compete


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker in a text: where it stands and whom it names."""

    start: int
    end: int
    speaker: str


def _rule(
    key: str, name: str, description: str, body: str, *, repeated: bool = False, weight: float = 1.0
) -> MarkerRule:
    # A bold sign that was not opened cannot be closed: the conditional keeps `(?P=bold)` honest.
    body = body.replace("(?P=bold)?", "(?(bold)(?:(?P=bold))?)")
    return MarkerRule(key, name, description, re.compile(LINE_START + body), repeated=repeated, weight=weight)


_HAN = "\u3400-\u9fff\uf900-\ufaff"
_WORD = r"[^\W\d_][\w.'’\-·]*"
_NAME = rf"(?:{_WORD}(?: {_WORD}){{0,2}}(?: \d{{1,3}})?|[{_HAN}·]{{1,8}}(?:\d{{1,3}}|[A-Z])?)"
_INSIDE = rf"[^\[\]【】［］<>()（）:：{LINE_BREAKS}]{{1,40}}?"

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
        rf"{_BEFORE}(?P<speaker>[A-Za-zＡ-Ｚ]\d{{0,2}}|[甲乙丙丁戊己问答問]){_COLON}",
        weight=1.4,
    ),
    _rule(
        "names",
        "Name: …",
        "A name of up to three words, or of Chinese characters, then a colon: Anna:  Speaker 1:  王老师：",
        rf"{_BEFORE}(?P<speaker>{_NAME})(?P=bold)?(?:[:：])(?P=bold)?(?!//)(?=[\s*_{_HAN}“「\"']|\Z|(?<=：))",
        repeated=True,
        weight=1.2,
    ),
    MarkerRule(
        "paragraphs",
        "No markers: paragraphs",
        "Every paragraph (text between empty lines) is a turn without a speaker",
        re.compile(rf"(?P<speaker>)(?:\A|(?<=[{LINE_BREAKS}]{{2}}))(?=[^{LINE_BREAKS}])"),
        weight=0.0,
    ),
    MarkerRule(
        "lines",
        "No markers: lines",
        "Every line that holds anything is a turn without a speaker",
        re.compile(rf"(?P<speaker>){LINE_START}(?=[^{LINE_BREAKS}])"),
        weight=0.0,
    ),
    MarkerRule(
        "whole",
        "No markers: one turn",
        "The whole text is one turn without a speaker",
        re.compile(r"(?P<speaker>)\A(?=.)", re.DOTALL),
        weight=0.0,
    ),
)

_BY_KEY = {rule.key: rule for rule in RULES}

# Words that stand before a colon at the start of lines and speak to nobody.
_NOT_SPEAKERS = frozenset(
    (
        *("note", "notes", "http", "https", "ftp", "mailto", "example", "examples", "ps", "p.s", "re", "fw"),
        *(
            "fwd",
            "subject",
            "from",
            "to",
            "cc",
            "date",
            "time",
            "source",
            "title",
            "topic",
            "warning",
            "step",
        ),
        *(
            "summary",
            "tip",
            "tips",
            "注意",
            "注",
            "提示",
            "例如",
            "比如",
            "备注",
            "说明",
            "时间",
            "地点",
            "日期",
        ),
        *("来源", "标题", "主题", "总结", "参考", "附注", "地址", "电话", "步骤"),
    )
)


def rule(key: str) -> MarkerRule:
    """The rule of the table with that key. Raises KeyError where there is none."""
    return _BY_KEY[key]


def custom_rule(pattern: str) -> MarkerRule:
    """A rule from a person's regular expression, which must have a group ``speaker``.

    It is tried at the start of each line, on its first 120 characters, so that no pattern can
    take time out of proportion. Raises ValueError, with a sentence, where it cannot be used.
    """
    try:
        compiled = re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"This is not a regular expression: {error}.") from error
    if "speaker" not in compiled.groupindex:
        raise ValueError("The pattern needs a group for the speaker: (?P<speaker>…).")
    return MarkerRule("custom", "Own pattern", pattern, compiled, limit=_LONGEST_MARKER)


def markers(text: str, by: MarkerRule) -> list[Marker]:
    """The markers of a text, in order, without overlap."""
    found = list(_by_line(text, by) if by.limit else _at_once(text, by))
    return _named(text, found) if by.repeated else found


def _at_once(text: str, by: MarkerRule) -> Iterator[Marker]:
    for match in by.pattern.finditer(text):
        yield Marker(match.start(), match.end(), _clean(match["speaker"]))


def _by_line(text: str, by: MarkerRule) -> Iterator[Marker]:
    for line in re.finditer(rf"[^{LINE_BREAKS}]+", text):
        head = text[line.start() : min(line.end(), line.start() + by.limit)]
        match = by.pattern.match(head)
        if match and match.end():
            yield Marker(line.start(), line.start() + match.end(), _clean(match["speaker"] or ""))


def _clean(speaker: str) -> str:
    return " ".join(speaker.split())


def _named(text: str, found: list[Marker]) -> list[Marker]:
    """Of words before a colon, those that are speakers: they come back, or the text is short."""
    found = [m for m in found if m.speaker.casefold() not in _NOT_SPEAKERS]
    counts = Counter(marker.speaker for marker in found)
    short = len(found) <= 6 and len(counts) >= 2 and not text[: found[0].start].strip()
    if short and len(counts) == len(found) and len(text.strip().splitlines()) > 2 * len(found):
        short = False  # a few lines of a long text begin with a word and a colon
    return [marker for marker in found if short or counts[marker.speaker] >= 2]


def guess_rule(text: str) -> MarkerRule:
    """The rule that fits a text best; one without markers where no rule does."""
    sample = text[:200_000]
    best, best_score = None, 0.0
    for candidate in RULES:
        if not candidate.weight:
            continue
        found = markers(sample, candidate)
        enough = len(found) >= 2 or (found and not sample[: found[0].start].strip())
        score = len(found) * candidate.weight
        if enough and score > best_score:
            best, best_score = candidate, score
    if best is not None:
        return best
    return _BY_KEY["paragraphs" if len(markers(sample, _BY_KEY["paragraphs"])) >= 2 else "whole"]
