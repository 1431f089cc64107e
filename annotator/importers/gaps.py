"""Finds places where words were cut out of a transcript. They are marked and never altered.

What looks like a cut in one transcript is a habit in another: French puts a blank before ``?``,
tokenised corpora before every sign, typists two blanks after a sentence, and some transcripts
pad their speakers' names. So habits are taken from the whole dialogue first.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from typing import Literal, NamedTuple

from annotator.importers.line_breaks import LINE_BREAKS
from annotator.model import Gap

# Wide blanks inside lines. It begins with two blanks, for which a search passes over all else at once.
_WIDE = re.compile(r"  (?<=\S  ) *(?=\S)")
_FIRST = re.compile(rf" +(?=[^\s{LINE_BREAKS}])")
# A blank before a sign that begins nothing else: no ellipsis, decimal, path, operator, :emoji:
# or emoticon such as ":)" and ";-P".
_BEFORE = re.compile(
    r" (?<=[^\s] )(?=,(?!,)|\.(?! ?\.|[\w/])|[?!](?![\w=])|;(?![-^]?[)(DPp])|:(?![-^']?[)(DPpOo3/|*\\]|\w|:))"
)
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HAN_WIDE = re.compile(rf"  (?<={_HAN.pattern}  ) *(?={_HAN.pattern})")
_HAN_SIGN = re.compile("[，。！？、；]")
_MANY = 5  # wide blanks that make a habit of typing
_SIGNS = ".,?!;:"
_FRENCH = "?!;:"
# What a gap that begins behind a word begins with: all of them are found in one pass.
_CANDIDATE = re.compile(rf" [ {_SIGNS}]")
_SPACED = re.compile(r"(?<=\w) .(?=\s|\Z)")
_CLOSE = {sign: re.compile(rf"{re.escape(sign)}(?<=\w.)(?=\s|\Z)") for sign in _SIGNS}
_SENTENCE_END = re.compile(r"[.!?]( +)(?=[^\s])")
_NO_GAP_AFTER = frozenset("([{<.…!?,;:/|=&#")  # "( ,", ". . .", "?! !", "a | , b"
_LIST_SIGN = re.compile(r"[ \t]*(?:[-*+•·>]|#{1,6}|\d+[.)、]|[a-zA-Z][.)])( +)(?=\S)")  # where a line begins
_CODE = re.compile(
    rf"```.*?(?:```|\Z)|`[^`{LINE_BREAKS}]+`|(?:\A|(?<=[{LINE_BREAKS}]))(?: {{4}}|\t)[^{LINE_BREAKS}]*",
    re.DOTALL,
)
_LINE = re.compile(rf"[^{LINE_BREAKS}]+")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a transcript uses blanks throughout, which are then no gaps."""

    spaced: frozenset[str] = frozenset()  # signs that have a blank before them
    two_after_sentences: bool = False
    padded: bool = False  # turns begin with blanks
    spaces_as_commas: bool = False  # two blanks stand between clauses of Chinese without punctuation
    typed: bool = False  # two blanks come anywhere, as people type them


_Reason = Literal["double space", "space before punctuation"]
_Found = tuple[int, int, _Reason]  # a gap that may be layout: where it begins and ends, and what it is


class _Candidates(NamedTuple):
    """Where in a text gaps may begin, in order."""

    wide: list[tuple[int, int]]  # blanks within a line
    before: list[int]  # of a blank before a sign

    @classmethod
    def of(cls, text: str) -> _Candidates:
        """Those of a text."""
        wide, before = [], []
        for found in map(re.Match.start, _CANDIDATE.finditer(text)):
            if text[found + 1] != " ":
                before.append(found)
            elif match := _WIDE.match(text, found):
                wide.append(match.span())
        return cls(wide, before)


class _Layout(NamedTuple):
    """What could lay out a text: found out once for all turns of a dialogue, most of which have none."""

    breaks: Sequence[str]  # those that are there
    code: bool
    bars: bool

    @classmethod
    def of(cls, text: str) -> _Layout:
        """That of a text."""
        breaks = [sign for sign in LINE_BREAKS if sign in text]
        return cls(breaks, "`" in text or "\t" in text or "    " in text, "|" in text)


def habits(texts: Sequence[str]) -> Habits:
    """The habits of a dialogue, given its turns' texts."""
    whole = "\n".join(texts)  # a line break is no word, and ends one as the end of a text does
    return _habits(texts, whole, _Candidates.of(whole))


