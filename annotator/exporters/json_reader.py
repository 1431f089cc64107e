"""Reads the program's own JSON back, strictly: what does not fit is said with its place.

The file is held in memory, its dialogues are decoded one by one.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from annotator import filters, model
from annotator.core.read_files import read_bytes
from annotator.core.turn_keys import place_of_key
from annotator.errors import Sentence, UserError
from annotator.exporters import document as d
from annotator.exporters.document_consistency import Consistency, unique
from annotator.exporters.received_bytes import Rebuilding
from annotator.exporters.strict_json import Wrong, decode, decode_once, members


@dataclass(frozen=True, slots=True)
class ExportedTag:
    """A tag from an export, before it has a row: on which turn it stands, None for the whole dialogue."""

    dialogue: str  # key
    position: int | None
    tag: d.Tag
    turn: str = ""  # key


@dataclass(frozen=True, slots=True)
class ReadMark:
    """A flag or bookmark from an export: in which dialogue (key), on which turn."""

    dialogue: str
    position: int
    mark: model.Mark


@dataclass(frozen=True, slots=True)
class ReadSource:
    """One file of an export with its dialogues, and what hangs on those."""

    source: model.PreparedSource
    targets: tuple[tuple[str, model.Target], ...]  # further targets than the first, by dialogue key
    tags: tuple[ExportedTag, ...]
    marks: tuple[ReadMark, ...] = ()


class _Place(msgspec.Struct, frozen=True):
    key: str
    source: str


_DECODERS: dict[str, msgspec.json.Decoder[Any]] = {
    "format": msgspec.json.Decoder(str),
    "version": msgspec.json.Decoder(int),
    "$schema": msgspec.json.Decoder(str),
    "program": msgspec.json.Decoder(str),
    "project": msgspec.json.Decoder(d.Project),
    "study": msgspec.json.Decoder(d.Study),
    "codebook": msgspec.json.Decoder(d.Codebook),
    "annotators": msgspec.json.Decoder(tuple[d.Annotator, ...]),
    "views": msgspec.json.Decoder(tuple[d.View, ...]),
    "dialogues": msgspec.json.Decoder(list[msgspec.Raw]),
    "sources": msgspec.json.Decoder(tuple[d.Source, ...]),
}
_NONE = {"views": msgspec.Raw(b"[]"), "$schema": msgspec.Raw(b'""')}  # may be left out
_DIALOGUE = msgspec.json.Decoder(d.Dialogue)
_PLACE = msgspec.json.Decoder(_Place)


class Export:
    """An export that has been opened: its head is checked, its dialogues are when they are read."""

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        """Raises UserError where the file, or ``data`` in its place, cannot be read or is no export."""
        self._path = path
        try:
            self._open(read_bytes(path) if data is None else data)
        except Wrong as wrong:
            raise self._refusal(wrong) from wrong

    def _open(self, data: bytes) -> None:
        parts = members(data)
        _refuse_others(self._path, parts)
        for name in parts:
            if name not in _DECODERS:
                raise Wrong("$", Sentence("object contains unknown field `{name}`", name=name))
        parts = _NONE | parts
        values = {}
        for name, decoder in _DECODERS.items():
            if name not in parts:
                raise Wrong("$", Sentence("object missing required field `{name}`", name=name))
            read = decode if name == "dialogues" else decode_once
            values[name] = read(decoder, parts[name], f"$.{name}")
        self.program: str = values["program"]
        self.project: d.Project = values["project"]
        self.study = model.Study(**msgspec.structs.asdict(values["study"]))
        self.codebook: model.Codebook = _codebook(values["codebook"])
        self.annotators = tuple(model.Annotator(x.key, x.name, x.kind) for x in values["annotators"])
        self.views = _views(values["views"])
        self._sources: tuple[d.Source, ...] = values["sources"]
        self._dialogues: list[msgspec.Raw] = values["dialogues"]
        self.consistency = Consistency(values["codebook"], values["annotators"], self._sources)
        if not self.annotators:
            raise Wrong("$.annotators", "expected at least one annotator")

    @property
    def dialogue_count(self) -> int:
        """How many dialogues there are."""
        return len(self._dialogues)

    def sources(self) -> Iterator[ReadSource]:
        """Every source with its dialogues, checked, in the order of the file.

        Can be read once. Raises UserError at the first thing that is wrong.
        """
        try:
            of = self._by_source()
            for place, source in enumerate(self._sources):
                yield self._source(source, f"$.sources[{place}]", of[source.sha256])
        except Wrong as wrong:
            raise self._refusal(wrong) from wrong

    def _by_source(self) -> defaultdict[str, list[int]]:
        places = [decode(_PLACE, raw, f"$.dialogues[{n}]") for n, raw in enumerate(self._dialogues)]
        unique((place.key for place in places), "$.dialogues", "dialogue")
        known = {source.sha256 for source in self._sources}
        of: defaultdict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(places):
            if place.source not in known:
                raise Wrong(
                    f"$.dialogues[{number}].source",
                    Sentence("there is no source {source!r}", source=place.source),
                )
            of[place.source].append(number)
        return of

    def _source(self, source: d.Source, where: str, numbers: Sequence[int]) -> ReadSource:
        dialogues = [self._dialogue(number) for number in numbers]
        prepared = model.PreparedSource(
            name=source.name,
            data=_bytes(source, dialogues, where),
            sha256=source.sha256,
            decoded_as=source.encoding,
            encoding_origin=source.encoding_origin,
            encoding_confidence=source.encoding_confidence,
            newline=source.newline,
            bom=source.bom,
            undecodable=source.undecodable,
            dialogues=tuple(_prepared(dialogue) for dialogue in dialogues),
            size=source.size,
            imported_at=source.imported_at,
        )
        return ReadSource(
            prepared,
            tuple((x.key, _target(target)) for x in dialogues for target in x.targets[1:]),
            tuple(chain.from_iterable(_tags(dialogue) for dialogue in dialogues)),
            tuple(chain.from_iterable(_marks(dialogue) for dialogue in dialogues)),
        )

    def _dialogue(self, number: int) -> d.Dialogue:
        where = f"$.dialogues[{number}]"
        dialogue = decode_once(_DIALOGUE, self._dialogues[number], where)
        self.consistency.check(dialogue, where)
        return dialogue

    def _refusal(self, wrong: Wrong) -> UserError:
        return UserError(
            "{file} cannot be read",
            "at {where} {what}",
            "Make the export again, or put that place right",
            file=self._path.name,
            where=wrong.where,
            what=wrong.what,
        )


def _refuse_others(path: Path, parts: dict[str, msgspec.Raw]) -> None:
    """Raise where the file is something else, or from a later version of the program."""
    if "format" not in parts or decode(_DECODERS["format"], parts["format"], "$.format") != d.FORMAT:
        raise UserError(
            "{file} is not an export of this program",
            'its member "format" is not "{format}"',
            "Choose a JSON file that Dialogue Annotator wrote",
            file=path.name,
            format=d.FORMAT,
        )
    if "version" not in parts:
        raise Wrong("$", "object missing required field `version`")
    version = decode(_DECODERS["version"], parts["version"], "$.version")
    if version > d.VERSION:
        raise UserError(
            "{file} comes from a newer version of this program",
            "its format is {version} and this program knows up to {known}",
            "Update the program to read it",
            file=path.name,
            version=version,
            known=d.VERSION,
        )
    if version != d.VERSION:
        raise Wrong(
            "$.version", Sentence("expected {known}, got {version}", known=d.VERSION, version=version)
        )


def is_export(path: Path) -> bool:
    """Whether a file says that it is the program's own JSON, whole or not. False for what cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(200)
    except OSError:
        return False
    return b"".join(start.removeprefix(b"\xef\xbb\xbf").split()).startswith(
        b'{"format":"%b"' % d.FORMAT.encode()
    )


