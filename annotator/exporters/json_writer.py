"""Writes the program's own JSON: complete, the same bytes for the same project, memory flat.

One turn is one line, so that a difference of two exports reads well; everything is UTF-8 as
it is. Dialogues are read, written and forgotten one by one. The sources come last because
only then it is known whose bytes the received text gives back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, NamedTuple, TypeVar

import msgspec

from annotator import model
from annotator.core.plain_records import PlainDialogue, PlainTurn
from annotator.core.version import VERSION
from annotator.errors import Cancelled, UserError
from annotator.exporters import document as d
from annotator.exporters import model_to_document
from annotator.exporters.plain_json import PlainJson
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.received_bytes import Rebuilding

T = TypeVar("T")

_encode = msgspec.json.Encoder().encode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
PROGRAM = f"Dialogue Annotator {VERSION}"


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write a whole project. Raises Cancelled where the options say so."""
    sources = {source.id: source for source in content.sources()}
    head = {
        "format": d.FORMAT,
        "version": d.VERSION,
        "$schema": d.SCHEMA_ID,
        "program": PROGRAM,
        "project": d.Project(key=content.key, name=content.name),
        "study": model_to_document.study(content.study()),
        "codebook": model_to_document.codebook(content.codebook()),
    }
    out.write(b"{")
    out.writelines(b'\n  "%b": %b,' % (name.encode(), _indented(x)) for name, x in head.items())
    out.write(b'\n  "annotators": ')
    _list(out, (_encode(model_to_document.annotator(x)) for x in content.annotators()))
    views = content.views()
    if views:
        out.write(b',\n  "views": ')
        _list(out, (_encode(model_to_document.view(x)) for x in views))
    out.write(b',\n  "dialogues": ')
    kept = _Kept(sources)
    _list(out, _dialogues(content, list(sources.values()), kept, options))
    out.write(b',\n  "sources": ')
    _list(out, (_encode(_source(x, kept, content, options)) for x in sources.values()))
    out.write(b"\n}\n")


def write_lines(content: Content, out: BinaryIO, options: Options) -> None:
    """Write one dialogue a line, each as in the whole document. Raises Cancelled as :func:`write` does."""
    to = model_to_document.ToDocument(content.codebook(), content.sources())
    for one in _encoded(content, to, options):
        members = one.members
        members["turns"] = msgspec.Raw(b"[%b]" % b",".join(one.turns))
        out.write(_encode(members))
        out.write(b"\n")


def watched(content: Content, options: Options) -> Iterator[model.DialogueRecord]:
    """The dialogues of an export, with word of each, until somebody cancels it."""
    return _each(content.dialogues(), options)


def watched_plain(content: Content, options: Options) -> Iterator[PlainDialogue]:
    """The same with as few objects as can be."""
    dialogues = content.plain()
    if dialogues is None:
        dialogues = (PlainDialogue(record, record.turns) for record in content.dialogues())
    return _each(dialogues, options)


def _each(dialogues: Iterable[T], options: Options) -> Iterator[T]:
    for done, one in enumerate(dialogues, 1):
        if options.cancelled():
            raise Cancelled
        yield one
        options.progress(done)


class _Encoded(NamedTuple):
    """A dialogue on its way into the file."""

    source: int
    members: dict[str, msgspec.Raw]
    turns: list[bytes]
    received: list[str]  # in pieces


def _encoded(content: Content, to: model_to_document.ToDocument, options: Options) -> Iterator[_Encoded]:
    json = PlainJson(to.plain_place)
    for one in watched_plain(content, options):
        record, turns = one.record, one.turns
        pieces: list[str] = []
        for turn in turns:
            pieces += (turn.lead, turn.text if isinstance(turn, PlainTurn) else turn.turn.received)
        pieces.append(record.tail)
        yield _Encoded(
            record.dialogue.source_id,
            _members(_encode(to.dialogue(record))),
            [json.turn(x) if isinstance(x, PlainTurn) else _encode(to.turn(x)) for x in turns],
            pieces,
        )


def _dialogues(
    content: Content, sources: Sequence[model.Source], kept: _Kept, options: Options
) -> Iterator[bytes]:
    to = model_to_document.ToDocument(content.codebook(), sources)
    for one in _encoded(content, to, options):
        kept.add(one.source, one.received)
        members = one.members
        turns = b",\n        ".join(one.turns)
        members["turns"] = msgspec.Raw(b"[\n        %b\n      ]" % turns if turns else b"[]")
        lines = [b'      "%b": %b' % (name.encode(), bytes(value)) for name, value in members.items()]
        yield b"{\n" + b",\n".join(lines) + b"\n    }"


def _list(out: BinaryIO, items: Iterable[bytes]) -> None:
    """An array at the second level, one item after the other."""
    mark = b"["
    for item in items:
        out.write(mark + b"\n    ")
        out.write(item)
        mark = b","
    out.write(b"[]" if mark == b"[" else b"\n  ]")


def _indented(value: object) -> bytes:
    # No string of JSON holds a raw line break, so every one of them is layout.
    return msgspec.json.format(_encode(value), indent=2).replace(b"\n", b"\n  ")


class _Kept:
    """Finds out, while dialogues go by, which sources their received text gives back to the byte."""

    def __init__(self, sources: dict[int, model.Source]) -> None:
        self._sources = sources
        self._current = 0
        self._rebuilding: Rebuilding | None = None
        self._exact: set[str] = set()

    def add(self, number: int, received: Iterable[str]) -> None:
        """Take the next dialogue of a source, as it was received; those of one source follow one another."""
        if number != self._current or self._rebuilding is None:
            self._close()
            self._current = number
            self._rebuilding = Rebuilding(self._sources[number])
        self._rebuilding.add(received)

    def exact(self) -> set[str]:
        """The hashes of the sources that need no bytes of their own."""
        self._close()
        return self._exact

    def _close(self) -> None:
        if self._rebuilding is not None:
            sha256 = self._sources[self._current].sha256
            if self._rebuilding.is_exact(sha256):
                self._exact.add(sha256)
            self._rebuilding = None


def _source(source: model.Source, kept: _Kept, content: Content, options: Options) -> d.Source:
    if source.sha256 in kept.exact():
        return model_to_document.source(source, "text", None)
    if options.source_bytes:
        try:
            data = content.source_bytes(source.id)
        except UserError:  # the project itself was read from an export without them
            return model_to_document.source(source, "none", None)
        return model_to_document.source(source, "data", data)
    return model_to_document.source(source, "none", None)
