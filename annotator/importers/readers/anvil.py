"""Annotations of Anvil: tracks of speech give turns; tracks of spans take their times from those below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.errors import UserError
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.speech_tiers import TierCandidate, chosen, names_a_kind, with_speakers
from annotator.importers.time_values import seconds
from annotator.importers.xml_tree import Element, parse

SIGNS = (b"<track", b"<specification")  # in no other XML that begins with <annotation>
# Attributes that hold what was said, the likelier first.
_WORDS = (
    "utterance", "text", "transcription", "transcript", "token", "tokens", "word", "words", "orthography",
    "speech", "content",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _AnvilElement:
    start: float | None
    end: float | None
    text: str
    fields: Mapping[str, str]
    line: int


def read_anvil(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """The elements of tracks of speech in the order of time; their other attributes go with them."""
    root = parse(data, "This Anvil file")
    faults = Faults()
    tracks: dict[str, list[_AnvilElement]] = {}
    for track in root.all("track"):
        below = tracks.get(track.get("ref"), [])
        called = _attribute_of_words(track)
        tracks[track.get("name")] = [
            _element(each, called, below if track.get("type") not in {"", "primary"} else None)
            for each in track.children
            if each.name == "el"
        ]
    candidates = [
        TierCandidate(track, "", [each.text for each in elements if each.text])
        for track, elements in tracks.items()
    ]
    offered = chosen(candidates, recipe.tiers, faults)
    found: list[tuple[float, ReadTurn]] = []
    for tier in offered:
        for each in tracks[tier.name] if tier.taken else ():
            if each.text:
                found.append((each.start or 0.0, _turn(tier.name, each)))
            else:
                faults.remarks.leave_out("silent")
    if not found:
        raise UserError("There are no turns in this Anvil file", "no element of its tracks has words")
    video = root.first("video")
    meta: Meta = {"media": [video.get("src")]} if video is not None and video.get("src") else {}
    turns = tuple(turn for _, turn in sorted(found, key=lambda one: one[0]))
    tiers = with_speakers(offered, [_speaker(tier.name) for tier in offered])
    return Readout((ReadDialogue(turns, meta=meta),), **faults.told(), tiers=tiers)


def _attribute_of_words(track: Element) -> str:
    """The attribute that holds words: by its name, else the one with the longest values; "" for none."""
    lengths: dict[str, int] = {}
    for each in track.all("attribute"):
        lengths[each.get("name")] = lengths.get(each.get("name"), 0) + len(each.whole().strip())
    by_name = {name.casefold(): name for name in lengths}
    named = next((by_name[word] for word in _WORDS if word in by_name), None)
    return named if named is not None else max(lengths, key=lambda name: lengths[name], default="")


def _element(element: Element, called: str, below: list[_AnvilElement] | None) -> _AnvilElement:
    """An element; where ``below`` is given, its times are the places of elements of the track below."""
    said = {each.get("name"): each.whole().strip() for each in element.children if each.name == "attribute"}
    text = said.pop(called, "")
    fields = {name: value for name, value in said.items() if value}
    comment = next((each.whole().strip() for each in element.children if each.name == "comment"), "")
    if comment:
        fields["comment"] = comment
    first, last = element.get("start"), element.get("end")
    if below is None:
        return _AnvilElement(seconds(first), seconds(last), text, fields, element.line)
    begin = below[int(first)].start if first.isdigit() and int(first) < len(below) else None
    end = below[int(last)].end if last.isdigit() and int(last) < len(below) else None
    return _AnvilElement(begin, end, text, fields, element.line)


def _turn(track: str, element: _AnvilElement) -> ReadTurn:
    times = {"start": element.start, "end": element.end}
    meta: Meta = {key: at for key, at in times.items() if at is not None}
    if element.fields:
        meta["fields"] = dict(element.fields)
    return ReadTurn(_speaker(track), element.text, f"line {element.line}", meta)


def _speaker(track: str) -> str:
    """Whose track it is: ``Anna.speech.words`` is Anna's; one without groups speaks by its own name."""
    return ".".join(_without_kinds(track)) or track


def _without_kinds(track: str) -> Iterator[str]:
    parts = track.split(".")
    while len(parts) > 1 and names_a_kind(parts[-1]):
        parts.pop()
    yield from parts