# --- from the document to the program's words -------------------------------------------------


def _bytes(source: d.Source, dialogues: Sequence[d.Dialogue], where: str) -> bytes:
    """The file as it was received, b"" where the export left it out."""
    if (source.data is not None) != (source.kept == "data"):
        raise Wrong(f"{where}.data", Sentence("it does not go with kept = {kept!r}", kept=source.kept))
    if source.kept == "text":
        rebuilding = Rebuilding(source)
        data = b"".join((rebuilding.mark, *(rebuilding.add(received_pieces(x)) for x in dialogues)))
        if not rebuilding.is_exact(source.sha256):
            raise Wrong(where, "the received text of its dialogues does not give back the file")
    elif source.data is not None:
        data = source.data
        if hashlib.sha256(data).hexdigest() != source.sha256:
            raise Wrong(f"{where}.data", "it is not the file with this SHA-256")
    else:
        return b""
    if len(data) != source.size:
        raise Wrong(f"{where}.size", Sentence("expected {got}, got {size}", got=len(data), size=source.size))
    return data


def received_pieces(dialogue: d.Dialogue) -> Iterator[str]:
    """What joined is the received text of a dialogue."""
    for turn in dialogue.turns:
        yield turn.lead
        yield turn.text if turn.received is None else turn.received
    yield dialogue.tail


