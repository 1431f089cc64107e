"""A reading copy as CommonMark. It has no colours, so that of a label is the nearest round emoji."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from annotator.exporters.html_writer import said
from annotator.exporters.json_writer import watched
from annotator.exporters.label_colours import colours
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import TagNames, statements
from annotator.exporters.xml_text import clean
from annotator.model import DialogueRecord, Tag

_DOTS = {
    "🔴": (0xDD, 0x2E, 0x44),
    "🟠": (0xF4, 0x90, 0x0C),
    "🟡": (0xFD, 0xCB, 0x58),
    "🟢": (0x78, 0xB1, 0x59),
    "🔵": (0x55, 0xAC, 0xEE),
    "🟣": (0xAA, 0x8E, 0xD6),
    "🟤": (0xC1, 0x69, 0x4F),
    "⚫": (0x31, 0x37, 0x3D),
}
_NO_DOT = "▫️"  # of free text
# Every ASCII sign that Markdown or its dialects give a meaning somewhere in a line.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$:@=^\"'])")
BREAKS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write all dialogues as one text. Raises Cancelled where the options say so."""
    made = _MarkdownText(content)
    out.write(f"# {escaped(content.name or 'Dialogues')}\n".encode())
    for record in watched(content, options):
        out.writelines(f"\n{line}\n".encode() for line in made.dialogue(record))


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, in one line: a line break becomes ``<br>``."""
    lines = BREAKS.split(clean(text))
    return "<br>".join(_SIGNS.sub(r"\\\1", line.strip()) for line in lines)


def dot(colour: str) -> str:
    """The round emoji nearest to a colour ``#rrggbb``."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return min(_DOTS, key=lambda x: sum((a - b) ** 2 for a, b in zip(parts, _DOTS[x], strict=True)))


class _MarkdownText:
    """Makes the paragraphs."""

    def __init__(self, content: Content) -> None:
        codebook = content.codebook()
        self._words = TagNames(codebook, content.annotators())
        self._dots = {key: dot(colour) for key, colour in colours(codebook).items()}
        self._sources = {source.id: source.name for source in content.sources()}
        self._several = len(content.annotators()) > 1

    def dialogue(self, record: DialogueRecord) -> Iterator[str]:
        """The blocks of a dialogue, each in one line."""
        dialogue = record.dialogue
        known = statements(record)
        source = self._sources[dialogue.source_id]
        yield f"## {escaped(dialogue.title or source)}"
        yield f"{escaped(source)} · {escaped(dialogue.key)}"
        for target in dialogue.targets:
            yield f"Target: {escaped(target.statement)}"
        yield from self._tags(self._words.ordered(record.tags), {}, known)
        for item in record.turns:
            speaker = escaped(item.turn.speaker)
            # Where no speaker leads, the mark keeps a text that looks like the start of a list a text.
            head = f"**{speaker}**" if speaker else "·"
            yield f"{head} {escaped(item.turn.text)}"
            tags = self._words.ordered(item.turn.tags)
            spans = {
                tag.key: item.turn.text[tag.start : tag.end]
                for tag in tags
                if tag.start is not None and tag.end is not None
            }
            yield from self._tags(tags, spans, known)

    def _tags(self, tags: Sequence[Tag], spans: Mapping[str, str], known: Mapping[str, str]) -> Iterator[str]:
        shown = []
        for tag in tags:
            answer = escaped(said(self._words, tag, known, with_annotator=self._several))
            place = f" “{escaped(spans[tag.key])}”" if tag.key in spans else ""
            shown.append(f"{self._dots.get(tag.label, _NO_DOT)} {answer}{place}")
        if shown:
            yield "> " + "<br>".join(shown)
