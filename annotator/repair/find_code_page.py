"""Finds the code page under which a text, or a line of it, was misread."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from annotator.errors import UserError
from annotator.plausibility import line_cost
from annotator.repair.code_pages import (
    LEADS,
    MARKERS,
    PAGE_NAMES,
    CodePage,
    char_class,
    may_be_whole,
    page,
    screen,
)
from annotator.repair.damage_hypotheses import Sample, Signature, all_shares
from annotator.repair.language_model import LanguageModel
from annotator.repair.misread_units import units, weight
from annotator.repair.reread_lines import RIVAL, Finding, cautious, cheapest, complete, is_spelt, outcome_cost
from annotator.repair.reread_pairs import is_odd

#: A page is believed for a whole text from this score on, if a unit speaks for it by this much on average.
_ENOUGH = 10.0
_AVERAGE = 0.2
#: How much of a text is looked at to choose the page, in characters.
_SAMPLE = 60_000
#: How many pages are weighed in full after the quick count, and the share of the best one's count they need.
_SHORTLIST = 12
_RIVALLING = 0.4
#: However many bytes were lost, so many of the leads still have all that belongs to them.
_WHOLE = 0.03
#: Where so many of the units are whole, and so many not alone, lone leads are all that is left of characters.
_SOME_WHOLE, _NOT_ALONE = 0.04, 0.35
#: Unless there are orphans among them: no lost byte takes a lead away.
_FEW_ORPHANS = 0.05
_REPLACED = frozenset("?" + MARKERS)
#: So many lost bytes leave many characters with their lead alone.
_MUCH = 20
#: A text seldom was misread under more pages than one.
_MOST_PAGES = 3
#: A line with letters of one alphabet beside Latin ones without accents, and everyday signs.
_OWN_ALPHABET = re.compile(
    "(?:[\x00-\x7f«»„“”‘’—–…№\u00a0]|[\u0400-\u045f\u0490\u0491])+"
    "|(?:[\x00-\x7f«»“”‘’—–…\u00a0]|[\u0386-\u03ce])+"
    "|(?:[\x00-\x7f“”„‘’—–…\u00a0]|[\u05d0-\u05ea])+|(?:[\x00-\x7f«»“”—–…،؛؟\u00a0]|[\u0621-\u064a])+"
)
_WORD = re.compile(r"[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """How well one page explains a text: the sum of the weights of its units, and their number."""

    page: CodePage
    score: float
    count: int
    whole: int = 0  # units that are whole
    together: int = 0  # units of more than a lead, whole or not
    eased: float = 0.0  # the score were lone leads no surprise
    orphans: int = 0  # units without a lead

    @property
    def believed(self) -> bool:
        """Whether the page is accepted without asking further."""
        if self.score >= _ENOUGH and self.score >= _AVERAGE * self.count:
            return True
        return (
            self.whole >= _SOME_WHOLE * self.count
            and self.together >= _NOT_ALONE * self.count
            and self.orphans <= _FEW_ORPHANS * self.count
            and self.eased >= max(_ENOUGH, _AVERAGE * self.count)
        )


@cache
def _leads(name: str) -> re.Pattern[str]:
    byte_of = page(name).byte_of
    return re.compile(
        f"[{char_class(''.join(c for c, b in byte_of.items() if any(b in r for r in LEADS.values())))}]"
    )


def weigh(text: str, of: CodePage, start: int = 0, end: int | None = None) -> PageEvidence:
    """The evidence of a stretch of text for one page."""
    score = eased = 0.0
    count = whole = together = orphans = 0
    for unit in units(text, of, start, end):
        score += weight(unit, text)
        eased += weight(unit, text, much_lost=True)
        count += 1
        whole += unit.kind == "intact"
        together += unit.kind in {"intact", "lossy"}
        # Behind a marker stands what followed the byte that it replaced.
        orphans += unit.kind == "orphan" and text[unit.start - 1 : unit.start] not in _REPLACED
    return PageEvidence(of, score, count, whole, together, eased, orphans)


def explains(text: str, found: Finding, start: int, end: int) -> bool:
    """Whether the page of a text goes for a line of it too: its units and its outcome say so."""
    evidence = weigh(text, found.page, start, end)
    if (evidence.eased if found.much_lost else evidence.score) < 0:
        return False
    line = text[start:end]
    return outcome_cost(line, found.page) < line_cost(line)


def find_pages(
    text: str,
    spans: Sequence[tuple[int, int]],
    load: Callable[[], LanguageModel],
    again: tuple[str, Sequence[tuple[int, int]]] = ("", ()),
) -> list[tuple[Finding, list[tuple[int, int]]]]:
    """The pages under which lines of a text were misread, each with the lines it explains, the best first.

    ``spans`` are the lines that the screen finds suspicious: all others say nothing. ``again`` are a page and
    places where it has been undone: lines there were misread under it twice rather than hold it by chance.
    """
    out: list[tuple[Finding, list[tuple[int, int]]]] = []
    left = [span for span in spans if not _is_clean(text[slice(*span)])] or list(spans)
    while left and len(out) < _MOST_PAGES:
        found = find_page("\n".join(text[start:end] for start, end in left), load)
        explained = [span for span in left if found and explains(text, found, *span)]
        if not found or not explained:
            break
        out.append((found, explained))
        taken = set(explained)
        left = [span for span in left if span not in taken]
    name, places = again
    twice = [span for span in left if name and _twice(text, page(name), *span, places)]
    return [*out, (Finding(page(name)), twice)] if twice else out


def _twice(text: str, of: CodePage, start: int, end: int, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a line in which a page was undone holds whole sequences of it, and is likelier without them."""
    if not any(start <= low < end for low, _ in places) or not complete(of.name).search(text, start, end):
        return False
    line = text[start:end]
    return outcome_cost(line, of) < line_cost(line)


