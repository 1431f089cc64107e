"""Finds the code page under which a text, or a line of it, was misread."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from annotator.repair.pages import CONTINUATION, LEADS, PAGE_NAMES, Page, char_class, page, screen
from annotator.repair.reading import units, weight

#: A page is believed for a whole text from this score on, if a unit speaks for it by this much on average.
_ENOUGH = 10.0
_AVERAGE = 0.2
#: How much of a text is looked at to choose the page, in characters.
_SAMPLE = 60_000
#: How many pages are weighed in full after the quick count.
_SHORTLIST = 8
#: However many bytes were lost, so many of the leads still have all that belongs to them.
_WHOLE = 0.08


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well one page explains a text: the sum of the weights of its units, and their number."""

    page: Page
    score: float
    count: int

    @property
    def believed(self) -> bool:
        """Whether the page is accepted without asking further."""
        return self.score >= _ENOUGH and self.score >= _AVERAGE * self.count


@cache
def _complete(name: str) -> re.Pattern[str]:
    """Whole sequences under a page, for counting at the speed of the regex engine."""
    byte_of = page(name).byte_of
    tail = char_class("".join(c for c, b in byte_of.items() if b in CONTINUATION))
    heads = {
        n: char_class("".join(c for c, b in byte_of.items() if b in leads)) for n, leads in LEADS.items()
    }
    return re.compile("|".join(f"[{heads[n]}][{tail}]{{{n}}}" for n in (3, 2, 1) if heads[n]))


@cache
def _leads(name: str) -> re.Pattern[str]:
    byte_of = page(name).byte_of
    return re.compile(
        f"[{char_class(''.join(c for c, b in byte_of.items() if any(b in r for r in LEADS.values())))}]"
    )


def weigh(text: str, of: Page, start: int = 0, end: int | None = None) -> Evidence:
    """The evidence of a stretch of text for one page."""
    score = 0.0
    count = 0
    for unit in units(text, of, start, end):
        score += weight(unit, text)
        count += 1
    return Evidence(of, score, count)


def find_page(text: str) -> Evidence | None:
    """The page that best explains the suspicious part of a text, or None where none does."""
    sample = _sample(text)
    # A whole sequence begins with what the screen looks for, and none goes on over a line break.
    seen = screen()
    lines = "\n".join(line for line in sample.split("\n") if seen.search(line))
    counted = [(len(_complete(name).findall(lines)), -rank, name) for rank, name in enumerate(PAGE_NAMES)]
    shortlist = sorted((entry for entry in counted if entry[0]), reverse=True)[:_SHORTLIST]
    found = [
        weigh(sample, page(name))
        for count, _, name in shortlist
        if count >= _WHOLE * len(_leads(name).findall(sample))
    ]
    believed = [evidence for evidence in found if evidence.believed]
    return max(believed, key=lambda e: e.score, default=None)


def _sample(text: str) -> str:
    """The lines with characters outside ASCII, up to the sample's size, from all over the text."""
    if len(text) <= _SAMPLE:
        return text
    piece = _SAMPLE // 8
    step = (len(text) - piece) // 7
    return "\n".join(text[i * step : i * step + piece] for i in range(8))
