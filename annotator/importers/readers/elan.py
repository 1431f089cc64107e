"""ELAN annotation files (.eaf): annotations of tiers without a parent are turns, others go with them."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotator.errors import Sentence, UserError
from annotator.importers.reader_result import (
    Faults,
    Meta,
    ReadDialogue,
    Readout,
    ReadTurn,
    Recipe,
    Tier,
    one_break,
)
from annotator.importers.readers.time_lines import between
from annotator.importers.speech_tiers import TierCandidate, chosen, kind_of, speaker_of, with_speakers
from annotator.importers.xml_tree import Element, parse

_ANNOTATIONS = ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION")


@dataclass(slots=True)
class _ElanNote:
    """One annotation; ``above`` is the annotation it refers to.

    ``start`` and ``end`` are milliseconds where the file says them; ``begins`` and ``ends`` are
    there wherever it has slots: where a slot is open, it lies between its neighbours.
    """

    id: str
    text: str
    line: int
    above: str = ""
    start: float | None = None
    end: float | None = None
    begins: float | None = None
    ends: float | None = None


@dataclass(slots=True)
class _ElanTier:
    id: str
    parent: str
    participant: str
    type: str = ""
    notes: list[_ElanNote] = field(default_factory=list)
    attributes: Mapping[str, str] = field(default_factory=dict)


def read_elan(name: str, data: bytes, recipe: Recipe) -> Readout:
    """Turns in the order of time; a tier's participant is the speaker, or else its name."""
    root = parse(data, "This ELAN file")
    if root.name != "ANNOTATION_DOCUMENT":
        raise UserError(
            "{name} cannot be read", "it is XML, but no ELAN document (<{root}>)", name=name, root=root.name
        )
    faults = Faults()
    times = _times(root)
    spread = between(times)
    tiers = {tier.id: tier for tier in (_tier(each, times, spread, faults) for each in root.all("TIER"))}
    offered = _offered(list(tiers.values()), tiers, recipe.tiers, faults)
    taken = {tier.name for tier in offered if tier.taken}
    tops = [tier for tier in tiers.values() if tier.id in taken]
    _give_times(tops, tiers)
    found: list[tuple[float, int, ReadTurn]] = []
    for order, tier in enumerate(tops):
        below = _below(tier, tiers)
        said = _spoken(tier, below, tiers)
        who = _speaker(tier, tiers[said])
        for note in tier.notes:
            start = note.begins if note.begins is not None else (found[-1][0] if found else 0.0)
            found.append((start, order, _turn(tier, note, below[note.id], said, who)))
        _tell_apart(tier, below, tiers, faults)
    if not found:
        raise UserError("There are no turns in this ELAN file", "no tier has annotations of its own")
    found.sort(key=lambda item: item[:2])
    return Readout(
        (ReadDialogue(tuple(turn for *_, turn in found), meta=_about(root)),), **faults.told(), tiers=offered
    )


def _offered(
    each: list[_ElanTier], tiers: Mapping[str, _ElanTier], wanted: tuple[str, ...] | None, faults: Faults
) -> tuple[Tier, ...]:
    """All tiers with which of them are turns: of those without a parent, unless somebody chose."""
    candidates, speakers = [], []
    for tier in each:
        values = [note.text for note in tier.notes]
        top = _parent(tier, tiers) is None
        below = _below(tier, tiers) if top and not _has_words(tier) else _Below(dict)
        said = tiers[_spoken(tier, below, tiers)]
        if said is not tier:  # the words lie below
            values = [" ".join(hanging.get(said.id, ())) for hanging in below.values()]
        called = "" if said is tier else said.id
        candidates.append(
            TierCandidate(tier.id, said.type, values, top, called, tier.participant or said.participant)
        )
        speakers.append(_speaker(tier, said))
    offered = chosen(candidates, wanted, faults)
    _tell_below(offered, tiers, faults)
    return with_speakers(offered, speakers)


