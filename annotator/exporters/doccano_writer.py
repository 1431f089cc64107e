"""doccano's JSON Lines: one line per turn.

``label`` is the column of a text classification project, ``spans`` that of a sequence
labelling one; both are on every line, since doccano asks at import which column has the
labels. Whatever else a line has becomes the example's metadata there.
"""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from annotator.exporters.json_writer import watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import TagNames
from annotator.model import DialogueRecord, Turn

_encode = msgspec.json.Encoder().encode


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write every turn as a line. Raises Cancelled where the options say so."""
    words = TagNames(content.codebook(), content.annotators())
    sources = {source.id: source.name for source in content.sources()}
    for record in watched(content, options):
        for item in record.turns:
            out.write(_encode(_line(words, record, item.turn, sources[record.dialogue.source_id])))
            out.write(b"\n")


def _line(words: TagNames, record: DialogueRecord, turn: Turn, source: str) -> dict[str, object]:
    tags = words.ordered(turn.tags)
    labels = [tag for tag in tags if tag.label]
    # Two people who agree are one label: doccano refuses a label that an example has twice.
    whole = dict.fromkeys(words.qualified(tag) for tag in labels if tag.start is None)
    spans = dict.fromkeys(
        (tag.start, tag.end, words.qualified(tag)) for tag in labels if tag.start is not None
    )
    return {
        "text": turn.text,
        "label": list(whole),
        "spans": list(spans),
        "Comments": [words.qualified(tag) for tag in tags if not tag.label],
        "turn_key": turn.key,
        "dialogue": record.dialogue.key,
        "title": record.dialogue.title,
        "turn": turn.position + 1,
        "speaker": turn.speaker,
        "source": source,
    }
