"""Turns and tags as typed tables: which columns there are, and the rows of a dialogue.

Parquet, Excel workbooks and data frames are all made of these, so that a column means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from annotator.exporters.answers import Words, statements
from annotator.exporters.content import Content
from annotator.model import DialogueRecord, Tag, Turn

Kind = Literal["text", "whole", "real", "yes/no", "texts"]
_json = msgspec.json.Encoder(order="sorted").encode


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what is in it, and one sentence that says so."""

    name: str
    kind: Kind
    about: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is: the dialogue, its file, the turn, None for the dialogue as a whole."""

    record: DialogueRecord
    source: str
    turn: Turn | None


_PLACE: tuple[tuple[Column, Callable[[Place], Any]], ...] = (
    (Column("source", "text", "Name of the file."), lambda x: x.source),
    (Column("dialogue", "text", "Key of the dialogue."), lambda x: x.record.dialogue.key),
    (Column("title", "text", "Title of the dialogue."), lambda x: x.record.dialogue.title),
    (Column("turn", "whole", "Place of the turn in its dialogue, from 0."),
     lambda x: x.turn and x.turn.position),
    (Column("turn_key", "text", "Key of the turn."), lambda x: x.turn and x.turn.key),
    (Column("speaker", "text", "Who speaks; empty before the first speaker marker."),
     lambda x: x.turn and x.turn.speaker),
    (Column("text", "text", "What is said."), lambda x: x.turn and x.turn.text),
)  # fmt: skip
_TURN: tuple[tuple[Column, Callable[[Turn], Any]], ...] = (
    (Column("repairs", "whole", "Repair steps that changed the text."),
     lambda x: sum(step.before != step.after for step in x.steps)),
    (Column("damage", "whole", "Damaged places that were not repaired."),
     lambda x: sum(step.kind == "damage" for step in x.steps)),
    (Column("gaps", "whole", "Places where words seem to be missing."), lambda x: len(x.gaps)),
    (Column("detected_language", "text", "BCP 47, or mixed, zxx, und; found by the program."),
     lambda x: x.language and x.language.primary),
    (Column("meta", "text", "Metadata as JSON."), lambda x: _json(dict(x.meta)).decode() if x.meta else None),
)  # fmt: skip
_TAG: tuple[tuple[Column, Callable[[Words, Tag, Mapping[str, str]], Any]], ...] = (
    (Column("start", "whole", "Where the span begins, in code points."), lambda _w, x, _s: x.start),
    (Column("end", "whole", "Where it ends."), lambda _w, x, _s: x.end),
    (Column("facet", "text", "Key of the facet."), lambda _w, x, _s: x.facet),
    (Column("label", "text", "Key of the label; empty for free text."), lambda _w, x, _s: x.label),
    (Column("name", "text", "Name of the label, or the free text."), lambda w, x, _s: w.name(x)),
    (Column("target", "text", "What it is toward."), lambda _w, x, s: s.get(x.target or "")),
    (Column("intensity", "whole", "1 weak, 2 moderate, 3 strong."), lambda _w, x, _s: x.intensity),
    (Column("uncertain", "yes/no", "The annotator was not sure."), lambda _w, x, _s: x.uncertain),
    (Column("note", "text", "The annotator's note."), lambda _w, x, _s: x.note),
    (Column("annotator", "text", "Who gave it."), lambda w, x, _s: w.people[x.annotator]),
    (Column("annotator_key", "text", "Key of the annotator."), lambda _w, x, _s: x.annotator),
    (Column("origin", "text", "human, imported, or suggested: nobody's answer."), lambda _w, x, _s: x.origin),
    (Column("score", "real", "How sure a program was, 0 to 1."), lambda _w, x, _s: x.score),
    (Column("at", "text", "When it was given, UTC."), lambda _w, x, _s: x.at),
    (Column("tag_key", "text", "Key of the tag."), lambda _w, x, _s: x.key),
)  # fmt: skip

TAG_COLUMNS = (*(column for column, _ in _PLACE), *(column for column, _ in _TAG))

Row = dict[str, Any]


class Tables:
    """The rows of a project. A facet is a column of turns, a list of names; with its annotator where
    there are several people."""

    def __init__(self, content: Content) -> None:
        self.words = Words(content.codebook(), content.annotators())
        self._sources = {source.id: source.name for source in content.sources()}
        self._answers = [
            (facet.key, key, facet.key if len(self.words.people) == 1 else f"{facet.key} ({name})")
            for key, name in self.words.people.items()
            for facet in self.words.facets.values()
            if facet.scope != "dialogue"
        ]
        answers = (
            Column(
                name, "texts", f"Answers to “{self.words.facets[facet].name or facet}”; none: not labelled."
            )
            for facet, _, name in self._answers
        )
        places = (column for column, _ in _PLACE)
        self.turn_columns = (*places, *(column for column, _ in _TURN), *answers)

    def turns(self, record: DialogueRecord) -> Iterator[Row]:
        """A row for each turn."""
        for item in record.turns:
            place = Place(record, self._sources[record.dialogue.source_id], item.turn)
            row = {column.name: make(place) for column, make in _PLACE}
            row |= {column.name: make(item.turn) for column, make in _TURN}
            given = self.words.ordered(item.turn.tags)
            yield row | {
                name: [self.words.name(tag) for tag in given if (tag.facet, tag.annotator) == (facet, person)]
                for facet, person, name in self._answers
            }

    def tags(self, record: DialogueRecord) -> Iterator[Row]:
        """A row for each tag: of the dialogue, then of its turns; suggestions too."""
        known = statements(record)
        places: Sequence[tuple[Turn | None, Sequence[Tag]]] = [
            (None, record.tags), *((item.turn, item.turn.tags) for item in record.turns),
        ]  # fmt: skip
        for turn, tags in places:
            if tags:
                place = Place(record, self._sources[record.dialogue.source_id], turn)
                row = {column.name: make(place) for column, make in _PLACE}
                for tag in self.words.ordered(tags, suggested=True):
                    yield row | {column.name: make(self.words, tag, known) for column, make in _TAG}
