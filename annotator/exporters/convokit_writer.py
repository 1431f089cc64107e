"""A ConvoKit corpus, as a zip with the folder that ``Corpus(filename=...)`` reads.

ConvoKit opens its files without naming an encoding, so everything is ASCII with escapes.
A speaker there is one for the whole corpus: A of one dialogue is another one than A of the
next, hence the dialogue in the speaker's id. A conversation is called by its first utterance.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import IO, BinaryIO

import msgspec

from annotator.exporters import model_to_document, source_metadata
from annotator.exporters.json_writer import PROGRAM, watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import TagNames, statements
from annotator.exporters.zip_writer import Bundle, bundle
from annotator.model import DialogueRecord, FacetScope, Tag, Turn

FOLDER = "corpus"
REPLIES = "invented: the source does not say who answers whom, so each utterance replies to the one before"
_ANSWERS = "tag_"  # begins the names of the metadata that hold a facet's answers

_Meta = dict[str, object]


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write the corpus. Raises Cancelled where the options say so."""
    with bundle(out) as files:
        corpus = _Corpus(content, files)
        for record in watched(content, options):
            if record.turns:  # a conversation without utterances has no name there
                corpus.add(record)
        corpus.finish(content)


class _Corpus:
    """A corpus that grows by one conversation after the other; knows which metadata have which types."""

    def __init__(self, content: Content, files: Bundle) -> None:
        self._words = TagNames(content.codebook(), content.annotators())
        self._sources = {source.id: source.name for source in content.sources()}
        self._files = files
        self._index: dict[str, dict[str, set[str]]] = {
            "utterances": {}, "speakers": {}, "conversations": {}, "overall": {},
        }  # fmt: skip
        self._utterances = files.part(f"{FOLDER}/utterances.jsonl")
        self._speakers = _Members(files.part(f"{FOLDER}/speakers.json"))
        self._conversations = _Members(files.part(f"{FOLDER}/conversations.json"))

    def add(self, record: DialogueRecord) -> None:
        """Take the next dialogue, which has at least one turn."""
        key = record.dialogue.key
        first = record.turns[0].turn.key
        for item, answered in zip(record.turns, source_metadata.replies(record), strict=True):
            turn = item.turn
            utterance: dict[str, object] = {
                "id": turn.key,
                "conversation_id": first,
                "text": turn.text,
                "speaker": f"{key}:{turn.speaker}",
                "meta": self._known("utterances", self._turn(record, turn)),
                "reply-to": answered,
                "timestamp": source_metadata.timestamp(turn),
                "vectors": [],
            }
            self._utterances.write(_ascii(utterance) + b"\n")
        for speaker in dict.fromkeys(item.turn.speaker for item in record.turns):
            about = source_metadata.attributes(record).get(speaker, {})
            meta = self._known("speakers", {**about, "name": speaker, "dialogue": key})
            self._speakers.add(f"{key}:{speaker}", {"meta": meta, "vectors": []})
        meta = self._known("conversations", self._dialogue(record))
        self._conversations.add(first, {"meta": meta, "vectors": []})

    def finish(self, content: Content) -> None:
        """Write what stands for the whole corpus."""
        self._speakers.close()
        self._conversations.close()
        meta: _Meta = {
            "name": content.name,
            "project": content.key,
            "program": PROGRAM,
            "codebook": msgspec.to_builtins(model_to_document.codebook(content.codebook())),
            "annotators": [msgspec.to_builtins(model_to_document.annotator(x)) for x in content.annotators()],
        }
        self._files.part(f"{FOLDER}/corpus.json").write(_ascii(self._known("overall", meta)))
        index = {
            f"{part}-index": {name: sorted(types) for name, types in fields.items()}
            for part, fields in self._index.items()
        }
        self._files.part(f"{FOLDER}/index.json").write(_ascii({**index, "version": 1, "vectors": []}))

    def _turn(self, record: DialogueRecord, turn: Turn) -> _Meta:
        language = turn.language.primary if turn.language else None
        own: _Meta = {
            "position": turn.position,
            "detected_language": language,
            "source_meta": dict(turn.meta),
        }
        return own | self._tags(record, turn.tags, ("turn", "span"))

    def _dialogue(self, record: DialogueRecord) -> _Meta:
        dialogue = record.dialogue
        own: _Meta = {
            "dialogue": dialogue.key,
            "title": dialogue.title,
            "source": self._sources[dialogue.source_id],
            "targets": [msgspec.to_builtins(model_to_document.target(x)) for x in dialogue.targets],
            "source_meta": dict(dialogue.meta),
        }
        if source_metadata.invented_replies(record):
            own["replies"] = REPLIES
        return own | self._tags(record, record.tags, ("dialogue",))

    def _tags(self, record: DialogueRecord, tags: Iterable[Tag], scopes: tuple[FacetScope, ...]) -> _Meta:
        """Every tag in full, and beside that the answers by facet, for the columns of a data frame."""
        given = self._words.ordered(tags)
        found: _Meta = {"tags": [self._words.members(tag, statements(record)) for tag in given]}
        for facet in self._words.facets.values():
            if facet.scope in scopes:
                names = [self._words.name(tag) for tag in given if tag.facet == facet.key]
                found[_ANSWERS + facet.key] = list(dict.fromkeys(names))
        return found

    def _known(self, part: str, meta: _Meta) -> _Meta:
        for name, value in meta.items():
            types = self._index[part].setdefault(name, set())
            if value is not None:
                types.add(str(type(value)))
        return meta


class _Members:
    """A JSON object that is written member by member."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._mark = b"{"

    def add(self, name: str, value: Mapping[str, object]) -> None:
        """Write the next member."""
        self._file.write(self._mark + b"\n" + _ascii(name) + b": " + _ascii(value))
        self._mark = b","

    def close(self) -> None:
        """Write the end."""
        self._file.write(b"{}" if self._mark == b"{" else b"\n}")


def _ascii(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True).encode("ascii")