def _habits(texts: Sequence[str], whole: str, found: _Candidates) -> Habits:
    usual = frozenset(_usual_signs(whole, found.before))
    starts = sum(text.startswith(" ") for text in texts)
    return Habits(
        usual,
        two_after_sentences=_are_two_after_sentences(whole, found.wide),
        padded=starts >= 3 and starts * 2 > len(texts),
        spaces_as_commas=_are_commas(whole, found.wide),
        typed=_are_typed(whole, found, starts, usual),
    )


def _usual_signs(whole: str, before: Sequence[int]) -> set[str]:
    """The signs that more often than not have a blank before them; ``before`` is where any has one."""
    spaced = Counter(whole[place + 1] for place in before if _SPACED.match(whole, place))
    usual = {
        sign
        for sign, count in spaced.items()
        if count >= 2 and count > _at_most(count, _CLOSE[sign].finditer(whole))
    }
    french = sum(spaced[sign] for sign in _FRENCH)
    close = chain.from_iterable(_CLOSE[sign].finditer(whole) for sign in _FRENCH)
    if french > 1 and french > _at_most(french, close):
        usual.update(_FRENCH)
    return usual


def _at_most(most: int, found: Iterable[object]) -> int:
    """How many there are, or ``most`` where there are more."""
    return sum(1 for _ in islice(found, most))


def _are_two_after_sentences(whole: str, wide: Sequence[tuple[int, int]]) -> bool:
    """Whether sentences more often than not end with two blanks; ``wide`` is where all wide blanks are."""
    two = sum(1 for start, end in wide if end - start == 2 and whole[start - 1] in ".!?")
    return two >= 2 and two * 2 > _at_most(two * 2, _SENTENCE_END.finditer(whole))


def _are_commas(whole: str, wide: Sequence[tuple[int, int]]) -> bool:
    """Whether two blanks between Chinese characters come again, where no commas and stops are."""
    between = sum(1 for start, _ in wide if _HAN_WIDE.match(whole, start))
    return between >= 2 and len(_HAN_SIGN.findall(whole)) * 4 < between


def _are_typed(whole: str, found: _Candidates, starts: int, usual: frozenset[str]) -> bool:
    """Whether two blanks are a slip of typists: words that are lost leave blanks before signs, too.

    Only where nothing is written in Chinese characters, for else words of one language may have gone.
    """
    if len(found.wide) < _MANY or _HAN.search(whole):
        return False
    before = sum(1 for place in found.before if whole[place + 1] not in usual and _BEFORE.match(whole, place))
    return (before + starts) * 20 < len(found.wide)


def find_gaps(text: str, usual: Habits | None = None) -> tuple[Gap, ...]:
    """The gaps of a turn's text, in order: each is the white space left where words were.

    ``usual`` are the habits of its dialogue; without them those of the text itself count. Not
    gaps: blanks at the end of a line (a line break in Markdown), indentation, blanks after a list
    sign, columns, code, ellipses, emoticons.
    """
    found = _Candidates.of(text)
    (made,) = _gaps_of_all([text], text, found, usual or _habits([text], text, found))
    return made


def find_gaps_in_all(texts: Sequence[str]) -> list[tuple[Gap, ...]]:
    """The gaps of the texts of all turns of a dialogue, by its habits."""
    whole = "\n".join(texts)
    found = _Candidates.of(whole)
    return _gaps_of_all(texts, whole, found, _habits(texts, whole, found))


def _gaps_of_all(
    texts: Sequence[str], whole: str, candidates: _Candidates, usual: Habits
) -> list[tuple[Gap, ...]]:
    """The gaps of each of some texts, which are looked for in all of them joined by line breaks.

    A line break is no word, and ends one as the end of a text does.
    """
    wide = candidates.wide
    found = [] if usual.padded else list(_leading(texts))
    found += _doubles(whole, wide, usual)
    found += _before_signs(whole, candidates.before, usual)
    if not found:
        return [()] * len(texts)
    found.sort()
    layout = _Layout.of(whole)
    made: list[tuple[Gap, ...]] = []
    at = last = 0
    for text in texts:
        first, end = last, at + len(text)
        last = bisect_left(found, (end,), first)
        if first == last:
            made.append(())
        else:
            own = wide[bisect_left(wide, (at, 0)) : bisect_left(wide, (end, 0))] if wide else ()
            made.append(_without_layout(text, at, found[first:last], own, layout))
        at = end + 1
    return made


