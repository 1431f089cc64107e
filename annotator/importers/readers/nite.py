"""Corpora of the NITE XML Toolkit, as AMI and ICSI: words, segments and acts in a file each a speaker.

A folder or an archive of them is read as one, whose dialogues are told by the beginnings of the names:
``words/ES2002a.A.words.xml``, ``segments/ES2002a.A.segments.xml``, ``dialogueActs/ES2002a.A.dialog-act.xml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from zipfile import ZipFile

from annotator.errors import Sentence, UserError
from annotator.importers.archives import opened, read_member
from annotator.importers.joined_words import places_of_words
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTag, ReadTurn, Recipe
from annotator.importers.single_words import joined_turns
from annotator.importers.time_values import seconds
from annotator.importers.xml_tree import Element, parse
from annotator.model import Codebook, Facet, Label

_LAYER = re.compile(
    r"(?P<dialogue>.+)\.(?P<who>\w+)\.(?P<layer>words|segments|segs|dialog-act|dialogue-acts)\.xml",
    re.IGNORECASE,
)
_KINDS = {"segs": "segments", "dialog-act": "acts", "dialogue-acts": "acts"}
# Beside the layers: who was at which meeting, who these people are, what acts are called.
_BESIDE = frozenset(("meetings.xml", "participants.xml", "speakers.xml", "da-types.xml"))
WORDS = ("words", "Words")  # how the folder of words is called
_ID = re.compile(r"id\((?P<id>[^)]*)\)")
_BY = re.compile(r"\.dialog(?:ue)?-acts?\.(?P<by>[A-Za-z]\w*)\.\d+\Z")  # who marked an act, in its id
_FACET = "dialogue-acts"
_OF_ACTS = frozenset(("id", "type", "starttime", "endtime", "participant", "channel"))


def layer_of(path: str) -> tuple[str, str, str] | None:
    """Dialogue, speaker and layer (words, segments, acts) by the name of a file; None for others."""
    match = _LAYER.fullmatch(PurePosixPath(path).name)
    if match is None:
        return None
    layer = match["layer"].casefold()
    return match["dialogue"], match["who"], _KINDS.get(layer, layer)


def is_part_of_corpus(path: str) -> bool:
    """Whether a file is a layer, or says something about people or acts."""
    return layer_of(path) is not None or PurePosixPath(path).name.casefold() in _BESIDE


def nite_in(names: Iterable[str]) -> bool:
    """Whether there are words of such a corpus among files."""
    return any((layer := layer_of(name)) is not None and layer[2] == "words" for name in names)


@dataclass(slots=True)
class _Voice:
    """What one person says in a dialogue: words by id in their order, and the turns they are in."""

    who: str
    ids: dict[str, int] = field(default_factory=dict)
    words: list[ReadTurn] = field(default_factory=list)  # an empty text for what is no word
    turn_of: dict[int, tuple[int, int, int]] = field(default_factory=dict)  # of a word: turn, start, end
    turns: list[ReadTurn] = field(default_factory=list)
    participant: str = ""


@dataclass(slots=True)
class _MeetingCorpus:
    """An archive with its layers, and what is said about people and acts."""

    archive: ZipFile
    name: str
    faults: Faults
    layers: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    acts: dict[str, str] = field(default_factory=dict)  # names of acts by their ids
    people: dict[str, dict[str, str]] = field(default_factory=dict)
    meetings: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)  # the acts that occur
    lost: set[str] = field(default_factory=set)  # what acts have beside their kind

    def load(self, member: str) -> Element:
        return parse(read_member(self.archive, member, self.name), member)


def read_nite(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """A dialogue for each beginning of names; segments are turns, dialogue acts tags on spans.

    One dialogue is taken apart at a time, so that a corpus needs the memory of its turns. Words that no
    segment holds are turns up to the next pause.
    """
    archive = opened(data, name)
    corpus = _MeetingCorpus(archive, name, Faults())
    for member in sorted(archive.namelist()):
        layer = layer_of(member)
        if layer is None:
            _take_beside(corpus, member)
            continue
        voices = corpus.layers.setdefault(layer[0], {})
        if voices.setdefault(layer[1], {}).setdefault(layer[2], member) != member:
            corpus.faults.remarks.leave_out("parts", 1, member)
    made = [one for dialogue in corpus.layers if (one := _dialogue(corpus, dialogue)) is not None]
    if not made:
        raise UserError(
            "{name} cannot be read",
            "there are no words in it; they lie in files such as {wanted}",
            "Import the folder or archive that holds them",
            name=name,
            wanted="ES2002a.A.words.xml",
        )
    corpus.faults.remarks.leave_out("fields", len(corpus.lost), *sorted(corpus.lost))
    return Readout(tuple(made), **corpus.faults.told(), codebook=_codebook(corpus, name))


def _take_beside(corpus: _MeetingCorpus, member: str) -> None:
    """Take what a file says about people or acts."""
    called = PurePosixPath(member).name.casefold()
    if called not in _BESIDE:
        return
    root = corpus.load(member)
    if called == "da-types.xml":
        corpus.acts.update({each.get("id"): each.get("name") for each in _every(root) if each.get("name")})
    elif called == "meetings.xml":
        for meeting in root.all("meeting"):
            corpus.meetings[meeting.get("observation")] = {
                each.get("nxt_agent"): each.attributes for each in meeting.all("speaker")
            }
    else:
        for person in (*root.all("participant"), *root.all("speaker")):
            about = {key: value for key, value in person.attributes.items() if key != "id" and value}
            for key in {person.get("id"), person.get("global_name"), person.get("tag")} - {""}:
                corpus.people[key] = about


def _every(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        yield from _every(child)


def _dialogue(corpus: _MeetingCorpus, dialogue: str) -> ReadDialogue | None:
    turns: list[tuple[float, ReadTurn]] = []
    about: dict[str, dict[str, str]] = {}
    unsegmented = []
    for who, layers in corpus.layers[dialogue].items():
        if "words" not in layers:
            corpus.faults.remarks.leave_out("parts", len(layers), *layers.values())
            continue
        voice = _voice(corpus, who, layers)
        if "segments" not in layers and voice.turns:
            unsegmented.append(who)
        if "acts" in layers:
            _tag(corpus, voice, corpus.load(layers["acts"]))
        turns += _by_time(voice.turns)
        if said := _described(corpus, dialogue, voice):
            about[who] = said
    if unsegmented:
        corpus.faults.add(
            dialogue,
            Sentence(
                "there are no segments of {speakers}, whose turns end at pauses of half a second",
                speakers=", ".join(unsegmented),
            ),
            lost=False,
        )
    if not turns:
        return None
    meta: Meta = {"id": dialogue, **({"speakers": about} if about else {})}
    ordered = (turn for _, turn in sorted(turns, key=lambda one: one[0]))
    return ReadDialogue(tuple(ordered), dialogue, dialogue, meta)


def _by_time(turns: Sequence[ReadTurn]) -> Iterator[tuple[float, ReadTurn]]:
    """Turns with when they begin; one without a time stands behind the one before it."""
    at = 0.0
    for turn in turns:
        begin = turn.meta.get("start")
        at = begin if isinstance(begin, float) else at
        yield at, turn


def _voice(corpus: _MeetingCorpus, who: str, layers: Mapping[str, str]) -> _Voice:
    """The words of somebody, and the turns that segments and pauses make of them."""
    voice = _Voice(who)
    for element in corpus.load(layers["words"]).children:
        text = element.whole().strip() if element.name == "w" else ""
        if element.name != "w":
            corpus.faults.remarks.leave_out("asides", 1, *_first_time(corpus, f"<{element.name}>"))
        voice.ids[element.get("id")] = len(voice.words)
        times = {"start": seconds(element.get("starttime")), "end": seconds(element.get("endtime"))}
        meta: Meta = {key: at for key, at in times.items() if at is not None}
        voice.words.append(ReadTurn(who, text, layers["words"], meta))
    if "segments" in layers:
        for segment in corpus.load(layers["segments"]).all("segment"):
            voice.participant = voice.participant or segment.get("participant")
            _take_segment(corpus, voice, segment, layers["segments"])
    rest = [word for at, word in enumerate(voice.words) if word.text and at not in voice.turn_of]
    voice.turns += joined_turns(rest)
    return voice


def _first_time(corpus: _MeetingCorpus, named: str) -> tuple[str, ...]:
    known = {name for one in corpus.faults.remarks.left_out if one.code == "asides" for name in one.names}
    return () if named in known else (named,)


def _take_segment(corpus: _MeetingCorpus, voice: _Voice, segment: Element, member: str) -> None:
    held = [at for at in _words_of(voice, segment) if at not in voice.turn_of and voice.words[at].text]
    if not held:
        corpus.faults.remarks.leave_out("silent")
        return
    words = [voice.words[at] for at in held]
    text, places = places_of_words([word.text for word in words])
    for at, word, place in zip(held, words, places, strict=True):
        voice.turn_of[at] = (len(voice.turns), place, place + len(word.text))
    meta: Meta = {"id": segment.get("id")} if segment.get("id") else {}
    begin = seconds(segment.get("transcriber_start") or segment.get("starttime"))
    end = seconds(segment.get("transcriber_end") or segment.get("endtime"))
    times = {
        "start": words[0].meta.get("start") if begin is None else begin,
        "end": words[-1].meta.get("end") if end is None else end,
    }
    meta |= {key: at for key, at in times.items() if at is not None}
    voice.turns.append(ReadTurn(voice.who, text, member, meta))


def _words_of(voice: _Voice, element: Element) -> list[int]:
    """The places of the words that an element points at: ``FILE#id(A)..id(B)`` or ``FILE#id(A)``."""
    found: list[int] = []
    for child in element.children:
        if child.name == "child":
            ends = [voice.ids.get(match["id"], -1) for match in _ID.finditer(child.get("href"))]
            if ends and min(ends) >= 0:
                found += range(ends[0], ends[-1] + 1)
    return found


