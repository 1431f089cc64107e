"""The table of speaker markers: the ways in which transcripts say who speaks.

A rule finds markers at the start of lines. A person can choose one per file, or write a
regular expression with a group ``speaker``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from annotator.importers.line_breaks import BLANKS, LINE_BREAKS, LINE_START
from annotator.importers.line_times import CLOCK, DATE, DIRECTIONS, STAMP

if TYPE_CHECKING:
    import regex

_LINE_PATIENCE = 2.0  # seconds that a person's own pattern may take on one line

Evidence = Literal[
    "marker", "return", "exchange", "heading", "clocks", "alone", "court", "lines", "over", "signs"
]
# What tells speakers where no sign stands on the line of which a quick look knows.
UNSIGNED = frozenset(("alone", "signs"))

_BLANKS = rf"[^\S{LINE_BREAKS}]*"
_HASHED = r"#(?P<hashed>\d\d:\d\d:\d\d-\d)#"  # the time marks of f4transkript
_UNTIL = rf"(?:[ \t]*(?:--?>|[-–—→]|to|,(?=\d{{1,2}}:\d\d:\d\d\.))[ \t]*(?P<until>{CLOCK}))?"
_TIME = rf"(?:(?:{_HASHED}|[\[(]?{STAMP}{_UNTIL}[\])]?)[ \t]*(?:[-–—|:][ \t]*)?)?"
_SIGN = r"(?:(?:>{1,3}|[-*•]|\#{1,6})[ \t]+|>{1,3})?"  # of a quotation, a list, a heading, a new voice
_EARLY = r"(?P<early>(?:\*\*|__)(?=[\[(]?\d))?"  # a bold sign before the time and the name: **[0:03] Anna:**
_BEFORE = rf"[{BLANKS}{DIRECTIONS}]*{_SIGN}{_EARLY}{_TIME}[{DIRECTIONS}]*(?P<bold>\*\*|__)?"
_AFTER_TIME = rf"(?:[ \t]*[\[(](?P<after>{CLOCK})[\])])?"
_LATE_TIME = rf"(?:[ \t]*[\[(](?P<late>{CLOCK})[\])])?"
_COLON = rf"(?P=bold)?{_AFTER_TIME}[ \t]?[:：](?P=bold)?{_LATE_TIME}"
_NO_COLON = r"(?P=bold)?(?=[ \t\u3000\u3400-\u9fff“「])"


@dataclass(frozen=True, slots=True)
class MarkerRule:
    """One way of marking speakers.

    ``pattern`` has a group ``speaker``, and may have others for times (see :func:`markers.stamp_of`).
    ``evidence`` says what tells speakers from words that happen to stand in such a place: the marker alone;
    that the speaker comes back; that, or a text so short that it is an exchange all the same; that
    the marker is a line of its own with words below it; that many lines have such clocks; that names which
    come back stand alone above words throughout; that nearly all lines have one; that they stand over nearly
    all lines of a time alone; that names which come back stand throughout before a sign that words have, too.
    ``limit`` is the number of characters of each line that the pattern sees, 0 for the whole text at once.
    Two rules are the same where all but the compiled pattern is; ``description`` holds the text of a person's
    own.
    ``anywhere``: in the middle of lines, too. ``timed``: only in texts with clocks.
    """

    key: str
    name: str
    description: str
    pattern: re.Pattern[str] | regex.Pattern[str] = field(compare=False)
    evidence: Evidence = "marker"
    limit: int = 0
    anywhere: bool = False
    weight: float = 1.0  # of one marker when rules compete
    timed: bool = False
    signs: str = ""  # one of which each marker has; "" for none
    above: bool = False  # the marker begins on the line above the one with such a sign

    def match(self, line: str) -> re.Match[str] | regex.Match[str] | None:
        """The marker a line begins with. Raises TimeoutError where a person's own pattern finds no end."""
        if isinstance(self.pattern, re.Pattern):
            return self.pattern.match(line)
        return self.pattern.match(line, timeout=_LINE_PATIENCE)


def _rule(
    key: str,
    name: str,
    description: str,
    body: str,
    *,
    evidence: Evidence = "marker",
    weight: float = 1.0,
    timed: bool = False,
    signs: str = "",
    above: bool = False,
) -> MarkerRule:
    # A bold sign that was not opened cannot be closed: the conditional keeps `(?P=bold)` honest.
    early = "(?(early)(?:(?P=early))?)" if _EARLY in body else ""
    body = body.replace("(?P=bold)?", f"(?(bold)(?:(?P=bold))?|{early})")
    pattern = re.compile(LINE_START + body)
    return MarkerRule(
        key, name, description, pattern, evidence, weight=weight, timed=timed, signs=signs, above=above
    )


