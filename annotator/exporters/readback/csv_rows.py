"""The CSV files: one row per turn, per tag, per decision."""

from __future__ import annotations

import csv
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, BinaryIO

from annotator.core.plain_records import PlainDialogue, PlainTurn
from annotator.exporters import source_metadata
from annotator.exporters.csv_writer import BETWEEN, people_suffixes, safe, shown, unsafe
from annotator.exporters.decisions_writer import COLUMNS, Decisions
from annotator.exporters.format_shape import Fact, Shape, arranged, tag_facts
from annotator.exporters.plain_tags import AlikeTags
from annotator.exporters.project_protocol import Content
from annotator.exporters.readback.reading_helpers import text_of
from annotator.exporters.tag_texts import TagNames, statements
from annotator.model import DialogueRecord, Tag, Turn, TurnRecord

_TURN = ("turn_key", "speaker", "text", "start", "end", "time", "id", "reply_to",
         "speaker_about")  # fmt: skip
_LAST = "detected_language"  # of the columns before those of answers
_NOTHING = ("",) * 5  # what the source says of a plain turn


def rows(file: BinaryIO) -> Iterator[dict[str, str]]:
    """The rows of a table with a header."""
    found = _cells(file)
    names = next(found, [])
    for row in found:
        yield dict(zip(names, row, strict=True))


def _cells(file: BinaryIO) -> Iterator[list[str]]:
    """The cells of all rows, the header first."""
    # A cell may be as long as a turn is, which is more than the csv module expects.
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with text_of(file, "utf-8-sig") as text:
        yield from csv.reader(text, strict=True)


class TurnRows:
    """A row a turn, a column a facet, annotator and detail."""

    def __init__(self, content: Content) -> None:
        self._words = TagNames(content.codebook(), content.annotators())
        self._suffixes = people_suffixes(content.annotators())
        facets = self._words.facets.values()
        self._labels = {facet.key: {label.key: label.name for label in facet.labels} for facet in facets}
        self._alike = AlikeTags(content.codebook(), self._cells)

    def expected(self, record: DialogueRecord) -> Any:
        """Of each turn its key, speaker, text, and the filled cells of answers."""
        return self._facts(record, record.turns)

    def expected_plain(self, dialogue: PlainDialogue) -> Any:
        """The same of a plain one."""
        return self._facts(dialogue.record, dialogue.turns)

    def _facts(self, record: DialogueRecord, turns: Sequence[PlainTurn | TurnRecord]) -> Any:
        known, about = statements(record), source_metadata.about_speakers(record)
        self._alike.begin(known)
        return [
            (
                safe(x.key), safe(x.speaker), safe(x.text), *_NOTHING, safe(about.get(x.speaker, "")),
                self._alike.of(x.tags),
            )
            if isinstance(x, PlainTurn)
            else (*self._of_turn(x.turn, about), self._cells(self._alike.in_order(x.turn.tags), known))
            for x in turns
        ] or None  # fmt: skip

    def _of_turn(self, turn: Turn, about: Mapping[str, str]) -> Iterator[str]:
        said = (turn.key, turn.speaker, turn.text, *_said_by_source(turn), about.get(turn.speaker, ""))
        return map(safe, said)

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same, by the columns' names."""
        answers = {
            f"{facet.key}{part}{suffix}"
            for facet in self._words.facets.values()
            for part in ("", "_target", "_intensity", "_uncertain", "_note")
            for suffix in self._suffixes.values()
        }
        rows = _cells(file)
        names = next(rows)
        of_turn, behind = itemgetter(*map(names.index, _TURN)), names.index(_LAST) + 1
        columns = sorted(
            (unsafe(name), at) for at, name in enumerate(names[behind:]) if unsafe(name) in answers
        )

        @lru_cache(maxsize=5_000)  # many turns have the same
        def filled(cells: tuple[str, ...]) -> dict[str, str]:
            if len(cells) != len(names) - behind:
                raise ValueError("a row of another length")
            return {name: cells[at] for name, at in columns if cells[at]}

        for _, group in groupby(rows, key=itemgetter(names.index("dialogue"))):
            yield [(*of_turn(row), filled(tuple(row[behind:]))) for row in group]

    def _cells(self, tags: Sequence[Tag], known: Mapping[str, str]) -> dict[str, str]:
        given: dict[tuple[str, str], list[Tag]] = {}
        for tag in tags:
            if tag.origin != "suggested" and self._words.facets[tag.facet].scope != "dialogue":
                given.setdefault((tag.facet, tag.annotator), []).append(tag)
        cells: dict[str, str] = {}
        for (key, person), same in given.items():
            facet = self._words.facets[key]
            parts: list[tuple[str, list[str]]] = [("", [self._name(tag) for tag in same])]
            if facet.targeted:
                parts.append(("_target", [known.get(tag.target or "", "") for tag in same]))
            if facet.intensity:
                parts.append(("_intensity", [str(tag.intensity or "") for tag in same]))
            if facet.kind != "text":
                parts.append(("_uncertain", ["yes" if tag.uncertain else "" for tag in same]))
                parts.append(("_note", [tag.note for tag in same]))
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
