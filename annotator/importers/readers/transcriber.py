"""Transcriber (.trs) and FOLKER (.flk, .fln): turns with times, and what happens beside the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from annotator.errors import UserError
from annotator.importers.joined_words import join_words
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.time_values import seconds
from annotator.importers.xml_tree import Element, parse


def read_transcriber(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """A turn of the file is a turn; where two speak at once each has one of their own."""
    root = parse(data, "This Transcriber file")
    if root.name != "Trans":
        raise UserError(
            "{name} cannot be read", "it is XML, but no transcription (<{root}>)", name=name, root=root.name
        )
    people = {each.get("id"): each for each in root.all("Speaker")}
    names = {key: one.get("name").strip() or key for key, one in people.items()}
    faults = Faults()
    turns = [made for turn in root.all("Turn") for made in _turns(turn, names)]
    silent = sum(1 for turn in root.all("Turn") if not "".join(turn.texts).strip())
    if silent:
        faults.remarks.leave_out("silent", silent)
    if not turns:
        raise UserError("There are no turns in this Transcriber file", "nobody says anything in it")
    about: Meta = {
        key: root.get(key) for key in ("audio_filename", "scribe", "version_date") if root.get(key)
    }
    described = {names[key]: said for key, one in people.items() if (said := _described(one))}
    if described:
        about["speakers"] = described
    return Readout((ReadDialogue(tuple(turns), meta=about),), **faults.told())


@dataclass(slots=True)
class _Said:
    """What stands in a turn: words by the number of who says them, events, and points in time."""

    words: dict[int, list[str]] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    syncs: list[float] = field(default_factory=list)


def _turns(turn: Element, names: Mapping[str, str]) -> Iterator[ReadTurn]:
    speakers = [names.get(key, key) for key in turn.get("speaker").split()]
    said = _said(turn, several=len(speakers) > 1)
    times = {key: seconds(turn.get(name)) for key, name in (("start", "startTime"), ("end", "endTime"))}
    fields: dict[str, object] = {"events": said.events} if said.events else {}
    if len(said.syncs) > 1:
        fields["syncs"] = said.syncs
    for number, parts in sorted(said.words.items()):
        meta: Meta = {key: time for key, time in times.items() if time is not None}
        if fields:
            meta["fields"] = fields
        text = " ".join(" ".join(part.split()) for part in parts)
        who = speakers[number] if number < len(speakers) else ""
        yield ReadTurn(who, text, f"line {turn.line}", meta)


def _said(turn: Element, *, several: bool) -> _Said:
    said = _Said()
    at = 0
    for piece in turn.mixed():
        if isinstance(piece, str):
            if piece.strip():
                said.words.setdefault(at, []).append(piece)
        elif piece.name == "Who":
            at = int(piece.get("nb") or 1) - 1
        elif piece.name == "Sync":
            at = 0 if several else at
            if (time := seconds(piece.get("time"))) is not None:
                said.syncs.append(time)
        elif piece.get("desc"):
            said.events.append(" ".join(f"{piece.name} {piece.get('type')} {piece.get('desc')}".split()))
    return said


def _described(person: Element) -> dict[str, object]:
    wanted = (("sex", "type"), ("dialect", "dialect"), ("accent", "accent"), ("scope", "scope"))
    return {key: person.get(name) for key, name in wanted if person.get(name)}


def read_folker(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Contributions are turns; pauses and breaths within them are written as in the transcription."""
    root = parse(data, "This FOLKER file")
    if root.name != "folker-transcription":
        raise UserError(
            "{name} cannot be read",
            "it is XML, but no FOLKER transcription (<{root}>)",
            name=name,
            root=root.name,
        )
    times = {each.get("timepoint-id"): seconds(each.get("absolute-time")) for each in root.all("timepoint")}
    faults = Faults()
    made = [_spoken(contribution, times) for contribution in root.all("contribution")]
    turns = tuple(turn for turn in made if turn is not None)
    faults.remarks.leave_out("silent", len(made) - len(turns))
    if not turns:
        raise UserError("There are no turns in this FOLKER file", "no contribution has words")
    about: Meta = {}
    if full := _full_names(root):
        about["speakers"] = full
    recording = root.first("recording")
    if recording is not None and recording.get("path"):
        about["media"] = [recording.get("path")]
    return Readout((ReadDialogue(turns, meta=about),), **faults.told())


def _full_names(root: Element) -> dict[str, object]:
    named = ((each.get("speaker-id"), each.first("name")) for each in root.all("speaker"))
    return {key: {"name": name.text.strip()} for key, name in named if name is not None and name.text.strip()}


def _spoken(contribution: Element, times: Mapping[str, float | None]) -> ReadTurn | None:
    text = _contribution(contribution)
    if not text:
        return None
    references = (("start", "start-reference"), ("end", "end-reference"))
    found = {key: times.get(contribution.get(name)) for key, name in references}
    meta: Meta = {key: time for key, time in found.items() if time is not None}
    return ReadTurn(contribution.get("speaker-reference"), text, f"line {contribution.line}", meta)


_SIGNS = {"micro": "(.)", "short": "(-)", "medium": "(--)", "long": "(---)"}


def _contribution(element: Element) -> str:
    """The words of a contribution, whether FOLKER took it apart into words or not."""
    if any(True for _ in element.all("w")):
        words: list[str] = []
        spoken = False
        for child in _deep(element):
            if child.name == "w":
                words.append(child.whole().strip())
                spoken = True
            elif child.name == "pause":
                words.append(_SIGNS.get(child.get("duration"), f"({child.get('duration')})"))
            elif child.name == "non-phonological":
                words.append(f"(({child.get('description')}))")
        return join_words(words) if spoken else ""
    return " ".join(element.whole().split())


def _deep(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.name == "w" or not child.children:
            yield child
        else:
            yield from _deep(child)