def _tell_below(offered: Sequence[Tier], tiers: Mapping[str, _ElanTier], faults: Faults) -> None:
    """Tell of the tiers that hang on others which are left out, or on none that is there."""
    taken = {tier.name for tier in offered if tier.taken}
    for tier in offered:
        at, seen = tiers[tier.name], {tier.name}
        while at.id not in taken and at.parent in tiers and at.parent not in seen:
            at = tiers[at.parent]
            seen.add(at.id)
        if tier.count and at.id not in taken and _parent(tiers[tier.name], tiers) is not None:
            faults.remarks.leave_out("tiers", 1, f"{tier.name} ({tier.count:,})")


def _tell_apart(top: _ElanTier, below: _Below, tiers: Mapping[str, _ElanTier], faults: Faults) -> None:
    """Tell of the annotations of lower tiers that belong to no annotation of the top one."""
    placed: dict[str, int] = defaultdict(int)
    for hanging in below.values():
        for name, values in hanging.items():
            placed[name] += len(values)
    level = {top.id}
    while level := {tier.id for tier in tiers.values() if tier.parent in level and tier.id not in level}:
        for name in sorted(level):
            lost = len(tiers[name].notes) - placed[name]
            faults.remarks.leave_out("asides", lost, f"{name} {lost:,}")


def _give_times(tops: list[_ElanTier], tiers: Mapping[str, _ElanTier]) -> None:
    """Let annotations of chosen tiers that refer to others have the times of those."""
    notes = {note.id: note for tier in tiers.values() for note in tier.notes}
    for note in (note for tier in tops for note in tier.notes):
        above, seen = notes.get(note.above), {note.id}
        while note.begins is None and above is not None and above.id not in seen:
            note.start, note.end, note.begins, note.ends = above.start, above.end, above.begins, above.ends
            seen.add(above.id)
            above = notes.get(above.above)


def _times(root: Element) -> dict[str, float | None]:
    """Milliseconds of each time slot; None where the file leaves it open."""
    return {
        slot.get("TIME_SLOT_ID"): float(value) if (value := slot.get("TIME_VALUE")).isdigit() else None
        for slot in root.all("TIME_SLOT")
    }


def _tier(
    element: Element, times: Mapping[str, float | None], spread: Mapping[str, float], faults: Faults
) -> _ElanTier:
    name = element.get("TIER_ID")
    tier = _ElanTier(
        name,
        element.get("PARENT_REF"),
        element.get("PARTICIPANT"),
        element.get("LINGUISTIC_TYPE_REF"),
        attributes=element.attributes,
    )
    for each in element.all("ANNOTATION"):
        inner = next((child for child in each.children if child.name in _ANNOTATIONS), None)
        if inner is None:
            faults.add(
                Sentence("line {number}", number=each.line),
                Sentence("an annotation of tier {name} is empty", name=name),
            )
            continue
        value = inner.first("ANNOTATION_VALUE")
        first, last = inner.get("TIME_SLOT_REF1"), inner.get("TIME_SLOT_REF2")
        if any(slot and slot not in times for slot in (first, last)):
            faults.add(
                Sentence("line {number}", number=inner.line),
                Sentence("annotation {id} has a time that is not there", id=inner.get("ANNOTATION_ID")),
            )
            continue
        tier.notes.append(
            _ElanNote(
                inner.get("ANNOTATION_ID"), one_break(value.text if value else ""), inner.line,
                inner.get("ANNOTATION_REF"), times.get(first), times.get(last),
                spread.get(first), spread.get(last),
            )
        )  # fmt: skip
    return tier


def _parent(tier: _ElanTier, tiers: Mapping[str, _ElanTier]) -> _ElanTier | None:
    """The tier above; None at the top, and where tiers lead in a circle or to none that is there."""
    seen = {tier.id}
    at = tier
    while at.parent in tiers:
        at = tiers[at.parent]
        if at.id in seen:
            return None
        seen.add(at.id)
    return tiers.get(tier.parent)


_Below = defaultdict[str, dict[str, list[str]]]


