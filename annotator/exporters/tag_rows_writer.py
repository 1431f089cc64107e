"""One row per tag, for statistics: everybody's answers in full, suggestions too, told by ``origin``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from annotator.exporters.csv_writer import Cell, safe
from annotator.exporters.json_writer import watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import TagNames, statements
from annotator.model import DialogueRecord, Tag, Turn

_COLUMNS = (
    "source", "dialogue", "title", "turn", "turn_key", "speaker", "text",
    "scope", "start", "end", "span",
    "facet", "label", "name", "target", "intensity", "uncertain", "note",
    "annotator", "annotator_key", "origin", "score", "at", "tag_key",
)  # fmt: skip


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write every tag as a row. Raises Cancelled where the options say so."""
    words = TagNames(content.codebook(), content.annotators())
    sources = {source.id: source.name for source in content.sources()}
    out.write(b"\xef\xbb\xbf")  # without it Excel takes UTF-8 for a code page
    out.write(_row(_COLUMNS))
    for record in watched(content, options):
        known = statements(record)
        for turn, tag in _tags(words, record):
            place = place_cells(record, turn, sources[record.dialogue.source_id])
            cells = place | _span(turn, tag) | _answer(words, tag, known)
            out.write(_row([cells[name] for name in _COLUMNS]))


def _tags(words: TagNames, record: DialogueRecord) -> Iterator[tuple[Turn | None, Tag]]:
    for tag in words.ordered(record.tags, suggested=True):
        yield None, tag
    for item in record.turns:
        for tag in words.ordered(item.turn.tags, suggested=True):
            yield item.turn, tag


def place_cells(record: DialogueRecord, turn: Turn | None, source: str) -> dict[str, Cell]:
    """The cells that say where a row belongs: its dialogue, and its turn where it is about one."""
    return {
        "source": source,
        "dialogue": record.dialogue.key,
        "title": record.dialogue.title,
        "turn": "" if turn is None else turn.position + 1,
        "turn_key": "" if turn is None else turn.key,
        "speaker": "" if turn is None else turn.speaker,
        "text": "" if turn is None else turn.text,
    }


def _span(turn: Turn | None, tag: Tag) -> dict[str, Cell]:
    if turn is None or tag.start is None or tag.end is None:
        return {"scope": "dialogue" if turn is None else "turn", "start": "", "end": "", "span": ""}
    return {"scope": "span", "start": tag.start, "end": tag.end, "span": turn.text[tag.start : tag.end]}


def _answer(words: TagNames, tag: Tag, known: Mapping[str, str]) -> dict[str, Cell]:
    return {
        "facet": tag.facet,
        "label": tag.label,
        "name": words.name(tag),
        "target": known.get(tag.target or "", ""),
        "intensity": "" if tag.intensity is None else tag.intensity,
        "uncertain": "yes" if tag.uncertain else "",
        "note": tag.note,
        "annotator": words.people[tag.annotator],
        "annotator_key": tag.annotator,
        "origin": tag.origin,
        "score": "" if tag.score is None else str(tag.score),
        "at": tag.at,
        "tag_key": tag.key,
    }


def _row(cells: tuple[Cell, ...] | list[Cell]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return buffer.getvalue().encode()
