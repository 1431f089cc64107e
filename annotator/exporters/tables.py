"""Turns and tags as typed tables: which columns there are, and the rows of a dialogue.

Parquet, Excel workbooks and data frames are all made of these, so that a column means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from annotator.exporters import source_metadata
from annotator.exporters.project_protocol import Content
from annotator.exporters.tag_texts import TagNames, statements
from annotator.model import DialogueRecord, Facet, Tag, Turn

Kind = Literal["text", "whole", "real", "yes/no", "texts"]
_json = msgspec.json.Encoder(order="sorted").encode


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what is in it, and one sentence that says so."""

    name: str
    kind: Kind
    about: str


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row is: the dialogue, its file, the turn, None for the dialogue as a whole."""

    record: DialogueRecord
    source: str
    turn: Turn | None


_PLACE: tuple[tuple[Column, Callable[[RowPlace], Any]], ...] = (
    (Column("source", "text", "Name of the file."), lambda x: x.source),
    (Column("dialogue", "text", "Key of the dialogue."), lambda x: x.record.dialogue.key),
    (Column("title", "text", "Title of the dialogue."), lambda x: x.record.dialogue.title),
    (Column("turn", "whole", "Number of the turn in its dialogue, from 1, as in the window."),
     lambda x: x.turn and x.turn.position + 1),
    (Column("turn_key", "text", "Key of the turn."), lambda x: x.turn and x.turn.key),
    (Column("speaker", "text", "Who speaks; empty before the first speaker marker."),
     lambda x: x.turn and x.turn.speaker),
    (Column("text", "text", "What is said."), lambda x: x.turn and x.turn.text),
)  # fmt: skip
_ABOUT = Column("speaker_about", "text", "What the source says about the speaker, as age=31; L1=German.")
_TURN: tuple[tuple[Column, Callable[[Turn], Any]], ...] = (
    (Column("start", "real", "When it begins, in seconds, as the source says."), source_metadata.start_of),
    (Column("end", "real", "When it ends, in seconds, as the source says."), source_metadata.end_of),
    (Column("time", "text", "Date or time stamp, as the source says."),
     lambda x: source_metadata.text_of(x, "time") or None),
    (Column("id", "text", "What the source calls it."), lambda x: source_metadata.text_of(x, "id") or None),
    (Column("reply_to", "text", "The id of the turn it answers, as the source says."),
     lambda x: source_metadata.text_of(x, "reply_to") or None),
    (Column("repairs", "whole", "Repair steps that changed the text."),
     lambda x: sum(step.before != step.after for step in x.steps)),
    (Column("damage", "whole", "Damaged places that were not repaired."),
     lambda x: sum(step.kind == "damage" for step in x.steps)),
    (Column("gaps", "whole", "Places where words seem to be missing."), lambda x: len(x.gaps)),
    (Column("detected_language", "text", "BCP 47, or mixed, zxx, und; found by the program."),
     lambda x: x.language and x.language.primary),
    (Column("meta", "text", "Metadata as JSON."), lambda x: _json(dict(x.meta)).decode() if x.meta else None),
)  # fmt: skip
_TAG: tuple[tuple[Column, Callable[[TagNames, Tag, Mapping[str, str]], Any]], ...] = (
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


# Facets of a row of a turn: a column each with everybody's answers, and one for each of their annotators too.
Facets = Literal["merged", "by annotator"]


class Tables:
    """The rows of a project.

    A facet is a column of turns: a list of the names that anybody answered with, each once. With
    ``facets`` "by annotator" a column for each facet and annotator follows; left None, that is so where
    there are several annotators. What a column is called and what it holds never depends on the tags.
    """

    def __init__(self, content: Content, facets: Facets | None = None) -> None:
        self.words = TagNames(content.codebook(), content.annotators())
        self._sources = {source.id: source.name for source in content.sources()}
        self._facets = [facet for facet in self.words.facets.values() if facet.scope != "dialogue"]
        several = facets == "by annotator" or (facets is None and len(self.words.people) > 1)
        self._people = [
            (f"{facet.key} ({name})", facet, key)
            for key, name in (self.words.people.items() if several else ())
            for facet in self._facets
        ]
        self.turn_columns = (
            *(column for column, _ in _PLACE),
            _ABOUT,
            *(column for column, _ in _TURN),
            *(Column(facet.key, "texts", _answers_to(facet)) for facet in self._facets),
            *(
                Column(name, "texts", f"{_answers_to(facet)} Of {self.words.people[key]} alone.")
                for name, facet, key in self._people
            ),
        )

    def turns(self, record: DialogueRecord) -> Iterator[Row]:
        """A row for each turn."""
        about = source_metadata.about_speakers(record)
        for item in record.turns:
            place = RowPlace(record, self._sources[record.dialogue.source_id], item.turn)
            row = {column.name: make(place) for column, make in _PLACE}
            row[_ABOUT.name] = about.get(item.turn.speaker) or None
            row |= {column.name: make(item.turn) for column, make in _TURN}
            yield row | self.answers(item.turn.tags)

    def answers(self, tags: Sequence[Tag]) -> dict[str, list[str]]:
        """The cells of the facets for the tags of a turn, by column; suggestions are no answers."""
        given = self.words.ordered(tags)
        named = [(tag.facet, tag.annotator, self.words.name(tag)) for tag in given]
        merged = {
            facet.key: list(dict.fromkeys(name for of, _, name in named if of == facet.key))
            for facet in self._facets
        }
        return merged | {
            column: [name for of, who, name in named if (of, who) == (facet.key, key)]
            for column, facet, key in self._people
        }

    def tags(self, record: DialogueRecord) -> Iterator[Row]:
        """A row for each tag: of the dialogue, then of its turns; suggestions too."""
        known = statements(record)
        places: Sequence[tuple[Turn | None, Sequence[Tag]]] = [
            (None, record.tags), *((item.turn, item.turn.tags) for item in record.turns),
        ]  # fmt: skip
        for turn, tags in places:
            if tags:
                place = RowPlace(record, self._sources[record.dialogue.source_id], turn)
                row = {column.name: make(place) for column, make in _PLACE}
                for tag in self.words.ordered(tags, suggested=True):
                    yield row | {column.name: make(self.words, tag, known) for column, make in _TAG}


def _answers_to(facet: Facet) -> str:
    return f"Answers to “{facet.name or facet.key}”; none: not labelled."