def _leading(texts: Sequence[str]) -> Iterator[_Found]:
    """The blanks that texts begin with, by their places in all of them joined."""
    at = 0
    for text in texts:
        if text.startswith(" ") and (first := _FIRST.match(text)):
            yield at, at + first.end(), "double space"
        at += len(text) + 1


def _doubles(whole: str, wide: Sequence[tuple[int, int]], usual: Habits) -> Iterator[_Found]:
    for start, end in wide if not usual.typed else ():
        if usual.spaces_as_commas and _HAN_WIDE.match(whole, start):
            continue
        if end - start == 2 and usual.two_after_sentences and whole[start - 1] in ".!?":
            continue
        yield start, end, "double space"


def _before_signs(whole: str, places: Sequence[int], usual: Habits) -> Iterator[_Found]:
    for start in places:
        if not _BEFORE.match(whole, start):
            continue
        sign, before = whole[start + 1], whole[start - 1]
        if sign in usual.spaced or before in _NO_GAP_AFTER or _is_symbol(before):
            continue
        if sign == ":" and before.isdigit():
            continue
        yield start, start + 1, "space before punctuation"


def _is_symbol(char: str) -> bool:
    """Emoji and the like: many people put a blank between them and a sign."""
    return unicodedata.category(char) in {"So", "Sk", "Sm", "Mn", "Cf", "Me"}


def _without_layout(
    text: str, at: int, found: Sequence[_Found], wide: Sequence[tuple[int, int]], layout: _Layout
) -> tuple[Gap, ...]:
    """The gaps of a text but for blanks that lay it out; ``at`` is where it stands in what was looked at."""
    gaps = [Gap(start - at, end - at, reason) for start, end, reason in found]
    excused = sorted(_excused(text, gaps, [(start - at, end - at) for start, end in wide], layout))
    return tuple(_outside(gaps, excused)) if excused else tuple(gaps)


def _outside(gaps: list[Gap], excused: list[tuple[int, int]]) -> Iterator[Gap]:
    """Those of the gaps that lie in none of the stretches; both are in order."""
    reach = at = 0
    for gap in gaps:
        while at < len(excused) and excused[at][0] <= gap.start:
            reach = max(reach, excused[at][1])
            at += 1
        if gap.end > reach:
            yield gap


def _excused(
    text: str, gaps: Sequence[Gap], wide: Sequence[tuple[int, int]], layout: _Layout
) -> Iterator[tuple[int, int]]:
    """Stretches in which wide blanks are layout, those behind list signs only where ``gaps`` are."""
    breaks = [sign for sign in layout.breaks if sign in text]
    lines = {max(text.rfind(sign, 0, gap.start) for sign in breaks) + 1 for gap in gaps} if breaks else (0,)
    for line in lines:
        if match := _LIST_SIGN.match(text, line):
            yield match.span(1)
    if layout.code and ("`" in text or "    " in text or "\t" in text):
        for match in _CODE.finditer(text):
            yield match.span()
    if (layout.bars and text.count("|") >= 2) or (breaks and _are_in_columns(text, wide, breaks)):
        yield from _columns(text)


def _are_in_columns(text: str, wide: Sequence[tuple[int, int]], breaks: Sequence[str]) -> bool:
    """Whether two neighbouring lines have wide blanks."""
    return any(
        sum(text.count(sign, end, start) for sign in breaks) == 1 for (_, end), (start, _) in pairwise(wide)
    )


def _columns(text: str) -> Iterator[tuple[int, int]]:
    """Tables: lines with bars, and neighbouring lines whose wide blanks end in the same columns."""
    previous: tuple[int, int, list[int]] | None = None
    for line in _LINE.finditer(text):
        start, end = line.span()
        if line[0].count("|") >= 2:
            yield start, end
        ends = [match.end() for match in _WIDE.finditer(line[0])]
        if ends and previous and start - previous[1] == 1 and _aligned(ends, previous[2]):
            yield previous[0], end
        previous = (start, end, ends)


def _aligned(ends: list[int], above: list[int]) -> bool:
    return bool(above) and (ends == above or (len(ends) >= 3 and len(above) >= 3))