_HAN = "\u3400-\u9fff\uf900-\ufaff"
_WORD = r"[^\W\d_][\w.'’\-·]*"
_NAME = rf"(?:{_WORD}(?: {_WORD}){{0,2}}(?: \d{{1,3}})?|[{_HAN}·]{{1,8}}(?:\d{{1,3}}|[A-Z])?)"
# Anything short before a colon; whether it looks like a name is judged afterwards.
_NO_NAME = rf":：<>\[\]{{}}【】［］|“”\"=\\{LINE_BREAKS}"
_WIDE = rf"[^\s#*{_NO_NAME}][^{_NO_NAME}]{{0,58}}?"
# Who speaks with what they are: Anna Vos, President and Chief Executive Officer, Lamps Incorporated.
_TITLED = rf"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{1,3}}, [A-Z][^{_NO_NAME}]{{2,90}}?"
_BOLD = rf"[^\s#*{_NO_NAME}][^*{_NO_NAME}]{{0,138}}?"  # between signs of bold
_INSIDE = rf"[^\[\]【】［］<>()（）:：{LINE_BREAKS}]{{1,40}}?"
_IN_SQUARE = rf"[^\[\]【】［］<>:：{LINE_BREAKS}]{{1,60}}?"
_SHORT = r"[^\[\]【】［］:：\s]{1,20}"
_LETTER = r"[A-Za-zＡ-Ｚ]\d{0,2}|[甲乙丙丁戊己问答問]"
_LINE_END = rf"[ \t]*(?=[{LINE_BREAKS}]|\Z)"
# Without brackets the groups need names of their own.
_BARE_STAMP = f"{STAMP}{_UNTIL}"
for _group in ("date", "clock", "until"):
    _BARE_STAMP = _BARE_STAMP.replace(f"<{_group}>", f"<bare_{_group}>")
# From which second to which, or from which millisecond.
_SECONDS = (
    r"\[(?P<second>\d{1,9}\.\d{1,20})s?[ \t]?(?:--?>|[-–—→])[ \t]?(?P<until_second>\d{1,9}\.\d{1,20})s?\]"
)
_WRITTEN_DATE = rf"(?:[A-Z][a-z]{{2,8}} \d{{1,2}}, \d{{4}}|\d{{1,2}} [A-Z][a-z]{{2,8}} \d{{4}}|{DATE})"
# Behind a number this is a date.
_NO_MONTH = r"(?![A-Z][a-zé]{2,8}\.?,? \d{4}\b)"
_NAME_ALONE = rf"{_WORD}(?: [{_HAN}\w&.()'’\-]+){{0,4}}"
_BEFORE_QUOTE = r"[^\W\d_][\w・·＝ー]{0,11}"
_PART_OF_NAME = r"[^\W\d_][\w'’-]+"
_BEFORE_STOP = rf"(?:(?:Mrs?|Ms|Dr|St|Mme|MRS?|MS|DR|ST)\. )?{_PART_OF_NAME}(?: {_PART_OF_NAME}){{0,3}}"
_BEFORE_DASH = r"[^\W\d_][\w.'’]*(?: [^\W\d_][\w.'’]*){0,3}(?: \d{1,3})?"

