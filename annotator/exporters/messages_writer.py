"""Chat messages as language models are trained on them, with the tags in a file beside.

Who speaks first is the user, who speaks next the assistant, anybody else a user as well; text
before the first speaker marker is the system's. One turn is one message, so that a tag's place is its
turn's; nothing but what the format knows is in the messages, since strict readers refuse more.
"""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from annotator.codebooks import dumps
from annotator.exporters.json_writer import watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import TagNames, statements
from annotator.exporters.zip_writer import bundle
from annotator.model import DialogueRecord

MESSAGES, TAGS, CODEBOOK = "messages.jsonl", "tags.jsonl", "codebook.json"
_ROLES = ("user", "assistant")

_encode = msgspec.json.Encoder().encode


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write messages, tags and codebook. Raises Cancelled where the options say so."""
    words = TagNames(content.codebook(), content.annotators())
    sources = {source.id: source.name for source in content.sources()}
    with bundle(out) as files:
        messages, tags = files.part(MESSAGES), files.part(TAGS)
        files.part(CODEBOOK).write(dumps(content.codebook()))
        line = 0
        for record in watched(content, options):
            if not record.turns:  # a conversation of no messages is none
                continue
            roles = _roles(record)
            given = [{"role": roles[x.turn.speaker], "content": x.turn.text} for x in record.turns]
            messages.write(_encode({"messages": given}) + b"\n")
            known = statements(record)
            head = {
                "line": line,
                "message": None,
                "dialogue": record.dialogue.key,
                "title": record.dialogue.title,
                "source": sources[record.dialogue.source_id],
                "tags": [words.members(tag, known) for tag in words.ordered(record.tags)],
            }
            tags.write(_encode(head) + b"\n")
            for place, item in enumerate(record.turns):
                turn = {
                    "line": line,
                    "message": place,
                    "turn": item.turn.key,
                    "speaker": item.turn.speaker,
                    "tags": [words.members(tag, known) for tag in words.ordered(item.turn.tags)],
                }
                tags.write(_encode(turn) + b"\n")
            line += 1


def _roles(record: DialogueRecord) -> dict[str, str]:
    """The role of each speaker, in the order in which they first speak."""
    speakers = dict.fromkeys(x.turn.speaker for x in record.turns if x.turn.speaker)
    roles = {
        speaker: _ROLES[place] if place < len(_ROLES) else "user" for place, speaker in enumerate(speakers)
    }
    return {"": "system", **roles}
