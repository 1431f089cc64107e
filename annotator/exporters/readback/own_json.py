"""The program's own JSON and JSON Lines: every dialogue is decoded by the schema and compared in full."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from annotator.core.plain_records import UNCERTAIN, PlainDialogue, PlainTurn
from annotator.exporters import document as d
from annotator.exporters.document_consistency import Consistency
from annotator.exporters.json_reader import Export, received_pieces
from annotator.exporters.project_protocol import Content
from annotator.exporters.received_bytes import Rebuilding
from annotator.model import DialogueRecord, TurnRecord

_decode = msgspec.json.Decoder(d.Dialogue).decode
_decode_source = msgspec.json.Decoder(d.Source).decode
_dialogue = attrgetter("key", "title", "rule", "chain", "engine", "model")
_turn = attrgetter("key", "position", "speaker", "text")
_tag = attrgetter(
    "key", "facet", "label", "value", "start", "end", "target", "intensity", "uncertain", "note", "origin",
    "score", "annotator", "at",
)  # fmt: skip
_step = attrgetter(
    "start", "end", "before", "after", "kind", "reason", "confidence", "alternatives", "annotator", "at",
    "proposal",
)  # fmt: skip
_remark = attrgetter("start", "end", "speaker", "meta")
_gap = attrgetter("start", "end", "reason")
_mark = attrgetter("kind", "annotator", "at")
_target = attrgetter("key", "kind", "statement", "options", "draft")
_language = attrgetter("primary", "matrix", "script", "words")

_DIALOGUES, _SOURCES = b'  "dialogues": [', b'"sources": ['
_OPENING, _CLOSING = b"    {\n", (b"    }\n", b"    },\n")


def _of_turn(x: TurnRecord) -> Any:
    return (
        _turn(x.turn), None if x.turn.received == x.turn.text else x.turn.received, x.lead,
        [_step(step) for step in x.turn.steps], [_step(step) for step in x.lead_steps],
        [_gap(gap) for gap in x.turn.gaps], x.turn.language and _language(x.turn.language),
        _tags(x.turn.tags), [_mark(mark) for mark in x.marks], dict(x.turn.meta),
    )  # fmt: skip


def _of_plain(x: PlainTurn) -> Any:
    tags = sorted((*tag[:UNCERTAIN], bool(tag[UNCERTAIN]), *tag[UNCERTAIN + 1 :]) for tag in x.tags)
    return _turn(x), None, x.lead, [], [], [], x.language and _language(x.language), tags, [], {}


class Lines:
    """JSON Lines: a dialogue a line."""

    def __init__(self, _content: Content) -> None:
        pass

    def expected(self, record: DialogueRecord) -> Any:
        """Everything about a dialogue."""
        return self._facts(record, map(_of_turn, record.turns))

    def expected_plain(self, dialogue: PlainDialogue) -> Any:
        """The same of a plain one."""
        turns = (_of_plain(x) if isinstance(x, PlainTurn) else _of_turn(x) for x in dialogue.turns)
        return self._facts(dialogue.record, turns)

    def _facts(self, record: DialogueRecord, turns: Iterable[Any]) -> Any:
        about = record.dialogue
        return (
            _dialogue(about), record.number, [_target(target) for target in about.targets],
            dict(about.meta), _tags(record.tags), record.tail,
            [_step(step) for step in record.tail_steps], record.places,
            [_remark(remark) for remark in record.remarks], list(turns),
        )  # fmt: skip

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """Everything about each dialogue."""
        for line in file:
            yield facts(_decode(line))


class WholeDocument(Lines):
    """The whole document, which the program's own reader must accept; one dialogue in memory at a time."""

    def __init__(self, content: Content) -> None:
        super().__init__(content)
        self._sources = {source.sha256: source for source in content.sources()}
        self._views = tuple(content.views())

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """Everything about each dialogue."""
        lines = iter(file)
        head = [next(lines)]
        while not head[-1].startswith(_DIALOGUES):
            head.append(next(lines))
        # A document is one without its dialogues and sources too.
        frame = b"".join([*head[:-1], _DIALOGUES, b"],", _SOURCES, b"]}"])
        read = Export(Path("export.json"), frame)
        if read.views != self._views:
            raise ValueError("other views")
        consistency = read.consistency
        exact = yield from self._dialogues(lines, consistency) if head[-1].endswith(b"[\n") else _none()
        wanted = iter(self._sources)
        for source in map(_decode_source, _items(lines)):
            if source.sha256 != next(wanted, None):
                raise ValueError("other sources")
            if source.kept == "text" and source.sha256 not in exact:
                raise ValueError(source.sha256)
            if source.data is not None and hashlib.sha256(source.data).hexdigest() != source.sha256:
                raise ValueError(source.sha256)
        if next(wanted, None) is not None:
            raise ValueError("too few sources")

    def _dialogues(
        self, lines: Iterator[bytes], consistency: Consistency
    ) -> Generator[Any, None, frozenset[str]]:
        """The dialogues; in the end the hashes of the sources whose bytes they give back."""
        exact: set[str] = set()
        for source, group in groupby(map(_decode, _objects(lines)), key=attrgetter("source")):
            rebuilding = Rebuilding(self._sources[source])
            for dialogue in group:
                consistency.check(dialogue, dialogue.key)
                consistency.forget_tags()  # a project has no two of one key, and memory stays flat
                rebuilding.add(received_pieces(dialogue))
                yield facts(dialogue)
            if rebuilding.is_exact(source):
                exact.add(source)
        next(lines)  # the end of the array
        return frozenset(exact)


def _none() -> Generator[Any, None, frozenset[str]]:
    """No dialogues."""
    yield from ()
    return frozenset()


def _items(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The sources, one a line."""
    for line in lines:
        if line.startswith(b"    {"):
            yield line.strip().removesuffix(b",")


def facts(dialogue: d.Dialogue) -> Any:
    """What :meth:`Lines.expected` says, from the document."""
    turns = [
        (
            _turn(x), x.received, x.lead, [_step(step) for step in x.steps],
            [_step(step) for step in x.lead_steps], [_gap(gap) for gap in x.gaps],
            x.detected_language and _language(x.detected_language), _tags(x.tags),
            [_mark(mark) for mark in x.marks], x.meta,
        )
        for x in dialogue.turns
    ]  # fmt: skip
    return (
        _dialogue(dialogue), dialogue.number, [_target(target) for target in dialogue.targets],
        dialogue.meta, _tags(dialogue.tags), dialogue.tail,
        [_step(step) for step in dialogue.tail_steps], dialogue.places,
        [_remark(remark) for remark in dialogue.remarks], turns,
    )  # fmt: skip


def _tags(tags: Any) -> list[Any]:
    return sorted(map(_tag, tags)) if len(tags) > 1 else [_tag(tag) for tag in tags]


def _objects(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The objects of the array that has just begun, as the writer indents them."""
    kept: list[bytes] = []
    for line in lines:
        if line == _OPENING:
            kept = [line]
        elif line in _CLOSING:
            yield b"".join(kept) + b"}"
            if line == _CLOSING[0]:
                return
        else:
            kept.append(line)
