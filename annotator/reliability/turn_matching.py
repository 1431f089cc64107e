"""Turns of a packet and of its project, matched by received text where one of the two has corrected them.

What was received of a dialogue is the same on both sides, whoever corrected where turns begin. So a tag
goes to the turn that holds the beginning of its turn, a span to the turns that hold its words
(docs/decisions/0034-keys-of-turns-say-where-they-begin.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.model import DialogueRecord, Turn
from annotator.store import Project

# A character of a turn's text: where it was received; or what was repaired where, and the how-manieth of it.
_Character = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Lying:
    """A turn, and where its text begins and ends in the received text of the dialogue."""

    turn: Turn
    start: int
    end: int


class ImportedLayout:
    """The turns of a dialogue, and where their texts lay when it was imported."""

    def __init__(self, record: DialogueRecord) -> None:
        self.turns: list[Lying] = []
        self.edited = bool(record.places)
        at = 0
        for each in record.turns:
            start = at + len(each.lead)
            at = start + len(each.turn.received)
            self.turns.append(Lying(each.turn, start, at))
        self.end = at + len(record.tail)
        self.places = record.places or tuple((one.start, one.end) for one in self.turns)
        self.by_row = {one.turn.id: one for one in self.turns}
        self._found: dict[_Character, tuple[int, int]] | None = None

    def home(self, one: Lying) -> Lying | None:
        """The turn here that has the beginning of a turn's text, else the first part of it that any has."""
        for mine in self.turns:
            if mine.start <= one.start < mine.end or (mine.start, mine.end) == (one.start, one.end):
                return mine
        return next((mine for mine in self.turns if one.start < mine.start < one.end), None)

    def spans(self, one: Lying, start: int, end: int) -> list[tuple[Lying, int, int]]:
        """Where the characters of a span of another layout are here; nothing where some are missing."""
        if self._found is None:
            self._found = {
                character: (mine.turn.id, place)
                for mine in self.turns
                for place, character in enumerate(_characters(mine))
            }
        wanted = list(_characters(one))[start:end]
        places = [self._found[each] for each in wanted if each in self._found]
        stretches: dict[int, list[int]] = {}
        for turn, place in places:
            stretches.setdefault(turn, []).append(place)
        text = one.turn.text[start:end]
        spaces = sum(text[at].isspace() for at, each in enumerate(wanted) if each not in self._found)
        if len(places) + spaces < len(wanted):
            return []
        return [(self.by_row[turn], min(each), max(each) + 1) for turn, each in stretches.items()]


class Matching:
    """The layouts of a project's dialogues, read when they are asked for."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._edited: set[int] | None = None
        self._layouts: dict[int, ImportedLayout] = {}

    def edited(self, dialogue: int) -> bool:
        """Whether turns of a dialogue (row number) have been split, joined or taken out."""
        if self._edited is None:
            self._edited = set(self._project.structure.edited())
        return dialogue in self._edited

    def layout(self, dialogue: int) -> ImportedLayout:
        """How a dialogue lies in turns."""
        if dialogue not in self._layouts:
            self._layouts[dialogue] = ImportedLayout(self._project.records.one(dialogue))
        return self._layouts[dialogue]


def _characters(one: Lying) -> Iterator[_Character]:
    at = 0
    for step in one.turn.steps:
        yield from ((one.start + place,) for place in range(at, step.start))
        made = (one.start + step.start, one.start + step.end, step.after)
        yield from ((*made, place) for place in range(len(step.after)))
        at = step.end
    yield from ((one.start + place,) for place in range(at, len(one.turn.received)))
