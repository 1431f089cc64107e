"""The formats of other annotation tools: doccano, ConvoKit, Label Studio, chat messages, ELAN."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import IO, Any, BinaryIO

from annotator.exporters import source_metadata
from annotator.exporters.chat_writer import BULLET, bullet
from annotator.exporters.elan_writer import BETWEEN, NOBODY
from annotator.exporters.format_shape import Fact, Shape, arranged, expected
from annotator.exporters.project_protocol import Content
from annotator.exporters.readback.reading_helpers import IN_FULL, full_tags, items, opened
from annotator.exporters.tag_texts import TagNames
from annotator.exporters.webvtt_writer import NOTE
from annotator.exporters.xml_text import clean
from annotator.model import DialogueRecord


class Compared:
    """A check whose facts follow from a shape."""

    shape = Shape()

    def __init__(self, content: Content) -> None:
        self.words = TagNames(content.codebook(), content.annotators())

    def expected(self, record: DialogueRecord) -> Any:
        """Turns and tags as the shape has them; nothing of dialogues without turns."""
        return expected(self.shape, self.words, record) if record.turns else None


class Doccano(Compared):
    """A line a turn."""

    shape = Shape(tag=("qualified", "start", "end"), whole=False, free=False)

    def expected(self, record: DialogueRecord) -> Any:
        """Turns, their labels, each once, and free texts as comments."""
        facts: list[Fact] = []
        for fact, item in zip(expected(Shape(), self.words, record), record.turns, strict=True):
            tags = self.words.ordered(item.turn.tags)
            labels = {(self.words.qualified(x), x.start, x.end) for x in tags if x.label}
            comments = [(self.words.qualified(x),) for x in tags if not x.label]
            facts += (fact, *arranged(labels), *arranged(comments))
        return facts or None

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the lines."""
        for _, lines in groupby(map(json.loads, file), key=itemgetter("dialogue")):
            facts: list[Fact] = []
            for line in lines:
                labels = [(label, None, None) for label in line["label"]]
                labels += [(label, start, end) for start, end, label in line["spans"]]
                facts.append(("turn", line["turn_key"], line["speaker"], line["text"]))
                facts += (*arranged(labels), *arranged((x,) for x in line["Comments"]))
            yield facts


class ConvoKit(Compared):
    """Utterances and conversations of a corpus."""

    shape = Shape(tag=IN_FULL)

    def expected(self, record: DialogueRecord) -> Any:
        """Turns and tags, of turns also whom they answer and when they were said."""
        facts: list[Fact] = []
        answered = zip(source_metadata.replies(record), (x.turn for x in record.turns), strict=True)
        for fact in super().expected(record) or ():
            if fact[0] == "turn":
                reply, turn = next(answered)
                fact = (*fact, reply, source_metadata.timestamp(turn))  # noqa: PLW2901 - the same with more
            facts.append(fact)
        return facts or None

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """Turns and tags from the utterances, tags of dialogues from the conversations."""
        with opened(file, "corpus/utterances.jsonl", "corpus/conversations.json") as (utterances, about):
            conversations = _members(about)
            said = groupby(map(json.loads, utterances), key=itemgetter("conversation_id"))
            for key, group in said:
                name, conversation = next(conversations)
                if name != key:
                    raise ValueError(name)
                facts = full_tags(conversation["meta"]["tags"])
                dialogue = conversation["meta"]["dialogue"]
                for x in group:
                    speaker = x["speaker"].removeprefix(f"{dialogue}:")
                    facts.append(("turn", x["id"], speaker, x["text"], x["reply-to"], x["timestamp"]))
                    facts += full_tags(x["meta"]["tags"])
                yield facts
            if next(conversations, None) is not None:
                raise ValueError("a conversation without utterances")


