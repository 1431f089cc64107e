"""EXMARaLDA basic transcriptions (.exb): tiers of speech give turns, a speaker's other tiers go with them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.errors import UserError
from annotator.importers.joined_words import join_words
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
from annotator.importers.speech_tiers import TierCandidate, chosen, with_speakers
from annotator.importers.xml_tree import Element, parse

_ENDS = re.compile(r"[.?!…。？！˙]['\"”’)\]]*\s*\Z")
_FEW_JOINTS = 4  # places between events that show too little about blanks
_TYPES = {"t": "speech", "a": "annotation", "d": "event", "l": "event", "ud": "event"}


@dataclass(slots=True)
class _Event:
    start: str
    end: str
    text: str
    line: int


@dataclass(slots=True)
class _ExmaraldaTier:
    id: str
    name: str
    speaker: str
    type: str
    category: str
    events: list[_Event] = field(default_factory=list)


def read_exmaralda(name: str, data: bytes, recipe: Recipe) -> Readout:
    """Turns in the order of time. Events that a sentence runs through are one turn."""
    root = parse(data, "This EXMARaLDA file")
    if root.name != "basic-transcription":
        raise UserError(
            "{name} cannot be read",
            "it is XML, but no basic transcription (<{root}>)",
            name=name,
            root=root.name,
        )
    faults = Faults()
    people = {each.get("id"): each for each in root.all("speaker")}
    known, spread, order = _times(root)
    tiers = [_tier(each, people) for each in root.all("tier")]
    offered = _offered(tiers, recipe.tiers, faults)
    taken = {tier.name for tier in offered if tier.taken}
    found: list[tuple[float, int, ReadTurn]] = []
    apart = _apart([tier for tier in tiers if tier.name in taken], recipe, faults)
    layers = _Layers(tiers, known, spread, apart=apart)
    for place, tier in enumerate(tiers):
        if tier.name not in taken:
            continue
        found += ((start, place, turn) for start, turn in layers.turns(tier, order, taken) if turn.text)
    if not found:
        raise UserError("There are no turns in this EXMARaLDA file", "no tier has events with words")
    layers.tell(taken, faults)
    found.sort(key=lambda item: item[:2])
    about = _about(root, people, {tier.speaker for tier in tiers if tier.name in taken})
    return Readout(
        (ReadDialogue(tuple(turn for *_, turn in found), meta=about),), **faults.told(), tiers=offered
    )


def _times(root: Element) -> tuple[dict[str, float | None], dict[str, float], dict[str, int]]:
    """The times of points that have one, of all with those between spread evenly, and their order."""
    known: dict[str, float | None] = {}
    for point in root.all("tli"):
        try:
            known[point.get("id")] = float(point.get("time"))
        except ValueError:
            known[point.get("id")] = None
    return known, between(known), {point: place for place, point in enumerate(known)}


def _tier(element: Element, people: Mapping[str, Element]) -> _ExmaraldaTier:
    who = element.get("speaker")
    shown = element.get("display-name") or element.get("id")
    tier = _ExmaraldaTier(
        element.get("id"), shown, _name(people.get(who)) or who, element.get("type"), element.get("category")
    )
    for event in element.all("event"):
        text = one_break(event.whole())
        if text.strip():
            tier.events.append(_Event(event.get("start"), event.get("end"), text, event.line))
    return tier


def _name(person: Element | None) -> str:
    short = person.first("abbreviation") if person is not None else None
    return short.text.strip() if short is not None else ""


def _offered(
    tiers: Sequence[_ExmaraldaTier], wanted: tuple[str, ...] | None, faults: Faults
) -> tuple[Tier, ...]:
    names: dict[str, int] = {}
    for tier in tiers:  # two may be shown under one name
        names[tier.name] = names.get(tier.name, 0) + 1
        if names[tier.name] > 1:
            tier.name = f"{tier.name} ({tier.id})"
    spoken = any(tier.type == "t" and tier.events for tier in tiers)
    # Some programs write all tiers as transcriptions; then only their names tell what they are.
    alike = all(tier.type == "t" for tier in tiers) and not any(tier.speaker for tier in tiers)
    candidates = [
        TierCandidate(
            tier.name,
            tier.category
            if alike or not spoken
            else "speech"
            if tier.type == "t"
            else _TYPES.get(tier.type, ""),
            [event.text for event in tier.events],
            tier.type == "t" or not spoken,
        )
        for tier in tiers
    ]
    return with_speakers(chosen(candidates, wanted, faults), [tier.speaker for tier in tiers])


def _chains(events: Sequence[_Event], order: Mapping[str, int], *, tokens: bool) -> Iterator[list[_Event]]:
    """Events that belong together: each begins where the one before ends, in the middle of a sentence."""
    closed = any(_ENDS.search(event.text) for event in events) and not tokens
    chain: list[_Event] = []
    for event in sorted(events, key=lambda event: order.get(event.start, 0)):
        if chain and not _goes_on(chain[-1], event, closed=closed):
            yield chain
            chain = []
        chain.append(event)
    if chain:
        yield chain


def _blanks(events: Sequence[_Event]) -> list[bool]:
    """Of each place where one event goes on where another ends: whether a blank stands there."""
    return [
        before.text[-1].isspace() or event.text[0].isspace()
        for before, event in pairwise(events)
        if before.end == event.start
    ]


def _tokens(events: Sequence[_Event]) -> bool:
    """Whether each event is a word, so that blanks between words are nowhere."""
    joints = _blanks(events)
    return bool(joints) and not any(joints) and not any(" " in event.text.strip() for event in events)


def _apart(tiers: Sequence[_ExmaraldaTier], recipe: Recipe, faults: Faults) -> bool:
    """Whether a blank is put between events of tiers that have none; asked where few events tell it."""
    joints = [blank for tier in tiers for blank in _blanks(tier.events)]
    if any(joints) or not joints:
        return False
    if len(joints) <= _FEW_JOINTS:
        shown = next(tier for tier in tiers if _blanks(tier.events))
        words = [event.text.strip() for event in shown.events[:8]]
        faults.remarks.ask("event-blanks", count=len(joints), example=" | ".join(words), taken="yes")
    return recipe.answers.get("event-blanks") != "no"


def _goes_on(before: _Event, event: _Event, *, closed: bool) -> bool:
    if before.end != event.start:
        return False
    if closed:
        return not _ENDS.search(before.text)
    # Where nobody writes full stops an event is a phrase, unless it ends within a word.
    return not before.text[-1].isspace() and not event.text[0].isspace()


class _Layers:
    """Tiers by their times: what other tiers of a speaker say while a turn lasts."""

    def __init__(
        self,
        tiers: Sequence[_ExmaraldaTier],
        known: Mapping[str, float | None],
        spread: Mapping[str, float],
        *,
        apart: bool,
    ) -> None:
        self._apart = apart
        self._known, self._spread = known, spread
        self._tiers = tiers
        self._used: set[tuple[str, int]] = set()  # events of tiers that went with a turn
        self._events: dict[str, list[tuple[float, float, str]]] = {}
        for tier in tiers:
            placed = [
                (spread.get(e.start, -1.0), spread.get(e.end, 0.0), e.text.strip()) for e in tier.events
            ]
            self._events[tier.name] = sorted(placed, key=lambda each: each[0])

    def turns(
        self, tier: _ExmaraldaTier, order: Mapping[str, int], taken: set[str]
    ) -> Iterator[tuple[float, ReadTurn]]:
        """The turns of a tier, each with when it begins."""
        beside = [other for other in self._tiers if other.speaker == tier.speaker and other.name not in taken]
        apart = self._apart and _tokens(tier.events)
        for chain in _chains(tier.events, order, tokens=apart):
            first, last = chain[0], chain[-1]
            times = (("start", self._known.get(first.start)), ("end", self._known.get(last.end)))
            meta: Meta = {key: time for key, time in times if time is not None}
            lowest, highest = self._spread.get(first.start, 0.0), self._spread.get(last.end, 0.0)
            if with_it := self._beside(beside, lowest, highest):
                meta["tiers"] = with_it
            texts = [event.text for event in chain]
            text = join_words([each.strip() for each in texts]) if apart else "".join(texts).strip()
            place = f"tier {tier.name}, line {first.line}"
            yield lowest, ReadTurn(tier.speaker or tier.name, text, place, meta)

    def _beside(self, tiers: Sequence[_ExmaraldaTier], lowest: float, highest: float) -> dict[str, object]:
        found: dict[str, object] = {}
        for tier in tiers:
            events = self._events[tier.name]
            values: list[str] = []
            at = bisect.bisect_left(events, lowest, key=lambda each: each[0])
            while at < len(events) and events[at][0] <= highest:
                if events[at][1] <= highest:
                    values.append(events[at][2])
                    self._used.add((tier.name, at))
                at += 1
            if values:
                found[tier.name] = values[0] if len(values) == 1 else values
        return found

    def tell(self, taken: set[str], faults: Faults) -> None:
        """Tell of the tiers, and of single events in them, that go with no turn."""
        for tier in self._tiers:
            if tier.name in taken or tier.type == "t":  # these are told where tiers are chosen
                continue
            events = range(len(self._events[tier.name]))
            lost = sum((tier.name, at) not in self._used for at in events)
            if lost == len(events):
                faults.remarks.leave_out("tiers", bool(lost), f"{tier.name} ({lost:,})")
            else:
                faults.remarks.leave_out("asides", lost, f"{tier.name} {lost:,}")


def _about(root: Element, people: Mapping[str, Element], speaking: set[str]) -> Meta:
    meta: Meta = {}
    for name in ("project-name", "transcription-name", "comment"):
        found = root.first(name)
        if found is not None and found.text.strip():
            meta[name] = found.text.strip()
    media = [each.get("url") for each in root.all("referenced-file") if each.get("url")]
    if media:
        meta["media"] = media
    described = {}
    for person in people.values():
        said = _described(person)
        if said and _name(person) in speaking:
            described[_name(person)] = said
    if described:
        meta["speakers"] = described
    return meta


def _described(person: Element) -> dict[str, object]:
    """What a speaker table says about somebody: sex, languages, and whatever was added."""
    said: dict[str, object] = {}
    for child in person.children:
        if child.name == "sex" and child.get("value") not in {"", "u"}:
            said["sex"] = child.get("value")
        elif child.name in {"languages-used", "l1", "l2"}:
            languages = [each.get("lang") for each in child.all("language") if each.get("lang")]
            if languages:
                said[child.name] = ", ".join(languages)
        elif child.name == "comment" and child.text.strip():
            said["comment"] = child.text.strip()
    for each in person.all("ud-information"):
        if each.get("attribute-name") and each.text.strip():
            said[each.get("attribute-name")] = each.text.strip()
    return said
