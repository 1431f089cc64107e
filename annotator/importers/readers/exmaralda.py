"""EXMARaLDA basic transcriptions (.exb): tiers of speech give turns, a speaker's other tiers go with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.errors import UserError
from annotator.importers.joining import join_words
from annotator.importers.readers.time_lines import between
from annotator.importers.readout import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe, Tier, one_break
from annotator.importers.tiers import Candidate, chosen, with_speakers
from annotator.importers.xml_tree import Element, parse

_ENDS = re.compile(r"[.?!…。？！˙]['\"”’)\]]*\s*\Z")
_TYPES = {"t": "speech", "a": "annotation", "d": "event", "l": "event", "ud": "event"}


@dataclass(slots=True)
class _Event:
    start: str
    end: str
    text: str
    line: int


@dataclass(slots=True)
class _Tier:
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
        raise UserError(f"{name} cannot be read", f"it is XML, but no basic transcription (<{root.name}>)")
    faults = Faults()
    people = {each.get("id"): each for each in root.all("speaker")}
    known, spread, order = _times(root)
    tiers = [_tier(each, people) for each in root.all("tier")]
    offered = _offered(tiers, recipe.tiers, faults)
    taken = {tier.name for tier in offered if tier.taken}
    found: list[tuple[float, int, ReadTurn]] = []
    for place, tier in enumerate(tiers):
        if tier.name not in taken:
            continue
        beside = [other for other in tiers if other.speaker == tier.speaker and other.name not in taken]
        for chain in _chains(tier.events, order):
            turn = _turn(tier, chain, known, spread, beside)
            if turn.text:
                found.append((spread.get(chain[0].start, 0.0), place, turn))
    if not found:
        raise UserError("There are no turns in this EXMARaLDA file", "no tier has events with words")
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


def _tier(element: Element, people: Mapping[str, Element]) -> _Tier:
    who = element.get("speaker")
    shown = element.get("display-name") or element.get("id")
    tier = _Tier(
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


def _offered(tiers: Sequence[_Tier], wanted: tuple[str, ...] | None, faults: Faults) -> tuple[Tier, ...]:
    names: dict[str, int] = {}
    for tier in tiers:  # two may be shown under one name
        names[tier.name] = names.get(tier.name, 0) + 1
        if names[tier.name] > 1:
            tier.name = f"{tier.name} ({tier.id})"
    spoken = any(tier.type == "t" and tier.events for tier in tiers)
    candidates = [
        Candidate(
            tier.name,
            "speech" if tier.type == "t" else _TYPES.get(tier.type, "") if spoken else tier.category,
            [event.text for event in tier.events],
            tier.type == "t" or not spoken,
        )
        for tier in tiers
    ]
    return with_speakers(chosen(candidates, wanted, faults), [tier.speaker for tier in tiers])


def _chains(events: Sequence[_Event], order: Mapping[str, int]) -> Iterator[list[_Event]]:
    """Events that belong together: each begins where the one before ends, in the middle of a sentence."""
    closed = any(_ENDS.search(event.text) for event in events) and not _tokens(events)
    chain: list[_Event] = []
    for event in sorted(events, key=lambda event: order.get(event.start, 0)):
        if chain and not _goes_on(chain[-1], event, closed=closed):
            yield chain
            chain = []
        chain.append(event)
    if chain:
        yield chain


def _tokens(events: Sequence[_Event]) -> bool:
    """Whether each event is a word, so that blanks between words are nowhere."""
    joints = [
        before.text[-1].isspace() or event.text[0].isspace()
        for before, event in pairwise(events)
        if before.end == event.start
    ]
    return len(joints) > 1 and not any(joints) and not any(" " in event.text.strip() for event in events)


def _goes_on(before: _Event, event: _Event, *, closed: bool) -> bool:
    if before.end != event.start:
        return False
    if closed:
        return not _ENDS.search(before.text)
    # Where nobody writes full stops an event is a phrase, unless it ends within a word.
    return not before.text[-1].isspace() and not event.text[0].isspace()


def _turn(
    tier: _Tier,
    chain: Sequence[_Event],
    known: Mapping[str, float | None],
    spread: Mapping[str, float],
    beside: Sequence[_Tier],
) -> ReadTurn:
    first, last = chain[0], chain[-1]
    meta: Meta = {}
    if (start := known.get(first.start)) is not None:
        meta["start"] = start
    if (end := known.get(last.end)) is not None:
        meta["end"] = end
    lowest, highest = spread.get(first.start, 0.0), spread.get(last.end, 0.0)
    with_it = {}
    for other in beside:
        values = [
            event.text.strip()
            for event in other.events
            if lowest <= spread.get(event.start, -1.0) and spread.get(event.end, 0.0) <= highest
        ]
        if values:
            with_it[other.name] = values[0] if len(values) == 1 else values
    if with_it:
        meta["tiers"] = with_it
    texts = [event.text for event in chain]
    text = join_words([each.strip() for each in texts]) if _tokens(tier.events) else "".join(texts).strip()
    return ReadTurn(tier.speaker or tier.name, text, f"tier {tier.name}, line {first.line}", meta)


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
