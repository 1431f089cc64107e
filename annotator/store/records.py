"""Everything the project holds about its dialogues, for exports that lose nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import sqlalchemy as sa

from annotator.core.plain_records import PlainDialogue, PlainTag, PlainTurn, tag_of_plain
from annotator.core.turn_keys import turn_key
from annotator.model import Dialogue, DialogueRecord, Mark, Remark, RepairStep, Tag, TurnRecord
from annotator.store import tables as t
from annotator.store.database import Database, Row
from annotator.store.database_errors import damaged_value
from annotator.store.dialogues import Dialogues
from annotator.store.log_entities import SELECT_TAGS, tags_as
from annotator.store.project_part import Opened, Part
from annotator.store.row_objects import finding_of, step_of, tag_of, turn_of
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
# The dialogue and the turn, and then what a PlainTag has.
_LABEL = sa.func.coalesce(t.label.c.key, sa.literal_column("''"))
_PLAIN_TAGS = tags_as(
    t.tag.c.dialogue, t.tag.c.turn, t.tag.c.key, t.facet.c.key, _LABEL, t.tag.c.value, t.tag.c.start,
    t.tag.c.end, t.target.c.key, t.tag.c.intensity, t.tag.c.uncertain, t.tag.c.note, t.tag.c.origin,
    t.tag.c.score, t.annotator.c.key, t.tag.c.at,
).where(t.among(t.tag.c.dialogue, "ids"))  # fmt: skip
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
        for batch in self._batches(ids):
            yield from self._records(batch)

    def plain(self, ids: Iterable[int]) -> Iterator[PlainDialogue]:
        """The same with few objects, for exports that write what is there as it is; tags in any order."""
        for batch in self._batches(ids):
            yield from self._plain(batch)

    def _batches(self, ids: Iterable[int]) -> Iterator[list[int]]:
        """Those of these dialogues that are there, as many at a time as have about a thousand turns."""
        wanted = list(ids)
        sizes = {row[0]: row[1] for row in self._db.all(_SIZES, ids=t.many(wanted))}
        batch: list[int] = []
        turns = 0
        for dialogue in wanted:
            if dialogue not in sizes:
                continue
            if turns and turns + sizes[dialogue] > _BATCH_TURNS:
                yield batch
                batch, turns = [], 0
            batch.append(dialogue)
            turns += sizes[dialogue]
        yield batch

    def _records(self, ids: list[int]) -> list[DialogueRecord]:
        with self._db.snapshot():
            read = _RecordBatch(self._db, self._dialogues, ids)
            turn_rows = self._db.all(_TURNS, ids=t.many(ids))
            tag_rows = self._db.all(_TAGS, ids=t.many(ids))
        tags: defaultdict[_Place, list[Tag]] = defaultdict(list)
        for row in tag_rows:
            tag = tag_of(row)
            tags[tag.dialogue_id, tag.turn_id].append(tag)
        turns: defaultdict[int, list[TurnRecord]] = defaultdict(list)
        for row in turn_rows:
            turns[row.dialogue].append(read.turn(row, tags.get((row.dialogue, row.id), ())))
        return [
            read.dialogue(each, tuple(turns[each.id]), tags.get((each.id, None), ()))
            for each in read.dialogues
        ]

    def _plain(self, ids: list[int]) -> Iterator[PlainDialogue]:
        with self._db.snapshot():
            read = _RecordBatch(self._db, self._dialogues, ids)
            turn_rows = self._db.all(_TURNS, ids=t.many(ids))
            tag_rows = self._db.tuples(_PLAIN_TAGS, ids=t.many(ids))
        tags: defaultdict[_Place, list[PlainTag]] = defaultdict(list)
        for row in tag_rows:
            tags[row[0], row[1]].append(row[2:])
        turns: defaultdict[int, list[PlainTurn | TurnRecord]] = defaultdict(list)
        for row in turn_rows:
            turns[row.dialogue].append(read.plain_turn(row, tags.get((row.dialogue, row.id), ())))
        for each in read.dialogues:
            own = map(partial(tag_of_plain, each.id, None), tags.get((each.id, None), ()))
            yield PlainDialogue(read.dialogue(each, (), tuple(own)), turns[each.id])


class _RecordBatch:
    """Some dialogues, with what hangs on them and their turns, tags apart."""

    def __init__(self, db: Database, dialogues: Dialogues, ids: list[int]) -> None:
        asked = t.many(ids)
        self.dialogues = dialogues.page(ids)
        self._more = {row[0]: row for row in db.all(_MORE, ids=asked)}
        repaired = any(dialogue.repair_count for dialogue in self.dialogues)
        self._steps: defaultdict[tuple[str, int | None, int], list[RepairStep]] = defaultdict(list)
        for dialogue_id, turn_id, part, *rest in db.all(_STEPS, ids=asked) if repaired else ():
            self._steps[part, turn_id, dialogue_id].append(step_of(rest))
        self._repaired = {turn for _, turn, _ in self._steps}
        self._marks: defaultdict[int, list[Mark]] = defaultdict(list)
        for turn, *mark in db.all(_MARKS, ids=asked):
            self._marks[turn].append(Mark(*mark))
        self._remarks: defaultdict[int, list[Remark]] = defaultdict(list)
        for row in db.all(_REMARKS, ids=asked):
            about = loads_as(row.meta, dict[str, object], {})
            self._remarks[row.dialogue].append(Remark(row.id, row.start, row.end, row.speaker, about))

    def dialogue(self, about: Dialogue, turns: tuple[TurnRecord, ...], tags: Sequence[Tag]) -> DialogueRecord:
        """One of the dialogues with its turns and its own tags."""
        more = self._more[about.id]
        return DialogueRecord(
            about,
            more.number,
            turns,
            more.tail,
            tuple(self._steps.get(("tail", None, about.id), ())),
            tuple(tags),
            loads_as(more.places, tuple[tuple[int, int], ...], ()),
            tuple(self._remarks.get(about.id, ())),
        )

    def turn(self, row: Row, tags: Sequence[Tag]) -> TurnRecord:
        """A turn from a row of it."""
        steps = self._steps
        here = (row.id, row.dialogue)
        turn = turn_of(row, tuple(steps.get(("text", *here), ())), tuple(tags))
        return TurnRecord(
            turn, row.lead, tuple(steps.get(("lead", *here), ())), tuple(self._marks.get(row.id, ()))
        )

    def plain_turn(self, row: Row, tags: Sequence[PlainTag]) -> PlainTurn | TurnRecord:
        """The same as a plain turn where it is one."""
        (id_, dialogue, position, speaker, lead, received, text, gaps, language, matrix, script, words, meta,
         number, offset, key, _repairs) = row  # fmt: skip
        more = received is not None or gaps is not None or meta is not None
        if more or id_ in self._repaired or id_ in self._marks:
            return self.turn(row, [tag_of_plain(dialogue, id_, tag) for tag in tags])
        if not (isinstance(text, str) and isinstance(speaker, str)):
            raise damaged_value()
        place = turn_key(key, position if number is None else number, offset or 0)
        return PlainTurn(
            place, position, speaker, text, lead, finding_of(language, matrix, script, words), tags
        )
