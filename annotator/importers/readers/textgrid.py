"""Praat TextGrids in all their forms: every interval with words is a turn of its tier."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from annotator.errors import Sentence, UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, ReadDialogue, Readout, ReadTurn, Recipe, Tier
from annotator.importers.readers.textgrid_forms import (
    GridTier,
    TextGridEndsError,
    tiers_in_bytes,
    tiers_in_text,
    tokens_of,
)
from annotator.importers.speech_tiers import TierCandidate, chosen, kind_of, speaker_of
from annotator.model import Decoded

# What is written where nobody speaks: by people, and by forced aligners.
_SILENCES = frozenset(("_", "sil", "SIL", "<sil>", "<SIL>", "<eps>", "{SL}", "<p:>", "#"))
_SILENCES_OF_ALIGNERS = _SILENCES | {"sp", "spn", "-", "<unk>"}
_MANY = 7  # intervals of a tier in which a label may mean silence
# The name of a tier that says who speaks.
_WHO = re.compile(
    r"\s*(?:spk|spkr|speakers?|locuteurs?|loc|talkers?|hablantes?|sprecher|parlanti?)\s*", re.IGNORECASE
)


def read_textgrid(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Turns of the tiers of speech in the order of time; intervals without words are silence."""
    tiers, decoded = _tiers(data, recipe)
    lines = [-1, *(match.start() for match in re.finditer("\n", decoded.text))] if decoded else []
    faults = Faults()
    candidates = [
        TierCandidate(tier.name, tier.type, [words for *_, words, _ in tier.turns]) for tier in tiers
    ]
    people = next((tier for tier in tiers if recipe.tiers is None and _tells_who(tier, tiers)), None)
    offered = _offered(candidates, people, recipe, faults)
    taken = {tier.name for tier in offered if tier.taken}
    _leave_out_silences(tiers, candidates, taken, faults)
    found = [
        (start, order, ReadTurn(_speaker(tier.name, start, end, people), words, place,
                                {"start": start, "end": end}))
        for order, tier in enumerate(tiers)
        if tier.name in taken
        for start, end, words, offset in tier.turns
        for place in (f"tier {tier.name}" + (f", line {bisect.bisect(lines, offset)}" if lines else ""),)
    ]  # fmt: skip
    if not found:
        raise UserError("There are no turns in this TextGrid", "none of its intervals has words")
    found.sort(key=lambda item: item[:2])
    return Readout(
        (ReadDialogue(tuple(turn for *_, turn in found)),), **faults.told(), decoded=decoded, tiers=offered
    )


def _tiers(data: bytes, recipe: Recipe) -> tuple[list[GridTier], Decoded | None]:
    """The tiers of a file, and how its bytes became text; None where it is no text."""
    try:
        if (tiers := tiers_in_bytes(data)) is not None:
            return tiers, None
    except TextGridEndsError:
        raise UserError(
            "This TextGrid is cut off", "it ends before all is there", "Get the whole file"
        ) from None
    except ValueError as error:
        raise UserError("This TextGrid is broken", "{cause}", cause=str(error)) from None
    decoded = decode_by_lines(data, recipe.encoding)
    tokens = tokens_of(decoded.text)
    try:
        return tiers_in_text(tokens), decoded
    except TextGridEndsError:
        raise UserError(
            "This TextGrid is cut off",
            "it ends on line {lines}, before all is there",
            "Get the whole file",
            lines=decoded.text.count("\n") + 1,
        ) from None
    except ValueError as error:
        place = Sentence("line {number}", number=decoded.text.count("\n", 0, tokens.at) + 1)
        raise UserError(
            "This TextGrid is broken", "{place}: {cause}", place=place, cause=str(error)
        ) from None


def _tells_who(tier: GridTier, tiers: Sequence[GridTier]) -> bool:
    """Whether a tier tells who speaks on another one: by its name, with names that come back."""
    names = [words.strip() for *_, words, _ in tier.turns if words.strip() not in _SILENCES]
    return (
        bool(_WHO.fullmatch(tier.name))
        and not tier.type
        and len(tiers) > 1
        and len(set(names)) < len(names)
        and all(len(name.split()) <= 2 for name in names)
    )


def _offered(
    candidates: Sequence[TierCandidate], people: GridTier | None, recipe: Recipe, faults: Faults
) -> tuple[Tier, ...]:
    """The tiers with which of them are taken; the one that tells who speaks is used, and never left out."""
    if people is None:
        return chosen(candidates, recipe.tiers, faults)
    others = chosen([one for one in candidates if one.name != people.name], recipe.tiers, faults)
    place = [one.name for one in candidates].index(people.name)
    own = Tier(people.name, "other", len(people.turns), taken=False)
    return (*others[:place], own, *others[place:])


def _leave_out_silences(
    tiers: Sequence[GridTier], candidates: Sequence[TierCandidate], taken: set[str], faults: Faults
) -> None:
    for tier, candidate in zip(tiers, candidates, strict=True):
        aligned = kind_of(candidate) in {"words", "sounds"}
        marks = (_SILENCES_OF_ALIGNERS if aligned else _SILENCES) | _between(tier)
        heard = [turn for turn in tier.turns if turn[2].strip() not in marks]
        faults.remarks.leave_out("silent", len(tier.turns) - len(heard) if tier.name in taken else 0)
        tier.turns = heard


def _between(tier: GridTier) -> set[str]:
    """The letter that stands between any two others, where no interval is empty: ``n`` for no speech."""
    labels = [words.strip() for *_, words, _ in tier.turns]
    if tier.gaps or tier.type or len(labels) < _MANY:
        return set()
    label, count = Counter(labels).most_common(1)[0]
    alternates = not any(before == label == after for before, after in pairwise(labels))
    others = len(labels) - count
    talks = sum(len(words.split()) > 1 for words in labels) > others / 2
    return {label} if len(label) == 1 and alternates and talks and abs(count - others) <= 1 else set()


def _speaker(name: str, start: float, end: float, people: GridTier | None) -> str:
    """Who speaks: whoever the tier of speakers names for the most of that time, or as the tier is called."""
    shared = (
        [(min(end, until) - max(start, since), who) for since, until, who, _ in people.turns]
        if people
        else []
    )
    longest = max(shared, default=(0.0, ""))
    return longest[1].strip() if longest[0] > 0 else speaker_of(name).strip()
