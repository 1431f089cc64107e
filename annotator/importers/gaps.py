"""Finds places where words were cut out of a transcript. They are marked and never altered.

What looks like a cut in one transcript is a habit in another: French puts a blank before ``?``,
tokenised corpora before every sign, typists two blanks after a sentence, and some transcripts
pad their speakers' names. So habits are taken from the whole dialogue first.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
_BLANK_SIGNS = tuple(f" {sign}" for sign in _SIGNS)
_FRENCH = "?!;:"
_SPACED = re.compile(rf"[{_SIGNS}](?<=\w [{_SIGNS}])(?=\s|\Z)")
_CLOSE = re.compile(rf"[{_SIGNS}](?<=\w[{_SIGNS}])(?=\s|\Z)")
_SENTENCE_END = re.compile(r"[.!?]( +)(?=[^\s])")
_TWO_AFTER = re.compile(r"  (?<=[.!?]  )(?=\S)")  # as above, two blanks and no more
_NO_GAP_AFTER = frozenset("([{<.…!?,;:/|=&#")  # "( ,", ". . .", "?! !", "a | , b"
_LIST_SIGN = re.compile(rf"[{LINE_BREAKS}][ \t]*(?:[-*+•·>]|#{{1,6}}|\d+[.)、]|[a-zA-Z][.)])( +)(?=\S)")
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


def habits(texts: Sequence[str]) -> Habits:
    """The habits of a dialogue, given its turns' texts."""
    usual = _usual_signs(texts)
    starts = sum(text.startswith(" ") for text in texts)
    doubled = [text for text in texts if "  " in text]
    return Habits(
        frozenset(usual),
        two_after_sentences=_are_two_after_sentences(texts, doubled),
        padded=starts >= 3 and starts * 2 > len(texts),
        spaces_as_commas=_are_commas(texts, doubled),
        typed=_are_typed(texts, doubled, starts, frozenset(usual)),
    )


def _usual_signs(texts: Sequence[str]) -> set[str]:
    """The signs that more often than not have a blank before them."""
    whole = "\n".join(texts)  # a line break is no word, and ends one as the end of a text does
    spaced = Counter(_SPACED.findall(whole) if _has_blank_sign(whole) else ())
    if not spaced:
        return set()
    close = Counter(_CLOSE.findall(whole))
    usual = {sign for sign in _SIGNS if spaced[sign] >= 2 and spaced[sign] > close[sign]}
    if sum(spaced[sign] for sign in _FRENCH) > max(1, sum(close[sign] for sign in _FRENCH)):
        usual.update(_FRENCH)
    return usual


def _are_two_after_sentences(texts: Sequence[str], doubled: Sequence[str]) -> bool:
    """Whether sentences more often than not end with two blanks; ``doubled`` are texts with any two."""
    two = sum(len(_TWO_AFTER.findall(text)) for text in doubled)
    return two >= 2 and two * 2 > sum(len(_SENTENCE_END.findall(text)) for text in texts)


def _are_commas(texts: Sequence[str], doubled: Sequence[str]) -> bool:
    """Whether two blanks between Chinese characters come again, where no commas and stops are."""
    wide = sum(len(_HAN_WIDE.findall(text)) for text in doubled)
    return wide >= 2 and sum(len(_HAN_SIGN.findall(text)) for text in texts) * 4 < wide


def _are_typed(texts: Sequence[str], doubled: Sequence[str], starts: int, usual: frozenset[str]) -> bool:
    """Whether two blanks are a slip of typists: words that are lost leave blanks before signs, too.

    Only where nothing is written in Chinese characters, for else words of one language may have gone.
    """
    wide = sum(len(_WIDE.findall(text)) for text in doubled)
    if wide < _MANY or any(_HAN.search(text) for text in texts):
        return False
    before = sum(1 for text in texts for match in _BEFORE.finditer(text) if text[match.end()] not in usual)
    return (before + starts) * 20 < wide


def find_gaps(text: str, usual: Habits | None = None) -> tuple[Gap, ...]:
    """The gaps of a turn's text, in order: each is the white space left where words were.

    ``usual`` are the habits of its dialogue; without them those of the text itself count. Not
    gaps: blanks at the end of a line (a line break in Markdown), indentation, blanks after a list
    sign, columns, code, ellipses, emoticons.
    """
    wide = "  " in text or text.startswith(" ")
    if not wide and not (_has_blank_sign(text) and _BEFORE.search(text)):
        return ()
    usual = usual or habits([text])
    found = sorted([*_doubles(text, usual), *_before_signs(text, usual)], key=_start)
    if not found:
        return ()
    return tuple(_outside(found, sorted(_excused(text))))


def _has_blank_sign(text: str) -> bool:
    """Whether a blank stands before a sign at all: a fraction of the time that the pattern takes."""
    return any(sign in text for sign in _BLANK_SIGNS)


def _start(gap: Gap) -> int:
    return gap.start


def _doubles(text: str, usual: Habits) -> Iterator[Gap]:
    first = _FIRST.match(text)
    if first and not usual.padded:
        yield Gap(0, first.end(), "double space")
    for start, end in map(re.Match.span, _WIDE.finditer(text)):
        if usual.typed or (usual.spaces_as_commas and _HAN_WIDE.match(text, start)):
            continue
        if end - start == 2 and usual.two_after_sentences and text[start - 1] in ".!?":
            continue
        yield Gap(start, end, "double space")


def _before_signs(text: str, usual: Habits) -> Iterator[Gap]:
    for match in _BEFORE.finditer(text) if _has_blank_sign(text) else ():
        start, end = match.span()
        before = text[start - 1]
        if text[end] in usual.spaced or before in _NO_GAP_AFTER or _is_symbol(before):
            continue
        if text[end] == ":" and before.isdigit():
            continue
        yield Gap(start, end, "space before punctuation")


def _is_symbol(char: str) -> bool:
    """Emoji and the like: many people put a blank between them and a sign."""
    return unicodedata.category(char) in {"So", "Sk", "Sm", "Mn", "Cf", "Me"}


def _outside(gaps: list[Gap], excused: list[tuple[int, int]]) -> Iterator[Gap]:
    """Those of the gaps that lie in none of the stretches; both are in order."""
    reach = at = 0
    for gap in gaps:
        while at < len(excused) and excused[at][0] <= gap.start:
            reach = max(reach, excused[at][1])
            at += 1
        if gap.end > reach:
            yield gap


def _excused(text: str) -> Iterator[tuple[int, int]]:
    """Stretches in which wide blanks are layout."""
    for match in _LIST_SIGN.finditer(f"\n{text}"):  # a break before the first line, too
        start, end = match.span(1)
        yield start - 1, end - 1
    if "`" in text or "    " in text or "\t" in text:
        for match in _CODE.finditer(text):
            yield match.span()
    yield from _columns(text)


def _columns(text: str) -> Iterator[tuple[int, int]]:
    """Tables: lines with bars, and neighbouring lines whose wide blanks end in the same columns."""
    if text.count("|") < 2 and len(_WIDE.findall(text)) < 2:
        return
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