def _members(file: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """The members of an object that has one a line."""
    for line in file:
        member = line.strip().removesuffix(b",")
        if member not in (b"{", b"}", b"{}"):
            yield from json.loads(b"{%b}" % member).items()


class LabelStudio(Compared):
    """Tasks with annotations and predictions."""

    shape = Shape(tag=("facet", "name", "start", "end", "person", "suggested"), suggestions=True, said=clean)

    def expected(self, record: DialogueRecord) -> Any:
        """Turns and tags, without turns too."""
        return expected(self.shape, self.words, record)

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the regions of each task."""
        with opened(file, "tasks.json") as (tasks,):
            for task in map(json.loads, items(tasks)):
                yield self._task(task)

    def _task(self, task: Mapping[str, Any]) -> list[Fact]:
        said = task["data"]["dialogue"]
        tags: dict[int | None, list[Fact]] = {}
        given = [
            (person, False, x)
            for person, x in zip(task["data"]["annotators"], task["annotations"], strict=True)
        ]
        given += [(x["model_version"], True, x) for x in task["predictions"]]
        for person, suggested, answer in given:
            for place, fact in self._answers(said, answer["result"]):
                whole = (*fact, clean(person), suggested)
                tags.setdefault(place, []).append(("tag", *whole))
        facts = arranged(tags.get(None, ()))
        for place, turn in enumerate(said):
            facts.append(("turn", turn["turn_id"], turn["author"], turn["text"]))
            facts += arranged(tags.get(place, ()))
        return facts

    def _answers(
        self, said: list[Any], results: Iterable[Mapping[str, Any]]
    ) -> Iterator[tuple[int | None, Fact]]:
        spans = {x["id"]: x["value"]["paragraphlabels"] for x in results if x["type"] == "paragraphlabels"}
        for x in results:
            if x["from_name"] in self.words.facets:
                value = x["value"]
                place = int(value["start"]) if "start" in value else None
                start = end = None
                if place is not None and spans[x["id"]] == ["span"]:
                    text = said[place]["text"]
                    start, end = _points(text, value["startOffset"]), _points(text, value["endOffset"])
                for name in value["choices" if x["type"] == "choices" else "text"]:
                    yield place, (x["from_name"], name, start, end)


def _points(text: str, units: int) -> int:
    """Code points before a place that is counted in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass"))


class Messages(Compared):
    """Messages with the tags beside them."""

    shape = Shape(tag=IN_FULL)

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """Texts from the messages, everything else from the tags."""
        with opened(file, "messages.jsonl", "tags.jsonl") as (messages, tags):
            for _, group in groupby(map(json.loads, tags), key=itemgetter("line")):
                texts = [message["content"] for message in json.loads(next(messages))["messages"]]
                head, *turns = group
                facts = full_tags(head["tags"])
                for turn in turns:
                    facts.append(("turn", turn["turn"], turn["speaker"], texts[turn["message"]]))
                    facts += full_tags(turn["tags"])
                if len(turns) != len(texts):
                    raise ValueError(head["dialogue"])
                yield facts


class Chat(Compared):
    """Transcripts: the lines of JSON below the words, and the times behind them."""

    shape = Shape(tag=IN_FULL)

    def expected(self, record: DialogueRecord) -> Any:
        """Turns with their times, and tags, without turns too."""
        turns = (item.turn for item in record.turns)
        return [
            (*fact, bullet(next(turns))) if fact[0] == "turn" else fact
            for fact in expected(self.shape, self.words, record)
        ]

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the lines of each file."""
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                yield self._transcript(archive.read(name).decode().split("\n"))

    def _transcript(self, lines: list[str]) -> list[Fact]:
        if lines[:2] != ["@UTF8", "@Begin"] or lines[-2:] != ["@End", ""]:
            raise ValueError(lines[:2])
        facts: list[Fact] = []
        names: dict[str, str] = {}
        speaker = times = ""
        for line in lines:
            kind, _, value = line.partition("\t")
            if kind == "@Comment:":
                about = json.loads(value)
                names = about["speakers"]
                facts += full_tags(about["tags"])
            elif line.startswith("*"):
                speaker = names[kind[1:-1]]
                times = value[value.find(BULLET) :] if BULLET in value else ""
            elif kind == "%xtxt:":
                turn = json.loads(value)
                facts.append(("turn", turn["turn"], speaker, turn["text"], times))
            elif kind == "%xtag:":
                facts += full_tags(json.loads(value))
        return facts


class WebVtt(Compared):
    """Subtitles: the lines of JSON in notes, and the times of the cues."""

    shape = Shape(tag=IN_FULL)

    def expected(self, record: DialogueRecord) -> Any:
        """Turns with their times, and tags, without turns too."""
        spans = iter(source_metadata.spans(record))
        return [
            (*fact, *_span(next(spans))) if fact[0] == "turn" else fact
            for fact in expected(self.shape, self.words, record)
        ]

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the blocks of each file."""
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                head, *blocks = archive.read(name).decode().split("\n\n")
                if head != "WEBVTT":
                    raise ValueError(name)
                yield self._cues(blocks)

    def _cues(self, blocks: list[str]) -> list[Fact]:
        facts = full_tags(json.loads(blocks[0].removeprefix(NOTE))["tags"])
        for note, cue in zip(blocks[1::2], blocks[2::2], strict=True):
            turn = json.loads(note.removeprefix(NOTE))
            times = map(_milliseconds, cue.split("\n")[1].split(" --> "))
            facts.append(("turn", turn["turn"], turn["speaker"], turn["text"], *times))
            facts += full_tags(turn["tags"])
        return facts


def _span(span: source_metadata.TimeSpan) -> tuple[int, int]:
    return span.start, span.end


def _milliseconds(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + int(seconds.replace(".", ""))


class Elan(Compared):
    """Annotation documents."""

    def expected(self, record: DialogueRecord) -> Any:
        """Speaker and text of each turn, and its answers by facet and person."""
        facts: list[Fact] = []
        for item, span in zip(record.turns, source_metadata.spans(record), strict=True):
            answers: dict[tuple[str, str], list[str]] = {}
            for tag in self.words.ordered(item.turn.tags):
                place = tag.facet, clean(self.words.people[tag.annotator])
                answers.setdefault(place, []).append(self.words.name(tag))
            speaker = clean(item.turn.speaker) or NOBODY
            facts.append(("turn", speaker, _xml(item.turn.text), span.start, span.end))
            facts += arranged((*x, _xml(BETWEEN.join(dict.fromkeys(y)))) for x, y in answers.items())
            below = source_metadata.below(item.turn).values()
            facts += arranged(("below", *map(_xml, values)) for values in below)
        return facts

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the tiers of each document."""
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                # What the program has just written itself has no entities.
                yield self._document(ET.fromstring(archive.read(name)))  # noqa: S314

    def _document(self, root: ET.Element) -> list[Fact]:
        turns: dict[str, tuple[int, Fact]] = {}
        slots = {x.attrib["TIME_SLOT_ID"]: int(x.attrib["TIME_VALUE"]) for x in root.iter("TIME_SLOT")}
        answers: dict[str, list[Fact]] = {}
        below: dict[str, dict[str, Fact]] = {}  # turn to tier of the source to its values
        for tier in root.iter("TIER"):
            speaker = tier.attrib["PARTICIPANT"]
            for x in tier.iter("ALIGNABLE_ANNOTATION"):
                place = int(x.attrib["TIME_SLOT_REF1"].removeprefix("ts"))
                times = (slots[x.attrib[f"TIME_SLOT_REF{end}"]] for end in (1, 2))
                turns[x.attrib["ANNOTATION_ID"]] = place, ("turn", speaker, x[0].text or "", *times)
            for x in tier.iter("REF_ANNOTATION"):
                if "ANNOTATOR" not in tier.attrib:
                    values = below.setdefault(x.attrib["ANNOTATION_REF"], {})
                    name = tier.attrib["TIER_ID"]
                    values[name] = (*values.get(name, ("below",)), x[0].text or "")
                    continue
                person = tier.attrib["ANNOTATOR"]
                facet = tier.attrib["TIER_ID"].removesuffix(f"@{tier.attrib['PARENT_REF']} ({person})")
                found = answers.setdefault(x.attrib["ANNOTATION_REF"], [])
                found.append((facet, person, x[0].text or ""))
        facts: list[Fact] = []
        for key, (_, turn) in sorted(turns.items(), key=lambda x: x[1][0]):
            facts += (turn, *arranged(answers.get(key, ())), *arranged(below.get(key, {}).values()))
        return facts


def _xml(text: str) -> str:
    """A text between tags as XML gives it back: it has one line break and cannot hold all characters."""
    return clean(text).replace("\r\n", "\n").replace("\r", "\n")