def _tag(corpus: _MeetingCorpus, voice: _Voice, root: Element) -> None:
    """Put the dialogue acts of a file on the turns of its speaker."""
    for act in root.children:
        label = _label(corpus, act)
        spans: dict[int, tuple[int, int]] = {}
        for at in _words_of(voice, act):
            if at in voice.turn_of:
                turn, start, end = voice.turn_of[at]
                spans[turn] = (spans[turn][0] if turn in spans else start, end)
        if not spans or not label:
            corpus.faults.remarks.leave_out("tags")
            continue
        corpus.faults.remarks.leave_out("borders", int(len(spans) > 1))
        corpus.used[label] = corpus.used.get(label, 0) + 1
        corpus.lost |= {key for key, value in act.attributes.items() if value and key not in _OF_ACTS}
        by = _BY.search(act.get("id"))
        for turn, (start, end) in spans.items():
            before = voice.turns[turn]
            tag = ReadTag(_FACET, label, by["by"] if by else "", start=start, end=end)
            voice.turns[turn] = ReadTurn(
                before.speaker, before.text, before.place, before.meta, (*before.tags, tag)
            )


def _label(corpus: _MeetingCorpus, act: Element) -> str:
    """The kind of a dialogue act: its attribute, or what it points at among the kinds of acts."""
    if act.get("type"):
        return act.get("type")
    for child in act.children:
        if child.name == "pointer" and (match := _ID.search(child.get("href"))):
            return corpus.acts.get(match["id"], match["id"])
    return ""


def _described(corpus: _MeetingCorpus, dialogue: str, voice: _Voice) -> dict[str, str]:
    """What the files beside the layers say about a speaker."""
    seat = corpus.meetings.get(dialogue, {}).get(voice.who, {})
    called = seat.get("global_name", "") or voice.participant
    said = {"name": called, "role": seat.get("role", "")}
    return {key: value for key, value in {**corpus.people.get(called, {}), **said}.items() if value}


def _codebook(corpus: _MeetingCorpus, name: str) -> Codebook | None:
    if not corpus.used:
        return None
    labels: Sequence[Label] = [
        Label(label, _FACET, label, position=at) for at, label in enumerate(sorted(corpus.used))
    ]
    facet = Facet(_FACET, "Dialogue acts", "several", "span", labels=tuple(labels))
    return Codebook(PurePosixPath(name).stem, (facet,))
