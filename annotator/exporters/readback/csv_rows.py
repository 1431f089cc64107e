"""The CSV files: one row per turn, per tag, per decision."""

from __future__ import annotations

import csv
import sys
from collections.abc import Generator, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, BinaryIO

from annotator.exporters import source_metadata
from annotator.exporters.csv_writer import BETWEEN, people_suffixes, safe, shown
from annotator.exporters.decisions_writer import COLUMNS, Decisions
from annotator.exporters.format_shape import Fact, Shape, arranged, tag_facts
from annotator.exporters.project_protocol import Content
from annotator.exporters.readback.reading_helpers import text_of
from annotator.exporters.tag_texts import TagNames, statements
from annotator.model import DialogueRecord, Tag, Turn

_TURN = ("turn_key", "speaker", "text", "start", "end", "time", "id", "reply_to",
         "speaker_about")  # fmt: skip


_cells_of_turn = itemgetter(*_TURN)


def rows(file: BinaryIO) -> Iterator[dict[str, str]]:
    """The rows of a table with a header."""
    # A cell may be as long as a turn is, which is more than the csv module expects.
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with text_of(file, "utf-8-sig") as text:
        reader = csv.reader(text, strict=True)
        names = next(reader, [])
        for row in reader:
            yield dict(zip(names, row, strict=True))


class TurnRows:
    """A row a turn, a column a facet, annotator and detail."""

    def __init__(self, content: Content) -> None:
        self._words = TagNames(content.codebook(), content.annotators())
        self._suffixes = people_suffixes(content.annotators())
        facets = self._words.facets.values()
        self._labels = {facet.key: {label.key: label.name for label in facet.labels} for facet in facets}

    def expected(self, record: DialogueRecord) -> Any:
        """Of each turn its key, speaker, text, and the filled cells of answers."""
        known = statements(record)
        about = source_metadata.about_speakers(record)
        return [
            (
                *map(
                    safe,
                    (
                        x.turn.key,
                        x.turn.speaker,
                        x.turn.text,
                        *_said_by_source(x.turn),
                        about.get(x.turn.speaker, ""),
                    ),
                ),
                self._cells(x.turn, known),
            )
            for x in record.turns
        ] or None

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same, by the columns' names."""
        answers = {
            f"{facet.key}{part}{suffix}"
            for facet in self._words.facets.values()
            for part in ("", "_target", "_intensity", "_uncertain", "_note")
            for suffix in self._suffixes.values()
        }
        columns: list[tuple[str, str]] | None = None  # of answers, with what they are called, in that order
        for _, group in groupby(rows(file), key=itemgetter("dialogue")):
            dialogue = list(group)
            if columns is None:
                named = ((_unsafe(column), column) for column in dialogue[0])
                columns = sorted((name, column) for name, column in named if name in answers)
            yield [
                (*_cells_of_turn(row), {name: row[column] for name, column in columns if row[column]})
                for row in dialogue
            ]

    def _cells(self, turn: Turn, known: dict[str, str]) -> dict[str, str]:
        given: dict[tuple[str, str], list[Tag]] = {}
        for tag in turn.tags:
            if tag.origin != "suggested" and self._words.facets[tag.facet].scope != "dialogue":
                given.setdefault((tag.facet, tag.annotator), []).append(tag)
        cells: dict[str, str] = {}
        for (key, person), tags in given.items():
            facet = self._words.facets[key]
            parts: list[tuple[str, list[str]]] = [("", [self._name(tag) for tag in tags])]
            if facet.targeted:
                parts.append(("_target", [known.get(tag.target or "", "") for tag in tags]))
            if facet.intensity:
                parts.append(("_intensity", [str(tag.intensity or "") for tag in tags]))
            if facet.kind != "text":
                parts.append(("_uncertain", ["yes" if tag.uncertain else "" for tag in tags]))
                parts.append(("_note", [tag.note for tag in tags]))
            suffix = self._suffixes[person]
            for part, values in parts:
                if any(values):
                    cells[f"{key}{part}{suffix}"] = str(safe(BETWEEN.join(values)))
        return dict(sorted(cells.items()))

    def _name(self, tag: Tag) -> str:
        return self._labels[tag.facet].get(tag.label, tag.label) or tag.value


def _said_by_source(turn: Turn) -> Iterator[str]:
    for seconds in (source_metadata.start_of(turn), source_metadata.end_of(turn)):
        yield shown(seconds)
    for key in ("time", "id", "reply_to"):
        yield source_metadata.text_of(turn, key)


def _unsafe(name: str) -> str:
    """The name of a column without the apostrophe that keeps it from being a formula."""
    return name[1:] if name.startswith("'") and safe(name[1:]) == name else name


class TagRows:
    """A row a tag."""

    _MEMBERS = (
        "facet", "label", "name", "person", "origin", "start", "end", "target", "intensity", "uncertain",
        "note", "score", "at", "key",
    )  # fmt: skip
    _COLUMNS = (
        "facet", "label", "name", "annotator", "origin", "start", "end", "target", "intensity", "uncertain",
        "note", "score", "at", "tag_key",
    )  # fmt: skip

    def __init__(self, content: Content) -> None:
        self._words = TagNames(content.codebook(), content.annotators())
        self._shape = Shape(tag=self._MEMBERS, suggestions=True)

    def expected(self, record: DialogueRecord) -> Any:
        """Of the dialogue and each turn that has tags: key and text of the turn, and the tags."""
        known = statements(record)
        places: list[tuple[str, str, tuple[Tag, ...]]] = [("", "", record.tags)]
        places += ((x.turn.key, x.turn.text, x.turn.tags) for x in record.turns)
        return [
            (safe(key), safe(text), self._cells(tags, known)) for key, text, tags in places if tags
        ] or None

    def _cells(self, tags: tuple[Tag, ...], known: dict[str, str]) -> list[Fact]:
        facts = tag_facts(self._shape, self._words, tags, known)
        return arranged(tuple(_cell(value) for value in fact[1:]) for fact in facts)

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the rows."""
        for _, group in groupby(rows(file), key=itemgetter("dialogue")):
            yield [
                (*place, arranged(tuple(row[name] for name in self._COLUMNS) for row in same))
                for place, same in groupby(group, key=itemgetter("turn_key", "text"))
            ]


class DecisionRows:
    """A row a decision."""

    def __init__(self, content: Content) -> None:
        self._decisions = Decisions(content)

    def expected(self, record: DialogueRecord) -> Any:
        """The cells of every decision, None for none."""
        return [list(map(str, cells)) for cells in self._decisions.rows(record)] or None

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the rows."""
        for _, group in groupby(rows(file), key=itemgetter("dialogue")):
            yield [[row[name] for name in COLUMNS] for row in group]


def _cell(value: Any) -> str:
    """What a cell says of a value."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(safe(value if isinstance(value, str) else str(value)))