def _below(top: _ElanTier, tiers: Mapping[str, _ElanTier]) -> _Below:
    """For each annotation of a tier at the top: tier to values of what hangs on it, at whatever depth."""
    roots = {note.id: note.id for note in top.notes}
    placed = _Placed(top)
    found: _Below = defaultdict(dict)
    level = [top.id]
    done = {top.id}
    while level:
        lower = [tier for tier in tiers.values() if tier.parent in level and tier.id not in done]
        for tier in lower:
            for note in tier.notes:
                root = roots.get(note.above) if note.above else placed.around(note)
                if root is not None:
                    roots[note.id] = root
                    found[root].setdefault(tier.id, []).append(note.text)
        level = [tier.id for tier in lower]
        done.update(level)
    return found


class _Placed:
    """The annotations of a tier by their time, to find the one in whose time another lies."""

    def __init__(self, top: _ElanTier) -> None:
        timed = [(note.begins, note.ends, note.id) for note in top.notes]
        self._spans = sorted((b, e, key) for b, e, key in timed if b is not None and e is not None)
        self._begins = [begins for begins, _, _ in self._spans]

    def around(self, note: _ElanNote) -> str | None:
        """The annotation in whose time another one begins; None where there is none."""
        if note.begins is None:
            return None
        at = bisect.bisect_right(self._begins, note.begins) - 1
        return self._spans[at][2] if at >= 0 and note.begins < self._spans[at][1] else None


_FEW = 0.1  # of the annotations of a tier, below which their values are slips
_NUMBERED = re.compile(r"\S*\d\S*")  # as texts number their sentences: KAB_01_0003


def _has_words(tier: _ElanTier) -> bool:
    """Whether a tier has something in more than a few annotations, and more than their numbers."""
    values = [note.text.strip() for note in tier.notes if note.text.strip()]
    numbers = len(set(values)) == len(values) and all(_NUMBERED.fullmatch(value) for value in values)
    return len(values) > _FEW * len(tier.notes) and not numbers


def _spoken(top: _ElanTier, below: _Below, tiers: Mapping[str, _ElanTier]) -> str:
    """The tier whose values are the words: the top one, or where that has none a tier right below it.

    Of these one of speech, or else the longest that does not look like something else.
    """
    if _has_words(top):
        return top.id
    lengths: dict[str, int] = defaultdict(int)
    for hanging in below.values():
        for tier, values in hanging.items():
            if tiers[tier].parent == top.id:
                lengths[tier] += sum(map(len, values))
    kinds = {
        name: kind_of(TierCandidate(name, tiers[name].type, [note.text for note in tiers[name].notes]))
        for name in lengths
    }
    if any(note.text.strip() for note in top.notes):  # its numbers are better than translations
        lengths = {name: length for name, length in lengths.items() if kinds[name] in {"speech", "unknown"}}
    return max(
        lengths,
        key=lambda name: (kinds[name] == "speech", kinds[name] != "other", lengths[name]),
        default=top.id,
    )


def _speaker(tier: _ElanTier, said: _ElanTier) -> str:
    """Who speaks on a tier: its participant, or that of the tier with its words, or as it is named."""
    return tier.participant or said.participant or speaker_of(tier.id)


def _turn(tier: _ElanTier, note: _ElanNote, hanging: dict[str, list[str]], said: str, who: str) -> ReadTurn:
    meta: Meta = {"id": note.id}
    if note.start is not None:
        meta["start"] = note.start / 1000
    if note.end is not None:
        meta["end"] = note.end / 1000
    text = note.text if said == tier.id else " ".join(hanging.get(said, ()))
    others: dict[str, object] = {
        name: values[0] if len(values) == 1 else values for name, values in hanging.items() if name != said
    }
    if said != tier.id and note.text.strip():
        others = {tier.id: note.text, **others}
    if others:
        meta["tiers"] = others
    return ReadTurn(who, text, f"tier {tier.id}, line {note.line}", meta)


def _about(root: Element) -> Meta:
    meta: Meta = {}
    media = [each.get("MEDIA_URL") for each in root.all("MEDIA_DESCRIPTOR") if each.get("MEDIA_URL")]
    properties = {each.get("NAME"): each.text for each in root.all("PROPERTY") if each.text}
    for name, value in (("author", root.get("AUTHOR")), ("date", root.get("DATE")), ("media", media)):
        if value:
            meta[name] = value
    if properties:
        meta["properties"] = properties
    return meta