RULES: tuple[MarkerRule, ...] = (
    _rule(
        "brackets",
        "[A]: …",
        "A speaker in square brackets, then a colon: [A]: or 【王老师】：",
        rf"{_BEFORE}[\[［【](?P<speaker>{_IN_SQUARE})[\]］】]{_COLON}",
        weight=2.0,
        signs="[［【",
    ),
    _rule(
        "round",
        "(A): …",
        "A speaker in round brackets, then a colon: (A): or （甲）：",
        rf"{_BEFORE}[(（](?P<speaker>{_INSIDE})[)）]{_COLON}",
        weight=1.8,
        signs="(（",
    ),
    _rule(
        "angle",
        "<A> …",
        "A speaker in angle brackets, as in chat logs: <anna>",
        rf"{_BEFORE}<(?P<speaker>{_INSIDE})>[ \t]?[:：]?",
        weight=1.6,
        signs="<",
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
        "A name, or Chinese characters, then a colon: Anna:  Speaker 1:  Jan van der Berg:  王老师：",
        rf"{_BEFORE}(?:(?P<asked>[QA]) [-–—](?= )"
        rf"|(?P<speaker>{_NAME}|{_WIDE}|{_TITLED}|(?(bold){_BOLD}|(?!)))"
        rf"{_COLON}(?!//)(?=[\s*_{_HAN}“「\"']|\Z|(?<=：)))",
        evidence="exchange",
        weight=1.2,
    ),
    _rule(
        "court",
        "Q. …  THE COURT: …",
        "A hearing: Q. and A. and names in capitals before a colon, behind numbers of lines or not",
        rf"[{BLANKS}]*(?:\d{{1,2}}[ \t]+)?(?:(?P<letter>[QA])(?:\.|(?=[ \t]{{2,}}|\t))(?=\s)[ \t]*"
        rf"|(?P<speaker>(?!BY )(?-i:[A-Z][A-Z.'’\-]*(?: [A-Z][A-Z.'’\-]*){{0,4}})):(?=\s|\Z)[ \t]*)",
        evidence="court",
        weight=1.3,
    ),
    _rule(
        "arrow",
        "A> …",
        "A name of one word, then an angle bracket: A>  anna>",
        rf"{_BEFORE}(?P<speaker>{_WORD})(?P=bold)?[>＞](?=[ \t{_HAN}]|\Z)",
        evidence="return",
        weight=1.1,
        signs=">＞",
    ),
    _rule(
        "numbered",
        "12 Name: …",
        "The number of a turn, a name, then a colon: 12 Anna:  3. Anna:  [T004] Anna:",
        rf"[{BLANKS}]*(?:[\[(][A-Za-z]{{0,4}}[-_ ]?\d{{1,5}}[\])]|\d{{1,5}}[.):]?)[ \t]+{_NO_MONTH}"
        rf"(?P<bold>\*\*|__)?(?P<speaker>{_NAME}|{_WIDE}){_COLON}(?!//)(?=[\s*_{_HAN}“「\"']|\Z|(?<=：))",
        evidence="return",
        weight=1.15,
    ),
    _rule(
        "name-clock",
        "Name [0:03] …",
        "A name, a time in brackets, then the words: Anna [00:00:03] Hello",
        rf"[{BLANKS}]*(?P<bold>\*\*|__)?(?P<speaker>{_NAME_ALONE})(?P=bold)?[ \t]*[\[(]{STAMP}{_UNTIL}[\])]"
        r"[ \t]+(?=[^\s])",
        evidence="return",
        weight=1.12,
        timed=True,
    ),
    _rule(
        "bare-brackets",
        "[A] …",
        "A speaker in square brackets without a colon: [A] or 【甲】",
        rf"{_BEFORE}[\[［【](?P<speaker>{_IN_SQUARE})[\]］】](?P=bold)?{_LATE_TIME}{_NO_COLON}",
        evidence="return",
        weight=0.9,
        signs="[［【",
    ),
    _rule(
        "bare-round",
        "(A) …",
        "A speaker in round brackets without a colon: (A) or （甲）",
        rf"{_BEFORE}[(（](?P<speaker>{_INSIDE})[)）](?P=bold)?{_LATE_TIME}{_NO_COLON}",
        evidence="return",
        weight=0.8,
        signs="(（",
    ),
    _rule(
        "bold",
        "**Name** …",
        "A name in bold without a colon, before its words: **Anna** Hello",
        rf"[{BLANKS}]*{_TIME}(?:\*\*|__)(?P<speaker>{_NAME_ALONE})(?:\*\*|__)(?=[ \t]+[^\s:：])",
        evidence="return",
        weight=0.9,
        signs="*_",
    ),
    _rule(
        "tab",
        "Name ⇥ …",
        "A name, a tab, then the words, line by line",
        rf"(?P<speaker>{_NAME_ALONE}|\d{{1,2}}):?\t(?=[^\s])",
        evidence="lines",
        weight=0.8,
        signs="\t",
    ),
    _rule(
        "name-time",
        "Name 0:03",
        "A line with a name and a time, the words below it: Anna  0:03  [Anna] 10:01:22  Anna (00:03):",
        rf"[{BLANKS}]*(?P<bold>\*\*)?(?P<open>[\[(])?(?P<speaker>{_WIDE})(?(open)[\])])(?P=bold)?"
        rf"[ \t]*[,@–—-]*[ \t\xa0]*(?:[\[(]?{STAMP}[\])]?|{_SECONDS})[ \t]*:?(?P=bold)?{_LINE_END}",
        evidence="heading",
        weight=2.2,
        timed=True,
    ),
    _rule(
        "name-over-time",
        "Name, 0:03 below",
        "A line with a name, a line with a time, then the words",
        rf"[{BLANKS}]*(?P<bold>\*\*)?(?P<speaker>{_NAME_ALONE})(?P=bold)?[ \t]*\n"
        rf"[ \t]*[\[(]?{STAMP}{_UNTIL}[\])]?{_LINE_END}",
        evidence="over",
        weight=2.3,
        timed=True,
        above=True,
    ),
    _rule(
        "time-name",
        "0:03 Name",
        "A line with a time and a name, the words below it: 0:03 Anna  [00:00:03] - Anna  @0:03 - Anna",
        rf"[{BLANKS}]*(?P<bold>\*\*)?@?[\[(]?{STAMP}[\])]?(?P=bold)?[ \t]*[-–—|]?[ \t]*"
        rf"(?P<speaker>{_WIDE})[ \t]*[:：]?(?P=bold)?{_LINE_END}",
        evidence="heading",
        weight=2.1,
        timed=True,
    ),
    _rule(
        "date-name",
        "Mar 12, 2026 9:16 PM, Name",
        "A line with a date and a time, a line with a name, then the words",
        rf"[{BLANKS}]*(?P<date>{_WRITTEN_DATE}),?[ \t]+(?P<clock>{CLOCK})[ \t]*"
        rf"(?:\([^()\n]{{1,80}}\))?[ \t]*\n[ \t]*(?P<speaker>{_WIDE}){_LINE_END}",
        evidence="heading",
        weight=2.6,
        timed=True,
    ),
    _rule(
        "from-to",
        "0:03 --> 0:05, Name",
        "A line with two times, a line with a name, then the words",
        rf"[{BLANKS}]*(?P<clock>{CLOCK})[ \t]*-->[ \t]*(?P<until>{CLOCK})[ \t]*\n"
        rf"[ \t]*(?P<speaker>{_WIDE}):?{_LINE_END}",
        evidence="heading",
        weight=2.5,
        timed=True,
    ),
    _rule(
        "clocks",
        "0:03 …",
        "A time and nobody’s name: every time begins a turn without a speaker: 00:00:03 or [0:03]",
        rf"(?P<speaker>)[{BLANKS}]*(?:[\[(]{STAMP}{_UNTIL}[\])](?(until)(?:[ \t]+(?=[ \t]))?)|{_BARE_STAMP}"
        rf"|{_SECONDS})"
        r"(?:[ \t]*[-–—:|](?=\s)|(?=\s|\Z)|(?<=\d\])(?=\S))",
        evidence="clocks",
        weight=0.5,
        timed=True,
    ),
    _rule(
        "name-line",
        "Name, words below",
        "A line with a name alone, the words below it; names come back throughout",
        rf"[{BLANKS}]*(?:\#{{1,6}} )?(?P<bold>\*\*|__)?(?P<open>[【［\[])?(?P<speaker>{_NAME_ALONE})"
        rf"(?(open)[】］\]])(?P=bold)?{_LINE_END}",
        evidence="alone",
        weight=0.7,
    ),
    _rule(
        "quoted",
        "Name「…」",
        "A name before what is said, between 「 and 」: 太郎「おはよう。」",
        rf"[{BLANKS}]*(?P<speaker>{_BEFORE_QUOTE})(?:[（(][^（）()\n]{{1,20}}[）)])?[ \t\u3000]*(?=[「『])",
        evidence="signs",
        weight=0.95,
        signs="「『",
    ),
    _rule(
        "stop",
        "NAME. …",
        "A name, a full stop, then the words, as in plays: HAMLET. To be, or not to be",
        rf"[{BLANKS}]*(?P<bold>\*\*|__)?(?P<speaker>{_BEFORE_STOP})(?P=bold)?"
        rf"(?:,?[ \t]*[\[(_][^\[\]()\n]{{1,80}}[\])_])?\.(?P=bold)?[ \t]+(?=\S)",
        evidence="signs",
        weight=0.75,
        signs=".",
    ),
    _rule(
        "dash",
        "Name – …",
        "A name, a dash, then the words: Anna – Hello",
        rf"[{BLANKS}]*(?P<bold>\*\*|__)?(?P<speaker>{_BEFORE_DASH})(?P=bold)?"
        r"(?:[ \t]+(?:--?|[–—])[ \t]*|[–—][ \t]+)(?=[^\s\-–—])",
        evidence="signs",
        weight=0.6,
        signs="-–—",
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
        "dashes",
        "No markers: dashes",
        "Every line that begins with a dash is a turn without a speaker: — How are you?",
        re.compile(rf"(?P<speaker>){LINE_START}[{BLANKS}]*[-–—―][ \t\xa0]*(?=[^\s\-–—―])"),
        weight=0.0,
    ),
    MarkerRule(
        "paragraphs",
        "No markers: paragraphs",
        "Every paragraph (text between empty lines) is a turn without a speaker",
        re.compile(rf"(?P<speaker>)(?:\A|(?<=[{LINE_BREAKS}])[{BLANKS}]*[{LINE_BREAKS}])(?={_BLANKS}\S)"),
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

WITHOUT_SPEAKERS = frozenset(("whole", "paragraphs", "lines", "dashes"))
_BY_KEY = {rule.key: rule for rule in RULES}


def rule(key: str) -> MarkerRule:
    """The rule of the table with that key. Raises KeyError where there is none."""
    return _BY_KEY[key]
