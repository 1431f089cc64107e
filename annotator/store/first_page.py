"""The turns that a window shows first, read by plain ``sqlite3``: SQLAlchemy takes longer to load than Qt.

What is read is what :class:`~annotator.store.project.Project` reads of the same place, by the same statements
(a test compares their texts with those that SQLAlchemy makes) and made into the same objects
(:mod:`annotator.store.row_objects`). Nothing is written, and whatever is unusual about a file is left to the
ordinary way, which says what it is.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from array import array
from collections import namedtuple
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import UserError
from annotator.model import Codebook, Turn
from annotator.store import database_errors, project_files
from annotator.store.database_uri import uri
from annotator.store.project_lock import taken
from annotator.store.row_objects import appearances_of, codebook_of, dialogues_of, tag_of, turns_of
from annotator.store.schema import STEPS
from annotator.store.schema_check import missing_tables

PROJECT = """
SELECT project.id, project."key", project.name, project.created_at, project.program, project.codebook_name,
project.codebook_version, project.languages, project.names, project.acronyms_neutral, project.suggestions,
project.undetected_from, project.instructions, project.packet_of
FROM project"""
FACETS = """
SELECT facet.id, facet."key", facet.name, facet.kind, facet.scope, facet.question, facet.shortcut,
facet.position, facet.targeted, facet.intensity, facet.open, facet.detected, facet.retired
FROM facet ORDER BY facet.position, facet.id"""
LABELS = """
SELECT label.id, label."key", label.facet, label.name, label.definition, label.examples, label.colour,
label.shortcut, label.parent, label.position, label.retired
FROM label ORDER BY label.position, label.id"""
DIALOGUE_IDS = """
SELECT json_group_array(found.id) AS json_group_array_1
FROM (SELECT dialogue.id AS id
FROM dialogue
WHERE dialogue.state = ? ORDER BY dialogue.id) AS found"""
DIALOGUES = """
SELECT dialogue.id, dialogue."key", dialogue.source, dialogue.number, dialogue.title, dialogue.state,
dialogue.turn_count, dialogue.repair_count, dialogue.damage_count, dialogue.gap_count, dialogue.tail,
dialogue.rule, dialogue.chain, dialogue.engine, dialogue.model, dialogue.meta, dialogue.places
FROM dialogue
WHERE dialogue.id IN (SELECT anon_1.value
FROM json_each(?) AS anon_1) AND dialogue.state != ?"""
TARGETS = """
SELECT target.id, target.dialogue, target."key", target.position, target.kind, target.statement,
target.options, target.draft
FROM target
WHERE target.dialogue IN (SELECT anon_1.value
FROM json_each(?) AS anon_1) ORDER BY target.dialogue, target.position, target.id"""
SPEAKERS = """
SELECT speaker.dialogue, speaker.name, speaker.attribute, speaker.value
FROM speaker
WHERE speaker.dialogue IN (SELECT anon_1.value
FROM json_each(?) AS anon_1) ORDER BY speaker.id"""
TURN_IDS = """
SELECT json_group_array(found.id) AS json_group_array_1
FROM (SELECT turn.id AS id
FROM turn
WHERE turn.dialogue = ? ORDER BY turn.position) AS found"""
TURNS = """
SELECT turn.id, turn.dialogue, turn.position, turn.speaker, turn.lead, turn.received, turn.text, turn.gaps,
turn.language, turn.matrix, turn.script, turn.words, turn.meta, turn.number, turn."offset", dialogue."key",
dialogue.repair_count
FROM turn JOIN dialogue ON dialogue.id = turn.dialogue
WHERE turn.id IN (SELECT anon_1.value
FROM json_each(?) AS anon_1) AND dialogue.state != ?"""
REPAIR_STEPS = """
SELECT step.turn, step.part, step.start, step."end", step."before", step."after", step.kind, step.reason,
step.confidence, step.alternatives, step.annotator, step.at, step.proposal
FROM step JOIN turn ON turn.id = step.turn AND turn.dialogue = step.dialogue
WHERE turn.id IN (SELECT anon_1.value
FROM json_each(?) AS anon_1) ORDER BY step.turn, step.start, step."end", step.id"""
TAGS = """
SELECT tag."key", tag.dialogue, facet."key" AS facet, tag.turn, label."key" AS label, tag.value, tag.start,
tag."end", target."key" AS target, tag.intensity, tag.uncertain, tag.note, tag.score, tag.origin,
annotator."key" AS annotator, tag.at
FROM tag JOIN facet ON facet.id = tag.facet JOIN annotator ON annotator.id = tag.annotator
LEFT OUTER JOIN label ON label.id = tag.label LEFT OUTER JOIN target ON target.id = tag.target
JOIN turn ON turn.id = tag.turn AND turn.dialogue = tag.dialogue
WHERE turn.id IN (SELECT anon_1.value
FROM json_each(?) AS anon_1) AND (annotator."key" = ? OR annotator.kind = ?)
ORDER BY facet.position, facet."key", tag.start, tag."end", label.position, label."key", annotator."key",
tag."key\""""
MARKS = """
SELECT mark.turn, mark.kind
FROM mark
WHERE mark.turn IN (SELECT anon_1.value
FROM json_each(?) AS anon_1) AND mark.annotator = (SELECT annotator.id
FROM annotator
WHERE annotator."key" = ?)"""