def _prepared(x: d.Dialogue) -> model.PreparedDialogue:
    return model.PreparedDialogue(
        title=x.title,
        turns=tuple(_turn(turn, structured=bool(x.places)) for turn in x.turns),
        tail=x.tail,
        tail_steps=_steps(x.tail_steps),
        target=_target(x.targets[0]) if x.targets else None,
        rule=x.rule,
        chain=x.chain,
        engine=x.engine,
        model=x.model,
        meta=x.meta,
        number=x.number,
        places=x.places,
        remarks=tuple(model.Remark(0, each.start, each.end, each.speaker, each.meta) for each in x.remarks),
    )


def _turn(x: d.Turn, *, structured: bool) -> model.PreparedTurn:
    key = place_of_key(x.key) if structured else None
    return model.PreparedTurn(
        speaker=x.speaker,
        lead=x.lead,
        received=x.text if x.received is None else x.received,
        text=x.text,
        lead_steps=_steps(x.lead_steps),
        steps=_steps(x.steps),
        gaps=tuple(model.Gap(gap.start, gap.end, gap.reason) for gap in x.gaps),
        language=None if x.detected_language is None else _language(x.detected_language),
        meta=x.meta,
        number=key and key.number,
        offset=key.offset if key else 0,
    )


def _language(x: d.Language) -> model.TurnLanguage:
    return model.TurnLanguage(x.primary, x.matrix, x.script, x.words)


def _steps(steps: Sequence[d.Step]) -> tuple[model.RepairStep, ...]:
    return tuple(model.RepairStep(**msgspec.structs.asdict(step)) for step in steps)


def _target(x: d.Target) -> model.Target:
    return model.Target(x.key, x.kind, x.statement, x.options, x.draft)


def _tags(dialogue: d.Dialogue) -> Iterator[ExportedTag]:
    for tag in dialogue.tags:
        yield ExportedTag(dialogue.key, None, tag)
    for turn in dialogue.turns:
        for tag in turn.tags:
            yield ExportedTag(dialogue.key, turn.position, tag, turn.key)


def _marks(dialogue: d.Dialogue) -> Iterator[ReadMark]:
    for turn in dialogue.turns:
        for mark in turn.marks:
            yield ReadMark(dialogue.key, turn.position, model.Mark(mark.kind, mark.annotator, mark.at))


def _views(views: Sequence[d.View]) -> tuple[model.View, ...]:
    unique((filters.fold(view.name).strip() for view in views), "$.views", "view")
    read = []
    for place, view in enumerate(views):
        try:
            read.append(model.View(view.name, filters.parse(view.filter)))
        except UserError as error:
            raise Wrong(f"$.views[{place}].filter", error.why) from error
    return tuple(read)


def _codebook(book: d.Codebook) -> model.Codebook:
    return model.Codebook(book.name, tuple(_facet(facet) for facet in book.facets), book.version)


def _facet(x: d.Facet) -> model.Facet:
    labels = tuple(model.Label(**msgspec.structs.asdict(label)) for label in x.labels)
    return model.Facet(**{**msgspec.structs.asdict(x), "labels": labels})
