"""Repairs lines of UTF-8 that were read as GBK or Shift-JIS and lost bytes that pair with none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from math import log, prod

from annotator.model import RepairStep
from annotator.plausibility import text_cost
from annotator.repair.damaged_line import Line
from annotator.repair.east_asian import reads_better
from annotator.repair.language_model import LanguageModel
from annotator.repair.lossy_stretches import KOREAN, PAGES, Eastern, LossyStretch, stretches
from annotator.repair.lost_characters import Options, Slot
from annotator.repair.repair_config import RepairConfig
from annotator.repair.restore_lost import Restorer
from annotator.repair.restored_steps import step
from annotator.repair.step_making import mark

#: So many characters that lost a byte, and may have been syllables, are Korean.
_SYLLABLES = 4
#: The first bytes that syllables of Korean have, and Chinese characters.
_OF_SYLLABLES, _OF_HAN = range(0xEA, 0xEE), range(0xE4, 0xEA)
#: How much of what a syllable costs by itself counts.
_HEARD = 0.5
#: Of stretches with several holes, so many options of each are combined in the alternatives.
_COMBINED = 3
#: So few characters are little, so that what they lost counts as well.
_LITTLE = 3


def read_line(
    line: str, load: Callable[[], LanguageModel], like: Eastern | None = None
) -> tuple[Eastern, list[LossyStretch]] | None:
    """The page that a line was misread under, and what its stretches were; None where it was not.

    ``like`` is the page of other lines of the text: then no other is tried, and the outcome need only be
    likelier than what stands there.
    """
    read = ""
    for of in [like] if like else PAGES:
        if of.name == read and not of.sign:
            continue  # a dot that stands for lost bytes is no dot
        found = stretches(line, of)
        read = of.name if found and of.sign and of.sign in line else read
        if found and (
            (like and _is_eastern(found))
            or (of.name == KOREAN.name and _is_korean(found))
            or reads_better(load(), line, _likely(load(), line, found), like=like is not None)
        ):
            return of, found
    return None


def _likely(model: LanguageModel, line: str, found: Sequence[LossyStretch]) -> str:
    """What was written in the line without its holes; of little, with what is commonest in them."""
    parts = _parts(line, found)
    if sum(not char.isascii() for part in parts for char in part) > _LITTLE:
        return "".join(parts)
    holes = [
        max(hole, key=lambda char: model.score((), (), model.number.get(char, 0))[0])
        for each in found
        for hole in each.holes
    ]
    return "".join(part + char for part, char in zip(parts, [*holes, ""], strict=True))


def _is_eastern(found: Sequence[LossyStretch]) -> bool:
    """Whether all that was written has three bytes or more: two seldom make one of three by chance."""
    written = (char for each in found for char in "".join([*each.texts, *(hole[0] for hole in each.holes)]))
    return all(char.isascii() or char >= "\u0800" for char in written)


def _is_korean(found: Sequence[LossyStretch]) -> bool:
    """Whether so many characters of a line lost a byte each, and all can have been syllables.

    Little is left then that could be likely; and nothing but Korean is left so.
    """
    holes = [hole for each in found for hole in each.holes]
    return len(holes) >= _SYLLABLES and all(any("가" <= char <= "힣" for char in hole) for hole in holes)


def repair_lines(
    text: str,
    of: Eastern,
    read: Sequence[tuple[int, int, Sequence[LossyStretch]]],
    model: LanguageModel,
    config: RepairConfig,
) -> list[RepairStep]:
    """The steps for lines ``[start, end)`` of a text that were misread so, their stretches known."""
    whole = f"utf-8 read as {of.name}"
    steps = []
    lines = []
    leads = Counter(char.encode()[0] for *_, found in read for each in found for char in "".join(each.texts))
    broken: list[tuple[LossyStretch, list[Slot]]] = []
    options: dict[tuple[str, ...], Options] = {}  # holes alike share them
    korean = of.name == KOREAN.name and _count(leads, _OF_SYLLABLES) >= _count(leads, _OF_HAN)
    for start, end, found in read:
        slots: list[Slot] = []
        for each in found:
            own = []
            for hole in each.holes:
                if hole not in options:
                    options[hole] = (_syllables(hole) if korean else ()) or _weighed(hole, leads)
                own.append(Slot(start + each.start, start + each.end, options[hole], hole[0].encode()[0]))
            if own:
                broken.append((each, own))
            else:
                steps.append(_whole(text, start, each, whole))
            slots += own
        lines.append(Line(tuple(_parts(text[start:end], found)), tuple(slots)))
    reason = f"{whole}, bytes lost"
    if not config.lost:
        return steps + [mark(text, own[0].start, own[0].end, reason) for _, own in broken]
    shares = {id(slot): of for slot, of in Restorer(model, lines, config.evidence).fill()}
    for each, own in broken:
        ways, odds = _combined(each, own, [shares[id(slot)] for slot in own])
        slot = replace(own[0], options=_even(ways))
        steps.append(step(slot, text[slot.start : slot.end], odds, reason, config))
    return steps


def _count(leads: Counter[int], which: range) -> int:
    return sum(leads[lead] for lead in which)


def _syllables(hole: Sequence[str]) -> Options:
    """What is Korean of what a hole can have been, and how common: the model has read little of it."""
    return tuple((char, -_HEARD * text_cost(char, "korean")) for char in hole if "가" <= char <= "힣")


def _weighed(hole: Sequence[str], leads: Counter[int]) -> Options:
    """Options with what speaks for the lead of each, by how often characters of the text begin with it."""
    every = max(1, leads.total() + len(leads))  # where every character lost something, none is counted
    return tuple((char, log((leads[char.encode()[0]] + 0.1) / every)) for char in hole)


def _even(options: Sequence[str]) -> Options:
    """Options for none of which anything speaks beforehand."""
    return tuple((option, 0.0) for option in options)


def _whole(text: str, start: int, each: LossyStretch, reason: str) -> RepairStep:
    first, last = start + each.start, start + each.end
    return RepairStep(first, last, text[first:last], each.texts[0], "encoding", reason, 0.98)


def _combined(
    each: LossyStretch, slots: Sequence[Slot], shares: Sequence[Sequence[float]]
) -> tuple[list[str], list[float]]:
    """What a stretch can have been as a whole, and how probable each of it is."""
    most = len(slots[0].options) if len(slots) == 1 else _COMBINED
    ranked = [
        sorted(zip(of, (char for char, _ in slot.options), strict=True), key=lambda pair: -pair[0])[:most]
        for slot, of in zip(slots, shares, strict=True)
    ]
    ways = list(product(*ranked))
    return [each.filled([char for _, char in way]) for way in ways], [
        prod(odd for odd, _ in way) for way in ways
    ]


def _parts(line: str, found: Sequence[LossyStretch]) -> list[str]:
    """What was written in the line, cut at its holes."""
    parts = [""]
    at = 0
    for each in found:
        parts[-1] += line[at : each.start] + each.texts[0]
        parts += each.texts[1:]
        at = each.end
    parts[-1] += line[at:]
    return parts
