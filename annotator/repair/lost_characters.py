"""From the units of misread text to places with candidates: what was lost, and what can have stood there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise, product
from math import log

from annotator.errors import UserError
from annotator.repair.candidates import candidates, plausible
from annotator.repair.code_pages import (
    CONTINUATION,
    PAGE_NAMES,
    WIDE_SPACE,
    CodePage,
    needs,
    page,
    with_signs,
)
from annotator.repair.damage_hypotheses import Sample, all_shares
from annotator.repair.language_model import LanguageModel
from annotator.repair.misread_units import (
    MisreadUnit,
    families,
    family,
    in_capitals,
    script,
    scripts,
    units,
    with_markers,
    within_a_word,
)

#: What later programs put in the place of a byte's character, and the bytes it may stand for.
_ALTERED = {" ": (WIDE_SPACE,), "'": (0x91, 0x92), '"': (0x93, 0x94)}
#: The characters that each was before.
_MEANT = {" ": "\u00a0", "'": "‘’", '"': "“”"}
#: So often becomes a plain one that a text need not be long to have lost it.
_SPACE = " "
#: The lead of controls and of the wide space.
_CONTROL = b"\xc2"
#: And that of letters with accents, among them the first bytes of letters of other alphabets.
_ACCENTED = b"\xc3"
#: What speaks against taking the space between two words for a byte of a letter; many of Hebrew hold it.
_GLUED, _HEBREW = -3.0, 0xD7
#: Signs that stand behind words in any text; others do not stand right behind letters by chance.
_BEHIND_WORDS = frozenset("‘’“”–—…»°")
#: So many continuation bytes must have been read before the absence of one says anything.
_TELLING = 64
#: A byte less probably lost than this was not.
_POSSIBLE = 0.001
#: What speaks against each character that was cut off at the end of a text, beside one that lost a byte.
_CUT, _CUT_SELDOM = -1.0, -4.0
#: So much white space may stand behind it.
_TRAILING = 4
#: How much of the damaged lines is looked at to tell what was lost, in characters.
_EXCERPT = 60_000


#: What a damaged character can have been, with what speaks for each.
Options = tuple[tuple[str, float], ...]
#: Continuation bytes that may be missing, with what speaks for each set of them.
LostSets = tuple[tuple[float, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class ByteLoss:
    """What became of the bytes that have no character under the page of a text."""

    page: CodePage
    lost: tuple[int, ...]  # continuation bytes that may be missing
    marker: str = ""  # what stands in their place, "" where they were dropped
    altered: tuple[str, ...] = ()  # plain signs that may stand for continuation bytes
    #: Growing sets of lost bytes with the logarithm of the probability of each; the last is ``lost``.
    likelier: LostSets = ()
    #: What else was written so that more than the lead is left (see ``reading.family``, ``reading.scripts``).
    families: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()
    #: Whether bytes are missing at the ends of lines alone, so that these may have been cut off.
    cut: bool = False

    @property
    def sets(self) -> LostSets:
        """Sets of bytes that may be missing, the surest first, each with what speaks for it."""
        return self.likelier or ((0.0, self.lost),)


@dataclass(frozen=True, slots=True)
class Slot:
    """A damaged character: ``[start, end)`` of the text, and what it can have been with a prior for each."""

    start: int
    end: int
    options: Options
    lead: int


def find_loss(
    text: str, of: CodePage, spans: Sequence[tuple[int, int]], load: Callable[[], LanguageModel]
) -> ByteLoss:
    """How bytes were lost in those stretches of a text, read off its whole and its broken sequences."""
    seen: Counter[int] = Counter()
    broken = False
    beside: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    followers: Counter[str] = Counter()
    within = 0  # lines, and not at their ends
    for start, end in spans:
        found = list(units(text, of, start, end))
        beside |= families(found)
        written |= scripts(found)
        for unit in found:
            if unit.kind != "orphan":
                seen.update(unit.known[1:])
            if unit.kind in {"lossy", "lone"}:
                broken = True
                followers[text[unit.end : unit.end + 1]] += 1
                within += not at_the_end(text, unit.end, end) and not within_a_word(unit, text)
    if not broken:
        return ByteLoss(of, ())
    altered = tuple(
        sign
        for sign, stands in _ALTERED.items()
        if followers[sign]
        and all(of.byte_of.get(plain) in stands for plain in _MEANT[sign])
        and not any(seen[b] for b in stands)
        and (sign == _SPACE or sum(seen.values()) >= _TELLING)
    )
    try:
        model = load()
    except UserError:
        return ByteLoss(
            of, tuple(b for b in of.fragile if not seen[b]), "", altered, families=beside, scripts=written
        )
    loss = _likeliest(_excerpt(text, spans), of, model, seen)
    return replace(loss, altered=altered, families=beside, scripts=written, cut=not within)


def at_the_end(text: str, at: int, end: int) -> bool:
    """Whether nothing but white space stands behind a place of a line."""
    return end - at <= _TRAILING and not text[at:end].strip()


def _likeliest(excerpt: str, of: CodePage, model: LanguageModel, seen: Counter[int]) -> ByteLoss:
    """What the pages that read the excerpt as ``of`` does may have lost there, bytes with probabilities."""
    sample = Sample(excerpt)
    signature = sample.signature(of)
    alike = [each for each in map(page, PAGE_NAMES) if sample.signature(each) == signature]
    odds = all_shares(sample, alike, model)
    best = odds[0][0]
    shares: dict[int, float] = {}
    whole = 0.0
    for each, share in odds:
        if each.marker == best.marker:
            whole += share
            for byte in each.lost:
                shares[byte] = shares.get(byte, 0.0) + share
    sure = {
        byte: round(log(share / whole), 1)
        for byte, share in shares.items()
        if share > _POSSIBLE * whole and not seen[byte]
    }
    likelier = tuple(
        (least, tuple(sorted(byte for byte, log_share in sure.items() if log_share >= least)))
        for least in sorted(set(sure.values()), reverse=True)
    )
    return ByteLoss(best.page, likelier[-1][1] if likelier else (), best.marker, (), likelier)


def _excerpt(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Lines from all over the spans, as many as tell what happened to all of them."""
    most = _EXCERPT
    length = sum(end - start for start, end in spans)
    if length <= most:
        return "\n".join(text[start:end] for start, end in spans)
    return "\n".join(text[start : start + max(1, (end - start) * most // length)] for start, end in spans)


def read(text: str, loss: ByteLoss, start: int, end: int) -> tuple[list[MisreadUnit], list[Slot]]:
    """The intact and unexplained units of a stretch of text, and the slots of its damaged characters."""
    pattern = with_markers(loss.page.name, loss.marker) if loss.marker else None
    plain: list[MisreadUnit] = []
    slots: list[Slot] = []
    signs = "" if loss.marker else "".join(loss.altered)
    of = with_signs(loss.page.name, signs) if signs else loss.page
    found = list(units(text, of, start, end, pattern))
    misread = any(unit.kind == "intact" for unit in found)
    beside = families(found)
    found = [unit for unit in found if not _is_right(unit, text, start, found)]
    again = _misread_again(found, of)
    for at, unit in enumerate(found):
        if (
            unit.known == _CONTROL
            and unit.kind == "lone"
            and _is_broken(found[max(0, at - 3) : at], unit, of)
        ):
            plain.append(unit)
            continue
        if unit.kind == "lone":
            kind = family(unit.known[0])
            if within_a_word(unit, text):
                damaged = misread if kind == "letters" else kind in beside
            else:
                damaged = kind in beside or kind in loss.families
                if kind == "letters":
                    # A sign such as × before a space is no Hebrew where no Hebrew is written.
                    damaged = script(unit.known[0]) in loss.scripts | {"Latin"}
            if not damaged:
                continue  # a letter with an accent that was never misread
        slot = _slot(text, unit, loss, end) if unit.kind in {"lossy", "lone"} else None
        if slot and again and unit.known == _ACCENTED:
            slot = _of_misread_again(slot, again, of)
        if slot:
            slots.append(slot)
        else:
            plain.append(unit)
    return plain, slots


def _misread_again(found: Sequence[MisreadUnit], of: CodePage) -> frozenset[str]:
    """The scripts of letters of two bytes in text that was misread twice: they are pairs of characters still.

    Capitals of Cyrillic have lost the first of each pair.
    """
    get = of.byte_of.get
    pairs = [
        (one, behind.decoded)
        for one, behind in pairwise(found)
        if one.end == behind.start and behind.kind == "intact" and get(behind.decoded, 0) in CONTINUATION
    ]
    leads = [get(one.decoded, 0) for one, _ in pairs if one.kind == "intact"]
    written = frozenset(script(lead) for lead in leads if needs(lead) == 1)
    lost = any(
        one.kind == "lone" and one.known == _ACCENTED and behind not in _BEHIND_WORDS for one, behind in pairs
    )
    return written or frozenset({"Cyrillic"} if lost else ())


def _of_misread_again(slot: Slot, written: frozenset[str], of: CodePage) -> Slot:
    """The slot with those options alone that are first bytes of such letters, if any are."""
    get = of.byte_of.get
    leads = tuple(
        (text, prior)
        for text, prior in slot.options
        if needs(get(text[0], 0)) == 1 and script(get(text[0], 0)) in written - {"Latin"}
    )
    return replace(slot, options=leads) if leads else slot


def _is_right(unit: MisreadUnit, text: str, start: int, beside: Sequence[MisreadUnit]) -> bool:
    """Whether a unit is an accented capital of a word in capitals, as in “AMANHÃ”, beside what was misread.

    Nothing else in the line may have been such a capital. A quote belongs to it where one was opened.
    """
    if not in_capitals(unit, text, beside) or unit.kind == "orphan":
        return False
    if any(each.decoded.isupper() and text[each.end - 1] not in _PARTNERS for each in beside):
        return False
    quote = text[unit.start + 1 : unit.end]
    opening = _PARTNERS.get(quote, "")
    before = text[start : unit.start]
    return unit.kind == "lone" or (bool(opening) and before.count(opening) > before.count(quote))


#: Quotes that close and stand for bytes, by the ones that open.
_PARTNERS = {"”": "“", "’": "‘", "»": "«", "›": "‹"}


def _is_broken(before: Sequence[MisreadUnit], unit: MisreadUnit, of: CodePage) -> bool:
    """Whether the characters before a unit are the remains of one themselves, so that text was misread twice.

    Then the unit is one of a control, not of the wide space that stands for it elsewhere.
    """
    again = ""
    for one, behind in zip(reversed(before), [unit, *reversed(before)], strict=False):
        if one.kind != "intact" or one.end != behind.start:
            break
        again = one.decoded + again
    left = list(units(again, of))
    return bool(left) and left[-1].kind == "lossy" and left[-1].end == len(again)


@cache
def _marked(known: bytes, lost: tuple[int, ...]) -> tuple[str, ...]:
    """Characters where zero bytes in ``known`` show the places of the lost ones."""
    found = {}
    for tail in product(*[lost if byte == 0 else (byte,) for byte in known[1:]]):
        for char in candidates(bytes([known[0], *tail]), ()):
            found[char] = True
    return tuple(found)


@lru_cache(maxsize=1_000)
def _cut(known: bytes) -> tuple[str, ...]:
    """What a character can have been of which the first bytes are left, where a text was cut off."""
    if len(known) != needs(known[0]):
        return ()
    found = ((known + bytes([byte])).decode("utf-8", "ignore") for byte in CONTINUATION)
    return tuple(char for char in found if char and plausible(char))


@lru_cache(maxsize=20_000)
def _signed(written: str, known: bytes) -> Options:
    """What a unit can have been in which plain signs stand for bytes, where no other byte is missing."""
    tails = product(*[(byte,) if byte else _ALTERED[sign] for sign, byte in zip(written, known, strict=True)])
    found = (bytes(tail).decode("utf-8", "ignore") for tail in tails)
    return tuple((char, 0.0) for char in found if len(char) == 1 and plausible(char))


def _signs(behind: str, loss: ByteLoss) -> str:
    """The plain signs behind a unit that may stand for bytes of it."""
    count = 0
    while count < len(behind) and behind[count] in loss.altered:
        count += 1
    return behind[:count]


def _with_signs(known: bytes, options: Options, signs: str, loss: ByteLoss, glued: float) -> Options:
    """Options that leave the signs behind a unit as they are, and such that take some of them for bytes.

    ``glued`` speaks against taking them all.
    """
    if not signs:
        return options
    more = {option + signs: prior - len(signs) for option, prior in options}
    for count in range(1, len(signs) + 1):
        for tail in product(*[_ALTERED[sign] for sign in signs[:count]]):
            found = candidates(known + bytes(tail), loss.lost)
            left = signs[count:]
            prior = -log(1 + len(found)) - len(left) + (0.0 if left else glued)
            more |= {char + left: prior for char in found if char + left not in more}
    return tuple(more.items())


def _slot(text: str, unit: MisreadUnit, loss: ByteLoss, end: int) -> Slot | None:
    known = unit.known
    options: Options = ()
    stop = unit.end
    if 0 in known and not loss.marker:
        options = _signed(text[unit.start : unit.end], known)
    elif 0 in known:
        # Markers may also be real question marks behind a character that lost nothing more.
        if len(known) == needs(known[0]) + 1:
            options = _options(known, loss.sets, _marked)
    else:
        options = _options(known, loss.sets, candidates)
        if (
            len(known) > 1
            and at_the_end(text, unit.end, end)
            and (loss.cut or not text[unit.end : unit.end + 2 * _TRAILING].strip())
        ):
            options += tuple(
                (char, _CUT if family(known[0]) == "Chinese" else _CUT_SELDOM)
                for char in _cut(known)
                if char not in dict(options)
            )
        signs = _signs(text[unit.end : min(end, unit.end + needs(known[0]) + 1 - len(known))], loss)
        stop += len(signs)
        behind = text[stop : stop + 1]
        words = options and behind.isalpha() and needs(known[0]) == 1 and known[0] != _HEBREW
        options = _with_signs(known, options, signs, loss, _GLUED if words else 0.0)
        if (
            signs == _SPACE
            and needs(known[0]) == 1
            and known != _CONTROL
            and behind.isascii()
            and behind.isalpha()
        ):
            # Between words two spaces may have become one: “Ã Paris” was “à Paris”.
            options += tuple((char + signs, -1.0) for char in candidates(known + bytes([WIDE_SPACE]), ()))
    return Slot(unit.start, stop, options, known[0]) if options else None


@lru_cache(maxsize=20_000)
def _options(
    known: bytes, sets: LostSets, fill: Callable[[bytes, tuple[int, ...]], Sequence[str]]
) -> Options:
    """What a broken unit can have been, with how probable it is that its missing bytes were lost.

    Units alike share what comes out: a long text has hundreds of thousands of them.
    """
    options: dict[str, float] = {}
    for sure, lost in sets:
        for char in fill(known, lost):
            options.setdefault(char, sure)
    return tuple(options.items())
