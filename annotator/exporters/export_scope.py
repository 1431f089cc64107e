"""Less than everything: chosen turns, chosen people, received text in place of the repaired one."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from annotator.exporters.shifted_offsets import Moved, ShiftedPiece
from annotator.model import DialogueRecord, Gap, RepairStep, Tag, Turn, TurnRecord


def with_turns(record: DialogueRecord, ids: Container[int]) -> DialogueRecord:
    """The dialogue with those of its turns alone; they keep their keys and positions."""
    turns = tuple(x for x in record.turns if x.turn.id in ids)
    return record if len(turns) == len(record.turns) else replace(record, turns=turns)


def with_tags(record: DialogueRecord, people: Container[str], *, suggestions: bool) -> DialogueRecord:
    """The dialogue with the tags and marks of those annotators alone, with or without suggestions."""

    def kept(tags: tuple[Tag, ...]) -> tuple[Tag, ...]:
        return tuple(x for x in tags if x.annotator in people and (suggestions or x.origin != "suggested"))

    turns = tuple(
        replace(
            x,
            turn=replace(x.turn, tags=kept(x.turn.tags)),
            marks=tuple(mark for mark in x.marks if mark.annotator in people),
        )
        for x in record.turns
    )
    return replace(record, turns=turns, tags=kept(record.tags))


def as_received(record: DialogueRecord) -> DialogueRecord:
    """The dialogue with the text of its turns as it came; spans and gaps stand where they did in it.

    A tag on a span that was all put in by a repair has no place there and is left out.
    """
    return replace(record, turns=tuple(_received(item) for item in record.turns))


def _received(item: TurnRecord) -> TurnRecord:
    turn = item.turn
    if turn.text == turn.received:
        return replace(item, turn=replace(turn, steps=()))
    return replace(item, turn=retold(turn, turn.received, repairs_undone(turn.steps)))


def retold(turn: Turn, text: str, moved: Moved) -> Turn:
    """The turn with another text, which is its received one too; what is on it moves along."""
    gaps = (Gap(moved.start(x.start), moved.end(x.end), x.reason) for x in turn.gaps)
    tags = (_moved(tag, moved) for tag in turn.tags)
    return replace(
        turn,
        text=text,
        received=text,
        steps=(),
        gaps=tuple(gaps),
        tags=tuple(tag for tag in tags if tag is not None),
    )


def repairs_undone(steps: Sequence[RepairStep]) -> Moved:
    """From places of the repaired text to those of the received one."""
    pieces = []
    grown = 0
    for step in steps:
        start = step.start + grown
        pieces.append(ShiftedPiece(start, start + len(step.after), step.start, step.end))
        grown += len(step.after) - (step.end - step.start)
    return Moved(pieces)


def _moved(tag: Tag, moved: Moved) -> Tag | None:
    if tag.start is None or tag.end is None:
        return tag
    start, end = moved.start(tag.start), moved.end(tag.end)
    return replace(tag, start=start, end=end) if start < end else None
