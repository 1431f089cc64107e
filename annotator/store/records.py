"""Everything the project holds about its dialogues, for exports that lose nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from annotator.model import DialogueRecord, Mark, Remark, RepairStep, Tag, TurnRecord
from annotator.store import tables as t
from annotator.store.dialogues import Dialogues
from annotator.store.log_entities import SELECT_TAGS
from annotator.store.project_part import Opened, Part
from annotator.store.row_objects import step_of, tag_of, turn_of
from annotator.store.value_encoding import loads_as

_BATCH_TURNS = 1_000

_SIZES = sa.select(t.dialogue.c.id, t.dialogue.c.turn_count).where(t.among(t.dialogue.c.id, "ids"))
_MORE = sa.select(t.dialogue.c.id, t.dialogue.c.number, t.dialogue.c.tail, t.dialogue.c.places).where(
    t.among(t.dialogue.c.id, "ids")
)
_TURNS = (
    sa.select(t.turn, t.dialogue.c.key, t.dialogue.c.repair_count)
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(t.among(t.turn.c.dialogue, "ids"))
    .order_by(t.turn.c.dialogue, t.turn.c.position)
)
_STEPS = (
    sa.select(t.step.c.dialogue, t.step.c.turn, t.step.c.part, *t.STEP_COLUMNS)
    .where(t.among(t.step.c.dialogue, "ids"))
    .order_by(t.step.c.dialogue, t.step.c.turn, t.step.c.start, t.step.c.end, t.step.c.id)
)
_TAGS = SELECT_TAGS.where(t.among(t.tag.c.dialogue, "ids")).order_by(*t.TAG_ORDER)

_MARKS = (
    sa.select(t.mark.c.turn, t.mark.c.kind, t.annotator.c.key, t.mark.c.at)
    .join(t.annotator, t.annotator.c.id == t.mark.c.annotator)
    .where(t.among(t.mark.c.dialogue, "ids"))
    .order_by(t.mark.c.turn, t.mark.c.kind, t.annotator.c.key)
)

_REMARKS = (
    sa.select(t.remark)
    .where(t.among(t.remark.c.dialogue, "ids"))
    .order_by(t.remark.c.dialogue, t.remark.c.start)
)

# What hangs on a dialogue as a whole has no turn.
_Place = tuple[int, int | None]


class Records(Part):
    """Dialogues with all there is about them."""

    def __init__(self, opened: Opened, dialogues: Dialogues) -> None:
        super().__init__(opened)
        self._dialogues = dialogues

    def one(self, dialogue_id: int) -> DialogueRecord:
        """One dialogue, with the tags of all annotators. Raises KeyError where there is none."""
        for record in self.many([dialogue_id]):
            return record
        raise KeyError(dialogue_id)

    def many(self, ids: Iterable[int]) -> Iterator[DialogueRecord]:
        """These dialogues in the order asked, with the tags of all annotators.

        They are read in batches, each in one state of the file. Tags come by facet, place,
        label, annotator and key, so that the order survives a journey to another project.
        """
        wanted = list(ids)
        sizes = {row[0]: row[1] for row in self._db.all(_SIZES, ids=t.many(wanted))}
        batch: list[int] = []
        turns = 0
        for dialogue in wanted:
            if dialogue not in sizes:
                continue
            if turns and turns + sizes[dialogue] > _BATCH_TURNS:
                yield from self._records(batch)
                batch, turns = [], 0
            batch.append(dialogue)
            turns += sizes[dialogue]
        yield from self._records(batch)

    def _records(self, ids: list[int]) -> list[DialogueRecord]:
        asked = t.many(ids)
        with self._db.snapshot():
            dialogues = self._dialogues.page(ids)
            more = {row[0]: row for row in self._db.all(_MORE, ids=asked)}
            turn_rows = self._db.all(_TURNS, ids=asked)
            repaired = any(dialogue.repair_count for dialogue in dialogues)
            step_rows = self._db.all(_STEPS, ids=asked) if repaired else ()
            tag_rows = self._db.all(_TAGS, ids=asked)
            mark_rows = self._db.all(_MARKS, ids=asked)
            remark_rows = self._db.all(_REMARKS, ids=asked)
        steps: defaultdict[tuple[str, int | None, int], list[RepairStep]] = defaultdict(list)
        for dialogue_id, turn_id, part, *rest in step_rows:
            steps[part, turn_id, dialogue_id].append(step_of(rest))
        tags: defaultdict[_Place, list[Tag]] = defaultdict(list)
        for row in tag_rows:
            tag = tag_of(row)
            tags[tag.dialogue_id, tag.turn_id].append(tag)
        marks: defaultdict[int, list[Mark]] = defaultdict(list)
        for turn, *mark in mark_rows:
            marks[turn].append(Mark(*mark))
        remarks: defaultdict[int, list[Remark]] = defaultdict(list)
        for row in remark_rows:
            about = loads_as(row.meta, dict[str, object], {})
            remarks[row.dialogue].append(Remark(row.id, row.start, row.end, row.speaker, about))
        turns: defaultdict[int, list[TurnRecord]] = defaultdict(list)
        for row in turn_rows:
            turns[row.dialogue].append(_turn_record(row, steps, tags, tuple(marks.get(row.id, ()))))
        return [
            DialogueRecord(
                dialogue,
                more[dialogue.id].number,
                tuple(turns[dialogue.id]),
                more[dialogue.id].tail,
                tuple(steps.get(("tail", None, dialogue.id), ())),
                tuple(tags.get((dialogue.id, None), ())),
                loads_as(more[dialogue.id].places, tuple[tuple[int, int], ...], ()),
                tuple(remarks.get(dialogue.id, ())),
            )
            for dialogue in dialogues
        ]


def _turn_record(
    row: Any, steps: dict[Any, list[RepairStep]], tags: dict[_Place, list[Tag]], marks: tuple[Mark, ...]
) -> TurnRecord:
    here = (row.id, row.dialogue)
    turn = turn_of(row, tuple(steps.get(("text", *here), ())), tuple(tags.get((row.dialogue, row.id), ())))
    return TurnRecord(turn, row.lead, tuple(steps.get(("lead", *here), ())), marks)
