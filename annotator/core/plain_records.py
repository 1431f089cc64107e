"""Dialogues on their way into an export, with as few objects as can be.

Most turns have a text, tags, a finding about their language and nothing else. They pass as tuples, their tags
too; only turns with more to them (repairs, gaps, marks, metadata) are made into
:class:`~annotator.model.TurnRecord`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from annotator.model import DialogueRecord, Tag, TurnLanguage, TurnRecord

# A tag: key, facet, label, value, start, end, target, intensity, uncertain (0 or 1), note, origin, score,
# annotator, at: the members that the program's own export has of it, in their order.
PlainTag: TypeAlias = tuple[Any, ...]
MEMBERS = (
    "key", "facet", "label", "value", "start", "end", "target", "intensity", "uncertain", "note", "origin",
    "score", "annotator", "at",
)  # fmt: skip
KEY, FACET, LABEL, START, END, UNCERTAIN, ORIGIN, ANNOTATOR = map(
    MEMBERS.index, ("key", "facet", "label", "start", "end", "uncertain", "origin", "annotator")
)


class PlainTurn(NamedTuple):
    """A turn that was received as it stands, without gaps, marks and metadata; its tags in any order."""

    key: str
    position: int
    speaker: str
    text: str
    lead: str
    language: TurnLanguage | None
    tags: Sequence[PlainTag]


@dataclass(frozen=True, slots=True)
class PlainDialogue:
    """A dialogue with everything; its turns are not in ``record``, but behind it."""

    record: DialogueRecord
    turns: Sequence[PlainTurn | TurnRecord]

    @property
    def tag_count(self) -> int:
        """How many tags it has, those of its turns included."""
        on_turns = (turn.tags if isinstance(turn, PlainTurn) else turn.turn.tags for turn in self.turns)
        return len(self.record.tags) + sum(map(len, on_turns))


def tag_of_plain(dialogue: int, turn: int | None, plain: PlainTag) -> Tag:
    """A plain tag as an object, on that dialogue and turn."""
    (key, facet, label, value, start, end, target, intensity, uncertain, note, origin, score, annotator,
     at) = plain  # fmt: skip
    return Tag(
        key, dialogue, turn, facet, label, annotator, origin, value, start, end, target, intensity,
        bool(uncertain), note, score, at,
    )  # fmt: skip
