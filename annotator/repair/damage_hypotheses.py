"""What may have happened to a text, page and loss together, and how likely each of it makes the text.

A page and a set of bytes that it loses turn every clean text into exactly one damaged text. How
likely the damaged one is under them is thus the sum over all clean texts that they turn into
it: whole sequences count as their character, broken ones as all characters they can be the
remains of. A set of bytes that never appears although its characters would be common speaks
for having been lost; a byte that does appear speaks against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import exp

from annotator.repair.code_pages import (
    CONTINUATION,
    PAGE_NAMES,
    SOFT_HYPHEN,
    CodePage,
    character_table,
    needs,
    page,
    unit_pattern,
)
from annotator.repair.language_model import LanguageModel
from annotator.repair.unigrams import Unigrams, unigrams_of

#: Logarithm of the probability of a sign that a page does not explain, and of a marker in plain text.
_UNEXPLAINED = -12.0
_MARKER = {"?": -5.0, "\ufffd": -12.0, "\x1a": -12.0}
#: A question mark where a question may end is plain text, and says that much less for a lost byte.
_QUESTION = -4.0
_MAY_END = re.compile(r"""[\s"'”’»)\]]|$""")
#: What a byte costs that should have been lost and is there.
_EXCEPTION = -6.0
#: What a page costs for each place it stands behind the first in the list.
_RANK = -0.15
#: And one that hardly any program reads text under.
_SELDOM_READ = {f"iso-8859-{number}": -3.0 for number in (3, 4, 6, 8, 10, 11, 13, 14, 16)}
#: Neighbouring characters repeat each other, so the evidence is not as strong as its sum.
_TEMPERATURE = 3.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A page, the continuation bytes that are lost under it, and what stands in their place."""

    page: CodePage
    lost: frozenset[int]
    marker: str = ""


@cache
def hypotheses(name: str, marker: str) -> tuple[Hypothesis, ...]:
    """What the page of that name may have lost, given what stands in the place of lost bytes."""
    of = page(name)
    table = character_table(name)
    undefined = frozenset(b for b in CONTINUATION if not table[b - 0x80])
    controls = undefined | {b for b in CONTINUATION if "\x80" <= table[b - 0x80] <= "\x9f"}
    hyphen = {SOFT_HYPHEN} & set(of.fragile)
    if marker:
        # A soft hyphen is replaced only where markers stand for controls that were dropped.
        sets = [undefined, controls, undefined | hyphen]
    else:
        sets = [undefined | hyphen, controls | hyphen, frozenset(hyphen), frozenset()]
    return tuple(Hypothesis(of, lost, marker) for lost in dict.fromkeys(sets))


@cache
def _pattern(name: str, marker: str) -> re.Pattern[str]:
    return unit_pattern(page(name).byte_of, marker) if marker else page(name).unit


@cache
def _repertoire() -> frozenset[str]:
    """Every character that stands for a byte under some page."""
    return frozenset(char for name in PAGE_NAMES for char in page(name).byte_of)


#: What bytes a page makes of the characters of a text, None where it has no such character.
Signature = tuple[int | None, ...]


class Sample:
    """A text about which hypotheses are weighed; it is cut into units once for each way to read it."""

    def __init__(self, text: str) -> None:
        self._text = text
        counted = Counter(text)
        own = _repertoire()
        self._characters = sorted(char for char in counted if char in own)
        self._suspicious = sum(counted[char] for char in self._characters)
        self._units: dict[tuple[Signature, str], Counter[bytes]] = {}
        self._questions: dict[tuple[Signature, str], int] = {}
        self._signatures: dict[str, Signature] = {}
        #: What stands in the text that may stand in the place of bytes; "" for nothing.
        self.markers = ("", *(marker for marker in _MARKER if counted[marker]))

    def signature(self, of: CodePage) -> Signature:
        """What bytes the page makes of the text's characters; pages with the same read it alike."""
        found = self._signatures.get(of.name)
        if found is None:
            get = of.byte_of.get
            found = self._signatures[of.name] = tuple(get(char) for char in self._characters)
        return found

    def units(self, of: CodePage, marker: str) -> Counter[bytes]:
        """The text's units under a page, with zeros for markers, and how often each stands there."""
        key = self.signature(of), marker
        found = self._units.get(key)
        if found is None:
            get = of.byte_of.get
            matches = list(_pattern(of.name, marker).finditer(self._text))
            groups = Counter(match.group() for match in matches if not self._may_be_cut(match, of))
            self._questions[key] = sum(
                match.group()[-1] == "?" and bool(_MAY_END.match(self._text, match.end()))
                for match in matches
            )
            found = self._units[key] = Counter()
            for group, count in groups.items():
                found[bytes([get(char, 0) for char in group])] += count
        return found

    def _may_be_cut(self, match: re.Match[str], of: CodePage) -> bool:
        """Whether a unit of three bytes is broken at the end of a line: that may have been cut off."""
        if self._text[match.end() : match.end() + 1] not in {"", "\n"}:
            return False
        wanted = needs(of.byte_of.get(match.group()[0], 0))
        return wanted > 1 and 1 < len(match.group()) <= wanted

    def is_whole(self, of: CodePage) -> bool:
        """Whether the page makes whole sequences of all of the text that it reads at all."""
        return all(len(known) == needs(known[0]) + 1 for known in self.units(of, "") if needs(known[0]))

    def likelihood(self, of: Hypothesis, unigrams: Unigrams) -> float:
        """Logarithm of the probability of the text under a hypothesis, but for what all have in common."""
        units = self.units(of.page, of.marker)
        seen = {byte for known in units for byte in known[1:]}
        lost = tuple(sorted(of.lost - seen))
        total = _EXCEPTION * len(of.lost & seen - {SOFT_HYPHEN})
        explained = 0
        marked = _MARKER.get(of.marker, 0.0)
        for known, count in units.items():
            log = _explained(known, lost, unigrams, marked=bool(of.marker))
            if log is not None:
                zeros = known.count(0)
                total += count * (log - zeros * marked)
                explained += count * (len(known) - zeros)
        total += _QUESTION * self._questions[self.signature(of.page), of.marker]
        return total + _UNEXPLAINED * (self._suspicious - explained)


def _explained(known: bytes, lost: tuple[int, ...], unigrams: Unigrams, *, marked: bool) -> float | None:
    """Logarithm of the probability of what a unit can have been, None where it is nothing.

    ``marked`` says that something stands in the place of every lost byte.
    """
    wanted = needs(known[0])
    if not wanted:
        return None
    if 0 in known:
        return unigrams.broken(known, lost)
    if len(known) <= wanted:
        return None if marked else unigrams.broken(known, lost)
    try:
        known.decode()
    except UnicodeDecodeError:
        return None
    return unigrams.whole(known)


def all_shares(
    sample: Sample, pages: Iterable[CodePage], model: LanguageModel
) -> list[tuple[Hypothesis, float]]:
    """How probable it is that each page, with all it may have lost, made the sample; likeliest first."""
    unigrams = unigrams_of(model)
    weighed = [
        (sample.likelihood(each, unigrams) / _TEMPERATURE + before, each)
        for of in pages
        for before in [_RANK * PAGE_NAMES.index(of.name) + _SELDOM_READ.get(of.name, 0.0)]
        for marker in sample.markers
        for each in hypotheses(of.name, marker)
    ]
    top = max(log for log, _ in weighed)
    odds = [(exp(log - top), each) for log, each in weighed]
    whole = sum(odd for odd, _ in odds)
    return sorted(((each, odd / whole) for odd, each in odds), key=lambda pair: -pair[1])