def _is_clean(line: str) -> bool:
    """Whether a line is of an alphabet of its own, and all its words are such as some language has."""
    if not _OWN_ALPHABET.fullmatch(line):
        return False
    return not any(map(is_odd, _WORD.findall(line)))


def find_page(text: str, load: Callable[[], LanguageModel]) -> Finding | None:
    """The page that best explains the suspicious part of a text, or None where none does.

    The language model is asked for only where pages that read the text differently are left.
    """
    # A whole sequence begins with what the screen looks for, and none goes on over a line break.
    seen = screen()
    sample = [line for line in _sample(text).split("\n") if seen.search(line)]
    whole = "\n".join(sample)
    if not may_be_whole(whole):
        return None
    counted = [(len(complete(name).findall(whole)), -rank, name) for rank, name in enumerate(PAGE_NAMES)]
    most = max(counted)[0]
    shortlist = sorted((e for e in counted if e[0] and e[0] >= _RIVALLING * most), reverse=True)[:_SHORTLIST]
    # Lines in which nothing is whole may be clean ones, which speak against every page.
    patterns = [complete(name) for _, _, name in shortlist]
    lines = "\n".join(line for line in sample if any(pattern.search(line) for pattern in patterns))
    read = Sample(lines)
    weighed: dict[Signature, PageEvidence] = {}
    found = []
    for of in [
        page(name) for count, _, name in shortlist if count >= _WHOLE * len(_leads(name).findall(lines))
    ]:
        # Pages that make the same of all that stands there are weighed once.
        evidence = weighed.get(read.signature(of)) or weigh(lines, of)
        found.append(replace(evidence, page=of))
        weighed[read.signature(of)] = evidence
    believed = [evidence for evidence in found if evidence.believed]
    if not believed:
        return cautious(lines.split("\n"), [name for _, _, name in shortlist])
    best = max(believed, key=lambda e: e.score)
    return _likeliest(lines, read, [evidence.page for evidence in believed], load) or Finding(best.page)


def _likeliest(
    lines: str, sample: Sample, pages: Sequence[CodePage], load: Callable[[], LanguageModel]
) -> Finding | None:
    """The page under which the lines are likeliest; None where that does not matter or cannot be said."""
    if len({sample.signature(each) for each in pages}) == 1 and sample.is_whole(pages[0]):
        return None
    if is_spelt(sample, pages):
        return cheapest(lines, sample, pages)
    try:
        model = load()
    except UserError:
        return None
    odds = all_shares(sample, pages, model)
    best = odds[0][0]
    read_as = sample.signature(best.page)
    rivals: dict[tuple[int | None, ...], tuple[CodePage, float]] = {}
    for each, share in odds:
        key = sample.signature(each.page)
        if key != read_as:
            first, sofar = rivals.get(key, (each.page, 0.0))
            rivals[key] = first, sofar + share
    return Finding(
        best.page,
        len(best.lost) >= _MUCH,
        tuple(rival for rival in rivals.values() if rival[1] >= RIVAL),
    )


def _sample(text: str) -> str:
    """The lines with characters outside ASCII, up to the sample's size, from all over the text."""
    if len(text) <= _SAMPLE:
        return text
    piece = _SAMPLE // 8
    step = (len(text) - piece) // 7
    return "\n".join(text[i * step : i * step + piece] for i in range(8))
