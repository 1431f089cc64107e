"""WebVTT: one ``.vtt`` a dialogue, in a zip: a cue a turn, its speaker as voice, with the source's times.

What was said about a turn, and its text exactly, stands in a note before the cue, as JSON. Times
that the source does not say are invented, and the first note of the file says of which turns.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from annotator.exporters import source_metadata
from annotator.exporters.elan_writer import SOME, TIMES
from annotator.exporters.json_writer import watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import TagNames, statements
from annotator.exporters.zip_writer import bundle
from annotator.model import DialogueRecord

NOTE = "NOTE "
_BLANK = re.compile(r"(?:[ \t]*\n)+[ \t]*")

_encode = msgspec.json.Encoder(order="deterministic").encode


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write a file for each dialogue. Raises Cancelled where the options say so."""
    words = TagNames(content.codebook(), content.annotators())
    sources = {source.id: source.name for source in content.sources()}
    with bundle(out) as files:
        for record in watched(content, options):
            blocks = _blocks(words, record, sources[record.dialogue.source_id])
            files.add(f"{record.dialogue.key}.vtt", "\n\n".join(blocks).encode() + b"\n")


def _blocks(words: TagNames, record: DialogueRecord, source: str) -> Iterator[str]:
    dialogue = record.dialogue
    known = statements(record)
    spans = source_metadata.spans(record)
    yield "WEBVTT"
    about: dict[str, object] = {
        "dialogue": dialogue.key,
        "title": dialogue.title,
        "source": source,
        "targets": [target.statement for target in dialogue.targets],
        "tags": [words.members(tag, known) for tag in words.ordered(record.tags)],
    }
    invented = [place for place, span in enumerate(spans) if span.invented]
    if invented:
        some = any(source_metadata.start_of(item.turn) is not None for item in record.turns)
        about["times"] = SOME.format(places=", ".join(map(str, invented))) if some else TIMES
    yield _note(about)
    for item, span in zip(record.turns, spans, strict=True):
        turn = item.turn
        tags = [words.members(tag, known) for tag in words.ordered(turn.tags)]
        yield _note({"turn": turn.key, "speaker": turn.speaker, "text": turn.text, "tags": tags})
        voice = f"<v {_shown(turn.speaker)}>" if turn.speaker.strip() else ""
        cue = f"{turn.key}\n{_clock(span.start)} --> {_clock(span.end)}"
        said = voice + _shown(turn.text)
        yield f"{cue}\n{said}" if said else cue


def _note(about: dict[str, object]) -> str:
    """A comment of one line; an arrow would make it a cue."""
    return NOTE + _encode(about).decode().replace(">", "\\u003e")


def _shown(text: str) -> str:
    """A text as a cue may hold it: without signs that mean something, and empty lines, which end a cue."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return html.escape(_BLANK.sub("\n", lines), quote=False).replace("\0", "\ufffd")


def _clock(milliseconds: int) -> str:
    whole, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"