APPEARANCES = """
WITH RECURSIVE found(id, speaker, dialogue, position) AS
(SELECT turn.id AS id, turn.speaker AS speaker, turn.dialogue AS dialogue, turn.position AS position
FROM turn
WHERE turn.id = (SELECT turn.id
FROM turn ORDER BY turn.speaker, turn.dialogue, turn.position
LIMIT ? OFFSET ?) UNION ALL SELECT turn.id AS id, turn.speaker AS speaker, turn.dialogue AS dialogue,
turn.position AS position
FROM found JOIN turn ON turn.id = coalesce((SELECT "after".id
FROM turn AS "after"
WHERE "after".speaker = found.speaker AND "after".dialogue > found.dialogue ORDER BY "after".speaker,
"after".dialogue, "after".position
LIMIT ? OFFSET ?), (SELECT "after".id
FROM turn AS "after"
WHERE "after".speaker > found.speaker ORDER BY "after".speaker, "after".dialogue, "after".position
LIMIT ? OFFSET ?)))
SELECT found.id, found.speaker, found.dialogue, found.position
FROM found
LIMIT ? OFFSET ?"""
FIRST_SPEAKERS = """
SELECT turn.speaker, min(turn.position) AS first
FROM turn
WHERE turn.dialogue = ? AND turn.position < ? GROUP BY turn.speaker ORDER BY first"""


class FirstPage:
    """One dialogue of a project as the project would show it, until that is open; close it then."""

    def __init__(self, path: Path, connection: sqlite3.Connection, who: str, place: tuple[int, int]) -> None:
        self._path = path
        self._connection = connection
        project = self._rows(PROJECT)[0]
        self.name = str(project.name)
        self._who = project.packet_of or who
        self.codebook: Codebook = codebook_of(project, self._rows(FACETS), self._rows(LABELS))
        dialogues = self._ids(DIALOGUE_IDS, "live")
        self.several = len(dialogues) > 1  # dialogues
        chosen = place[0] if place[0] in dialogues else dialogues[0]
        asked = _many([chosen])
        (self.dialogue,) = dialogues_of(
            [chosen], self._rows(DIALOGUES, asked, "staged"), self._rows(TARGETS, asked),
            self._rows(SPEAKERS, asked),
        )  # fmt: skip
        self.turn_ids: array[int] = self._ids(TURN_IDS, chosen)
        self.turn_id = place[1] if place[1] in self.turn_ids else self.turn_ids[0]

    def page(self, ids: Iterable[int]) -> list[Turn]:
        """These turns in the order asked, as :meth:`annotator.store.turns.Turns.page` has them.

        Raises UserError where they cannot be read.
        """
        wanted = list(ids)
        asked = _many(wanted)
        with database_errors.translated(self._path):
            self._connection.execute("BEGIN")
            try:
                rows = self._rows(TURNS, asked, "staged")
                repaired = any(row.repair_count for row in rows)
                steps = self._rows(REPAIR_STEPS, asked) if repaired else []
                tags = self._rows(TAGS, asked, self._who, "machine")
                marks = self._rows(MARKS, asked, self._who)
            finally:
                self._connection.execute("ROLLBACK")
        return turns_of(wanted, rows, steps, map(tag_of, tags), marks)

    def appearances(self, most: int) -> list[tuple[str, int]] | None:
        """Names with dialogues, as :meth:`annotator.store.speakers.Speakers.appearances` has them."""
        with database_errors.translated(self._path):
            return appearances_of(self._rows(APPEARANCES, 1, 0, 1, 0, 1, 0, most + 1, 0), most)

    def of(self, dialogue_id: int, upto: int) -> tuple[str, ...]:
        """Names in a dialogue, as :meth:`annotator.store.speakers.Speakers.of` has them."""
        with database_errors.translated(self._path):
            return tuple(row[0] for row in self._rows(FIRST_SPEAKERS, dialogue_id, upto))

    def close(self) -> None:
        """Let go of the file; doing it twice does no harm."""
        self._connection.close()

    def _rows(self, sql: str, *values: object) -> Sequence[Any]:
        found = self._connection.execute(sql, values)
        names = [str(column[0]) for column in found.description]
        row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc] # noqa: PYI024 - made from data
        return [row._make(each) for each in found]

    def _ids(self, sql: str, value: object) -> array[int]:
        return array("q", msgspec.json.decode(self._connection.execute(sql, (value,)).fetchone()[0]))


def first_page(
    path: Path, who: str, place: tuple[int, int] = (0, 0), *, read_only: bool = False
) -> FirstPage | None:
    """The dialogue to show first of a project that is about to be opened, by the annotator with that key.

    ``place`` is a dialogue and a turn, by row number; where one of them is not there, the first is meant.
    None where the project is not sure to open, or has nothing to show: it is missing, damaged, in use, of
    another version, write protected, or was left in the middle of a change.
    """
    unusual = (UserError, sqlite3.Error, msgspec.MsgspecError, LookupError, TypeError, ValueError)
    with contextlib.suppress(*unusual):
        if not read_only and (taken(path) or not _writable(path)):
            return None
        if path.with_name(f"{path.name}-journal").exists() or project_files.sniff(path) != len(STEPS):
            return None
        with contextlib.ExitStack() as undone:
            connection = sqlite3.connect(
                uri(path, "ro"), uri=True, isolation_level=None, check_same_thread=False
            )
            undone.callback(connection.close)
            if not missing_tables(connection, STEPS):
                found = FirstPage(path, connection, who, place)
                undone.pop_all()
                return found
    return None


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)


def _many(values: Sequence[int]) -> str:
    return msgspec.json.encode(values).decode()
